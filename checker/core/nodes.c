/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A search over terms and memories. See nodes.h.
 */
#include "nodes.h"

#include <stdlib.h>

#include "arena.h"

void nodes_start(nodes *n, const terms *terms, uint32_t limit)
{
    *n = (nodes){.terms = terms, .limit = limit, .set_size = 256};
    n->set = must_zero(n->set_size * sizeof *n->set);
}

void nodes_stop(nodes *n)
{
    free(n->items);
    free(n->set);
}

static uint32_t *nodes_slot(const nodes *n, node what)
{
    uint32_t at = (uint32_t)(what * 0x9E3779B97F4A7C15u >> 32) & (n->set_size - 1);
    while (n->set[at] && n->items[n->set[at] - 1] != what)
        at = (at + 1) & (n->set_size - 1);
    return &n->set[at];
}

static void nodes_grow(nodes *n)
{
    free(n->set);
    n->set_size *= 4;
    n->set = must_zero(n->set_size * sizeof *n->set);
    for (uint32_t i = 0; i < n->count; i++)
        *nodes_slot(n, n->items[i]) = i + 1;
}

static bool is_leaf(const terms *terms, node what)
{
    if (what & NODE_MEMORY)
        return what == (NODE_MEMORY | MEMORY_INITIAL);
    uint8_t op = term_at(terms, (term)what)->op;
    return op == TERM_OP_NONE || op == TERM_CONSTANT || op == TERM_SYMBOL || op == TERM_ADDRESS;
}

void nodes_visit(nodes *n, node what)
{
    if (n->count > n->limit || is_leaf(n->terms, what))
        return;
    uint32_t *slot = nodes_slot(n, what);
    if (*slot)
        return;
    ARRAY_RESERVE(n->items, n->count, n->capacity);
    n->items[n->count] = what;
    *slot = ++n->count;
    if (n->count * 2 >= n->set_size)
        nodes_grow(n);
}

void nodes_visit_memory(nodes *n, memory m)
{
    nodes_visit(n, NODE_MEMORY | m);
}

void nodes_visit_below_term(nodes *n, term t)
{
    const term_node *t_node = term_at(n->terms, t);
    switch (t_node->op) {
    case TERM_LOAD:
        nodes_visit_memory(n, t_node->a);
        nodes_visit(n, t_node->b);
        break;
    case TERM_APPLY:
        nodes_visit(n, t_node->b);
        break;
    default:
        nodes_visit(n, t_node->a);
        nodes_visit(n, t_node->b);
        if (t_node->op == TERM_ITE)
            nodes_visit(n, t_node->c);
    }
}

static void visit_below_memory(nodes *n, memory m)
{
    const memory_node *m_node = memory_at(n->terms, m);
    nodes_visit_memory(n, m_node->parent);
    nodes_visit(n, m_node->address);
    nodes_visit(n, m_node->value);
    if (m_node->kind == MEMORY_MERGE)
        nodes_visit_memory(n, m_node->other);
    for (uint32_t i = 0; i < m_node->list_count; i++) {
        if (m_node->kind == MEMORY_LOOP)
            nodes_visit_memory(n, n->terms->list[m_node->list + i]);
        else
            nodes_visit(n, memory_reach_at(n->terms, m_node, i).address);
    }
}

void nodes_visit_all(nodes *n)
{
    for (uint32_t i = 0; i < n->count && n->count <= n->limit; i++) {
        if (n->items[i] & NODE_MEMORY)
            visit_below_memory(n, (memory)n->items[i]);
        else
            nodes_visit_below_term(n, (term)n->items[i]);
    }
}

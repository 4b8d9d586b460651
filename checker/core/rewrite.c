/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Rewriting terms and memories. See rewrite.h.
 */
#include "rewrite.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"

/* ---- memo ---------------------------------------------------------------------------------------------------- */

static uint32_t *memo_find(uint32_t *pairs, uint32_t size, uint32_t key)
{
    uint32_t at = (key * 2654435769u) & (size - 1);
    while (pairs[2 * at] && pairs[2 * at] != key)
        at = (at + 1) & (size - 1);
    return &pairs[2 * at];
}

static void memo_put(uint32_t **pairs, uint32_t *count, uint32_t *size, uint32_t key, uint32_t value)
{
    if (*count * 2 >= *size) {
        uint32_t old = *size, *from = *pairs;
        *size = old ? old * 2 : 64;
        *pairs = must_zero(*size * 2 * sizeof **pairs);
        for (uint32_t i = 0; i < old; i++)
            if (from[2 * i])
                memcpy(memo_find(*pairs, *size, from[2 * i]), &from[2 * i], 2 * sizeof *from);
        free(from);
    }
    uint32_t *pair = memo_find(*pairs, *size, key);
    *count += pair[0] == 0;
    pair[0] = key;
    pair[1] = value;
}

void rewrite_stop(rewrite *rewrite)
{
    free(rewrite->term_memo);
    free(rewrite->memory_memo);
}

void rewrite_settle(rewrite *r, term from, term to)
{
    memo_put(&r->term_memo, &r->term_count, &r->term_size, from, to);
}

/* ---- rebuilding ---------------------------------------------------------------------------------------------- */

static term rebuild(terms *terms, const term_node *n, term a, term b, term c)
{
    switch (n->op) {
    case TERM_BOOL_NOT:
        return term_not(terms, a);
    case TERM_BOOL_AND:
    case TERM_BOOL_OR:
        return term_connect(terms, (term_op)n->op, (term[]){a, b}, 2);
    case TERM_EQ:
        return term_eq(terms, a, b);
    case TERM_ULT:
        return term_ult(terms, a, b);
    case TERM_SLT:
        return term_slt(terms, a, b);
    case TERM_ITE:
        return term_ite(terms, a, b, c);
    case TERM_BIT_NOT:
    case TERM_NEG:
    case TERM_TRUNC:
    case TERM_ZEXT:
    case TERM_SEXT:
        return term_unary(terms, (term_op)n->op, n->width, a);
    case TERM_INDEX:
        return term_index(terms, a, b, n->value, n->c);
    case TERM_ADD:
        return n->value ? term_field(terms, a, b) : term_binary(terms, TERM_ADD, a, b);
    case TERM_PAIR:
        return term_pair(terms, a, b);
    default:
        return term_binary(terms, (term_op)n->op, a, b);
    }
}

static term rewrite_apply(rewrite *r, const term_node *n)
{
    return term_apply(r->terms, n->width, n->a, n->b ? rewrite_term(r, n->b) : TERM_NONE);
}

/* A chain of one connective is rebuilt at once: leaf by leaf its cost would be quadratic in its length. */
static term rewrite_chain(rewrite *r, term t)
{
    term_op op = (term_op)term_at(r->terms, t)->op;
    uint32_t count = 1;
    for (term at = t; term_at(r->terms, at)->op == op; at = term_at(r->terms, at)->b)
        count++;
    r->terms->work += count;
    term *leaves = must_allocate(count * sizeof *leaves);
    term_leaves(r->terms, op, t, leaves, count);
    bool changed = false;
    for (uint32_t i = 0; i < count; i++) {
        term leaf = rewrite_term(r, leaves[i]);
        changed |= leaf != leaves[i];
        leaves[i] = leaf;
    }
    term result = changed ? term_connect(r->terms, op, leaves, count) : t;
    free(leaves);
    return result;
}

static term rewrite_inner(rewrite *r, term t)
{
    term_node n = *term_at(r->terms, t);
    term leaf;
    switch (n.op) {
    case TERM_CONSTANT:
        return t;
    case TERM_SYMBOL:
    case TERM_ADDRESS:
        leaf = r->leaf(r, t);
        return leaf ? leaf : t;
    case TERM_LOAD: {
        leaf = r->leaf(r, t);
        if (leaf)
            return leaf;
        term address = rewrite_term(r, n.b);
        return memory_read(r->terms, rewrite_memory(r, n.a), address, n.width);
    }
    case TERM_APPLY:
        leaf = r->leaf(r, t);
        return leaf ? leaf : rewrite_apply(r, &n);
    case TERM_BOOL_AND:
    case TERM_BOOL_OR:
        return rewrite_chain(r, t);
    default: {
        term a = rewrite_term(r, n.a);
        term b = n.b ? rewrite_term(r, n.b) : TERM_NONE;
        term c = n.op == TERM_ITE ? rewrite_term(r, n.c) : TERM_NONE;
        if (a == n.a && b == n.b && (n.op != TERM_ITE || c == n.c))
            return t;
        return rebuild(r->terms, &n, a, b, c);
    }
    }
}

term rewrite_term(rewrite *r, term t)
{
    if (t == TERM_NONE || terms_spent(r->terms))
        return t;
    if (r->term_size) {
        const uint32_t *pair = memo_find(r->term_memo, r->term_size, t);
        if (pair[0])
            return pair[1];
    }
    term result = rewrite_inner(r, t);
    memo_put(&r->term_memo, &r->term_count, &r->term_size, t, result);
    return result;
}

static uint64_t site_of(rewrite *r, uint64_t site)
{
    return r->site ? r->site(r, site) : site;
}

static memory rewrite_call(rewrite *r, const memory_node *n, memory parent)
{
    reach *list = must_allocate((n->list_count + 1) * sizeof *list);
    for (uint32_t i = 0; i < n->list_count; i++) {
        list[i] = memory_reach_at(r->terms, n, i);
        list[i].address = rewrite_term(r, list[i].address);
    }
    memory m = memory_call(r->terms, parent, site_of(r, n->site), n->globals, list, n->list_count);
    free(list);
    return m;
}

static memory rewrite_loop(rewrite *r, const memory_node *n, memory parent)
{
    memory *changes = must_allocate((n->list_count + 1) * sizeof *changes);
    memory start = r->start;
    uint32_t count = 0;
    for (uint32_t i = 0; i < n->list_count; i++) {
        memory change = rewrite_memory(r, r->terms->list[n->list + i]);
        if (!memory_is_initial(r->terms, change))
            changes[count++] = memory_alone(r->terms, change);
    }
    r->start = start;
    memory m = memory_loop(r->terms, parent, site_of(r, n->site), changes, count);
    free(changes);
    return m;
}

static memory rewrite_memory_inner(rewrite *r, memory m)
{
    memory_node n = *memory_at(r->terms, m);
    if (n.kind == MEMORY_START)
        return r->start;
    memory parent = rewrite_memory(r, n.parent);
    if (r->drops && r->drops(r, m))
        return parent;
    switch (n.kind) {
    case MEMORY_WRITE: {
        term address = rewrite_term(r, n.address);
        return memory_write(r->terms, parent, address, rewrite_term(r, n.value));
    }
    case MEMORY_ZERO:
        return memory_zero(r->terms, parent, rewrite_term(r, n.address), n.size);
    case MEMORY_COPY: {
        term to = rewrite_term(r, n.address);
        return memory_copy(r->terms, parent, to, rewrite_term(r, n.value), n.size);
    }
    case MEMORY_DECLARE:
        return memory_declare(r->terms, parent, rewrite_term(r, n.address), site_of(r, n.site));
    case MEMORY_CALL:
        return rewrite_call(r, &n, parent);
    case MEMORY_MERGE: {
        term condition = rewrite_term(r, n.value);
        return memory_merge(r->terms, condition, parent, rewrite_memory(r, n.other));
    }
    default:
        return rewrite_loop(r, &n, parent);
    }
}

memory rewrite_memory(rewrite *r, memory m)
{
    if (terms_spent(r->terms))
        return m;
    if (r->memory_size) {
        const uint32_t *pair = memo_find(r->memory_memo, r->memory_size, m);
        if (pair[0])
            return pair[1];
    }
    memory result = rewrite_memory_inner(r, m);
    memo_put(&r->memory_memo, &r->memory_count, &r->memory_size, m, result);
    return result;
}

term rewrite_keep(rewrite *r, term leaf)
{
    (void)r;
    return leaf;
}

term rewrite_one(terms *terms, term t, term from, term to)
{
    if (t == from)
        return to;
    uint8_t op = term_at(terms, t)->op;
    if (op <= TERM_APPLY)
        return t;
    rewrite r = {.terms = terms, .leaf = rewrite_keep, .start = MEMORY_INITIAL};
    rewrite_settle(&r, from, to);
    term result = rewrite_term(&r, t);
    rewrite_stop(&r);
    return result;
}

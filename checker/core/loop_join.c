/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The head of a loop: the states of all rounds become one. What differs from round to round becomes an unknown (a loop
 * value): variables, and in refined runs also cells of memory at fixed places. What else the loop writes is not known
 * behind it.
 *
 * Needs: the states that enter the loop and those that come back. Leaves behind: one state in the run's scratch memory.
 * Cost: linear in live slots and in what the rounds wrote; facts: loop_facts.c.
 */
#include <stdlib.h>
#include <string.h>

#include "loop_private.h"

/* ---- places and their values --------------------------------------------------------------------------------- */

/* A cell's number is its address, which stays the same while more cells are found. */
static uint32_t number_of_place(const loop_join *j, uint32_t place)
{
    uint32_t slots = j->flow->shape->slot_count;
    return place < slots ? place : slots + j->cells[place - slots].address;
}

term loop_phi(loop_join *j, uint32_t place, unsigned width)
{
    uint32_t number = flow_occurrence(j->flow->analysis, OCCURRENCE_PHI, number_of_place(j, place), j->code, 0);
    return term_symbol(&j->flow->analysis->terms, width, SYMBOL_PHI, j->head, number, 0, true);
}

bool loop_is_phi(const loop_join *j, const term_node *n, uint32_t *place)
{
    if (n->op != TERM_SYMBOL || n->a != SYMBOL_PHI || n->b != j->head || n->value != 0)
        return false;
    uint32_t number = j->flow->analysis->occurrences[n->c].id, slots = j->flow->shape->slot_count;
    *place = number;
    if (number < slots)
        return true;
    for (*place = slots; *place < j->places; ++*place)
        if (number_of_place(j, *place) == number && j->cells[*place - slots].width == n->width)
            return true;
    return false; /* of a cell that is none here */
}

static void join_loop_slots(loop_join *j, state *s, const state *previous)
{
    terms *terms = &j->flow->analysis->terms;
    const shape *shape = j->flow->shape;
    for (uint32_t i = 0; i < shape->slot_count; i++) {
        term v = j->list[0]->slots[i], like = v;
        bool same = true;
        for (uint32_t k = 1; k < j->count; k++) {
            same = same && j->list[k]->slots[i] == v;
            like = like ? like : j->list[k]->slots[i];
        }
        if (!like || !shape_live(shape, j->head, i)) {
            s->slots[i] = TERM_NONE;
            continue;
        }
        term phi = loop_phi(j, i, term_width(terms, like));
        bool was_phi = previous && previous->slots[i] == phi;
        j->is_phi[i] = was_phi || !same || join_owned(j->flow, v);
        j->fresh |= j->is_phi[i] && !was_phi;
        s->slots[i] = j->is_phi[i] ? phi : v;
    }
}

/* ---- memory -------------------------------------------------------------------------------------------------- */

#define KEPT_CELLS 512u /* cells that are looked at; what others hold after the loop is not known */
#define CELL_LIMIT 16u  /* cells with loop values */

/* Whether a change is one of a cell at a fixed place. */
static bool fixed_cell(loop_join *j, memory change, loop_cell *cell)
{
    const terms *terms = &j->flow->analysis->terms;
    memory_node n = *memory_at(terms, change);
    if (n.kind != MEMORY_WRITE || join_owned(j->flow, n.address))
        return false;
    *cell = (loop_cell){n.address, term_width(terms, n.value)};
    return true;
}

/* The value that a cell has on all ways here; TERM_NONE: it has no such value. */
static term value_of_all(loop_join *j, loop_cell cell)
{
    terms *terms = &j->flow->analysis->terms;
    term v = memory_read(terms, j->list[0]->memory, cell.address, cell.width);
    bool same = !join_owned(j->flow, v);
    for (uint32_t k = 1; k < j->count && same; k++)
        same = memory_read(terms, j->list[k]->memory, cell.address, cell.width) == v;
    return same ? v : TERM_NONE;
}

/* Cells at fixed places that have one value on all ways here keep it. */
static memory keep_cells(loop_join *j, memory m, const written *w)
{
    terms *terms = &j->flow->analysis->terms;
    loop_cell cell;
    for (uint32_t i = 0; i < w->count && i < KEPT_CELLS; i++) {
        term v = fixed_cell(j, w->changes[i], &cell) ? value_of_all(j, cell) : TERM_NONE;
        if (v && memory_read(terms, m, cell.address, cell.width) != v)
            m = memory_write(terms, m, cell.address, v);
    }
    return m;
}

/* The other ones get loop values, in the order in which they are written, as far as there is room. */
static void find_cells(loop_join *j, const written *w)
{
    j->cells = must_allocate(CELL_LIMIT * sizeof *j->cells);
    for (uint32_t i = 0; i < w->count && i < KEPT_CELLS && j->cell_count < CELL_LIMIT; i++) {
        loop_cell cell;
        if (fixed_cell(j, w->changes[i], &cell) && !value_of_all(j, cell))
            j->cells[j->cell_count++] = cell;
    }
}

/* Each state gets values for the cells, behind those of its variables. */
static void read_cells(loop_join *j)
{
    uint32_t slots = j->flow->shape->slot_count;
    for (uint32_t i = 0; i < j->count; i++) {
        state *s = arena_take(j->flow->scratch, sizeof *s);
        *s = *j->list[i];
        s->slots = arena_take(j->flow->scratch, (j->places + 1) * sizeof *s->slots);
        memcpy(s->slots, j->list[i]->slots, slots * sizeof *s->slots);
        for (uint32_t k = 0; k < j->cell_count; k++)
            s->slots[slots + k] =
                memory_read(&j->flow->analysis->terms, s->memory, j->cells[k].address, j->cells[k].width);
        j->list[i] = s;
    }
}

static memory write_cells(loop_join *j, memory m, const state *previous)
{
    terms *terms = &j->flow->analysis->terms;
    for (uint32_t k = 0; k < j->cell_count; k++) {
        uint32_t place = j->flow->shape->slot_count + k;
        loop_cell cell = j->cells[k];
        term phi = loop_phi(j, place, cell.width);
        m = memory_write(terms, m, cell.address, phi);
        j->is_phi[place] = true;
        j->fresh |= !previous || memory_read(terms, previous->memory, cell.address, cell.width) != phi;
    }
    return m;
}

static void join_loop_memory(loop_join *j, state *s, const state *entry, memory base, const state *previous)
{
    memory first = j->list[0]->memory;
    bool same = true;
    for (uint32_t i = 1; i < j->count; i++)
        same = same && j->list[i]->memory == first;
    if (same && (entry || first == base)) {
        s->memory = first;
        return;
    }
    analysis *an = j->flow->analysis;
    uint32_t site = flow_occurrence(an, OCCURRENCE_LOOP, j->head << 8 | (j->code & 255), j->code >> 8, 0);
    written w = loop_written(j, entry ? entry->memory : base, site);
    s->memory = keep_cells(j, memory_loop(&an->terms, w.start, site, w.changes, w.count), &w);
    if (j->flow->run->key.refined) {
        find_cells(j, &w);
        j->places += j->cell_count;
        j->is_phi = must_resize(j->is_phi, j->places + 1);
        read_cells(j);
        s->memory = write_cells(j, s->memory, previous);
    }
    free(w.changes);
}

/* ---- all ----------------------------------------------------------------------------------------------------- */

/* What is remembered of the ways here besides values and the path. */
static void join_loop_rest(loop_join *j, state *s)
{
    s->trail = join_trail(j->flow, j->list, j->count);
    for (uint32_t i = 0; i < j->count; i++)
        if (j->list[i]->key.elapsed > s->key.elapsed)
            s->key.elapsed = j->list[i]->key.elapsed;
    for (uint32_t i = 1; i < j->count; i++) {
        s->escaped = join_escaped(j->flow, s->escaped, j->list[i]->escaped);
        if (s->assumed != j->list[i]->assumed)
            s->assumed = TERM_NONE;
        if (!s->doubt)
            s->doubt = j->list[i]->doubt;
    }
}

state *join_loop(flow *flow, uint32_t head, lock_key key, state *entry, state **back, uint32_t back_count,
                 const state *previous, memory base, bool fresh)
{
    loop_join j = {.flow = flow, .head = head, .code = lock_key_code(key), .fresh = fresh};
    j.places = flow->shape->slot_count;
    j.list = must_allocate((back_count + 1) * sizeof *j.list);
    if (entry)
        j.list[j.count++] = entry;
    for (uint32_t i = 0; i < back_count; i++)
        j.list[j.count++] = back[i];
    j.is_phi = must_zero(j.places + 1);
    state *s = arena_take(flow->scratch, sizeof *s);
    *s = *j.list[0];
    s->key = key;
    s->slots = arena_zero(flow->scratch, (j.places + 1) * sizeof *s->slots);
    s->own_slots = true;
    join_loop_rest(&j, s);
    join_loop_slots(&j, s, previous);
    join_loop_memory(&j, s, entry, base, previous);
    s->path = loop_path(&j, previous);
    s->approx = true;
    free(j.list);
    free(j.is_phi);
    free(j.cells);
    return s;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Keeping summaries small. A run is the summary of a routine, and a call reads all of it anew, in the caller's terms.
 * Two calls of one routine with different arguments double what their caller has to say, so that thirty levels of calls
 * would multiply it a billion times. Therefore:
 *
 * - The routine's own variables are dropped from the memory at its ways out: no one can look at them any more.
 * - A summary of more than LIMIT nodes is cut. Its memory becomes flat: for each cell that was written, its last value;
 *   what cannot be told cell by cell is "may have changed". Of its conditions and values, those nearest to the surface
 *   stay, breadth first, and each one beyond them becomes a fresh unknown: the same one wherever it stands, and its
 *   negation that unknown's. So a guard and an out-parameter that rest on the same deep condition still agree, which is
 *   what pairing needs; that it holds for some inputs only is forgotten.
 *
 * What was cut is approximate: the proof looks at it again in bounded runs, whose limit is far higher.
 *
 * Needs: the ways out, errors and sights of a run. Leaves behind: the same, smaller. Cost: linear in the summary, or in
 * the limit where that is less.
 */
#include "compact.h"

#include <stdlib.h>
#include <string.h>

#include "flow_private.h"
#include "nodes.h"

#define LIMIT         1000u  /* nodes of a summary, widened runs */
#define BOUNDED_LIMIT 20000u /* the same in bounded runs, which prove */
#define MOST_CELLS    400u   /* that are told apart in a memory that is cut */
#define MOST_CHANGES  64u    /* other changes that are told apart */

/* ---- the run as a list of places where terms stand --------------------------------------------------------------- */

typedef struct compaction {
    analysis *analysis;
    run *run;
    terms *terms;
    rewrite rewrite;
    term *sources; /* variables that something was copied from: their content lives on */
    uint32_t source_count, source_capacity;
} compaction;

/* A condition, a value or a memory of the run, by its place. */
typedef void (*term_place)(void *user, term *t, bool is_path);
typedef void (*memory_place)(void *user, memory *m);

static void each_group(exit_group *groups, uint32_t count, term_place on_term, memory_place on_memory, void *user)
{
    for (uint32_t i = 0; i < count; i++) {
        on_term(user, &groups[i].guard, false);
        if (groups[i].result)
            on_term(user, &groups[i].result, false);
        on_memory(user, &groups[i].memory);
    }
}

static void each_place(run *r, term_place on_term, memory_place on_memory, void *user)
{
    each_group(r->exits, r->exit_count, on_term, on_memory, user);
    each_group(r->unwinds, r->unwind_count, on_term, on_memory, user);
    for (uint32_t i = 0; i < r->error_count; i++)
        on_term(user, &r->errors[i].path, true);
    for (uint32_t i = 0; i < r->sight_count; i++) {
        on_term(user, &r->sights[i].path, true);
        if (r->sights[i].value)
            on_term(user, &r->sights[i].value, false);
    }
    on_term(user, &r->truncated, false);
}

static term whole(compaction *c, term t, bool is_path)
{
    return is_path ? path_term(&c->analysis->paths, t) : t;
}

/* ---- the routine's own frame ------------------------------------------------------------------------------------- */

static void find_sources(void *user, memory *m)
{
    compaction *c = user;
    uint32_t count;
    memory *changes = memory_changes(c->terms, MEMORY_INITIAL, *m, &count);
    for (uint32_t i = 0; i < count; i++) {
        const memory_node *n = memory_at(c->terms, changes[i]);
        if (n->kind != MEMORY_COPY || !n->value)
            continue;
        ARRAY_RESERVE(c->sources, c->source_count, c->source_capacity);
        c->sources[c->source_count++] = term_root(c->terms, n->value);
    }
    free(changes);
}

static bool drops_frame(rewrite *rewrite, memory change)
{
    const compaction *c = rewrite->user;
    const memory_node *n = memory_at(c->terms, change);
    if (n->kind != MEMORY_WRITE && n->kind != MEMORY_ZERO && n->kind != MEMORY_COPY && n->kind != MEMORY_DECLARE)
        return false;
    /* A variable of the routine or of one it called; those of its callers are behind its parameters. */
    term root = term_root(c->terms, n->address);
    if (!term_in_frame(c->terms, root))
        return false;
    for (uint32_t i = 0; i < c->source_count; i++) /* one of several variables may be any of them */
        if (c->sources[i] == root || term_at(c->terms, c->sources[i])->op == TERM_ITE)
            return false;
    return true;
}

static void leave_term(void *user, term *t, bool is_path)
{
    (void)user, (void)t, (void)is_path;
}

static void rewrite_place(void *user, memory *m)
{
    compaction *c = user;
    *m = rewrite_memory(&c->rewrite, *m);
}

static void start_rewrite(compaction *c, bool (*drops)(rewrite *, memory))
{
    c->rewrite = (rewrite){.terms = c->terms, .leaf = rewrite_keep, .start = MEMORY_INITIAL, .drops = drops, .user = c};
}

static void drop_frames(compaction *c)
{
    each_place(c->run, leave_term, find_sources, c);
    start_rewrite(c, drops_frame);
    each_place(c->run, leave_term, rewrite_place, c);
    rewrite_stop(&c->rewrite);
    free(c->sources);
}

/* ---- how large it is --------------------------------------------------------------------------------------------- */

typedef struct measure {
    compaction *compaction;
    nodes nodes;
} measure;

static void measure_term(void *user, term *t, bool is_path)
{
    measure *m = user;
    nodes_visit(&m->nodes, whole(m->compaction, *t, is_path));
}

static void measure_memory(void *user, memory *at)
{
    nodes_visit_memory(&((measure *)user)->nodes, *at);
}

static bool is_small(compaction *c, uint32_t limit)
{
    measure m = {.compaction = c};
    nodes_start(&m.nodes, c->terms, limit);
    each_place(c->run, measure_term, measure_memory, &m);
    nodes_visit_all(&m.nodes);
    bool small = m.nodes.count <= limit;
    nodes_stop(&m.nodes);
    return small;
}

/* ---- flat memories ----------------------------------------------------------------------------------------------- */

static uint32_t cut_number(compaction *c, uint32_t what)
{
    return flow_occurrence(c->analysis, OCCURRENCE_CUT, c->run->key.routine->index, what, 0);
}

/* Whether a change writes one cell at a place of its own. */
static bool is_cell(const terms *terms, memory change)
{
    term root;
    uint64_t offset;
    const memory_node *n = memory_at(terms, change);
    return n->kind == MEMORY_WRITE && term_split(terms, n->address, &root, &offset) &&
           term_at(terms, root)->op != TERM_ITE;
}

typedef struct reach_list {
    reach *items;
    uint32_t count, capacity;
} reach_list;

static void add_reach(reach_list *list, reach r)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const reach *old = &list->items[i];
        if (old->address == r.address && old->size == r.size && old->read_only == r.read_only &&
            old->shallow == r.shallow && old->remote == r.remote)
            return;
    }
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = r;
}

/* What may be changed by any of so many changes that they are not told apart: all of the objects they lie in. */
static memory change_objects(compaction *c, const memory *changes, uint32_t count)
{
    reach_list list = {0};
    bool globals = false;
    for (uint32_t i = 0; i < count; i++) {
        const memory_node *n = memory_at(c->terms, changes[i]);
        globals |= n->kind == MEMORY_CALL && n->globals;
        for (uint32_t k = 0; n->kind == MEMORY_CALL && k < n->list_count; k++)
            add_reach(&list, memory_reach_at(c->terms, n, k));
        if (n->address)
            add_reach(&list,
                      (reach){.address = term_root(c->terms, n->address), .size = DEVLOCK_WHOLE, .shallow = true});
    }
    memory all = memory_call(c->terms, MEMORY_INITIAL, 0, globals, list.items, list.count);
    free(list.items);
    return all;
}

/* For each cell that is written its last value, on top of what cannot be told cell by cell. */
static void flatten(void *user, memory *m)
{
    compaction *c = user;
    uint32_t count, cells = 0, others = 0;
    memory *changes = memory_changes(c->terms, MEMORY_INITIAL, *m, &count);
    memory *cell = must_allocate((count + 1) * sizeof *cell), *other = must_allocate((count + 1) * sizeof *other);
    for (uint32_t i = 0; i < count; i++) {
        memory alone = memory_alone(c->terms, changes[i]);
        if (is_cell(c->terms, alone))
            cell[cells++] = alone;
        else if (!memory_is_initial(c->terms, changes[i]))
            other[others++] = alone;
    }
    cells = memory_sort(cell, cells);
    while (cells > MOST_CELLS)
        other[others++] = cell[--cells];
    others = memory_sort(other, others);
    if (others > MOST_CHANGES) {
        other[0] = change_objects(c, other, others);
        others = 1;
    }
    memory flat = memory_loop(c->terms, MEMORY_INITIAL, cut_number(c, *m), other, others);
    for (uint32_t i = 0; i < cells; i++) {
        memory_node n = *memory_at(c->terms, cell[i]);
        flat = memory_write(c->terms, flat, n.address,
                            memory_read(c->terms, *m, n.address, term_width(c->terms, n.value)));
    }
    *m = flat;
    free(cell);
    free(other);
    free(changes);
}

/* ---- cutting ----------------------------------------------------------------------------------------------------- */

/* A term beyond what is kept becomes an unknown, its negation that unknown's negation. */
static void cut_term(compaction *c, term t)
{
    unsigned width = term_width(c->terms, t);
    term opposite = width == 1 ? term_not(c->terms, t) : t, first = opposite < t ? opposite : t;
    term unknown =
        term_symbol(c->terms, width, SYMBOL_CHOICE, c->run->key.routine->index, cut_number(c, first), 0, true);
    rewrite_settle(&c->rewrite, first, unknown);
    if (opposite != t)
        rewrite_settle(&c->rewrite, first == t ? opposite : t, term_not(c->terms, unknown));
}

/* Pointers say which object is meant: of them only the conditions that choose are cut, unless all must go. */
static bool is_pointer(const terms *terms, term t)
{
    uint8_t op = term_at(terms, t)->op;
    return term_width(terms, t) == terms->pointer_bits &&
           (op == TERM_ADD || op == TERM_SUB || op == TERM_INDEX || op == TERM_ITE || op == TERM_LOAD);
}

/* Below what is kept: a load stays as it is, with all that it was read through, and so does the address of a change,
 * which says what else is not changed. */
static void visit_kept(nodes *n, node what)
{
    if (!(what & NODE_MEMORY)) {
        if (term_at(n->terms, (term)what)->op != TERM_LOAD)
            nodes_visit_below_term(n, (term)what);
        return;
    }
    const memory_node *m = memory_at(n->terms, (memory)what);
    nodes_visit_memory(n, m->parent);
    nodes_visit(n, m->value);
    for (uint32_t i = 0; m->kind == MEMORY_LOOP && i < m->list_count; i++)
        nodes_visit_memory(n, n->terms->list[m->list + i]);
}

static void keep_addresses(compaction *c, const nodes *n)
{
    for (uint32_t i = 0; i < n->count; i++) {
        term address = n->items[i] & NODE_MEMORY ? memory_at(c->terms, (memory)n->items[i])->address : TERM_NONE;
        if (address)
            rewrite_settle(&c->rewrite, address, address);
    }
}

/* Cuts what the search reaches beyond the limit. */
static void cut_beyond(compaction *c, nodes *n, uint32_t keep)
{
    n->limit = UINT32_MAX - 1;
    uint32_t reached = n->count;
    for (uint32_t i = 0; i < n->count; i++) {
        node what = n->items[i];
        bool kept = i < keep || what & NODE_MEMORY || (is_pointer(c->terms, (term)what) && n->count < 4 * reached);
        if (kept)
            visit_kept(n, what);
        else
            cut_term(c, (term)what);
    }
    keep_addresses(c, n);
}

static void cut_in_term(void *user, term *t, bool is_path)
{
    compaction *c = user;
    term now = rewrite_term(&c->rewrite, whole(c, *t, is_path));
    *t = is_path ? path_add(&c->analysis->paths, PATH_TRUE, now) : now;
}

static void cut(compaction *c, uint32_t keep)
{
    measure m = {.compaction = c};
    nodes_start(&m.nodes, c->terms, UINT32_MAX - 1);
    each_place(c->run, measure_term, measure_memory, &m);
    start_rewrite(c, NULL);
    cut_beyond(c, &m.nodes, keep);
    each_place(c->run, cut_in_term, rewrite_place, c);
    rewrite_stop(&c->rewrite);
    nodes_stop(&m.nodes);
}

static void mark_approximate(run *r)
{
    r->approx = true;
    for (uint32_t i = 0; i < r->exit_count; i++)
        r->exits[i].approx = true;
    for (uint32_t i = 0; i < r->unwind_count; i++)
        r->unwinds[i].approx = true;
    for (uint32_t i = 0; i < r->error_count; i++)
        r->errors[i].approx = true;
    for (uint32_t i = 0; i < r->sight_count; i++)
        r->sights[i].approx = true;
}

void compact_run(analysis *analysis, run *r)
{
    compaction c = {.analysis = analysis, .run = r, .terms = &analysis->terms};
    uint32_t limit = r->key.bound ? BOUNDED_LIMIT : LIMIT;
    if (r->compact)
        return;
    r->compact = true;
    drop_frames(&c);
    if (is_small(&c, limit))
        return;
    each_place(r, leave_term, flatten, &c);
    if (!is_small(&c, limit))
        cut(&c, limit / 2);
    mark_approximate(r);
}

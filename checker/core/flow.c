/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Runs: their table, their beginning and end. See flow.h.
 */
#include "flow.h"

#include <stdlib.h>
#include <string.h>

#include "annotations.h"
#include "budget.h"
#include "flow_private.h"
#include "recursion.h"

/* ---- small things -------------------------------------------------------------------------------------------- */

void states_add(state_list *list, state *s)
{
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = s;
}

state *state_copy(flow *flow, state *s, bool with_locals, uint32_t local_count)
{
    state *copy = arena_take(flow->scratch, sizeof *copy);
    s->own_slots = false;
    *copy = *s;
    copy->locals = NULL;
    if (with_locals && s->locals) {
        copy->locals = arena_take(flow->scratch, (local_count + 1) * sizeof *copy->locals);
        memcpy(copy->locals, s->locals, local_count * sizeof *copy->locals);
    }
    return copy;
}

void state_own_slots(flow *flow, state *s, uint32_t count)
{
    if (s->own_slots)
        return;
    const term *shared = s->slots;
    s->slots = arena_take(flow->scratch, (count + 1) * sizeof *s->slots);
    memcpy(s->slots, shared, count * sizeof *s->slots);
    s->own_slots = true;
}

const trail *trail_add(flow *flow, trail t)
{
    trail *kept = arena_take(flow->analysis->store, sizeof *kept);
    *kept = t;
    return kept;
}

bool lock_key_equal(lock_key a, lock_key b)
{
    return lock_key_code(a) == lock_key_code(b);
}

static uint32_t hash_occurrence(const occurrence *o)
{
    uint64_t h = ((uint64_t)o->kind << 60 | (uint64_t)o->id << 28) ^ o->visit;
    h = (h * 0x9E3779B97F4A7C15u) ^ o->instance;
    h = h * 0xFF51AFD7ED558CCDu;
    return (uint32_t)(h >> 32);
}

uint32_t flow_occurrence(analysis *an, uint32_t kind, uint32_t id, uint32_t visit, uint32_t instance)
{
    occurrence o = {kind, id, visit, instance};
    if (an->occurrence_count * 2 >= an->occurrence_table_size) {
        uint32_t size = an->occurrence_table_size ? an->occurrence_table_size * 2 : 256;
        free(an->occurrence_table);
        an->occurrence_table = must_zero(size * sizeof *an->occurrence_table);
        an->occurrence_table_size = size;
        for (uint32_t i = 1; i < an->occurrence_count; i++) {
            uint32_t at = hash_occurrence(&an->occurrences[i]) & (size - 1);
            while (an->occurrence_table[at])
                at = (at + 1) & (size - 1);
            an->occurrence_table[at] = i;
        }
    }
    uint32_t at = hash_occurrence(&o) & (an->occurrence_table_size - 1);
    for (; an->occurrence_table[at]; at = (at + 1) & (an->occurrence_table_size - 1)) {
        const occurrence *other = &an->occurrences[an->occurrence_table[at]];
        if (other->kind == kind && other->id == id && other->visit == visit && other->instance == instance)
            return an->occurrence_table[at];
    }
    ARRAY_RESERVE(an->occurrences, an->occurrence_count, an->occurrence_capacity);
    if (an->occurrence_count == 0)
        an->occurrences[an->occurrence_count++] = (occurrence){0, 0, 0, 0};
    an->occurrences[an->occurrence_count] = o;
    an->occurrence_table[at] = an->occurrence_count;
    return an->occurrence_count++;
}

void flow_name_gap(analysis *an, devlock_gap gap)
{
    for (uint32_t i = 0; i < an->note_count; i++) {
        const devlock_gap *n = &an->notes[i];
        if (strcmp(n->name, gap.name) == 0 && strcmp(n->reason, gap.reason) == 0 && n->place.file == gap.place.file &&
            n->place.line == gap.place.line && n->place.column == gap.place.column)
            return;
    }
    ARRAY_RESERVE(an->notes, an->note_count, an->note_capacity);
    an->notes[an->note_count++] = gap;
}

const devlock_model_function *flow_model(analysis *an, uint32_t function, uint32_t arguments)
{
    return devlock_model_find(an->model, an->program->functions[function].name, arguments);
}

#define EQUATION_DEPTH 12u

static bool asks_for(const terms *terms, term condition, term equation, unsigned depth)
{
    if (condition == equation)
        return true;
    term_node n = *term_at(terms, condition);
    if (condition == TERM_NONE || depth == 0 || n.op < TERM_BOOL_NOT)
        return false;
    return asks_for(terms, n.a, equation, depth - 1) || (n.b && asks_for(terms, n.b, equation, depth - 1)) ||
           (n.op == TERM_ITE && asks_for(terms, n.c, equation, depth - 1));
}

/* The lock, or what it may have been kept in: the solver alone can tell what such a cell holds. */
static bool may_be_lock(const terms *terms, term value, term lock, unsigned depth)
{
    const term_node *n = term_at(terms, value);
    if (value == lock || depth == 0)
        return value == lock;
    if (n->op == TERM_LOAD || (n->op == TERM_SYMBOL && n->a == SYMBOL_PHI))
        return true;
    return n->op == TERM_ITE &&
           (may_be_lock(terms, n->b, lock, depth - 1) || may_be_lock(terms, n->c, lock, depth - 1));
}

static bool is_null_test(const terms *terms, const term_node *n, term lock, bool kept)
{
    const term_node *a = term_at(terms, n->a), *b = term_at(terms, n->b);
    term value = b->op == TERM_CONSTANT && b->value == 0   ? n->a
                 : a->op == TERM_CONSTANT && a->value == 0 ? n->b
                                                           : TERM_NONE;
    return value != TERM_NONE && term_width(terms, value) == terms->pointer_bits &&
           may_be_lock(terms, value, lock, kept ? EQUATION_DEPTH : 0);
}

static bool tests_null(const terms *terms, term condition, term lock, bool kept, unsigned depth)
{
    term_node n = *term_at(terms, condition);
    if (condition == TERM_NONE || depth == 0 || n.op < TERM_BOOL_NOT)
        return false;
    if (n.op == TERM_EQ && is_null_test(terms, &n, lock, kept))
        return true;
    return tests_null(terms, n.a, lock, kept, depth - 1) || (n.b && tests_null(terms, n.b, lock, kept, depth - 1)) ||
           (n.op == TERM_ITE && tests_null(terms, n.c, lock, kept, depth - 1));
}

path flow_where_it_exists(flow *flow, path p, bool kept)
{
    terms *terms = &flow->analysis->terms;
    term lock = flow->run->key.lock;
    if (lock == TERM_NONE || term_width(terms, lock) != terms->pointer_bits)
        return p;
    if (!tests_null(terms, path_term(&flow->analysis->paths, p), lock, kept, EQUATION_DEPTH))
        return p;
    term null = term_eq(terms, lock, term_constant(terms, terms->pointer_bits, 0));
    return path_add(&flow->analysis->paths, p, term_not(terms, null));
}

static bool is_read_or_chosen(const terms *terms, term name)
{
    uint8_t op = term_at(terms, term_root(terms, name))->op;
    return op == TERM_LOAD || op == TERM_ITE;
}

/* Whether two names are of one lock, as a truth value. Of pointers that are one of several, each the same cell as one
 * of the other's, that would be a condition as large as they are: what they were before calls is one term. */
static term same_name(terms *terms, term a, term b)
{
    if (a != b && is_read_or_chosen(terms, a) && is_read_or_chosen(terms, b) &&
        memory_before_calls(terms, a) == memory_before_calls(terms, b))
        return TERM_TRUE;
    return term_same(terms, a, b);
}

term flow_same_lock(flow *flow, const state *s, term named, term *assumed)
{
    terms *terms = &flow->analysis->terms;
    term lock = flow->run->key.lock;
    *assumed = TERM_NONE;
    if (named == TERM_NONE || term_width(terms, named) != term_width(terms, lock))
        return TERM_FALSE;
    term same = same_name(terms, named, lock);
    for (term also = flow->run->key.also; also && same != TERM_TRUE; also = term_at(terms, also)->b)
        if (same_name(terms, named, term_at(terms, also)->a) == TERM_TRUE)
            same = TERM_TRUE;
    if (same == TERM_TRUE)
        return same;
    term equal = term_eq(terms, named, lock);
    int known = path_decide(&flow->analysis->paths, s->path, equal);
    if (known == 1)
        return TERM_TRUE;
    for (uint32_t i = 0; known == 0 && same == TERM_FALSE && flow->plain && i < flow->plain->compared_count; i++)
        if (flow->plain->compared[i] == equal)
            *assumed = equal;
    return *assumed ? equal : same;
}

term flow_later_lock(flow *flow, const state *s, term named, term *assumed)
{
    terms *terms = &flow->analysis->terms;
    term lock = flow->run->key.lock;
    *assumed = TERM_NONE;
    if (!flow->plain || flow->plain->compared_count == 0 || named == TERM_NONE ||
        term_at(terms, named)->op != TERM_ITE || term_width(terms, named) != term_width(terms, lock))
        return TERM_FALSE;
    term equal = term_eq(terms, named, lock);
    int known = path_decide(&flow->analysis->paths, s->path, equal);
    for (uint32_t i = 0; known == 0 && i < flow->plain->compared_count && !*assumed; i++)
        if (asks_for(terms, equal, flow->plain->compared[i], EQUATION_DEPTH))
            *assumed = flow->plain->compared[i];
    return known == 1 ? TERM_TRUE : *assumed ? equal : TERM_FALSE;
}

void flow_confirm(flow *flow, state *s, term condition)
{
    if (s->assumed && asks_for(&flow->analysis->terms, condition, s->assumed, EQUATION_DEPTH))
        s->assumed = TERM_NONE;
}

static void compares(flow *flow, term t, unsigned depth)
{
    const terms *terms = &flow->analysis->terms;
    run *r = flow->run;
    term_node n = *term_at(terms, t);
    if (t == TERM_NONE || depth == 0 || n.op < TERM_BOOL_NOT)
        return;
    if (n.op == TERM_EQ && term_width(terms, n.a) == terms->pointer_bits) {
        bool known = term_is_constant(terms, n.a, NULL) || term_is_constant(terms, n.b, NULL);
        for (uint32_t i = 0; i < r->compared_count && !known; i++)
            known = r->compared[i] == t;
        if (known)
            return;
        ARRAY_RESERVE(r->compared, r->compared_count, r->compared_capacity);
        r->compared[r->compared_count++] = t;
        return;
    }
    compares(flow, n.a, depth - 1);
    if (n.b)
        compares(flow, n.b, depth - 1);
    if (n.op == TERM_ITE)
        compares(flow, n.c, depth - 1);
}

void flow_compares(flow *flow, term condition)
{
    if (flow->run->key.lock == TERM_NONE && flow->analysis->terms.compares_pointers)
        compares(flow, condition, EQUATION_DEPTH);
}

/* ---- entry and exits ----------------------------------------------------------------------------------------- */

static term parameter_value(flow *flow, uint32_t i, unsigned width)
{
    uint64_t alias = flow->run->key.alias;
    uint32_t first = i < MOST_ALIASES ? (uint32_t)(alias >> (4 * i)) & 15 : 0, same = first ? first - 1 : i;
    return term_symbol(&flow->analysis->terms, width, SYMBOL_PARAMETER, same, 0, 0, false);
}

static state *entry_state(flow *flow)
{
    const devlock_routine *r = flow->routine;
    terms *terms = &flow->analysis->terms;
    state *s = arena_zero(flow->scratch, sizeof *s);
    s->own_slots = true;
    s->key = flow->run->key.entry;
    s->path = PATH_TRUE;
    s->memory = MEMORY_INITIAL;
    s->trail = trail_add(flow, (trail){.kind = TRAIL_START});
    s->slots = arena_zero(flow->scratch, (flow->shape->slot_count + 1) * sizeof *s->slots);
    for (uint32_t i = 0; i < r->variable_count; i++) {
        const variable *v = &r->variables[i];
        unsigned width = v->size && v->size <= 8 ? (unsigned)v->size * 8 : 64;
        uint32_t slot = flow->shape->variable_slot[i];
        bool parameter = (v->flags & DEVLOCK_VARIABLE_PARAMETER) != 0;
        if (slot != DEVLOCK_NONE) {
            s->slots[slot] = parameter ? parameter_value(flow, i, width)
                                       : term_symbol(terms, width, SYMBOL_VARIABLE, i, 0, 0, false);
        } else if (parameter) {
            term home = term_address(terms, DEVLOCK_OPERAND_VARIABLE, i, 0);
            if (v->flags & DEVLOCK_VARIABLE_AGGREGATE)
                s->memory = memory_copy(terms, s->memory, home, parameter_value(flow, i, terms->pointer_bits), v->size);
            else
                s->memory = memory_write(terms, s->memory, home, parameter_value(flow, i, width));
        }
    }
    return s;
}

static void add_group(exit_group **groups, uint32_t *count, uint32_t *capacity, flow *flow, const state *s)
{
    ARRAY_RESERVE(*groups, *count, *capacity);
    (*groups)[(*count)++] = (exit_group){.key = s->key,
                                         .guard = path_term(&flow->analysis->paths, s->path),
                                         .result = s->slots[0],
                                         .memory = s->memory,
                                         .trail = s->trail,
                                         .approx = s->approx,
                                         .doubt = s->doubt};
}

static bool same_place(devlock_place a, devlock_place b)
{
    return a.file == b.file && a.line == b.line && a.column == b.column;
}

static leak *leak_at(run *r, devlock_place place, bool lacks)
{
    for (uint32_t i = 0; i < r->leak_count; i++)
        if (same_place(r->leaks[i].place, place) && r->leaks[i].lacks == lacks)
            return &r->leaks[i];
    ARRAY_RESERVE(r->leaks, r->leak_count, r->leak_capacity);
    r->leaks[r->leak_count] = (leak){.place = place, .lacks = lacks, .path = PATH_FALSE};
    return &r->leaks[r->leak_count++];
}

static void collect_leaks(flow *flow)
{
    analysis *an = flow->analysis;
    for (uint32_t i = 0; i < flow->exits.count; i++) {
        const state *s = flow->exits.items[i];
        bool held = s->key.status == LOCK_HELD;
        if (s->key.inherited || s->assumed || (!held && s->key.stale))
            continue;
        found_lock lock = {flow->run->key.lock, flow->run->key.kind};
        term wanted = lock.lock ? annotations_held_at_exit(an, flow->routine, &lock, s->slots[0]) : TERM_FALSE;
        path p = path_add(&an->paths, s->path, held ? term_not(&an->terms, wanted) : wanted);
        if (held)
            p = flow_where_it_exists(flow, p, true);
        if (p == PATH_FALSE)
            continue;
        leak *l = leak_at(flow->run, flow->routine->blocks[flow->exit_blocks[i]].end.place, !held);
        if (l->path == PATH_FALSE) {
            *l = (leak){l->place, l->lacks, p, s->trail, s->approx, s->doubt};
            continue;
        }
        alternative *both = arena_take(an->store, 2 * sizeof *both);
        both[0] = (alternative){l->trail, l->path};
        both[1] = (alternative){s->trail, p};
        term from_old;
        term choice = term_symbol(&an->terms, 1, SYMBOL_CHOICE, flow->exit_blocks[i], 2u << 24 | i, 0, true);
        l->path = path_join(&an->paths, l->path, p, !l->approx && !s->approx, choice, &from_old);
        l->trail = trail_add(flow, (trail){.kind = TRAIL_JOIN, .alternatives = both, .alternative_count = 2});
        l->approx |= s->approx;
        l->doubt = l->doubt ? l->doubt : s->doubt;
    }
}

/* Errors at one place with one cause are one. Releases in a callee stay apart: each may have another lock held. */
static void merge_errors(flow *flow)
{
    analysis *an = flow->analysis;
    run *r = flow->run;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->error_count; i++) {
        lock_error *e = &r->errors[i];
        uint32_t k = 0;
        while (k < kept &&
               !(r->errors[k].kind == e->kind && r->errors[k].final == e->final && r->errors[k].step == e->step &&
                 r->errors[k].visit == e->visit && r->errors[k].kill == e->kill && r->errors[k].origin == e->origin))
            k++;
        if (k == kept) {
            r->errors[kept++] = *e;
            continue;
        }
        lock_error *old = &r->errors[k];
        alternative *both = arena_take(an->store, 2 * sizeof *both);
        both[0] = (alternative){old->trail, old->path};
        both[1] = (alternative){e->trail, e->path};
        term from_old, choice = term_symbol(&an->terms, 1, SYMBOL_CHOICE, e->step->id, 3u << 24 | i, 0, true);
        old->path = path_join(&an->paths, old->path, e->path, !old->approx && !e->approx, choice, &from_old);
        old->trail = trail_add(flow, (trail){.kind = TRAIL_JOIN, .alternatives = both, .alternative_count = 2});
        old->approx |= e->approx;
        old->doubt = old->doubt ? old->doubt : e->doubt;
    }
    r->error_count = kept;
}

static void collect_exits(flow *flow)
{
    run *r = flow->run;
    state_list merged = {0};
    join_by_key(flow, &flow->exits, flow->routine->block_count, JOIN_RESULT_ONLY, 0, &merged);
    for (uint32_t i = 0; i < merged.count; i++)
        add_group(&r->exits, &r->exit_count, &r->exit_capacity, flow, merged.items[i]);
    merged.count = 0;
    for (uint32_t i = 0; i < flow->unwinds.count; i++) { /* no result */
        state *s = flow->unwinds.items[i];
        s->slots = arena_zero(flow->scratch, sizeof *s->slots);
    }
    join_by_key(flow, &flow->unwinds, flow->routine->block_count + 1, JOIN_RESULT_ONLY, 0, &merged);
    for (uint32_t i = 0; i < merged.count; i++)
        add_group(&r->unwinds, &r->unwind_count, &r->unwind_capacity, flow, merged.items[i]);
    free(merged.items);
}

/* ---- a run --------------------------------------------------------------------------------------------------- */

static shape *shape_of(analysis *an, const devlock_routine *routine)
{
    if (!an->shapes[routine->index])
        an->shapes[routine->index] = shape_new(routine);
    return an->shapes[routine->index];
}

static void clear_results(run *r)
{
    r->exit_count = r->unwind_count = r->leak_count = r->error_count = r->sight_count = r->lock_count = 0;
    r->use_count = r->compared_count = 0;
    r->truncated = TERM_FALSE;
    r->exhausted = r->spent = r->approx = r->compact = false;
    r->rests_on = UINT32_MAX;
}

/* Whether a side of a branch leaves this lock alone, and everything else but locks too. */
static bool side_is_idle(analysis *an, const bool *concerned, const block *side)
{
    for (uint32_t i = 0; i < side->step_count; i++) {
        const step *st = &side->steps[i];
        if (st->kind != STEP_CALL)
            continue;
        const devlock_model_function *m = flow_model(an, st->a.id, st->argument_count);
        if (!m || m->no_return || m->source == DEVLOCK_LOCK_POINTEE || m->level_change != DEVLOCK_LEVEL_KEPT ||
            (m->effect != DEVLOCK_EFFECT_NONE && m->effect != DEVLOCK_EFFECT_PURE &&
             m->effect != DEVLOCK_EFFECT_ALLOCATES))
            return false;
        if (concerned[st->id])
            return false;
    }
    return true;
}

/* The run of the same routine that follows no lock; NULL: it is under way. */
static const run *plain_of(analysis *an, const run *r)
{
    run_key key = {.routine = r->key.routine,
                   .bound = r->key.bound,
                   .alias = r->key.alias,
                   .unwind = r->key.unwind,
                   .refined = r->key.refined,
                   .recursion = r->key.recursion};
    const run *plain = flow_run(an, key);
    return plain->busy ? NULL : plain;
}

/* The branches that can be passed over when this lock is followed: whichever way they go, nothing changes for it.
 * What the run without a lock found says which steps operate which locks; where pointers are compared, two names may be
 * one lock after all, and nothing is passed over; nor where the release of another lock may be the end of this one. */
static uint8_t *find_skips(analysis *an, const run *r, const run *plain, const shape *shape)
{
    if (r->key.watch || r->key.kills || r->key.also || !plain || plain->lock_count < 2 || plain->compared_count)
        return NULL;
    const run_key key = r->key;
    uint8_t *skips = must_zero(key.routine->block_count);
    bool *concerned = must_zero(key.routine->step_count + 1); /* steps that operate this lock */
    for (uint32_t i = 0; i < plain->use_count; i++) {
        const found_lock *used = &plain->locks[plain->uses[i].lock];
        concerned[plain->uses[i].step] |= used->kind == r->key.kind && used->lock == r->key.lock;
    }
    for (uint32_t b = 0; b < key.routine->block_count; b++) {
        if (shape->skip[b] == DEVLOCK_NONE)
            continue;
        const block_end *end = &key.routine->blocks[b].end;
        skips[b] = 1;
        for (uint32_t i = 0; i < 2 && skips[b]; i++)
            skips[b] =
                end->targets[i] == shape->skip[b] || side_is_idle(an, concerned, &key.routine->blocks[end->targets[i]]);
    }
    free(concerned);
    return skips;
}

static bool same_key(const run_key *a, const run_key *b)
{
    return a->routine == b->routine && a->lock == b->lock && a->also == b->also && a->kind == b->kind &&
           lock_key_equal(a->entry, b->entry) && a->entry.elapsed == b->entry.elapsed && a->bound == b->bound &&
           a->alias == b->alias && a->unwind == b->unwind && a->kills == b->kills && a->refined == b->refined &&
           a->watch == b->watch && a->recursion == b->recursion;
}

/* Whether the run that only looks for locks was given up: what else is asked of the routine costs more. */
static bool given_up_before(analysis *an, const run *r)
{
    run_key first = {.routine = r->key.routine, .unwind = r->key.unwind};
    if (same_key(&first, &r->key))
        return false;
    const run *looked = flow_run(an, first);
    return !looked->busy && looked->spent;
}

/* Follows the routine's paths; what that finds is in the run then. */
static void follow(flow *f)
{
    run *r = f->run;
    if (r->key.lock) {
        f->plain = plain_of(f->analysis, r);
        f->skips = find_skips(f->analysis, r, f->plain, f->shape);
    }
    budget_start(f);
    walk_routine(f, entry_state(f));
    if (!r->key.entry.inherited)
        collect_leaks(f);
    merge_errors(f);
    collect_exits(f);
    if (budget_spent(f))
        budget_give_up(f);
    budget_stop(f);
}

void flow_execute(analysis *an, run *r)
{
    flow f = {.analysis = an, .run = r, .routine = r->key.routine, .shape = shape_of(an, r->key.routine)};
    f.scratch = arena_new();
    f.inbox = must_zero(f.routine->block_count * sizeof *f.inbox);
    f.words = (f.routine->variable_count + 63) / 64 + 1;
    owned_forget(&f);
    clear_results(r);
    if (given_up_before(an, r)) {
        r->spent = r->exhausted = true;
        budget_give_up(&f);
    } else {
        follow(&f);
    }
    an->statistics.block_runs += f.block_runs;
    for (uint32_t i = 0; i < f.routine->block_count; i++)
        free(f.inbox[i].items);
    free(f.inbox);
    free(f.exits.items);
    free(f.exit_blocks);
    free(f.unwinds.items);
    free(f.skips);
    arena_free(f.scratch);
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

static uint64_t hash_key(const run_key *k)
{
    uint64_t h = k->routine->index;
    h = h * 0x9E3779B97F4A7C15u ^ ((uint64_t)k->lock << 32 | k->kind);
    h = h * 0xFF51AFD7ED558CCDu ^
        ((uint64_t)lock_key_code(k->entry) << 32 | (uint64_t)k->entry.elapsed << 16 | k->bound);
    h = h * 0xC4CEB9FE1A85EC53u ^ (k->alias + k->also);
    h = h * 0x9E3779B97F4A7C15u ^ ((uint64_t)k->recursion << 17 | (uint64_t)k->refined << 16 | (uint64_t)k->watch << 2 |
                                   (uint64_t)k->kills << 1 | k->unwind);
    return h ^ h >> 31;
}

static void grow_runs(analysis *an)
{
    uint32_t size = an->run_table_size ? an->run_table_size * 2 : 256;
    run **table = must_zero(size * sizeof *table);
    for (uint32_t i = 0; i < an->run_table_size; i++)
        for (run *r = an->runs[i], *next; r; r = next) {
            next = r->next;
            uint32_t at = (uint32_t)hash_key(&r->key) & (size - 1);
            r->next = table[at];
            table[at] = r;
        }
    free(an->runs);
    an->runs = table;
    an->run_table_size = size;
}

run *flow_run(analysis *an, run_key key)
{
    if (an->run_count * 2 >= an->run_table_size)
        grow_runs(an);
    uint32_t at = (uint32_t)hash_key(&key) & (an->run_table_size - 1);
    run *r = an->runs[at];
    while (r && !same_key(&r->key, &key))
        r = r->next;
    if (r && (r->busy || r->standing != RUN_STALE))
        return r;
    if (!r) {
        r = must_zero(sizeof *r);
        r->key = key;
        r->next = an->runs[at];
        an->runs[at] = r;
        an->run_count++;
    }
    recursion_compute(an, r);
    return r;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What steps do to states: values, memory, lock operations, branches.
 *
 * A block is run from one state; a step may part it (a lock operation that may concern this lock or not, a callee
 * that comes back in different lock states), so steps work on a list of states.
 *
 * Needs: a flow. Leaves behind: states sent along the block's edges, errors, sights. Cost: linear in the block, but
 * for calls (calls.c).
 */
#include <stdlib.h>
#include <string.h>

#include "annotations.h"
#include "budget.h"
#include "cells.h"
#include "exits.h"
#include "handing.h"
#include "promises.h"
#include "watch.h"

#define STATES_AT_MOST 8u /* states in a block before those with the same key are merged */

/* ---- values -------------------------------------------------------------------------------------------------- */

term steps_value(flow *flow, const state *s, const devlock_operand *operand)
{
    terms *terms = &flow->analysis->terms;
    switch (operand->kind) {
    case DEVLOCK_OPERAND_TEMP: {
        uint32_t slot = flow->shape->temp_slot[operand->id];
        term v = slot != DEVLOCK_NONE ? s->slots[slot] : s->locals[flow->shape->temp_local[operand->id]];
        return v ? v : term_symbol(terms, operand->width, SYMBOL_VARIABLE, operand->id, 0, 0, true);
    }
    case DEVLOCK_OPERAND_CONSTANT:
        return term_constant(terms, operand->width, operand->value);
    case DEVLOCK_OPERAND_VARIABLE:
    case DEVLOCK_OPERAND_GLOBAL:
    case DEVLOCK_OPERAND_FUNCTION:
    case DEVLOCK_OPERAND_BLOCK: {
        term address = term_address(terms, operand->kind, operand->id, 0);
        return operand->value && operand->kind == DEVLOCK_OPERAND_GLOBAL
                   ? term_binary(terms, TERM_ADD, address, term_constant(terms, terms->pointer_bits, operand->value))
                   : address;
    }
    default:
        return TERM_NONE;
    }
}

void steps_set(flow *flow, state *s, const step *st, term value)
{
    if (st->result == DEVLOCK_NONE)
        return;
    uint32_t slot = flow->shape->temp_slot[st->result];
    if (slot != DEVLOCK_NONE) {
        state_own_slots(flow, s, flow->shape->slot_count);
        s->slots[slot] = value;
    } else
        s->locals[flow->shape->temp_local[st->result]] = value;
}

static term fresh(flow *flow, const step *st, unsigned width, bool imprecise)
{
    return term_symbol(&flow->analysis->terms, width, SYMBOL_STEP, st->id, flow->visit, 0, imprecise);
}

static uint32_t scalar_slot(const flow *flow, const devlock_operand *o)
{
    return o->kind == DEVLOCK_OPERAND_VARIABLE ? flow->shape->variable_slot[o->id] : DEVLOCK_NONE;
}

/* ---- locals that unknown code may know ----------------------------------------------------------------------- */

static void escape(flow *flow, state *s, uint32_t variable)
{
    uint64_t bit = (uint64_t)1 << (variable % 64);
    if (s->escaped && (s->escaped[variable / 64] & bit))
        return;
    uint64_t *set = arena_zero(flow->scratch, flow->words * sizeof *set);
    if (s->escaped)
        memcpy(set, s->escaped, flow->words * sizeof *set);
    set[variable / 64] |= bit;
    s->escaped = set;
}

/* Escapes the local variable that a pointer leads to, and the ones whose addresses were stored in it. */
static void escape_pointer(flow *flow, state *s, term pointer, unsigned depth)
{
    terms *terms = &flow->analysis->terms;
    if (pointer == TERM_NONE || depth == 0)
        return;
    term root = term_root(terms, pointer);
    term_node n = *term_at(terms, root);
    if (n.op == TERM_ITE) {
        escape_pointer(flow, s, n.b, depth - 1);
        escape_pointer(flow, s, n.c, depth - 1);
    }
    if (!term_in_frame(terms, root) || n.value)
        return;
    escape(flow, s, n.b);
    if (!flow->discovered_escape)
        return;
    uint32_t count;
    memory *changes = memory_changes(terms, MEMORY_INITIAL, s->memory, &count);
    for (uint32_t i = 0; i < count; i++) {
        memory_node m = *memory_at(terms, changes[i]);
        if (m.kind == MEMORY_WRITE && term_root(terms, m.address) == root && m.value != pointer)
            escape_pointer(flow, s, m.value, depth - 1);
    }
    free(changes);
}

/* A pointer is stored at an address: into a local, it can be found through that local later; elsewhere, by anyone. */
static void note_stored(flow *flow, state *s, term address, term value)
{
    terms *terms = &flow->analysis->terms;
    if (term_width(terms, value) != terms->pointer_bits || !term_in_frame(terms, term_root(terms, value)))
        return;
    flow->discovered_escape = true;
    if (!term_in_frame(terms, term_root(terms, address)))
        escape_pointer(flow, s, value, 4);
}

void steps_unknown_call(flow *flow, state *s, const step *st, const term *arguments)
{
    analysis *an = flow->analysis;
    uint32_t variables = flow->routine->variable_count;
    reach *list = must_allocate((st->argument_count + variables + 1) * sizeof *list);
    uint32_t count = 0;
    for (uint32_t i = 0; i < st->argument_count; i++) {
        const devlock_argument *a = &st->arguments[i];
        if (a->reach == 0 || term_width(&an->terms, arguments[i]) != an->terms.pointer_bits)
            continue;
        list[count++] = (reach){.address = arguments[i], .size = a->reach, .read_only = a->read_only};
        if (a->reach == DEVLOCK_WHOLE && !a->read_only)
            escape_pointer(flow, s, arguments[i], 4);
        else if (!a->read_only)
            escape_pointer(flow, s, arguments[i], 1);
    }
    for (uint32_t v = 0; v < variables && s->escaped; v++)
        if ((s->escaped[v / 64] >> (v % 64)) & 1) {
            term address = term_address(&an->terms, DEVLOCK_OPERAND_VARIABLE, v, 0);
            bool named = false; /* an argument says more exactly what of it is reached, the first time */
            for (uint32_t i = 0; i < count; i++)
                named |= term_root(&an->terms, list[i].address) == address;
            if (!named)
                list[count++] = (reach){.address = address, .size = DEVLOCK_WHOLE, .remote = true};
        }
    uint32_t site = flow_occurrence(an, OCCURRENCE_SITE, st->id, flow->visit, 0);
    s->memory = memory_call(&an->terms, s->memory, site, true, list, count);
    free(list);
}

static void modelled_effect(flow *flow, state *s, const step *st, const devlock_model_function *m,
                            const term *arguments)
{
    analysis *an = flow->analysis;
    uint64_t size;
    if (m->effect == DEVLOCK_EFFECT_UNKNOWN) {
        steps_unknown_call(flow, s, st, arguments);
        return;
    }
    if (m->effect != DEVLOCK_EFFECT_WRITES)
        return;
    for (uint32_t i = 0; i < st->argument_count && i < 32; i++) {
        if (!(m->written >> i & 1) || term_width(&an->terms, arguments[i]) != an->terms.pointer_bits)
            continue;
        if (m->zeroes && m->size_argument < st->argument_count &&
            term_is_constant(&an->terms, arguments[m->size_argument], &size)) {
            s->memory = memory_zero(&an->terms, s->memory, arguments[i], size);
            continue;
        }
        uint64_t bytes = st->arguments[i].reach ? st->arguments[i].reach : DEVLOCK_WHOLE;
        reach r = {.address = arguments[i], .size = bytes, .shallow = true};
        uint32_t site = flow_occurrence(an, OCCURRENCE_SITE, st->id, flow->visit, 0);
        s->memory = memory_call(&an->terms, s->memory, (uint64_t)site, false, &r, 1);
    }
}

/* ---- lock operations ----------------------------------------------------------------------------------------- */

static void note_use(run *r, uint32_t step_id, uint32_t lock)
{
    for (uint32_t i = r->use_count; i-- > 0 && r->uses[i].step == step_id;)
        if (r->uses[i].lock == lock)
            return;
    ARRAY_RESERVE(r->uses, r->use_count, r->use_capacity);
    r->uses[r->use_count++] = (lock_use){step_id, lock};
}

void flow_found_lock(flow *flow, const step *st, uint32_t kind, term lock)
{
    run *r = flow->run;
    terms *terms = &flow->analysis->terms;
    term_node n = *term_at(terms, lock);
    if (n.op == TERM_CONSTANT)
        return; /* releasing NULL is no lock of ours */
    if (n.op == TERM_ITE) {
        flow_found_lock(flow, st, kind, n.b);
        flow_found_lock(flow, st, kind, n.c);
        return;
    }
    for (uint32_t i = 0; i < r->lock_count; i++)
        if (r->locks[i].kind == kind &&
            (r->locks[i].lock == lock || term_same(terms, r->locks[i].lock, lock) == TERM_TRUE)) {
            note_use(r, st->id, i);
            return;
        }
    note_use(r, st->id, r->lock_count);
    ARRAY_RESERVE(r->locks, r->lock_count, r->lock_capacity);
    r->locks[r->lock_count++] = (found_lock){lock, kind};
}

static void see_release(flow *flow, const step *st, const state *s)
{
    if (flow->run->key.watch & WATCH_RELEASES)
        watch_add(flow, (sight){.kind = SIGHT_RELEASE,
                                .routine = flow->routine,
                                .step = st,
                                .origin = st,
                                .visit = flow->visit,
                                .key = s->key,
                                .path = s->path,
                                .trail = s->trail,
                                .approx = s->approx});
}

/* A handle, say, that a call gave: null where the call has failed. */
static bool is_result(const flow *flow, term lock)
{
    const term_node *n = term_at(&flow->analysis->terms, lock);
    return n->op == TERM_SYMBOL && n->a == SYMBOL_STEP;
}

void flow_error(flow *flow, lock_error error)
{
    run *r = flow->run;
    if (!is_result(flow, flow->run->key.lock))
        error.path = flow_where_it_exists(flow, error.path, false);
    if (error.path == PATH_FALSE)
        return;
    ARRAY_RESERVE(r->errors, r->error_count, r->error_capacity);
    r->errors[r->error_count++] = error;
}

/* Splits off the states in which a condition holds: they are given back, the others stay with the condition denied. */
static state *part(flow *flow, state *s, term condition, uint32_t local_count, bool *stays)
{
    paths *paths = &flow->analysis->paths;
    path yes = path_add(paths, s->path, condition);
    path no = path_add(paths, s->path, term_not(&flow->analysis->terms, condition));
    *stays = no != PATH_FALSE;
    if (yes == PATH_FALSE)
        return NULL;
    state *with = s;
    if (*stays) {
        with = state_copy(flow, s, true, local_count);
        s->path = no;
    }
    with->path = yes;
    return with;
}

/* The kills at a step that concern the lock followed: as the one released, or as the one held. */
static const kill *kill_at(const flow *flow, const step *st, uint32_t *from, bool released)
{
    const analysis *an = flow->analysis;
    const run_key *key = &flow->run->key;
    for (; key->kills && *from < an->kill_count; ++*from) {
        const kill *k = an->kills[*from];
        if (k->routine == flow->routine && k->step == st && k->visit == flow->visit && k->kind == key->kind &&
            k->bound == key->bound && (released ? k->released : k->held) == key->lock)
            return an->kills[(*from)++];
    }
    return NULL;
}

/* Where another lock is released than the one held, neither is followed any further. */
bool flow_killed(flow *flow, state *s, const step *st)
{
    analysis *an = flow->analysis;
    uint32_t at = 0;
    const kill *k;
    while (!s->approx && s->key.status == LOCK_HELD && (k = kill_at(flow, st, &at, false)) != NULL) {
        s->path = path_add(&an->paths, s->path, term_not(&an->terms, k->condition));
        if (s->path == PATH_FALSE)
            return true;
    }
    return false;
}

/* A free lock is released: while another one is held, that is a finding of its own, here. Gives the rest. */
path flow_split_released(flow *flow, const state *s, const step *st, const trail *trail, path p)
{
    analysis *an = flow->analysis;
    uint32_t at = 0;
    const kill *k;
    while (p != PATH_FALSE && (k = kill_at(flow, st, &at, true)) != NULL) {
        path mine = path_add(&an->paths, p, k->condition);
        if (mine != PATH_FALSE)
            flow_error(flow, (lock_error){.kind = ERROR_RELEASE_OTHER,
                                          .final = true,
                                          .conditional = s->key.inherited,
                                          .routine = flow->routine,
                                          .step = st,
                                          .origin = st,
                                          .visit = flow->visit,
                                          .path = mine,
                                          .trail = trail,
                                          .approx = s->approx,
                                          .doubt = s->doubt,
                                          .kill = k});
        p = path_add(&an->paths, p, term_not(&an->terms, k->condition));
    }
    return p;
}

static void report(flow *flow, const step *st, const state *s, error_kind kind)
{
    if (s->assumed)
        return;
    trail t = {.kind = kind == ERROR_ACQUIRE_HELD ? TRAIL_ACQUIRE : TRAIL_RELEASE, .id = st->id, .parent = s->trail};
    const trail *here = trail_add(flow, t);
    path p = s->path;
    if (kind == ERROR_RELEASE_FREE)
        p = flow_split_released(flow, s, st, here, p);
    if (p == PATH_FALSE)
        return;
    flow_error(flow, (lock_error){.kind = kind,
                                  .final = !s->key.inherited,
                                  .routine = flow->routine,
                                  .step = st,
                                  .origin = st,
                                  .visit = flow->visit,
                                  .path = p,
                                  .trail = here,
                                  .approx = s->approx,
                                  .doubt = s->doubt});
}

#define DEPTH_LIMIT 15u

/* The lock of this state is acquired. Gives false when the path is not followed any further. */
static bool acquire(flow *flow, state *s, const step *st, bool recursive)
{
    if (s->key.status == LOCK_HELD && !recursive) {
        report(flow, st, s, ERROR_ACQUIRE_HELD);
        return false;
    }
    if (s->key.status == LOCK_HELD && s->key.depth >= DEPTH_LIMIT)
        return false;
    uint8_t depth = s->key.status == LOCK_HELD ? (uint8_t)(s->key.depth + 1) : 1;
    if (flow->run->key.watch & WATCH_SLOW && depth == 1)
        watch_begin(flow, s);
    lock_key before = s->key;
    s->key = (lock_key){.status = LOCK_HELD, .depth = depth};
    if (depth > 1)
        s->key.elapsed = before.elapsed, s->key.waits = before.waits;
    s->trail = trail_add(flow, (trail){.kind = TRAIL_ACQUIRE, .id = st->id, .parent = s->trail});
    return true;
}

static bool release(flow *flow, state *s, const step *st)
{
    if (s->key.status != LOCK_HELD) {
        report(flow, st, s, s->key.status == LOCK_FREE ? ERROR_RELEASE_FREE : ERROR_RELEASE_RELEASED);
        return false;
    }
    s->trail = trail_add(flow, (trail){.kind = TRAIL_RELEASE, .id = st->id, .parent = s->trail});
    if (s->key.depth > 1)
        s->key.depth--, s->key.inherited = s->key.stale = 0;
    else
        s->key = (lock_key){.status = LOCK_RELEASED};
    return true;
}

/* What a call does to a lock. */
typedef struct deed {
    devlock_role role; /* NONE: it only wants the lock held, or free */
    uint32_t kind;
    term lock, success;
    bool held;    /* NONE */
    bool assumes; /* NONE: it is so from there on, whatever was known */
} deed;

/* The call wants this state's lock held, or free. */
static bool is_as_required(flow *flow, state *s, const step *st, bool held)
{
    if ((s->key.status == LOCK_HELD) == held)
        return true;
    error_kind kind = ERROR_ACQUIRE_HELD;
    if (held)
        kind = s->key.status == LOCK_RELEASED ? ERROR_RELEASE_RELEASED : ERROR_RELEASE_FREE;
    report(flow, st, s, kind);
    return false;
}

/* The source says that this state's lock is held, or free: it may know what is done elsewhere. */
static void assume(flow *flow, state *s, const step *st, bool held)
{
    if ((s->key.status == LOCK_HELD) == held)
        return;
    s->key = (lock_key){.status = held ? LOCK_HELD : LOCK_FREE, .depth = held};
    s->trail = trail_add(flow, (trail){.kind = held ? TRAIL_ACQUIRE : TRAIL_RELEASE, .id = st->id, .parent = s->trail});
}

/* The call acts on the lock of this state; states that go on are added to `done`. */
static void act_on_lock(flow *flow, state *s, const step *st, const deed *does, state_list *done)
{
    uint32_t locals = flow->shape->local_count[flow->shape->step_block[st->id]];
    bool stays;
    if (does->assumes) {
        assume(flow, s, st, does->held);
        states_add(done, s);
        return;
    }
    if (does->role == DEVLOCK_ROLE_NONE) {
        if (is_as_required(flow, s, st, does->held))
            states_add(done, s);
        return;
    }
    if (does->role == DEVLOCK_ROLE_RELEASE) {
        state *gave = part(flow, s, does->success, locals, &stays);
        if (stays)
            states_add(done, s);
        if (gave && release(flow, gave, st))
            states_add(done, gave);
        return;
    }
    state *took = part(flow, s, does->success, locals, &stays);
    if (stays) {
        s->trail = trail_add(flow, (trail){.kind = TRAIL_FAILED, .id = st->id, .parent = s->trail});
        states_add(done, s);
    }
    if (took && acquire(flow, took, st, devlock_model_kind(flow->analysis->model, does->kind)->recursive))
        states_add(done, took);
}

/* Parts a state by whether the lock named is the one that is followed, and acts where it is. */
static void lock_in_state(flow *flow, state *s, const step *st, const deed *does, state_list *done)
{
    uint32_t locals = flow->shape->local_count[flow->shape->step_block[st->id]];
    bool stays = true;
    for (unsigned way = 0; way < 2 && stays; way++) { /* by name; by an equation that is asked for later */
        term assumed = TERM_NONE;
        term mine = s->key.stale ? TERM_FALSE
                    : way        ? flow_later_lock(flow, s, does->lock, &assumed)
                                 : flow_same_lock(flow, s, does->lock, &assumed);
        state *hit = part(flow, s, mine, locals, &stays);
        if (!hit)
            continue;
        if (!hit->assumed)
            hit->assumed = assumed;
        act_on_lock(flow, hit, st, does, done);
    }
    if (stays)
        states_add(done, s);
}

/* The call does something to a lock, in each of the states. */
static void do_deed(flow *flow, state_list *states, const step *st, const deed *does)
{
    if (does->assumes && flow->run->key.lock == TERM_NONE)
        return; /* it operates none */
    if (flow->run->key.lock == TERM_NONE) {
        flow_found_lock(flow, st, does->kind, does->lock);
        for (uint32_t i = 0; i < states->count && does->role == DEVLOCK_ROLE_RELEASE; i++)
            see_release(flow, st, states->items[i]);
        return;
    }
    if (does->kind != flow->run->key.kind && !does->assumes)
        return;
    state_list done = {0};
    for (uint32_t i = 0; i < states->count; i++) {
        state *s = states->items[i];
        if (does->role == DEVLOCK_ROLE_RELEASE) {
            see_release(flow, st, s);
            if (flow_killed(flow, s, st))
                continue;
        }
        lock_in_state(flow, s, st, does, &done);
    }
    free(states->items);
    *states = done;
}

void steps_lock(flow *flow, state_list *states, const step *st, const devlock_model_function *model, term lock,
                term success)
{
    deed does = {.role = model->role, .kind = model->kind, .lock = lock, .success = success};
    do_deed(flow, states, st, &does);
}

/* What a function without a body does to locks, as its annotations say. locks: one a contract, from before the call.
 * First what it requires, then what it releases, then what it acquires. */
static void do_annotated(flow *flow, state_list *states, const step *st, const contracts *all, const term *locks,
                         term result)
{
    static const devlock_annotation_kind order[] = {DEVLOCK_REQUIRES_FREE, DEVLOCK_REQUIRES_HELD, DEVLOCK_RELEASES,
                                                    DEVLOCK_ACQUIRES,      DEVLOCK_ASSUMES_HELD,  DEVLOCK_ASSUMES_FREE};
    for (unsigned k = 0; k < sizeof order / sizeof *order; k++)
        for (uint32_t i = 0; i < all->count; i++) {
            const contract *c = &all->items[i];
            if (c->annotation->kind != order[k] || locks[i] == TERM_NONE)
                continue;
            deed does = {.kind = c->kind,
                         .lock = locks[i],
                         .held = order[k] == DEVLOCK_REQUIRES_HELD || order[k] == DEVLOCK_ASSUMES_HELD,
                         .assumes = annotations_assumes(c->annotation)};
            does.success = annotations_condition(flow->analysis, c->annotation, result);
            if (order[k] == DEVLOCK_ACQUIRES)
                does.role = DEVLOCK_ROLE_ACQUIRE;
            else if (order[k] == DEVLOCK_RELEASES)
                does.role = DEVLOCK_ROLE_RELEASE;
            do_deed(flow, states, st, &does);
        }
}

static term success_of(flow *flow, const devlock_model_function *m, term result)
{
    terms *terms = &flow->analysis->terms;
    if (m->success == DEVLOCK_SUCCESS_ALWAYS || result == TERM_NONE)
        return TERM_TRUE;
    unsigned width = term_width(terms, result);
    term zero = term_eq(terms, result, term_constant(terms, width, 0));
    if (m->success == DEVLOCK_SUCCESS_ZERO)
        return zero;
    if (m->success == DEVLOCK_SUCCESS_NONZERO)
        return term_not(terms, zero);
    term any = TERM_FALSE;
    for (size_t i = 0; i < m->success_count; i++)
        any = term_or(terms, any, term_eq(terms, result, term_constant(terms, width, (uint64_t)m->successes[i])));
    return any;
}

/* What the model leaves of a call's results: those that mean success, and the failures that no argument rules out. */
static term possible_results(flow *flow, const step *st, const devlock_model_function *m, const term *arguments,
                             term result)
{
    terms *terms = &flow->analysis->terms;
    term any = success_of(flow, m, result);
    for (size_t i = 0; i < m->failure_count; i++) {
        const devlock_failure *f = &m->failures[i];
        term possible = term_eq(terms, result, term_constant(terms, term_width(terms, result), (uint64_t)f->result));
        if (f->unless_argument >= 0 && (uint32_t)f->unless_argument < st->argument_count) {
            term argument = arguments[f->unless_argument];
            term ruled_out =
                term_eq(terms, argument, term_constant(terms, term_width(terms, argument), (uint64_t)f->unless_value));
            possible = term_and(terms, possible, term_not(terms, ruled_out));
        }
        any = term_or(terms, any, possible);
    }
    return any;
}

static term modelled_result(flow *flow, const step *st, const devlock_model_function *m, const term *arguments)
{
    terms *terms = &flow->analysis->terms;
    unsigned width = st->result == DEVLOCK_NONE ? 0 : st->width;
    if (width == 0) /* an acquire's success matters even where its result is dropped */
        width = m->role != DEVLOCK_ROLE_RELEASE && m->success != DEVLOCK_SUCCESS_ALWAYS ? 32
                : m->source == DEVLOCK_LOCK_RESULT && m->role == DEVLOCK_ROLE_ACQUIRE   ? terms->pointer_bits
                                                                                        : 0;
    if (width == 0)
        return TERM_NONE;
    if (m->effect == DEVLOCK_EFFECT_ALLOCATES)
        return term_symbol(terms, width, SYMBOL_OBJECT, st->id, flow->visit, 0, false);
    if (m->effect != DEVLOCK_EFFECT_PURE)
        return fresh(flow, st, width, false);
    term list = TERM_NONE;
    for (uint32_t i = st->argument_count; i-- > 0;)
        list = term_pair(terms, arguments[i], list);
    return term_apply(terms, width, st->a.kind == DEVLOCK_OPERAND_FUNCTION ? st->a.id : UINT32_MAX, list);
}

static term fit(terms *terms, term value, unsigned width)
{
    unsigned from = term_width(terms, value);
    return from == width ? value : term_unary(terms, from > width ? TERM_TRUNC : TERM_ZEXT, width, value);
}

/* What the call does to the IRQL, and where it tells what that was. */
static void modelled_level(flow *flow, state *s, const step *st, const devlock_model_function *m, const term *arguments,
                           term *result)
{
    terms *terms = &flow->analysis->terms;
    if (m->level_change == DEVLOCK_LEVEL_KEPT && m->level_saved == DEVLOCK_LEVEL_NOT_SAVED)
        return;
    term before = cell_read(terms, s->memory, CELL_LEVEL), after = before, told = *result;
    if (m->level_change == DEVLOCK_LEVEL_SET)
        after = term_constant(terms, LEVEL_WIDTH, m->new_level);
    else if (m->level_change == DEVLOCK_LEVEL_SET_ARGUMENT && m->level_argument < st->argument_count)
        after = fit(terms, arguments[m->level_argument], LEVEL_WIDTH);
    if (m->level_saved == DEVLOCK_LEVEL_RESULT && *result)
        *result = fit(terms, before, term_width(terms, *result));
    if (m->level_saved == DEVLOCK_LEVEL_POINTEE && m->saved_argument < st->argument_count)
        s->memory = memory_write(terms, s->memory, arguments[m->saved_argument], before);
    if (m->level_change == DEVLOCK_LEVEL_KEPT)
        return;
    after = term_ite(terms, success_of(flow, m, told), after, before);
    s->memory = cell_write(terms, s->memory, CELL_LEVEL, after);
    s->trail = trail_add(flow, (trail){.kind = TRAIL_LEVEL, .id = st->id, .condition = after, .parent = s->trail});
}

/* A call of a modelled function, in one state; states that go on are added to `after`. */
static void call_modelled(flow *flow, state *s, const step *st, const devlock_model_function *m, const term *arguments,
                          state_list *after)
{
    analysis *an = flow->analysis;
    unsigned pointer = an->terms.pointer_bits;
    if (flow->run->key.watch) {
        watch_call(flow, s, st, m, arguments);
        watch_state(flow, s, st, m, false);
    }
    if (m->no_return)
        return;
    term result = modelled_result(flow, st, m, arguments), lock = TERM_NONE;
    if (m->failures_known && result)
        s->path = path_add(&an->paths, s->path, possible_results(flow, st, m, arguments, result));
    if (s->path == PATH_FALSE)
        return;
    bool argument_there = m->argument < st->argument_count;
    if (m->role == DEVLOCK_ROLE_RELEASE && m->source == DEVLOCK_LOCK_POINTEE && argument_there)
        lock = memory_read(&an->terms, s->memory, arguments[m->argument], pointer);
    modelled_effect(flow, s, st, m, arguments);
    modelled_level(flow, s, st, m, arguments, &result);
    if (flow->run->key.watch & WATCH_SLOW && m->reads_device)
        watch_device(s);
    if (flow->run->key.watch & WATCH_SLOW && m->stalls && !watch_stall(flow, s, st, m, arguments))
        return;
    if (m->role == DEVLOCK_ROLE_ACQUIRE && m->source == DEVLOCK_LOCK_POINTEE && argument_there) {
        lock = term_symbol(&an->terms, pointer, SYMBOL_VARIABLE, st->id, flow->visit + 1, 0, false);
        s->memory = memory_write(&an->terms, s->memory, arguments[m->argument], lock);
    }
    if (m->role != DEVLOCK_ROLE_NONE && m->source == DEVLOCK_LOCK_ARGUMENT && argument_there)
        lock = arguments[m->argument];
    if (m->role == DEVLOCK_ROLE_ACQUIRE && m->source == DEVLOCK_LOCK_RESULT)
        lock = result;
    if (m->role != DEVLOCK_ROLE_NONE && m->source == DEVLOCK_LOCK_GLOBAL)
        lock = cell_global_lock(&an->terms, m->kind);
    if (st->result != DEVLOCK_NONE)
        steps_set(flow, s, st, result);
    state_list mine = {0};
    states_add(&mine, s);
    if (m->role != DEVLOCK_ROLE_NONE && lock && term_width(&an->terms, lock) > 1)
        steps_lock(flow, &mine, st, m, lock, success_of(flow, m, result));
    for (uint32_t i = 0; i < mine.count; i++) {
        watch_state(flow, mine.items[i], st, m, true);
        states_add(after, mine.items[i]);
    }
    free(mine.items);
}

/* ---- exceptions ---------------------------------------------------------------------------------------------- */

static bool wants_exceptions(const flow *flow, const block *b)
{
    return b->handler != DEVLOCK_NONE || flow->run->key.unwind;
}

static void send_raised(flow *flow, const block *b, state *s)
{
    s->locals = NULL;
    if (b->handler != DEVLOCK_NONE)
        walk_send(flow, s, b->handler);
    else
        states_add(&flow->unwinds, s);
}

/* The step may raise an exception: the state parts. */
static void may_raise(flow *flow, const block *b, state *s, const step *st, uint32_t local_count)
{
    if (!wants_exceptions(flow, b))
        return;
    term raised = term_symbol(&flow->analysis->terms, 1, SYMBOL_RAISE, st->id, flow->visit, 0, false);
    bool stays;
    state *other = part(flow, s, raised, local_count, &stays);
    if (!other || !stays)
        return;
    other->trail = trail_add(flow, (trail){.kind = TRAIL_RAISE, .id = st->id, .parent = other->trail});
    send_raised(flow, b, other);
}

#define LEADS_DEPTH 10u /* pointers and choices of pointers that are followed to an object */

/* Whether memory at a root is, or may be as one of two, what is found at another one, or where a pointer to that was
 * found. */
static bool leads_to(terms *terms, term root, term found, unsigned depth)
{
    if (memory_same_cell(terms, root, found))
        return true;
    term_node r = *term_at(terms, root), f = *term_at(terms, found);
    if (!depth)
        return false;
    if (r.op == TERM_ITE)
        return leads_to(terms, term_root(terms, r.b), found, depth - 1) ||
               leads_to(terms, term_root(terms, r.c), found, depth - 1);
    if (f.op == TERM_ITE)
        return leads_to(terms, root, term_root(terms, f.b), depth - 1) ||
               leads_to(terms, root, term_root(terms, f.c), depth - 1);
    return f.op == TERM_LOAD && leads_to(terms, root, term_root(terms, f.b), depth - 1);
}

/* An access of a variable does not raise an exception. Nor does one of the object whose lock is held, and of those that
 * lead to it: they were there for the call that acquired it, and the memory that a lock lies in, or is found by, is no
 * user's. Where other pointers in it lead to may be. */
static bool access_may_raise(flow *flow, const block *b, const state *s, term address)
{
    terms *terms = &flow->analysis->terms;
    if (!wants_exceptions(flow, b) ||
        flow->analysis->program->functions[flow->routine->function].flags & DEVLOCK_FUNCTION_STEADY)
        return false;
    term root = term_root(terms, address);
    if (term_at(terms, root)->op == TERM_ADDRESS)
        return false;
    term lock = flow->run->key.lock;
    return !(lock && s->key.status == LOCK_HELD && leads_to(terms, root, term_root(terms, lock), LEADS_DEPTH));
}

/* ---- calls --------------------------------------------------------------------------------------------------- */

/* The value that an annotation tests at a call. */
static term tested(const devlock_annotation *a, const step *st, const term *arguments, term result)
{
    if (!a->tests_parameter)
        return result;
    return a->test_parameter < st->argument_count ? arguments[a->test_parameter] : TERM_NONE;
}

/* What a function without a body says that it does to the IRQL, always or with some results or parameters. */
static void promised_level(flow *flow, state *s, const step *st, uint32_t function, const term *arguments, term *result)
{
    analysis *an = flow->analysis;
    const devlock_model_function *promises = promises_of(an, function);
    promise_list list = promises_tested(an, function);
    if (promises)
        modelled_level(flow, s, st, promises, arguments, result);
    if (list.count == 0)
        return;
    term given = *result ? *result : fresh(flow, st, 32, false);
    for (uint32_t i = 0; i < list.count; i++) {
        memory before = s->memory;
        const trail *so_far = s->trail;
        term when =
            annotations_condition(an, list.items[i].annotation, tested(list.items[i].annotation, st, arguments, given));
        term then = *result;
        modelled_level(flow, s, st, &list.items[i].model, arguments, &then);
        if (*result)
            *result = term_ite(&an->terms, when, then, *result);
        s->memory = memory_merge(&an->terms, when, s->memory, before);
        if (s->trail != so_far)
            s->trail = trail_add(flow, (trail){.kind = TRAIL_LEVEL,
                                               .id = st->id,
                                               .condition = cell_read(&an->terms, s->memory, CELL_LEVEL),
                                               .parent = so_far});
    }
}

#define NO_FUNCTION UINT32_MAX

/* The lock is somebody else's from here on. */
static void hand_on(state *s)
{
    s->key = (lock_key){.status = LOCK_FREE, .stale = 1};
}

/* A call of an unknown function, or through a pointer that is not resolved: then function is NO_FUNCTION. */
static void call_unknown(flow *flow, const block *b, state *s, const step *st, const term *arguments, uint32_t function,
                         uint32_t local_count, state_list *after)
{
    const term lock = flow->run->key.lock;
    term assumed;
    if (s->key.status == LOCK_HELD && lock && function == NO_FUNCTION &&
        handing_kind(flow->analysis, flow->run->key.kind))
        hand_on(s);
    for (uint32_t i = 0; i < st->argument_count && function == NO_FUNCTION && lock; i++)
        if (arguments[i] && flow_same_lock(flow, s, arguments[i], &assumed) != TERM_FALSE && !assumed)
            s->doubt = s->doubt ? s->doubt : 1 + st->place.line;
    term result = st->result != DEVLOCK_NONE ? fresh(flow, st, st->width, false) : TERM_NONE;
    steps_unknown_call(flow, s, st, arguments);
    if (function != NO_FUNCTION)
        promised_level(flow, s, st, function, arguments, &result);
    if (result)
        steps_set(flow, s, st, result);
    may_raise(flow, b, s, st, local_count);
    states_add(after, s);
}

/* A function without a body, which may be annotated. */
static void call_declared(flow *flow, const block *b, state *s, const step *st, uint32_t function,
                          const term *arguments, uint32_t local_count, state_list *after)
{
    const contracts *all = annotations_of(flow->analysis, function);
    term *locks = arena_take(flow->scratch, (all->count + 1) * sizeof *locks);
    for (uint32_t i = 0; i < all->count; i++)
        locks[i] = annotations_lock_at(flow->analysis, &all->items[i], arguments, st->argument_count, s->memory);
    state_list mine = {0};
    call_unknown(flow, b, s, st, arguments, function, local_count, &mine);
    term result = st->result == DEVLOCK_NONE ? fresh(flow, st, 32, false) : fresh(flow, st, st->width, false);
    do_annotated(flow, &mine, st, all, locks, result);
    for (uint32_t i = 0; all->unread && i < mine.count; i++)
        mine.items[i]->doubt = mine.items[i]->doubt ? mine.items[i]->doubt : DOUBT_UNREAD;
    for (uint32_t i = 0; i < mine.count; i++)
        states_add(after, mine.items[i]);
    free(mine.items);
}

/* The levels at which an annotated function may be called. */
static void watch_promises(flow *flow, const state *s, const step *st, uint32_t function, const term *arguments)
{
    analysis *an = flow->analysis;
    const devlock_model_function *promises = promises_of(an, function);
    promise_list list = promises_tested(an, function);
    if (promises)
        watch_call(flow, s, st, promises, arguments);
    for (uint32_t i = 0; i < list.count; i++) {
        const devlock_annotation *a = list.items[i].annotation;
        if (!a->tests_parameter)
            continue;
        /* Of a parameter that may be either nothing is known to be wrong. */
        term argument = tested(a, st, arguments, TERM_NONE);
        if (argument && path_decide(&an->paths, s->path, annotations_condition(an, a, argument)) == 1)
            watch_call(flow, s, st, &list.items[i].model, arguments);
    }
}

static void call_function(flow *flow, const block *b, state *s, const step *st, uint32_t function,
                          const term *arguments, uint32_t local_count, state_list *after)
{
    analysis *an = flow->analysis;
    if (s->key.status == LOCK_HELD && handing_takes(an, flow->run->key.kind, function, st->argument_count))
        hand_on(s);
    const struct function *f = &an->program->functions[function];
    const devlock_model_function *m = flow_model(an, function, st->argument_count);
    if (m) {
        if (m->may_raise)
            may_raise(flow, b, s, st, local_count);
        call_modelled(flow, s, st, m, arguments, after);
        return;
    }
    if (flow->run->key.watch)
        watch_promises(flow, s, st, function, arguments);
    if (f->flags & DEVLOCK_FUNCTION_NORETURN)
        return;
    /* One with a body shares its name with one that was lost, and may not be the one that is called. */
    if (f->flags & DEVLOCK_FUNCTION_UNLOWERED && annotations_of(an, function)->count == 0)
        s->doubt = s->doubt ? s->doubt : DOUBT_GIVEN_UP;
    if (!f->body) {
        call_declared(flow, b, s, st, function, arguments, local_count, after);
        return;
    }
    state_list raised = {0};
    calls_run(flow, s, st, f->body, arguments, after, wants_exceptions(flow, b) ? &raised : NULL);
    for (uint32_t i = 0; i < raised.count; i++)
        send_raised(flow, b, raised.items[i]);
    free(raised.items);
}

/* Whether a condition is that an unknown pointer leads to a certain function. */
static bool asks_for_function(const terms *terms, term condition)
{
    term_node n = *term_at(terms, condition);
    if (n.op != TERM_EQ)
        return false;
    const term_node *a = term_at(terms, n.a), *b = term_at(terms, n.b);
    return (a->op == TERM_ADDRESS && a->a == DEVLOCK_OPERAND_FUNCTION) ||
           (b->op == TERM_ADDRESS && b->a == DEVLOCK_OPERAND_FUNCTION);
}

/* The callee may be one of several functions: the state parts. A call through a null pointer does not come back. Which
 * of several functions a pointer leads to that the flow does not know, goes with other pointers in ways that it does
 * not know either. */
static void call_through(flow *flow, const block *b, state *s, const step *st, term callee, const term *arguments,
                         uint32_t local_count, unsigned depth, state_list *after)
{
    term_node n = *term_at(&flow->analysis->terms, callee);
    if (n.op == TERM_ADDRESS && n.a == DEVLOCK_OPERAND_FUNCTION) {
        call_function(flow, b, s, st, n.b, arguments, local_count, after);
        return;
    }
    if (n.op == TERM_CONSTANT && n.value == 0)
        return;
    if (n.op != TERM_ITE || depth == 0) {
        call_unknown(flow, b, s, st, arguments, NO_FUNCTION, local_count, after);
        return;
    }
    bool stays;
    state *one = part(flow, s, n.a, local_count, &stays);
    if (one && stays && asks_for_function(&flow->analysis->terms, n.a))
        one->doubt = s->doubt = s->doubt ? s->doubt : 1 + st->place.line;
    if (one)
        call_through(flow, b, one, st, n.b, arguments, local_count, depth - 1, after);
    if (stays)
        call_through(flow, b, s, st, n.c, arguments, local_count, depth - 1, after);
}

static void run_call(flow *flow, const block *b, state *s, const step *st, uint32_t local_count, state_list *after)
{
    term *arguments = arena_take(flow->analysis->store, (st->argument_count + 1) * sizeof *arguments);
    for (uint32_t i = 0; i < st->argument_count; i++)
        arguments[i] = steps_value(flow, s, &st->arguments[i].value);
    call_through(flow, b, s, st, steps_value(flow, s, &st->a), arguments, local_count, 16, after);
}

/* ---- the other steps ----------------------------------------------------------------------------------------- */

/* An address as memory knows it: pointers that the path says to be equal have one name. */
static term address_of(flow *flow, const state *s, const devlock_operand *operand)
{
    return path_address(&flow->analysis->paths, s->path, steps_value(flow, s, operand));
}

static void see_access(flow *flow, const state *s, const step *st, term address)
{
    if (flow->run->key.watch & WATCH_ACCESS)
        watch_access(flow, s, st, address);
}

/* A value as it was loaded, with what is known of the slot it comes from. */
static term out_of_slot(flow *flow, const step *st, term value)
{
    return st->slot == DEVLOCK_NONE || st->op
               ? value
               : slots_value(flow->analysis->slots, &flow->analysis->terms, st->slot, value);
}

static void run_load(flow *flow, const block *b, state *s, const step *st, uint32_t local_count)
{
    uint32_t slot = scalar_slot(flow, &st->a);
    if (slot != DEVLOCK_NONE && !st->op) {
        term v = s->slots[slot];
        if (v == TERM_NONE)
            v = term_symbol(&flow->analysis->terms, st->width, SYMBOL_VARIABLE, st->a.id, 0, 0, false);
        unsigned width = term_width(&flow->analysis->terms, v);
        v = term_unary(&flow->analysis->terms, width > st->width ? TERM_TRUNC : TERM_ZEXT, st->width, v);
        steps_set(flow, s, st, out_of_slot(flow, st, v));
        return;
    }
    term address = address_of(flow, s, &st->a);
    see_access(flow, s, st, address);
    if (access_may_raise(flow, b, s, address))
        may_raise(flow, b, s, st, local_count);
    term value =
        st->op ? fresh(flow, st, st->width, false) : memory_read(&flow->analysis->terms, s->memory, address, st->width);
    if (st->text)
        names_note(&flow->analysis->names, &flow->analysis->terms, flow->routine, value, st);
    steps_set(flow, s, st, out_of_slot(flow, st, value));
}

static void run_store(flow *flow, const block *b, state *s, const step *st, uint32_t local_count)
{
    term value = steps_value(flow, s, &st->b);
    uint32_t slot = scalar_slot(flow, &st->a);
    if (slot != DEVLOCK_NONE) {
        state_own_slots(flow, s, flow->shape->slot_count);
        s->slots[slot] = value;
        return;
    }
    term address = address_of(flow, s, &st->a);
    see_access(flow, s, st, address);
    if (access_may_raise(flow, b, s, address))
        may_raise(flow, b, s, st, local_count);
    note_stored(flow, s, address, value);
    s->memory = memory_write(&flow->analysis->terms, s->memory, address, value);
}

static void run_copy(flow *flow, const block *b, state *s, const step *st, uint32_t local_count)
{
    terms *terms = &flow->analysis->terms;
    term to = address_of(flow, s, &st->a);
    see_access(flow, s, st, to);
    if (st->kind == STEP_ZERO) {
        if (access_may_raise(flow, b, s, to))
            may_raise(flow, b, s, st, local_count);
        s->memory = memory_zero(terms, s->memory, to, st->size);
        return;
    }
    term from = address_of(flow, s, &st->b);
    see_access(flow, s, st, from);
    if (access_may_raise(flow, b, s, to) || access_may_raise(flow, b, s, from))
        may_raise(flow, b, s, st, local_count);
    s->memory = memory_copy(terms, s->memory, to, from, st->size);
}

static void run_declare(flow *flow, state *s, const step *st)
{
    terms *terms = &flow->analysis->terms;
    uint32_t slot = flow->shape->variable_slot[st->a.id];
    if (slot != DEVLOCK_NONE) {
        unsigned width = (unsigned)flow->routine->variables[st->a.id].size * 8;
        state_own_slots(flow, s, flow->shape->slot_count);
        s->slots[slot] = term_symbol(terms, width ? width : 64, SYMBOL_STEP, st->id, flow->visit, 0, false);
        return;
    }
    uint32_t site = flow_occurrence(flow->analysis, OCCURRENCE_SITE, st->id, flow->visit, 0);
    s->memory = memory_declare(terms, s->memory, term_address(terms, DEVLOCK_OPERAND_VARIABLE, st->a.id, 0), site);
}

/* Runs one step in one state; false: the path ends. Calls are handled apart. */
static bool run_step(flow *flow, const block *b, state *s, const step *st, uint32_t local_count)
{
    terms *terms = &flow->analysis->terms;
    switch (st->kind) {
    case STEP_UNARY:
        steps_set(flow, s, st, term_graph_unary(terms, (devlock_unary)st->op, st->width, steps_value(flow, s, &st->a)));
        return true;
    case STEP_BINARY: {
        term x = steps_value(flow, s, &st->a), y = steps_value(flow, s, &st->b);
        steps_set(flow, s, st, term_graph_binary(terms, (devlock_binary)st->op, x, y));
        return true;
    }
    case STEP_INDEX: {
        term base = steps_value(flow, s, &st->a), index = steps_value(flow, s, &st->b);
        steps_set(flow, s, st, term_index(terms, base, index, st->size, st->count));
        return true;
    }
    case STEP_LOAD:
        run_load(flow, b, s, st, local_count);
        return true;
    case STEP_STORE:
        run_store(flow, b, s, st, local_count);
        return true;
    case STEP_COPY:
    case STEP_ZERO:
        run_copy(flow, b, s, st, local_count);
        return true;
    case STEP_UNKNOWN:
        steps_set(flow, s, st, fresh(flow, st, st->width, st->op == DEVLOCK_IMPRECISION));
        return true;
    case STEP_DECLARE:
        run_declare(flow, s, st);
        return true;
    case STEP_ASSUME:
        flow_confirm(flow, s, steps_value(flow, s, &st->a));
        flow_compares(flow, steps_value(flow, s, &st->a));
        s->path = path_add(&flow->analysis->paths, s->path, steps_value(flow, s, &st->a));
        return s->path != PATH_FALSE;
    default:
        return true;
    }
}

/* ---- ends of blocks ------------------------------------------------------------------------------------------ */

/* Sends a state along one of several edges, on which the condition holds. */
static void take(flow *flow, uint32_t block, state *s, uint32_t choice, uint32_t target, term condition)
{
    path p = path_add(&flow->analysis->paths, s->path, condition);
    if (p == PATH_FALSE)
        return;
    state *next = state_copy(flow, s, false, 0);
    next->path = p;
    flow_confirm(flow, next, condition);
    flow_compares(flow, condition);
    if (condition != TERM_TRUE)
        next->trail = trail_add(
            flow,
            (trail){.kind = TRAIL_BRANCH, .id = block, .choice = choice, .condition = condition, .parent = s->trail});
    walk_send(flow, next, target);
}

static term case_condition(terms *terms, term value, const devlock_case *c)
{
    unsigned width = term_width(terms, value);
    if (c->low == c->high)
        return term_eq(terms, value, term_constant(terms, width, c->low));
    term below = term_ult(terms, value, term_constant(terms, width, c->low));
    term above = term_ult(terms, term_constant(terms, width, c->high), value);
    return term_not(terms, term_or(terms, below, above));
}

static void end_switch(flow *flow, uint32_t block, const block_end *end, state *s)
{
    terms *terms = &flow->analysis->terms;
    term value = steps_value(flow, s, &end->value), none = TERM_TRUE;
    for (uint32_t i = 0; i < end->case_count; i++)
        none = term_and(terms, none, term_not(terms, case_condition(terms, value, &end->cases[i])));
    for (uint32_t i = 0; i < end->case_count; i++) {
        bool first = true; /* cases with one target are one edge */
        term any = TERM_FALSE;
        for (uint32_t k = 0; k < end->case_count; k++)
            if (end->cases[k].target == end->cases[i].target) {
                first = first && k >= i;
                any = term_or(terms, any, case_condition(terms, value, &end->cases[k]));
            }
        if (first && end->cases[i].target != end->targets[end->case_count])
            take(flow, block, s, i, end->cases[i].target, any);
        else if (first) /* shares its target with `default` */
            none = term_or(terms, none, any);
    }
    take(flow, block, s, end->case_count, end->targets[end->case_count], none);
}

static void end_indirect(flow *flow, uint32_t block, const block_end *end, state *s)
{
    terms *terms = &flow->analysis->terms;
    term value = steps_value(flow, s, &end->value);
    for (uint32_t i = 0; i < end->target_count; i++)
        take(flow, block, s, i, end->targets[i],
             term_eq(terms, value, term_address(terms, DEVLOCK_OPERAND_BLOCK, end->targets[i], 0)));
}

static void end_block(flow *flow, uint32_t block, state *s)
{
    terms *terms = &flow->analysis->terms;
    const block_end *end = &flow->routine->blocks[block].end;
    switch (end->kind) {
    case END_JUMP:
        take(flow, block, s, 0, end->targets[0], TERM_TRUE);
        break;
    case END_BRANCH: {
        if (flow->skips && flow->skips[block]) {
            take(flow, block, s, 0, flow->shape->skip[block], TERM_TRUE);
            break;
        }
        term condition = steps_value(flow, s, &end->value);
        take(flow, block, s, 0, end->targets[0], condition);
        take(flow, block, s, 1, end->targets[1], term_not(terms, condition));
        break;
    }
    case END_SWITCH:
        end_switch(flow, block, end, s);
        break;
    case END_INDIRECT:
        end_indirect(flow, block, end, s);
        break;
    case END_RETURN: {
        if (flow->run->key.watch & WATCH_EXITS)
            exits_watch(flow, s, block);
        state *out = arena_take(flow->scratch, sizeof *out);
        *out = *s;
        out->slots = arena_zero(flow->scratch, sizeof *out->slots);
        out->slots[0] = steps_value(flow, s, &end->value);
        out->locals = NULL;
        if (flow->exits.count >= flow->exit_block_capacity) {
            flow->exit_block_capacity = flow->exit_block_capacity ? flow->exit_block_capacity * 2 : 16;
            flow->exit_blocks = must_resize(flow->exit_blocks, flow->exit_block_capacity * sizeof *flow->exit_blocks);
        }
        flow->exit_blocks[flow->exits.count] = block;
        states_add(&flow->exits, out);
        break;
    }
    case END_UNWIND:
        if (flow->run->key.unwind) {
            s->locals = NULL;
            states_add(&flow->unwinds, s);
        }
        break;
    default:
        break;
    }
}

void steps_run_block(flow *flow, uint32_t block_id, state *s)
{
    const block *b = &flow->routine->blocks[block_id];
    uint32_t local_count = flow->shape->local_count[block_id];
    state_list now = {0};
    s = state_copy(flow, s, false, 0);
    s->locals = arena_zero(flow->scratch, (local_count + 1) * sizeof *s->locals);
    states_add(&now, s);
    for (uint32_t i = 0; i < b->step_count && now.count; i++) {
        const step *st = &b->steps[i];
        state_list after = {0};
        for (uint32_t k = 0; k < now.count; k++) {
            if (st->kind == STEP_CALL)
                run_call(flow, b, now.items[k], st, local_count, &after);
            else if (run_step(flow, b, now.items[k], st, local_count))
                states_add(&after, now.items[k]);
        }
        free(now.items);
        now = after;
        if (now.count > STATES_AT_MOST) {
            state_list merged = {0};
            join_by_key(flow, &now, block_id, DEVLOCK_NONE, local_count, &merged);
            free(now.items);
            now = merged;
        }
    }
    for (uint32_t k = 0; k < now.count; k++)
        end_block(flow, block_id, now.items[k]);
    free(now.items);
}

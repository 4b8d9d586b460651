/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sights. See watch.h.
 */
#include "watch.h"

#include "cells.h"
#include "contexts.h"

/* ---- sights that are one ------------------------------------------------------------------------------------- */

static bool same_model(const sight *a, const sight *b)
{
    uint8_t x = 0, y = 0;
    if (a->model == b->model)
        return true;
    if (a->kind != SIGHT_LEVEL || !a->model || !b->model || a->model->role != b->model->role ||
        a->model->macro != b->model->macro)
        return false;
    return watch_limit(a->model, &x) && watch_limit(b->model, &y) && x == y;
}

static bool same_sight(const sight *a, const sight *b)
{
    return a->kind == b->kind && a->routine == b->routine && a->step == b->step && a->visit == b->visit &&
           a->settled == b->settled && lock_key_code(a->key) == lock_key_code(b->key) && a->value == b->value &&
           a->lock == b->lock && a->number == b->number && same_model(a, b);
}

static void merge(flow *flow, sight *into, const sight *seen)
{
    analysis *an = flow->analysis;
    alternative *both = arena_take(an->store, 2 * sizeof *both);
    both[0] = (alternative){into->trail, into->path};
    both[1] = (alternative){seen->trail, seen->path};
    term unused;
    into->path = path_join(&an->paths, into->path, seen->path, true, TERM_NONE, &unused);
    into->trail = trail_add(flow, (trail){.kind = TRAIL_JOIN, .alternatives = both, .alternative_count = 2});
    into->approx |= seen->approx;
    into->doubt = into->doubt ? into->doubt : seen->doubt;
}

static void keep(flow *flow, sight seen)
{
    run *r = flow->run;
    if (seen.path == PATH_FALSE)
        return;
    for (uint32_t i = r->sight_count; i-- > 0 && r->sights[i].step == seen.step;)
        if (same_sight(&r->sights[i], &seen)) {
            merge(flow, &r->sights[i], &seen);
            return;
        }
    ARRAY_RESERVE(r->sights, r->sight_count, r->sight_capacity);
    r->sights[r->sight_count++] = seen;
}

/* ---- levels -------------------------------------------------------------------------------------------------- */

bool watch_limit(const devlock_model_function *m, uint8_t *most)
{
    *most = m->level.most;
    return m->level.most != DEVLOCK_LEVEL_UNSTATED;
}

/* What a level may be without being known: the unknowns of a term, each once. */
typedef struct unknowns {
    term items[8], seen[32];
    uint32_t count, seen_count;
    bool all; /* of a term that is too large, some only */
} unknowns;

static bool note_term(term *list, uint32_t *count, uint32_t capacity, term t, bool *room)
{
    for (uint32_t i = 0; i < *count; i++)
        if (list[i] == t)
            return false;
    *room = *count < capacity;
    if (*room)
        list[(*count)++] = t;
    return *room;
}

static void find_unknowns(const terms *terms, term t, unknowns *u)
{
    term_node n = *term_at(terms, t);
    bool room = true;
    if (n.op == TERM_CONSTANT)
        return;
    bool inner = n.op == TERM_ITE || n.op == TERM_TRUNC || n.op == TERM_ZEXT || n.op == TERM_SEXT;
    if (!inner)
        note_term(u->items, &u->count, sizeof u->items / sizeof *u->items, t, &room);
    else if (note_term(u->seen, &u->seen_count, sizeof u->seen / sizeof *u->seen, t, &room)) {
        find_unknowns(terms, n.op == TERM_ITE ? n.b : n.a, u);
        if (n.op == TERM_ITE)
            find_unknowns(terms, n.c, u);
    }
    u->all &= room;
}

/* What of `known` remains: not where an unknown from least to most leads here by the same path, at a level that is
 * fine. */
static term but_where_fine(terms *terms, term known, term condition, term high, term unknown, unsigned least,
                           unsigned most)
{
    for (unsigned k = least; k <= most && known != TERM_FALSE; k++) {
        term value = term_constant(terms, term_width(terms, unknown), k);
        term then = rewrite_one(terms, condition, unknown, value), so = rewrite_one(terms, high, unknown, value);
        if (then == condition && so == high)
            break; /* it does not matter */
        known = term_and(terms, known, term_not(terms, term_and(terms, then, term_not(terms, so))));
    }
    return known;
}

term watch_too_high(analysis *an, term condition, term level, uint8_t least, uint8_t most)
{
    terms *terms = &an->terms;
    term entry = cell_entry_level(terms);
    term high = term_ult(terms, term_constant(terms, LEVEL_WIDTH, most), level);
    unknowns u = {.all = true};
    find_unknowns(terms, level, &u);
    if (!u.all)
        return TERM_FALSE;
    term known = but_where_fine(terms, term_and(terms, condition, high), condition, high, entry, least, most);
    for (uint32_t i = 0; i < u.count; i++)
        if (u.items[i] != entry)
            known = but_where_fine(terms, known, condition, high, u.items[i], 0, most);
    return known;
}

/* What is known here is settled here; the rest depends on the callers. */
static void add_level(flow *flow, sight seen)
{
    analysis *an = flow->analysis;
    paths *paths = &an->paths;
    uint8_t most;
    if (!watch_limit(seen.model, &most))
        return;
    if (seen.settled) {
        keep(flow, seen);
        return;
    }
    term condition = path_term(paths, seen.path);
    term known = watch_too_high(an, condition, seen.value, 0, most);
    if (known != TERM_FALSE) {
        sight settled = seen;
        settled.settled = true;
        settled.path = path_add(paths, seen.path, known);
        keep(flow, settled);
        seen.path = path_add(paths, seen.path, term_not(&an->terms, known));
    }
    if (!term_is_constant(&an->terms, seen.value, NULL))
        keep(flow, seen);
}

/* ---- locks held ---------------------------------------------------------------------------------------------- */

static void add_slow(flow *flow, sight seen)
{
    if (!seen.settled && flow->run->key.lock && !seen.key.inherited) {
        if (seen.key.status != LOCK_HELD || seen.key.stale)
            return;
        seen.settled = true;
    }
    keep(flow, seen);
}

static bool comes_from_outside(const terms *terms, term root)
{
    const term_node *n = term_at(terms, root);
    return (n->op == TERM_SYMBOL && n->a == SYMBOL_PARAMETER && !n->value) || n->op == TERM_LOAD || n->op == TERM_APPLY;
}

static void add_access(flow *flow, sight seen)
{
    terms *terms = &flow->analysis->terms;
    term root = seen.value = term_root(terms, seen.value);
    if (!flow->run->key.lock) {
        if (comes_from_outside(terms, root))
            keep(flow, seen);
        return;
    }
    if (seen.settled) {
        keep(flow, seen);
        return;
    }
    term guarded = term_root(terms, flow->run->key.lock);
    if ((seen.key.status == LOCK_HELD && !seen.key.stale) || !memory_same_cell(terms, root, guarded))
        return;
    seen.settled = !seen.key.inherited;
    keep(flow, seen);
}

void watch_add(flow *flow, sight seen)
{
    if (seen.path == PATH_FALSE)
        return;
    switch (seen.kind) {
    case SIGHT_RELEASE: {
        run *r = flow->run;
        ARRAY_RESERVE(r->sights, r->sight_count, r->sight_capacity);
        r->sights[r->sight_count++] = seen;
        break;
    }
    case SIGHT_LEVEL:
        add_level(flow, seen);
        break;
    case SIGHT_SLOW:
        add_slow(flow, seen);
        break;
    case SIGHT_ACCESS:
        add_access(flow, seen);
        break;
    case SIGHT_STATE:
        if (seen.routine == flow->routine)
            keep(flow, seen);
        break;
    default:
        keep(flow, seen);
    }
}

/* ---- steps --------------------------------------------------------------------------------------------------- */

static sight sight_at(flow *flow, const state *s, const step *st, sight_kind kind)
{
    sight seen = {.kind = kind,
                  .routine = flow->routine,
                  .step = st,
                  .origin = st,
                  .visit = flow->visit,
                  .key = s->key,
                  .path = s->path,
                  .approx = s->approx,
                  .doubt = s->doubt};
    seen.trail = kind == SIGHT_RELEASE
                     ? s->trail
                     : trail_add(flow, (trail){.kind = TRAIL_WATCHED, .id = st->id, .parent = s->trail});
    return seen;
}

static bool forbidden_somewhere(const devlock_model *model, const devlock_model_function *m)
{
    for (uint32_t i = 0; i < devlock_model_context_count(model); i++)
        if (devlock_model_forbids(model, i, m))
            return true;
    return false;
}

/* Whether a callback is one under the arguments of this call. */
static bool applies(const terms *terms, const devlock_callback *c, const step *st, const term *arguments)
{
    uint64_t value;
    if (c->argument >= st->argument_count || !arguments[c->argument])
        return false;
    if (c->when_argument < 0)
        return true;
    if ((uint32_t)c->when_argument >= st->argument_count)
        return false;
    term when = arguments[c->when_argument];
    return term_is_constant(terms, when, &value) &&
           value == ((uint64_t)c->when_value & term_mask(term_width(terms, when)));
}

static void watch_callbacks(flow *flow, const state *s, const step *st, const devlock_model_function *m,
                            const term *arguments)
{
    analysis *an = flow->analysis;
    for (size_t i = 0; i < m->callback_count; i++) {
        const devlock_callback *c = &m->callbacks[i];
        uint64_t offset = 0;
        if (!applies(&an->terms, c, st, arguments) || (c->record && !contexts_field(an->program, c, &offset)))
            continue;
        sight seen = sight_at(flow, s, st, SIGHT_CALLBACK);
        seen.model = m;
        seen.number = (uint32_t)i;
        seen.value = arguments[c->argument];
        if (term_width(&an->terms, seen.value) != an->terms.pointer_bits)
            continue;
        if (c->record)
            seen.value = memory_read(&an->terms, s->memory,
                                     term_binary(&an->terms, TERM_ADD, seen.value,
                                                 term_constant(&an->terms, an->terms.pointer_bits, offset)),
                                     an->terms.pointer_bits);
        watch_add(flow, seen);
    }
}

/* The lock of a lock function, where an argument names it. */
static term lock_of(const devlock_model_function *m, const step *st, const term *arguments)
{
    bool named = m->role != DEVLOCK_ROLE_NONE && m->source == DEVLOCK_LOCK_ARGUMENT && m->argument < st->argument_count;
    return named ? arguments[m->argument] : TERM_NONE;
}

#define TIMEOUT_WIDTH 64u /* of a timeout, in bits (LARGE_INTEGER) */

/* When a slow function takes time: not where it is told to wait for no time at all. */
static term takes_time(flow *flow, const state *s, const step *st, const devlock_model_function *m,
                       const term *arguments)
{
    terms *terms = &flow->analysis->terms;
    if (!m->timed || m->timeout_argument >= st->argument_count ||
        term_width(terms, arguments[m->timeout_argument]) != terms->pointer_bits)
        return TERM_TRUE;
    term timeout = arguments[m->timeout_argument];
    term without = term_eq(terms, timeout, term_constant(terms, terms->pointer_bits, 0));
    term time = memory_read(terms, s->memory, timeout, TIMEOUT_WIDTH);
    return term_or(terms, without, term_not(terms, term_eq(terms, time, term_constant(terms, TIMEOUT_WIDTH, 0))));
}

void watch_call(flow *flow, const state *s, const step *st, const devlock_model_function *m, const term *arguments)
{
    analysis *an = flow->analysis;
    unsigned watch = flow->run->key.watch;
    uint8_t most;
    if (watch & WATCH_LEVELS && watch_limit(m, &most)) {
        sight seen = sight_at(flow, s, st, SIGHT_LEVEL);
        seen.model = m;
        seen.value = cell_read(&an->terms, s->memory, CELL_LEVEL);
        seen.lock = lock_of(m, st, arguments);
        watch_add(flow, seen);
    }
    if (watch & WATCH_CALLS && forbidden_somewhere(an->model, m)) {
        sight seen = sight_at(flow, s, st, SIGHT_CALL);
        seen.model = m;
        seen.lock = lock_of(m, st, arguments);
        watch_add(flow, seen);
    }
    if (watch & WATCH_SLOW && m->slow) {
        sight seen = sight_at(flow, s, st, SIGHT_SLOW);
        seen.model = m;
        seen.path = path_add(&an->paths, s->path, takes_time(flow, s, st, m, arguments));
        watch_add(flow, seen);
    }
    if (watch & WATCH_CALLBACKS && m->callback_count)
        watch_callbacks(flow, s, st, m, arguments);
}

void watch_state(flow *flow, const state *s, const step *st, const devlock_model_function *m, bool after)
{
    if (!(flow->run->key.watch & WATCH_STATES) || m->role == DEVLOCK_ROLE_NONE || s->assumed)
        return;
    sight seen = sight_at(flow, s, st, SIGHT_STATE);
    seen.model = m;
    seen.number = after;
    seen.value = cell_read(&flow->analysis->terms, s->memory, CELL_LEVEL);
    watch_add(flow, seen);
}

/* ---- stalls -------------------------------------------------------------------------------------------------- */

#define LONGEST_HOLD UINT16_MAX

void watch_device(state *s)
{
    if (s->key.status == LOCK_HELD)
        s->key.waits = 1;
}

/* Time passes under the lock; false: it is too much. */
static bool pass(flow *flow, state *s, const step *st, uint64_t time, const devlock_model_function *m,
                 const trail *inside)
{
    uint64_t limit = devlock_model_kind(flow->analysis->model, flow->run->key.kind)->hold_limit;
    if (limit > LONGEST_HOLD - 1)
        limit = LONGEST_HOLD - 1;
    if (time <= limit && s->key.elapsed + time <= limit) {
        s->key.elapsed = (uint16_t)(s->key.elapsed + time);
        return true;
    }
    sight seen = sight_at(flow, s, st, SIGHT_SLOW);
    seen.model = m;
    seen.number = s->key.waits && time <= limit;
    seen.key.elapsed = seen.key.waits = 0; /* one sight, however the time came together */
    if (inside)
        seen.trail = inside;
    watch_add(flow, seen);
    return false;
}

void watch_begin(flow *flow, state *s)
{
    terms *terms = &flow->analysis->terms;
    s->memory = cell_write(terms, s->memory, CELL_TIME, term_constant(terms, TIME_WIDTH, 0));
}

bool watch_stall(flow *flow, state *s, const step *st, const devlock_model_function *m, const term *arguments)
{
    analysis *an = flow->analysis;
    terms *terms = &an->terms;
    uint64_t time;
    if (m->stall_argument >= st->argument_count || s->key.status != LOCK_HELD || s->key.stale)
        return true;
    term asked = path_constant(&an->paths, s->path, arguments[m->stall_argument]);
    if (term_is_constant(terms, asked, &time)) {
        s->key.waits |= flow->open_rounds > 0;
        return pass(flow, s, st, time, m, NULL);
    }
    unsigned width = term_width(terms, asked);
    if (width != TIME_WIDTH)
        asked = term_unary(terms, width > TIME_WIDTH ? TERM_TRUNC : TERM_ZEXT, TIME_WIDTH, asked);
    s->memory = cell_write(terms, s->memory, CELL_TIME,
                           term_binary(terms, TERM_ADD, cell_read(terms, s->memory, CELL_TIME), asked));
    return true;
}

bool watch_returned(flow *flow, const state *before, state *after, const step *st, const trail *inside)
{
    terms *terms = &flow->analysis->terms;
    uint64_t from, to;
    term then = cell_read(terms, before->memory, CELL_TIME), now = cell_read(terms, after->memory, CELL_TIME);
    if (after->key.status != LOCK_HELD || after->key.stale || now == then || !term_is_constant(terms, then, &from) ||
        !term_is_constant(terms, now, &to))
        return true;
    after->memory = cell_write(terms, after->memory, CELL_TIME, then);
    return pass(flow, after, st, to - from, NULL, inside);
}

void watch_access(flow *flow, const state *s, const step *st, term address)
{
    term root = term_root(&flow->analysis->terms, address);
    if (term_at(&flow->analysis->terms, root)->op == TERM_ADDRESS)
        return;
    sight seen = sight_at(flow, s, st, SIGHT_ACCESS);
    seen.value = root;
    watch_add(flow, seen);
}

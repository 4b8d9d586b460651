/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Merging states. Where paths meet, nothing is lost: a value that differs becomes an if-then-else. At the head of a
 * loop the states of all iterations become one: what differs becomes an unknown (a loop value), and of the facts only
 * those are kept that hold on entry and after each iteration (Flanagan, Leino, "Houdini, an annotation assistant for
 * ESC/Java", FME 2001; with the path's own decisions in place of a prover).
 *
 * Needs: states of one run. Leaves behind: new states in the run's scratch memory. Cost: linear in live slots and in
 * what was added to the paths since they parted.
 */
#include <stdlib.h>
#include <string.h>

#include "flow_private.h"
#include "proof.h"

/* ---- exact merging ------------------------------------------------------------------------------------------- */

static const uint64_t *join_escaped(flow *flow, const uint64_t *a, const uint64_t *b)
{
    if (!a || a == b)
        return b;
    if (!b)
        return a;
    uint64_t *all = arena_take(flow->scratch, flow->words * sizeof *all);
    for (uint32_t i = 0; i < flow->words; i++)
        all[i] = a[i] | b[i];
    return all;
}

static term join_value(terms *terms, term chosen_a, term a, term b)
{
    if (a == b || b == TERM_NONE)
        return a;
    if (a == TERM_NONE)
        return b;
    return term_ite(terms, chosen_a, a, b);
}

/* Merges b into a. number tells several merges at one place apart. */
static void join_pair(flow *flow, state *a, const state *b, uint32_t where, uint32_t number, uint32_t live,
                      uint32_t slots, uint32_t local_count)
{
    analysis *an = flow->analysis;
    terms *terms = &an->terms;
    bool exclusive = !a->approx && !b->approx;
    term choice = TERM_NONE, chosen_a;
    if (!exclusive)
        choice = term_symbol(terms, 1, SYMBOL_CHOICE, where,
                             flow_occurrence(an, OCCURRENCE_CHOICE, lock_key_code(a->key), number, 0), 0, true);
    a->path = path_join(&an->paths, a->path, b->path, exclusive, choice, &chosen_a);
    if (a->slots != b->slots)
        state_own_slots(flow, a, slots);
    for (uint32_t i = 0; i < slots && a->slots != b->slots; i++) {
        if (live != DEVLOCK_NONE && !shape_live(flow->shape, live, i))
            a->slots[i] = TERM_NONE;
        else if (a->slots[i] != b->slots[i])
            a->slots[i] = join_value(terms, chosen_a, a->slots[i], b->slots[i]);
    }
    for (uint32_t i = 0; i < local_count; i++)
        if (a->locals[i] != b->locals[i])
            a->locals[i] = join_value(terms, chosen_a, a->locals[i], b->locals[i]);
    a->memory = memory_merge(terms, chosen_a, a->memory, b->memory);
    a->escaped = join_escaped(flow, a->escaped, b->escaped);
    a->approx |= b->approx;
    if (a->assumed != b->assumed)
        a->assumed = TERM_NONE;
    if (b->key.elapsed > a->key.elapsed)
        a->key.elapsed = b->key.elapsed;
    if (!a->doubt || (b->doubt && b->doubt < a->doubt))
        a->doubt = b->doubt ? b->doubt : a->doubt;
}

static const trail *join_trail(flow *flow, state **list, uint32_t count)
{
    bool same = true;
    for (uint32_t i = 1; i < count; i++)
        same = same && list[i]->trail == list[0]->trail;
    if (same)
        return list[0]->trail;
    alternative *all = arena_take(flow->analysis->store, count * sizeof *all);
    for (uint32_t i = 0; i < count; i++)
        all[i] = (alternative){list[i]->trail, list[i]->path};
    return trail_add(flow, (trail){.kind = TRAIL_JOIN, .alternatives = all, .alternative_count = count});
}

static uint32_t slots_of(flow *flow, uint32_t live)
{
    return live == JOIN_RESULT_ONLY ? 1 : flow->shape->slot_count;
}

state *join_states(flow *flow, state **list, uint32_t count, uint32_t where, uint32_t live, uint32_t local_count)
{
    uint32_t slots = slots_of(flow, live);
    if (live == JOIN_RESULT_ONLY)
        live = DEVLOCK_NONE;
    state *s = arena_take(flow->scratch, sizeof *s);
    *s = *list[0];
    s->own_slots = false;
    if (local_count) {
        s->locals = arena_take(flow->scratch, local_count * sizeof *s->locals);
        memcpy(s->locals, list[0]->locals, local_count * sizeof *s->locals);
    }
    const trail *joined = join_trail(flow, list, count);
    for (uint32_t i = 1; i < count; i++)
        join_pair(flow, s, list[i], where, i, live, slots, local_count);
    if (live != DEVLOCK_NONE && s->own_slots)
        for (uint32_t i = 0; i < slots; i++)
            if (!shape_live(flow->shape, live, i))
                s->slots[i] = TERM_NONE;
    s->trail = joined;
    return s;
}

static int compare_keys(const void *a, const void *b)
{
    uint32_t x = lock_key_code((*(state *const *)a)->key), y = lock_key_code((*(state *const *)b)->key);
    return x < y ? -1 : x > y;
}

void join_by_key(flow *flow, state_list *from, uint32_t where, uint32_t live, uint32_t local_count, state_list *to)
{
    if (from->count == 0)
        return;
    if (from->count == 1) {
        from->items[0]->own_slots = false;
        states_add(to, from->items[0]);
        return;
    }
    state **rest = must_allocate((from->count + 1) * sizeof *rest);
    uint32_t left = from->count, first = to->count;
    memcpy(rest, from->items, left * sizeof *rest);
    state **group = must_allocate((from->count + 1) * sizeof *group);
    while (left) {
        uint32_t size = 0, kept = 0;
        lock_key key = rest[0]->key;
        for (uint32_t i = 0; i < left; i++)
            if (lock_key_equal(rest[i]->key, key))
                group[size++] = rest[i];
            else
                rest[kept++] = rest[i];
        left = kept;
        states_add(to, join_states(flow, group, size, where, live, local_count));
    }
    if (to->count > first + 1)
        qsort(to->items + first, to->count - first, sizeof *to->items, compare_keys);
    free(rest);
    free(group);
}

/* ---- what is new in each iteration --------------------------------------------------------------------------- */

static bool block_in_loop(const flow *flow, uint32_t block)
{
    uint32_t at = block < flow->routine->block_count ? flow->shape->position[block] : DEVLOCK_NONE;
    return at != DEVLOCK_NONE && at >= flow->loop_from && at < flow->loop_to;
}

static bool step_in_loop(const flow *flow, uint32_t step_id, uint32_t instance)
{
    if (instance) /* of a callee: where the call stands */
        step_id = flow->analysis->occurrences[instance].id;
    return step_id < flow->routine->step_count && block_in_loop(flow, flow->shape->step_block[step_id]);
}

static bool site_in_loop(const flow *flow, uint64_t site)
{
    const occurrence *o = &flow->analysis->occurrences[site];
    if (o->kind == OCCURRENCE_LOOP && !o->instance)
        return block_in_loop(flow, o->id >> 8);
    return step_in_loop(flow, o->id, o->instance);
}

static bool memory_owned(flow *flow, memory m)
{
    const memory_node *n = memory_at(&flow->analysis->terms, m);
    switch (n->kind) {
    case MEMORY_START:
        return false;
    case MEMORY_CALL:
    case MEMORY_DECLARE:
    case MEMORY_LOOP:
        return site_in_loop(flow, n->site);
    default:
        return n->value && join_owned(flow, n->value);
    }
}

static bool leaf_owned(flow *flow, const term_node *n)
{
    switch (n->op) {
    case TERM_SYMBOL:
        if (n->a == SYMBOL_PARAMETER && n->value == 0)
            return false;
        if (n->value)
            return step_in_loop(flow, 0, (uint32_t)n->value);
        if (n->a == SYMBOL_PHI || n->a == SYMBOL_CHOICE)
            return block_in_loop(flow, n->b);
        if (n->a == SYMBOL_VARIABLE)
            return n->c != 0 && step_in_loop(flow, n->b, 0);
        return step_in_loop(flow, n->b, 0);
    case TERM_LOAD:
        return memory_owned(flow, n->a) || join_owned(flow, n->b);
    default:
        return false;
    }
}

bool join_owned(flow *flow, term t)
{
    terms *terms = &flow->analysis->terms;
    if (t == TERM_NONE || !(term_at(terms, t)->flags & TERM_LOCAL))
        return false;
    if (t >= flow->owned_capacity) {
        uint32_t old = flow->owned_capacity;
        flow->owned_capacity = terms->capacity + 1024;
        flow->owned_memo = must_resize(flow->owned_memo, flow->owned_capacity * sizeof *flow->owned_memo);
        memset(flow->owned_memo + old, 0, (flow->owned_capacity - old) * sizeof *flow->owned_memo);
    }
    if (flow->owned_memo[t] >> 1 == flow->owned_generation)
        return flow->owned_memo[t] & 1;
    term_node n = *term_at(terms, t);
    bool owned;
    if (n.op == TERM_SYMBOL || n.op == TERM_LOAD)
        owned = leaf_owned(flow, &n);
    else if (n.op == TERM_APPLY)
        owned = join_owned(flow, n.b);
    else
        owned = join_owned(flow, n.a) || join_owned(flow, n.b) || (n.op == TERM_ITE && join_owned(flow, n.c));
    if (t < flow->owned_capacity)
        flow->owned_memo[t] = flow->owned_generation << 1 | owned;
    return owned;
}

/* ---- taking merged states apart ------------------------------------------------------------------------------ */

#define CASE_LIMIT    16u /* states that one head's contributions are taken apart into */
#define CHOICE_SEARCH 200 /* terms looked at for a choice */

typedef struct decision {
    term choice, value;
} decision;

static term decide_leaf(rewrite *r, term leaf)
{
    const decision *d = r->user;
    if (leaf == d->choice)
        return d->value;
    return term_at(r->terms, leaf)->op == TERM_LOAD ? leaf : TERM_NONE;
}

/* A choice in a term that tells merged paths of this routine apart. */
static term find_choice(const terms *terms, term t, unsigned *budget)
{
    if (t == TERM_NONE || *budget == 0)
        return TERM_NONE;
    --*budget;
    const term_node *n = term_at(terms, t);
    if (n->op == TERM_SYMBOL)
        return n->a == SYMBOL_CHOICE && n->value == 0 ? t : TERM_NONE;
    if (n->op == TERM_CONSTANT || n->op == TERM_ADDRESS || n->op == TERM_LOAD || n->op == TERM_APPLY)
        return TERM_NONE;
    term found = find_choice(terms, n->a, budget);
    if (!found)
        found = find_choice(terms, n->b, budget);
    return !found && n->op == TERM_ITE ? find_choice(terms, n->c, budget) : found;
}

static path decide_path(paths *paths, rewrite *r, path p, path base)
{
    if (p == base || p <= PATH_TRUE)
        return p;
    path parent = decide_path(paths, r, path_at(paths, p)->parent, base);
    return path_add(paths, parent, rewrite_term(r, path_at(paths, p)->atom));
}

/* The state on the side of a choice; NULL: there is none. */
static state *decide_state(flow *flow, const state *s, path base, decision d)
{
    rewrite r = {.terms = &flow->analysis->terms, .leaf = decide_leaf, .start = MEMORY_INITIAL, .user = &d};
    path p = decide_path(&flow->analysis->paths, &r, s->path, base);
    state *one = NULL;
    if (p != PATH_FALSE) {
        uint32_t count = flow->shape->slot_count;
        one = arena_take(flow->scratch, sizeof *one);
        *one = *s;
        one->path = p;
        one->slots = arena_take(flow->scratch, (count + 1) * sizeof *one->slots);
        for (uint32_t i = 0; i < count; i++)
            one->slots[i] = rewrite_term(&r, s->slots[i]);
    }
    rewrite_stop(&r);
    return one;
}

static void take_apart(flow *flow, state *s, path base, state_list *cases)
{
    paths *paths = &flow->analysis->paths;
    term choice = TERM_NONE;
    unsigned budget = CHOICE_SEARCH;
    for (path p = s->path; p != base && p > PATH_TRUE && !choice; p = path_at(paths, p)->parent)
        choice = find_choice(paths->terms, path_at(paths, p)->atom, &budget);
    if (!choice || cases->count >= CASE_LIMIT) {
        states_add(cases, s);
        return;
    }
    for (term value = TERM_FALSE; value <= TERM_TRUE; value++) {
        state *one = decide_state(flow, s, base, (decision){choice, value});
        if (one)
            take_apart(flow, one, base, cases);
    }
}

/* ---- heads of loops ------------------------------------------------------------------------------------------ */

#define FACT_LIMIT  64u /* facts carried over the head of a loop */
#define VALUE_LIMIT 4u  /* constants that a loop value is known to be one of */

typedef struct loop_join {
    flow *flow;
    uint32_t head;
    uint32_t code; /* of the key */
    state **list;  /* entry first, if there is one */
    uint32_t count;
    state **cases; /* the same, taken apart again where paths were merged that only a choice tells apart */
    uint32_t case_count;
    bool *is_phi;       /* by slot */
    bool fresh;         /* look for facts that were not known before; also when a slot becomes a loop value only now */
    const state *other; /* for rewriting: the contribution looked at */
    bool to_phi;        /* rewriting values to loop values, or back */
} loop_join;

static term phi_of(loop_join *j, uint32_t slot, unsigned width)
{
    uint32_t number = flow_occurrence(j->flow->analysis, OCCURRENCE_PHI, slot, j->code, 0);
    return term_symbol(&j->flow->analysis->terms, width, SYMBOL_PHI, j->head, number, 0, true);
}

static bool is_phi_here(const loop_join *j, const term_node *n)
{
    return n->op == TERM_SYMBOL && n->a == SYMBOL_PHI && n->b == j->head && n->value == 0;
}

static uint32_t slot_of_phi(const loop_join *j, const term_node *phi)
{
    return j->flow->analysis->occurrences[phi->c].id;
}

static term swap_leaf(rewrite *r, term leaf)
{
    loop_join *j = r->user;
    term_node n = *term_at(r->terms, leaf);
    if (!j->to_phi) {
        if (is_phi_here(j, &n) && j->flow->analysis->occurrences[n.c].visit == j->code)
            return j->other->slots[slot_of_phi(j, &n)];
        return n.op == TERM_LOAD ? leaf : TERM_NONE;
    }
    for (uint32_t i = 0; i < j->flow->shape->slot_count; i++)
        if (j->is_phi[i] && j->other->slots[i] == leaf)
            return phi_of(j, i, n.width);
    return n.op == TERM_LOAD ? leaf : TERM_NONE;
}

static term swap_values(loop_join *j, const state *s, term t, bool to_phi)
{
    j->other = s;
    j->to_phi = to_phi;
    rewrite r = {.terms = &j->flow->analysis->terms, .leaf = swap_leaf, .start = MEMORY_INITIAL, .user = j};
    term result = rewrite_term(&r, t);
    rewrite_stop(&r);
    return result;
}

/* Whether a path implies a fact. Refined runs ask the solver where the path's own decisions do not tell. */
static bool implied(loop_join *j, path p, term fact)
{
    analysis *an = j->flow->analysis;
    int known = path_decide(&an->paths, p, fact);
    if (known || !j->flow->run->key.refined || an->questions == 0)
        return known == 1;
    an->questions--;
    term not_so = term_not(&an->terms, fact), there = path_term(&an->paths, p);
    term against = term_and(&an->terms, there, not_so);
    return proof_check(an, against, NULL) == PROOF_INFEASIBLE;
}

/* A fact holds at the head if it holds, with each contribution's values in it, on that contribution's path. */
static bool fact_holds(loop_join *j, term fact)
{
    for (uint32_t i = 0; i < j->case_count; i++)
        if (!implied(j, j->cases[i]->path, swap_values(j, j->cases[i], fact, false)))
            return false;
    return true;
}

/* Whether the fact speaks of nothing that is new in each iteration but the loop values of this head and key. */
static bool fact_lasts(loop_join *j, term fact)
{
    term neutral = fact;
    /* Put constants in the place of the loop values, then ask. */
    state *zero = arena_take(j->flow->scratch, sizeof *zero);
    zero->slots = arena_take(j->flow->scratch, (j->flow->shape->slot_count + 1) * sizeof *zero->slots);
    for (uint32_t i = 0; i < j->flow->shape->slot_count; i++) {
        term like = TERM_NONE;
        for (uint32_t k = 0; k < j->count && !like; k++)
            like = j->list[k]->slots[i];
        zero->slots[i] = like ? term_symbol(&j->flow->analysis->terms, term_width(&j->flow->analysis->terms, like),
                                            SYMBOL_PARAMETER, UINT32_MAX - i, 0, 0, false)
                              : TERM_FALSE;
    }
    neutral = swap_values(j, zero, fact, false);
    return !join_owned(j->flow, neutral);
}

typedef struct facts {
    term items[FACT_LIMIT];
    uint32_t count;
} facts;

static void consider(loop_join *j, facts *f, term fact)
{
    if (f->count >= FACT_LIMIT || fact == TERM_TRUE || fact == TERM_FALSE)
        return;
    for (uint32_t i = 0; i < f->count; i++)
        if (f->items[i] == fact)
            return;
    if (fact_lasts(j, fact) && fact_holds(j, fact))
        f->items[f->count++] = fact;
}

static void consider_paths(loop_join *j, facts *f, path base)
{
    paths *paths = &j->flow->analysis->paths;
    for (uint32_t i = 0; i < j->case_count; i++) {
        uint32_t seen = 0;
        for (path p = j->cases[i]->path; p != base && p > PATH_TRUE && seen < FACT_LIMIT;
             p = path_at(paths, p)->parent, seen++)
            consider(j, f, swap_values(j, j->cases[i], path_at(paths, p)->atom, true));
    }
}

/* A condition of some way here, asked of the value at the head: for all of this head's loop values, whatever the lock
 * state that they were named for, this one's are put in. */
static term rename_leaf(rewrite *r, term leaf)
{
    loop_join *j = r->user;
    term_node n = *term_at(r->terms, leaf);
    if (is_phi_here(j, &n) && j->is_phi[slot_of_phi(j, &n)])
        return phi_of(j, slot_of_phi(j, &n), n.width);
    return n.op == TERM_LOAD ? leaf : TERM_NONE;
}

/* "i < n" may hold in each round but the last, where i has become n. */
static void consider_weaker(loop_join *j, facts *f, term fact)
{
    terms *terms = &j->flow->analysis->terms;
    term_node n = *term_at(terms, fact);
    if (n.op == TERM_BOOL_NOT)
        n = *term_at(terms, n.a);
    if (n.op == TERM_ULT)
        consider(j, f, term_not(terms, term_ult(terms, n.b, n.a)));
    if (n.op == TERM_SLT)
        consider(j, f, term_not(terms, term_slt(terms, n.b, n.a)));
}

/* What the loop tests may have become false, or true, for good: "i < n" once the last element has been met. */
static void consider_conditions(loop_join *j, facts *f, path base)
{
    terms *terms = &j->flow->analysis->terms;
    paths *paths = &j->flow->analysis->paths;
    for (uint32_t i = 0; i < j->case_count; i++) {
        uint32_t seen = 0;
        for (path p = j->cases[i]->path; p != base && p > PATH_TRUE && seen < FACT_LIMIT;
             p = path_at(paths, p)->parent, seen++) {
            rewrite r = {.terms = terms, .leaf = rename_leaf, .start = MEMORY_INITIAL, .user = j};
            term atom = path_at(paths, p)->atom, fact = rewrite_term(&r, atom);
            rewrite_stop(&r);
            if (fact == atom && !join_owned(j->flow, atom))
                continue;
            consider(j, f, fact);
            consider(j, f, term_not(terms, fact));
            consider_weaker(j, f, fact);
        }
    }
}

/* "It is at least, at most, what it was on some way here." */
static void consider_bounds(loop_join *j, facts *f)
{
    terms *terms = &j->flow->analysis->terms;
    for (uint32_t slot = 0; slot < j->flow->shape->slot_count; slot++)
        for (uint32_t i = 0; i < j->case_count && j->is_phi[slot]; i++) {
            term v = j->cases[i]->slots[slot];
            unsigned width = v ? term_width(terms, v) : 0;
            if (width < 8 || width > 32)
                continue;
            v = path_constant(&j->flow->analysis->paths, j->cases[i]->path, v);
            if (!term_is_constant(terms, v, NULL))
                continue;
            term phi = phi_of(j, slot, width);
            consider(j, f, term_not(terms, term_slt(terms, phi, v)));
            consider(j, f, term_not(terms, term_slt(terms, v, phi)));
            consider(j, f, term_not(terms, term_ult(terms, phi, v)));
            consider(j, f, term_not(terms, term_ult(terms, v, phi)));
        }
}

/* "It is one of the constants that it was on the ways here." */
static void consider_values(loop_join *j, facts *f)
{
    terms *terms = &j->flow->analysis->terms;
    for (uint32_t slot = 0; slot < j->flow->shape->slot_count; slot++) {
        if (!j->is_phi[slot])
            continue;
        term fact = TERM_FALSE, seen[VALUE_LIMIT], like = TERM_NONE;
        uint32_t count = 0;
        bool fits = true;
        for (uint32_t i = 0; i < j->case_count && fits; i++) {
            term v = j->cases[i]->slots[slot];
            bool known = v == TERM_NONE || !term_is_constant(terms, v, NULL);
            like = v ? v : like;
            for (uint32_t k = 0; k < count && !known; k++)
                known = seen[k] == v;
            if (known)
                continue;
            fits = count < VALUE_LIMIT;
            if (fits)
                seen[count++] = v;
        }
        if (!fits || count == 0 || !like || term_width(terms, like) == 1)
            continue;
        term phi = phi_of(j, slot, term_width(terms, like));
        for (uint32_t k = 0; k < count; k++)
            fact = term_or(terms, fact, term_eq(terms, phi, seen[k]));
        consider(j, f, fact);
    }
}

#define COUNTERS 12u /* loop values that are compared with each other */

/* Two values that keep their distance: "i is j + 1". */
static void consider_distances(loop_join *j, facts *f)
{
    terms *terms = &j->flow->analysis->terms;
    uint32_t slots[COUNTERS], count = 0;
    for (uint32_t slot = 0; slot < j->flow->shape->slot_count && count < COUNTERS; slot++)
        if (j->is_phi[slot])
            slots[count++] = slot;
    for (uint32_t a = 0; a < count; a++)
        for (uint32_t b = a + 1; b < count && j->case_count; b++) {
            term x = j->cases[0]->slots[slots[a]], y = j->cases[0]->slots[slots[b]];
            if (!x || !y || term_width(terms, x) != term_width(terms, y) || term_width(terms, x) < 8)
                continue;
            unsigned width = term_width(terms, x);
            term distance = term_binary(terms, TERM_SUB, x, y);
            if (term_is_constant(terms, distance, NULL))
                consider(j, f,
                         term_eq(terms, phi_of(j, slots[a], width),
                                 term_binary(terms, TERM_ADD, phi_of(j, slots[b], width), distance)));
        }
}

static path common_path(loop_join *j)
{
    paths *paths = &j->flow->analysis->paths;
    path base = j->list[0]->path;
    for (uint32_t i = 1; i < j->count; i++)
        base = path_common(paths, base, j->list[i]->path);
    /* Down to where nothing is new in each iteration. */
    path good = base;
    for (path p = base; p > PATH_TRUE; p = path_at(paths, p)->parent)
        if (join_owned(j->flow, path_at(paths, p)->atom))
            good = path_at(paths, p)->parent;
    return good;
}

static void join_loop_path(loop_join *j, state *s, const state *previous)
{
    paths *paths = &j->flow->analysis->paths;
    path base = common_path(j);
    state_list cases = {0};
    for (uint32_t i = 0; i < j->count; i++)
        take_apart(j->flow, j->list[i], base, &cases);
    j->cases = cases.items;
    j->case_count = cases.count;
    facts *f = must_zero(sizeof *f);
    if (previous && previous->approx) {
        base = path_common(paths, base, previous->path);
        for (path p = previous->path; p != base; p = path_at(paths, p)->parent)
            consider(j, f, path_at(paths, p)->atom);
    }
    if (j->fresh || !previous || !previous->approx) { /* else facts only get fewer */
        consider_paths(j, f, base);
        consider_values(j, f);
        consider_bounds(j, f);
        consider_conditions(j, f, base);
        if (j->flow->run->key.refined)
            consider_distances(j, f);
    }
    s->path = base;
    for (uint32_t i = f->count; i-- > 0;) /* each of them: a stronger one may fall in the next round */
        s->path = path_push(paths, s->path, f->items[i]);
    free(f);
    free(cases.items);
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
        term phi = phi_of(j, i, term_width(terms, like));
        bool was_phi = previous && previous->slots[i] == phi;
        j->is_phi[i] = was_phi || !same || join_owned(j->flow, v);
        j->fresh |= j->is_phi[i] && !was_phi;
        s->slots[i] = j->is_phi[i] ? phi : v;
    }
}

#define KEPT_CELLS 512u /* cells that are looked at; what others hold after the loop is not known */

/* Cells at fixed places that have one value on all ways here keep it. */
static memory keep_cells(loop_join *j, memory m, const memory *changes, uint32_t count)
{
    terms *terms = &j->flow->analysis->terms;
    for (uint32_t i = 0; i < count && i < KEPT_CELLS; i++) {
        memory_node n = *memory_at(terms, changes[i]);
        if (n.kind != MEMORY_WRITE || join_owned(j->flow, n.address))
            continue;
        unsigned width = term_width(terms, n.value);
        term v = memory_read(terms, j->list[0]->memory, n.address, width);
        bool same = !join_owned(j->flow, v);
        for (uint32_t k = 1; k < j->count && same; k++)
            same = memory_read(terms, j->list[k]->memory, n.address, width) == v;
        if (same && memory_read(terms, m, n.address, width) != v)
            m = memory_write(terms, m, n.address, v);
    }
    return m;
}

/* The changes of memory that a round made, of all the states that come to the head. */
static memory *changes_of_all(loop_join *j, memory start, uint32_t *total)
{
    memory *changes = NULL;
    for (uint32_t i = 0; i < j->count; i++) {
        uint32_t count;
        memory *more = memory_changes(&j->flow->analysis->terms, start, j->list[i]->memory, &count);
        if (count) {
            changes = must_resize(changes, (*total + count) * sizeof *changes);
            memcpy(changes + *total, more, count * sizeof *changes);
        }
        *total += count;
        free(more);
    }
    return changes;
}

static void join_loop_memory(loop_join *j, state *s, const state *entry, memory base)
{
    analysis *an = j->flow->analysis;
    memory first = j->list[0]->memory;
    bool same = true;
    for (uint32_t i = 1; i < j->count; i++)
        same = same && j->list[i]->memory == first;
    if (same && (entry || first == base)) {
        s->memory = first;
        return;
    }
    memory start = entry ? entry->memory : base;
    uint32_t total = 0;
    memory *changes = changes_of_all(j, start, &total);
    for (uint32_t i = 0; i < total; i++)
        changes[i] = memory_alone(&an->terms, changes[i]);
    uint32_t kept = memory_sort(changes, total);
    uint32_t site = flow_occurrence(an, OCCURRENCE_LOOP, j->head << 8 | (j->code & 255), j->code >> 8, 0);
    s->memory = memory_loop(&an->terms, start, site, changes, kept);
    s->memory = keep_cells(j, s->memory, changes, kept);
    free(changes);
}

state *join_loop(flow *flow, uint32_t head, lock_key key, state *entry, state **back, uint32_t back_count,
                 const state *previous, memory base, bool fresh)
{
    loop_join j = {.flow = flow, .head = head, .code = lock_key_code(key), .fresh = fresh};
    j.list = must_allocate((back_count + 1) * sizeof *j.list);
    if (entry)
        j.list[j.count++] = entry;
    for (uint32_t i = 0; i < back_count; i++)
        j.list[j.count++] = back[i];
    j.is_phi = must_zero(flow->shape->slot_count + 1);
    state *s = arena_take(flow->scratch, sizeof *s);
    *s = *j.list[0];
    s->key = key;
    s->slots = arena_zero(flow->scratch, (flow->shape->slot_count + 1) * sizeof *s->slots);
    s->own_slots = true;
    s->trail = join_trail(flow, j.list, j.count);
    for (uint32_t i = 0; i < j.count; i++)
        if (j.list[i]->key.elapsed > s->key.elapsed)
            s->key.elapsed = j.list[i]->key.elapsed;
    for (uint32_t i = 1; i < j.count; i++) {
        s->escaped = join_escaped(flow, s->escaped, j.list[i]->escaped);
        if (s->assumed != j.list[i]->assumed)
            s->assumed = TERM_NONE;
        if (!s->doubt)
            s->doubt = j.list[i]->doubt;
    }
    join_loop_slots(&j, s, previous);
    join_loop_path(&j, s, previous);
    join_loop_memory(&j, s, entry, base);
    s->approx = true;
    free(j.list);
    free(j.is_phi);
    return s;
}

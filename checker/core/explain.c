/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Explaining a finding. See explain.h.
 *
 * The trail is a graph: where paths were merged it has alternatives. The solver's values say which one was taken. A
 * branch is told only if its condition is part of what the finding rests on: the others could have gone either way.
 */
#include "explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the path ------------------------------------------------------------------------------------------------ */

/* The calls that are open at a point of the path, outermost first. */
typedef struct frame {
    const struct frame *outer;
    const call_record *call; /* NULL: the root */
    const devlock_routine *routine;
} frame;

typedef struct event {
    const trail *trail;
    const frame *frame;
} event;

typedef struct telling {
    analysis *analysis;
    arena *arena;
    const candidate *candidate;
    const proof_model *model;
    event *events;
    uint32_t count, capacity;
    term *atoms; /* literals that the finding rests on, without negation */
    uint32_t atom_count, atom_capacity;
} telling;

/* A term of a frame in the root's terms. */
static term to_root(telling *t, const frame *f, term x)
{
    for (; f->call; f = f->outer) {
        translation translation;
        flow_translate(&translation, t->analysis, f->call);
        x = rewrite_term(&translation.rewrite, x);
        rewrite_stop(&translation.rewrite);
    }
    return x;
}

static bool holds(telling *t, const frame *f, term condition)
{
    return proof_evaluate(t->analysis, t->model, to_root(t, f, condition)) != 0;
}

static void collect_events(telling *t, const frame *f, const trail *trail);

static void add_event(telling *t, const frame *f, const trail *trail)
{
    ARRAY_RESERVE(t->events, t->count, t->capacity);
    t->events[t->count++] = (event){trail, f};
}

static const trail *chosen(telling *t, const frame *f, const trail *join)
{
    for (uint32_t i = 0; i < join->alternative_count; i++)
        if (holds(t, f, path_term(&t->analysis->paths, join->alternatives[i].path)))
            return join->alternatives[i].trail;
    return join->alternatives[0].trail;
}

static void collect_events(telling *t, const frame *f, const trail *trail)
{
    /* From the end to the start; then turned round. */
    const struct trail **back = NULL;
    uint32_t count = 0, capacity = 0;
    while (trail->kind != TRAIL_START) {
        if (trail->kind == TRAIL_JOIN) {
            trail = chosen(t, f, trail);
            continue;
        }
        ARRAY_RESERVE(back, count, capacity);
        back[count++] = trail;
        trail = trail->parent;
    }
    while (count-- > 0) {
        add_event(t, f, back[count]);
        if (back[count]->kind != TRAIL_CALL)
            continue;
        frame *inner = arena_take(t->arena, sizeof *inner);
        *inner = (frame){f, back[count]->call, back[count]->call->routine};
        collect_events(t, inner, back[count]->call->inside);
    }
    free(back);
}

/* ---- which branches matter ----------------------------------------------------------------------------------- */

static void add_atom(telling *t, term x)
{
    terms *terms = &t->analysis->terms;
    if (term_at(terms, x)->op == TERM_BOOL_NOT)
        x = term_at(terms, x)->a;
    for (uint32_t i = 0; i < t->atom_count; i++)
        if (t->atoms[i] == x)
            return;
    ARRAY_RESERVE(t->atoms, t->atom_count, t->atom_capacity);
    t->atoms[t->atom_count++] = x;
    uint8_t op = term_at(terms, x)->op;
    if (op == TERM_BOOL_AND || op == TERM_BOOL_OR) {
        term b = term_at(terms, x)->b;
        add_atom(t, term_at(terms, x)->a);
        add_atom(t, b);
    }
}

static bool is_atom(const telling *t, term x)
{
    const terms *terms = &t->analysis->terms;
    if (term_at(terms, x)->op == TERM_BOOL_NOT)
        x = term_at(terms, x)->a;
    for (uint32_t i = 0; i < t->atom_count; i++)
        if (t->atoms[i] == x)
            return true;
    return false;
}

static bool matters(telling *t, const event *e)
{
    const terms *terms = &t->analysis->terms;
    term condition = to_root(t, e->frame, e->trail->condition);
    if (is_atom(t, condition))
        return true;
    for (uint8_t op = TERM_BOOL_AND; op <= TERM_BOOL_OR; op++) {
        term leaves[32];
        uint32_t n = term_leaves(terms, (term_op)op, condition, leaves, 32);
        for (uint32_t i = 0; n <= 32 && n > 1 && i < n; i++)
            if (is_atom(t, leaves[i]))
                return true;
    }
    return false;
}

/* ---- words --------------------------------------------------------------------------------------------------- */

static const step *step_of(const devlock_routine *r, uint32_t id)
{
    for (uint32_t b = 0; b < r->block_count; b++) {
        const block *block = &r->blocks[b];
        if (block->step_count && id >= block->steps[0].id && id <= block->steps[block->step_count - 1].id)
            for (uint32_t i = 0; i < block->step_count; i++)
                if (block->steps[i].id == id)
                    return &block->steps[i];
    }
    return NULL;
}

static const char *function_name(const telling *t, uint32_t function)
{
    return t->analysis->program->functions[function].name;
}

static const char *routine_name(const telling *t, const devlock_routine *r)
{
    return function_name(t, r->function);
}

static const devlock_lock_kind *kind_of(const telling *t)
{
    return devlock_model_kind(t->analysis->model, t->candidate->kind);
}

/* The model of the lock function that a step calls (directly or through a pointer: then any of the role). */
static const devlock_model_function *lock_function(const telling *t, const step *st, devlock_role role)
{
    const devlock_model *model = t->analysis->model;
    const devlock_model_function *m = NULL;
    if (st && st->kind == STEP_CALL && st->a.kind == DEVLOCK_OPERAND_FUNCTION)
        m = devlock_model_find(model, function_name(t, st->a.id), st->argument_count);
    if (m && m->role == role)
        return m;
    for (size_t i = 0; i < devlock_model_function_count(model); i++) {
        m = devlock_model_function_at(model, i);
        if (m->role == role && m->kind == t->candidate->kind)
            return m;
    }
    return NULL;
}

/* How the lock is written in the call of a lock function. */
static const char *lock_text_at(const telling *t, const step *st, devlock_role role)
{
    const devlock_model_function *m = lock_function(t, st, role);
    if (!m || !st || m->source == DEVLOCK_LOCK_RESULT || m->argument >= st->argument_count)
        return NULL;
    return st->arguments[m->argument].text;
}

/* The lock as the root's reader knows it: as written at the operation if that stands in the routine, else as written
 * in the argument that carries it there. */
static const char *lock_text_for(telling *t, const event *e, devlock_role role)
{
    const step *st = step_of(e->frame->routine, e->trail->id);
    const char *text = lock_text_at(t, st, role);
    const frame *f = e->frame;
    while (f->call) {
        terms *terms = &t->analysis->terms;
        term_node n = *term_at(terms, f->call->callee->key.lock);
        if (n.op != TERM_SYMBOL || n.a != SYMBOL_PARAMETER || n.value)
            return text;
        const step *call = step_of(f->outer->routine, t->analysis->occurrences[f->call->instance].id);
        if (!call || n.b >= call->argument_count || !call->arguments[n.b].text)
            return text;
        text = call->arguments[n.b].text;
        f = f->outer;
    }
    return text;
}

/* ---- notes --------------------------------------------------------------------------------------------------- */

typedef struct notes {
    devlock_note *items;
    uint32_t count, capacity;
} notes;

static void add_note(notes *n, devlock_place place, const char *text)
{
    if (n->count && n->items[n->count - 1].place.line == place.line &&
        n->items[n->count - 1].place.column == place.column && n->items[n->count - 1].place.file == place.file &&
        strcmp(n->items[n->count - 1].text, text) == 0)
        return; /* one round of a loop more */
    ARRAY_RESERVE(n->items, n->count, n->capacity);
    n->items[n->count++] = (devlock_note){place, text};
}

static const char *number_text(telling *t, uint64_t value, unsigned width, bool is_signed)
{
    if (is_signed && width < 64 && (value >> (width - 1) & 1))
        return arena_format(t->arena, "%lld", (long long)(value | ~term_mask(width)));
    if (is_signed)
        return arena_format(t->arena, "%lld", (long long)value);
    return arena_format(t->arena, value > 0xFFFF ? "0x%llX" : "%llu", (unsigned long long)value);
}

static const char *switch_text(telling *t, const event *e, const block_end *end)
{
    const char *what = end->text ? end->text : "the value";
    uint32_t choice = e->trail->choice;
    if (choice >= end->case_count)
        return arena_format(t->arena, "'%s' matches no case", what);
    const char *list = NULL;
    for (uint32_t i = 0; i < end->case_count; i++) {
        const devlock_case *c = &end->cases[i];
        if (c->target != end->cases[choice].target)
            continue;
        const char *one = number_text(t, c->low, end->value.width, end->is_signed);
        if (c->high != c->low)
            one = arena_format(t->arena, "%s to %s", one,
                               number_text(t, c->high, end->value.width, end->is_signed));
        list = list ? arena_format(t->arena, "%s or %s", list, one) : one;
    }
    return arena_format(t->arena, "'%s' is %s", what, list);
}

static void branch_note(telling *t, notes *n, const event *e)
{
    const block_end *end = &e->frame->routine->blocks[e->trail->id].end;
    if (end->kind == END_SWITCH)
        add_note(n, end->place, switch_text(t, e, end));
    else if (end->kind == END_INDIRECT)
        add_note(n, end->place, "this goto is taken");
    else if (end->text)
        add_note(n, end->place,
                 arena_format(t->arena, "'%s' is %s", end->text, e->trail->choice == 0 ? "true" : "false"));
    else
        add_note(n, end->place, e->trail->choice == 0 ? "this is true" : "this is false");
}

static void lock_note(telling *t, notes *n, const event *e)
{
    const step *st = step_of(e->frame->routine, e->trail->id);
    devlock_role role = e->trail->kind == TRAIL_RELEASE ? DEVLOCK_ROLE_RELEASE : DEVLOCK_ROLE_ACQUIRE;
    const char *verb = e->trail->kind == TRAIL_ACQUIRE   ? "acquired"
                       : e->trail->kind == TRAIL_RELEASE ? "released"
                                                         : "not acquired: the call fails";
    const char *text = lock_text_at(t, st, role);
    if (!st)
        return;
    if (text)
        add_note(n, st->place, arena_format(t->arena, "the %s of '%s' is %s here", kind_of(t)->name, text, verb));
    else
        add_note(n, st->place, arena_format(t->arena, "the %s is %s here", kind_of(t)->name, verb));
}

static void event_note(telling *t, notes *n, const event *e)
{
    const devlock_routine *r = e->frame->routine;
    const step *st;
    switch (e->trail->kind) {
    case TRAIL_BRANCH:
        if (matters(t, e))
            branch_note(t, n, e);
        break;
    case TRAIL_CALL:
        st = step_of(r, e->trail->id);
        if (st)
            add_note(n, st->place,
                     arena_format(t->arena, "'%s' is called", routine_name(t, e->trail->call->routine)));
        break;
    case TRAIL_RAISE:
        st = step_of(r, e->trail->id);
        if (st)
            add_note(n, st->place, "an exception is raised here");
        break;
    default:
        lock_note(t, n, e);
        break;
    }
}

/* ---- the message --------------------------------------------------------------------------------------------- */

static const event *last_event(const telling *t, trail_kind kind, bool before_last)
{
    for (uint32_t i = t->count; i-- > 0;)
        if (t->events[i].trail->kind == kind && !(before_last && i + 1 == t->count))
            return &t->events[i];
    return NULL;
}

static const char *release_hint(telling *t, const char *lock)
{
    const devlock_model_function *m = lock_function(t, NULL, DEVLOCK_ROLE_RELEASE);
    if (!m)
        return "release it first";
    if (!lock || m->source != DEVLOCK_LOCK_ARGUMENT || m->argument != 0)
        return arena_format(t->arena, "call %s on this path", m->name);
    return arena_format(t->arena, "call %s(%s) on this path", m->name, lock);
}

/* "the device lock of 'Ext'" */
static const char *named(telling *t, const char *lock)
{
    return lock ? arena_format(t->arena, "the %s of '%s'", kind_of(t)->name, lock)
                : arena_format(t->arena, "the %s", kind_of(t)->name);
}

/* The routine called at the finding's place, if the operation itself lies in it. */
static const char *called_there(telling *t)
{
    const candidate *c = t->candidate;
    const step *st = c->step;
    const event *last = t->count ? &t->events[t->count - 1] : NULL;
    if (!st || !last || (last->frame->routine == c->routine && last->trail->id == st->id))
        return NULL;
    for (uint32_t i = t->count; i-- > 0;)
        if (t->events[i].trail->kind == TRAIL_CALL && t->events[i].frame->routine == c->routine &&
            t->events[i].trail->id == st->id)
            return routine_name(t, t->events[i].trail->call->routine);
    return NULL;
}

static const char *message_of(telling *t)
{
    const candidate *c = t->candidate;
    const event *taken = last_event(t, TRAIL_ACQUIRE, c->check == DEVLOCK_DOUBLE_ACQUIRE);
    const event *last = t->count ? &t->events[t->count - 1] : NULL;
    devlock_role role = c->check == DEVLOCK_DOUBLE_ACQUIRE ? DEVLOCK_ROLE_ACQUIRE : DEVLOCK_ROLE_RELEASE;
    const char *lock;
    if (c->check == DEVLOCK_MISSING_RELEASE) {
        lock = taken ? lock_text_for(t, taken, DEVLOCK_ROLE_ACQUIRE) : NULL;
        return arena_format(t->arena, "'%s' returns here with %s held; %s", routine_name(t, c->routine),
                            named(t, lock), release_hint(t, lock));
    }
    const char *callee = called_there(t);
    lock = last ? (callee ? lock_text_for(t, last, role)
                          : lock_text_at(t, step_of(last->frame->routine, last->trail->id), role))
                : NULL;
    const char *who = callee ? arena_format(t->arena, "'%s' ", callee) : "";
    switch (c->check) {
    case DEVLOCK_DOUBLE_ACQUIRE:
        return callee ? arena_format(t->arena, "%sacquires %s, which is held already; release it before the call", who,
                                     named(t, lock))
                      : arena_format(t->arena, "%s is acquired, but held already; release it first", named(t, lock));
    case DEVLOCK_DOUBLE_RELEASE:
        return callee ? arena_format(t->arena, "%sreleases %s, which has been released already on this path", who,
                                     named(t, lock))
                      : arena_format(t->arena, "%s is released a second time on this path; remove one release",
                                     named(t, lock));
    case DEVLOCK_RELEASE_WITHOUT_ACQUIRE:
        return callee ? arena_format(t->arena, "%sreleases %s, which is not held on this path; acquire it before", who,
                                     named(t, lock))
                      : arena_format(t->arena, "%s is released, but not held on this path; acquire it before",
                                     named(t, lock));
    default: {
        const event *held = NULL;
        telling other = *t;
        other.events = NULL;
        other.count = other.capacity = 0;
        frame *f = arena_take(t->arena, sizeof *f);
        *f = (frame){NULL, NULL, c->kill->routine};
        collect_events(&other, f, c->kill->held_trail);
        held = last_event(&other, TRAIL_ACQUIRE, false);
        const char *held_text = held ? lock_text_for(&other, held, DEVLOCK_ROLE_ACQUIRE) : NULL;
        const char *text = arena_format(t->arena, "this releases %s, but it is %s that is held", named(t, lock),
                                        named(t, held_text));
        free(other.events);
        return text;
    }
    }
}

/* For a wrong extension, the story of the lock that is held comes first. */
static void held_notes(telling *t, notes *n)
{
    const candidate *c = t->candidate;
    if (c->check != DEVLOCK_WRONG_EXTENSION || c->kill->routine != c->root)
        return;
    telling other = *t;
    other.events = NULL;
    other.count = other.capacity = 0;
    frame *f = arena_take(t->arena, sizeof *f);
    *f = (frame){NULL, NULL, c->root};
    collect_events(&other, f, c->kill->held_trail);
    for (uint32_t i = 0; i < other.count; i++)
        if (other.events[i].trail->kind != TRAIL_BRANCH)
            event_note(&other, n, &other.events[i]);
    free(other.events);
}

void explain_finding(analysis *analysis, arena *arena, const candidate *candidate, const proof_model *model,
                     devlock_finding *finding)
{
    telling t = {.analysis = analysis, .arena = arena, .candidate = candidate, .model = model};
    frame *root = arena_take(arena, sizeof *root);
    *root = (frame){NULL, NULL, candidate->root};
    add_atom(&t, candidate->condition);
    collect_events(&t, root, candidate->trail);
    finding->routine = routine_name(&t, candidate->routine);
    finding->message = message_of(&t);
    notes n = {0};
    held_notes(&t, &n);
    bool at_operation = candidate->step && !called_there(&t);
    for (uint32_t i = 0; i < t.count; i++)
        if (!(at_operation && i + 1 == t.count)) /* the finding itself stands there */
            event_note(&t, &n, &t.events[i]);
    finding->notes = arena_take(arena, (n.count + 1) * sizeof *finding->notes);
    memcpy((void *)finding->notes, n.items, n.count * sizeof *n.items);
    finding->note_count = n.count;
    free(n.items);
    free(t.events);
    free(t.atoms);
}

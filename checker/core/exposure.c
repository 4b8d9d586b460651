/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The rule of exposed routines: those that a callback stores into an interface for others must take the lock before
 * they touch its subject (the device extension), for nobody takes it for them.
 *
 * Which routines are exposed is read from the memory that the callback leaves behind: functions at addresses that are
 * reached from the parameter that the model names. What they get as their first argument stands in the interface as
 * well, in the field that all interfaces have second (INTERFACE.Context, behind two 16-bit numbers); only if it is the
 * subject, or lies in it, is the first parameter one. If it is an object of its own, the subject is what the callback
 * has stored there. Other subjects are those whose lock the routine takes, and the results of functions that give one.
 *
 * Needs: entry contexts. Leaves behind: candidates. Cost: a run of each such callback; of each exposed routine, one for
 * each subject.
 */
#include <stdlib.h>

#include "arena.h"
#include "contexts.h"
#include "rules.h"
#include "watch.h"

#define MOST_FIELDS 8u /* of one context that hold a subject */

/* An exposed routine, and who exposes it. */
typedef struct exposed {
    const devlock_routine *routine;
    const entry_context *by;
    bool gets_subject;            /* its first parameter is the subject, or points into it */
    uint64_t fields[MOST_FIELDS]; /* else: where what it points to holds the subject, in bytes */
    uint32_t field_count;
} exposed;

typedef struct exposed_list {
    exposed *items;
    uint32_t count, capacity;
} exposed_list;

/* ---- which routines ------------------------------------------------------------------------------------------ */

static term parameter(terms *terms, int index)
{
    return term_symbol(terms, terms->pointer_bits, SYMBOL_PARAMETER, (uint32_t)index, 0, 0, false);
}

/* Whether an address is reached from a parameter, through pointers that are read on the way. */
static bool stems_from(const terms *terms, term address, term from)
{
    for (;;) {
        term root = term_root(terms, address);
        if (root == from)
            return true;
        if (term_at(terms, root)->op != TERM_LOAD)
            return false;
        address = term_at(terms, root)->b;
    }
}

/* What a callback stores, under the condition of one of its ways out. */
typedef struct storing {
    analysis *analysis;
    const entry_context *by;
    const exit_group *exit;
    term interface; /* the parameter behind which it stores */
    exposed_list *list;
} storing;

/* The callback has stored the subject in a field of the context: an exposed routine finds it there. */
static void add_fields(storing *s, term context, exposed *e)
{
    terms *terms = &s->analysis->terms;
    uint32_t count;
    memory *changes = memory_changes(terms, MEMORY_INITIAL, s->exit->memory, &count);
    for (uint32_t i = 0; i < count && e->field_count < MOST_FIELDS; i++) {
        const memory_node *n = memory_at(terms, changes[i]);
        term root, base;
        uint64_t offset, from;
        if (n->kind != MEMORY_WRITE || term_root(terms, n->value) != parameter(terms, 0) ||
            !term_split(terms, n->address, &root, &offset) || !term_split(terms, context, &base, &from) || root != base)
            continue;
        bool known = false;
        for (uint32_t k = 0; k < e->field_count; k++)
            known |= e->fields[k] == offset - from;
        if (!known)
            e->fields[e->field_count++] = offset - from;
    }
    free(changes);
}

/* What the routine gets: each value that the context can be on some path. */
static void add_contexts(storing *s, path p, term value, exposed *e)
{
    terms *terms = &s->analysis->terms;
    term_node n = *term_at(terms, value);
    if (p == PATH_FALSE)
        return;
    if (n.op == TERM_ITE) {
        paths *paths = &s->analysis->paths;
        add_contexts(s, path_add(paths, p, n.a), n.b, e);
        add_contexts(s, path_add(paths, p, term_not(terms, n.a)), n.c, e);
    } else if (term_root(terms, value) == parameter(terms, 0)) {
        e->gets_subject = true;
    } else {
        add_fields(s, value, e);
    }
}

/* The same on those paths on which the slot holds the function. */
static void add_contexts_of(storing *s, path p, term stored, term function, term context, exposed *e)
{
    terms *terms = &s->analysis->terms;
    paths *paths = &s->analysis->paths;
    term_node n = *term_at(terms, stored);
    if (p == PATH_FALSE)
        return;
    if (n.op == TERM_ITE) {
        add_contexts_of(s, path_add(paths, p, n.a), n.b, function, context, e);
        add_contexts_of(s, path_add(paths, p, term_not(terms, n.a)), n.c, function, context, e);
    } else if (stored == function) {
        add_contexts(s, p, context, e);
    }
}

/* What the interface whose slot holds this routine has as its context. */
static void read_context(storing *s, term slot, uint32_t function, exposed *e)
{
    terms *terms = &s->analysis->terms;
    term base = term_root(terms, slot), size = term_constant(terms, terms->pointer_bits, terms->pointer_bits / 8);
    memory m = s->exit->memory;
    term there = term_address(terms, DEVLOCK_OPERAND_FUNCTION, function, 0);
    term stored = memory_read(terms, m, slot, terms->pointer_bits);
    term context = memory_read(terms, m, term_binary(terms, TERM_ADD, base, size), terms->pointer_bits);
    add_contexts_of(s, path_add(&s->analysis->paths, PATH_TRUE, s->exit->guard), stored, there, context, e);
}

static void add_exposed(storing *s, term slot, uint32_t function)
{
    const devlock_routine *body = s->analysis->program->functions[function].body;
    if (!body)
        return;
    exposed_list *list = s->list;
    uint32_t i = 0;
    while (i < list->count && list->items[i].routine != body)
        i++;
    if (i == list->count) {
        ARRAY_RESERVE(list->items, list->count, list->capacity);
        list->items[list->count++] = (exposed){.routine = body, .by = s->by};
    }
    read_context(s, slot, function, &list->items[i]);
}

static void add_value(storing *s, term slot, term value)
{
    term_node n = *term_at(&s->analysis->terms, value);
    if (n.op == TERM_ITE) {
        add_value(s, slot, n.b);
        add_value(s, slot, n.c);
    } else if (n.op == TERM_ADDRESS && n.a == DEVLOCK_OPERAND_FUNCTION) {
        add_exposed(s, slot, n.b);
    }
}

/* Part of a table is copied into the interface. */
static void add_table(storing *s, const memory_node *copy)
{
    terms *terms = &s->analysis->terms;
    term root;
    uint64_t from;
    term_split(terms, copy->value, &root, &from);
    const term_node *n = term_at(terms, root);
    if (n->op != TERM_ADDRESS || n->a != DEVLOCK_OPERAND_GLOBAL)
        return;
    const global *table = &s->analysis->program->globals[n->b];
    for (uint32_t i = 0; i < table->value_count; i++) {
        const global_value *v = &table->values[i];
        if (v->value.kind != DEVLOCK_OPERAND_FUNCTION || v->offset < from || v->offset >= from + copy->size)
            continue;
        term offset = term_constant(terms, terms->pointer_bits, v->offset - from);
        add_exposed(s, term_binary(terms, TERM_ADD, copy->address, offset), v->value.id);
    }
}

static void read_exit(storing *s)
{
    terms *terms = &s->analysis->terms;
    uint32_t count;
    memory *changes = memory_changes(terms, MEMORY_INITIAL, s->exit->memory, &count);
    for (uint32_t i = count; i-- > 0;) { /* oldest first */
        memory_node n = *memory_at(terms, changes[i]);
        if ((n.kind != MEMORY_WRITE && n.kind != MEMORY_COPY) || !stems_from(terms, n.address, s->interface))
            continue;
        if (n.kind == MEMORY_WRITE)
            add_value(s, n.address, n.value);
        else
            add_table(s, &n);
    }
    free(changes);
}

static void find_exposed(analysis *an, exposed_list *list)
{
    for (uint32_t i = 0; i < an->entry_count; i++) {
        const entry_context *e = &an->entries[i];
        const devlock_context *context = devlock_model_context(an->model, e->context);
        if (context->exposes < 0)
            continue;
        const run *r = flow_run(an, (run_key){.routine = e->routine});
        storing s = {.analysis = an, .by = e, .list = list, .interface = parameter(&an->terms, context->exposes)};
        for (uint32_t k = 0; k < r->exit_count; k++) {
            s.exit = &r->exits[k];
            read_exit(&s);
        }
    }
}

/* ---- their accesses ------------------------------------------------------------------------------------------ */

typedef struct subjects {
    term *items; /* the lock's name, or what accesses stand on */
    uint32_t count, capacity;
} subjects;

static void add_subject(const terms *terms, subjects *all, term subject)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (term_root(terms, all->items[i]) == term_root(terms, subject))
            return;
    ARRAY_RESERVE(all->items, all->count, all->capacity);
    all->items[all->count++] = subject;
}

/* Whether a value is the result of a function that gives a subject. */
static bool gives_subject(analysis *an, term value)
{
    term_node n = *term_at(&an->terms, value);
    uint32_t arguments = 0;
    if (n.op != TERM_APPLY || n.a == UINT32_MAX)
        return false;
    for (term rest = n.b; rest; rest = term_at(&an->terms, rest)->b)
        arguments++;
    const devlock_model_function *m = flow_model(an, n.a, arguments);
    return m && m->subject_result;
}

/* What a field of the first parameter's object holds at entry. */
static term field_of_context(terms *terms, uint64_t offset)
{
    unsigned width = terms->pointer_bits;
    term address = term_binary(terms, TERM_ADD, parameter(terms, 0), term_constant(terms, width, offset));
    return memory_read(terms, MEMORY_INITIAL, address, width);
}

static subjects subjects_of(const gathering *g, const exposed *e, uint32_t kind)
{
    analysis *an = g->analysis;
    subjects all = {0};
    run_key key = judge_key(g);
    const run *plain = flow_run(an, key);
    judge_take_limits((gathering *)g, plain);
    for (uint32_t i = 0; i < plain->lock_count; i++)
        if (plain->locks[i].kind == kind)
            add_subject(&an->terms, &all, plain->locks[i].lock);
    if (e->gets_subject)
        add_subject(&an->terms, &all, parameter(&an->terms, 0));
    for (uint32_t i = 0; i < e->field_count; i++)
        add_subject(&an->terms, &all, field_of_context(&an->terms, e->fields[i]));
    key.watch = WATCH_ACCESS;
    const run *r = flow_run(an, key);
    for (uint32_t i = 0; i < r->sight_count; i++)
        if (r->sights[i].kind == SIGHT_ACCESS && gives_subject(an, r->sights[i].value))
            add_subject(&an->terms, &all, r->sights[i].value);
    return all;
}

static void take(gathering *g, const run *r)
{
    const exposed *e = g->subject;
    for (uint32_t i = 0; i < r->sight_count; i++) {
        const sight *s = &r->sights[i];
        if (s->kind == SIGHT_ACCESS && s->settled)
            judge_add(g, (candidate){.check = DEVLOCK_UNLOCKED_CHILD_ACCESS,
                                     .root = g->root,
                                     .routine = s->routine,
                                     .step = s->step,
                                     .place = s->step->place,
                                     .condition = path_term(&g->analysis->paths, s->path),
                                     .trail = s->trail,
                                     .approx = s->approx,
                                     .doubt = s->doubt,
                                     .lock = r->key.lock,
                                     .kind = r->key.kind,
                                     .entry = e->by});
    }
    judge_take_limits(g, r);
}

static void gather(gathering *g)
{
    const exposed *e = g->subject;
    uint32_t kind = devlock_model_context(g->analysis->model, e->by->context)->exposes_kind;
    subjects all = subjects_of(g, e, kind);
    for (uint32_t i = 0; i < all.count; i++) {
        if (g->lock && all.items[i] != g->lock)
            continue;
        run_key key = judge_key(g);
        key.lock = all.items[i];
        key.kind = kind;
        key.watch = WATCH_ACCESS;
        take(g, flow_run(g->analysis, key));
    }
    free(all.items);
}

void judge_exposed(analysis *an, judge_report report, void *user)
{
    exposed_list list = {0};
    find_exposed(an, &list);
    for (uint32_t i = 0; i < list.count; i++) {
        judge_rule rule = {.gather = gather, .subject = &list.items[i], .first_only = true};
        judge_by(an, list.items[i].routine, &rule, report, user);
    }
    free(list.items);
}

void exposure_each(analysis *an, void (*tell)(void *user, const devlock_routine *exposed, const devlock_routine *by),
                   void *user)
{
    exposed_list list = {0};
    find_exposed(an, &list);
    for (uint32_t i = 0; i < list.count; i++)
        tell(user, list.items[i].routine, list.items[i].by->routine);
    free(list.items);
}

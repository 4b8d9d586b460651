/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Annotations about locks. See annotations.h.
 */
#include "annotations.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cells.h"

bool annotations_assumes(const devlock_annotation *a)
{
    return a->kind == DEVLOCK_ASSUMES_HELD || a->kind == DEVLOCK_ASSUMES_FREE;
}

bool annotations_about_lock(const devlock_annotation *a)
{
    return a->kind <= DEVLOCK_REQUIRES_FREE || annotations_assumes(a);
}

bool annotations_any(const function *f)
{
    for (uint32_t i = 0; i < f->annotation_count; i++)
        if (annotations_about_lock(&f->annotations[i]))
            return true;
    return false;
}

/* ---- where the lock is --------------------------------------------------------------------------------------- */

static term moved(terms *terms, term base, uint64_t bytes)
{
    if (!bytes)
        return base;
    return term_graph_binary(terms, DEVLOCK_FIELD, base, term_constant(terms, terms->pointer_bits, bytes));
}

/* loads, offset: how much of the way is gone. */
static term reached(analysis *an, const devlock_access *access, size_t loads, uint64_t offset, term root, memory m)
{
    terms *terms = &an->terms;
    if (root == TERM_NONE || term_width(terms, root) != terms->pointer_bits)
        return TERM_NONE;
    for (size_t i = 0; i < loads; i++)
        root = memory_read(terms, m, moved(terms, root, access->loads[i]), terms->pointer_bits);
    return moved(terms, root, offset);
}

/* member: what the lock is a member of. */
static term lock_from(analysis *an, const devlock_access *access, bool member, const term *arguments, uint32_t count,
                      memory m)
{
    terms *terms = &an->terms;
    term root = TERM_NONE;
    if (access->root == DEVLOCK_ACCESS_GLOBAL)
        root = term_address(terms, DEVLOCK_OPERAND_GLOBAL, access->id, 0);
    else if (access->root == DEVLOCK_ACCESS_PARAMETER && !arguments)
        root = term_symbol(terms, terms->pointer_bits, SYMBOL_PARAMETER, access->id, 0, 0, false);
    else if (access->root == DEVLOCK_ACCESS_PARAMETER && access->id < count)
        root = arguments[access->id];
    if (!member)
        return reached(an, access, access->load_count, access->offset, root, m);
    if (access->offset)
        return reached(an, access, access->load_count, 0, root, m);
    return access->load_count ? reached(an, access, access->load_count - 1, 0, root, m) : TERM_NONE;
}

/* The lock has a name that models know, and no object: "_Global_critical_region_". */
static bool is_without_object(const devlock_annotation *a)
{
    return a->access.root == DEVLOCK_ACCESS_NONE;
}

/* What it says was not understood, but that it says something of a lock. */
static bool is_not_understood(const devlock_annotation *a)
{
    return is_without_object(a) && !a->text;
}

term annotations_lock_at(analysis *an, const contract *c, const term *arguments, uint32_t count, memory m)
{
    if (is_without_object(c->annotation))
        return c->lock;
    return lock_from(an, &c->annotation->access, c->member, arguments, count, m);
}

/* ---- which kind it is of ------------------------------------------------------------------------------------- */

/* The one kind whose lock functions the program calls; DEVLOCK_NONE: there are several, or none. */
static uint32_t kind_that_is_called(const analysis *an)
{
    const devlock_program *p = an->program;
    uint32_t kind = DEVLOCK_NONE;
    for (uint32_t n = 0; n < p->routine_count; n++)
        for (uint32_t b = 0; b < p->routines[n]->block_count; b++)
            for (uint32_t i = 0; i < p->routines[n]->blocks[b].step_count; i++) {
                const step *s = &p->routines[n]->blocks[b].steps[i];
                if (s->kind != STEP_CALL || s->a.kind != DEVLOCK_OPERAND_FUNCTION)
                    continue;
                const devlock_model_function *m =
                    devlock_model_find(an->model, p->functions[s->a.id].name, s->argument_count);
                if (!m || m->role == DEVLOCK_ROLE_NONE || m->kind == kind)
                    continue;
                if (kind != DEVLOCK_NONE)
                    return DEVLOCK_NONE;
                kind = m->kind;
            }
    return kind;
}

/* Where models describe one kind, prototypes alone can be about no other. */
static uint32_t kind_of_program(const analysis *an)
{
    return devlock_model_kind_count(an->model) == 1 ? 0 : kind_that_is_called(an);
}

/* The lock of the annotation among those that the body uses. */
static bool find_used(analysis *an, const run *plain, contract *c)
{
    for (unsigned member = 0; member < 2; member++) {
        term named = lock_from(an, &c->annotation->access, member, NULL, 0, MEMORY_INITIAL);
        for (uint32_t i = 0; named && i < plain->lock_count; i++)
            if (plain->locks[i].lock == named || term_same(&an->terms, plain->locks[i].lock, named) == TERM_TRUE) {
                c->lock = plain->locks[i].lock;
                c->kind = plain->locks[i].kind;
                c->member = member;
                return true;
            }
    }
    return false;
}

/* The one kind that the body uses. */
static uint32_t kind_of_body(const run *plain)
{
    uint32_t kind = plain && plain->lock_count ? plain->locks[0].kind : DEVLOCK_NONE;
    for (uint32_t i = 1; plain && i < plain->lock_count; i++)
        if (plain->locks[i].kind != kind)
            return DEVLOCK_NONE;
    return kind;
}

/* A body that is to change a lock's state and operates none, in a program that operates none, is about a lock that no
 * model describes. */
static bool of_unknown_kind(const analysis *an, const run *plain, const devlock_annotation *a)
{
    return plain && plain->lock_count == 0 && (a->kind == DEVLOCK_ACQUIRES || a->kind == DEVLOCK_RELEASES) &&
           kind_that_is_called(an) == DEVLOCK_NONE;
}

/* What the text names is a lock by its type. The functions of this kind take what their locks belong to, and the body
 * says nothing of such a one: it is a lock that no model describes. */
static bool is_other_lock(const analysis *an, const contract *c)
{
    return c->annotation->is_variable && devlock_model_kind(an->model, c->kind)->subject;
}

/* What the text names is the lock, and never what stands for one acquire of it. */
static bool is_by_handle(const analysis *an, const contract *c)
{
    return devlock_model_kind(an->model, c->kind)->by_handle;
}

static uint32_t kind_annotated_as(const analysis *an, const char *name)
{
    for (uint32_t i = 0; name && i < devlock_model_kind_count(an->model); i++) {
        const char *known = devlock_model_kind(an->model, i)->annotated_as;
        if (known && strcmp(known, name) == 0)
            return i;
    }
    return DEVLOCK_NONE;
}

/* A body that operates no lock of the kind has it operated where models see nothing: of that it is not judged. */
static bool resolve_without_object(analysis *an, const run *plain, contract *c)
{
    c->kind = kind_annotated_as(an, c->annotation->text);
    if (c->kind == DEVLOCK_NONE)
        return false;
    c->lock = cell_global_lock(&an->terms, c->kind);
    bool operated = !plain;
    for (uint32_t i = 0; plain && i < plain->lock_count; i++)
        operated |= plain->locks[i].kind == c->kind;
    return operated;
}

/* A lock that belongs to something, such as a device extension, is named by that, also where the text names a member.
 */
static bool resolve(analysis *an, const run *plain, contract *c)
{
    if (annotations_assumes(c->annotation)) {
        c->lock = lock_from(an, &c->annotation->access, false, NULL, 0, MEMORY_INITIAL);
        return c->lock != TERM_NONE;
    }
    if (is_without_object(c->annotation))
        return resolve_without_object(an, plain, c);
    if (plain && find_used(an, plain, c))
        return true;
    if (of_unknown_kind(an, plain, c->annotation))
        return false;
    c->kind = kind_of_body(plain);
    if (c->kind == DEVLOCK_NONE)
        c->kind = kind_of_program(an);
    if (c->kind == DEVLOCK_NONE || is_other_lock(an, c) || is_by_handle(an, c))
        return false;
    const devlock_access *access = &c->annotation->access;
    c->member = access->offset && devlock_model_kind(an->model, c->kind)->subject;
    c->lock = lock_from(an, access, c->member, NULL, 0, MEMORY_INITIAL);
    return c->lock != TERM_NONE;
}

static const char *why_useless(const analysis *an, const run *plain, const contract *c)
{
    if (is_without_object(c->annotation) && c->kind == DEVLOCK_NONE)
        return "no model describes that lock";
    if (is_without_object(c->annotation))
        return arena_format(an->arena, "nothing in the routine operates the %s",
                            devlock_model_kind(an->model, c->kind)->name);
    if (of_unknown_kind(an, plain, c->annotation))
        return "nothing in the program operates a lock that a model describes";
    if (c->kind != DEVLOCK_NONE && is_other_lock(an, c))
        return "by its type, that is a lock which no model describes";
    if (c->kind != DEVLOCK_NONE && is_by_handle(an, c))
        return arena_format(an->arena, "a %s is known by its handle, which the annotation does not name",
                            devlock_model_kind(an->model, c->kind)->name);
    return "it does not tell of which kind the lock is, since neither the body nor the program operates locks of one "
           "kind only";
}

static void note_useless(analysis *an, const function *f, const run *plain, const contract *c)
{
    const devlock_annotation *a = c->annotation;
    const char *reason = arena_format(an->arena, "its annotation of the lock '%s' has no effect: %s",
                                      a->text ? a->text : "?", why_useless(an, plain, c));
    flow_name_gap(an, (devlock_gap){f->name, a->place, reason});
}

const contracts *annotations_of(analysis *an, uint32_t id)
{
    static const contracts none = {.known = true};
    const function *f = &an->program->functions[id];
    if (!annotations_any(f))
        return &none;
    if (!an->contracts)
        an->contracts = must_zero(an->program->function_count * sizeof *an->contracts);
    contracts *all = &an->contracts[id];
    if (all->known)
        return all;
    all->known = true;
    const run *plain = f->body ? flow_run(an, (run_key){.routine = f->body}) : NULL;
    for (uint32_t i = 0; i < f->annotation_count; i++) {
        contract c = {.annotation = &f->annotations[i], .kind = DEVLOCK_NONE};
        if (!annotations_about_lock(c.annotation))
            continue;
        if (!resolve(an, plain, &c)) {
            all->unread |= c.annotation->kind == DEVLOCK_ACQUIRES || c.annotation->kind == DEVLOCK_RELEASES;
            if (!is_not_understood(c.annotation)) /* else it was told where it was read */
                note_useless(an, f, plain, &c);
            continue;
        }
        ARRAY_RESERVE(all->items, all->count, all->capacity);
        all->items[all->count++] = c;
    }
    return all;
}

void annotations_stop(analysis *an)
{
    for (uint32_t i = 0; an->contracts && i < an->program->function_count; i++)
        free(an->contracts[i].items);
    free(an->contracts);
}

/* ---- what they say ------------------------------------------------------------------------------------------- */

static bool is_of(const contract *c, const found_lock *lock)
{
    return c->kind == lock->kind && c->lock == lock->lock;
}

const devlock_annotation *annotations_entry(analysis *an, const devlock_routine *routine, const found_lock *lock)
{
    const contracts *all = annotations_of(an, routine->function);
    for (uint32_t i = 0; i < all->count; i++) {
        devlock_annotation_kind kind = all->items[i].annotation->kind;
        if ((kind == DEVLOCK_RELEASES || kind == DEVLOCK_REQUIRES_HELD) && is_of(&all->items[i], lock))
            return all->items[i].annotation;
    }
    return NULL;
}

term annotations_condition(analysis *an, const devlock_annotation *a, term tested)
{
    terms *terms = &an->terms;
    if (a->test == DEVLOCK_RESULT_ANY || tested == TERM_NONE)
        return TERM_TRUE;
    term value = term_constant(terms, term_width(terms, tested), (uint64_t)a->test_value);
    switch (a->test) {
    case DEVLOCK_RESULT_EQUAL:
        return term_eq(terms, tested, value);
    case DEVLOCK_RESULT_NOT_EQUAL:
        return term_not(terms, term_eq(terms, tested, value));
    case DEVLOCK_RESULT_LESS:
        return term_graph_binary(terms, DEVLOCK_LESS_SIGNED, tested, value);
    default:
        return term_not(terms, term_graph_binary(terms, DEVLOCK_LESS_SIGNED, tested, value));
    }
}

/* As at entry, but for what is released, and then what is acquired. */
term annotations_held_at_exit(analysis *an, const devlock_routine *routine, const found_lock *lock, term result)
{
    terms *terms = &an->terms;
    if (!annotations_any(&an->program->functions[routine->function]))
        return TERM_FALSE;
    const contracts *all = annotations_of(an, routine->function);
    term held = annotations_entry(an, routine, lock) ? TERM_TRUE : TERM_FALSE;
    for (unsigned acquires = 0; acquires < 2; acquires++)
        for (uint32_t i = 0; i < all->count; i++) {
            const contract *c = &all->items[i];
            if (!is_of(c, lock) || c->annotation->kind != (acquires ? DEVLOCK_ACQUIRES : DEVLOCK_RELEASES))
                continue;
            term when = annotations_condition(an, c->annotation, result);
            held = acquires ? term_or(terms, held, when) : term_and(terms, held, term_not(terms, when));
        }
    return held;
}

/* `*Ext` is the lock that Ext leads to; of `&Ext->Lock`, the lock may be named by Ext. */
static const char *readable(analysis *an, const contract *c)
{
    const char *text = c->annotation->text;
    if (is_without_object(c->annotation))
        return NULL;
    if (!text || (*text == '&' && !c->member))
        return text;
    text += *text == '*' || *text == '&';
    const char *end = text + strlen(text);
    for (const char *at = text; c->member && *at; at++)
        if (*at == '.' || (*at == '-' && at[1] == '>'))
            end = at;
    return arena_string_n(an->arena, text, (size_t)(end - text));
}

/* The first contract of a routine that is about a lock; NULL: there is none. */
static const contract *contract_of(analysis *an, const devlock_routine *routine, const found_lock *lock)
{
    const contracts *all = annotations_of(an, routine->function);
    for (uint32_t i = 0; i < all->count; i++)
        if (is_of(&all->items[i], lock))
            return &all->items[i];
    return NULL;
}

bool annotations_name(analysis *an, const devlock_routine *routine, const found_lock *lock)
{
    return contract_of(an, routine, lock) != NULL;
}

const char *annotations_text(analysis *an, const devlock_routine *routine, const found_lock *lock)
{
    const contract *c = contract_of(an, routine, lock);
    return c ? readable(an, c) : NULL;
}

const contract *annotations_at_call(analysis *an, const step *st, uint32_t kind, devlock_annotation_kind first,
                                    devlock_annotation_kind second)
{
    if (!st || st->kind != STEP_CALL || st->a.kind != DEVLOCK_OPERAND_FUNCTION || an->program->functions[st->a.id].body)
        return NULL;
    const contracts *all = annotations_of(an, st->a.id);
    for (uint32_t i = 0; i < all->count; i++)
        if (all->items[i].kind == kind &&
            (all->items[i].annotation->kind == first || all->items[i].annotation->kind == second))
            return &all->items[i];
    return NULL;
}

const char *annotations_words(const contract *c, const step *call)
{
    const devlock_access *access = &c->annotation->access;
    if (is_without_object(c->annotation))
        return NULL;
    if (access->root != DEVLOCK_ACCESS_PARAMETER)
        return c->annotation->text;
    bool plain = c->member ? access->load_count == (access->offset ? 0u : 1u) : !access->load_count && !access->offset;
    return plain && access->id < call->argument_count ? call->arguments[access->id].text : NULL;
}

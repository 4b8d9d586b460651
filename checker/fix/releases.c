/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * How the lock of a finding was acquired, and how the text could release it. See propose.h.
 *
 * Needs: the finding's notes, and the calls in the program graph. Leaves: texts. Cost: linear in the program for a
 * finding whose lock a callee acquired, else in the routine.
 */
#include <string.h>

#include "propose.h"

#define DEEPEST 3u   /* calls that are followed to see whether a routine releases */
#define LARGEST 500u /* steps of a routine that is made for that */

/* ---- models of calls ----------------------------------------------------------------------------------------- */

const devlock_model_function *step_model(const proposing *p, const step *st, devlock_role role)
{
    if (st->kind != STEP_CALL || st->a.kind != DEVLOCK_OPERAND_FUNCTION)
        return NULL;
    const devlock_model_function *m =
        devlock_model_find(p->model, p->program->functions[st->a.id].name, st->argument_count);
    return m && m->role == role ? m : NULL;
}

const devlock_model_function *model_of_release(const proposing *p, const text_call *call)
{
    for (size_t i = 0; i < devlock_model_function_count(p->model); i++) {
        const devlock_model_function *m = devlock_model_function_at(p->model, i);
        if (m->role == DEVLOCK_ROLE_RELEASE && token_is(call->tokens, call->name, m->name) &&
            (m->arguments < 0 || (unsigned)m->arguments == call_arguments(call)))
            return m;
    }
    return NULL;
}

static bool same_place(devlock_place a, devlock_place b)
{
    return a.file == b.file && a.line == b.line && a.column == b.column;
}

/* The acquire at a place, and the routine that it is in. */
static void acquire_at(const proposing *p, devlock_place place, acquisition *a)
{
    for (uint32_t i = 0; i < p->program->routine_count && !a->model; i++) {
        const devlock_routine *r = p->program->routines[i];
        for (uint32_t b = 0; b < r->block_count; b++)
            for (uint32_t k = 0; k < r->blocks[b].step_count; k++) {
                const step *st = &r->blocks[b].steps[k];
                if (same_place(st->place, place) && (a->model = step_model(p, st, DEVLOCK_ROLE_ACQUIRE))) {
                    a->routine = r;
                    return;
                }
            }
    }
}

/* Whether a function's body calls one that does something to a lock of a kind, itself or through others. */
static bool does(const proposing *p, uint32_t function, devlock_role role, uint32_t kind, unsigned depth)
{
    const devlock_routine *r = p->program->functions[function].body;
    if (!r || !depth || r->step_count > LARGEST)
        return false;
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t k = 0; k < r->blocks[b].step_count; k++) {
            const step *st = &r->blocks[b].steps[k];
            if (st->kind != STEP_CALL || st->a.kind != DEVLOCK_OPERAND_FUNCTION)
                continue;
            const devlock_model_function *m = step_model(p, st, role);
            if ((m && m->kind == kind) || (!m && does(p, st->a.id, role, kind, depth - 1)))
                return true;
        }
    return false;
}

/* Whether a function only releases. */
static bool is_releaser(const proposing *p, uint32_t function, uint32_t kind)
{
    return does(p, function, DEVLOCK_ROLE_RELEASE, kind, DEEPEST) &&
           !does(p, function, DEVLOCK_ROLE_ACQUIRE, kind, DEEPEST);
}

static bool step_releases(const proposing *p, const step *st, uint32_t kind)
{
    const devlock_model_function *m = step_model(p, st, DEVLOCK_ROLE_RELEASE);
    if (m)
        return m->kind == kind;
    return st->kind == STEP_CALL && st->a.kind == DEVLOCK_OPERAND_FUNCTION && is_releaser(p, st->a.id, kind);
}

bool routine_releases(const proposing *p, const devlock_routine *r, uint32_t kind)
{
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t k = 0; k < r->blocks[b].step_count; k++)
            if (step_releases(p, &r->blocks[b].steps[k], kind))
                return true;
    return false;
}

/* ---- the acquire --------------------------------------------------------------------------------------------- */

static bool is_in_body(const proposing *p, const text_call *call)
{
    return call->tokens == p->tokens && call->name > p->body.open && call->name < p->body.close;
}

bool find_acquisition(proposing *p, acquisition *a)
{
    const devlock_finding *f = p->finding;
    size_t at = f->note_count;
    *a = (acquisition){0};
    while (at && f->notes[at - 1].kind != DEVLOCK_NOTE_ACQUIRE)
        at--;
    if (!at)
        return false;
    a->place = f->notes[at - 1].place;
    acquire_at(p, a->place, a);
    a->direct = a->routine == p->routine;
    /* Not in this routine: then it is in what this one calls last before. */
    while (at && !(propose_call(p, f->notes[at - 1].place, &a->call) && is_in_body(p, &a->call) &&
                   (a->direct || f->notes[at - 1].kind == DEVLOCK_NOTE_CALL)))
        at--;
    a->written = at != 0;
    /* A macro may stand for the function, and have other arguments. */
    if (a->direct && a->written && a->model)
        a->direct = token_is(a->call.tokens, a->call.name, a->model->name);
    return a->model != NULL;
}

/* `Handle` of `Handle = Open(…)`. */
static char *assigned(const proposing *p, const text_call *call)
{
    const tokens *t = call->tokens;
    if (call->name < 2 || !token_is(t, call->name - 1, "=") || t->items[call->name - 2].kind != TOKEN_WORD)
        return NULL;
    return propose_text(p, t, call->name - 2, call->name - 2);
}

/* What a pointer argument points to: `x` of `&x`, else `*p`. */
static char *pointee(const proposing *p, const char *argument)
{
    if (!argument)
        return NULL;
    if (*argument != '&')
        return arena_format(p->arena, "*%s", argument);
    for (argument++; *argument == ' ';)
        argument++;
    return arena_string(p->arena, argument);
}

char *acquired_expression(const proposing *p, const acquisition *a)
{
    if (!a->direct || !a->written)
        return NULL;
    if (a->model->source == DEVLOCK_LOCK_RESULT)
        return assigned(p, &a->call);
    char *argument = call_argument(p, &a->call, a->model->argument);
    return a->model->source == DEVLOCK_LOCK_POINTEE ? pointee(p, argument) : argument;
}

/* ---- releases ------------------------------------------------------------------------------------------------ */

void release_texts_add(release_texts *all, const char *text)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (!text || strcmp(all->items[i], text) == 0)
            return;
    if (text && all->count < MOST_RELEASES)
        all->items[all->count++] = text;
}

bool is_release_statement(proposing *p, uint32_t kind, uint32_t first, uint32_t *last)
{
    const devlock_routine *r = p->routine;
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t k = 0; k < r->blocks[b].step_count; k++) {
            const step *st = &r->blocks[b].steps[k];
            text_call call;
            if (!step_releases(p, st, kind) || !propose_call(p, st->place, &call) || call.tokens != p->tokens ||
                call.name != first || !token_is(p->tokens, call.close + 1, ";"))
                continue;
            *last = call.close + 1;
            return true;
        }
    return false;
}

/* Those that the routine has already, in the order of the text. */
static void add_own(proposing *p, uint32_t kind, release_texts *all)
{
    for (uint32_t i = p->body.open + 1; i < p->body.close; i++) {
        uint32_t last;
        bool name = p->tokens->items[i].kind == TOKEN_WORD && token_is(p->tokens, i + 1, "(");
        if (name && is_release_statement(p, kind, i, &last) && tokens_are_plain(p->tokens, i + 2, last - 2))
            release_texts_add(all, propose_text(p, p->tokens, i, last - 1));
    }
}

/* One argument of a release that is made from an acquire; NULL: it is not known. */
static char *release_argument(const proposing *p, const acquisition *a, const devlock_model_function *m, unsigned index,
                              char *lock)
{
    if (index == m->argument)
        return m->source == DEVLOCK_LOCK_POINTEE && lock ? arena_format(p->arena, "&%s", lock) : lock;
    if (m->level_change != DEVLOCK_LEVEL_SET_ARGUMENT || index != m->level_argument)
        return NULL;
    if (a->model->level_saved == DEVLOCK_LEVEL_RESULT)
        return assigned(p, &a->call);
    if (a->model->level_saved == DEVLOCK_LEVEL_POINTEE)
        return pointee(p, call_argument(p, &a->call, a->model->saved_argument));
    return NULL;
}

static char *make_release(const proposing *p, const acquisition *a, const devlock_model_function *m, char *lock)
{
    unsigned count = m->arguments < 0 ? m->argument + 1 : (unsigned)m->arguments;
    char *text = arena_format(p->arena, "%s(", m->name);
    for (unsigned i = 0; i < count; i++) {
        char *argument = release_argument(p, a, m, i, lock);
        if (!argument)
            return NULL;
        text = arena_format(p->arena, "%s%s%s", text, i ? ", " : "", argument);
    }
    return arena_format(p->arena, "%s)", text);
}

static bool is_known(const proposing *p, const char *name)
{
    for (uint32_t i = 0; i < p->program->function_count; i++)
        if (strcmp(p->program->functions[i].name, name) == 0)
            return true;
    return false;
}

/* With the functions of the models, those first that the sources mention. */
static void add_modelled(const proposing *p, const acquisition *a, char *lock, release_texts *all)
{
    for (int known = 1; known >= 0; known--)
        for (size_t i = 0; i < devlock_model_function_count(p->model); i++) {
            const devlock_model_function *m = devlock_model_function_at(p->model, i);
            if (m->role == DEVLOCK_ROLE_RELEASE && m->kind == a->model->kind && is_known(p, m->name) == known)
                release_texts_add(all, make_release(p, a, m, lock));
        }
}

/* The lock was acquired in a callee: with the routines that release, and the same arguments. */
static void add_wrappers(const proposing *p, const acquisition *a, release_texts *all)
{
    unsigned count = call_arguments(&a->call);
    const char *arguments = count ? propose_text(p, a->call.tokens, a->call.open + 1, a->call.close - 1) : "";
    for (uint32_t i = 0; i < p->program->function_count; i++) {
        const struct function *f = &p->program->functions[i];
        if (f->body && f->body != p->routine && f->body->parameter_count == count && is_releaser(p, i, a->model->kind))
            release_texts_add(all, arena_format(p->arena, "%s(%s)", f->name, arguments));
    }
}

void find_releases(proposing *p, const acquisition *a, release_texts *all)
{
    char *lock = acquired_expression(p, a);
    all->count = 0;
    if (lock && tokens_are_plain(a->call.tokens, a->call.open + 1, a->call.close - 1))
        add_modelled(p, a, lock, all);
    add_own(p, a->model->kind, all);
    if (!lock && a->written && a->routine == p->routine)
        learn_releases(p, a, all);
    if (lock || !a->written || !tokens_are_plain(a->call.tokens, a->call.open + 1, a->call.close - 1))
        return;
    add_wrappers(p, a, all);
    for (unsigned i = 0; i < call_arguments(&a->call); i++)
        add_modelled(p, a, call_argument(p, &a->call, i), all);
}

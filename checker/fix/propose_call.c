/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What is proposed where a call is wrong: to take out a release that is one too many, and to release the lock that is
 * held instead of another one. See propose.h.
 *
 * Needs: a finding of devlock-double-release or devlock-wrong-extension. Leaves: proposals. Cost: linear in the
 * routine.
 */
#include <string.h>

#include "propose.h"

/* Whether a routine does nothing but release: one call, and nothing stored but in its own variables. */
static bool only_releases(const proposing *p, const devlock_routine *r)
{
    unsigned releases = 0;
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t k = 0; k < r->blocks[b].step_count; k++) {
            const step *st = &r->blocks[b].steps[k];
            bool release = step_model(p, st, DEVLOCK_ROLE_RELEASE) != NULL;
            bool changes = st->kind == STEP_STORE || st->kind == STEP_COPY || st->kind == STEP_ZERO;
            if ((st->kind == STEP_CALL && !release) || (changes && st->a.kind != DEVLOCK_OPERAND_VARIABLE))
                return false;
            releases += release;
        }
    return releases == 1;
}

/* Whether what stands at the finding's place does nothing but release: a function of the model, a macro for it, or a
 * routine that does only that. What a macro expands to has the macro's place. */
static bool only_releases_there(const proposing *p)
{
    devlock_place place = p->finding->place;
    unsigned releases = 0;
    for (uint32_t b = 0; b < p->routine->block_count; b++)
        for (uint32_t k = 0; k < p->routine->blocks[b].step_count; k++) {
            const step *st = &p->routine->blocks[b].steps[k];
            if (st->place.file != place.file || st->place.line != place.line || st->place.column != place.column)
                continue;
            if (st->kind == STEP_STORE || st->kind == STEP_COPY || st->kind == STEP_ZERO)
                return false;
            if (st->kind != STEP_CALL)
                continue;
            const devlock_routine *callee =
                st->a.kind == DEVLOCK_OPERAND_FUNCTION ? p->program->functions[st->a.id].body : NULL;
            if (!step_model(p, st, DEVLOCK_ROLE_RELEASE) && !(callee && only_releases(p, callee)))
                return false;
            releases++;
        }
    return releases == 1;
}

/* The release at the finding's place, written as a call of a modelled function; NULL: it is something else. */
static const devlock_model_function *release_there(proposing *p, text_call *call)
{
    if (!propose_call(p, p->finding->place, call)) {
        p->reason = "the release is not written as a call by name";
        return NULL;
    }
    const devlock_model_function *m = model_of_release(p, call);
    if (!m)
        p->reason = "the release lies in a macro, or in a routine that is called here";
    return m;
}

void propose_deletion(proposing *p)
{
    site s;
    text_call call;
    edit_list edits = {0};
    if (!propose_call(p, p->finding->place, &call)) {
        p->reason = "the release is not written as a call by name";
        return;
    }
    p->reason = site_statement(&s, p->tokens, p->file, p->at, &p->body);
    if (!p->reason && s.last != call.close + 1)
        p->reason = "the release is a part of an expression";
    if (!p->reason && !only_releases_there(p))
        p->reason = "the macro or routine that releases here does something else as well";
    if (!p->reason && call.close > call.open + 1 && !tokens_are_plain(call.tokens, call.open + 1, call.close - 1))
        p->reason = "the release's argument calls or changes something";
    if (!p->reason && s.kind == SITE_SINGLE && !s.own_line)
        p->reason = "the release is the whole body of a statement without braces";
    if (p->reason)
        return;
    site_delete(&s, &edits);
    propose_add(p, "take out the second release", &edits);
    edit_list_free(&edits);
}

/* The tokens of an argument, by its number. */
static bool argument_tokens(const text_call *call, unsigned index, uint32_t *from, uint32_t *to)
{
    const tokens *t = call->tokens;
    for (*from = call->open + 1; *from < call->close; *from = *to + 1, index--) {
        for (*to = *from; *to < call->close && !(token_is(t, *to, ",") && t->items[*to].outer == call->open);)
            ++*to;
        if (!index)
            return *to > *from;
    }
    return false;
}

static void propose_argument(proposing *p, const text_call *call, const devlock_model_function *m, const char *lock)
{
    uint32_t from, to;
    edit_list edits = {0};
    if (!argument_tokens(call, m->argument, &from, &to))
        return;
    size_t at = call->tokens->items[from].at;
    size_t end = call->tokens->items[to - 1].at + call->tokens->items[to - 1].length;
    if (strlen(lock) == end - at && memcmp(call->tokens->text + at, lock, end - at) == 0) {
        p->reason = "the lock that is held has the same name here: the name had another value when it was acquired";
        return;
    }
    edit_list_add(&edits, (fix_edit){p->file, at, end - at, lock});
    propose_add(p, arena_format(p->arena, "release the lock of '%s', which is held", lock), &edits);
    edit_list_free(&edits);
}

void propose_extension(proposing *p)
{
    text_call call;
    const devlock_model_function *m = release_there(p, &call);
    if (!m)
        return;
    for (size_t i = p->finding->note_count; i-- > 0;) {
        const devlock_note *note = &p->finding->notes[i];
        text_call acquire;
        if (note->kind != DEVLOCK_NOTE_ACQUIRE || !propose_call(p, note->place, &acquire) ||
            acquire.tokens != p->tokens || acquire.name < p->body.open || acquire.name > p->body.close)
            continue;
        const devlock_model_function *a = NULL;
        for (size_t k = 0; k < devlock_model_function_count(p->model) && !a; k++) {
            const devlock_model_function *one = devlock_model_function_at(p->model, k);
            if (one->role == DEVLOCK_ROLE_ACQUIRE && one->kind == m->kind && one->source == m->source &&
                token_is(acquire.tokens, acquire.name, one->name))
                a = one;
        }
        char *lock = a ? call_argument(p, &acquire, a->argument) : NULL;
        uint32_t from, to;
        if (lock && argument_tokens(&acquire, a->argument, &from, &to) &&
            tokens_are_plain(acquire.tokens, from, to - 1))
            propose_argument(p, &call, m, lock);
    }
    if (!p->count && !p->reason)
        p->reason = "the lock that is held was not acquired by a call in this routine";
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What is proposed where a routine is left with a lock held: to release it before the exit. See propose.h.
 *
 * Needs: a finding of devlock-missing-release. Leaves: proposals. Cost: linear in the routine.
 */
#include <string.h>

#include "propose.h"

/* ---- the returned value -------------------------------------------------------------------------------------- */

static bool comes_before(devlock_place a, devlock_place b)
{
    return a.line != b.line ? a.line < b.line : a.column < b.column;
}

/* Whether a step of the returned expression may read what the lock guards, or do something: then it must stay before
 * the release. */
static bool minds_the_lock(const step *st)
{
    switch (st->kind) {
    case STEP_LOAD:
        return st->a.kind != DEVLOCK_OPERAND_VARIABLE || st->op;
    case STEP_CALL:
    case STEP_COPY:
    case STEP_UNKNOWN:
        return true;
    case STEP_STORE:
        return st->a.kind != DEVLOCK_OPERAND_VARIABLE;
    default:
        return false;
    }
}

static devlock_place place_of(const proposing *p, uint32_t index)
{
    const tokens *t = p->tokens;
    size_t at = t->items[index].at;
    return (devlock_place){p->file, tokens_line(t, at), (uint32_t)(at - line_start(t, at)) + 1};
}

static bool value_minds_the_lock(const proposing *p, const site *s)
{
    devlock_place from = place_of(p, s->first), to = place_of(p, s->last);
    for (uint32_t b = 0; b < p->routine->block_count; b++)
        for (uint32_t k = 0; k < p->routine->blocks[b].step_count; k++) {
            const step *st = &p->routine->blocks[b].steps[k];
            bool inside = st->place.file == from.file && comes_before(from, st->place) && comes_before(st->place, to);
            if (inside && minds_the_lock(st))
                return true;
        }
    return false;
}

/* Words before a function's name that are not of its result's type. */
static bool is_specifier(const tokens *t, uint32_t index)
{
    static const char *const words[] = {"static",  "extern",    "inline",  "__inline",   "__forceinline", "__inline__",
                                        "__cdecl", "__stdcall", "virtual", "__fastcall", "NTAPI",         "constexpr"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token_is(t, index, words[i]))
            return true;
    return false;
}

/* The type of the routine's result as written, or NULL. */
static char *result_type(const proposing *p)
{
    const tokens *t = p->tokens;
    uint32_t from = p->body.name;
    unsigned count = 0;
    char *type = NULL;
    while (from && t->items[from - 1].kind != TOKEN_DIRECTIVE && !token_is(t, from - 1, ";") &&
           !token_is(t, from - 1, "}"))
        from--;
    for (uint32_t i = from; i < p->body.name; i++) {
        bool group = i + 1 < p->body.name && token_is(t, i + 1, "(") && t->items[i + 1].mate < p->body.name;
        if (t->items[i].kind == TOKEN_WORD && group) { /* an annotation, an attribute */
            i = t->items[i + 1].mate;
            continue;
        }
        if (is_specifier(t, i))
            continue;
        if (t->items[i].kind != TOKEN_WORD && !token_is(t, i, "*"))
            return NULL;
        type = type ? arena_format(p->arena, "%s %s", type, propose_text(p, t, i, i)) : propose_text(p, t, i, i);
        count++;
    }
    return count <= 4 ? type : NULL;
}

/* A name that the routine does not use. */
static const char *free_name(const proposing *p)
{
    static const char *const names[] = {"result", "returned", "resultToReturn"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool used = false;
        for (uint32_t k = p->body.name; k < p->body.close && !used; k++)
            used = token_is(p->tokens, k, names[i]);
        if (!used)
            return names[i];
    }
    return NULL;
}

/* ---- proposals ----------------------------------------------------------------------------------------------- */

/* `{ TYPE result = VALUE; Release(Ext); return result; }` */
static void hold_value(proposing *p, const site *s, const char *release)
{
    char *type = result_type(p);
    const char *name = free_name(p);
    edit_list edits = {0};
    if (!type || !name || s->last < s->first + 2) {
        p->reason = "the returned value must be computed before the release, and no variable for it could be made";
        return;
    }
    const char *const lines[] = {arena_format(p->arena, "%s%s%s = %s;", type, type[strlen(type) - 1] == '*' ? "" : " ",
                                              name, propose_text(p, s->tokens, s->first + 1, s->last - 1)),
                                 arena_format(p->arena, "%s;", release), arena_format(p->arena, "return %s;", name)};
    site_replace(s, p->arena, &p->body, lines, 3, true, &edits);
    propose_add(p, "compute the result, and release the lock before the return", &edits);
    edit_list_free(&edits);
}

static void insert_release(proposing *p, const site *s, const char *release)
{
    edit_list edits = {0};
    site_insert(s, p->arena, &p->body, arena_format(p->arena, "%s;", release), &edits);
    propose_add(
        p, s->kind == SITE_BRACE ? "release the lock before the closing brace" : "release the lock before the return",
        &edits);
    edit_list_free(&edits);
}

/* Whether the exit stands right behind the acquire. */
static bool follows(const site *s, const acquisition *a)
{
    return a->written && a->call.tokens == s->tokens && s->before == a->call.close + 1;
}

/* Release before an exit: a return, or the closing brace. Gives NULL, or why that is not proposed. */
static const char *release_at(proposing *p, uint32_t exit, const acquisition *a)
{
    site s;
    release_texts releases;
    const char *reason = "the exit comes from a macro";
    if (exit == p->body.close)
        reason = site_brace(&s, p->tokens, p->file, &p->body);
    else if (token_is(p->tokens, exit, "return"))
        reason = site_statement(&s, p->tokens, p->file, exit, &p->body);
    if (reason)
        return reason;
    bool before = s.kind == SITE_BRACE || !value_minds_the_lock(p, &s);
    bool certain = p->finding->tier == DEVLOCK_CERTAIN, idle = before && follows(&s, a);
    if (idle || !certain || p->sources->front->annotations)
        propose_annotation(p, a);
    if (!certain)
        return "the finding is only possible";
    if (p->sources->front->annotations)
        return "it is not only the caller's to release it";
    if (idle)
        return "nothing is done under the lock here: the routine may be meant to acquire it for its callers";
    find_releases(p, a, &releases);
    if (s.kind != SITE_BRACE)
        propose_jump(p, &s, a->model->kind);
    for (uint32_t i = 0; i < releases.count; i++)
        if (before)
            insert_release(p, &s, releases.items[i]);
        else
            hold_value(p, &s, releases.items[i]);
    return releases.count ? NULL : "no call that releases the lock could be written: what names it is not known here";
}

/* A callee acquires the lock, releases it on other ways out and leaves it held on this one: before its own exits. */
static void release_in_callee(proposing *p, const acquisition *outer)
{
    acquisition a;
    proposing inner = *p;
    if (!outer->routine || outer->routine == p->routine || !propose_in(&inner, outer->routine) ||
        !find_acquisition(&inner, &a) || !a.written)
        return;
    for (uint32_t i = a.call.close; i <= inner.body.close; i++)
        if (i == inner.body.close || token_is(inner.tokens, i, "return"))
            release_at(&inner, i, &a);
    p->count = inner.count;
    memcpy(p->items, inner.items, sizeof p->items);
}

void propose_release(proposing *p)
{
    acquisition a;
    if (!find_acquisition(p, &a)) {
        p->reason = "it is not known how the lock is acquired";
        return;
    }
    bool certain = p->finding->tier == DEVLOCK_CERTAIN;
    bool leaves_it = certain && !p->sources->front->annotations && a.routine && a.routine != p->routine &&
                     routine_releases(p, a.routine, a.model->kind);
    if (leaves_it)
        release_in_callee(p, &a);
    p->reason = release_at(p, p->at, &a);
    if (p->sources->front->annotations)
        return;
    propose_target(p, p->at, a.model->kind);
    if (certain && !leaves_it)
        release_in_callee(p, &a);
}

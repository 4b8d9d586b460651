/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Proposals; see propose.h.
 *
 * Needs: a finding and the text of its file. Leaves: proposals. Cost: linear in the routine, and in the file the first
 * time.
 */
#include "propose.h"

#include <stdlib.h>
#include <string.h>

const tokens *sources_of(sources *s, uint32_t file)
{
    size_t length = 0;
    if (file >= s->count)
        return NULL;
    if (!s->read[file]) {
        s->read[file] = true;
        const char *text = s->front->text(s->front->user, file, &length);
        s->items[file] = text ? tokens_read(text, length) : NULL;
    }
    return s->items[file];
}

void propose_add(proposing *p, const char *title, const edit_list *edits)
{
    if (p->count == MOST_PROPOSALS || !edits->count)
        return;
    fix_edit *copy = arena_take(p->arena, edits->count * sizeof *copy);
    memcpy(copy, edits->items, edits->count * sizeof *copy);
    p->items[p->count++] = (proposal){title, p->routine, copy, edits->count};
}

/* ---- texts --------------------------------------------------------------------------------------------------- */

char *propose_text(const proposing *p, const tokens *t, uint32_t from, uint32_t to)
{
    size_t begin = t->items[from].at, end = t->items[to].at + t->items[to].length;
    return arena_string_n(p->arena, t->text + begin, end - begin);
}

uint32_t propose_token(proposing *p, devlock_place place, const tokens **t)
{
    *t = sources_of(p->sources, place.file);
    return *t ? tokens_at(*t, tokens_offset(*t, place.line, place.column)) : NO_TOKEN;
}

bool propose_call(proposing *p, devlock_place place, text_call *call)
{
    const tokens *t;
    uint32_t name = propose_token(p, place, &t);
    if (name == NO_TOKEN || t->items[name].kind != TOKEN_WORD || !token_is(t, name + 1, "(") ||
        t->items[name + 1].mate == NO_TOKEN)
        return false;
    *call = (text_call){t, name, name + 1, t->items[name + 1].mate};
    return true;
}

/* Behind the argument that begins at a token: its comma, or the bracket. */
static uint32_t argument_end(const text_call *call, uint32_t at)
{
    const tokens *t = call->tokens;
    while (at < call->close && !(token_is(t, at, ",") && t->items[at].outer == call->open))
        at++;
    return at;
}

unsigned call_arguments(const text_call *call)
{
    unsigned count = call->close > call->open + 1;
    for (uint32_t at = argument_end(call, call->open + 1); at < call->close; at = argument_end(call, at + 1))
        count++;
    return count;
}

char *call_argument(const proposing *p, const text_call *call, unsigned index)
{
    uint32_t from = call->open + 1, to = argument_end(call, from);
    for (; index && to < call->close; index--) {
        from = to + 1;
        to = argument_end(call, from);
    }
    return index || from == to ? NULL : propose_text(p, call->tokens, from, to - 1);
}

bool tokens_are_plain(const tokens *t, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i <= to; i++) {
        bool opens = token_is(t, i, "(");
        bool after_name = opens && i > from &&
                          ((t->items[i - 1].kind == TOKEN_WORD && !token_is(t, i - 1, "sizeof")) ||
                           token_is(t, i - 1, ")") || token_is(t, i - 1, "]"));
        bool doubled = i < to && t->items[i + 1].at == t->items[i].at + 1;
        bool assigns = token_is(t, i, "=") && !(doubled && token_is(t, i + 1, "="));
        if (assigns && i > from && t->items[i - 1].at + 1 == t->items[i].at)
            assigns = !strchr("=!<>", t->text[t->items[i - 1].at]);
        bool counts = doubled && ((token_is(t, i, "+") && token_is(t, i + 1, "+")) ||
                                  (token_is(t, i, "-") && token_is(t, i + 1, "-")));
        if (after_name || assigns || counts || t->items[i].kind == TOKEN_DIRECTIVE || token_is(t, i, "{"))
            return false;
    }
    return true;
}

/* ---- the routine --------------------------------------------------------------------------------------------- */

/* The routine around the finding's place: the last one that begins before it, if it ends behind. */
static const char *find_routine(proposing *p)
{
    const char *reason = "the routine was not found in the text";
    devlock_place place = p->finding->place;
    const devlock_routine *best = NULL;
    for (uint32_t i = 0; i < p->program->routine_count; i++) {
        const devlock_routine *r = p->program->routines[i];
        if (r->place.file != place.file || r->place.line > place.line || (best && r->place.line < best->place.line))
            continue;
        body b;
        uint32_t name = tokens_at(p->tokens, tokens_offset(p->tokens, r->place.line, r->place.column));
        const char *why = body_find(&b, p->tokens, name);
        if (!why && (p->at < b.open || p->at > b.close))
            continue;
        reason = why;
        if (why)
            continue;
        best = r;
        p->body = b;
    }
    p->routine = best;
    return best ? NULL : reason;
}

bool propose_in(proposing *p, const devlock_routine *r)
{
    body b;
    const tokens *t;
    uint32_t name = propose_token(p, r->place, &t);
    if (!t || body_find(&b, t, name))
        return false;
    p->routine = r;
    p->file = r->place.file;
    p->tokens = t;
    p->body = b;
    return true;
}

static const char *find_place(proposing *p)
{
    const devlock_finding *f = p->finding;
    if (f->place.file == DEVLOCK_NONE)
        return "its place is not known";
    p->file = f->place.file;
    p->at = propose_token(p, f->place, &p->tokens);
    if (!p->tokens)
        return "its file is not one of those that may be changed";
    if (p->at == NO_TOKEN)
        return "its place comes from a macro";
    return find_routine(p);
}

bool fixes_known_for(devlock_check check)
{
    return check == DEVLOCK_MISSING_RELEASE || check == DEVLOCK_RELEASE_WITHOUT_ACQUIRE ||
           check == DEVLOCK_DOUBLE_RELEASE || check == DEVLOCK_WRONG_EXTENSION;
}

void propose(proposing *p)
{
    bool certain = p->finding->tier == DEVLOCK_CERTAIN, known = fixes_known_for(p->finding->check);
    p->reason = known ? find_place(p) : "no change of the text mends what this check reports";
    if (p->reason)
        return;
    if (p->finding->check == DEVLOCK_MISSING_RELEASE)
        propose_release(p);
    else if (p->finding->check == DEVLOCK_RELEASE_WITHOUT_ACQUIRE)
        propose_released(p);
    else if (!certain || p->sources->front->annotations)
        p->reason = certain ? "no annotation is about it" : "the finding is only possible";
    else if (p->finding->check == DEVLOCK_DOUBLE_RELEASE)
        propose_deletion(p);
    else
        propose_extension(p);
    if (!p->count && !p->reason)
        p->reason = "no change that could mend it is known";
}

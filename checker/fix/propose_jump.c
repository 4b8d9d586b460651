/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What is proposed where a routine is left with a lock held and has a label behind which the lock is released and the
 * routine left: to go there. See propose.h.
 *
 * Only labels behind which nothing else is done: whether the rest of a clean-up is right at another exit, the text does
 * not tell.
 *
 * Needs: a return with a lock held. Leaves: proposals. Cost: linear in the routine for each of its labels.
 */
#include <string.h>

#include "propose.h"

/* What stands behind a label. */
typedef struct ending {
    uint32_t label;           /* token: its name */
    uint32_t value, value_to; /* tokens of what is returned there; value_to < value: nothing */
    bool releases;
} ending;

static bool is_label(const tokens *t, uint32_t i)
{
    return t->items[i].kind == TOKEN_WORD && token_is(t, i + 1, ":") && !token_is(t, i, "default") &&
           !token_is(t, i, "public") && !token_is(t, i, "private") && !token_is(t, i, "protected") &&
           (token_is(t, i - 1, ";") || token_is(t, i - 1, "{") || token_is(t, i - 1, "}") || token_is(t, i - 1, ":") ||
            t->items[i - 1].kind == TOKEN_DIRECTIVE);
}

/* `Release(Ext);`, `if (…) Release(Ext);` or that in braces, from a token on: behind it, or NO_TOKEN. */
static uint32_t behind_release(proposing *p, uint32_t kind, uint32_t at)
{
    const tokens *t = p->tokens;
    uint32_t last;
    if (token_is(t, at, "if") && token_is(t, at + 1, "(") && t->items[at + 1].mate != NO_TOKEN) {
        uint32_t close = t->items[at + 1].mate;
        uint32_t behind = tokens_are_plain(t, at + 2, close - 1) ? behind_release(p, kind, close + 1) : NO_TOKEN;
        return behind != NO_TOKEN && !token_is(t, behind, "else") ? behind : NO_TOKEN;
    }
    if (token_is(t, at, "{") && t->items[at].mate != NO_TOKEN) {
        uint32_t behind = behind_release(p, kind, at + 1);
        return behind == t->items[at].mate ? behind + 1 : NO_TOKEN;
    }
    return is_release_statement(p, kind, at, &last) ? last + 1 : NO_TOKEN;
}

/* Whether from a label on the lock is released and the routine left, and nothing else done. */
static bool read_ending(proposing *p, uint32_t kind, ending *e)
{
    const tokens *t = p->tokens;
    uint32_t at = e->label + 2, behind;
    e->releases = false;
    e->value = 1, e->value_to = 0;
    for (;;) {
        if (at < p->body.close && is_label(t, at)) {
            at += 2;
        } else if ((behind = behind_release(p, kind, at)) != NO_TOKEN) {
            e->releases = true;
            at = behind;
        } else {
            break;
        }
    }
    if (!e->releases || at > p->body.close)
        return false;
    if (at == p->body.close)
        return true;
    if (!token_is(t, at, "return"))
        return false;
    for (behind = at + 1; behind < p->body.close && !token_is(t, behind, ";");)
        behind++;
    e->value = at + 1;
    e->value_to = behind - 1;
    return true;
}

/* Whether the routine declares a variable of its result's type: `VP_STATUS Status` behind the type's own words. */
static bool has_result_type(const proposing *p, uint32_t name)
{
    const tokens *t = p->tokens;
    uint32_t type = p->body.name - 1;
    while (type && t->items[type].kind == TOKEN_WORD && token_is(t, type, "NTAPI"))
        type--;
    if (t->items[type].kind != TOKEN_WORD)
        return false;
    for (uint32_t i = p->body.open + 1; i + 1 < p->body.close; i++)
        if (tokens_same(t, type, type + 1, i) && tokens_same(t, name, name + 1, i + 1) &&
            (token_is(t, i + 2, ";") || token_is(t, i + 2, "=") || token_is(t, i + 2, ",")))
            return true;
    return false;
}

/* What must be done before the jump, so that the same is returned: nothing (NULL with *good), or an assignment. */
static const char *carry(const proposing *p, const site *s, const ending *e, bool *good)
{
    const tokens *t = p->tokens;
    uint32_t from = s->first + 1, to = s->last; /* [from, to) */
    bool nothing = from == to, nothing_there = e->value_to < e->value;
    *good = nothing == nothing_there;
    if (nothing || nothing_there)
        return NULL;
    if (to - from == e->value_to - e->value + 1 && tokens_same(t, from, to, e->value))
        return NULL;
    *good = e->value == e->value_to && t->items[e->value].kind == TOKEN_WORD && has_result_type(p, e->value);
    return *good ? arena_format(p->arena, "%s = %s;", propose_text(p, t, e->value, e->value),
                                propose_text(p, t, from, to - 1))
                 : NULL;
}

static void jump_to(proposing *p, const site *s, const ending *e)
{
    bool good;
    edit_list edits = {0};
    const char *lines[2], *assignment = carry(p, s, e, &good);
    unsigned count = 0;
    if (!good)
        return;
    const char *label = propose_text(p, p->tokens, e->label, e->label);
    if (assignment)
        lines[count++] = assignment;
    lines[count++] = arena_format(p->arena, "goto %s;", label);
    site_replace(s, p->arena, &p->body, lines, count, false, &edits);
    propose_add(p, arena_format(p->arena, "go to '%s', which releases the lock", label), &edits);
    edit_list_free(&edits);
}

/* Whether behind a label nothing comes but the exit. */
static bool leads_to(const proposing *p, uint32_t label, uint32_t exit)
{
    while (label < exit && is_label(p->tokens, label))
        label += 2;
    return label == exit;
}

static uint32_t label_named(const proposing *p, uint32_t name)
{
    for (uint32_t i = p->body.open + 1; i < p->body.close; i++)
        if (is_label(p->tokens, i) && tokens_same(p->tokens, i, i + 1, name))
            return i;
    return NO_TOKEN;
}

/* `goto Exit;` leads to the exit, and another label to the same one through a release: that one instead. */
static void aim(proposing *p, uint32_t name, uint32_t exit, const ending *e)
{
    const tokens *t = p->tokens;
    edit_list edits = {0};
    uint32_t label = label_named(p, name);
    if (label == NO_TOKEN || label == e->label || !leads_to(p, label, exit))
        return;
    if (e->value_to >= e->value && !tokens_same(t, e->value, e->value_to + 2, exit + 1))
        return;
    const char *other = propose_text(p, t, e->label, e->label);
    edit_list_add(&edits, (fix_edit){p->file, t->items[name].at, t->items[name].length, other});
    propose_add(p, arena_format(p->arena, "go to '%s', which releases the lock, instead", other), &edits);
    edit_list_free(&edits);
}

void propose_target(proposing *p, uint32_t exit, uint32_t kind)
{
    for (uint32_t i = p->body.open + 1; i < p->body.close; i++) {
        ending e = {.label = i};
        if (!is_label(p->tokens, i) || !read_ending(p, kind, &e))
            continue;
        for (uint32_t k = p->body.open + 1; k < p->body.close; k++)
            if (token_is(p->tokens, k, "goto") && token_is(p->tokens, k + 2, ";"))
                aim(p, k + 1, exit, &e);
    }
}

void propose_jump(proposing *p, const site *s, uint32_t kind)
{
    for (uint32_t i = s->last + 1; i < p->body.close; i++) {
        ending e = {.label = i};
        if (is_label(p->tokens, i) && read_ending(p, kind, &e))
            jump_to(p, s, &e);
    }
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Statements in the text; see site.h.
 *
 * Needs: the tokens of a file. Leaves: changes, whose texts lie in the caller's arena. Cost: linear in the statement,
 * and in the routine for its style.
 */
#include "site.h"

#include <string.h>

#define LONGEST_CHAIN 200u /* labels before a statement, directives that belong together */

/* ---- the routine --------------------------------------------------------------------------------------------- */

const char *body_find(body *b, const tokens *t, uint32_t name)
{
    if (name == NO_TOKEN || t->items[name].kind != TOKEN_WORD)
        return "the routine's head comes from a macro";
    uint32_t at = name + 1;
    while (at < t->count && !token_is(t, at, "{") && !token_is(t, at, "}")) { /* ; of an old-style definition */
        bool group = token_is(t, at, "(") || token_is(t, at, "[");
        if (group && t->items[at].mate == NO_TOKEN)
            return "brackets in the routine's head do not fit";
        at = group ? t->items[at].mate + 1 : at + 1;
    }
    if (!token_is(t, at, "{") || t->items[at].mate == NO_TOKEN)
        return "the braces of the routine do not fit: #if may part them";
    *b = (body){name, at, t->items[at].mate};
    return NULL;
}

/* ---- what stands before a statement -------------------------------------------------------------------------- */

static bool starts_with(const tokens *t, uint32_t index, const char *word)
{
    const char *text = t->text + t->items[index].at + 1; /* behind the # */
    size_t left = t->items[index].length - 1;
    while (left && (*text == ' ' || *text == '\t'))
        text++, left--;
    return left >= strlen(word) && memcmp(text, word, strlen(word)) == 0;
}

static bool ends_statement(const tokens *t, uint32_t index)
{
    return index == NO_TOKEN || token_is(t, index, ";") || token_is(t, index, "{") || token_is(t, index, "}");
}

/* The last token before an index that is no directive. Where #if leaves a choice, each branch must end a statement, or
 * the text does not tell what stands before: then NO_TOKEN. */
static uint32_t before_directives(const tokens *t, uint32_t index)
{
    unsigned depth = 0, steps = 0;
    while (index && steps++ < LONGEST_CHAIN * 100) {
        uint32_t last = index - 1;
        if (t->items[last].kind != TOKEN_DIRECTIVE) {
            if (!depth)
                return last;
            index = last;
            continue;
        }
        bool begins = starts_with(t, last, "if"), ends = starts_with(t, last, "endif"),
             parts = starts_with(t, last, "el");
        uint32_t prior = last ? last - 1 : NO_TOKEN;
        bool choice = begins || ends || parts;
        if (choice && prior != NO_TOKEN && t->items[prior].kind != TOKEN_DIRECTIVE && !ends_statement(t, prior))
            return NO_TOKEN;
        depth += ends;
        depth -= begins && depth;
        index = last;
    }
    return NO_TOKEN;
}

/* The first token of the label or case that ends with a colon; NO_TOKEN: it is none. */
static uint32_t label_start(const tokens *t, uint32_t colon)
{
    uint32_t outer = t->items[colon].outer;
    if (!colon)
        return NO_TOKEN;
    uint32_t at = colon - 1;
    if (t->items[at].kind == TOKEN_WORD) {
        uint32_t prior = at ? at - 1 : NO_TOKEN;
        bool plain = ends_statement(t, prior) || token_is(t, prior, ":") || token_is(t, prior, ")") ||
                     token_is(t, prior, "else") || t->items[prior].kind == TOKEN_DIRECTIVE;
        if (plain)
            return at;
    }
    for (unsigned n = 0; n < LONGEST_CHAIN && !token_is(t, at, "case"); n++) {
        if (!at || (t->items[at].outer == outer && ends_statement(t, at)))
            return NO_TOKEN;
        at--;
    }
    return token_is(t, at, "case") ? at : NO_TOKEN;
}

static bool begins_body(const tokens *t, uint32_t index)
{
    return token_is(t, index, ")") || token_is(t, index, "else") || token_is(t, index, "do");
}

static bool holds(const char *text, size_t length, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= length; i++)
        if (memcmp(text + i, word, size) == 0)
            return true;
    return false;
}

/* Whether a suppression before the statement is about its line: nothing may come between. */
static bool is_suppressed(const tokens *t, uint32_t first)
{
    const token *prior = first ? &t->items[first - 1] : NULL;
    size_t from = prior ? prior->at + prior->length : 0;
    if (prior && prior->kind == TOKEN_DIRECTIVE && holds(t->text + prior->at, prior->length, "suppress"))
        return true;
    return holds(t->text + from, t->items[first].at - from, "NOLINTNEXTLINE");
}

static const char *find_kind(site *s)
{
    const tokens *t = s->tokens;
    uint32_t at = s->first;
    bool directives = false, labelled = false;
    for (unsigned n = 0; n < LONGEST_CHAIN; n++) {
        uint32_t prior = at ? before_directives(t, at) : NO_TOKEN;
        if (prior == NO_TOKEN)
            return "#if parts the statements before it";
        directives |= prior + 1 != at;
        if (n == 0)
            s->before = prior;
        if (ends_statement(t, prior)) {
            s->kind = SITE_LIST;
            return NULL;
        }
        if (begins_body(t, prior)) {
            s->kind = SITE_SINGLE;
            return directives ? "a directive stands before it in a body without braces"
                   : labelled ? "it has a label, and is the body of a statement without braces"
                              : NULL;
        }
        at = token_is(t, prior, ":") ? label_start(t, prior) : NO_TOKEN;
        labelled = true;
        if (at == NO_TOKEN)
            break;
    }
    return "what stands before it in the text is not understood";
}

/* ---- sites --------------------------------------------------------------------------------------------------- */

const char *site_statement(site *s, const tokens *t, uint32_t file, uint32_t first, const body *b)
{
    *s = (site){.tokens = t, .file = file, .first = first, .own_line = t->items[first].first};
    uint32_t outer = t->items[first].outer, at = first;
    if (outer == NO_TOKEN || !token_is(t, outer, "{") || first <= b->open || first >= b->close)
        return "it stands in the arguments of a macro";
    while (at < b->close && !(t->items[at].outer == outer && token_is(t, at, ";"))) {
        if (t->items[at].kind == TOKEN_DIRECTIVE)
            return "a directive stands in the statement";
        at++;
    }
    if (at >= b->close)
        return "its end was not found";
    s->last = at;
    return is_suppressed(t, first) ? "a suppression before it is about its line" : find_kind(s);
}

const char *site_brace(site *s, const tokens *t, uint32_t file, const body *b)
{
    *s = (site){.tokens = t, .file = file, .first = b->close, .last = b->close, .kind = SITE_BRACE};
    s->own_line = t->items[b->close].first;
    s->before = b->close - 1;
    return is_suppressed(t, b->close) ? "a suppression before it is about its line" : NULL;
}

/* ---- indentation --------------------------------------------------------------------------------------------- */

static char *indent_of(const tokens *t, arena *arena, size_t offset)
{
    return arena_string_n(arena, t->text + line_start(t, offset), line_indent(t, offset));
}

/* A line of the routine's own statements, not deeper; NO_TOKEN: there is none. The last one before the brace. */
static uint32_t own_statement(const tokens *t, const body *b)
{
    for (uint32_t i = b->close; i-- > b->open + 1;) {
        const token *one = &t->items[i];
        bool label = one->kind == TOKEN_WORD && i + 1 < b->close && token_is(t, i + 1, ":");
        bool begins = ends_statement(t, i - 1) || t->items[i - 1].kind == TOKEN_DIRECTIVE;
        if (one->first && one->outer == b->open && one->kind != TOKEN_DIRECTIVE && !label && begins)
            return i;
    }
    return NO_TOKEN;
}

const char *site_unit(const site *s, arena *arena, const body *b)
{
    const tokens *t = s->tokens;
    uint32_t own = own_statement(t, b);
    size_t at = t->items[b->close].at, outer = line_indent(t, at);
    if (own == NO_TOKEN)
        return "    ";
    size_t inner = line_indent(t, t->items[own].at);
    const char *text = t->text + line_start(t, t->items[own].at);
    if (inner <= outer)
        return "    ";
    return arena_string_n(arena, text + outer, inner - outer);
}

/* Where the statement begins that a body without braces belongs to. */
static uint32_t head_of(const site *s)
{
    const tokens *t = s->tokens;
    uint32_t at = s->before;
    if (token_is(t, at, ")") && t->items[at].mate != NO_TOKEN && t->items[at].mate)
        at = t->items[at].mate - 1;
    return at;
}

/* Whether braces stand on lines of their own in this routine. */
static bool braces_apart(const tokens *t, const body *b)
{
    unsigned apart = 0, beside = 0;
    for (uint32_t i = b->open + 1; i < b->close; i++)
        if (token_is(t, i, "{") && begins_body(t, i - 1)) {
            apart += t->items[i].first;
            beside += !t->items[i].first;
        }
    return apart || beside ? apart > beside : t->items[b->open].first && !beside && apart;
}

/* ---- changes ------------------------------------------------------------------------------------------------- */

static void add(const site *s, edit_list *edits, size_t at, size_t length, const char *text)
{
    edit_list_add(edits, (fix_edit){s->file, at, length, text});
}

static const char *joined(arena *arena, const char *const *lines, size_t count, const char *between)
{
    const char *text = count ? lines[0] : "";
    for (size_t i = 1; i < count; i++)
        text = arena_format(arena, "%s%s%s", text, between, lines[i]);
    return text;
}

/* Behind the statement, and behind a comment that follows it on its line. */
static size_t behind(const site *s, uint32_t index)
{
    const tokens *t = s->tokens;
    size_t end = t->items[index].at + t->items[index].length;
    bool last = index + 1 >= t->count || t->items[index + 1].at >= line_next(t, end);
    size_t stop = line_end(t, end);
    if (!last)
        return end;
    /* A comment that goes on below is no end of the line. */
    for (size_t at = end; at + 1 < stop; at++)
        if (t->text[at] == '/' && t->text[at + 1] == '*') {
            const char *close = NULL;
            for (size_t k = at + 2; k + 1 < stop && !close; k++)
                if (t->text[k] == '*' && t->text[k + 1] == '/')
                    close = t->text + k;
            if (!close)
                return end;
        }
    while (stop > end && (t->text[stop - 1] == ' ' || t->text[stop - 1] == '\t'))
        stop--;
    return stop;
}

static size_t begin_of(const site *s)
{
    return s->tokens->items[s->first].at;
}

static size_t end_of(const site *s)
{
    return s->tokens->items[s->last].at + s->tokens->items[s->last].length;
}

static bool is_space(const tokens *t, size_t from, size_t to)
{
    while (from < to && strchr(" \t\r\n", t->text[from]))
        from++;
    return from == to;
}

/* Without braces, on a line of its own: the braces come from the routine's style. */
static void replace_single(const site *s, arena *arena, const body *b, const char *const *lines, size_t count,
                           edit_list *edits)
{
    const tokens *t = s->tokens;
    size_t at = begin_of(s);
    const char *eol = line_break(t, at), *inner = indent_of(t, arena, at);
    const char *outer = indent_of(t, arena, t->items[head_of(s)].at);
    size_t after = t->items[s->before].at + t->items[s->before].length;
    if (braces_apart(t, b))
        add(s, edits, behind(s, s->before), 0, arena_format(arena, "%s%s{", eol, outer));
    else
        add(s, edits, after, 0, " {");
    const char *between = arena_format(arena, "%s%s", eol, inner);
    add(s, edits, at, end_of(s) - at, joined(arena, lines, count, between));
    size_t stop = behind(s, s->last);
    if (!braces_apart(t, b) && token_is(t, s->last + 1, "else") && is_space(t, end_of(s), t->items[s->last + 1].at))
        add(s, edits, end_of(s), t->items[s->last + 1].at - end_of(s), arena_format(arena, "%s%s} ", eol, outer));
    else
        add(s, edits, stop, 0, arena_format(arena, "%s%s}", eol, outer));
}

static void replace_inline(const site *s, arena *arena, const char *const *lines, size_t count, bool block,
                           edit_list *edits)
{
    const char *text = joined(arena, lines, count, " ");
    if (block || (s->kind == SITE_SINGLE && count > 1))
        text = arena_format(arena, "{ %s }", text);
    add(s, edits, begin_of(s), end_of(s) - begin_of(s), text);
}

void site_replace(const site *s, arena *arena, const body *b, const char *const *lines, size_t count, bool block,
                  edit_list *edits)
{
    const tokens *t = s->tokens;
    size_t at = begin_of(s);
    if (!s->own_line) {
        replace_inline(s, arena, lines, count, block, edits);
        return;
    }
    if (s->kind == SITE_SINGLE && (count > 1 || block)) {
        replace_single(s, arena, b, lines, count, edits);
        return;
    }
    const char *indent = indent_of(t, arena, at), *eol = line_break(t, at);
    const char *inner = block ? arena_format(arena, "%s%s", indent, site_unit(s, arena, b)) : indent;
    const char *text = joined(arena, lines, count, arena_format(arena, "%s%s", eol, inner));
    if (block)
        text = arena_format(arena, "{%s%s%s%s%s}", eol, inner, text, eol, indent);
    add(s, edits, at, end_of(s) - at, text);
}

/* Before the closing brace: on a line of its own if the brace has one. */
static void insert_at_brace(const site *s, arena *arena, const body *b, const char *line, edit_list *edits)
{
    const tokens *t = s->tokens;
    size_t at = begin_of(s);
    uint32_t own = own_statement(t, b);
    if (!s->own_line) {
        bool spaced = t->text[at - 1] == ' ';
        add(s, edits, at, 0, arena_format(arena, "%s%s ", spaced ? "" : " ", line));
        return;
    }
    const char *outer = indent_of(t, arena, at), *eol = line_break(t, at);
    const char *indent = own == NO_TOKEN ? arena_format(arena, "%s    ", outer) : indent_of(t, arena, t->items[own].at);
    add(s, edits, line_start(t, at), 0, arena_format(arena, "%s%s%s", indent, line, eol));
}

void site_insert(const site *s, arena *arena, const body *b, const char *line, edit_list *edits)
{
    const tokens *t = s->tokens;
    size_t at = begin_of(s);
    if (s->kind == SITE_BRACE) {
        insert_at_brace(s, arena, b, line, edits);
        return;
    }
    if (s->kind == SITE_SINGLE && s->own_line) {
        const char *own = arena_string_n(arena, t->text + at, end_of(s) - at);
        replace_single(s, arena, b, (const char *const[]){line, own}, 2, edits);
        return;
    }
    if (s->kind == SITE_SINGLE) {
        add(s, edits, at, 0, arena_format(arena, "{ %s ", line));
        add(s, edits, end_of(s), 0, " }");
        return;
    }
    const char *between = " ";
    if (s->own_line)
        between = arena_format(arena, "%s%s", line_break(t, at), indent_of(t, arena, at));
    add(s, edits, at, 0, arena_format(arena, "%s%s", line, between));
}

/* Whether nothing but white space is in the text. */
static bool blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ' && text[i] != '\t')
            return false;
    return true;
}

void site_delete(const site *s, edit_list *edits)
{
    const tokens *t = s->tokens;
    size_t from = begin_of(s), to = end_of(s);
    bool must_stay = s->kind == SITE_SINGLE || (token_is(t, s->before, ":") && token_is(t, s->last + 1, "}"));
    if (must_stay) {
        add(s, edits, from, to - from, ";");
        return;
    }
    if (s->own_line && blank(t->text + to, line_end(t, to) - to)) {
        /* With the line end before it: clang-tidy, which tidies up around changes, then leaves the next line alone. */
        from = line_end(t, line_start(t, from) - 1);
        add(s, edits, from, line_end(t, to) - from, "");
        return;
    }
    while (!s->own_line && from && (t->text[from - 1] == ' ' || t->text[from - 1] == '\t'))
        from--;
    while (s->own_line && to < t->length && (t->text[to] == ' ' || t->text[to] == '\t')) /* a comment moves up */
        to++;
    add(s, edits, from, to - from, "");
}

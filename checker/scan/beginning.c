/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Beginnings of sources; see beginning.h.
 *
 * Needs: a source. Leaves: its text and its lines. Cost: reading it, and a pass over its first lines.
 */
#define _GNU_SOURCE
#include "beginning.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture_file.h"
#include "core/arena.h"
#include "roots_command.h"
#include "sources.h"

typedef struct cursor {
    const char *start, *at, *end, *line_start;
    unsigned line;
} cursor;

/* What a line is to a beginning. KEPT: part of it, but no #include. SILENT: nothing to Clang, and left out. */
typedef enum line_kind { OTHER, INCLUDE, KEPT, SILENT } line_kind;

static void next_line(cursor *c)
{
    c->line++;
    c->line_start = c->at;
}

/* Gives false at a comment without an end. */
static bool skip_comment(cursor *c)
{
    const char *close = memmem(c->at + 2, (size_t)(c->end - c->at) - 2, "*/", 2);
    if (!close)
        return false;
    while (c->at < close)
        if (*c->at++ == '\n')
            next_line(c);
    c->at = close + 2;
    return true;
}

static bool starts(const cursor *c, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(c->end - c->at) >= length && memcmp(c->at, text, length) == 0;
}

/* To the end of a line, whose comment does not go on in the next one. */
static bool skip_line_comment(cursor *c)
{
    const char *stop = memchr(c->at, '\n', (size_t)(c->end - c->at));
    if (!stop)
        return false;
    c->at = stop;
    return stop[-1] != '\\' && !(stop[-1] == '\r' && stop[-2] == '\\');
}

/* Passes over space and comments; with within, not over the end of a line. Gives false if what stands there is odd. */
static bool skip(cursor *c, bool within)
{
    for (; c->at < c->end; c->at++) {
        if (starts(c, "/*")) {
            if (!skip_comment(c))
                return false;
            c->at--;
        } else if (starts(c, "//")) {
            if (!skip_line_comment(c))
                return false;
            c->at--;
        } else if (*c->at == '\n' && within) {
            return true;
        } else if (*c->at == '\n') {
            c->at++;
            next_line(c);
            c->at--;
        } else if (*c->at != ' ' && *c->at != '\t' && *c->at != '\r' && *c->at != '\f') {
            return true;
        }
    }
    return true;
}

static void skip_blanks(cursor *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\t'))
        c->at++;
}

/* Behind #include "NAME" or #include <NAME>; gives false, and leaves the cursor anywhere, at anything else. */
static bool take_include(cursor *c)
{
    if (!starts(c, "#"))
        return false;
    c->at++;
    skip_blanks(c);
    if (!starts(c, "include"))
        return false;
    c->at += strlen("include");
    skip_blanks(c);
    char close = c->at >= c->end ? 0 : *c->at == '"' ? '"' : *c->at == '<' ? '>' : 0;
    if (!close)
        return false;
    for (c->at++; c->at < c->end && *c->at != close; c->at++)
        if (*c->at == '\n' || *c->at == '\r' || *c->at == '\0')
            return false;
    return c->at < c->end && *c->at++ == close;
}

static bool is_word(const cursor *c, const char *word)
{
    if (!starts(c, word))
        return false;
    const char *behind = c->at + strlen(word);
    return behind < c->end && (*behind == ' ' || *behind == '\t' || *behind == '(');
}

/* The word that stands there, if it is one of C. Leaves the cursor behind it. */
static size_t take_word(cursor *c, const char **word)
{
    *word = c->at;
    while (c->at < c->end && (isalnum((unsigned char)*c->at) || *c->at == '_'))
        c->at++;
    return (size_t)(c->at - *word);
}

bool beginning_defines(const beginning_of *of, const char *name, size_t length)
{
    for (size_t i = 0; i < of->argument_count; i++) {
        const char *argument = of->arguments[i];
        if ((argument[0] != '-' && argument[0] != '/') || argument[1] != 'D')
            continue;
        argument += 2;
        if (!*argument && i + 1 < of->argument_count)
            argument = of->arguments[i + 1];
        if (strncmp(argument, name, length) == 0 && (argument[length] == '\0' || argument[length] == '='))
            return true;
    }
    return false;
}

/* #ifdef of what the command defines: what follows is read. Should a line or header above undefine it, the pause behind
 * the beginning is missed, and the source is read alone. */
static bool holds(cursor *c, const beginning_of *of)
{
    const char *name;
    skip_blanks(c);
    size_t length = take_word(c, &name);
    skip_blanks(c);
    return length && (*c->at == '\n' || *c->at == '\r') && beginning_defines(of, name, length);
}

/* Behind a line whose text is the same wherever it stands; OTHER, and the cursor anywhere, at others. */
static line_kind take_plain(cursor *c, const beginning_of *of)
{
    const char *stop = memchr(c->at, '\n', (size_t)(c->end - c->at));
    if (!stop || *c->at != '#' || memchr(c->at, '\\', (size_t)(stop - c->at)) ||
        memmem(c->at, (size_t)(stop - c->at), "/*", 2) || memmem(c->at, (size_t)(stop - c->at), "//", 2))
        return OTHER;
    c->at++;
    skip_blanks(c);
    line_kind kind = is_word(c, "define") || is_word(c, "undef") ? KEPT : OTHER;
    if (is_word(c, "ifdef")) {
        c->at += strlen("ifdef");
        kind = holds(c, of) ? KEPT : OTHER;
    } else if (is_word(c, "pragma")) {
        c->at += strlen("pragma");
        skip_blanks(c);
        kind = is_word(c, "warning") ? SILENT : OTHER;
    }
    c->at = stop[-1] == '\r' ? stop - 1 : stop;
    return kind;
}

static line_kind take_any(cursor *c, const beginning_of *of)
{
    cursor start = *c;
    if (take_include(c))
        return INCLUDE;
    *c = start;
    return take_plain(c, of);
}

/* Takes a line, if it is one of those. number: of the last #include before it; is that of this one afterwards. */
static bool take_line(beginning *b, cursor *c, const beginning_of *of, uint64_t *number, size_t *plain)
{
    cursor start = *c;
    line_kind kind = take_any(c, of);
    size_t length = (size_t)(c->at - start.at);
    if (kind == OTHER || !skip(c, true) || c->at >= c->end || *c->at != '\n')
        return false;
    c->at++;
    next_line(c);
    if (kind == SILENT)
        return true;
    memcpy(b->plain + *plain, start.at, length);
    b->plain[*plain + length] = '\n';
    *number = bytes_hash(*number, b->plain + *plain, length + 1);
    *plain += length + 1;
    b->lines[b->count++] = (beginning_line){kind == INCLUDE ? *number : 0, *plain, (size_t)(c->at - c->start),
                                            start.line, (unsigned)(start.at - start.line_start) + 1};
    return true;
}

/* The ending of a path, with its dot; "": it has none. */
static const char *ending_of(const char *file)
{
    const char *slash = strrchr(file, '/'), *dot = strrchr(slash ? slash : file, '.');
    return dot ? dot : "";
}

/* Of what stands before, how a text is named and compiled. */
static uint64_t number_of_command(uint64_t number, const beginning_of *of, const char *const *arguments, size_t count)
{
    const char *ending = ending_of(of->file);
    number = bytes_hash(number, ending, strlen(ending) + 1);
    if (of->directory)
        number = bytes_hash(number, of->directory, strlen(of->directory) + 1);
    for (size_t i = 0; i < count; i++)
        number = bytes_hash(number, arguments[i], strlen(arguments[i]) + 1);
    return number;
}

static uint64_t number_of(const beginning_of *of)
{
    const char *slash = strrchr(of->file, '/');
    uint64_t number = bytes_hash(BYTES_HASH_START, of->file, slash ? (size_t)(slash - of->file) + 1 : 0);
    return number_of_command(bytes_hash(number, "", 1), of, of->arguments, of->argument_count);
}

/* ---- roots ------------------------------------------------------------------------------------------------------- */

static uint64_t number_of_roots(const beginning_of *of, const roots_command *command)
{
    return number_of_command(bytes_hash(BYTES_HASH_START, "roots", sizeof "roots"), of, command->arguments,
                             command->argument_count);
}

/* Adds the lines of a text. number: NULL, or that of what stands before them, and only #include lines have one. */
static void add_lines(beginning *b, const char *text, uint64_t *number)
{
    size_t room = b->head + strlen(text);
    b->plain = must_resize(b->plain, room + 1);
    while (*text && b->count < BEGINNING_MOST) {
        size_t length = strcspn(text, "\n") + 1;
        memcpy(b->plain + b->head, text, length);
        b->head += length;
        if (number)
            *number = bytes_hash(*number, text, length);
        bool numbered = number && strncmp(text, "#include", strlen("#include")) == 0;
        b->lines[b->count++] = (beginning_line){.number = numbered ? *number : 0, .end = b->head};
        text += length;
    }
}

static void take_roots(beginning *b, const beginning_of *of)
{
    roots_command command;
    if (!of->roots || !roots_command_take(&command, of, of->roots))
        return;
    uint64_t number = number_of_roots(of, &command);
    add_lines(b, of->roots + strcspn(of->roots, "\n") + 1, &number);
    b->roots = b->count;
    add_lines(b, command.defines, NULL);
    roots_command_free(&command);
}

unsigned beginning_strip(beginning *b)
{
    unsigned count = b->roots;
    while (count < b->count && b->lines[count].end <= b->head)
        count++;
    b->count -= count;
    memmove(b->lines, b->lines + count, b->count * sizeof *b->lines);
    for (unsigned i = 0; i < b->count; i++)
        b->lines[i].end -= b->head;
    memmove(b->plain, b->plain + b->head, b->count ? b->lines[b->count - 1].end : 0);
    b->roots = 0;
    b->head = 0;
    return count;
}

char *beginning_whole(const beginning *b, size_t *length)
{
    char *whole = must_allocate(b->head + b->length + 1);
    memcpy(whole, b->plain, b->head);
    memcpy(whole + b->head, b->text, b->length);
    *length = b->head + b->length;
    whole[*length] = '\0';
    return whole;
}

/* A last line without an end gets one: it says the same with it, and may be an #include that others begin with. */
static void end_last_line(beginning *b)
{
    if (!b->length || b->text[b->length - 1] == '\n' || b->text[b->length - 1] == '\\')
        return;
    b->text = must_resize(b->text, b->length + 2);
    memcpy(b->text + b->length++, "\n", 2);
}

bool beginning_read(beginning *b, const beginning_of *of)
{
    char *path = source_path(of->directory, of->file);
    *b = (beginning){0};
    b->text = (char *)whole_file(path, &b->length);
    free(path);
    if (!b->text)
        return false;
    end_last_line(b);
    take_roots(b, of);
    b->plain = must_resize(b->plain, b->head + b->length + 1);
    cursor c = {b->text, b->text, b->text + b->length, b->text, 1};
    size_t plain = b->head;
    uint64_t number = number_of(of);
    if (b->roots)
        number = bytes_hash(number, of->roots, strlen(of->roots));
    while (b->head + b->length <= BEGINNING_ROOM && b->count < BEGINNING_MOST && skip(&c, false) &&
           take_line(b, &c, of, &number, &plain))
        ;
    while (b->count && !b->lines[b->count - 1].number) /* what stands behind the last #include is of no use */
        b->count--;
    if (!b->count)
        beginning_free(b);
    return b->count != 0;
}

void beginning_free(beginning *b)
{
    free(b->text);
    free(b->plain);
    b->text = b->plain = NULL;
}

char *beginning_path(const char *file)
{
    const char *slash = strrchr(file, '/');
    char *path;
    if (asprintf(&path, "%.*sdevlock-beginning%s", slash ? (int)(slash - file) + 1 : 0, file, ending_of(file)) < 0)
        abort();
    return path;
}

char *beginning_root_path(const char *file)
{
    char *path;
    if (asprintf(&path, "/devlock-roots/devlock-beginning%s", ending_of(file)) < 0)
        abort();
    return path;
}

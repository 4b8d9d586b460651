/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Predicting the roots of sources; see roots.h.
 *
 * A source is followed through its directives, and into the headers of its own that it includes, until something stands
 * there that could matter to a header of the system, or whose meaning cannot be told: a declaration, a #pragma, a
 * #define of a name that such a header mentions, a condition on one. A header that can be read twice is no root: that a
 * source comes to it would be no sign that it has been read.
 *
 * Needs: sources with their commands. Leaves: their roots. Cost: a pass over the first lines of each source and of what
 * it includes, and over all of the headers of the system that are reached, each once.
 */
#define _GNU_SOURCE
#include "roots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "roots_command.h"
#include "roots_files.h"
#include "sources.h"

enum { ROOTS_MOST = 24, NESTED_MOST = 12, DEFINED_MOST = 64 };

/* The files of commands that look into the same folders of the system. */
typedef struct view {
    const char **systems;
    size_t count;
    roots_files *files;
} view;

struct roots {
    arena *arena;
    view *views;
    size_t count, capacity;
};

/* A name in the text. */
typedef struct name {
    const char *text;
    size_t length;
} name;

/* A source that is followed. */
typedef struct follow {
    roots_files *files;
    arena *arena; /* of this source */
    const beginning_of *of;
    const char **folders; /* of -I */
    size_t folder_count;
    const roots_file **forced;
    size_t forced_count;
    const roots_file *chain[ROOTS_MOST];
    const char *chain_names[ROOTS_MOST];
    size_t chain_count;
    name defined[DEFINED_MOST];
    size_t defined_count;
} follow;

roots *roots_new(void)
{
    roots *r = must_zero(sizeof *r);
    r->arena = arena_new();
    return r;
}

void roots_free(roots *r)
{
    for (size_t i = 0; i < r->count; i++)
        roots_files_free(r->views[i].files);
    free(r->views);
    arena_free(r->arena);
    free(r);
}

/* ---- commands ---------------------------------------------------------------------------------------------------- */

/* A path of a command, from here. */
static const char *from_here(const beginning_of *of, arena *arena, const char *path)
{
    char *whole = source_path(of->directory, path);
    const char *kept = arena_string(arena, whole);
    free(whole);
    return kept;
}

/* The arguments of an option that stands apart from them. */
static size_t values_of(const beginning_of *of, const char *option, arena *arena, const char ***values)
{
    size_t count = 0;
    *values = arena_zero(arena, (of->argument_count + 1) * sizeof **values);
    for (size_t i = 1; i + 1 < of->argument_count; i++)
        if (strcmp(of->arguments[i], option) == 0)
            (*values)[count++] = of->arguments[++i];
    return count;
}

static roots_files *view_of(roots *r, const char **systems, size_t count)
{
    for (size_t i = 0; i < r->count; i++) {
        view *v = &r->views[i];
        size_t same = 0;
        while (v->count == count && same < count && strcmp(v->systems[same], systems[same]) == 0)
            same++;
        if (v->count == count && same == count)
            return v->files;
    }
    view made = {arena_zero(r->arena, (count + 1) * sizeof *made.systems), count, NULL};
    for (size_t i = 0; i < count; i++)
        made.systems[i] = arena_string(r->arena, systems[i]);
    made.files = roots_files_new(made.systems, count);
    ARRAY_RESERVE(r->views, r->count, r->capacity);
    r->views[r->count++] = made;
    return made.files;
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static name first_name(const char *text)
{
    text += strspn(text, " \t");
    return (name){text, strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")};
}

static bool same_name(name a, name b)
{
    return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

static bool mentioned(const follow *f, const roots_file *root, name word)
{
    if (root && roots_files_mention(f->files, root, word.text, word.length))
        return true;
    for (size_t i = 0; i < f->forced_count; i++)
        if (roots_files_mention(f->files, f->forced[i], word.text, word.length))
            return true;
    for (size_t i = 0; i < f->chain_count; i++)
        if (roots_files_mention(f->files, f->chain[i], word.text, word.length))
            return true;
    return false;
}

static bool is_defined(const follow *f, name word)
{
    for (size_t i = 0; i < f->defined_count; i++)
        if (same_name(f->defined[i], word))
            return true;
    return beginning_defines(f->of, word.text, word.length);
}

/* ---- directives -------------------------------------------------------------------------------------------------- */

/* The text behind a directive's word; NULL: it has another one. */
static const char *behind(const roots_directive *d, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(d->text, word, length) != 0)
        return NULL;
    return strchr(" \t(<\"!", d->text[length]) ? d->text + length : NULL; /* and at the end */
}

static bool is_cplusplus(const follow *f)
{
    const char *dot = strrchr(f->of->file, '.');
    return dot && strcasecmp(dot, ".c") != 0;
}

/* Whether a macro is one: 1, 0, or -1, which is that it cannot be told. */
static int holds(const follow *f, name word)
{
    if (!word.length)
        return -1;
    if (same_name(word, (name){"__cplusplus", strlen("__cplusplus")}))
        return is_cplusplus(f);
    if (is_defined(f, word))
        return mentioned(f, NULL, word) ? -1 : 1;
    return *word.text == '_' || mentioned(f, NULL, word) ? -1 : 0;
}

/* What a directive that begins a conditional comes to. */
static int condition(const follow *f, const roots_directive *d)
{
    const char *text;
    if ((text = behind(d, "ifdef")))
        return holds(f, first_name(text));
    if ((text = behind(d, "ifndef"))) {
        int one = holds(f, first_name(text));
        return one < 0 ? -1 : !one;
    }
    text = behind(d, "if");
    text += strspn(text, " \t");
    return strcmp(text, "0") == 0 ? 0 : strcmp(text, "1") == 0 ? 1 : -1;
}

static bool begins_condition(const roots_directive *d)
{
    return behind(d, "if") || behind(d, "ifdef") || behind(d, "ifndef");
}

/* Skips what a condition leaves out, to behind the #else or #endif that ends it. open: set if it was an #else. */
static const char *leave_out(const char *at, bool *open)
{
    roots_directive d;
    for (size_t depth = 1; *at;) {
        at += strcspn(at, "\n");
        at += *at == '\n';
        const char *line = at + strspn(at, " \t"), *next = *line == '#' ? roots_files_directive(line, &d) : NULL;
        if (*line == '#' && !next)
            return NULL;
        if (!next)
            continue;
        depth += begins_condition(&d);
        if (depth == 1 && behind(&d, "elif"))
            return NULL;
        *open = depth == 1 && behind(&d, "else");
        depth -= behind(&d, "endif") != NULL;
        if (*open || !depth)
            return next;
    }
    return NULL;
}

/* #ifndef G, and #define G in the next line. */
static bool is_guard(const roots_directive *d, const char *at)
{
    roots_directive next;
    const char *tested = behind(d, "ifndef");
    if (!tested)
        tested = strncmp(d->text, "if !defined", strlen("if !defined")) == 0 ? d->text + strlen("if !defined") : NULL;
    if (!tested || !roots_files_directive(at, &next) || !behind(&next, "define"))
        return false;
    tested += strspn(tested, " \t(");
    return same_name(first_name(tested), first_name(behind(&next, "define")));
}

/* Whether a header is read once, however often it is included. */
static bool is_guarded(const roots_file *file)
{
    roots_directive d;
    const char *at = roots_files_directive(file->text, &d);
    bool once = at && strncmp(d.text, "pragma", 6) == 0 && strstr(d.text, "once");
    return at && (once || behind(&d, "ifndef") || strncmp(d.text, "if !defined", strlen("if !defined")) == 0);
}

/* ---- following --------------------------------------------------------------------------------------------------- */

static bool add_root(follow *f, const roots_file *root, size_t name_length)
{
    for (size_t i = 0; i < f->chain_count; i++)
        if (f->chain[i] == root)
            return true;
    if (f->chain_count == ROOTS_MOST || !is_guarded(root))
        return false;
    for (size_t i = 0; i < f->defined_count; i++)
        if (mentioned(f, root, f->defined[i]))
            return false;
    f->chain_names[f->chain_count] = root->path + strlen(root->path) - name_length;
    f->chain[f->chain_count++] = root;
    return true;
}

static bool follow_file(follow *f, const roots_file *file, unsigned depth);

/* Gives false if following ends there. */
static bool follow_include(follow *f, const roots_file *from, const roots_directive *d, unsigned depth)
{
    char text[256];
    bool quoted;
    size_t length;
    if (!roots_files_included(d, text, sizeof text, &quoted))
        return false;
    const char *slash = strrchr(from->path, '/');
    char *own = arena_string_n(f->arena, from->path, slash ? (size_t)(slash - from->path) : 0);
    const roots_file *found = quoted ? roots_files_find(f->files, own, text) : NULL;
    for (size_t i = 0; !found && i < f->folder_count; i++)
        found = roots_files_find(f->files, f->folders[i], text);
    if (found)
        return depth < NESTED_MOST && follow_file(f, found, depth + 1);
    found = roots_files_system(f->files, text, &length);
    return found && add_root(f, found, length);
}

static bool is_silent_pragma(const roots_directive *d)
{
    const char *text = behind(d, "pragma");
    name word = text ? first_name(text) : (name){"", 0};
    return same_name(word, (name){"once", 4}) || same_name(word, (name){"warning", 7});
}

static bool define(follow *f, const roots_directive *d)
{
    name word = first_name(behind(d, "define"));
    if (f->defined_count == DEFINED_MOST || !word.length)
        return false;
    f->defined[f->defined_count++] = (name){arena_string_n(f->arena, word.text, word.length), word.length};
    return true;
}

/* Follows a conditional from its first line on. Gives the place to go on at; NULL: following ends. */
static const char *enter_condition(const follow *f, const roots_directive *d, const char *at, unsigned *open)
{
    bool half = false;
    int value = is_guard(d, at) ? 1 : condition(f, d);
    if (value > 0)
        ++*open;
    if (value != 0)
        return value < 0 ? NULL : at;
    at = leave_out(at, &half);
    *open += half;
    return at;
}

/* Gives false if following ends within the file. */
static bool follow_file(follow *f, const roots_file *file, unsigned depth)
{
    roots_directive d;
    unsigned open = 0;
    for (const char *at = file->text; (at = roots_files_directive(at, &d));) {
        bool half = false;
        if (!*at && !*d.text)
            return true;
        if (begins_condition(&d)) {
            at = enter_condition(f, &d, at, &open);
        } else if (behind(&d, "else") && open) {
            open--;
            at = leave_out(at, &half);
        } else if (behind(&d, "endif") && open) {
            open--;
        } else if (!(behind(&d, "define") && define(f, &d)) && *d.text && !is_silent_pragma(&d) &&
                   !follow_include(f, file, &d, depth)) {
            return false;
        }
        if (!at)
            return false;
    }
    return false;
}

/* ---- what comes of it -------------------------------------------------------------------------------------------- */

static char *write_down(const follow *f)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    fputc(' ', out);
    for (size_t i = 1, next; i < f->of->argument_count; i++) {
        const char *one = roots_command_define(f->of, i, &next);
        name word = one ? first_name(one) : (name){"", 0};
        if (word.length && mentioned(f, NULL, word))
            fprintf(out, "%.*s ", (int)word.length, word.text);
    }
    fputc('\n', out);
    for (size_t i = 0; i < f->chain_count; i++)
        fprintf(out, "#include <%s>\n", f->chain_names[i]);
    fclose(out);
    return text;
}

static const roots_file *forced_file(const follow *f, const char *name)
{
    size_t length;
    return roots_files_system(f->files, name, &length);
}

static char *follow_source(roots *r, const beginning_of *of, arena *arena)
{
    const char **systems, **forced;
    size_t system_count = values_of(of, "-isystem", arena, &systems);
    size_t forced_count = values_of(of, "-include", arena, &forced);
    for (size_t i = 0; i < system_count; i++)
        systems[i] = from_here(of, arena, systems[i]);
    follow f = {.files = view_of(r, systems, system_count), .arena = arena, .of = of};
    f.forced = arena_zero(arena, (forced_count + 1) * sizeof *f.forced);
    for (size_t i = 0; i < forced_count; i++)
        if ((f.forced[f.forced_count] = forced_file(&f, forced[i])))
            f.forced_count++;
    roots_command command;
    const roots_file *source = roots_files_find(f.files, "", from_here(of, arena, of->file));
    if (!source || !roots_command_take(&command, of, " "))
        return NULL;
    f.folders = command.folders;
    f.folder_count = command.folder_count;
    for (size_t i = 0; i < f.folder_count; i++)
        f.folders[i] = from_here(of, arena, f.folders[i]);
    follow_file(&f, source, 0);
    roots_command_free(&command);
    char *text = f.chain_count ? write_down(&f) : NULL;
    if (text && strlen(text) < BEGINNING_ROOTS_MOST)
        return text;
    free(text);
    return NULL;
}

char *roots_of(roots *r, const beginning_of *of)
{
    arena *arena = arena_new();
    char *text = follow_source(r, of, arena);
    arena_free(arena);
    return text;
}

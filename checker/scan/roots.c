/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Predicting the roots of sources; see roots.h.
 *
 * A source is followed through its directives, and into the headers of its own that it includes, until something stands
 * there that could matter to a header of the system, or whose meaning cannot be told: a declaration, a #pragma, a
 * condition that is no question for names. What a name stands for that no header mentions does not matter; a macro that
 * one mentions is defined in front of the first that does. So sources whose macros differ have the same beginning up to
 * there. A header that does nothing before it includes another one has that one as a root, too.
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

enum { ROOTS_MOST = 32, LINES_MOST = 48, NESTED_MOST = 12, ONCE_MOST = 128, INNER_LEAST = 24, DEFINED_MOST = 512 };

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

/* A macro of the source, or of its command. */
typedef struct macro {
    name name;
    const char *line; /* that defines it; NULL: it is undefined, or cannot be defined among roots */
    bool option;      /* of the command */
    bool staged;      /* it is defined among the roots */
} macro;

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
    size_t chain_count;
    const char *lines[LINES_MOST]; /* of the roots */
    size_t line_count;
    const roots_file *once[ONCE_MOST]; /* those of the source that are read once */
    size_t once_count;
    macro macros[DEFINED_MOST]; /* the last of a name counts */
    size_t macro_count;
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

static bool chain_defines(const follow *f, name word)
{
    for (size_t i = 0; i < f->chain_count; i++)
        if (roots_files_define(f->files, f->chain[i], word.text, word.length))
            return true;
    return false;
}

static bool forced_define(const follow *f, name word)
{
    for (size_t i = 0; i < f->forced_count; i++)
        if (roots_files_define(f->files, f->forced[i], word.text, word.length))
            return true;
    return false;
}

static macro *find_macro(follow *f, name word)
{
    for (size_t i = f->macro_count; i-- > 0;)
        if (same_name(f->macros[i].name, word))
            return &f->macros[i];
    return NULL;
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

/* Those of compilers for Windows, and of Clang. */
static bool is_predefined(name word)
{
    static const char *const names[] = {"_WIN32",   "_WIN64",          "_M_X64",   "_M_AMD64",  "__x86_64__",
                                        "__x86_64", "__amd64",         "_MSC_VER", "__clang__", "__STDC__",
                                        "__GNUC__", "_MSC_EXTENSIONS", "__LINE__", "__FILE__"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (same_name(word, (name){names[i], strlen(names[i])}))
            return true;
    return false;
}

/* Whether a macro is one: 1, 0, or -1, which is that it is no name. */
static int holds(follow *f, name word)
{
    if (!word.length)
        return -1;
    if (same_name(word, (name){"__cplusplus", strlen("__cplusplus")}))
        return is_cplusplus(f);
    const macro *own = find_macro(f, word);
    return own ? own->line != NULL : chain_defines(f, word) || forced_define(f, word) || is_predefined(word);
}

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

static int any_of(follow *f, const char **text);

/* defined NAME, defined(NAME), 0, 1, with ! in front or in parentheses; -1: anything else. */
static int one_of(follow *f, const char **text)
{
    const char *at = skip_blanks(*text);
    int value = -1;
    if (*at == '!') {
        *text = at + 1;
        value = one_of(f, text);
        return value < 0 ? -1 : !value;
    }
    if (*at == '(') {
        *text = at + 1;
        value = any_of(f, text);
        at = skip_blanks(*text);
        *text = at + (*at == ')');
        return *at == ')' ? value : -1;
    }
    name word = first_name(at);
    at = word.text + word.length;
    if (same_name(word, (name){"defined", strlen("defined")})) {
        bool open = *(at = skip_blanks(at)) == '(';
        word = first_name(at + open);
        at = skip_blanks(word.text + word.length);
        if (open && *at++ != ')')
            return -1;
        value = holds(f, word);
    } else if (word.length == 1 && (*word.text == '0' || *word.text == '1')) {
        value = *word.text - '0';
    }
    *text = at;
    return value;
}

/* Conditions with && and ||, which are not told apart by what binds closer: only one kind may stand there. */
static int any_of(follow *f, const char **text)
{
    int value = one_of(f, text);
    char kind = 0;
    for (const char *at; value >= 0 && (at = skip_blanks(*text), *at == '&' || *at == '|');) {
        if (at[1] != *at || (kind && kind != *at))
            return -1;
        kind = *at;
        *text = at + 2;
        int other = one_of(f, text);
        value = other < 0 ? -1 : kind == '&' ? value && other : value || other;
    }
    return value;
}

/* What a directive that begins a conditional comes to. */
static int condition(follow *f, const roots_directive *d)
{
    const char *text;
    if ((text = behind(d, "ifdef")))
        return holds(f, first_name(text));
    if ((text = behind(d, "ifndef"))) {
        int one = holds(f, first_name(text));
        return one < 0 ? -1 : !one;
    }
    text = behind(d, "if");
    int value = any_of(f, &text);
    return *skip_blanks(text) ? -1 : value;
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

/* #ifndef G or #if !defined(G); G is "" for any other. */
static name guard_of(const roots_directive *d)
{
    const char *text = behind(d, "ifndef");
    if (text)
        return first_name(text);
    if (!(text = behind(d, "if")) || *(text = skip_blanks(text)) != '!')
        return (name){"", 0};
    text = skip_blanks(text + 1);
    if (strncmp(text, "defined", strlen("defined")) != 0)
        return (name){"", 0};
    text += strlen("defined");
    return first_name(text + strspn(text, " \t("));
}

/* A guard, and #define of it in the next line. */
static bool is_guard(const roots_directive *d, const char *at)
{
    roots_directive next;
    name tested = guard_of(d);
    if (!tested.length || !roots_files_directive(at, &next) || !behind(&next, "define"))
        return false;
    return same_name(tested, first_name(behind(&next, "define")));
}

/* Whether a header is read once, however often it is included. */
static bool is_guarded(const roots_file *file)
{
    roots_directive d;
    const char *at = roots_files_directive(file->text, &d);
    bool once = at && strncmp(d.text, "pragma", 6) == 0 && strstr(d.text, "once");
    return at && (once || guard_of(&d).length);
}

static bool is_pragma(const roots_directive *d, const char *pragma)
{
    const char *text = behind(d, "pragma");
    return text && same_name(first_name(text), (name){pragma, strlen(pragma)});
}

static bool is_silent_pragma(const roots_directive *d)
{
    return is_pragma(d, "once") || is_pragma(d, "warning");
}

/* ---- following --------------------------------------------------------------------------------------------------- */

static bool in_chain(const follow *f, const roots_file *root)
{
    for (size_t i = 0; i < f->chain_count; i++)
        if (f->chain[i] == root)
            return true;
    return false;
}

static bool add_line(follow *f, const char *line)
{
    if (f->line_count == LINES_MOST)
        return false;
    f->lines[f->line_count++] = line;
    return true;
}

/* Has a macro be defined among the lines. */
static bool stage(follow *f, macro *m)
{
    if (!m->line || (!m->option && beginning_defines(f->of, m->name.text, m->name.length)))
        return false;
    m->staged = true;
    return add_line(f, m->line);
}

/* What the next root mentions, and none before, is defined in front of it: so beginnings are the same up to there. What
 * options define that the first one mentions, the command defines. */
static bool stage_for(follow *f, const roots_file *root)
{
    for (size_t i = 0; i < f->macro_count; i++) {
        macro *m = &f->macros[i];
        if (m->staged || find_macro(f, m->name) != m)
            continue;
        bool early = mentioned(f, NULL, m->name);
        if (!early && !roots_files_mention(f->files, root, m->name.text, m->name.length))
            continue;
        if (m->option ? !early && f->chain_count && !stage(f, m) : !stage(f, m))
            return false;
    }
    return true;
}

static bool add_root(follow *f, const roots_file *root, size_t name_length);

/* The header of the system that another one includes before it does anything but guard itself; NULL: there is none. */
static const roots_file *inner_of(follow *f, const roots_file *root, size_t *length)
{
    roots_directive d;
    char text[256];
    bool quoted;
    const char *at = roots_files_directive(root->text, &d);
    if (at && is_silent_pragma(&d))
        at = roots_files_directive(at, &d);
    if (at && behind(&d, "ifndef") && is_guard(&d, at)) {
        if (mentioned(f, NULL, guard_of(&d)))
            return NULL;
        at = roots_files_directive(at, &d);
        at = at ? roots_files_directive(at, &d) : NULL;
    }
    if (!at || !behind(&d, "include") || !roots_files_included(&d, text, sizeof text, &quoted) || quoted)
        return NULL;
    return roots_files_system(f->files, text, length);
}

/* It is a root as well, if it is worth that: so what others include alone is read once for all. */
static bool add_inner(follow *f, const roots_file *root)
{
    size_t length;
    const roots_file *inner = inner_of(f, root, &length);
    if (!inner || roots_files_reached(f->files, inner) < INNER_LEAST)
        return true;
    for (size_t i = 0; i < f->chain_count; i++)
        if (roots_files_reach(f->files, f->chain[i], inner))
            return true;
    return add_root(f, inner, length);
}

static bool add_root(follow *f, const roots_file *root, size_t name_length)
{
    bool again = in_chain(f, root);
    if ((again && is_guarded(root)) || (!again && f->chain_count < ROOTS_MOST && !add_inner(f, root)))
        return again;
    if (f->chain_count == ROOTS_MOST || !stage_for(f, root))
        return false;
    char *line = arena_zero(f->arena, name_length + sizeof "#include <>");
    sprintf(line, "#include <%s>", root->path + strlen(root->path) - name_length);
    f->chain[f->chain_count++] = root;
    return add_line(f, line);
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
    return !found || add_root(f, found, length); /* one that is not there leaves nothing but an error */
}

/* #define and #undef: what becomes of it is seen where a root mentions it. */
static bool take_macro(follow *f, const roots_directive *d, bool defines)
{
    name word = first_name(behind(d, defines ? "define" : "undef"));
    const macro *old = find_macro(f, word);
    if (f->macro_count == DEFINED_MOST || !word.length || (old && old->staged))
        return false;
    macro made = {.name = {arena_string_n(f->arena, word.text, word.length), word.length}};
    char *line = arena_zero(f->arena, strlen(d->text) + 2);
    sprintf(line, "#%s", d->text);
    made.line = defines ? line : NULL;
    f->macros[f->macro_count++] = made;
    return !defines || !mentioned(f, NULL, word) || stage(f, &f->macros[f->macro_count - 1]);
}

/* Follows a conditional from its first line on. Gives the place to go on at; NULL: following ends. */
static const char *enter_condition(follow *f, const roots_directive *d, const char *at, unsigned *open)
{
    bool half = false;
    int value = is_guard(d, at) ? !find_macro(f, guard_of(d)) : condition(f, d);
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
    for (size_t i = 0; i < f->once_count; i++)
        if (f->once[i] == file)
            return true;
    for (const char *at = file->text; (at = roots_files_directive(at, &d));) {
        bool half = false;
        if (!*at && !*d.text)
            return true;
        if (is_pragma(&d, "once") && f->once_count < ONCE_MOST)
            f->once[f->once_count++] = file;
        if (begins_condition(&d)) {
            at = enter_condition(f, &d, at, &open);
        } else if (behind(&d, "else") && open) {
            open--;
            at = leave_out(at, &half);
        } else if (behind(&d, "endif") && open) {
            open--;
        } else if (behind(&d, "define") || behind(&d, "undef")) {
            if (!take_macro(f, &d, behind(&d, "define")))
                return false;
        } else if (*d.text && !is_silent_pragma(&d) && !follow_include(f, file, &d, depth)) {
            return false;
        }
        if (!at)
            return false;
    }
    return false;
}

/* ---- what comes of it -------------------------------------------------------------------------------------------- */

/* The first line: the command's macros that are not among the lines, and that roots mention. */
static void write_names(const follow *f, FILE *out)
{
    fputc(' ', out);
    for (size_t i = 0; i < f->macro_count; i++) {
        const macro *m = &f->macros[i];
        if (m->option && !m->staged && mentioned(f, NULL, m->name))
            fprintf(out, "%.*s ", (int)m->name.length, m->name.text);
    }
    fputc('\n', out);
}

/* So many lines as there is room for. The last one is of a root. */
static size_t count_lines(const follow *f, size_t room)
{
    size_t count = 0, size = 0;
    for (size_t i = 0; i < f->line_count && (size += strlen(f->lines[i]) + 1) < room; i++)
        if (strncmp(f->lines[i], "#include", strlen("#include")) == 0)
            count = i + 1;
    return count;
}

/* NULL: there is no room for any. */
static char *write_down(const follow *f)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    write_names(f, out);
    fflush(out);
    size_t count = size < BEGINNING_ROOTS_MOST ? count_lines(f, BEGINNING_ROOTS_MOST - size) : 0;
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s\n", f->lines[i]);
    fclose(out);
    if (count)
        return text;
    free(text);
    return NULL;
}

static void take_options(follow *f)
{
    for (size_t i = 1, next; i < f->of->argument_count; i++) {
        const char *one = roots_command_define(f->of, i, &next);
        name word = one ? first_name(one) : (name){"", 0};
        if (!word.length || f->macro_count == DEFINED_MOST)
            continue;
        char *line = roots_command_line(one);
        f->macros[f->macro_count++] = (macro){word, arena_string(f->arena, line), .option = true};
        free(line);
    }
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
    take_options(&f);
    follow_file(&f, source, 0);
    roots_command_free(&command);
    return f.chain_count ? write_down(&f) : NULL;
}

char *roots_of(roots *r, const beginning_of *of)
{
    arena *arena = arena_new();
    char *text = follow_source(r, of, arena);
    arena_free(arena);
    return text;
}

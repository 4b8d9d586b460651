/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What changed since a revision; see changes.h.
 *
 * Needs: git. Leaves: sets of names. Cost: seven runs of git, and what the change is long.
 */
#define _GNU_SOURCE
#include "changes.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/arena.h"
#include "git.h"
#include "report/paths.h"

#define RUN(answer, folder, ...) git_run(answer, folder, (const char *const[]){__VA_ARGS__, NULL})

/* ---- errors ---------------------------------------------------------------------------------------------------- */

static bool fail(const changes *c, const char *what, const char *remedy)
{
    fprintf(stderr, "devlock: error: --changed-since=%s: %s; %s\n", c->revision, what, remedy);
    return false;
}

/* git failed in a way that it can explain best. */
static bool fail_as_git(const changes *c, const git_answer *answer)
{
    char *what = NULL;
    if (asprintf(&what, answer->status < 0 ? "git cannot be run: %s" : "git says: %s", answer->error) < 0)
        abort();
    fail(c, what,
         answer->status < 0 ? "install git, or scan without --changed-since"
                            : "mend that, or scan without --changed-since");
    free(what);
    return false;
}

static bool is_shallow(const char *top)
{
    git_answer answer;
    bool shallow = RUN(&answer, top, "rev-parse", "--is-shallow-repository") && strcmp(answer.output, "true\n") == 0;
    git_free(&answer);
    return shallow;
}

static bool fail_unknown(const changes *c, const char *top)
{
    if (is_shallow(top))
        return fail(c, "there is no such revision in this clone, which is shallow",
                    "fetch more of the history (git fetch --unshallow; in CI ask the checkout for all of it: "
                    "fetch-depth: 0, GIT_DEPTH: 0) and the branch (git fetch origin BRANCH)");
    return fail(c, "there is no such revision", "git branch --all and git tag list what there is; git fetch gets more");
}

static bool fail_unrelated(const changes *c, const char *top)
{
    if (is_shallow(top))
        return fail(c, "this clone is shallow and ends before the commit that it has in common with HEAD",
                    "fetch more of the history: git fetch --unshallow, or in CI fetch-depth: 0, GIT_DEPTH: 0");
    return fail(c, "it has no commit in common with HEAD", "name a revision of the same history");
}

/* ---- the repository and the commit ------------------------------------------------------------------------------ */

static void cut_line(char *text)
{
    text[strcspn(text, "\n")] = '\0';
}

/* The folder of a file, free() it. */
static char *folder_of(const char *file)
{
    char *full = path_from_root("/", file), *folder = NULL, *end = strrchr(full, '/');
    if (end)
        *end = '\0';
    if (asprintf(&folder, "%s%s", *full == '/' ? "" : "/", end ? full : "") < 0)
        abort();
    free(full);
    return folder;
}

/* The top folder of the repository of the first source that lies in one; NULL with an error. */
static char *find_top(const changes *c, const scan_sources *sources)
{
    char *last = NULL, *top = NULL;
    bool good = true;
    for (size_t i = 0; i < sources->count && !top && good; i++) {
        char *folder = folder_of(sources->items[i].file);
        git_answer answer = {0};
        if (last && strcmp(last, folder) == 0) {
            free(folder);
            continue;
        }
        if (access(folder, X_OK) == 0 && RUN(&answer, folder, "rev-parse", "--show-toplevel")) {
            answer.output[answer.length ? answer.length - 1 : 0] = '\0';
            top = realpath(answer.output, NULL);
        } else if (answer.error && !strstr(answer.error, "not a git repository")) {
            good = fail_as_git(c, &answer);
        }
        git_free(&answer);
        free(last);
        last = folder;
    }
    if (!top && good)
        fail(c, "the sources lie in no git repository", "scan them without --changed-since");
    free(last);
    return top;
}

static bool find_base(changes *c, const char *top)
{
    git_answer answer;
    char *commit = NULL;
    if (!*c->revision || *c->revision == '-')
        return fail(c, "that is no revision", "name a branch, a tag or a commit");
    if (asprintf(&commit, "%s^{commit}", c->revision) < 0)
        abort();
    bool good = RUN(&answer, top, "rev-parse", "--verify", "--quiet", commit);
    free(commit);
    if (!good) {
        good = answer.status < 0 ? fail_as_git(c, &answer) : fail_unknown(c, top);
        git_free(&answer);
        return good;
    }
    cut_line(answer.output);
    git_answer base;
    good = RUN(&base, top, "merge-base", answer.output, "HEAD");
    if (good)
        snprintf(c->base, sizeof c->base, "%.40s", base.output);
    else if (base.status == 1)
        fail_unrelated(c, top);
    else
        fail_as_git(c, &base);
    git_free(&answer);
    git_free(&base);
    return good;
}

/* ---- files ------------------------------------------------------------------------------------------------------ */

static void add_path(changes *c, struct string_map *to, const char *path)
{
    *string_map_at(to, arena_string(c->arena, path)) = 1;
}

static void add_changed(changes *c, const char *path)
{
    const char *name = strrchr(path, '/');
    char *real = realpath(path, NULL);
    add_path(c, c->files, path);
    if (real)
        add_path(c, c->files, real);
    if (!real && access(path, F_OK) != 0)
        add_path(c, c->gone, name ? name + 1 : path);
    c->count++;
    free(real);
}

/* Takes names that a 0 ends, each from the top folder. Folders have a slash at their end. */
static void take_names(changes *c, const char *top, const git_answer *answer, bool changed)
{
    for (const char *name = answer->output; name < answer->output + answer->length; name += strlen(name) + 1) {
        char *path = NULL;
        if (asprintf(&path, "%s/%s", strcmp(top, "/") == 0 ? "" : top, name) < 0)
            abort();
        if (*path && path[strlen(path) - 1] == '/')
            path[strlen(path) - 1] = '\0';
        if (changed)
            add_changed(c, path);
        add_path(c, c->known, path);
        free(path);
    }
}

static bool find_files(changes *c, const char *top)
{
    git_answer changed = {0}, added = {0}, tracked = {0};
    const git_answer *wrong = NULL;
    if (!RUN(&changed, top, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", c->base, "--"))
        wrong = &changed;
    else if (!RUN(&added, top, "ls-files", "--others", "--exclude-standard", "-z"))
        wrong = &added;
    else if (!RUN(&tracked, top, "ls-files", "--cached", "-z"))
        wrong = &tracked;
    if (wrong) {
        fail_as_git(c, wrong);
    } else {
        take_names(c, top, &changed, true);
        take_names(c, top, &added, true);
        take_names(c, top, &tracked, false);
    }
    git_free(&changed);
    git_free(&added);
    git_free(&tracked);
    return !wrong;
}

static bool has_above(const struct string_map *map, const char *path)
{
    char *above = memcpy(must_allocate(strlen(path) + 1), path, strlen(path) + 1), *end;
    bool found = string_map_find(map, above) != NULL;
    while (!found && (end = strrchr(above, '/')) && end != above) {
        *end = '\0';
        found = string_map_find(map, above) != NULL;
    }
    free(above);
    return found;
}

bool changes_has(const changes *c, const char *path)
{
    return has_above(c->files, path);
}

bool changes_knows(const changes *c, const char *path)
{
    return has_above(c->known, path);
}

/* ---- words of changed lines ------------------------------------------------------------------------------------- */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static void take_words(changes *c, struct string_map *to, const char *line, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t from = i;
        while (i < length && is_word(line[i]))
            i++;
        if (i > from && !isdigit((unsigned char)line[from])) {
            char *word = arena_string_n(c->arena, line + from, i - from);
            *string_map_at(to, word) = 1;
        }
        i += i == from;
    }
}

/* A patch without context: the lines of a file's head, before the first "@@", are none of its text. */
static bool find_words(changes *c, const char *top)
{
    git_answer answer;
    if (!RUN(&answer, top, "diff", "-U0", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", c->base,
             "--")) {
        fail_as_git(c, &answer);
        git_free(&answer);
        return false;
    }
    bool head = true;
    const char *end = answer.output + answer.length;
    for (const char *line = answer.output, *next; line < end; line = next) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        next = newline ? newline + 1 : end;
        if (strncmp(line, "diff --git ", 11) == 0)
            head = true;
        else if (strncmp(line, "@@ ", 3) == 0)
            head = false;
        else if (!head && (*line == '+' || *line == '-'))
            take_words(c, c->words, line + 1, (size_t)(next - line - 1));
        if (!head && *line == '-' && next - line > 1 && is_word(line[1]))
            take_words(c, c->lost, line + 1, (size_t)(next - line - 1));
    }
    git_free(&answer);
    return true;
}

bool changes_find(changes *c, const char *revision, const scan_sources *sources)
{
    *c = (changes){.revision = revision, .arena = arena_new()};
    c->files = string_map_new();
    c->known = string_map_new();
    c->gone = string_map_new();
    c->words = string_map_new();
    c->lost = string_map_new();
    char *top = find_top(c, sources);
    bool good = top && find_base(c, top) && find_files(c, top) && find_words(c, top);
    free(top);
    return good;
}

void changes_free(changes *c)
{
    if (!c->arena)
        return;
    string_map_free(c->files);
    string_map_free(c->known);
    string_map_free(c->gone);
    string_map_free(c->words);
    string_map_free(c->lost);
    arena_free(c->arena);
    *c = (changes){0};
}

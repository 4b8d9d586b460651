/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Files and words for the prediction of roots; see roots_files.h.
 *
 * Words are kept as hashes, all in one set: two that have the same hash are taken for one, which costs at most some
 * sharing.
 *
 * Needs: folders. Leaves: what was read, until it is freed. Cost: a listing of each folder, and a pass over each header
 * of the system that is reached.
 */
#include "roots_files.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "capture_file.h"
#include "core/arena.h"
#include "sketch/files.h"

/* ---- a set of numbers ------------------------------------------------------------------------------------------ */

typedef struct numbers {
    uint64_t *items; /* 0: free */
    size_t count, capacity;
} numbers;

static uint64_t mixed(uint64_t a, uint64_t b)
{
    uint64_t h = (a ^ (b * UINT64_C(0x9e3779b97f4a7c15))) * UINT64_C(0xff51afd7ed558ccd);
    h ^= h >> 32;
    return h ? h : 1;
}

static bool numbers_have(const numbers *n, uint64_t number)
{
    for (size_t i = number; n->capacity && n->items[i & (n->capacity - 1)]; i++)
        if (n->items[i & (n->capacity - 1)] == number)
            return true;
    return false;
}

static void numbers_put(numbers *n, uint64_t number)
{
    size_t i = number;
    while (n->items[i & (n->capacity - 1)] && n->items[i & (n->capacity - 1)] != number)
        i++;
    n->count += !n->items[i & (n->capacity - 1)];
    n->items[i & (n->capacity - 1)] = number;
}

static void numbers_add(numbers *n, uint64_t number)
{
    if (n->count * 2 >= n->capacity) {
        numbers old = *n;
        n->capacity = old.capacity ? old.capacity * 2 : 4096;
        n->items = must_zero(n->capacity * sizeof *n->items);
        n->count = 0;
        for (size_t i = 0; i < old.capacity; i++)
            if (old.items[i])
                numbers_put(n, old.items[i]);
        free(old.items);
    }
    numbers_put(n, number);
}

/* ---- files ------------------------------------------------------------------------------------------- */

typedef struct known_file {
    roots_file file;
    bool listed;        /* words and includes are known */
    uint32_t *includes; /* ids */
    size_t include_count, include_capacity;
    uint32_t *reach; /* ids of all that it includes, and its own; NULL: not known yet */
    size_t reach_count;
} known_file;

struct roots_files {
    arena *arena;
    const char *const *systems;
    size_t system_count;
    sketch_files *places; /* where files are; it sketches none */
    string_map *files;    /* path -> index */
    known_file **all;
    size_t count, capacity;
    numbers words;          /* mixed(word, file) */
    numbers asked, answers; /* mixed(word, file) of has_number; those of them that are true */
};

roots_files *roots_files_new(const char *const *systems, size_t count)
{
    roots_files *f = must_zero(sizeof *f);
    f->arena = arena_new();
    f->systems = systems;
    f->system_count = count;
    f->places = sketch_files_new(NULL);
    f->files = string_map_new();
    return f;
}

void roots_files_free(roots_files *f)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->all[i]->file.length)
            free((char *)f->all[i]->file.text);
        free(f->all[i]->includes);
        free(f->all[i]->reach);
        free(f->all[i]);
    }
    free(f->all);
    free(f->words.items);
    free(f->asked.items);
    free(f->answers.items);
    sketch_files_free(f->places);
    string_map_free(f->files);
    arena_free(f->arena);
    free(f);
}

static known_file *file_at(roots_files *f, const char *path)
{
    uint32_t *known = string_map_at(f->files, path);
    if (*known != UINT32_MAX)
        return f->all[*known];
    known_file *made = must_zero(sizeof *made);
    const char *own = arena_string(f->arena, path);
    *string_map_at(f->files, own) = (uint32_t)f->count;
    made->file = (roots_file){.path = own, .text = "", .id = (uint32_t)f->count};
    ARRAY_RESERVE(f->all, f->count, f->capacity);
    f->all[f->count++] = made;
    size_t size;
    char *text = (char *)whole_file(path, &size);
    if (text && size) {
        made->file.text = text;
        made->file.length = size;
    } else {
        free(text);
    }
    return made;
}

const roots_file *roots_files_find(roots_files *f, const char *in, const char *name)
{
    char *slashed = arena_string(f->arena, name);
    for (char *at = slashed; *at; at++)
        if (*at == '\\')
            *at = '/';
    const char *path = sketch_files_find(f->places, in, slashed);
    known_file *file = path ? file_at(f, path) : NULL;
    return file && file->file.length ? &file->file : NULL;
}

const roots_file *roots_files_system(roots_files *f, const char *name, size_t *name_length)
{
    for (size_t i = 0; *name != '/' && i < f->system_count; i++) {
        const roots_file *found = roots_files_find(f, f->systems[i], name);
        size_t folder = strlen(f->systems[i]);
        if (!found)
            continue;
        *name_length = strlen(found->path) - folder - (f->systems[i][folder - 1] != '/');
        return found;
    }
    return NULL;
}

/* ---- directives -------------------------------------------------------------------------------------------------- */

/* Behind a comment, if one begins there; NULL: it has no end. */
static const char *skip_comment(const char *at)
{
    if (at[0] == '/' && at[1] == '*') {
        const char *close = strstr(at + 2, "*/");
        return close ? close + 2 : NULL;
    }
    if (at[0] == '/' && at[1] == '/') {
        at += strcspn(at, "\n");
        return at[-1] == '\\' || (at[-1] == '\r' && at[-2] == '\\') ? NULL : at;
    }
    return at;
}

static const char *skip_space(const char *at)
{
    for (;;) {
        at += strspn(at, " \t\r\n\f\v");
        const char *behind = skip_comment(at);
        if (!behind || behind == at)
            return behind;
        at = behind;
    }
}

const char *roots_files_directive(const char *at, roots_directive *directive)
{
    size_t length = 0;
    directive->text[0] = '\0';
    at = skip_space(at + (strncmp(at, "\xef\xbb\xbf", 3) == 0 ? 3 : 0));
    if (!at || !*at)
        return at;
    if (*at != '#')
        return NULL;
    for (at++; *at && *at != '\n';) {
        size_t joint = at[0] == '\\' ? strspn(at + 1, "\r") + 1 : 0;
        const char *behind = skip_comment(at);
        if (joint && at[joint] == '\n') {
            at += joint + 1;
        } else if (!behind) {
            return NULL;
        } else if (behind != at) {
            at = behind;
        } else {
            if (length + 1 < sizeof directive->text && (length || !isspace((unsigned char)*at)))
                directive->text[length++] = *at;
            at++;
        }
    }
    while (length && isspace((unsigned char)directive->text[length - 1]))
        length--;
    directive->text[length] = '\0';
    return at;
}

bool roots_files_included(const roots_directive *directive, char *name, size_t size, bool *quoted)
{
    const char *at = directive->text;
    if (strncmp(at, "include", strlen("include")) != 0)
        return false;
    at += strlen("include");
    at += strncmp(at, "_next", strlen("_next")) == 0 ? strlen("_next") : 0;
    at += strspn(at, " \t");
    const char *close = *at == '"' ? "\"" : *at == '<' ? ">" : NULL;
    size_t length = close ? strcspn(at + 1, close) : 0;
    if (!close || !length || length >= size || at[1 + length] != *close || at[2 + length])
        return false;
    *quoted = *close == '"';
    memcpy(name, at + 1, length);
    name[length] = '\0';
    return true;
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

static void add_include(roots_files *f, known_file *k, const roots_directive *directive)
{
    char name[256];
    bool quoted;
    size_t length;
    if (!roots_files_included(directive, name, sizeof name, &quoted))
        return;
    const char *slash = strrchr(k->file.path, '/');
    char *own = arena_string_n(f->arena, k->file.path, slash ? (size_t)(slash - k->file.path) : 0);
    const roots_file *found = roots_files_find(f, own, name);
    found = found && found != &k->file ? found : roots_files_system(f, name, &length);
    for (size_t i = 0; found == &k->file && i < f->system_count; i++) { /* #include_next */
        const roots_file *other = roots_files_find(f, f->systems[i], name);
        found = other ? other : found;
    }
    if (!found || found == &k->file)
        return;
    ARRAY_RESERVE(k->includes, k->include_count, k->include_capacity);
    k->includes[k->include_count++] = found->id;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Words that are defined are told from those that are mentioned by their numbers. */
static uint64_t defined_number(const char *word, size_t length)
{
    return ~bytes_hash(BYTES_HASH_START, word, length);
}

static void add_directive(roots_files *f, known_file *k, const char *line)
{
    roots_directive directive;
    if (!roots_files_directive(line, &directive))
        return;
    add_include(f, k, &directive);
    const char *word = directive.text + strlen("define");
    if (strncmp(directive.text, "define", strlen("define")) != 0)
        return;
    word += strspn(word, " \t");
    size_t length = 0;
    while (is_word(word[length]))
        length++;
    numbers_add(&f->words, mixed(defined_number(word, length), k->file.id));
}

static void list(roots_files *f, known_file *k)
{
    const char *at = k->file.text, *end = at + k->file.length;
    k->listed = true;
    while (at < end) {
        const char *start = at, *behind = *at == '/' ? skip_comment(at) : at;
        if (behind != at) {
            at = behind ? behind : at + 2; /* a comment that is odd: its words count */
            continue;
        }
        while (at < end && is_word(*at))
            at++;
        if (at > start)
            numbers_add(&f->words, mixed(bytes_hash(BYTES_HASH_START, start, (size_t)(at - start)), k->file.id));
        else if (*at++ == '#')
            add_directive(f, k, start);
    }
}

/* All that a header includes, and itself. */
static void find_reach(roots_files *f, known_file *k)
{
    uint32_t *reach = NULL;
    size_t count = 0, capacity = 0;
    numbers seen = {0};
    ARRAY_RESERVE(reach, count, capacity);
    reach[count++] = k->file.id;
    numbers_add(&seen, mixed(k->file.id, 1));
    for (size_t i = 0; i < count; i++) {
        known_file *one = f->all[reach[i]];
        if (!one->listed)
            list(f, one);
        for (size_t j = 0; j < one->include_count; j++) {
            uint64_t number = mixed(one->includes[j], 1);
            if (numbers_have(&seen, number))
                continue;
            numbers_add(&seen, number);
            ARRAY_RESERVE(reach, count, capacity);
            reach[count++] = one->includes[j];
        }
    }
    free(seen.items);
    k->reach = reach;
    k->reach_count = count;
}

static bool has_number(roots_files *f, const roots_file *file, uint64_t number)
{
    known_file *k = f->all[file->id];
    uint64_t question = mixed(number, file->id);
    if (numbers_have(&f->asked, question))
        return numbers_have(&f->answers, question);
    numbers_add(&f->asked, question);
    if (!k->reach)
        find_reach(f, k);
    for (size_t i = 0; i < k->reach_count; i++)
        if (numbers_have(&f->words, mixed(number, k->reach[i]))) {
            numbers_add(&f->answers, question);
            return true;
        }
    return false;
}

bool roots_files_mention(roots_files *f, const roots_file *file, const char *word, size_t length)
{
    return has_number(f, file, bytes_hash(BYTES_HASH_START, word, length));
}

bool roots_files_define(roots_files *f, const roots_file *file, const char *word, size_t length)
{
    return has_number(f, file, defined_number(word, length));
}

bool roots_files_reach(roots_files *f, const roots_file *from, const roots_file *to)
{
    known_file *k = f->all[from->id];
    if (!k->reach)
        find_reach(f, k);
    for (size_t i = 0; i < k->reach_count; i++)
        if (k->reach[i] == to->id)
            return true;
    return false;
}

size_t roots_files_reached(roots_files *f, const roots_file *from)
{
    known_file *k = f->all[from->id];
    if (!k->reach)
        find_reach(f, k);
    return k->reach_count;
}

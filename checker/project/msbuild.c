/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Properties and conditions of MSBuild; see msbuild.h and
 * https://learn.microsoft.com/visualstudio/msbuild/msbuild-conditions.
 *
 * Needs an arena. Leaves behind strings in it. Costs a pass over the text, and one over the properties for each that is
 * named.
 */
#include "msbuild.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "paths.h"
#include "project.h"

/* ---- properties ---------------------------------------------------------------------------------------------- */

static msbuild_property *find(const msbuild *build, const char *name)
{
    for (size_t i = 0; i < build->count; i++)
        if (strcasecmp(build->properties[i].name, name) == 0)
            return &build->properties[i];
    return NULL;
}

const char *msbuild_get(const msbuild *build, const char *name)
{
    const msbuild_property *property = find(build, name);
    return property ? property->value : NULL;
}

void msbuild_set(msbuild *build, const char *name, const char *value)
{
    msbuild_property *property = find(build, name);
    if (!property) {
        ARRAY_RESERVE(build->properties, build->count, build->capacity);
        property = &build->properties[build->count++];
        property->name = arena_string(build->arena, name);
    }
    property->value = arena_string(build->arena, value);
}

void msbuild_free(msbuild *build)
{
    free(build->properties);
}

/* Where the parenthesis that stands at `open` closes; NULL: nowhere. */
static const char *closing(const char *open)
{
    int depth = 0;
    for (; *open; open++) {
        depth += *open == '(' ? 1 : *open == ')' ? -1 : 0;
        if (depth == 0)
            return open;
    }
    return NULL;
}

/* kept: what is not known stays as it is written; else it becomes empty. */
static char *expand(msbuild *build, const char *text, bool kept, bool *unknown)
{
    char *result = arena_string(build->arena, "");
    while (*text) {
        const char *end = text[1] == '(' && strchr("$@%", *text) ? closing(text + 1) : NULL;
        if (!end) {
            size_t plain = 1 + strcspn(text + 1, "$@%");
            result = arena_format(build->arena, "%s%.*s", result, (int)plain, text);
            text += plain;
            continue;
        }
        char *name = arena_string_n(build->arena, text + 2, (size_t)(end - text - 2));
        const char *value = *text == '$' ? msbuild_get(build, name) : NULL;
        *unknown |= !value;
        if (kept && !value)
            value = arena_string_n(build->arena, text, (size_t)(end + 1 - text));
        result = arena_format(build->arena, "%s%s", result, value ? value : "");
        text = end + 1;
    }
    return result;
}

char *msbuild_expand(msbuild *build, const char *text)
{
    bool unknown = false;
    char *result = expand(build, text, false, &unknown);
    return unknown ? NULL : result;
}

char *msbuild_expand_all(msbuild *build, const char *text)
{
    bool unknown = false;
    return expand(build, text, false, &unknown);
}

char *msbuild_expand_known(msbuild *build, const char *text)
{
    bool unknown = false;
    return expand(build, text, true, &unknown);
}

/* ---- conditions ---------------------------------------------------------------------------------------------- */

typedef struct condition {
    msbuild *build;
    const char *at;
    bool wrong; /* it is not understood */
} condition;

static bool any_of(condition *c);

static void skip(condition *c)
{
    while (isspace((unsigned char)*c->at))
        c->at++;
}

static bool take(condition *c, const char *word)
{
    size_t length = strlen(word);
    skip(c);
    if (strncasecmp(c->at, word, length) != 0 ||
        (isalpha((unsigned char)*word) && isalnum((unsigned char)c->at[length])))
        return false;
    c->at += length;
    return true;
}

/* A quoted text, or a word, with its properties' values. */
static char *operand(condition *c)
{
    skip(c);
    const char *start = c->at;
    if (*start == '\'') {
        const char *end = strchr(++start, '\'');
        if (!end) {
            c->wrong = true;
            return arena_string(c->build->arena, "");
        }
        c->at = end + 1;
        return msbuild_expand_all(c->build, arena_string_n(c->build->arena, start, (size_t)(end - start)));
    }
    while (*c->at && (isalnum((unsigned char)*c->at) || strchr("_.$-", *c->at))) {
        const char *end = c->at[0] == '$' && c->at[1] == '(' ? closing(c->at + 1) : c->at;
        c->at = (end ? end : c->at) + 1;
    }
    c->wrong |= c->at == start;
    return msbuild_expand_all(c->build, arena_string_n(c->build->arena, start, (size_t)(c->at - start)));
}

static bool exists(condition *c)
{
    bool there = false;
    if (take(c, "(")) {
        char *path = path_meant(c->build->project->places, c->build->folder, operand(c));
        there = path && path_is_there(c->build->project->places, path);
        if (path)
            project_look(c->build->project, path);
    }
    c->wrong |= !take(c, ")");
    return there;
}

static bool compare(condition *c)
{
    static const char *const operators[] = {"==", "!=", "<=", ">=", "<", ">"};
    char *left = operand(c);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (!take(c, operators[i]))
            continue;
        char *right = operand(c);
        double difference = strtod(left, NULL) - strtod(right, NULL);
        bool same = strcasecmp(left, right) == 0;
        return i == 0   ? same
               : i == 1 ? !same
               : i == 2 ? difference <= 0
               : i == 3 ? difference >= 0
               : i == 4 ? difference < 0
                        : difference > 0;
    }
    return strcasecmp(left, "true") == 0;
}

static bool one(condition *c)
{
    if (take(c, "!"))
        return !one(c);
    if (take(c, "exists"))
        return exists(c);
    if (!take(c, "("))
        return compare(c);
    bool inner = any_of(c);
    c->wrong |= !take(c, ")");
    return inner;
}

static bool all_of(condition *c)
{
    bool holds = one(c);
    while (take(c, "and")) {
        bool next = one(c);
        holds = holds && next;
    }
    return holds;
}

static bool any_of(condition *c)
{
    bool holds = all_of(c);
    while (take(c, "or")) {
        bool next = all_of(c);
        holds = holds || next;
    }
    return holds;
}

bool msbuild_holds(msbuild *build, const char *text)
{
    condition c = {.build = build, .at = text};
    if (!text || !*text)
        return true;
    bool holds = any_of(&c);
    skip(&c);
    return holds && !c.wrong && !*c.at;
}

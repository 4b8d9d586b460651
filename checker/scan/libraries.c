/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Libraries; see libraries.h.
 *
 * Needs: groups with what they reach. Leaves: what each needs. Cost: a look at the definers of each name that is met.
 */
#include "libraries.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Folders between a group and what has both it and its library: one that a project makes, and one that is a mere
 * folder, of which nothing but names says that it is meant. */
#define MOST_UP       3u
#define MOST_UP_PLAIN 1u

word_list *group_definers(finding_drivers *f, uint32_t word)
{
    if (word >= f->definer_count) {
        uint32_t size = word + word / 2 + 1024;
        f->definers = must_resize(f->definers, size * sizeof *f->definers);
        memset(f->definers + f->definer_count, 0, (size - f->definer_count) * sizeof *f->definers);
        f->definer_count = size;
    }
    return &f->definers[word];
}

bool group_defines(finding_drivers *f, size_t group, uint32_t word)
{
    const word_list *list = group_definers(f, word);
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i] == group)
            return true;
    return false;
}

/* How many folders up from one the first is that has the other, too. */
static unsigned distance(const char *from, const char *to)
{
    size_t same = 0;
    unsigned up = 0;
    for (size_t i = 0;; i++) {
        bool ends = (!from[i] || from[i] == '/') && (!to[i] || to[i] == '/');
        if (ends)
            same = i;
        if (!from[i] || !to[i] || from[i] != to[i])
            break;
    }
    for (const char *c = from + same; *c; c++)
        up += *c != '/' && (c == from || c[-1] == '/');
    return up;
}

static void add_need(group *g, size_t need)
{
    for (size_t i = 0; i < g->need_count; i++)
        if (g->needs[i] == need)
            return;
    ARRAY_RESERVE(g->needs, g->need_count, g->need_capacity);
    g->needs[g->need_count++] = need;
}

/* ---- what builds say ------------------------------------------------------------------------------------------ */

static void link_with(finding_drivers *f, size_t id, size_t library)
{
    group *other = &f->groups[library];
    if (library == id || other->whole)
        return;
    other->stated = true;
    add_need(&f->groups[id], library);
}

/* The nearest library of a name; of two that are as near it is not known which. */
static size_t library_named(const finding_drivers *f, const group *from, const char *output)
{
    size_t best = SIZE_MAX;
    unsigned least = UINT_MAX;
    for (size_t i = 0; i < f->count; i++) {
        const group *g = &f->groups[i];
        unsigned up = distance(from->folder, g->folder);
        if (!g->project || !g->project->library || !g->project->output || up > least ||
            strcasecmp(g->project->output, output) != 0)
            continue;
        best = up < least ? i : SIZE_MAX;
        least = up;
    }
    return best;
}

static void find_stated(finding_drivers *f, size_t id)
{
    const scan_project *p = f->groups[id].project;
    for (size_t i = 0; p && i < p->references.count; i++) {
        const uint32_t *at = string_map_find(f->by_name, p->references.items[i]);
        if (at)
            link_with(f, id, *at);
    }
    for (size_t i = 0; p && i < p->links.count; i++) {
        size_t library = library_named(f, &f->groups[id], p->links.items[i]);
        if (library != SIZE_MAX)
            link_with(f, id, library);
    }
}

/* ---- what calls say ------------------------------------------------------------------------------------------- */

/* The library that a group means by a name; of two that are as near it is not known which. */
static void resolve(finding_drivers *f, size_t id, uint32_t word)
{
    group *g = &f->groups[id];
    const word_list *list = group_definers(f, word);
    size_t best = SIZE_MAX;
    unsigned least = UINT_MAX;
    if (!list->count || group_defines(f, id, word))
        return;
    for (uint32_t i = 0; i < list->count; i++) {
        const group *other = &f->groups[list->items[i]];
        unsigned up = distance(g->folder, other->folder), most = other->project ? MOST_UP : MOST_UP_PLAIN;
        if (other->whole || other->stated || up > least || up > most)
            continue;
        best = up < least ? list->items[i] : SIZE_MAX;
        least = up;
    }
    if (best != SIZE_MAX)
        add_need(g, best);
}

static void resolve_all(finding_drivers *f, size_t id, const word_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        resolve(f, id, list->items[i]);
}

static void find_called(finding_drivers *f)
{
    for (size_t i = 0; i < f->count; i++) {
        const reach *r = &f->groups[i].reach;
        for (uint32_t k = 0; k < r->count; k++) {
            const sketch *s = r->items[k].sketch;
            if (!s || r->items[k].system)
                continue;
            resolve_all(f, i, r->items[k].source ? &s->all : &s->code);
            resolve_all(f, i, &s->macros);
        }
    }
}

void libraries_find(finding_drivers *f)
{
    for (size_t i = 0; i < f->count; i++)
        find_stated(f, i);
    find_called(f);
}

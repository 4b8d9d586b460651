/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * How much was seen of the routines that call a lock function; see coverage.h.
 *
 * A routine that was lowered calls one if a step of it does. Of one that was not, only the names are known that its
 * text mentions; it counts if a lock function is among them.
 *
 * Needs: a program with its gaps, and the notes of the analysis. Leaves behind: the callers of the result, some of them
 * more than once: a definition that several sources read in a header, or that several drivers have. Cost: linear in
 * routines and gaps.
 */
#include "coverage.h"

#include <stdlib.h>

#include "arena.h"

typedef struct coverage {
    analysis *analysis;
    devlock_result *result;
    string_map *places;  /* of notes: "FILE:LINE:COLUMN NAME" */
    string_map *remarks; /* "FILE NAME" of routines that something is named of */
    bool *damaged;       /* file -> a part of it is missing */
} coverage;

static void enter(string_map *map, arena *arena, const char *key)
{
    if (!string_map_find(map, key))
        *string_map_at(map, arena_string(arena, key)) = 1;
}

static void add_caller(coverage *c, devlock_place place, const char *name, caller_seen seen)
{
    devlock_result *r = c->result;
    ARRAY_RESERVE(r->callers, r->caller_count, r->caller_capacity);
    r->callers[r->caller_count++] = (lock_caller){place, arena_string(r->arena, name), seen};
}

static char *at_place(coverage *c, devlock_place place, const char *name)
{
    return arena_format(c->analysis->arena, "%u:%u:%u %s", place.file, place.line, place.column, name);
}

static char *in_file(coverage *c, devlock_place place, const char *name)
{
    return arena_format(c->analysis->arena, "%u %s", place.file, name);
}

static bool mentions_lock(const coverage *c, const gap *g)
{
    for (uint32_t i = 0; i < g->mentions.count; i++)
        if (callgraph_is_lock_name(c->analysis->model, g->mentions.names[i]))
            return true;
    return false;
}

static void take_gap(coverage *c, const gap *g)
{
    arena *arena = c->analysis->arena;
    if (!g->name) {
        if (g->place.file != DEVLOCK_NONE)
            c->damaged[g->place.file] = true;
        return;
    }
    enter(c->remarks, arena, in_file(c, g->place, g->name));
    if (mentions_lock(c, g))
        add_caller(c, g->place, g->name, CALLER_UNREAD);
}

/* What is named at the routine itself concerns all of it; at a place in it or at an annotation, a part. */
static void take_note(coverage *c, const devlock_gap *note)
{
    arena *arena = c->analysis->arena;
    enter(c->remarks, arena, in_file(c, note->place, note->name));
    enter(c->places, arena, at_place(c, note->place, note->name));
}

static void take_routine(coverage *c, const devlock_routine *r)
{
    const char *name = c->analysis->program->functions[r->function].name;
    caller_seen seen = CALLER_WHOLE;
    if (string_map_find(c->places, at_place(c, r->place, name)))
        seen = CALLER_GIVEN_UP;
    else if (r->place.file != DEVLOCK_NONE && c->damaged[r->place.file])
        seen = CALLER_DAMAGED;
    else if (string_map_find(c->remarks, in_file(c, r->place, name)))
        seen = CALLER_REMARKED;
    add_caller(c, r->place, name, seen);
}

void coverage_find(analysis *an, devlock_result *result)
{
    const devlock_program *p = an->program;
    coverage c = {an, result, string_map_new(), string_map_new(), must_zero(p->file_count + 1)};
    for (uint32_t i = 0; i < p->gap_count; i++)
        take_gap(&c, &p->gaps[i]);
    for (uint32_t i = 0; i < an->note_count; i++)
        take_note(&c, &an->notes[i]);
    for (uint32_t i = 0; i < p->routine_count; i++)
        if (an->calls->calling[i])
            take_routine(&c, p->routines[i]);
    string_map_free(c.places);
    string_map_free(c.remarks);
    free(c.damaged);
}

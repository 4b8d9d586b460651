/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Joining results: what the analyses of several drivers found, as the analysis of one program that holds all of them
 * finds it (core/link.c).
 *
 * Needs: results of one scan. Leaves behind: one result, with its files in the order in which linking the sources makes
 * them known. Cost: linear, and sorting what was found.
 */
#include "core/result.h"
#include "result.h"

#include <stdlib.h>
#include <string.h>

typedef struct joiner {
    kept_result *joined;
    const kept_result *part;
    uint32_t **files; /* by part, by its file: the file of all */
    size_t *next;     /* by part: its source that comes next */
    size_t index;     /* of the part */
} joiner;

/* ---- files and sources ----------------------------------------------------------------------------------------- */

/* Takes the files that a source brought. */
static void take_files(joiner *j, size_t index)
{
    const kept_result *part = &j->joined->parts[index];
    size_t at = j->next[index]++;
    for (uint32_t i = at ? part->sources[at - 1].files : 0; i < part->sources[at].files; i++)
        j->files[index][i] = devlock_program_file(j->joined->program, devlock_program_path(part->program, i));
}

static bool take_source(joiner *j, const char *name)
{
    kept_result *all = j->joined;
    bool taken = false;
    for (size_t i = 0; i < all->part_count; i++) {
        const kept_result *part = &all->parts[i];
        if (j->next[i] == part->source_count || strcmp(part->sources[j->next[i]].name, name) != 0)
            continue;
        if (!taken)
            all->sources[all->source_count++] = part->sources[j->next[i]];
        taken = true;
        take_files(j, i);
    }
    return taken;
}

static bool all_taken(const joiner *j)
{
    for (size_t i = 0; i < j->joined->part_count; i++)
        if (j->next[i] != j->joined->parts[i].source_count)
            return false;
    return true;
}

/* ---- what was found -------------------------------------------------------------------------------------------- */

static devlock_place place_of(const joiner *j, devlock_place place)
{
    if (place.file != DEVLOCK_NONE)
        place.file = j->files[j->index][place.file];
    return place;
}

static void take_finding(joiner *j, const devlock_finding *from)
{
    devlock_result *to = j->joined->result;
    devlock_finding f = *from;
    devlock_note *notes = arena_take(to->arena, (f.note_count + 1) * sizeof *notes);
    for (size_t i = 0; i < f.note_count; i++) {
        notes[i] = f.notes[i];
        notes[i].place = place_of(j, notes[i].place);
    }
    f.notes = notes;
    f.place = place_of(j, f.place);
    ARRAY_RESERVE(to->findings, to->count, to->capacity);
    to->findings[to->count++] = f;
}

static void take_part(joiner *j)
{
    devlock_result *to = j->joined->result;
    const devlock_result *from = j->part->result;
    for (uint32_t i = 0; i < from->count; i++)
        take_finding(j, &from->findings[i]);
    to->gaps = must_resize(to->gaps, (to->gap_count + from->gap_count + 1) * sizeof *to->gaps);
    for (uint32_t i = 0; i < from->gap_count; i++) {
        devlock_gap gap = from->gaps[i];
        gap.place = place_of(j, gap.place);
        to->gaps[to->gap_count++] = gap;
    }
    for (uint32_t i = 0; i < from->caller_count; i++) {
        ARRAY_RESERVE(to->callers, to->caller_count, to->caller_capacity);
        to->callers[to->caller_count] = from->callers[i];
        to->callers[to->caller_count++].place = place_of(j, from->callers[i].place);
    }
    result_add_statistics(&to->statistics, &from->statistics);
}

/* ---- all of it ------------------------------------------------------------------------------------------------- */

static bool one_width(const kept_result *parts, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (devlock_program_pointer_bits(parts[i].program) != devlock_program_pointer_bits(parts[0].program))
            return false;
    return true;
}

static bool join(joiner *j, const char *const *sources, size_t source_count)
{
    kept_result *all = j->joined;
    for (size_t i = 0; i < source_count; i++)
        if (!take_source(j, sources[i]))
            return false;
    if (!all_taken(j))
        return false;
    for (j->index = 0; j->index < all->part_count; j->index++) {
        j->part = &all->parts[j->index];
        take_part(j);
    }
    result_settle(all->result);
    return true;
}

bool kept_result_join(kept_result *joined, kept_result *parts, size_t count, const char *const *sources,
                      size_t source_count)
{
    *joined = (kept_result){.parts = parts, .part_count = count};
    if (!count || !one_width(parts, count)) {
        kept_result_free(joined);
        return false;
    }
    joiner j = {.joined = joined};
    j.files = must_zero(count * sizeof *j.files);
    j.next = must_zero(count * sizeof *j.next);
    for (size_t i = 0; i < count; i++) {
        const kept_result *part = &parts[i];
        uint32_t files = part->source_count ? part->sources[part->source_count - 1].files : 0;
        j.files[i] = must_zero((files + 1) * sizeof **j.files);
    }
    joined->arena = arena_new();
    joined->program = devlock_program_new(devlock_program_pointer_bits(parts[0].program));
    joined->sources = arena_zero(joined->arena, (source_count + 1) * sizeof *joined->sources);
    joined->result = must_zero(sizeof *joined->result);
    joined->result->arena = arena_new();
    bool good = join(&j, sources, source_count);
    for (size_t i = 0; i < count; i++)
        free(j.files[i]);
    free(j.files);
    free(j.next);
    if (!good)
        kept_result_free(joined);
    return good;
}

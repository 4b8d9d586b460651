/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Fixes; see fix.h: which of the proposals are offered.
 *
 * What is tried together must not have to do with each other: two changes are apart if no routine reaches both, for
 * every routine is judged by itself and what it calls. A trial that is not clean is split, until it is known which
 * change is to blame. At the end all that is offered is tried together.
 *
 * Needs: the result of an analysis. Leaves: fixes, each verified. Cost: see fix.h.
 */
#include "fix.h"

#include <stdlib.h>
#include <string.h>

#include "core/callgraph.h"
#include "propose.h"
#include "trial.h"

/* A finding of which a fix is wanted. */
typedef struct wanted {
    size_t finding;
    proposing proposing;
    uint32_t next; /* the proposal to try next */
    bool *above;   /* by routine: it reaches the one that the current proposal changes */
    bool known;    /* the proposals are not what one thinks of first: why there is no better one is known */
    bool accepted; /* the proposal before `next` */
} wanted;

struct fixes {
    arena *arena;
    fix *items; /* by finding */
    size_t count;
    edit_list together; /* what all fixes that are offered do */
    const fix_front *front;
};

typedef struct search {
    fixes *fixes;
    const devlock_program *program;
    const devlock_model *model;
    const devlock_options *options;
    const devlock_result *result;
    trial_base *base;
    sources sources;
    callgraph *calls;
    wanted *items;
    size_t count;
    size_t verified; /* how many were right together, with all sources, in the last trial that was clean */
} search;

/* ---- what is apart ------------------------------------------------------------------------------------------- */

/* Marks the routine that is changed, and all that reach it. */
static bool *routines_above(const search *s, const devlock_routine *changed)
{
    bool *above = must_zero(s->program->routine_count + 1);
    above[changed->index] = true;
    callgraph_add_callers(s->calls, above);
    return above;
}

/* The files that say what comes of a change: those of the routines above it, and of all that these call. */
static bool *files_about(const search *s, wanted *const *some, size_t count)
{
    const devlock_program *program = s->program;
    bool *about = must_zero(program->routine_count + 1), *files = must_zero(program->file_count + 1);
    for (uint32_t i = 0; i < program->routine_count; i++)
        for (size_t k = 0; k < count; k++)
            about[i] |= some[k]->above[i];
    callgraph_add_callees(s->calls, about);
    for (uint32_t i = 0; i < program->routine_count; i++)
        if (about[i] && program->routines[i]->place.file != DEVLOCK_NONE)
            files[program->routines[i]->place.file] = true;
    free(about);
    return files;
}

static bool apart(const search *s, const wanted *a, const wanted *b)
{
    for (uint32_t i = 0; i < s->program->routine_count; i++)
        if (a->above[i] && b->above[i])
            return false;
    return true;
}

/* ---- trials -------------------------------------------------------------------------------------------------- */

static const proposal *current(const wanted *w)
{
    return &w->proposing.items[w->next - 1];
}

/* Tries the current proposals of some findings together, with the sources that have to do with them, or with all. */
static bool try_together(search *s, wanted *const *some, size_t count, bool all, const char **reason)
{
    edit_list edits = {0};
    const devlock_finding **findings = must_allocate((count + 1) * sizeof *findings);
    bool *gone = must_zero(count + 1), good = true;
    bool *files = all || s->fixes->front->whole ? NULL : files_about(s, some, count);
    for (size_t i = 0; i < count; i++) {
        findings[i] = devlock_result_finding(s->result, some[i]->finding);
        good &= edit_list_add_all(&edits, current(some[i])->edits, current(some[i])->count);
    }
    *reason = good ? NULL : "it touches another change";
    if (good) {
        trial_result r = trial_run(s->base, &edits, files, findings, count, gone, s->fixes->arena);
        if (r.open && files)
            r = trial_run(s->base, &edits, NULL, findings, count, gone, s->fixes->arena);
        good = r.clean;
        *reason = r.reason;
        for (size_t i = 0; i < count; i++)
            good &= gone[i];
        if (good && !files)
            s->verified = count;
    }
    edit_list_free(&edits);
    free(files);
    free(findings);
    free(gone);
    return good;
}

/* Accepts those of a batch that are right. */
static void try_batch(search *s, wanted **batch, size_t count)
{
    const char *reason;
    if (!count)
        return;
    if (try_together(s, batch, count, false, &reason)) {
        for (size_t i = 0; i < count; i++)
            batch[i]->accepted = true;
        return;
    }
    if (count == 1) {
        if (!batch[0]->known && (batch[0]->next == 1 || strncmp(batch[0]->proposing.reason, "Clang", 5) == 0))
            batch[0]->proposing.reason = reason; /* of the first, which is the likeliest */
        return;
    }
    try_batch(s, batch, count / 2);
    try_batch(s, batch + count / 2, count - count / 2);
}

/* The next proposal of as many findings as have nothing to do with each other; of each that has none accepted yet. */
static size_t next_batch(search *s, wanted **batch)
{
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) {
        wanted *w = &s->items[i];
        bool fits = !w->accepted && w->next < w->proposing.count;
        if (fits) {
            free(w->above);
            w->above = routines_above(s, w->proposing.items[w->next].routine);
        }
        for (size_t k = 0; k < count && fits; k++)
            fits = apart(s, w, batch[k]);
        if (fits)
            batch[count++] = w;
    }
    for (size_t i = 0; i < count; i++)
        batch[i]->next++;
    return count;
}

/* Adds to what is offered as many of some accepted fixes as are right together with it. */
static void offer_some(search *s, wanted **offered, size_t *offered_count, wanted *const *some, size_t count)
{
    const char *reason;
    if (!count)
        return;
    memcpy(offered + *offered_count, some, count * sizeof *offered);
    if (try_together(s, offered, *offered_count + count, true, &reason)) {
        *offered_count += count;
    } else if (count > 1) {
        offer_some(s, offered, offered_count, some, count / 2);
        offer_some(s, offered, offered_count, some + count / 2, count - count / 2);
    } else {
        some[0]->accepted = false;
        some[0]->proposing.reason =
            *offered_count ? "a fix of another finding goes first; scan again after it" : reason;
    }
}

static void try_all(search *s)
{
    wanted **batch = must_allocate((s->count + 1) * sizeof *batch);
    wanted **offered = must_allocate((s->count + 1) * sizeof *offered);
    size_t count, accepted = 0, offered_count = 0;
    while ((count = next_batch(s, batch)) > 0)
        try_batch(s, batch, count);
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].accepted)
            batch[accepted++] = &s->items[i];
    if (s->verified != accepted) /* all that is offered has not been tried together, or not with all sources */
        offer_some(s, offered, &offered_count, batch, accepted);
    free(batch);
    free(offered);
}

/* ---- the whole ----------------------------------------------------------------------------------------------- */

static void propose_all(search *s, const bool *wanted_ones)
{
    size_t findings = devlock_result_finding_count(s->result);
    s->items = must_zero((findings + 1) * sizeof *s->items);
    for (size_t i = 0; i < findings; i++) {
        if (wanted_ones && !wanted_ones[i])
            continue;
        wanted *w = &s->items[s->count++];
        w->finding = i;
        w->proposing = (proposing){.arena = s->fixes->arena,
                                   .program = s->program,
                                   .model = s->model,
                                   .finding = devlock_result_finding(s->result, i),
                                   .sources = &s->sources};
        propose(&w->proposing);
        w->known = w->proposing.reason != NULL;
    }
}

static void take(search *s, const wanted *w)
{
    fix *f = &s->fixes->items[w->finding];
    if (!w->accepted) {
        f->reason = w->proposing.reason;
        return;
    }
    const proposal *p = current(w);
    edit_list sorted = {0};
    edit_list_add_all(&sorted, p->edits, p->count);
    fix_edit *edits = arena_take(s->fixes->arena, (p->count + 1) * sizeof *edits);
    memcpy(edits, sorted.items, p->count * sizeof *edits);
    edit_list_free(&sorted);
    *f = (fix){.title = p->title, .edits = edits, .edit_count = p->count};
    edit_list_add_all(&s->fixes->together, edits, p->count);
}

static bool any_proposal(const search *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].proposing.count)
            return true;
    return false;
}

static void run_trials(search *s)
{
    slots *slots = slots_new(s->program, s->model, !s->options->callers_elsewhere);
    s->calls = callgraph_new(s->program, s->model, slots);
    s->base = trial_start(s->program, s->model, s->options, s->fixes->front);
    try_all(s);
    trial_stop(s->base);
    callgraph_free(s->calls);
    slots_free(slots);
}

fixes *fixes_find(const devlock_program *program, const devlock_model *model, const devlock_options *options,
                  const devlock_result *result, const bool *wanted_ones, const fix_front *front)
{
    fixes *all = must_zero(sizeof *all);
    *all = (fixes){.arena = arena_new(), .front = front, .count = devlock_result_finding_count(result)};
    all->items = arena_zero(all->arena, (all->count + 1) * sizeof *all->items);
    search s = {.fixes = all, .program = program, .model = model, .options = options, .result = result};
    uint32_t files = program->file_count;
    s.sources = (sources){.front = front, .count = files};
    s.sources.items = must_zero((files + 1) * sizeof *s.sources.items);
    s.sources.read = must_zero(files + 1);
    propose_all(&s, wanted_ones);
    if (any_proposal(&s))
        run_trials(&s);
    for (size_t i = 0; i < s.count; i++) {
        take(&s, &s.items[i]);
        free(s.items[i].above);
    }
    for (uint32_t i = 0; i < files; i++)
        tokens_free(s.sources.items[i]);
    free(s.sources.items);
    free(s.sources.read);
    free(s.items);
    return all;
}

void fixes_free(fixes *all)
{
    if (!all)
        return;
    edit_list_free(&all->together);
    arena_free(all->arena);
    free(all);
}

const fix *fixes_of(const fixes *all, size_t finding)
{
    return &all->items[finding];
}

char *fixes_apply(const fixes *all, uint32_t file, size_t *length)
{
    bool changes = false;
    for (uint32_t i = 0; i < all->together.count; i++)
        changes |= all->together.items[i].file == file;
    const char *text = changes ? all->front->text(all->front->user, file, length) : NULL;
    return text ? edit_list_apply(&all->together, file, text, *length, length) : NULL;
}

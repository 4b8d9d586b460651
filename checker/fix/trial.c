/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Trials; see trial.h.
 *
 * Needs: a front that can read its sources again. Leaves: what differs. Cost: reading and analysing the sources.
 */
#include "trial.h"

#include <stdlib.h>
#include <string.h>

#include "core/graph.h"
#include "tokens.h"

/* A finding, or a gap, as trials compare them. */
typedef struct mark {
    const char *check, *path, *what; /* what: the lock; of a gap: the routine */
    bool possible, matched, fresh;   /* fresh: stands in text that is new */
    uint64_t place;                  /* before the changes; of a gap: 0 */
} mark;

typedef struct marks {
    mark *items;
    size_t count;
} marks;

/* Sources read again, without changes. */
typedef struct plain {
    bool *files; /* by file of the first program: which; NULL: all, or none are read */
    devlock_program *program;
    devlock_result *result;
    unsigned complaints;
} plain;

struct trial_base {
    const devlock_program *program; /* that the changes are of */
    const devlock_model *model;
    devlock_options options;
    const fix_front *front;
    plain all, some; /* all sources, and those that were read last */
    tokens **old;    /* by file of `program`, when wanted: the text before */
};

/* ---- places -------------------------------------------------------------------------------------------------- */

static const tokens *old_text(const trial_base *base, uint32_t file)
{
    size_t length;
    const char *text = base->old[file] ? NULL : base->front->text(base->front->user, file, &length);
    if (text)
        base->old[file] = tokens_read(text, length);
    return base->old[file];
}

/* Where a place in the changed sources was before. The files of a program are told apart by their paths. */
static uint64_t place_before(const trial_base *base, const devlock_program *program, devlock_place place,
                             const edit_list *edits, tokens *const *changed, bool *fresh)
{
    const char *path = devlock_program_path(program, place.file);
    *fresh = false;
    for (uint32_t i = 0; edits && i < base->program->file_count; i++) {
        if (!changed[i] || strcmp(base->program->files[i], path) != 0)
            continue;
        size_t before = edit_list_before(edits, i, tokens_offset(changed[i], place.line, place.column));
        const tokens *old = old_text(base, i);
        *fresh = before == SIZE_MAX;
        if (*fresh || !old)
            return 0;
        return (uint64_t)tokens_line(old, before) << 32 | (before - line_start(old, before) + 1);
    }
    return (uint64_t)place.line << 32 | place.column;
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

static mark mark_of(const trial_base *base, const devlock_program *program, const devlock_finding *f,
                    const edit_list *edits, tokens *const *changed)
{
    mark m = {.check = devlock_check_name(f->check),
              .path = devlock_program_path(program, f->place.file),
              .what = text_or_empty(f->lock),
              .possible = f->tier == DEVLOCK_POSSIBLE};
    m.place = place_before(base, program, f->place, edits, changed, &m.fresh);
    return m;
}

static marks marks_of(const trial_base *base, const devlock_program *program, const devlock_result *result,
                      const edit_list *edits, tokens *const *changed)
{
    size_t findings = devlock_result_finding_count(result), gaps = devlock_result_gap_count(result);
    marks all = {must_zero((findings + gaps + 1) * sizeof *all.items), findings + gaps};
    for (size_t i = 0; i < findings; i++)
        all.items[i] = mark_of(base, program, devlock_result_finding(result, i), edits, changed);
    for (size_t i = 0; i < gaps; i++) {
        const devlock_gap *gap = devlock_result_gap(result, i);
        all.items[findings + i] = (mark){
            .check = "", .path = devlock_program_path(program, gap->place.file), .what = text_or_empty(gap->name)};
    }
    return all;
}

/* ---- comparing ----------------------------------------------------------------------------------------------- */

static bool same(const mark *a, const mark *b)
{
    return a->place == b->place && strcmp(a->check, b->check) == 0 && strcmp(a->what, b->what) == 0 &&
           strcmp(a->path, b->path) == 0;
}

/* Matches what was found now with what was found before; one that was possible only is no match for a certain one.
 * Gives the first that has none. */
static const mark *match(marks *before, marks *now)
{
    const mark *unmatched = NULL;
    for (size_t i = 0; i < now->count; i++) {
        mark *m = &now->items[i];
        for (size_t k = 0; k < before->count && !m->matched && !m->fresh; k++) {
            mark *b = &before->items[k];
            if (!b->matched && same(m, b) && (m->possible || !b->possible))
                m->matched = b->matched = true;
        }
        if (!m->matched && !unmatched)
            unmatched = m;
    }
    return unmatched;
}

static const char *why_not(const mark *unmatched, arena *arena)
{
    if (!*unmatched->check)
        return "with it, a routine could not be analysed any more";
    if (unmatched->fresh && (strcmp(unmatched->check, devlock_check_name(DEVLOCK_RELEASE_WITHOUT_ACQUIRE)) == 0 ||
                             strcmp(unmatched->check, devlock_check_name(DEVLOCK_DOUBLE_RELEASE)) == 0))
        return "the lock is not held there on another path";
    if (unmatched->fresh && strcmp(unmatched->check, devlock_check_name(DEVLOCK_WRONG_EXTENSION)) == 0)
        return "what names the lock has another value there";
    return arena_format(arena, "with it, there would be a finding of %s", unmatched->check);
}

/* ---- trials -------------------------------------------------------------------------------------------------- */

trial_base *trial_start(const devlock_program *program, const devlock_model *model, const devlock_options *options,
                        const fix_front *front)
{
    trial_base *base = must_zero(sizeof *base);
    *base = (trial_base){.program = program, .model = model, .options = *options, .front = front};
    base->options.checks = UINT32_MAX;
    base->options.explain = base->options.picture = false;
    base->old = must_zero((program->file_count + 1) * sizeof *base->old);
    return base;
}

static void forget(plain *p)
{
    if (p->result)
        devlock_result_free(p->result);
    devlock_program_free(p->program);
    free(p->files);
    *p = (plain){0};
}

void trial_stop(trial_base *base)
{
    for (uint32_t i = 0; i < base->program->file_count; i++)
        tokens_free(base->old[i]);
    free(base->old);
    forget(&base->all);
    forget(&base->some);
    free(base);
}

/* The sources without changes; NULL: they cannot be read again. */
static const plain *plain_of(trial_base *base, const bool *files)
{
    plain *p = files ? &base->some : &base->all;
    size_t size = base->program->file_count * sizeof *files;
    if (p->program && (!files || memcmp(p->files, files, size) == 0))
        return p;
    forget(p);
    p->program = base->front->read(base->front->user, NULL, 0, files, &p->complaints);
    if (!p->program)
        return NULL;
    if (files)
        p->files = memcpy(must_allocate(size + 1), files, size);
    p->result = devlock_analyze(p->program, base->model, &base->options);
    return p;
}

/* The changed texts, and their tokens by file. */
static fix_text *make_texts(const trial_base *base, const edit_list *edits, tokens **changed, size_t *count)
{
    fix_text *texts = must_zero((edits->count + 1) * sizeof *texts);
    *count = 0;
    for (uint32_t i = 0; i < edits->count; i++) {
        uint32_t file = edits->items[i].file;
        size_t length;
        const char *text = changed[file] ? NULL : base->front->text(base->front->user, file, &length);
        if (!text)
            continue;
        fix_text *t = &texts[(*count)++];
        *t = (fix_text){.file = file, .path = devlock_program_path(base->program, file)};
        t->text = edit_list_apply(edits, file, text, length, &t->length);
        changed[file] = tokens_read(t->text, t->length);
    }
    return texts;
}

/* Whether a finding that is to go was there before. */
static bool was_there(const marks *before, const mark *wanted)
{
    for (size_t i = 0; i < before->count; i++)
        if (same(&before->items[i], wanted))
            return true;
    return false;
}

static void judge(const trial_base *base, const plain *plain, const devlock_program *program, const edit_list *edits,
                  tokens *const *changed, const devlock_finding *const *findings, size_t count, trial_result *r,
                  arena *arena)
{
    devlock_result *result = devlock_analyze(program, base->model, &base->options);
    marks before = marks_of(base, plain->program, plain->result, NULL, NULL);
    marks now = marks_of(base, program, result, edits, changed);
    const mark *unmatched = match(&before, &now);
    r->clean = !unmatched;
    if (unmatched)
        r->reason = why_not(unmatched, arena);
    for (size_t i = 0; i < count; i++) {
        mark wanted = mark_of(base, base->program, findings[i], NULL, NULL);
        r->gone[i] = false;
        r->open |= !was_there(&before, &wanted);
        for (size_t k = 0; k < before.count && !r->gone[i]; k++)
            if (!before.items[k].matched && same(&before.items[k], &wanted))
                r->gone[i] = before.items[k].matched = true;
        if (!r->gone[i] && !r->reason)
            r->reason = "the finding would be there still";
    }
    free(before.items);
    free(now.items);
    devlock_result_free(result);
}

trial_result trial_run(trial_base *base, const edit_list *edits, const bool *files,
                       const devlock_finding *const *findings, size_t count, bool *gone, arena *arena)
{
    trial_result r = {.gone = gone};
    size_t text_count;
    unsigned complaints = 0;
    const plain *plain = plain_of(base, files);
    tokens **changed = must_zero((base->program->file_count + 1) * sizeof *changed);
    fix_text *texts = make_texts(base, edits, changed, &text_count);
    devlock_program *program =
        plain ? base->front->read(base->front->user, texts, text_count, files, &complaints) : NULL;
    memset(gone, 0, count * sizeof *gone);
    if (!program)
        r.reason = "the sources could not be read again, to try it";
    else if (complaints > plain->complaints)
        r.reason = "Clang finds fault with the changed source: a name may be out of scope there";
    else
        judge(base, plain, program, edits, changed, findings, count, &r, arena);
    devlock_program_free(program);
    for (size_t i = 0; i < text_count; i++)
        free((char *)texts[i].text);
    for (uint32_t i = 0; i < base->program->file_count; i++)
        tokens_free(changed[i]);
    free(texts);
    free(changed);
    return r;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Writing results; see result.h and result.proto.
 *
 * Needs: a result and its program. Leaves behind: bytes. Cost: linear in the findings.
 */
#include "core/result.h"
#include "private.h"
#include "result.h"
#include "result.pb-c.h"

#include <stdlib.h>
#include <string.h>

typedef struct writer {
    arena *arena;
    text_table texts;
} writer;

static uint32_t text_id(writer *w, const char *text)
{
    return text_table_id(&w->texts, text);
}

static Devlock__Place *place_of(writer *w, devlock_place place)
{
    Devlock__Place *to = arena_take(w->arena, sizeof *to);
    devlock__place__init(to);
    to->file = place.file + 1; /* DEVLOCK_NONE becomes 0 */
    to->line = place.line;
    to->column = place.column;
    return to;
}

static Devlock__LockState *state_of(writer *w, devlock_lock_state state)
{
    Devlock__LockState *to = arena_take(w->arena, sizeof *to);
    devlock__lock_state__init(to);
    to->status = state.status;
    to->count = state.count;
    return to;
}

static Devlock__LevelRange *level_of(writer *w, devlock_level_range level)
{
    Devlock__LevelRange *to = arena_take(w->arena, sizeof *to);
    devlock__level_range__init(to);
    to->least = level.least;
    to->most = level.most;
    return to;
}

static Devlock__Note *note_of(writer *w, const devlock_note *note)
{
    Devlock__Note *to = arena_take(w->arena, sizeof *to);
    devlock__note__init(to);
    to->place = place_of(w, note->place);
    to->text = text_id(w, note->text);
    to->kind = note->kind;
    to->depth = note->depth;
    to->state = state_of(w, note->state);
    to->other = state_of(w, note->other);
    to->level = level_of(w, note->level);
    to->time = note->time;
    return to;
}

static Devlock__Finding *finding_of(writer *w, const devlock_finding *f)
{
    Devlock__Finding *to = arena_take(w->arena, sizeof *to);
    devlock__finding__init(to);
    to->check = f->check;
    to->tier = f->tier;
    to->place = place_of(w, f->place);
    to->routine = text_id(w, f->routine);
    to->message = text_id(w, f->message);
    to->reason = text_id(w, f->reason);
    to->lock = text_id(w, f->lock);
    to->other = text_id(w, f->other);
    to->state = state_of(w, f->state);
    to->other_state = state_of(w, f->other_state);
    to->level = level_of(w, f->level);
    to->values = text_id(w, f->values);
    to->n_notes = f->note_count;
    to->notes = arena_take(w->arena, (f->note_count + 1) * sizeof *to->notes);
    for (size_t i = 0; i < f->note_count; i++)
        to->notes[i] = note_of(w, &f->notes[i]);
    return to;
}

static void put_findings(writer *w, Devlock__Result *message, const devlock_result *result)
{
    message->n_findings = devlock_result_finding_count(result);
    message->findings = arena_take(w->arena, (message->n_findings + 1) * sizeof *message->findings);
    for (size_t i = 0; i < message->n_findings; i++)
        message->findings[i] = finding_of(w, devlock_result_finding(result, i));
    message->n_gaps = devlock_result_gap_count(result);
    message->gaps = arena_take(w->arena, (message->n_gaps + 1) * sizeof *message->gaps);
    for (size_t i = 0; i < message->n_gaps; i++) {
        const devlock_gap *gap = devlock_result_gap(result, i);
        Devlock__ResultGap *to = message->gaps[i] = arena_take(w->arena, sizeof *to);
        devlock__result_gap__init(to);
        to->name = text_id(w, gap->name);
        to->place = place_of(w, gap->place);
        to->reason = text_id(w, gap->reason);
    }
}

static void put_callers(writer *w, Devlock__Result *message, const devlock_result *result)
{
    message->n_callers = result->caller_count;
    message->callers = arena_take(w->arena, (message->n_callers + 1) * sizeof *message->callers);
    for (uint32_t i = 0; i < result->caller_count; i++) {
        const lock_caller *caller = &result->callers[i];
        Devlock__Caller *to = message->callers[i] = arena_take(w->arena, sizeof *to);
        devlock__caller__init(to);
        to->name = text_id(w, caller->name);
        to->place = place_of(w, caller->place);
        to->seen = caller->seen;
    }
}

static Devlock__SourceState *source_of(writer *w, const source_state *source)
{
    Devlock__SourceState *to = arena_take(w->arena, sizeof *to);
    devlock__source_state__init(to);
    to->name = text_id(w, source->name);
    to->read = source->read;
    to->files = source->files;
    to->n_errors = source->error_count;
    to->errors = arena_take(w->arena, (source->error_count + 1) * sizeof *to->errors);
    for (size_t i = 0; i < source->error_count; i++) {
        Devlock__SourceError *error = to->errors[i] = arena_take(w->arena, sizeof *error);
        devlock__source_error__init(error);
        error->file = text_id(w, source->errors[i].file);
        error->line = source->errors[i].line;
        error->column = source->errors[i].column;
        error->text = text_id(w, source->errors[i].text);
    }
    return to;
}

static void put_names(writer *w, Devlock__Result *message, const kept_result *kept)
{
    const devlock_program *p = kept->program;
    message->n_files = p->file_count;
    message->files = arena_take(w->arena, (p->file_count + 1) * sizeof *message->files);
    for (uint32_t i = 0; i < p->file_count; i++)
        message->files[i] = text_id(w, p->files[i]);
    message->n_sources = kept->source_count;
    message->sources = arena_take(w->arena, (kept->source_count + 1) * sizeof *message->sources);
    for (size_t i = 0; i < kept->source_count; i++)
        message->sources[i] = source_of(w, &kept->sources[i]);
}

static void put_statistics(Devlock__Statistics *to, const devlock_statistics *s)
{
    to->routines = s->routines;
    to->routines_locking = s->routines_locking;
    to->locks = s->locks;
    to->block_runs = s->block_runs;
    to->candidates = s->candidates;
    to->refuted = s->refuted;
    to->solver_calls = s->solver_calls;
    to->out_of_budget = s->out_of_budget;
    to->undecided = s->undecided;
}

uint8_t *kept_result_pack(const kept_result *kept, const capture_maker *maker, size_t *size)
{
    writer w = {.arena = arena_new()};
    w.texts = text_table_start(w.arena, maker->root);
    Devlock__Result message = DEVLOCK__RESULT__INIT;
    Devlock__ResultHeader header = DEVLOCK__RESULT_HEADER__INIT;
    Devlock__Statistics statistics = DEVLOCK__STATISTICS__INIT;
    header.format = RESULT_FORMAT;
    header.tool = (ProtobufCBinaryData){strlen(maker->tool), (uint8_t *)maker->tool};
    header.llvm = (ProtobufCBinaryData){strlen(maker->llvm), (uint8_t *)maker->llvm};
    message.pointer_bits = devlock_program_pointer_bits(kept->program);
    put_names(&w, &message, kept);
    put_findings(&w, &message, kept->result);
    put_callers(&w, &message, kept->result);
    put_statistics(&statistics, devlock_result_statistics(kept->result));
    message.header = &header;
    message.statistics = &statistics;
    message.n_texts = w.texts.count;
    message.texts = w.texts.items;
    uint8_t *bytes = envelope_pack(&message.base, RESULT_MAGIC, size);
    text_table_stop(&w.texts);
    arena_free(w.arena);
    return bytes;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reading results; see result.h and result.proto.
 *
 * Needs: bytes from anywhere. Leaves behind: a result that can be reported, or why there is none. Cost: linear.
 */
#include "core/result.h"
#include "private.h"
#include "result.h"
#include "result.pb-c.h"

#include <stdlib.h>
#include <string.h>

typedef struct reader {
    arena *arena; /* of the result */
    const char **texts;
    size_t text_count;
    uint32_t file_count;
    bool bad; /* something does not fit together */
} reader;

static const char *text_at(reader *r, uint32_t id)
{
    r->bad |= id >= r->text_count;
    return id < r->text_count ? r->texts[id] : NULL;
}

static const char *name_at(reader *r, uint32_t id)
{
    const char *text = text_at(r, id);
    r->bad |= !text;
    return text ? text : "";
}

static devlock_place place_of(reader *r, const Devlock__Place *p)
{
    r->bad |= !p || p->file > r->file_count;
    if (r->bad)
        return (devlock_place){DEVLOCK_NONE, 0, 0};
    return (devlock_place){p->file - 1, p->line, p->column};
}

static devlock_lock_state state_of(reader *r, const Devlock__LockState *s)
{
    r->bad |= !s || s->status > DEVLOCK_LOCK_RELEASED;
    return r->bad ? (devlock_lock_state){0} : (devlock_lock_state){.status = s->status, .count = s->count};
}

static devlock_level_range level_of(reader *r, const Devlock__LevelRange *l)
{
    r->bad |= !l || l->least > UINT8_MAX || l->most > UINT8_MAX;
    return r->bad ? (devlock_level_range){0} : (devlock_level_range){(uint8_t)l->least, (uint8_t)l->most};
}

static devlock_note note_of(reader *r, const Devlock__Note *n)
{
    r->bad |= n->kind > DEVLOCK_NOTE_RAISE;
    return (devlock_note){.place = place_of(r, n->place),
                          .text = name_at(r, n->text),
                          .kind = n->kind,
                          .depth = n->depth,
                          .state = state_of(r, n->state),
                          .other = state_of(r, n->other),
                          .level = level_of(r, n->level),
                          .time = n->time};
}

static devlock_finding finding_of(reader *r, const Devlock__Finding *f)
{
    r->bad |= f->check >= DEVLOCK_CHECK_COUNT || f->tier > DEVLOCK_POSSIBLE;
    devlock_note *notes = arena_zero(r->arena, (f->n_notes + 1) * sizeof *notes);
    for (size_t i = 0; i < f->n_notes; i++)
        notes[i] = note_of(r, f->notes[i]);
    return (devlock_finding){.check = f->check,
                             .tier = f->tier,
                             .place = place_of(r, f->place),
                             .routine = name_at(r, f->routine),
                             .message = name_at(r, f->message),
                             .reason = text_at(r, f->reason),
                             .lock = text_at(r, f->lock),
                             .other = text_at(r, f->other),
                             .state = state_of(r, f->state),
                             .other_state = state_of(r, f->other_state),
                             .level = level_of(r, f->level),
                             .notes = notes,
                             .note_count = f->n_notes,
                             .values = text_at(r, f->values)};
}

static void take_statistics(devlock_statistics *to, const Devlock__Statistics *s)
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

static void take_callers(reader *r, devlock_result *to, const Devlock__Result *message)
{
    to->caller_count = to->caller_capacity = (uint32_t)message->n_callers;
    to->callers = must_zero((message->n_callers + 1) * sizeof *to->callers);
    for (size_t i = 0; i < message->n_callers; i++) {
        const Devlock__Caller *from = message->callers[i];
        r->bad |= from->seen >= CALLER_SEEN_COUNT;
        caller_seen seen = r->bad ? CALLER_WHOLE : (caller_seen)from->seen;
        to->callers[i] = (lock_caller){place_of(r, from->place), name_at(r, from->name), seen};
    }
}

static devlock_result *result_of(reader *r, const Devlock__Result *message)
{
    devlock_result *to = must_zero(sizeof *to);
    to->arena = r->arena;
    to->count = to->capacity = (uint32_t)message->n_findings;
    to->findings = must_zero((message->n_findings + 1) * sizeof *to->findings);
    for (size_t i = 0; i < message->n_findings; i++)
        to->findings[i] = finding_of(r, message->findings[i]);
    to->gap_count = (uint32_t)message->n_gaps;
    to->gaps = must_zero((message->n_gaps + 1) * sizeof *to->gaps);
    for (size_t i = 0; i < message->n_gaps; i++) {
        const Devlock__ResultGap *gap = message->gaps[i];
        to->gaps[i] = (devlock_gap){text_at(r, gap->name), place_of(r, gap->place), name_at(r, gap->reason)};
    }
    take_statistics(&to->statistics, message->statistics);
    take_callers(r, to, message);
    result_settle(to); /* which it was; this counts the callers */
    return to;
}

static void take_sources(reader *r, kept_result *kept, const Devlock__Result *message)
{
    kept->source_count = message->n_sources;
    kept->sources = arena_zero(kept->arena, (message->n_sources + 1) * sizeof *kept->sources);
    for (size_t i = 0; i < message->n_sources; i++) {
        const Devlock__SourceState *from = message->sources[i];
        capture_error *errors = arena_zero(kept->arena, (from->n_errors + 1) * sizeof *errors);
        for (size_t k = 0; k < from->n_errors; k++)
            errors[k] = (capture_error){text_at(r, from->errors[k]->file), from->errors[k]->line,
                                        from->errors[k]->column, name_at(r, from->errors[k]->text)};
        kept->sources[i] = (source_state){name_at(r, from->name), from->read, errors, from->n_errors, from->files};
        r->bad |= from->files > r->file_count;
    }
    r->bad |= kept->source_count && kept->sources[kept->source_count - 1].files != r->file_count;
}

static bool same_bytes(ProtobufCBinaryData bytes, const char *text)
{
    return bytes.len == strlen(text) && memcmp(bytes.data, text, bytes.len) == 0;
}

static bool take_message(kept_result *kept, const Devlock__Result *message, const capture_maker *maker,
                         const char **error)
{
    const Devlock__ResultHeader *header = message->header;
    *error = "it is of another build of devlock";
    if (!header || header->format != RESULT_FORMAT || !same_bytes(header->tool, maker->tool) ||
        !same_bytes(header->llvm, maker->llvm))
        return false;
    *error = "it does not fit together";
    if (!message->statistics || (message->pointer_bits != 32 && message->pointer_bits != 64))
        return false;
    reader r = {.arena = arena_new(), .file_count = (uint32_t)message->n_files, .text_count = message->n_texts + 1};
    r.texts = texts_read(kept->arena, message->texts, message->n_texts, maker->root);
    kept->program = devlock_program_new(message->pointer_bits);
    for (size_t i = 0; i < message->n_files; i++)
        r.bad |= devlock_program_file(kept->program, name_at(&r, message->files[i])) != i;
    take_sources(&r, kept, message);
    kept->result = result_of(&r, message);
    return !r.bad;
}

bool kept_result_unpack(kept_result *kept, const uint8_t *bytes, size_t size, const capture_maker *maker,
                        const char **error)
{
    *kept = (kept_result){0};
    arena *messages = arena_new();
    Devlock__Result *message =
        envelope_unpack(&devlock__result__descriptor, messages, RESULT_MAGIC, bytes, size, error);
    if (message)
        kept->arena = arena_new();
    bool good = message && take_message(kept, message, maker, error);
    arena_free(messages);
    if (!good)
        kept_result_free(kept);
    return good;
}

void kept_result_free(kept_result *kept)
{
    devlock_result_free(kept->result);
    devlock_program_free(kept->program);
    if (kept->arena)
        arena_free(kept->arena);
    for (size_t i = 0; i < kept->part_count; i++)
        kept_result_free(&kept->parts[i]);
    free(kept->parts);
    *kept = (kept_result){0};
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * JSON lines, for scripts: an object a line, with what it is in "type"; the last one is the summary.
 *
 * Needs: a report. Leaves: lines. Cost: linear in what is printed.
 */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "fix/fix.h"
#include "json.h"
#include "levels.h"
#include "paths.h"

static void line(FILE *out, json_t *value)
{
    json_print(out, value);
    fputc('\n', out);
}

/* Sets "file", "line" and "column", as far as they are known. */
static json_t *with_place(const report *report, devlock_place place, json_t *object)
{
    if (place.file == DEVLOCK_NONE)
        return object;
    char *path = path_from_root(report->root, devlock_program_path(report->program, place.file));
    json_object_set_new(object, "file", json_text(path));
    free(path);
    if (place.line)
        json_object_set_new(object, "line", json_number(place.line));
    if (place.column)
        json_object_set_new(object, "column", json_number(place.column));
    return object;
}

static json_t *suppressed(const report *report, const report_mark *mark)
{
    if (!mark->suppressed)
        return NULL;
    return with_place(report, mark->place,
                      json_make("by", json_text(mark->how), "reason", json_text(mark->reason), NULL));
}

static const char *state_word(devlock_lock_state state)
{
    static const char *const words[] = {"free", "held", "released"};
    return words[state.status];
}

static json_t *path_of(const report *report, const devlock_finding *f)
{
    static const char *const kinds[] = {
        [DEVLOCK_NOTE_OTHER] = "other",   [DEVLOCK_NOTE_ACQUIRE] = "acquire", [DEVLOCK_NOTE_RELEASE] = "release",
        [DEVLOCK_NOTE_FAILED] = "failed", [DEVLOCK_NOTE_BRANCH] = "branch",   [DEVLOCK_NOTE_CALL] = "call",
        [DEVLOCK_NOTE_RAISE] = "raise",
    };
    json_t *list = json_array();
    for (size_t i = 0; i < f->note_count; i++) {
        const devlock_note *note = &f->notes[i];
        json_t *step = json_make("kind", json_text(kinds[note->kind]), "message", json_text(note->text), "depth",
                                 json_number(note->depth), "state", json_text(state_word(note->state)), "irql",
                                 level_known(note->level) ? json_text(level_words(note->level).text) : NULL, NULL);
        json_add(list, with_place(report, note->place, step));
    }
    return list;
}

static json_t *finding_line(const report *report, const report_finding *finding)
{
    const devlock_finding *f = finding->finding;
    json_t *object = json_make(
        "type", json_text("finding"), "check", json_text(devlock_check_name(f->check)), "tier",
        json_text(f->tier == DEVLOCK_CERTAIN ? "certain" : "possible"), "message", json_text(f->message), "reason",
        json_text(f->reason), "routine", json_text(f->routine), "lock", json_text(f->lock), "fingerprint",
        json_text(finding->fingerprint.text), "pending", f->pending ? json_true() : NULL, "known",
        finding->mark.known ? json_true() : NULL, "suppressed", suppressed(report, &finding->mark), NULL);
    with_place(report, f->place, object);
    json_object_set_new(object, "path", path_of(report, f));
    return object;
}

static json_t *gap_line(const report *report, const report_gap *gap)
{
    json_t *object = json_make("type", json_text("not-analysed"), "routine", json_text(gap->gap->name), "reason",
                               json_text(gap->gap->reason), "suppressed", suppressed(report, &gap->mark), NULL);
    return with_place(report, gap->gap->place, object);
}

static json_t *fixed_line(const report_fixed *fixed)
{
    return json_make("type", json_text("fixed"), "check", json_text(fixed->check), "message", json_text(fixed->message),
                     "routine", json_text(fixed->routine), "file", json_text(fixed->file), "fingerprint",
                     json_text(fixed->fingerprint), NULL);
}

/* The states that a lock may be in, in words. */
static json_t *states_of(unsigned states)
{
    static const char *const words[] = {"free", "held", "released", "as entered"};
    json_t *list = json_array();
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
        if (states >> i & 1)
            json_add(list, json_text(words[i]));
    return list;
}

static json_t *entries_of(const devlock_lock_call *call)
{
    json_t *list = json_array();
    for (size_t i = 0; i < call->entry_count; i++) {
        const devlock_map_entry *entry = &call->entries[i];
        json_add(list, json_make("context", json_text(entry->context), "what", json_text(entry->what), "irql",
                                 json_text(level_words(entry->level).text), NULL));
    }
    return list;
}

static json_t *known_level(devlock_level_range level)
{
    return level_known(level) ? json_text(level_words(level).text) : NULL;
}

void report_json_functions(const struct devlock_model *model, FILE *out)
{
    json_t *names = json_array();
    for (size_t i = 0; i < devlock_model_function_count(model); i++) {
        const devlock_model_function *f = devlock_model_function_at(model, i);
        char *name = strndup(f->name, strcspn(f->name, " ")); /* without the type of "F of T" */
        if (f->role != DEVLOCK_ROLE_NONE)
            json_add(names, json_text(name));
        free(name);
    }
    line(out, json_make("type", json_text("lock-functions"), "names", names, NULL));
}

void report_json_call(const report *report, const devlock_lock_call *call, FILE *out)
{
    json_t *forbidden = json_array();
    for (size_t i = 0; i < call->forbidden_count; i++)
        json_add(forbidden, json_text(call->forbidden[i]));
    bool stated = call->allowed.most != DEVLOCK_LEVEL_UNSTATED;
    json_t *object = json_make(
        "type", json_text("call"), "function", json_text(call->function), "role",
        json_text(call->acquires ? "acquire" : "release"), "routine", json_text(call->routine), "lock",
        json_text(call->lock), "before", states_of(call->before), "after", states_of(call->after), "irql",
        known_level(call->level), "allowed", stated ? json_text(level_words(call->allowed).text) : NULL, "inferred",
        stated && call->inferred ? json_true() : NULL, "forbidden", forbidden, "entries", entries_of(call), NULL);
    line(out, with_place(report, call->place, object));
}

void report_json_fix(const report *report, const report_finding *finding, const fix *one, FILE *out)
{
    json_t *edits = json_array();
    for (size_t i = 0; i < one->edit_count; i++) {
        const fix_edit *edit = &one->edits[i];
        devlock_place place = {edit->file, 0, 0};
        json_add(edits, with_place(report, place,
                                   json_make("at", json_number(edit->at), "length", json_number(edit->length), "text",
                                             json_text(edit->text), NULL)));
    }
    line(out, json_make("type", json_text("fix"), "fingerprint", json_text(finding->fingerprint.text), "title",
                        json_text(one->title), "edits", edits, NULL));
}

void report_json_lines(const report *report, FILE *out)
{
    report_counts counts = report_count(report);
    for (size_t i = 0; i < report->finding_count; i++)
        line(out, finding_line(report, &report->findings[i]));
    for (size_t i = 0; i < report->gap_count; i++)
        line(out, gap_line(report, &report->gaps[i]));
    for (size_t i = 0; i < report->unused_count; i++)
        line(out, with_place(report, report->unused[i].place,
                             json_make("type", json_text("unused-suppression"), "message",
                                       json_text(report->unused[i].text), NULL)));
    for (size_t i = 0; i < report->fixed_count; i++)
        line(out, fixed_line(&report->fixed[i]));
    line(out, json_make("type", json_text("summary"), "version", json_text(report->version), "findings",
                        json_number(counts.shown), "suppressed", json_number(counts.suppressed), "known",
                        json_number(counts.known), "fixed", json_number(report->fixed_count), "not-analysed",
                        json_number(counts.gaps), "routines", json_number(report->statistics->routines), "outside",
                        report->since ? json_number(report->outside + report->outside_gaps) : NULL, "complete",
                        json_boolean(report->complete), NULL));
}

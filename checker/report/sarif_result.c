/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * SARIF: results, with the path as code flow and as related locations.
 *
 * Needs: a report, and the sources for columns in UTF-16 code units. Leaves: values. Cost: linear in the notes.
 */
#include "sarif.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "levels.h"
#include "paths.h"
#include "text.h"
#include "utf8.h"

/* GitHub's limits for one result. */
#define FLOW_LIMIT     10000u
#define LOCATION_LIMIT 1000u

#define SNIPPET_LIMIT 500 /* bytes of a line */

/* ---- messages and places ------------------------------------------------------------------------------------- */

/* Whether a character at a place would be read as a part of a link or a placeholder. */
static bool reads_as_markup(const char *text, const char *at)
{
    if (*at == '[' || *at == ']')
        return strstr(text, "](") != NULL;
    return (*at == '{' && isdigit((unsigned char)at[1])) || (*at == '}' && at > text && isdigit((unsigned char)at[-1]));
}

json_t *sarif_message(const char *text)
{
    char *escaped = must_allocate(2 * strlen(text) + 1), *to = escaped;
    for (const char *at = text; *at; at++) {
        if (reads_as_markup(text, at))
            *to++ = *at == '[' || *at == ']' ? '\\' : *at;
        *to++ = *at;
    }
    *to = '\0';
    json_t *message = json_make("text", json_text(escaped), NULL);
    free(escaped);
    return message;
}

json_t *sarif_artifact(const report *report, const char *path)
{
    char *name = path_from_root(report->root, path), *uri = path_uri(name);
    json_t *value = json_make("uri", json_text(uri), "uriBaseId", *name == '/' ? NULL : json_text(SARIF_ROOT), NULL);
    free(name);
    free(uri);
    return value;
}

/* {"text": the line}, if it is short enough to be shown. */
static json_t *snippet(const char *line, size_t length)
{
    char text[SNIPPET_LIMIT + 1];
    if (!line || length > SNIPPET_LIMIT || memchr(line, '\0', length))
        return NULL;
    memcpy(text, line, length);
    text[length] = '\0';
    return json_make("text", json_text(text), NULL);
}

static json_t *region(const report *report, devlock_place place, const char *path, bool shown)
{
    size_t length = 0;
    const char *line = source_line(report->sources, path, place.line, &length);
    uint32_t column = line && place.column ? utf8_to_utf16_column(line, length, place.column) : place.column;
    return json_make("startLine", json_number(place.line), "startColumn", column ? json_number(column) : NULL,
                     "snippet", shown ? snippet(line, length) : NULL, NULL);
}

json_t *sarif_location(const report *report, devlock_place place, const char *routine, const char *text)
{
    json_t *logical = NULL, *physical = NULL;
    if (place.file != DEVLOCK_NONE) {
        const char *path = devlock_program_path(report->program, place.file);
        physical = json_make("artifactLocation", sarif_artifact(report, path), "region",
                             place.line ? region(report, place, path, routine != NULL) : NULL, NULL);
    }
    if (routine) {
        logical = json_array();
        json_add(logical, json_make("name", json_text(routine), "kind", json_text("function"), NULL));
    }
    return json_make("physicalLocation", physical, "logicalLocations", logical, "message",
                     text ? sarif_message(text) : NULL, NULL);
}

/* ---- code flows ---------------------------------------------------------------------------------------------- */

static json_t *state_text(devlock_lock_state state)
{
    char text[32] = "free";
    if (state.status == DEVLOCK_LOCK_RELEASED)
        strcpy(text, "released");
    if (state.status == DEVLOCK_LOCK_HELD)
        snprintf(text, sizeof text, state.count > 1 ? "held %u times" : "held", state.count);
    return json_make("text", json_text(text), NULL);
}

/* {"the device lock of 'Ext'": "held", "IRQL": "PASSIVE_LEVEL"} */
static json_t *state_of(const devlock_finding *f, devlock_lock_state state, devlock_lock_state other,
                        devlock_level_range level)
{
    json_t *value = json_object();
    if (f->lock)
        json_object_set_new(value, f->lock, state_text(state));
    if (f->lock && f->other && strcmp(f->other, f->lock) != 0)
        json_object_set_new(value, f->other, state_text(other));
    if (level_known(level))
        json_object_set_new(value, "IRQL", json_make("text", json_text(level_words(level).text), NULL));
    if (json_object_size(value))
        return value;
    json_decref(value);
    return NULL;
}

static json_t *kinds_of(devlock_note_kind kind)
{
    static const char *const words[][2] = {
        [DEVLOCK_NOTE_ACQUIRE] = {"acquire", "lock"}, [DEVLOCK_NOTE_RELEASE] = {"release", "lock"},
        [DEVLOCK_NOTE_FAILED] = {"lock", NULL},       [DEVLOCK_NOTE_BRANCH] = {"branch", NULL},
        [DEVLOCK_NOTE_CALL] = {"call", "function"},   [DEVLOCK_NOTE_RAISE] = {"caution", NULL},
    };
    if ((size_t)kind >= sizeof words / sizeof *words || !words[kind][0])
        return NULL;
    json_t *list = json_array();
    for (int i = 0; i < 2 && words[kind][i]; i++)
        json_add(list, json_text(words[kind][i]));
    return list;
}

static json_t *flow_step(const report *report, const devlock_finding *f, const devlock_note *note, size_t order)
{
    bool essential = note->kind == DEVLOCK_NOTE_ACQUIRE || note->kind == DEVLOCK_NOTE_RELEASE;
    return json_make("location", sarif_location(report, note->place, NULL, note->text), "kinds", kinds_of(note->kind),
                     "state", state_of(f, note->state, note->other, note->level), "nestingLevel",
                     json_number(note->depth), "executionOrder", json_number(order), "importance",
                     json_text(essential ? "essential" : "important"), NULL);
}

/* The finding itself, where the path ends. */
static json_t *flow_end(const report *report, const devlock_finding *f, const char *message, size_t order)
{
    json_t *kinds = json_array();
    json_add(kinds, json_text("danger"));
    return json_make("location", sarif_location(report, f->place, NULL, message), "kinds", kinds, "state",
                     state_of(f, f->state, f->other_state, f->level), "nestingLevel", json_number(0), "executionOrder",
                     json_number(order), "importance", json_text("essential"), NULL);
}

/* Notes that are left out in the middle so that no more than `limit` stay: from *first, so many. */
static size_t left_out(size_t count, size_t limit, size_t *first)
{
    *first = limit / 2;
    return count > limit ? count - limit : 0;
}

static json_t *code_flows(const report *report, const devlock_finding *f, const char *message)
{
    size_t first, out = left_out(f->note_count, FLOW_LIMIT - 1, &first);
    json_t *steps = json_array(), *thread_flows = json_array(), *flows = json_array();
    for (size_t i = 0; i < f->note_count; i++)
        if (!out || i < first || i >= first + out)
            json_add(steps, flow_step(report, f, &f->notes[i], i + 1));
    json_add(steps, flow_end(report, f, message, f->note_count + 1));
    json_add(thread_flows, json_make("locations", steps, NULL));
    json_add(flows, json_make("threadFlows", thread_flows, NULL));
    return flows;
}

static json_t *related(const report *report, const devlock_finding *f)
{
    size_t first, out = left_out(f->note_count, LOCATION_LIMIT - 1, &first);
    json_t *list = json_array();
    for (size_t i = 0; i < f->note_count; i++) {
        if (out && i >= first && i < first + out)
            continue;
        json_t *location = sarif_location(report, f->notes[i].place, NULL, f->notes[i].text);
        json_object_set_new(location, "id", json_number(json_array_size(list) + 1));
        json_add(list, location);
    }
    return list;
}

/* ---- results ------------------------------------------------------------------------------------------------- */

static json_t *suppressions(const report *report, const report_mark *mark)
{
    json_t *list = json_array();
    if (mark->suppressed)
        json_add(list,
                 json_make("kind", json_text("inSource"), "status", json_text("accepted"), "justification",
                           json_text(mark->reason), "location", sarif_location(report, mark->place, NULL, NULL), NULL));
    if (mark->known)
        json_add(list, json_make("kind", json_text("external"), "status", json_text("accepted"), "justification",
                                 json_text("known: it is in the baseline"), NULL));
    return list;
}

json_t *sarif_result(const report *report, const report_finding *finding, unsigned rule)
{
    const devlock_finding *f = finding->finding;
    char *message = text_finding_message(f);
    json_t *locations = json_array();
    json_add(locations, sarif_location(report, f->place, f->routine, NULL));
    json_t *result = json_make(
        "ruleId", json_text(devlock_check_name(f->check)), "ruleIndex", json_number(rule), "level",
        json_text(sarif_level(f->tier)), "message", sarif_message(message), "locations", locations,
        "partialFingerprints",
        json_make("devlock/" FINGERPRINT_VERSION, json_text(finding->fingerprint.text), "primaryLocationLineHash",
                  json_text(finding->fingerprint.text), NULL),
        "relatedLocations", f->note_count ? related(report, f) : NULL, "codeFlows", code_flows(report, f, message),
        "baselineState", report->baseline ? json_text(finding->mark.known ? "unchanged" : "new") : NULL, "suppressions",
        suppressions(report, &finding->mark), "fixes", sarif_fixes(report, finding), "properties",
        json_make("tier", json_text(f->tier == DEVLOCK_CERTAIN ? "certain" : "possible"), NULL), NULL);
    free(message);
    return result;
}

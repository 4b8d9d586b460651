/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * SARIF: fixes.
 *
 * Needs: a report with fixes, and the sources. Leaves: values. Cost: linear in the changed files, for each fix.
 */
#include "fix/fix.h"

#include <stdlib.h>
#include <string.h>

#include "fix/tokens.h"
#include "sarif.h"
#include "utf8.h"

/* The column of an offset, in UTF-16 code units. */
static uint32_t column_of(const tokens *t, size_t offset)
{
    size_t start = line_start(t, offset), length = line_end(t, offset) - start;
    return utf8_to_utf16_column(t->text + start, length, (uint32_t)(offset - start) + 1);
}

static json_t *deleted(const tokens *t, const fix_edit *edit)
{
    size_t end = edit->at + edit->length;
    return json_make("startLine", json_number(tokens_line(t, edit->at)), "startColumn",
                     json_number(column_of(t, edit->at)), "endLine", json_number(tokens_line(t, end)), "endColumn",
                     json_number(column_of(t, end)), NULL);
}

/* The changes [*first, …) of one file; *first goes behind them. */
static json_t *changes_of_file(const report *report, const fix *f, size_t *first)
{
    uint32_t file = f->edits[*first].file;
    size_t length = 0;
    const char *path = devlock_program_path(report->program, file);
    const char *text = source_text(report->sources, path, &length);
    json_t *list = json_array();
    tokens *t = tokens_read(text ? text : "", length);
    for (; *first < f->edit_count && f->edits[*first].file == file; ++*first) {
        const fix_edit *edit = &f->edits[*first];
        json_t *inserted = *edit->text ? json_make("text", json_text(edit->text), NULL) : NULL;
        json_add(list, json_make("deletedRegion", deleted(t, edit), "insertedContent", inserted, NULL));
    }
    tokens_free(t);
    return json_make("artifactLocation", sarif_artifact(report, path), "replacements", list, NULL);
}

/* Text that is no UTF-8 cannot be handed on in JSON. */
static bool can_be_told(const fix *f)
{
    bool good = true;
    for (size_t i = 0; i < f->edit_count && good; i++) {
        char *clean = utf8_clean(f->edits[i].text);
        good = strcmp(clean, f->edits[i].text) == 0;
        free(clean);
    }
    return good;
}

json_t *sarif_fixes(const report *report, const report_finding *finding)
{
    const fix *f = report->fixes ? fixes_of(report->fixes, finding->index) : NULL;
    if (!f || !f->title || !can_be_told(f))
        return NULL;
    json_t *changes = json_array(), *fixes = json_array();
    for (size_t i = 0; i < f->edit_count;)
        json_add(changes, changes_of_file(report, f, &i));
    json_add(fixes, json_make("description", sarif_message(f->title), "artifactChanges", changes, NULL));
    return fixes;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Targets; see targets.h.
 *
 * Needs: a report. Leaves: files, whole or as they were, and standard output. Cost: that of the formats.
 */
#include "targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "report/folder.h"
#include "report/output.h"
#include "report/text.h"

static bool fail(char *error)
{
    fprintf(stderr, "devlock: error: %s\n", error);
    free(error);
    return false;
}

static bool unknown_format(const char *name, size_t length)
{
    fprintf(stderr, "devlock: error: there is no format '%.*s'; the formats are", (int)length, name);
    for (const report_format *format = report_formats; format->name; format++)
        fprintf(stderr, "%s %s", format == report_formats ? "" : ",", format->name);
    fputc('\n', stderr);
    return false;
}

static void add(targets *targets, const report_format *format, const char *path)
{
    ARRAY_RESERVE(targets->items, targets->count, targets->capacity);
    targets->items[targets->count++] = (target){format, path};
}

/* Whether what is named can be written, and nothing else is written there. */
static bool check_target(const targets *targets, const report_format *format, const char *path)
{
    char *error = NULL;
    if (!path && format->write_folder) {
        fprintf(stderr, "devlock: error: --format %s writes a folder; name it with -o DIR or --format %s=DIR\n",
                format->name, format->name);
        return false;
    }
    if (path && !(format->write_folder ? folder_check(path, &error) : output_check(path, &error)))
        return fail(error);
    for (size_t i = 0; i < targets->count; i++) {
        const target *other = &targets->items[i];
        if (path && other->path ? strcmp(path, other->path) == 0 : path == other->path) {
            fprintf(stderr, "devlock: error: --format writes %s and %s both to %s; name a file for one of them\n",
                    other->format->name, format->name, path ? path : "standard output");
            return false;
        }
    }
    return true;
}

/* output: -o's file, if it has not been used; it is NULL then. */
static bool add_named(targets *targets, const char *text, const char **output)
{
    char name[32] = "";
    size_t length = strcspn(text, "=");
    const char *path = text[length] ? text + length + 1 : NULL;
    if (length < sizeof name)
        memcpy(name, text, length);
    const report_format *format = report_format_find(name);
    if (!format)
        return unknown_format(text, length);
    if (path && !*path) {
        bool folder = format->write_folder != NULL;
        fprintf(stderr, "devlock: error: --format %s names no %s; write --format %s=%s\n", text,
                folder ? "folder" : "file", name, folder ? "DIR" : "FILE");
        return false;
    }
    if (!path) {
        path = *output;
        *output = NULL;
    }
    if (path && strcmp(path, "-") == 0)
        path = NULL;
    if (!check_target(targets, format, path))
        return false;
    add(targets, format, path);
    return true;
}

bool targets_choose(targets *targets, const char *const *formats, size_t count, const char *output)
{
    bool text = true;
    const char *left = output;
    for (size_t i = 0; i < count; i++) {
        if (!add_named(targets, formats[i], &left))
            return false;
        text = text && targets->items[i].path;
    }
    if (left) {
        fprintf(stderr,
                "devlock: error: -o %s is for the format that shall be written there; name it: --format FORMAT\n",
                output);
        return false;
    }
    if (text)
        add(targets, report_format_find("text"), NULL);
    return true;
}

bool targets_draw(const targets *targets)
{
    for (size_t i = 0; i < targets->count; i++)
        if (targets->items[i].format->write_folder)
            return true;
    return false;
}

bool targets_show_fixes(const targets *targets)
{
    for (size_t i = 0; i < targets->count; i++)
        if (targets->items[i].format->shows_fixes)
            return true;
    return false;
}

static bool write_folder(const target *target, const report *report)
{
    char *error = NULL;
    folder *to = folder_start(target->path, &error);
    if (!to)
        return fail(error);
    target->format->write_folder(report, to);
    return folder_finish(to, &error) || fail(error);
}

static bool write_file(const target *target, const report *report)
{
    output output;
    char *error = NULL;
    if (target->format->write_folder)
        return write_folder(target, report);
    if (!output_start(&output, target->path, &error))
        return fail(error);
    target->format->write(report, output.out);
    return output_finish(&output, &error) || fail(error);
}

static bool finish_standard(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    fputs("devlock: error: the findings could not all be written to standard output\n", stderr);
    return false;
}

static bool write_standard(const target *target, const report *report, bool color, bool all)
{
    if (strcmp(target->format->name, "text") == 0)
        text_print_report(stdout, report, color, all);
    else
        target->format->write(report, stdout);
    return finish_standard();
}

bool targets_write_diff(const report *report)
{
    text_print_diff(stdout, report);
    return finish_standard();
}

bool targets_write(const targets *targets, const report *report, bool color, bool all)
{
    bool good = true;
    for (size_t i = 0; i < targets->count; i++) {
        const target *target = &targets->items[i];
        good &= target->path ? write_file(target, report) : write_standard(target, report, color, all);
    }
    return good;
}

void targets_free(targets *targets)
{
    free(targets->items);
}

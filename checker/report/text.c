/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Prints findings as text; see text.h. The form is that of Clang 17 and newer, so that editors and scripts which read
 * Clang's output read this too.
 *
 * Needs: the result of an analysis and its program. Leaves: lines on a stream. Cost: linear in what is printed, and one
 * read of each source file that is shown.
 */
#include "text.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "diff.h"
#include "fix/fix.h"
#include "source.h"

#define TAB_STOP     8
#define LONGEST_LINE 500 /* bytes; a longer line says nothing to a reader and is left out */

struct text_printer {
    FILE *out;
    const devlock_program *program;
    bool color;
    source_cache *sources;
};

/* What is printed in colour; the codes are Clang's. */
typedef enum style { PLAIN, PLACE, WARNING, NOTE, MESSAGE, CARET } style;

static const char *const codes[] = {"\033[0m", "\033[1m", "\033[0;1;35m", "\033[0;1;36m", "\033[1m", "\033[0;1;32m"};

text_printer *text_printer_new(FILE *out, const devlock_program *program, bool color)
{
    text_printer *printer = must_zero(sizeof *printer);
    *printer = (text_printer){.out = out, .program = program, .color = color, .sources = source_cache_new()};
    return printer;
}

void text_printer_free(text_printer *printer)
{
    if (!printer)
        return;
    source_cache_free(printer->sources);
    free(printer);
}

static void set_style(text_printer *printer, style style)
{
    if (printer->color)
        fputs(codes[style], printer->out);
}

/* ---- source lines -------------------------------------------------------------------------------------------- */

/* Prints one byte of a source line and gives the column after it. Tabs become spaces, so that the caret stands right
 * at any width of tabs; control characters become question marks, so that a file cannot steer the terminal. */
static unsigned print_byte(FILE *out, unsigned char byte, unsigned column)
{
    if (byte == '\t') {
        unsigned next = (column / TAB_STOP + 1) * TAB_STOP;
        fprintf(out, "%*s", (int)(next - column), "");
        return next;
    }
    fputc(byte < 0x20 || byte == 0x7f ? '?' : byte, out);
    /* The bytes that continue a UTF-8 character take no room. */
    return column + ((byte & 0xC0) != 0x80);
}

/* "   12 |     return;" and below it a caret. */
static void print_source(text_printer *printer, devlock_place place)
{
    size_t length;
    if (place.file == DEVLOCK_NONE)
        return;
    const char *path = devlock_program_path(printer->program, place.file);
    const char *line = source_line(printer->sources, path, place.line, &length);
    if (!line || length > LONGEST_LINE)
        return;

    int gutter = fprintf(printer->out, " %4u | ", place.line) - 3;
    unsigned column = 0, caret = 0;
    for (size_t i = 0; i < length; i++) {
        if (i + 1 == place.column)
            caret = column;
        column = print_byte(printer->out, (unsigned char)line[i], column);
    }
    fputc('\n', printer->out);

    if (!place.column || place.column > length + 1)
        return;
    if (place.column == length + 1)
        caret = column;
    fprintf(printer->out, "%*s | ", gutter, "");
    set_style(printer, CARET);
    fprintf(printer->out, "%*s^", (int)caret, "");
    set_style(printer, PLAIN);
    fputc('\n', printer->out);
}

/* ---- findings ------------------------------------------------------------------------------------------------ */

/* "file:line:column: ", as much of it as is known. */
static void print_place(text_printer *printer, devlock_place place)
{
    set_style(printer, PLACE);
    fputs(devlock_program_path(printer->program, place.file), printer->out);
    if (place.file != DEVLOCK_NONE && place.line)
        fprintf(printer->out, ":%u:%u", place.line, place.column);
    fputs(": ", printer->out);
    set_style(printer, PLAIN);
}

static void print_note(text_printer *printer, const devlock_note *note)
{
    print_place(printer, note->place);
    set_style(printer, NOTE);
    fputs("note: ", printer->out);
    set_style(printer, PLAIN);
    fprintf(printer->out, "%s\n", note->text);
    print_source(printer, note->place);
}

char *text_finding_message(const devlock_finding *finding)
{
    const char *reason = finding->reason ? finding->reason : "not proved";
    bool possible = finding->tier == DEVLOCK_POSSIBLE;
    size_t size = strlen(finding->message) + sizeof " (possible: )" + strlen(reason);
    char *message = must_allocate(size);
    snprintf(message, size, possible ? "%s (possible: %s)" : "%s", finding->message, reason);
    return message;
}

/* The warning line, and the source below it. */
static void print_head(text_printer *printer, const devlock_finding *finding)
{
    char *message = text_finding_message(finding);
    print_place(printer, finding->place);
    set_style(printer, WARNING);
    fputs("warning: ", printer->out);
    set_style(printer, PLAIN);
    set_style(printer, MESSAGE);
    fprintf(printer->out, "%s [%s]", message, devlock_check_name(finding->check));
    free(message);
    set_style(printer, PLAIN);
    fputc('\n', printer->out);
    print_source(printer, finding->place);
}

void text_print_finding(text_printer *printer, const devlock_finding *finding)
{
    print_head(printer, finding);
    for (size_t i = 0; i < finding->note_count; i++)
        print_note(printer, &finding->notes[i]);
}

/* The first line of a step's text stands behind its place, the others below it. */
static void print_step(text_printer *printer, size_t number, const devlock_note *step)
{
    size_t length = strcspn(step->text, "\n");
    fprintf(printer->out, "%4zu. ", number);
    print_place(printer, step->place);
    fprintf(printer->out, "%.*s\n", (int)length, step->text);
    for (const char *line = step->text + length; *line; line += length) {
        length = strcspn(++line, "\n");
        fprintf(printer->out, "      %.*s\n", (int)length, line);
    }
}

static void print_changed_line(void *user, char kind, const char *path, uint32_t line, const char *text, size_t length)
{
    text_printer *printer = user;
    (void)path;
    if (line)
        fprintf(printer->out, " %4u |%c", line, kind);
    else
        fprintf(printer->out, "      |%c", kind);
    unsigned column = 0;
    for (size_t i = 0; i < length && length <= LONGEST_LINE; i++)
        column = print_byte(printer->out, (unsigned char)text[i], column);
    fputc('\n', printer->out);
}

void text_print_fix(text_printer *printer, const fix *fix)
{
    if (!fix->title) {
        fprintf(printer->out, "no fix is offered: %s\n", fix->reason);
        return;
    }
    fprintf(printer->out, "a fix that has been tried: %s\n", fix->title);
    diff_tell(printer->program, printer->sources, fix, print_changed_line, printer);
}

void text_print_explained(text_printer *printer, const devlock_finding *finding, size_t number)
{
    fprintf(printer->out, "finding %zu:\n", number);
    print_head(printer, finding);
    fputs("its path, step by step:\n", printer->out);
    for (size_t i = 0; i < finding->path_count; i++)
        print_step(printer, i + 1, &finding->path[i]);
    if (finding->values)
        fprintf(printer->out, "inputs: %s\n", finding->values);
    else
        fputs("inputs: none matter, or none has a name\n", printer->out);
}

void text_print_gap(FILE *out, const devlock_program *program, const devlock_gap *gap)
{
    const char *path = devlock_program_path(program, gap->place.file);
    fputs("not analysed: ", out);
    if (!gap->name)
        fputs(path, out);
    else if (gap->place.file == DEVLOCK_NONE)
        fputs(gap->name, out);
    else
        fprintf(out, "%s (%s:%u)", gap->name, path, gap->place.line);
    fprintf(out, ": %s\n", gap->reason);
}

void text_print_result(text_printer *printer, const devlock_result *result)
{
    for (size_t i = 0; i < devlock_result_finding_count(result); i++)
        text_print_finding(printer, devlock_result_finding(result, i));
    for (size_t i = 0; i < devlock_result_gap_count(result); i++)
        text_print_gap(printer->out, printer->program, devlock_result_gap(result, i));
}

/* ---- reports ------------------------------------------------------------------------------------------------- */

/* Why a finding would not be shown. */
static void print_mark(text_printer *printer, const devlock_finding *finding, const report_mark *mark)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = mark->suppressed ? open_memstream(&text, &size) : NULL;
    if (out) {
        fprintf(out, "suppressed here by %s%s%s", mark->how, mark->reason ? ": " : "",
                mark->reason ? mark->reason : "");
        fclose(out);
        print_note(printer, &(devlock_note){.place = mark->place, .text = text});
        free(text);
    }
    if (mark->known)
        print_note(printer, &(devlock_note){.place = finding->place, .text = "known: it is in the baseline"});
}

static void print_unused(text_printer *printer, const report_unused *unused)
{
    print_place(printer, unused->place);
    set_style(printer, WARNING);
    fputs("warning: ", printer->out);
    set_style(printer, PLAIN);
    fprintf(printer->out, "%s [devlock-unused-suppression]\n", unused->text);
    print_source(printer, unused->place);
}

void text_print_fixed(FILE *out, const report_fixed *fixed)
{
    fprintf(out, "fixed: %s, '%s': %s [%s]\n", fixed->file, fixed->routine, fixed->message, fixed->check);
}

void text_print_report(FILE *out, const report *report, bool color, bool all)
{
    text_printer *printer = text_printer_new(out, report->program, color);
    for (size_t i = 0; i < report->finding_count; i++) {
        const report_finding *finding = &report->findings[i];
        if (!all && !report_shows(finding))
            continue;
        text_print_finding(printer, finding->finding);
        print_mark(printer, finding->finding, &finding->mark);
    }
    for (size_t i = 0; i < report->gap_count; i++)
        if (all || !report->gaps[i].mark.suppressed)
            text_print_gap(out, report->program, report->gaps[i].gap);
    for (size_t i = 0; i < report->unused_count; i++)
        print_unused(printer, &report->unused[i]);
    for (size_t i = 0; i < report->fixed_count; i++)
        text_print_fixed(out, &report->fixed[i]);
    text_printer_free(printer);
}

void text_print_diff(FILE *out, const report *report)
{
    for (size_t i = 0; i < report->finding_count; i++) {
        const devlock_finding *f = report->findings[i].finding;
        char *message = report_shows(&report->findings[i]) ? text_finding_message(f) : NULL;
        if (message)
            fprintf(out, "new: %s:%u:%u, '%s': %s [%s]\n", devlock_program_path(report->program, f->place.file),
                    f->place.line, f->place.column, f->routine, message, devlock_check_name(f->check));
        free(message);
    }
    for (size_t i = 0; i < report->fixed_count; i++)
        text_print_fixed(out, &report->fixed[i]);
    for (size_t i = 0; i < report->gap_count; i++)
        if (!report->gaps[i].mark.suppressed)
            text_print_gap(out, report->program, report->gaps[i].gap);
}

/* " (3 for one reason, 1 for another)"; nothing for a count of 0. */
static void print_reasons(FILE *out, size_t first, const char *one, size_t second, const char *other)
{
    if (first && second)
        fprintf(out, " (%zu %s, %zu %s)", first, one, second, other);
    else
        fprintf(out, " (%s)", first ? one : other);
}

/* How far the routines that call a lock function were analysed, unless all were as a whole. */
static void print_callers(FILE *out, const devlock_statistics *s)
{
    size_t partly = s->callers_damaged + s->callers_remarked, none = s->callers_unread + s->callers_given_up;
    size_t all = s->callers_whole + partly + none;
    if (!partly && !none)
        return;
    fprintf(out, "; of %zu routine%s that call%s a lock function, %zu %s analysed", all, all == 1 ? "" : "s",
            all == 1 ? "s" : "", s->callers_whole, s->callers_whole == 1 ? "is" : "are");
    if (partly) {
        fprintf(out, ", %zu partly", partly);
        print_reasons(out, s->callers_damaged, "a part of the file is missing", s->callers_remarked,
                      "an annotation has no effect");
    }
    if (none) {
        fprintf(out, ", %zu not", none);
        print_reasons(out, s->callers_unread, "not understood", s->callers_given_up, "too many steps");
    }
}

void text_print_summary(FILE *out, const report *report)
{
    const devlock_statistics *statistics = report->statistics;
    report_counts counts = report_count(report);
    fprintf(out, "%zu %sfinding%s in %zu routine%s (%zu with locks)", counts.shown, report->baseline ? "new " : "",
            counts.shown == 1 ? "" : "s", statistics->routines, statistics->routines == 1 ? "" : "s",
            statistics->routines_locking);
    if (counts.suppressed)
        fprintf(out, ", %zu suppressed", counts.suppressed);
    if (report->hidden)
        fprintf(out, ", %zu possible not shown", report->hidden);
    if (report->outside || report->outside_gaps)
        fprintf(out, ", %zu outside of the change", report->outside + report->outside_gaps);
    if (report->baseline)
        fprintf(out, ", %zu known, %zu fixed", counts.known, report->fixed_count);
    if (counts.gaps)
        fprintf(out, ", %zu not analysed", counts.gaps);
    print_callers(out, statistics);
    fputc('\n', out);
}

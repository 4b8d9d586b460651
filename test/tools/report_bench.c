/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Writes a report of generated findings: report_bench FORMAT COUNT SOURCE [FOLDER], to standard output or into the
 * folder. Prints to standard error how many seconds of processor time the writing took, and the peak of memory in
 * kilobytes. SOURCE is a readable file of at least 1,000 lines, where the findings and their 16 notes lie.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "core/arena.h"
#include "report/folder.h"
#include "report/formats.h"

#define NOTES 16
#define LINES 1000

static devlock_finding make_finding(arena *arena, size_t number)
{
    devlock_note *notes = arena_zero(arena, NOTES * sizeof *notes);
    for (unsigned i = 0; i < NOTES; i++)
        notes[i] = (devlock_note){.place = {0, (uint32_t)(number + i) % LINES + 1, 5},
                                  .text = arena_format(arena, "'Mode == %zu' is true", number + i),
                                  .kind = i ? DEVLOCK_NOTE_BRANCH : DEVLOCK_NOTE_ACQUIRE,
                                  .state = {DEVLOCK_LOCK_HELD, 1}};
    return (devlock_finding){.check = DEVLOCK_MISSING_RELEASE,
                             .place = {0, (uint32_t)number % LINES + 1, 9},
                             .routine = arena_format(arena, "Routine%zu", number),
                             .message = arena_format(arena, "'Routine%zu' returns here with the lock held", number),
                             .lock = "the device lock of 'Ext'",
                             .state = {DEVLOCK_LOCK_HELD, 1},
                             .notes = notes,
                             .note_count = NOTES,
                             .drawn = notes,
                             .drawn_count = NOTES};
}

int main(int argc, char **argv)
{
    struct rusage usage;
    char *error = NULL;
    const report_format *format = argc >= 4 ? report_format_find(argv[1]) : NULL;
    if (!format || argc != 4 + (format->write_folder != NULL)) {
        fputs("usage: report_bench FORMAT COUNT SOURCE [FOLDER]\n", stderr);
        return 2;
    }
    size_t count = strtoul(argv[2], NULL, 10);
    arena *arena = arena_new();
    devlock_program *program = devlock_program_new(64);
    devlock_program_file(program, argv[3]);
    devlock_statistics statistics = {.routines = count};
    const char *scanned[] = {argv[3]};
    report report = {.program = program,
                     .statistics = &statistics,
                     .version = "0",
                     .root = "/",
                     .checks = 1,
                     .scanned = scanned,
                     .scanned_count = 1,
                     .complete = true,
                     .finding_count = count,
                     .sources = source_cache_new()};
    report.findings = must_zero((count + 1) * sizeof *report.findings);
    devlock_finding *findings = arena_zero(arena, (count + 1) * sizeof *findings);
    for (size_t i = 0; i < count; i++) {
        findings[i] = make_finding(arena, i);
        report.findings[i].finding = &findings[i];
    }

    clock_t start = clock();
    fingerprints *prints = fingerprints_new(program, report.sources);
    for (size_t i = 0; i < count; i++)
        report.findings[i].fingerprint = fingerprints_add(prints, &findings[i]);
    fingerprints_free(prints);
    report_suppress(&report, false);
    folder *to = format->write_folder ? folder_start(argv[4], &error) : NULL;
    if (to)
        format->write_folder(&report, to);
    else if (format->write)
        format->write(&report, stdout);
    bool failed = fflush(stdout) != 0 || (format->write_folder && (!to || !folder_finish(to, &error)));
    if (error)
        fprintf(stderr, "%s\n", error);
    free(error);
    getrusage(RUSAGE_SELF, &usage);
    fprintf(stderr, "%.3f %ld\n", (double)(clock() - start) / CLOCKS_PER_SEC, usage.ru_maxrss);

    report_stop(&report);
    devlock_program_free(program);
    arena_free(arena);
    return failed != 0;
}

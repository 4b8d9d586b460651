/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Findings as text: the form of Clang's diagnostics, tabs and foreign characters before the caret, missing files,
 * colours, possible findings, what was not analysed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "devlock/analysis.h"
#include "report/source.h"
#include "report/text.h"

/* A source file, in a folder of its own. */
static char folder[] = "/tmp/devlock-report-XXXXXX";
static char path[64];

static const char source[] = "first\n"
                             "\tif (x)\treturn;\r\n"
                             "/* \xc3\xa4\xc3\xb6 */ Release(p);\n"
                             "a\033[31mb\n"
                             "\n"
                             "last";

static int set_up(void **state)
{
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.c", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fwrite(source, 1, sizeof source - 1, file);
    for (int i = 0; i < 600; i++)
        fputc(i ? 'x' : '\n', file);
    fclose(file);
    return 0;
}

static int tear_down(void **state)
{
    remove(path);
    rmdir(folder);
    return 0;
}

/* Prints a finding and compares; %s in `expected` stands for the path of the source. */
static void expect_finding(const devlock_finding *finding, const char *file, bool color, const char *expected)
{
    char *text = NULL, wanted[2048];
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    devlock_program *program = devlock_program_new(64);
    assert_int_equal(devlock_program_file(program, file), 0);
    text_printer *printer = text_printer_new(out, program, color);
    text_print_finding(printer, finding);
    text_printer_free(printer);
    fclose(out);
    snprintf(wanted, sizeof wanted, expected, file, file, file, file);
    assert_string_equal(text, wanted);
    free(text);
    devlock_program_free(program);
}

static devlock_finding finding_at(uint32_t line, uint32_t column)
{
    return (devlock_finding){.check = DEVLOCK_DOUBLE_RELEASE,
                             .place = {0, line, column},
                             .routine = "f",
                             .message = "the lock is released twice"};
}

static void test_form(void **state)
{
    devlock_note notes[] = {{.place = {0, 1, 1}, .text = "acquired here"}, {.place = {0, 5, 1}, .text = "then"}};
    devlock_finding finding = finding_at(2, 2);
    finding.notes = notes;
    finding.note_count = 2;
    expect_finding(&finding, path, false,
                   "%s:2:2: warning: the lock is released twice [devlock-double-release]\n"
                   "    2 |         if (x)  return;\n"
                   "      |         ^\n"
                   "%s:1:1: note: acquired here\n"
                   "    1 | first\n"
                   "      | ^\n"
                   "%s:5:1: note: then\n"
                   "    5 | \n"
                   "      | ^\n");
}

static void test_caret(void **state)
{
    devlock_finding finding = finding_at(2, 9); /* behind the second tab */
    expect_finding(&finding, path, false,
                   "%s:2:9: warning: the lock is released twice [devlock-double-release]\n"
                   "    2 |         if (x)  return;\n"
                   "      |                 ^\n");
    finding = finding_at(3, 12); /* columns count bytes, the caret counts characters */
    expect_finding(&finding, path, false,
                   "%s:3:12: warning: the lock is released twice [devlock-double-release]\n"
                   "    3 | /* \xc3\xa4\xc3\xb6 */ Release(p);\n"
                   "      |          ^\n");
    finding = finding_at(4, 7); /* nothing steers the terminal */
    expect_finding(&finding, path, false,
                   "%s:4:7: warning: the lock is released twice [devlock-double-release]\n"
                   "    4 | a?[31mb\n"
                   "      |       ^\n");
    finding = finding_at(6, 5); /* just behind the end */
    expect_finding(&finding, path, false,
                   "%s:6:5: warning: the lock is released twice [devlock-double-release]\n"
                   "    6 | last\n"
                   "      |     ^\n");
    finding = finding_at(6, 9); /* beyond it: the file has changed */
    expect_finding(&finding, path, false,
                   "%s:6:9: warning: the lock is released twice [devlock-double-release]\n"
                   "    6 | last\n");
}

static void test_nothing_to_show(void **state)
{
    devlock_finding finding = finding_at(99, 1);
    expect_finding(&finding, path, false, "%s:99:1: warning: the lock is released twice [devlock-double-release]\n");
    finding = finding_at(7, 3); /* a line of 599 bytes */
    expect_finding(&finding, path, false, "%s:7:3: warning: the lock is released twice [devlock-double-release]\n");
    finding = finding_at(1, 1);
    expect_finding(&finding, "no/such/file.c", false,
                   "%s:1:1: warning: the lock is released twice [devlock-double-release]\n");
    finding.place.file = DEVLOCK_NONE;
    expect_finding(&finding, path, false, "<unknown>: warning: the lock is released twice [devlock-double-release]\n");
}

static void test_colours_and_tiers(void **state)
{
    devlock_note note = {.place = {0, 1, 3}, .text = "acquired here"};
    devlock_finding finding = finding_at(1, 2);
    finding.tier = DEVLOCK_POSSIBLE;
    finding.reason = "the callers are not visible";
    finding.notes = &note;
    finding.note_count = 1;
    expect_finding(&finding, path, true,
                   "\033[1m%s:1:2: \033[0m\033[0;1;35mwarning: \033[0m\033[1mthe lock is released twice "
                   "(possible: the callers are not visible) [devlock-double-release]\033[0m\n"
                   "    1 | first\n"
                   "      | \033[0;1;32m ^\033[0m\n"
                   "\033[1m%s:1:3: \033[0m\033[0;1;36mnote: \033[0macquired here\n"
                   "    1 | first\n"
                   "      | \033[0;1;32m  ^\033[0m\n");
    finding.reason = NULL;
    finding.note_count = 0;
    expect_finding(&finding, "gone.c", false,
                   "%s:1:2: warning: the lock is released twice (possible: not proved) [devlock-double-release]\n");
}

static void test_gaps(void **state)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    devlock_program *program = devlock_program_new(64);
    uint32_t file = devlock_program_file(program, "a.c");
    text_print_gap(out, program, &(devlock_gap){"Start", {file, 7, 3}, "a broken statement"});
    text_print_gap(out, program, &(devlock_gap){NULL, {file, 1, 1}, "it cannot be read"});
    text_print_gap(out, program, &(devlock_gap){"Stop", {DEVLOCK_NONE, 0, 0}, "no place"});
    fclose(out);
    assert_string_equal(text, "not analysed: Start (a.c:7): a broken statement\n"
                              "not analysed: a.c: it cannot be read\n"
                              "not analysed: Stop: no place\n");
    free(text);
    devlock_program_free(program);
    text_printer_free(NULL);
}

static void test_result(void **state)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    devlock_program *program = devlock_program_new(64);
    devlock_program_not_analysed(program, NULL, (devlock_place){devlock_program_file(program, "b.c"), 1, 1}, "broken");
    devlock_model *model = devlock_model_new();
    devlock_options options = {.checks = ~0u};
    devlock_result *result = devlock_analyze(program, model, &options);
    text_printer *printer = text_printer_new(out, program, false);
    text_print_result(printer, result);
    text_printer_free(printer);
    report report = {.program = program};
    report_start(&report, result);
    text_print_summary(out, &report);
    report_stop(&report);
    fclose(out);
    assert_string_equal(text, "not analysed: b.c: broken\n"
                              "0 findings in 0 routines (0 with locks), 1 not analysed\n");
    free(text);
    devlock_result_free(result);
    devlock_model_free(model);
    devlock_program_free(program);
}

static void test_sources(void **state)
{
    source_cache *cache = source_cache_new();
    size_t length;
    for (int round = 0; round < 2; round++) {
        const char *line = source_line(cache, path, 2, &length);
        assert_int_equal(length, strlen("\tif (x)\treturn;"));
        assert_memory_equal(line, "\tif (x)\treturn;", length);
        assert_null(source_line(cache, "no/such/file.c", 1, &length));
        assert_null(source_line(cache, path, 0, &length));
        assert_null(source_line(cache, "/", 1, &length));
    }
    source_cache_free(cache);
    source_cache_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_caret),
        cmocka_unit_test(test_nothing_to_show),
        cmocka_unit_test(test_colours_and_tiers),
        cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_result),
        cmocka_unit_test(test_sources),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

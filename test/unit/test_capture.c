/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Captures: a unit that is written and read again is the same, for every graph of test/core; the bytes do not tell
 * where the tree lies; what is damaged, cut off, outdated or of other models is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include "capture/capture.h"
#include "graph.h"
#include "graphs.h"

static const capture_maker maker = {
    .tool = "build 1", .llvm = "22.1", .asked = "macro PAGED_CODE\n", .root = "/home/one/tree"};

static void assert_comes_back(const char *path)
{
    const char *error = NULL;
    size_t size, size_again;
    capture again, of = {.source = "a.c", .pointer_bits = 64, .parsed = true, .unit = graph_read_file(path)};
    uint8_t *bytes = capture_pack(&of, &maker, &size);
    char *before = graph_text(of.unit);
    if (!capture_unpack(&again, bytes, size, &maker, &error))
        fail_msg("%s: %s", path, error);
    for (size_t i = 0; i < devlock_program_asked_record_count(of.unit); i++)
        devlock_program_ask_record(again.unit, devlock_program_asked_record(of.unit, i));
    for (size_t i = 0; i < devlock_program_asked_macro_count(of.unit); i++)
        devlock_program_ask_macro(again.unit, devlock_program_asked_macro(of.unit, i));
    for (size_t i = 0; i < devlock_program_asked_call_count(of.unit); i++)
        devlock_program_ask_call(again.unit, devlock_program_asked_call(of.unit, i));
    char *after = graph_text(again.unit);
    assert_string_equal(after, before);
    uint8_t *same = capture_pack(&again, &maker, &size_again);
    assert_int_equal(size_again, size);
    assert_memory_equal(same, bytes, size);
    devlock_program_free(of.unit);
    capture_free(&again);
    free(before);
    free(after);
    free(bytes);
    free(same);
}

static void every_graph_comes_back(void **state)
{
    each_graph(assert_comes_back);
}

/* ---- what a capture says beside ------------------------------------------------------------------------------ */

/* A small unit of a tree that lies in a folder. */
static uint8_t *capture_in(const char *root, size_t *size)
{
    static char source[64], header[64], key[96], text[256];
    snprintf(source, sizeof source, "%s/drv/a.c", root);
    snprintf(header, sizeof header, "%s/inc/a.h", root);
    snprintf(key, sizeof key, "%s#c:F@one", source);
    snprintf(text, sizeof text, "'%s' is no header, \1 and /home/one/treedom is none", header);
    devlock_program *u = devlock_program_new(32);
    devlock_place place = {devlock_program_file(u, source), 3, 1};
    uint32_t one = devlock_program_function(u, key, "one", DEVLOCK_FUNCTION_INTERNAL);
    devlock_program_define(u, one, place);
    devlock_program_not_analysed(u, NULL, place, text);
    devlock_program_not_analysed(u, "two", place, "a reason");
    devlock_program_gap_mentions(u, "Acquire");
    devlock_program_gap_mentions(u, "Release");
    capture_error errors[] = {{header, 7, 9, text}, {NULL, 0, 0, "a bad option"}};
    capture_include includes[] = {{source, header}, {header, "missing.h"}};
    capture c = {.source = source,
                 .pointer_bits = 32,
                 .parsed = true,
                 .given_up = true,
                 .errors = errors,
                 .error_count = 2,
                 .includes = includes,
                 .include_count = 2,
                 .unit = u};
    capture_maker here = maker;
    here.root = root;
    uint8_t *bytes = capture_pack(&c, &here, size);
    devlock_program_free(u);
    return bytes;
}

static void bytes_do_not_tell_where_the_tree_lies(void **state)
{
    const char *error = NULL;
    size_t size, size_there;
    uint8_t *here = capture_in("/home/one/tree", &size), *there = capture_in("/mnt/two", &size_there);
    assert_int_equal(size, size_there);
    assert_memory_equal(here, there, size);
    capture c;
    capture_maker other = maker;
    other.root = "/mnt/two/"; /* however it is written */
    if (!capture_unpack(&c, here, size, &other, &error))
        fail_msg("%s", error);
    assert_string_equal(c.source, "/mnt/two/drv/a.c");
    assert_int_equal(c.pointer_bits, 32);
    assert_true(c.parsed && c.given_up);
    assert_int_equal(c.error_count, 2);
    assert_string_equal(c.errors[0].file, "/mnt/two/inc/a.h");
    assert_int_equal(c.errors[0].line, 7);
    assert_int_equal(c.errors[0].column, 9);
    assert_string_equal(c.errors[0].text, "'/mnt/two/inc/a.h' is no header, \1 and /home/one/treedom is none");
    assert_null(c.errors[1].file);
    assert_int_equal(c.include_count, 2);
    assert_string_equal(c.includes[0].to, "/mnt/two/inc/a.h");
    assert_string_equal(c.includes[1].to, "missing.h");
    assert_string_equal(c.unit->functions[0].key, "/mnt/two/drv/a.c#c:F@one");
    assert_string_equal(devlock_program_path(c.unit, c.unit->gaps[0].place.file), "/mnt/two/drv/a.c");
    assert_int_equal(c.unit->gaps[0].place.line, 3);
    assert_int_equal(c.unit->gaps[0].mentions.count, 0);
    assert_int_equal(c.unit->gaps[1].mentions.count, 2);
    assert_string_equal(c.unit->gaps[1].mentions.names[1], "Release");
    capture_free(&c);
    free(here);
    free(there);
}

/* ---- what is refused ----------------------------------------------------------------------------------------- */

static void assert_refused(const uint8_t *bytes, size_t size, capture_maker by, const char *why)
{
    capture c;
    const char *error = NULL;
    assert_false(capture_unpack(&c, bytes, size, &by, &error));
    assert_null(c.unit);
    if (why)
        assert_string_equal(error, why);
    assert_non_null(error);
}

static void damage_is_noticed(void **state)
{
    size_t size;
    uint8_t *bytes = capture_in("/home/one/tree", &size);
    for (size_t i = 0; i < size; i++) {
        assert_refused(bytes, i, maker, i < 16 ? "it is no capture" : "it is cut off");
        bytes[i] ^= 0x10;
        assert_refused(bytes, size, maker, i < 8 ? "it is no capture" : i < 12 ? "it is cut off" : "it is damaged");
        bytes[i] ^= 0x10;
    }
    free(bytes);
}

static void a_routine_without_a_name_is_refused(void **state)
{
    size_t size;
    devlock_program *u = devlock_program_new(64);
    devlock_program_not_analysed(u, "one", (devlock_place){devlock_program_file(u, "a.c"), 1, 1}, "a reason");
    devlock_program_gap_mentions(u, "Acquire");
    u->gaps[0].mentions.names[0] = "";
    capture c = {.source = "a.c", .pointer_bits = 64, .unit = u};
    uint8_t *bytes = capture_pack(&c, &maker, &size);
    assert_refused(bytes, size, maker, NULL);
    devlock_program_free(u);
    free(bytes);
}

static void what_is_outdated_is_refused(void **state)
{
    size_t size;
    capture_maker other_tool = maker, other_llvm = maker, other_models = maker;
    uint8_t *bytes = capture_in("/home/one/tree", &size);
    other_tool.tool = "build 2";
    other_llvm.llvm = "14.0";
    other_models.asked = "";
    assert_refused(bytes, size, other_tool, "it is of another build of devlock");
    assert_refused(bytes, size, other_llvm, "it is of another build of devlock");
    assert_refused(bytes, size, other_models, "it was made for other models");
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_graph_comes_back),
        cmocka_unit_test(bytes_do_not_tell_where_the_tree_lies),
        cmocka_unit_test(damage_is_noticed),
        cmocka_unit_test(a_routine_without_a_name_is_refused),
        cmocka_unit_test(what_is_outdated_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

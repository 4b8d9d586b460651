/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Results that are kept: what comes back is what was found, and what is damaged or outdated is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "capture/result.h"
#include "core/result.h"
#include "graph.h"

static const capture_maker maker = {.tool = "build 1", .llvm = "22.1", .asked = "", .root = "/home/one"};

static devlock_note notes[] = {{.place = {0, 4, 5},
                                .text = "acquired here",
                                .kind = DEVLOCK_NOTE_ACQUIRE,
                                .depth = 2,
                                .state = {.status = DEVLOCK_LOCK_HELD, .count = 1},
                                .level = {0, 31},
                                .time = 9}};
static devlock_finding findings[] = {{.check = DEVLOCK_WRONG_EXTENSION,
                                      .tier = DEVLOCK_POSSIBLE,
                                      .place = {1, 7, 9},
                                      .routine = "one",
                                      .message = "a message",
                                      .reason = "a reason",
                                      .lock = "'a'",
                                      .other = "'b'",
                                      .state = {.status = DEVLOCK_LOCK_RELEASED},
                                      .other_state = {.status = DEVLOCK_LOCK_HELD, .count = 3},
                                      .level = {2, 2},
                                      .notes = notes,
                                      .note_count = 1,
                                      .values = "x = 1"},
                                     {.place = {DEVLOCK_NONE, 0, 0}, .routine = "two", .message = "another"}};
static devlock_gap gaps[] = {{NULL, {0, 1, 1}, "Clang could not read it"}, {"three", {1, 2, 3}, "a reason"}};

static uint8_t *pack(size_t *size)
{
    devlock_result result = {.findings = findings, .count = 2, .gaps = gaps, .gap_count = 2};
    result.statistics = (devlock_statistics){.routines = 5, .routines_locking = 4, .locks = 3, .flow_seconds = 1.5};
    lock_caller callers[] = {{{0, 1, 1}, "one", CALLER_WHOLE},
                             {{0, 2, 1}, "two", CALLER_WHOLE},
                             {{0, 3, 1}, "three", CALLER_REMARKED},
                             {{1, 1, 1}, "four", CALLER_DAMAGED},
                             {{1, 1, 1}, "five", CALLER_UNREAD},
                             {{1, 1, 1}, "five", CALLER_WHOLE},
                             {{1, 2, 1}, "six", CALLER_GIVEN_UP}};
    result.callers = callers, result.caller_count = 7;
    capture_error errors[] = {{"/home/one/a.c", 1, 2, "an error"}, {NULL, 0, 0, "without a place"}};
    source_state sources[] = {{"/home/one/a.c", false, errors, 2, 1}, {"b.c", true, NULL, 0, 2}};
    kept_result kept = {.program = devlock_program_new(64), .sources = sources, .source_count = 2, .result = &result};
    devlock_program_file(kept.program, "/home/one/a.c");
    devlock_program_file(kept.program, "b.c");
    uint8_t *bytes = kept_result_pack(&kept, &maker, size);
    devlock_program_free(kept.program);
    return bytes;
}

static void all_comes_back(void **state)
{
    size_t size;
    const char *error;
    kept_result kept;
    uint8_t *bytes = pack(&size);
    assert_true(kept_result_unpack(&kept, bytes, size, &maker, &error));
    free(bytes);
    assert_string_equal(devlock_program_path(kept.program, 0), "/home/one/a.c");
    assert_int_equal(kept.source_count, 2);
    assert_false(kept.sources[0].read);
    assert_int_equal(kept.sources[0].error_count, 2);
    assert_string_equal(kept.sources[0].errors[0].file, "/home/one/a.c");
    assert_int_equal(kept.sources[0].errors[0].column, 2);
    assert_null(kept.sources[0].errors[1].file);
    assert_true(kept.sources[1].read);
    assert_int_equal(kept.sources[0].files, 1);
    assert_int_equal(devlock_result_finding_count(kept.result), 2);
    const devlock_finding *f = devlock_result_finding(kept.result, 0);
    assert_int_equal(f->check, DEVLOCK_WRONG_EXTENSION);
    assert_int_equal(f->tier, DEVLOCK_POSSIBLE);
    assert_memory_equal(&f->place, &findings[0].place, sizeof f->place);
    assert_string_equal(f->routine, "one");
    assert_string_equal(f->message, "a message");
    assert_string_equal(f->reason, "a reason");
    assert_string_equal(f->lock, "'a'");
    assert_string_equal(f->other, "'b'");
    assert_string_equal(f->values, "x = 1");
    assert_int_equal(f->state.status, DEVLOCK_LOCK_RELEASED);
    assert_int_equal(f->other_state.count, 3);
    assert_int_equal(f->level.least, 2);
    assert_int_equal(f->note_count, 1);
    assert_string_equal(f->notes[0].text, "acquired here");
    assert_int_equal(f->notes[0].kind, DEVLOCK_NOTE_ACQUIRE);
    assert_int_equal(f->notes[0].depth, 2);
    assert_int_equal(f->notes[0].state.count, 1);
    assert_int_equal(f->notes[0].level.most, 31);
    assert_int_equal(f->notes[0].time, 9);
    f = devlock_result_finding(kept.result, 1);
    assert_int_equal(f->place.file, DEVLOCK_NONE);
    assert_null(f->reason);
    assert_int_equal(devlock_result_gap_count(kept.result), 2);
    assert_null(devlock_result_gap(kept.result, 0)->name);
    assert_string_equal(devlock_result_gap(kept.result, 1)->name, "three");
    assert_int_equal(devlock_result_gap(kept.result, 1)->place.column, 3);
    assert_int_equal(devlock_result_statistics(kept.result)->routines_locking, 4);
    assert_true(devlock_result_statistics(kept.result)->flow_seconds == 0);
    assert_int_equal(devlock_result_statistics(kept.result)->callers_whole, 2);
    assert_int_equal(devlock_result_statistics(kept.result)->callers_damaged, 1);
    assert_int_equal(devlock_result_statistics(kept.result)->callers_remarked, 1);
    assert_int_equal(devlock_result_statistics(kept.result)->callers_unread, 1);
    assert_int_equal(devlock_result_statistics(kept.result)->callers_given_up, 1);
    kept_result_free(&kept);
}

static void assert_refused(const uint8_t *bytes, size_t size, const capture_maker *by)
{
    const char *error = NULL;
    kept_result kept;
    assert_false(kept_result_unpack(&kept, bytes, size, by, &error));
    assert_non_null(error);
}

static void damage_is_noticed(void **state)
{
    size_t size;
    uint8_t *bytes = pack(&size);
    for (size_t i = 0; i < size; i++) {
        assert_refused(bytes, i, &maker);
        bytes[i] ^= 0x20;
        assert_refused(bytes, size, &maker);
        bytes[i] ^= 0x20;
    }
    capture_maker other = maker;
    other.tool = "build 2";
    assert_refused(bytes, size, &other);
    other = maker;
    other.llvm = "14.0";
    assert_refused(bytes, size, &other);
    free(bytes);
}

/* ---- joining --------------------------------------------------------------------------------------------------- */

/* The result of a driver of some sources, each with one header that is `shared.h` for all; a finding in each source and
 * one in the header. */
static kept_result driver_of(const char *const *names, size_t count, unsigned bits)
{
    kept_result k = {.program = devlock_program_new(bits), .source_count = count, .arena = arena_new()};
    k.sources = arena_zero(k.arena, count * sizeof *k.sources);
    k.result = calloc(1, sizeof *k.result);
    k.result->arena = arena_new();
    k.result->findings = calloc(count + 1, sizeof *k.result->findings);
    k.result->gaps = calloc(1, sizeof *k.result->gaps);
    k.result->gaps[k.result->gap_count++] = (devlock_gap){"lost", {1, 9, 9}, "a reason"};
    k.result->statistics.routines = count;
    for (size_t i = 0; i < count; i++) {
        uint32_t file = devlock_program_file(k.program, names[i]);
        devlock_program_file(k.program, "shared.h");
        k.sources[i] = (source_state){.name = names[i], .read = true, .files = (uint32_t)i + 2};
        k.result->findings[k.result->count++] =
            (devlock_finding){.place = {file, 1, 1}, .routine = "f", .message = "in a source"};
    }
    k.result->findings[k.result->count++] = (devlock_finding){
        .place = {1, 5, 1}, .routine = "h", .message = "in a header", .notes = notes, .note_count = 1};
    return k;
}

static kept_result *two_drivers(const char *const *first, size_t first_count, const char *const *second,
                                size_t second_count, unsigned bits)
{
    kept_result *parts = calloc(2, sizeof *parts);
    parts[0] = driver_of(first, first_count, 64);
    parts[1] = driver_of(second, second_count, bits);
    return parts;
}

static const char *const all[] = {"a.c", "b.c", "c.c"}, *const ac[] = {"a.c", "c.c"}, *const bc[] = {"b.c", "c.c"};

/* The files are known in the order of the sources; what both drivers have is there once. */
static void results_are_joined(void **state)
{
    kept_result joined;
    assert_true(kept_result_join(&joined, two_drivers(ac, 2, bc, 2, 64), 2, all, 3));
    static const char *const files[] = {"a.c", "shared.h", "b.c", "c.c"};
    for (uint32_t i = 0; i < 4; i++)
        assert_string_equal(devlock_program_path(joined.program, i), files[i]);
    assert_int_equal(joined.source_count, 3);
    assert_string_equal(joined.sources[1].name, "b.c");
    assert_int_equal(joined.result->count, 4);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(joined.result->findings[i].place.file, i);
    assert_int_equal(joined.result->findings[1].notes[0].place.file, 0); /* of both, that which comes first */
    assert_int_equal(joined.result->gap_count, 1);
    assert_int_equal(joined.result->statistics.routines, 4);
    kept_result_free(&joined);
}

static void what_does_not_belong_together_is_not_joined(void **state)
{
    kept_result joined;
    assert_false(kept_result_join(&joined, two_drivers(ac, 2, bc, 2, 32), 2, all, 3));
    assert_false(kept_result_join(&joined, two_drivers(ac, 2, ac, 2, 64), 2, all, 3));
    assert_false(kept_result_join(&joined, two_drivers(ac, 2, bc, 2, 64), 2, ac, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_comes_back),
        cmocka_unit_test(damage_is_noticed),
        cmocka_unit_test(results_are_joined),
        cmocka_unit_test(what_does_not_belong_together_is_not_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

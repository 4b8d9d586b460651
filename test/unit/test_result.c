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
    result.statistics.callers_whole = 6, result.statistics.callers_damaged = 7, result.statistics.callers_remarked = 8;
    result.statistics.callers_unread = 9, result.statistics.callers_given_up = 10;
    capture_error errors[] = {{"/home/one/a.c", 1, 2, "an error"}, {NULL, 0, 0, "without a place"}};
    source_state sources[] = {{"/home/one/a.c", false, errors, 2}, {"b.c", true, NULL, 0}};
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
    assert_int_equal(devlock_result_statistics(kept.result)->callers_whole, 6);
    assert_int_equal(devlock_result_statistics(kept.result)->callers_damaged, 7);
    assert_int_equal(devlock_result_statistics(kept.result)->callers_remarked, 8);
    assert_int_equal(devlock_result_statistics(kept.result)->callers_unread, 9);
    assert_int_equal(devlock_result_statistics(kept.result)->callers_given_up, 10);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_comes_back),
        cmocka_unit_test(damage_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

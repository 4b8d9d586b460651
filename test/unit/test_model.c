/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Models: the storage, the YAML reader (what it reads, and that a failed file leaves the model as it was), the shipped
 * model. Messages for bad files are tested as a user sees them, in test/model/.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "devlock/model.h"

/* Reads a text that must be right. */
static void read_good(devlock_model *model, const char *text)
{
    char *error = NULL;
    if (!devlock_model_read(model, "m.yaml", text, strlen(text), &error))
        fail_msg("%s", error);
}

/* Reads a text that must be wrong; the message must begin with `expected`. */
static void read_bad(devlock_model *model, const char *text, const char *expected)
{
    char *error = NULL;
    if (devlock_model_read(model, "m.yaml", text, strlen(text), &error))
        fail_msg("read without error: %s", text);
    if (strncmp(error, expected, strlen(expected)) != 0)
        fail_msg("got      %s\nexpected %s", error, expected);
    free(error);
}

static void test_storage(void **state)
{
    devlock_model *model = devlock_model_new();
    assert_null(devlock_model_find(model, "f", 0));
    uint32_t first = devlock_model_add_kind(model, &(devlock_lock_kind){.name = "a"});
    uint32_t second =
        devlock_model_add_kind(model, &(devlock_lock_kind){.name = "b", .subject = "owner", .recursive = true});
    assert_int_equal(first, 0);
    assert_int_equal(second, 1);
    assert_int_equal(
        devlock_model_add_kind(model, &(devlock_lock_kind){.name = "a", .subject = "box", .hold_limit = 50}), 0);
    assert_int_equal(devlock_model_kind_count(model), 2);
    assert_string_equal(devlock_model_kind(model, 0)->subject, "box");
    assert_int_equal(devlock_model_kind(model, 0)->hold_limit, 50);
    assert_int_equal(devlock_model_kind(model, 1)->hold_limit, 0);

    /* Names that must all be found again, through the growth of the table. */
    char name[16];
    for (int i = 0; i < 1000; i++) {
        sprintf(name, "f%d", i);
        devlock_model_add_function(model, &(devlock_model_function){.name = name, .arguments = i % 3});
    }
    for (int i = 0; i < 1000; i++) {
        sprintf(name, "f%d", i);
        assert_non_null(devlock_model_find(model, name, (size_t)(i % 3)));
        assert_null(devlock_model_find(model, name, 3));
    }
    assert_int_equal(devlock_model_function_count(model), 1000);
    assert_string_equal(devlock_model_function_at(model, 7)->name, "f7");
    devlock_model_free(model);
    devlock_model_free(NULL);
}

static void test_number_of_arguments(void **state)
{
    devlock_model *model = devlock_model_new();
    devlock_model_function any = {.name = "f", .arguments = -1, .effect = DEVLOCK_EFFECT_WRITES, .written = 1u << 2};
    devlock_model_function two = {.name = "f", .arguments = 2, .effect = DEVLOCK_EFFECT_PURE};
    devlock_model_add_function(model, &any);
    devlock_model_add_function(model, &two);
    assert_int_equal(devlock_model_find(model, "f", 2)->effect, DEVLOCK_EFFECT_PURE);
    assert_int_equal(devlock_model_find(model, "f", 3)->effect, DEVLOCK_EFFECT_WRITES);
    /* The third argument is spoken of: a call with one argument is of another function. */
    assert_null(devlock_model_find(model, "f", 1));
    /* "Any number" said later holds for all. */
    any.effect = DEVLOCK_EFFECT_NONE;
    any.written = 0;
    devlock_model_add_function(model, &any);
    devlock_model_add_function(model, &two);
    devlock_model_add_function(model, &(devlock_model_function){.name = "f", .arguments = -1, .no_return = true});
    assert_true(devlock_model_find(model, "f", 2)->no_return);
    devlock_model_free(model);

    model = devlock_model_new();
    devlock_model_add_function(model, &two);
    devlock_model_add_function(model, &any);
    assert_int_equal(devlock_model_find(model, "f", 2)->effect, DEVLOCK_EFFECT_NONE);
    assert_int_equal(devlock_model_function_count(model), 1);
    devlock_model_free(model);
}

/* What a caller that knows nothing of levels adds must not be limited to PASSIVE_LEVEL. */
static void test_levels(void **state)
{
    devlock_model *model = devlock_model_new();
    devlock_model_add_function(model, &(devlock_model_function){.name = "Zeroed", .arguments = 1});
    devlock_model_add_function(
        model, &(devlock_model_function){.name = "Passive", .arguments = 1, .level = {0, 0}, .level_stated = true});
    devlock_model_add_function(model, &(devlock_model_function){.name = "Most", .arguments = 1, .level = {0, 2}});
    devlock_model_add_function(
        model, &(devlock_model_function){.name = "Least", .arguments = 1, .level = {2, DEVLOCK_LEVEL_UNSTATED}});
    devlock_model_add_function(
        model, &(devlock_model_function){
                   .name = "Any", .arguments = 1, .level = {0, DEVLOCK_LEVEL_UNSTATED}, .level_stated = true});
    static const struct {
        const char *name;
        unsigned least, most;
        bool stated;
    } expected[] = {{"Zeroed", 0, DEVLOCK_LEVEL_UNSTATED, false},
                    {"Passive", 0, 0, true},
                    {"Most", 0, 2, true},
                    {"Least", 2, DEVLOCK_LEVEL_UNSTATED, true},
                    {"Any", 0, DEVLOCK_LEVEL_UNSTATED, false}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const devlock_model_function *f = devlock_model_find(model, expected[i].name, 1);
        assert_int_equal(f->level.least, expected[i].least);
        assert_int_equal(f->level.most, expected[i].most);
        assert_int_equal(f->level_stated, expected[i].stated);
    }
    devlock_model_free(model);
}

/* All that a function points to is copied, and a call that lacks an argument that is spoken of is of another one. */
static void test_callbacks(void **state)
{
    devlock_model *model = devlock_model_new();
    uint32_t timer = devlock_model_add_context(model, &(devlock_context){.name = "timer", .exposes = -1});
    char record[] = "OPS", field[] = "Tick", slow[] = "waits", family[] = "foo";
    devlock_callback callbacks[] = {{.argument = 2, .context = timer, .when_argument = 4, .when_value = -1},
                                    {.argument = 0, .record = record, .field = field, .when_argument = -1}};
    devlock_model_add_function(
        model,
        &(devlock_model_function){
            .name = "f", .arguments = -1, .slow = slow, .family = family, .callbacks = callbacks, .callback_count = 2});
    record[0] = field[0] = slow[0] = family[0] = 'X';
    callbacks[0].argument = 9;
    assert_null(devlock_model_find(model, "f", 4));
    const devlock_model_function *f = devlock_model_find(model, "f", 5);
    assert_string_equal(f->slow, "waits");
    assert_string_equal(f->family, "foo");
    assert_int_equal(f->callback_count, 2);
    assert_int_equal(f->callbacks[0].argument, 2);
    assert_int_equal(f->callbacks[0].when_value, -1);
    assert_null(f->callbacks[0].record);
    assert_string_equal(f->callbacks[1].record, "OPS");
    assert_string_equal(f->callbacks[1].field, "Tick");

    devlock_model_function levels[] = {
        {.name = "g", .arguments = -1, .level_change = DEVLOCK_LEVEL_SET_ARGUMENT, .level_argument = 1},
        {.name = "h", .arguments = -1, .level_saved = DEVLOCK_LEVEL_POINTEE, .saved_argument = 1},
        {.name = "i", .arguments = -1, .stalls = true, .stall_argument = 1}};
    for (size_t i = 0; i < 3; i++) {
        devlock_model_add_function(model, &levels[i]);
        assert_null(devlock_model_find(model, levels[i].name, 1));
        assert_non_null(devlock_model_find(model, levels[i].name, 2));
    }
    devlock_model_free(model);
}

static void test_contexts(void **state)
{
    devlock_model *model = devlock_model_new();
    char allowed[] = "Read";
    const char *only[] = {allowed, "Write", NULL}, *never[] = {"Stop", NULL};
    devlock_context isr = {.name = "isr",
                           .what = "the interrupt routine",
                           .level = {DEVLOCK_LEVEL_DEVICE, DEVLOCK_LEVEL_HIGH},
                           .family = "foo",
                           .only = only,
                           .never = never,
                           .exposes = -1};
    assert_int_equal(devlock_model_add_context(model, &(devlock_context){.name = "start", .exposes = -1}), 0);
    assert_int_equal(devlock_model_add_context(model, &isr), 1);
    allowed[0] = 'X';
    assert_int_equal(devlock_model_context_count(model), 2);
    assert_string_equal(devlock_model_context(model, 1)->only[0], "Read");
    assert_int_equal(devlock_model_context(model, 1)->level.most, DEVLOCK_LEVEL_HIGH);

    /* Only functions of the family are held against the list, and "never" holds for all. */
    assert_false(devlock_model_forbids(model, 1, &(devlock_model_function){.name = "Read", .family = "foo"}));
    assert_true(devlock_model_forbids(model, 1, &(devlock_model_function){.name = "Wait", .family = "foo"}));
    assert_false(devlock_model_forbids(model, 1, &(devlock_model_function){.name = "Wait", .family = "bar"}));
    assert_false(devlock_model_forbids(model, 1, &(devlock_model_function){.name = "Wait"}));
    assert_true(devlock_model_forbids(model, 1, &(devlock_model_function){.name = "Stop"}));
    assert_false(devlock_model_forbids(model, 0, &(devlock_model_function){.name = "Stop", .family = "foo"}));

    /* The same name: replaced, with its index kept. */
    isr.only = isr.never = NULL;
    assert_int_equal(devlock_model_add_context(model, &isr), 1);
    assert_false(devlock_model_forbids(model, 1, &(devlock_model_function){.name = "Stop", .family = "foo"}));

    devlock_model_add_record_field(model, &(devlock_record_field){"OPS", "Isr", 0});
    devlock_model_add_record_field(model, &(devlock_record_field){"OPS", "Start", 0});
    devlock_model_add_record_field(model, &(devlock_record_field){"OPS", "Isr", 1});
    assert_int_equal(devlock_model_record_field_count(model), 2);
    assert_string_equal(devlock_model_record_field(model, 0)->field, "Isr");
    assert_int_equal(devlock_model_record_field(model, 0)->context, 1);
    devlock_model_free(model);
}

static void test_locks(void **state)
{
    devlock_model *model = devlock_model_new();
    read_good(model, "devlock-model: 1\n"
                     "locks:\n"
                     "  - name: m\n"
                     "    recursive: yes\n"
                     "    acquire:\n"
                     "      - { function: Try, arguments: 2, lock: argument 2, success: nonzero }\n"
                     "      - { function: Open, lock: result, success: nonzero }\n"
                     "      - { function: Get, lock: pointee of argument 3, success: zero }\n"
                     "      - { function: Wait, lock: argument 1, success: [0, 0x102, -1] }\n"
                     "      - { function: One, lock: argument 1, success: 7 }\n"
                     "      - { function: [Enter, EnterFast], lock: argument 1 }\n"
                     "    release: { function: Leave, lock: argument 1, effect: writes argument 1 }\n");
    assert_int_equal(devlock_model_kind_count(model), 1);
    assert_true(devlock_model_kind(model, 0)->recursive);
    assert_null(devlock_model_kind(model, 0)->subject);

    const devlock_model_function *f = devlock_model_find(model, "Try", 2);
    assert_int_equal(f->role, DEVLOCK_ROLE_ACQUIRE);
    assert_int_equal(f->source, DEVLOCK_LOCK_ARGUMENT);
    assert_int_equal(f->argument, 1);
    assert_int_equal(f->success, DEVLOCK_SUCCESS_NONZERO);
    assert_int_equal(f->effect, DEVLOCK_EFFECT_NONE);
    assert_null(devlock_model_find(model, "Try", 1));

    assert_int_equal(devlock_model_find(model, "Open", 0)->source, DEVLOCK_LOCK_RESULT);
    f = devlock_model_find(model, "Get", 3);
    assert_int_equal(f->source, DEVLOCK_LOCK_POINTEE);
    assert_int_equal(f->success, DEVLOCK_SUCCESS_ZERO);
    assert_int_equal(f->effect, DEVLOCK_EFFECT_WRITES);
    assert_int_equal(f->written, 4);
    assert_null(devlock_model_find(model, "Get", 2));

    f = devlock_model_find(model, "Wait", 1);
    assert_int_equal(f->success, DEVLOCK_SUCCESS_LIST);
    assert_int_equal(f->success_count, 3);
    assert_int_equal(f->successes[1], 258);
    assert_int_equal(f->successes[2], -1);
    assert_int_equal(devlock_model_find(model, "One", 1)->success_count, 1);
    assert_int_equal(devlock_model_find(model, "EnterFast", 4)->success, DEVLOCK_SUCCESS_ALWAYS);
    f = devlock_model_find(model, "Leave", 1);
    assert_int_equal(f->role, DEVLOCK_ROLE_RELEASE);
    assert_int_equal(f->written, 1);
    devlock_model_free(model);
}

static void test_functions(void **state)
{
    devlock_model *model = devlock_model_new();
    read_good(model, "devlock-model: 1\n"
                     "functions:\n"
                     "  - { function: Zero, effect: zeroes argument 1, size: argument 3, raises: yes }\n"
                     "  - { function: Many, effect: 'writes arguments 1, 2 and 32' }\n"
                     "  - { function: More, effect: \"writes argument 1, and 2\" }\n"
                     "  - { function: Stop, returns: never }\n"
                     "  - { function: Same, effect: pure, raises: no }\n"
                     "  - { function: Wild, effect: unknown }\n");
    const devlock_model_function *f = devlock_model_find(model, "Zero", 3);
    assert_true(f->zeroes && f->may_raise);
    assert_int_equal(f->written, 1);
    assert_int_equal(f->size_argument, 2);
    assert_null(devlock_model_find(model, "Zero", 2));
    assert_int_equal(devlock_model_find(model, "Many", 32)->written, 0x80000003u);
    assert_int_equal(devlock_model_find(model, "More", 2)->written, 3);
    assert_true(devlock_model_find(model, "Stop", 5)->no_return);
    assert_int_equal(devlock_model_find(model, "Same", 1)->effect, DEVLOCK_EFFECT_PURE);
    assert_false(devlock_model_find(model, "Same", 1)->may_raise);
    assert_int_equal(devlock_model_find(model, "Wild", 1)->effect, DEVLOCK_EFFECT_UNKNOWN);
    devlock_model_free(model);
}

static void expect_level(const devlock_model *model, const char *name, unsigned least, unsigned most)
{
    const devlock_model_function *f = devlock_model_find(model, name, 4);
    assert_non_null(f);
    assert_int_equal(f->level.least, least);
    assert_int_equal(f->level.most, most);
}

static void test_level_phrases(void **state)
{
    devlock_model *model = devlock_model_new();
    read_good(model, "devlock-model: 1\n"
                     "functions:\n"
                     "  - { function: Passive, level: PASSIVE_LEVEL }\n"
                     "  - { function: Exactly, level: exactly APC_LEVEL, basis: documented }\n"
                     "  - { function: Most, level: at most DISPATCH_LEVEL, basis: inferred }\n"
                     "  - { function: Least, level: at least DISPATCH_LEVEL }\n"
                     "  - { function: Device, level: DIRQL }\n"
                     "  - { function: MostDevice, level: at most DIRQL }\n"
                     "  - { function: Span, level: APC_LEVEL to DIRQL }\n"
                     "  - { function: High, level: HIGH_LEVEL }\n"
                     "  - { function: Number, level: 12 to 31 }\n"
                     "  - { function: Any, level: any }\n"
                     "  - { function: Silent, effect: none }\n");
    expect_level(model, "Passive", 0, 0);
    expect_level(model, "Exactly", 1, 1);
    expect_level(model, "Most", 0, 2);
    expect_level(model, "Least", 2, DEVLOCK_LEVEL_UNSTATED);
    expect_level(model, "Device", 3, 30);
    expect_level(model, "MostDevice", 0, 30);
    expect_level(model, "Span", 1, 30);
    expect_level(model, "High", 31, 31);
    expect_level(model, "Number", 12, 31);
    expect_level(model, "Any", 0, DEVLOCK_LEVEL_UNSTATED);
    expect_level(model, "Silent", 0, DEVLOCK_LEVEL_UNSTATED);
    assert_true(devlock_model_find(model, "Most", 0)->level_inferred);
    assert_false(devlock_model_find(model, "Exactly", 0)->level_inferred);
    devlock_model_free(model);
}

static void test_level_changes(void **state)
{
    devlock_model *model = devlock_model_new();
    read_good(model,
              "devlock-model: 1\n"
              "family: foo\n"
              "macros:\n"
              "  - { macro: [PAGED, PAGEABLE], level: at most APC_LEVEL }\n"
              "locks:\n"
              "  - name: m\n"
              "    subject: box\n"
              "    hold-limit: 20\n"
              "    acquire: { function: A, lock: argument 1, sets-level: 2, saves-level: pointee of argument 2 }\n"
              "    release: { function: R, lock: argument 1, sets-level: argument 2, level: DISPATCH_LEVEL }\n"
              "functions:\n"
              "  - { function: Raise, effect: none, sets-level: DIRQL, saves-level: result, family: bar }\n"
              "  - { function: Save, effect: writes argument 1, saves-level: pointee of argument 3 }\n"
              "  - { function: Wild, saves-level: pointee of argument 1 }\n"
              "  - { function: Stall, stalls: argument 2 }\n"
              "  - { function: Wait, slow: waits for a box }\n"
              "  - { function: Box, result: box }\n");
    assert_int_equal(devlock_model_kind(model, 0)->hold_limit, 20);

    /* What is saved through a pointer is written. */
    const devlock_model_function *f = devlock_model_find(model, "A", 2);
    assert_int_equal(f->level_change, DEVLOCK_LEVEL_SET);
    assert_int_equal(f->new_level, DEVLOCK_LEVEL_DISPATCH);
    assert_int_equal(f->level_saved, DEVLOCK_LEVEL_POINTEE);
    assert_int_equal(f->saved_argument, 1);
    assert_int_equal(f->effect, DEVLOCK_EFFECT_WRITES);
    assert_int_equal(f->written, 2);
    assert_string_equal(f->family, "foo");
    assert_null(devlock_model_find(model, "A", 1));
    f = devlock_model_find(model, "R", 2);
    assert_int_equal(f->level_change, DEVLOCK_LEVEL_SET_ARGUMENT);
    assert_int_equal(f->level_argument, 1);
    assert_int_equal(f->effect, DEVLOCK_EFFECT_NONE);
    assert_int_equal(f->level.least, DEVLOCK_LEVEL_DISPATCH);
    f = devlock_model_find(model, "Raise", 0);
    assert_int_equal(f->new_level, DEVLOCK_LEVEL_DEVICE);
    assert_int_equal(f->level_saved, DEVLOCK_LEVEL_RESULT);
    assert_string_equal(f->family, "bar");
    assert_int_equal(devlock_model_find(model, "Save", 3)->written, 5);
    assert_int_equal(devlock_model_find(model, "Wild", 1)->effect, DEVLOCK_EFFECT_UNKNOWN);
    assert_int_equal(devlock_model_find(model, "Stall", 2)->stall_argument, 1);
    assert_true(devlock_model_find(model, "Stall", 2)->stalls);
    assert_string_equal(devlock_model_find(model, "Wait", 1)->slow, "waits for a box");
    assert_true(devlock_model_find(model, "Box", 1)->subject_result);
    f = devlock_model_find(model, "PAGEABLE", 0);
    assert_true(f->macro);
    assert_int_equal(f->level.most, DEVLOCK_LEVEL_APC);
    assert_int_equal(f->effect, DEVLOCK_EFFECT_NONE);
    devlock_model_free(model);
}

static const char callback_model[] =
    "devlock-model: 1\n"
    "family: foo\n"
    "functions:\n"
    "  - function: Start\n"
    "    callbacks:\n"
    "      - { argument: 1, record: OPS }\n"
    "      - { argument: 2, context: isr, when: { argument: 3, value: -1 } }\n"
    "  - { function: [Read, Stop], effect: none }\n"
    "records:\n"
    "  - { record: OPS, fields: { Isr: isr, Query: query } }\n"
    "contexts:\n"
    "  - { name: isr, what: the interrupt routine, level: DIRQL, basis: inferred, only: [Read], never: Stop }\n"
    "  - { name: query, assume-held: yes, exposes: { parameter: 2, lock: m } }\n"
    "locks:\n"
    "  - name: m\n"
    "    acquire: { function: A, lock: argument 1 }\n"
    "    release: { function: R, lock: argument 1 }\n";

/* The order of the lists in the file does not matter. */
static void test_reading_callbacks(void **state)
{
    devlock_model *model = devlock_model_new();
    read_good(model, callback_model);
    assert_int_equal(devlock_model_context_count(model), 2);
    const devlock_context *isr = devlock_model_context(model, 0), *query = devlock_model_context(model, 1);
    assert_string_equal(isr->what, "the interrupt routine");
    assert_true(isr->inferred);
    assert_false(isr->lock_held);
    assert_string_equal(isr->family, "foo");
    assert_string_equal(isr->only[0], "Read");
    assert_null(isr->only[1]);
    assert_string_equal(isr->never[0], "Stop");
    assert_int_equal(isr->exposes, -1);
    assert_true(query->lock_held);
    assert_int_equal(query->level.most, DEVLOCK_LEVEL_UNSTATED);
    assert_int_equal(query->exposes, 1);
    assert_int_equal(query->exposes_kind, 0);
    assert_true(devlock_model_forbids(model, 0, devlock_model_find(model, "Start", 3)));
    assert_false(devlock_model_forbids(model, 0, devlock_model_find(model, "Read", 1)));

    /* A record that is handed over is a callback for each of its fields. */
    const devlock_model_function *start = devlock_model_find(model, "Start", 3);
    assert_null(devlock_model_find(model, "Start", 2));
    assert_int_equal(start->callback_count, 3);
    assert_string_equal(start->callbacks[1].record, "OPS");
    assert_string_equal(start->callbacks[1].field, "Query");
    assert_int_equal(start->callbacks[1].context, 1);
    assert_int_equal(start->callbacks[1].when_argument, -1);
    assert_int_equal(start->callbacks[2].argument, 1);
    assert_int_equal(start->callbacks[2].when_argument, 2);
    assert_int_equal(start->callbacks[2].when_value, -1);
    assert_int_equal(devlock_model_record_field_count(model), 2);
    devlock_model_free(model);
}

/* A later file speaks of contexts, records and locks of an earlier one, whose indices it does not know. */
static void test_referring(void **state)
{
    devlock_model *model = devlock_model_new();
    read_good(model, callback_model);
    read_good(model, "devlock-model: 1\n"
                     "contexts:\n"
                     "  - { name: timer, level: 2, never: Stop }\n"
                     "  - { name: hand-out, exposes: { parameter: 1, lock: m } }\n"
                     "records:\n"
                     "  - { record: MORE, fields: { Tick: timer, Isr: isr } }\n"
                     "functions:\n"
                     "  - function: Register\n"
                     "    callbacks: [{ argument: 1, record: OPS }, { argument: 2, context: query }]\n"
                     "  - { function: Tick, callbacks: { argument: 1, context: timer } }\n");
    assert_int_equal(devlock_model_kind_count(model), 1);
    assert_non_null(devlock_model_find(model, "A", 1)); /* the lock is as it was, functions and all */
    assert_int_equal(devlock_model_context_count(model), 4);
    assert_string_equal(devlock_model_context(model, 0)->what, "the interrupt routine");
    assert_int_equal(devlock_model_context(model, 3)->exposes_kind, 0);
    const devlock_model_function *f = devlock_model_find(model, "Register", 2);
    assert_int_equal(f->callback_count, 3);
    assert_int_equal(f->callbacks[0].context, 0);
    assert_int_equal(f->callbacks[1].context, 1);
    assert_int_equal(f->callbacks[2].context, 1);
    assert_int_equal(devlock_model_find(model, "Tick", 1)->callbacks[0].context, 2);
    assert_int_equal(devlock_model_record_field_count(model), 4);
    assert_int_equal(devlock_model_record_field(model, 3)->context, 0);

    /* A context that is described anew is meant by all that spoke of it. */
    read_good(model, "devlock-model: 1\n"
                     "contexts:\n"
                     "  - { name: isr, level: HIGH_LEVEL }\n");
    assert_int_equal(devlock_model_context(model, 0)->level.least, DEVLOCK_LEVEL_HIGH);
    assert_null(devlock_model_context(model, 0)->only);
    assert_int_equal(devlock_model_find(model, "Start", 3)->callbacks[0].context, 0);
    devlock_model_free(model);
}

/* A lock of the same name takes the place of the former one, functions and all. */
static void test_replacing(void **state)
{
    static const char first[] = "devlock-model: 1\n"
                                "locks:\n"
                                "  - name: m\n"
                                "    acquire: { function: A, lock: argument 1 }\n"
                                "    release: { function: R, lock: argument 1 }\n"
                                "  - name: n\n"
                                "    acquire: { function: NA, lock: argument 1 }\n"
                                "    release: { function: NR, lock: argument 1 }\n";
    static const char second[] = "devlock-model: 1\n"
                                 "locks:\n"
                                 "  - name: x\n"
                                 "    acquire: { function: XA, lock: argument 1 }\n"
                                 "    release: { function: XR, lock: argument 1 }\n"
                                 "  - name: m\n"
                                 "    recursive: yes\n"
                                 "    acquire: { function: B, lock: argument 1 }\n"
                                 "    release: { function: R, lock: argument 2 }\n";
    devlock_model *model = devlock_model_new();
    read_good(model, first);
    read_good(model, second);
    assert_int_equal(devlock_model_kind_count(model), 3);
    assert_true(devlock_model_kind(model, 0)->recursive);
    assert_null(devlock_model_find(model, "A", 1));
    assert_int_equal(devlock_model_find(model, "B", 1)->kind, 0);
    assert_int_equal(devlock_model_find(model, "NA", 1)->kind, 1);
    assert_int_equal(devlock_model_find(model, "XA", 1)->kind, 2);
    assert_int_equal(devlock_model_find(model, "R", 2)->argument, 1);
    devlock_model_free(model);
}

static void test_failure_changes_nothing(void **state)
{
    devlock_model *model = devlock_model_new();
    read_bad(model,
             "devlock-model: 1\n"
             "functions:\n"
             "  - { function: Fine, effect: none }\n"
             "  - { function: Bad, effect: some }\n",
             "m.yaml:4:30: error: 'some' is no effect; expected none, pure, allocates, unknown, ");
    assert_int_equal(devlock_model_function_count(model), 0);
    read_bad(model, "", "m.yaml:1:1: error: the file is empty; expected 'devlock-model: 1'");
    read_bad(model, "devlock-model: [1\n", "m.yaml:");
    read_bad(model, "\xff\xfe\xfd", "m.yaml:1:1: error: not a YAML file: ");
    devlock_model_free(model);
}

static void test_files(void **state)
{
    devlock_model *model = devlock_model_new();
    char *error = NULL;
    assert_false(devlock_model_read_file(model, "/no/such/file.yaml", &error));
    assert_string_equal(error, "/no/such/file.yaml: error: cannot read the model: No such file or directory");
    free(error);
    assert_false(devlock_model_read_file(model, DEVLOCK_TEST_DIR, &error));
    assert_non_null(strstr(error, "cannot read the model"));
    free(error);
    devlock_model_free(model);
}

static void test_shipped_model(void **state)
{
    devlock_model *model = devlock_model_new();
    devlock_model_add_default(model);
    assert_true(devlock_model_kind_count(model) >= 1);
    assert_true(devlock_model_function_count(model) > 100);
    assert_string_equal(devlock_model_kind(model, 0)->name, "device lock");
    size_t acquires = 0, releases = 0;
    for (size_t i = 0; i < devlock_model_function_count(model); i++) {
        acquires += devlock_model_function_at(model, i)->role == DEVLOCK_ROLE_ACQUIRE;
        releases += devlock_model_function_at(model, i)->role == DEVLOCK_ROLE_RELEASE;
    }
    assert_int_equal(acquires, 1);
    assert_int_equal(releases, 1);

    assert_non_null(devlock_model_find(model, "KeLowerIrql", 1));
    assert_true(devlock_model_find(model, "PAGED_CODE", 0)->macro);

    /* The file as it is installed, read beside the embedded one: the same again. */
    size_t count = devlock_model_function_count(model);
    char *error = NULL;
    if (!devlock_model_read_file(model, DEVLOCK_TEST_DIR "/../checker/model/videoport.yaml", &error))
        fail_msg("%s", error);
    assert_int_equal(devlock_model_function_count(model), count);
    devlock_model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_storage),
        cmocka_unit_test(test_number_of_arguments),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_callbacks),
        cmocka_unit_test(test_contexts),
        cmocka_unit_test(test_locks),
        cmocka_unit_test(test_functions),
        cmocka_unit_test(test_level_phrases),
        cmocka_unit_test(test_level_changes),
        cmocka_unit_test(test_reading_callbacks),
        cmocka_unit_test(test_referring),
        cmocka_unit_test(test_replacing),
        cmocka_unit_test(test_failure_changes_nothing),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_shipped_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

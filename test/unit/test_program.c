/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The builder of programs: what each call leaves in the graph, the rules that it asserts; and the verifier: each rule
 * is broken once, by hand, in a graph that is right otherwise.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "graph.h"
#include "verify.h"

static const devlock_place nowhere = {DEVLOCK_NONE, 0, 0};

static devlock_place at(uint32_t line)
{
    return (devlock_place){0, line, 5};
}

/* ---- program ------------------------------------------------------------------------------------------------- */

static void test_files(void **state)
{
    devlock_program *p = devlock_program_new(32);
    assert_int_equal(devlock_program_pointer_bits(p), 32);
    char path[] = "a.c";
    assert_int_equal(devlock_program_file(p, path), 0);
    path[0] = 'b'; /* strings are copied */
    assert_int_equal(devlock_program_file(p, path), 1);
    assert_int_equal(devlock_program_file(p, "a.c"), 0);
    assert_string_equal(devlock_program_path(p, 1), "b.c");
    assert_string_equal(devlock_program_path(p, DEVLOCK_NONE), "<unknown>");
    devlock_program_free(p);
    devlock_program_free(NULL);
}

/* What is asked for and answered is there once, in the order in which it came. */
static void test_facts(void **state)
{
    devlock_program *p = devlock_program_new(64);
    char name[] = "DATA";
    devlock_program_ask_record(p, name);
    name[0] = 'X'; /* strings are copied */
    devlock_program_ask_record(p, "TABLE");
    devlock_program_ask_record(p, "DATA");
    devlock_program_ask_macro(p, "DATA");
    assert_int_equal(devlock_program_asked_record_count(p), 2);
    assert_string_equal(devlock_program_asked_record(p, 0), "DATA");
    assert_string_equal(devlock_program_asked_record(p, 1), "TABLE");
    assert_int_equal(devlock_program_asked_macro_count(p), 1);
    assert_string_equal(devlock_program_asked_macro(p, 0), "DATA");

    devlock_program_add_field(p, "DATA", "Isr", 8);
    devlock_program_add_field(p, "DATA", "Isr", 8);
    devlock_program_add_field(p, "DATA", "Isr", 4); /* another layout in another source */
    devlock_program_add_field(p, "TABLE", "Isr", 8);
    assert_int_equal(p->field_count, 3);
    assert_int_equal(p->fields[1].offset, 4);

    uint32_t f = devlock_program_function(p, "f", "f", 0), g = devlock_program_function(p, "g", "g", 0);
    devlock_program_add_registration(p, "DATA", "Isr", f, at(1));
    devlock_program_add_registration(p, "DATA", "Isr", f, at(1));
    devlock_program_add_registration(p, "DATA", "Isr", f, at(2));
    devlock_program_add_registration(p, "DATA", "Isr", g, at(1));
    devlock_program_add_registration(p, "DATA", "Timer", f, at(1));
    assert_int_equal(p->registration_count, 4);
    assert_int_equal(p->registrations[2].function, g);
    assert_string_equal(p->registrations[3].field, "Timer");
    devlock_program_free(p);
}

static void test_functions(void **state)
{
    devlock_program *p = devlock_program_new(64);
    uint32_t first = devlock_program_function(p, "c:@F@f", "f", DEVLOCK_FUNCTION_INTERNAL);
    uint32_t second = devlock_program_function(p, "c:@F@f#2", "f", 0);
    assert_int_equal(first, 0);
    assert_int_equal(second, 1);
    assert_int_equal(devlock_program_function(p, "c:@F@f", "other", DEVLOCK_FUNCTION_NORETURN), first);
    assert_string_equal(p->functions[first].name, "f");
    assert_int_equal(p->functions[first].flags, DEVLOCK_FUNCTION_INTERNAL | DEVLOCK_FUNCTION_NORETURN);
    assert_int_equal(p->functions[second].flags, 0);
    /* Ids stay through growth. */
    char key[16];
    for (int i = 0; i < 1000; i++) {
        sprintf(key, "g%d", i);
        assert_int_equal(devlock_program_function(p, key, key, 0), i + 2);
    }
    assert_int_equal(devlock_program_function(p, "g500", "g500", 0), 502);
    assert_string_equal(p->functions[502].key, "g500");
    devlock_program_free(p);
}

static void test_globals(void **state)
{
    devlock_program *p = devlock_program_new(64);
    uint32_t table = devlock_program_global(p, "table", "table", 0, 0);
    assert_int_equal(devlock_program_global(p, "table", "table", 16, DEVLOCK_GLOBAL_CONSTANT), table);
    assert_int_equal(p->globals[table].size, 16); /* known later */
    assert_int_equal(p->globals[table].flags, DEVLOCK_GLOBAL_CONSTANT);
    uint32_t literal = devlock_program_global(p, "", "string", 4, 0);
    assert_int_not_equal(devlock_program_global(p, "", "string", 4, 0), literal);
    assert_int_equal(p->global_count, 3);

    devlock_global_set(p, table, 8, devlock_constant(32, 8));
    devlock_global_set(p, table, 0, devlock_global_address(p, literal, 2));
    devlock_global_set(p, table, 12, devlock_constant(32, 12));
    devlock_global_set(p, table, 8, devlock_constant(16, 80)); /* in the place of the first */
    const global *g = &p->globals[table];
    assert_int_equal(g->value_count, 3);
    assert_int_equal(g->values[0].offset, 0);
    assert_int_equal(g->values[0].value.value, 2);
    assert_int_equal(g->values[0].value.width, 64);
    assert_int_equal(g->values[1].offset, 8);
    assert_int_equal(g->values[1].value.width, 16);
    assert_int_equal(g->values[1].value.value, 80);
    assert_int_equal(g->values[2].offset, 12);

    /* Backwards, and each twice. */
    for (int round = 0; round < 2; round++)
        for (uint64_t i = 200; i-- > 0;)
            devlock_global_set(p, literal, i * 2, devlock_constant(8, i));
    assert_int_equal(p->globals[literal].value_count, 200);
    for (uint64_t i = 0; i < 200; i++) {
        assert_int_equal(p->globals[literal].values[i].offset, i * 2);
        assert_int_equal(p->globals[literal].values[i].value.value, i);
    }
    devlock_program_free(p);
}

static void test_gaps(void **state)
{
    devlock_program *p = devlock_program_new(64);
    devlock_program_not_analysed(p, "Start", at(7), "inline assembly");
    devlock_program_not_analysed(p, NULL, nowhere, "it could not be read");
    assert_int_equal(p->gap_count, 2);
    assert_string_equal(p->gaps[0].name, "Start");
    assert_string_equal(p->gaps[0].reason, "inline assembly");
    assert_int_equal(p->gaps[0].place.line, 7);
    assert_null(p->gaps[1].name);
    devlock_program_free(p);
}

static void test_operands(void **state)
{
    devlock_operand o = devlock_constant(8, 0x1FF);
    assert_int_equal(o.kind, DEVLOCK_OPERAND_CONSTANT);
    assert_int_equal(o.value, 0xFF);
    assert_true(devlock_constant(64, UINT64_MAX).value == UINT64_MAX);
    assert_int_equal(devlock_constant(1, 3).value, 1);
    assert_int_equal(devlock_none().kind, DEVLOCK_OPERAND_NONE);
    devlock_program *p = devlock_program_new(32);
    uint32_t g = devlock_program_global(p, "g", "g", 8, 0);
    assert_true(devlock_global_address(p, g, UINT64_MAX).value == UINT32_MAX); /* an offset of -1 */
    assert_int_equal(devlock_global_address(p, g, 4).width, 32);
    devlock_program_free(p);
}

/* ---- routines ------------------------------------------------------------------------------------------------ */

/* A program with one routine in which every kind of step and end occurs; not finished. */
static devlock_routine *build_all(devlock_program *p)
{
    devlock_program_file(p, "a.c");
    uint32_t self = devlock_program_function(p, "f", "f", 0), other = devlock_program_function(p, "g", "g", 0);
    uint32_t table = devlock_program_global(p, "t", "t", 16, DEVLOCK_GLOBAL_CONSTANT);
    devlock_routine *r = devlock_routine_begin(p, self, 32, at(1));
    uint32_t ext = devlock_routine_variable(r, "Ext", 8, DEVLOCK_VARIABLE_PARAMETER | DEVLOCK_VARIABLE_SCALAR);
    uint32_t object = devlock_routine_variable(r, "object", 12, 0);
    uint32_t b0 = devlock_routine_block(r, DEVLOCK_NONE), b1 = devlock_routine_block(r, b0);
    uint32_t b2 = devlock_routine_block(r, DEVLOCK_NONE), b3 = devlock_routine_block(r, DEVLOCK_NONE);
    uint32_t b4 = devlock_routine_block(r, DEVLOCK_NONE), b5 = devlock_routine_block(r, DEVLOCK_NONE);
    uint32_t b6 = devlock_routine_block(r, DEVLOCK_NONE);
    devlock_routine_enter(r, b0);
    devlock_step_declare(r, at(2), object);
    devlock_step_zero(r, at(2), devlock_variable_address(r, object), 12);
    devlock_operand e = devlock_step_load(r, at(2), 64, devlock_variable_address(r, ext), true);
    devlock_operand c = devlock_step_binary(r, at(3), DEVLOCK_EQUAL, e, devlock_constant(64, 0));
    devlock_step_assume(r, at(3), c);
    devlock_end_branch(r, at(3), c, b1, b2, "!Ext");
    devlock_routine_enter(r, b1);
    devlock_operand i = devlock_step_index(r, at(4), devlock_global_address(p, table, 0), e, 4, 4);
    devlock_step_copy(r, at(4), devlock_variable_address(r, object), i, 12);
    devlock_argument arguments[] = {{e, DEVLOCK_WHOLE, true, "Ext"}, {devlock_constant(32, 7), 0, false, NULL}};
    devlock_operand x = devlock_step_call(r, at(5), devlock_function_address(p, other), 32, arguments, 2);
    devlock_operand n = devlock_step_unary(r, at(5), DEVLOCK_TRUNCATE, 8, x);
    devlock_step_store(r, at(6), i, n);
    devlock_case cases[] = {{0, 3, b2}, {7, 7, b3}};
    devlock_end_switch(r, at(7), x, true, cases, 2, b4, "x");
    devlock_routine_enter(r, b2);
    devlock_step_unknown(r, at(8), 16, DEVLOCK_IMPRECISION);
    devlock_end_return(r, at(8), devlock_constant(32, 1));
    devlock_routine_enter(r, b3);
    devlock_end_indirect(r, at(9), devlock_block_address(r, b2), (uint32_t[]){b2, b5}, 2);
    devlock_routine_enter(r, b4);
    devlock_end_unwind(r, at(10));
    devlock_routine_enter(r, b5);
    devlock_end_unreachable(r, at(11));
    devlock_routine_enter(r, b6);
    devlock_end_jump(r, at(12), b6);
    return r;
}

static void assert_good(const devlock_program *p)
{
    char *error;
    if (!program_verify(p, &error))
        fail_msg("%s", error);
    assert_null(error);
}

static void test_all_steps(void **state)
{
    devlock_program *p = devlock_program_new(64);
    devlock_routine *r = build_all(p);
    devlock_routine_finish(r);
    assert_good(p);
    assert_ptr_equal(p->functions[0].body, r);
    assert_null(p->functions[1].body);
    assert_int_equal(r->parameter_count, 1);
    assert_int_equal(r->variable_count, 2);
    assert_int_equal(r->block_count, 7);
    assert_int_equal(r->step_count, 11);
    assert_int_equal(r->temp_count, 6);
    assert_int_equal(devlock_routine_current(r), DEVLOCK_NONE);
    const step_kind kinds[] = {STEP_DECLARE, STEP_ZERO, STEP_LOAD,  STEP_BINARY, STEP_ASSUME, STEP_INDEX,
                               STEP_COPY,    STEP_CALL, STEP_UNARY, STEP_STORE,  STEP_UNKNOWN};
    const uint32_t widths[] = {64, 1, 64, 32, 8, 16}; /* of results, in order */
    uint32_t id = 0, temp = 0;
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++, id++) {
            const step *s = &r->blocks[b].steps[i];
            assert_int_equal(s->id, id);
            assert_int_equal(s->kind, kinds[id]);
            if (s->result == DEVLOCK_NONE)
                continue;
            assert_int_equal(s->result, temp);
            assert_int_equal(s->width, widths[temp]);
            assert_int_equal(r->temp_widths[temp++], s->width);
        }
    assert_int_equal(id, 11);
    assert_int_equal(temp, 6);

    const step *load = &r->blocks[0].steps[2], *index = &r->blocks[1].steps[0], *call = &r->blocks[1].steps[2];
    assert_int_equal(load->op, 1);
    assert_int_equal(load->a.kind, DEVLOCK_OPERAND_VARIABLE);
    assert_int_equal(index->size, 4);
    assert_int_equal(index->count, 4);
    assert_int_equal(call->argument_count, 2);
    assert_true(call->arguments[0].reach == DEVLOCK_WHOLE);
    assert_true(call->arguments[0].read_only);
    assert_string_equal(call->arguments[0].text, "Ext");
    assert_null(call->arguments[1].text);

    const block_end *branch = &r->blocks[0].end, *choice = &r->blocks[1].end;
    assert_int_equal(branch->target_count, 2);
    assert_string_equal(branch->text, "!Ext");
    assert_int_equal(choice->kind, END_SWITCH);
    assert_int_equal(choice->target_count, 3);
    assert_int_equal(choice->targets[1], 3);
    assert_int_equal(choice->targets[2], 4);
    assert_true(choice->is_signed);
    assert_int_equal(r->blocks[1].handler, 0);
    devlock_program_free(p);
}

/* The graph does not depend on the order in which blocks are filled. */
static void test_order_of_filling(void **state)
{
    devlock_program *p = devlock_program_new(64);
    devlock_routine *r = devlock_routine_begin(p, devlock_program_function(p, "f", "f", 0), 8, nowhere);
    for (int i = 0; i < 3; i++)
        devlock_routine_block(r, DEVLOCK_NONE);
    devlock_routine_enter(r, 2);
    devlock_operand wide = devlock_step_unknown(r, nowhere, 32, DEVLOCK_ENVIRONMENT);
    devlock_operand last = devlock_step_unary(r, nowhere, DEVLOCK_TRUNCATE, 8, wide);
    devlock_end_return(r, nowhere, last);
    devlock_routine_enter(r, 0);
    devlock_operand first = devlock_step_unknown(r, nowhere, 16, DEVLOCK_ENVIRONMENT);
    devlock_end_jump(r, nowhere, 1);
    devlock_routine_enter(r, 1);
    devlock_step_unary(r, nowhere, DEVLOCK_NOT, 16, first);
    devlock_end_jump(r, nowhere, 2);
    devlock_routine_finish(r);
    assert_good(p);
    const uint32_t widths[] = {16, 16, 32, 8};
    assert_memory_equal(r->temp_widths, widths, sizeof widths);
    assert_int_equal(r->blocks[0].steps[0].result, 0);
    assert_int_equal(r->blocks[1].steps[0].a.id, 0);
    assert_int_equal(r->blocks[2].steps[0].result, 2);
    assert_int_equal(r->blocks[2].steps[1].a.id, 2);
    assert_int_equal(r->blocks[2].end.value.id, 3);
    assert_int_equal(r->blocks[2].steps[1].id, 3);
    devlock_program_free(p);
}

static devlock_routine *begin(devlock_program *p, const char *name)
{
    return devlock_routine_begin(p, devlock_program_function(p, name, name, 0), 0, nowhere);
}

static void end_at_once(devlock_routine *r)
{
    devlock_routine_enter(r, devlock_routine_block(r, DEVLOCK_NONE));
    devlock_end_return(r, nowhere, devlock_none());
}

/* Routines keep their address while others are made; several can be built at once; the first body of a function stays.
 */
static void test_many_routines(void **state)
{
    enum { COUNT = 500 };
    devlock_program *p = devlock_program_new(64);
    devlock_routine *routines[COUNT];
    char name[16];
    for (int i = 0; i < COUNT; i++) {
        sprintf(name, "f%d", i);
        routines[i] = begin(p, name);
        assert_null(begin(p, name));
    }
    for (int i = 0; i < COUNT; i++) {
        end_at_once(routines[i]);
        devlock_routine_finish(routines[i]);
        assert_ptr_equal(p->routines[i], routines[i]);
        assert_int_equal(routines[i]->index, i);
    }
    assert_null(begin(p, "f3"));
    assert_good(p);
    devlock_program_free(p);
}

static void test_abandon(void **state)
{
    devlock_program *p = devlock_program_new(64);
    devlock_routine *first = begin(p, "first"), *second = begin(p, "second"), *third = begin(p, "third");
    devlock_routine_variable(second, "x", 4, 0);
    devlock_routine_enter(second, devlock_routine_block(second, DEVLOCK_NONE));
    devlock_step_unknown(second, nowhere, 8, DEVLOCK_ENVIRONMENT);
    devlock_routine_abandon(second);
    assert_int_equal(p->routine_count, 2);
    assert_ptr_equal(p->routines[1], third);
    assert_int_equal(third->index, 1);
    assert_null(p->functions[1].body);
    second = begin(p, "second"); /* as if it had never begun */
    assert_non_null(second);
    assert_int_equal(second->index, 2);
    assert_int_equal(second->variable_count, 0);
    end_at_once(first);
    end_at_once(second);
    end_at_once(third);
    devlock_routine_finish(third);
    devlock_routine_finish(first);
    devlock_routine_finish(second);
    assert_good(p);
    devlock_program_free(p);
}

/* A program can be freed while routines are being built: no leak (the sanitizers tell). */
static void test_free_unfinished(void **state)
{
    devlock_program *p = devlock_program_new(64);
    build_all(p);
    char *error;
    assert_false(program_verify(p, &error));
    assert_string_equal(error, "routine f: the body is not finished (a.c:1:5)");
    free(error);
    devlock_program_free(p);
}

/* ---- assertions ---------------------------------------------------------------------------------------------- */

#ifndef NDEBUG
static void parameter_after_variable(devlock_program *p)
{
    devlock_routine *r = begin(p, "f");
    devlock_routine_variable(r, "x", 4, 0);
    devlock_routine_variable(r, "p", 4, DEVLOCK_VARIABLE_PARAMETER);
}

static void step_after_end(devlock_program *p)
{
    devlock_routine *r = begin(p, "f");
    end_at_once(r);
    devlock_step_unknown(r, nowhere, 8, DEVLOCK_ENVIRONMENT);
}

static void second_end(devlock_program *p)
{
    devlock_routine *r = begin(p, "f");
    end_at_once(r);
    devlock_routine_enter(r, 0);
}

static void block_without_end(devlock_program *p)
{
    devlock_routine *r = begin(p, "f");
    end_at_once(r);
    devlock_routine_block(r, DEVLOCK_NONE);
    devlock_routine_finish(r);
}

static void different_widths(devlock_program *p)
{
    devlock_routine *r = begin(p, "f");
    devlock_routine_enter(r, devlock_routine_block(r, DEVLOCK_NONE));
    devlock_step_binary(r, nowhere, DEVLOCK_ADD, devlock_constant(8, 1), devlock_constant(16, 1));
}

static void strange_width(devlock_program *p)
{
    devlock_routine *r = begin(p, "f");
    devlock_routine_enter(r, devlock_routine_block(r, DEVLOCK_NONE));
    devlock_step_unknown(r, nowhere, 24, DEVLOCK_ENVIRONMENT);
}

static void unknown_target(devlock_program *p)
{
    devlock_routine *r = begin(p, "f");
    devlock_routine_enter(r, devlock_routine_block(r, DEVLOCK_NONE));
    devlock_end_jump(r, nowhere, 1);
}

static void load_through_an_integer(devlock_program *p)
{
    devlock_routine *r = begin(p, "f");
    devlock_routine_enter(r, devlock_routine_block(r, DEVLOCK_NONE));
    devlock_step_load(r, nowhere, 8, devlock_constant(32, 0), false);
}

static void value_without_result(devlock_program *p)
{
    devlock_routine *r = begin(p, "f");
    devlock_routine_enter(r, devlock_routine_block(r, DEVLOCK_NONE));
    devlock_end_return(r, nowhere, devlock_constant(32, 0));
}

static void test_assertions(void **state)
{
    void (*const broken[])(devlock_program *) = {
        parameter_after_variable, step_after_end,          second_end,
        block_without_end,        different_widths,        strange_width,
        unknown_target,           load_through_an_integer, value_without_result};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        fflush(NULL);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            signal(SIGABRT, SIG_DFL);
            if (!freopen("/dev/null", "w", stderr))
                _exit(1);
            broken[i](devlock_program_new(64));
            _exit(0);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT)
            fail_msg("rule %zu is not asserted", i);
    }
}
#endif

/* ---- verifier ------------------------------------------------------------------------------------------------ */

/* Breaks one rule in a finished routine. */
typedef void (*breaker)(devlock_routine *r);

static void no_end(devlock_routine *r)
{
    r->blocks[6].end.kind = END_NONE;
}

static void bad_handler(devlock_routine *r)
{
    r->blocks[1].handler = 7;
}

static void bad_target(devlock_routine *r)
{
    r->blocks[6].end.targets[0] = 9;
}

static void few_targets(devlock_routine *r)
{
    r->blocks[0].end.target_count = 1;
}

static void case_disagrees(devlock_routine *r)
{
    r->blocks[1].end.cases[0].target = 5;
}

static void cases_overlap(devlock_routine *r)
{
    r->blocks[1].end.cases[1].low = 2;
}

static void case_backwards(devlock_routine *r)
{
    r->blocks[1].end.cases[0].high = UINT64_C(1) << 32;
}

static void no_condition(devlock_routine *r)
{
    r->blocks[0].end.value = devlock_none();
}

static void wide_condition(devlock_routine *r)
{
    r->blocks[0].end.value = devlock_constant(8, 1);
}

static void unknown_temporary(devlock_routine *r)
{
    r->blocks[1].steps[0].b.id = 40;
}

static void temporary_with_other_width(devlock_routine *r)
{
    r->blocks[1].steps[3].a.width = 16;
}

static void unknown_variable(devlock_routine *r)
{
    r->blocks[0].steps[2].a.id = 2;
}

static void unknown_global(devlock_routine *r)
{
    r->blocks[1].steps[0].a.id = 1;
}

static void unknown_function(devlock_routine *r)
{
    r->blocks[1].steps[2].a.id = 2;
}

static void unknown_block(devlock_routine *r)
{
    r->blocks[3].end.value.id = 7;
}

static void narrow_address(devlock_routine *r)
{
    r->blocks[0].steps[2].a.width = 32;
}

static void constant_too_large(devlock_routine *r)
{
    r->blocks[2].end.value.value = UINT64_C(1) << 32;
}

static void strange_operand(devlock_routine *r)
{
    r->blocks[1].steps[4].b.kind = (devlock_operand_kind)99;
}

static void operands_disagree(devlock_routine *r)
{
    r->blocks[0].steps[3].b = devlock_constant(32, 0);
}

static void truncation_widens(devlock_routine *r)
{
    r->blocks[1].steps[3].op = DEVLOCK_NOT;
}

static void set_twice(devlock_routine *r)
{
    r->blocks[1].steps[0].result = 0;
}

static void result_lost(devlock_routine *r)
{
    r->blocks[0].steps[3].result = DEVLOCK_NONE;
}

static void comparison_is_wide(devlock_routine *r)
{
    r->blocks[0].steps[3].op = DEVLOCK_ADD;
}

static void declares_a_global(devlock_routine *r)
{
    r->blocks[0].steps[0].a.kind = DEVLOCK_OPERAND_GLOBAL;
}

static void strange_operator(devlock_routine *r)
{
    r->blocks[0].steps[3].op = 77;
}

static void strange_step(devlock_routine *r)
{
    r->blocks[0].steps[0].kind = (step_kind)77;
}

static void returns_other_width(devlock_routine *r)
{
    r->blocks[2].end.value = devlock_constant(8, 1);
}

static void returns_without_result(devlock_routine *r)
{
    r->result_width = 0;
}

static void late_parameter(devlock_routine *r)
{
    r->variables[1].flags |= DEVLOCK_VARIABLE_PARAMETER;
}

static void large_scalar(devlock_routine *r)
{
    r->variables[1].flags |= DEVLOCK_VARIABLE_SCALAR;
}

static void used_before(devlock_routine *r)
{
    step s = r->blocks[1].steps[2];
    r->blocks[1].steps[2] = r->blocks[1].steps[3];
    r->blocks[1].steps[3] = s;
}

static void used_above(devlock_routine *r)
{
    r->blocks[0].steps[2].a = (devlock_operand){DEVLOCK_OPERAND_TEMP, 64, 2, 0};
}

static void value_outside(devlock_routine *r)
{
    devlock_global_set(r->program, 0, 12, devlock_constant(64, 0));
}

static void strange_value(devlock_routine *r)
{
    devlock_global_set(r->program, 0, 8, devlock_constant(64, 0));
    r->program->globals[0].values[0].value.kind = DEVLOCK_OPERAND_VARIABLE;
}

static const struct {
    breaker breaks;
    const char *error;
} refusals[] = {
    {no_end, "routine f: block b6: the block has no end (a.c:12:5)"},
    {bad_handler, "routine f: block b1: there is no block b7 to handle exceptions (a.c:1:5)"},
    {bad_target, "routine f: block b6: there is no block b9 to go to (a.c:12:5)"},
    {few_targets, "routine f: block b0: the end has 1 targets instead of 2 (a.c:3:5)"},
    {case_disagrees, "routine f: block b1: a case and the list of targets disagree (a.c:7:5)"},
    {cases_overlap, "routine f: block b1: two cases hold the value 2 (a.c:7:5)"},
    {case_backwards, "routine f: block b1: a case is no range of values of 32 bits (a.c:7:5)"},
    {no_condition, "routine f: block b0: an operand is missing (a.c:3:5)"},
    {wide_condition, "routine f: block b0: an operand has 8 bits instead of 1 (a.c:3:5)"},
    {unknown_temporary, "routine f: block b1: there is no temporary %40 (a.c:4:5)"},
    {temporary_with_other_width, "routine f: block b1: %3 is used with 16 bits but set with 32 (a.c:5:5)"},
    {unknown_variable, "routine f: block b0: there is no variable 2 (a.c:2:5)"},
    {unknown_global, "routine f: block b1: there is no global 1 (a.c:4:5)"},
    {unknown_function, "routine f: block b1: there is no function 2 (a.c:5:5)"},
    {unknown_block, "routine f: block b3: there is no block 7 (a.c:9:5)"},
    {narrow_address, "routine f: block b0: the address of variable 0 has 32 bits instead of 64 (a.c:2:5)"},
    {constant_too_large, "routine f: block b2: the constant 4294967296 does not fit into 32 bits (a.c:8:5)"},
    {strange_operand, "routine f: block b1: an operand is of no known kind (a.c:6:5)"},
    {operands_disagree, "routine f: block b0: the operands have 64 and 32 bits (a.c:3:5)"},
    {truncation_widens, "routine f: block b1: a result of 8 bits cannot be made of 32 bits in this way (a.c:5:5)"},
    {set_twice, "routine f: block b1: %0 is set a second time (a.c:4:5)"},
    {result_lost, "routine f: block b0: a result is not kept in a temporary (a.c:3:5)"},
    {comparison_is_wide, "routine f: block b0: %1 has 1 bits instead of 64 (a.c:3:5)"},
    {declares_a_global, "routine f: block b0: what is declared is no variable (a.c:2:5)"},
    {strange_operator, "routine f: block b0: there is no operator 77 (a.c:3:5)"},
    {strange_step, "routine f: block b0: there is no kind of step 77 (a.c:2:5)"},
    {returns_other_width, "routine f: block b2: an operand has 8 bits instead of 32 (a.c:8:5)"},
    {returns_without_result, "routine f: block b2: a value is returned, but the routine has no result (a.c:8:5)"},
    {late_parameter, "routine f: the parameters are not the first variables (object) (a.c:1:5)"},
    {large_scalar, "routine f: the scalar variable object has 12 bytes (a.c:1:5)"},
    {used_before, "routine f: block b1: %3 is used before it is set (a.c:5:5)"},
    {used_above, "routine f: block b0: %2 is not set on every path that leads here (a.c:2:5)"},
    {value_outside, "the global t has a value at offset 12, outside of its 16 bytes"},
    {strange_value, "there is no variable 0"},
};

static void test_refusals(void **state)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        devlock_program *p = devlock_program_new(64);
        devlock_routine *r = build_all(p);
        devlock_routine_finish(r);
        refusals[i].breaks(r);
        char *error;
        if (program_verify(p, &error))
            fail_msg("not refused: %s", refusals[i].error);
        assert_string_equal(error, refusals[i].error);
        free(error);
        devlock_program_free(p);
    }
}

/* Temporaries that cross blocks: set on both ways to a join or on one only, around a loop, and before or after the
 * step that raises the exception that is handled. */
static void check_handler(bool before, bool good)
{
    devlock_program *p = devlock_program_new(64);
    devlock_routine *r = begin(p, "f");
    uint32_t handler = devlock_routine_block(r, DEVLOCK_NONE);
    uint32_t entry = devlock_routine_block(r, handler);
    devlock_routine_enter(r, handler);
    devlock_end_jump(r, nowhere, entry);
    devlock_routine_enter(r, entry);
    devlock_operand x = devlock_none();
    if (before)
        x = devlock_step_unknown(r, nowhere, 8, DEVLOCK_ENVIRONMENT);
    devlock_step_call(r, nowhere, devlock_constant(64, 16), 0, NULL, 0);
    if (!before)
        x = devlock_step_unknown(r, nowhere, 8, DEVLOCK_ENVIRONMENT);
    uint32_t use = devlock_routine_block(r, DEVLOCK_NONE);
    devlock_end_jump(r, nowhere, use);
    devlock_routine_enter(r, use);
    devlock_step_unary(r, nowhere, DEVLOCK_NOT, 8, x);
    devlock_end_return(r, nowhere, devlock_none());
    devlock_routine_finish(r);
    r->blocks[entry].handler = good ? DEVLOCK_NONE : use;
    if (before)
        r->blocks[entry].handler = use;
    char *error;
    assert_int_equal(program_verify(p, &error), good);
    if (!good)
        assert_string_equal(error, "routine f: block b2: %0 is not set on every path that leads here");
    free(error);
    devlock_program_free(p);
}

static void test_set_before_exceptions(void **state)
{
    check_handler(true, true);
    check_handler(false, true);
    check_handler(false, false);
}

/* Many temporaries across a chain of blocks: the sets span several words. */
static void test_many_crossing(void **state)
{
    enum { COUNT = 200 };
    for (int skip = -1; skip < COUNT; skip += 67) {
        devlock_program *p = devlock_program_new(64);
        devlock_routine *r = begin(p, "f");
        devlock_operand temps[COUNT];
        for (int i = 0; i < COUNT + 2; i++)
            devlock_routine_block(r, DEVLOCK_NONE);
        for (int i = 0; i < COUNT; i++) {
            devlock_routine_enter(r, (uint32_t)i);
            devlock_operand c = devlock_step_unknown(r, nowhere, 1, DEVLOCK_ENVIRONMENT);
            temps[i] = devlock_step_unknown(r, nowhere, 8, DEVLOCK_ENVIRONMENT);
            devlock_end_branch(r, nowhere, c, (uint32_t)i + 1, i == skip ? COUNT + 1 : (uint32_t)i + 1, NULL);
        }
        devlock_routine_enter(r, COUNT);
        devlock_end_jump(r, nowhere, COUNT + 1);
        devlock_routine_enter(r, COUNT + 1);
        for (int i = 0; i < COUNT; i++)
            devlock_step_unary(r, nowhere, DEVLOCK_NOT, 8, temps[i]);
        devlock_end_return(r, nowhere, devlock_none());
        devlock_routine_finish(r);
        char *error;
        assert_int_equal(program_verify(p, &error), skip == -1 || skip == COUNT - 1);
        free(error);
        devlock_program_free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_functions),
        cmocka_unit_test(test_globals),
        cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_operands),
        cmocka_unit_test(test_all_steps),
        cmocka_unit_test(test_order_of_filling),
        cmocka_unit_test(test_many_routines),
        cmocka_unit_test(test_abandon),
        cmocka_unit_test(test_free_unfinished),
#ifndef NDEBUG
        cmocka_unit_test(test_assertions),
#endif
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_set_before_exceptions),
        cmocka_unit_test(test_many_crossing),
    };
    return cmocka_run_group_tests_name("program", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Several drivers in one program: of each is told what is told of it alone, whatever the others cost and say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "devlock/analysis.h"
#include "graph.h"
#include "graphs.h"

#define MOST_DRIVERS 3

/* ---- what is told ---------------------------------------------------------------------------------------------- */

static void print_place(FILE *out, const devlock_program *p, devlock_place place)
{
    fprintf(out, "%s:%u:%u: ", devlock_program_path(p, place.file), place.line, place.column);
}

static void print_finding(FILE *out, const devlock_program *p, const devlock_finding *f)
{
    print_place(out, p, f->place);
    fprintf(out, "%s %d %s: %s (%s) %s\n", devlock_check_name(f->check), f->tier, f->routine, f->message,
            f->reason ? f->reason : "", f->values ? f->values : "");
    for (size_t i = 0; i < f->note_count; i++) {
        print_place(out, p, f->notes[i].place);
        fprintf(out, "%s\n", f->notes[i].text);
    }
}

/* All of it, in the order of the result. */
static void print_result(FILE *findings, FILE *gaps, const devlock_program *p, const devlock_result *r)
{
    for (size_t i = 0; i < devlock_result_finding_count(r); i++)
        print_finding(findings, p, devlock_result_finding(r, i));
    for (size_t i = 0; i < devlock_result_gap_count(r); i++) {
        const devlock_gap *gap = devlock_result_gap(r, i);
        print_place(gaps, p, gap->place);
        fprintf(gaps, "%s: %s\n", gap->name ? gap->name : "", gap->reason);
    }
}

static void print_map(FILE *out, const devlock_program *p, const devlock_result *r)
{
    for (size_t i = 0; i < devlock_result_routine_count(r); i++) {
        const devlock_map_routine *m = devlock_result_routine(r, i);
        print_place(out, p, m->place);
        fprintf(out, "%s %d%d%d%d %s\n", m->name, m->called, m->acquires, m->releases, m->locks,
                m->exposed_by ? m->exposed_by : "");
        for (size_t k = 0; k < m->entry_count; k++)
            fprintf(out, "  %s\n", m->entries[k].context);
        for (size_t k = 0; k < m->callee_count; k++)
            fprintf(out, "  calls %s\n", devlock_result_routine(r, m->callees[k])->name);
    }
}

static void print_calls(FILE *out, const devlock_program *p, const devlock_result *r)
{
    for (size_t i = 0; i < devlock_result_call_count(r); i++) {
        const devlock_lock_call *c = devlock_result_call(r, i);
        print_place(out, p, c->place);
        fprintf(out, "%s in %s: %s, %u %u %u-%u\n", c->function, c->routine, c->lock, c->before, c->after,
                c->level.least, c->level.most);
    }
}

static void add_statistics(devlock_statistics *to, const devlock_statistics *s)
{
    size_t *sums[] = {&to->routines,         &to->routines_locking, &to->callers_whole,    &to->callers_damaged,
                      &to->callers_remarked, &to->callers_unread,   &to->callers_given_up, &to->locks,
                      &to->block_runs,       &to->candidates,       &to->refuted,          &to->solver_calls,
                      &to->out_of_budget,    &to->undecided};
    size_t more[] = {s->routines,       s->routines_locking, s->callers_whole, s->callers_damaged, s->callers_remarked,
                     s->callers_unread, s->callers_given_up, s->locks,         s->block_runs,      s->candidates,
                     s->refuted,        s->solver_calls,     s->out_of_budget, s->undecided};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        *sums[i] += more[i];
}

typedef struct told {
    FILE *findings, *gaps, *map, *calls;
    char *finding_text, *gap_text, *map_text, *call_text;
    size_t finding_size, gap_size, map_size, call_size;
    devlock_statistics statistics;
} told;

static void tell(told *t, const devlock_program *program, const devlock_model *model, const devlock_options *options)
{
    devlock_result *r = devlock_analyze(program, model, options);
    print_result(t->findings, t->gaps, program, r);
    print_map(t->map, program, r);
    print_calls(t->calls, program, r);
    add_statistics(&t->statistics, devlock_result_statistics(r));
    devlock_result_free(r);
}

static void start_telling(told *t)
{
    *t = (told){0};
    t->findings = open_memstream(&t->finding_text, &t->finding_size);
    t->gaps = open_memstream(&t->gap_text, &t->gap_size);
    t->map = open_memstream(&t->map_text, &t->map_size);
    t->calls = open_memstream(&t->call_text, &t->call_size);
}

static void end_telling(told *t)
{
    fclose(t->findings);
    fclose(t->gaps);
    fclose(t->map);
    fclose(t->calls);
}

static void free_told(told *t)
{
    free(t->finding_text);
    free(t->gap_text);
    free(t->map_text);
    free(t->call_text);
}

/* ---- each alone, and all together ------------------------------------------------------------------------------ */

static devlock_place place_at(devlock_place place, uint32_t line)
{
    return place.file == DEVLOCK_NONE ? (devlock_place){0, line, 1} : place;
}

/* Texts need not say where a step stands. */
static void place_steps(const devlock_program *unit)
{
    uint32_t line = 1000;
    for (uint32_t n = 0; n < unit->routine_count; n++) {
        devlock_routine *r = unit->routines[n];
        r->place = place_at(r->place, line++);
        for (uint32_t b = 0; b < r->block_count; b++) {
            for (uint32_t i = 0; i < r->blocks[b].step_count; i++)
                r->blocks[b].steps[i].place = place_at(r->blocks[b].steps[i].place, line++);
            r->blocks[b].end.place = place_at(r->blocks[b].end.place, line++);
        }
    }
}

/* Each driver has files of its own: what two have in common is told once. */
static void name_files(devlock_program *unit, const char *driver)
{
    devlock_program_file(unit, "graph");
    for (uint32_t i = 0; i < unit->file_count; i++)
        unit->files[i] = arena_format(unit->arena, "%s/%s", driver, unit->files[i]);
}

static void link_unit(devlock_program *to, const char *text, const char *driver, bool alone)
{
    devlock_program *unit = graph_read(text, strlen(text));
    name_files(unit, driver);
    place_steps(unit);
    devlock_program_link(to, unit, (devlock_linkage){.driver = alone ? NULL : driver});
    devlock_program_free(unit);
}

/* texts: a unit each, of a driver each. Gives whether a routine was given up as its driver had taken much. */
static bool assert_same(const char *const *texts, uint32_t count, const devlock_options *options)
{
    static const char *const names[MOST_DRIVERS] = {"one", "three", "two"};
    devlock_model *model = model_of_tests();
    told alone, all;
    start_telling(&alone);
    start_telling(&all);
    devlock_program *together = devlock_program_new(64);
    for (uint32_t i = 0; i < count; i++) {
        devlock_program *own = devlock_program_new(64);
        link_unit(own, texts[i], names[i], true);
        link_unit(together, texts[i], names[i], false);
        tell(&alone, own, model, options);
        devlock_program_free(own);
    }
    tell(&all, together, model, options);
    end_telling(&alone);
    end_telling(&all);
    assert_string_equal(all.finding_text, alone.finding_text);
    assert_string_equal(all.gap_text, alone.gap_text);
    assert_string_equal(all.map_text, alone.map_text);
    assert_string_equal(all.call_text, alone.call_text);
    assert_memory_equal(&all.statistics, &alone.statistics, sizeof all.statistics);
    bool spent = strstr(alone.gap_text, "that its driver may take") != NULL;
    free_told(&alone);
    free_told(&all);
    devlock_program_free(together);
    devlock_model_free(model);
    return spent;
}

/* ---- what drivers share no more ---------------------------------------------------------------------------------- */

/* A routine with a branch after the other, each with a lock taken and given back, in a loop: what it costs grows with
 * their number; and one that leaks. */
static char *write_branches(unsigned count)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "file \"p\"\n");
    put_branches(out, "long", count);
    fprintf(out, "routine short(l ptr) @9:1 {\nb0:\n %%l = load ptr l\n call Acquire(%%l)\n return @11:1\n}\n");
    fclose(out);
    return text;
}

/* A budget that the first driver uses up is there for the second. */
static void each_has_a_budget(void **state)
{
    (void)state;
    unsigned spent = 0;
    char *texts[MOST_DRIVERS] = {write_branches(40), write_branches(12), write_branches(4)};
    for (unsigned budget = 500; budget < 5000000; budget *= 3) {
        devlock_options options = {.checks = UINT32_MAX, .routine_budget = 20000, .program_budget = budget};
        spent += assert_same((const char *const *)texts, MOST_DRIVERS, &options);
        options.solver_budget = budget / 10;
        assert_same((const char *const *)texts, MOST_DRIVERS, &options);
    }
    assert_in_range(spent, 3, 7);
    for (unsigned i = 0; i < MOST_DRIVERS; i++)
        free(texts[i]);
}

/* What is named as a gap is a routine of its own driver, not one of that name in another; damage to a file, and which
 * kinds of lock there are, are a driver's own, too. */
static void each_speaks_of_itself(void **state)
{
    (void)state;
    static const char gaps[] = "file \"a.c\"\n"
                               "gap \"leaves\" \"a reason\" @2:1\n"
                               "gap \"a part is missing\" @\"a.c\":9:1\n"
                               "routine other(l ptr) @5:1 {\nb0:\n %l = load ptr l\n call Acquire(%l)\n return\n}\n";
    static const char leaves[] = "file \"a.c\"\n"
                                 "annotation &leaves releases parameter 0 \"l\" @1:3\n"
                                 "routine leaves(l ptr) @2:1 {\nb0:\n %l = load ptr l\n return @4:1\n}\n";
    char *operates = NULL;
    size_t size;
    FILE *out = open_memstream(&operates, &size);
    fprintf(out, "%sroutine other(l ptr) @5:1 {\nb0:\n %%l = load ptr l\n call Acquire(%%l)\n", leaves);
    fprintf(out, " call Release(%%l)\n return\n}\n");
    fclose(out);
    const char *texts[] = {gaps, leaves, operates};
    assert_same(texts, MOST_DRIVERS, &(devlock_options){.checks = UINT32_MAX});
    free(operates);
}

/* Drivers whose units come in turns, with a routine of the same name in each: whose each is, and whom it calls. */
static void units_come_in_turns(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "file \"a.c\"\nroutine outer(l ptr) @1:1 {\nb0:\n %l = load ptr l\n call Acquire(%l)\n call inner(%l)\n"
        " return\n}\n",
        "file \"b.c\"\nroutine inner(l ptr) @1:1 {\nb0:\n %l = load ptr l\n call Release(%l)\n return\n}\n"};
    devlock_program *program = devlock_program_new(64);
    for (unsigned i = 0; i < 4; i++)
        link_unit(program, texts[i / 2], i % 2 ? "two" : "one", false);
    devlock_model *model = model_of_tests();
    devlock_result *r = devlock_analyze(program, model, &(devlock_options){.checks = UINT32_MAX, .picture = true});
    assert_int_equal(devlock_result_finding_count(r), 0);
    assert_int_equal(devlock_result_routine_count(r), 4);
    for (unsigned i = 0; i < 4; i++) {
        const devlock_map_routine *m = devlock_result_routine(r, i);
        assert_string_equal(m->name, i < 2 ? "outer" : "inner");
        assert_int_equal(m->place.file, program->routines[i]->place.file);
        assert_int_equal(m->callee_count, i < 2);
        if (i < 2)
            assert_int_equal(m->callees[0], i + 2);
    }
    devlock_result_free(r);
    devlock_model_free(model);
    devlock_program_free(program);
}

/* ---- all graphs of the core's tests -------------------------------------------------------------------------------
 */

static char *read_text(const char *path)
{
    char *text = must_zero(1 << 22);
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    assert_true(fread(text, 1, (1 << 22) - 1, in) > 0);
    fclose(in);
    return text;
}

static char *before; /* the graph before */

static bool is_wide(const char *text)
{
    devlock_program *unit = graph_read(text, strlen(text));
    bool wide = unit->pointer_bits == 64;
    devlock_program_free(unit);
    return wide;
}

static void assert_pair(const char *path)
{
    char *text = read_text(path);
    if (!is_wide(text)) {
        free(text);
        return;
    }
    const char *texts[] = {before, text};
    if (before) {
        devlock_options options = {
            .checks = UINT32_MAX, .routine_budget = 100000, .solver_budget = 100000, .picture = true, .calls = true};
        assert_same(texts, 2, &options);
        options.program_budget = 20000;
        assert_same(texts, 2, &options);
    }
    free(before);
    before = text;
}

static void whatever_they_hold(void **state)
{
    (void)state;
    each_graph(assert_pair);
    free(before);
    before = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_has_a_budget), cmocka_unit_test(each_speaks_of_itself),
                                       cmocka_unit_test(units_come_in_turns), cmocka_unit_test(whatever_they_hold)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

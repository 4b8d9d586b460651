/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The analysis as a whole, against running: random programs of several routines, with loops of so many rounds, which
 * call each other, take and release two locks, and pass flags along, are run here on every input that their conditions
 * can tell apart, with a monitor that judges each run by the rules of docs/semantics.md. The findings must be the
 * faults of the runs.
 *
 * A fault in a callee stands at the call that brings the two operations together: in the innermost activation in which
 * the lock got the state that it was found in.
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
#include "devlock/text.h"
#include "graphs.h"

static uint64_t random_state = 362436069u;

static unsigned random_number(unsigned below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)((random_state >> 11) % below);
}

/* ---- programs ------------------------------------------------------------------------------------------------ */

enum { VARIABLES = 4, LOCKS = 2, ROUTINES = 4, STATEMENTS = 4096 };

typedef enum kind { ACQUIRE, RELEASE, SET, COPY, COMPARE, CALL, BRANCH, LOOP, RETURN } kind;

/* Variables 0 and 1 are the parameters, the others locals; locks are 0 and 1, as the routine calls them. */
typedef struct statement {
    kind kind;
    unsigned line;
    unsigned lock, other; /* CALL: what it gives for the callee's locks */
    unsigned variable;    /* what is set, compared, returned; CALL: the result */
    unsigned from, constant, operator;
    unsigned callee, arguments[2]; /* variables */
    struct statement *yes, *no, *next;
} statement;

typedef struct writer {
    FILE *out;
    unsigned line, labels, temps;
} writer;

static statement pool[STATEMENTS];
static unsigned pool_count;
static statement *bodies[ROUTINES];
static unsigned lock_count;

static statement *random_body(unsigned routine, unsigned depth, unsigned length)
{
    statement *first = NULL, **last = &first;
    for (unsigned i = 0; i < length && pool_count < STATEMENTS; i++) {
        statement *s = &pool[pool_count++];
        static const kind kinds[] = {ACQUIRE, ACQUIRE, RELEASE, RELEASE, SET,    SET,    COPY, COMPARE,
                                     CALL,    CALL,    CALL,    BRANCH,  BRANCH, BRANCH, LOOP};
        *s = (statement){.kind = kinds[random_number(sizeof kinds / sizeof *kinds)]};
        if ((s->kind == CALL && routine == 0) || ((s->kind == BRANCH || s->kind == LOOP) && depth == 0))
            s->kind = random_number(2) ? ACQUIRE : RELEASE;
        if (s->kind != RETURN && i + 1 == length && random_number(4) == 0)
            s->kind = RETURN;
        s->lock = random_number(lock_count);
        s->other = random_number(lock_count);
        s->variable = random_number(VARIABLES);
        s->from = random_number(VARIABLES);
        s->constant = random_number(4);
        s->operator= random_number(3);
        s->callee = routine ? random_number(routine) : 0;
        s->arguments[0] = random_number(VARIABLES);
        s->arguments[1] = random_number(VARIABLES);
        if (s->kind == BRANCH) {
            s->yes = random_body(routine, depth - 1, 1 + random_number(3));
            s->no = random_number(2) ? random_body(routine, depth - 1, 1 + random_number(2)) : NULL;
        }
        if (s->kind == LOOP)
            s->yes = random_body(routine, depth - 1, 1 + random_number(3));
        *last = s;
        last = &s->next;
        if (s->kind == RETURN)
            break;
    }
    return first;
}

static void write_line(writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void write_line(writer *w, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(w->out, format, list);
    va_end(list);
    fputc('\n', w->out);
    w->line++;
}

static unsigned write_load(writer *w, const char *width, const char *name, unsigned number)
{
    write_line(w, "    %%t%u = load %s %s%u", w->temps, width, name, number);
    return w->temps++;
}

/* What is compared: equal, less, less as signed numbers. */
static unsigned write_condition(writer *w, const statement *s)
{
    static const char *const words[] = {"eq", "ult", "slt"};
    unsigned value = write_load(w, "8", "v", s->from);
    write_line(w, "    %%t%u = %s %%t%u, %u", w->temps, words[s->operator], value, s->constant);
    return w->temps++;
}

static void write_body(writer *w, statement *s);

static void write_branch(writer *w, statement *s)
{
    unsigned condition = write_condition(w, s), label = w->labels;
    w->labels += 3;
    write_line(w, "    branch %%t%u ? b%u : b%u", condition, label, label + 1);
    write_line(w, "b%u:", label);
    write_body(w, s->yes);
    write_line(w, "    jump b%u", label + 2);
    write_line(w, "b%u:", label + 1);
    write_body(w, s->no);
    write_line(w, "    jump b%u", label + 2);
    write_line(w, "b%u:", label + 2);
}

/* As many rounds as the constant says. */
static void write_loop(writer *w, statement *s)
{
    unsigned label = w->labels, counter = w->temps;
    w->labels += 3;
    write_line(w, "    var k%u 8", counter);
    write_line(w, "    store k%u, 0", counter);
    write_line(w, "    jump b%u", label);
    write_line(w, "b%u:", label);
    unsigned value = write_load(w, "8", "k", counter);
    write_line(w, "    %%t%u = ult %%t%u, %u", w->temps, value, s->constant);
    write_line(w, "    branch %%t%u ? b%u : b%u", w->temps++, label + 1, label + 2);
    write_line(w, "b%u:", label + 1);
    write_body(w, s->yes);
    value = write_load(w, "8", "k", counter);
    write_line(w, "    %%t%u = add %%t%u, 1", w->temps, value);
    write_line(w, "    store k%u, %%t%u", counter, w->temps++);
    write_line(w, "    jump b%u", label);
    write_line(w, "b%u:", label + 2);
}

static void write_call(writer *w, statement *s)
{
    unsigned locks[2] = {write_load(w, "ptr", "l", s->lock), write_load(w, "ptr", "l", s->other)};
    unsigned values[2] = {write_load(w, "8", "v", s->arguments[0]), write_load(w, "8", "v", s->arguments[1])};
    s->line = w->line;
    write_line(w, "    %%t%u = call 8 f%u(%%t%u, %%t%u, %%t%u, %%t%u) @%u:1", w->temps, s->callee, locks[0], locks[1],
               values[0], values[1], w->line);
    write_line(w, "    store v%u, %%t%u", s->variable, w->temps++);
}

static void write_statement(writer *w, statement *s)
{
    unsigned t;
    switch (s->kind) {
    case ACQUIRE:
    case RELEASE:
        t = write_load(w, "ptr", "l", s->lock);
        s->line = w->line;
        write_line(w, "    call %s(%%t%u) @%u:1", s->kind == ACQUIRE ? "Acquire" : "Release", t, w->line);
        break;
    case SET:
        write_line(w, "    store v%u, %u", s->variable, s->constant);
        break;
    case COPY:
        t = write_load(w, "8", "v", s->from);
        write_line(w, "    store v%u, %%t%u", s->variable, t);
        break;
    case COMPARE:
        t = write_condition(w, s);
        write_line(w, "    %%t%u = zext 8 %%t%u", w->temps, t);
        write_line(w, "    store v%u, %%t%u", s->variable, w->temps++);
        break;
    case CALL:
        write_call(w, s);
        break;
    case BRANCH:
        write_branch(w, s);
        break;
    case LOOP:
        write_loop(w, s);
        break;
    case RETURN:
        t = write_load(w, "8", "v", s->variable);
        s->line = w->line;
        write_line(w, "    return %%t%u @%u:1", t, w->line);
        write_line(w, "b%u:", w->labels++); /* never reached */
        break;
    }
}

static void write_body(writer *w, statement *s)
{
    for (; s; s = s->next)
        write_statement(w, s);
}

static unsigned closing[ROUTINES]; /* the line of the last return */

static char *write_program(void)
{
    char *text;
    size_t size;
    writer w = {.out = open_memstream(&text, &size), .line = 1};
    write_line(&w, "file \"p\"");
    for (unsigned i = 0; i < ROUTINES; i++) {
        w.temps = w.labels = 0;
        write_line(&w, "routine f%u(l0 ptr, l1 ptr, v0 8, v1 8) -> 8 {", i);
        write_line(&w, "    var v2 8");
        write_line(&w, "    var v3 8");
        write_line(&w, "start:");
        write_line(&w, "    store v2, 0");
        write_line(&w, "    store v3, 1");
        write_body(&w, bodies[i]);
        closing[i] = w.line;
        write_line(&w, "    return 0 @%u:1", w.line);
        write_line(&w, "}");
    }
    fclose(w.out);
    return text;
}

/* ---- running -------------------------------------------------------------------------------------------------- */

/* A lock as the monitor sees it. */
typedef struct watched {
    enum { FREE, HELD, RELEASED } status;
    unsigned depth; /* of the activation in which it got this status, as far as that is still running */
    bool ignored;   /* had its finding */
} watched;

typedef struct fault {
    devlock_check check;
    unsigned line;
} fault;

enum { FAULTS = 512, DEPTH = ROUTINES + 1 };

typedef struct faults {
    fault items[FAULTS];
    unsigned count;
    unsigned in_run; /* how many the present run had */
    bool several;    /* some run had more than one, or one that may be told otherwise */
} faults;

static watched locks[LOCKS];
static unsigned stack_lines[DEPTH], stack_depth; /* where each activation is */

static void add_fault(faults *f, devlock_check check, unsigned line)
{
    f->several |= ++f->in_run > 1;
    for (unsigned i = 0; i < f->count; i++)
        if (f->items[i].check == check && f->items[i].line == line)
            return;
    if (f->count < FAULTS)
        f->items[f->count++] = (fault){check, line};
}

static void blame(faults *f, devlock_check check, watched *lock)
{
    add_fault(f, check, stack_lines[lock->depth]);
    lock->ignored = true;
}

static void set_status(watched *lock, int status)
{
    lock->status = status;
    lock->depth = stack_depth;
}

static void operate(faults *f, kind kind, unsigned number)
{
    watched *lock = &locks[number], *other = &locks[1 - number];
    if (lock->ignored)
        return;
    if (kind == ACQUIRE && lock->status == HELD)
        blame(f, DEVLOCK_DOUBLE_ACQUIRE, lock);
    else if (kind == ACQUIRE)
        set_status(lock, HELD);
    else if (lock->status == HELD)
        set_status(lock, RELEASED);
    else if (lock->status == RELEASED)
        blame(f, DEVLOCK_DOUBLE_RELEASE, lock);
    else if (other->status == HELD && !other->ignored) {
        f->several |= stack_depth > 1; /* two calls deep it may be told as the other lock's */
        blame(f, DEVLOCK_WRONG_EXTENSION, other);
        lock->ignored = true;
    } else
        blame(f, DEVLOCK_RELEASE_WITHOUT_ACQUIRE, lock);
}

static uint8_t run_routine(faults *f, unsigned routine, const unsigned *given, const uint8_t *arguments);

/* Whether the routine returned. */
static bool run_body(faults *f, const statement *s, const unsigned *given, uint8_t *variables, uint8_t *result)
{
    for (; s; s = s->next) {
        uint8_t x = variables[s->from];
        bool holds = s->operator== 0   ? x == s->constant
                     : s->operator== 1 ? x < s->constant
                                       : (int8_t)x < (int)s->constant;
        stack_lines[stack_depth] = s->line;
        switch (s->kind) {
        case ACQUIRE:
        case RELEASE:
            operate(f, s->kind, given[s->lock]);
            break;
        case SET:
            variables[s->variable] = (uint8_t)s->constant;
            break;
        case COPY:
            variables[s->variable] = x;
            break;
        case COMPARE:
            variables[s->variable] = holds;
            break;
        case CALL:
            variables[s->variable] = run_routine(f, s->callee, (unsigned[]){given[s->lock], given[s->other]},
                                                 (uint8_t[]){variables[s->arguments[0]], variables[s->arguments[1]]});
            break;
        case BRANCH:
            if (run_body(f, holds ? s->yes : s->no, given, variables, result))
                return true;
            break;
        case LOOP:
            for (unsigned i = 0; i < s->constant; i++)
                if (run_body(f, s->yes, given, variables, result))
                    return true;
            break;
        case RETURN:
            *result = variables[s->variable];
            return true;
        }
    }
    return false;
}

static uint8_t run_routine(faults *f, unsigned routine, const unsigned *given, const uint8_t *arguments)
{
    uint8_t variables[VARIABLES] = {arguments[0], arguments[1], 0, 1}, result = 0;
    stack_depth++;
    if (!run_body(f, bodies[routine], given, variables, &result))
        stack_lines[stack_depth] = closing[routine];
    if (stack_depth == 1)
        for (unsigned i = 0; i < LOCKS; i++)
            if (locks[i].status == HELD && !locks[i].ignored)
                add_fault(f, DEVLOCK_MISSING_RELEASE, stack_lines[1]);
    stack_depth--;
    for (unsigned i = 0; i < LOCKS; i++) /* from now on it is the caller's doing */
        if (locks[i].depth > stack_depth)
            locks[i].depth = stack_depth;
    return result;
}

static void run_root(faults *f, unsigned root)
{
    static const uint8_t values[] = {0, 1, 2, 3, 4, 0x80};
    for (unsigned i = 0; i < sizeof values; i++)
        for (unsigned k = 0; k < sizeof values; k++) {
            memset(locks, 0, sizeof locks);
            locks[0].depth = locks[1].depth = 1;
            stack_depth = f->in_run = 0;
            run_routine(f, root, (unsigned[]){0, 1}, (uint8_t[]){values[i], values[k]});
        }
}

/* ---- comparing ------------------------------------------------------------------------------------------------ */

static bool is_called(const statement *s, unsigned routine)
{
    for (; s; s = s->next)
        if ((s->kind == CALL && s->callee == routine) || is_called(s->yes, routine) || is_called(s->no, routine))
            return true;
    return false;
}

static void find_faults(faults *f)
{
    *f = (faults){.count = 0};
    for (unsigned r = 0; r < ROUTINES; r++) {
        bool called = false;
        for (unsigned from = r + 1; from < ROUTINES; from++)
            called |= is_called(bodies[from], r);
        if (!called)
            run_root(f, r);
    }
}

static devlock_model *make_model(void)
{
    devlock_model *model = devlock_model_new();
    devlock_lock_kind lock = {.name = "lock"};
    devlock_model_add_kind(model, &lock);
    devlock_model_function f = {
        .name = "Acquire", .arguments = 1, .role = DEVLOCK_ROLE_ACQUIRE, .effect = DEVLOCK_EFFECT_NONE};
    devlock_model_add_function(model, &f);
    f.name = "Release";
    f.role = DEVLOCK_ROLE_RELEASE;
    devlock_model_add_function(model, &f);
    return model;
}

/* A release two calls deep of a lock that is free, while the routine between holds another: the defect is told of
 * the lock that is free, or of the one that is held. */
static devlock_check as_compared(devlock_check check)
{
    return check == DEVLOCK_WRONG_EXTENSION ? DEVLOCK_RELEASE_WITHOUT_ACQUIRE : check;
}

static bool has(const faults *f, devlock_check check, unsigned line)
{
    for (unsigned i = 0; i < f->count; i++)
        if (as_compared(f->items[i].check) == as_compared(check) && f->items[i].line == line)
            return true;
    return false;
}

/* How many findings are no faults, or faults no findings. With two locks the same defect may be told of the other
 * lock, at another call of the chain. */
static unsigned compare(const devlock_result *result, const faults *f)
{
    unsigned wrong = 0;
    faults found = {.count = 0};
    for (size_t i = 0; i < devlock_result_finding_count(result); i++) {
        const devlock_finding *finding = devlock_result_finding(result, i);
        add_fault(&found, finding->check, finding->place.line);
        if (finding->tier == DEVLOCK_CERTAIN && has(f, finding->check, finding->place.line))
            continue;
        print_error("line %u: %s%s is no fault\n", finding->place.line, devlock_check_name(finding->check),
                    finding->tier == DEVLOCK_CERTAIN ? "" : " (possible)");
        wrong++;
    }
    for (unsigned i = 0; i < f->count && lock_count == 1; i++)
        if (!has(&found, f->items[i].check, f->items[i].line)) {
            print_error("line %u: %s is not found\n", f->items[i].line, devlock_check_name(f->items[i].check));
            wrong++;
        }
    return wrong;
}

static void try_programs(unsigned rounds)
{
    devlock_model *model = make_model();
    unsigned compared = 0;
    for (unsigned round = 0; round < rounds; round++) {
        pool_count = 0;
        for (unsigned r = 0; r < ROUTINES; r++)
            bodies[r] = random_body(r, 2, 2 + random_number(4));
        char *text = write_program(), *error = NULL;
        devlock_program *program = devlock_text_read("p", text, strlen(text), &error);
        if (!program)
            fail_msg("%s", error);
        faults f;
        find_faults(&f);
        if (f.several && lock_count > 1) { /* what is followed after a first finding is another matter */
            devlock_program_free(program);
            free(text);
            continue;
        }
        devlock_result *result = devlock_analyze(program, model, NULL);
        compared++;
        unsigned wrong = compare(result, &f);
        if (wrong) {
            fputs(text, stderr);
            fail_msg("program %u: %u wrong", round, wrong);
        }
        devlock_result_free(result);
        devlock_program_free(program);
        free(text);
    }
    devlock_model_free(model);
    assert_true(compared > rounds / 8);
}

static void test_one_lock(void **state)
{
    lock_count = 1;
    try_programs(3000);
}

static void test_two_locks(void **state)
{
    lock_count = 2;
    try_programs(3000);
}

/* ---- sizes ---------------------------------------------------------------------------------------------------- */

/* Independent flags, each of which guards the acquire and later the release of a lock of its own, in a loop; with a
 * helper for each. One release is forgotten, unless forgotten is the number of flags. */
static char *write_flags(unsigned flags, unsigned forgotten)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "file \"p\"\n");
    for (unsigned i = 0; i < flags; i++)
        fprintf(out, "routine take%u(l ptr) internal {\nb0:\n %%l = load ptr l\n call Acquire(%%l)\n return\n}\n", i);
    fprintf(out, "routine f(");
    for (unsigned i = 0; i < flags; i++)
        fprintf(out, "l%u ptr, v%u 32, ", i, i);
    fprintf(out, "n 32) {\n var i 32\nstart:\n store i, 0\n jump a0\n");
    for (unsigned i = 0; i < flags; i++)
        fprintf(out,
                "a%u:\n %%v%u = load 32 v%u\n %%l%u = load ptr l%u\n %%c%u = ne %%v%u, 0\n branch %%c%u ? t%u : a%u\n"
                "t%u:\n call take%u(%%l%u)\n jump a%u\n",
                i, i, i, i, i, i, i, i, i, i + 1, i, i, i, i + 1);
    fprintf(out, "a%u:\n jump r0\n", flags);
    for (unsigned i = 0; i < flags; i++)
        fprintf(out, "r%u:\n branch %%c%u ? g%u : r%u\ng%u:\n %s(%%l%u)\n jump r%u\n", i, i, i, i + 1, i,
                i == forgotten ? "call Look" : "call Release", i, i + 1);
    fprintf(out, "r%u:\n %%i = load 32 i\n %%k = add %%i, 1\n store i, %%k\n %%n = load 32 n\n", flags);
    fprintf(out, " %%m = ult %%k, %%n\n branch %%m ? a0 : out\nout:\n return @7:1\n}\n");
    fclose(out);
    return text;
}

static devlock_result *analyse(const char *text, devlock_program **program)
{
    char *error = NULL;
    *program = devlock_text_read("p", text, strlen(text), &error);
    if (!*program)
        fail_msg("%s", error);
    devlock_model *model = make_model();
    devlock_result *result = devlock_analyze(*program, model, NULL);
    devlock_model_free(model);
    return result;
}

static void test_flags(void **state)
{
    for (unsigned flags = 4; flags <= 64; flags *= 4) {
        devlock_program *program;
        char *right = write_flags(flags, flags), *wrong = write_flags(flags, flags / 2);
        devlock_result *result = analyse(right, &program);
        assert_int_equal(devlock_result_finding_count(result), 0);
        assert_int_equal(devlock_result_statistics(result)->routines, flags + 1);
        assert_int_equal(devlock_result_statistics(result)->locks, flags);
        devlock_result_free(result);
        devlock_program_free(program);
        /* What is not released is held at the exit, and in the next round. */
        result = analyse(wrong, &program);
        bool leaks = false;
        for (size_t i = 0; i < devlock_result_finding_count(result); i++) {
            const devlock_finding *f = devlock_result_finding(result, i);
            assert_int_equal(f->tier, DEVLOCK_CERTAIN);
            leaks |= f->check == DEVLOCK_MISSING_RELEASE && f->place.line == 7;
            assert_true(f->check == DEVLOCK_MISSING_RELEASE || f->check == DEVLOCK_DOUBLE_ACQUIRE);
        }
        assert_true(leaks);
        assert_int_equal(devlock_result_finding_count(result), 2);
        devlock_result_free(result);
        devlock_program_free(program);
        free(right);
        free(wrong);
    }
}

/* Routines each of which returns, acquires the lock for a moment, or calls four others, its neighbour last; if so
 * wanted, one forgets the release. */
static char *write_cycle(unsigned routines, bool forgets)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "file \"p\"\n");
    for (unsigned i = 0; i < routines; i++) {
        fprintf(out, "routine r%u(l ptr) internal {\nb0:\n %%l = load ptr l\n %%a = call 32 Ask()\n", i);
        fprintf(out, " %%z = eq %%a, 0\n branch %%z ? take : ask\ntake:\n call Acquire(%%l)\n");
        fprintf(out, " %s(%%l)\n jump out\n", forgets && i == routines / 2 ? "call Look" : "call Release");
        fprintf(out, "ask:\n %%y = eq %%a, 1\n branch %%y ? more : out\nmore:\n");
        for (unsigned k = 4; k-- > 0;)
            fprintf(out, " call r%u(%%l)\n", (i * 7 * !!k + i * !k + k * 5 + 1) % routines);
        fprintf(out, " jump out\nout:\n return\n}\n");
    }
    fprintf(out, "routine top(l ptr) {\nb0:\n %%l = load ptr l\n call r0(%%l)\n return @9:1\n}\n");
    fclose(out);
    return text;
}

static bool leaks_in_line(const devlock_result *result, unsigned line)
{
    for (size_t i = 0; i < devlock_result_finding_count(result); i++) {
        const devlock_finding *f = devlock_result_finding(result, i);
        if (f->check == DEVLOCK_MISSING_RELEASE && f->place.line == line)
            return true;
    }
    return false;
}

/* What a cycle of calls costs must not be multiplied by each of its routines; and what happens in one of them is known
 * outside. */
static void test_cycles(void **state)
{
    size_t blocks[4];
    for (unsigned i = 0; i < 4; i++) {
        devlock_program *program;
        char *right = write_cycle(5u << i, false);
        devlock_result *result = analyse(right, &program);
        assert_int_equal(devlock_result_finding_count(result), 0);
        blocks[i] = devlock_result_statistics(result)->block_runs;
        devlock_result_free(result);
        devlock_program_free(program);
        free(right);
        assert_true(i == 0 || blocks[i] < 3 * blocks[i - 1]);
    }
    for (unsigned routines = 2; routines <= 8; routines *= 2) {
        devlock_program *program;
        char *wrong = write_cycle(routines, true);
        devlock_result *result = analyse(wrong, &program);
        assert_true(leaks_in_line(result, 9));
        devlock_result_free(result);
        devlock_program_free(program);
        free(wrong);
    }
}

/* What a program has taken its routines cannot take again; what is given up then says so. */
static void test_program_budget(void **state)
{
    char *text = write_flags(16, 16), *error = NULL;
    devlock_program *program = devlock_text_read("p", text, strlen(text), &error);
    devlock_model *model = make_model();
    for (unsigned little = 0; little < 2; little++) {
        devlock_options options = {.checks = UINT32_MAX, .routine_budget = 50000, .program_budget = little ? 1000 : 0};
        devlock_result *result = devlock_analyze(program, model, &options);
        assert_int_equal(devlock_result_gap_count(result), little);
        if (little)
            assert_non_null(
                strstr(devlock_result_gap(result, 0)->reason, "of the 1000 steps that its driver may take"));
        devlock_result_free(result);
    }
    devlock_model_free(model);
    devlock_program_free(program);
    free(text);
}

static char *write_branches(unsigned routines, unsigned branches)
{
    char *text, name[16];
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "file \"p\"\n");
    for (unsigned i = 0; i < routines; i++) {
        snprintf(name, sizeof name, "long%u", i);
        put_branches(out, name, branches);
    }
    fclose(out);
    return text;
}

/* Few routines of a driver may take more than their share; what is given up then says so. Whoever states a budget has
 * it for each. */
static void test_shares(void **state)
{
    char *text = write_branches(8, 28), *error = NULL;
    devlock_program *program = devlock_text_read("p", text, strlen(text), &error);
    devlock_model *model = make_model();
    devlock_options options = {.checks = UINT32_MAX};
    devlock_result *result = devlock_analyze(program, model, &options);
    size_t gaps = devlock_result_gap_count(result);
    assert_in_range(gaps, 1, 7);
    assert_non_null(strstr(devlock_result_gap(result, 0)->reason, "steps, and other routines have used up"));
    devlock_result_free(result);
    options.routine_budget = 950000;
    result = devlock_analyze(program, model, &options);
    assert_int_equal(devlock_result_gap_count(result), 0);
    devlock_result_free(result);
    devlock_model_free(model);
    devlock_program_free(program);
    free(text);
}

/* How far the routines that call a lock function were seen. */
static void test_callers(void **state)
{
    static const char text[] = "file \"a.c\"\n"
                               "gap \"gone\" \"a reason\" mentions \"Acquire\", \"other\" @2:1\n"
                               "gap \"gone\" \"a reason, met again\" mentions \"Acquire\" @2:1\n"
                               "gap \"idle\" \"a reason\" mentions \"other\" @3:1\n"
                               "gap \"remarked\" \"an annotation\" @4:9\n"
                               "gap \"a part is missing\" @\"b.c\":9:1\n"
                               "routine whole(l ptr) @5:1 {\nb0:\n %l = load ptr l\n call Acquire(%l)\n"
                               " call Release(%l)\n return\n}\n"
                               "routine remarked(l ptr) @4:1 {\nb0:\n %l = load ptr l\n call Acquire(%l)\n"
                               " call Release(%l)\n return\n}\n"
                               "routine indirectly(l ptr) @6:1 {\nb0:\n %l = load ptr l\n call whole(%l)\n return\n}\n"
                               "routine beside_damage(l ptr) @\"b.c\":1:1 {\nb0:\n %l = load ptr l\n"
                               " call Acquire(%l)\n call Release(%l)\n return\n}\n";
    devlock_program *program;
    devlock_result *result = analyse(text, &program);
    const devlock_statistics *s = devlock_result_statistics(result);
    assert_int_equal(s->callers_whole, 1);
    assert_int_equal(s->callers_remarked, 1);
    assert_int_equal(s->callers_damaged, 1);
    assert_int_equal(s->callers_unread, 1);
    assert_int_equal(s->callers_given_up, 0);
    devlock_result_free(result);
    devlock_options small = {.checks = UINT32_MAX, .routine_budget = 1};
    devlock_model *model = make_model();
    result = devlock_analyze(program, model, &small);
    assert_int_equal(devlock_result_statistics(result)->callers_given_up, 3);
    assert_int_equal(devlock_result_statistics(result)->callers_unread, 1);
    devlock_result_free(result);
    devlock_model_free(model);
    devlock_program_free(program);
}

/* Which findings are wanted, and what there is to know besides. */
static void test_options_and_results(void **state)
{
    static const char text[] = "file \"p\"\ngap \"g\" \"a reason\" @3:4\n"
                               "routine f(l ptr) {\nb0:\n %l = load ptr l\n call Acquire(%l) @6:1\n"
                               " call Acquire(%l) @7:1\n return @8:1\n}\n";
    devlock_program *program;
    devlock_result *result = analyse(text, &program);
    assert_int_equal(devlock_result_finding_count(result), 1);
    const devlock_finding *f = devlock_result_finding(result, 0);
    assert_int_equal(f->check, DEVLOCK_DOUBLE_ACQUIRE);
    assert_string_equal(f->routine, "f");
    assert_null(f->reason);
    assert_int_equal(devlock_result_gap_count(result), 1);
    assert_string_equal(devlock_result_gap(result, 0)->name, "g");
    assert_string_equal(devlock_result_gap(result, 0)->reason, "a reason");
    assert_int_equal(devlock_result_statistics(result)->routines_locking, 1);
    devlock_result_free(result);
    devlock_model *model = make_model();
    devlock_options none = {.checks = 0};
    result = devlock_analyze(program, model, &none);
    assert_int_equal(devlock_result_finding_count(result), 0);
    devlock_result_free(result);
    devlock_result_free(NULL);
    devlock_model_free(model);
    devlock_program_free(program);
    for (unsigned i = 0; i < DEVLOCK_CHECK_COUNT; i++) {
        assert_memory_equal(devlock_check_name((devlock_check)i), "devlock-", 8);
        assert_true(strlen(devlock_check_summary((devlock_check)i)) > 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_lock), cmocka_unit_test(test_two_locks),           cmocka_unit_test(test_flags),
        cmocka_unit_test(test_cycles),   cmocka_unit_test(test_program_budget),      cmocka_unit_test(test_shares),
        cmocka_unit_test(test_callers),  cmocka_unit_test(test_options_and_results),
    };
    return cmocka_run_group_tests_name("analysis", tests, NULL, NULL);
}

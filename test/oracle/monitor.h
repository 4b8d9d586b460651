/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The oracle's monitor: runs a routine on every input and judges the locks on each run, by the rules of
 * docs/semantics.md. Included by the native form of the programs (native.py makes it), and by cxx/monitor.c, which
 * defines MONITOR_UNKNOWN: the linkage of the unknown functions.
 *
 * Needs: nothing but C. Leaves: on stdout, "NAME RULE LINE" for each defect of the program NAME, once, and "NAME end
 * WHY": "complete", "cut" (a run did not end within its budget of steps) or "many" (not all inputs were tried).
 * Costs: as many runs as there are inputs and results of unknown functions.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#ifndef MONITOR_UNKNOWN
#define MONITOR_UNKNOWN static
#endif

typedef unsigned char BOOLEAN;
typedef int VP_STATUS;
typedef int NTSTATUS;
typedef struct {
    unsigned mode;
    BOOLEAN busy;
} EXT;
#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)

enum { FREE, HELD, RELEASED, OVER };
enum { STEPS = 4000, CHOICES = 48, RUNS = 100000, LINES = 1000, DEPTH = 16, LOCKS = 2 };

static unsigned steps;
static jmp_buf stop;
static sigjmp_buf crash;

/* ---- calls: which routine brings two events together ------------------------------------------------------------- */

/* An activation of a routine; `line`: the call in it that is under way. */
struct frame {
    unsigned number;
    int line;
};

/* Where something happened: the activations, from the root on. */
struct place {
    unsigned depth;
    struct frame frames[DEPTH];
};

static struct place here;
static unsigned activations;

static void monitor_step(void)
{
    if (++steps > STEPS)
        longjmp(stop, 1);
}

static void monitor_enter(void)
{
    if (here.depth == DEPTH)
        longjmp(stop, 1);
    here.frames[here.depth].number = ++activations;
    here.frames[here.depth++].line = 0;
}

static void monitor_at(int line)
{
    if (here.depth)
        here.frames[here.depth - 1].line = line;
}

/* The line, in the innermost activation that saw both what happened there and what happens now, at `line`. */
static int meeting(const struct place *there, int line)
{
    unsigned common = 1;
    while (common < here.depth && common < there->depth && here.frames[common].number == there->frames[common].number)
        common++;
    return common == here.depth ? line : here.frames[common - 1].line;
}

/* ---- locks and defects: one a lock and run ----------------------------------------------------------------------- */

static EXT extensions[LOCKS];
static BOOLEAN result; /* where an out-parameter of a routine without a caller leads */
static int state[LOCKS];
static struct place since[LOCKS]; /* where it came into its state */

static const char *const rules[] = {"missing-release", "double-release", "release-without-acquire", "double-acquire",
                                    "wrong-extension"};
enum { MISSING_RELEASE, DOUBLE_RELEASE, RELEASE_WITHOUT_ACQUIRE, DOUBLE_ACQUIRE, WRONG_EXTENSION, RULES };
static unsigned char defects[LINES][RULES];

static void defect(int lock, int rule, int line)
{
    defects[line][rule] = 1;
    state[lock] = OVER;
}

static void change(int lock, int to)
{
    state[lock] = to;
    since[lock] = here;
}

/* The number of a lock; what an error made point elsewhere cannot be judged. */
static int number_of(const EXT *extension)
{
    for (int lock = 0; lock < LOCKS; lock++)
        if (extension == &extensions[lock])
            return lock;
    longjmp(stop, 1);
}

static void crashed(int signal)
{
    (void)signal;
    siglongjmp(crash, 1);
}

static void monitor_acquire(EXT *extension, int line)
{
    int lock = number_of(extension);
    if (state[lock] == HELD)
        defect(lock, DOUBLE_ACQUIRE, meeting(&since[lock], line));
    else if (state[lock] != OVER)
        change(lock, HELD);
}

static void monitor_release(EXT *extension, int line)
{
    int lock = number_of(extension), other = 1 - lock;
    if (state[lock] == HELD) {
        change(lock, RELEASED);
    } else if (state[lock] == RELEASED) {
        defect(lock, DOUBLE_RELEASE, meeting(&since[lock], line));
    } else if (state[lock] == FREE && state[other] == HELD) {
        defect(lock, WRONG_EXTENSION, meeting(&since[other], line));
        state[other] = OVER;
    } else if (state[lock] == FREE) {
        defect(lock, RELEASE_WITHOUT_ACQUIRE, meeting(&since[lock], line));
    }
}

/* ---- what the program does not know ------------------------------------------------------------------------------ */

static unsigned char choices[CHOICES], ranges[CHOICES];
static unsigned made, known;

/* One of `range` values; all of them in the course of the runs. */
static unsigned choose(unsigned range)
{
    if (made == CHOICES)
        longjmp(stop, 1);
    if (made == known) {
        choices[known] = 0;
        ranges[known++] = (unsigned char)range;
    }
    return choices[made++];
}

/* Prepares the next run; gives 0 after the last. */
static int next(void)
{
    while (known && choices[known - 1] + 1 == ranges[known - 1])
        known--;
    if (!known)
        return 0;
    choices[known - 1]++;
    return 1;
}

/* ---- exceptions -------------------------------------------------------------------------------------------------- */

static struct {
    jmp_buf jump;
    unsigned depth;
} tries[DEPTH];
static unsigned trying;

/* The handler for the __try that begins. */
static jmp_buf *monitor_try(void)
{
    if (trying == DEPTH)
        longjmp(stop, 1);
    tries[trying].depth = here.depth;
    return &tries[trying++].jump;
}

static void monitor_end_try(int way)
{
    if (way != -1)
        trying--;
}

/* An exception goes to the innermost __try, or leaves the root: that is no exit. */
static void monitor_raise(void)
{
    if (!trying)
        longjmp(stop, 2);
    trying--;
    here.depth = tries[trying].depth;
    longjmp(tries[trying].jump, 1);
}

static void may_raise(void)
{
    if (trying && choose(2))
        monitor_raise();
}

#define MAY_RAISE(pointer) (may_raise(), (pointer))

/* ---- unknown functions ------------------------------------------------------------------------------------------- */

/* A variable whose address an unknown function has seen: every unknown function may change it from then on. */
static unsigned *escaped;

static void unknown(void)
{
    if (escaped)
        *escaped = choose(2);
    may_raise();
}

MONITOR_UNKNOWN unsigned Probe(void)
{
    unknown();
    return choose(2);
}

MONITOR_UNKNOWN void Refresh(unsigned *value)
{
    escaped = value;
    unknown();
}

MONITOR_UNKNOWN void Note(unsigned value)
{
    (void)value;
    unknown();
}

MONITOR_UNKNOWN void Touch(EXT *extension, unsigned value)
{
    (void)extension;
    Note(value);
}

MONITOR_UNKNOWN void Look(EXT *extension)
{
    extension->mode = choose(4);
    extension->busy = (BOOLEAN)choose(2);
    unknown();
}

/* ---- all runs of a program --------------------------------------------------------------------------------------- */

static void monitor_return(int line)
{
    for (int lock = 0; here.depth == 1 && lock < LOCKS; lock++)
        if (state[lock] == HELD)
            defect(lock, MISSING_RELEASE, line);
    here.depth--;
}

static void begin_run(unsigned fields)
{
    escaped = 0;
    steps = made = trying = activations = 0;
    here.depth = 0;
    for (unsigned lock = 0; lock < LOCKS; lock++) {
        state[lock] = FREE;
        since[lock].depth = 0;
        extensions[lock].mode = lock < fields ? choose(4) : 0;
        extensions[lock].busy = lock < fields ? (BOOLEAN)choose(2) : 0;
    }
}

/* Runs a routine; `fields`: of how many extensions the fields are inputs too. */
static void monitor(const char *name, void (*run)(const unsigned *), unsigned inputs, const unsigned *input_ranges,
                    unsigned fields)
{
    const char *end = "complete";
    unsigned runs = 0;
    memset(defects, 0, sizeof defects);
    known = 0;
    signal(SIGSEGV, crashed);
    signal(SIGBUS, crashed);
    if (sigsetjmp(crash, 1) != 0) {
        printf("%s end cut\n", name);
        return;
    }
    do {
        unsigned values[8];
        int why = setjmp(stop);
        if (why == 0) {
            begin_run(fields);
            for (unsigned i = 0; i < inputs; i++)
                values[i] = choose(input_ranges[i]);
            run(values);
        } else if (why == 1) {
            end = "cut";
        }
        if (++runs == RUNS) {
            end = "many";
            break;
        }
    } while (next());
    for (int line = 0; line < LINES; line++)
        for (int rule = 0; rule < RULES; rule++)
            if (defects[line][rule])
                printf("%s %s %d\n", name, rules[rule], line);
    printf("%s end %s\n", name, end);
}

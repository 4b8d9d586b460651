/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The oracle's monitor: runs a routine on every input and judges the lock on each run, by the rules of
 * docs/semantics.md. Included by the native form of the programs (monitor.py makes it).
 *
 * Needs: nothing but C. Leaves: on stdout, "NAME RULE LINE" for each defect of the program NAME, once, and "NAME end
 * WHY": "complete", "cut" (a run did not end within its budget of steps) or "many" (not all inputs were tried).
 * Costs: as many runs as there are inputs and results of unknown functions.
 */
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FREE, HELD, RELEASED, OVER };
enum { STEPS = 4000, CHOICES = 32, RUNS = 100000, LINES = 1000 };

static int state;
static unsigned steps;
static jmp_buf stop;
static int extension;

/* ---- defects: one a run ------------------------------------------------------------------------------------------ */

static const char *const rules[] = {"missing-release", "double-release", "release-without-acquire", "double-acquire"};
enum { MISSING_RELEASE, DOUBLE_RELEASE, RELEASE_WITHOUT_ACQUIRE, DOUBLE_ACQUIRE, RULES };
static unsigned char defects[LINES][RULES];

static void defect(int rule, int line)
{
    defects[line][rule] = 1;
    state = OVER;
}

static void monitor_acquire(void *lock, int line)
{
    (void)lock;
    if (state == HELD)
        defect(DOUBLE_ACQUIRE, line);
    else if (state != OVER)
        state = HELD;
}

static void monitor_release(void *lock, int line)
{
    (void)lock;
    if (state == HELD)
        state = RELEASED;
    else if (state != OVER)
        defect(state == RELEASED ? DOUBLE_RELEASE : RELEASE_WITHOUT_ACQUIRE, line);
}

static void monitor_return(int line)
{
    if (state == HELD)
        defect(MISSING_RELEASE, line);
}

/* On the way round a loop. */
static void monitor_step(void)
{
    if (++steps > STEPS)
        longjmp(stop, 1);
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

/* A variable whose address an unknown function has seen: every unknown function may change it from then on. */
static unsigned *escaped;

static void change_escaped(void)
{
    if (escaped)
        *escaped = choose(2);
}

static unsigned Probe(void)
{
    change_escaped();
    return choose(2);
}

static void Refresh(unsigned *value)
{
    escaped = value;
    change_escaped();
}

static void Touch(void *lock, unsigned value)
{
    (void)lock;
    (void)value;
    change_escaped();
}

/* ---- all runs of a program --------------------------------------------------------------------------------------- */

/* Parameters without a mask run through a few values too. */
static void monitor(const char *name, void (*run)(const unsigned *), unsigned inputs, const unsigned *input_ranges)
{
    const char *end = "complete";
    unsigned runs = 0;
    memset(defects, 0, sizeof defects);
    known = 0;
    do {
        unsigned values[8];
        state = FREE;
        escaped = 0;
        steps = made = 0;
        for (unsigned i = 0; i < inputs; i++)
            values[i] = choose(input_ranges[i]);
        if (setjmp(stop) == 0)
            run(values);
        else
            end = "cut";
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

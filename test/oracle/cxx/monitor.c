/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The monitor (../monitor.h) for C++: a case is compiled as it stands, with -finstrument-functions, and calls what is
 * here. The lines of calls, those of destructors that nobody wrote too, are the addresses that the calls return to;
 * `run` looks them up. Lines of exits come from the returns (returns.h) and from the routine's closing brace.
 *
 * Needs: the Itanium C++ ABI, for variables that are static in a routine. Leaves: the monitor's lines, with the number
 * of a place where it has a line, and "place NUMBER line|address VALUE".
 */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#define MONITOR_UNKNOWN
#include "../monitor.h"

/* ---- places ------------------------------------------------------------------------------------------------------ */

static struct {
    int is_line;
    uintptr_t value;
} places[LINES];
static int placed;

static int place_number(int is_line, uintptr_t value)
{
    for (int i = 0; i < placed; i++)
        if (places[i].is_line == is_line && places[i].value == value)
            return i;
    if (placed == LINES)
        abort();
    places[placed].is_line = is_line;
    places[placed].value = value;
    return placed++;
}

/* The call that returns to an address. */
static int place_of_call(const void *back)
{
    return place_number(0, (uintptr_t)back - 1);
}

/* ---- routines ---------------------------------------------------------------------------------------------------- */

static int returned[DEPTH]; /* the line of each activation's return; 0: none yet */
static int brace;           /* the line where the root ends that is run */

void __cyg_profile_func_enter(void *routine, void *back)
{
    (void)routine;
    monitor_step();
    monitor_at(place_of_call(back));
    monitor_enter();
    returned[here.depth - 1] = 0;
}

void __cyg_profile_func_exit(void *routine, void *back)
{
    (void)routine;
    (void)back;
    int line = returned[here.depth - 1];
    monitor_return(place_number(1, (uintptr_t)(line ? line : brace)));
}

void monitor_returns(int line)
{
    returned[here.depth - 1] = line;
}

void VideoPortAcquireDeviceLock(EXT *extension)
{
    monitor_acquire(extension, place_of_call(__builtin_return_address(0)));
}

void VideoPortReleaseDeviceLock(EXT *extension)
{
    monitor_release(extension, place_of_call(__builtin_return_address(0)));
}

/* ---- variables that are static in a routine ---------------------------------------------------------------------- */

enum { STATICS = 16 };
static unsigned char *initialised[STATICS];
static int statics;

int __cxa_guard_acquire(uint64_t *guard)
{
    (void)guard;
    return 1; /* the generated code calls only where the first byte is 0 */
}

void __cxa_guard_release(uint64_t *guard)
{
    if (statics == STATICS)
        abort();
    initialised[statics++] = (unsigned char *)guard;
    *initialised[statics - 1] = 1;
}

/* ---- runs -------------------------------------------------------------------------------------------------------- */

/* Begins a run of a root that ends at a line. Where it has static variables, runs in which nothing came to them yet are
 * followed by runs that find them as the runs before have left them. */
void case_begins(int line, int has_statics)
{
    brace = line;
    if (has_statics && choose(2))
        return;
    while (statics > 0)
        *initialised[--statics] = 0;
}

EXT *case_extension(int lock)
{
    return &extensions[lock];
}

void case_run(const char *name, void (*run)(const unsigned *), unsigned inputs, const unsigned *input_ranges,
              unsigned fields)
{
    monitor(name, run, inputs, input_ranges, fields);
}

/* Destructors of static variables run in no routine. */
void case_end(void)
{
    for (int i = 0; i < placed; i++)
        printf("place %d %s %llu\n", i, places[i].is_line ? "line" : "address", (unsigned long long)places[i].value);
    fflush(stdout);
    _exit(0);
}

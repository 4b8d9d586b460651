/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Parts of programs. See parts.h.
 */
#include "parts.h"

#include <stdlib.h>
#include <string.h>

/* All functions and routines are copied once: the numbers of routines are those in their parts. */
static void copy_routines(parts *p)
{
    const devlock_program *whole = p->whole;
    p->view.functions = must_allocate((whole->function_count + 1) * sizeof *p->view.functions);
    memcpy(p->view.functions, whole->functions, whole->function_count * sizeof *p->view.functions);
    p->routines = must_allocate((whole->routine_count + 1) * sizeof *p->routines);
    for (uint32_t i = 0; i < whole->routine_count; i++) {
        p->routines[i] = *whole->routines[i];
        p->routines[i].program = &p->view;
        p->view.functions[p->routines[i].function].body = &p->routines[i];
    }
}

/* Whether something was added beside all drivers. */
static bool has_others(const devlock_program *whole)
{
    for (uint32_t i = 0; i < whole->routine_count; i++)
        if (!whole->functions[whole->routines[i]->function].driver)
            return true;
    for (uint32_t i = 0; i < whole->gap_count; i++)
        if (!whole->gaps[i].driver)
            return true;
    return false;
}

void parts_start(parts *p, const devlock_program *whole)
{
    *p = (parts){.whole = whole, .count = whole->drivers.count};
    if (!p->count || has_others(whole))
        p->count++; /* these are the last part */
    if (p->count == 1)
        return;
    p->view = *whole;
    copy_routines(p);
    p->view.routines = must_allocate((whole->routine_count + 1) * sizeof(devlock_routine *));
    p->view.gaps = must_allocate((whole->gap_count + 1) * sizeof *p->view.gaps);
    p->view.fields = must_allocate((whole->field_count + 1) * sizeof *p->view.fields);
    p->view.registrations = must_allocate((whole->registration_count + 1) * sizeof *p->view.registrations);
}

void parts_stop(parts *p)
{
    if (!p->routines)
        return;
    free(p->view.functions);
    free(p->view.routines);
    free(p->view.gaps);
    free(p->view.fields);
    free(p->view.registrations);
    free(p->routines);
}

static void take_routines(parts *p, uint32_t driver)
{
    p->view.routine_count = 0;
    for (uint32_t i = 0; i < p->whole->routine_count; i++) {
        devlock_routine *r = &p->routines[i];
        if (p->whole->functions[r->function].driver != driver)
            continue;
        r->index = p->view.routine_count;
        p->view.routines[p->view.routine_count++] = r;
    }
}

static void take_facts(parts *p, uint32_t driver)
{
    const devlock_program *whole = p->whole;
    p->view.gap_count = p->view.field_count = p->view.registration_count = 0;
    for (uint32_t i = 0; i < whole->gap_count; i++)
        if (whole->gaps[i].driver == driver)
            p->view.gaps[p->view.gap_count++] = whole->gaps[i];
    for (uint32_t i = 0; i < whole->field_count; i++)
        if (whole->fields[i].driver == driver)
            p->view.fields[p->view.field_count++] = whole->fields[i];
    for (uint32_t i = 0; i < whole->registration_count; i++)
        if (whole->functions[whole->registrations[i].function].driver == driver)
            p->view.registrations[p->view.registration_count++] = whole->registrations[i];
}

const devlock_program *parts_at(parts *p, uint32_t index)
{
    if (!p->routines)
        return p->whole;
    uint32_t driver = index < p->whole->drivers.count ? index + 1 : 0;
    take_routines(p, driver);
    take_facts(p, driver);
    return &p->view;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Choosing checks by globs; see globs.h.
 *
 * Needs: the names of the checks. Leaves: a bit set. Cost: the globs times the checks.
 */
#include "globs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "devlock/analysis.h"
#include "report/glob.h"

#define ALL_CHECKS ((uint32_t)((1u << DEVLOCK_CHECK_COUNT) - 1))

static uint32_t matching_checks(const char *glob, size_t length)
{
    uint32_t checks = 0;
    for (unsigned i = 0; i < DEVLOCK_CHECK_COUNT; i++)
        if (glob_matches(glob, length, devlock_check_name(i)))
            checks |= 1u << i;
    return checks;
}

static bool fail(char **error, const char *before, int length, const char *glob, const char *after)
{
    size_t size = strlen(before) + (size_t)length + strlen(after) + 1;
    *error = must_allocate(size);
    snprintf(*error, size, "%s%.*s%s", before, length, glob, after);
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool globs_choose(const char *globs, uint32_t *checks, char **error)
{
    bool first = true;
    *checks = 0;
    while (*globs) {
        size_t length = strcspn(globs, ",");
        const char *glob = globs, *end = globs + length;
        globs = *end ? end + 1 : end;
        while (glob < end && is_space(*glob))
            glob++;
        while (end > glob && is_space(end[-1]))
            end--;
        if (glob == end)
            continue;
        bool off = *glob == '-';
        if (first && off)
            *checks = ALL_CHECKS;
        first = false;
        glob += off;
        uint32_t matching = matching_checks(glob, (size_t)(end - glob));
        if (!matching)
            return fail(error, "no check is called '", (int)(end - glob), glob,
                        "'; devlock scan --list-checks names them all");
        *checks = off ? *checks & ~matching : *checks | matching;
    }
    return *checks ||
           fail(error, "--checks leaves no check to run; devlock scan --list-checks names them all", 0, "", "");
}

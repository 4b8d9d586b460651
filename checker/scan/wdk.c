/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Where the shipped headers are; see wdk.h.
 *
 * Needs: /proc, to know where the program lies; without it the headers of the build count. Leaves: a path that lives as
 * long as the program. Cost: two looks at the disk, once.
 */
#include "wdk.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char found[4200];

const char *wdk_shipped(void)
{
    char program[4000];
    if (*found)
        return found;
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    char *end = NULL;
    if (length > 0) {
        program[length] = '\0';
        end = strrchr(program, '/');
    }
    if (end) {
        *end = '\0';
        snprintf(found, sizeof found, "%s/../%s", program, DEVLOCK_WDK_INSTALLED);
    }
    if (!end || access(found, R_OK) != 0)
        snprintf(found, sizeof found, "%s", DEVLOCK_WDK_BUILT);
    return found;
}

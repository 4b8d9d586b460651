/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The checks' names and summaries.
 */
#include "devlock/analysis.h"

static const struct {
    const char *name, *summary;
} checks[DEVLOCK_CHECK_COUNT] = {
    [DEVLOCK_MISSING_RELEASE] = {"devlock-missing-release", "a routine is left with a lock held"},
    [DEVLOCK_DOUBLE_RELEASE] = {"devlock-double-release", "a lock is released again after it was released"},
    [DEVLOCK_RELEASE_WITHOUT_ACQUIRE] = {"devlock-release-without-acquire", "a lock is released that is not held"},
    [DEVLOCK_DOUBLE_ACQUIRE] = {"devlock-double-acquire", "a lock is acquired while it is held already"},
    [DEVLOCK_WRONG_EXTENSION] = {"devlock-wrong-extension",
                                 "the lock of one device extension is released while that of another is held"},
    [DEVLOCK_IRQL] = {"devlock-irql", "a lock is acquired or released at an IRQL that is too high"},
    [DEVLOCK_CALL_IRQL] = {"devlock-call-irql",
                           "a function is called at an IRQL or in a callback that must not call it"},
    [DEVLOCK_UNLOCKED_CHILD_ACCESS] = {"devlock-unlocked-child-access",
                                       "an exposed routine touches the device extension without the lock"},
    [DEVLOCK_LONG_HOLD] = {"devlock-long-hold", "a lock is held across a slow call"},
};

const char *devlock_check_name(devlock_check check)
{
    return checks[check].name;
}

const char *devlock_check_summary(devlock_check check)
{
    return checks[check].summary;
}

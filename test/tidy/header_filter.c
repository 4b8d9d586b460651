/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * A finding in a header of the driver is shown when the header filter lets it through, and one in a system header never.
 * (What is let through without a filter differs between versions of clang-tidy.)
 *
 * RUN: %tidy '--header-filter=.*' %s -- -w | FileCheck --check-prefixes=HEADER,MAIN %s
 * RUN: %tidy '--header-filter=inline_lock\.h' %s -- -w | FileCheck --check-prefixes=HEADER,MAIN %s
 * RUN: %tidy '--header-filter=other\.h' %s -- -w | FileCheck --check-prefix=MAIN --implicit-check-not=warning: %s
 * RUN: %tidy '--header-filter=.*' %s -- -w -DSYSTEM -isystem %S/Inputs | FileCheck --check-prefix=MAIN --implicit-check-not=inline_lock.h %s
 * HEADER: inline_lock.h:8:9: warning: {{.*}} [devlock-missing-release]
 * HEADER: inline_lock.h:6:5: note:
 */
#ifdef SYSTEM
#include <inline_lock.h>
#else
#include "Inputs/inline_lock.h"
#endif

int Main(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    // MAIN: header_filter.c:[[#@LINE+1]]:5: warning: {{.*}} [devlock-missing-release]
    return 1;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Errors in a source are clang-tidy's to report, and make it fail; what is intact is analysed, what is not is named.
 *
 * RUN: %status 1 %tidy %s -- -w 2>&1 | FileCheck %s
 */
#include "Inputs/locks.h"

// CHECK:     errors.c:[[#@LINE+1]]:5: warning: 'Broken' is not analysed: {{.+}} [devlock-not-analysed]
int Broken(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    // CHECK: errors.c:[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}} [clang-diagnostic-error]
    goto Undeclared = Probe(Ext);
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

int Intact(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    // CHECK: errors.c:[[#@LINE+1]]:5: warning: {{.*}} [devlock-missing-release]
    return 1;
}

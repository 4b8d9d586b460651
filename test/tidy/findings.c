/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Each rule has a check of its own; findings carry their path as notes, and quote the source as it is written.
 *
 * RUN: %tidy %s -- -w | FileCheck --check-prefixes=LEAK,OTHERS %s
 * RUN: %plain_tidy --load=%module --quiet '--checks=-*,devlock-missing-release' %s -- -w > %t
 * RUN: FileCheck --check-prefix=LEAK %s < %t
 * RUN: FileCheck --check-prefix=NOTHING %s < %t
 * RUN: %plain_tidy --load=%module '--checks=-*,devlock-*' --list-checks | FileCheck --check-prefix=LIST %s
 *
 * A finding is a warning, and an error where --warnings-as-errors says so.
 * RUN: %status 1 %tidy --warnings-as-errors=devlock-missing-release %s -- -w | FileCheck --check-prefix=ERROR %s
 *
 * LIST:     {{^}}    devlock-double-acquire
 * LIST:     {{^}}    devlock-double-release
 * LIST:     {{^}}    devlock-missing-release
 * LIST:     {{^}}    devlock-not-analysed
 * LIST:     {{^}}    devlock-release-without-acquire
 * LIST:     {{^}}    devlock-wrong-extension
 * LIST-NOT: {{[a-z]}}
 * ERROR: findings.c:[[#]]:9: error: {{.*}} [devlock-missing-release,-warnings-as-errors]
 * ERROR: findings.c:[[#]]:5: warning: {{.*}} [devlock-double-acquire]
 * NOTHING-NOT: {{devlock-(double|wrong|release)}}
 */
#include "Inputs/locks.h"

int Leak(void *Ext, int Count)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Count % 100 == 7)
        return 1;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}
/*      LEAK: findings.c:[[#@LINE-4]]:9: warning: {{.*lock.*}} [devlock-missing-release]
 *      LEAK: findings.c:[[#@LINE-7]]:5: note: {{.*}} acquired here{{$}}
 * LEAK-NOT:  :{{[0-9]+}}: note:
 *      LEAK: findings.c:[[#@LINE-8]]:9: note: 'Count % 100 == 7' is true{{$}}
 */

void Twice(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortAcquireDeviceLock(Ext);
}
// OTHERS: findings.c:[[#@LINE-2]]:5: warning: {{.*}} [devlock-double-acquire]

void ReleaseOnly(void *Ext)
{
    VideoPortReleaseDeviceLock(Ext);
}
// OTHERS: findings.c:[[#@LINE-2]]:5: warning: {{.*}} [devlock-release-without-acquire]

void ReleaseTwice(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}
// OTHERS: findings.c:[[#@LINE-2]]:5: warning: {{.*}} [devlock-double-release]

void Other(void *Ext, void *Partner)
{
    if (Ext == Partner)
        return;
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Partner);
}
// OTHERS: findings.c:[[#@LINE-2]]:5: warning: {{.*}} [devlock-wrong-extension]

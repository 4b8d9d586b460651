/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A user's own lock beside the shipped one, and instead of it.
 *
 * RUN: not %devlock scan --model %S/Inputs/gate.yaml %s | FileCheck %s
 * RUN: not %devlock scan --model %S/Inputs/gate.yaml --no-default-model %s | FileCheck --check-prefix=GATE %s
 * RUN: not %devlock scan %s | FileCheck --check-prefix=PORT %s
 */
#include <dderror.h>
#include <devioctl.h>
#include <miniport.h>
#include <ntddvdeo.h>
#include <video.h>

typedef struct _GATE *PGATE;
VOID GateEnter(PGATE Gate);
VOID GateLeave(PGATE Gate);

VOID OpenGate(PGATE Gate, BOOLEAN Quick)
{
    GateEnter(Gate);
    if (Quick)
        // CHECK: own_pair.c:[[@LINE+2]]:{{[0-9]+}}: warning: {{.*}}gate{{.*}} [devlock-missing-release]
        // GATE: own_pair.c:[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [devlock-missing-release]
        return;
    GateLeave(Gate);
}

VOID LockPort(PVOID Extension, BOOLEAN Quick)
{
    // GATE-NOT: warning:
    // PORT-NOT: own_pair.c:{{[12][0-9]}}:
    VideoPortAcquireDeviceLock(Extension);
    if (Quick)
        // CHECK: own_pair.c:[[@LINE+2]]:{{[0-9]+}}: warning: {{.*}}device lock{{.*}} [devlock-missing-release]
        // PORT: own_pair.c:[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [devlock-missing-release]
        return;
    VideoPortReleaseDeviceLock(Extension);
}

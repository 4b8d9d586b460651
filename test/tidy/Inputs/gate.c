/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * A lock of a model of its own, a device lock, and a finding that is only possible: inline assembly decides. */
#include "locks.h"

typedef struct gate gate;
void GateEnter(gate *);
void GateLeave(gate *);

int Gate(gate *Gate)
{
    GateEnter(Gate);
    return 1;
}

int Device(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1;
}

int Possible(void *Ext)
{
    double load = Probe(Ext);
    VideoPortAcquireDeviceLock(Ext);
    if (load * 2.0 > 3.5)
        return 1;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

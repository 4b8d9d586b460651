/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "../inc/work.h"

void Use(void *Ext)
{
    Work(Ext);
    VideoPortReleaseDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

void Other(void *Ext)
{
    VideoPortReleaseDeviceLock(Ext);
}

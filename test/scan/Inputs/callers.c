/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Routines that call a lock function, some of which cannot be analysed: what the summary says of them. */
#include <wdm.h>
extern void VideoPortAcquireDeviceLock(void *);
extern void VideoPortReleaseDeviceLock(void *);

void Whole(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

void Broken(void *Ext)
{
    VideoPortAcquireDeviceLock(unknown_name);
}

UNKNOWN_TYPE Unread(UNKNOWN_TYPE Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}

void Idle(void)
{
    unknown_call(unknown_name);
}

_Acquires_lock_(nothing) void Remarked(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

MISSING_MACRO(Between) UNKNOWN_TYPE Lost(UNKNOWN_TYPE Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}

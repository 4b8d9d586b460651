/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Findings whose inputs values.test expects in their last notes.
 */
#include "port.h"


#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)

typedef struct _EXT {
    struct _EXT *Next;
    ULONG Mode;
    ULONG Flags;
    BOOLEAN Busy;
} EXT, *PEXT;

NTSTATUS Start(PEXT Ext);
ULONG Ask(VOID);
VOID Look(PEXT Ext);

NTSTATUS ParameterAndResult(PEXT Ext, ULONG open)
{
    NTSTATUS status;
    if (open == 1)
        VideoPortAcquireDeviceLock(Ext);
    status = Start(Ext);
    if (!NT_SUCCESS(status))
        return status;
    if (open == 1)
        VideoPortReleaseDeviceLock(Ext);
    return status;
}

VOID Fields(PEXT Ext, LONG level, ULONG unrelated)
{
    if (unrelated == 77)
        Ask();
    if (!(Ext->Flags & 0x20000))
        return;
    VideoPortAcquireDeviceLock(Ext);
    if (Ext->Next && level < Ext->Next->Mode - 5u && level < -3)
        return;
    VideoPortReleaseDeviceLock(Ext);
}

static BOOLEAN Allowed(PEXT Ext)
{
    return Ext->Mode > 6 && !Ext->Busy;
}

VOID InCallee(PEXT Ext, PEXT Other)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Other == NULL && Allowed(Ext))
        return;
    VideoPortReleaseDeviceLock(Ext);
}

VOID TwiceRead(PEXT Ext)
{
    if (Ext->Busy)
        VideoPortAcquireDeviceLock(Ext);
    Look(Ext);
    if (Ext->Busy)
        VideoPortReleaseDeviceLock(Ext);
}

VOID Sum(PEXT Ext, ULONG a, ULONG b)
{
    if (a < b && a + b == 0x30001 && (b & 0xFF) == 7)
        VideoPortAcquireDeviceLock(Ext);
}

VOID Always(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}

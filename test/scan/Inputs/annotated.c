/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Annotations of SAL, of the driver kit and of devlock's own, before definitions, in prototypes, and on functions whose
 * body is elsewhere.
 */
#include <ntdef.h>
#include <dderror.h>
#include <devioctl.h>
#include <miniport.h>
#include <ntddvdeo.h>
#include <video.h>
#include <driverspecs.h>
#include <concurrencysal.h>
#include "../../../include/devlock/annotations.h"

typedef struct _EXT {
    ULONG Mode;
    struct _EXT *Parent;
    ULONG_PTR Lock;
} EXT, *PEXT;

#define ENTERS(ext) _IRQL_requires_max_(PASSIVE_LEVEL) _Acquires_lock_(ext)

ENTERS(Ext) VOID Enter(_In_ PEXT Ext);
_Releases_lock_(Ext->Lock) VOID Leave(_In_ PEXT Ext);
_When_(return != FALSE, _Acquires_lock_(Ext)) BOOLEAN Try(_In_ PEXT Ext);
_When_(return == NO_ERROR, _Acquires_lock_(Ext->Parent)) VP_STATUS EnterParent(_In_ PEXT Ext);
DEVLOCK_REQUIRES_HELD(Ext) VOID Program(PEXT Ext);
VOID EnterElsewhere(_Acquires_lock_(*_Curr_) PEXT Ext);
_Success_(return == NO_ERROR) _Acquires_lock_(Ext) VP_STATUS TryElsewhere(PEXT Ext);
_Requires_lock_not_held_(Ext) VOID Wait(PEXT Ext);

VOID Enter(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}

VOID Leave(PEXT Ext)
{
    if (Ext->Mode == 0)
        return; // expect: devlock-missing-release
    VideoPortReleaseDeviceLock(Ext);
}

BOOLEAN Try(PEXT Ext)
{
    if (Ext->Mode == 0)
        return FALSE;
    VideoPortAcquireDeviceLock(Ext);
    return TRUE;
}

VP_STATUS EnterParent(PEXT Ext)
{
    if (!Ext->Parent)
        return ERROR_DEV_NOT_EXIST;
    if (Ext->Mode == 3)
        return NO_ERROR; // expect: devlock-release-without-acquire
    VideoPortAcquireDeviceLock(Ext->Parent);
    return NO_ERROR;
}

VOID Program(PEXT Ext)
{
    Ext->Mode = 1;
    if (Ext->Parent)
        return;
    VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
    Ext->Mode = 2;
    VideoPortReleaseDeviceLock(Ext);
}

VOID Calls(PEXT Ext)
{
    EnterElsewhere(Ext);
    Ext->Mode = 4;
    VideoPortReleaseDeviceLock(Ext);
    if (TryElsewhere(Ext) != NO_ERROR)
        return;
    Wait(Ext); // expect: devlock-double-acquire
    VideoPortReleaseDeviceLock(Ext);
}

VOID Forgets(PEXT Ext)
{
    EnterElsewhere(Ext);
    Wait(Ext->Parent);
} // expect: devlock-missing-release

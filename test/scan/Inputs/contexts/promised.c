/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Annotations say at which IRQL the driver's own routines run, also where their macros expand to nothing. */
#define _IRQL_requires_max_(irql)
#define _IRQL_requires_min_(irql)
#define _IRQL_requires_(irql)
#define _IRQL_raises_(irql)
#define _IRQL_saves_
#define _IRQL_restores_
#include "driver.h"

_IRQL_requires_max_(PASSIVE_LEVEL) ULONG ReadsFile(PEXT Ext);
_IRQL_raises_(DISPATCH_LEVEL) VOID Enter(PEXT Ext, _IRQL_saves_ PUCHAR Old);
VOID Leave(PEXT Ext, _IRQL_restores_ UCHAR Old);

_IRQL_requires_max_(APC_LEVEL) static VOID Update(PEXT Ext)
{
    Ext->Mode++;
}

/* By functions without a body. */
VOID Opaque(PEXT Ext)
{
    UCHAR old;

    ReadsFile(Ext);
    Enter(Ext, &old);
    ReadsFile(Ext); // expect: devlock-call-irql
    Update(Ext); // expect: devlock-call-irql
    Leave(Ext, old);
    ReadsFile(Ext);
    Update(Ext);
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

VOID OpaqueLock(PEXT Ext)
{
    UCHAR old;

    Enter(Ext, &old);
    VideoPortAcquireDeviceLock(Ext); // expect: devlock-irql
    Leave(Ext, old);
    VideoPortReleaseDeviceLock(Ext);
}

/* The routine's own annotation says how it is entered. */
_IRQL_requires_(DISPATCH_LEVEL) VOID AtDispatch(PEXT Ext)
{
    Ext->Count++;
    VideoPortAcquireDeviceLock(Ext); // expect: devlock-irql
    VideoPortReleaseDeviceLock(Ext);
}

_IRQL_requires_min_(DISPATCH_LEVEL) VOID AboveApc(PEXT Ext)
{
    ReadsFile(Ext); // expect: devlock-call-irql
}

_IRQL_requires_max_(DISPATCH_LEVEL) VOID UpToDispatch(PEXT Ext)
{
    ReadsFile(Ext); /* may be entered at PASSIVE_LEVEL */
}

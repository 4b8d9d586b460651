/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Annotations say at which IRQL the driver's own routines run, also where their macros expand to nothing. */
#define _IRQL_requires_max_(irql)
#define _IRQL_requires_min_(irql)
#define _IRQL_requires_(irql)
#define _IRQL_raises_(irql)
#define _IRQL_saves_
#define _IRQL_restores_
#define _IRQL_requires_same_
#define _When_(condition, annotations)
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

/* With some results, and with some arguments. */
_When_(return != FALSE, _IRQL_raises_(DISPATCH_LEVEL)) BOOLEAN TryEnter(PEXT Ext);
_When_(Wait != FALSE, _IRQL_requires_max_(APC_LEVEL)) VOID Flush(PEXT Ext, BOOLEAN Wait);
_IRQL_requires_(DISPATCH_LEVEL) _IRQL_raises_(PASSIVE_LEVEL) VOID Exit(PEXT Ext);

VOID Conditions(PEXT Ext, BOOLEAN Wait)
{
    if (TryEnter(Ext)) {
        ReadsFile(Ext); // expect: devlock-call-irql
        Flush(Ext, TRUE); // expect: devlock-call-irql
        Flush(Ext, FALSE);
        Flush(Ext, Wait); /* may be FALSE */
        if (Wait)
            Flush(Ext, Wait); // expect: devlock-call-irql
        Exit(Ext);
    } else
        ReadsFile(Ext);
    ReadsFile(Ext);
}

/* What a routine's body does to the IRQL is held against its own annotations. */
_IRQL_requires_same_ VOID Same(PEXT Ext)
{
    KIRQL old;

    KeRaiseIrql(DISPATCH_LEVEL, &old);
    if (Ext->Count > 3)
        return; // expect: devlock-call-irql
    KeLowerIrql(old);
}

_IRQL_raises_(DISPATCH_LEVEL) VOID Raises(PEXT Ext, _IRQL_saves_ PUCHAR Old)
{
    if (Ext->Count > 3)
        return; // expect: devlock-call-irql
    KeRaiseIrql(DISPATCH_LEVEL, Old);
}

VOID Restores(PEXT Ext, _IRQL_restores_ UCHAR Old)
{
    if (Ext->Count > 3) {
        KeLowerIrql(PASSIVE_LEVEL);
        return; // expect: devlock-call-irql
    }
    KeLowerIrql(Old);
}

_IRQL_requires_same_ VOID CallsThem(PEXT Ext)
{
    UCHAR old;

    Raises(Ext, &old);
    Restores(Ext, old);
}

_When_(return != FALSE, _IRQL_raises_(DISPATCH_LEVEL)) BOOLEAN Tries(PEXT Ext)
{
    KIRQL old;

    if (Ext->Count > 3)
        return FALSE;
    if (Ext->Mode == 1)
        return TRUE; // expect: devlock-call-irql
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    Ext->SavedIrql = old;
    return TRUE;
}

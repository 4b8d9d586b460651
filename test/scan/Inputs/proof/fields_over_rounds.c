/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Fields and globals that loops change: what holds between them, and between them and variables, in each round.
 */
#include "driver.h"

/* It saturates: once above 0 it is never 0 again. */
VOID FieldCounts(PEXT Ext, ULONG Count)
{
    ULONG i;

    Ext->State.Count = 0;
    for (i = 0; i < Count; i++) {
        if (Ext->State.Count == 0)
            ACQUIRE(Ext);
        if (Ext->State.Count < 100)
            Ext->State.Count++;
    }
    if (Ext->State.Count > 0)
        RELEASE(Ext);
}

VOID FieldCountsWrongly(PEXT Ext, ULONG Count)
{
    ULONG i;

    Ext->State.Count = 0;
    for (i = 0; i < Count; i++) {
        if (Ext->State.Count == 0)
            ACQUIRE(Ext);
        if (Ext->State.Count < 100)
            Ext->State.Count++;
    }
    if (Ext->State.Count > 1)
        RELEASE(Ext);
} // expect: devlock-missing-release

/* The field goes with a variable. */
VOID FieldFollows(PEXT Ext, ULONG Count)
{
    ULONG i = 0;

    Ext->State.Count = 0;
    ACQUIRE(Ext);
    while (i < Count) {
        i++;
        Ext->State.Count++;
    }
    if (Ext->State.Count == i)
        RELEASE(Ext);
}

VOID FieldFollowsWrongly(PEXT Ext, ULONG Count)
{
    ULONG i = 0;

    Ext->State.Count = 0;
    ACQUIRE(Ext);
    while (i < Count) {
        i++;
        Ext->State.Count++;
    }
    if (Ext->State.Count == i + 1)
        RELEASE(Ext);
} // expect: devlock-missing-release

/* Two fields go together; one of them says how often the lock was taken less the other. */
VOID FieldsTogether(PEXT Ext, ULONG Count)
{
    Ext->Depth = 0;
    Ext->Mode = 0;
    ACQUIRE(Ext);
    while (Ext->Mode < Count) {
        Ext->Mode++;
        Ext->Flags = Ext->Mode;
        Ext->Depth++;
    }
    if (Ext->Depth == (LONG)Ext->Mode)
        RELEASE(Ext);
}

/* A flag in a field goes the way of the lock, and of another flag. */
VOID FlagsAgree(PEXT Ext, ULONG Count)
{
    ULONG i;

    Ext->Busy = FALSE;
    Ext->State.Locked = FALSE;
    for (i = 0; i < Count; i++) {
        if (Ask()) {
            if (!Ext->State.Locked) {
                ACQUIRE(Ext);
                Ext->State.Locked = TRUE;
                Ext->Busy = TRUE;
            }
        } else if (Ext->Busy) {
            RELEASE(Ext);
            Ext->Busy = FALSE;
            Ext->State.Locked = FALSE;
        }
    }
    if (Ext->Busy)
        RELEASE(Ext);
}

static ULONG Rounds;

/* A global, counted down. */
VOID GlobalCounts(PEXT Ext)
{
    Rounds = Ask();
    ACQUIRE(Ext);
    while (Rounds > 0)
        Rounds--;
    if (Rounds == 0)
        RELEASE(Ext);
}

static VOID Step(PULONG Done, PULONG Left)
{
    ++*Done;
    --*Left;
}

/* A helper counts for its caller: both variables live in memory. */
VOID HelperCounts(PEXT Ext, ULONG Count)
{
    ULONG Done = 0, Left = Count;

    ACQUIRE(Ext);
    while (Left > 0)
        Step(&Done, &Left);
    if (Done + Left == Count)
        RELEASE(Ext);
}

VOID HelperCountsWrongly(PEXT Ext, ULONG Count)
{
    ULONG Done = 0, Left = Count;

    ACQUIRE(Ext);
    while (Left > 0)
        Step(&Done, &Left);
    if (Done > Left)
        RELEASE(Ext);
} // expect: devlock-missing-release

/* Wrong in a round that proofs do not unroll: it must not be refuted. */
VOID FieldCountsFar(PEXT Ext, ULONG Count)
{
    ULONG i;

    Ext->State.Count = 0;
    ACQUIRE(Ext);
    for (i = 0; i < Count; i++)
        Ext->State.Count++;
    if (Ext->State.Count != 40)
        RELEASE(Ext);
} // expect: possible devlock-missing-release

/* The other rules ask the same of loops: the lock is held no more, or is still held. */
VOID NoLongHold(PEXT Ext, ULONG Count)
{
    ULONG i, j = 1;

    ACQUIRE(Ext);
    for (i = 0; i < Count; i++)
        j++;
    if (j == i + 1)
        RELEASE(Ext);
    VideoPortZeroMemory(Ext->Regs, 4);
    if (j != i + 1) {
        VideoPortStallExecution(100000);
        RELEASE(Ext);
    }
}

VOID LongHold(PEXT Ext, ULONG Count)
{
    ULONG i, j = 1;

    ACQUIRE(Ext);
    for (i = 0; i < Count; i++)
        j++;
    if (j != i + 1)
        RELEASE(Ext);
    if (j == i + 1) {
        VideoPortStallExecution(100000); // expect: devlock-long-hold
        RELEASE(Ext);
    }
}

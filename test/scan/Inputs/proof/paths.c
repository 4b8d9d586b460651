/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Several paths lead to one defect, and the nearest ones cannot be taken: another one that can is found.
 */
#include "driver.h"

/* The short way out is impossible, the long one is not. */
VOID ShortWayImpossible(PEXT Ext, ULONG a, ULONG b)
{
    if (a > b)
        ACQUIRE(Ext);
    else
        Note(a);
    if (b > a && a == 7)
        goto out;
    if (a == b + 1 && b != 0xFFFFFFFF)
        goto out;
    if (a > b)
        RELEASE(Ext);
out:
    return; // expect: devlock-missing-release
}

VOID AllWaysImpossible(PEXT Ext, ULONG a, ULONG b)
{
    if (a > b)
        ACQUIRE(Ext);
    else
        Note(a);
    if (b > a && a == 7)
        goto out;
    if (a == b && b != 0xFFFFFFFF)
        goto out;
    if (a > b)
        RELEASE(Ext);
out:
    return;
}

VOID SixteenWays(PEXT Ext, ULONG n)
{
    ULONG bits = 0;

    if (n & 1)
        bits += 1;
    if (n & 2)
        bits += 1;
    if (n & 4)
        bits += 1;
    if (n & 8)
        bits += 1;
    ACQUIRE(Ext);
    if (bits == 3 && (n & 7) == 3)
        return; // expect: devlock-missing-release
    RELEASE(Ext);
}

VOID SixteenWaysNone(PEXT Ext, ULONG n)
{
    ULONG bits = 0;

    if (n & 1)
        bits += 1;
    if (n & 2)
        bits += 1;
    if (n & 4)
        bits += 1;
    if (n & 8)
        bits += 1;
    ACQUIRE(Ext);
    if (bits == 3 && (n & 7) == 1)
        return;
    RELEASE(Ext);
}

static VP_STATUS Probe(PEXT Ext, ULONG Mode)
{
    if (Mode == 1 || Mode == 2)
        return ERROR_INVALID_PARAMETER;
    if (Ext->Busy && Mode == 3)
        return ERROR_MORE_DATA;
    return NO_ERROR;
}

VP_STATUS ThroughCallee(PEXT Ext, ULONG Mode)
{
    VP_STATUS status;

    if (Mode < 3)
        return ERROR_INVALID_FUNCTION;
    ACQUIRE(Ext);
    status = Probe(Ext, Mode);
    if (status != NO_ERROR)
        return status; // expect: devlock-missing-release
    RELEASE(Ext);
    return NO_ERROR;
}

VP_STATUS ThroughCalleeNever(PEXT Ext, ULONG Mode)
{
    VP_STATUS status;

    if (Mode < 4)
        return ERROR_INVALID_FUNCTION;
    ACQUIRE(Ext);
    status = Probe(Ext, Mode);
    if (status != NO_ERROR)
        return status;
    RELEASE(Ext);
    return NO_ERROR;
}

/* In the loop: not in the first round, but in a later one. */
VOID LaterRound(PEXT Ext, ULONG Count)
{
    ULONG i, seen = 0;

    for (i = 0; i < Count; i++) {
        ACQUIRE(Ext);
        if (seen == 3)
            break;
        RELEASE(Ext);
        if (Ask())
            seen++;
    }
} // expect: devlock-missing-release

VOID LaterRoundNever(PEXT Ext, ULONG Count)
{
    ULONG i, seen = 0;

    for (i = 0; i < Count; i++) {
        ACQUIRE(Ext);
        if (seen == 3)
            break;
        RELEASE(Ext);
        if (Ask() && seen < 2)
            seen++;
    }
}

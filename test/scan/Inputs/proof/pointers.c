/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Pointers with null, memory by place, and what unknown functions change.
 */
#include "driver.h"

VOID NullGuard(PEXT Ext, PEXT Other)
{
    PEXT p = Other ? Other : Ext;

    ACQUIRE(p);
    if (Other)
        RELEASE(Other);
    else
        RELEASE(Ext);
}

VOID NullGuardMixed(PEXT Ext, PEXT Other)
{
    PEXT p = Other ? Other : Ext;

    ACQUIRE(p);
    if (Other)
        RELEASE(Ext); // expect: devlock-wrong-extension
    else
        RELEASE(Ext);
}

VOID FromList(PEXT Ext, ULONG Key)
{
    PULONG p = Find(Ext, Key);

    if (p != NULL && *p == 3)
        ACQUIRE(Ext);
    VideoPortStallExecution(Key);
    if (p && *p == 3)
        RELEASE(Ext);
}

VOID FromListChanged(PEXT Ext, ULONG Key)
{
    PULONG p = Find(Ext, Key);

    if (p != NULL && *p == 3)
        ACQUIRE(Ext);
    if (p)
        *p += Key;
    if (p && *p == 3)
        RELEASE(Ext); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

VOID ByAddress(PEXT Ext, BOOLEAN Wanted)
{
    BOOLEAN locked = FALSE, other = FALSE;
    BOOLEAN *p = Wanted ? &locked : &other;

    *p = TRUE;
    if (locked)
        ACQUIRE(Ext);
    Note(*p);
    if (Wanted)
        RELEASE(Ext);
}

VOID ByAddressOfOther(PEXT Ext, BOOLEAN Wanted)
{
    BOOLEAN locked = FALSE, other = FALSE;
    BOOLEAN *p = Wanted ? &locked : &other;

    *p = TRUE;
    if (other)
        ACQUIRE(Ext);
    Note(*p);
    if (Wanted)
        RELEASE(Ext); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

VOID Element(PEXT Ext, ULONG i, ULONG j)
{
    BOOLEAN held[4] = {0};

    if (i >= 4 || j >= 4)
        return;
    held[i] = TRUE;
    ACQUIRE(Ext);
    if (i == j && !held[j])
        return;
    RELEASE(Ext);
}

VOID ElementOfOther(PEXT Ext, ULONG i, ULONG j)
{
    BOOLEAN held[4] = {0};

    if (i >= 4 || j >= 4)
        return;
    held[i] = TRUE;
    ACQUIRE(Ext);
    if (!held[j])
        return; // expect: devlock-missing-release
    RELEASE(Ext);
}

static VOID Swap(ULONG *a, ULONG *b)
{
    ULONG c = *a;

    *a = *b;
    *b = c;
}

VOID Swapped(PEXT Ext, ULONG x, ULONG y)
{
    ULONG a = x, b = y;

    if (x < y)
        ACQUIRE(Ext);
    Swap(&a, &b);
    if (b < a)
        RELEASE(Ext);
}

VOID SwappedTwice(PEXT Ext, ULONG x, ULONG y)
{
    ULONG a = x, b = y;

    if (x < y)
        ACQUIRE(Ext);
    Swap(&a, &b);
    Swap(&b, &a);
    if (b < a)
        RELEASE(Ext); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

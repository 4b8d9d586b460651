/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Relations between variables: each routine is right or has a twin that is one edit away from it and wrong.
 */
#include "driver.h"

/* i < n */

VOID Less(PEXT Ext, ULONG i, ULONG n)
{
    if (i < n)
        ACQUIRE(Ext);
    Note(i);
    if (n > i)
        RELEASE(Ext);
}

VOID LessOrEqual(PEXT Ext, ULONG i, ULONG n)
{
    if (i < n)
        ACQUIRE(Ext);
    Note(i);
    if (n >= i)
        RELEASE(Ext); // expect: devlock-release-without-acquire
}

VOID Chain(PEXT Ext, ULONG a, ULONG b, ULONG c)
{
    if (a >= b || b >= c)
        return;
    ACQUIRE(Ext);
    if (a < c)
        RELEASE(Ext);
}

VOID ChainOfSums(PEXT Ext, ULONG a, ULONG b, ULONG c)
{
    if (a >= b || b >= c)
        return;
    ACQUIRE(Ext);
    if (a + 1 < c)
        RELEASE(Ext);
}

VOID ChainBroken(PEXT Ext, ULONG a, ULONG b, ULONG c)
{
    if (a >= b || b > c)
        return;
    ACQUIRE(Ext);
    if (a + 1 < c)
        RELEASE(Ext);
} // expect: devlock-missing-release

VOID SignedAndUnsigned(PEXT Ext, LONG n, ULONG limit)
{
    if (limit > 100)
        return;
    if (n >= 0 && n < (LONG)limit)
        ACQUIRE(Ext);
    Note(limit);
    if ((ULONG)n < limit)
        RELEASE(Ext);
}

VOID SignedMixedUp(PEXT Ext, LONG n, ULONG limit)
{
    if (limit > 100)
        return;
    if (n < (LONG)limit)
        ACQUIRE(Ext);
    Note(limit);
    if ((ULONG)n < limit)
        RELEASE(Ext);
} // expect: devlock-missing-release

/* a == b */

VOID Equal(PEXT Ext, ULONG a, ULONG b)
{
    if (a == b)
        ACQUIRE(Ext);
    Note(a);
    if ((a ^ b) == 0)
        RELEASE(Ext);
}

VOID EqualThrough(PEXT Ext, ULONG a, ULONG b, ULONG c)
{
    BOOLEAN held = FALSE;

    if (a == b && b == c) {
        ACQUIRE(Ext);
        held = TRUE;
    }
    if (held && a != c)
        return;
    if (held)
        RELEASE(Ext);
}

VOID EqualNotThrough(PEXT Ext, ULONG a, ULONG b, ULONG c)
{
    BOOLEAN held = FALSE;

    if (a == b || b == c) {
        ACQUIRE(Ext);
        held = TRUE;
    }
    if (held && a != c)
        return; // expect: devlock-missing-release
    if (held)
        RELEASE(Ext);
}

VOID EqualExtensions(PEXT One, PEXT Two)
{
    BOOLEAN same = One == Two;

    ACQUIRE(One);
    if (!same)
        ACQUIRE(Two);
    Look(One);
    if (One != Two)
        RELEASE(Two);
    RELEASE(One);
}

VOID EqualExtensionsForgotten(PEXT One, PEXT Two)
{
    BOOLEAN same = One == Two;

    ACQUIRE(One);
    if (!same)
        ACQUIRE(Two);
    Look(One);
    if (same)
        RELEASE(Two);
    RELEASE(One); // expect: devlock-double-release
} // expect: devlock-missing-release

/* flag == (p != NULL) */

VOID FlagOfPointer(PEXT Ext, ULONG Key)
{
    PULONG p = Find(Ext, Key);
    BOOLEAN flag = p != NULL;

    if (p)
        ACQUIRE(Ext);
    Note(Key);
    if (flag)
        RELEASE(Ext);
}

VOID FlagOfPointerInverted(PEXT Ext, ULONG Key)
{
    PULONG p = Find(Ext, Key);
    BOOLEAN flag = p == NULL;

    if (p)
        ACQUIRE(Ext);
    Note(Key);
    if (flag)
        RELEASE(Ext); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

VOID FlagComparedWithPointer(PEXT Ext, PULONG p, BOOLEAN flag)
{
    if (!!flag != (p != NULL))
        return;
    if (flag)
        ACQUIRE(Ext);
    Note(1);
    if (p)
        RELEASE(Ext);
}

VOID FlagComparedWithPointerAsNumber(PEXT Ext, PULONG p, BOOLEAN flag)
{
    if (flag != (p != NULL))
        return;
    if (flag == TRUE)
        ACQUIRE(Ext);
    Note(1);
    if (p)
        RELEASE(Ext);
}

VOID FlagComparedWithPointerWrong(PEXT Ext, PULONG p, BOOLEAN flag)
{
    if (flag == (p != NULL))
        return;
    if (flag)
        ACQUIRE(Ext);
    Note(1);
    if (p)
        RELEASE(Ext); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

/* The distance of two numbers that move together. */

VOID Together(PEXT Ext, ULONG a)
{
    ULONG b = a + 3;

    ACQUIRE(Ext);
    a += 5;
    b += 2;
    if (a == b)
        RELEASE(Ext);
}

VOID Apart(PEXT Ext, ULONG a)
{
    ULONG b = a + 3;

    ACQUIRE(Ext);
    a += 5;
    b += 3;
    if (a == b)
        RELEASE(Ext);
} // expect: devlock-missing-release

/* Smaller than one that is not the greatest: no overflow. */

VOID NoOverflow(PEXT Ext, UCHAR a, UCHAR b)
{
    if (a < b) {
        ACQUIRE(Ext);
        a++;
        if (a <= b && a != 0)
            RELEASE(Ext);
    }
}

VOID Overflow(PEXT Ext, UCHAR a, UCHAR b)
{
    if (a <= b) {
        ACQUIRE(Ext);
        a++;
        if (a != 0)
            RELEASE(Ext);
    }
} // expect: devlock-missing-release

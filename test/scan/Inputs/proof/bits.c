/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Bit masks and sums: each routine is right or has a twin that is one edit away from it and wrong.
 */
#include "driver.h"

#define WANTS_LOCK 0x04
#define IS_OPEN 0x10
#define IS_LAST 0x80000000

VOID MaskSet(PEXT Ext, ULONG flags)
{
    ULONG done = 0;

    if (flags & WANTS_LOCK) {
        ACQUIRE(Ext);
        done |= WANTS_LOCK;
    }
    if (flags & IS_OPEN)
        done |= IS_OPEN;
    Note(flags);
    if (done & WANTS_LOCK)
        RELEASE(Ext);
}

VOID MaskOfAnother(PEXT Ext, ULONG flags)
{
    ULONG done = 0;

    if (flags & WANTS_LOCK) {
        ACQUIRE(Ext);
        done |= WANTS_LOCK;
    }
    if (flags & IS_OPEN)
        done |= IS_OPEN;
    Note(flags);
    if (done & IS_OPEN)
        RELEASE(Ext); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

VOID MaskCleared(PEXT Ext, ULONG flags)
{
    if (flags & WANTS_LOCK)
        ACQUIRE(Ext);
    flags &= ~IS_OPEN;
    flags |= IS_LAST;
    if ((flags & (WANTS_LOCK | IS_OPEN)) == WANTS_LOCK)
        RELEASE(Ext);
}

VOID MaskClearedTooMuch(PEXT Ext, ULONG flags)
{
    if (flags & WANTS_LOCK)
        ACQUIRE(Ext);
    flags &= ~WANTS_LOCK;
    flags |= IS_LAST;
    if ((flags & (WANTS_LOCK | IS_OPEN)) == WANTS_LOCK)
        RELEASE(Ext);
} // expect: devlock-missing-release

VOID TopBit(PEXT Ext, ULONG flags)
{
    if (flags & IS_LAST)
        ACQUIRE(Ext);
    if ((LONG)flags < 0)
        RELEASE(Ext);
}

VOID TopBitShifted(PEXT Ext, ULONG flags)
{
    if (flags & IS_LAST)
        ACQUIRE(Ext);
    if (flags >> 31)
        RELEASE(Ext);
}

VOID TopBitShiftedTooFar(PEXT Ext, ULONG flags)
{
    if (flags & IS_LAST)
        ACQUIRE(Ext);
    if (flags >> 30)
        RELEASE(Ext); // expect: devlock-release-without-acquire
}

VOID ShiftedMask(PEXT Ext, ULONG flags, ULONG bit)
{
    if (bit >= 32)
        return;
    if (flags & (1u << bit))
        ACQUIRE(Ext);
    Note(bit);
    if ((flags >> bit) & 1)
        RELEASE(Ext);
}

VOID ShiftedMaskOfAnother(PEXT Ext, ULONG flags, ULONG bit)
{
    if (bit >= 31)
        return;
    if (flags & (1u << bit))
        ACQUIRE(Ext);
    Note(bit);
    if ((flags >> (bit + 1)) & 1)
        RELEASE(Ext); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

VOID Packed(PEXT Ext, UCHAR low, UCHAR high)
{
    USHORT word = (USHORT)(low | (high << 8));

    if (low == 1 && high == 2)
        ACQUIRE(Ext);
    if (word == 0x0201)
        RELEASE(Ext);
}

VOID PackedWrongly(PEXT Ext, UCHAR low, UCHAR high)
{
    USHORT word = (USHORT)(low | (high << 7));

    if (low == 1 && high == 2)
        ACQUIRE(Ext);
    if (word == 0x0201)
        RELEASE(Ext); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

VOID Aligned(PEXT Ext, ULONG size)
{
    ULONG pages = (size + 0xFFF) & ~0xFFFu;

    ACQUIRE(Ext);
    if ((pages & 0xFFF) == 0)
        RELEASE(Ext);
}

VOID SomeBits(PEXT Ext, ULONG a)
{
    if ((a & 6) == 6)
        ACQUIRE(Ext);
    if ((a & 2) && (a & 4))
        RELEASE(Ext);
}

VOID AnyBits(PEXT Ext, ULONG a)
{
    if (a & 6)
        ACQUIRE(Ext);
    if ((a & 2) && (a & 4))
        RELEASE(Ext);
} // expect: devlock-missing-release

/* sums */

VOID Sum(PEXT Ext, ULONG a, ULONG b)
{
    if (a > 10 || b > 10)
        return;
    if (a + b > 20)
        ACQUIRE(Ext);
}

VOID SumReached(PEXT Ext, ULONG a, ULONG b)
{
    if (a > 10 || b > 10)
        return;
    if (a + b >= 20)
        ACQUIRE(Ext);
} // expect: devlock-missing-release

VOID SumOfParts(PEXT Ext, ULONG a, ULONG b)
{
    ULONG total = a + b;

    if (total == 7)
        ACQUIRE(Ext);
    Note(total);
    if (b == 7 - a)
        RELEASE(Ext);
}

VOID SumOfOtherParts(PEXT Ext, ULONG a, ULONG b)
{
    ULONG total = a + b;

    if (total == 7)
        ACQUIRE(Ext);
    Note(total);
    if (b == 8 - a)
        RELEASE(Ext); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

VOID Product(PEXT Ext, USHORT width, USHORT height)
{
    ULONG area = (ULONG)width * height;

    if (width == 0 || height == 0)
        return;
    if (area)
        ACQUIRE(Ext);
    Note(area);
    if (width && height)
        RELEASE(Ext);
}

VOID ProductOverflows(PEXT Ext, ULONG width, ULONG height)
{
    ULONG area = width * height;

    if (width == 0 || height == 0)
        return;
    if (area)
        ACQUIRE(Ext);
    Note(area);
    if (width && height)
        RELEASE(Ext); // expect: devlock-release-without-acquire
}

VOID Quotient(PEXT Ext, ULONG n)
{
    if (n / 4 == 2)
        ACQUIRE(Ext);
    if (n >= 8 && n <= 11)
        RELEASE(Ext);
}

VOID QuotientTooNarrow(PEXT Ext, ULONG n)
{
    if (n / 4 == 2)
        ACQUIRE(Ext);
    if (n >= 8 && n < 11)
        RELEASE(Ext);
} // expect: devlock-missing-release

VOID Remainder(PEXT Ext, LONG n)
{
    if (n % 2)
        ACQUIRE(Ext);
    if (n & 1)
        RELEASE(Ext);
}

VOID RemainderOfNegative(PEXT Ext, LONG n)
{
    if (n % 2 == 1)
        ACQUIRE(Ext);
    if (n & 1)
        RELEASE(Ext); // expect: devlock-release-without-acquire
}

VOID Truncated(PEXT Ext, ULONG n)
{
    UCHAR byte = (UCHAR)n;

    if (byte)
        ACQUIRE(Ext);
    if (n & 0xFF)
        RELEASE(Ext);
}

VOID TruncatedNot(PEXT Ext, ULONG n)
{
    UCHAR byte = (UCHAR)n;

    if (byte)
        ACQUIRE(Ext);
    if (n)
        RELEASE(Ext); // expect: devlock-release-without-acquire
}

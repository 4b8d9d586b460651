/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Loop counters, and loops whose k-th round matters. The proof unrolls up to 16 rounds that no constant decides
 * (docs/semantics.md).
 */
#include "driver.h"

/* ---- rounds that constants decide --------------------------------------------------------------------------- */

VOID FixedRounds(PEXT Ext)
{
    ULONG i, done = 0;

    for (i = 0; i < 8; i++)
        done += 2;
    if (done == 16)
        ACQUIRE(Ext);
    if (i == 8)
        RELEASE(Ext);
}

VOID FixedRoundsMiscounted(PEXT Ext)
{
    ULONG i, done = 0;

    for (i = 0; i < 8; i++)
        done += 2;
    if (done == 16)
        ACQUIRE(Ext);
    if (i < 8)
        RELEASE(Ext);
} // expect: devlock-missing-release

VOID LockInFirstRound(PEXT Ext)
{
    ULONG i;

    for (i = 0; i < 200; i++) {
        if (i == 0)
            ACQUIRE(Ext);
        Note(i);
        if (i == 199)
            RELEASE(Ext);
    }
}

VOID LockInFirstRoundOfTooMany(PEXT Ext)
{
    ULONG i;

    for (i = 0; i < 200; i++) {
        if (i == 0)
            ACQUIRE(Ext);
        Note(i);
        if (i == 200)
            RELEASE(Ext);
    }
} // expect: devlock-missing-release

/* ---- rounds that inputs decide ------------------------------------------------------------------------------ */

VOID FlagOfLoop(PEXT Ext, ULONG Count)
{
    BOOLEAN held = FALSE;
    ULONG i;

    for (i = 0; i < Count; i++) {
        if (!held) {
            ACQUIRE(Ext);
            held = TRUE;
        }
        Note(i);
    }
    if (held)
        RELEASE(Ext);
}

VOID FlagOfLoopByCount(PEXT Ext, ULONG Count)
{
    BOOLEAN held = FALSE;
    ULONG i;

    for (i = 0; i < Count; i++) {
        if (!held) {
            ACQUIRE(Ext);
            held = TRUE;
        }
        Note(i);
    }
    if (Count > 0)
        RELEASE(Ext);
}

VOID FlagOfLoopByIndex(PEXT Ext, ULONG Count)
{
    ULONG i;

    for (i = 0; i < Count; i++) {
        if (i == 0)
            ACQUIRE(Ext);
        Note(i);
    }
    if (i != 0)
        RELEASE(Ext);
}

VOID FlagOfLoopByIndexWrong(PEXT Ext, ULONG Count)
{
    ULONG i;

    for (i = 0; i < Count; i++) {
        if (i == 0)
            ACQUIRE(Ext);
        Note(i);
    }
    if (i > 1)
        RELEASE(Ext);
} // expect: devlock-missing-release

VOID ThirdRound(PEXT Ext, ULONG Count)
{
    ULONG i;

    ACQUIRE(Ext);
    for (i = 0; i < Count; i++)
        if (i == 2)
            return; // expect: devlock-missing-release
    RELEASE(Ext);
}

VOID TwelfthRound(PEXT Ext, ULONG Count)
{
    ULONG i, tries = 0;

    ACQUIRE(Ext);
    for (i = 0; i < Count; i++)
        if (Ask())
            tries++;
    if (tries == 12)
        return; // expect: devlock-missing-release
    RELEASE(Ext);
}

VOID TwelfthRoundOfTen(PEXT Ext)
{
    ULONG i, tries = 0;

    ACQUIRE(Ext);
    for (i = 0; i < 10; i++)
        if (Ask())
            tries++;
    if (tries == 12)
        return;
    RELEASE(Ext);
}

VOID FortiethRound(PEXT Ext, ULONG Count)
{
    ULONG i;

    ACQUIRE(Ext);
    for (i = 0; i < Count; i++)
        if (i == 40)
            return; // expect: possible devlock-missing-release
    RELEASE(Ext);
}

VOID OnceEveryRound(PEXT Ext, ULONG Count)
{
    while (Count--) {
        ACQUIRE(Ext);
        if (Ask() == 3) {
            RELEASE(Ext);
            continue;
        }
        Note(Count);
        RELEASE(Ext);
    }
}

VOID EveryOtherRound(PEXT Ext, ULONG Count)
{
    ULONG i;

    for (i = 0; i < Count; i++) {
        if (i & 1)
            RELEASE(Ext);
        else
            ACQUIRE(Ext);
    }
    if (Count & 1)
        RELEASE(Ext);
}

VOID EveryOtherRoundForgotten(PEXT Ext, ULONG Count)
{
    ULONG i;

    for (i = 0; i < Count; i++) {
        if (i & 1)
            RELEASE(Ext);
        else
            ACQUIRE(Ext);
    }
} // expect: devlock-missing-release

VOID Alternates(PEXT Ext)
{
    BOOLEAN held = FALSE;

    while (Ask()) {
        if (held)
            RELEASE(Ext);
        else
            ACQUIRE(Ext);
        held = !held;
    }
    if (held)
        RELEASE(Ext);
}

VOID AlternatesWrongly(PEXT Ext)
{
    BOOLEAN held = FALSE;

    while (Ask()) {
        if (held)
            RELEASE(Ext);
        else
            ACQUIRE(Ext);
        held = !held;
    }
    if (!held)
        RELEASE(Ext); // expect: devlock-release-without-acquire // expect: devlock-double-release
} // expect: devlock-missing-release

VOID Retries(PEXT Ext)
{
    VP_STATUS status;
    ULONG tries = 0;

    do {
        status = Try(Ext);
    } while (status != NO_ERROR && ++tries < 5);
    if (status != NO_ERROR)
        return;
    ACQUIRE(Ext);
    if (tries < 5)
        RELEASE(Ext);
}

VOID RetriesOnceTooFew(PEXT Ext)
{
    VP_STATUS status;
    ULONG tries = 0;

    do {
        status = Try(Ext);
    } while (status != NO_ERROR && ++tries < 5);
    if (status != NO_ERROR)
        return;
    ACQUIRE(Ext);
    if (tries < 4)
        RELEASE(Ext);
} // expect: devlock-missing-release

VOID CountsDown(PEXT Ext, ULONG Count)
{
    ULONG left = Count;

    ACQUIRE(Ext);
    while (left > 0)
        left--;
    if (left == 0)
        RELEASE(Ext);
}

VOID CountsDownSigned(PEXT Ext, LONG Count)
{
    ACQUIRE(Ext);
    while (Count > 0)
        Count--;
    if (Count == 0)
        RELEASE(Ext);
} // expect: devlock-missing-release

VOID TwoCounters(PEXT Ext, ULONG Count)
{
    ULONG i, j = 0;

    for (i = 0; i < Count; i++)
        j++;
    ACQUIRE(Ext);
    if (i == j)
        RELEASE(Ext);
}

VOID TwoCountersApart(PEXT Ext, ULONG Count)
{
    ULONG i, j = 1;

    for (i = 0; i < Count; i++)
        j++;
    ACQUIRE(Ext);
    if (i == j)
        RELEASE(Ext);
} // expect: devlock-missing-release

VOID LockedCount(PEXT Ext, ULONG Count)
{
    ULONG i, locks = 0;

    for (i = 0; i < Count; i++)
        if (Ask() && locks == 0) {
            ACQUIRE(Ext);
            locks++;
        }
    if (locks)
        RELEASE(Ext);
}

VOID LockedCountOfOther(PEXT Ext, ULONG Count)
{
    ULONG i, locks = 0, asks = 0;

    for (i = 0; i < Count; i++)
        if (Ask()) {
            asks++;
            if (locks == 0) {
                ACQUIRE(Ext);
                locks++;
            }
        }
    if (asks > 1)
        RELEASE(Ext);
} // expect: devlock-missing-release

VOID FoundInTable(PEXT Ext, ULONG Key)
{
    ULONG i;

    for (i = 0; i < 32; i++)
        if (Ext->Regs[i] == Key)
            break;
    if (i == 32)
        return;
    ACQUIRE(Ext);
    if (i < 32)
        RELEASE(Ext);
}

VOID FoundInTableAtEnd(PEXT Ext, ULONG Key)
{
    ULONG i;

    for (i = 0; i < 32; i++)
        if (Ext->Regs[i] == Key)
            break;
    if (i == 32)
        return;
    ACQUIRE(Ext);
    if (i < 31)
        RELEASE(Ext);
} // expect: possible devlock-missing-release

VOID StatusOfLoop(PEXT Ext, ULONG Count)
{
    VP_STATUS status = NO_ERROR;
    ULONG i;

    ACQUIRE(Ext);
    for (i = 0; i < Count && status == NO_ERROR; i++)
        status = Try(Ext);
    if (status != NO_ERROR) {
        RELEASE(Ext);
        return;
    }
    if (status == NO_ERROR)
        RELEASE(Ext);
}

VOID StatusOfLoopByIndex(PEXT Ext, ULONG Count)
{
    VP_STATUS status = NO_ERROR;
    ULONG i;

    ACQUIRE(Ext);
    for (i = 0; i < Count && status == NO_ERROR; i++)
        status = Try(Ext);
    if (i < Count) {
        RELEASE(Ext);
        return;
    }
    if (status == NO_ERROR)
        RELEASE(Ext);
} // expect: devlock-missing-release

/* A field counts the rounds. */
VOID FieldCounts(PEXT Ext, ULONG Count)
{
    ULONG i;

    Ext->State.Count = 0;
    for (i = 0; i < Count; i++) {
        if (Ext->State.Count == 0)
            ACQUIRE(Ext);
        Ext->State.Count = 1;
    }
    if (Ext->State.Count)
        RELEASE(Ext);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Status codes passed through helpers, conditions kept in fields of structures: each routine is right or has a twin
 * that is one edit away from it and wrong.
 */
#include "driver.h"

/* ---- status codes -------------------------------------------------------------------------------------------- */

static VP_STATUS Check(ULONG Mode)
{
    if (Mode > 7)
        return ERROR_INVALID_PARAMETER;
    if (Mode == 0)
        return ERROR_INVALID_FUNCTION;
    return NO_ERROR;
}

static VP_STATUS Map(VP_STATUS Status)
{
    switch (Status) {
    case NO_ERROR:
        return NO_ERROR;
    case ERROR_INVALID_PARAMETER:
        return ERROR_MORE_DATA;
    default:
        return ERROR_DEV_NOT_EXIST;
    }
}

static BOOLEAN Failed(VP_STATUS Status)
{
    return Status != NO_ERROR;
}

static VP_STATUS First(VP_STATUS One, VP_STATUS Two)
{
    return One != NO_ERROR ? One : Two;
}

static VP_STATUS LockIfGood(PEXT Ext, VP_STATUS Status)
{
    if (Failed(Status))
        return Status;
    ACQUIRE(Ext);
    return NO_ERROR;
}

VP_STATUS ThroughHelpers(PEXT Ext, ULONG Mode)
{
    VP_STATUS status = Map(Check(Mode));

    status = LockIfGood(Ext, status);
    if (!Failed(status)) {
        Ext->Mode = Mode;
        RELEASE(Ext);
    }
    return status;
}

VP_STATUS ThroughHelpersByMode(PEXT Ext, ULONG Mode)
{
    VP_STATUS status = LockIfGood(Ext, Map(Check(Mode)));

    if (Mode > 0 && Mode < 8)
        RELEASE(Ext);
    return status;
}

VP_STATUS ThroughHelpersByWrongMode(PEXT Ext, ULONG Mode)
{
    VP_STATUS status = LockIfGood(Ext, Map(Check(Mode)));

    if (Mode < 8)
        RELEASE(Ext); // expect: devlock-release-without-acquire
    return status;
}

VP_STATUS OtherStatus(PEXT Ext, ULONG Mode)
{
    VP_STATUS status = Map(Check(Mode));

    status = LockIfGood(Ext, status);
    if (status != ERROR_MORE_DATA && status != ERROR_DEV_NOT_EXIST)
        RELEASE(Ext);
    return status;
}

VP_STATUS OtherStatusUnmapped(PEXT Ext, ULONG Mode)
{
    VP_STATUS status = Map(Check(Mode));

    status = LockIfGood(Ext, status);
    if (status != ERROR_MORE_DATA && status != ERROR_INVALID_FUNCTION)
        RELEASE(Ext); // expect: devlock-release-without-acquire
    return status;
}

VP_STATUS FirstOfTwo(PEXT Ext)
{
    VP_STATUS one = Try(Ext), two = NO_ERROR;

    if (one == NO_ERROR) {
        ACQUIRE(Ext);
        two = Try(Ext->Parent);
        if (two != NO_ERROR)
            RELEASE(Ext);
    }
    if (First(one, two) == NO_ERROR)
        RELEASE(Ext);
    return First(one, two);
}

VP_STATUS SecondOfTwo(PEXT Ext)
{
    VP_STATUS one = Try(Ext), two = NO_ERROR;

    if (one == NO_ERROR) {
        ACQUIRE(Ext);
        two = Try(Ext->Parent);
        if (two != NO_ERROR)
            RELEASE(Ext);
    }
    if (First(two, NO_ERROR) == NO_ERROR)
        RELEASE(Ext); // expect: devlock-release-without-acquire
    return First(one, two);
}

static BOOLEAN ReadByPointer(PEXT Ext, VP_STATUS *Status)
{
    *Status = Try(Ext);
    return *Status == NO_ERROR || *Status == ERROR_MORE_DATA;
}

VP_STATUS OutParameter(PEXT Ext)
{
    VP_STATUS status;
    BOOLEAN good = ReadByPointer(Ext, &status);

    if (good)
        ACQUIRE(Ext);
    Note(status);
    if (status == NO_ERROR || status == ERROR_MORE_DATA)
        RELEASE(Ext);
    return status;
}

VP_STATUS OutParameterOther(PEXT Ext)
{
    VP_STATUS status;
    BOOLEAN good = ReadByPointer(Ext, &status);

    if (good)
        ACQUIRE(Ext);
    Note(status);
    if (status == NO_ERROR)
        RELEASE(Ext);
    return status; // expect: devlock-missing-release
}

/* NT_SUCCESS: signed */

VP_STATUS Signed(PEXT Ext)
{
    LONG status = (LONG)Try(Ext);

    if (status >= 0)
        ACQUIRE(Ext);
    Note((ULONG)status);
    if (!((ULONG)status & 0x80000000))
        RELEASE(Ext);
    return (VP_STATUS)status;
}

VP_STATUS SignedPositive(PEXT Ext)
{
    LONG status = (LONG)Try(Ext);

    if (status >= 0)
        ACQUIRE(Ext);
    Note((ULONG)status);
    if (status > 0)
        RELEASE(Ext);
    return (VP_STATUS)status; // expect: devlock-missing-release
}

/* ---- fields -------------------------------------------------------------------------------------------------- */

VOID Field(PEXT Ext, ULONG Mode)
{
    Ext->State.Locked = FALSE;
    if (Mode < 4) {
        ACQUIRE(Ext);
        Ext->State.Locked = TRUE;
    }
    Ext->State.Count++;
    Note(Mode);
    if (Ext->State.Locked)
        RELEASE(Ext);
}

static VOID Count(PEXT Ext)
{
    Ext->State.Count++;
    Ext->Mode = Ext->State.Count;
}

VOID FieldThroughHelper(PEXT Ext, ULONG Mode)
{
    Ext->State.Locked = Mode < 4;
    if (Ext->State.Locked)
        ACQUIRE(Ext);
    Count(Ext);
    if (Ext->State.Locked)
        RELEASE(Ext);
}

static VOID Reset(PEXT Ext)
{
    VideoPortZeroMemory(&Ext->State, sizeof(Ext->State));
}

VOID FieldResetByHelper(PEXT Ext, ULONG Mode)
{
    Ext->State.Locked = Mode < 4;
    if (Ext->State.Locked)
        ACQUIRE(Ext);
    Reset(Ext);
    if (Ext->State.Locked)
        RELEASE(Ext);
} // expect: devlock-missing-release

VOID FieldByHelper(PEXT Ext, ULONG Mode)
{
    Ext->State.Status = Check(Mode);
    if (Ext->State.Status == NO_ERROR)
        ACQUIRE(Ext);
    Count(Ext);
    if (Mode - 1 < 7)
        RELEASE(Ext);
}

VOID FieldByHelperWrong(PEXT Ext, ULONG Mode)
{
    Ext->State.Status = Check(Mode);
    if (Ext->State.Status == NO_ERROR)
        ACQUIRE(Ext);
    Count(Ext);
    if (Mode <= 7)
        RELEASE(Ext); // expect: devlock-release-without-acquire
}

VOID FieldCopied(PEXT Ext, PEXT Other)
{
    EXT saved = *Ext;

    if (Ext->Busy)
        ACQUIRE(Ext);
    Look(Ext);
    *Ext = saved;
    if (Ext->Busy)
        RELEASE(Ext);
    Note(Other->Mode);
}

VOID FieldCopiedFromOther(PEXT Ext, PEXT Other)
{
    EXT saved = *Other;

    if (Ext->Busy)
        ACQUIRE(Ext);
    Look(Ext);
    *Ext = saved;
    if (Ext->Busy)
        RELEASE(Ext); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

VOID FieldSavedAndRestored(PEXT Ext)
{
    ULONG flags = Ext->Flags;

    if (flags & 1)
        ACQUIRE(Ext);
    Ext->Flags = 0;
    Note(0);
    Ext->Flags = flags;
    if (Ext->Flags & 1)
        RELEASE(Ext);
}

VOID FieldOfLocal(PEXT Ext, ULONG Mode)
{
    struct { ULONG Mode; BOOLEAN Locked; VP_STATUS Status; } state = {0};

    state.Mode = Mode;
    state.Status = Check(state.Mode);
    if (state.Status == NO_ERROR) {
        ACQUIRE(Ext);
        state.Locked = TRUE;
    }
    Look(Ext);
    if (state.Locked != (state.Status == NO_ERROR))
        return;
    if (state.Locked)
        RELEASE(Ext);
}

VOID FieldOfLocalWrong(PEXT Ext, ULONG Mode)
{
    struct { ULONG Mode; BOOLEAN Locked; VP_STATUS Status; } state = {0};

    state.Mode = Mode;
    state.Status = Check(state.Mode);
    if (state.Status == NO_ERROR) {
        ACQUIRE(Ext);
        state.Locked = TRUE;
    }
    Look(Ext);
    if (state.Locked == (state.Status == NO_ERROR))
        return; // expect: devlock-missing-release
    if (state.Locked)
        RELEASE(Ext);
}

/* Relations between fields. */

VOID FieldsCompared(PEXT Ext)
{
    if (Ext->State.Count < Ext->Mode)
        ACQUIRE(Ext);
    Note(Ext->Mode);
    if (Ext->Mode > Ext->State.Count)
        RELEASE(Ext);
}

VOID FieldsComparedAfterChange(PEXT Ext)
{
    if (Ext->State.Count < Ext->Mode)
        ACQUIRE(Ext);
    Ext->State.Count++; /* may become 0 */
    if (Ext->Mode > Ext->State.Count)
        RELEASE(Ext); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

VOID DepthCounted(PEXT Ext, BOOLEAN Nested)
{
    if (Ext->Depth != 0)
        return;
    if (Ext->Depth++ == 0)
        ACQUIRE(Ext);
    if (Nested && Ext->Depth++ == 0)
        ACQUIRE(Ext);
    if (Nested && --Ext->Depth == 0)
        RELEASE(Ext);
    if (--Ext->Depth == 0)
        RELEASE(Ext);
}

VOID DepthMiscounted(PEXT Ext, BOOLEAN Nested)
{
    if (Ext->Depth != 0)
        return;
    if (Ext->Depth++ == 0)
        ACQUIRE(Ext);
    if (Nested && Ext->Depth++ == 0)
        ACQUIRE(Ext);
    if (--Ext->Depth == 0)
        RELEASE(Ext);
} // expect: devlock-missing-release

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Where the pointers are called. */
#include "driver.h"

VOID Right(PEXT Ext)
{
    Ext->Ops.Enter(Ext);
    Ext->Count++;
    Look(Ext);
    Ext->Ops.Leave(Ext);
}

VOID EarlyReturn(PEXT Ext)
{
    Ext->Ops.Enter(Ext);
    if (Ext->Count > 3)
        return; // expect: devlock-missing-release
    Ext->Ops.Leave(Ext);
}

VOID ThroughCopies(PEXT Ext)
{
    PSYNC_OPS ops = &Ext->Ops;
    SYNC *leave = ops->Leave;

    (*ops->Enter)(Ext);
    leave(Ext);
    (*leave)(Ext); // expect: devlock-double-release
}

VOID Optional(PEXT Ext)
{
    if (Ext->Optional.Enter != NULL)
        Ext->Optional.Enter(Ext);
    Ext->Count++;
    if (Ext->Optional.Enter)
        Ext->Optional.Leave(Ext);
}

VOID OptionalWrong(PEXT Ext)
{
    if (Ext->Optional.Enter)
        Ext->Optional.Enter(Ext);
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
}

VOID ThroughTable(PEXT Ext)
{
    Ext->Table->Enter(Ext);
    Ext->Count++;
    Look(Ext);
    Ext->Table->Leave(Ext);
}

VOID ThroughTableWrong(PEXT Ext)
{
    Ext->Table->Enter(Ext);
    Ext->Count++;
} // expect: devlock-missing-release

/* Which of two goes with which of two others, the fields do not say. */
VOID Several(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Ext->Several.Leave(Ext);
} // expect: possible devlock-missing-release

VOID FilledByOthers(PEXT Ext)
{
    Ext->PassedOut.Enter(Ext);
}

VOID TakenByOthers(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Ext->Taken.Enter(Ext);
} // expect: possible devlock-missing-release

VOID GivenByOthers(PEXT Ext)
{
    Ext->Given.Enter(Ext);
}

VOID ThroughArray(PEXT Ext, ULONG Index)
{
    Ext->Handlers[Index & 1](Ext);
} // expect: devlock-missing-release

VOID ThroughGlobal(PEXT Ext)
{
    GlobalEnter(Ext);
} // expect: devlock-missing-release

VOID BySetter(PEXT Ext)
{
    Ext->Setter(Ext);
} // expect: devlock-missing-release

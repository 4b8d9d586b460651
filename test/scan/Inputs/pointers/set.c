/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Where the pointers are set. */
#include "driver.h"

/* Each has a visible caller, in the other file: that is judged. */
static VOID Enter(PVOID Context)
{
    VideoPortAcquireDeviceLock(Context);
}

static VOID Leave(PVOID Context)
{
    VideoPortReleaseDeviceLock(Context);
}

static VOID Nothing(PVOID Context)
{
    ((PEXT)Context)->Count++;
}

/* These may have one: nobody knows what else the field holds. */
static VOID EnterForTaken(PVOID Context)
{
    VideoPortAcquireDeviceLock(Context);
} // expect: possible devlock-missing-release

static VOID EnterForGiven(PVOID Context)
{
    VideoPortAcquireDeviceLock(Context);
} // expect: possible devlock-missing-release

static VOID EnterForPassedOut(PVOID Context)
{
    VideoPortAcquireDeviceLock(Context);
} // expect: possible devlock-missing-release

static VOID EnterBySetter(PVOID Context)
{
    VideoPortAcquireDeviceLock(Context);
}

/* Nobody calls what is stored here. */
static struct {
    SYNC *Unused;
} Stored;

static VOID NeverCalled(PVOID Context)
{
    VideoPortAcquireDeviceLock(Context);
} // expect: devlock-missing-release

static const TABLE OneTable = {Enter, Leave};
static const TABLE OtherTable = {.Leave = Nothing, .Enter = Nothing};
static SYNC_OPS Template = {Enter, Leave, 3};
SYNC *GlobalEnter;

VOID SetSetter(PEXT Ext, SYNC *Setter)
{
    Ext->Setter = Setter;
}

static VOID Change(SYNC **Where)
{
    *Where = FindEnter(1);
}

VOID Init(PEXT Ext, ULONG Kind)
{
    const TABLE *table = &OneTable;

    Ext->Ops = Template;
    Ext->Optional.Enter = NULL;
    Ext->Optional.Leave = 0;
    if (Kind > 2) {
        Ext->Optional.Enter = &Enter;
        Ext->Optional.Leave = (SYNC *)Leave;
        table = &OtherTable;
    }
    Ext->Table = table;
    Ext->Several.Enter = Kind ? Enter : Nothing;
    Ext->Several.Leave = Kind ? Leave : Nothing;
    Ext->PassedOut.Enter = EnterForPassedOut;
    Fill(&Ext->PassedOut);
    Ext->Taken.Enter = EnterForTaken;
    Change(&Ext->Taken.Enter);
    Ext->Given.Enter = EnterForGiven;
    if (Kind == 7)
        Ext->Given.Enter = FindEnter(Kind);
    Ext->Handlers[0] = Enter;
    Ext->Handlers[1] = NULL;
    GlobalEnter = Enter;
    SetSetter(Ext, EnterBySetter);
    Stored.Unused = NeverCalled;
}

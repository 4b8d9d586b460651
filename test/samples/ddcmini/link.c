/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The interface of ddcmini for child drivers. They call whenever they like, at PASSIVE_LEVEL, and the port does not
 * serialise them: each routine takes the device lock before it touches the extension.
 */
#include "ddcmini.h"

/* {6C2F5D0A-3B1E-4F7C-9A55-1D0F6B7E2C41} */
static const GUID DcmLinkInterfaceGuid = {
    0x6c2f5d0a, 0x3b1e, 0x4f7c, {0x9a, 0x55, 0x1d, 0x0f, 0x6b, 0x7e, 0x2c, 0x41}};

static VOID LinkEnter(PDCM_LINK Link)
{
    VideoPortAcquireDeviceLock(Link->Ext);
}

static VOID LinkLeave(PDCM_LINK Link)
{
    VideoPortReleaseDeviceLock(Link->Ext);
}

/* Takes the lock unless the link is closed. */
static BOOLEAN LinkTryEnter(PDCM_LINK Link)
{
    if (Link->Closed)
        return FALSE;
    LinkEnter(Link);
    return TRUE;
}

/* Takes the lock and keeps it when the device can be used; otherwise tells why, and the lock is free again. */
static VP_STATUS LinkBegin(PDCM_LINK Link)
{
    if (!LinkTryEnter(Link))
        return ERROR_INVALID_FUNCTION;
    if (Link->Ext->PowerState != VideoPowerOn) {
        LinkLeave(Link);
        return ERROR_BUSY;
    }
    return NO_ERROR;
}

/* A transfer has failed: count it, bring the line to rest and let go of the lock. */
static VP_STATUS LinkAbort(PDCM_LINK Link, VP_STATUS Status)
{
    Link->Ext->Lines[Link->Line].Errors++;
    DcmI2cResetHeld(Link->Ext, Link->Line);
    LinkLeave(Link);
    return Status;
}

/* The lock is let go between two messages, so that a long list does not keep others waiting. */
static VP_STATUS NTAPI LinkTransfer(PVOID Context, PDCM_MESSAGE Messages, ULONG Count)
{
    PDCM_LINK link = Context;
    VP_STATUS status = NO_ERROR;
    ULONG i;

    for (i = 0; i < Count && status == NO_ERROR; i++) {
        status = LinkBegin(link);
        if (status != NO_ERROR)
            break;
        if (Messages[i].Length == 0) {
            LinkLeave(link);
            continue;
        }
        if (!DcmI2cMessageHeld(link->Ext, link->Line, &Messages[i]))
            return LinkAbort(link, ERROR_DEV_NOT_EXIST);
        LinkLeave(link);
    }
    return status;
}

static VP_STATUS NTAPI LinkWrite(PVOID Context, UCHAR Address, PUCHAR Buffer, ULONG Length)
{
    PDCM_LINK link = Context;
    DCM_MESSAGE message;
    VP_STATUS status = LinkBegin(link);

    if (status != NO_ERROR)
        return status;

    if (Length == 0)
        goto Leave;
    message.Address = (UCHAR)(Address & ~1);
    message.Buffer = Buffer;
    message.Length = Length;
    if (!DcmI2cMessageHeld(link->Ext, link->Line, &message)) {
        status = LinkAbort(link, ERROR_DEV_NOT_EXIST);
        goto Leave;
    }
    if (Address == DCM_EDID_ADDRESS)
        link->Ext->Lines[link->Line].EdidValid = FALSE;

Leave:
    LinkLeave(link); // expect: devlock-double-release
    return status;
}

static VP_STATUS NTAPI LinkReadEdid(PVOID Context, PUCHAR Buffer, ULONG Length)
{
    PDCM_LINK link = Context;
    UCHAR edid[DCM_EDID_SIZE];
    VP_STATUS status;

    if (Length > DCM_EDID_SIZE)
        Length = DCM_EDID_SIZE;
    status = LinkBegin(link);
    if (status == NO_ERROR) {
        status = DcmReadEdidHeld(link->Ext, link->Line, edid);
        if (status == ERROR_DEV_NOT_EXIST && DcmI2cPing(link->Ext, link->Line, DCM_EDID_ADDRESS)) // expect: devlock-double-acquire
            status = ERROR_DEVICE_REINITIALIZATION_NEEDED;
        LinkLeave(link);
    }
    if (status != NO_ERROR)
        return status;

    /* The child's buffer may be a user's. */
    __try {
        VideoPortMoveMemory(Buffer, edid, Length);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        status = ERROR_INVALID_PARAMETER;
    }
    return status;
}

static VP_STATUS NTAPI LinkControl(PVOID Context, ULONG Code, PULONG Value)
{
    PDCM_LINK link = Context;
    VP_STATUS status = NO_ERROR;
    PDCM_LINE line;

    if (Value == NULL)
        return ERROR_INVALID_PARAMETER;
    if (!LinkTryEnter(link))
        return ERROR_INVALID_FUNCTION;
    line = &link->Ext->Lines[link->Line];

    switch (Code) {
    case DCM_CONTROL_RESET:
        DcmI2cResetHeld(link->Ext, link->Line);
        line->Errors = 0;
        /* fall through */
    case DCM_CONTROL_GET_ERRORS:
        *Value = line->Errors;
        break;

    case DCM_CONTROL_GET_DPMS:
        if (link->Ext->PowerState != VideoPowerOn)
            return ERROR_BUSY; // expect: devlock-missing-release
        *Value = line->Dpms;
        break;

    case DCM_CONTROL_PROBE:
        LinkLeave(link);
        *Value = DcmI2cPing(link->Ext, link->Line, (UCHAR)*Value);
        return NO_ERROR;

    default:
        status = ERROR_INVALID_FUNCTION;
        break;
    }
    LinkLeave(link);
    return status;
}

static VP_STATUS NTAPI LinkSetDpms(PVOID Context, ULONG State, BOOLEAN BothHeads)
{
    PDCM_LINK link = Context;
    PDCM_EXTENSION other = NULL;
    BOOLEAN otherLocked = FALSE;
    VP_STATUS status = LinkBegin(link);

    if (status != NO_ERROR)
        return status;
    if (BothHeads) {
        other = link->Ext->Partner;
        if (other == NULL || link->Ext->Secondary) {
            status = ERROR_INVALID_PARAMETER;
            goto Done;
        }
        VideoPortAcquireDeviceLock(other);
        otherLocked = TRUE;
        if (other->PowerState != VideoPowerOn) {
            /* Asleep: nothing to program there. */
            BothHeads = otherLocked = FALSE;
        }
    }
    DcmProgramDpmsHeld(link->Ext, link->Line, State);
    if (BothHeads)
        DcmProgramDpmsHeld(other, link->Line, State);

Done:
    if (otherLocked)
        VideoPortReleaseDeviceLock(other);
    LinkLeave(link);
    return status; // expect: devlock-missing-release
}

/* A monitor that wakes up may need several tries. */
static VP_STATUS NTAPI LinkProbe(PVOID Context, UCHAR Address)
{
    PDCM_LINK link = Context;
    DCM_MESSAGE message;
    ULONG retry;

    if (link->Closed)
        return ERROR_INVALID_FUNCTION;
    message.Address = Address;
    message.Buffer = NULL;
    message.Length = 0;

    for (retry = 0; retry < DCM_RETRIES; retry++) {
        LinkEnter(link); // expect: devlock-double-acquire
        if (!DcmI2cMessageHeld(link->Ext, link->Line, &message)) {
            link->Ext->Lines[link->Line].Errors++;
            continue;
        }
        LinkLeave(link);
        return NO_ERROR;
    }
    return ERROR_DEV_NOT_EXIST;
}

static ULONG NTAPI LinkCountErrors(PVOID Context)
{
    PDCM_LINK link = Context;

    return link->Ext->Lines[link->Line].Errors; // expect: devlock-unlocked-child-access
}

/* Closing twice is an error that children make; it is forgiven. */
static VP_STATUS NTAPI LinkClose(PVOID Context)
{
    PDCM_LINK link = Context;

    LinkTryEnter(link);
    if (!link->Closed)
        link->Ext->LinksOpen--;
    link->Closed = TRUE;
    LinkLeave(link); // expect: devlock-release-without-acquire
    return NO_ERROR;
}

static VOID NTAPI LinkReference(PVOID Context)
{
    VideoPortInterlockedIncrement(&((PDCM_LINK)Context)->References);
}

static VOID NTAPI LinkDereference(PVOID Context)
{
    PDCM_LINK link = Context;

    if (VideoPortInterlockedDecrement(&link->References) == 0)
        VideoPortFreePool(link->Ext, link);
}

VP_STATUS NTAPI DcmQueryInterface(PVOID HwDeviceExtension, PQUERY_INTERFACE QueryInterface)
{
    PDCM_EXTENSION ext = HwDeviceExtension;
    PDCM_LINK_INTERFACE table = (PDCM_LINK_INTERFACE)QueryInterface->Interface;
    PDCM_LINK link;

    if (VideoPortCompareMemory((PVOID)QueryInterface->InterfaceType, (PVOID)&DcmLinkInterfaceGuid, sizeof(GUID)) !=
            sizeof(GUID) || QueryInterface->Size < sizeof(DCM_LINK_INTERFACE))
        return ERROR_INVALID_PARAMETER;
    link = VideoPortAllocatePool(ext, VpPagedPool, sizeof(DCM_LINK), DCM_TAG);
    if (link == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    link->Ext = ext;
    link->Line = ext->ActiveLine;
    link->References = 1;
    link->Closed = FALSE;
    ext->LinksOpen++;

    table->Header.Size = sizeof(DCM_LINK_INTERFACE);
    table->Header.Version = 1;
    table->Header.Context = link;
    table->Header.InterfaceReference = LinkReference;
    table->Header.InterfaceDereference = LinkDereference;
    table->Transfer = LinkTransfer;
    table->Write = LinkWrite;
    table->ReadEdid = LinkReadEdid;
    table->Control = LinkControl;
    table->SetDpms = LinkSetDpms;
    table->Probe = LinkProbe;
    table->CountErrors = LinkCountErrors;
    table->Close = LinkClose;
    return NO_ERROR;
}

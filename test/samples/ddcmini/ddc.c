/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * EDID of the monitors of ddcmini, and their enumeration as child devices.
 */
#include "ddcmini.h"

static BOOLEAN EdidIsSound(const UCHAR *Edid)
{
    UCHAR sum = 0;
    ULONG i;

    if (Edid[0] != 0x00 || Edid[1] != 0xFF || Edid[7] != 0x00)
        return FALSE;
    for (i = 0; i < DCM_EDID_SIZE; i++)
        sum = (UCHAR)(sum + Edid[i]);
    return sum == 0;
}

VP_STATUS DcmReadEdidHeld(PDCM_EXTENSION Ext, ULONG Line, PUCHAR Edid)
{
    PDCM_LINE line = &Ext->Lines[Line];
    DCM_MESSAGE messages[2];
    UCHAR offset = 0;
    ULONG retry;

    messages[0].Address = DCM_EDID_ADDRESS;
    messages[0].Buffer = &offset;
    messages[0].Length = 1;
    messages[1].Address = DCM_EDID_ADDRESS | 1;
    messages[1].Buffer = line->Edid;
    messages[1].Length = DCM_EDID_SIZE;

    for (retry = 0; retry < DCM_RETRIES && !line->EdidValid; retry++) {
        if (DcmI2cMessageHeld(Ext, Line, &messages[0]) && DcmI2cMessageHeld(Ext, Line, &messages[1]))
            line->EdidValid = EdidIsSound(line->Edid);
        if (!line->EdidValid) {
            line->Errors++;
            DcmI2cResetHeld(Ext, Line);
        }
    }
    if (!line->EdidValid)
        return ERROR_DEV_NOT_EXIST;
    VideoPortMoveMemory(Edid, line->Edid, DCM_EDID_SIZE);
    return NO_ERROR;
}

/* The other head, locked, when the shared line is its at present; NULL, and no lock, otherwise. */
static PDCM_EXTENSION LockOwnerOfSharedLine(PDCM_EXTENSION Ext)
{
    PDCM_EXTENSION other = Ext->Partner;

    if (other == NULL || Ext->ActiveLine == DCM_SHARED_LINE)
        return NULL;
    VideoPortAcquireDeviceLock(other);
    if (other->ActiveLine != DCM_SHARED_LINE || other->PowerState != VideoPowerOn) {
        VideoPortReleaseDeviceLock(other);
        return NULL;
    }
    return other;
}

/* The EDID on the shared line, through whichever head drives it. */
BOOLEAN DcmGetSharedEdid(PDCM_EXTENSION Ext, PUCHAR Edid)
{
    PDCM_EXTENSION owner = LockOwnerOfSharedLine(Ext);
    VP_STATUS status = DcmReadEdidHeld(owner ? owner : Ext, DCM_SHARED_LINE, Edid);

    if (owner != NULL)
        VideoPortReleaseDeviceLock(owner);
    return status == NO_ERROR;
}

VP_STATUS NTAPI DcmGetChildDescriptor(PVOID HwDeviceExtension, PVIDEO_CHILD_ENUM_INFO ChildEnumInfo,
                                      PVIDEO_CHILD_TYPE VideoChildType, PUCHAR pChildDescriptor, PULONG UId,
                                      PULONG pUnused)
{
    PDCM_EXTENSION ext = HwDeviceExtension;
    PDCM_EXTENSION other = ext->Partner;
    ULONG line = ChildEnumInfo->ChildIndex - 1;
    VP_STATUS result = VIDEO_ENUM_INVALID_DEVICE;

    UNREFERENCED_PARAMETER(pUnused);

    if (ChildEnumInfo->ChildIndex == 0 || ChildEnumInfo->ChildIndex == DISPLAY_ADAPTER_HW_ID)
        goto Exit; /* the adapter itself, or a child that only ACPI knows */
    if (line >= DCM_LINES) {
        result = VIDEO_ENUM_NO_MORE_DEVICES;
        goto Exit;
    }
    if (ChildEnumInfo->ChildDescriptorSize < DCM_EDID_SIZE)
        goto Exit;

    *VideoChildType = Monitor;
    *UId = 0x10 + line;
    result = VIDEO_ENUM_MORE_DEVICES;
    if (line != DCM_SHARED_LINE || other == NULL) {
        if (DcmReadEdidHeld(ext, line, pChildDescriptor) != NO_ERROR)
            result = VIDEO_ENUM_INVALID_DEVICE;
        goto Exit;
    }

    /* The secondary head leaves the shared line to the primary one while that shows something. */
    VideoPortAcquireDeviceLock(other);
    if (ext->Secondary && other->ModeIndex != 0) {
        result = VIDEO_ENUM_INVALID_DEVICE;
        goto Exit;
    }
    if (other->Lines[DCM_SHARED_LINE].EdidValid) {
        VideoPortMoveMemory(pChildDescriptor, other->Lines[DCM_SHARED_LINE].Edid, DCM_EDID_SIZE);
        goto Unlock;
    }
    if (DcmReadEdidHeld(other, DCM_SHARED_LINE, pChildDescriptor) != NO_ERROR) { // expect: possible devlock-long-hold
        result = VIDEO_ENUM_INVALID_DEVICE;
        goto Unlock;
    }
    other->ActiveLine = DCM_SHARED_LINE;

Unlock:
    VideoPortReleaseDeviceLock(other);
Exit:
    return result; // expect: devlock-missing-release
}

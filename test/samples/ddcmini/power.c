/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Power states of ddcmini: of the adapter, and of the monitors through DPMS.
 */
#include "ddcmini.h"

VOID DcmProgramDpmsHeld(PDCM_EXTENSION Ext, ULONG Line, ULONG State)
{
    VideoPortWriteRegisterUlong(&Ext->Registers[DCM_REG_DPMS], State & 3);
    Ext->Lines[Line].Dpms = State & 3;
}

VP_STATUS NTAPI DcmGetPowerState(PVOID HwDeviceExtension, ULONG HwId, PVIDEO_POWER_MANAGEMENT Power)
{
    PDCM_EXTENSION ext = HwDeviceExtension;

    UNREFERENCED_PARAMETER(HwId);
    /* A head can only sleep deeply when no child uses it. */
    if (Power->PowerState == VideoPowerOff && ext->LinksOpen > 0)
        return ERROR_INVALID_FUNCTION;
    return NO_ERROR;
}

/* The two heads share their clocks. The one that is switched off last, or on first, switches them. */
VP_STATUS NTAPI DcmSetPowerState(PVOID HwDeviceExtension, ULONG HwId, PVIDEO_POWER_MANAGEMENT Power)
{
    PDCM_EXTENSION ext = HwDeviceExtension;
    PDCM_EXTENSION other = ext->Partner;
    BOOLEAN otherIsOn = FALSE;
    UCHAR edid[DCM_EDID_SIZE];

    if (HwId != DISPLAY_ADAPTER_HW_ID) {
        ULONG line = HwId - 0x10;

        if (line >= DCM_LINES)
            return ERROR_INVALID_PARAMETER;
        DcmProgramDpmsHeld(ext, line, Power->PowerState);
        return NO_ERROR;
    }

    if (other != NULL) {
        VideoPortAcquireDeviceLock(other);
        if (other->LinksOpen > 0 && Power->PowerState == VideoPowerHibernate) {
            VideoPortReleaseDeviceLock(ext); // expect: devlock-wrong-extension
            return ERROR_BUSY;
        }
        otherIsOn = other->PowerState == VideoPowerOn;
        VideoPortReleaseDeviceLock(other);
    }

    switch (Power->PowerState) {
    case VideoPowerOn:
        ext->PowerState = VideoPowerOn;
        VideoPortWriteRegisterUlong(&ext->Registers[DCM_REG_MODE], ext->ModeIndex);
        if (!DcmGetSharedEdid(ext, edid))
            ext->Lines[DCM_SHARED_LINE].EdidValid = FALSE;
        break;

    case VideoPowerStandBy:
    case VideoPowerSuspend:
    case VideoPowerOff:
    case VideoPowerHibernate:
        ext->PowerState = Power->PowerState;
        if (!otherIsOn)
            VideoPortWriteRegisterUlong(&ext->Registers[DCM_REG_MODE], 0);
        break;

    default:
        return ERROR_INVALID_PARAMETER;
    }
    return NO_ERROR;
}

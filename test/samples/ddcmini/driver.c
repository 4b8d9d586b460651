/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Entry, adapter, interrupt, timer and dispatch of ddcmini.
 */
#include "ddcmini.h"

typedef VP_STATUS (*DCM_HANDLER)(PDCM_EXTENSION Ext, PVIDEO_REQUEST_PACKET Packet);

static const struct {
    ULONG Code;
    DCM_HANDLER Handler;
} DcmHandlers[] = {
    {IOCTL_VIDEO_QUERY_NUM_AVAIL_MODES, DcmCountModes},
    {IOCTL_VIDEO_SET_CURRENT_MODE, DcmSetMode},
    {IOCTL_VIDEO_SET_POINTER_POSITION, DcmMovePointer},
    {IOCTL_VIDEO_DISABLE_POINTER, DcmHidePointer},
};

static BOOLEAN NTAPI DcmStartIo(PVOID HwDeviceExtension, PVIDEO_REQUEST_PACKET Packet)
{
    PDCM_EXTENSION ext = HwDeviceExtension;
    VP_STATUS status = ERROR_INVALID_FUNCTION;
    ULONG i;

    for (i = 0; i < sizeof(DcmHandlers) / sizeof(DcmHandlers[0]); i++) {
        if (DcmHandlers[i].Code == Packet->IoControlCode) {
            status = DcmHandlers[i].Handler(ext, Packet);
            break;
        }
    }
    Packet->StatusBlock->Status = status;
    return TRUE;
}

static VP_STATUS NTAPI DcmFindAdapter(PVOID HwDeviceExtension, PVOID HwContext, PWSTR ArgumentString,
                                      PVIDEO_PORT_CONFIG_INFO ConfigInfo, PUCHAR Again)
{
    PDCM_EXTENSION ext = HwDeviceExtension;
    VIDEO_ACCESS_RANGE range;
    PVOID secondary = NULL;
    ULONG slot = 0;

    UNREFERENCED_PARAMETER(HwContext);
    UNREFERENCED_PARAMETER(ArgumentString);

    *Again = FALSE;
    if (ConfigInfo->Length < sizeof(VIDEO_PORT_CONFIG_INFO))
        return ERROR_INVALID_PARAMETER;
    if (VideoPortGetAccessRanges(ext, 0, NULL, 1, &range, NULL, NULL, &slot) != NO_ERROR)
        return ERROR_DEV_NOT_EXIST;

    ext->Registers = VideoPortGetDeviceBase(ext, range.RangeStart, range.RangeLength, range.RangeInIoSpace);
    if (ext->Registers == NULL)
        return ERROR_INVALID_FUNCTION;
    ext->PowerState = VideoPowerOn;

    if (VideoPortCreateSecondaryDisplay(ext, &secondary, 0) == NO_ERROR) {
        PDCM_EXTENSION other = secondary;

        other->Registers = ext->Registers + 0x100;
        other->Secondary = TRUE;
        other->PowerState = VideoPowerOn;
        other->Partner = ext;
        ext->Partner = other;
    }
    return NO_ERROR;
}

static BOOLEAN NTAPI DcmInitialize(PVOID HwDeviceExtension)
{
    PDCM_EXTENSION ext = HwDeviceExtension;
    ULONG line;

    for (line = 0; line < DCM_LINES; line++)
        DcmI2cResetHeld(ext, line);
    if (!ext->Secondary)
        VideoPortStartTimer(ext);
    return TRUE;
}

/* DISPATCH_LEVEL: tells the port to look for monitors anew. */
static VOID NTAPI DcmPlugDpc(PVOID HwDeviceExtension, PVOID Context)
{
    PDCM_EXTENSION ext = HwDeviceExtension;

    UNREFERENCED_PARAMETER(Context);
    if (VideoPortInterlockedIncrement(&ext->PlugEvents) == 1)
        VideoPortDebugPrint(Info, "ddcmini: a monitor\n"); // expect: devlock-call-irql
    VideoPortEnumerateChildren(ext, NULL);
}

/* The device's level. */
static BOOLEAN NTAPI DcmInterrupt(PVOID HwDeviceExtension)
{
    PDCM_EXTENSION ext = HwDeviceExtension;
    ULONG status = VideoPortReadRegisterUlong(&ext->Registers[DCM_REG_STATUS]);

    if (!(status & DCM_STATUS_PENDING))
        return FALSE;
    VideoPortWriteRegisterUlong(&ext->Registers[DCM_REG_ACK], status);
    if (status & DCM_STATUS_PLUG)
        VideoPortQueueDpc(ext, DcmPlugDpc, NULL);
    return TRUE;
}

/* DISPATCH_LEVEL, once a second: some monitors wake up without an interrupt. */
static VOID NTAPI DcmTimer(PVOID HwDeviceExtension)
{
    PDCM_EXTENSION ext = HwDeviceExtension;

    if (VideoPortReadRegisterUlong(&ext->Registers[DCM_REG_STATUS]) & DCM_STATUS_PLUG)
        VideoPortQueueDpc(ext, DcmPlugDpc, NULL);
    else if (ext->PlugEvents != 0 && !DcmI2cPing(ext, DCM_SHARED_LINE, DCM_EDID_ADDRESS)) // expect: devlock-irql
        VideoPortInterlockedExchange(&ext->PlugEvents, 0);
}

/* Any level: registers only. */
static BOOLEAN NTAPI DcmResetHw(PVOID HwDeviceExtension, ULONG Columns, ULONG Rows)
{
    PDCM_EXTENSION ext = HwDeviceExtension;

    UNREFERENCED_PARAMETER(Columns);
    UNREFERENCED_PARAMETER(Rows);
    VideoPortWriteRegisterUlong(&ext->Registers[DCM_REG_MODE], 0);
    return FALSE;
}

ULONG NTAPI DriverEntry(PVOID Context1, PVOID Context2)
{
    VIDEO_HW_INITIALIZATION_DATA init;

    VideoPortZeroMemory(&init, sizeof(init));
    init.HwInitDataSize = sizeof(init);
    init.HwDeviceExtensionSize = sizeof(DCM_EXTENSION);
    init.HwFindAdapter = DcmFindAdapter;
    init.HwInitialize = DcmInitialize;
    init.HwInterrupt = DcmInterrupt;
    init.HwStartIO = DcmStartIo;
    init.HwResetHw = DcmResetHw;
    init.HwTimer = DcmTimer;
    init.HwGetPowerState = DcmGetPowerState;
    init.HwSetPowerState = DcmSetPowerState;
    init.HwGetVideoChildDescriptor = DcmGetChildDescriptor;
    init.HwQueryInterface = DcmQueryInterface;
    return VideoPortInitialize(Context1, Context2, &init, NULL);
}

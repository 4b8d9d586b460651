/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Modes of ddcmini. Both heads scan out of the same memory: a mode that needs all of it is refused while the other
 * head is in use.
 */
#include "ddcmini.h"

static const struct {
    USHORT Width, Height, Depth;
    BOOLEAN AllMemory;
} DcmModes[] = {
    {0, 0, 0, FALSE}, {640, 480, 32, FALSE}, {1024, 768, 32, FALSE}, {1600, 1200, 32, TRUE},
};

#define MODE_COUNT (sizeof(DcmModes) / sizeof(DcmModes[0]))

/* Gives the status, and with NO_ERROR the lock of the other head (if there is one) until UnclaimMemory. */
static VP_STATUS ClaimMemory(PDCM_EXTENSION Ext, ULONG Mode)
{
    PDCM_EXTENSION other = Ext->Partner;

    if (other == NULL)
        return NO_ERROR;
    VideoPortAcquireDeviceLock(other);
    if (DcmModes[Mode].AllMemory && other->ModeIndex != 0) {
        VideoPortReleaseDeviceLock(other);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    return NO_ERROR;
}

static VOID UnclaimMemory(PDCM_EXTENSION Ext)
{
    if (Ext->Partner != NULL)
        VideoPortReleaseDeviceLock(Ext->Partner);
}

/* The user's limit holds for both heads. */
VP_STATUS DcmLimitModes(PDCM_EXTENSION Ext, ULONG Mode)
{
    VP_STATUS status = NO_ERROR;

    if (Mode >= MODE_COUNT)
        return ERROR_INVALID_PARAMETER;
    Ext->MaximumMode = Mode;
    if (Ext->Partner != NULL) {
        VideoPortAcquireDeviceLock(Ext->Partner);
        Ext->Partner->MaximumMode = Mode;
        status = VideoPortSetRegistryParameters(Ext, L"MaximumMode", &Mode, sizeof(ULONG)); // expect: devlock-long-hold
        VideoPortReleaseDeviceLock(Ext->Partner);
    }
    return status;
}

VP_STATUS DcmSetMode(PDCM_EXTENSION Ext, PVIDEO_REQUEST_PACKET Packet)
{
    ULONG mode;
    VP_STATUS status;

    if (Packet->InputBufferLength < sizeof(VIDEO_MODE))
        return ERROR_INSUFFICIENT_BUFFER;
    mode = ((PVIDEO_MODE)Packet->InputBuffer)->RequestedMode & ~VIDEO_MODE_NO_ZERO_MEMORY;
    if (mode >= MODE_COUNT || (Ext->MaximumMode != 0 && mode > Ext->MaximumMode))
        return ERROR_INVALID_PARAMETER;

    status = ClaimMemory(Ext, mode);
    if (status == NO_ERROR) {
        VideoPortWriteRegisterUlong(&Ext->Registers[DCM_REG_START], Ext->Secondary ? 0x400000 : 0);
        VideoPortWriteRegisterUlong(&Ext->Registers[DCM_REG_MODE], mode);
        Ext->ModeIndex = mode;
        UnclaimMemory(Ext);
    }
    return status;
}

VP_STATUS DcmCountModes(PDCM_EXTENSION Ext, PVIDEO_REQUEST_PACKET Packet)
{
    PVIDEO_NUM_MODES count = Packet->OutputBuffer;

    UNREFERENCED_PARAMETER(Ext);
    if (Packet->OutputBufferLength < sizeof(VIDEO_NUM_MODES))
        return ERROR_INSUFFICIENT_BUFFER;
    count->NumModes = MODE_COUNT - 1;
    count->ModeInformationLength = sizeof(VIDEO_MODE_INFORMATION);
    Packet->StatusBlock->Information = sizeof(VIDEO_NUM_MODES);
    return NO_ERROR;
}

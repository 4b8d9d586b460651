/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The hardware pointer of ddcmini. There is one for both heads: when it comes to this head it leaves the other.
 */
#include "ddcmini.h"

static VOID ProgramPointer(PDCM_EXTENSION Ext, ULONG Position, BOOLEAN Visible)
{
    VideoPortWriteRegisterUlong(&Ext->Registers[DCM_REG_POINTER], Visible ? Position | 0x80000000 : 0);
    Ext->PointerPosition = Position;
    Ext->PointerVisible = Visible;
}

VP_STATUS DcmMovePointer(PDCM_EXTENSION Ext, PVIDEO_REQUEST_PACKET Packet)
{
    PDCM_EXTENSION other = Ext->Partner;
    VP_STATUS status = ERROR_INVALID_PARAMETER;
    BOOLEAN locked = FALSE;

    if (Packet->InputBufferLength < sizeof(VIDEO_POINTER_POSITION))
        return ERROR_INSUFFICIENT_BUFFER;

    __try {
        VIDEO_POINTER_POSITION position = *(PVIDEO_POINTER_POSITION)Packet->InputBuffer;

        if (position.Column < 0 || position.Row < 0)
            __leave;
        if (other != NULL) {
            VideoPortAcquireDeviceLock(other);
            locked = TRUE;
            if (other->PointerVisible)
                ProgramPointer(other, other->PointerPosition, FALSE);
        }
        ProgramPointer(Ext, ((ULONG)position.Row << 16) | (USHORT)position.Column, TRUE);
        status = NO_ERROR;
    } __finally {
        if (locked)
            VideoPortReleaseDeviceLock(other);
    }
    return status;
}

VP_STATUS DcmHidePointer(PDCM_EXTENSION Ext, PVIDEO_REQUEST_PACKET Packet)
{
    UNREFERENCED_PARAMETER(Packet);
    if (!Ext->PointerVisible)
        return NO_ERROR;
    ProgramPointer(Ext, Ext->PointerPosition, FALSE);
    return NO_ERROR;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * ddcmini: a sample video miniport for a card with two heads and three DDC lines. A child driver (a monitor's or a
 * TV encoder's) reaches the DDC lines through an interface that HwVidQueryInterface hands out.
 *
 * Locking. The port serialises its own calls: the callbacks in VIDEO_HW_INITIALIZATION_DATA run with the device lock
 * of their extension taken by the port, and do not take it again. Two kinds of code have to take it themselves:
 *   - the routines that a child driver calls (link.c), which the port knows nothing of;
 *   - callbacks of one head that touch the other head's extension, whose lock the port has not taken for them.
 * Routines whose name ends in Held want the device lock of their extension. The interrupt routine, its DPC and the
 * timer run above PASSIVE_LEVEL and stay away from the lock; what they share with the rest is interlocked.
 *
 * The sample is for devlock's tests: twelve defects are planted, each marked by an `expect` comment on its line. One more
 * mark says `possible`: the DDC lines are driven bit by bit under the lock, which is slow, and may have to be.
 */
#ifndef DDCMINI_H
#define DDCMINI_H

#include <ntdef.h>
#include <dderror.h>
#include <devioctl.h>
#include <miniport.h>
#include <ntddvdeo.h>
#include <video.h>

#define DCM_TAG          'mcDD'
#define DCM_LINES        3
#define DCM_SHARED_LINE  2 /* wired to both heads */
#define DCM_EDID_SIZE    128
#define DCM_EDID_ADDRESS 0xA0
#define DCM_RETRIES      4

/* Registers, as indices of 32-bit words. */
#define DCM_REG_STATUS  0x00
#define DCM_REG_ACK     0x01
#define DCM_REG_MODE    0x04
#define DCM_REG_START   0x05
#define DCM_REG_DPMS    0x06
#define DCM_REG_POINTER 0x08
#define DCM_REG_DDC     0x10 /* one a line */

#define DCM_STATUS_PLUG    0x01
#define DCM_STATUS_PENDING 0x80

#define DCM_DDC_CLOCK_OUT 0x01
#define DCM_DDC_DATA_OUT  0x02
#define DCM_DDC_CLOCK_IN  0x10
#define DCM_DDC_DATA_IN   0x20

typedef struct _DCM_LINE {
    UCHAR Edid[DCM_EDID_SIZE];
    BOOLEAN EdidValid;
    ULONG Errors;
    ULONG Dpms;
} DCM_LINE, *PDCM_LINE;

typedef struct _DCM_EXTENSION {
    PULONG Registers;
    struct _DCM_EXTENSION *Partner; /* the other head; NULL on a card with one */
    BOOLEAN Secondary;
    ULONG PowerState;
    ULONG ModeIndex;
    ULONG ActiveLine;
    ULONG PointerPosition;
    BOOLEAN PointerVisible;
    ULONG MaximumMode; /* that the user allows; in the registry */
    LONG LinksOpen;
    LONG PlugEvents; /* interlocked: the DPC counts, everything else reads */
    DCM_LINE Lines[DCM_LINES];
} DCM_EXTENSION, *PDCM_EXTENSION;

/* What a child driver holds: its own allocation, no part of the extension. */
typedef struct _DCM_LINK {
    PDCM_EXTENSION Ext;
    ULONG Line;
    LONG References;
    BOOLEAN Closed; /* only the child driver's own calls change it, one at a time */
} DCM_LINK, *PDCM_LINK;

typedef struct _DCM_MESSAGE {
    UCHAR Address; /* bit 0: read */
    UCHAR *Buffer;
    ULONG Length;
} DCM_MESSAGE, *PDCM_MESSAGE;

#define DCM_CONTROL_RESET      0
#define DCM_CONTROL_GET_ERRORS 1
#define DCM_CONTROL_GET_DPMS   2
#define DCM_CONTROL_PROBE      3

typedef struct _DCM_LINK_INTERFACE {
    INTERFACE Header;
    VP_STATUS(NTAPI *Transfer)(PVOID Context, PDCM_MESSAGE Messages, ULONG Count);
    VP_STATUS(NTAPI *Write)(PVOID Context, UCHAR Address, PUCHAR Buffer, ULONG Length);
    VP_STATUS(NTAPI *ReadEdid)(PVOID Context, PUCHAR Buffer, ULONG Length);
    VP_STATUS(NTAPI *Control)(PVOID Context, ULONG Code, PULONG Value);
    VP_STATUS(NTAPI *SetDpms)(PVOID Context, ULONG State, BOOLEAN BothHeads);
    VP_STATUS(NTAPI *Probe)(PVOID Context, UCHAR Address);
    ULONG(NTAPI *CountErrors)(PVOID Context);
    VP_STATUS(NTAPI *Close)(PVOID Context);
} DCM_LINK_INTERFACE, *PDCM_LINK_INTERFACE;

/* i2c.c: the DDC lines */
BOOLEAN DcmI2cMessageHeld(PDCM_EXTENSION Ext, ULONG Line, PDCM_MESSAGE Message);
BOOLEAN DcmI2cPing(PDCM_EXTENSION Ext, ULONG Line, UCHAR Address);
VOID DcmI2cResetHeld(PDCM_EXTENSION Ext, ULONG Line);

/* ddc.c: EDID */
VP_STATUS DcmReadEdidHeld(PDCM_EXTENSION Ext, ULONG Line, PUCHAR Edid);
BOOLEAN DcmGetSharedEdid(PDCM_EXTENSION Ext, PUCHAR Edid);
VP_STATUS NTAPI DcmGetChildDescriptor(PVOID HwDeviceExtension, PVIDEO_CHILD_ENUM_INFO ChildEnumInfo,
                                      PVIDEO_CHILD_TYPE VideoChildType, PUCHAR pChildDescriptor, PULONG UId,
                                      PULONG pUnused);

/* link.c: the interface for child drivers */
VP_STATUS NTAPI DcmQueryInterface(PVOID HwDeviceExtension, PQUERY_INTERFACE QueryInterface);

/* modes.c, pointer.c: requests of the display driver */
VP_STATUS DcmSetMode(PDCM_EXTENSION Ext, PVIDEO_REQUEST_PACKET Packet);
VP_STATUS DcmLimitModes(PDCM_EXTENSION Ext, ULONG Mode);
VP_STATUS DcmCountModes(PDCM_EXTENSION Ext, PVIDEO_REQUEST_PACKET Packet);
VP_STATUS DcmMovePointer(PDCM_EXTENSION Ext, PVIDEO_REQUEST_PACKET Packet);
VP_STATUS DcmHidePointer(PDCM_EXTENSION Ext, PVIDEO_REQUEST_PACKET Packet);

/* power.c */
VP_STATUS NTAPI DcmGetPowerState(PVOID HwDeviceExtension, ULONG HwId, PVIDEO_POWER_MANAGEMENT Power);
VP_STATUS NTAPI DcmSetPowerState(PVOID HwDeviceExtension, ULONG HwId, PVIDEO_POWER_MANAGEMENT Power);
VOID DcmProgramDpmsHeld(PDCM_EXTENSION Ext, ULONG Line, ULONG State);

#endif

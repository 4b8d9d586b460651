/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Transport drivers of Bluetooth controllers, without the WDK
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/bthxddi/).
 */
#ifndef DEVLOCK_WDK_BTHXDDI_H
#define DEVLOCK_WDK_BTHXDDI_H

typedef struct _BTHX_VERSION {
    ULONG Version;
} BTHX_VERSION, *PBTHX_VERSION;
static const BTHX_VERSION Microsoft_BTHX_DDI_Version = {1};
typedef enum _BTHX_SCO_SUPPORT { ScoSupportNone = 0, ScoSupportHCI = 1, ScoSupportHCIBypass = 2 } BTHX_SCO_SUPPORT;
typedef struct _BTHX_CAPABILITIES {
    ULONG MaxAclTransferInSize;
    BTHX_SCO_SUPPORT ScoSupport;
    ULONG MaxScoChannels;
    BOOLEAN IsDeviceIdleCapable, IsDeviceWakeCapable;
} BTHX_CAPABILITIES, *PBTHX_CAPABILITIES;
typedef enum _BTHX_HCI_PACKET_TYPE {
    HciPacketCommand = 1,
    HciPacketAclData = 2,
    HciPacketEvent = 4
} BTHX_HCI_PACKET_TYPE,
    *PBTHX_HCI_PACKET_TYPE;
typedef struct _BTHX_HCI_READ_WRITE_CONTEXT {
    ULONG DataLen;
    UCHAR Type, Data[1];
} BTHX_HCI_READ_WRITE_CONTEXT, *PBTHX_HCI_READ_WRITE_CONTEXT;

#endif

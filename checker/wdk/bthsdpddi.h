/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Bluetooth's service discovery, without the WDK: trees of nodes, and the interfaces that make and read them
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/bthsdpddi/).
 */
#ifndef DEVLOCK_WDK_BTHSDPDDI_H
#define DEVLOCK_WDK_BTHSDPDDI_H

#include <windef.h>
#include <bthsdpdef.h>

typedef struct _SDP_NODE_HEADER {
    LIST_ENTRY Link;
    USHORT Type, SpecificType;
} SDP_NODE_HEADER, *PSDP_NODE_HEADER;
typedef union _SDP_NODE_DATA {
    SDP_LARGE_INTEGER_16 int128;
    LONGLONG int64;
    LONG int32;
    SHORT int16;
    CHAR int8;
    SDP_ULARGE_INTEGER_16 uint128;
    ULONGLONG uint64;
    ULONG uint32;
    USHORT uint16;
    UCHAR uint8, boolean;
    GUID uuid128;
    ULONG uuid32;
    USHORT uuid16;
    PCHAR string;
    SDP_NODE_HEADER sequence, alternative;
} SDP_NODE_DATA, *PSDP_NODE_DATA;
typedef struct _SDP_NODE {
    SDP_NODE_HEADER hdr;
    ULONG DataSize;
    SDP_NODE_DATA u;
} SDP_NODE, *PSDP_NODE;
typedef SDP_NODE SDP_TREE_ROOT_NODE, *PSDP_TREE_ROOT_NODE;

typedef struct _BTHDDI_SDP_NODE_INTERFACE {
    INTERFACE Interface;
    PSDP_TREE_ROOT_NODE (*SdpCreateNodeTree)(ULONG tag);
    NTSTATUS (*SdpFreeTree)(PSDP_TREE_ROOT_NODE Tree);
    PSDP_NODE (*SdpCreateNodeNil)(ULONG tag);
    PSDP_NODE (*SdpCreateNodeBoolean)(UCHAR value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeUint8)(UCHAR value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeUint16)(USHORT value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeUint32)(ULONG value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeUint64)(ULONGLONG value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeInt8)(CHAR value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeInt16)(SHORT value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeInt32)(LONG value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeInt64)(LONGLONG value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeUuid16)(USHORT value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeUuid32)(ULONG value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeUuid128)(const GUID *value, ULONG tag);
    PSDP_NODE (*SdpCreateNodeString)(PCHAR string, ULONG length, ULONG tag);
    PSDP_NODE (*SdpCreateNodeUrl)(PCHAR string, ULONG length, ULONG tag);
    PSDP_NODE (*SdpCreateNodeAlternative)(ULONG tag);
    PSDP_NODE (*SdpCreateNodeSequence)(ULONG tag);
    NTSTATUS (*SdpAddAttributeToTree)(PSDP_TREE_ROOT_NODE Tree, USHORT AttribId, PSDP_NODE AttribValue, ULONG tag);
    NTSTATUS (*SdpAppendNodeToContainerNode)(PSDP_NODE Parent, PSDP_NODE Node);
} BTHDDI_SDP_NODE_INTERFACE, *PBTHDDI_SDP_NODE_INTERFACE;
typedef struct _BTHDDI_SDP_PARSE_INTERFACE {
    INTERFACE Interface;
    NTSTATUS (*SdpValidateStream)(PUCHAR Stream, ULONG Size, PULONG_PTR ErrorByte);
    NTSTATUS (*SdpGetNextElement)
    (PUCHAR Stream, ULONG StreamSize, PUCHAR CurrentElement, PUCHAR *NextElement, PULONG Size);
    NTSTATUS (*SdpConvertStreamToTree)(PUCHAR Stream, ULONG Size, PSDP_TREE_ROOT_NODE *Node, ULONG tag);
    NTSTATUS (*SdpConvertTreeToStream)(PSDP_TREE_ROOT_NODE Root, PUCHAR *Stream, PULONG Size, ULONG tag);
    NTSTATUS (*SdpFindAttributeInTree)(PSDP_TREE_ROOT_NODE Tree, USHORT AttribId, PSDP_NODE *AttribValue);
    NTSTATUS (*SdpFreeTree)(PSDP_TREE_ROOT_NODE Tree);
} BTHDDI_SDP_PARSE_INTERFACE, *PBTHDDI_SDP_PARSE_INTERFACE;

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Callouts of the Windows Filtering Platform without the WDK: types, constants and the functions that C++ needs, as
 * documented in https://learn.microsoft.com/windows-hardware/drivers/ddi/fwpsk/ and fwptypes. Structures have the
 * fields that are documented, in no particular layout.
 */
#ifndef DEVLOCK_WDK_FWPSK_H
#define DEVLOCK_WDK_FWPSK_H

#include "devlock_sockets.h"
#include "devlock_ndis6.h"
#include "devlock_wfp_fields.h"

/* ---- fwptypes.h: values ---- */

typedef enum FWP_DIRECTION_ { FWP_DIRECTION_OUTBOUND, FWP_DIRECTION_INBOUND, FWP_DIRECTION_MAX } FWP_DIRECTION;
typedef enum FWP_IP_VERSION_ { FWP_IP_VERSION_V4, FWP_IP_VERSION_V6, FWP_IP_VERSION_NONE } FWP_IP_VERSION;
typedef enum FWP_DATA_TYPE_ {
    FWP_EMPTY,
    FWP_UINT8,
    FWP_UINT16,
    FWP_UINT32,
    FWP_UINT64,
    FWP_INT8,
    FWP_INT16,
    FWP_INT32,
    FWP_INT64,
    FWP_FLOAT,
    FWP_DOUBLE,
    FWP_BYTE_ARRAY16_TYPE,
    FWP_BYTE_BLOB_TYPE,
    FWP_SID,
    FWP_SECURITY_DESCRIPTOR_TYPE,
    FWP_TOKEN_INFORMATION_TYPE,
    FWP_TOKEN_ACCESS_INFORMATION_TYPE,
    FWP_UNICODE_STRING_TYPE,
    FWP_BYTE_ARRAY6_TYPE,
    FWP_SINGLE_DATA_TYPE_MAX = 0xff,
    FWP_V4_ADDR_MASK,
    FWP_V6_ADDR_MASK,
    FWP_RANGE_TYPE
} FWP_DATA_TYPE;
typedef enum FWP_MATCH_TYPE_ {
    FWP_MATCH_EQUAL,
    FWP_MATCH_GREATER,
    FWP_MATCH_LESS,
    FWP_MATCH_GREATER_OR_EQUAL,
    FWP_MATCH_LESS_OR_EQUAL,
    FWP_MATCH_RANGE,
    FWP_MATCH_FLAGS_ALL_SET,
    FWP_MATCH_FLAGS_ANY_SET,
    FWP_MATCH_FLAGS_NONE_SET
} FWP_MATCH_TYPE;
typedef struct FWP_BYTE_ARRAY6_ {
    UINT8 byteArray6[6];
} FWP_BYTE_ARRAY6;
typedef struct FWP_BYTE_ARRAY16_ {
    UINT8 byteArray16[16];
} FWP_BYTE_ARRAY16;
typedef struct FWP_BYTE_BLOB_ {
    UINT32 size;
    UINT8 *data;
} FWP_BYTE_BLOB;
typedef struct FWP_V4_ADDR_AND_MASK_ {
    UINT32 addr, mask;
} FWP_V4_ADDR_AND_MASK;
typedef struct FWP_V6_ADDR_AND_MASK_ {
    UINT8 addr[16], prefixLength;
} FWP_V6_ADDR_AND_MASK;
#define DEVLOCK_FWP_VALUES                                                                                             \
    UINT8 uint8;                                                                                                       \
    UINT16 uint16;                                                                                                     \
    UINT32 uint32;                                                                                                     \
    UINT64 *uint64;                                                                                                    \
    INT8 int8;                                                                                                         \
    INT16 int16;                                                                                                       \
    INT32 int32;                                                                                                       \
    INT64 *int64;                                                                                                      \
    float float32;                                                                                                     \
    double *double64;                                                                                                  \
    FWP_BYTE_ARRAY16 *byteArray16;                                                                                     \
    FWP_BYTE_BLOB *byteBlob, *sd, *tokenAccessInformation;                                                             \
    PVOID sid, tokenInformation;                                                                                       \
    PWSTR unicodeString;                                                                                               \
    FWP_BYTE_ARRAY6 *byteArray6
typedef struct FWP_VALUE0_ {
    FWP_DATA_TYPE type;
    union {
        DEVLOCK_FWP_VALUES;
    };
} FWP_VALUE0, FWP_VALUE;
typedef struct FWP_RANGE0_ {
    FWP_VALUE0 valueLow, valueHigh;
} FWP_RANGE0, FWP_RANGE;
typedef struct FWP_CONDITION_VALUE0_ {
    FWP_DATA_TYPE type;
    union {
        DEVLOCK_FWP_VALUES;
        FWP_V4_ADDR_AND_MASK *v4AddrMask;
        FWP_V6_ADDR_AND_MASK *v6AddrMask;
        FWP_RANGE0 *rangeValue;
    };
} FWP_CONDITION_VALUE0, FWP_CONDITION_VALUE;

typedef UINT32 FWP_ACTION_TYPE;
#define FWP_ACTION_FLAG_TERMINATING              0x00001000
#define FWP_ACTION_FLAG_NON_TERMINATING          0x00002000
#define FWP_ACTION_FLAG_CALLOUT                  0x00004000
#define FWP_ACTION_BLOCK                         (0x00000001 | FWP_ACTION_FLAG_TERMINATING)
#define FWP_ACTION_PERMIT                        (0x00000002 | FWP_ACTION_FLAG_TERMINATING)
#define FWP_ACTION_CALLOUT_TERMINATING           (0x00000003 | FWP_ACTION_FLAG_CALLOUT | FWP_ACTION_FLAG_TERMINATING)
#define FWP_ACTION_CALLOUT_INSPECTION            (0x00000004 | FWP_ACTION_FLAG_CALLOUT | FWP_ACTION_FLAG_NON_TERMINATING)
#define FWP_ACTION_CALLOUT_UNKNOWN               (0x00000005 | FWP_ACTION_FLAG_CALLOUT)
#define FWP_ACTION_CONTINUE                      (0x00000006 | FWP_ACTION_FLAG_NON_TERMINATING)
#define FWP_ACTION_NONE                          0x00000007
#define FWP_ACTION_NONE_NO_MATCH                 0x00000008
#define FWP_CONDITION_FLAG_IS_LOOPBACK           0x00000001
#define FWP_CONDITION_FLAG_IS_IPSEC_SECURED      0x00000002
#define FWP_CONDITION_FLAG_IS_REAUTHORIZE        0x00000004
#define FWP_CONDITION_FLAG_IS_FRAGMENT           0x00000020
#define FWP_CONDITION_FLAG_REQUIRES_ALE_CLASSIFY 0x00000800
#define FWP_CALLOUT_FLAG_CONDITIONAL_ON_FLOW     0x00000001
#define FWP_CALLOUT_FLAG_ALLOW_OFFLOAD           0x00000002

/* ---- callouts ---- */

#define FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT 0x0001
#define FWPS_RIGHT_ACTION_WRITE             0x00000001
#define FWPS_CLASSIFY_OUT_FLAG_ABSORB       0x00000001
#define FWPS_CLASSIFY_OUT_FLAG_NO_MORE_DATA 0x00000002

typedef struct FWPS_INCOMING_VALUE0_ {
    FWP_VALUE0 value;
} FWPS_INCOMING_VALUE0;
typedef struct FWPS_INCOMING_VALUES0_ {
    UINT16 layerId;
    UINT32 valueCount;
    FWPS_INCOMING_VALUE0 *incomingValue;
} FWPS_INCOMING_VALUES0, FWPS_INCOMING_VALUES;
typedef struct FWPS_INCOMING_METADATA_VALUES0_ {
    UINT32 currentMetadataValues, flags;
    UINT64 reserved, flowHandle;
    UINT32 ipHeaderSize, transportHeaderSize;
    FWP_BYTE_BLOB *processPath;
    UINT64 token, processId;
    UINT32 sourceInterfaceIndex, destinationInterfaceIndex, compartmentId;
    PVOID fragmentMetadata, pathMtu;
    HANDLE completionHandle;
    UINT64 transportEndpointHandle;
    SCOPE_ID remoteScopeId;
    PVOID controlData;
    UINT32 controlDataLength;
    FWP_DIRECTION packetDirection;
    PVOID headerIncludeHeader;
    UINT32 headerIncludeHeaderLength, icmpErrorTypeAndCode, interfaceIndex, subInterfaceIndex;
    UINT64 parentEndpointHandle;
    HANDLE redirectRecords;
    UINT32 currentL2MetadataValues, l2Flags, ethernetMacHeaderSize, wiFiOperationMode, vSwitchSourcePortId;
    UINT16 vSwitchSourceNicIndex;
    PVOID vSwitchPacketContext;
} FWPS_INCOMING_METADATA_VALUES0, FWPS_INCOMING_METADATA_VALUES;
#define FWPS_IS_METADATA_FIELD_PRESENT(values, field)       (((values)->currentMetadataValues & (field)) == (field))
#define FWPS_IS_L2_METADATA_FIELD_PRESENT(values, field)    (((values)->currentL2MetadataValues & (field)) == (field))
#define FWPS_METADATA_FIELD_DISCARD_REASON                  0x00000001
#define FWPS_METADATA_FIELD_FLOW_HANDLE                     0x00000002
#define FWPS_METADATA_FIELD_IP_HEADER_SIZE                  0x00000004
#define FWPS_METADATA_FIELD_PROCESS_PATH                    0x00000008
#define FWPS_METADATA_FIELD_TOKEN                           0x00000010
#define FWPS_METADATA_FIELD_PROCESS_ID                      0x00000020
#define FWPS_METADATA_FIELD_SOURCE_INTERFACE_INDEX          0x00000100
#define FWPS_METADATA_FIELD_DESTINATION_INTERFACE_INDEX     0x00000200
#define FWPS_METADATA_FIELD_TRANSPORT_HEADER_SIZE           0x00000400
#define FWPS_METADATA_FIELD_COMPARTMENT_ID                  0x00000800
#define FWPS_METADATA_FIELD_FRAGMENT_DATA                   0x00001000
#define FWPS_METADATA_FIELD_PATH_MTU                        0x00002000
#define FWPS_METADATA_FIELD_COMPLETION_HANDLE               0x00004000
#define FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE       0x00008000
#define FWPS_METADATA_FIELD_TRANSPORT_CONTROL_DATA          0x00010000
#define FWPS_METADATA_FIELD_REMOTE_SCOPE_ID                 0x00020000
#define FWPS_METADATA_FIELD_PACKET_DIRECTION                0x00040000
#define FWPS_METADATA_FIELD_TRANSPORT_HEADER_INCLUDE_HEADER 0x00100000
#define FWPS_METADATA_FIELD_ALE_CLASSIFY_REQUIRED           0x02000000
#define FWPS_METADATA_FIELD_REDIRECT_RECORD_HANDLE          0x08000000
#define FWPS_L2_METADATA_FIELD_ETHERNET_MAC_HEADER_SIZE     0x00000001
#define FWPS_L2_METADATA_FIELD_WIFI_OPERATION_MODE          0x00000002
#define FWPS_L2_METADATA_FIELD_VSWITCH_SOURCE_PORT_ID       0x00000004
#define FWPS_L2_METADATA_FIELD_VSWITCH_SOURCE_NIC_INDEX     0x00000008

typedef struct FWPS_CLASSIFY_OUT0_ {
    FWP_ACTION_TYPE actionType;
    UINT64 outContext, filterId;
    UINT32 rights, flags, reserved;
} FWPS_CLASSIFY_OUT0, FWPS_CLASSIFY_OUT;
typedef struct FWPS_ACTION0_ {
    FWP_ACTION_TYPE type;
    UINT32 calloutId;
} FWPS_ACTION0;
typedef struct FWPS_FILTER_CONDITION0_ {
    UINT16 fieldId, reserved;
    FWP_MATCH_TYPE matchType;
    FWP_CONDITION_VALUE0 conditionValue;
} FWPS_FILTER_CONDITION0, FWPS_FILTER_CONDITION;
typedef struct FWPS_FILTER0_ {
    UINT64 filterId;
    FWP_VALUE0 weight;
    UINT16 subLayerWeight, flags;
    UINT32 numFilterConditions;
    FWPS_FILTER_CONDITION0 *filterCondition;
    FWPS_ACTION0 action;
    UINT64 context;
    struct FWPM_PROVIDER_CONTEXT_ *providerContext;
} FWPS_FILTER0, FWPS_FILTER1, FWPS_FILTER2, FWPS_FILTER3, FWPS_FILTER;
/* What is known of a packet's protection; queried of layer data. */
#ifndef FWPS_PACKET_LIST_INFORMATION_QUERY_IPSEC
#define FWPS_PACKET_LIST_INFORMATION_QUERY_IPSEC    0x00000001
#define FWPS_PACKET_LIST_INFORMATION_QUERY_INBOUND  0x00000002
#define FWPS_PACKET_LIST_INFORMATION_QUERY_OUTBOUND 0x00000004
#endif
typedef struct FWPS_PACKET_LIST_INFORMATION0_ {
    union {
        struct {
            UINT32 isSecure : 1, isTransportMode : 1, isTunnelMode : 1, isDeTunneled : 1;
            UINT64 virtualIfTunnelId;
        } inbound;
        struct {
            UINT32 isSecure : 1, isTransportMode : 1, isTunnelMode : 1;
            UINT64 virtualIfTunnelId;
        } outbound;
    } ipsecInformation;
} FWPS_PACKET_LIST_INFORMATION0, FWPS_PACKET_LIST_INFORMATION;
typedef enum FWPS_CALLOUT_NOTIFY_TYPE_ {
    FWPS_CALLOUT_NOTIFY_ADD_FILTER,
    FWPS_CALLOUT_NOTIFY_DELETE_FILTER,
    FWPS_CALLOUT_NOTIFY_ADD_FILTER_POST_COMMIT
} FWPS_CALLOUT_NOTIFY_TYPE;
typedef VOID(NTAPI *FWPS_CALLOUT_CLASSIFY_FN0)(const FWPS_INCOMING_VALUES0 *Values,
                                               const FWPS_INCOMING_METADATA_VALUES0 *Metadata, VOID *LayerData,
                                               const FWPS_FILTER0 *Filter, UINT64 FlowContext, FWPS_CLASSIFY_OUT0 *Out);
typedef VOID(NTAPI *FWPS_CALLOUT_CLASSIFY_FN1)(const FWPS_INCOMING_VALUES0 *Values,
                                               const FWPS_INCOMING_METADATA_VALUES0 *Metadata, VOID *LayerData,
                                               const VOID *ClassifyContext, const FWPS_FILTER1 *Filter,
                                               UINT64 FlowContext, FWPS_CLASSIFY_OUT0 *Out);
typedef FWPS_CALLOUT_CLASSIFY_FN1 FWPS_CALLOUT_CLASSIFY_FN2, FWPS_CALLOUT_CLASSIFY_FN3;
typedef NTSTATUS(NTAPI *FWPS_CALLOUT_NOTIFY_FN0)(FWPS_CALLOUT_NOTIFY_TYPE Type, const GUID *FilterKey,
                                                 FWPS_FILTER0 *Filter);
typedef FWPS_CALLOUT_NOTIFY_FN0 FWPS_CALLOUT_NOTIFY_FN1, FWPS_CALLOUT_NOTIFY_FN2, FWPS_CALLOUT_NOTIFY_FN3;
typedef VOID(NTAPI *FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0)(UINT16 LayerId, UINT32 CalloutId, UINT64 FlowContext);
typedef struct FWPS_CALLOUT0_ {
    GUID calloutKey;
    UINT32 flags;
    FWPS_CALLOUT_CLASSIFY_FN0 classifyFn;
    FWPS_CALLOUT_NOTIFY_FN0 notifyFn;
    FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flowDeleteFn;
} FWPS_CALLOUT0;
typedef struct FWPS_CALLOUT1_ {
    GUID calloutKey;
    UINT32 flags;
    FWPS_CALLOUT_CLASSIFY_FN1 classifyFn;
    FWPS_CALLOUT_NOTIFY_FN1 notifyFn;
    FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flowDeleteFn;
} FWPS_CALLOUT1, FWPS_CALLOUT2, FWPS_CALLOUT3;
#if defined(NTDDI_WIN7) && NTDDI_VERSION >= NTDDI_WIN7
typedef FWPS_CALLOUT1 FWPS_CALLOUT;
typedef FWPS_CALLOUT_CLASSIFY_FN1 FWPS_CALLOUT_CLASSIFY_FN;
#else
typedef FWPS_CALLOUT0 FWPS_CALLOUT;
typedef FWPS_CALLOUT_CLASSIFY_FN0 FWPS_CALLOUT_CLASSIFY_FN;
#endif
typedef FWPS_CALLOUT_NOTIFY_FN0 FWPS_CALLOUT_NOTIFY_FN;
#define FwpsCalloutRegister        FwpsCalloutRegister1
#define FwpsInjectionHandleCreate  FwpsInjectionHandleCreate0
#define FwpsInjectionHandleDestroy FwpsInjectionHandleDestroy0

/* ---- streams and injection ---- */

typedef enum FWPS_STREAM_ACTION_TYPE_ {
    FWPS_STREAM_ACTION_NONE,
    FWPS_STREAM_ACTION_ALLOW_CONNECTION,
    FWPS_STREAM_ACTION_NEED_MORE_DATA,
    FWPS_STREAM_ACTION_DROP_CONNECTION,
    FWPS_STREAM_ACTION_DEFER
} FWPS_STREAM_ACTION_TYPE;
#define FWPS_STREAM_FLAG_RECEIVE            0x00000001
#define FWPS_STREAM_FLAG_RECEIVE_EXPEDITED  0x00000002
#define FWPS_STREAM_FLAG_RECEIVE_DISCONNECT 0x00000004
#define FWPS_STREAM_FLAG_RECEIVE_ABORT      0x00000008
#define FWPS_STREAM_FLAG_RECEIVE_PUSH       0x00000010
#define FWPS_STREAM_FLAG_SEND               0x00010000
#define FWPS_STREAM_FLAG_SEND_EXPEDITED     0x00020000
#define FWPS_STREAM_FLAG_SEND_NODELAY       0x00040000
#define FWPS_STREAM_FLAG_SEND_DISCONNECT    0x00080000
#define FWPS_STREAM_FLAG_SEND_ABORT         0x00100000
typedef struct FWPS_STREAM_DATA_OFFSET0_ {
    PNET_BUFFER_LIST netBufferList;
    PNET_BUFFER netBuffer;
    PMDL mdl;
    UINT32 mdlOffset, netBufferOffset;
    SIZE_T streamDataOffset;
} FWPS_STREAM_DATA_OFFSET0, FWPS_STREAM_DATA_OFFSET;
typedef struct FWPS_STREAM_DATA0_ {
    UINT32 flags;
    FWPS_STREAM_DATA_OFFSET0 dataOffset;
    SIZE_T dataLength;
    PNET_BUFFER_LIST netBufferListChain;
} FWPS_STREAM_DATA0, FWPS_STREAM_DATA;
typedef struct FWPS_STREAM_CALLOUT_IO_PACKET0_ {
    FWPS_STREAM_DATA0 *streamData;
    SIZE_T missedBytes;
    UINT32 countBytesRequired;
    SIZE_T countBytesEnforced;
    FWPS_STREAM_ACTION_TYPE streamAction;
} FWPS_STREAM_CALLOUT_IO_PACKET0, FWPS_STREAM_CALLOUT_IO_PACKET;
typedef struct FWPS_TRANSPORT_SEND_PARAMS0_ {
    UCHAR *remoteAddress;
    SCOPE_ID remoteScopeId;
    PVOID controlData;
    ULONG controlDataLength;
    UCHAR *headerIncludeHeader;
    ULONG headerIncludeHeaderLength;
} FWPS_TRANSPORT_SEND_PARAMS0, FWPS_TRANSPORT_SEND_PARAMS1, FWPS_TRANSPORT_SEND_PARAMS;
typedef enum FWPS_PACKET_INJECTION_STATE_ {
    FWPS_PACKET_NOT_INJECTED,
    FWPS_PACKET_INJECTED_BY_SELF,
    FWPS_PACKET_INJECTED_BY_OTHER,
    FWPS_PACKET_PREVIOUSLY_INJECTED_BY_SELF
} FWPS_PACKET_INJECTION_STATE;
#define FWPS_INJECTION_TYPE_STREAM    0x00000001
#define FWPS_INJECTION_TYPE_TRANSPORT 0x00000002
#define FWPS_INJECTION_TYPE_NETWORK   0x00000004
#define FWPS_INJECTION_TYPE_FORWARD   0x00000008
#define FWPS_INJECTION_TYPE_L2        0x00000010
typedef VOID(NTAPI FWPS_INJECT_COMPLETE0)(VOID *Context, NET_BUFFER_LIST *NetBufferList, BOOLEAN DispatchLevel);
typedef FWPS_INJECT_COMPLETE0 FWPS_INJECT_COMPLETE;

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Miniports, protocols and filters of NDIS 6, which mingw-w64's ndis.h leaves out: handlers, what they are handed, and
 * how they are registered (https://learn.microsoft.com/windows-hardware/drivers/ddi/ndis/).
 */
#ifndef DEVLOCK_WDK_NDIS6_DRIVERS_H
#define DEVLOCK_WDK_NDIS6_DRIVERS_H

/* ---- requests, states and events ---- */

typedef ULONG NDIS_PORT_NUMBER, *PNDIS_PORT_NUMBER;
typedef struct _NDIS_OID_REQUEST {
    NDIS_OBJECT_HEADER Header;
    NDIS_REQUEST_TYPE RequestType;
    NDIS_PORT_NUMBER PortNumber;
    UINT Timeout;
    PVOID RequestId;
    NDIS_HANDLE RequestHandle;
    union _REQUEST_DATA {
        struct _QUERY {
            NDIS_OID Oid;
            PVOID InformationBuffer;
            UINT InformationBufferLength, BytesWritten, BytesNeeded;
        } QUERY_INFORMATION;
        struct _SET {
            NDIS_OID Oid;
            PVOID InformationBuffer;
            UINT InformationBufferLength, BytesRead, BytesNeeded;
        } SET_INFORMATION;
        struct _METHOD {
            NDIS_OID Oid;
            PVOID InformationBuffer;
            ULONG InputBufferLength, OutputBufferLength, MethodId;
            UINT BytesWritten, BytesRead, BytesNeeded;
        } METHOD_INFORMATION;
    } DATA;
    UCHAR NdisReserved[16 * sizeof(PVOID)], MiniportReserved[2 * sizeof(PVOID)], SourceReserved[2 * sizeof(PVOID)];
    UCHAR SupportedRevision, Reserved1;
    USHORT Reserved2;
} NDIS_OID_REQUEST, *PNDIS_OID_REQUEST;
typedef struct _NDIS_STATUS_INDICATION {
    NDIS_OBJECT_HEADER Header;
    NDIS_HANDLE SourceHandle;
    NDIS_PORT_NUMBER PortNumber;
    NDIS_STATUS StatusCode;
    ULONG Flags;
    NDIS_HANDLE DestinationHandle;
    PVOID RequestId, StatusBuffer;
    ULONG StatusBufferSize;
    GUID Guid;
    PVOID NdisReserved[4];
} NDIS_STATUS_INDICATION, *PNDIS_STATUS_INDICATION;
typedef struct _NET_PNP_EVENT_NOTIFICATION {
    NDIS_OBJECT_HEADER Header;
    NDIS_PORT_NUMBER PortNumber;
    NET_PNP_EVENT NetPnPEvent;
    ULONG Flags;
} NET_PNP_EVENT_NOTIFICATION, *PNET_PNP_EVENT_NOTIFICATION;
typedef struct _NET_DEVICE_PNP_EVENT {
    NDIS_OBJECT_HEADER Header;
    NDIS_PORT_NUMBER PortNumber;
    NDIS_DEVICE_PNP_EVENT DevicePnPEvent;
    PVOID InformationBuffer;
    ULONG InformationBufferLength;
    UCHAR NdisReserved[2 * sizeof(PVOID)];
} NET_DEVICE_PNP_EVENT, *PNET_DEVICE_PNP_EVENT;
typedef enum _NDIS_SHUTDOWN_ACTION { NdisShutdownPowerOff, NdisShutdownBugCheck } NDIS_SHUTDOWN_ACTION;
typedef enum _NDIS_HALT_ACTION {
    NdisHaltDeviceDisabled,
    NdisHaltDeviceInstanceDeInitialized,
    NdisHaltDevicePoweredDown,
    NdisHaltDeviceSurpriseRemoved,
    NdisHaltDeviceFailed,
    NdisHaltDeviceInitializationFailed,
    NdisHaltDeviceStopped
} NDIS_HALT_ACTION,
    *PNDIS_HALT_ACTION;
typedef struct _NDIS_RESTART_ATTRIBUTES {
    struct _NDIS_RESTART_ATTRIBUTES *Next;
    NDIS_OID Oid;
    ULONG DataLength;
    UCHAR Data[1];
} NDIS_RESTART_ATTRIBUTES, *PNDIS_RESTART_ATTRIBUTES;
typedef struct _NDIS_RESTART_GENERAL_ATTRIBUTES {
    NDIS_OBJECT_HEADER Header;
    ULONG MtuSize, LookaheadSize, MacOptions, SupportedPacketFilters, MaxMulticastListSize, SupportedOidListLength;
    ULONG64 MaxXmitLinkSpeed, MaxRcvLinkSpeed;
    PVOID RecvScaleCapabilities, SupportedOidList;
} NDIS_RESTART_GENERAL_ATTRIBUTES, *PNDIS_RESTART_GENERAL_ATTRIBUTES;

/* ---- what drivers are handed when they start, pause and bind ---- */

typedef struct _NDIS_MINIPORT_PAUSE_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    ULONG Flags, PauseReason;
} NDIS_MINIPORT_PAUSE_PARAMETERS, *PNDIS_MINIPORT_PAUSE_PARAMETERS, NDIS_FILTER_PAUSE_PARAMETERS,
    *PNDIS_FILTER_PAUSE_PARAMETERS, NDIS_PROTOCOL_PAUSE_PARAMETERS, *PNDIS_PROTOCOL_PAUSE_PARAMETERS;
typedef struct _NDIS_MINIPORT_RESTART_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    PUCHAR FilterModuleNameBuffer;
    ULONG FilterModuleNameBufferLength, Flags, MiniportMediaType, MiniportPhysicalMediaType;
    PNDIS_RESTART_ATTRIBUTES RestartAttributes, LowerRestartAttributes;
} NDIS_MINIPORT_RESTART_PARAMETERS, *PNDIS_MINIPORT_RESTART_PARAMETERS, NDIS_FILTER_RESTART_PARAMETERS,
    *PNDIS_FILTER_RESTART_PARAMETERS, NDIS_PROTOCOL_RESTART_PARAMETERS, *PNDIS_PROTOCOL_RESTART_PARAMETERS;
typedef struct _NDIS_MINIPORT_INIT_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    ULONG Flags;
    PNDIS_RESOURCE_LIST AllocatedResources;
    NDIS_HANDLE IMDeviceInstanceContext, MiniportAddDeviceContext;
    ULONG IfIndex;
    NET_LUID NetLuid;
    PVOID DefaultPortAuthStates, PciDeviceCustomProperties;
} NDIS_MINIPORT_INIT_PARAMETERS, *PNDIS_MINIPORT_INIT_PARAMETERS;
typedef struct _NDIS_BIND_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    PNDIS_STRING ProtocolSection, AdapterName;
    PDEVICE_OBJECT PhysicalDeviceObject;
    NDIS_MEDIUM MediaType;
    ULONG MtuSize;
    ULONG64 MaxXmitLinkSpeed, XmitLinkSpeed, MaxRcvLinkSpeed, RcvLinkSpeed;
    ULONG MediaConnectState, MediaDuplexState, LookaheadSize, MacOptions, SupportedPacketFilters, MaxMulticastListSize;
    PVOID PowerManagementCapabilities, RcvScaleCapabilities;
    USHORT MacAddressLength;
    UCHAR CurrentMacAddress[32];
    ULONG PhysicalMediumType, BoundIfIndex, LowestIfIndex;
    NET_LUID BoundIfNetluid, LowestIfNetluid;
    PNDIS_STRING BoundAdapterName;
    PVOID HDSplitCurrentConfig, ReceiveFilterCapabilities, PowerManagementCapabilitiesEx, NicSwitchCapabilities;
    BOOLEAN ActivePorts;
} NDIS_BIND_PARAMETERS, *PNDIS_BIND_PARAMETERS;
typedef struct _NDIS_OPEN_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    PNDIS_STRING AdapterName;
    PNDIS_MEDIUM MediumArray;
    UINT MediumArraySize;
    PUINT SelectedMediumIndex;
    PVOID FrameTypeArray;
    UINT FrameTypeArraySize;
} NDIS_OPEN_PARAMETERS, *PNDIS_OPEN_PARAMETERS;
typedef struct _NDIS_FILTER_ATTACH_PARAMETERS {
    NDIS_OBJECT_HEADER Header;
    ULONG IfIndex;
    NET_LUID NetLuid;
    PNDIS_STRING FilterModuleGuidName, BaseMiniportInstanceName, BaseMiniportName;
    ULONG BaseMiniportIfIndex;
    NET_LUID BaseMiniportNetLuid;
    ULONG Flags, MiniportMediaType, MiniportPhysicalMediaType;
    NDIS_HANDLE MiniportMediaSpecificAttributes;
    PVOID DefaultOffloadConfiguration;
    USHORT MacAddressLength;
    UCHAR CurrentMacAddress[32];
    ULONG64 XmitLinkSpeed, RcvLinkSpeed;
    ULONG MiniportPhysicalConnectState;
} NDIS_FILTER_ATTACH_PARAMETERS, *PNDIS_FILTER_ATTACH_PARAMETERS;
typedef struct _NDIS_CONFIGURATION_OBJECT {
    NDIS_OBJECT_HEADER Header;
    NDIS_HANDLE NdisHandle;
    ULONG Flags;
} NDIS_CONFIGURATION_OBJECT, *PNDIS_CONFIGURATION_OBJECT;
typedef struct _NDIS_FILTER_ATTRIBUTES {
    NDIS_OBJECT_HEADER Header;
    ULONG Flags;
} NDIS_FILTER_ATTRIBUTES, *PNDIS_FILTER_ATTRIBUTES;
typedef struct _NDIS_DEVICE_OBJECT_ATTRIBUTES {
    NDIS_OBJECT_HEADER Header;
    PNDIS_STRING DeviceName, SymbolicName;
    PDRIVER_DISPATCH *MajorFunctions;
    ULONG ExtensionSize;
    PCUNICODE_STRING DefaultSDDLString;
    const GUID *DeviceClassGuid;
} NDIS_DEVICE_OBJECT_ATTRIBUTES, *PNDIS_DEVICE_OBJECT_ATTRIBUTES;
typedef struct _NDIS_NET_BUFFER_LIST_8021Q_INFO {
    union {
        struct {
            UINT32 UserPriority : 3, CanonicalFormatId : 1, VlanId : 12, Reserved : 16;
        } TagHeader;
        PVOID Value;
    };
} NDIS_NET_BUFFER_LIST_8021Q_INFO, *PNDIS_NET_BUFFER_LIST_8021Q_INFO;

/* Locks for many readers, which hand a state from acquiring to releasing. */
typedef struct _NDIS_RW_LOCK_EX NDIS_RW_LOCK_EX, *PNDIS_RW_LOCK_EX;
typedef struct _LOCK_STATE_EX {
    KIRQL OldIrql;
    UCHAR LockState, Flags;
} LOCK_STATE_EX, *PLOCK_STATE_EX;

/* Ports and cards of virtual switches. */
typedef UINT32 NDIS_SWITCH_PORT_ID, *PNDIS_SWITCH_PORT_ID, NDIS_SWITCH_OBJECT_ID, *PNDIS_SWITCH_OBJECT_ID;
typedef USHORT NDIS_SWITCH_NIC_INDEX, *PNDIS_SWITCH_NIC_INDEX;

/* ---- handlers ---- */

typedef NDIS_STATUS NTAPI SET_OPTIONS(NDIS_HANDLE NdisDriverHandle, NDIS_HANDLE DriverContext);
typedef SET_OPTIONS MINIPORT_SET_OPTIONS, PROTOCOL_SET_OPTIONS, FILTER_SET_OPTIONS, *SET_OPTIONS_HANDLER;
typedef NDIS_STATUS NTAPI MINIPORT_INITIALIZE(NDIS_HANDLE Adapter, NDIS_HANDLE DriverContext,
                                              PNDIS_MINIPORT_INIT_PARAMETERS Parameters);
typedef VOID NTAPI MINIPORT_HALT(NDIS_HANDLE Context, NDIS_HALT_ACTION Action);
typedef VOID NTAPI MINIPORT_UNLOAD(PDRIVER_OBJECT DriverObject);
typedef NDIS_STATUS NTAPI MINIPORT_PAUSE(NDIS_HANDLE Context, PNDIS_MINIPORT_PAUSE_PARAMETERS Parameters);
typedef NDIS_STATUS NTAPI MINIPORT_RESTART(NDIS_HANDLE Context, PNDIS_MINIPORT_RESTART_PARAMETERS Parameters);
typedef NDIS_STATUS NTAPI MINIPORT_OID_REQUEST(NDIS_HANDLE Context, PNDIS_OID_REQUEST Request);
typedef VOID NTAPI MINIPORT_CANCEL_OID_REQUEST(NDIS_HANDLE Context, PVOID RequestId);
typedef MINIPORT_OID_REQUEST FILTER_OID_REQUEST;
typedef MINIPORT_CANCEL_OID_REQUEST FILTER_CANCEL_OID_REQUEST;
typedef VOID NTAPI MINIPORT_SEND_NET_BUFFER_LISTS(NDIS_HANDLE Context, PNET_BUFFER_LIST Lists, NDIS_PORT_NUMBER Port,
                                                  ULONG Flags);
typedef MINIPORT_SEND_NET_BUFFER_LISTS FILTER_SEND_NET_BUFFER_LISTS;
typedef VOID NTAPI MINIPORT_RETURN_NET_BUFFER_LISTS(NDIS_HANDLE Context, PNET_BUFFER_LIST Lists, ULONG Flags);
typedef MINIPORT_RETURN_NET_BUFFER_LISTS FILTER_RETURN_NET_BUFFER_LISTS, FILTER_SEND_NET_BUFFER_LISTS_COMPLETE,
    PROTOCOL_SEND_NET_BUFFER_LISTS_COMPLETE;
typedef VOID NTAPI FILTER_RECEIVE_NET_BUFFER_LISTS(NDIS_HANDLE Context, PNET_BUFFER_LIST Lists, NDIS_PORT_NUMBER Port,
                                                   ULONG Count, ULONG Flags);
typedef FILTER_RECEIVE_NET_BUFFER_LISTS PROTOCOL_RECEIVE_NET_BUFFER_LISTS;
typedef VOID NTAPI MINIPORT_CANCEL_SEND(NDIS_HANDLE Context, PVOID CancelId);
typedef MINIPORT_CANCEL_SEND FILTER_CANCEL_SEND_NET_BUFFER_LISTS;
typedef BOOLEAN NTAPI MINIPORT_CHECK_FOR_HANG(NDIS_HANDLE Context);
typedef NDIS_STATUS NTAPI MINIPORT_RESET(NDIS_HANDLE Context, PBOOLEAN AddressingReset);
typedef VOID NTAPI MINIPORT_DEVICE_PNP_EVENT_NOTIFY(NDIS_HANDLE Context, PNET_DEVICE_PNP_EVENT Event);
typedef MINIPORT_DEVICE_PNP_EVENT_NOTIFY FILTER_DEVICE_PNP_EVENT_NOTIFY;
typedef VOID NTAPI MINIPORT_SHUTDOWN(NDIS_HANDLE Context, NDIS_SHUTDOWN_ACTION Action);
typedef NDIS_STATUS NTAPI PROTOCOL_BIND_ADAPTER_EX(NDIS_HANDLE DriverContext, NDIS_HANDLE BindContext,
                                                   PNDIS_BIND_PARAMETERS Parameters);
typedef NDIS_STATUS NTAPI PROTOCOL_UNBIND_ADAPTER_EX(NDIS_HANDLE UnbindContext, NDIS_HANDLE BindingContext);
typedef VOID NTAPI PROTOCOL_OPEN_ADAPTER_COMPLETE_EX(NDIS_HANDLE Context, NDIS_STATUS Status);
typedef VOID NTAPI PROTOCOL_CLOSE_ADAPTER_COMPLETE_EX(NDIS_HANDLE Context);
typedef VOID NTAPI PROTOCOL_OID_REQUEST_COMPLETE(NDIS_HANDLE Context, PNDIS_OID_REQUEST Request, NDIS_STATUS Status);
typedef PROTOCOL_OID_REQUEST_COMPLETE FILTER_OID_REQUEST_COMPLETE;
typedef VOID NTAPI PROTOCOL_STATUS_EX(NDIS_HANDLE Context, PNDIS_STATUS_INDICATION Indication);
typedef PROTOCOL_STATUS_EX FILTER_STATUS;
typedef NDIS_STATUS NTAPI PROTOCOL_NET_PNP_EVENT(NDIS_HANDLE Context, PNET_PNP_EVENT_NOTIFICATION Event);
typedef PROTOCOL_NET_PNP_EVENT FILTER_NET_PNP_EVENT;
typedef NDIS_STATUS NTAPI FILTER_ATTACH(NDIS_HANDLE Filter, NDIS_HANDLE DriverContext,
                                        PNDIS_FILTER_ATTACH_PARAMETERS Parameters);
typedef VOID NTAPI FILTER_DETACH(NDIS_HANDLE Context);
typedef NDIS_STATUS NTAPI FILTER_PAUSE(NDIS_HANDLE Context, PNDIS_FILTER_PAUSE_PARAMETERS Parameters);
typedef NDIS_STATUS NTAPI FILTER_RESTART(NDIS_HANDLE Context, PNDIS_FILTER_RESTART_PARAMETERS Parameters);
typedef NDIS_STATUS NTAPI FILTER_SET_MODULE_OPTIONS(NDIS_HANDLE Context);
typedef PVOID NTAPI ALLOCATE_FUNCTION(SIZE_T NumberOfBytes, ULONG Tag);
typedef VOID NTAPI FREE_FUNCTION(PVOID Buffer);
typedef VOID NTAPI NDIS_TIMER_FUNCTION(PVOID, PVOID, PVOID, PVOID);
typedef VOID NTAPI NDIS_IO_WORKITEM(PVOID Context, NDIS_HANDLE WorkItem);
typedef NDIS_IO_WORKITEM *NDIS_IO_WORKITEM_ROUTINE;

/* ---- registration ---- */

typedef struct _NDIS_MINIPORT_DRIVER_CHARACTERISTICS {
    NDIS_OBJECT_HEADER Header;
    UCHAR MajorNdisVersion, MinorNdisVersion, MajorDriverVersion, MinorDriverVersion;
    ULONG Flags;
    SET_OPTIONS_HANDLER SetOptionsHandler;
    MINIPORT_INITIALIZE *InitializeHandlerEx;
    MINIPORT_HALT *HaltHandlerEx;
    MINIPORT_UNLOAD *UnloadHandler;
    MINIPORT_PAUSE *PauseHandler;
    MINIPORT_RESTART *RestartHandler;
    MINIPORT_OID_REQUEST *OidRequestHandler;
    MINIPORT_SEND_NET_BUFFER_LISTS *SendNetBufferListsHandler;
    MINIPORT_RETURN_NET_BUFFER_LISTS *ReturnNetBufferListsHandler;
    MINIPORT_CANCEL_SEND *CancelSendHandler;
    MINIPORT_CHECK_FOR_HANG *CheckForHangHandlerEx;
    MINIPORT_RESET *ResetHandlerEx;
    MINIPORT_DEVICE_PNP_EVENT_NOTIFY *DevicePnPEventNotifyHandler;
    MINIPORT_SHUTDOWN *ShutdownHandlerEx;
    MINIPORT_CANCEL_OID_REQUEST *CancelOidRequestHandler;
    MINIPORT_OID_REQUEST *DirectOidRequestHandler;
    MINIPORT_CANCEL_OID_REQUEST *CancelDirectOidRequestHandler;
} NDIS_MINIPORT_DRIVER_CHARACTERISTICS, *PNDIS_MINIPORT_DRIVER_CHARACTERISTICS;
typedef struct _NDIS_PROTOCOL_DRIVER_CHARACTERISTICS {
    NDIS_OBJECT_HEADER Header;
    UCHAR MajorNdisVersion, MinorNdisVersion, MajorDriverVersion, MinorDriverVersion;
    ULONG Flags;
    NDIS_STRING Name;
    SET_OPTIONS_HANDLER SetOptionsHandler;
    PROTOCOL_BIND_ADAPTER_EX *BindAdapterHandlerEx;
    PROTOCOL_UNBIND_ADAPTER_EX *UnbindAdapterHandlerEx;
    PROTOCOL_OPEN_ADAPTER_COMPLETE_EX *OpenAdapterCompleteHandlerEx;
    PROTOCOL_CLOSE_ADAPTER_COMPLETE_EX *CloseAdapterCompleteHandlerEx;
    PROTOCOL_NET_PNP_EVENT *NetPnPEventHandler;
    VOID(NTAPI *UninstallHandler)(VOID);
    PROTOCOL_OID_REQUEST_COMPLETE *OidRequestCompleteHandler;
    PROTOCOL_STATUS_EX *StatusHandlerEx;
    PROTOCOL_RECEIVE_NET_BUFFER_LISTS *ReceiveNetBufferListsHandler;
    PROTOCOL_SEND_NET_BUFFER_LISTS_COMPLETE *SendNetBufferListsCompleteHandler;
    PROTOCOL_OID_REQUEST_COMPLETE *DirectOidRequestCompleteHandler;
} NDIS_PROTOCOL_DRIVER_CHARACTERISTICS, *PNDIS_PROTOCOL_DRIVER_CHARACTERISTICS;
typedef struct _NDIS_FILTER_DRIVER_CHARACTERISTICS {
    NDIS_OBJECT_HEADER Header;
    UCHAR MajorNdisVersion, MinorNdisVersion, MajorDriverVersion, MinorDriverVersion;
    ULONG Flags;
    NDIS_STRING FriendlyName, UniqueName, ServiceName;
    SET_OPTIONS_HANDLER SetOptionsHandler;
    FILTER_SET_MODULE_OPTIONS *SetFilterModuleOptionsHandler;
    FILTER_ATTACH *AttachHandler;
    FILTER_DETACH *DetachHandler;
    FILTER_RESTART *RestartHandler;
    FILTER_PAUSE *PauseHandler;
    FILTER_SEND_NET_BUFFER_LISTS *SendNetBufferListsHandler;
    FILTER_SEND_NET_BUFFER_LISTS_COMPLETE *SendNetBufferListsCompleteHandler;
    FILTER_CANCEL_SEND_NET_BUFFER_LISTS *CancelSendNetBufferListsHandler;
    FILTER_RECEIVE_NET_BUFFER_LISTS *ReceiveNetBufferListsHandler;
    FILTER_RETURN_NET_BUFFER_LISTS *ReturnNetBufferListsHandler;
    FILTER_OID_REQUEST *OidRequestHandler;
    FILTER_OID_REQUEST_COMPLETE *OidRequestCompleteHandler;
    FILTER_CANCEL_OID_REQUEST *CancelOidRequestHandler;
    FILTER_DEVICE_PNP_EVENT_NOTIFY *DevicePnPEventNotifyHandler;
    FILTER_NET_PNP_EVENT *NetPnPEventHandler;
    FILTER_STATUS *StatusHandler;
} NDIS_FILTER_DRIVER_CHARACTERISTICS, *PNDIS_FILTER_DRIVER_CHARACTERISTICS;
typedef struct _NDIS_TIMER_CHARACTERISTICS {
    NDIS_OBJECT_HEADER Header;
    ULONG AllocationTag;
    NDIS_TIMER_FUNCTION *TimerFunction;
    PVOID FunctionContext;
} NDIS_TIMER_CHARACTERISTICS, *PNDIS_TIMER_CHARACTERISTICS;

#define NDIS_SIZEOF_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_1 sizeof(NDIS_MINIPORT_DRIVER_CHARACTERISTICS)
#define NDIS_SIZEOF_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_2 sizeof(NDIS_MINIPORT_DRIVER_CHARACTERISTICS)
#define NDIS_SIZEOF_PROTOCOL_DRIVER_CHARACTERISTICS_REVISION_1 sizeof(NDIS_PROTOCOL_DRIVER_CHARACTERISTICS)
#define NDIS_SIZEOF_PROTOCOL_DRIVER_CHARACTERISTICS_REVISION_2 sizeof(NDIS_PROTOCOL_DRIVER_CHARACTERISTICS)
#define NDIS_SIZEOF_FILTER_DRIVER_CHARACTERISTICS_REVISION_1   sizeof(NDIS_FILTER_DRIVER_CHARACTERISTICS)
#define NDIS_SIZEOF_FILTER_DRIVER_CHARACTERISTICS_REVISION_2   sizeof(NDIS_FILTER_DRIVER_CHARACTERISTICS)

#define NDIS_STRING_CONST(x)                                                                                           \
    {                                                                                                                  \
        sizeof(L##x) - 2, sizeof(L##x), (PWSTR)L##x                                                                    \
    }

#endif

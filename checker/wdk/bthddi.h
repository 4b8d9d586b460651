/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Profile drivers of Bluetooth, without the WDK: requests to the driver stack, and its interface
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/bthddi/).
 */
#ifndef DEVLOCK_WDK_BTHDDI_H
#define DEVLOCK_WDK_BTHDDI_H

#include <windef.h>
#include <bthdef.h>

typedef PVOID L2CAP_CHANNEL_HANDLE, L2CAP_SERVER_HANDLE, SCO_CHANNEL_HANDLE, SCO_SERVER_HANDLE;

typedef enum _BRB_TYPE {
    BRB_HCI_GET_LOCAL_BD_ADDR,
    BRB_L2CA_REGISTER_SERVER,
    BRB_L2CA_UNREGISTER_SERVER,
    BRB_L2CA_OPEN_CHANNEL,
    BRB_L2CA_OPEN_CHANNEL_RESPONSE,
    BRB_L2CA_CLOSE_CHANNEL,
    BRB_L2CA_ACL_TRANSFER,
    BRB_L2CA_UPDATE_CHANNEL,
    BRB_L2CA_PING,
    BRB_L2CA_INFORMATION,
    BRB_REGISTER_PSM,
    BRB_UNREGISTER_PSM,
    BRB_SCO_REGISTER_SERVER,
    BRB_SCO_UNREGISTER_SERVER,
    BRB_SCO_OPEN_CHANNEL,
    BRB_SCO_OPEN_CHANNEL_RESPONSE,
    BRB_SCO_CLOSE_CHANNEL,
    BRB_SCO_TRANSFER,
    BRB_SCO_GET_CHANNEL_INFO,
    BRB_SCO_GET_SYSTEM_INFO,
    BRB_SCO_FLUSH_CHANNEL,
    BRB_ACL_GET_MODE,
    BRB_ACL_ENTER_ACTIVE_MODE,
    BRB_GET_DEVICE_INTERFACE_STRING,
    BRB_L2CA_OPEN_ENHANCED_CHANNEL,
    BRB_L2CA_OPEN_ENHANCED_CHANNEL_RESPONSE
} BRB_TYPE;

typedef struct _BRB_HEADER {
    LIST_ENTRY ListEntry;
    ULONG Length;
    USHORT Version, Type;
    ULONG BthportFlags;
    NTSTATUS Status;
    ULONG BtStatus;
    PVOID Context[4], ClientContext[4], Reserved[5];
} BRB_HEADER, *PBRB_HEADER;
typedef struct _BRB_GET_LOCAL_BD_ADDR {
    BRB_HEADER Hdr;
    BTH_ADDR BtAddress;
} BRB_GET_LOCAL_BD_ADDR;
typedef struct _BRB_PSM {
    BRB_HEADER Hdr;
    USHORT Psm;
} BRB_PSM;

/* ---- channels of L2CAP; the requests have the names of their types, and are structures only ---- */

typedef struct _L2CAP_CONFIG_VALUE_RANGE {
    USHORT Min, Preferred, Max;
} L2CAP_CONFIG_VALUE_RANGE, *PL2CAP_CONFIG_VALUE_RANGE;
typedef struct _L2CAP_CONFIG_RANGE {
    USHORT Min, Max;
} L2CAP_CONFIG_RANGE, *PL2CAP_CONFIG_RANGE;
typedef struct _L2CAP_RETRANSMISSION_AND_FLOW_CONTROL {
    UCHAR Mode, TxWindowSize, MaxTransmit;
    USHORT RetransmissionTO, MonitorTO, MaxPDUSize;
} L2CAP_RETRANSMISSION_AND_FLOW_CONTROL, *PL2CAP_RETRANSMISSION_AND_FLOW_CONTROL;
typedef struct _CHANNEL_CONFIG_PARAMETERS {
    ULONG Flags;
    USHORT Mtu;
    L2CAP_CONFIG_RANGE FlushTO;
    L2CAP_RETRANSMISSION_AND_FLOW_CONTROL RetransmissionAndFlow;
    UCHAR Fcs;
} CHANNEL_CONFIG_PARAMETERS, *PCHANNEL_CONFIG_PARAMETERS;
typedef struct _CHANNEL_CONFIG_RESULTS_ENHANCED {
    CHANNEL_CONFIG_PARAMETERS Params;
    ULONG ExtraOptions;
} CHANNEL_CONFIG_RESULTS, CHANNEL_CONFIG_RESULTS_ENHANCED, *PCHANNEL_CONFIG_RESULTS;
typedef struct _CHANNEL_CONFIG_WISH {
    ULONG Flags;
    L2CAP_CONFIG_VALUE_RANGE Mtu, FlushTO;
    struct {
        ULONG Flags;
        L2CAP_RETRANSMISSION_AND_FLOW_CONTROL RetransmissionAndFlow;
    } ModeConfig;
    UCHAR Fcs;
    USHORT LinkTO, NumExtraOptions;
    PVOID ExtraOptions;
} CHANNEL_CONFIG_WISH;

typedef enum _INDICATION_CODE {
    IndicationAddReference,
    IndicationReleaseReference,
    IndicationRemoteConnect,
    IndicationRemoteDisconnect,
    IndicationRemoteConfigRequest,
    IndicationRemoteConfigResponse,
    IndicationFreeExtraOptions,
    IndicationRecvPacket,
    IndicationPinEntered,
    IndicationRemoteConnectLE
} INDICATION_CODE,
    *PINDICATION_CODE;
typedef enum _L2CAP_DISCONNECT_REASON {
    HciDisconnect,
    L2capDisconnectRequest,
    RadioPoweredDown
} L2CAP_DISCONNECT_REASON;
typedef struct _INDICATION_PARAMETERS_ENHANCED {
    L2CAP_CHANNEL_HANDLE ConnectionHandle;
    BTH_ADDR BtAddress;
    union {
        struct {
            struct {
                USHORT PSM;
            } Request;
        } Connect;
        struct {
            PVOID RequestConfigParams, ResponseConfigParams;
            USHORT Response;
        } ConfigRequest;
        struct {
            L2CAP_DISCONNECT_REASON Reason;
            BOOLEAN CloseNow;
        } Disconnect;
        struct {
            ULONG PacketLength, TotalQueueLength;
        } RecvPacket;
    } Parameters;
} INDICATION_PARAMETERS, *PINDICATION_PARAMETERS, INDICATION_PARAMETERS_ENHANCED, *PINDICATION_PARAMETERS_ENHANCED;
typedef VOID L2CAP_INDICATION_CALLBACK(PVOID Context, INDICATION_CODE Indication, PINDICATION_PARAMETERS Parameters);
typedef L2CAP_INDICATION_CALLBACK L2CAP_INDICATION_CALLBACK_ENHANCED;
typedef L2CAP_INDICATION_CALLBACK *PFNBTHPORT_INDICATION_CALLBACK, *PFNBTHPORT_INDICATION_CALLBACK_ENHANCED;

struct _BRB_L2CA_REGISTER_SERVER {
    BRB_HEADER Hdr;
    BTH_ADDR BtAddress;
    USHORT PSM;
    ULONG IndicationFlags;
    PFNBTHPORT_INDICATION_CALLBACK IndicationCallback;
    PVOID IndicationCallbackContext, ReferenceObject;
    L2CAP_SERVER_HANDLE ServerHandle;
};
struct _BRB_L2CA_UNREGISTER_SERVER {
    BRB_HEADER Hdr;
    BTH_ADDR BtAddress;
    L2CAP_SERVER_HANDLE ServerHandle;
    USHORT Psm;
};
struct _BRB_L2CA_OPEN_CHANNEL {
    BRB_HEADER Hdr;
    L2CAP_CHANNEL_HANDLE ChannelHandle;
    USHORT Psm, Response;
    ULONG ChannelFlags;
    BTH_ADDR BtAddress;
    CHANNEL_CONFIG_WISH ConfigOut, ConfigIn;
    ULONG CallbackFlags;
    PFNBTHPORT_INDICATION_CALLBACK Callback;
    PVOID CallbackContext, ReferenceObject;
    CHANNEL_CONFIG_RESULTS OutResults, InResults;
    USHORT IncomingQueueDepth;
    PVOID Reserved;
};
#define _BRB_L2CA_OPEN_ENHANCED_CHANNEL _BRB_L2CA_OPEN_CHANNEL
struct _BRB_L2CA_CLOSE_CHANNEL {
    BRB_HEADER Hdr;
    BTH_ADDR BtAddress;
    L2CAP_CHANNEL_HANDLE ChannelHandle;
};
struct _BRB_L2CA_ACL_TRANSFER {
    BRB_HEADER Hdr;
    BTH_ADDR BtAddress;
    L2CAP_CHANNEL_HANDLE ChannelHandle;
    ULONG TransferFlags, BufferSize;
    PVOID Buffer;
    PMDL BufferMDL;
    LONGLONG Timeout;
    ULONG RemainingBufferSize;
};
typedef struct _BRB {
    union {
        BRB_HEADER BrbHeader;
        BRB_GET_LOCAL_BD_ADDR BrbGetLocalBdAddress;
        BRB_PSM BrbPsm;
        struct _BRB_L2CA_REGISTER_SERVER BrbL2caRegisterServer;
        struct _BRB_L2CA_UNREGISTER_SERVER BrbL2caUnregisterServer;
        struct _BRB_L2CA_OPEN_CHANNEL BrbL2caOpenChannel;
        struct _BRB_L2CA_OPEN_ENHANCED_CHANNEL BrbL2caOpenEnhancedChannel;
        struct _BRB_L2CA_CLOSE_CHANNEL BrbL2caCloseChannel;
        struct _BRB_L2CA_ACL_TRANSFER BrbL2caAclTransfer;
    };
} BRB, *PBRB;

/* ---- the interface ---- */

typedef PBRB BTHPORT_ALLOCATE_BRB(BRB_TYPE BrbType, ULONG Tag);
typedef VOID BTHPORT_FREE_BRB(PBRB Brb);
typedef VOID BTHPORT_INITIALIZE_BRB(PBRB Brb, BRB_TYPE BrbType);
typedef struct _BTH_PROFILE_DRIVER_INTERFACE {
    INTERFACE Interface;
    BTHPORT_ALLOCATE_BRB *BthAllocateBrb;
    BTHPORT_FREE_BRB *BthFreeBrb;
    BTHPORT_INITIALIZE_BRB *BthInitializeBrb, *BthReuseBrb;
    BOOLEAN (*IsBluetoothVersionAvailable)(UCHAR MajorVersion, UCHAR MinorVersion);
} BTH_PROFILE_DRIVER_INTERFACE, *PBTH_PROFILE_DRIVER_INTERFACE;

#endif

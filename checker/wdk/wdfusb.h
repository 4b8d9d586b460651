/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * USB targets of the driver frameworks without the WDK, as documented in
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfusb/.
 */
#ifndef DEVLOCK_WDK_WDFUSB_H
#define DEVLOCK_WDK_WDFUSB_H

#include <wdf.h>

typedef struct _WDF_USB_PIPE_INFORMATION {
    ULONG Size, MaximumPacketSize;
    UCHAR EndpointAddress, Interval, SettingIndex;
    WDF_USB_PIPE_TYPE PipeType;
    ULONG MaximumTransferSize;
} WDF_USB_PIPE_INFORMATION, *PWDF_USB_PIPE_INFORMATION;
#define WDF_USB_PIPE_INFORMATION_INIT(info)                                                                            \
    (RtlZeroMemory(info, sizeof(WDF_USB_PIPE_INFORMATION)), (void)((info)->Size = sizeof(WDF_USB_PIPE_INFORMATION)))

typedef struct _WDF_USB_DEVICE_INFORMATION {
    ULONG Size, Traits, HcdPortCapabilities;
} WDF_USB_DEVICE_INFORMATION, *PWDF_USB_DEVICE_INFORMATION;
#define WDF_USB_DEVICE_INFORMATION_INIT(info)                                                                          \
    (RtlZeroMemory(info, sizeof(WDF_USB_DEVICE_INFORMATION)), (void)((info)->Size = sizeof(WDF_USB_DEVICE_INFORMATION)))

typedef struct _WDF_USB_DEVICE_CREATE_CONFIG {
    ULONG Size, USBDClientContractVersion;
} WDF_USB_DEVICE_CREATE_CONFIG, *PWDF_USB_DEVICE_CREATE_CONFIG;
#define WDF_USB_DEVICE_CREATE_CONFIG_INIT(config, version)                                                             \
    ((config)->Size = sizeof(WDF_USB_DEVICE_CREATE_CONFIG), (void)((config)->USBDClientContractVersion = (version)))
#ifndef USBD_CLIENT_CONTRACT_VERSION_602
#define USBD_CLIENT_CONTRACT_VERSION_602 0x602
#endif

typedef union _WDF_USB_CONTROL_SETUP_PACKET {
    struct {
        struct {
            UCHAR Recipient : 2, Reserved : 3, Type : 2, Dir : 1;
        } bm;
        UCHAR bRequest;
        union {
            USHORT Value;
            struct {
                UCHAR LowByte, HiByte;
            } Bytes;
        } wValue, wIndex;
        USHORT wLength;
    } Packet;
    UCHAR Generic[8];
} WDF_USB_CONTROL_SETUP_PACKET, *PWDF_USB_CONTROL_SETUP_PACKET;
static __inline VOID WDF_USB_CONTROL_SETUP_PACKET_INIT_VENDOR(PWDF_USB_CONTROL_SETUP_PACKET Packet,
                                                              WDF_USB_BMREQUEST_DIRECTION Direction,
                                                              WDF_USB_BMREQUEST_RECIPIENT Recipient, UCHAR Request,
                                                              USHORT Value, USHORT Index)
{
    RtlZeroMemory(Packet, sizeof *Packet);
    Packet->Packet.bm.Dir = (UCHAR)Direction;
    Packet->Packet.bm.Type = 2;
    Packet->Packet.bm.Recipient = (UCHAR)Recipient;
    Packet->Packet.bRequest = Request;
    Packet->Packet.wValue.Value = Value;
    Packet->Packet.wIndex.Value = Index;
}

typedef struct _WDF_USB_DEVICE_SELECT_CONFIG_PARAMS {
    ULONG Size, Type;
    union {
        struct {
            UCHAR NumberConfiguredPipes;
            WDFUSBINTERFACE ConfiguredUsbInterface;
        } SingleInterface;
    } Types;
} WDF_USB_DEVICE_SELECT_CONFIG_PARAMS, *PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS;
#define WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(params)                                              \
    (RtlZeroMemory(params, sizeof *(params)), (void)((params)->Size = sizeof *(params)))

typedef struct _WDF_USB_CONTINUOUS_READER_CONFIG {
    ULONG Size;
    size_t TransferLength, HeaderLength, TrailerLength;
    UCHAR NumPendingReads;
    PWDF_OBJECT_ATTRIBUTES BufferAttributes;
    PFN_WDF_USB_READER_COMPLETION_ROUTINE EvtUsbTargetPipeReadComplete;
    WDFCONTEXT EvtUsbTargetPipeReadCompleteContext;
    PFN_WDF_USB_READERS_FAILED EvtUsbTargetPipeReadersFailed;
} WDF_USB_CONTINUOUS_READER_CONFIG, *PWDF_USB_CONTINUOUS_READER_CONFIG;
static __inline VOID WDF_USB_CONTINUOUS_READER_CONFIG_INIT(PWDF_USB_CONTINUOUS_READER_CONFIG Config,
                                                           PFN_WDF_USB_READER_COMPLETION_ROUTINE Complete,
                                                           WDFCONTEXT Context, size_t TransferLength)
{
    RtlZeroMemory(Config, sizeof *Config);
    Config->Size = sizeof *Config;
    Config->EvtUsbTargetPipeReadComplete = Complete;
    Config->EvtUsbTargetPipeReadCompleteContext = Context;
    Config->TransferLength = TransferLength;
}

WDFIOTARGET WdfUsbTargetPipeGetIoTarget(WDFUSBPIPE Pipe);
WDFIOTARGET WdfUsbTargetDeviceGetIoTarget(WDFUSBDEVICE UsbDevice);
WDFUSBINTERFACE WdfUsbTargetDeviceGetInterface(WDFUSBDEVICE UsbDevice, UCHAR InterfaceIndex);
WDFUSBPIPE WdfUsbInterfaceGetConfiguredPipe(WDFUSBINTERFACE Interface, UCHAR Index, PWDF_USB_PIPE_INFORMATION Info);

#endif

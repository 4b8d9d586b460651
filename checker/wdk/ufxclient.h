/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Controllers of USB function devices without the WDK, as documented in
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/ufxclient/ and usbfnbase. Functions are declared by their
 * calls, but for those that C++ needs.
 */
#ifndef DEVLOCK_WDK_UFXCLIENT_H
#define DEVLOCK_WDK_UFXCLIENT_H

#include <wdf.h>
#include <usb.h>

typedef struct UFXDEVICE__ *UFXDEVICE;
typedef struct UFXENDPOINT__ *UFXENDPOINT;
typedef struct UFXENDPOINT_INIT UFXENDPOINT_INIT, *PUFXENDPOINT_INIT;

typedef enum _USBFN_DEVICE_STATE {
    UsbfnDeviceStateMinimum,
    UsbfnDeviceStateAttached,
    UsbfnDeviceStateDefault,
    UsbfnDeviceStateDetached,
    UsbfnDeviceStateAddressed,
    UsbfnDeviceStateConfigured,
    UsbfnDeviceStateSuspended,
    UsbfnDeviceStateStateMaximum
} USBFN_DEVICE_STATE;
typedef enum _USBFN_PORT_TYPE {
    UsbfnUnknownPort,
    UsbfnStandardDownstreamPort,
    UsbfnChargingDownstreamPort,
    UsbfnDedicatedChargingPort,
    UsbfnInvalidDedicatedChargingPort,
    UsbfnProprietaryDedicatedChargingPort,
    UsbfnPortTypeMaximum
} USBFN_PORT_TYPE;
typedef enum _USBFN_ACTION { UsbfnActionIgnore, UsbfnActionNoCad, UsbfnActionDetectProprietaryCharger } USBFN_ACTION;

typedef struct _UFX_HARDWARE_FAILURE_CONTEXT {
    ULONG ExceptionCode;
} UFX_HARDWARE_FAILURE_CONTEXT, *PUFX_HARDWARE_FAILURE_CONTEXT;
typedef struct _UFX_DEVICE_CAPABILITIES {
    ULONG Size;
    ULONG MaxSpeed;
    BOOLEAN RemoteWakeSignalSupport;
    ULONG RemoteWakeSignalDelay;
    BOOLEAN PdcpSupported;
    USHORT InEndpointBitmap, OutEndpointBitmap;
} UFX_DEVICE_CAPABILITIES, *PUFX_DEVICE_CAPABILITIES;
#define UFX_DEVICE_CAPABILITIES_INIT(c) (RtlZeroMemory(c, sizeof *(c)), (void)((c)->Size = sizeof *(c)))

typedef VOID(NTAPI EVT_UFX_DEVICE_HOST_CONNECT)(UFXDEVICE Device);
typedef VOID(NTAPI EVT_UFX_DEVICE_HOST_DISCONNECT)(UFXDEVICE Device);
typedef VOID(NTAPI EVT_UFX_DEVICE_ADDRESSED)(UFXDEVICE Device, USHORT Address);
typedef NTSTATUS(NTAPI EVT_UFX_DEVICE_ENDPOINT_ADD)(UFXDEVICE Device, PUSB_ENDPOINT_DESCRIPTOR Descriptor,
                                                    PUFXENDPOINT_INIT Init);
typedef VOID(NTAPI EVT_UFX_DEVICE_DEFAULT_ENDPOINT_ADD)(UFXDEVICE Device, USHORT MaxPacketSize, PUFXENDPOINT_INIT Init);
typedef VOID(NTAPI EVT_UFX_DEVICE_USB_STATE_CHANGE)(UFXDEVICE Device, USBFN_DEVICE_STATE State);
typedef VOID(NTAPI EVT_UFX_DEVICE_PORT_CHANGE)(UFXDEVICE Device, USBFN_PORT_TYPE Type);
typedef VOID(NTAPI EVT_UFX_DEVICE_PORT_DETECT)(UFXDEVICE Device);
typedef VOID(NTAPI EVT_UFX_DEVICE_REMOTE_WAKEUP_SIGNAL)(UFXDEVICE Device);
typedef VOID(NTAPI EVT_UFX_DEVICE_CONTROLLER_RESET)(UFXDEVICE Device);
typedef VOID(NTAPI EVT_UFX_DEVICE_TEST_MODE_SET)(UFXDEVICE Device, ULONG TestMode);
typedef VOID(NTAPI EVT_UFX_DEVICE_TEST_HOOK)(UFXDEVICE Device, PVOID Hook);
typedef VOID(NTAPI EVT_UFX_DEVICE_SUPER_SPEED_POWER_FEATURE)(UFXDEVICE Device, USHORT Feature, BOOLEAN Set);
typedef VOID(NTAPI EVT_UFX_DEVICE_DETECT_PROPRIETARY_CHARGER)(UFXDEVICE Device);
typedef VOID(NTAPI EVT_UFX_DEVICE_PROPRIETARY_CHARGER_RESET)(UFXDEVICE Device);
typedef VOID(NTAPI EVT_UFX_DEVICE_PROPRIETARY_CHARGER_SET_PROPERTY)(UFXDEVICE Device, PVOID Property);
typedef struct _UFX_DEVICE_CALLBACKS {
    ULONG Size;
    EVT_UFX_DEVICE_HOST_CONNECT *EvtDeviceHostConnect;
    EVT_UFX_DEVICE_HOST_DISCONNECT *EvtDeviceHostDisconnect;
    EVT_UFX_DEVICE_ADDRESSED *EvtDeviceAddressed;
    EVT_UFX_DEVICE_ENDPOINT_ADD *EvtDeviceEndpointAdd;
    EVT_UFX_DEVICE_DEFAULT_ENDPOINT_ADD *EvtDeviceDefaultEndpointAdd;
    EVT_UFX_DEVICE_USB_STATE_CHANGE *EvtDeviceUsbStateChange;
    EVT_UFX_DEVICE_PORT_CHANGE *EvtDevicePortChange;
    EVT_UFX_DEVICE_PORT_DETECT *EvtDevicePortDetect;
    EVT_UFX_DEVICE_REMOTE_WAKEUP_SIGNAL *EvtDeviceRemoteWakeupSignal;
    EVT_UFX_DEVICE_CONTROLLER_RESET *EvtDeviceControllerReset;
    EVT_UFX_DEVICE_TEST_MODE_SET *EvtDeviceTestModeSet;
    EVT_UFX_DEVICE_TEST_HOOK *EvtDeviceTestHook;
    EVT_UFX_DEVICE_SUPER_SPEED_POWER_FEATURE *EvtDeviceSuperSpeedPowerFeature;
    EVT_UFX_DEVICE_DETECT_PROPRIETARY_CHARGER *EvtDeviceDetectProprietaryCharger;
    EVT_UFX_DEVICE_PROPRIETARY_CHARGER_RESET *EvtDeviceProprietaryChargerReset;
    EVT_UFX_DEVICE_PROPRIETARY_CHARGER_SET_PROPERTY *EvtDeviceProprietaryChargerSetProperty;
} UFX_DEVICE_CALLBACKS, *PUFX_DEVICE_CALLBACKS;
#define UFX_DEVICE_CALLBACKS_INIT(c) (RtlZeroMemory(c, sizeof *(c)), (void)((c)->Size = sizeof *(c)))
typedef struct _UFX_ENDPOINT_CALLBACKS {
    ULONG Size;
} UFX_ENDPOINT_CALLBACKS, *PUFX_ENDPOINT_CALLBACKS;
#define UFX_ENDPOINT_CALLBACKS_INIT(c) (RtlZeroMemory(c, sizeof *(c)), (void)((c)->Size = sizeof *(c)))

#ifdef __cplusplus
extern "C" {
#endif
NTSTATUS UfxDeviceCreate(WDFDEVICE Device, PWDF_OBJECT_ATTRIBUTES Attributes, PUFX_DEVICE_CALLBACKS Callbacks,
                         PUFX_DEVICE_CAPABILITIES Capabilities, UFXDEVICE *UfxDevice);
NTSTATUS UfxEndpointCreate(UFXDEVICE Device, PUFXENDPOINT_INIT Init, PWDF_OBJECT_ATTRIBUTES Attributes,
                           PWDF_IO_QUEUE_CONFIG TransferQueueConfig, PWDF_OBJECT_ATTRIBUTES TransferQueueAttributes,
                           PWDF_IO_QUEUE_CONFIG CommandQueueConfig, PWDF_OBJECT_ATTRIBUTES CommandQueueAttributes,
                           UFXENDPOINT *Endpoint);
WDFQUEUE UfxEndpointGetTransferQueue(UFXENDPOINT Endpoint);
WDFQUEUE UfxEndpointGetCommandQueue(UFXENDPOINT Endpoint);
#ifdef __cplusplus
}
#endif

#endif

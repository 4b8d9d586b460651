/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Controllers of simple peripheral buses without the WDK, as documented in
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/spbcx/.
 */
#ifndef DEVLOCK_WDK_SPBCX_H
#define DEVLOCK_WDK_SPBCX_H

#include <wdf.h>

typedef struct SPBTARGET__ *SPBTARGET;
typedef struct SPBREQUEST__ *SPBREQUEST;

typedef enum SPB_REQUEST_TYPE {
    SpbRequestTypeUndefined,
    SpbRequestTypeRead,
    SpbRequestTypeWrite,
    SpbRequestTypeSequence,
    SpbRequestTypeLockController,
    SpbRequestTypeUnlockController,
    SpbRequestTypeLockConnection,
    SpbRequestTypeUnlockConnection,
    SpbRequestTypeOther
} SPB_REQUEST_TYPE,
    *PSPB_REQUEST_TYPE;
typedef enum SPB_REQUEST_SEQUENCE_POSITION {
    SpbRequestSequencePositionInvalid,
    SpbRequestSequencePositionSingle,
    SpbRequestSequencePositionFirst,
    SpbRequestSequencePositionContinue,
    SpbRequestSequencePositionLast
} SPB_REQUEST_SEQUENCE_POSITION;
typedef enum SPB_TRANSFER_DIRECTION {
    SpbTransferDirectionNone,
    SpbTransferDirectionFromDevice,
    SpbTransferDirectionToDevice
} SPB_TRANSFER_DIRECTION;

typedef struct SPB_CONNECTION_PARAMETERS {
    ULONG Size;
    PVOID ConnectionParameters;
    ULONG ConnectionTag;
} SPB_CONNECTION_PARAMETERS, *PSPB_CONNECTION_PARAMETERS;
#define SPB_CONNECTION_PARAMETERS_INIT(p) (RtlZeroMemory(p, sizeof *(p)), (void)((p)->Size = sizeof *(p)))
typedef struct SPB_REQUEST_PARAMETERS {
    ULONG Size;
    SPB_REQUEST_TYPE Type;
    SPB_REQUEST_SEQUENCE_POSITION Position;
    ULONG_PTR Length;
    ULONG SequenceTransferCount;
    SPB_TRANSFER_DIRECTION PreviousTransferDirection;
} SPB_REQUEST_PARAMETERS, *PSPB_REQUEST_PARAMETERS;
#define SPB_REQUEST_PARAMETERS_INIT(p) (RtlZeroMemory(p, sizeof *(p)), (void)((p)->Size = sizeof *(p)))
typedef struct SPB_TRANSFER_DESCRIPTOR {
    ULONG Size;
    SPB_TRANSFER_DIRECTION Direction;
    ULONG_PTR TransferLength;
    ULONG DelayInUs;
} SPB_TRANSFER_DESCRIPTOR, *PSPB_TRANSFER_DESCRIPTOR;
#define SPB_TRANSFER_DESCRIPTOR_INIT(p) (RtlZeroMemory(p, sizeof *(p)), (void)((p)->Size = sizeof *(p)))

typedef NTSTATUS(NTAPI EVT_SPB_TARGET_CONNECT)(WDFDEVICE Controller, SPBTARGET Target);
typedef VOID(NTAPI EVT_SPB_TARGET_DISCONNECT)(WDFDEVICE Controller, SPBTARGET Target);
typedef VOID(NTAPI EVT_SPB_CONTROLLER_LOCK)(WDFDEVICE Controller, SPBTARGET Target, SPBREQUEST Request);
typedef VOID(NTAPI EVT_SPB_CONTROLLER_UNLOCK)(WDFDEVICE Controller, SPBTARGET Target, SPBREQUEST Request);
typedef VOID(NTAPI EVT_SPB_CONTROLLER_READ)(WDFDEVICE Controller, SPBTARGET Target, SPBREQUEST Request, size_t Length);
typedef VOID(NTAPI EVT_SPB_CONTROLLER_WRITE)(WDFDEVICE Controller, SPBTARGET Target, SPBREQUEST Request, size_t Length);
typedef VOID(NTAPI EVT_SPB_CONTROLLER_SEQUENCE)(WDFDEVICE Controller, SPBTARGET Target, SPBREQUEST Request,
                                                ULONG TransferCount);
typedef VOID(NTAPI EVT_SPB_CONTROLLER_OTHER)(WDFDEVICE Controller, SPBTARGET Target, SPBREQUEST Request,
                                             size_t OutputBufferLength, size_t InputBufferLength, ULONG IoControlCode);
typedef struct SPB_CONTROLLER_CONFIG {
    ULONG Size;
    WDF_TRI_STATE PowerManaged;
    WDF_IO_QUEUE_DISPATCH_TYPE ControllerDispatchType;
    EVT_SPB_TARGET_CONNECT *EvtSpbTargetConnect;
    EVT_SPB_TARGET_DISCONNECT *EvtSpbTargetDisconnect;
    EVT_SPB_CONTROLLER_READ *EvtSpbIoRead;
    EVT_SPB_CONTROLLER_WRITE *EvtSpbIoWrite;
    EVT_SPB_CONTROLLER_SEQUENCE *EvtSpbIoSequence;
    EVT_SPB_CONTROLLER_LOCK *EvtSpbControllerLock;
    EVT_SPB_CONTROLLER_UNLOCK *EvtSpbControllerUnlock;
} SPB_CONTROLLER_CONFIG, *PSPB_CONTROLLER_CONFIG;
#define SPB_CONTROLLER_CONFIG_INIT(p) (RtlZeroMemory(p, sizeof *(p)), (void)((p)->Size = sizeof *(p)))

#ifdef __cplusplus
extern "C" {
#endif
NTSTATUS SpbDeviceInitConfig(PWDFDEVICE_INIT DeviceInit);
NTSTATUS SpbDeviceInitialize(WDFDEVICE FxDevice, PSPB_CONTROLLER_CONFIG Config);
VOID SpbControllerSetTargetAttributes(WDFDEVICE FxDevice, PWDF_OBJECT_ATTRIBUTES Attributes);
VOID SpbControllerSetRequestAttributes(WDFDEVICE FxDevice, PWDF_OBJECT_ATTRIBUTES Attributes);
VOID SpbControllerSetIoOtherCallback(WDFDEVICE FxDevice, EVT_SPB_CONTROLLER_OTHER *Other,
                                     PFN_WDF_IO_IN_CALLER_CONTEXT Caller);
VOID SpbTargetGetConnectionParameters(SPBTARGET Target, PSPB_CONNECTION_PARAMETERS Parameters);
WDFFILEOBJECT SpbTargetGetFileObject(SPBTARGET Target);
NTSTATUS SpbRequestCaptureIoOtherTransferList(SPBREQUEST Request);
VOID SpbRequestGetParameters(SPBREQUEST Request, PSPB_REQUEST_PARAMETERS Parameters);
VOID SpbRequestGetTransferParameters(SPBREQUEST Request, ULONG Index, PSPB_TRANSFER_DESCRIPTOR Descriptor, PMDL *Mdl);
SPBTARGET SpbRequestGetTarget(SPBREQUEST Request);
WDFDEVICE SpbRequestGetController(SPBREQUEST Request);
VOID SpbRequestComplete(SPBREQUEST Request, NTSTATUS Status);
#ifdef __cplusplus
}
#endif

#endif

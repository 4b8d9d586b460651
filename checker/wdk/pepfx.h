/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Platform extension plug-ins, without the WDK: what they and the power framework hand each other about ACPI
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/pepfx/).
 */
#ifndef DEVLOCK_WDK_PEPFX_H
#define DEVLOCK_WDK_PEPFX_H

#include "acpitabl.h"

DECLARE_HANDLE(PEPHANDLE);
typedef PEPHANDLE *PPEPHANDLE;
DECLARE_HANDLE(POHANDLE);

#define PEP_NOTIFY_ACPI_PREPARE_DEVICE                      0x01
#define PEP_NOTIFY_ACPI_ABANDON_DEVICE                      0x02
#define PEP_NOTIFY_ACPI_REGISTER_DEVICE                     0x03
#define PEP_NOTIFY_ACPI_UNREGISTER_DEVICE                   0x04
#define PEP_NOTIFY_ACPI_ENUMERATE_DEVICE_NAMESPACE          0x05
#define PEP_NOTIFY_ACPI_QUERY_OBJECT_INFORMATION            0x06
#define PEP_NOTIFY_ACPI_EVALUATE_CONTROL_METHOD             0x07
#define PEP_NOTIFY_ACPI_QUERY_DEVICE_CONTROL_RESOURCES      0x08
#define PEP_NOTIFY_ACPI_TRANSLATED_DEVICE_CONTROL_RESOURCES 0x09
#define PEP_NOTIFY_ACPI_WORK                                0x0a
#define PEP_ACPI_OBJECT_NAME_WITH_TYPE_FLAG_NONE            0

typedef enum _PEP_WORK_TYPE {
    PepWorkActiveComplete,
    PepWorkRequestIdleState,
    PepWorkDevicePower,
    PepWorkRequestPowerControl,
    PepWorkDeviceIdle,
    PepWorkCompleteIdleState,
    PepWorkCompletePerfState,
    PepWorkAcpiNotify,
    PepWorkAcpiEvaluateControlMethodComplete,
    PepWorkMax
} PEP_WORK_TYPE,
    *PPEP_WORK_TYPE;
typedef struct _PEP_WORK_ACPI_NOTIFY {
    POHANDLE DeviceHandle;
    ULONG NotifyCode;
} PEP_WORK_ACPI_NOTIFY, *PPEP_WORK_ACPI_NOTIFY;
typedef struct _PEP_WORK_ACPI_EVALUATE_CONTROL_METHOD_COMPLETE {
    POHANDLE DeviceHandle;
    ULONG CompletionFlags;
    NTSTATUS MethodStatus;
    PVOID CompletionContext;
    SIZE_T OutputArgumentSize;
    PACPI_METHOD_ARGUMENT OutputArguments;
} PEP_WORK_ACPI_EVALUATE_CONTROL_METHOD_COMPLETE, *PPEP_WORK_ACPI_EVALUATE_CONTROL_METHOD_COMPLETE;
typedef struct _PEP_WORK_INFORMATION {
    PEP_WORK_TYPE WorkType;
    union {
        PEP_WORK_ACPI_NOTIFY AcpiNotify;
        PEP_WORK_ACPI_EVALUATE_CONTROL_METHOD_COMPLETE ControlMethodComplete;
    };
} PEP_WORK_INFORMATION, *PPEP_WORK_INFORMATION;
typedef struct _PEP_WORK {
    PPEP_WORK_INFORMATION WorkInformation;
    BOOLEAN NeedWork;
} PEP_WORK, *PPEP_WORK;

/* ---- what notifications hand over ---- */

typedef struct _PEP_ACPI_PREPARE_DEVICE {
    PCUNICODE_STRING AcpiDeviceName;
    ULONG InputFlags;
    BOOLEAN DeviceAccepted;
    ULONG OutputFlags;
} PEP_ACPI_PREPARE_DEVICE, *PPEP_ACPI_PREPARE_DEVICE;
typedef struct _PEP_ACPI_ABANDON_DEVICE {
    PCUNICODE_STRING AcpiDeviceName;
    BOOLEAN DeviceAccepted;
} PEP_ACPI_ABANDON_DEVICE, *PPEP_ACPI_ABANDON_DEVICE;
typedef struct _PEP_ACPI_REGISTER_DEVICE {
    PCUNICODE_STRING AcpiDeviceName;
    ULONG InputFlags;
    POHANDLE KernelHandle;
    PEPHANDLE DeviceHandle;
    ULONG OutputFlags;
} PEP_ACPI_REGISTER_DEVICE, *PPEP_ACPI_REGISTER_DEVICE;
typedef struct _PEP_ACPI_UNREGISTER_DEVICE {
    PEPHANDLE DeviceHandle;
    ULONG InputFlags;
} PEP_ACPI_UNREGISTER_DEVICE, *PPEP_ACPI_UNREGISTER_DEVICE;
typedef enum _PEP_ACPI_OBJECT_TYPE {
    PepAcpiObjectTypeMethod,
    PepAcpiObjectTypeDevice,
    PepAcpiObjectTypeMaximum
} PEP_ACPI_OBJECT_TYPE,
    *PPEP_ACPI_OBJECT_TYPE;
typedef union _PEP_ACPI_OBJECT_NAME {
    UCHAR Name[4];
    ULONG NameAsUlong;
} PEP_ACPI_OBJECT_NAME, *PPEP_ACPI_OBJECT_NAME;
typedef struct _PEP_ACPI_OBJECT_NAME_WITH_TYPE {
    PEP_ACPI_OBJECT_NAME Name;
    PEP_ACPI_OBJECT_TYPE Type;
} PEP_ACPI_OBJECT_NAME_WITH_TYPE, *PPEP_ACPI_OBJECT_NAME_WITH_TYPE;
typedef struct _PEP_ACPI_ENUMERATE_DEVICE_NAMESPACE {
    PEPHANDLE DeviceHandle;
    ULONG RequestFlags;
    NTSTATUS Status;
    ULONG ObjectCount;
    SIZE_T ObjectBufferSize;
    PEP_ACPI_OBJECT_NAME_WITH_TYPE Objects[ANYSIZE_ARRAY];
} PEP_ACPI_ENUMERATE_DEVICE_NAMESPACE, *PPEP_ACPI_ENUMERATE_DEVICE_NAMESPACE;
typedef struct _PEP_ACPI_QUERY_OBJECT_INFORMATION {
    PEPHANDLE DeviceHandle;
    ULONG RequestFlags;
    PEP_ACPI_OBJECT_NAME Name;
    PEP_ACPI_OBJECT_TYPE Type;
    struct {
        ULONG InputArgumentCount, OutputArgumentCount;
    } MethodObject;
} PEP_ACPI_QUERY_OBJECT_INFORMATION, *PPEP_ACPI_QUERY_OBJECT_INFORMATION;
typedef struct _PEP_ACPI_EVALUATE_CONTROL_METHOD {
    PEPHANDLE DeviceHandle;
    ULONG RequestFlags;
    union {
        ULONG MethodName;
        ANSI_STRING MethodNameString;
    };
    NTSTATUS MethodStatus;
    PVOID CompletionContext;
    ULONG InputArgumentCount;
    SIZE_T InputArgumentSize;
    PACPI_METHOD_ARGUMENT InputArguments;
    ULONG OutputArgumentCount;
    SIZE_T OutputArgumentSize;
    PACPI_METHOD_ARGUMENT OutputArguments;
} PEP_ACPI_EVALUATE_CONTROL_METHOD, *PPEP_ACPI_EVALUATE_CONTROL_METHOD;
typedef union _PEP_ACPI_RESOURCE PEP_ACPI_RESOURCE, *PPEP_ACPI_RESOURCE;
typedef struct _PEP_ACPI_QUERY_DEVICE_CONTROL_RESOURCES {
    PEPHANDLE DeviceHandle;
    ULONG RequestFlags;
    NTSTATUS Status;
    SIZE_T BiosResourcesSize;
    PVOID BiosResources;
} PEP_ACPI_QUERY_DEVICE_CONTROL_RESOURCES, *PPEP_ACPI_QUERY_DEVICE_CONTROL_RESOURCES;
typedef struct _PEP_ACPI_TRANSLATED_DEVICE_CONTROL_RESOURCES {
    PEPHANDLE DeviceHandle;
    ULONG RequestFlags;
    PCM_RESOURCE_LIST TranslatedResources;
} PEP_ACPI_TRANSLATED_DEVICE_CONTROL_RESOURCES, *PPEP_ACPI_TRANSLATED_DEVICE_CONTROL_RESOURCES;
typedef struct _PEP_ACPI_REQUEST_CONVERT_TO_BIOS_RESOURCES {
    NTSTATUS TranslationStatus;
    SIZE_T InputBufferSize;
    PPEP_ACPI_RESOURCE InputBuffer;
    SIZE_T OutputBufferSize;
    PVOID OutputBuffer;
    ULONG Flags;
} PEP_ACPI_REQUEST_CONVERT_TO_BIOS_RESOURCES, *PPEP_ACPI_REQUEST_CONVERT_TO_BIOS_RESOURCES;
typedef struct _PEP_PROCESSOR_IDLE_STATE_V2 {
    ULONG Ulong, Latency, BreakEvenDuration;
} PEP_PROCESSOR_IDLE_STATE_V2, *PPEP_PROCESSOR_IDLE_STATE_V2;

/* ---- registration ---- */

typedef BOOLEAN NTAPI PEPCALLBACKNOTIFYDPM(ULONG Notification, PVOID Data);
typedef BOOLEAN NTAPI PEPCALLBACKNOTIFYPPM(PEPHANDLE Handle, ULONG Notification, PVOID Data);
typedef BOOLEAN NTAPI PEPCALLBACKNOTIFYACPI(ULONG Notification, PVOID Data);
typedef PEPCALLBACKNOTIFYDPM *PPEPCALLBACKNOTIFYDPM;
typedef PEPCALLBACKNOTIFYPPM *PPEPCALLBACKNOTIFYPPM;
typedef PEPCALLBACKNOTIFYACPI *PPEPCALLBACKNOTIFYACPI;
typedef NTSTATUS NTAPI POFXCALLBACKREQUESTWORKER(POHANDLE Plugin);
typedef NTSTATUS NTAPI POFXCALLBACKREQUESTCOMMON(ULONG RequestId, PVOID Data);
typedef struct _PEP_INFORMATION {
    USHORT Version, Size;
    PPEPCALLBACKNOTIFYDPM AcceptDeviceNotification;
    PPEPCALLBACKNOTIFYPPM AcceptProcessorNotification;
    PPEPCALLBACKNOTIFYACPI AcceptAcpiNotification;
} PEP_INFORMATION, *PPEP_INFORMATION;
typedef struct _PEP_KERNEL_INFORMATION_V3 {
    USHORT Version, Size;
    POHANDLE Plugin;
    POFXCALLBACKREQUESTWORKER *RequestWorker;
    PVOID RequestInterrupt, ReleaseInterrupt, EnumerateUnmaskedInterrupts, ReportDevicePowerState;
    POFXCALLBACKREQUESTCOMMON *RequestCommon;
} PEP_KERNEL_INFORMATION, *PPEP_KERNEL_INFORMATION;

#ifdef __cplusplus
extern "C"
#endif
    NTSTATUS NTAPI
    PoFxRegisterPlugin(PPEP_INFORMATION PepInformation, PPEP_KERNEL_INFORMATION KernelInformation);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A driver of the framework, read without the WDK: contexts, callbacks, configurations, annotations.
 */
#include <ntddk.h>
#include <wdf.h>
#include <wdfusb.h>

typedef struct _DEVICE_CONTEXT {
    WDFSPINLOCK Lock;
    WDFWAITLOCK Wait;
    WDFUSBDEVICE Usb;
    LONG Count;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, GetContext)

/* Not of the accessor, which the macro in front of it defines. */
_IRQL_requires_max_(PASSIVE_LEVEL)
VOID Prepare(WDFDEVICE Device);

VOID UnderLock(WDFDEVICE Device, WDFSPINLOCK Lock)
{
    WdfSpinLockAcquire(Lock);
    GetContext(Device)->Count++;
    WdfSpinLockRelease(Lock);
    Prepare(Device);
}

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDeviceAdd;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EvtIoDeviceControl;
EVT_WDF_TIMER EvtTimer;

_Use_decl_annotations_ NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    WDF_DRIVER_CONFIG config;

    WDF_DRIVER_CONFIG_INIT(&config, EvtDeviceAdd);
    return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

NTSTATUS EvtDeviceAdd(_In_ WDFDRIVER Driver, _Inout_ PWDFDEVICE_INIT DeviceInit)
{
    WDF_OBJECT_ATTRIBUTES attributes;
    WDF_IO_QUEUE_CONFIG queue;
    WDFDEVICE device;
    NTSTATUS status;

    PAGED_CODE();
    UNREFERENCED_PARAMETER(Driver);
    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
    status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
    if (!NT_SUCCESS(status))
        return status;
    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchParallel);
    queue.EvtIoDeviceControl = EvtIoDeviceControl;
    status = WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, NULL);
    if (!NT_SUCCESS(status))
        return status;
    return WdfSpinLockCreate(WDF_NO_OBJECT_ATTRIBUTES, &GetContext(device)->Lock);
}

/* The context is the same, however often it is asked for. */
VOID EvtIoDeviceControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputBufferLength, size_t InputBufferLength,
                        ULONG IoControlCode)
{
    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(InputBufferLength);
    WdfSpinLockAcquire(GetContext(WdfIoQueueGetDevice(Queue))->Lock);
    if (IoControlCode == 1) {
        WdfRequestComplete(Request, STATUS_INVALID_PARAMETER);
        return; // expect: devlock-missing-release
    }
    WdfSpinLockRelease(GetContext(WdfIoQueueGetDevice(Queue))->Lock);
    WdfRequestComplete(Request, STATUS_SUCCESS);
}

VOID EvtTimer(WDFTIMER Timer)
{
    PDEVICE_CONTEXT context = GetContext(WdfTimerGetParentObject(Timer));
    LARGE_INTEGER none = {0};

    try {
        if (WdfWaitLockAcquire(context->Wait, &none.QuadPart) == STATUS_TIMEOUT)
            leave;
        context->Count++;
        WdfWaitLockRelease(context->Wait);
    } finally {
        context->Count--;
    }
}

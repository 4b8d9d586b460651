/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A USB device's driver in user mode, read without the WDK: the requests of USB behind the kernel's types.
 */
#include <windows.h>
#include <ntstatus.h>
#include <wudfwdm.h>
#include <usbdi.h>
#include <wdf.h>
#include <wdfusb.h>

typedef struct DEVICE_CONTEXT {
    WDFWAITLOCK Lock;
    ULONG Count;
} DEVICE_CONTEXT;

WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, GetDevice)

DRIVER_INITIALIZE DriverEntry;

NTSTATUS Ask(WDFDEVICE Device, struct _URB *Urb, PIRP Irp)
{
    DEVICE_CONTEXT *device = GetDevice(Device);
    WDFMEMORY name;
    NTSTATUS status;

    WdfWaitLockAcquire(device->Lock, NULL);
    status = WdfDeviceAllocAndQueryProperty(Device, DevicePropertyFriendlyName, NonPagedPool, WDF_NO_OBJECT_ATTRIBUTES,
                                            &name);
    if (!NT_SUCCESS(status) || Urb->UrbHeader.Length > 64 || !Irp)
        return STATUS_INVALID_PARAMETER; // expect: devlock-missing-release
    device->Count++;
    WdfWaitLockRelease(device->Lock);
    return status;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    WDF_DRIVER_CONFIG config;

    WDF_DRIVER_CONFIG_INIT(&config, NULL);
    return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A reader of smart cards and a battery, read without the WDK.
 */
#include <ntddk.h>
#include <wdf.h>
#include <smclib.h>
#include <batclass.h>

struct _READER_EXTENSION {
    BOOLEAN Present;
};

NTSTATUS CardChanged(PSMARTCARD_EXTENSION SmartcardExtension)
{
    KIRQL irql;

    KeAcquireSpinLock(&SmartcardExtension->OsData->SpinLock, &irql);
    if (!SmartcardExtension->ReaderExtension->Present) {
        SmartcardExtension->ReaderCapabilities.CurrentState = SCARD_ABSENT;
        SmartcardExtension->CardCapabilities.Protocol.Selected = SCARD_PROTOCOL_UNDEFINED;
        return STATUS_NO_MEDIA; // expect: devlock-missing-release
    }
    SmartcardDebug(DEBUG_TRACE, ("present\n"));
    KeReleaseSpinLock(&SmartcardExtension->OsData->SpinLock, irql);
    return SmartcardUpdateCardCapabilities(SmartcardExtension);
}

NTSTATUS AddBattery(WDFDEVICE Device, WDFWAITLOCK Lock, PVOID *Battery)
{
    BATTERY_MINIPORT_INFO_V1_1 information;
    NTSTATUS status;

    RtlZeroMemory(&information, sizeof information);
    information.MinorVersion = BATTERY_CLASS_MINOR_VERSION_1;
    information.Fdo = WdfDeviceWdmGetDeviceObject(Device);
    WdfWaitLockAcquire(Lock, NULL);
    status = BatteryClassInitializeDevice((PBATTERY_MINIPORT_INFO)&information, Battery);
    if (!NT_SUCCESS(status))
        return status; // expect: devlock-missing-release
    WdfWaitLockRelease(Lock);
    return status;
}

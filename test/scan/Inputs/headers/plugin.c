/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A platform extension plug-in, read without the WDK.
 */
#include <ntddk.h>
#include <pepfx.h>

typedef struct _DEVICE {
    KSPIN_LOCK Lock;
    POHANDLE Kernel;
    LIST_ENTRY Work;
} DEVICE, *PDEVICE;

static DEVICE Only;
static PEP_KERNEL_INFORMATION Kernel;

static BOOLEAN NTAPI Notified(ULONG Notification, PVOID Data)
{
    PPEP_ACPI_REGISTER_DEVICE device = Data;
    PPEP_WORK work = Data;
    KIRQL irql;

    KeAcquireSpinLock(&Only.Lock, &irql);
    switch (Notification) {
    case PEP_NOTIFY_ACPI_REGISTER_DEVICE:
        Only.Kernel = device->KernelHandle;
        device->DeviceHandle = (PEPHANDLE)&Only;
        break;
    case PEP_NOTIFY_ACPI_WORK:
        if (IsListEmpty(&Only.Work))
            return FALSE; // expect: devlock-missing-release
        work->WorkInformation->WorkType = PepWorkAcpiEvaluateControlMethodComplete;
        work->WorkInformation->ControlMethodComplete.DeviceHandle = Only.Kernel;
        work->NeedWork = TRUE;
        break;
    }
    KeReleaseSpinLock(&Only.Lock, irql);
    return TRUE;
}

NTSTATUS Register(VOID)
{
    PEP_INFORMATION information = {0};

    information.Size = sizeof information;
    information.AcceptAcpiNotification = Notified;
    return PoFxRegisterPlugin(&information, &Kernel);
}

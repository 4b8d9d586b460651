/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A class driver of storage devices, read without the WDK: extended requests, newer fields.
 */
#include <ntddk.h>
#include <scsi.h>
#include <classpnp.h>
#include <srbhelper.h>
#include <storswtr.h>

NTSTATUS Send(PFUNCTIONAL_DEVICE_EXTENSION Fdo, PSTORAGE_REQUEST_BLOCK_HEADER Srb)
{
    KLOCK_QUEUE_HANDLE handle;
    PCDB cdb = SrbGetCdb(Srb);

    TracePrint((NO_SUCH_LEVEL, NO_SUCH_FLAG, "a text"));
    KeAcquireInStackQueuedSpinLock(&Fdo->FunctionSupportInfo->SyncLock, &handle);
    if (Srb->Function == SRB_FUNCTION_STORAGE_REQUEST_BLOCK && cdb == NULL)
        return STATUS_INVALID_PARAMETER; // expect: devlock-missing-release
    SrbSetTimeOutValue(Srb, Fdo->TimeOutValue);
    KeReleaseInStackQueuedSpinLock(&handle);
    return STATUS_SUCCESS;
}

/* Firmware, and sense data in its two forms. */
NTSTATUS GetFirmware(PFUNCTIONAL_DEVICE_EXTENSION Fdo, PSTORAGE_HW_FIRMWARE_DOWNLOAD Image, PVOID Sense)
{
    PCLASS_FUNCTION_SUPPORT_INFO support = Fdo->FunctionSupportInfo;
    KLOCK_QUEUE_HANDLE handle;

    KeAcquireInStackQueuedSpinLock(&support->SyncLock, &handle);
    if (support->HwFirmwareGetInfoSupport != Supported || support->HwFirmwareInfo->SlotCount <= Image->Slot)
        return STATUS_NOT_SUPPORTED; // expect: devlock-missing-release
    if (Fdo->MiniportDescriptor->ExtraIoInfoSupported && !((PFIXED_SENSE_DATA)Sense)->IncorrectLength)
        ((PSCSI_SENSE_DESCRIPTOR_BLOCK_COMMAND)Sense)->IncorrectLength = 0;
    KeReleaseInStackQueuedSpinLock(&handle);
    return STATUS_SUCCESS;
}

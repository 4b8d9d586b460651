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

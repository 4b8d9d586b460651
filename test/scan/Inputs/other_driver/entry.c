/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <ntddk.h>

static FAST_MUTEX Mutex;

static void Work(void)
{
    KIRQL Level;

    KeRaiseIrql(DISPATCH_LEVEL, &Level);
    ExAcquireFastMutex(&Mutex);
    ExReleaseFastMutex(&Mutex);
    KeLowerIrql(Level);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)
{
    Work();
    return STATUS_SUCCESS;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A driver of the audio class extension, read without the WDK: the cache of its children.
 */
#include <ntddk.h>
#include <wdf.h>
#include <acx.h>

struct Cache {
    WDFWAITLOCK Lock;
    WDFCOLLECTION Children;
    BOOLEAN Closed;
};
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(Cache, CacheOf)

EVT_ACX_OBJECT_PROCESS_REQUEST Process;

NTSTATUS Add(ACXFACTORYCIRCUIT Factory, WDFDEVICE Child)
{
    Cache *cache = CacheOf(Factory);

    WdfWaitLockAcquire(cache->Lock, NULL);
    if (cache->Closed)
        return STATUS_DELETE_PENDING; // expect: devlock-missing-release
    WdfObjectReferenceWithTag(Child, (PVOID)1);
    WdfCollectionAdd(cache->Children, Child);
    WdfWaitLockRelease(cache->Lock);
    return STATUS_SUCCESS;
}

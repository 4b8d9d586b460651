/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A callout of the filtering platform, read without the WDK.
 */
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

KSPIN_LOCK Lock;
LIST_ENTRY Queue;

VOID NTAPI Classify(const FWPS_INCOMING_VALUES *Values, const FWPS_INCOMING_METADATA_VALUES *Metadata, VOID *LayerData,
                    const VOID *ClassifyContext, const FWPS_FILTER *Filter, UINT64 FlowContext, FWPS_CLASSIFY_OUT *Out)
{
    KLOCK_QUEUE_HANDLE handle;

    UNREFERENCED_PARAMETER(ClassifyContext);
    UNREFERENCED_PARAMETER(FlowContext);
    if (!(Out->rights & FWPS_RIGHT_ACTION_WRITE) || Values->layerId != FWPS_LAYER_ALE_AUTH_CONNECT_V4)
        return;
    KeAcquireInStackQueuedSpinLock(&Lock, &handle);
    if (Values->incomingValue[FWPS_FIELD_ALE_AUTH_CONNECT_V4_IP_PROTOCOL].value.uint8 != IPPROTO_TCP)
        return; // expect: devlock-missing-release
    Out->actionType = FWP_ACTION_PERMIT;
    if (Filter->flags & FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT)
        Out->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    if (FWPS_IS_METADATA_FIELD_PRESENT(Metadata, FWPS_METADATA_FIELD_FLOW_HANDLE))
        NET_BUFFER_LIST_STATUS((NET_BUFFER_LIST *)LayerData) = 0;
    KeReleaseInStackQueuedSpinLock(&handle);
}

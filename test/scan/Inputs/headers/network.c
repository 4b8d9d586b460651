/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A filter of NDIS 6, read without the WDK: of a version that mingw-w64's headers do not know.
 */
#define NDIS630 1
#include <ndis.h>

typedef struct _MODULE {
    KSPIN_LOCK Lock;
    NDIS_HANDLE Handle;
    PNDIS_OID_REQUEST Pending;
    LIST_ENTRY Lists;
} MODULE, *PMODULE;

static FILTER_OID_REQUEST OnRequest;
static FILTER_SEND_NET_BUFFER_LISTS OnSend;
static FILTER_STATUS OnStatus;

_Use_decl_annotations_ static NDIS_STATUS NTAPI OnRequest(NDIS_HANDLE Context, PNDIS_OID_REQUEST Request)
{
    PMODULE module = Context;
    KIRQL irql;

    KeAcquireSpinLock(&module->Lock, &irql);
    if (Request->RequestType == NdisRequestMethod || Request->DATA.SET_INFORMATION.Oid == 0)
        return NDIS_STATUS_NOT_SUPPORTED; // expect: devlock-missing-release
    module->Pending = Request;
    KeReleaseSpinLock(&module->Lock, irql);
    return NDIS_STATUS_PENDING;
}

_Use_decl_annotations_ static VOID NTAPI OnSend(NDIS_HANDLE Context, PNET_BUFFER_LIST Lists, NDIS_PORT_NUMBER Port,
                                                ULONG Flags)
{
    PMODULE module = Context;
    KIRQL irql;

    KeAcquireSpinLock(&module->Lock, &irql);
    for (; Lists; Lists = NET_BUFFER_LIST_NEXT_NBL(Lists))
        if (NET_BUFFER_DATA_LENGTH(NET_BUFFER_LIST_FIRST_NB(Lists)) > Flags + Port)
            return; // expect: devlock-missing-release
    KeReleaseSpinLock(&module->Lock, irql);
}

static VOID NTAPI OnStatus(NDIS_HANDLE Context, PNDIS_STATUS_INDICATION Indication)
{
    PMODULE module = Context;

    if (Indication->StatusCode == NDIS_STATUS_SUCCESS)
        module->Handle = Indication->SourceHandle;
}

VOID Describe(PNDIS_FILTER_DRIVER_CHARACTERISTICS Filter)
{
    NDIS_STRING name = NDIS_STRING_CONST("filter");

    Filter->Header.Size = sizeof *Filter;
    Filter->FriendlyName = name;
    Filter->OidRequestHandler = OnRequest;
    Filter->SendNetBufferListsHandler = OnSend;
    Filter->StatusHandler = OnStatus;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A profile driver of Bluetooth and a transport of its packets, read without the WDK.
 */
#include <ntddk.h>
#include <bthdef.h>
#include <bthguid.h>
#include <bthioctl.h>
#include <sdpnode.h>
#include <bthddi.h>
#include <bthsdpddi.h>
#include <BthXDDI.h>

typedef struct _CHANNEL {
    KSPIN_LOCK Lock;
    L2CAP_CHANNEL_HANDLE Handle;
    struct _BRB_L2CA_CLOSE_CHANNEL Close;
    BTH_PROFILE_DRIVER_INTERFACE Stack;
    BOOLEAN Open;
} CHANNEL, *PCHANNEL;

VOID Disconnect(PCHANNEL Channel)
{
    KIRQL irql;

    KeAcquireSpinLock(&Channel->Lock, &irql);
    if (!Channel->Open)
        return; // expect: devlock-missing-release
    Channel->Open = FALSE;
    Channel->Stack.BthReuseBrb((PBRB)&Channel->Close, BRB_L2CA_CLOSE_CHANNEL);
    Channel->Close.ChannelHandle = Channel->Handle;
    Channel->Close.Hdr.ClientContext[0] = Channel;
    KeReleaseSpinLock(&Channel->Lock, irql);
}

VOID Indicated(PVOID Context, INDICATION_CODE Indication, PINDICATION_PARAMETERS Parameters)
{
    if (Indication == IndicationRemoteDisconnect && Parameters->Parameters.Disconnect.Reason == HciDisconnect)
        ((PCHANNEL)Context)->Open = FALSE;
}

PSDP_NODE FindPort(PBTHDDI_SDP_NODE_INTERFACE Nodes, PSDP_NODE List)
{
    PSDP_NODE first = CONTAINING_RECORD(List->u.sequence.Link.Flink, SDP_NODE, hdr.Link);

    return first ? first : Nodes->SdpCreateNodeUint16(1, 'tseT');
}

VOID Received(KSPIN_LOCK *Lock, PBTHX_HCI_READ_WRITE_CONTEXT Packet, BTHX_CAPABILITIES *Can)
{
    KeAcquireSpinLockAtDpcLevel(Lock);
    if (Packet->Type == (UCHAR)HciPacketEvent && Packet->DataLen > Can->MaxAclTransferInSize)
        return; // expect: devlock-missing-release
    KeReleaseSpinLockFromDpcLevel(Lock);
}

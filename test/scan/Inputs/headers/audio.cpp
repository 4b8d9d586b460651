/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * An audio miniport with the newer interfaces of streams, read without the WDK.
 */
#include <portcls.h>
#include <stdunk.h>
#include <bthhfpddi.h>
#include <usbsidebandaudio.h>

class Stream : public IMiniportWaveRTStreamNotification,
               public IMiniportWaveRTInputStream,
               public IMiniportWaveRTOutputStream,
               public IMiniportStreamAudioEngineNode,
               public CUnknown
{
  public:
    DECLARE_STD_UNKNOWN();
    IMP_IMiniportWaveRTStream;
    IMP_IMiniportWaveRTStreamNotification;
    IMP_IMiniportWaveRTInputStream;
    IMP_IMiniportWaveRTOutputStream;
    IMP_IMiniportStreamAudioEngineNode;

  private:
    KSPIN_LOCK lock;
    KSAUDIO_PRESENTATION_POSITION position;
    PBTHHFP_DESCRIPTOR2 device;
    PSIDEBANDAUDIO_ENDPOINT_DESCRIPTOR2 endpoint;
    PPORTCLSETWHELPER helper;
    ULONG packets;
};

STDMETHODIMP_(NTSTATUS) Stream::GetPacketCount(ULONG *PacketCount)
{
    KIRQL old;
    KeAcquireSpinLock(&lock, &old);
    if (!device->SupportsVolume && !endpoint->Capabilities.Volume)
        return STATUS_NOT_SUPPORTED; // expect: devlock-missing-release
    *PacketCount = packets;
    KeReleaseSpinLock(&lock, old);
    return STATUS_SUCCESS;
}

STDMETHODIMP_(NTSTATUS) Stream::GetOutputStreamPresentationPosition(KSAUDIO_PRESENTATION_POSITION *Position)
{
    KIRQL old;
    KeAcquireSpinLock(&lock, &old);
    *Position = position;
    KeReleaseSpinLock(&lock, old);
    helper->MiniportWriteEtwEvent(eMINIPORT_GET_PRESENTATION_POSITION, Position->u64PositionInBlocks, 0, 0, 0);
    return STATUS_SUCCESS;
}

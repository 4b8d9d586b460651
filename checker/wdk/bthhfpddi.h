/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The hands-free profile of Bluetooth, as the drivers of its audio devices see it
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/bthhfpddi/). The numbers of requests only differ from each
 * other.
 */
#ifndef DEVLOCK_WDK_BTHHFPDDI_H
#define DEVLOCK_WDK_BTHHFPDDI_H

#include "devlock_kernel.h"

#define DEVLOCK_BTHHFP(n)                                      CTL_CODE(FILE_DEVICE_UNKNOWN, 0x900 + (n), METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_BTHHFP_DEVICE_GET_DESCRIPTOR                     DEVLOCK_BTHHFP(0)
#define IOCTL_BTHHFP_DEVICE_GET_VOLUMEPROPERTYVALUES           DEVLOCK_BTHHFP(1)
#define IOCTL_BTHHFP_DEVICE_GET_CONNECTION_STATUS_UPDATE       DEVLOCK_BTHHFP(2)
#define IOCTL_BTHHFP_DEVICE_GET_NRECDISABLE_STATUS_UPDATE      DEVLOCK_BTHHFP(3)
#define IOCTL_BTHHFP_DEVICE_GET_CODEC_ID                       DEVLOCK_BTHHFP(4)
#define IOCTL_BTHHFP_DEVICE_GET_DESCRIPTOR2                    DEVLOCK_BTHHFP(5)
#define IOCTL_BTHHFP_DEVICE_INDICATE_AUDIO_DEVICE_CAPABILITIES DEVLOCK_BTHHFP(6)
#define IOCTL_BTHHFP_DEVICE_REQUEST_CONNECT                    DEVLOCK_BTHHFP(7)
#define IOCTL_BTHHFP_DEVICE_REQUEST_DISCONNECT                 DEVLOCK_BTHHFP(8)
#define IOCTL_BTHHFP_SPEAKER_GET_VOLUME_STATUS_UPDATE          DEVLOCK_BTHHFP(9)
#define IOCTL_BTHHFP_SPEAKER_SET_VOLUME                        DEVLOCK_BTHHFP(10)
#define IOCTL_BTHHFP_MIC_GET_VOLUME_STATUS_UPDATE              DEVLOCK_BTHHFP(11)
#define IOCTL_BTHHFP_MIC_SET_VOLUME                            DEVLOCK_BTHHFP(12)
#define IOCTL_BTHHFP_STREAM_OPEN                               DEVLOCK_BTHHFP(13)
#define IOCTL_BTHHFP_STREAM_CLOSE                              DEVLOCK_BTHHFP(14)
#define IOCTL_BTHHFP_STREAM_GET_STATUS_UPDATE                  DEVLOCK_BTHHFP(15)

typedef struct _BTHHFP_DESCRIPTOR {
    GUID ContainerId;
    GUID OutputPinCategory, InputPinCategory;
    UNICODE_STRING FriendlyName;
    BOOLEAN SupportsNREC, SupportsVolume;
    ULONG VolumePropertyValuesSize;
} BTHHFP_DESCRIPTOR, *PBTHHFP_DESCRIPTOR;
typedef BTHHFP_DESCRIPTOR BTHHFP_DESCRIPTOR2, *PBTHHFP_DESCRIPTOR2;
typedef struct _BTHHFP_AUDIO_DEVICE_CAPABILTIES {
    ULONG Size;
    BOOLEAN Supports16kHzSampling;
} BTHHFP_AUDIO_DEVICE_CAPABILTIES, *PBTHHFP_AUDIO_DEVICE_CAPABILTIES;
FORCEINLINE void BTHHFP_AUDIO_DEVICE_CAPABILTIES_INIT(PBTHHFP_AUDIO_DEVICE_CAPABILTIES Capabilities)
{
    RtlZeroMemory(Capabilities, sizeof *Capabilities);
    Capabilities->Size = sizeof *Capabilities;
}
typedef enum _HFP_BYPASS_CODEC_ID_VERSION { REQ_HFP_BYPASS_CODEC_ID_V1 = 1 } HFP_BYPASS_CODEC_ID_VERSION;
typedef struct _HFP_BYPASS_CODEC_ID_V1 {
    UCHAR CodecId;
} HFP_BYPASS_CODEC_ID_V1, *PHFP_BYPASS_CODEC_ID_V1;

#ifdef __cplusplus
extern "C"
#else
extern
#endif
    const GUID GUID_DEVINTERFACE_BLUETOOTH_HFP_SCO_HCIBYPASS;

#endif

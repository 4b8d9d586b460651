/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * ksmedia.h without the WDK: mingw-w64's, and what it lacks: formats, properties and events of audio devices
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/ksmedia/).
 */
#ifndef DEVLOCK_WDK_KSMEDIA_H
#define DEVLOCK_WDK_KSMEDIA_H

#include "ks.h"
#ifndef NOBITMAP
#define NOBITMAP /* pictures are none of audio's */
#include <mmreg.h>
#undef NOBITMAP
#else
#include <mmreg.h>
#endif
#define Reserved1                                                                                                      \
    Reserved1;                                                                                                         \
    LONG lSurfacePitch /* in KS_FRAME_INFO, where it shares the place */
#include_next <ksmedia.h>
#undef Reserved1
#include "devlock_sal.h"

/* ---- formats and positions ---- */

#ifdef _WAVEFORMATEXTENSIBLE_
typedef struct {
    KSDATAFORMAT DataFormat;
    WAVEFORMATEXTENSIBLE WaveFormatExt;
} KSDATAFORMAT_WAVEFORMATEXTENSIBLE, *PKSDATAFORMAT_WAVEFORMATEXTENSIBLE;
#endif
typedef struct {
    PVOID Register;
    ULONG Width;
    ULONGLONG Numerator, Denominator;
    ULONG Accuracy;
} KSRTAUDIO_HWREGISTER, *PKSRTAUDIO_HWREGISTER;
typedef struct {
    ULONG FifoSize, ChipsetDelay, CodecDelay;
} KSRTAUDIO_HWLATENCY, *PKSRTAUDIO_HWLATENCY;
typedef struct {
    UINT64 u64PositionInBlocks, u64QPCPosition;
} KSAUDIO_PRESENTATION_POSITION, *PKSAUDIO_PRESENTATION_POSITION;
typedef struct {
    KSATTRIBUTE AttributeHeader;
    GUID SignalProcessingMode;
} KSATTRIBUTE_AUDIOSIGNALPROCESSING_MODE, *PKSATTRIBUTE_AUDIOSIGNALPROCESSING_MODE;
typedef enum { CONSTRICTOR_OPTION_DISABLE = 0, CONSTRICTOR_OPTION_MUTE = 1 } CONSTRICTOR_OPTION;
typedef enum { AUDIO_CURVE_TYPE_NONE = 0, AUDIO_CURVE_TYPE_WINDOWS_FADE = 1 } AUDIO_CURVE_TYPE;

/* ---- engines and modules ---- */

typedef enum { eVolumeAttribute, eMuteAttribute, ePeakMeterAttribute } eChannelTargetType;
typedef enum { eDeviceFormat, eMixFormat, eSupportedDeviceFormats, eDeviceControllerFormat } eEngineFormatType;
typedef struct {
    UINT nHostPinId, nOffloadPinId, nLoopbackPinId;
} KSAUDIOENGINE_DESCRIPTOR, *PKSAUDIOENGINE_DESCRIPTOR;
typedef struct {
    UINT MinBufferBytes, MaxBufferBytes;
} KSAUDIOENGINE_BUFFER_SIZE_RANGE, *PKSAUDIOENGINE_BUFFER_SIZE_RANGE;
#define AUDIOMODULE_MAX_DATA_SIZE     64000
#define AUDIOMODULE_MAX_NAME_CCH_SIZE 128
typedef struct {
    GUID ClassId;
    ULONG InstanceId, VersionMajor, VersionMinor;
    WCHAR Name[AUDIOMODULE_MAX_NAME_CCH_SIZE];
} KSAUDIOMODULE_DESCRIPTOR, *PKSAUDIOMODULE_DESCRIPTOR;
typedef struct {
    KSPROPERTY Property;
    GUID ClassId;
    ULONG InstanceId;
} KSAUDIOMODULE_PROPERTY, *PKSAUDIOMODULE_PROPERTY;
typedef struct {
    union {
        struct {
            GUID DeviceId, ClassId;
            ULONG InstanceId, Reserved;
        } ProviderId;
        LONGLONG Alignment;
    };
} KSAUDIOMODULE_NOTIFICATION, *PKSAUDIOMODULE_NOTIFICATION;
typedef enum {
    KSPROPERTY_AUDIOMODULE_DESCRIPTORS = 1,
    KSPROPERTY_AUDIOMODULE_COMMAND,
    KSPROPERTY_AUDIOMODULE_NOTIFICATION_DEVICE_ID
} KSPROPERTY_AUDIOMODULE;
typedef enum {
    KSPROPERTY_AUDIOENGINE_LFXENABLE,
    KSPROPERTY_AUDIOENGINE_GFXENABLE,
    KSPROPERTY_AUDIOENGINE_MIXFORMAT,
    KSPROPERTY_AUDIOENGINE_DEVICEFORMAT = 4,
    KSPROPERTY_AUDIOENGINE_SUPPORTEDDEVICEFORMATS,
    KSPROPERTY_AUDIOENGINE_DESCRIPTOR,
    KSPROPERTY_AUDIOENGINE_BUFFER_SIZE_RANGE,
    KSPROPERTY_AUDIOENGINE_LOOPBACK_PROTECTION,
    KSPROPERTY_AUDIOENGINE_VOLUMELEVEL
} KSPROPERTY_AUDIOENGINE;
typedef enum {
    KSPROPERTY_SOUNDDETECTOR_SUPPORTEDPATTERNS = 1,
    KSPROPERTY_SOUNDDETECTOR_PATTERNS,
    KSPROPERTY_SOUNDDETECTOR_ARMED,
    KSPROPERTY_SOUNDDETECTOR_MATCHRESULT,
    KSPROPERTY_SOUNDDETECTOR_RESET,
    KSPROPERTY_SOUNDDETECTOR_STREAMINGSUPPORT
} KSPROPERTY_SOUNDDETECTOR;
typedef struct {
    KSPROPERTY Property;
    GUID EventId;
} KSSOUNDDETECTORPROPERTY, *PKSSOUNDDETECTORPROPERTY;
typedef struct {
    ULONG Size;
    GUID PatternType;
} SOUNDDETECTOR_PATTERNHEADER;

/* ---- microphones and jacks ---- */

typedef struct {
    USHORT usType;
    SHORT wXCoord, wYCoord, wZCoord, wVerticalAngle, wHorizontalAngle;
} KSAUDIO_MICROPHONE_COORDINATES, *PKSAUDIO_MICROPHONE_COORDINATES;
typedef enum {
    KSMICARRAY_MICTYPE_OMNIDIRECTIONAL,
    KSMICARRAY_MICTYPE_SUBCARDIOID,
    KSMICARRAY_MICTYPE_CARDIOID,
    KSMICARRAY_MICTYPE_SUPERCARDIOID,
    KSMICARRAY_MICTYPE_HYPERCARDIOID,
    KSMICARRAY_MICTYPE_8SHAPED,
    KSMICARRAY_MICTYPE_VENDORDEFINED = 0x0F
} KSMICARRAY_MICTYPE;
typedef enum {
    KSMICARRAY_MICARRAYTYPE_LINEAR,
    KSMICARRAY_MICARRAYTYPE_PLANAR,
    KSMICARRAY_MICARRAYTYPE_3D
} KSMICARRAY_MICARRAYTYPE;
typedef struct {
    USHORT usVersion, usMicArrayType;
    SHORT wVerticalAngleBegin, wVerticalAngleEnd, wHorizontalAngleBegin, wHorizontalAngleEnd;
    USHORT usFrequencyBandLo, usFrequencyBandHi, usNumberOfMicrophones;
    KSAUDIO_MICROPHONE_COORDINATES KsMicCoord[1];
} KSAUDIO_MIC_ARRAY_GEOMETRY, *PKSAUDIO_MIC_ARRAY_GEOMETRY;
typedef struct {
    ULONG ConfigId;
} KSJACK_DESCRIPTION3, *PKSJACK_DESCRIPTION3;
#define eGeoLocNotApplicable                       ((EPcxGeoLocation)14)
#define JACKDESC2_PRESENCE_DETECT_CAPABILITY       0x00000001
#define JACKDESC2_DYNAMIC_FORMAT_CHANGE_CAPABILITY 0x00000002
typedef enum {
    KSPROPERTY_JACK_DESCRIPTION = 1,
    KSPROPERTY_JACK_DESCRIPTION2,
    KSPROPERTY_JACK_SINK_INFO,
    KSPROPERTY_JACK_CONTAINERID,
    KSPROPERTY_JACK_DESCRIPTION3
} KSPROPERTY_JACK;
typedef enum { KSPROPERTY_ONESHOT_RECONNECT, KSPROPERTY_ONESHOT_DISCONNECT } KSPROPERTY_BTAUDIO;
#define KSPROPERTY_AUDIOEFFECTSDISCOVERY_EFFECTSLIST     1
#define KSPROPERTY_AUDIOPOSTURE_ORIENTATION              1
#define KSPROPERTY_AUDIORESOURCEMANAGEMENT_RESOURCEGROUP 0
#define KSPROPERTY_AUDIO_MIC_ARRAY_GEOMETRY              52
#define KSPROPERTY_AUDIO_PRESENTATION_POSITION           53
#define KSPROPERTY_AUDIO_WAVERT_CURRENT_WRITE_POSITION   54
#define KSPROPERTY_AUDIO_LINEAR_BUFFER_POSITION          55
#define KSPROPERTY_AUDIO_PEAKMETER2                      56
#define KSPROPERTY_AUDIO_MIC_SENSITIVITY2                59
#define KSPROPERTY_AUDIO_MIC_SNR                         60
#define KSEVENT_PINCAPS_FORMATCHANGE                     0
#define KSEVENT_PINCAPS_JACKINFOCHANGE                   1
#define KSEVENT_SOUNDDETECTOR_MATCHDETECTED              1

/* ---- names; what follows STATIC_ is enough for a driver's tables ---- */

#define STATIC_AUDIO_SIGNALPROCESSINGMODE_DEFAULT                                                                      \
    0xc18e2f7e, 0x933d, 0x4965, 0xb7, 0xd1, 0x1e, 0xef, 0x22, 0x8d, 0x2a, 0xf3
#define STATIC_AUDIO_SIGNALPROCESSINGMODE_RAW 0x9e90ea20, 0xb493, 0x4fd1, 0xa1, 0xa8, 0x7e, 0x13, 0x61, 0xa9, 0x56, 0xcf
#define STATIC_AUDIO_SIGNALPROCESSINGMODE_COMMUNICATIONS                                                               \
    0x98951333, 0xb9cd, 0x48b1, 0xa0, 0xa3, 0xff, 0x40, 0x68, 0x2d, 0x73, 0xf7
#define STATIC_AUDIO_SIGNALPROCESSINGMODE_SPEECH                                                                       \
    0xfc1cfc9b, 0xb9d6, 0x4cfa, 0xb5, 0xe0, 0x4b, 0xb2, 0x16, 0x68, 0x78, 0xb2
#define STATIC_AUDIO_SIGNALPROCESSINGMODE_NOTIFICATION                                                                 \
    0x9cf2a70b, 0xf377, 0x403b, 0xbd, 0x6b, 0x36, 0x08, 0x63, 0xe0, 0x35, 0x5c
#define STATIC_AUDIO_SIGNALPROCESSINGMODE_MEDIA                                                                        \
    0x4780004e, 0x7133, 0x41d8, 0x8c, 0x74, 0x66, 0x0d, 0xad, 0xd2, 0xc0, 0xee
#define STATIC_AUDIO_SIGNALPROCESSINGMODE_MOVIE                                                                        \
    0xb26feb0d, 0xec94, 0x477c, 0x94, 0x94, 0xd1, 0xab, 0x8e, 0x75, 0x3f, 0x6e
#define STATIC_KSATTRIBUTEID_AUDIOSIGNALPROCESSING_MODE                                                                \
    0xe1f89eb5, 0x5f46, 0x419b, 0x96, 0x7b, 0xff, 0x67, 0x70, 0xb9, 0x84, 0x01

#ifdef __cplusplus
extern "C" {
#endif
extern const GUID AUDIO_SIGNALPROCESSINGMODE_DEFAULT, AUDIO_SIGNALPROCESSINGMODE_RAW,
    AUDIO_SIGNALPROCESSINGMODE_COMMUNICATIONS, AUDIO_SIGNALPROCESSINGMODE_SPEECH,
    AUDIO_SIGNALPROCESSINGMODE_NOTIFICATION, AUDIO_SIGNALPROCESSINGMODE_MEDIA, AUDIO_SIGNALPROCESSINGMODE_MOVIE,
    AUDIO_EFFECT_TYPE_ACOUSTIC_ECHO_CANCELLATION, AUDIO_EFFECT_TYPE_NOISE_SUPPRESSION,
    AUDIO_EFFECT_TYPE_AUTOMATIC_GAIN_CONTROL, AUDIO_EFFECT_TYPE_LOUDNESS_EQUALIZER, AUDIO_EFFECT_TYPE_VIRTUAL_SURROUND,
    KSATTRIBUTEID_AUDIOSIGNALPROCESSING_MODE, KSEVENTSETID_PinCapsChange, KSEVENTSETID_SoundDetector,
    KSNOTIFICATIONID_AudioModule, KSNOTIFICATIONID_SoundDetector, KSPROPSETID_Jack, KSPROPSETID_BtAudio,
    KSPROPSETID_AudioEffectsDiscovery, KSPROPSETID_AudioEngine, KSPROPSETID_AudioModule, KSPROPSETID_AudioPosture,
    KSPROPSETID_AudioResourceManagement, KSPROPSETID_SoundDetector, KSPROPSETID_SoundDetector2, KSNODETYPE_AUDIO_ENGINE,
    KSNODETYPE_AUDIO_LOOPBACK, KSNODETYPE_AUDIO_KEYWORDDETECTOR, KSNODETYPE_HEADSET_MICROPHONE,
    KSNODETYPE_HEADSET_SPEAKERS, KSPROPSETID_OneShot;
#ifdef __cplusplus
}
#endif

#endif

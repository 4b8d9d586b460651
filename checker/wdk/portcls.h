/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * portcls.h without the WDK: mingw-w64's, and the newer interfaces of audio adapters and miniports
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/portcls/). Which identifiers interfaces have does not
 * matter here.
 */
#ifndef DEVLOCK_WDK_PORTCLS_H
#define DEVLOCK_WDK_PORTCLS_H

#include_next <portcls.h>
#include "devlock_kernel.h"

#ifndef DEFINE_PCAUTOMATION_TABLE_PROP_EVENT
#define DEFINE_PCAUTOMATION_TABLE_PROP_EVENT(AutomationTable, PropertyTable, EventTable)                               \
    const PCAUTOMATION_TABLE AutomationTable = {                                                                       \
        sizeof(PropertyTable[0]), SIZEOF_ARRAY(PropertyTable), (const PCPROPERTY_ITEM *)PropertyTable, 0, 0, NULL,     \
        sizeof(EventTable[0]),    SIZEOF_ARRAY(EventTable),    (const PCEVENT_ITEM *)EventTable,       0}
#endif
typedef struct {
    KSP_PIN PinProperty;
    GUID AudioProcessingMode;
} KSP_PINMODE, *PKSP_PINMODE;

#ifdef __cplusplus

typedef IMiniportWaveRTStreamNotification *PMINIPORTWAVERTSTREAMNOTIFICATION;

/* ---- streams ---- */

/* mingw-w64 declares the interface, and no class that has it. */
#define DEVLOCK_STREAM_NOTIFICATION(method, end)                                                                       \
    method(NTSTATUS, AllocateBufferWithNotification)(                                                                  \
        ULONG NotificationCount, ULONG RequestedSize, PMDL * AudioBufferMdl, ULONG * ActualSize,                       \
        ULONG * OffsetFromFirstPage, MEMORY_CACHING_TYPE * CacheType) end;                                             \
    method(VOID, FreeBufferWithNotification)(PMDL AudioBufferMdl, ULONG BufferSize) end;                               \
    method(NTSTATUS, RegisterNotificationEvent)(PKEVENT NotificationEvent) end;                                        \
    method(NTSTATUS, UnregisterNotificationEvent)(PKEVENT NotificationEvent) end
#define DEVLOCK_INPUT_STREAM(method, end)                                                                              \
    method(NTSTATUS, GetReadPacket)(ULONG * PacketNumber, ULONG * Flags, ULONG64 * PerformanceCounterValue,            \
                                    BOOL * MoreData) end
#define DEVLOCK_OUTPUT_STREAM(method, end)                                                                             \
    method(NTSTATUS, SetWritePacket)(ULONG PacketNumber, ULONG Flags, ULONG EosPacketLength) end;                      \
    method(NTSTATUS, GetOutputStreamPresentationPosition)(KSAUDIO_PRESENTATION_POSITION * Position) end;               \
    method(NTSTATUS, GetPacketCount)(ULONG * PacketCount) end
#define DEVLOCK_STREAM_NODE(method, end)                                                                               \
    method(NTSTATUS, GetLfxState)(BOOL * Enable) end;                                                                  \
    method(NTSTATUS, SetLfxState)(BOOL Enable) end;                                                                    \
    method(NTSTATUS, GetStreamChannelVolume)(UINT32 Channel, LONG * Volume) end;                                       \
    method(NTSTATUS, SetStreamChannelVolume)(UINT32 Channel, LONG TargetVolume, AUDIO_CURVE_TYPE CurveType,            \
                                             ULONGLONG CurveDuration) end;                                             \
    method(NTSTATUS, GetStreamChannelPeakMeter)(UINT32 Channel, LONG * PeakMeterValue) end;                            \
    method(NTSTATUS, GetStreamChannelMute)(UINT32 Channel, BOOL * Mute) end;                                           \
    method(NTSTATUS, SetStreamChannelMute)(UINT32 Channel, BOOL Mute) end;                                             \
    method(NTSTATUS, GetStreamAttributeSteppings)(eChannelTargetType TargetType, PKSPROPERTY_STEPPING_LONG Steppings,  \
                                                  UINT32 DataSize) end;                                                \
    method(NTSTATUS, GetStreamPresentationPosition)(KSAUDIO_PRESENTATION_POSITION * Position) end;                     \
    method(NTSTATUS, SetStreamCurrentWritePosition)(ULONG CurrentWritePosition) end;                                   \
    method(NTSTATUS, GetStreamLinearBufferPosition)(ULONGLONG * LinearBufferPosition) end;                             \
    method(NTSTATUS, SetStreamLoopbackProtection)(CONSTRICTOR_OPTION Option) end;                                      \
    method(NTSTATUS, GetStreamChannelCount)(eChannelTargetType TargetType, UINT32 * ChannelCount) end
#define DEVLOCK_STREAM_NODE2(method, end)                                                                              \
    method(NTSTATUS, SetStreamCurrentWritePositionForLastBuffer)(ULONG WritePosition) end

/* ---- miniports ---- */

#define DEVLOCK_SIGNAL_PROCESSING(method, end)                                                                         \
    method(NTSTATUS, GetModes)(ULONG Pin, GUID * SignalProcessingModes, ULONG * NumSignalProcessingModes) end
#define DEVLOCK_ENGINE_NODE(method, end)                                                                               \
    method(NTSTATUS, GetAudioEngineDescriptor)(ULONG NodeId, KSAUDIOENGINE_DESCRIPTOR * Descriptor) end;               \
    method(NTSTATUS, GetGfxState)(ULONG NodeId, BOOL * Enable) end;                                                    \
    method(NTSTATUS, SetGfxState)(ULONG NodeId, BOOL Enable) end;                                                      \
    method(NTSTATUS, GetEngineFormatSize)(ULONG NodeId, eEngineFormatType FormatType, ULONG * BufferSize) end;         \
    method(NTSTATUS, GetMixFormat)(ULONG NodeId, KSDATAFORMAT_WAVEFORMATEX * Format, ULONG BufferSize) end;            \
    method(NTSTATUS, GetDeviceFormat)(ULONG NodeId, KSDATAFORMAT_WAVEFORMATEX * Format, ULONG BufferSize) end;         \
    method(NTSTATUS, SetDeviceFormat)(ULONG NodeId, KSDATAFORMAT_WAVEFORMATEX * Format, ULONG BufferSize) end;         \
    method(NTSTATUS, GetSupportedDeviceFormats)(ULONG NodeId, KSMULTIPLE_ITEM * Formats, ULONG BufferSize) end;        \
    method(NTSTATUS, GetDeviceChannelVolume)(ULONG NodeId, UINT32 Channel, LONG * Volume) end;                         \
    method(NTSTATUS, SetDeviceChannelVolume)(ULONG NodeId, UINT32 Channel, LONG Volume) end;                           \
    method(NTSTATUS, GetDeviceChannelPeakMeter)(ULONG NodeId, UINT32 Channel, LONG * PeakMeterValue) end;              \
    method(NTSTATUS, GetDeviceChannelMute)(ULONG NodeId, UINT32 Channel, BOOL * Mute) end;                             \
    method(NTSTATUS, SetDeviceChannelMute)(ULONG NodeId, UINT32 Channel, BOOL Mute) end;                               \
    method(NTSTATUS, GetDeviceAttributeSteppings)(ULONG NodeId, eChannelTargetType TargetType,                         \
                                                  PKSPROPERTY_STEPPING_LONG Steppings, UINT32 DataSize) end;           \
    method(NTSTATUS, GetDeviceChannelCount)(ULONG NodeId, eChannelTargetType TargetType, UINT32 * ChannelCount) end;   \
    method(NTSTATUS, GetBufferSizeRange)(ULONG NodeId, KSDATAFORMAT_WAVEFORMATEX * Format,                             \
                                         KSAUDIOENGINE_BUFFER_SIZE_RANGE * BufferSizeRange) end

/* ---- ports and adapters ---- */

typedef enum {
    eMINIPORT_IHV_DEFINED = 0,
    eMINIPORT_BUFFER_COMPLETE,
    eMINIPORT_PIN_STATE,
    eMINIPORT_GET_STREAM_POS,
    eMINIPORT_SET_WAVERT_BUFFER_WRITE_POS,
    eMINIPORT_GET_PRESENTATION_POS,
    eMINIPORT_PROGRAM_DMA,
    eMINIPORT_GLITCH_REPORT,
    eMINIPORT_LAST_BUFFER_RENDERED,
    eMINIPORT_PROCESSING_MODE,
    eMINIPORT_FX_CLSID
} EPcMiniportEngineEvent;
#define eMINIPORT_GET_PRESENTATION_POSITION        eMINIPORT_GET_PRESENTATION_POS
#define eMINIPORT_SET_WAVERT_BUFFER_WRITE_POSITION eMINIPORT_SET_WAVERT_BUFFER_WRITE_POS
typedef union _PCNOTIFICATION_BUFFER {
    UCHAR NotificationBuffer[1];
    LONGLONG Alignment;
} PCNOTIFICATION_BUFFER, *PPCNOTIFICATION_BUFFER;
typedef enum { ePcStreamResourceNotSet = 0, ePcStreamResourceThread } PCSTREAMRESOURCE_TYPE;
typedef struct _PCSTREAMRESOURCE_DESCRIPTOR {
    ULONG Size;
    PCSTREAMRESOURCE_TYPE Type;
    union {
        struct {
            PETHREAD Thread;
        } ThreadInfo;
        PETHREAD Thread;
        PVOID DriverObject;
    } Resource;
    PETHREAD Thread;
} PCSTREAMRESOURCE_DESCRIPTOR, *PPCSTREAMRESOURCE_DESCRIPTOR;
typedef PVOID PCSTREAMRESOURCE;
FORCEINLINE void PCSTREAMRESOURCE_DESCRIPTOR_INIT(PPCSTREAMRESOURCE_DESCRIPTOR Descriptor)
{
    RtlZeroMemory(Descriptor, sizeof *Descriptor);
    Descriptor->Size = sizeof *Descriptor;
}

#define DEVLOCK_ETW(method, end)                                                                                       \
    method(NTSTATUS, MiniportWriteEtwEvent)(EPcMiniportEngineEvent EventType, ULONGLONG Data1, ULONGLONG Data2,        \
                                            ULONGLONG Data3, ULONGLONG Data4) end
#define DEVLOCK_POWER(method, end)                                                                                     \
    method(NTSTATUS, SetIdlePowerManagement)(PDEVICE_OBJECT DeviceObject, BOOLEAN Enabled) end
#define DEVLOCK_RUNTIME_POWER(method, end)                                                                             \
    method(NTSTATUS, SendPowerControl)(PDEVICE_OBJECT DeviceObject, LPCGUID PowerControlCode, PVOID InBuffer,          \
                                       SIZE_T InBufferSize, PVOID OutBuffer, SIZE_T OutBufferSize,                     \
                                       PSIZE_T BytesReturned) end;                                                     \
    method(NTSTATUS, RegisterPowerControlCallback)(PDEVICE_OBJECT DeviceObject, PVOID Callback, PVOID Context) end;    \
    method(NTSTATUS, UnregisterPowerControlCallback)(PDEVICE_OBJECT DeviceObject) end
#define DEVLOCK_NOTIFICATIONS(method, end)                                                                             \
    method(NTSTATUS, AllocNotificationBuffer)(POOL_TYPE PoolType, USHORT Size,                                         \
                                              PPCNOTIFICATION_BUFFER * NotificationBuffer) end;                        \
    method(VOID, FreeNotificationBuffer)(PPCNOTIFICATION_BUFFER NotificationBuffer) end;                               \
    method(VOID, SendNotificationBuffer)(const GUID *NotificationId, PPCNOTIFICATION_BUFFER NotificationBuffer) end;   \
    method(VOID, SendNotification)(const GUID *NotificationId, PPCNOTIFICATION_BUFFER NotificationBuffer) end
#define DEVLOCK_RESOURCES(method, end)                                                                                 \
    method(NTSTATUS, AddStreamResource)(PDEVICE_OBJECT DeviceObject, PPCSTREAMRESOURCE_DESCRIPTOR Descriptor,          \
                                        PCSTREAMRESOURCE * Resource) end;                                              \
    method(NTSTATUS, RemoveStreamResource)(PCSTREAMRESOURCE Resource) end;                                             \
    method(NTSTATUS, RemoveStreamResources)(PDEVICE_OBJECT DeviceObject) end

#define DEVLOCK_INTERFACE(name, pointer, methods)                                                                      \
    DECLARE_INTERFACE_(name, IUnknown)                                                                                 \
    {                                                                                                                  \
        DEFINE_ABSTRACT_UNKNOWN()                                                                                      \
        methods(STDMETHOD_, PURE);                                                                                     \
    };                                                                                                                 \
    typedef name *pointer;                                                                                             \
    extern "C" const GUID IID_##name

DEVLOCK_INTERFACE(IMiniportWaveRTInputStream, PMINIPORTWAVERTINPUTSTREAM, DEVLOCK_INPUT_STREAM);
DEVLOCK_INTERFACE(IMiniportWaveRTOutputStream, PMINIPORTWAVERTOUTPUTSTREAM, DEVLOCK_OUTPUT_STREAM);
DEVLOCK_INTERFACE(IMiniportStreamAudioEngineNode, PMINIPORTSTREAMAUDIOENGINENODE, DEVLOCK_STREAM_NODE);
DEVLOCK_INTERFACE(IMiniportStreamAudioEngineNode2, PMINIPORTSTREAMAUDIOENGINENODE2, DEVLOCK_STREAM_NODE2);
DEVLOCK_INTERFACE(IMiniportAudioSignalProcessing, PMINIPORTAudioSignalProcessing, DEVLOCK_SIGNAL_PROCESSING);
DEVLOCK_INTERFACE(IMiniportAudioEngineNode, PMINIPORTAUDIOENGINENODE, DEVLOCK_ENGINE_NODE);
DEVLOCK_INTERFACE(IPortClsEtwHelper, PPORTCLSETWHELPER, DEVLOCK_ETW);
DEVLOCK_INTERFACE(IPortClsPower, PPORTCLSPOWER, DEVLOCK_POWER);
DEVLOCK_INTERFACE(IPortClsRuntimePower, PPORTCLSRUNTIMEPOWER, DEVLOCK_RUNTIME_POWER);
DEVLOCK_INTERFACE(IPortClsNotifications, PPORTCLSNOTIFICATIONS, DEVLOCK_NOTIFICATIONS);
DEVLOCK_INTERFACE(IPortClsStreamResourceManager, PPORTCLSStreamResourceManager, DEVLOCK_RESOURCES);

#define DEVLOCK_NOTHING
#define DEVLOCK_IMPLEMENTED(type, name) STDMETHODIMP_(type) name
#ifndef IMP_IMiniportWaveRTStreamNotification
#define IMP_IMiniportWaveRTStreamNotification DEVLOCK_STREAM_NOTIFICATION(DEVLOCK_IMPLEMENTED, DEVLOCK_NOTHING)
#endif
#define IMP_IMiniportWaveRTInputStream      DEVLOCK_INPUT_STREAM(DEVLOCK_IMPLEMENTED, DEVLOCK_NOTHING)
#define IMP_IMiniportWaveRTOutputStream     DEVLOCK_OUTPUT_STREAM(DEVLOCK_IMPLEMENTED, DEVLOCK_NOTHING)
#define IMP_IMiniportStreamAudioEngineNode  DEVLOCK_STREAM_NODE(DEVLOCK_IMPLEMENTED, DEVLOCK_NOTHING)
#define IMP_IMiniportStreamAudioEngineNode2 DEVLOCK_STREAM_NODE2(DEVLOCK_IMPLEMENTED, DEVLOCK_NOTHING)
#define IMP_IMiniportAudioSignalProcessing  DEVLOCK_SIGNAL_PROCESSING(DEVLOCK_IMPLEMENTED, DEVLOCK_NOTHING)
#define IMP_IMiniportAudioEngineNode        DEVLOCK_ENGINE_NODE(DEVLOCK_IMPLEMENTED, DEVLOCK_NOTHING)

extern "C" NTSTATUS NTAPI PcGetPhysicalDeviceObject(PDEVICE_OBJECT DeviceObject, PDEVICE_OBJECT *PhysicalDeviceObject);

#endif

#endif

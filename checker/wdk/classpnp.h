/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * classpnp.h without the WDK: mingw-w64's, which end the extension of a disk or drive before what Windows 8 added; that
 * is put behind one of its fields.
 */
#ifndef DEVLOCK_WDK_CLASSPNP_H
#define DEVLOCK_WDK_CLASSPNP_H

#include <ntddstor.h> /* mingw-w64 includes its own */
#include <srbhelper.h>

#define CLASS_SRBEX_SCSI_CDB16_BUFFER_SIZE                                                                             \
    (sizeof(STORAGE_REQUEST_BLOCK) + sizeof(STOR_ADDR_BTL8) + sizeof(SRBEX_DATA_SCSI_CDB16))
#define CLASS_SRBEX_NO_SRBEX_DATA_BUFFER_SIZE (sizeof(STORAGE_REQUEST_BLOCK) + sizeof(STOR_ADDR_BTL8))

typedef struct _CLASS_VPD_B0_DATA {
    NTSTATUS CommandStatus;
    ULONG MaxUnmapLbaCount, MaxUnmapBlockDescrCount, OptimalUnmapGranularity, UnmapGranularityAlignment;
    BOOLEAN UGAVALID;
    UCHAR Reserved0;
    USHORT OptimalTransferLengthGranularity;
    ULONG MaximumTransferLength, OptimalTransferLength;
} CLASS_VPD_B0_DATA, *PCLASS_VPD_B0_DATA;
typedef struct _CLASS_VPD_B1_DATA {
    NTSTATUS CommandStatus;
    USHORT MediumRotationRate;
    UCHAR NominalFormFactor, Zoned;
    ULONG MediumProductType, DepopulationTime;
} CLASS_VPD_B1_DATA, *PCLASS_VPD_B1_DATA;
typedef struct _CLASS_VPD_B2_DATA {
    NTSTATUS CommandStatus;
    UCHAR ThresholdExponent, DP : 1, ANC_SUP : 1, LBPRZ : 1, LBPWS10 : 1, LBPWS : 1, LBPU : 1, ProvisioningType : 3;
    ULONG SoftThresholdEventPending;
} CLASS_VPD_B2_DATA, *PCLASS_VPD_B2_DATA;
typedef struct _CLASS_READ_CAPACITY16_DATA {
    NTSTATUS CommandStatus;
    ULONG BytesPerLogicalSector, BytesPerPhysicalSector, BytesOffsetForSectorAlignment;
    BOOLEAN LBProvisioningEnabled, LBProvisioningReadZeros;
} CLASS_READ_CAPACITY16_DATA, *PCLASS_READ_CAPACITY16_DATA;
typedef struct _CLASS_VPD_ECOP_BLOCK_DEVICE_ROD_LIMITS {
    NTSTATUS CommandStatus;
    USHORT MaximumRangeDescriptors;
    ULONG MaximumInactivityTimer, DefaultInactivityTimer;
    ULONGLONG MaximumTokenTransferSize, OptimalTransferCount;
} CLASS_VPD_ECOP_BLOCK_DEVICE_ROD_LIMITS, *PCLASS_VPD_ECOP_BLOCK_DEVICE_ROD_LIMITS;
typedef enum _CLASS_FUNCTION_SUPPORT { SupportUnknown, NotSupported, Supported } CLASS_FUNCTION_SUPPORT;

typedef struct _CLASS_FUNCTION_SUPPORT_INFO {
    KSPIN_LOCK SyncLock;
    ULONG GenerationCount;
    volatile ULONG ChangeRequestCount;
    struct {
        ULONG BlockLimits : 1, BlockDeviceCharacteristics : 1, LBProvisioning : 1, BlockDeviceRODLimits : 1,
            ZonedBlockDeviceCharacteristics : 1, Reserved : 26, DeviceType : 1;
    } ValidInquiryPages;
    struct {
        NTSTATUS SeekPenaltyProperty, AccessAlignmentProperty, TrimProperty, TrimProcess;
    } LowerLayerSupport;
    BOOLEAN RegAccessAlignmentQueryNotSupported, AsynchronousNotificationSupported, UseModeSense10, Reserved;
    CLASS_VPD_B0_DATA BlockLimitsData;
    CLASS_VPD_B1_DATA DeviceCharacteristicsData;
    CLASS_VPD_B2_DATA LBProvisioningData;
    CLASS_READ_CAPACITY16_DATA ReadCapacity16Data;
    CLASS_VPD_ECOP_BLOCK_DEVICE_ROD_LIMITS BlockDeviceRODLimitsData;
    struct {
        ULONG D3ColdSupported : 1, DeviceWakeable : 1, IdlePowerEnabled : 1, D3IdleTimeoutOverridden : 1,
            NoVerifyDuringIdlePower : 1, Reserved2 : 27;
        ULONG D3IdleTimeout;
    } IdlePower;
    CLASS_FUNCTION_SUPPORT HwFirmwareGetInfoSupport;
    struct _STORAGE_HW_FIRMWARE_INFO *HwFirmwareInfo;
} CLASS_FUNCTION_SUPPORT_INFO, *PCLASS_FUNCTION_SUPPORT_INFO;

#define PrivateFdoData                                                                                                 \
    PrivateFdoData;                                                                                                    \
    struct _STORAGE_MINIPORT_DESCRIPTOR *MiniportDescriptor;                                                           \
    PCLASS_FUNCTION_SUPPORT_INFO FunctionSupportInfo;                                                                  \
    PVOID AdditionalFdoData
#include_next <classpnp.h>
#undef PrivateFdoData

/* For DICTIONARY's users. */
typedef struct _DICTIONARY_HEADER *PDICTIONARY_HEADER;

#endif

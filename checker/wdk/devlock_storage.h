/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Extended storage requests, and what classes of storage devices keep, where mingw-w64's headers end before: as
 * documented in https://learn.microsoft.com/windows-hardware/drivers/ddi/srb/ and the SCSI commands' standards.
 */
#ifndef DEVLOCK_WDK_STORAGE_H
#define DEVLOCK_WDK_STORAGE_H

#define SRB_FUNCTION_STORAGE_REQUEST_BLOCK 0x28
#define SRB_SIGNATURE                      0x53524258
#define STORAGE_REQUEST_BLOCK_VERSION_1    1

typedef enum _DEVLOCK_SRBEXDATATYPE {
    SrbExDataTypeUnknown,
    SrbExDataTypeBidirectional,
    SrbExDataTypeScsiCdb16 = 0x40,
    SrbExDataTypeScsiCdb32,
    SrbExDataTypeScsiCdbVar,
    SrbExDataTypeWmi = 0x60,
    SrbExDataTypePower,
    SrbExDataTypePnP,
    SrbExDataTypeIoInfo = 0x80
} SRBEXDATATYPE,
    *PSRBEXDATATYPE;

typedef struct _STOR_ADDRESS {
    USHORT Type, Port;
    ULONG AddressLength;
    UCHAR AddressData[ANYSIZE_ARRAY];
} STOR_ADDRESS, *PSTOR_ADDRESS;
#define STOR_ADDRESS_TYPE_UNKNOWN     0
#define STOR_ADDRESS_TYPE_BTL8        1
#define STOR_ADDR_BTL8_ADDRESS_LENGTH 4
typedef struct _STOR_ADDR_BTL8 {
    USHORT Type, Port;
    ULONG AddressLength;
    UCHAR Path, Target, Lun, Reserved;
} STOR_ADDR_BTL8, *PSTOR_ADDR_BTL8;

/* A command with an address of any form. */
typedef struct _SCSI_PASS_THROUGH_EX {
    ULONG Version, Length, CdbLength, StorAddressLength;
    UCHAR ScsiStatus, SenseInfoLength, DataDirection, Reserved;
    ULONG TimeOutValue, StorAddressOffset, SenseInfoOffset, DataOutTransferLength, DataInTransferLength;
    ULONG_PTR DataOutBufferOffset, DataInBufferOffset;
    UCHAR Cdb[ANYSIZE_ARRAY];
} SCSI_PASS_THROUGH_EX, *PSCSI_PASS_THROUGH_EX;
#ifdef _WIN64
typedef SCSI_PASS_THROUGH_EX SCSI_PASS_THROUGH32_EX, *PSCSI_PASS_THROUGH32_EX;
#endif

typedef struct _SRBEX_DATA {
    SRBEXDATATYPE Type;
    ULONG Length;
    UCHAR Data[ANYSIZE_ARRAY];
} SRBEX_DATA, *PSRBEX_DATA;
typedef struct _SRBEX_DATA_BIDIRECTIONAL {
    SRBEXDATATYPE Type;
    ULONG Length, DataInTransferLength, Reserved1;
    PVOID DataInBuffer;
} SRBEX_DATA_BIDIRECTIONAL, *PSRBEX_DATA_BIDIRECTIONAL;
typedef struct _SRBEX_DATA_SCSI_CDB16 {
    SRBEXDATATYPE Type;
    ULONG Length;
    UCHAR ScsiStatus, SenseInfoBufferLength, CdbLength, Reserved;
    ULONG Reserved1;
    PVOID SenseInfoBuffer;
    UCHAR Cdb[16];
} SRBEX_DATA_SCSI_CDB16, *PSRBEX_DATA_SCSI_CDB16;
typedef struct _SRBEX_DATA_SCSI_CDB32 {
    SRBEXDATATYPE Type;
    ULONG Length;
    UCHAR ScsiStatus, SenseInfoBufferLength, CdbLength, Reserved;
    ULONG Reserved1;
    PVOID SenseInfoBuffer;
    UCHAR Cdb[32];
} SRBEX_DATA_SCSI_CDB32, *PSRBEX_DATA_SCSI_CDB32;
typedef struct _SRBEX_DATA_SCSI_CDB_VAR {
    SRBEXDATATYPE Type;
    ULONG Length;
    UCHAR ScsiStatus, SenseInfoBufferLength;
    USHORT Reserved;
    ULONG CdbLength, Reserved1[2];
    PVOID SenseInfoBuffer;
    UCHAR Cdb[ANYSIZE_ARRAY];
} SRBEX_DATA_SCSI_CDB_VAR, *PSRBEX_DATA_SCSI_CDB_VAR;
typedef struct _SRBEX_DATA_WMI {
    SRBEXDATATYPE Type;
    ULONG Length;
    UCHAR WMISubFunction, WMIFlags, Reserved[2];
    ULONG Reserved1;
    PVOID DataPath;
} SRBEX_DATA_WMI, *PSRBEX_DATA_WMI;
typedef struct _SRBEX_DATA_POWER {
    SRBEXDATATYPE Type;
    ULONG Length;
    UCHAR SrbPowerFlags, Reserved[3];
    ULONG DevicePowerState, PowerAction;
} SRBEX_DATA_POWER, *PSRBEX_DATA_POWER;
typedef struct _SRBEX_DATA_PNP {
    SRBEXDATATYPE Type;
    ULONG Length;
    UCHAR PnPSubFunction, Reserved[3];
    ULONG PnPAction, SrbPnPFlags, Reserved1;
} SRBEX_DATA_PNP, *PSRBEX_DATA_PNP;
typedef struct _SRBEX_DATA_IO_INFO {
    SRBEXDATATYPE Type;
    ULONG Length, Flags, Key, RWLength;
    BOOLEAN IsWriteRequest;
    UCHAR CachePriority, Reserved[2];
    ULONG Reserved1[4];
} SRBEX_DATA_IO_INFO, *PSRBEX_DATA_IO_INFO;
#define DEVLOCK_SRBEX_LENGTH(type)         ((ULONG)(sizeof(type) - FIELD_OFFSET(SRBEX_DATA, Data)))
#define SRBEX_DATA_BIDIRECTIONAL_LENGTH    DEVLOCK_SRBEX_LENGTH(SRBEX_DATA_BIDIRECTIONAL)
#define SRBEX_DATA_SCSI_CDB16_LENGTH       DEVLOCK_SRBEX_LENGTH(SRBEX_DATA_SCSI_CDB16)
#define SRBEX_DATA_SCSI_CDB32_LENGTH       DEVLOCK_SRBEX_LENGTH(SRBEX_DATA_SCSI_CDB32)
#define SRBEX_DATA_SCSI_CDB_VAR_LENGTH_MIN DEVLOCK_SRBEX_LENGTH(SRBEX_DATA_SCSI_CDB_VAR)
#define SRBEX_DATA_SCSI_CDB_VAR_LENGTH_MAX 0xffffffffUL
#define SRBEX_DATA_WMI_LENGTH              DEVLOCK_SRBEX_LENGTH(SRBEX_DATA_WMI)
#define SRBEX_DATA_POWER_LENGTH            DEVLOCK_SRBEX_LENGTH(SRBEX_DATA_POWER)
#define SRBEX_DATA_PNP_LENGTH              DEVLOCK_SRBEX_LENGTH(SRBEX_DATA_PNP)
#define SRBEX_DATA_IO_INFO_LENGTH          DEVLOCK_SRBEX_LENGTH(SRBEX_DATA_IO_INFO)

/* What the two forms of a request begin with. */
typedef struct _STORAGE_REQUEST_BLOCK_HEADER {
    USHORT Length;
    UCHAR Function, SrbStatus;
} STORAGE_REQUEST_BLOCK_HEADER, *PSTORAGE_REQUEST_BLOCK_HEADER;

typedef struct _STORAGE_REQUEST_BLOCK {
    USHORT Length;
    UCHAR Function, SrbStatus;
    ULONG ReservedUlong1, Signature, Version, SrbLength, SrbFunction, SrbFlags, ReservedUlong2, RequestTag;
    USHORT RequestPriority, RequestAttribute;
    ULONG TimeOutValue, SystemStatus, ZeroGuard1, AddressOffset, NumSrbExData, DataTransferLength;
    PVOID DataBuffer, ZeroGuard2, OriginalRequest, ClassContext, PortContext, MiniportContext;
    struct _STORAGE_REQUEST_BLOCK *NextSrb;
    ULONG SrbExDataOffset[ANYSIZE_ARRAY];
} STORAGE_REQUEST_BLOCK, *PSTORAGE_REQUEST_BLOCK;

#ifdef __cplusplus
extern "C" {
#endif
PVOID SrbGetScsiData(PSTORAGE_REQUEST_BLOCK SrbEx, PUCHAR CdbLength8, PULONG CdbLength32, PUCHAR ScsiStatus,
                     PVOID *SenseInfoBuffer, PUCHAR SenseInfoBufferLength);
PSRBEX_DATA SrbGetSrbExDataByType(PSTORAGE_REQUEST_BLOCK SrbEx, SRBEXDATATYPE Type);
PSTOR_ADDRESS SrbGetAddress(PSTORAGE_REQUEST_BLOCK SrbEx);
PVOID SrbGetDataBuffer(PVOID Srb);
PVOID SrbGetSenseInfoBuffer(PVOID Srb);
PVOID SrbGetOriginalRequest(PVOID Srb);
PVOID SrbGetNextSrb(PVOID Srb);
PVOID SrbGetMiniportContext(PVOID Srb);
PVOID SrbGetPortContext(PVOID Srb);
ULONG SrbGetSrbFunction(PVOID Srb);
ULONG SrbGetSrbFlags(PVOID Srb);
ULONG SrbGetDataTransferLength(PVOID Srb);
ULONG SrbGetSystemStatus(PVOID Srb);
UCHAR SrbGetScsiStatus(PVOID Srb);
#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * scsi.h without the WDK: mingw-w64's, extended requests, and newer commands.
 */
#ifndef DEVLOCK_WDK_SCSI_H
#define DEVLOCK_WDK_SCSI_H

#include_next <scsi.h>
#include "devlock_storage.h"

typedef union _DEVLOCK_READ_CAPACITY16_DATA {
    struct {
        LARGE_INTEGER LogicalBlockAddress;
        ULONG BytesPerBlock;
        UCHAR ProtectionEnable : 1, ProtectionType : 3, RcBasisl : 2, Reserved : 2;
        UCHAR LogicalPerPhysicalExponent : 4, ProtectionInfoExponent : 4;
        UCHAR LowestAlignedBlock_MSB : 6, LBPRZ : 1, LBPME : 1, LowestAlignedBlock_LSB, Reserved3[16];
    };
} READ_CAPACITY16_DATA, *PREAD_CAPACITY16_DATA;
#define SENSE_BUFFER_SIZE_EX 255
typedef SENSE_DATA SENSE_DATA_EX, *PSENSE_DATA_EX;
typedef SENSE_DATA FIXED_SENSE_DATA, *PFIXED_SENSE_DATA;
typedef struct _DESCRIPTOR_SENSE_DATA {
    UCHAR ErrorCode : 7, Reserved1 : 1, SenseKey : 4, Reserved2 : 4, AdditionalSenseCode, AdditionalSenseCodeQualifier,
        Reserved3[3], AdditionalSenseLength, DescriptorBuffer[ANYSIZE_ARRAY];
} DESCRIPTOR_SENSE_DATA, *PDESCRIPTOR_SENSE_DATA;
typedef struct _SCSI_SENSE_DESCRIPTOR_HEADER {
    UCHAR DescriptorType, AdditionalLength;
} SCSI_SENSE_DESCRIPTOR_HEADER, *PSCSI_SENSE_DESCRIPTOR_HEADER;
typedef struct _SCSI_SENSE_DESCRIPTOR_INFORMATION {
    SCSI_SENSE_DESCRIPTOR_HEADER Header;
    UCHAR Reserved1 : 7, Valid : 1, Reserved2, Information[8];
} SCSI_SENSE_DESCRIPTOR_INFORMATION, *PSCSI_SENSE_DESCRIPTOR_INFORMATION;
typedef struct _SCSI_SENSE_DESCRIPTOR_BLOCK_COMMAND {
    SCSI_SENSE_DESCRIPTOR_HEADER Header;
    UCHAR Reserved1, Reserved2 : 5, IncorrectLength : 1, Reserved3 : 2;
} SCSI_SENSE_DESCRIPTOR_BLOCK_COMMAND, *PSCSI_SENSE_DESCRIPTOR_BLOCK_COMMAND;
#define PROVISIONING_TYPE_UNKNOWN              0
#define PROVISIONING_TYPE_RESOURCE             1
#define PROVISIONING_TYPE_THIN                 2
#define OPERATION_COMPLETED_WITH_SUCCESS       0x01
#define OPERATION_COMPLETED_WITH_ERROR         0x02
#define OPERATION_COMPLETED_WITH_RESIDUAL_DATA 0x03
#define OPERATION_TERMINATED                   0x60

#endif

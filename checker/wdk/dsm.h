/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Device specific modules of multipath I/O, without the WDK: the types and constants that they share with the port
 * driver, as far as they are documented.
 */
#ifndef DEVLOCK_WDK_DSM_H
#define DEVLOCK_WDK_DSM_H

#include <ntddk.h>
#include <stdio.h>
#include <scsi.h>
#include <ntdddisk.h>
#include <ntddscsi.h>
#include <ntddstor.h>
#include <wmilib.h>

typedef struct _DSM_IDS {
    ULONG Count;
    PVOID IdList[1];
} DSM_IDS, *PDSM_IDS;
typedef struct _DSM_COMPLETION_INFO {
    PVOID DsmId, DsmContext;
    VOID (*DsmCompletionRoutine)(PVOID DsmId, PIRP Irp, PSCSI_REQUEST_BLOCK Srb, PVOID DsmContext);
} DSM_COMPLETION_INFO, *PDSM_COMPLETION_INFO;
typedef enum _DSM_TYPE { DsmType1 = 1, DsmType2, DsmType3, DsmType4, DsmType5, DsmType6 } DSM_TYPE, *PDSM_TYPE;
typedef struct _DSM_VERSION {
    ULONG MajorVersion, MinorVersion, ProductBuild, QfeNumber;
} DSM_VERSION, *PDSM_VERSION, MPIO_VERSION_INFO, *PMPIO_VERSION_INFO;
typedef struct _CONTROLLER_INFO {
    ULONG ControllerIdLength;
    STORAGE_IDENTIFIER_CODE_SET IdCodeSet;
    PUCHAR ControllerIdentifier;
    PDEVICE_OBJECT DeviceObject;
    ULONGLONG State;
    struct {
        STORAGE_IDENTIFIER_CODE_SET Type;
        ULONG Length;
        UCHAR Reserved[8], SerialNumber[32];
    } Identifier;
} CONTROLLER_INFO, *PCONTROLLER_INFO;
typedef struct _DSM_WMILIB_CONTEXT {
    ULONG GuidCount;
    PWMIGUIDREGINFO GuidList;
    PVOID QueryWmiRegInfo, QueryWmiDataBlockEx, SetWmiDataBlock, SetWmiDataItem, ExecuteWmiMethodEx, WmiFunctionControl;
    UNICODE_STRING RegistryPath;
} DSM_WMILIB_CONTEXT, *PDSM_WMILIB_CONTEXT;
typedef struct _DSM_INIT_DATA {
    ULONG InitDataSize;
    PVOID DsmInquireDriver, DsmCompareDevices, DsmGetControllerInfo, DsmSetDeviceInfo, DsmIsPathActive, DsmPathVerify,
        DsmInvalidatePath, DsmMoveDevice, DsmRemovePending, DsmRemoveDevice, DsmRemovePath, DsmSrbDeviceControl,
        DsmLBGetPath, DsmInterpretErrorEx, DsmUnload, DsmSetCompletion, DsmCategorizeRequest, DsmBroadcastSrb,
        DsmIsAddressTypeSupported, DsmDeviceNotUsed, DsmDeviceSerialNumber, DsmContext;
    PDRIVER_OBJECT DriverObject;
    UNICODE_STRING DisplayName;
    ULONG Reserved;
    DSM_WMILIB_CONTEXT DsmWmiInfo, DsmWmiGlobalInfo;
    DSM_TYPE DsmType;
    DSM_VERSION DsmVersion;
} DSM_INIT_DATA, *PDSM_INIT_DATA;
typedef struct _DSM_MPIO_CONTEXT {
    PVOID MPIOContext;
} DSM_MPIO_CONTEXT, *PDSM_MPIO_CONTEXT;
typedef struct _DSM_DEREGISTER_DATA {
    ULONG DeregisterDataSize;
    PDRIVER_OBJECT DriverObject;
    PVOID DsmContext, MpioContext;
} DSM_DEREGISTER_DATA, *PDSM_DEREGISTER_DATA;

/* Functions that the port driver does for a module, by number. */
enum { ThrottleIO = 1, ResumeIO, ThrottleIO_V2, ResumeIO_V2 };

/* Requests that name the path that they shall take. */
typedef struct _MPIO_PASS_THROUGH_PATH {
    SCSI_PASS_THROUGH PassThrough;
    ULONG Version;
    USHORT Length;
    UCHAR Flags, PortNumber;
    ULONGLONG MpioPathId;
} MPIO_PASS_THROUGH_PATH, *PMPIO_PASS_THROUGH_PATH;
typedef struct _MPIO_PASS_THROUGH_PATH_EX {
    ULONG PassThroughOffset, Version;
    USHORT Length;
    UCHAR Flags, PortNumber;
    ULONGLONG MpioPathId;
} MPIO_PASS_THROUGH_PATH_EX, *PMPIO_PASS_THROUGH_PATH_EX;
#ifdef _WIN64
typedef struct _MPIO_PASS_THROUGH_PATH32 {
    SCSI_PASS_THROUGH32 PassThrough;
    ULONG Version;
    USHORT Length;
    UCHAR Flags, PortNumber;
    ULONGLONG MpioPathId;
} MPIO_PASS_THROUGH_PATH32, *PMPIO_PASS_THROUGH_PATH32;
typedef MPIO_PASS_THROUGH_PATH_EX MPIO_PASS_THROUGH_PATH32_EX, *PMPIO_PASS_THROUGH_PATH32_EX;
#endif
typedef struct _SCSI_PASS_THROUGH_WITH_BUFFERS {
    SCSI_PASS_THROUGH ScsiPassThrough;
    ULONG Filler;
    UCHAR SenseInfoBuffer[32], DataBuffer[1024];
} SCSI_PASS_THROUGH_WITH_BUFFERS, *PSCSI_PASS_THROUGH_WITH_BUFFERS;

#endif

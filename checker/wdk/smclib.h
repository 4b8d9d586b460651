/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Drivers of smart card readers, without the WDK: the extension that they share with the library, and its functions
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/smclib/).
 */
#ifndef DEVLOCK_WDK_SMCLIB_H
#define DEVLOCK_WDK_SMCLIB_H

#include <wdm.h>
#include <windef.h>
#include <winsmcrd.h>

#define SMCLIB_VERSION             0x0150
#define SMCLIB_VERSION_REQUIRED    0x0100
#define MAXIMUM_ATR_LENGTH         33
#define MAXIMUM_ATTR_STRING_LENGTH 32
#define MIN_BUFFER_SIZE            288
#define DEBUG_DRIVER               ((ULONG)0x00000001)
#define DEBUG_TRACE                ((ULONG)0x00000002)
#define DEBUG_ERROR                ((ULONG)0x00000004)
#define DEBUG_INFO                 ((ULONG)0x00000008)
#define DEBUG_IOCTL                ((ULONG)0x00000010)
#define DEBUG_ATR                  ((ULONG)0x00000020)
#define DEBUG_PROTOCOL             ((ULONG)0x00000040)
#define DEBUG_PERF                 ((ULONG)0x00000080)
#define DEBUG_BREAK                ((ULONG)0x00000100)
#define DEBUG_ALL                  ((ULONG)0xFFFFFFFE)
#define RDF_CARD_POWER             0
#define RDF_TRANSMIT               1
#define RDF_CARD_EJECT             2
#define RDF_READER_SWALLOW         3
#define RDF_SET_PROTOCOL           4
#define RDF_DISPLAY                5
#define RDF_CARD_TRACKING          6
#define RDF_IOCTL_VENDOR           7
#define RDF_ATR_PARSE              8

typedef struct _SMARTCARD_EXTENSION SMARTCARD_EXTENSION, *PSMARTCARD_EXTENSION;
typedef NTSTATUS (*ReaderFunc)(PSMARTCARD_EXTENSION SmartcardExtension);
typedef struct _SMARTCARD_REQUEST {
    PUCHAR Buffer;
    ULONG BufferSize, BufferLength;
} SMARTCARD_REQUEST, *PSMARTCARD_REQUEST, SMARTCARD_REPLY, *PSMARTCARD_REPLY;
typedef struct _TAG_IO_REQUEST {
    PULONG Information;
    PUCHAR RequestBuffer;
    ULONG RequestBufferLength;
    PUCHAR ReplyBuffer;
    ULONG ReplyBufferLength;
} TAG_IO_REQUEST, *PTAG_IO_REQUEST;
typedef struct _DEVLOCK_ATTRIBUTE_STRING {
    USHORT Length;
    UCHAR Buffer[MAXIMUM_ATTR_STRING_LENGTH];
} DEVLOCK_ATTRIBUTE_STRING;
typedef struct _VENDOR_ATTR {
    DEVLOCK_ATTRIBUTE_STRING VendorName, IfdType, IfdSerialNo;
    ULONG UnitNo;
    struct {
        USHORT BuildNumber;
        UCHAR VersionMinor, VersionMajor;
    } IfdVersion;
} VENDOR_ATTR, *PVENDOR_ATTR;
typedef struct _DEVLOCK_RANGE {
    ULONG Default, Max;
} DEVLOCK_RANGE;
typedef struct _DEVLOCK_RATES {
    PULONG List;
    UCHAR Entries;
} DEVLOCK_RATES;
typedef struct _SCARD_READER_CAPABILITIES {
    ULONG SupportedProtocols, Reserved, ReaderType, MechProperties, CurrentState, Channel;
    DEVLOCK_RANGE CLKFrequency, DataRate;
    ULONG MaxIFSD, PowerMgmtSupport, CardConfiscated;
    DEVLOCK_RATES DataRatesSupported, CLKFrequenciesSupported;
} SCARD_READER_CAPABILITIES, *PSCARD_READER_CAPABILITIES;
typedef struct _T0_DATA {
    ULONG Lc, Le;
    UCHAR WI;
    ULONG WT;
} T0_DATA, *PT0_DATA;
typedef struct _T1_DATA {
    UCHAR IFSC, IFSD, CWI, BWI, EDC, NAD, Wtx, SSN, RSN;
    ULONG CWT, BWT, BytesToSend, BytesSent, BytesReceived;
} T1_DATA, *PT1_DATA;
typedef struct _SCARD_CARD_CAPABILITIES {
    BOOLEAN InversConvention;
    ULONG etu;
    struct {
        UCHAR Buffer[64], Length;
    } ATR, HistoricalChars;
    UCHAR Fl, Dl, II, P, N, GT;
    struct {
        ULONG Supported, Selected;
    } Protocol;
    struct {
        UCHAR WI;
        ULONG WT;
    } T0;
    struct {
        UCHAR IFSC, CWI, BWI, EDC;
        ULONG CWT, BWT, BGT;
    } T1;
} SCARD_CARD_CAPABILITIES, *PSCARD_CARD_CAPABILITIES;
typedef struct _OS_DEP_DATA {
    PDEVICE_OBJECT DeviceObject;
    PIRP CurrentIrp, NotificationIrp;
    KMUTEX Mutex;
    KSPIN_LOCK SpinLock;
} OS_DEP_DATA, *POS_DEP_DATA;
struct _SMARTCARD_EXTENSION {
    ULONG Version;
    VENDOR_ATTR VendorAttr;
    ReaderFunc ReaderFunction[16];
    SCARD_CARD_CAPABILITIES CardCapabilities;
    ULONG LastError;
    TAG_IO_REQUEST IoRequest;
    ULONG MajorIoControlCode, MinorIoControlCode;
    POS_DEP_DATA OsData;
    SCARD_READER_CAPABILITIES ReaderCapabilities;
    struct _READER_EXTENSION *ReaderExtension;
    SMARTCARD_REPLY SmartcardReply;
    SMARTCARD_REQUEST SmartcardRequest;
    T0_DATA T0;
    T1_DATA T1;
};

#ifdef __cplusplus
extern "C" {
#endif
NTSTATUS NTAPI SmartcardInitialize(PSMARTCARD_EXTENSION SmartcardExtension);
VOID NTAPI SmartcardExit(PSMARTCARD_EXTENSION SmartcardExtension);
NTSTATUS NTAPI SmartcardDeviceControl(PSMARTCARD_EXTENSION SmartcardExtension, PIRP Irp);
NTSTATUS NTAPI SmartcardUpdateCardCapabilities(PSMARTCARD_EXTENSION SmartcardExtension);
VOID NTAPI SmartcardLogError(PVOID Object, NTSTATUS ErrorCode, PUNICODE_STRING Insertion, ULONG DumpData);
VOID NTAPI SmartcardInvertData(PUCHAR Buffer, ULONG Length);
NTSTATUS NTAPI SmartcardT0Request(PSMARTCARD_EXTENSION SmartcardExtension);
NTSTATUS NTAPI SmartcardT0Reply(PSMARTCARD_EXTENSION SmartcardExtension);
NTSTATUS NTAPI SmartcardT1Request(PSMARTCARD_EXTENSION SmartcardExtension);
NTSTATUS NTAPI SmartcardT1Reply(PSMARTCARD_EXTENSION SmartcardExtension);
NTSTATUS NTAPI SmartcardRawRequest(PSMARTCARD_EXTENSION SmartcardExtension);
NTSTATUS NTAPI SmartcardRawReply(PSMARTCARD_EXTENSION SmartcardExtension);
#ifdef __cplusplus
}
#endif
#define SmartcardDebug(level, message) ((void)0)

#endif

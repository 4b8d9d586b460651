/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * ntddstor.h without the WDK: mingw-w64's, what Windows 8 and later tell of an adapter, and firmware of devices
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddstor/).
 */
#ifndef DEVLOCK_WDK_NTDDSTOR_H
#define DEVLOCK_WDK_NTDDSTOR_H

#define TargetResetSupported                                                                                           \
    TargetResetSupported;                                                                                              \
    BOOLEAN ExtraIoInfoSupported
#include_next <ntddstor.h>
#undef TargetResetSupported

typedef struct _STORAGE_HW_FIRMWARE_INFO_QUERY {
    ULONG Version, Size, Flags, Reserved;
} STORAGE_HW_FIRMWARE_INFO_QUERY, *PSTORAGE_HW_FIRMWARE_INFO_QUERY;
typedef struct _STORAGE_HW_FIRMWARE_SLOT_INFO {
    ULONG Version, Size;
    UCHAR SlotNumber, ReadOnly : 1, Reserved0 : 7, Reserved1[6], Revision[16];
} STORAGE_HW_FIRMWARE_SLOT_INFO, *PSTORAGE_HW_FIRMWARE_SLOT_INFO;
typedef struct _STORAGE_HW_FIRMWARE_INFO {
    ULONG Version, Size;
    UCHAR SupportUpgrade : 1, Reserved0 : 7, SlotCount, ActiveSlot, PendingActivateSlot;
    BOOLEAN FirmwareShared;
    UCHAR Reserved[3];
    ULONG ImagePayloadAlignment, ImagePayloadMaxSize;
    STORAGE_HW_FIRMWARE_SLOT_INFO Slot[ANYSIZE_ARRAY];
} STORAGE_HW_FIRMWARE_INFO, *PSTORAGE_HW_FIRMWARE_INFO;
typedef struct _STORAGE_HW_FIRMWARE_DOWNLOAD {
    ULONG Version, Size, Flags;
    UCHAR Slot, Reserved[3];
    ULONGLONG Offset, BufferSize;
    UCHAR ImageBuffer[ANYSIZE_ARRAY];
} STORAGE_HW_FIRMWARE_DOWNLOAD, *PSTORAGE_HW_FIRMWARE_DOWNLOAD;
typedef struct _STORAGE_HW_FIRMWARE_ACTIVATE {
    ULONG Version, Size, Flags;
    UCHAR Slot, Reserved0[3];
} STORAGE_HW_FIRMWARE_ACTIVATE, *PSTORAGE_HW_FIRMWARE_ACTIVATE;

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Tables and resources of ACPI, without the WDK: as the ACPI specification (https://uefi.org/specs/ACPI) has them; and
 * the methods' arguments of acpiioct.h.
 */
#ifndef DEVLOCK_WDK_ACPITABL_H
#define DEVLOCK_WDK_ACPITABL_H

#include <ntddk.h>
#include <acpiioct.h>

typedef struct _DESCRIPTION_HEADER {
    ULONG Signature, Length;
    UCHAR Revision, Checksum;
    CHAR OEMID[6], OEMTableID[8];
    ULONG OEMRevision;
    CHAR CreatorID[4];
    ULONG CreatorRev;
} DESCRIPTION_HEADER, *PDESCRIPTION_HEADER;

#endif

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
typedef struct _DSM_COMPLETION_INFO DSM_COMPLETION_INFO, *PDSM_COMPLETION_INFO;

#endif

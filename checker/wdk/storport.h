/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * storport.h without the WDK: mingw-w64's, and extended requests.
 */
#ifndef DEVLOCK_WDK_STORPORT_H
#define DEVLOCK_WDK_STORPORT_H

/* It defines again what srb.h has. */
#include <srb.h>
#define _SCSI_WMI_REQUEST_BLOCK DEVLOCK_SCSI_WMI_REQUEST_BLOCK_
#define SCSI_WMI_REQUEST_BLOCK  DEVLOCK_SCSI_WMI_REQUEST_BLOCK
#define PSCSI_WMI_REQUEST_BLOCK DEVLOCK_PSCSI_WMI_REQUEST_BLOCK
#include_next <storport.h>
#undef _SCSI_WMI_REQUEST_BLOCK
#undef SCSI_WMI_REQUEST_BLOCK
#undef PSCSI_WMI_REQUEST_BLOCK
#include "devlock_storage.h"

#endif

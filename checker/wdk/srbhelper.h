/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * srbhelper.h without the WDK: what reads and writes both forms of a storage request. Functions that are not declared
 * are so by their calls.
 */
#ifndef DEVLOCK_WDK_SRBHELPER_H
#define DEVLOCK_WDK_SRBHELPER_H

#include <srb.h>
#include <scsi.h>

#ifdef __cplusplus
extern "C" {
#endif
PCDB SrbGetCdb(PVOID Srb);
#ifdef __cplusplus
}
#endif

#endif

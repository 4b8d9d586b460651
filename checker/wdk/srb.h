/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * srb.h without the WDK: mingw-w64's, and extended requests.
 */
#ifndef DEVLOCK_WDK_SRB_H
#define DEVLOCK_WDK_SRB_H

#include_next <srb.h>
#include "devlock_storage.h"

#endif

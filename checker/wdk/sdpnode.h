/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * sdpnode.h without the WDK: what bthsdpddi.h has.
 */
#include "bthsdpddi.h"

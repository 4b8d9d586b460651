/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * In Latin-1 and with characters beyond the first plane: columns are to be counted right.
 */
#include "../../scan/Inputs/port.h"

/* a routine */ void Enter(void *Ext) { VideoPortAcquireDeviceLock(Ext); VideoPortReleaseDeviceLock(Ext);
/* äö ðŸ”’ */ (  VideoPortReleaseDeviceLock(Ext)); }

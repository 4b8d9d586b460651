/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What modules of multipath I/O tell of disks and paths, without the WDK
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/mpiodisk/).
 */
#ifndef DEVLOCK_WDK_MPIODISK_H
#define DEVLOCK_WDK_MPIODISK_H

#define DSM_LB_FAILOVER                1
#define DSM_LB_ROUND_ROBIN             2
#define DSM_LB_ROUND_ROBIN_WITH_SUBSET 3
#define DSM_LB_DYN_LEAST_QUEUE_DEPTH   4
#define DSM_LB_WEIGHTED_PATHS          5
#define DSM_LB_LEAST_BLOCKS            6
#define DSM_LB_VENDOR_SPECIFIC         7

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * As much of video.h as these inputs need.
 */
typedef unsigned long ULONG;
typedef long VP_STATUS;
typedef struct _EXT {
    struct _EXT *Parent;
    ULONG Mode, Busy;
} EXT, *PEXT;

void VideoPortAcquireDeviceLock(void *Ext);
void VideoPortReleaseDeviceLock(void *Ext);
ULONG Ask(void);
void Look(PEXT Ext);

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
void VideoPortAcquireDeviceLock(void *);
void VideoPortReleaseDeviceLock(void *);

static void Work(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

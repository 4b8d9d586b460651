/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A routine that is not analysed may release, and may be who holds the lock for another one. */
extern void VideoPortAcquireDeviceLock(void *);
extern void VideoPortReleaseDeviceLock(void *);

static void Unlock(void *Ext)
{
    VideoPortReleaseDeviceLock(Ext);
}

static void Leave(void *Ext, int Now)
{
    if (Now)
        goto nowhere;
    Unlock(Ext);
}

void Enter(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Leave(Ext, 0);
}

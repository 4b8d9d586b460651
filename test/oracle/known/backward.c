// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A jump back that forgets to release; one that does not.
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);
unsigned Probe(void);
void Refresh(unsigned *Value);
void Touch(void *HwDeviceExtension, unsigned Value);

int routine(void *Ext, unsigned a)
{
    unsigned tries = 0;
    a &= 3;
again:
    VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
    if (a == 2 && tries++ < 2)
        goto again;
    VideoPortReleaseDeviceLock(Ext);
    if (a == 3 && tries++ < 2)
        goto again;
    if (a != 1)
        goto done;
    VideoPortAcquireDeviceLock(Ext);
    a = 0;
    goto unlock;
unlock:
    VideoPortReleaseDeviceLock(Ext);
done:
    return 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What never comes back is left by no exit; what happened before counts.
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);
unsigned Probe(void);
void Refresh(unsigned *Value);
void Touch(void *HwDeviceExtension, unsigned Value);

void routine(void *Ext, unsigned a)
{
    a &= 3;
    if (a == 1) {
        VideoPortAcquireDeviceLock(Ext);
        while (1)
            Touch(Ext, a);
    }
    if (a == 2) {
        while (1) {
            VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
            Touch(Ext, a);
        }
    }
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Clean: what looks wrong cannot be reached.
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);
unsigned Probe(void);
void Refresh(unsigned *Value);
void Touch(void *HwDeviceExtension, unsigned Value);

int routine(void *Ext, unsigned a, unsigned b)
{
    a &= 3;
    b &= 1;
    if (a < 2) {
        VideoPortAcquireDeviceLock(Ext);
        if (a == 2)
            return 1;
        VideoPortReleaseDeviceLock(Ext);
        if (a + b > 2)
            VideoPortReleaseDeviceLock(Ext);
    }
    if (a * 2 == 3)
        VideoPortAcquireDeviceLock(Ext);
    do {
        b++;
    } while (b < 2);
    if (b == 0)
        VideoPortReleaseDeviceLock(Ext);
    return 0;
}

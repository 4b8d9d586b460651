// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each call of an unknown function has a result of its own.
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);
unsigned Probe(void);
void Refresh(unsigned *Value);
void Touch(void *HwDeviceExtension, unsigned Value);

int routine(void *Ext, unsigned a)
{
    unsigned value = 0;
    a &= 1;
    if (Probe() & 1)
        VideoPortAcquireDeviceLock(Ext);
    if (Probe() & 1)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
    Refresh(&value);
    if (value && !a)
        return 1; // expect: devlock-missing-release
    if (value != a)
        return 2; // expect: devlock-missing-release
    return 3; // expect: devlock-missing-release
}

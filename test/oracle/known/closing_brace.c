// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A routine without a result is left at its closing brace.
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);
unsigned Probe(void);
void Refresh(unsigned *Value);
void Touch(void *HwDeviceExtension, unsigned Value);

void routine(void *Ext, unsigned a, unsigned b)
{
    a &= 1;
    b &= 1;
    if (a)
        VideoPortAcquireDeviceLock(Ext);
    if (a && b)
        VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-missing-release

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The defect needs the loop's second time round.
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);
unsigned Probe(void);
void Refresh(unsigned *Value);
void Touch(void *HwDeviceExtension, unsigned Value);

void routine(void *Ext, unsigned a)
{
    unsigned i = 0;
    a &= 3;
    for (i = 0; i < a; i++) {
        VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
        if (i == 2)
            continue;
        if (a == 1)
            VideoPortReleaseDeviceLock(Ext);
    }
}

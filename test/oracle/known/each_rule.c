// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One defect of each rule, each for inputs of its own; after it the lock is not followed.
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);
unsigned Probe(void);
void Refresh(unsigned *Value);
void Touch(void *HwDeviceExtension, unsigned Value);

int routine(void *Ext, unsigned a)
{
    a &= 7;
    switch (a) {
    case 0:
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
        VideoPortReleaseDeviceLock(Ext);
        break;
    case 1:
        VideoPortAcquireDeviceLock(Ext);
        VideoPortReleaseDeviceLock(Ext);
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
        return 1;
    case 2:
        VideoPortAcquireDeviceLock(Ext);
        VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
        return 2;
    case 3:
        VideoPortAcquireDeviceLock(Ext);
        return 3; // expect: devlock-missing-release
    case 4:
        VideoPortAcquireDeviceLock(Ext);
        break;
    default:
        return 0;
    }
    return 4; // expect: devlock-missing-release
}

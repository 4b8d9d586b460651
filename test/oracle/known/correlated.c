// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Clean: flags, copies, bits and a status that say whether the lock is held.
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);
unsigned Probe(void);
void Refresh(unsigned *Value);
void Touch(void *HwDeviceExtension, unsigned Value);

int routine(void *Ext, unsigned a, unsigned b)
{
    int locked = 0;
    int keep = 0;
    unsigned bits = 1;
    a &= 3;
    b &= 3;
    if (a > b) {
        VideoPortAcquireDeviceLock(Ext);
        locked = 1;
        bits |= 4;
    }
    keep = locked;
    locked = 0;
    if (keep && b == 1) {
        VideoPortReleaseDeviceLock(Ext);
        return 1;
    }
    if ((bits & 5) == 5)
        VideoPortReleaseDeviceLock(Ext);
    return 0;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Paths that meet, of which it is known on meeting alone that they cannot be: the analysis went round in circles.
typedef unsigned char BOOLEAN;
typedef int VP_STATUS;
typedef int NTSTATUS;
typedef struct { unsigned mode; BOOLEAN busy; } EXT;
#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);
unsigned Probe(void);
void Refresh(unsigned *Value);
void Touch(void *HwDeviceExtension, unsigned Value);
void Look(EXT *Ext);
void Note(unsigned Value);

VP_STATUS routine(EXT *Ext, unsigned a, unsigned b, unsigned c)
{
    unsigned total = 0;
    unsigned value = 0;
    int need = 0;
    unsigned i = 0;
    unsigned tries = 0;

    a &= 3;
    b &= 3;
    c &= 1;
    need = ((a / 2 == 1) && (!(a & 2)));
    if (need) {
        VideoPortAcquireDeviceLock(Ext);
    }
    if ((!!b != !b) && (!(a & 2))) {
        for (i = 0; i < 1; i++) {
            total += c * 2;
        }
        tries = 0;
again:
        value = a & 1;
        if (value == 1) {
            value = c;
            if (!need)
                ;
        } else {
            if ((value) && ((int)(c - c) < 0)) {
                if (need) {
                    VideoPortReleaseDeviceLock(Ext);
                }
                VideoPortAcquireDeviceLock(Ext);
                return -1;
            }
            if (!need) {
                VideoPortAcquireDeviceLock(Ext);
            }
        }
        if (tries++ < 1 && ((value == 1) || ((c - c) > 2))) {
            if (!need)
                VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
            goto again;
        }
    } else {
        if (!need)
            VideoPortAcquireDeviceLock(Ext);
    }
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
    return total;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock that is one of two; a comparison says which, and that makes the two no candidates for one another.
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

static void Drop(EXT *Ext)
{
    VideoPortReleaseDeviceLock(Ext);
}

int routine(EXT *Ext, EXT *Other, unsigned a)
{
    EXT *one = 0;

    a &= 7;
    one = (a & 1) ? Ext : Other;
    VideoPortAcquireDeviceLock(one);
    if (a & 2)
        VideoPortReleaseDeviceLock(one == Ext ? Ext : Other);
    else
        Drop(one == Ext ? Ext : Other);
    if (a == 5) {
        VideoPortReleaseDeviceLock(one); // expect: devlock-double-release
        VideoPortReleaseDeviceLock(one == Ext ? Ext : Other);
    }
    return 1;
}

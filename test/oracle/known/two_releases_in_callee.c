// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A callee that releases in two places, each while another lock is held.
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

static void Drop(EXT *Ext, unsigned a)
{
    switch (a & 1) {
    case 0:
        VideoPortReleaseDeviceLock(Ext);
        break;
    default:
        VideoPortReleaseDeviceLock(Ext);
        break;
    }
}

int routine(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 3;
    VideoPortAcquireDeviceLock(Other);
    Drop(Ext, a); // expect: devlock-wrong-extension
    return 1;
}

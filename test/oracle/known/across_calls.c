// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A finding stands in the innermost routine that saw both events.
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

static void Take(EXT *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}

static void Drop(EXT *Ext)
{
    VideoPortReleaseDeviceLock(Ext);
}

static int Open(EXT *Ext, unsigned a)
{
    if (a & 1)
        return 5;
    Take(Ext);
    if (a & 2)
        Take(Ext); // expect: devlock-double-acquire
    return 0;
}

static void Exchange(EXT *Ext, EXT *Other)
{
    Drop(Ext);
    VideoPortReleaseDeviceLock(Other);
}

int routine(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 7;
    if (a == 4) {
        Take(Ext);
        Take(Ext); // expect: devlock-double-acquire
        return 4;
    }
    if (a == 5) {
        Take(Ext);
        Exchange(Ext, Other); // expect: devlock-release-without-acquire
        Drop(Ext); // expect: devlock-double-release
        return 5;
    }
    if (a == 6) {
        Take(Other);
        Drop(Ext); // expect: devlock-wrong-extension
        return 6;
    }
    if (Open(Ext, a) != 0)
        return 1;
    Drop(Ext);
    if (a == 0)
        Drop(Ext); // expect: devlock-double-release
    return 0;
}

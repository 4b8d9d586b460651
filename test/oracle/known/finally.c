// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every way out of a __try, and exceptions in it and in what it calls.
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
    Note(1);
    VideoPortReleaseDeviceLock(Ext);
}

int routine(EXT *Ext, unsigned a)
{
    unsigned i = 0;

    a &= 7;
    VideoPortAcquireDeviceLock(Ext);
    while (i++ < 2) {
        __try {
            if (a == 1)
                return 1;
            if (a == 2)
                goto out;
            if (a == 3)
                break;
            if (a == 4)
                continue;
            if (a == 5)
                __leave;
            Note(a);
        } __finally {
            if (AbnormalTermination())
                VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
        }
        if (a == 5)
            return 5; // expect: devlock-missing-release
    }
    if (a == 6) {
        __try {
            Drop(Ext);
        } __finally {
            VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
        }
    }
    if (a == 3)
        return 3;
    if (a == 4)
        return 4;
    return 0; // expect: devlock-missing-release
out:
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
    return 2;
}

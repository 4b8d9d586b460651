/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Annotations of locks that no model describes, in a program that uses the device lock too: a lock that is a field of the
 * extension, a pointer to such a lock, a number. And of the device lock of what a pointer leads to.
 */
#define _Acquires_lock_(x)
#define _Releases_lock_(x)
#define _Requires_lock_held_(x)
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);

typedef struct {
    long word;
} BUSY;
typedef struct EXT {
    BUSY busy;
    int x;
    struct EXT *parent;
} EXT;

_Acquires_lock_(Ext->busy) void TakeBusy(EXT *Ext);
_Releases_lock_(Ext->busy) void DropBusy(EXT *Ext);
_Acquires_lock_(*Busy) void Take(BUSY *Busy);
_Acquires_lock_(&Ext->busy) void TakeAddress(EXT *Ext);
_Acquires_lock_(Number) void TakeNumber(unsigned Number);
_Acquires_lock_(*Word) void TakeWord(long *Word);
_Acquires_lock_(Ext->parent) void TakeParent(EXT *Ext);

void Both(EXT *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    TakeBusy(Ext);
    Ext->x = 1;
    DropBusy(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

void Pointers(EXT *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Take(&Ext->busy);
    TakeAddress(Ext);
    TakeNumber(3);
    TakeWord(&Ext->busy.word);
    VideoPortReleaseDeviceLock(Ext);
}

_Requires_lock_held_(Ext->busy) void Under(EXT *Ext)
{
    Ext->x = 3;
}

void Calls(EXT *Ext)
{
    Under(Ext);
}

void Parent(EXT *Ext)
{
    TakeParent(Ext);
}

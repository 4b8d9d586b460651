/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Annotations of a lock that no model describes, in a program that uses the device lock too.
 */
#define _Acquires_lock_(x)
#define _Releases_lock_(x)
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);

typedef struct { long word; } BUSY;
typedef struct { BUSY busy; int x; } EXT;

_Acquires_lock_(Ext->busy) void TakeBusy(EXT *Ext);
_Releases_lock_(Ext->busy) void DropBusy(EXT *Ext);

void Both(EXT *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    TakeBusy(Ext);
    Ext->x = 1;
    DropBusy(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

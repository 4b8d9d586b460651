/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Clang takes "retrn" for "return", and what follows for its value; and "Exx" for "Ext". The other routines are whole.
 */
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);

struct Extension {
    int Parent;
    struct Extension *Owner;
};

void Keyword(void *Ext, int Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Mode) retrn
    VideoPortReleaseDeviceLock(Ext);
}

void Variable(void *Extension, int Mode)
{
    VideoPortAcquireDeviceLock(Extension);
    /* on one line: how much of a statement Clang gives up for an error differs from version to version */
    if (Mode) VideoPortReleaseDeviceLock(Extensoin);
}

void Field(struct Extension *Device)
{
    VideoPortAcquireDeviceLock(Device->Ownr);
}

void Whole(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}

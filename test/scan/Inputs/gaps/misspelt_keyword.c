/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Clang takes "retrn" for "return", and what follows for its value.
 */
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);

void Misspelt(void *Ext, int Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Mode) retrn
    VideoPortReleaseDeviceLock(Ext);
}

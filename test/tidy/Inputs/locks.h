/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * What the tests need of video.h. */
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);
int Probe(void *HwDeviceExtension);

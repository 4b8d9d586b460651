#include "shared.h"

void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
void VideoPortReleaseDeviceLock(void *HwDeviceExtension);

void Take(void *Extension)
{
    VideoPortAcquireDeviceLock(Extension);
}

void LetGo(void *Extension)
{
    VideoPortReleaseDeviceLock(Extension);
}

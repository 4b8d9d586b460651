#define PORT(what) VideoPort##what##DeviceLock
void PORT(Release)(void *HwDeviceExtension);

void Twice(void *Extension)
{
    PORT(Release)(Extension);
}

unsigned long DriverEntry(void *Driver, void *Path)
{
    Twice(Driver);
    return 0;
}

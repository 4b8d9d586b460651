#include "../shared/shared.h"

void Finish(void *Extension)
{
    (void)Extension;
}

void Use(void *Extension)
{
    Take(Extension);
    Finish(Extension);
}

unsigned long DriverEntry(void *Driver, void *Path)
{
    Use(Driver);
    return 0;
}

/* VideoPortAcquireDeviceLock is named in a comment alone. */
#include "not_there.h"

unsigned long DriverEntry(void *Driver, void *Path)
{
    Missing x;
    return 0;
}

#include "../shared/shared.h"

/* Of this driver: the other one has a routine of this name that keeps the lock. */
void Finish(void *Extension)
{
    LetGo(Extension);
}

void Use(void *Extension)
{
    Take(Extension);
    Finish(Extension);
}

void Lose(void *Extension)
{
    Take(Extension);
}

unsigned long DriverEntry(void *Driver, void *Path)
{
    Use(Driver);
    Lose(Path);
    return 0;
}

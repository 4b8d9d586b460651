/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Classes that errors leave containing themselves, and what is intact beside them.
 */
#include "../port.h"

struct Own {
    Own inner;
    int x;
};
struct Derived : Own {
    int y;
};

struct Later;
struct Base {
    Later inner;
    int x;
};
struct Later : Base {
    int y;
};

struct Lost : NoSuchClass {
    int x;
};
struct FromLost : Lost {
    int y;
};

int OfOwn(Derived *derived)
{
    return derived->x + derived->y;
}

int OfLater(Later *later)
{
    return later->x + later->y;
}

int OfLost(FromLost *lost)
{
    return lost->x + lost->y;
}

void Intact(PVOID extension, Derived *derived)
{
    VideoPortAcquireDeviceLock(extension);
    if (derived)
        return;
    VideoPortReleaseDeviceLock(extension);
}

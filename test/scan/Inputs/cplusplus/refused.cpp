// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is not followed is named, with its reason.
#include "preamble.h"

struct Virtual : virtual Guard {
    explicit Virtual(Ext *ext) : Guard(ext)
    {
    }
};

void Throws(Ext *ext)
{
    VideoPortAcquireDeviceLock(ext);
    throw 1;
}

void Catches(Ext *ext)
{
    try {
        Look(ext);
    } catch (...) {
    }
}

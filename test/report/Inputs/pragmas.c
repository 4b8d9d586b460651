/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Suppressions by pragma. `expect` marks what is reported all the same.
 */
#include "../../scan/Inputs/port.h"

ULONG ByName(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
#pragma prefast(suppress: devlock-missing-release, "handed over to the timer")
    return 1;
}

ULONG ByNumber(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
#pragma prefast(suppress: 28101 26115, "by number")
    return 1;
}

ULONG ByWarning(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    #pragma warning(disable: 4701; suppress: C26165) // as a warning
    /* a comment
     * of two lines */

#pragma warning(suppress: 4700)
    return 1;
}

VOID AtBrace(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
#pragma warning(suppress: 26115)
}

VOID Unheld(PVOID Ext)
{
#pragma warning(suppress: 26110)
    VideoPortReleaseDeviceLock(Ext);
}

VOID Twice(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
#pragma prefast(suppress: 26117, "a test")
    VideoPortReleaseDeviceLock(Ext);
}

VOID PossiblyUnheld(PVOID Ext)
{
#pragma prefast(suppress: 26167)
    VideoPortReleaseDeviceLock(Ext);
}

VOID NotHeld(PVOID Ext)
{
#pragma prefast(suppress: 26166)
    VideoPortReleaseDeviceLock(Ext);
}

ULONG OtherNumber(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
#pragma warning(suppress: 26117 28121 6001)
    return 1; // expect
}

ULONG OneLineOnly(PVOID Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
#pragma warning(suppress: 26115)
    if (Mode)
        return 1; // expect
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

ULONG InComment(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    /*
#pragma warning(suppress: 26115)
    */
    return 1; // expect
}

ULONG OtherPragma(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
#pragma prefast(disable: 26115)
#pragma region suppress: 26115
    return 1; // expect
}

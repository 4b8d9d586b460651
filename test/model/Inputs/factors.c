/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Factors of a product of two primes: the solver can find them, but not within any small budget.
 */
#include <ntdef.h>
#include <dderror.h>
#include <devioctl.h>
#include <miniport.h>
#include <ntddvdeo.h>
#include <video.h>

VOID Factors(PVOID Extension, ULONG a, ULONG b)
{
    ULONGLONG product = (ULONGLONG)a * b;

    if (a < 2 || b < 2)
        return;
    VideoPortAcquireDeviceLock(Extension);
    if (product == 0x7FFFFFE98000059D) {
        if (a == 0x7FFFFFFF)
            VideoPortReleaseDeviceLock(Extension);
        else
            return;
    }
    else
        VideoPortReleaseDeviceLock(Extension);
}

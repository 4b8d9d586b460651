/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Annotations of locks that are of no use: what the functions do that have them, nobody knows.
 */
#include <ntifs.h>

void HiddenEnter(void);

/* Models see nothing of what happens here. */
_Acquires_lock_(_Global_critical_region_) void EnterSomehow(void)
{
    HiddenEnter();
}

_Acquires_lock_(_Global_of_nobody_) void EnterNothing(void)
{
    HiddenEnter();
}

/* Nothing tells of which kind the lock is that has an object: the program operates locks of two kinds. */
void Other(PKSPIN_LOCK Lock)
{
    KIRQL irql;

    KeAcquireSpinLock(Lock, &irql);
    KeReleaseSpinLock(Lock, irql);
}

_Acquires_lock_(_Global_critical_region_) _Acquires_exclusive_lock_(*Resource) void TheyTake(PERESOURCE Resource);

void UseHalf(PERESOURCE Queue)
{
    TheyTake(Queue);
    ExReleaseResourceLite(Queue); // possible
} // possible

/* What is tested is not understood. */
_When_(Kind == Wait->Kind, _Acquires_lock_(Wait->Lock)) void TheyMayTake(PERESOURCE Wait, int Kind);

void UseAfterwards(PERESOURCE Queue)
{
    TheyMayTake(Queue, 1);
    ExReleaseResourceLite(Queue); // possible
}

/* Of locks this says nothing. */
_When_(Kind == Wait->Kind, _IRQL_requires_max_(APC_LEVEL)) void TheyWait(PERESOURCE Wait, int Kind);

void UseAfterWait(PERESOURCE Queue)
{
    TheyWait(Queue, 1);
    ExReleaseResourceLite(Queue); // certain
}

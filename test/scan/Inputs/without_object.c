/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Annotations of locks without an object: the critical region of the thread, the cancel spin lock.
 */
#include <ntifs.h>

_Acquires_lock_(_Global_critical_region_) static void Enter(void)
{
    KeEnterCriticalRegion();
}

_Releases_lock_(_Global_critical_region_) static void Leave(void)
{
    KeLeaveCriticalRegion();
}

_Acquires_lock_(_Global_critical_region_) void EnterUnlessAsked(int ask)
{
    if (ask)
        return; // expect: devlock-release-without-acquire
    Enter();
}

_Releases_lock_(_Global_critical_region_) void LeaveUnlessAsked(int ask)
{
    if (ask)
        return; // expect: devlock-missing-release
    Leave();
}

_When_(return != FALSE, _Acquires_lock_(_Global_critical_region_)) BOOLEAN TryEnter(BOOLEAN may)
{
    if (may)
        Enter();
    return may;
}

/* Two locks, of which one has an object. */
_Acquires_lock_(_Global_critical_region_) _Acquires_exclusive_lock_(*Resource) void Take(PERESOURCE Resource)
{
    Enter();
    ExAcquireResourceExclusiveLite(Resource, TRUE);
}

_Releases_lock_(_Global_critical_region_) _Releases_lock_(*Resource) void Give(PERESOURCE Resource)
{
    ExReleaseResourceLite(Resource);
    Leave();
}

/* The same of others, whose bodies are not here. */
_Acquires_lock_(_Global_critical_region_) void TheyEnter(void);
_Releases_lock_(_Global_critical_region_) void TheyLeave(void);
_Acquires_lock_(_Global_cancel_spin_lock_) void TheyStop(void);
_Releases_lock_(_Global_cancel_spin_lock_) void TheyGoOn(void);

void Use(int count)
{
    TheyEnter();
    if (count < 0)
        return; // expect: devlock-missing-release
    TheyLeave();
}

void Cancel(int count)
{
    KIRQL irql;

    TheyStop();
    if (count)
        TheyGoOn();
    IoAcquireCancelSpinLock(&irql); // expect: devlock-double-acquire
    IoReleaseCancelSpinLock(irql);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the source says of locks where it cannot be seen: an owner that takes its lock again, callbacks that release
 * what another one has acquired.
 */
#include <ntddk.h>

typedef struct _NODE {
    FAST_MUTEX Mutex;
    ERESOURCE Resource;
    PVOID Owner;
    ULONG Count;
} NODE, *PNODE;

#define LOCK(N)                                                                                                        \
    {                                                                                                                  \
        PVOID thread = KeGetCurrentThread();                                                                           \
        if (thread != (N)->Owner) {                                                                                    \
            ExAcquireFastMutex(&(N)->Mutex);                                                                           \
            (N)->Owner = thread;                                                                                       \
        } else {                                                                                                       \
            _Analysis_assume_lock_held_((N)->Mutex);                                                                   \
        }                                                                                                              \
        (N)->Count += 1;                                                                                               \
    }
#define UNLOCK(N)                                                                                                      \
    {                                                                                                                  \
        (N)->Count -= 1;                                                                                               \
        if ((N)->Count == 0) {                                                                                         \
            (N)->Owner = NULL;                                                                                         \
            ExReleaseFastMutex(&(N)->Mutex);                                                                           \
        } else {                                                                                                       \
            _Analysis_assume_lock_not_held_((N)->Mutex);                                                               \
        }                                                                                                              \
    }

VOID Once(PNODE node)
{
    LOCK(node);
    UNLOCK(node);
}

VOID ByAnotherThread(PNODE node)
{
    _Analysis_assume_lock_acquired_(node->Resource);
    ExReleaseResourceLite(&node->Resource);
}

VOID ForAnotherThread(PNODE node)
{
    ExAcquireResourceExclusiveLite(&node->Resource, TRUE);
    _Analysis_assume_lock_released_(node->Resource);
}

/* Of another lock it says nothing. */
VOID Other(PNODE node, PNODE other)
{
    _Analysis_assume_lock_held_(other->Resource);
    ExReleaseResourceLite(&node->Resource); // expect: devlock-release-without-acquire
}

VOID Forgotten(PNODE node)
{
    _Analysis_assume_lock_held_(node->Resource);
    if (node->Count)
        ExReleaseResourceLite(&node->Resource);
    _Analysis_assume_lock_not_held_(node->Resource);
    ExReleaseResourceLite(&node->Resource); // expect: devlock-release-without-acquire // expect: devlock-double-release
}

/* Two names of one lock: by the one it is acquired, by the other released. */
VOID OneLock(PNODE node, PNODE other)
{
    ExAcquireResourceExclusiveLite(&node->Resource, TRUE);
    _Analysis_assume_same_lock_(node->Resource, other->Resource);
    if (other->Count)
        return; // expect: devlock-missing-release
    ExReleaseResourceLite(&other->Resource);
}

/* Without being told so they are two. */
VOID TwoLocks(PNODE node, PNODE other)
{
    ExAcquireResourceExclusiveLite(&node->Resource, TRUE);
    ExReleaseResourceLite(&other->Resource); // expect: devlock-wrong-extension
}

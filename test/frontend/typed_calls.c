/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Calls that are told apart by the type that their first argument points to, before it is converted.
 *
 * RUN: %dump --ask-call "Wait of MUTEX" --ask-call "Wait of QUEUE" %s -- %msvc | FileCheck %s
 */
typedef struct _MUTEX {
    int owner;
} MUTEX, *PMUTEX, *PRMUTEX, OTHER_NAME;
struct event {
    int set;
};
typedef struct {
    int count;
} QUEUE;

int Wait(void *object, int timeout);
int WaitOther(void *object);
struct holder {
    MUTEX mutex;
    struct event event;
    QUEUE queue, queues[2];
};

// CHECK-LABEL: routine named(
void named(PRMUTEX m, OTHER_NAME *o, struct holder *h, void *unknown)
{
    // CHECK: call 32 Wait_of_MUTEX(
    Wait(m, 1);
    // CHECK: call 32 Wait_of_MUTEX(
    Wait(o, 2);
    // CHECK: call 32 Wait_of_MUTEX(
    Wait((void *)&h->mutex, 3);
    // CHECK: call 32 Wait(
    Wait(&h->event, 4);
    // CHECK: call 32 Wait_of_QUEUE(
    Wait(&h->queue, 5);
    // CHECK: call 32 Wait_of_QUEUE(
    Wait(h->queues, 6);
    // CHECK: call 32 Wait(
    Wait(unknown, 7);
    // CHECK: call 32 WaitOther(
    WaitOther(m);
}

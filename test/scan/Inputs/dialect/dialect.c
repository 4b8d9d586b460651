/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What Microsoft's compiler and its tools accept, and Clang alone does not: an enumeration before its definition,
 * pasting of what makes no token, functions of tracing that the project alone names.
 */
#include <ntifs.h>
#include "dialect.tmh"

typedef struct _CONTEXT_OF_REQUEST {
    enum _KIND Kind; /* not defined yet */
    KSPIN_LOCK Lock;
} CONTEXT_OF_REQUEST;

typedef enum _KIND { KindNone = -1, KindRead, KindWrite } KIND;

#define PRINT(format, ...) DbgPrint("%d: "##format, __LINE__, ##__VA_ARGS__)

_Requires_lock_held_(_Global_critical_region_) VOID Acquire(CONTEXT_OF_REQUEST *Context);

VOID Acquire(CONTEXT_OF_REQUEST *Context)
{
    KIRQL irql;

    TraceTwo(TRACE_LEVEL_ERROR, NO_SUCH_FLAG, "%d", Context->Kind);
    TraceThree((TRACE_LEVEL_ERROR, NO_SUCH_FLAG, "%d", Context->Kind));
    TraceFour(TRACE_LEVEL_ERROR, NO_SUCH_FLAG);
    KeAcquireSpinLock(&Context->Lock, &irql);
    PRINT("kind %d", Context->Kind);
    if (Context->Kind < 0)
        return; // expect: devlock-missing-release
    KeReleaseSpinLock(&Context->Lock, irql);
}

static const int Level = TRACE_LEVEL_INFORMATION;

int TellLevel(void)
{
    return Level;
}

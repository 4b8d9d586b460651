/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A filter of file systems, read without the WDK.
 */
#include <fltkernel.h>

typedef struct _INSTANCE_CONTEXT {
    ERESOURCE Resource;
    LONG Count;
} INSTANCE_CONTEXT, *PINSTANCE_CONTEXT;

FLT_PREOP_CALLBACK_STATUS FLTAPI PreCreate(PFLT_CALLBACK_DATA Data, PCFLT_RELATED_OBJECTS FltObjects,
                                           PVOID *CompletionContext)
{
    PINSTANCE_CONTEXT context = NULL;
    NTSTATUS status = FltGetInstanceContext(FltObjects->Instance, &context);

    UNREFERENCED_PARAMETER(CompletionContext);
    if (!NT_SUCCESS(status))
        return FLT_PREOP_SUCCESS_NO_CALLBACK;
    FltAcquireResourceExclusive(&context->Resource);
    if (FlagOn(Data->Iopb->Parameters.Create.Options, FILE_DIRECTORY_FILE))
        return FLT_PREOP_SUCCESS_NO_CALLBACK; // expect: devlock-missing-release
    context->Count++;
    FltReleaseResource(&context->Resource);
    FltReleaseContext(context);
    return FLT_PREOP_SUCCESS_WITH_CALLBACK;
}

/* To count a reference changes no context. */
typedef struct _STREAM_CONTEXT {
    PERESOURCE Resource;
    struct _STREAM_CONTEXT *Other;
} STREAM_CONTEXT;

VOID Reference(STREAM_CONTEXT *Context)
{
    FltAcquireResourceExclusive(Context->Other->Resource);
    FltReferenceContext(Context);
    FltReleaseResource(Context->Other->Resource);
}

/* The routines that lock and unlock the queue do so for their caller. */
typedef struct _QUEUE {
    FLT_CALLBACK_DATA_QUEUE Cbdq;
    FAST_MUTEX Lock;
} QUEUE;

static VOID FLTAPI LockQueue(PFLT_CALLBACK_DATA_QUEUE Cbdq, PKIRQL Irql)
{
    UNREFERENCED_PARAMETER(Irql);
    ExAcquireFastMutex(&CONTAINING_RECORD(Cbdq, QUEUE, Cbdq)->Lock);
}

static VOID FLTAPI UnlockQueue(PFLT_CALLBACK_DATA_QUEUE Cbdq, KIRQL Irql)
{
    UNREFERENCED_PARAMETER(Irql);
    ExReleaseFastMutex(&CONTAINING_RECORD(Cbdq, QUEUE, Cbdq)->Lock);
}

NTSTATUS StartQueue(PFLT_INSTANCE Instance, QUEUE *Queue)
{
    return FltCbdqInitialize(Instance, &Queue->Cbdq, NULL, NULL, NULL, LockQueue, UnlockQueue, NULL);
}

CONST FLT_OPERATION_REGISTRATION Callbacks[] = {{IRP_MJ_CREATE, 0, PreCreate, NULL}, {IRP_MJ_OPERATION_END}};
CONST FLT_REGISTRATION Registration = {sizeof(FLT_REGISTRATION), FLT_REGISTRATION_VERSION, 0, NULL, Callbacks};

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * A driver whose routines are called through pointers in its structures. */
#include <ntdef.h>
#include <dderror.h>
#include <devioctl.h>
#include <miniport.h>
#include <ntddvdeo.h>
#include <video.h>

typedef VOID SYNC(PVOID Context);

typedef struct _SYNC_OPS {
    SYNC *Enter;
    SYNC *Leave;
    ULONG Flags;
} SYNC_OPS, *PSYNC_OPS;

typedef struct _OPTIONAL_OPS {
    SYNC *Enter, *Leave;
} OPTIONAL_OPS;

typedef struct _TABLE {
    SYNC *Enter, *Leave;
} TABLE;

typedef struct _SEVERAL {
    SYNC *Enter, *Leave;
} SEVERAL;

typedef struct _PASSED_OUT {
    SYNC *Enter;
} PASSED_OUT;

typedef struct _TAKEN {
    SYNC *Enter;
} TAKEN;

typedef struct _GIVEN {
    SYNC *Enter;
} GIVEN;

typedef struct _EXT {
    ULONG Count;
    SYNC_OPS Ops;
    OPTIONAL_OPS Optional;
    SEVERAL Several;
    PASSED_OUT PassedOut;
    TAKEN Taken;
    GIVEN Given;
    const TABLE *Table;
    SYNC *Handlers[2];
    SYNC *Setter;
} EXT, *PEXT;

extern SYNC *GlobalEnter;
VOID Init(PEXT Ext, ULONG Kind);
VOID SetSetter(PEXT Ext, SYNC *Setter);
VOID Fill(PASSED_OUT *Filled);
SYNC *FindEnter(ULONG Kind);
VOID Look(PVOID Context);
ULONG Ask(VOID);

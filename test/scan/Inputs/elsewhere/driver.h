/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <ntdef.h>
#include <dderror.h>
#include <devioctl.h>
#include <miniport.h>
#include <ntddvdeo.h>
#include <video.h>

typedef struct _EXT {
    ULONG Mode;
} EXT, *PEXT;

VOID Enter(PEXT Ext);
VOID Leave(PEXT Ext);
VOID Work(PEXT Ext);
VOID Twice(PEXT Ext);

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * What the sources of this folder share. */
#include <ntdef.h>
#include <dderror.h>
#include <devioctl.h>
#include <miniport.h>
#include <ntddvdeo.h>
#include <video.h>

typedef UCHAR KIRQL, *PKIRQL;
#define PASSIVE_LEVEL  0
#define APC_LEVEL      1
#define DISPATCH_LEVEL 2
VOID NTAPI KeRaiseIrql(KIRQL NewIrql, PKIRQL OldIrql);
VOID NTAPI KeLowerIrql(KIRQL NewIrql);
KIRQL NTAPI KeGetCurrentIrql(VOID);
KIRQL NTAPI KeRaiseIrqlToDpcLevel(VOID);

typedef struct _EXT {
    PULONG Regs;
    PSPIN_LOCK Spin;
    ULONG Mode;
    ULONG Count;
    UCHAR SavedIrql;
    BOOLEAN Raised;
    struct _EXT *Other;
} EXT, *PEXT;

ULONG Ask(VOID);

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the sources of this folder share. Functions without a body are unknown.
 */
#include <ntdef.h>
#include <dderror.h>
#include <devioctl.h>
#include <miniport.h>
#include <ntddvdeo.h>
#include <video.h>

typedef struct _EXT {
    struct _EXT *Parent;
    PULONG Regs;
    ULONG Mode;
    ULONG Flags;
    LONG Depth;
    BOOLEAN Busy;
    struct {
        BOOLEAN Locked;
        VP_STATUS Status;
        ULONG Count;
    } State;
} EXT, *PEXT;

#define ACQUIRE(ext) VideoPortAcquireDeviceLock(ext)
#define RELEASE(ext) VideoPortReleaseDeviceLock(ext)

ULONG Ask(VOID);
VOID Look(PEXT Ext);
VOID Note(ULONG Value);
PULONG Find(PEXT Ext, ULONG Key);
VP_STATUS Try(PEXT Ext);

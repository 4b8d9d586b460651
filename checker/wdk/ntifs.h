/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * ntifs.h without the WDK: mingw-w64's, and what it lacks. Its REPARSE_DATA_BUFFER is that of mingw-w64's ntdef.h, too,
 * which comes first. The advanced header of files ends too early there: what follows its last field is put behind it.
 */
#ifndef DEVLOCK_WDK_NTIFS_H
#define DEVLOCK_WDK_NTIFS_H

#define _REPARSE_DATA_BUFFER _DEVLOCK_REPARSE_DATA_BUFFER
#define REPARSE_DATA_BUFFER  DEVLOCK_REPARSE_DATA_BUFFER
#define PREPARSE_DATA_BUFFER DEVLOCK_PREPARSE_DATA_BUFFER
#define FileContextSupportPointer                                                                                      \
    FileContextSupportPointer;                                                                                         \
    union {                                                                                                            \
        PVOID Oplock;                                                                                                  \
        PVOID ReservedForRemote;                                                                                       \
    };                                                                                                                 \
    PVOID ReservedContext
#include_next <ntifs.h>
#undef FileContextSupportPointer
#undef _REPARSE_DATA_BUFFER
#undef REPARSE_DATA_BUFFER
#undef PREPARSE_DATA_BUFFER
#include "devlock_kernel.h"
#include "devlock_ifs.h"

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The default flags; see defaults.h.
 *
 * Needs: the headers of the package mingw-w64-common, or others of the same layout; ours that stand in for what these
 * lack come first, and include theirs. Of them only ntdef.h, then
 * miniport.h, then video.h parse cleanly together, hence ntdef.h first. The target is that of
 * Microsoft's compiler, by whose rules drivers are written (an enumeration may be used before its definition, and its
 * values are signed); but for it these headers define __attribute__ away, and with it Clang's own headers of
 * intrinsics, which ntddk.h includes: so they are told that the compiler is mingw-w64's. The front end is told that
 * headers stand in for others (checker/frontend/unknown_names.h). Leaves: an argument list.
 * Cost: two looks at the disk.
 */
#include "defaults.h"
#include "wdk.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *default_ddk(const char *chosen)
{
    const char *environment = getenv("DDK_INCLUDE");
    if (chosen)
        return chosen;
    return environment && *environment ? environment : DEVLOCK_DDK_INCLUDE;
}

static const char *const dialect[] = {"-fms-extensions", "-fms-compatibility",     "-fno-delayed-template-parsing",
                                      "-fmsc-version=0", "-fgnuc-version=4.2.1",   "-D__MINGW32__",
                                      "-D__MINGW64__",   "-D__DEVLOCK_STANDS_IN__"};

size_t default_command(const char *ddk, const char *command[DEFAULT_COMMAND_LONGEST])
{
    static char below[4096];
    char header[4096 + 16];
    size_t count = 0;
    command[count++] = "clang";
    command[count++] = "-target";
    command[count++] = "x86_64-pc-windows-msvc";
    for (size_t i = 0; i < sizeof dialect / sizeof *dialect; i++)
        command[count++] = dialect[i];
    command[count++] = "-w";
    command[count++] = "-isystem";
    command[count++] = wdk_shipped();

    snprintf(below, sizeof below, "%s/ddk", ddk);
    snprintf(header, sizeof header, "%s/video.h", below);
    if (access(header, R_OK) == 0) {
        command[count++] = "-isystem";
        command[count++] = ddk;
        command[count++] = "-isystem";
        command[count++] = below;
    } else {
        /* The folder of video.h itself: its parent then holds the rest, or they lie together. */
        snprintf(header, sizeof header, "%s/video.h", ddk);
        if (access(header, R_OK) != 0) {
            fprintf(stderr,
                    "devlock: error: no driver headers in '%s' (ddk/video.h is not there); install the package "
                    "mingw-w64-common, name another folder with --ddk DIR, or give flags after --\n",
                    ddk);
            return 0;
        }
        snprintf(below, sizeof below, "%s/..", ddk);
        command[count++] = "-isystem";
        command[count++] = below;
        command[count++] = "-isystem";
        command[count++] = ddk;
    }
    command[count++] = "-include";
    command[count++] = "ntdef.h";
    return count;
}

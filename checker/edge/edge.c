/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * devlock-edge COMMAND...: what an edge of a scan's manifest runs. The command, a call of devlock, is run by the scan
 * itself (scan/sharing.h). Where no scan is there to do it, as for who runs ninja by hand, this becomes the command.
 *
 * Needs: nothing. Leaves: the exit status of the command. Cost: a message; devlock takes some milliseconds to start.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "scan/sharing.h"

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: devlock-edge COMMAND...\n", stderr);
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody waits any more: a later run must not be overtaken */
    int status = sharing_run(argc - 1, argv + 1);
    if (status >= 0)
        return status;
    unsetenv(SHARING_VARIABLE);
    execvp(argv[1], argv + 1);
    fprintf(stderr, "devlock-edge: error: cannot run '%s': %s\n", argv[1], strerror(errno));
    return 127;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sharing, as a capture sees it; see sharing.h.
 *
 * Needs: a host. Leaves: a socket. Cost: a message, and the wait for an answer.
 */
#define _GNU_SOURCE
#include "sharing.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "editor/passing.h"

int sharing_connect(void)
{
    const char *name = getenv(SHARING_VARIABLE);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct ucred host;
    socklen_t size = sizeof host;
    if (!name || strlen(name) + 1 >= sizeof address.sun_path)
        return -1;
    memcpy(address.sun_path + 1, name, strlen(name));
    int to = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (to >= 0 &&
        connect(to, (struct sockaddr *)&address,
                (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name))) == 0 &&
        getsockopt(to, SOL_SOCKET, SO_PEERCRED, &host, &size) == 0 && host.uid == getuid())
        return to;
    if (to >= 0)
        close(to);
    return -1;
}

int sharing_ask_host(const beginning *b, const char *file, const char *output, int told, sharing_answer *answer)
{
    static sharing_ask ask;
    int none[PASSING_FILES];
    if (strlen(file) >= sizeof ask.file || strlen(output) >= sizeof ask.output)
        return -1;
    int host = sharing_connect();
    if (host < 0)
        return -1;
    ask.count = b->count;
    for (unsigned i = 0; i < b->count; i++)
        ask.numbers[i] = b->lines[i].number;
    strcpy(ask.file, file);
    strcpy(ask.output, output);
    if (passing_send(host, &ask, sizeof ask, (int[]){told, STDERR_FILENO}, 2, 0) &&
        passing_receive(host, answer, sizeof *answer, none) == (ssize_t)sizeof *answer)
        return host;
    close(host);
    return -1;
}

int sharing_wait(int socket)
{
    sharing_answer answer;
    int none[PASSING_FILES];
    bool done = passing_receive(socket, &answer, sizeof answer, none) == (ssize_t)sizeof answer;
    return done && answer.kind == SHARING_DONE ? answer.status : -1;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sharing, as a command sees it; see sharing.h.
 *
 * Needs: a host. Leaves: a socket. Cost: a message, and the wait for an answer. This is all there is in devlock-edge:
 * it stays small, and needs no library.
 */
#define _GNU_SOURCE
#include "sharing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "editor/passing.h"

_Static_assert((int)SHARING_FILES == (int)PASSING_FILES, "all files of a command are passed");

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

bool sharing_send(int socket, const sharing_message *message, const int *files, size_t count, int flags)
{
    return passing_send(socket, message, offsetof(sharing_message, text) + message->size, files, count, flags);
}

bool sharing_receive(int socket, sharing_message *message, int files[SHARING_FILES])
{
    ssize_t size = passing_receive(socket, message, sizeof *message, files), head = offsetof(sharing_message, text);
    return size >= head && message->size == (size_t)(size - head) &&
           (!message->size || !message->text[message->size - 1]);
}

/* Gives false if there is no room for them. */
static bool put_words(sharing_message *message, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        size_t length = strlen(argv[i]) + 1;
        if (length > sizeof message->text - message->size)
            return false;
        memcpy(message->text + message->size, argv[i], length);
        message->size += length;
    }
    return true;
}

char **sharing_words(const sharing_message *message, int *count)
{
    *count = 0;
    for (size_t i = 0; i < message->size; i++)
        *count += !message->text[i];
    char **words = malloc(((size_t)*count + 1) * sizeof *words + message->size);
    if (!words)
        abort();
    char *text = (char *)(words + *count + 1);
    memcpy(text, message->text, message->size);
    for (int i = 0; i < *count; i++) {
        words[i] = text;
        text += strlen(text) + 1;
    }
    words[*count] = NULL;
    return words;
}

int sharing_run(int argc, char **argv)
{
    static sharing_message message = {.kind = SHARING_COMMAND};
    static const int files[] = {[SHARING_OUTPUT] = STDOUT_FILENO, [SHARING_ERRORS] = STDERR_FILENO};
    int host = sharing_connect(), none[SHARING_FILES];
    bool done = host >= 0 && put_words(&message, argc, argv) && sharing_send(host, &message, files, 2, 0) &&
                sharing_receive(host, &message, none) && message.kind == SHARING_DONE;
    if (host >= 0)
        close(host);
    return done ? message.status : -1;
}

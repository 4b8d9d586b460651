/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The loop of a keeper. See keeping.h.
 *
 * Needs: a socket to the server. Leaves: children, one at a time, whose ends it tells. Cost: a fork a run.
 */
#include "keeping.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/arena.h"
#include "passing.h"

static void tell(const keeping *k, keeper_event event, int status)
{
    keeper_answer answer;
    memset(&answer, 0, sizeof answer);
    answer.number = event == KEEPER_READY ? 0 : k->request.number;
    answer.event = event;
    answer.status = status;
    if (send(k->socket, &answer, sizeof answer, MSG_NOSIGNAL) != (ssize_t)sizeof answer)
        _exit(0); /* the server is gone */
}

/* The next request, with its files; ends the process if there will be none. */
static void take_request(keeping *k, keeper_request *request, int files[PASSING_FILES])
{
    if (passing_receive(k->socket, request, sizeof *request, files) != (ssize_t)sizeof *request ||
        (!request->cancel && (files[0] < 0 || files[1] < 0)))
        _exit(0);
}

static char *get(int file, size_t from, size_t count)
{
    char *bytes = must_allocate(count + 1);
    for (size_t at = 0; at < count;) {
        ssize_t some = pread(file, bytes + at, count - at, (off_t)(from + at));
        if (some == 0 || (some < 0 && errno != EINTR))
            _exit(0);
        at += some > 0 ? (size_t)some : 0;
    }
    bytes[count] = 0;
    return bytes;
}

/* ---- is it of use ------------------------------------------------------------------------------------------------ */

bool keeping_same_file(const char *a, const char *b)
{
    struct stat one, other;
    if (strcmp(a, b) == 0)
        return true;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

static const char *next_path(const keeping *k, const char *path)
{
    path = path ? path + strlen(path) + 1 : k->changed;
    return path < k->changed + k->request.paths_length ? path : NULL;
}

bool keeping_changed(const keeping *k, const char *path)
{
    const char *other = NULL;
    while ((other = next_path(k, other)))
        if (keeping_same_file(path, other))
            return true;
    return false;
}

static bool is_of_use(const keeping *k, const char *text, size_t beginning, const keeping_reader *reader)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* a text that begins with it has it as its beginning */
    size_t length = k->request.text_length;
    if (length < beginning || length > k->room || memcmp(text, k->document->text, beginning) != 0)
        return false;
    if (!beginning && length >= sizeof mark - 1 && memcmp(text, mark, sizeof mark - 1) == 0)
        return false;
    if (!k->served) /* all that was read was read for this request */
        return true;
    const char *path = NULL;
    while ((path = next_path(k, path)))
        if (reader->has_read(reader->user, path))
            return false;
    return reader->stands(reader->user);
}

/* ---- runs -------------------------------------------------------------------------------------------------------- */

static void be_child(keeping *k, char *text, int output)
{
    dup2(output, STDOUT_FILENO);
    close(output);
    close(k->socket);
    k->child = true;
    free(k->document->text);
    k->document->text = text;
    k->document->length = k->request.text_length;
}

/* Waits for the end of the child, unless nobody wants it any more. */
static void follow(keeping *k, pid_t child, int life)
{
    struct pollfd ready[] = {{.fd = life, .events = POLLIN}, {.fd = k->socket, .events = POLLIN}};
    bool killed = false;
    while (poll(ready, 2, -1) < 0 || !ready[0].revents) {
        if (!ready[1].revents)
            continue;
        keeper_request request;
        int files[PASSING_FILES];
        char end;
        if (recv(k->socket, &end, 1, MSG_PEEK | MSG_DONTWAIT) == 0 && !killed) {
            kill(child, SIGKILL);
            _exit(0);
        }
        take_request(k, &request, files); /* the server asks for nothing else while a run is going */
        if (request.cancel && request.number == k->request.number && !killed) {
            kill(child, SIGKILL);
            killed = true;
            ready[1].fd = -1;
        }
    }
    close(life);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    tell(k, KEEPER_DONE, status);
}

/* Gives true in the child. */
static bool serve(keeping *k, char *text, int output)
{
    int life[2];
    pid_t child = -1;
    if (pipe(life) == 0)
        child = fork();
    if (child == 0) {
        close(life[0]); /* the other end is closed with the process */
        be_child(k, text, output);
        return true;
    }
    k->served = true;
    close(output);
    free(text);
    if (child < 0) {
        tell(k, KEEPER_STALE, 0);
        _exit(KEEPER_EXIT_STALE);
    }
    close(life[1]);
    follow(k, child, life[0]);
    return false;
}

void keeping_wait(keeping *k, size_t beginning, const keeping_reader *reader)
{
    tell(k, KEEPER_READY, 0);
    for (;;) {
        int files[PASSING_FILES];
        take_request(k, &k->request, files);
        if (k->request.cancel) /* it has ended by itself */
            continue;
        char *text = get(files[1], 0, k->request.text_length);
        free(k->changed);
        k->changed = get(files[1], k->request.text_length, k->request.paths_length);
        close(files[1]);
        if (!is_of_use(k, text, beginning, reader)) {
            tell(k, KEEPER_STALE, 0);
            _exit(KEEPER_EXIT_STALE);
        }
        if (serve(k, text, files[0]))
            return;
    }
}

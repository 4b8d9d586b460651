/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Keepers of a scan; see sharing_keeper.h.
 *
 * Until a process knows which source it reads, the text has a name that no source has, and has only the lines of the
 * beginning: what Clang remembers of them is true of each source that begins so.
 *
 * Needs: Linux, for files that are passed, and a host. Leaves: keepers, which end with the host. Cost: a fork for each
 * keeper and for each capture.
 */
#define _GNU_SOURCE
#include "sharing_keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/arena.h"
#include "editor/framing.h"
#include "editor/passing.h"

/* ---- what is told ---------------------------------------------------------------------------------------------- */

/* d or f, the path, a 0 byte. */
void sharing_tell(void *user, const char *path, bool is_folder)
{
    sharing_reader *r = user;
    size_t length = strlen(path);
    if (length > 4096)
        return;
    char *message = must_allocate(length + 2);
    message[0] = is_folder ? 'd' : 'f';
    memcpy(message + 1, path, length + 1);
    framing_put(r->told, message, length + 2);
    if (r->leave) {
        if (r->heard_capacity - r->heard_size < length + 2) {
            r->heard_capacity = r->heard_capacity * 2 + length + 2;
            r->heard = must_resize(r->heard, r->heard_capacity);
        }
        memcpy(r->heard + r->heard_size, message, length + 2);
        r->heard_size += length + 2;
    }
    free(message);
}

void sharing_exit(const sharing_reader *r, int status)
{
    sharing_answer answer = {.kind = SHARING_DONE, .status = status};
    if (r->socket >= 0)
        passing_send(r->socket, &answer, sizeof answer, NULL, 0, 0);
    _exit(status);
}

/* ---- keepers --------------------------------------------------------------------------------------------------- */

/* What the process has from the one that it was forked from would keep others waiting for its end. It keeps the file
 * that those who read alone are heard by: until the host has its offer, the capture shall not be over. */
static void detach(sharing_reader *r)
{
    int nothing = open("/dev/null", O_RDWR);
    for (int i = STDIN_FILENO; nothing >= 0 && i <= STDERR_FILENO; i++)
        dup2(nothing, i);
    if (nothing > STDERR_FILENO)
        close(nothing);
    if (r->socket >= 0)
        close(r->socket);
    r->socket = -1;
    setsid();
}

static bool offer(sharing_reader *r, int host, uint64_t number)
{
    static sharing_ask ask;
    ask.keeper = true;
    ask.count = 1;
    ask.numbers[0] = number;
    bool sent = host >= 0 && passing_send(host, &ask, sizeof ask, NULL, 0, 0);
    close(r->told);
    r->told = -1;
    return sent;
}

static void wait_for_work(int host, sharing_work *work, int files[PASSING_FILES])
{
    if (passing_receive(host, work, sizeof *work, files) != (ssize_t)sizeof *work)
        _exit(0); /* the host is gone, and the scan with it; children end, too (PR_SET_PDEATHSIG) */
}

/* The process is there for another source from now on. */
static void take_work(sharing_reader *r, const sharing_work *work, const int *files, unsigned line)
{
    beginning other;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    r->of.file = strdup(work->file);
    r->output = strdup(work->output);
    r->leave = work->leave;
    r->told = files[SHARING_TOLD];
    r->socket = files[SHARING_SOCKET];
    dup2(files[SHARING_ERRORS], STDERR_FILENO);
    close(files[SHARING_ERRORS]);
    size_t end = r->beginning.lines[line].end;
    if (!beginning_read(&other, &r->of) || other.count <= line || other.lines[line].end != end ||
        memcmp(other.plain, r->beginning.plain, end) != 0)
        sharing_exit(r, SHARING_MISSED);
    beginning_free(&r->beginning);
    r->beginning = other;
    sharing_answer answer = {.kind = SHARING_TAKEN, .start = r->start};
    if (!passing_send(r->socket, &answer, sizeof answer, NULL, 0, 0) || !framing_put(r->told, r->heard, r->heard_size))
        _exit(SHARING_MISSED);
}

/* Returns in the processes that read other sources. */
static void keep(sharing_reader *r, unsigned line)
{
    sharing_work *work = must_zero(sizeof *work);
    int files[PASSING_FILES], host = sharing_connect();
    detach(r);
    signal(SIGCHLD, SIG_IGN); /* children are not waited for one by one */
    if (!offer(r, host, r->beginning.lines[line].number))
        _exit(0);
    for (;;) {
        wait_for_work(host, work, files);
        if (work->last)
            break;
        pid_t child = fork();
        if (!child) {
            close(host);
            signal(SIGCHLD, SIG_DFL);
            take_work(r, work, files, line);
            free(work);
            return;
        }
        for (int i = 0; i < PASSING_FILES; i++) /* if there is no child, the capture's command sees the end */
            close(files[i]);
    }
    while (wait(NULL) > 0 || errno == EINTR)
        ;
    _exit(0);
}

/* ---- pauses ---------------------------------------------------------------------------------------------------- */

static bool is_left(const sharing_reader *r, unsigned line)
{
    return line < BEGINNING_MOST && (r->leave >> line & 1);
}

/* The first line from one on behind which a keeper is left; the number of lines: there is none. */
static unsigned next_left(const sharing_reader *r, unsigned from)
{
    while (from < r->beginning.count && !is_left(r, from))
        from++;
    return from;
}

static size_t plain_length(const sharing_reader *r)
{
    unsigned last = r->beginning.count - 1;
    while (last && !is_left(r, last))
        last--;
    return r->beginning.lines[last].end;
}

static devlock_rest go_on(void *user, size_t here)
{
    sharing_reader *r = user;
    unsigned line = 0;
    while (r->beginning.lines[line].end != here)
        line++;
    if (is_left(r, line) && fork() == 0)
        keep(r, line);
    const beginning *b = &r->beginning;
    unsigned next = next_left(r, line + 1);
    if (next < b->count)
        return (devlock_rest){b->plain, plain_length(r), here, b->lines[next].end};
    r->leave = 0;
    capturing_knows(r->capturing, r->of.file, b);
    return (devlock_rest){b->text, b->length, b->lines[line].rest, 0};
}

static void missed(void *user)
{
    sharing_exit(user, SHARING_MISSED);
}

void sharing_pause(sharing_reader *r, capturing *capturing)
{
    devlock_source *source = capturing_source(capturing);
    r->capturing = capturing;
    r->path = beginning_path(source->file);
    r->buffer = (devlock_buffer){r->path, r->beginning.plain, plain_length(r)};
    r->pause = (devlock_pause){.path = r->path,
                               .room = BEGINNING_ROOM,
                               .at = r->beginning.lines[next_left(r, 0)].end,
                               .go_on = go_on,
                               .missed = missed,
                               .user = r};
    source->file = r->path;
    source->buffers = &r->buffer;
    source->buffer_count = 1;
    source->pause = &r->pause;
}

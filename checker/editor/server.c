/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The loop of the language server: what comes from the client and from runs. See editor.h.
 *
 * Needs: a client on standard input and output. Leaves: an exit status. Cost: that of the runs (schedule.c). Nothing
 * here waits but poll: a client that does not read is heard all the same, until too much waits for it.
 */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "editor.h"
#include "queue.h"

#define FAREWELL 2000 /* milliseconds that the client has at the end to read what is left */

static void read_client(server *s, framing *in)
{
    char some[65536];
    ssize_t count = read(STDIN_FILENO, some, sizeof some);
    if (count < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK))
        return;
    if (count <= 0) {
        fputs("devlock: error: the editor went away without saying exit\n", stderr);
        s->phase = SESSION_ENDED;
        return;
    }
    framing_add(in, some, (size_t)count);
    server_take(s, in);
}

static bool add_message(void *to, const char *content, size_t length)
{
    queue_message(to, content, length);
    return true;
}

static bool write_client(server *s, queue *out)
{
    if (queue_write(out, STDOUT_FILENO))
        return true;
    fprintf(stderr, "devlock: error: the editor cannot be written to: %s\n", strerror(errno));
    queue_free(out);
    s->phase = SESSION_ENDED;
    return false;
}

static void turn(server *s, framing *in, queue *out)
{
    int wait = -1;
    if (queue_size(out) < QUEUE_ENOUGH) {
        wait = schedule_start(s);
        questions_answer(s);
    }
    if (!write_client(s, out))
        return;
    size_t left = queue_size(out);
    struct pollfd ready[] = {{.fd = left < QUEUE_TOO_MANY ? STDIN_FILENO : -1, .events = POLLIN},
                             {.fd = left ? STDOUT_FILENO : -1, .events = POLLOUT},
                             SCHEDULE_POLLED(s)};
    if (poll(ready, sizeof ready / sizeof *ready, wait) <= 0)
        return;
    if (ready[0].revents)
        read_client(s, in);
    schedule_poll(s, ready + 2);
}

/* What is left goes to the client, if it reads. */
static void drain(server *s, queue *out)
{
    uint64_t end = server_clock() + FAREWELL, now;
    while (write_client(s, out) && queue_size(out) && (now = server_clock()) < end) {
        struct pollfd room = {.fd = STDOUT_FILENO, .events = POLLOUT};
        poll(&room, 1, (int)(end - now));
    }
}

int editor_serve(const char *version, run_analysis analysis, void *user)
{
    queue out = {0};
    framing in = {0};
    server s = {.version = version, .analysis = analysis, .user = user, .write = add_message, .to = &out};
    int flags = fcntl(STDOUT_FILENO, F_GETFL);
    fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK);
    server_start(&s);
    signal(SIGPIPE, SIG_IGN);
    while (s.phase != SESSION_ENDED)
        turn(&s, &in, &out);
    server_stop(&s);
    drain(&s, &out);
    fcntl(STDOUT_FILENO, F_SETFL, flags);
    framing_free(&in);
    queue_free(&out);
    return s.status;
}

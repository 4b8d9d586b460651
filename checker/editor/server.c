/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The loop of the language server: what comes from the client and from runs. See editor.h.
 *
 * Needs: a client on standard input and output. Leaves: an exit status. Cost: that of the runs (schedule.c).
 */
#include "server.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "editor.h"

static void read_client(server *s, framing *in)
{
    char some[65536];
    ssize_t count = read(STDIN_FILENO, some, sizeof some);
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count <= 0) {
        fputs("devlock: error: the editor went away without saying exit\n", stderr);
        s->phase = SESSION_ENDED;
        return;
    }
    framing_add(in, some, (size_t)count);
    server_take(s, in);
}

static bool write_client(void *to, const char *content, size_t length)
{
    (void)to;
    return framing_write(STDOUT_FILENO, content, length);
}

int editor_serve(const char *version, run_analysis analysis, void *user)
{
    server s = {.version = version, .analysis = analysis, .user = user, .write = write_client};
    framing in = {0};
    server_start(&s);
    signal(SIGPIPE, SIG_IGN);
    while (s.phase != SESSION_ENDED) {
        int wait = schedule_start(&s);
        questions_answer(&s);
        struct pollfd ready[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                                 {.fd = s.run.child ? s.run.output : -1, .events = POLLIN},
                                 {.fd = s.search.child ? s.search.output : -1, .events = POLLIN},
                                 {.fd = s.renewal.child ? s.renewal.output : -1, .events = POLLIN}};
        if (poll(ready, 4, wait) <= 0)
            continue;
        if (ready[0].revents)
            read_client(&s, &in);
        if (s.run.child && s.run.output == ready[1].fd && ready[1].revents)
            schedule_read(&s);
        if (s.search.child && s.search.output == ready[2].fd && ready[2].revents)
            search_read(&s);
        if (s.renewal.child && s.renewal.output == ready[3].fd && ready[3].revents)
            renewals_read(&s);
    }
    server_stop(&s);
    framing_free(&in);
    return s.status;
}

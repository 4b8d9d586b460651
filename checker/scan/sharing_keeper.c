/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Captures in forks of the host, and keepers; see sharing_keeper.h.
 *
 * Until a process knows which source it reads, the text has a name that no source has, and has only the lines of the
 * beginning: what Clang remembers of them is true of each source that begins so.
 *
 * A process that crashes, misses its pause or takes too long gives no answer. The command then makes the capture alone,
 * and tells why if that does not succeed either. So that this does not take twice the time that a source may have, it
 * has a tenth of it here.
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

#include "beginning.h"
#include "capture_call.h"
#include "capturing.h"
#include "core/arena.h"
#include "roots_command.h"
#include "scan.h"

typedef struct reader {
    capture_call call;
    beginning beginning; /* if keepers are left */
    uint64_t leave;      /* 1 << i: a keeper behind line i */
    char *roots;         /* of the source (roots.h); NULL: it has none */
    bool stripped;       /* it has some that nobody else begins with: they are read as its other text is */
    int socket, alive;   /* as they were given; -1: it is closed */
    int64_t start;       /* inputs_clock() before the beginning was read */
    inputs *inputs;      /* what was read */

    /* Set by pause_at_lines. */
    char *path; /* by which the text is read, until the source is known */
    devlock_buffer buffer;
    devlock_pause pause;
    capturing *capturing;
    roots_command command;    /* of the source, if it has roots */
    devlock_becoming becomes; /* what is known behind them */
    bool is_given;            /* a keeper was asked for it */
} reader;

static void tell(void *user, const char *path, bool is_folder)
{
    reader *r = user;
    inputs_add(r->inputs, path, is_folder);
}

_Noreturn void sharing_exit(int socket, int status)
{
    static sharing_message answer = {.kind = SHARING_DONE};
    answer.status = status;
    fflush(stdout);
    sharing_send(socket, &answer, NULL, 0, 0);
    _exit(status);
}

/* The command hears the end of the socket. */
static _Noreturn void give_no_answer(void)
{
    _exit(SCAN_FAILED);
}

/* Takes up a command. The words of the one before stay: the reading that goes on may know them. */
static void take_command(reader *r, const sharing_message *work)
{
    int count;
    char **words = sharing_words(work, &count);
    capture_call before = r->call;
    int status = capture_call_take(&r->call, count, words, before.output ? &before : NULL);
    if (status >= 0)
        sharing_exit(r->socket, status);
    r->leave = work->number;
    r->roots = *work->roots ? strdup(work->roots) : NULL;
}

/* Reads the beginning of a source, and takes its command apart. Gives false if it is not as the host knows it. */
static bool take_beginning(reader *r)
{
    beginning_of of = capture_call_beginning(&r->call);
    of.roots = r->roots;
    bool good = beginning_read(&r->beginning, &of);
    if (good && r->stripped)
        r->leave >>= beginning_strip(&r->beginning);
    return good && (!r->beginning.roots || roots_command_take(&r->command, &of, of.roots));
}

/* ---- keepers --------------------------------------------------------------------------------------------------- */

/* What the process has from the one that it was forked from would keep others waiting for its end. */
static void detach(reader *r)
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

/* Until the host has the offer, it shall not think that none will come. */
static bool offer(reader *r, int host, uint64_t number)
{
    static sharing_message message = {.kind = SHARING_OFFER};
    message.number = number;
    bool sent = host >= 0 && sharing_send(host, &message, NULL, 0, 0);
    if (r->alive >= 0)
        close(r->alive);
    r->alive = -1;
    return sent;
}

/* Whether the roots that this process has read are those of a source. */
static bool is_same_root(const reader *r, const reader *other)
{
    char *mine = beginning_root_path(r->call.source.file), *path = beginning_root_path(other->call.source.file);
    bool same = strcmp(mine, path) == 0 && roots_command_equal(&r->command, &other->command);
    free(mine);
    free(path);
    return same;
}

/* Whether a source begins with what this process has read, to the end of a line. */
static bool begins_so(const reader *r, const reader *other, unsigned line)
{
    const beginning *a = &r->beginning, *b = &other->beginning;
    size_t end = a->lines[line].end;
    return b->count > line && b->lines[line].end == end && memcmp(a->plain, b->plain, end) == 0 &&
           (a->roots > line) == (b->roots > line) && (a->roots <= line || is_same_root(r, other));
}

/* The process is there for another source from now on. */
static void take_work(reader *r, const sharing_message *work, const int *files, unsigned line)
{
    reader before = *r;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(files[SHARING_OUTPUT], STDOUT_FILENO);
    dup2(files[SHARING_ERRORS], STDERR_FILENO);
    close(files[SHARING_OUTPUT]);
    close(files[SHARING_ERRORS]);
    r->socket = files[SHARING_SOCKET];
    r->is_given = true;
    take_command(r, work);
    if (!take_beginning(r) || !begins_so(&before, r, line))
        give_no_answer(); /* it has changed */
    beginning_free(&before.beginning);
}

/* Returns in the processes that read other sources. */
static void keep(reader *r, unsigned line)
{
    sharing_message *work = must_zero(sizeof *work);
    int files[SHARING_FILES], host = sharing_connect();
    detach(r);
    signal(SIGCHLD, SIG_IGN); /* children are not waited for one by one */
    if (!offer(r, host, r->beginning.lines[line].number))
        _exit(0);
    /* When the host is gone, the scan is; children end, too (PR_SET_PDEATHSIG). */
    while (sharing_receive(host, work, files) && work->kind == SHARING_WORK) {
        if (fork() == 0) {
            close(host);
            signal(SIGCHLD, SIG_DFL);
            take_work(r, work, files, line);
            free(work);
            return;
        }
        for (int i = 0; i < SHARING_FILES; i++) /* if there is no child, the command sees the end */
            close(files[i]);
    }
    if (work->kind != SHARING_LAST)
        _exit(0);
    while (wait(NULL) > 0 || errno == EINTR)
        ;
    _exit(0);
}

/* ---- pauses ---------------------------------------------------------------------------------------------------- */

static bool is_left(const reader *r, unsigned line)
{
    return line < BEGINNING_MOST && (r->leave >> line & 1);
}

/* Behind the last root the reading is one of a source. */
static bool is_stop(const reader *r, unsigned line)
{
    return is_left(r, line) || line + 1 == r->beginning.roots;
}

/* The first line from one on to pause behind; the number of lines: there is none. */
static unsigned next_stop(const reader *r, unsigned from)
{
    while (from < r->beginning.count && !is_stop(r, from))
        from++;
    return from;
}

static size_t plain_length(const reader *r)
{
    unsigned last = r->beginning.count - 1;
    while (last && !is_stop(r, last))
        last--;
    return r->beginning.lines[last].end;
}

/* Behind roots: the folder and command are those of the source from here on. */
static const devlock_becoming *become(reader *r)
{
    devlock_source *source = capturing_source(r->capturing);
    source->arguments = r->call.source.arguments;
    source->argument_count = r->call.source.argument_count;
    r->path = beginning_path(r->call.source.file);
    capturing_becomes(r->capturing, r->path);
    r->becomes = (devlock_becoming){r->path, r->command.folders, r->command.folder_count};
    return &r->becomes;
}

/* What follows behind a line, when no other keeper is left. */
static devlock_rest all_rest(reader *r, unsigned line, size_t here)
{
    const beginning *b = &r->beginning;
    size_t length;
    r->leave = 0;
    capturing_knows(r->capturing, r->call.source.file, b);
    char *whole = beginning_whole(b, &length);
    size_t from = line < b->roots ? here : b->head + b->lines[line].rest;
    return (devlock_rest){.text = whole, .length = length, .from = from, .head = b->head};
}

static devlock_rest go_on(void *user, size_t here)
{
    reader *r = user;
    unsigned line = 0;
    while (r->beginning.lines[line].end != here)
        line++;
    if (is_left(r, line)) {
        inputs_look_ahead(r->inputs); /* once for all that go on from here */
        if (fork() == 0)
            keep(r, line);
    }
    const beginning *b = &r->beginning;
    const devlock_becoming *becomes = line + 1 == b->roots ? become(r) : NULL;
    unsigned next = next_stop(r, line + 1);
    devlock_rest rest = {.text = b->plain, .length = plain_length(r), .from = here};
    if (next < b->count)
        rest.pause = b->lines[next].end;
    else
        rest = all_rest(r, line, here);
    rest.becomes = becomes;
    return rest;
}

/* The roots are not what the source would have read: the command reads it alone. */
static void missed(void *user)
{
    static sharing_message message = {.kind = SHARING_MISSED};
    reader *r = user;
    const char *file = r->call.source.file;
    int host = r->roots && strlen(file) < sizeof message.text ? sharing_connect() : -1;
    if (host >= 0) {
        message.number = r->is_given;
        message.status = !r->becomes.path; /* its text had not begun */
        strcpy(message.roots, r->roots);
        strcpy(message.text, file);
        message.size = strlen(file) + 1;
        sharing_send(host, &message, NULL, 0, 0);
    }
    give_no_answer();
}

static void pause_at_lines(reader *r, capturing *capturing)
{
    devlock_source *source = capturing_source(capturing);
    r->capturing = capturing;
    r->path = r->beginning.roots ? beginning_root_path(source->file) : beginning_path(source->file);
    if (r->beginning.roots) {
        source->arguments = r->command.arguments;
        source->argument_count = r->command.argument_count;
    }
    r->buffer = (devlock_buffer){r->path, r->beginning.plain, plain_length(r)};
    r->pause = (devlock_pause){.path = r->path,
                               .room = BEGINNING_ROOM,
                               .at = r->beginning.lines[next_stop(r, 0)].end,
                               .roots = r->beginning.roots != 0,
                               .go_on = go_on,
                               .missed = missed,
                               .user = r};
    source->file = r->path;
    source->buffers = &r->buffer;
    source->buffer_count = 1;
    source->pause = &r->pause;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* With keepers, it is done in many processes, each with another source; all that they have is this stack. */
static void read_and_write(void *user)
{
    reader *r = user;
    capture capture;
    capturing *capturing = capturing_new(&capture, &r->call.source, r->call.asked, tell, r);
    if (r->leave)
        pause_at_lines(r, capturing);
    capturing_read(capturing);
    bool good = capture_call_write(&r->call, &capture) && capture_call_write_inputs(&r->call, r->inputs, r->start);
    sharing_exit(r->socket, good ? SCAN_CLEAN : SCAN_FAILED);
}

/* Roots behind which no keeper is left are no use. */
static bool begin(reader *r)
{
    if (!take_beginning(r))
        return false;
    uint64_t within = r->beginning.roots < 64 ? (UINT64_C(1) << r->beginning.roots) - 1 : UINT64_MAX;
    if (r->beginning.roots && !(r->leave & within)) {
        r->stripped = true;
        r->leave >>= beginning_strip(&r->beginning);
    }
    return next_stop(r, 0) < r->beginning.count;
}

_Noreturn void sharing_capture(const sharing_message *work, int socket, int alive)
{
    reader *r = must_zero(sizeof *r);
    r->socket = socket;
    r->alive = alive;
    take_command(r, work);
    r->start = inputs_clock();
    r->inputs = inputs_new(r->call.source.directory);
    if (r->leave && !begin(r))
        give_no_answer();
    capture_limit((r->call.cpu_limit + 9) / 10);
    devlock_frontend_on_stack(read_and_write, r);
    give_no_answer();
}

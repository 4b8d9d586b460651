/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Keepers, as the server sees them. See keeper.h.
 *
 * Needs: Linux, for files in memory. Leaves: processes, until keepers_stop. Cost: a keeper has the memory of the
 * headers that it has read; a request, a copy of the document's text.
 */
#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/arena.h"
#include "framing.h"
#include "passing.h"

/* ---- the list ------------------------------------------------------------------------------------------------ */

keeper *keepers_find(const keepers *all, const char *uri)
{
    for (unsigned i = 0; i < all->count; i++)
        if (strcmp(all->items[i]->uri, uri) == 0)
            return all->items[i];
    return NULL;
}

static void free_keeper(keeper *k)
{
    if (k->process) {
        kill(k->process, SIGKILL);
        while (waitpid(k->process, NULL, 0) < 0 && errno == EINTR)
            ;
        close(k->socket); /* its child, if there is one, has lost its reader, and ends with the pipe */
    }
    free(k->uri);
    free(k->reading);
    free(k);
}

void keepers_remove(keepers *all, keeper *k)
{
    unsigned at = 0;
    while (at < all->count && all->items[at] != k)
        at++;
    if (at == all->count)
        return;
    all->items[at] = all->items[--all->count];
    free_keeper(k);
}

keeper *keepers_add(keepers *all, const char *uri)
{
    if (all->count == KEEPERS_MOST) {
        keeper *oldest = all->items[0];
        for (unsigned i = 1; i < all->count; i++)
            if (all->items[i]->used < oldest->used)
                oldest = all->items[i];
        keepers_remove(all, oldest);
    }
    keeper *k = must_zero(sizeof *k);
    k->uri = strdup(uri);
    k->used = ++all->requests;
    return all->items[all->count++] = k;
}

void keepers_stop(keepers *all)
{
    while (all->count)
        keepers_remove(all, all->items[0]);
}

/* ---- requests ------------------------------------------------------------------------------------------------ */

/* The file that goes with a request; -1: it cannot be made. */
static int make_file(keeper_request *request, const document *d, const documents *open, uint64_t since)
{
    int file = memfd_create("devlock", MFD_CLOEXEC);
    bool good = file >= 0 && framing_put(file, d->text, d->length);
    const char *path;
    for (size_t at = 0; good && (path = documents_changed(open, since, &at));) {
        if (strcmp(path, d->path) == 0)
            continue;
        size_t size = strlen(path) + 1;
        good = framing_put(file, path, size);
        request->paths_length += size;
    }
    if (good)
        return file;
    if (file >= 0)
        close(file);
    return -1;
}

static bool send_request(int to, const keeper_request *request, const int *files, size_t count)
{
    return passing_send(to, request, sizeof *request, files, count, MSG_DONTWAIT);
}

bool keeper_ask(keepers *all, keeper *k, const document *d, const documents *open, bool calls, int output)
{
    keeper_request request;
    memset(&request, 0, sizeof request);
    request.number = ++k->number;
    request.calls = calls;
    request.text_length = d->length;
    int file = make_file(&request, d, open, k->made);
    if (file < 0)
        return false;
    k->used = ++all->requests;
    bool sent = send_request(k->socket, &request, (int[]){output, file}, 2);
    close(file);
    return sent;
}

/* Whether a line includes something. In a comment it does not, which costs no more than time. */
static bool includes(const char *line, const char *end)
{
    while (line < end && (*line == ' ' || *line == '\t' || *line == '#'))
        line++;
    return (size_t)(end - line) > strlen("include") &&
           (memcmp(line, "include", strlen("include")) == 0 || memcmp(line, "import", strlen("import")) == 0);
}

void keeper_started(keeper *k, const document *d)
{
    const char *end = d->text + d->length, *last = d->text;
    for (const char *line = d->text, *next; line < end; line = next) {
        next = memchr(line, '\n', (size_t)(end - line));
        next = next ? next + 1 : end;
        if (includes(line, next))
            last = next;
    }
    k->length = (size_t)(last - d->text);
    k->reading = must_resize(k->reading, k->length + 1);
    memcpy(k->reading, d->text, k->length);
}

bool keeper_is_of_use(keeper *k, const document *d)
{
    keeper_answer answer;
    k->ready |= recv(k->socket, &answer, sizeof answer, MSG_PEEK | MSG_DONTWAIT) == (ssize_t)sizeof answer;
    return k->ready || (d->length >= k->length && memcmp(d->text, k->reading, k->length) == 0);
}

void keeper_cancel(keeper *k)
{
    keeper_request request;
    memset(&request, 0, sizeof request);
    request.number = k->number;
    request.cancel = true;
    send_request(k->socket, &request, NULL, 0);
}

bool keeper_wait(keeper *k, keeper_answer *answer)
{
    ssize_t count;
    for (;;) {
        while ((count = recv(k->socket, answer, sizeof *answer, 0)) < 0 && errno == EINTR)
            ;
        if (count != (ssize_t)sizeof *answer)
            break;
        k->ready |= answer->event == KEEPER_READY;
        if (answer->event != KEEPER_READY && answer->number == k->number)
            return true; /* others are of requests that were given up */
    }
    answer->status = 0;
    while (waitpid(k->process, &answer->status, 0) < 0 && errno == EINTR)
        ;
    close(k->socket);
    k->process = 0;
    return false;
}

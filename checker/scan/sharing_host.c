/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The host of keepers; see sharing_host.h.
 *
 * It knows how many sources begin with the same lines. A keeper is left where sources part: behind the longest
 * beginning that at least two of those have that are still to come. While a capture reads a beginning for the first
 * time, others that have it wait for the keeper, and so no beginning is read twice. A keeper that nobody will ask for
 * any more ends, as does the one that was not asked for the longest time when there are too many.
 *
 * Needs: Linux, for sockets without a file. Leaves: nothing. Cost: a look at the first lines of each source; the memory
 * of what keepers have read, as far as it is not the same in all of them.
 */
#define _GNU_SOURCE
#include "sharing_host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/arena.h"
#include "editor/passing.h"
#include "sharing.h"

#define KEEPERS_MOST 12

/* A beginning that some sources have. */
typedef struct shared {
    uint64_t number;
    unsigned left; /* sources that have it, and have not been asked for */
    int keeper;    /* its socket; -1: there is none */
    int reader;    /* the socket of the capture that reads it, and will leave a keeper; -1: none does */
    uint64_t used;
} shared;

/* A capture that asked, and has no answer yet. */
typedef struct asking {
    sharing_ask ask;
    int socket;
    int files[PASSING_FILES];
} asking;

typedef struct host {
    int door;
    shared *all; /* in the order of their numbers */
    size_t count, capacity;
    asking **asking;
    size_t asking_count, asking_capacity;
    int *readers; /* sockets of captures that read alone and leave keepers */
    size_t reader_count, reader_capacity;
    uint64_t uses;
    size_t *given;
} host;

/* ---- what sources have in common ----------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    uint64_t x = ((const shared *)a)->number, y = ((const shared *)b)->number;
    return x < y ? -1 : x > y;
}

static void count_lines(host *h, const scan_source *source)
{
    beginning b;
    beginning_of of = {source->file, source->directory, (const char *const *)source->arguments, source->argument_count};
    if (!beginning_read(&b, &of))
        return;
    for (unsigned i = 0; i < b.count; i++) {
        if (!b.lines[i].number)
            continue;
        ARRAY_RESERVE(h->all, h->count, h->capacity);
        h->all[h->count++] = (shared){.number = b.lines[i].number, .left = 1, .keeper = -1, .reader = -1};
    }
    beginning_free(&b);
}

/* Those that one source alone has are of no interest. */
static void count_all(host *h, const scan_sources *sources)
{
    size_t kept = 0;
    for (size_t i = 0; i < sources->count; i++)
        count_lines(h, &sources->items[i]);
    if (h->count)
        qsort(h->all, h->count, sizeof *h->all, by_number);
    for (size_t i = 0, next; i < h->count; i = next) {
        for (next = i + 1; next < h->count && h->all[next].number == h->all[i].number; next++)
            ;
        if (next - i < 2)
            continue;
        h->all[kept] = h->all[i];
        h->all[kept++].left = (unsigned)(next - i);
    }
    h->count = kept;
}

static shared *find(const host *h, uint64_t number)
{
    shared key = {.number = number};
    return h->count ? bsearch(&key, h->all, h->count, sizeof *h->all, by_number) : NULL;
}

static unsigned left(const host *h, uint64_t number)
{
    const shared *s = find(h, number);
    return s ? s->left : 0;
}

/* ---- keepers --------------------------------------------------------------------------------------------------- */

static void dismiss(int *keeper)
{
    static const sharing_work last = {.last = true};
    passing_send(*keeper, &last, sizeof last, NULL, 0, MSG_DONTWAIT);
    close(*keeper);
    *keeper = -1;
}

static void make_room(host *h)
{
    size_t count = 0;
    shared *oldest = NULL;
    for (size_t i = 0; i < h->count; i++) {
        shared *s = &h->all[i];
        if (s->keeper < 0)
            continue;
        count++;
        if (!oldest || s->used < oldest->used)
            oldest = s;
    }
    if (count >= KEEPERS_MOST)
        dismiss(&oldest->keeper);
}

static void take_keeper(host *h, uint64_t number, int socket)
{
    shared *s = find(h, number);
    if (!s || s->keeper >= 0 || !s->left) {
        dismiss(&socket);
        return;
    }
    make_room(h);
    s->keeper = socket;
    s->reader = -1;
    s->used = ++h->uses;
}

/* ---- captures -------------------------------------------------------------------------------------------------- */

static void forget(asking *a)
{
    close(a->socket);
    for (int i = 0; i < PASSING_FILES; i++)
        if (a->files[i] >= 0)
            close(a->files[i]);
    free(a);
}

/* Sources that go on with the next #include as well. */
static unsigned left_behind(const host *h, const sharing_ask *ask, unsigned line)
{
    while (++line < ask->count && !ask->numbers[line])
        ;
    return line < ask->count ? left(h, ask->numbers[line]) : 0;
}

/* Where keepers are to be left behind line number from and further ones. */
static uint64_t choose(host *h, const sharing_ask *ask, unsigned from, int reader)
{
    uint64_t leave = 0;
    for (unsigned i = from; i < ask->count; i++) {
        shared *s = find(h, ask->numbers[i]);
        bool parting = s && s->left > left_behind(h, ask, i);
        if (!parting || s->keeper >= 0 || s->reader >= 0)
            continue;
        s->reader = reader;
        leave |= UINT64_C(1) << i;
    }
    return leave;
}

static void answer_alone(host *h, asking *a)
{
    sharing_answer answer = {.kind = SHARING_ALONE};
    int reader = fcntl(a->socket, F_DUPFD_CLOEXEC, 0);
    answer.leave = reader < 0 ? 0 : choose(h, &a->ask, 0, reader);
    passing_send(a->socket, &answer, sizeof answer, NULL, 0, MSG_DONTWAIT);
    if (answer.leave) {
        ARRAY_RESERVE(h->readers, h->reader_count, h->reader_capacity);
        h->readers[h->reader_count++] = reader;
    } else if (reader >= 0) {
        close(reader);
    }
}

static bool give_work(host *h, asking *a, unsigned line)
{
    static sharing_work work;
    shared *s = find(h, a->ask.numbers[line]);
    work.leave = choose(h, &a->ask, line + 1, -1);
    memcpy(work.file, a->ask.file, sizeof work.file);
    memcpy(work.output, a->ask.output, sizeof work.output);
    int files[] = {a->files[SHARING_TOLD], a->files[SHARING_ERRORS], a->socket};
    s->used = ++h->uses;
    if (passing_send(s->keeper, &work, sizeof work, files, 3, MSG_DONTWAIT)) {
        ++*h->given;
        return true;
    }
    close(s->keeper);
    s->keeper = -1;
    return false;
}

/* Gives false if it has to wait: for a longer beginning than those that there are keepers of. */
static bool answer(host *h, asking *a)
{
    unsigned line = a->ask.count;
    const shared *s = NULL;
    while (line && !((s = find(h, a->ask.numbers[line - 1])) && (s->keeper >= 0 || s->reader >= 0)))
        line--;
    if (line && s->keeper < 0)
        return false;
    for (unsigned i = 0; i < a->ask.count; i++) {
        shared *one = find(h, a->ask.numbers[i]);
        if (one && one->left)
            one->left--;
    }
    if (!line || !give_work(h, a, line - 1))
        answer_alone(h, a);
    for (unsigned i = 0; i < a->ask.count; i++) {
        shared *one = find(h, a->ask.numbers[i]);
        if (one && !one->left && one->keeper >= 0)
            dismiss(&one->keeper);
    }
    forget(a);
    return true;
}

static void answer_waiting(host *h)
{
    size_t kept = 0, count = h->asking_count;
    for (size_t i = 0; i < count; i++) {
        asking *a = h->asking[i];
        if (!answer(h, a))
            h->asking[kept++] = a;
    }
    h->asking_count = kept;
}

/* ---- the loop -------------------------------------------------------------------------------------------------- */

static bool is_ours(int socket)
{
    struct ucred other;
    socklen_t size = sizeof other;
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &other, &size) == 0 && other.uid == getuid();
}

/* Gives false if nobody is at the door. */
static bool welcome(host *h)
{
    static const struct timeval patience = {.tv_sec = 5}; /* it says what it wants at once */
    int socket = accept4(h->door, NULL, NULL, SOCK_CLOEXEC);
    if (socket < 0)
        return false;
    asking *a = must_zero(sizeof *a);
    a->socket = socket;
    setsockopt(a->socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    bool good = is_ours(a->socket) &&
                passing_receive(a->socket, &a->ask, sizeof a->ask, a->files) == (ssize_t)sizeof a->ask &&
                a->ask.count && a->ask.count <= BEGINNING_MOST;
    if (good && a->ask.keeper) {
        take_keeper(h, a->ask.numbers[0], a->socket);
        free(a);
    } else if (good) {
        ARRAY_RESERVE(h->asking, h->asking_count, h->asking_capacity);
        h->asking[h->asking_count++] = a;
    } else {
        forget(a);
    }
    return true;
}

/* A capture that read alone has ended; keepers that it did not leave will not come. */
static void bury_reader(host *h, size_t index)
{
    int reader = h->readers[index];
    for (size_t i = 0; i < h->count; i++)
        if (h->all[i].reader == reader)
            h->all[i].reader = -1;
    close(reader);
    h->readers[index] = h->readers[--h->reader_count];
}

static void bury(host *h, int socket)
{
    for (size_t i = h->reader_count; i-- > 0;)
        if (h->readers[i] == socket)
            bury_reader(h, i);
    for (size_t i = 0; i < h->count; i++)
        if (h->all[i].keeper == socket) {
            close(socket);
            h->all[i].keeper = -1;
        }
}

/* The sockets that tell something: the door, then of captures and keepers, of which nothing comes but their end. */
static size_t list_sockets(const host *h, struct pollfd **polled, size_t *capacity)
{
    size_t count = 0, most = 1 + h->reader_count + h->count;
    if (*capacity < most) {
        *capacity = most * 2;
        *polled = must_resize(*polled, *capacity * sizeof **polled);
    }
    (*polled)[count++] = (struct pollfd){.fd = h->door, .events = POLLIN};
    for (size_t i = 0; i < h->reader_count; i++)
        (*polled)[count++] = (struct pollfd){.fd = h->readers[i], .events = POLLIN};
    for (size_t i = 0; i < h->count; i++)
        if (h->all[i].keeper >= 0)
            (*polled)[count++] = (struct pollfd){.fd = h->all[i].keeper, .events = POLLIN};
    return count;
}

typedef struct sockets {
    struct pollfd *polled;
    size_t count, capacity;
} sockets;

/* Waits, for so many milliseconds, until one of the sockets tells something; -1: as long as it takes. */
static bool look(const host *h, sockets *s, int patience)
{
    s->count = list_sockets(h, &s->polled, &s->capacity);
    return poll(s->polled, s->count, patience) > 0;
}

/* A keeper comes before the capture ends that left it: so those who come are heard before those who went. */
static void attend(host *h, sockets *s)
{
    while (welcome(h))
        ;
    if (!look(h, s, 0)) /* the numbers of sockets that were closed may be those of others by now */
        return;
    for (size_t i = 1; i < s->count; i++)
        if (s->polled[i].revents)
            bury(h, s->polled[i].fd);
}

static _Noreturn void serve(int door, const scan_sources *sources, size_t *given)
{
    host h = {.door = door, .given = given};
    sockets all = {0};
    for (bool counted = false;;) {
        if (!look(&h, &all, -1))
            continue;
        if (!counted) /* not before somebody asks: mostly nothing is to be captured */
            count_all(&h, sources);
        counted = true;
        attend(&h, &all);
        answer_waiting(&h);
    }
}

/* ---- its start ------------------------------------------------------------------------------------------------- */

/* A socket with a name that the system chooses (unix(7), autobind); it is no file. */
static int open_door(char *name, size_t size)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    socklen_t length = sizeof address.sun_family;
    int door = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (door < 0)
        return -1;
    bool good = bind(door, (struct sockaddr *)&address, length) == 0 && listen(door, SOMAXCONN) == 0;
    length = sizeof address;
    good = good && getsockname(door, (struct sockaddr *)&address, &length) == 0;
    size_t bytes = good ? length - offsetof(struct sockaddr_un, sun_path) - 1 : 0;
    if (good && bytes < size) {
        memcpy(name, address.sun_path + 1, bytes);
        name[bytes] = '\0';
        return door;
    }
    close(door);
    return -1;
}

static _Noreturn void be_host(int door, const scan_sources *sources, size_t *given, pid_t scan)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != scan)
        _exit(0);
    int nothing = open("/dev/null", O_RDWR);
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
        dup2(nothing, i);
    int kept = dup2(door, STDERR_FILENO + 1);
    closefrom(STDERR_FILENO + 2); /* the lock of the work folder, above all */
    serve(kept, sources, given);
}

sharing_host sharing_host_start(const scan_sources *sources)
{
    char name[32];
    sharing_host host = {0};
    int door = open_door(name, sizeof name);
    void *memory = mmap(NULL, sizeof *host.given, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (door < 0 || memory == MAP_FAILED)
        return host;
    host.given = memory;
    pid_t scan = getpid();
    fflush(NULL);
    host.process = fork();
    if (host.process == 0)
        be_host(door, sources, host.given, scan);
    close(door);
    if (host.process < 0)
        host.process = 0;
    else
        setenv(SHARING_VARIABLE, name, 1);
    return host;
}

size_t sharing_host_stop(sharing_host *host)
{
    size_t given = 0;
    if (host->process) {
        unsetenv(SHARING_VARIABLE);
        kill(host->process, SIGKILL);
        while (waitpid(host->process, NULL, 0) < 0 && errno == EINTR)
            ;
        given = *host->given;
    }
    if (host->given)
        munmap(host->given, sizeof *host->given);
    *host = (sharing_host){0};
    return given;
}

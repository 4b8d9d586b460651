/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The host; see sharing_host.h.
 *
 * It knows how many sources begin with the same lines. A keeper is left where sources part: behind the longest
 * beginning that at least two of those have that are still to come. While a capture reads a beginning for the first
 * time, others that have it wait for the keeper, and so no beginning is read twice. A keeper that nobody will ask for
 * any more ends, as does the one that was not asked for the longest time when there are too many. Other captures, and
 * analyses, are forks of the host itself.
 *
 * Needs: Linux, for sockets without a file. Leaves: nothing. Cost: a look at the first lines of each source; the memory
 * of what keepers have read, as far as it is not the same in all of them; a fork for each command.
 */
#define _GNU_SOURCE
#include "sharing_host.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
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

#include "analyze_command.h"
#include "core/arena.h"
#include "inputs.h"
#include "manifest.h"
#include "sharing.h"
#include "sharing_keeper.h"
#include "sharing_lines.h"

#define KEEPERS_MOST 24

/* A capture that reads lines which others have. */
typedef struct reader {
    int alive; /* open as long as a keeper may come */
    const source_lines *of;
} reader;

/* A capture that asked, and has no answer yet. */
typedef struct asking {
    sharing_message *message;
    const source_lines *of;
    int socket;
    int files[SHARING_FILES];
} asking;

typedef struct host {
    int door;
    const scan_sources *sources;
    const char *folder; /* the work folder */
    int lock, ended; /* of sharing_host_work; the end of a pipe that is closed when all of its processes have ended */
    string_map *outputs; /* the path of a capture -> the index of its source */
    sharing_lines lines;
    asking **asking;
    size_t asking_count, asking_capacity;
    reader *readers; /* captures that will leave keepers */
    size_t reader_count, reader_capacity;
    uint64_t uses;
    size_t *given;
} host;

/* ---- what there is to do --------------------------------------------------------------------------------------- */

static void name_output(host *h, size_t index)
{
    char *name = manifest_capture(&h->sources->items[index]), *path;
    if (asprintf(&path, "%s/%s", h->folder, name) < 0)
        abort();
    free(name);
    *string_map_at(h->outputs, path) = (uint32_t)index; /* the map keeps the pointer */
}

/* The folders of the system's headers are looked into by all captures. */
static void know_folders(const scan_source *source)
{
    for (size_t i = 0; i + 1 < source->argument_count; i++)
        if (strcmp(source->arguments[i], "-isystem") == 0)
            inputs_know_folder(source->arguments[i + 1]);
}

static void count_all(host *h)
{
    h->outputs = string_map_new();
    for (size_t i = 0; i < h->sources->count; i++) {
        name_output(h, i);
        know_folders(&h->sources->items[i]);
    }
    sharing_lines_count(&h->lines, h->sources);
    malloc_trim(0); /* also what the scan had: the less there is, the less a fork costs */
}

static shared_line *find(const host *h, uint64_t number)
{
    return sharing_lines_find(&h->lines, number);
}

/* ---- keepers --------------------------------------------------------------------------------------------------- */

static void dismiss(int *keeper)
{
    static const sharing_message last = {.kind = SHARING_LAST};
    sharing_send(*keeper, &last, NULL, 0, MSG_DONTWAIT);
    close(*keeper);
    *keeper = -1;
}

static void make_room(host *h)
{
    size_t count = 0;
    shared_line *oldest = NULL;
    for (size_t i = 0; i < h->lines.count; i++) {
        shared_line *s = &h->lines.all[i];
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
    shared_line *s = find(h, number);
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
    for (int i = 0; i < SHARING_FILES; i++)
        if (a->files[i] >= 0)
            close(a->files[i]);
    free(a->message);
    free(a);
}

/* Sources that go on with the next #include as well. */
static unsigned left_behind(const host *h, const source_lines *of, unsigned line)
{
    while (++line < of->count && !of->numbers[line])
        ;
    const shared_line *next = line < of->count ? find(h, of->numbers[line]) : NULL;
    return next ? next->left : 0;
}

/* Where keepers are to be left behind line number from and further ones. */
static uint64_t choose(host *h, const source_lines *of, unsigned from, int reader)
{
    uint64_t leave = 0;
    for (unsigned i = from; i < of->count; i++) {
        shared_line *s = find(h, of->numbers[i]);
        bool parting = s && s->left > left_behind(h, of, i);
        if (!parting || s->keeper >= 0 || s->reader >= 0)
            continue;
        s->reader = reader;
        leave |= UINT64_C(1) << i;
    }
    return leave;
}

/* The files of the host and its forks, behind the usual three. DOOR is the socket to the command in a fork. */
enum { DOOR = STDERR_FILENO + 1, LOCK, ENDED, ALIVE, OTHERS };

/* Puts files to their places, and closes all others. files: as many as there are places; -1: none is there. */
static void keep_files(const int files[OTHERS])
{
    int moved[OTHERS];
    for (int i = 0; i < OTHERS; i++)
        moved[i] = files[i] < 0 ? -1 : fcntl(files[i], F_DUPFD, OTHERS); /* none overwrites one that is to come */
    for (int i = 0; i < OTHERS; i++)
        if (moved[i] < 0)
            close(i);
        else
            dup2(moved[i], i);
    closefrom(OTHERS);
}

/* Makes a fork of the host one that runs a command. alive: see sharing_capture; -1: none. */
static void be_command(const host *h, const asking *a, int alive)
{
    keep_files((int[OTHERS]){STDIN_FILENO, a->files[SHARING_OUTPUT], a->files[SHARING_ERRORS], a->socket, h->lock,
                             h->ended, alive});
    signal(SIGCHLD, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static _Noreturn void be_analysis(const host *h, const asking *a)
{
    int count;
    char **words = sharing_words(a->message, &count);
    be_command(h, a, -1);
    optind = 0;
    sharing_exit(DOOR, analyze_command(count, words));
}

/* A fork of the host runs the command. first: the line from which on keepers may be left. */
static void answer_here(host *h, asking *a, unsigned first)
{
    static const sharing_message alone = {.kind = SHARING_ALONE};
    int pipes[2] = {-1, -1};
    a->message->number = a->of && pipe2(pipes, O_CLOEXEC) == 0 ? choose(h, a->of, first, pipes[0]) : 0;
    pid_t child = fork();
    if (!child && !a->of)
        be_analysis(h, a);
    if (!child) {
        be_command(h, a, pipes[1]);
        sharing_capture(a->message, DOOR, ALIVE);
    }
    if (child < 0)
        sharing_send(a->socket, &alone, NULL, 0, MSG_DONTWAIT);
    if (pipes[1] >= 0)
        close(pipes[1]);
    if (a->message->number) {
        ARRAY_RESERVE(h->readers, h->reader_count, h->reader_capacity);
        h->readers[h->reader_count++] = (reader){pipes[0], a->of};
    } else if (pipes[0] >= 0) {
        close(pipes[0]);
    }
}

static void tell_roots(const asking *a)
{
    strcpy(a->message->roots, a->of && a->of->roots ? a->of->roots : "");
}

static bool give_work(host *h, asking *a, unsigned line)
{
    shared_line *s = find(h, a->of->numbers[line]);
    int files[] = {a->files[SHARING_OUTPUT], a->files[SHARING_ERRORS], a->socket};
    a->message->kind = SHARING_WORK;
    a->message->number = choose(h, a->of, line + 1, -1);
    s->used = ++h->uses;
    if (sharing_send(s->keeper, a->message, files, SHARING_FILES, MSG_DONTWAIT)) {
        ++*h->given;
        return true;
    }
    close(s->keeper);
    s->keeper = -1;
    return false;
}

#define MISSED_FEW 2u

/* The first line that keepers of the source may stand behind. Where many that have such roots miss them, others are not
 * tried: each would be read twice. */
static unsigned first_line(const source_lines *of)
{
    const roots_tried *t = of->tried;
    return t && t->missed >= MISSED_FEW && t->missed * 3 > t->asked ? of->root_count : 0;
}

/* Gives false if it has to wait: for a longer beginning than those that there are keepers of. */
static bool answer(host *h, asking *a)
{
    unsigned line = a->of->count, first = first_line(a->of);
    const shared_line *s = NULL;
    while (line > first && !((s = find(h, a->of->numbers[line - 1])) && (s->keeper >= 0 || s->reader >= 0)))
        line--;
    line = line > first ? line : 0;
    if (line && s->keeper < 0)
        return false;
    if (a->of->tried && !first)
        a->of->tried->asked++;
    for (unsigned i = 0; i < a->of->count; i++) {
        shared_line *one = find(h, a->of->numbers[i]);
        if (one && one->left)
            one->left--;
    }
    tell_roots(a);
    if (!line || !give_work(h, a, line - 1))
        answer_here(h, a, first);
    for (unsigned i = 0; i < a->of->count; i++) {
        shared_line *one = find(h, a->of->numbers[i]);
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

/* What a command is about, by its words; NULL: it is no capture of the scan. */
static const source_lines *lines_of(const host *h, char **words, int count)
{
    const uint32_t *index = NULL;
    for (int i = 1; i + 1 < count && !index; i++)
        index = strcmp(words[i], "-o") == 0 ? string_map_find(h->outputs, words[i + 1]) : NULL;
    return index && strcmp(words[1], "capture") == 0 ? &h->lines.sources[*index] : NULL;
}

/* Takes a command that came; what else it may be, it does for itself. */
static void take_command(host *h, asking *a)
{
    static const sharing_message alone = {.kind = SHARING_ALONE};
    int count;
    char **words = sharing_words(a->message, &count);
    a->of = lines_of(h, words, count);
    bool analysis = count > 1 && strcmp(words[1], "analyze") == 0;
    free(words);
    if (a->of) {
        ARRAY_RESERVE(h->asking, h->asking_count, h->asking_capacity);
        h->asking[h->asking_count++] = a;
        return;
    }
    if (analysis)
        answer_here(h, a, 0);
    else
        sharing_send(a->socket, &alone, NULL, 0, MSG_DONTWAIT);
    forget(a);
}

/* Gives false if nobody is at the door. */
static bool welcome(host *h)
{
    static const struct timeval patience = {.tv_sec = 5}; /* it says what it wants at once */
    static sharing_message heard;
    int socket = accept4(h->door, NULL, NULL, SOCK_CLOEXEC);
    if (socket < 0)
        return false;
    asking *a = must_zero(sizeof *a);
    *a = (asking){.socket = socket, .files = {-1, -1, -1}};
    setsockopt(a->socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    bool good = is_ours(a->socket) && sharing_receive(a->socket, &heard, a->files);
    if (good && heard.kind == SHARING_OFFER) {
        take_keeper(h, heard.number, a->socket);
        free(a);
    } else if (good && heard.kind == SHARING_MISSED && heard.size) {
        roots_tried *t = sharing_lines_tried(&h->lines, heard.roots, heard.text);
        if (t && heard.status)
            t->missed++;
        *h->given -= heard.number ? 1 : 0;
        forget(a);
    } else if (good && heard.kind == SHARING_COMMAND && heard.size) {
        a->message = must_zero(sizeof *a->message);
        memcpy(a->message, &heard, offsetof(sharing_message, text) + heard.size);
        take_command(h, a);
    } else {
        forget(a);
    }
    return true;
}

/* Ends the wait for a keeper behind a line. Gives whether one was waited for; lost: nobody shall try it again. */
static bool stop_waiting(host *h, const reader *r, unsigned line, bool lost)
{
    shared_line *s = find(h, r->of->numbers[line]);
    if (!s || s->reader != r->alive)
        return false;
    s->reader = -1;
    s->left = lost ? 0 : s->left;
    return true;
}

/* A capture that read alone has ended; keepers that it did not leave will not come. What it did not get through, others
 * will not either; but where that were roots, these can go on from the lines of their own. */
static void bury_reader(host *h, size_t index)
{
    reader r = h->readers[index];
    bool failed = false;
    for (unsigned i = 0; i < r.of->root_count; i++)
        failed |= stop_waiting(h, &r, i, true);
    for (unsigned i = r.of->root_count; i < r.of->count; i++)
        stop_waiting(h, &r, i, !failed);
    close(r.alive);
    h->readers[index] = h->readers[--h->reader_count];
}

static void bury(host *h, int socket)
{
    for (size_t i = h->reader_count; i-- > 0;)
        if (h->readers[i].alive == socket)
            bury_reader(h, i);
    for (size_t i = 0; i < h->lines.count; i++)
        if (h->lines.all[i].keeper == socket) {
            close(socket);
            h->lines.all[i].keeper = -1;
        }
}

/* The sockets that tell something: the door, then of captures and keepers, of which nothing comes but their end. */
static size_t list_sockets(const host *h, struct pollfd **polled, size_t *capacity)
{
    size_t count = 0, most = 1 + h->reader_count + h->lines.count;
    if (*capacity < most) {
        *capacity = most * 2;
        *polled = must_resize(*polled, *capacity * sizeof **polled);
    }
    (*polled)[count++] = (struct pollfd){.fd = h->door, .events = POLLIN};
    for (size_t i = 0; i < h->reader_count; i++)
        (*polled)[count++] = (struct pollfd){.fd = h->readers[i].alive, .events = POLLIN};
    for (size_t i = 0; i < h->lines.count; i++)
        if (h->lines.all[i].keeper >= 0)
            (*polled)[count++] = (struct pollfd){.fd = h->lines.all[i].keeper, .events = POLLIN};
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

static _Noreturn void serve(host h)
{
    sockets all = {0};
    signal(SIGCHLD, SIG_IGN); /* children are not waited for */
    for (bool counted = false;;) {
        if (!look(&h, &all, -1))
            continue;
        if (!counted) /* not before somebody asks: mostly nothing is to be captured */
            count_all(&h);
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

static _Noreturn void be_host(host h, pid_t scan)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != scan)
        _exit(0);
    int nothing = open("/dev/null", O_RDWR);
    keep_files((int[OTHERS]){nothing, nothing, nothing, h.door, h.lock, h.ended, -1});
    h.door = DOOR;
    h.lock = LOCK;
    h.ended = ENDED;
    fcntl(DOOR, F_SETFL, O_NONBLOCK);
    malloc_trim(0); /* the less it has, the less a fork costs */
    serve(h);
}

static bool prepare(sharing_host *to, host *h, int ended[2])
{
    char name[32];
    void *memory = mmap(NULL, sizeof *to->given, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    h->door = open_door(name, sizeof name);
    if (memory == MAP_FAILED || h->door < 0 || pipe2(ended, O_CLOEXEC) < 0)
        return false;
    h->given = to->given = memory;
    h->ended = ended[1];
    to->ended = ended[0];
    setenv(SHARING_VARIABLE, name, 1);
    return true;
}

sharing_host sharing_host_start(const sharing_host_work *work)
{
    int ended[2] = {-1, -1};
    sharing_host to = {.ended = -1};
    host h = {.sources = work->sources, .folder = work->folder, .lock = work->lock};
    pid_t scan = getpid();
    fflush(NULL);
    to.process = prepare(&to, &h, ended) ? fork() : -1;
    if (to.process == 0)
        be_host(h, scan);
    if (h.door >= 0)
        close(h.door);
    if (ended[1] >= 0)
        close(ended[1]);
    if (to.process < 0) {
        to.process = 0;
        sharing_host_stop(&to);
    }
    return to;
}

size_t sharing_host_stop(sharing_host *host)
{
    char nothing;
    size_t given = host->given ? *host->given : 0;
    unsetenv(SHARING_VARIABLE);
    if (host->process) {
        kill(host->process, SIGKILL);
        while (waitpid(host->process, NULL, 0) < 0 && errno == EINTR)
            ;
        while (read(host->ended, &nothing, 1) < 0 && errno == EINTR) /* of its forks, too */
            ;
    }
    if (host->ended >= 0)
        close(host->ended);
    if (host->given)
        munmap(host->given, sizeof *host->given);
    *host = (sharing_host){.ended = -1};
    return given;
}

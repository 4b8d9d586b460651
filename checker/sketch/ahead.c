/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Drawing ahead; see ahead.h.
 *
 * Threads take files that are wanted now before those that may be wanted later; of the latter no more than MOST_WAITING
 * lie drawn and not taken, so that memory does not depend on who is faster. Who takes a file that nobody has begun
 * draws it; while another thread is at it, it draws others. Threads share the list of files and nothing else: each has
 * a desk of its own, and words get their numbers where sketches are taken.
 *
 * Needs: the disk, which does not change meanwhile. Leaves behind: sketches. Cost: reading each file once.
 */
#define _GNU_SOURCE
#include "ahead.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"

#define MOST_THREADS 3u    /* more would wait for the one that takes */
#define MOST_WAITING 1024u /* of those that may be wanted later */
#define WORTH_IT     16u   /* files; fewer are read before a thread has begun */

typedef enum job_state { JOB_WAITS, JOB_BEGUN, JOB_DRAWN, JOB_TAKEN } job_state;

typedef struct job {
    const char *path;
    char *text; /* NULL: it cannot be read */
    sketch_draft draft;
    job_state state;
    bool later;
} job;

typedef struct job_list {
    job **items;
    uint32_t count, capacity, next; /* those before are begun */
} job_list;

struct ahead {
    pthread_mutex_t lock; /* of all but what is said */
    pthread_cond_t change;
    job_list now, later;
    uint32_t drawn_later; /* and not taken */
    bool ends;
    pthread_t threads[MOST_THREADS];
    uint32_t thread_count;
    /* Of the thread that takes alone: */
    string_map *known; /* path -> number of a job */
    job **jobs;
    uint32_t count, capacity;
    bool tried; /* to start threads */
    sketch_desk *desk;
};

/* ---- drawing --------------------------------------------------------------------------------------------------- */

static size_t read_all(int file, char *text, size_t size)
{
    size_t length = 0;
    for (ssize_t got; length < size && (got = read(file, text + length, size - length)) > 0;)
        length += (size_t)got;
    text[length] = '\0';
    return length;
}

static char *read_text(const char *path, size_t *length)
{
    struct stat status;
    char *text = NULL;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return NULL;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
        text = must_allocate((size_t)status.st_size + 1);
        *length = read_all(file, text, (size_t)status.st_size);
    }
    close(file);
    return text;
}

static void draw(job *j, sketch_desk *desk)
{
    size_t length = 0;
    j->text = read_text(j->path, &length);
    if (j->text)
        j->draft = sketch_draw(desk, j->text, length);
}

/* The next of a list that waits, which is begun now; NULL: none. */
static job *begin_of(job_list *list)
{
    while (list->next < list->count) {
        job *j = list->items[list->next++];
        if (j->state == JOB_WAITS) {
            j->state = JOB_BEGUN;
            return j;
        }
    }
    return NULL;
}

static job *begin_any(ahead *a)
{
    job *j = begin_of(&a->now);
    return j || a->drawn_later >= MOST_WAITING ? j : begin_of(&a->later);
}

/* The lock is held before and behind. */
static void draw_begun(ahead *a, job *j, sketch_desk *desk)
{
    pthread_mutex_unlock(&a->lock);
    draw(j, desk);
    pthread_mutex_lock(&a->lock);
    j->state = JOB_DRAWN;
    a->drawn_later += j->later;
    pthread_cond_broadcast(&a->change);
}

static void *run(void *user)
{
    ahead *a = user;
    sketch_desk *desk = sketch_desk_new();
    pthread_mutex_lock(&a->lock);
    while (!a->ends) {
        job *j = begin_any(a);
        if (j)
            draw_begun(a, j, desk);
        else
            pthread_cond_wait(&a->change, &a->lock);
    }
    pthread_mutex_unlock(&a->lock);
    sketch_desk_free(desk);
    return NULL;
}

/* ---- wanting --------------------------------------------------------------------------------------------------- */

ahead *ahead_new(void)
{
    ahead *a = must_zero(sizeof *a);
    pthread_mutex_init(&a->lock, NULL);
    pthread_cond_init(&a->change, NULL);
    a->known = string_map_new();
    a->desk = sketch_desk_new();
    return a;
}

static void free_job(job *j)
{
    sketch_draft_free(&j->draft);
    free(j->text);
    free(j);
}

void ahead_free(ahead *a)
{
    if (!a)
        return;
    pthread_mutex_lock(&a->lock);
    a->ends = true;
    pthread_cond_broadcast(&a->change);
    pthread_mutex_unlock(&a->lock);
    for (uint32_t i = 0; i < a->thread_count; i++)
        pthread_join(a->threads[i], NULL);
    for (uint32_t i = 0; i < a->count; i++)
        free_job(a->jobs[i]);
    free(a->jobs);
    free(a->now.items);
    free(a->later.items);
    string_map_free(a->known);
    sketch_desk_free(a->desk);
    pthread_cond_destroy(&a->change);
    pthread_mutex_destroy(&a->lock);
    free(a);
}

sketch_desk *ahead_desk(const ahead *a)
{
    return a->desk;
}

/* One for each processor that this process may use, besides the one that takes. */
static void start_threads(ahead *a)
{
    cpu_set_t usable;
    a->tried = true;
    uint32_t count = sched_getaffinity(0, sizeof usable, &usable) == 0 ? (uint32_t)CPU_COUNT(&usable) : 1;
    while (a->thread_count + 1 < count && a->thread_count < MOST_THREADS &&
           pthread_create(&a->threads[a->thread_count], NULL, run, a) == 0)
        a->thread_count++;
}

static job *add_job(ahead *a, const char *path)
{
    job *j = must_zero(sizeof *j);
    j->path = path;
    ARRAY_RESERVE(a->jobs, a->count, a->capacity);
    *string_map_at(a->known, path) = a->count;
    a->jobs[a->count++] = j;
    return j;
}

void ahead_want(ahead *a, const char *path, bool now)
{
    if (string_map_find(a->known, path))
        return;
    job *j = add_job(a, path);
    j->later = !now;
    pthread_mutex_lock(&a->lock);
    job_list *list = now ? &a->now : &a->later;
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = j;
    if (a->thread_count)
        pthread_cond_broadcast(&a->change);
    pthread_mutex_unlock(&a->lock);
    if (!a->tried && a->count >= WORTH_IT)
        start_threads(a);
}

/* ---- taking ---------------------------------------------------------------------------------------------------- */

/* Has a file drawn, by whomever. */
static void complete(ahead *a, job *j)
{
    pthread_mutex_lock(&a->lock);
    if (j->state == JOB_WAITS) {
        j->state = JOB_BEGUN;
        draw_begun(a, j, a->desk);
    }
    while (j->state != JOB_DRAWN) {
        job *other = begin_any(a);
        if (other)
            draw_begun(a, other, a->desk);
        else
            pthread_cond_wait(&a->change, &a->lock);
    }
    j->state = JOB_TAKEN;
    a->drawn_later -= j->later;
    pthread_cond_broadcast(&a->change);
    pthread_mutex_unlock(&a->lock);
}

sketch *ahead_take(ahead *a, const char *path, vocabulary *words)
{
    const uint32_t *known = string_map_find(a->known, path);
    job *j = known ? a->jobs[*known] : add_job(a, path);
    complete(a, j);
    sketch *s = j->draft.sketch ? sketch_settle(&j->draft, words) : NULL;
    free(j->text);
    j->text = NULL;
    return s;
}

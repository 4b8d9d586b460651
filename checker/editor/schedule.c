/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Which document is analysed when: one at a time, the one that was changed last first; a run whose text has changed is
 * cancelled.
 *
 * Needs: documents that are dirty. Leaves: runs and their diagnostics. Cost: that of the runs.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report/json.h"
#include "lines.h"
#include "server.h"

enum { MESSAGE_WARNING = 2 };

uint64_t server_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

void schedule_cancel(server *s)
{
    document *d = s->run.child ? documents_find(&s->open, s->run.uri) : NULL;
    if (d && !s->recalling)
        d->unsure = true;
    run_cancel(&s->run);
    if (!s->recalling)
        progress_ran(s);
}

static void make_dirty(server *s, document *d)
{
    if (!d->source)
        return;
    d->dirty = true;
    d->captured = false;
    search_forget(s, d->uri);
    if (s->run.child && strcmp(s->run.uri, d->uri) == 0)
        schedule_cancel(s);
}

void schedule_all(server *s, unsigned delay)
{
    for (size_t i = 0; i < s->open.count; i++)
        make_dirty(s, &s->open.items[i]);
    s->due = server_clock() + delay;
}

void schedule_changed(server *s, document *d, unsigned delay)
{
    if (!d->source) { /* a header: what includes it is not known here */
        schedule_all(s, delay);
        return;
    }
    make_dirty(s, d);
    s->due = server_clock() + delay;
    /* It goes first: it is what its user looks at. */
    document first = *d;
    memmove(s->open.items + 1, s->open.items, (size_t)(d - s->open.items) * sizeof *d);
    s->open.items[0] = first;
}

/* What was changed goes before what is linked with it. */
static document *next(server *s)
{
    document *derived = NULL;
    bool dirty = false;
    for (size_t i = s->open.count; i-- > 0;) {
        document *d = &s->open.items[i];
        dirty |= d->dirty;
        if (d->derived && !d->waits)
            derived = d;
    }
    for (size_t i = 0; i < s->open.count; i++)
        if (s->open.items[i].dirty && !s->open.items[i].waits)
            return &s->open.items[i];
    return dirty ? NULL : derived;
}

/* In place of a result: findings that are gone because nothing was analysed must not look like none. */
static void complain(server *s, const char *uri, const char *what)
{
    char text[512];
    snprintf(text, sizeof text, "devlock: the analysis of this file %s; the language server's log may say more", what);
    json_t *start = json_make("line", json_number(0), "character", json_number(0), NULL);
    json_t *range = json_make("start", start, "end", json_incref(start), NULL);
    json_t *diagnostic =
        json_make("range", range, "severity", json_number(2), "code", json_text("devlock-not-analysed"), "source",
                  json_text("devlock"), "message", json_text(text), NULL);
    json_t *list = json_array(), *result = json_object();
    json_add(list, diagnostic);
    json_object_set_new(result, uri, list);
    fprintf(stderr, "devlock: error: the analysis of %s %s\n", uri, what);
    publish_run(s, uri, result);
    if (s->complained)
        return;
    s->complained = true;
    server_notify(s, "window/showMessage",
                  json_make("type", json_number(MESSAGE_WARNING), "message", json_text(text), NULL));
}

static void start(server *s, document *d)
{
    run_wish wish = {.source = d, .open = &s->open, .session = s->folder};
    wish.recalled = s->recalling = !d->dirty && d->captured;
    d->dirty = d->derived = false;
    if (!s->recalling)
        progress_run(s, d);
    bool started = s->recalling ? run_start(&s->run, &wish, s->analysis, s->user)
                                : run_start_kept(&s->run, &s->keepers, &wish, s->analysis, s->user);
    if (started)
        return;
    char why[256];
    snprintf(why, sizeof why, "could not be started: %s", strerror(errno));
    complain(s, d->uri, why);
    if (!s->recalling)
        progress_ran(s);
}

int schedule_start(server *s)
{
    int look = renewals_start(s);
    document *d = s->run.child ? NULL : next(s);
    if (!d)
        return look;
    uint64_t now = server_clock();
    if (now < s->due)
        return (int)(s->due - now);
    start(s, d);
    return -1;
}

/* What a run says: findings, and which functions operate locks. */
static void take_findings(server *s, const run *done)
{
    const char *text = done->text ? done->text + done->so_far : NULL;
    json_t *names = lines_first(done->text, done->length, "lock-functions");
    if (names)
        json_object_set(s->functions, done->uri, json_object_get(names, "names"));
    json_decref(names);
    document *d = documents_find(&s->open, done->uri);
    json_t *other = lines_first(done->text, done->length, "other");
    if (d)
        d->captured = s->folder != NULL;
    if (d && (other || d->unsure) && !s->recalling)
        renewals_other(s, d->path);
    if (d)
        d->unsure = false;
    json_decref(other);
    json_t *said = diagnostics_of_run(text, done->length - done->so_far, &s->open, s->encoding);
    if (done->so_far && json_equal(said, json_object_get(s->runs, done->uri)))
        json_decref(said); /* it has been told */
    else
        publish_run(s, done->uri, said);
}

/* What is known before long proofs, if there was a run before: at first, findings must not come one after the other. */
static void take_so_far(server *s)
{
    static const char mark[] = "{\"type\": \"so-far\"}\n";
    run *r = &s->run;
    json_t *before = json_object_get(s->runs, r->uri);
    size_t size = sizeof mark - 1;
    while (!r->so_far && r->length - r->looked >= size) {
        const char *at = r->text + r->looked, *end = memchr(at, '\n', r->length - r->looked);
        if (!end)
            return;
        r->looked = (size_t)(end - r->text) + 1;
        if ((size_t)(end - at) + 1 == size && memcmp(at, mark, size) == 0)
            r->so_far = r->looked;
    }
    if (r->so_far && before && !s->pulls)
        publish_run(s, r->uri, diagnostics_so_far(r->text, r->so_far, &s->open, s->encoding, before));
}

/* At once, with another keeper or without one. */
static void run_again(server *s, const run *done)
{
    document *d = documents_find(&s->open, done->uri);
    if (done->by && !done->by->impossible)
        keepers_remove(&s->keepers, done->by);
    if (d) {
        d->dirty = true;
        d->captured = false;
    }
}

void schedule_read(server *s)
{
    bool told = s->run.so_far != 0;
    run_outcome outcome = run_read(&s->run);
    if (!told)
        take_so_far(s);
    if (outcome == RUN_GOING)
        return;
    run done = s->run;
    s->run = (run){0};
    document *d = documents_find(&s->open, done.uri);
    if (d && outcome != RUN_DONE)
        d->unsure |= !s->recalling;
    if (s->recalling && outcome != RUN_DONE)
        outcome = RUN_AGAIN; /* as one that reads its document */
    if (outcome == RUN_AGAIN)
        run_again(s, &done);
    if (!s->recalling)
        progress_ran(s);
    if (outcome == RUN_AGAIN)
        ; /* it says nothing */
    else if (outcome == RUN_DONE)
        take_findings(s, &done);
    else
        complain(s, done.uri,
                 outcome == RUN_CRASHED    ? "crashed"
                 : outcome == RUN_TOO_LONG ? "took too long and was ended"
                                           : "was not possible");
    run_cancel(&done);
}

/* What was looked at may have ended meanwhile, and another one started. */
void schedule_poll(server *s, const struct pollfd ready[3])
{
    if (s->run.child && s->run.output == ready[0].fd && ready[0].revents)
        schedule_read(s);
    if (s->search.child && s->search.output == ready[1].fd && ready[1].revents)
        search_read(s);
    if (s->renewal.child && s->renewal.output == ready[2].fd && ready[2].revents)
        renewals_read(s);
}

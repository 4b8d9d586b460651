/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What is known of the other files of a document's driver (scan/renewing.h): when it is looked at again, and which
 * documents are analysed again when a text in it is another one. A document that was opened is not analysed before:
 * findings that are there only because nothing is known would come and go.
 *
 * Needs: documents. Leaves: messages, and documents to analyse. Cost: a process each time that files may have changed.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "report/json.h"
#include "server.h"

enum { MESSAGE_INFORMATION = 3 };

#define LOOK_AGAIN   5000u /* milliseconds between looks at files of which no editor tells, while somebody types */
#define HEADER_PAUSE 2000u /* and without a change of a header, before sources that are not open are read with it */

/* Says something, once in a session. */
static void say(server *s, const char *text)
{
    char line[1024];
    if (json_object_get(s->said, text))
        return;
    json_object_set_new(s->said, text, json_true());
    snprintf(line, sizeof line, "devlock: %s", text);
    server_notify(s, "window/logMessage",
                  json_make("type", json_number(MESSAGE_INFORMATION), "message", json_text(line), NULL));
}

/* Its text is what it was; what it is linked with is not. */
static void derive(server *s, document *d)
{
    d->derived = true;
    search_forget(s, d->uri);
}

void renewals_other(server *s, const char *path)
{
    for (size_t i = 0; i < s->open.count; i++) {
        document *d = &s->open.items[i];
        if (d->source && strcmp(d->path, path) != 0 && json_object_get(json_object_get(s->contexts, d->uri), path))
            derive(s, d);
    }
}

void renewals_all(server *s)
{
    for (size_t i = 0; i < s->open.count; i++)
        s->open.items[i].renew = s->open.items[i].source;
}

void renewals_open(server *s, document *d)
{
    d->renew = d->waits = d->source && server_folder(s);
}

/* What is read with the header as it was is of no use any more. */
static void header_typed(server *s)
{
    document *d = s->renewal.child ? documents_find(&s->open, s->renewal.uri) : NULL;
    if (s->renewal.child)
        run_cancel(&s->renewal);
    if (d && d->waits)
        d->renew = true;
    for (size_t i = 0; i < s->open.count; i++)
        if (s->open.items[i].source)
            s->open.items[i].look = server_clock() + HEADER_PAUSE;
}

/* Not every editor tells which files changed. */
void renewals_typed(server *s, document *d)
{
    uint64_t now = server_clock();
    if (!d->source)
        header_typed(s);
    else if (!d->look && now - d->looked >= LOOK_AGAIN)
        d->look = now;
}

void renewals_close(server *s, const char *uri, const char *path)
{
    json_object_del(s->contexts, uri);
    if (s->renewal.child && strcmp(s->renewal.uri, uri) == 0)
        run_cancel(&s->renewal);
    for (size_t i = 0; i < s->open.count; i++) {
        document *d = &s->open.items[i];
        d->renew |= d->source && json_object_get(json_object_get(s->contexts, d->uri), path);
    }
}

static document *next(server *s)
{
    document *look = NULL;
    bool idle = !s->run.child && !s->search.child;
    for (size_t i = 0; i < s->open.count; i++) {
        document *d = &s->open.items[i];
        if (d->renew)
            return d;
        if (d->look && (!look || d->look < look->look))
            look = d;
        idle &= !d->dirty && !d->derived;
    }
    return idle ? look : NULL;
}

int renewals_start(server *s)
{
    document *d = s->renewal.child ? NULL : next(s);
    uint64_t now = server_clock();
    if (!d)
        return -1;
    if (!d->renew && now < d->look)
        return (int)(d->look - now);
    d->renew = false;
    d->look = 0;
    d->looked = now;
    s->renewed = 0;
    run_wish wish = {.source = d, .open = &s->open, .session = server_folder(s), .renewing = true};
    if (wish.session && run_start(&s->renewal, &wish, s->analysis, s->user))
        return -1;
    fprintf(stderr, "devlock: error: nothing is known of the other files of %s: %s\n", d->uri, strerror(errno));
    d->waits = false;
    return -1;
}

static void take_line(server *s, json_t *line)
{
    document *d = documents_find(&s->open, s->renewal.uri);
    json_t *paths = json_object(), *item;
    size_t i;
    json_array_foreach(json_object_get(line, "others"), i, item)
        json_object_set_new(paths, json_string_value(item), json_true());
    json_object_set_new(s->contexts, s->renewal.uri, paths);
    json_array_foreach(json_object_get(line, "taken"), i, item) renewals_other(s, json_string_value(item));
    json_array_foreach(json_object_get(line, "say"), i, item) say(s, json_string_value(item));
    if (d && !d->waits && json_is_true(json_object_get(line, "changed")))
        derive(s, d);
    if (d)
        d->waits = false;
}

/* The lines that are whole. */
static void take_lines(server *s)
{
    const run *r = &s->renewal;
    size_t end = r->length;
    while (end > s->renewed && r->text[end - 1] != '\n')
        end--;
    if (end == s->renewed)
        return;
    const char *at = r->text + s->renewed;
    json_t *line;
    s->renewed = end;
    while ((line = lines_next(&at, r->text + end))) {
        if (line_is(line, "context"))
            take_line(s, line);
        json_decref(line);
    }
}

void renewals_read(server *s)
{
    run_outcome outcome = run_read(&s->renewal);
    take_lines(s);
    if (outcome == RUN_GOING)
        return;
    document *d = documents_find(&s->open, s->renewal.uri);
    if (d)
        d->waits = false;
    if (outcome != RUN_DONE) {
        fprintf(stderr, "devlock: error: looking at the other files of %s %s\n", s->renewal.uri,
                outcome == RUN_CRASHED    ? "crashed"
                : outcome == RUN_TOO_LONG ? "took too long and was ended"
                                          : "was not possible");
        say(s, "what a scan knows of other files could not be looked at; the language server's log may say more");
    }
    run_cancel(&s->renewal);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Telling the client that work is going on: of the first analysis, and of several documents; and of requests that wait,
 * to those that named a token.
 *
 * Needs: runs and requests. Leaves: $/progress. Cost: none to speak of.
 */
#include <stdio.h>
#include <string.h>

#include "report/json.h"
#include "server.h"

#define TOKEN "devlock-analysis"

static void tell(server *s, json_t *token, json_t *value)
{
    server_notify(s, "$/progress", json_make("token", json_incref(token), "value", value, NULL));
}

static unsigned count_dirty(const server *s)
{
    unsigned count = 0;
    for (size_t i = 0; i < s->open.count; i++)
        count += s->open.items[i].dirty;
    return count;
}

/* "DONE of TOTAL: FILE" */
static json_t *state(const server *s, const char *kind, const document *d)
{
    char text[256];
    const char *name = strrchr(d->path, '/');
    snprintf(text, sizeof text, "%u of %u: %.200s", s->progress.done + 1, s->progress.total, name ? name + 1 : d->path);
    return json_make("kind", json_text(kind), "title",
                     strcmp(kind, "begin") == 0 ? json_text("devlock: looking at locks") : NULL, "message",
                     json_text(text), "percentage", json_number(100u * s->progress.done / s->progress.total), NULL);
}

void progress_run(server *s, const document *d)
{
    json_t *token = json_text(TOKEN);
    unsigned left = count_dirty(s) + 1; /* this one is not dirty any more */
    bool worth = left > 1 || !s->progress.any;
    s->progress.any = true;
    if (s->progress.going) {
        s->progress.total = s->progress.done + left;
        tell(s, token, state(s, "report", d));
    } else if (s->works && worth) {
        s->progress.going = true;
        s->progress.done = 0;
        s->progress.total = left;
        server_request(s, "window/workDoneProgress/create", json_make("token", json_incref(token), NULL));
        tell(s, token, state(s, "begin", d));
    }
    json_decref(token);
}

void progress_ran(server *s)
{
    s->progress.done++;
    if (!s->progress.going || count_dirty(s))
        return;
    json_t *token = json_text(TOKEN);
    tell(s, token, json_make("kind", json_text("end"), NULL));
    s->progress.going = false;
    json_decref(token);
}

void progress_asked(server *s, json_t *params)
{
    json_t *token = json_object_get(params, "workDoneToken");
    if (token)
        tell(s, token, json_make("kind", json_text("begin"), "title", json_text("devlock: looking at locks"), NULL));
}

void progress_answered(server *s, json_t *params)
{
    json_t *token = json_object_get(params, "workDoneToken");
    if (token)
        tell(s, token, json_make("kind", json_text("end"), NULL));
}

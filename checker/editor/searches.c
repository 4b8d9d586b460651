/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Searches for fixes: one at a time, beside the runs that look for findings, each in a process of its own (runs.h).
 *
 * Needs: documents that are analysed. Leaves: fixes, by document and fingerprint of the finding. Cost: that of
 * scan/offers.c, when somebody asks for them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "report/json.h"
#include "server.h"

static json_t *found_of(server *s, const char *uri)
{
    json_t *found = json_object_get(s->fixes, uri);
    if (!found)
        json_object_set_new(s->fixes, uri, found = json_object());
    return found;
}

/* That nothing is known is an answer, too: else it would be looked for again and again. */
static void take_lines(server *s)
{
    json_t *found = found_of(s, s->search.uri), *fingerprint;
    size_t i;
    json_array_foreach(s->searched, i, fingerprint)
        json_object_set_new(found, json_string_value(fingerprint), json_array());
    for (const char *at = s->search.text, *end = at + s->search.length; at && at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        json_t *line = json_loadb(at, (size_t)(stop - at), 0, NULL);
        const char *of = json_string_value(json_object_get(line, "fingerprint"));
        json_t *list = of ? json_object_get(found, of) : NULL;
        if (list)
            json_array_append(list, line);
        json_decref(line);
        at = stop + 1;
    }
}

void search_read(server *s)
{
    run_outcome outcome = run_read(&s->search);
    if (outcome == RUN_GOING)
        return;
    if (outcome == RUN_CRASHED || outcome == RUN_TOO_LONG)
        fprintf(stderr, "devlock: error: looking for fixes in %s %s\n", s->search.uri,
                outcome == RUN_CRASHED ? "crashed" : "took too long and was ended");
    take_lines(s);
    run_cancel(&s->search);
}

void search_forget(server *s, const char *uri)
{
    json_object_del(s->fixes, uri);
    if (s->search.child && strcmp(s->search.uri, uri) == 0)
        run_cancel(&s->search);
}

json_t *search_result(server *s, const char *uri, const char *fingerprint)
{
    return json_object_get(json_object_get(s->fixes, uri), fingerprint);
}

void search_start(server *s, const char *uri, json_t *fingerprints)
{
    const document *d = documents_find(&s->open, uri);
    size_t count = json_array_size(fingerprints);
    if (s->search.child || !count)
        return;
    const char **names = must_allocate(count * sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = json_string_value(json_array_get(fingerprints, i));
    json_decref(s->searched);
    s->searched = json_incref(fingerprints);
    run_wish wish = {d, &s->open, names, count};
    if (!d || !run_start(&s->search, &wish, s->analysis, s->user)) {
        if (d)
            fprintf(stderr, "devlock: error: fixes in %s cannot be looked for: %s\n", uri, strerror(errno));
        s->search = (run){.uri = strdup(uri)};
        take_lines(s);
        run_cancel(&s->search);
    }
    free(names);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Searches for fixes, and for what is known at calls of lock functions: one at a time, beside the runs that look for
 * findings, each in a process of its own (runs.h).
 *
 * Needs: documents that are analysed. Leaves: fixes, by document and fingerprint of the finding; calls, by document.
 * Cost: that of scan/offers.c, or of core/lock_calls.h, when somebody asks for them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "lines.h"
#include "server.h"

/* That nothing is known is an answer, too: else it would be looked for again and again. */
static void take_lines(server *s)
{
    json_t *found = json_object_get(s->fixes, s->search.uri), *calls = json_array(), *fingerprint, *line;
    const char *at = s->search.text, *end = lines_end(at, s->search.length);
    size_t i;
    if (!found)
        json_object_set_new(s->fixes, s->search.uri, found = json_object());
    json_array_foreach(s->searched, i, fingerprint)
        json_object_set_new(found, json_string_value(fingerprint), json_array());
    while ((line = lines_next(&at, end))) {
        json_t *list = line_is(line, "call") ? calls : json_object_get(found, line_text(line, "fingerprint"));
        if (list)
            json_array_append(list, line);
        json_decref(line);
    }
    if (!s->searched)
        json_object_set(s->calls, s->search.uri, calls);
    json_decref(calls);
}

void search_read(server *s)
{
    run_outcome outcome = run_read(&s->search);
    if (outcome == RUN_GOING)
        return;
    if (outcome == RUN_CRASHED || outcome == RUN_TOO_LONG)
        fprintf(stderr, "devlock: error: looking for %s in %s %s\n",
                s->searched ? "fixes" : "what is known of its calls", s->search.uri,
                outcome == RUN_CRASHED ? "crashed" : "took too long and was ended");
    take_lines(s);
    run_cancel(&s->search);
}

void search_forget(server *s, const char *uri)
{
    json_object_del(s->fixes, uri);
    json_object_del(s->calls, uri);
    if (s->search.child && strcmp(s->search.uri, uri) == 0)
        run_cancel(&s->search);
}

json_t *search_result(server *s, const char *uri, const char *fingerprint)
{
    return json_object_get(json_object_get(s->fixes, uri), fingerprint);
}

json_t *search_calls(server *s, const char *uri)
{
    return json_object_get(s->calls, uri);
}

void search_start(server *s, const char *uri, json_t *fingerprints)
{
    const document *d = documents_find(&s->open, uri);
    size_t count = json_array_size(fingerprints);
    if (s->search.child)
        return;
    const char **names = must_allocate((count + 1) * sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = json_string_value(json_array_get(fingerprints, i));
    json_decref(s->searched);
    s->searched = json_incref(fingerprints);
    run_wish wish = {.source = d,
                     .open = &s->open,
                     .fixes_of = names,
                     .fixes_of_count = count,
                     .calls = !fingerprints,
                     .session = s->folder,
                     .recalled = d && d->captured};
    if (!d || !run_start(&s->search, &wish, s->analysis, s->user)) {
        if (d)
            fprintf(stderr, "devlock: error: %s cannot be analysed: %s\n", uri, strerror(errno));
        s->search = (run){.uri = strdup(uri)};
        take_lines(s);
        run_cancel(&s->search);
    }
    free(names);
}

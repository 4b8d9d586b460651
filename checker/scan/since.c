/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * --changed-since; see since.h.
 *
 * Needs: the sources of a scan, sorted, and its configuration. Leaves: a narrower report, and lines on stderr. Cost:
 * see changes.c and touched.c.
 */
#include "since.h"

#include <stdio.h>
#include <stdlib.h>

#include "report/paths.h"

/* What git does not know may have changed or not. */
static void name_unknown(const since *since, const scan_request *request)
{
    const scan_sources *sources = &request->sources;
    size_t count = 0;
    for (size_t i = 0; i < sources->count; i++) {
        char *path = path_from_root("/", sources->items[i].file), *real = realpath(sources->items[i].file, NULL);
        if (!changes_knows(&since->changes, real ? real : path)) {
            count++;
            if (request->verbose)
                fprintf(stderr, "devlock: %s is not under git's control and counts as unchanged\n",
                        sources->items[i].file);
        }
        free(path);
        free(real);
    }
    if (count && !request->verbose && !request->quiet)
        fprintf(stderr, "devlock: %zu source%s not under git's control and count%s as unchanged; --verbose names %s\n",
                count, count == 1 ? " is" : "s are", count == 1 ? "s" : "", count == 1 ? "it" : "them");
}

/* With another model or configuration every verdict may be another one. */
static void look_at_settings(since *since, const scan_request *request, const config *config)
{
    const config_setting *models = &config->settings[CONFIG_MODELS];
    const char *changed = config->path && touched_changed(since->touched, config->path) ? config->path : NULL;
    for (size_t i = 0; i < models->count && !changed; i++)
        if (touched_changed(since->touched, models->values[i].text))
            changed = models->values[i].text;
    if (!changed)
        return;
    touched_all(since->touched);
    if (!request->quiet)
        fprintf(stderr, "devlock: %s changed since %s, and so all findings count\n", changed, request->changed_since);
}

bool since_start(since *since, const scan_request *request, const config *config)
{
    if (!request->changed_since)
        return true;
    if (!changes_find(&since->changes, request->changed_since, &request->sources))
        return false;
    since->touched = touched_new(&since->changes);
    name_unknown(since, request);
    look_at_settings(since, request, config);
    return true;
}

void since_free(since *since)
{
    touched_free(since->touched);
    changes_free(&since->changes);
}

bool since_nothing(const since *since)
{
    return since->touched && !since->changes.count;
}

void since_find(since *since, const scan_request *request, const devlock_program *program, const devlock_model *model)
{
    const changes *c = &since->changes;
    if (!since->touched)
        return;
    touched_find(since->touched, program, model, request->sources.count > 1);
    size_t count = touched_source_count(since->touched);
    if (request->quiet)
        return;
    if (!c->count)
        fprintf(stderr, "devlock: nothing changed since %s (%.7s)\n", c->revision, c->base);
    else if (!count)
        fprintf(stderr, "devlock: of what is scanned nothing changed since %s (%.7s)\n", c->revision, c->base);
    else
        fprintf(stderr, "devlock: what changed since %s (%.7s) touches %zu of %zu sources\n", c->revision, c->base,
                count, request->sources.count);
}

void since_narrow(since *since, report *report)
{
    if (!since->touched)
        return;
    report->since = since->changes.revision;
    touched_narrow(since->touched, report);
}

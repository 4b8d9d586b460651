/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Scans of a document that pause. See editing.h.
 *
 * What is read before the pause is told to request->on_input: configuration, compile database, models, project files,
 * the source's headers and the folders in which they are looked for. In children it is told what is read after the
 * pause: a text that is another in the editor than it was, which the child does not have, ends that run.
 *
 * Needs: a keeper. Leaves: in children, a request with the document's text. Cost: a look at each file and folder for
 * each run.
 */
#include "editing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/arena.h"
#include "editor/keeping.h"

/* For texts to go on with: twice that of now, and some. */
#define ROOM(length) ((length)*2 + 65536)

static bool stands(void *user)
{
    return inputs_stand(((editing *)user)->state);
}

static bool has_read(void *user, const char *path)
{
    return inputs_read(((editing *)user)->state, path, keeping_same_file);
}

static void take_input(void *user, const char *path, input_kind kind)
{
    editing *e = user;
    if (!e->wish->keeping->child)
        inputs_add_kind(e->inputs, path, kind);
    else if (kind == INPUT_FILE && keeping_changed(e->wish->keeping, path))
        _exit(KEEPER_EXIT_STALE);
}

static devlock_rest go_on(void *user, size_t beginning)
{
    editing *e = user;
    const document *d = e->wish->source;
    e->state = inputs_look(e->inputs, e->start);
    keeping_reader reader = {stands, has_read, e};
    keeping_wait(e->wish->keeping, beginning, &reader);
    for (size_t i = 0; i < e->request->buffer_count; i++)
        if (strcmp(e->buffers[i].path, d->path) == 0) {
            e->buffers[i].text = d->text;
            e->buffers[i].length = d->length;
        }
    return (devlock_rest){.text = d->text, .length = d->length, .from = beginning};
}

static void missed(void *user)
{
    (void)user;
    _exit(KEEPER_EXIT_MISSED);
}

/* What decides about a source, in its folder and those above. One that is not there belongs to no project; once it is,
 * what is in it does not matter. */
static void add_deciding(editing *e, const char *source)
{
    static const char *const names[] = {".devlock.yaml", "compile_commands.json", "build/compile_commands.json"};
    size_t size = strlen(source) + 64;
    char *folder = strdup(source), *path = must_allocate(size), *end;
    while ((end = strrchr(folder, '/'))) {
        *end = '\0';
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            snprintf(path, size, "%s/%s", folder, names[i]);
            inputs_add_kind(e->inputs, path, INPUT_ALONE);
        }
    }
    if (access(source, F_OK) != 0)
        inputs_add_kind(e->inputs, source, INPUT_ALONE);
    free(folder);
    free(path);
}

void editing_start(editing *e, const run_wish *wish, scan_request *request, devlock_buffer *buffers)
{
    *e = (editing){.wish = wish, .request = request, .buffers = buffers, .start = inputs_clock()};
    e->wish->keeping->room = ROOM(wish->source->length);
    e->inputs = inputs_new(NULL);
    add_deciding(e, wish->source->path);
    e->pause = (devlock_pause){
        .path = wish->source->path, .room = e->wish->keeping->room, .go_on = go_on, .missed = missed, .user = e};
    request->pause = &e->pause;
    request->on_input = take_input;
    request->input_user = e;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * How all inputs are at one time, and whether they still are so; see inputs.h.
 *
 * Kept in a file, each is a line that ends with a 0 byte, "KIND TIME WHAT PATH", behind one with the time of the start.
 *
 * Needs: inputs. Leaves: a state. Cost: a look at each file, a reading of each folder; a look at each, later.
 */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inputs_look.h"

typedef struct known_input {
    char *path;
    input_kind kind;
    look look; /* time 0: not to be trusted, or not there */
} known_input;

struct inputs_state {
    known_input *items;
    size_t count, capacity;
    int64_t start;
};

static void add_known(inputs_state *state, const char *path, input_kind kind)
{
    ARRAY_RESERVE(state->items, state->count, state->capacity);
    state->items[state->count++] = (known_input){strdup(path), kind, inputs_look_at(path, kind)};
}

inputs_state *inputs_look(const inputs *given, int64_t start)
{
    inputs *in = (inputs *)given;
    inputs_state *state = must_zero(sizeof *state);
    state->start = start;
    for (size_t kind = 0; kind < INPUT_KINDS; kind++)
        for (uint32_t i = 0; i < in->lists[kind].count; i++)
            if (kind != INPUT_FOLDER && kind != INPUT_WANTED)
                add_known(state, in->lists[kind].items[i], (input_kind)kind);
    path_list folders = inputs_folders(in);
    for (uint32_t i = 0; i < folders.count; i++)
        add_known(state, folders.items[i], INPUT_FOLDER);
    free(folders.items);
    string_map_free(folders.known);
    return state;
}

/* A folder of which the time is the same has the same names, if the time is not that of reading it. */
static bool stands(const inputs_state *state, const known_input *input)
{
    look now = inputs_look_at_time(input->path, input->kind);
    if (!now.time || !input->look.time)
        return !now.time && !input->look.time;
    bool same = now.time == input->look.time && input->look.time < state->start;
    if (input->kind == INPUT_FOLDER || input->kind == INPUT_NAMES)
        return same || inputs_look_at(input->path, input->kind).what == input->look.what;
    return same && now.what == input->look.what;
}

bool inputs_stand(const inputs_state *state)
{
    for (size_t i = 0; i < state->count; i++)
        if (!stands(state, &state->items[i]))
            return false;
    return true;
}

bool inputs_read(const inputs_state *state, const char *path, bool (*same)(const char *a, const char *b))
{
    for (size_t i = 0; i < state->count; i++)
        if (state->items[i].kind == INPUT_FILE && same(state->items[i].path, path))
            return true;
    return false;
}

void inputs_state_free(inputs_state *state)
{
    for (size_t i = 0; state && i < state->count; i++)
        free(state->items[i].path);
    if (state)
        free(state->items);
    free(state);
}

/* ---- kept in a file -------------------------------------------------------------------------------------------- */

void inputs_state_print(const inputs_state *state, FILE *out)
{
    fprintf(out, "%zu %" PRId64 "%c", state->count, state->start, 0);
    for (size_t i = 0; i < state->count; i++) {
        const known_input *known = &state->items[i];
        fprintf(out, "%d %" PRId64 " %" PRIu64 " %s%c", (int)known->kind, known->look.time, known->look.what,
                known->path, 0);
    }
}

/* A line; gives false if it is none. */
static bool take_line(inputs_state *state, const char *line)
{
    int kind, length = 0;
    look look;
    if (sscanf(line, "%d %" SCNd64 " %" SCNu64 " %n", &kind, &look.time, &look.what, &length) != 3 || !length ||
        kind < 0 || kind >= INPUT_KINDS)
        return false;
    ARRAY_RESERVE(state->items, state->count, state->capacity);
    state->items[state->count++] = (known_input){strdup(line + length), (input_kind)kind, look};
    return true;
}

const char *inputs_state_parse(const char *text, const char *end, inputs_state **state)
{
    size_t count;
    inputs_state *read = must_zero(sizeof *read);
    bool good = text < end && sscanf(text, "%zu %" SCNd64, &count, &read->start) == 2;
    text = good ? text + strlen(text) + 1 : end;
    for (; good && read->count < count && text < end; text += strlen(text) + 1)
        good = take_line(read, text);
    if (good && read->count == count) {
        *state = read;
        return text;
    }
    inputs_state_free(read);
    return NULL;
}

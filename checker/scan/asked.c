/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the models want to know; see asked.h: lines "record NAME", "macro NAME" and "call NAME". What
 * devlock_analysis_prepare asks for must all be there.
 *
 * Needs: a model or a text. Leaves: a text, or a program that has been asked. Cost: small.
 */
#define _GNU_SOURCE
#include "asked.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devlock/analysis.h"

static char *text_of(const devlock_program *asked)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i < devlock_program_asked_record_count(asked); i++)
        fprintf(out, "record %s\n", devlock_program_asked_record(asked, i));
    for (size_t i = 0; i < devlock_program_asked_macro_count(asked); i++)
        fprintf(out, "macro %s\n", devlock_program_asked_macro(asked, i));
    for (size_t i = 0; i < devlock_program_asked_call_count(asked); i++)
        fprintf(out, "call %s\n", devlock_program_asked_call(asked, i));
    fclose(out);
    return text;
}

char *asked_text(const devlock_model *model)
{
    devlock_model *shipped = NULL;
    devlock_program *asked = devlock_program_new(64);
    if (!model) {
        model = shipped = devlock_model_new();
        devlock_model_add_default(shipped);
    }
    devlock_analysis_prepare(asked, model);
    char *text = text_of(asked);
    devlock_model_free(shipped);
    devlock_program_free(asked);
    return text;
}

static bool ask_line(devlock_program *program, const char *line)
{
    if (strncmp(line, "record ", 7) == 0 && line[7])
        devlock_program_ask_record(program, line + 7);
    else if (strncmp(line, "macro ", 6) == 0 && line[6])
        devlock_program_ask_macro(program, line + 6);
    else if (strncmp(line, "call ", 5) == 0 && line[5])
        devlock_program_ask_call(program, line + 5);
    else
        return false;
    return true;
}

bool asked_ask(devlock_program *program, const char *text, const char *path)
{
    char *copy = strdup(text), *rest = copy, *line;
    bool good = copy != NULL;
    while (good && (line = strsep(&rest, "\n")) && (*line || rest))
        good = ask_line(program, line);
    free(copy);
    if (!good)
        fprintf(
            stderr,
            "%s: error: lines 'record NAME', 'macro NAME' and 'call NAME' are expected; devlock ninja writes such a "
            "file\n",
            path);
    return good;
}

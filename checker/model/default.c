/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The models that ship with devlock, as the build parsed them: those that are used unasked, and those that --model
 * names.
 *
 * Needs: devlock_shipped_models. Cost: a look at each node of some hundred lines of YAML.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devlock/model.h"
#include "parsed.h"
#include "reading.h"

/* Used unasked: the video port's locks, and what the kernel's functions do. */
static const char *const defaults[] = {"kernel", "videoport"};

static void add(devlock_model *model, const devlock_parsed_model *file)
{
    char *error = NULL;
    if (!model_read_parsed(model, file->name, &file->document, &error)) {
        /* The tests read every shipped model: this is a broken build. */
        fprintf(stderr, "%s\n", error);
        abort();
    }
}

/* The file of a shipped model; NULL: there is none of this name. */
static const devlock_parsed_model *find(const char *name)
{
    for (const devlock_parsed_model *file = devlock_shipped_models; file->name; file++)
        if (strcmp(file->name, name) == 0)
            return file;
    return NULL;
}

void devlock_model_add_default(devlock_model *model)
{
    for (const devlock_parsed_model *file = devlock_shipped_models; file->name; file++)
        for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
            if (strcmp(file->name, defaults[i]) == 0)
                add(model, file);
}

bool devlock_model_ships(const char *name)
{
    return find(name) != NULL;
}

const char *devlock_model_shipped(void)
{
    static char names[256];
    size_t used = 0;
    for (const devlock_parsed_model *file = devlock_shipped_models; file->name && used < sizeof names; file++) {
        const char *between = !used ? "" : file[1].name ? ", " : " and ";
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", between, file->name);
    }
    return names;
}

bool devlock_model_add_named(devlock_model *model, const char *name, char **error)
{
    const devlock_parsed_model *file = find(name);
    if (!file)
        return devlock_model_read_file(model, name, error);
    add(model, file);
    return true;
}

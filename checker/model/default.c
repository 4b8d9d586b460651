/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The models that ship with devlock, as the build embedded them: those that are used unasked, and those that --model
 * names.
 *
 * Needs: devlock_embedded_models. Cost: reading some hundred lines of YAML, about a millisecond.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devlock/model.h"
#include "embedded.h"

/* Used unasked: the video port's locks, and what the kernel's functions do. */
static const char *const defaults[] = {"kernel.yaml", "videoport.yaml"};

static void add(devlock_model *model, const devlock_embedded *file)
{
    char *error = NULL;
    if (!devlock_model_read(model, file->name, (const char *)file->bytes, file->length, &error)) {
        /* The tests read every shipped model: this is a broken build. */
        fprintf(stderr, "%s\n", error);
        abort();
    }
}

/* The file of a shipped model; NULL: there is none of this name. */
static const devlock_embedded *find(const char *name)
{
    size_t length = strlen(name);
    for (const devlock_embedded *file = devlock_embedded_models; file->name; file++)
        if (strncmp(file->name, name, length) == 0 && strcmp(file->name + length, ".yaml") == 0)
            return file;
    return NULL;
}

void devlock_model_add_default(devlock_model *model)
{
    for (const devlock_embedded *file = devlock_embedded_models; file->name; file++)
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
    for (const devlock_embedded *file = devlock_embedded_models; file->name && used < sizeof names; file++) {
        const char *between = !used ? "" : file[1].name ? ", " : " and ";
        int length = (int)(strlen(file->name) - strlen(".yaml"));
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%.*s", between, length, file->name);
    }
    return names;
}

bool devlock_model_add_named(devlock_model *model, const char *name, char **error)
{
    const devlock_embedded *file = find(name);
    if (!file)
        return devlock_model_read_file(model, name, error);
    add(model, file);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The models that ship with devlock, as the build embedded them.
 *
 * Needs: devlock_embedded_models. Cost: reading some hundred lines of YAML, about a millisecond.
 */
#include <stdio.h>
#include <stdlib.h>

#include "devlock/model.h"
#include "embedded.h"

void devlock_model_add_default(devlock_model *model)
{
    for (const devlock_embedded *file = devlock_embedded_models; file->name; file++) {
        char *error = NULL;
        if (!devlock_model_read(model, file->name, (const char *)file->bytes, file->length, &error)) {
            /* The tests read every shipped model: this is a broken build. */
            fprintf(stderr, "%s\n", error);
            abort();
        }
    }
}

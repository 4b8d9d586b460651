/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The language of MSBuild's files as far as devlock needs it: properties, and conditions over them.
 */
#ifndef DEVLOCK_PROJECT_MSBUILD_H
#define DEVLOCK_PROJECT_MSBUILD_H

#include <stdbool.h>

#include "core/arena.h"

typedef struct msbuild_property {
    char *name, *value;
} msbuild_property;

typedef struct msbuild {
    arena *arena;
    const char *folder; /* of the file that is being read: paths in exists() go from there */
    msbuild_property *properties;
    size_t count, capacity;
    struct project *project; /* is told what exists() looked at (project_look) */
} msbuild;

void msbuild_set(msbuild *build, const char *name, const char *value);

/* NULL: it is not defined. Names know no case. */
const char *msbuild_get(const msbuild *build, const char *name);

/* A text with the values of $(PROPERTY) in it; NULL: there is something in it that is not known: a property that is not
 * defined, a function of a property, a list of items. */
char *msbuild_expand(msbuild *build, const char *text);

/* The same where what is not known counts as empty, as it does for MSBuild. */
char *msbuild_expand_all(msbuild *build, const char *text);

/* The same where what is not known stays as it is written. */
char *msbuild_expand_known(msbuild *build, const char *text);

/* Whether a condition holds: comparisons, exists(), !, and, or, parentheses. NULL and "" hold; what is not understood
 * does not. */
bool msbuild_holds(msbuild *build, const char *condition);

void msbuild_free(msbuild *build);

#endif

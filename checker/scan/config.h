/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The configuration of a scan: what holds for each setting, and where that is said: on the command line, in the file
 * .devlock.yaml that lies in the folder of the sources or the nearest one above, or nowhere. docs/configuration.md.
 */
#ifndef DEVLOCK_SCAN_CONFIG_H
#define DEVLOCK_SCAN_CONFIG_H

#include "devlock/model.h"
#include "scan.h"

typedef enum config_key {
    CONFIG_CHECKS,
    CONFIG_MODELS,
    CONFIG_DEFAULT_MODEL,
    CONFIG_POSSIBLE,
    CONFIG_FIXES,
    CONFIG_LOOP_BOUND,
    CONFIG_SOLVER_BUDGET,
    CONFIG_ROUTINE_BUDGET,
    CONFIG_EXCLUDE,
    CONFIG_KEY_COUNT
} config_key;

/* A value as it is written, and where: "driver/.devlock.yaml:3:9", "command line", "default". */
typedef struct config_value {
    char *text, *origin;
} config_value;

/* What holds for a key: one value, or of lists any number. */
typedef struct config_setting {
    config_value *values;
    size_t count, capacity;
    bool by_model; /* a limit that a model sets */
} config_setting;

typedef struct config {
    char *path; /* of the file; NULL: there is none */
    config_setting settings[CONFIG_KEY_COUNT];
} config;

/* Finds out what holds for a scan; the sources must be known. Gives false with an error on stderr for a file that
 * cannot be used. config_free in any case. */
bool config_resolve(config *config, const scan_request *request);
void config_free(config *config);

/* The value of a key that has one; of a truth value or a number what it means. */
const char *config_text(const config *config, config_key key);
bool config_truth(const config *config, config_key key);
unsigned config_number(const config *config, config_key key);

/* Says what the limits are that nothing but models sets. origin: the model that was read last, or "default". */
void config_settle(config *config, devlock_limits limits, const char *origin);

/* Whether a limit is left to the models. */
bool config_leaves_limits(const config *config);

/* Which pattern of Exclude leaves out a source; NULL: none. */
const config_value *config_excludes(const config *config, const char *file);

/* Prints all settings as a file that could be one, with where each comes from behind it. Gives the exit status. */
int config_dump(const config *config);

#endif

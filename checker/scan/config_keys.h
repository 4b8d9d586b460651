/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The keys of .devlock.yaml, and reading one; for config.c.
 */
#ifndef DEVLOCK_SCAN_CONFIG_KEYS_H
#define DEVLOCK_SCAN_CONFIG_KEYS_H

#include "config.h"

typedef enum config_kind {
    CONFIG_IS_TEXT,
    CONFIG_IS_TRUTH, /* "true" or "false" */
    CONFIG_IS_NUMBER,
    CONFIG_IS_FILES, /* a list of paths, which count from the file's folder */
    CONFIG_IS_GLOBS  /* a list of patterns of paths, which count from there, too */
} config_kind;

typedef struct config_key_info {
    const char *name;
    config_kind kind;
    const char *otherwise; /* NULL: an empty list */
} config_key_info;

/* By config_key. */
extern const config_key_info config_keys[CONFIG_KEY_COUNT];

void config_add(config *config, config_key key, const char *text, const char *origin);
void config_clear(config *config, config_key key);

/* Reads a file. Gives false with an error on stderr: file, line, column, what is wrong and what was expected. */
bool config_read(config *config, const char *path);

#endif

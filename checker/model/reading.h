/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the parts of the reader of model files share. Each function reads one entry of a list of the file into
 * reading->model and gives false, with reading->yaml.error set, if it is wrong.
 */
#ifndef DEVLOCK_MODEL_READING_H
#define DEVLOCK_MODEL_READING_H

#include "storage.h"
#include "yaml_nodes.h"

/* What is being read. */
typedef struct reading {
    yaml_reader yaml;
    devlock_model *model;      /* what the file defines */
    const devlock_model *base; /* what the file is added to */
    const char *family;        /* of the functions that do not say theirs, or NULL */
    bool supporting;           /* the file is there for other models */
} reading;

/* read.c: like devlock_model_read, of a document that is parsed already. */
bool model_read_parsed(devlock_model *model, const char *path, const yaml_document_t *document, char **error);

/* read_locks.c: what a lock is; then, when the file's contexts are known, its functions. */
bool read_lock(reading *reading, yaml_node_t *node);
bool read_functions_of_lock(reading *reading, yaml_node_t *node);

/* read_functions.c */
bool read_function(reading *reading, yaml_node_t *node);
bool read_macro(reading *reading, yaml_node_t *node);

/* The keys that lock functions and other functions share, for lists of known keys. */
#define SHARED_KEYS                                                                                                    \
    "effect", "size", "returns", "raises", "level", "basis", "sets-level", "sets-level-if", "saves-level", "slow",     \
        "timeout", "stalls", "reads-device", "hands-on", "result", "callbacks", "family"

/* Reads these keys and `arguments`, and adds the function under each of its names. The function is freed, but for its
 * name. */
bool read_shared_keys(reading *reading, yaml_node_t *node, devlock_model_function *function);

/* Whether the entry's `basis` is "inferred". */
bool read_basis(reading *reading, yaml_node_t *node, bool *inferred);

/* read_contexts.c: contexts, and the fields of records that lead to them. */
bool read_context(reading *reading, yaml_node_t *node);
bool read_record(reading *reading, yaml_node_t *node);

/* When all functions of the file are known: whether those that the context names are there. */
bool check_context(reading *reading, yaml_node_t *node);

/* The callbacks of a function; they are allocated, their names belong to the file or to the base. */
bool read_callbacks(reading *reading, yaml_node_t *node, devlock_model_function *function);

/* `{ argument: N, value: V }`, an argument counted from 0 and a value. what: for the message about unknown keys. */
bool read_argument_value(yaml_reader *yaml, yaml_node_t *node, const char *what, int *argument, int64_t *value);

/* Whether a text is "NAME of TYPE", two C identifiers. */
bool model_is_typed_name(const char *name);

/* Whether a text is a C identifier. */
bool is_identifier(const char *name);

#endif

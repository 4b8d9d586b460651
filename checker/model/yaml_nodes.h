/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * YAML for readers that give good errors: a document is loaded with the place of every node, and each helper below
 * says in words, with file, line and column, what is wrong and what was expected. The first error is kept.
 */
#ifndef DEVLOCK_MODEL_YAML_NODES_H
#define DEVLOCK_MODEL_YAML_NODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yaml.h>

typedef struct yaml_reader {
    const char *path;
    yaml_document_t document;
    bool loaded;
    char *error; /* NULL while all is well */
} yaml_reader;

/* Loads the only document of a text. On failure reader->error is set. Call yaml_reader_close in any case. */
bool yaml_reader_open(yaml_reader *reader, const char *path, const char *text, size_t length);

/* The same for a document that is parsed already, and outlives the reader. */
void yaml_reader_use(yaml_reader *reader, const char *path, const yaml_document_t *document);

void yaml_reader_close(yaml_reader *reader);

/* Notes an error at a node (NULL: at the beginning of the file); gives false. */
bool yaml_fail(yaml_reader *reader, const yaml_node_t *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

yaml_node_t *yaml_root(yaml_reader *reader);

/* Whether a node is a mapping whose keys are all in `known` (ends with NULL) and differ. */
bool yaml_keys(yaml_reader *reader, const yaml_node_t *node, const char *what, const char *const *known);

/* The value of a key in a mapping, or NULL. */
yaml_node_t *yaml_value(yaml_reader *reader, const yaml_node_t *mapping, const char *key);

/* The pairs of a mapping whose keys are names of the author's own: `what` is no mapping, or a key is no name or given
 * twice: false. */
bool yaml_names(yaml_reader *reader, const yaml_node_t *node, const char *what);
size_t yaml_pair_count(const yaml_node_t *mapping);
void yaml_pair(yaml_reader *reader, const yaml_node_t *mapping, size_t index, yaml_node_t **key, yaml_node_t **value);

/* The entries of a list; a node that is no list is a list of itself. */
size_t yaml_count(const yaml_node_t *node);
yaml_node_t *yaml_entry(yaml_reader *reader, const yaml_node_t *node, size_t index);

/* The text of a scalar, or NULL with an error that says what was expected. */
const char *yaml_text(yaml_reader *reader, const yaml_node_t *node, const char *expected);

/* yes, no, true, false; a whole number, decimal or 0x…. */
bool yaml_boolean(yaml_reader *reader, const yaml_node_t *node, bool *value);
bool yaml_number(yaml_reader *reader, const yaml_node_t *node, int64_t low, int64_t high, const char *expected,
                 int64_t *value);

#endif

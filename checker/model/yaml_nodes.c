/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * YAML documents with good errors, over libyaml's document interface; see yaml_nodes.h.
 *
 * Needs: the text in memory. Leaves: nodes that live until the reader is closed. Cost: linear in the text.
 */
#include "yaml_nodes.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage.h"

/* ---- errors -------------------------------------------------------------------------------------------------- */

static void note_error(yaml_reader *reader, size_t line, size_t column, const char *text)
{
    if (reader->error)
        return;
    int size = snprintf(NULL, 0, "%s:%zu:%zu: error: %s", reader->path, line + 1, column + 1, text) + 1;
    reader->error = model_allocate((size_t)size);
    snprintf(reader->error, (size_t)size, "%s:%zu:%zu: error: %s", reader->path, line + 1, column + 1, text);
}

bool yaml_fail(yaml_reader *reader, const yaml_node_t *node, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    note_error(reader, node ? node->start_mark.line : 0, node ? node->start_mark.column : 0, text);
    return false;
}

/* What libyaml says about a text that is no YAML. Its context ("while parsing a block mapping") helps to find it. */
static void note_syntax_error(yaml_reader *reader, const yaml_parser_t *parser)
{
    char text[512];
    yaml_mark_t mark = parser->problem_mark;
    if (parser->error == YAML_READER_ERROR) {
        snprintf(text, sizeof text, "not a YAML file: %s at byte %zu; expected text in UTF-8",
                 parser->problem ? parser->problem : "unreadable", parser->problem_offset);
        mark = parser->mark;
    } else if (parser->context) {
        snprintf(text, sizeof text, "not well-formed YAML: %s %s that begins at line %zu", parser->problem,
                 parser->context, parser->context_mark.line + 1);
    } else {
        snprintf(text, sizeof text, "not well-formed YAML: %s", parser->problem ? parser->problem : "unreadable");
    }
    note_error(reader, mark.line, mark.column, text);
}

/* ---- documents ----------------------------------------------------------------------------------------------- */

/* A second document would be ignored without a word: say so. */
static bool is_last(yaml_reader *reader, yaml_parser_t *parser)
{
    yaml_document_t rest;
    if (!yaml_parser_load(parser, &rest)) {
        note_syntax_error(reader, parser);
        return false;
    }
    yaml_node_t *more = yaml_document_get_root_node(&rest);
    if (more)
        yaml_fail(reader, more, "a second YAML document; expected one document in a file");
    yaml_document_delete(&rest);
    return !more;
}

bool yaml_reader_open(yaml_reader *reader, const char *path, const char *text, size_t length)
{
    *reader = (yaml_reader){.path = path};
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        model_allocate(SIZE_MAX); /* it fails for lack of memory only */
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    reader->loaded = yaml_parser_load(&parser, &reader->document);
    bool good = reader->loaded;
    if (!reader->loaded)
        note_syntax_error(reader, &parser);
    else if (yaml_root(reader))
        good = is_last(reader, &parser);
    yaml_parser_delete(&parser);
    return good;
}

void yaml_reader_use(yaml_reader *reader, const char *path, const yaml_document_t *document)
{
    *reader = (yaml_reader){.path = path, .document = *document};
}

void yaml_reader_close(yaml_reader *reader)
{
    if (reader->loaded)
        yaml_document_delete(&reader->document);
    reader->loaded = false;
}

yaml_node_t *yaml_root(yaml_reader *reader)
{
    return yaml_document_get_root_node(&reader->document);
}

/* ---- mappings and lists -------------------------------------------------------------------------------------- */

static bool is_scalar(const yaml_node_t *node)
{
    return node && node->type == YAML_SCALAR_NODE;
}

static const char *scalar(const yaml_node_t *node)
{
    return (const char *)node->data.scalar.value;
}

static bool contains(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* "a, b, c", in a buffer that is large enough for any list of keys here; cut when not. */
static const char *join(const char *const *names, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    for (const char *const *name = names; *name && used < size; name++)
        used += (size_t)snprintf(buffer + used, size - used, "%s%s", name == names ? "" : ", ", *name);
    return buffer;
}

/* Whether the key of a pair is not given before in its mapping. */
static bool is_first(yaml_reader *reader, const yaml_node_t *node, const yaml_node_pair_t *pair, const char *what)
{
    yaml_node_t *key = yaml_document_get_node(&reader->document, pair->key);
    for (yaml_node_pair_t *other = node->data.mapping.pairs.start; other < pair; other++) {
        yaml_node_t *before = yaml_document_get_node(&reader->document, other->key);
        if (strcmp(scalar(before), scalar(key)) == 0)
            return yaml_fail(reader, key, "the key '%s' is given twice in %s (first in line %zu); expected once",
                             scalar(key), what, before->start_mark.line + 1);
    }
    return true;
}

static bool check_key(yaml_reader *reader, const yaml_node_t *node, const yaml_node_pair_t *pair, const char *what,
                      const char *const *known)
{
    char buffer[512];
    yaml_node_t *key = yaml_document_get_node(&reader->document, pair->key);
    if (!is_scalar(key))
        return yaml_fail(reader, key, "the key of %s is no name; expected one of: %s", what,
                         join(known, buffer, sizeof buffer));
    if (!contains(known, scalar(key)))
        return yaml_fail(reader, key, "unknown key '%s' in %s; expected one of: %s", scalar(key), what,
                         join(known, buffer, sizeof buffer));
    return is_first(reader, node, pair, what);
}

bool yaml_keys(yaml_reader *reader, const yaml_node_t *node, const char *what, const char *const *known)
{
    char buffer[512];
    if (!node || node->type != YAML_MAPPING_NODE)
        return yaml_fail(reader, node, "%s is no mapping; expected 'key: value' pairs with the keys: %s", what,
                         join(known, buffer, sizeof buffer));
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++)
        if (!check_key(reader, node, pair, what, known))
            return false;
    return true;
}

yaml_node_t *yaml_value(yaml_reader *reader, const yaml_node_t *mapping, const char *key)
{
    for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start; pair < mapping->data.mapping.pairs.top; pair++) {
        yaml_node_t *name = yaml_document_get_node(&reader->document, pair->key);
        if (is_scalar(name) && strcmp(scalar(name), key) == 0)
            return yaml_document_get_node(&reader->document, pair->value);
    }
    return NULL;
}

bool yaml_names(yaml_reader *reader, const yaml_node_t *node, const char *what)
{
    if (node->type != YAML_MAPPING_NODE)
        return yaml_fail(reader, node, "%s is no mapping; expected 'name: value' pairs", what);
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
        yaml_node_t *key = yaml_document_get_node(&reader->document, pair->key);
        if (!yaml_text(reader, key, "a name") || !is_first(reader, node, pair, what))
            return false;
    }
    return true;
}

size_t yaml_pair_count(const yaml_node_t *mapping)
{
    return (size_t)(mapping->data.mapping.pairs.top - mapping->data.mapping.pairs.start);
}

void yaml_pair(yaml_reader *reader, const yaml_node_t *mapping, size_t index, yaml_node_t **key, yaml_node_t **value)
{
    yaml_node_pair_t *pair = mapping->data.mapping.pairs.start + index;
    *key = yaml_document_get_node(&reader->document, pair->key);
    *value = yaml_document_get_node(&reader->document, pair->value);
}

size_t yaml_count(const yaml_node_t *node)
{
    if (node->type != YAML_SEQUENCE_NODE)
        return 1;
    return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
}

yaml_node_t *yaml_entry(yaml_reader *reader, const yaml_node_t *node, size_t index)
{
    if (node->type != YAML_SEQUENCE_NODE)
        return (yaml_node_t *)node;
    return yaml_document_get_node(&reader->document, node->data.sequence.items.start[index]);
}

/* ---- scalars ------------------------------------------------------------------------------------------------- */

const char *yaml_text(yaml_reader *reader, const yaml_node_t *node, const char *expected)
{
    if (is_scalar(node) && *scalar(node) && strlen(scalar(node)) == node->data.scalar.length)
        return scalar(node);
    const char *found = !is_scalar(node) ? (node->type == YAML_MAPPING_NODE ? "a mapping" : "a list")
                        : *scalar(node)  ? "a text with a zero byte"
                                         : "nothing";
    yaml_fail(reader, node, "%s here; expected %s", found, expected);
    return NULL;
}

bool yaml_boolean(yaml_reader *reader, const yaml_node_t *node, bool *value)
{
    static const char *const yes[] = {"yes", "true", "Yes", "True", "YES", "TRUE", NULL};
    static const char *const no[] = {"no", "false", "No", "False", "NO", "FALSE", NULL};
    const char *text = yaml_text(reader, node, "yes or no");
    if (!text)
        return false;
    *value = contains(yes, text);
    return *value || contains(no, text) ||
           yaml_fail(reader, node, "'%s' is neither yes nor no; expected yes or no", text);
}

bool yaml_number(yaml_reader *reader, const yaml_node_t *node, int64_t low, int64_t high, const char *expected,
                 int64_t *value)
{
    const char *text = yaml_text(reader, node, expected);
    if (!text)
        return false;
    char *end;
    errno = 0;
    /* 0xFFFFFFFF80000000 and the like are meant as bits: read them without sign. */
    *value = text[0] == '-' ? (int64_t)strtoll(text, &end, 0) : (int64_t)strtoull(text, &end, 0);
    if (errno || *end || end == text || *value < low || *value > high)
        return yaml_fail(reader, node, "'%s' is out of place; expected %s", text, expected);
    return true;
}

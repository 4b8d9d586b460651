/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Parses YAML files while devlock is built: writes a C source that defines `const devlock_parsed_model
 * devlock_shipped_models[]` (checker/model/parsed.h), the documents as libyaml keeps them.
 *
 *   parse_models OUTPUT FILE...
 *
 * Exit status 1, with the place, if a file is not well-formed or cannot be read. Cost: linear in the files.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

static bool load(const char *path, yaml_document_t *document)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "%s: error: cannot read the model: %s\n", path, strerror(errno));
        return false;
    }
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        abort();
    yaml_parser_set_input_file(&parser, file);
    bool good = yaml_parser_load(&parser, document);
    if (!good)
        fprintf(stderr, "%s:%zu:%zu: error: not well-formed YAML: %s\n", path, parser.problem_mark.line + 1,
                parser.problem_mark.column + 1, parser.problem ? parser.problem : "unreadable");
    yaml_parser_delete(&parser);
    fclose(file);
    return good;
}

/* Octal escapes: no letter behind one can be taken for a part of it. */
static void print_string(FILE *out, const yaml_char_t *text, size_t length)
{
    putc('"', out);
    for (size_t i = 0; i < length; i++)
        if (isalnum(text[i]) || strchr(" _-.,:;/()'=<>&|*+", text[i]))
            putc(text[i], out);
        else
            fprintf(out, "\\%03o", text[i]);
    putc('"', out);
}

/* What the lists and mappings of a document hold, one behind the other. */
static void print_contents(FILE *out, const yaml_document_t *document, size_t number)
{
    const yaml_node_t *end = document->nodes.top;
    fprintf(out, "static yaml_node_item_t items_%zu[] = {\n", number);
    for (const yaml_node_t *n = document->nodes.start; n < end; n++)
        for (const yaml_node_item_t *i = n->data.sequence.items.start;
             n->type == YAML_SEQUENCE_NODE && i < n->data.sequence.items.top; i++)
            fprintf(out, "    %d,\n", *i);
    fprintf(out, "    0};\nstatic yaml_node_pair_t pairs_%zu[] = {\n", number);
    for (const yaml_node_t *n = document->nodes.start; n < end; n++)
        for (const yaml_node_pair_t *p = n->data.mapping.pairs.start;
             n->type == YAML_MAPPING_NODE && p < n->data.mapping.pairs.top; p++)
            fprintf(out, "    {%d, %d},\n", p->key, p->value);
    fprintf(out, "    {0, 0}};\n");
}

static void print_stretch(FILE *out, const char *member, const char *array, size_t number, size_t first, size_t count)
{
    fprintf(out, ".data.%s = {%s_%zu + %zu, %s_%zu + %zu, %s_%zu + %zu}", member, array, number, first, array, number,
            first + count, array, number, first + count);
}

static void print_nodes(FILE *out, const yaml_document_t *document, size_t number)
{
    size_t items = 0, pairs = 0;
    fprintf(out, "static yaml_node_t nodes_%zu[] = {\n", number);
    for (const yaml_node_t *n = document->nodes.start; n < document->nodes.top; n++) {
        fprintf(out, "    {.type = %d, .start_mark = {%zu, %zu, %zu}, ", (int)n->type, n->start_mark.index,
                n->start_mark.line, n->start_mark.column);
        if (n->type == YAML_SEQUENCE_NODE) {
            size_t count = (size_t)(n->data.sequence.items.top - n->data.sequence.items.start);
            print_stretch(out, "sequence.items", "items", number, items, count);
            items += count;
        } else if (n->type == YAML_MAPPING_NODE) {
            size_t count = (size_t)(n->data.mapping.pairs.top - n->data.mapping.pairs.start);
            print_stretch(out, "mapping.pairs", "pairs", number, pairs, count);
            pairs += count;
        } else {
            fputs(".data.scalar = {(yaml_char_t *)", out);
            print_string(out, n->data.scalar.value, n->data.scalar.length);
            fprintf(out, ", %zu, YAML_ANY_SCALAR_STYLE}", n->data.scalar.length);
        }
        fputs("},\n", out);
    }
    fputs("};\n\n", out);
}

static void print_table(FILE *out, char **paths, size_t count)
{
    fputs("const devlock_parsed_model devlock_shipped_models[] = {\n", out);
    for (size_t i = 0; i < count; i++) {
        const char *slash = strrchr(paths[i], '/'), *name = slash ? slash + 1 : paths[i];
        size_t length = strlen(name);
        if (length > strlen(".yaml") && strcmp(name + length - strlen(".yaml"), ".yaml") == 0)
            length -= strlen(".yaml");
        fprintf(out, "    {\"%.*s\", {.nodes = {nodes_%zu, nodes_%zu + sizeof nodes_%zu / sizeof *nodes_%zu,\n",
                (int)length, name, i, i, i, i);
        fprintf(out, "        nodes_%zu + sizeof nodes_%zu / sizeof *nodes_%zu}}},\n", i, i, i);
    }
    fputs("    {.name = 0},\n};\n", out);
}

int main(int count, char **arguments)
{
    if (count < 3) {
        fputs("usage: parse_models OUTPUT FILE...\n", stderr);
        return 1;
    }
    FILE *out = fopen(arguments[1], "w");
    if (!out) {
        fprintf(stderr, "%s: error: cannot write: %s\n", arguments[1], strerror(errno));
        return 1;
    }
    fputs("/* Made by cmake/parse_models.c. */\n#include \"model/parsed.h\"\n\n", out);
    for (int i = 2; i < count; i++) {
        yaml_document_t document;
        if (!load(arguments[i], &document))
            return 1;
        print_contents(out, &document, (size_t)i - 2);
        print_nodes(out, &document, (size_t)i - 2);
        yaml_document_delete(&document);
    }
    print_table(out, arguments + 2, (size_t)count - 2);
    if (ferror(out) | fclose(out)) {
        fprintf(stderr, "%s: error: cannot write: %s\n", arguments[1], strerror(errno));
        return 1;
    }
    return 0;
}

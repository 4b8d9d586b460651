/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads the phrases of model files; see phrases.h. Arguments are counted from 1 in files and from 0 in the model.
 *
 * Needs: a scalar node (or a list, for success values). Leaves: fields of the function set; the values of a success
 * list are allocated. Cost: linear in the phrase.
 */
#include "phrases.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "storage.h"

bool phrase_word(const char **text, const char *expected)
{
    size_t length = strlen(expected);
    if (strncmp(*text, expected, length) != 0 || isalnum((unsigned char)(*text)[length]))
        return false;
    *text += length;
    while (**text == ' ')
        ++*text;
    return true;
}

/* A number of an argument, 1 to 32; gives it counted from 0. */
static bool argument_number(const char **text, unsigned *index)
{
    char *end;
    if (!isdigit((unsigned char)**text))
        return false;
    unsigned long number = strtoul(*text, &end, 10);
    if (number < 1 || number > MODEL_LAST_ARGUMENT)
        return false;
    *index = (unsigned)number - 1;
    *text = end;
    while (**text == ' ')
        ++*text;
    return true;
}

bool phrase_one_argument(const char *text, unsigned *index)
{
    return phrase_word(&text, "argument") && argument_number(&text, index) && !*text;
}

bool phrase_lock(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function)
{
    static const char expected[] = "'argument N' or 'pointee of argument N' (N from 1 to 32), 'result', or 'global'";
    const char *text = yaml_text(reader, node, expected);
    if (!text)
        return false;
    const char *rest = text;
    if (strcmp(text, "result") == 0) {
        function->source = DEVLOCK_LOCK_RESULT;
        return true;
    }
    if (strcmp(text, "global") == 0) {
        function->source = DEVLOCK_LOCK_GLOBAL;
        return true;
    }
    function->source = DEVLOCK_LOCK_ARGUMENT;
    if (phrase_word(&rest, "pointee")) {
        function->source = DEVLOCK_LOCK_POINTEE;
        if (!phrase_word(&rest, "of"))
            return yaml_fail(reader, node, "'%s' does not say where the lock is; expected %s", text, expected);
    }
    if (!phrase_one_argument(rest, &function->argument))
        return yaml_fail(reader, node, "'%s' does not say where the lock is; expected %s", text, expected);
    return true;
}

/* A list of values that mean success; a single value is a list of one. */
static bool success_list(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function)
{
    static const char expected[] = "always, nonzero, zero, or a list of whole numbers such as [0, 258]";
    size_t count = yaml_count(node);
    if (!count)
        return yaml_fail(reader, node, "the list of success values is empty; expected %s", expected);
    int64_t *values = model_allocate(count * sizeof *values);
    for (size_t i = 0; i < count; i++)
        if (!yaml_number(reader, yaml_entry(reader, node, i), INT64_MIN, INT64_MAX, expected, &values[i])) {
            free(values);
            return false;
        }
    function->success = DEVLOCK_SUCCESS_LIST;
    function->successes = values;
    function->success_count = count;
    return true;
}

bool phrase_success(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function)
{
    if (node->type == YAML_SCALAR_NODE) {
        const char *text = (const char *)node->data.scalar.value;
        static const char *const names[] = {"always", "nonzero", "zero"};
        static const devlock_success values[] = {DEVLOCK_SUCCESS_ALWAYS, DEVLOCK_SUCCESS_NONZERO, DEVLOCK_SUCCESS_ZERO};
        for (size_t i = 0; i < 3; i++)
            if (strcmp(text, names[i]) == 0) {
                function->success = values[i];
                return true;
            }
    }
    return success_list(reader, node, function);
}

/* "argument 2", "argument 2 and 3", "arguments 1, 2 and 3", as the rest of an effect. */
static bool argument_set(const char *text, uint32_t *set)
{
    if (!phrase_word(&text, "argument") && !phrase_word(&text, "arguments"))
        return false;
    *set = 0;
    for (;;) {
        unsigned index;
        if (!argument_number(&text, &index))
            return false;
        *set |= 1u << index;
        if (!*text)
            return true;
        if (*text == ',') {
            for (text++; *text == ' '; text++)
                ;
            phrase_word(&text, "and");
        } else if (!phrase_word(&text, "and")) {
            return false;
        }
    }
}

bool phrase_effect(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function)
{
    static const char expected[] = "none, pure, allocates, unknown, 'writes argument N', 'writes argument N and M' or "
                                   "'zeroes argument N'";
    static const char *const names[] = {"none", "pure", "allocates", "unknown"};
    static const devlock_effect values[] = {DEVLOCK_EFFECT_NONE, DEVLOCK_EFFECT_PURE, DEVLOCK_EFFECT_ALLOCATES,
                                            DEVLOCK_EFFECT_UNKNOWN};
    const char *text = yaml_text(reader, node, expected);
    if (!text)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) {
            function->effect = values[i];
            return true;
        }

    const char *rest = text;
    unsigned index;
    function->effect = DEVLOCK_EFFECT_WRITES;
    if (phrase_word(&rest, "writes") && argument_set(rest, &function->written))
        return true;
    rest = text;
    if (phrase_word(&rest, "zeroes") && phrase_one_argument(rest, &index)) {
        function->written = 1u << index;
        function->zeroes = true;
        return true;
    }
    return yaml_fail(reader, node, "'%s' is no effect; expected %s", text, expected);
}

bool phrase_argument(yaml_reader *reader, const yaml_node_t *node, unsigned *index)
{
    const char *text = yaml_text(reader, node, "'argument N'");
    if (!text)
        return false;
    if (!phrase_one_argument(text, index))
        return yaml_fail(reader, node, "'%s' names no argument; expected 'argument N' (N from 1 to 32)", text);
    return true;
}

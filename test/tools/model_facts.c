/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Prints what the models that are used unasked, and those that are named, say of levels, contexts and callbacks, a fact a
 * line, its parts between tabs: model_facts [MODEL...]
 *
 *   function  NAME  LEAST  MOST  BASIS  the level after it: kept, a number or argN (N from 1)
 *   context   NAME  LEAST  MOST  BASIS  held or free
 *   field     RECORD.FIELD  CONTEXT
 *   callback  FUNCTION  ARGUMENT (from 1)  VALUE (of the argument that decides) or -  CONTEXT
 *
 * test/model/check_contracts.py compares them with a table of documented facts.
 */
#include <inttypes.h>
#include <stdio.h>

#include "devlock/model.h"

static const char *basis(bool inferred)
{
    return inferred ? "inferred" : "documented";
}

static void print_function(const devlock_model *model, const devlock_model_function *function)
{
    printf("function\t%s\t%u\t%u\t%s\t", function->name, function->level.least, function->level.most,
           basis(function->level_inferred));
    if (function->level_change == DEVLOCK_LEVEL_KEPT)
        printf("kept\n");
    else if (function->level_change == DEVLOCK_LEVEL_SET)
        printf("%u\n", function->new_level);
    else
        printf("arg%u\n", function->level_argument + 1);
    for (size_t i = 0; i < function->callback_count; i++) {
        const devlock_callback *callback = &function->callbacks[i];
        if (callback->record)
            continue; /* its fields are printed by themselves */
        printf("callback\t%s\t%u\t", function->name, callback->argument + 1);
        if (callback->when_argument < 0)
            printf("-");
        else
            printf("%" PRId64, callback->when_value);
        printf("\t%s\n", devlock_model_context(model, callback->context)->name);
    }
}

int main(int argc, char **argv)
{
    devlock_model *model = devlock_model_new();
    devlock_model_add_default(model);
    for (int i = 1; i < argc; i++) {
        char *error = NULL;
        if (!devlock_model_add_named(model, argv[i], &error)) {
            fprintf(stderr, "%s\n", error);
            return 1;
        }
    }
    for (size_t i = 0; i < devlock_model_function_count(model); i++)
        print_function(model, devlock_model_function_at(model, i));
    for (uint32_t i = 0; i < devlock_model_context_count(model); i++) {
        const devlock_context *context = devlock_model_context(model, i);
        printf("context\t%s\t%u\t%u\t%s\t%s\n", context->name, context->level.least, context->level.most,
               basis(context->inferred), context->lock_held ? "held" : "free");
    }
    for (size_t i = 0; i < devlock_model_record_field_count(model); i++) {
        const devlock_record_field *field = devlock_model_record_field(model, i);
        printf("field\t%s.%s\t%s\n", field->record, field->field, devlock_model_context(model, field->context)->name);
    }
    devlock_model_free(model);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a model wants to know of the sources, asked of a program before they are read; see devlock/analysis.h.
 *
 * Needs: a model. Leaves behind: the names that the front end looks for. Cost: a look at each function of the model.
 */
#include <string.h>

#include "devlock/analysis.h"

void devlock_analysis_prepare(devlock_program *program, const devlock_model *model)
{
    for (size_t i = 0; i < devlock_model_function_count(model); i++) {
        const devlock_model_function *f = devlock_model_function_at(model, i);
        if (f->macro)
            devlock_program_ask_macro(program, f->name);
        if (strstr(f->name, " of "))
            devlock_program_ask_call(program, f->name);
        for (size_t j = 0; j < f->callback_count; j++)
            if (f->callbacks[j].record)
                devlock_program_ask_record(program, f->callbacks[j].record);
    }
    for (size_t i = 0; i < devlock_model_record_field_count(model); i++)
        devlock_program_ask_record(program, devlock_model_record_field(model, i)->record);
}

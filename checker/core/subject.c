/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a driver has to do with. See subject.h.
 */
#include "subject.h"

#include <string.h>

#include "annotations.h"

static bool any_call(const analysis *an)
{
    for (uint32_t i = 0; i < an->program->routine_count; i++)
        if (an->calls->locking[i] || an->calls->reaches[i] & REACHES_SUBJECT)
            return true;
    return false;
}

/* Routines that are put into records of the models. */
static bool any_registration(const analysis *an)
{
    for (uint32_t i = 0; i < an->program->registration_count; i++)
        for (size_t k = 0; k < devlock_model_record_field_count(an->model); k++) {
            const devlock_record_field *field = devlock_model_record_field(an->model, k);
            if (devlock_model_is_subject_field(an->model, field) &&
                strcmp(field->record, an->program->registrations[i].record) == 0)
                return true;
        }
    return false;
}

/* Of several kinds of locks it is lock functions that tell which one an annotation means (annotations.c). */
static bool any_annotation(const analysis *an)
{
    const devlock_program *p = an->program;
    if (devlock_model_kind_count(an->model) != 1 || !p->routine_count)
        return false;
    uint32_t driver = p->functions[p->routines[0]->function].driver; /* those of others are there, too (parts.h) */
    for (uint32_t i = 0; i < p->function_count; i++)
        for (uint32_t k = 0; p->functions[i].driver == driver && k < p->functions[i].annotation_count; k++)
            if (annotations_about_lock(&p->functions[i].annotations[k]) &&
                p->functions[i].annotations[k].access.root != DEVLOCK_ACCESS_NONE)
                return true;
    return false;
}

bool subject_is_there(const analysis *an)
{
    return any_call(an) || any_registration(an) || any_annotation(an);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What is proposed for a routine that does nothing but acquire or release for callers that are not seen: an annotation
 * that says so, in whichever words the source has the macros for. See propose.h.
 *
 * Needs: a finding at such a routine. Leaves: proposals. Cost: linear in the program.
 */
#include <string.h>

#include "propose.h"

static bool is_function(const devlock_operand *operand, uint32_t function)
{
    return operand->kind == DEVLOCK_OPERAND_FUNCTION && operand->id == function;
}

static bool step_hands_over(const step *st, uint32_t function)
{
    bool any = (st->kind != STEP_CALL && is_function(&st->a, function)) || is_function(&st->b, function);
    for (uint32_t i = 0; st->kind == STEP_CALL && i < st->argument_count && !any; i++)
        any = is_function(&st->arguments[i].value, function);
    return any;
}

/* Whether the routine is handed to somebody, who enters it in his own way: no wrapper. */
static bool is_handed_over(const proposing *p)
{
    const devlock_program *program = p->program;
    uint32_t function = p->routine->function;
    bool any = false;
    for (uint32_t i = 0; i < program->registration_count && !any; i++)
        any = program->registrations[i].function == function;
    for (uint32_t i = 0; i < program->slot_count && !any; i++)
        for (uint32_t k = 0; k < program->slots[i].values.count && !any; k++)
            any = is_function(&program->slots[i].values.items[k], function);
    for (uint32_t i = 0; i < program->global_count && !any; i++)
        for (uint32_t k = 0; k < program->globals[i].value_count && !any; k++)
            any = is_function(&program->globals[i].values[k].value, function);
    for (uint32_t i = 0; i < program->routine_count && !any; i++)
        for (uint32_t b = 0; b < program->routines[i]->block_count && !any; b++)
            for (uint32_t k = 0; k < program->routines[i]->blocks[b].step_count && !any; k++)
                any = step_hands_over(&program->routines[i]->blocks[b].steps[k], function);
    return any;
}

/* The first token of the definition. */
static uint32_t definition_start(const proposing *p)
{
    const tokens *t = p->tokens;
    uint32_t at = p->body.name;
    while (at && t->items[at - 1].kind != TOKEN_DIRECTIVE && !token_is(t, at - 1, ";") && !token_is(t, at - 1, "}") &&
           !token_is(t, at - 1, "{"))
        at--;
    return at;
}

/* Puts an annotation on a line before the definition. */
static void annotate(proposing *p, const char *text, bool acquires)
{
    const tokens *t = p->tokens;
    const token *first = &t->items[definition_start(p)];
    edit_list edits = {0};
    const char *indent =
        arena_string_n(p->arena, t->text + line_start(t, first->at), first->first ? line_indent(t, first->at) : 0);
    text = arena_format(p->arena, "%s%s%s", text, first->first ? line_break(t, first->at) : " ", indent);
    edit_list_add(&edits, (fix_edit){p->file, first->at, 0, text});
    propose_add(p,
                acquires ? "say in an annotation that the routine acquires the lock for its callers"
                         : "say in an annotation that the routine releases the lock for its callers",
                &edits);
    edit_list_free(&edits);
}

/* With and without a condition on the result. */
static void annotate_all(proposing *p, const char *lock, bool acquires)
{
    static const char *const conditions[] = {NULL, "return != 0", "return == 0"};
    const char *sal = acquires ? "_Acquires_lock_" : "_Releases_lock_";
    const char *own = acquires ? "DEVLOCK_ACQUIRES" : "DEVLOCK_RELEASES";
    for (unsigned i = 0; i < (p->routine->result_width ? 3u : 1u); i++) {
        const char *when = conditions[i];
        annotate(p,
                 when ? arena_format(p->arena, "_When_(%s, %s(%s))", when, sal, lock)
                      : arena_format(p->arena, "%s(%s)", sal, lock),
                 acquires);
        annotate(p,
                 when ? arena_format(p->arena, "%s_WHEN(%s, %s)", own, when, lock)
                      : arena_format(p->arena, "%s(%s)", own, lock),
                 acquires);
    }
}

/* Whether what the tokens say can stand in an annotation before the parameters are declared: names, and members. */
static bool is_path(const char *text)
{
    return text && !strpbrk(text, "(){};\"'\n\r");
}

void propose_annotation(proposing *p, const acquisition *a)
{
    const char *lock = acquired_expression(p, a);
    if (!is_path(lock) || routine_releases(p, p->routine, a->model->kind) || is_handed_over(p))
        return;
    annotate_all(p, lock, true);
}

/* How many calls of lock functions there are in the routine. */
static unsigned lock_calls(const proposing *p)
{
    unsigned count = 0;
    for (uint32_t b = 0; b < p->routine->block_count; b++)
        for (uint32_t k = 0; k < p->routine->blocks[b].step_count; k++) {
            const step *st = &p->routine->blocks[b].steps[k];
            count += step_model(p, st, DEVLOCK_ROLE_ACQUIRE) || step_model(p, st, DEVLOCK_ROLE_RELEASE);
        }
    return count;
}

void propose_released(proposing *p)
{
    text_call call;
    const devlock_model_function *m = propose_call(p, p->finding->place, &call) ? model_of_release(p, &call) : NULL;
    bool last = m && token_is(call.tokens, call.close + 1, ";") &&
                (call.close + 2 == p->body.close || token_is(call.tokens, call.close + 2, "return"));
    p->reason = "no change of the text mends what this check reports";
    if (!last || lock_calls(p) != 1 || is_handed_over(p))
        return;
    char *lock = call_argument(p, &call, m->argument);
    if (is_path(lock) && m->source == DEVLOCK_LOCK_ARGUMENT)
        annotate_all(p, lock, false);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Words. See words.h.
 */
#include "words.h"

#include "annotations.h"
#include "arena.h"

#define LONGEST_DECIMAL 0xFFFF /* larger numbers are written in hexadecimal digits */

const step *words_step(const devlock_routine *r, uint32_t id)
{
    for (uint32_t b = 0; b < r->block_count; b++) {
        const block *block = &r->blocks[b];
        if (block->step_count && id >= block->steps[0].id && id <= block->steps[block->step_count - 1].id)
            for (uint32_t i = 0; i < block->step_count; i++)
                if (block->steps[i].id == id)
                    return &block->steps[i];
    }
    return NULL;
}

const char *words_routine(const story *s, const devlock_routine *r)
{
    return s->analysis->program->functions[r->function].name;
}

/* ---- locks --------------------------------------------------------------------------------------------------- */

const devlock_model_function *words_lock_function(const story *s, const step *st, devlock_role role, uint32_t kind)
{
    const devlock_model *model = s->analysis->model;
    const devlock_model_function *m = NULL;
    if (st && st->kind == STEP_CALL && st->a.kind == DEVLOCK_OPERAND_FUNCTION)
        m = flow_model(s->analysis, st->a.id, st->argument_count);
    if (m && m->role == role)
        return m;
    for (size_t i = 0; i < devlock_model_function_count(model); i++) {
        m = devlock_model_function_at(model, i);
        if (m->role == role && m->kind == kind)
            return m;
    }
    return NULL;
}

const char *words_lock_at(const story *s, const step *st, devlock_role role, uint32_t kind)
{
    const contract *c =
        annotations_at_call(s->analysis, st, kind, role == DEVLOCK_ROLE_ACQUIRE ? DEVLOCK_ACQUIRES : DEVLOCK_RELEASES,
                            role == DEVLOCK_ROLE_ACQUIRE ? DEVLOCK_REQUIRES_FREE : DEVLOCK_REQUIRES_HELD);
    if (c)
        return annotations_words(c, st);
    const devlock_model_function *m = words_lock_function(s, st, role, kind);
    if (!m || !st || m->source == DEVLOCK_LOCK_RESULT || m->source == DEVLOCK_LOCK_GLOBAL ||
        m->argument >= st->argument_count)
        return NULL;
    return st->arguments[m->argument].text;
}

const char *words_lock_in(const story *s, const event *e, devlock_role role, uint32_t kind, const frame *outer)
{
    const char *text = words_lock_at(s, words_step(e->frame->routine, e->trail->id), role, kind);
    for (const frame *f = e->frame; f->call && f != outer; f = f->outer) {
        term_node n = *term_at(&s->analysis->terms, f->call->callee->key.lock);
        if (n.op != TERM_SYMBOL || n.a != SYMBOL_PARAMETER || n.value)
            return text;
        const step *call = words_step(f->outer->routine, s->analysis->occurrences[f->call->instance].id);
        if (!call || n.b >= call->argument_count || !call->arguments[n.b].text)
            return text;
        text = call->arguments[n.b].text;
    }
    return text;
}

const char *words_named(const story *s, const char *lock, uint32_t kind)
{
    const char *name = devlock_model_kind(s->analysis->model, kind)->name;
    return lock ? arena_format(s->arena, "the %s of '%s'", name, lock) : arena_format(s->arena, "the %s", name);
}

/* ---- numbers and branches
 * ------------------------------------------------------------------------------------------------ */

const char *words_number(const story *s, uint64_t value, unsigned width, unsigned reads)
{
    bool negative = reads & DEVLOCK_READS_SIGNED && (value >> (width - 1) & 1);
    int64_t number = (int64_t)(negative ? value | ~term_mask(width) : value);
    if (negative && number >= -LONGEST_DECIMAL && !(reads & DEVLOCK_READS_STATUS))
        return arena_format(s->arena, "%lld", (long long)number);
    bool hex = value > LONGEST_DECIMAL || (reads & DEVLOCK_READS_STATUS && value);
    return arena_format(s->arena, hex ? "0x%llX" : "%llu", (unsigned long long)value);
}

/* All the cases that lead where this one does. */
static const char *switch_words(const story *s, const block_end *end, uint32_t choice)
{
    const char *what = end->text ? end->text : "the value";
    if (choice >= end->case_count)
        return arena_format(s->arena, "'%s' matches no case", what);
    const char *list = NULL;
    for (uint32_t i = 0; i < end->case_count; i++) {
        const devlock_case *c = &end->cases[i];
        if (c->target != end->cases[choice].target)
            continue;
        const char *one = words_number(s, c->low, end->value.width, end->is_signed ? DEVLOCK_READS_SIGNED : 0);
        if (c->high != c->low)
            one = arena_format(s->arena, "%s to %s", one,
                               words_number(s, c->high, end->value.width, end->is_signed ? DEVLOCK_READS_SIGNED : 0));
        list = list ? arena_format(s->arena, "%s or %s", list, one) : one;
    }
    return arena_format(s->arena, "'%s' is %s", what, list);
}

const char *words_branch(const story *s, const event *e)
{
    const block_end *end = &e->frame->routine->blocks[e->trail->id].end;
    const char *truth = e->trail->choice == 0 ? "true" : "false";
    if (end->kind == END_SWITCH)
        return switch_words(s, end, e->trail->choice);
    if (end->kind == END_INDIRECT)
        return "this goto is taken";
    if (end->text)
        return arena_format(s->arena, "'%s' is %s", end->text, truth);
    return arena_format(s->arena, "this is %s", truth);
}

/* ---- levels -------------------------------------------------------------------------------------------------- */

const char *words_level(const story *s, uint64_t level)
{
    static const char *const names[] = {"PASSIVE_LEVEL", "APC_LEVEL", "DISPATCH_LEVEL"};
    if (level <= DEVLOCK_LEVEL_DISPATCH)
        return names[level];
    return level >= DEVLOCK_LEVEL_HIGH ? "HIGH_LEVEL" : arena_format(s->arena, "IRQL %u", (unsigned)level);
}

const char *words_entered(const story *s, const devlock_context *context)
{
    return context->level.least == DEVLOCK_LEVEL_DEVICE ? "DIRQL" : words_level(s, context->level.least);
}

const char *words_called(const story *s, const step *st)
{
    if (!st || st->kind != STEP_CALL || st->a.kind != DEVLOCK_OPERAND_FUNCTION)
        return NULL;
    return s->analysis->program->functions[st->a.id].name;
}

const char *words_watched(const story *s, const step *st)
{
    const char *name = words_called(s, st);
    if (st->kind != STEP_CALL)
        return "the memory is accessed here";
    return name ? arena_format(s->arena, "'%s' is called here", name) : "the call is here";
}

const char *words_level_change(story *s, const event *e)
{
    if (!s->valued)
        return "the IRQL is set here";
    return arena_format(s->arena, "the IRQL is set to %s here", words_level(s, story_value(s, e, e->trail->condition)));
}

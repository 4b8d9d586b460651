/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Inputs. See inputs.h.
 */
#include "inputs.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cells.h"
#include "words.h"

#define MOST_LEAVES  64u /* more are not made plain */
#define MOST_ATOMS   512u
#define MOST_VALUES  48u /* candidates for the value of a leaf */
#define MOST_NAMED   6u  /* inputs of a sentence */
#define MOST_CHANGES 3u  /* values of one input that is read again and again */

/* The unknowns that a finding rests on, and the conditions that they meet. */
typedef struct setting {
    story *story;
    proof_model model; /* the unknowns, and addresses of objects, in the order of their ids */
    term *atoms;
    uint64_t *truths;
    uint32_t atom_count, atom_capacity;
} setting;

static const term_node *node_of(const setting *s, term t)
{
    return term_at(&s->story->analysis->terms, t);
}

/* ---- what the finding rests on ------------------------------------------------------------------------------- */

static void add_atom(setting *s, term t)
{
    if (s->atom_count == s->atom_capacity) {
        s->atom_capacity = s->atom_capacity ? s->atom_capacity * 2 : 32;
        s->atoms = must_resize(s->atoms, s->atom_capacity * sizeof *s->atoms);
        s->truths = must_resize(s->truths, s->atom_capacity * sizeof *s->truths);
    }
    s->atoms[s->atom_count] = t;
    s->truths[s->atom_count++] = evidence_holds(&s->story->evidence, t);
}

static int compare_terms(const void *a, const void *b)
{
    term x = *(const term *)a, y = *(const term *)b;
    return x < y ? -1 : x > y;
}

static bool is_parameter(const term_node *n)
{
    return n->op == TERM_SYMBOL && n->a == SYMBOL_PARAMETER && n->value == 0;
}

static void take_evidence(setting *s)
{
    evidence *e = &s->story->evidence;
    term *met = must_allocate((e->count + 1) * sizeof *met);
    uint32_t count = 0;
    for (uint32_t i = 0; i < e->size; i++)
        if (e->met[i])
            met[count++] = e->met[i];
    if (count)
        qsort(met, count, sizeof *met, compare_terms);
    for (uint32_t i = 0; i < count; i++) {
        term_node n = *node_of(s, met[i]);
        if (term_is_unknown(&n) || n.op == TERM_ADDRESS)
            proof_model_add(&s->model, met[i], valuation_of(&e->valuation, met[i]));
        if (n.width == 1 && (term_is_unknown(&n) || n.op == TERM_EQ || n.op == TERM_ULT || n.op == TERM_SLT))
            add_atom(s, met[i]);
    }
    free(met);
}

/* ---- plain values -------------------------------------------------------------------------------------------- */

/* Whether the same path is taken with the values as they are now. */
static bool fits(setting *s)
{
    valuation v;
    bool good = true;
    valuation_start(&v, &s->story->analysis->terms, &s->model);
    for (uint32_t i = 0; i < s->atom_count && good; i++)
        good = valuation_of(&v, s->atoms[i]) == s->truths[i];
    valuation_stop(&v);
    return good;
}

/* Whether the path is the same with another value; it is put back then. */
static bool may_be(setting *s, uint32_t leaf, uint64_t value)
{
    uint64_t old = s->model.values[leaf];
    s->model.values[leaf] = value & term_mask(node_of(s, s->model.leaves[leaf])->width);
    bool good = fits(s);
    s->model.values[leaf] = old;
    return good;
}

#define NTSTATUS_ERROR 0xC0000001u

typedef struct choice {
    uint64_t values[MOST_VALUES];
    uint32_t count;
    unsigned width, reads;
} choice;

/* How plain a value is: small ones first, of a status a common one before other failures. */
static uint64_t oddness(const choice *c, uint64_t value)
{
    if (c->reads & DEVLOCK_READS_STATUS && value == NTSTATUS_ERROR)
        return UINT64_MAX / 2;
    bool negative = c->reads & DEVLOCK_READS_SIGNED && (value >> (c->width - 1) & 1);
    if (negative && c->reads & DEVLOCK_READS_STATUS)
        return UINT64_MAX / 2 + 1 + (value & ~NTSTATUS_ERROR);
    return negative ? ((~value + 1) & term_mask(c->width)) * 2 + 1 : value < UINT64_MAX / 8 ? value * 2 : value;
}

/* Keeps them in order, the plainest first. */
static void offer(choice *c, uint64_t value)
{
    value &= term_mask(c->width);
    uint32_t at = 0;
    while (at < c->count && oddness(c, c->values[at]) < oddness(c, value))
        at++;
    if (at == MOST_VALUES || (at < c->count && c->values[at] == value))
        return;
    c->count += c->count < MOST_VALUES;
    memmove(&c->values[at + 1], &c->values[at], (c->count - at - 1) * sizeof *c->values);
    c->values[at] = value;
}

/* Numbers that stand in a condition, and those beside them. */
static void offer_constants(const setting *s, choice *c, term t, unsigned depth)
{
    term_node n = *node_of(s, t);
    if (t == TERM_NONE || depth == 0 || n.op == TERM_SYMBOL || n.op == TERM_ADDRESS || n.op == TERM_APPLY)
        return;
    if (n.op == TERM_CONSTANT) {
        offer(c, n.value);
        if (n.value != term_mask(n.width))
            offer(c, n.value + 1);
        if (n.value || c->reads & DEVLOCK_READS_SIGNED)
            offer(c, n.value - 1);
        return;
    }
    if (n.op != TERM_LOAD)
        offer_constants(s, c, n.a, depth - 1);
    offer_constants(s, c, n.b, depth - 1);
    if (n.op == TERM_ITE)
        offer_constants(s, c, n.c, depth - 1);
}

static void offer_all(const setting *s, choice *c)
{
    for (uint64_t i = 0; i < 6; i++)
        offer(c, i);
    if (c->reads & DEVLOCK_READS_STATUS)
        offer(c, NTSTATUS_ERROR);
    if (c->reads & DEVLOCK_READS_SIGNED)
        offer(c, UINT64_MAX);
    for (uint32_t i = 0; i < s->atom_count; i++)
        offer_constants(s, c, s->atoms[i], 6);
}

/* Reads of one memory at places that may be one, and results of one function, hang together: they stay as they are. */
static bool stands_alone(const setting *s, uint32_t leaf)
{
    terms *terms = &s->story->analysis->terms;
    term_node x = *node_of(s, s->model.leaves[leaf]);
    for (uint32_t i = 0; i < s->model.count && x.op != TERM_SYMBOL; i++) {
        term_node y = *node_of(s, s->model.leaves[i]);
        if (i == leaf || x.op != y.op || x.a != y.a || x.width != y.width)
            continue;
        if (x.op == TERM_APPLY || term_same(terms, x.b, y.b) != TERM_FALSE)
            return false;
    }
    return true;
}

static void make_plain(setting *s, uint32_t leaf, unsigned reads)
{
    unsigned width = node_of(s, s->model.leaves[leaf])->width;
    if (reads & DEVLOCK_READS_POINTER || !stands_alone(s, leaf))
        return;
    choice c = {.width = width, .reads = reads};
    offer_all(s, &c);
    for (uint32_t i = 0; i < c.count; i++)
        if (may_be(s, leaf, c.values[i])) {
            s->model.values[leaf] = c.values[i] & term_mask(width);
            return;
        }
}

/* Whether the path is the same whatever the value is, as far as a few tries tell. */
static bool is_arbitrary(setting *s, uint32_t leaf)
{
    uint64_t v = s->model.values[leaf];
    const uint64_t tries[] = {0, 1, 2, v + 1, v - 1, ~v, UINT64_MAX, UINT64_MAX / 3, UINT64_MAX / 2};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        if (!may_be(s, leaf, tries[i]))
            return false;
    return true;
}

/* ---- names --------------------------------------------------------------------------------------------------- */

typedef struct naming {
    const char *name; /* NULL: it has none that helps */
    unsigned reads;
    bool is_result;
    const devlock_routine *routine; /* where it is read */
    uint32_t step;                  /* by which; 0: not known */
} naming;

static naming of_variable(const devlock_routine *r, uint32_t id, uint32_t step)
{
    const variable *v = &r->variables[id];
    return (naming){*v->name ? v->name : NULL, v->flags >> DEVLOCK_VARIABLE_READS, false, r, step};
}

/* The variable into which the result of a call goes at once. */
static uint32_t variable_of_result(const devlock_routine *r, const step *call)
{
    for (uint32_t b = 0; b < r->block_count; b++) {
        uint32_t value = call->result;
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++) {
            const step *st = &r->blocks[b].steps[i];
            if (st->kind == STEP_UNARY && st->a.kind == DEVLOCK_OPERAND_TEMP && st->a.id == value &&
                st->op >= DEVLOCK_TRUNCATE)
                value = st->result;
            if (st->kind == STEP_STORE && st->b.kind == DEVLOCK_OPERAND_TEMP && st->b.id == value &&
                st->a.kind == DEVLOCK_OPERAND_VARIABLE && *r->variables[st->a.id].name)
                return st->a.id;
        }
    }
    return DEVLOCK_NONE;
}

static naming of_step(const setting *s, const devlock_routine *r, uint32_t id)
{
    const step *st = words_step(r, id);
    if (st && st->kind == STEP_DECLARE)
        return of_variable(r, st->a.id, id + 1);
    if (st && st->kind == STEP_LOAD)
        return (naming){st->text, st->reads, false, r, id + 1};
    if (!st || st->kind != STEP_CALL || st->a.kind != DEVLOCK_OPERAND_FUNCTION)
        return (naming){.name = NULL};
    uint32_t variable = st->result == DEVLOCK_NONE ? DEVLOCK_NONE : variable_of_result(r, st);
    if (variable != DEVLOCK_NONE)
        return of_variable(r, variable, id + 1);
    return (naming){s->story->analysis->program->functions[st->a.id].name, st->reads, true, r, id + 1};
}

/* The routine that a value comes from, seen through calls. */
static const devlock_routine *routine_behind(const setting *s, uint64_t instance)
{
    const analysis *an = s->story->analysis;
    const devlock_routine *r = s->story->root;
    while (instance && r) {
        const occurrence *o = &an->occurrences[instance];
        const step *call = words_step(r, o->id);
        r = call && call->kind == STEP_CALL && call->a.kind == DEVLOCK_OPERAND_FUNCTION
                ? an->program->functions[call->a.id].body
                : NULL;
        instance = o->instance;
    }
    return r;
}

static naming of_symbol(const setting *s, const term_node *n)
{
    const devlock_routine *r = routine_behind(s, n->value);
    if (!r || n->flags & TERM_IMPRECISE)
        return (naming){.name = NULL};
    switch (n->a) {
    case SYMBOL_PARAMETER:
        return n->value || n->b >= r->parameter_count ? (naming){.name = NULL} : of_variable(r, n->b, 0);
    case SYMBOL_VARIABLE:
        return n->b < r->variable_count && n->c == 0 ? of_variable(r, n->b, 0) : (naming){.name = NULL};
    case SYMBOL_STEP:
    case SYMBOL_OBJECT:
        return of_step(s, r, n->b);
    default:
        return (naming){.name = NULL};
    }
}

/* A read of memory has the name that the source gives it where it is read, in one of the story's routines. */
static naming of_load(const setting *s, term leaf)
{
    naming found = {.name = NULL};
    for (frame *f = s->story->frames; f; f = f->next) /* the root comes last */
        for (const named *n = NULL; (n = names_next(&s->story->analysis->names, f->routine, n)) != NULL;)
            if (story_to_root(f, n->value) == leaf)
                found = (naming){n->step->text, n->step->reads, false, f->routine, n->step->id + 1};
    return found;
}

static naming naming_of(const setting *s, term leaf)
{
    term_node n = *node_of(s, leaf);
    if (leaf == cell_entry_level(&s->story->analysis->terms))
        return (naming){.name = NULL}; /* told by how the routine is entered, or by the test of it */
    if (n.op == TERM_SYMBOL)
        return of_symbol(s, &n);
    if (n.op == TERM_LOAD)
        return of_load(s, leaf);
    if (n.op == TERM_APPLY && n.a != UINT32_MAX)
        return (naming){s->story->analysis->program->functions[n.a].name, 0, true, s->story->root, 0};
    return (naming){.name = NULL};
}

/* ---- the list ------------------------------------------------------------------------------------------------ */

static const char *value_text(const setting *s, uint64_t value, unsigned width, unsigned reads)
{
    if (reads & DEVLOCK_READS_POINTER)
        return "NULL";
    return words_number(s->story, value, width, reads);
}

const char *inputs_name(story *story, term leaf)
{
    const setting s = {.story = story};
    naming n = naming_of(&s, leaf);
    return n.name && n.is_result ? arena_format(story->arena, "%s()", n.name) : n.name;
}

/* Adds an input, or what it is later on. */
static void add_input(const setting *s, inputs *list, const naming *n, const char *value, uint32_t *changes)
{
    const char *name = n->name;
    bool elsewhere = n->routine != s->story->root && !n->is_result;
    const char *where = elsewhere ? words_routine(s->story, n->routine) : NULL;
    for (uint32_t i = 0; i < list->count; i++) {
        input *known = &list->items[i];
        if (known->is_result != n->is_result || known->where != where || strcmp(known->name, name) != 0)
            continue;
        const char *last = strrchr(known->value, ' ');
        if (strcmp(last ? last + 1 : known->value, value) != 0 && ++changes[i] <= MOST_CHANGES)
            known->value = arena_format(s->story->arena, "%s, then %s", known->value, value);
        return;
    }
    changes[list->count] = 1;
    list->items[list->count++] = (input){name, where, value, n->is_result};
}

/* An unknown that is told, and how. */
typedef struct telling {
    naming named;
    const char *value;
} telling;

/* Values of one input in the order of the steps that read them. */
static void put_in_order(telling *told, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < i; k++) {
            const naming *a = &told[k].named, *b = &told[i].named;
            bool one = a->routine == b->routine && a->is_result == b->is_result && strcmp(a->name, b->name) == 0;
            if (one && a->step && b->step && a->step > b->step) {
                telling later = told[k];
                told[k] = told[i];
                told[i] = later;
            }
        }
}

/* The unknowns worth telling; parameters come first. */
static uint32_t collect_told(setting *s, telling *told)
{
    uint32_t count = 0;
    for (unsigned parameters = 2; parameters-- > 0;)
        for (uint32_t i = 0; i < s->model.count; i++) {
            term_node n = *node_of(s, s->model.leaves[i]);
            if (!term_is_unknown(&n) || is_parameter(&n) != (parameters == 1))
                continue;
            naming named = naming_of(s, s->model.leaves[i]);
            bool hidden = named.reads & DEVLOCK_READS_POINTER && s->model.values[i];
            if (named.name && !hidden && !is_arbitrary(s, i))
                told[count++] = (telling){named, value_text(s, s->model.values[i], n.width, named.reads)};
        }
    put_in_order(told, count);
    return count;
}

static void list_inputs(setting *s, inputs *list)
{
    uint32_t *changes = must_zero((s->model.count + 1) * sizeof *changes);
    telling *told = must_allocate((s->model.count + 1) * sizeof *told);
    list->items = arena_take(s->story->arena, (s->model.count + 1) * sizeof *list->items);
    uint32_t count = collect_told(s, told), kept = 0;
    for (uint32_t i = 0; i < count; i++)
        add_input(s, list, &told[i].named, told[i].value, changes);
    for (uint32_t i = 0; i < list->count; i++)
        if (changes[i] <= MOST_CHANGES)
            list->items[kept++] = list->items[i];
    list->count = kept;
    free(changes);
    free(told);
}

inputs inputs_of(story *story)
{
    setting s = {.story = story};
    inputs list = {0};
    if (!story->valued)
        return list;
    take_evidence(&s);
    bool small = s.model.count <= MOST_LEAVES && s.atom_count <= MOST_ATOMS;
    for (uint32_t i = 0; i < s.model.count && small; i++)
        if (term_is_unknown(node_of(&s, s.model.leaves[i])))
            make_plain(&s, i, naming_of(&s, s.model.leaves[i]).reads);
    if (small)
        list_inputs(&s, &list);
    proof_model_free(&s.model);
    free(s.atoms);
    free(s.truths);
    return list;
}

const char *inputs_sentence(const story *story, const inputs *inputs)
{
    uint32_t told = inputs->count > MOST_NAMED ? MOST_NAMED : inputs->count;
    const char *text = "this happens when";
    for (uint32_t i = 0; i < told; i++) {
        const input *in = &inputs->items[i];
        const char *before = i == 0 ? "" : i + 1 == inputs->count ? " and" : ",";
        const char *where = in->where ? arena_format(story->arena, " in '%s'", in->where) : "";
        text = arena_format(story->arena, "%s%s '%s'%s %s %s", text, before, in->name, where,
                            in->is_result ? "returns" : "is", in->value);
    }
    if (told < inputs->count)
        text = arena_format(story->arena, "%s, and %u more inputs fit", text, inputs->count - told);
    return told ? text : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Formulas. See formula.h.
 */
#include "formula.h"

#include "arena.h"
#include "inputs.h"
#include "words.h"

#define FORMULA_DEPTH 7u  /* of nesting */
#define FORMULA_PARTS 24u /* operators and leaves */

typedef struct writing {
    story *story;
    unsigned parts;
} writing;

/* How tight an operator binds. */
enum { BINDS_CHOICE, BINDS_OR, BINDS_AND, BINDS_COMPARE, BINDS_SUM, BINDS_PRODUCT, BINDS_ALL };

static const char *write_term(writing *w, term t, unsigned around, unsigned depth);

static const char *enclosed(const writing *w, const char *text, unsigned binds, unsigned around)
{
    return text && binds < around ? arena_format(w->story->arena, "(%s)", text) : text;
}

static const char *write_pair(writing *w, term a, const char *op, term b, unsigned binds, unsigned around,
                              unsigned depth)
{
    const char *left = write_term(w, a, binds + (binds >= BINDS_COMPARE), depth - 1);
    const char *right = left ? write_term(w, b, binds + (binds >= BINDS_COMPARE), depth - 1) : NULL;
    return right ? enclosed(w, arena_format(w->story->arena, "%s %s %s", left, op, right), binds, around) : NULL;
}

/* A comparison or its negation; a constant stands on the right. */
static const char *write_comparison(writing *w, const term_node *n, bool positive, unsigned around, unsigned depth)
{
    const terms *terms = &w->story->analysis->terms;
    bool turned = term_is_constant(terms, n->a, NULL);
    const char *op;
    if (n->op == TERM_EQ)
        op = positive ? "==" : "!=";
    else if (turned)
        op = positive ? ">" : "<=";
    else
        op = positive ? "<" : ">=";
    return write_pair(w, turned ? n->b : n->a, op, turned ? n->a : n->b, BINDS_COMPARE, around, depth);
}

static const char *write_binary(writing *w, const term_node *n, unsigned around, unsigned depth)
{
    static const struct {
        const char *op;
        unsigned binds;
    } table[] = {
        [TERM_BOOL_AND] = {"&&", BINDS_AND}, [TERM_BOOL_OR] = {"||", BINDS_OR},  [TERM_ADD] = {"+", BINDS_SUM},
        [TERM_SUB] = {"-", BINDS_SUM},       [TERM_MUL] = {"*", BINDS_PRODUCT},  [TERM_UDIV] = {"/", BINDS_PRODUCT},
        [TERM_SDIV] = {"/", BINDS_PRODUCT},  [TERM_UREM] = {"%", BINDS_PRODUCT}, [TERM_SREM] = {"%", BINDS_PRODUCT},
        [TERM_BIT_AND] = {"&", BINDS_SUM},   [TERM_BIT_OR] = {"|", BINDS_SUM},   [TERM_BIT_XOR] = {"^", BINDS_SUM},
        [TERM_SHL] = {"<<", BINDS_SUM},      [TERM_LSHR] = {">>", BINDS_SUM},    [TERM_ASHR] = {">>", BINDS_SUM},
    };
    terms *terms = &w->story->analysis->terms;
    uint64_t added;
    if (n->op >= sizeof table / sizeof *table || !table[n->op].op)
        return NULL;
    if (n->op == TERM_ADD && term_is_constant(terms, n->b, &added) && added > term_mask(n->width) / 2)
        return write_pair(w, n->a, "-", term_constant(terms, n->width, ~added + 1), BINDS_SUM, around, depth);
    return write_pair(w, n->a, table[n->op].op, n->b, table[n->op].binds, around, depth);
}

static const char *write_choice(writing *w, const term_node *n, unsigned around, unsigned depth)
{
    const char *condition = write_term(w, n->a, BINDS_OR, depth - 1);
    const char *yes = condition ? write_term(w, n->b, BINDS_OR, depth - 1) : NULL;
    const char *no = yes ? write_term(w, n->c, BINDS_CHOICE, depth - 1) : NULL;
    return no ? enclosed(w, arena_format(w->story->arena, "%s ? %s : %s", condition, yes, no), BINDS_CHOICE, around)
              : NULL;
}

static const char *write_term(writing *w, term t, unsigned around, unsigned depth)
{
    term_node n = *term_at(&w->story->analysis->terms, t);
    if (depth == 0 || w->parts++ >= FORMULA_PARTS)
        return "...";
    switch (n.op) {
    case TERM_CONSTANT:
        return words_number(w->story, n.value, n.width, 0);
    case TERM_SYMBOL:
    case TERM_LOAD:
    case TERM_APPLY:
        return inputs_name(w->story, t);
    case TERM_BOOL_NOT: {
        term_node inner = *term_at(&w->story->analysis->terms, n.a);
        if (inner.op == TERM_EQ || inner.op == TERM_ULT || inner.op == TERM_SLT)
            return write_comparison(w, &inner, false, around, depth);
        const char *text = write_term(w, n.a, BINDS_ALL, depth - 1);
        return text ? arena_format(w->story->arena, "!%s", text) : NULL;
    }
    case TERM_EQ:
    case TERM_ULT:
    case TERM_SLT:
        return write_comparison(w, &n, true, around, depth);
    case TERM_ITE:
        return write_choice(w, &n, around, depth);
    case TERM_TRUNC:
    case TERM_ZEXT:
    case TERM_SEXT:
        return write_term(w, n.a, around, depth);
    case TERM_BIT_NOT:
    case TERM_NEG: {
        const char *text = write_term(w, n.a, BINDS_ALL, depth - 1);
        return text ? arena_format(w->story->arena, "%s%s", n.op == TERM_NEG ? "-" : "~", text) : NULL;
    }
    default:
        return write_binary(w, &n, around, depth);
    }
}

const char *formula_of(story *story, term t)
{
    writing w = {.story = story};
    return write_term(&w, t, BINDS_CHOICE, FORMULA_DEPTH);
}

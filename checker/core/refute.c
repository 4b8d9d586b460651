/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Refuting conditions. See refute.h.
 *
 * Z3 is asked as well, but sees truth values alone: it has no numbers to take apart into bits, which is most of what
 * other questions cost. Conditions are in negation normal form (term.h), so a connective has to imply its operands, or
 * one of them, and not the other way round: G. Plaisted, S. Greenbaum, A structure-preserving clause form translation,
 * Journal of Symbolic Computation 2 (1986).
 */
#include "refute.h"

#include <stdlib.h>
#include <z3.h>

#include "arena.h"
#include "term_map.h"

#define OPERANDS 200000u  /* of all connectives; beyond, it is not tried */
#define UNITS    "400000" /* that Z3 may take: some milliseconds */

typedef struct refuting {
    const terms *terms;
    Z3_context context;
    Z3_solver solver;
    Z3_sort truth;
    term_map numbers; /* terms -> their names */
    Z3_ast *names;
    uint32_t count, capacity;
    term *open; /* connectives that are not put to Z3 yet */
    uint32_t open_count, open_capacity;
    Z3_ast *operands;
    uint32_t operand_count, operand_capacity, all_operands;
} refuting;

static bool is_connective(const terms *terms, term t)
{
    return term_at(terms, t)->op == TERM_BOOL_AND || term_at(terms, t)->op == TERM_BOOL_OR;
}

/* What stands for a truth value. */
static Z3_ast name_of(refuting *r, term t)
{
    uint32_t *number = term_map_at(&r->numbers, t);
    if (*number != UINT32_MAX)
        return r->names[*number];
    *number = r->count;
    ARRAY_RESERVE(r->names, r->count, r->capacity);
    Z3_ast name = Z3_mk_const(r->context, Z3_mk_int_symbol(r->context, (int)r->count), r->truth);
    r->names[r->count++] = name;
    if (is_connective(r->terms, t)) {
        ARRAY_RESERVE(r->open, r->open_count, r->open_capacity);
        r->open[r->open_count++] = t;
    }
    return name;
}

static Z3_ast value_of(refuting *r, term t)
{
    const term_node *n = term_at(r->terms, t);
    return n->op == TERM_BOOL_NOT ? Z3_mk_not(r->context, name_of(r, n->a)) : name_of(r, t);
}

static void add_operand(refuting *r, term t)
{
    Z3_ast value = value_of(r, t);
    ARRAY_RESERVE(r->operands, r->operand_count, r->operand_capacity);
    r->operands[r->operand_count++] = value;
    r->all_operands++;
}

static void put(refuting *r, term t)
{
    uint8_t op = term_at(r->terms, t)->op;
    Z3_ast name = name_of(r, t);
    r->operand_count = 0;
    for (; term_at(r->terms, t)->op == op; t = term_at(r->terms, t)->b)
        add_operand(r, term_at(r->terms, t)->a);
    add_operand(r, t);
    Z3_ast all = op == TERM_BOOL_OR ? Z3_mk_or(r->context, r->operand_count, r->operands)
                                    : Z3_mk_and(r->context, r->operand_count, r->operands);
    Z3_solver_assert(r->context, r->solver, Z3_mk_implies(r->context, name, all));
}

static void ignore_error(Z3_context context, Z3_error_code code)
{
    (void)context, (void)code; /* the answer is then that nothing is known */
}

static void start(refuting *r)
{
    Z3_config config = Z3_mk_config();
    Z3_set_param_value(config, "rlimit", UNITS);
    r->context = Z3_mk_context(config);
    Z3_del_config(config);
    Z3_set_error_handler(r->context, ignore_error);
    r->solver = Z3_mk_simple_solver(r->context);
    Z3_solver_inc_ref(r->context, r->solver);
    r->truth = Z3_mk_bool_sort(r->context);
}

static void stop(refuting *r)
{
    Z3_solver_dec_ref(r->context, r->solver);
    Z3_del_context(r->context);
    term_map_free(&r->numbers);
    free(r->names), free(r->open), free(r->operands);
}

bool refute(const terms *terms, term condition)
{
    refuting r = {.terms = terms};
    if (condition == TERM_FALSE) /* in a larger one it does not stand */
        return true;
    start(&r);
    Z3_solver_assert(r.context, r.solver, value_of(&r, condition));
    while (r.open_count && r.all_operands < OPERANDS)
        put(&r, r.open[--r.open_count]);
    bool refuted = r.open_count == 0 && Z3_solver_check(r.context, r.solver) == Z3_L_FALSE;
    stop(&r);
    return refuted;
}

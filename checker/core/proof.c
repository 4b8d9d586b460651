/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Proof with Z3. See proof.h. Z3's C API: https://z3prover.github.io/api/html/group__capi.html
 */
#include "proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <z3.h>

#include "arena.h"
#include "limits.h"
#include "nodes.h"
#include "refute.h"
#include "relate.h"
#include "term_map.h"
#include "unknowns.h"

#define NODE_UNITS 2u     /* that Z3 takes at least to read one node of a condition */
#define NODES_MOST 50000u /* of a condition: of larger ones Z3 decides few, and slowly, within any budget */

typedef struct encoder {
    analysis *analysis;
    Z3_context context;
    Z3_solver solver;
    term_map encoded; /* terms -> asts */
    Z3_ast *asts;
    uint32_t count, capacity;
    proof_model *leaves; /* in the order of their meeting */
    uint32_t objects;
} encoder;

/* ---- memo ---------------------------------------------------------------------------------------------------- */

/* NULL: it has not been encoded. */
static Z3_ast memo_find(const encoder *e, term t)
{
    const uint32_t *at = term_map_find(&e->encoded, t);
    return at ? e->asts[*at] : NULL;
}

static void memo_put(encoder *e, term t, Z3_ast ast)
{
    *term_map_at(&e->encoded, t) = e->count;
    ARRAY_RESERVE(e->asts, e->count, e->capacity);
    e->asts[e->count++] = ast;
}

/* ---- encoding ------------------------------------------------------------------------------------------------ */

static Z3_ast unknown(encoder *e, term t, unsigned width)
{
    char name[32];
    snprintf(name, sizeof name, "v%u", e->leaves->count);
    proof_model_add(e->leaves, t, 0);
    Z3_sort sort = width == 1 ? Z3_mk_bool_sort(e->context) : Z3_mk_bv_sort(e->context, width);
    return Z3_mk_const(e->context, Z3_mk_string_symbol(e->context, name), sort);
}

static Z3_ast number(encoder *e, unsigned width, uint64_t value)
{
    if (width == 1)
        return value ? Z3_mk_true(e->context) : Z3_mk_false(e->context);
    return Z3_mk_unsigned_int64(e->context, value, Z3_mk_bv_sort(e->context, width));
}

static Z3_ast object(encoder *e, term t, unsigned width)
{
    uint64_t address = object_address(width, e->objects++);
    proof_model_add(e->leaves, t, address);
    return number(e, width, address);
}

static Z3_ast encode(encoder *e, term t);

static Z3_ast extend(encoder *e, const term_node *n, bool is_signed)
{
    unsigned from = term_width(&e->analysis->terms, n->a);
    Z3_ast a = encode(e, n->a);
    if (from == 1) {
        uint64_t one = is_signed ? term_mask(n->width) : 1;
        Z3_ast zero = number(e, n->width, 0);
        return Z3_mk_ite(e->context, a, number(e, n->width, one), zero);
    }
    return is_signed ? Z3_mk_sign_ext(e->context, n->width - from, a) : Z3_mk_zero_ext(e->context, n->width - from, a);
}

static Z3_ast connective(encoder *e, const term_node *n)
{
    Z3_ast both[2] = {encode(e, n->a), encode(e, n->b)};
    return n->op == TERM_BOOL_AND ? Z3_mk_and(e->context, 2, both) : Z3_mk_or(e->context, 2, both);
}

static Z3_ast index_address(encoder *e, const term_node *n)
{
    Z3_ast scale = number(e, n->width, n->value);
    Z3_ast offset = Z3_mk_bvmul(e->context, encode(e, n->b), scale);
    return Z3_mk_bvadd(e->context, encode(e, n->a), offset);
}

/* The address of a field is not null, whatever the solver takes the structure's to be. */
static Z3_ast sum(encoder *e, const term_node *n, Z3_ast a, Z3_ast b)
{
    Z3_ast added = Z3_mk_bvadd(e->context, a, b);
    if (n->value)
        Z3_solver_assert(e->context, e->solver,
                         Z3_mk_not(e->context, Z3_mk_eq(e->context, added, number(e, n->width, 0))));
    return added;
}

static Z3_ast binary(encoder *e, const term_node *n)
{
    Z3_context c = e->context;
    Z3_ast a = encode(e, n->a), b = encode(e, n->b);
    switch (n->op) {
    case TERM_EQ:
        return Z3_mk_eq(c, a, b);
    case TERM_ULT:
        return Z3_mk_bvult(c, a, b);
    case TERM_SLT:
        return Z3_mk_bvslt(c, a, b);
    case TERM_ADD:
        return sum(e, n, a, b);
    case TERM_SUB:
        return Z3_mk_bvsub(c, a, b);
    case TERM_MUL:
        return Z3_mk_bvmul(c, a, b);
    case TERM_UDIV:
        return Z3_mk_bvudiv(c, a, b);
    case TERM_SDIV:
        return Z3_mk_bvsdiv(c, a, b);
    case TERM_UREM:
        return Z3_mk_bvurem(c, a, b);
    case TERM_SREM:
        return Z3_mk_bvsrem(c, a, b);
    case TERM_BIT_AND:
        return Z3_mk_bvand(c, a, b);
    case TERM_BIT_OR:
        return Z3_mk_bvor(c, a, b);
    case TERM_BIT_XOR:
        return Z3_mk_bvxor(c, a, b);
    case TERM_SHL:
        return Z3_mk_bvshl(c, a, b);
    case TERM_LSHR:
        return Z3_mk_bvlshr(c, a, b);
    default:
        return Z3_mk_bvashr(c, a, b);
    }
}

static Z3_ast choice(encoder *e, const term_node *n)
{
    Z3_ast no = encode(e, n->c), yes = encode(e, n->b);
    return Z3_mk_ite(e->context, encode(e, n->a), yes, no);
}

static Z3_ast encode_node(encoder *e, term t)
{
    term_node n = *term_at(&e->analysis->terms, t);
    Z3_context c = e->context;
    switch (n.op) {
    case TERM_CONSTANT:
        return number(e, n.width, n.value);
    case TERM_SYMBOL:
    case TERM_LOAD:
    case TERM_APPLY:
        return unknown(e, t, n.width);
    case TERM_ADDRESS:
        return object(e, t, n.width);
    case TERM_BOOL_NOT:
        return Z3_mk_not(c, encode(e, n.a));
    case TERM_BOOL_AND:
    case TERM_BOOL_OR:
        return connective(e, &n);
    case TERM_ITE:
        return choice(e, &n);
    case TERM_BIT_NOT:
        return Z3_mk_bvnot(c, encode(e, n.a));
    case TERM_NEG:
        return Z3_mk_bvneg(c, encode(e, n.a));
    case TERM_TRUNC:
        return Z3_mk_extract(c, n.width - 1u, 0, encode(e, n.a));
    case TERM_ZEXT:
        return extend(e, &n, false);
    case TERM_SEXT:
        return extend(e, &n, true);
    case TERM_INDEX:
        return index_address(e, &n);
    default:
        return binary(e, &n);
    }
}

static Z3_ast encode(encoder *e, term t)
{
    Z3_ast ast = memo_find(e, t);
    if (!ast) {
        ast = encode_node(e, t);
        memo_put(e, t, ast);
    }
    return ast;
}

/* ---- asking -------------------------------------------------------------------------------------------------- */

static void assert_term(encoder *e, term t)
{
    Z3_solver_assert(e->context, e->solver, encode(e, t));
}

static void ignore_error(Z3_context context, Z3_error_code code)
{
    (void)context, (void)code; /* asked for by Z3_get_error_code: the answer is then "undecided" */
}

static void read_model(encoder *e)
{
    Z3_model model = Z3_solver_get_model(e->context, e->solver);
    if (!model)
        return;
    Z3_model_inc_ref(e->context, model);
    for (uint32_t i = 0; i < e->leaves->count; i++) {
        term t = e->leaves->leaves[i];
        Z3_ast value;
        if (term_at(&e->analysis->terms, t)->op == TERM_ADDRESS ||
            !Z3_model_eval(e->context, model, memo_find(e, t), true, &value))
            continue;
        uint64_t number = 0;
        if (term_width(&e->analysis->terms, t) == 1)
            number = Z3_get_bool_value(e->context, value) == Z3_L_TRUE;
        else
            Z3_get_numeral_uint64(e->context, value, &number);
        e->leaves->values[i] = number;
    }
    Z3_model_dec_ref(e->context, model);
}

/* What the next question may cost: the more the program has taken, the less. */
static unsigned units_left(const analysis *an)
{
    unsigned stated = an->options.solver_budget ? an->options.solver_budget : DEFAULT_SOLVER_BUDGET;
    uint64_t units = limits_share((uint64_t)stated * PROGRAM_SOLVER_BUDGETS, an->solver_units, PROGRAM_SOLVER_PARTS,
                                  stated, LEAST_SOLVER_PARTS);
    return units ? (unsigned)units : 1; /* 0 would be no limit */
}

/* What the question has cost, in the units of its limit. */
static unsigned units_used(const encoder *e)
{
    Z3_stats statistics = Z3_solver_get_statistics(e->context, e->solver);
    unsigned units = 0;
    Z3_stats_inc_ref(e->context, statistics);
    for (unsigned i = 0; i < Z3_stats_size(e->context, statistics); i++)
        if (strcmp(Z3_stats_get_key(e->context, statistics, i), "rlimit count") == 0 &&
            Z3_stats_is_uint(e->context, statistics, i))
            units = Z3_stats_get_uint_value(e->context, statistics, i);
    Z3_stats_dec_ref(e->context, statistics);
    return units;
}

static Z3_context new_context(const analysis *an)
{
    char budget[16];
    snprintf(budget, sizeof budget, "%u", units_left(an));
    Z3_config config = Z3_mk_config();
    Z3_set_param_value(config, "rlimit", budget);
    Z3_set_param_value(config, "model", "true");
    Z3_context context = Z3_mk_context(config);
    Z3_del_config(config);
    Z3_set_error_handler(context, ignore_error);
    return context;
}

/* Whether a condition can hold together with what must hold between its unknowns. */
static verdict solve(analysis *an, term condition, const unknowns *u, proof_model *model)
{
    encoder e = {.analysis = an, .leaves = model};
    e.context = new_context(an);
    e.solver = Z3_mk_simple_solver(e.context);
    Z3_solver_inc_ref(e.context, e.solver);
    assert_term(&e, condition);
    for (uint32_t i = 0; i < u->relation_count; i++)
        assert_term(&e, u->relations[i]);
    Z3_lbool answer = Z3_solver_check(e.context, e.solver);
    if (Z3_get_error_code(e.context) != Z3_OK)
        answer = Z3_L_UNDEF;
    if (answer == Z3_L_TRUE)
        read_model(&e);
    an->solver_units += units_used(&e);
    Z3_solver_dec_ref(e.context, e.solver);
    Z3_del_context(e.context);
    term_map_free(&e.encoded);
    free(e.asts);
    return answer == Z3_L_TRUE ? PROOF_FEASIBLE : answer == Z3_L_FALSE ? PROOF_INFEASIBLE : PROOF_UNDECIDED;
}

verdict proof_solve(analysis *an, term condition, proof_model *model)
{
    unknowns u;
    unknowns_find(&u, &an->terms, condition);
    verdict v = solve(an, condition, &u, model);
    unknowns_free(&u);
    return v;
}

/* Whether there is no point in asking: reading the condition alone would take more than a question may, which Z3 says
 * only after it has read all, or it is too large at any price. */
static bool too_large(analysis *an, term condition)
{
    nodes all;
    unsigned most = units_left(an) / NODE_UNITS;
    nodes_start(&all, &an->terms, most < NODES_MOST ? most : NODES_MOST);
    nodes_visit(&all, condition);
    for (uint32_t i = 0; i < all.count && all.count <= all.limit; i++)
        if (!term_is_unknown(term_at(&an->terms, (term)all.items[i])))
            nodes_visit_below_term(&all, (term)all.items[i]);
    bool large = all.count > all.limit;
    an->terms.work += all.count; /* asking is work as well */
    nodes_stop(&all);
    return large;
}

/* Decides what has not been guessed and is not too large, by what costs least first. any: no values are wanted, so they
 * need not be Z3's. */
static verdict decide(analysis *an, term condition, bool any, proof_model *values)
{
    if (any && proof_guess_near(an, condition, &an->answers.latest, values))
        return PROOF_FEASIBLE;
    if (refute(&an->terms, condition))
        return PROOF_INFEASIBLE;
    return proof_solve(an, condition, values);
}

/* Asks the solver what has not been guessed, unless something simpler tells. */
static verdict ask(analysis *an, term condition, bool any, proof_model *values)
{
    verdict v = too_large(an, condition) ? PROOF_UNDECIDED : decide(an, condition, any, values);
    an->statistics.solver_calls++;
    an->statistics.out_of_budget += v == PROOF_UNDECIDED;
    return v;
}

verdict proof_check(analysis *an, term condition, proof_model *model)
{
    verdict v;
    if (condition == TERM_FALSE)
        return PROOF_INFEASIBLE;
    if (condition == TERM_TRUE)
        return PROOF_FEASIBLE;
    if (answers_find(&an->answers, condition, &v) && (v != PROOF_FEASIBLE || !model))
        return v;
    proof_model local = {0};
    clock_t from = an->proving ? 0 : clock();
    proof_model *values = model ? model : &local;
    v = proof_guess(an, condition, values) ? PROOF_FEASIBLE : ask(an, condition, !model, values);
    answers_keep(&an->answers, condition, v);
    if (v == PROOF_FEASIBLE)
        answers_keep_values(&an->answers, values);
    proof_model_free(&local);
    if (!an->proving) /* else the judge counts it */
        an->statistics.proof_seconds += (double)(clock() - from) / CLOCKS_PER_SEC;
    return v;
}

void proof_model_add(proof_model *m, term leaf, uint64_t value)
{
    if (m->count >= m->capacity) {
        m->capacity = m->capacity ? m->capacity * 2 : 16;
        m->leaves = must_resize(m->leaves, m->capacity * sizeof *m->leaves);
        m->values = must_resize(m->values, m->capacity * sizeof *m->values);
    }
    m->leaves[m->count] = leaf;
    m->values[m->count++] = value;
}

void proof_model_free(proof_model *model)
{
    free(model->leaves);
    free(model->values);
    *model = (proof_model){0};
}

/* ---- evaluating ---------------------------------------------------------------------------------------------- */

/* The leaves that the model names are settled beforehand; what comes here is any other one. */
static term value_of_leaf(rewrite *r, term leaf)
{
    return term_constant(r->terms, term_width(r->terms, leaf), 0);
}

void valuation_start(valuation *v, terms *terms, const proof_model *model)
{
    *v = (valuation){.rewrite = {.terms = terms, .leaf = value_of_leaf, .start = MEMORY_INITIAL}};
    for (uint32_t i = 0; i < model->count; i++)
        rewrite_settle(&v->rewrite, model->leaves[i],
                       term_constant(terms, term_width(terms, model->leaves[i]), model->values[i]));
}

uint64_t valuation_of(valuation *v, term t)
{
    uint64_t value = 0;
    term_is_constant(v->rewrite.terms, rewrite_term(&v->rewrite, t), &value);
    return value;
}

void valuation_stop(valuation *v)
{
    rewrite_stop(&v->rewrite);
}

uint64_t proof_evaluate(analysis *an, const proof_model *model, term t)
{
    valuation v;
    valuation_start(&v, &an->terms, model);
    uint64_t value = valuation_of(&v, t);
    valuation_stop(&v);
    return value;
}

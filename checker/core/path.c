/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Path conditions. See path.h.
 */
#include "path.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "rewrite.h"

void paths_start(paths *paths, terms *terms)
{
    memset(paths, 0, sizeof *paths);
    paths->terms = terms;
    paths->capacity = 1024;
    paths->nodes = must_zero(paths->capacity * sizeof *paths->nodes);
    paths->count = 2; /* PATH_FALSE, PATH_TRUE */
}

void paths_stop(paths *paths)
{
    free(paths->nodes);
    free(paths->table);
}

static uint32_t hash_path(path parent, term atom)
{
    uint64_t h = ((uint64_t)parent << 32 | atom) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(h >> 32);
}

static bool equals_constant(const terms *terms, term atom)
{
    const term_node *n = term_at(terms, atom);
    return n->op == TERM_EQ && (term_is_constant(terms, n->a, NULL) || term_is_constant(terms, n->b, NULL));
}

path path_push(paths *paths, path parent, term atom)
{
    assert(parent != PATH_FALSE);
    if (paths->count * 2 >= paths->table_size) {
        uint32_t size = paths->table_size ? paths->table_size * 2 : 1024;
        free(paths->table);
        paths->table = must_zero(size * sizeof *paths->table);
        paths->table_size = size;
        for (uint32_t i = 2; i < paths->count; i++) {
            uint32_t at = hash_path(paths->nodes[i].parent, paths->nodes[i].atom) & (size - 1);
            while (paths->table[at])
                at = (at + 1) & (size - 1);
            paths->table[at] = i;
        }
    }
    uint32_t at = hash_path(parent, atom) & (paths->table_size - 1);
    for (; paths->table[at]; at = (at + 1) & (paths->table_size - 1)) {
        const path_node *n = &paths->nodes[paths->table[at]];
        if (n->parent == parent && n->atom == atom)
            return paths->table[at];
    }
    ARRAY_RESERVE(paths->nodes, paths->count, paths->capacity);
    const path_node *before = &paths->nodes[parent];
    topics own = topics_of(paths->terms, atom);
    paths->nodes[paths->count] = (path_node){.parent = parent,
                                             .atom = atom,
                                             .length = before->length + 1,
                                             .equations = before->equations + equals_constant(paths->terms, atom),
                                             .topics = own,
                                             .all = before->all | own};
    paths->table[at] = paths->count;
    return paths->count++;
}

/* ---- what literals say of a value ---------------------------------------------------------------------------- */

/* A literal about one value and a constant. */
typedef struct literal {
    term subject;
    enum { LITERAL_NONE, LITERAL_EQ, LITERAL_NE, LITERAL_UNSIGNED, LITERAL_SIGNED } kind;
    uint64_t low, high; /* EQ, NE: low; ranges inclusive (SIGNED: as int64_t) */
} literal;

static int64_t signed_value(uint64_t value, unsigned width)
{
    uint64_t sign = (uint64_t)1 << (width - 1);
    return width >= 64 ? (int64_t)value : (int64_t)((value ^ sign) - sign);
}

static literal literal_of(const terms *terms, term t)
{
    bool negated = term_at(terms, t)->op == TERM_BOOL_NOT;
    const term_node *n = term_at(terms, negated ? term_at(terms, t)->a : t);
    literal none = {.kind = LITERAL_NONE}, l = none;
    if (n->op != TERM_EQ && n->op != TERM_ULT && n->op != TERM_SLT)
        return none;
    uint64_t k;
    bool left = term_is_constant(terms, n->a, &k), right = !left && term_is_constant(terms, n->b, &k);
    if (!left && !right)
        return none;
    l.subject = left ? n->b : n->a;
    unsigned width = term_width(terms, l.subject);
    if (n->op == TERM_EQ) {
        l.kind = negated ? LITERAL_NE : LITERAL_EQ;
        l.low = l.high = k;
    } else if (n->op == TERM_ULT) { /* x < k: [0, k-1]; not: [k, max]; k < x: [k+1, max]; not: [0, k] */
        l.kind = LITERAL_UNSIGNED;
        l.low = right ? (negated ? k : 0) : (negated ? 0 : k + 1);
        l.high = right ? (negated ? term_mask(width) : k - 1) : (negated ? k : term_mask(width));
    } else {
        int64_t s = signed_value(k, width), least = signed_value((uint64_t)1 << (width - 1), width);
        int64_t most = (int64_t)(term_mask(width) >> 1);
        l.kind = LITERAL_SIGNED;
        l.low = (uint64_t)(right ? (negated ? s : least) : (negated ? least : s + 1));
        l.high = (uint64_t)(right ? (negated ? most : s - 1) : (negated ? s : most));
    }
    return l;
}

/* All that a path's literals say of one value. */
typedef struct knowledge {
    term subject;
    unsigned width;
    uint64_t low, high; /* unsigned */
    int64_t signed_low, signed_high;
} knowledge;

static void learn(knowledge *k, literal l)
{
    switch (l.kind) {
    case LITERAL_EQ:
        k->low = k->high = l.low;
        k->signed_low = k->signed_high = signed_value(l.low, k->width);
        break;
    case LITERAL_NE:
        k->low += k->low == l.low && k->low < k->high;
        k->high -= k->high == l.low && k->low < k->high;
        break;
    case LITERAL_UNSIGNED:
        if (l.low > k->low)
            k->low = l.low;
        if (l.high < k->high)
            k->high = l.high;
        if (k->high <= term_mask(k->width) >> 1) {
            if ((int64_t)k->low > k->signed_low)
                k->signed_low = (int64_t)k->low;
            if ((int64_t)k->high < k->signed_high)
                k->signed_high = (int64_t)k->high;
        }
        break;
    case LITERAL_SIGNED:
        if ((int64_t)l.low > k->signed_low)
            k->signed_low = (int64_t)l.low;
        if ((int64_t)l.high < k->signed_high)
            k->signed_high = (int64_t)l.high;
        if (k->signed_low >= 0) {
            if ((uint64_t)k->signed_low > k->low)
                k->low = (uint64_t)k->signed_low;
            if ((uint64_t)k->signed_high < k->high)
                k->high = (uint64_t)k->signed_high;
        }
        break;
    default:
        break;
    }
}

static int judge(const knowledge *k, literal l)
{
    if (k->low > k->high || k->signed_low > k->signed_high)
        return -1; /* the path is dead already */
    switch (l.kind) {
    case LITERAL_EQ:
    case LITERAL_NE: {
        int equal = 0;
        int64_t s = signed_value(l.low, k->width);
        if (l.low < k->low || l.low > k->high || s < k->signed_low || s > k->signed_high)
            equal = -1;
        else if (k->low == k->high || k->signed_low == k->signed_high)
            equal = 1;
        return l.kind == LITERAL_EQ ? equal : -equal;
    }
    case LITERAL_UNSIGNED:
        if (k->low >= l.low && k->high <= l.high)
            return 1;
        return k->high < l.low || k->low > l.high ? -1 : 0;
    case LITERAL_SIGNED:
        if (k->signed_low >= (int64_t)l.low && k->signed_high <= (int64_t)l.high)
            return 1;
        return k->signed_high < (int64_t)l.low || k->signed_low > (int64_t)l.high ? -1 : 0;
    default:
        return 0;
    }
}

static knowledge nothing_known(const terms *terms, term subject)
{
    unsigned width = term_width(terms, subject);
    return (knowledge){subject,
                       width,
                       0,
                       term_mask(width),
                       signed_value((uint64_t)1 << (width - 1), width),
                       (int64_t)(term_mask(width) >> 1)};
}

/* ---- deciding ------------------------------------------------------------------------------------------------ */

#define CONDITION_LIMIT 64 /* nodes of a condition into which known constants are put */

/* The first of a path's atoms, from its end on, that may speak of one of the topics; PATH_TRUE: there is none. */
static path first_about(const paths *paths, path p, topics asked)
{
    for (; path_at(paths, p)->all & asked; p = path_at(paths, p)->parent)
        if (path_at(paths, p)->topics & asked)
            return p;
    return PATH_TRUE;
}

/* The next one before it. */
static path next_about(const paths *paths, path p, topics asked)
{
    return first_about(paths, path_at(paths, p)->parent, asked);
}

/* What one atom says of a literal. */
static int decide_by_atom(paths *paths, term atom, term condition, literal l, term negation, unsigned *budget)
{
    terms *terms = paths->terms;
    if (atom == condition)
        return 1;
    if (atom == negation)
        return -1;
    if (*budget == 0)
        return 0;
    --*budget;
    uint8_t op = term_at(terms, atom)->op;
    if (op == TERM_BOOL_OR || op == TERM_BOOL_AND) {
        term parts[DISJUNCTS];
        uint32_t n = term_leaves(terms, (term_op)op, atom, parts, DISJUNCTS);
        if (n > DISJUNCTS)
            return 0;
        int all = 2;
        for (uint32_t i = 0; i < n; i++) {
            int one = decide_by_atom(paths, parts[i], condition, l, negation, budget);
            if (op == TERM_BOOL_AND && one)
                return one;
            if (op == TERM_BOOL_OR && (one == 0 || (all != 2 && all != one)))
                return 0;
            all = one;
        }
        return op == TERM_BOOL_AND || all == 2 ? 0 : all;
    }
    if (l.kind == LITERAL_NONE)
        return 0;
    literal other = literal_of(terms, atom);
    if (other.kind == LITERAL_NONE || other.subject != l.subject)
        return 0;
    knowledge k = nothing_known(terms, l.subject);
    learn(&k, other);
    if (other.kind == LITERAL_NE && l.kind == LITERAL_EQ && other.low == l.low)
        return -1;
    return judge(&k, l);
}

static bool occurs(const terms *terms, term whole, term part, unsigned *budget)
{
    if (whole == part)
        return true;
    if (whole == TERM_NONE || *budget == 0)
        return false;
    --*budget;
    const term_node *n = term_at(terms, whole);
    switch (n->op) {
    case TERM_CONSTANT:
    case TERM_SYMBOL:
    case TERM_ADDRESS:
    case TERM_LOAD:
    case TERM_APPLY:
        return false;
    case TERM_ITE:
        if (occurs(terms, n->c, part, budget))
            return true;
        /* fall through */
    default:
        return occurs(terms, n->a, part, budget) || occurs(terms, n->b, part, budget);
    }
}

/* What an atom says a value to be: a constant, or another value in the place of a symbol. */
static bool equation(const terms *terms, term atom, term *from, term *to)
{
    literal l = literal_of(terms, atom);
    term_node n = *term_at(terms, atom);
    if (l.kind == LITERAL_EQ) {
        *from = l.subject;
        *to = n.a == l.subject ? n.b : n.a;
        return true;
    }
    if (n.op != TERM_EQ)
        return false;
    bool left = term_at(terms, n.a)->op == TERM_SYMBOL;
    *from = left ? n.a : n.b;
    *to = left ? n.b : n.a;
    return term_at(terms, *from)->op == TERM_SYMBOL;
}

static term put_equals(paths *paths, path p, term condition)
{
    terms *terms = paths->terms;
    topics inside = topics_inside(terms, condition, CONDITION_LIMIT);
    path at = first_about(paths, p, inside);
    for (; at > PATH_TRUE; at = next_about(paths, at, inside)) {
        term from, to;
        unsigned budget = CONDITION_LIMIT;
        if (!equation(terms, path_at(paths, at)->atom, &from, &to) || !occurs(terms, condition, from, &budget))
            continue;
        condition = rewrite_one(terms, condition, from, to);
        if (condition == TERM_TRUE || condition == TERM_FALSE)
            break;
        inside = topics_inside(terms, condition, CONDITION_LIMIT);
    }
    /* As if each equation down to here had been looked at. */
    terms->work += path_at(paths, p)->equations - path_at(paths, path_at(paths, at)->parent)->equations;
    return condition;
}

/* A comparison with something unknown still keeps a value off the end of its range. */
static void learn_strictness(const terms *terms, term atom, knowledge *k)
{
    const term_node *n = term_at(terms, atom);
    if (n->op == TERM_SLT) {
        int64_t most = (int64_t)(term_mask(k->width) >> 1);
        if (n->a == k->subject && k->signed_high == most)
            k->signed_high--;
        if (n->b == k->subject && k->signed_low == -most - 1)
            k->signed_low++;
    } else if (n->op == TERM_ULT) {
        if (n->a == k->subject && k->high == term_mask(k->width))
            k->high--;
        if (n->b == k->subject && k->low == 0)
            k->low++;
    }
}

/* What alternatives have in common: the range that holds them all. */
static void learn_any(const terms *terms, const term *alternatives, uint32_t count, knowledge *k)
{
    knowledge hull = nothing_known(terms, k->subject);
    for (uint32_t i = 0; i < count; i++) {
        literal l = literal_of(terms, alternatives[i]);
        if (l.kind == LITERAL_NONE || l.subject != k->subject)
            return;
        knowledge one = nothing_known(terms, k->subject);
        learn(&one, l);
        if (i == 0)
            hull = one;
        hull.low = one.low < hull.low ? one.low : hull.low;
        hull.high = one.high > hull.high ? one.high : hull.high;
        hull.signed_low = one.signed_low < hull.signed_low ? one.signed_low : hull.signed_low;
        hull.signed_high = one.signed_high > hull.signed_high ? one.signed_high : hull.signed_high;
    }
    learn(k, (literal){k->subject, LITERAL_UNSIGNED, hull.low, hull.high});
    learn(k, (literal){k->subject, LITERAL_SIGNED, (uint64_t)hull.signed_low, (uint64_t)hull.signed_high});
}

/* What one atom of a path says of a value. */
static void learn_atom(const terms *terms, term atom, knowledge *k)
{
    literal l = literal_of(terms, atom);
    if (l.kind != LITERAL_NONE && l.subject == k->subject) {
        learn(k, l);
    } else if (term_at(terms, atom)->op == TERM_BOOL_OR) {
        term parts[DISJUNCTS];
        uint32_t n = term_leaves(terms, TERM_BOOL_OR, atom, parts, DISJUNCTS);
        if (n <= DISJUNCTS)
            learn_any(terms, parts, n, k);
    } else {
        learn_strictness(terms, atom, k);
    }
}

/* What a path says of one value. */
static knowledge what_is_known(paths *paths, path p, term subject)
{
    terms *terms = paths->terms;
    knowledge k = nothing_known(terms, subject);
    topics asked = topic_of(terms, subject);
    for (path at = first_about(paths, p, asked); at > PATH_TRUE; at = next_about(paths, at, asked))
        learn_atom(terms, path_at(paths, at)->atom, &k);
    return k;
}

/* What is known of x + k follows from what is known of x, where the sum cannot wrap round. */
static void learn_sum(paths *paths, path p, knowledge *sum)
{
    terms *terms = paths->terms;
    term_node n = *term_at(terms, sum->subject);
    uint64_t added;
    if (n.op != TERM_ADD || !term_is_constant(terms, n.b, &added) || sum->width > 62)
        return;
    knowledge k = what_is_known(paths, p, n.a);
    int64_t by = signed_value(added, sum->width), most = (int64_t)(term_mask(sum->width) >> 1);
    if (k.low > k.high || k.signed_low > k.signed_high)
        return;
    if (k.signed_low + by >= -most - 1 && k.signed_high + by <= most) {
        learn(sum,
              (literal){sum->subject, LITERAL_SIGNED, (uint64_t)(k.signed_low + by), (uint64_t)(k.signed_high + by)});
    }
    if ((int64_t)k.low + by >= 0 && (int64_t)k.high + by <= (int64_t)term_mask(sum->width))
        learn(sum, (literal){sum->subject, LITERAL_UNSIGNED, (uint64_t)((int64_t)k.low + by),
                             (uint64_t)((int64_t)k.high + by)});
}

/* "n < x + 1" where the path says "x < n": it does not. */
static int decide_successor(paths *paths, path p, term condition)
{
    terms *terms = paths->terms;
    bool negated = term_at(terms, condition)->op == TERM_BOOL_NOT;
    term_node n = *term_at(terms, negated ? term_at(terms, condition)->a : condition);
    uint64_t one;
    if ((n.op != TERM_ULT && n.op != TERM_SLT) || term_at(terms, n.b)->op != TERM_ADD)
        return 0;
    term_node sum = *term_at(terms, n.b);
    if (!term_is_constant(terms, sum.b, &one) || one != 1)
        return 0;
    term below = n.op == TERM_ULT ? term_ult(terms, sum.a, n.a) : term_slt(terms, sum.a, n.a);
    topics asked = topic_of(terms, below);
    for (path at = first_about(paths, p, asked); at > PATH_TRUE; at = next_about(paths, at, asked))
        if (path_at(paths, at)->atom == below)
            return negated ? 1 : -1;
    return 0;
}

term path_address(paths *paths, path p, term address)
{
    terms *terms = paths->terms;
    for (path at = p; at > PATH_TRUE && terms->compares_pointers; at = path_at(paths, at)->parent) {
        term_node n = *term_at(terms, path_at(paths, at)->atom);
        if (n.op == TERM_EQ && term_width(terms, n.a) == terms->pointer_bits &&
            term_at(terms, n.a)->op == TERM_SYMBOL && term_at(terms, n.b)->op == TERM_SYMBOL)
            address = rewrite_one(terms, address, n.b, n.a);
    }
    return address;
}

term path_constant(paths *paths, path p, term value)
{
    return put_equals(paths, p, value);
}

static int decide_literal(paths *paths, path p, term condition)
{
    terms *terms = paths->terms;
    if (condition == TERM_TRUE || condition == TERM_FALSE)
        return condition == TERM_TRUE ? 1 : -1;
    literal l = literal_of(terms, condition);
    term negation = term_not(terms, condition);
    knowledge k = l.kind != LITERAL_NONE ? nothing_known(terms, l.subject) : (knowledge){0};
    topics asked =
        l.kind != LITERAL_NONE ? topic_of(terms, l.subject) : topic_of(terms, condition) | topic_of(terms, negation);
    bool again = false;
    terms->work += terms_search_work(path_at(paths, p)->length);
    for (path at = first_about(paths, p, asked); at > PATH_TRUE; at = next_about(paths, at, asked)) {
        term atom = path_at(paths, at)->atom;
        unsigned budget = DECISIONS;
        int one = decide_by_atom(paths, atom, condition, l, negation, &budget);
        if (one)
            return one;
        if (l.kind == LITERAL_NONE)
            continue;
        learn_atom(terms, atom, &k);
        again |= literal_of(terms, atom).kind == LITERAL_NE;
    }
    if (l.kind == LITERAL_NONE)
        return decide_successor(paths, p, condition);
    if (again) /* bounds found later may let an excluded value cut them */
        for (path at = first_about(paths, p, asked); at > PATH_TRUE; at = next_about(paths, at, asked)) {
            literal other = literal_of(terms, path_at(paths, at)->atom);
            if (other.kind == LITERAL_NE && other.subject == l.subject)
                learn(&k, other);
        }
    learn_sum(paths, p, &k);
    return judge(&k, l);
}

static int decide_within(paths *paths, path p, term condition, unsigned *budget)
{
    terms *terms = paths->terms;
    if (*budget == 0)
        return 0;
    --*budget;
    int known = decide_literal(paths, p, condition);
    if (known)
        return known;
    uint8_t op = term_at(terms, condition)->op;
    if (op == TERM_BOOL_AND || op == TERM_BOOL_OR) {
        term parts[DISJUNCTS];
        uint32_t n = term_leaves(terms, (term_op)op, condition, parts, DISJUNCTS);
        int decisive = op == TERM_BOOL_AND ? -1 : 1;
        bool all = n <= DISJUNCTS;
        for (uint32_t i = 0; i < n && n <= DISJUNCTS; i++) {
            int one = decide_within(paths, p, parts[i], budget);
            if (one == decisive)
                return decisive;
            all = all && one == -decisive;
        }
        return all ? -decisive : 0;
    }
    term put = put_equals(paths, p, condition);
    return put == condition ? 0 : decide_literal(paths, p, put);
}

int path_decide(paths *paths, path p, term condition)
{
    unsigned budget = DECISIONS;
    return p == PATH_FALSE ? -1 : decide_within(paths, p, condition, &budget);
}

path path_add(paths *paths, path p, term condition)
{
    terms *terms = paths->terms;
    if (p == PATH_FALSE || condition == TERM_FALSE)
        return PATH_FALSE;
    while (term_at(terms, condition)->op == TERM_BOOL_AND) {
        term first = term_at(terms, condition)->a;
        condition = term_at(terms, condition)->b;
        p = path_add(paths, p, first);
        if (p == PATH_FALSE)
            return PATH_FALSE;
    }
    int known = path_decide(paths, p, condition);
    if (known)
        return known > 0 ? p : PATH_FALSE;
    return path_push(paths, p, condition);
}

/* ---- joining ------------------------------------------------------------------------------------------------- */

path path_common(const paths *paths, path a, path b)
{
    while (a != b) {
        if (path_at(paths, a)->length >= path_at(paths, b)->length)
            a = path_at(paths, a)->parent;
        else
            b = path_at(paths, b)->parent;
    }
    return a;
}

/* The conditions behind `from` as one truth value. */
static term suffix(paths *paths, path from, path to)
{
    uint32_t length = path_at(paths, to)->length - path_at(paths, from)->length, at = 0;
    if (length == 0)
        return TERM_TRUE;
    if (length == 1)
        return path_at(paths, to)->atom;
    term *atoms = must_allocate(length * sizeof *atoms);
    for (; to != from; to = path_at(paths, to)->parent)
        atoms[at++] = path_at(paths, to)->atom;
    term all = term_and_all(paths->terms, atoms, length);
    free(atoms);
    return all;
}

static bool shared(const paths *paths, path from, path to, term atom)
{
    for (; to != from; to = path_at(paths, to)->parent)
        if (path_at(paths, to)->atom == atom)
            return true;
    return false;
}

/* Atoms that both sides added after they parted still hold. */
static path keep_shared(paths *paths, path base, path a, path b)
{
    term atoms[64];
    uint32_t count = 0;
    for (path at = a; at != base && count < 64; at = path_at(paths, at)->parent)
        if (shared(paths, base, b, path_at(paths, at)->atom))
            atoms[count++] = path_at(paths, at)->atom;
    path joined = base;
    while (count-- > 0)
        joined = path_push(paths, joined, atoms[count]);
    return joined;
}

/* What is decided to be impossible by a merged fact stays as it is: soundness over neatness. */
static path add_anyway(paths *paths, path p, term condition)
{
    path added = path_add(paths, p, condition);
    return added == PATH_FALSE ? path_push(paths, p, condition) : added;
}

path path_join(paths *paths, path a, path b, bool exclusive, term choice, term *chosen_a)
{
    terms *terms = paths->terms;
    if (a == PATH_FALSE || b == PATH_FALSE) {
        *chosen_a = b == PATH_FALSE ? TERM_TRUE : TERM_FALSE;
        return b == PATH_FALSE ? a : b;
    }
    path base = path_common(paths, a, b);
    term only_a = suffix(paths, base, a), only_b = suffix(paths, base, b);
    path joined = keep_shared(paths, base, a, b);
    if (term_and(terms, only_a, only_b) == TERM_FALSE)
        exclusive = true;
    if (!exclusive) {
        *chosen_a = choice;
        only_a = term_and(terms, only_a, choice);
        only_b = term_and(terms, only_b, term_not(terms, choice));
    } else {
        term not_b = term_not(terms, only_b);
        *chosen_a = term_size(terms, only_a, 16) <= term_size(terms, not_b, 16) ? only_a : not_b;
    }
    term either = term_or(terms, only_a, only_b);
    while (term_at(terms, either)->op == TERM_BOOL_AND) {
        joined = add_anyway(paths, joined, term_at(terms, either)->a);
        either = term_at(terms, either)->b;
    }
    return add_anyway(paths, joined, either);
}

term path_term(paths *paths, path p)
{
    return p == PATH_FALSE ? TERM_FALSE : suffix(paths, PATH_TRUE, p);
}

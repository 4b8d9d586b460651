/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Terms: the hash-consing store and the simplifying constructors. See term.h.
 */
#include "term.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "memory.h"
#include "rewrite.h"

uint64_t term_mask(unsigned width)
{
    return width >= 64 ? UINT64_MAX : ((uint64_t)1 << width) - 1;
}

static int64_t sign_extend(uint64_t value, unsigned width)
{
    if (width >= 64)
        return (int64_t)value;
    uint64_t sign = (uint64_t)1 << (width - 1);
    return (int64_t)((value ^ sign) - sign);
}

/* ---- the store ----------------------------------------------------------------------------------------------- */

static uint32_t hash_node(const term_node *n)
{
    uint64_t h = n->op * 0x9E3779B97F4A7C15u + n->width;
    h = (h ^ n->a) * 0xFF51AFD7ED558CCDu;
    h = (h ^ n->b ^ (h >> 32)) * 0xC4CEB9FE1A85EC53u;
    h = (h ^ n->c ^ (h >> 29)) * 0x9E3779B97F4A7C15u;
    h = (h ^ n->value ^ (h >> 32) ^ (n->flags & TERM_LOSS)) * 0xFF51AFD7ED558CCDu;
    return (uint32_t)(h ^ (h >> 32));
}

/* The number of the latest term that a node is made of; of nodes without one, and of loads, any. */
static uint32_t latest_part(const term_node *n, uint32_t hash)
{
    if (n->op < TERM_PAIR)
        return hash;
    uint32_t latest = n->a > n->b ? n->a : n->b;
    return n->op == TERM_ITE && n->c > latest ? n->c : latest;
}

static bool same_node(const term_node *x, const term_node *y)
{
    return x->op == y->op && x->width == y->width && x->a == y->a && x->b == y->b && x->c == y->c &&
           x->value == y->value && (x->flags & TERM_LOSS) == (y->flags & TERM_LOSS);
}

static void grow_table(terms *terms)
{
    table_grow(&terms->table, &terms->table_size, 4096);
}

static unsigned child_flags(const terms *terms, const term_node *n)
{
    unsigned flags = 0;
    switch (n->op) {
    case TERM_CONSTANT:
    case TERM_SYMBOL:
    case TERM_ADDRESS:
        return 0;
    case TERM_LOAD:
    case TERM_APPLY:
        return terms->nodes[n->b].flags;
    case TERM_ITE:
        flags |= terms->nodes[n->c].flags;
        /* fall through */
    default:
        flags |= terms->nodes[n->a].flags;
        if (n->b)
            flags |= terms->nodes[n->b].flags;
        return flags;
    }
}

static term intern(terms *terms, term_node n, unsigned own_flags)
{
    terms->work++;
    n.flags = (uint8_t)own_flags;
    if (terms->count * 2 >= terms->table_size)
        grow_table(terms);
    uint32_t whole = hash_node(&n), hash = table_hash(2 * latest_part(&n, whole), whole);
    table_slot *recent = &terms->recent[hash % TABLE_RECENT];
    if (recent->id && recent->hash == hash && same_node(&terms->nodes[recent->id], &n))
        return recent->id;
    uint32_t mask = terms->table_size - 1, at = hash & mask;
    for (uint32_t step = 0; terms->table[at].id; at = table_next(hash, at, ++step) & mask)
        if (terms->table[at].hash == hash && same_node(&terms->nodes[terms->table[at].id], &n)) {
            *recent = terms->table[at];
            return recent->id;
        }
    n.flags = (uint8_t)(own_flags | (child_flags(terms, &n) & ~(unsigned)TERM_LOSS));
    ARRAY_RESERVE(terms->nodes, terms->count, terms->capacity);
    terms->nodes[terms->count] = n;
    *recent = terms->table[at] = (table_slot){terms->count, hash};
    return terms->count++;
}

void terms_start(terms *terms, const devlock_program *program)
{
    memset(terms, 0, sizeof *terms);
    terms->program = program;
    terms->work_limit = UINT64_MAX;
    terms->pointer_bits = devlock_program_pointer_bits(program);
    terms->capacity = 4096;
    terms->nodes = must_allocate(terms->capacity * sizeof *terms->nodes);
    memset(&terms->nodes[0], 0, sizeof terms->nodes[0]);
    terms->count = 1;
    terms->recent = must_zero(TABLE_RECENT * sizeof *terms->recent);
    grow_table(terms);
    term f = term_constant(terms, 1, 0), t = term_constant(terms, 1, 1);
    assert(f == TERM_FALSE && t == TERM_TRUE);
    (void)f, (void)t;
    memories_start(terms);
}

void terms_stop(terms *terms)
{
    memories_stop(terms);
    free(terms->nodes);
    free(terms->table);
    free(terms->recent);
}

static term make(terms *terms, term_op op, unsigned width, term a, term b)
{
    return intern(terms, (term_node){.op = (uint8_t)op, .width = (uint8_t)width, .a = a, .b = b}, 0);
}

bool term_is_constant(const terms *terms, term t, uint64_t *value)
{
    const term_node *n = term_at(terms, t);
    if (n->op != TERM_CONSTANT)
        return false;
    if (value)
        *value = n->value;
    return true;
}

term term_constant(terms *terms, unsigned width, uint64_t value)
{
    term_node n = {.op = TERM_CONSTANT, .width = (uint8_t)width, .value = value & term_mask(width)};
    return intern(terms, n, 0);
}

term term_symbol(terms *terms, unsigned width, symbol_kind kind, uint32_t b, uint32_t c, uint64_t instance,
                 bool imprecise)
{
    term_node n = {.op = TERM_SYMBOL, .width = (uint8_t)width, .a = kind, .b = b, .c = c, .value = instance};
    bool local = kind != SYMBOL_PARAMETER;
    return intern(terms, n, (imprecise ? TERM_IMPRECISE | TERM_LOSS : 0u) | (local ? TERM_LOCAL : 0u));
}

term term_address(terms *terms, devlock_operand_kind kind, uint32_t id, uint64_t instance)
{
    term_node n = {.op = TERM_ADDRESS, .width = (uint8_t)terms->pointer_bits, .a = kind, .b = id, .value = instance};
    return intern(terms, n, 0);
}

term term_load(terms *terms, unsigned width, uint32_t memory, term address, bool imprecise)
{
    term_node n = {.op = TERM_LOAD, .width = (uint8_t)width, .a = memory, .b = address};
    bool local = !memory_is_initial(terms, memory);
    return intern(terms, n, (imprecise ? TERM_IMPRECISE | TERM_LOSS : 0u) | (local ? TERM_LOCAL : 0u));
}

term term_apply(terms *terms, unsigned width, uint32_t function, term arguments)
{
    return intern(terms, (term_node){.op = TERM_APPLY, .width = (uint8_t)width, .a = function, .b = arguments}, 0);
}

term term_pair(terms *terms, term head, term rest)
{
    return make(terms, TERM_PAIR, 0, head, rest);
}

/* ---- truth values -------------------------------------------------------------------------------------------- */

#define LEAF_LIMIT 4096u /* leaves of one connective; beyond it terms are built without simplification */
#define SMALL      32u   /* leaves that need no memory of their own */

uint32_t term_leaves(const terms *terms, term_op op, term t, term *leaves, uint32_t limit)
{
    uint32_t count = 0;
    while (term_at(terms, t)->op == op) {
        if (count >= limit)
            return limit + 1;
        leaves[count++] = term_at(terms, t)->a; /* chains lean to the right, leaves on the left */
        t = term_at(terms, t)->b;
    }
    if (count >= limit)
        return limit + 1;
    leaves[count++] = t;
    return count;
}

static int compare_terms(const void *a, const void *b)
{
    term x = *(const term *)a, y = *(const term *)b;
    return x < y ? -1 : x > y;
}

/* Leaves that are looked for again and again carry the number of the set that they are in. */
static uint32_t mark_all(terms *terms, const term *leaves, uint32_t count)
{
    terms->mark++;
    for (uint32_t i = 0; i < count; i++)
        terms->nodes[leaves[i]].mark = terms->mark;
    return terms->mark;
}

static bool is_marked(const terms *terms, term t)
{
    return terms->nodes[t].mark == terms->mark;
}

/* How many leaves from the first one on are in order. */
static uint32_t in_order(const term *leaves, uint32_t count)
{
    uint32_t n = count > 0;
    while (n < count && leaves[n - 1] <= leaves[n])
        n++;
    return n;
}

/* Sorts leaves. Mostly they come from two chains, each of them in order. */
static void sort_leaves(term *leaves, uint32_t count)
{
    uint32_t first = in_order(leaves, count), second = in_order(leaves + first, count - first);
    if (second == 0)
        return;
    if (first + second < count) {
        qsort(leaves, count, sizeof *leaves, compare_terms);
        return;
    }
    term small[SMALL], *left = first > SMALL ? must_allocate(first * sizeof *left) : small;
    memcpy(left, leaves, first * sizeof *left);
    for (uint32_t i = 0, k = first, at = 0; i < first; at++)
        leaves[at] = k < count && leaves[k] < left[i] ? leaves[k++] : left[i++];
    if (left != small)
        free(left);
}

static uint32_t unique(term *leaves, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (i == 0 || leaves[i] != leaves[i - 1])
            leaves[kept++] = leaves[i];
    return kept;
}

static uint32_t leaf_count(const terms *terms, term_op op, term t)
{
    uint32_t count = 1;
    for (; term_at(terms, t)->op == op && count <= LEAF_LIMIT; count++)
        t = term_at(terms, t)->b;
    return count;
}

static term connect_all(terms *terms, term_op op, term *leaves, uint32_t count);

/* Absorption: below `op`, a leaf that is a connective of the dual kind is dropped when it shares an operand with the
 * other leaves, which are marked, and loses the operands whose negations stand among them (x and (not x or y) is x and
 * y). */
static term absorb(terms *terms, term_op op, term leaf, bool *dropped)
{
    term_op dual = op == TERM_BOOL_AND ? TERM_BOOL_OR : TERM_BOOL_AND;
    *dropped = false;
    if (term_at(terms, leaf)->op != dual)
        return leaf;
    uint32_t n = leaf_count(terms, dual, leaf), kept = 0;
    if (n > LEAF_LIMIT)
        return leaf;
    term small[SMALL], *parts = n > SMALL ? must_allocate(n * sizeof *parts) : small;
    term_leaves(terms, dual, leaf, parts, n);
    terms->work += terms_search_work(n);
    for (uint32_t i = 0; i < n && !*dropped; i++) {
        *dropped = is_marked(terms, parts[i]);
        if (!is_marked(terms, term_not(terms, parts[i])))
            parts[kept++] = parts[i];
    }
    term rest = leaf;
    if (!*dropped && kept < n)
        rest = connect_all(terms, dual, parts, kept);
    if (parts != small)
        free(parts);
    return rest;
}

static term chain(terms *terms, term_op op, const term *leaves, uint32_t count)
{
    term result = leaves[count - 1];
    for (uint32_t i = count - 1; i-- > 0;)
        result = make(terms, op, 1, leaves[i], result);
    return result;
}

static term connect(terms *terms, term_op op, term a, term b);

/* The leaves under `op` in canonical form: sorted, unique, without complements, absorbed. Changes the array. */
static term connect_all(terms *terms, term_op op, term *leaves, uint32_t count)
{
    term zero = op == TERM_BOOL_AND ? TERM_FALSE : TERM_TRUE; /* swallows all */
    term unit = op == TERM_BOOL_AND ? TERM_TRUE : TERM_FALSE; /* changes nothing */
    terms->work += count;
    sort_leaves(leaves, count);
    count = unique(leaves, count);
    while (count && leaves[0] <= TERM_TRUE) { /* the constants sort first */
        if (leaves[0] == zero)
            return zero;
        leaves++;
        count--;
    }
    if (count == 0)
        return unit;
    uint32_t mark = mark_all(terms, leaves, count);
    for (uint32_t i = 0; i < count; i++)
        if (is_marked(terms, term_not(terms, leaves[i])))
            return zero;
    for (uint32_t i = 0; i < count; i++) {
        bool dropped;
        term leaf = absorb(terms, op, leaves[i], &dropped);
        if (leaf == leaves[i] && !dropped) {
            if (terms->mark != mark) /* something else was built meanwhile */
                mark = mark_all(terms, leaves, count);
            continue;
        }
        memmove(&leaves[i], &leaves[i + 1], (count - i - 1) * sizeof *leaves);
        term rest = count == 1 ? unit : connect_all(terms, op, leaves, count - 1);
        return dropped ? rest : connect(terms, op, leaf, rest);
    }
    return chain(terms, op, leaves, count);
}

/* a op b in canonical form. */
static term connect(terms *terms, term_op op, term a, term b)
{
    term zero = op == TERM_BOOL_AND ? TERM_FALSE : TERM_TRUE;
    term unit = op == TERM_BOOL_AND ? TERM_TRUE : TERM_FALSE;
    if (a == zero || b == zero)
        return zero;
    if (a == unit || a == b)
        return b;
    if (b == unit)
        return a;
    uint32_t first = leaf_count(terms, op, a), second = leaf_count(terms, op, b), count = first + second;
    if (count > LEAF_LIMIT)
        return make(terms, op, 1, a, b);
    term small[SMALL], *leaves = count > SMALL ? must_allocate(count * sizeof *leaves) : small;
    term_leaves(terms, op, a, leaves, first);
    term_leaves(terms, op, b, leaves + first, second);
    term result = connect_all(terms, op, leaves, count);
    if (leaves != small)
        free(leaves);
    return result;
}

term term_connect(terms *terms, term_op op, const term *conditions, uint32_t count)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < count; i++)
        total += leaf_count(terms, op, conditions[i]);
    if (total > LEAF_LIMIT) {
        term all = op == TERM_BOOL_AND ? TERM_TRUE : TERM_FALSE;
        for (uint32_t i = 0; i < count; i++)
            all = connect(terms, op, conditions[i], all);
        return all;
    }
    term small[SMALL], *leaves = total > SMALL ? must_allocate(total * sizeof *leaves) : small;
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++)
        at += term_leaves(terms, op, conditions[i], leaves + at, total - at);
    term result = connect_all(terms, op, leaves, at);
    if (leaves != small)
        free(leaves);
    return result;
}

term term_and_all(terms *terms, const term *conditions, uint32_t count)
{
    return term_connect(terms, TERM_BOOL_AND, conditions, count);
}

term term_and(terms *terms, term a, term b)
{
    return connect(terms, TERM_BOOL_AND, a, b);
}

term term_or(terms *terms, term a, term b)
{
    return connect(terms, TERM_BOOL_OR, a, b);
}

/* De Morgan. The leaves of a canonical chain stay unique and free of complements; only their order can change. */
static term negate_connective(terms *terms, term a)
{
    term_node n = *term_at(terms, a);
    term_op dual = n.op == TERM_BOOL_AND ? TERM_BOOL_OR : TERM_BOOL_AND;
    uint32_t count = leaf_count(terms, n.op, a);
    term small[SMALL], *leaves = count > SMALL ? must_allocate(count * sizeof *leaves) : small;
    term result;
    if (count > LEAF_LIMIT) {
        term x = term_not(terms, n.a), y = term_not(terms, n.b);
        result = make(terms, dual, 1, x, y);
    } else {
        term_leaves(terms, n.op, a, leaves, count);
        for (uint32_t i = 0; i < count; i++)
            leaves[i] = term_not(terms, leaves[i]);
        qsort(leaves, count, sizeof *leaves, compare_terms);
        result = chain(terms, dual, leaves, count);
    }
    if (leaves != small)
        free(leaves);
    return result;
}

term term_not(terms *terms, term a)
{
    if (a == TERM_TRUE)
        return TERM_FALSE;
    if (a == TERM_FALSE)
        return TERM_TRUE;
    const term_node *n = term_at(terms, a);
    bool connective = n->op == TERM_BOOL_AND || n->op == TERM_BOOL_OR;
    if (n->op == TERM_BOOL_NOT)
        return n->a;
    if (n->negation) {
        terms->work += !connective; /* as if it were looked up */
        return n->negation;
    }
    term result = connective ? negate_connective(terms, a) : make(terms, TERM_BOOL_NOT, 1, a, TERM_NONE);
    terms->nodes[a].negation = result;
    return result;
}

/* ---- comparisons --------------------------------------------------------------------------------------------- */

/* An if-then-else with a constant branch: operations with a constant go into it. */
static bool is_choice_of_constants(const terms *terms, term t)
{
    const term_node *n = term_at(terms, t);
    return n->op == TERM_ITE &&
           (term_at(terms, n->b)->op == TERM_CONSTANT || term_at(terms, n->c)->op == TERM_CONSTANT);
}

static term choose(terms *terms, term condition, term a, term b)
{
    term yes = term_and(terms, condition, a);
    term no = term_and(terms, term_not(terms, condition), b);
    return term_or(terms, yes, no);
}

static bool is_object_address(const terms *terms, term t, term *root, uint64_t *offset)
{
    return term_split(terms, t, root, offset) && term_at(terms, *root)->op == TERM_ADDRESS;
}

static term eq_constant(terms *terms, term a, term b)
{
    term_node n = *term_at(terms, a);
    uint64_t k = term_at(terms, b)->value, m;
    unsigned width = n.width;
    term root;
    uint64_t offset;
    switch (n.op) {
    case TERM_ZEXT: {
        unsigned inner = term_width(terms, n.a);
        if (k & ~term_mask(inner))
            return TERM_FALSE;
        return term_eq(terms, n.a, term_constant(terms, inner, k));
    }
    case TERM_SEXT: {
        unsigned inner = term_width(terms, n.a);
        if ((uint64_t)sign_extend(k & term_mask(inner), inner) != (uint64_t)sign_extend(k, width))
            return TERM_FALSE;
        return term_eq(terms, n.a, term_constant(terms, inner, k));
    }
    case TERM_ITE:
        if (is_choice_of_constants(terms, a)) {
            term no = term_eq(terms, n.c, b), yes = term_eq(terms, n.b, b);
            return choose(terms, n.a, yes, no);
        }
        break;
    case TERM_ADD:
        if (n.value && k == 0) /* the address of a field */
            return TERM_FALSE;
        if (term_is_constant(terms, n.b, &m))
            return term_eq(terms, n.a, term_constant(terms, width, k - m));
        break;
    case TERM_BIT_XOR:
        if (term_is_constant(terms, n.b, &m))
            return term_eq(terms, n.a, term_constant(terms, width, k ^ m));
        break;
    case TERM_BIT_NOT:
        return term_eq(terms, n.a, term_constant(terms, width, ~k));
    case TERM_NEG:
        return term_eq(terms, n.a, term_constant(terms, width, (uint64_t)0 - k));
    case TERM_SUB:
        if (k == 0)
            return term_eq(terms, n.a, n.b);
        break;
    case TERM_BIT_AND:
        if (!term_is_constant(terms, n.b, &m))
            break;
        if (k & ~m)
            return TERM_FALSE;
        if (k == m && k && (m & (m - 1)) == 0) /* one bit: set is not clear */
            return term_not(terms, term_eq(terms, a, term_constant(terms, width, 0)));
        break;
    case TERM_BIT_OR:
        if (term_is_constant(terms, n.b, &m) && (m & ~k))
            return TERM_FALSE;
        if (k == 0) {
            term right = term_eq(terms, n.b, b);
            return term_and(terms, term_eq(terms, n.a, b), right);
        }
        break;
    default:
        break;
    }
    if (k == 0 && is_object_address(terms, a, &root, &offset))
        return TERM_FALSE; /* objects are not at the null address */
    return make(terms, TERM_EQ, 1, a, b);
}

term term_eq(terms *terms, term a, term b)
{
    if (a == b)
        return TERM_TRUE;
    uint64_t x, y;
    bool constant_a = term_is_constant(terms, a, &x), constant_b = term_is_constant(terms, b, &y);
    if (constant_a && constant_b)
        return x == y ? TERM_TRUE : TERM_FALSE;
    if (term_width(terms, a) == 1) {
        if (constant_a)
            return x ? b : term_not(terms, b);
        if (constant_b)
            return y ? a : term_not(terms, a);
        return choose(terms, a, b, term_not(terms, b));
    }
    if (constant_a)
        return eq_constant(terms, b, a);
    if (constant_b)
        return eq_constant(terms, a, b);
    term root_a, root_b;
    bool split_a = term_split(terms, a, &root_a, &x), split_b = term_split(terms, b, &root_b, &y);
    if (split_a && split_b && root_a == root_b)
        return ((x ^ y) & term_mask(term_width(terms, a))) == 0 ? TERM_TRUE : TERM_FALSE;
    if (split_a && split_b && term_at(terms, root_a)->op == TERM_ADDRESS && term_at(terms, root_b)->op == TERM_ADDRESS)
        return TERM_FALSE; /* different objects */
    for (int side = 0; side < 2; side++) {
        term_node n = *term_at(terms, side ? b : a);
        term other = side ? a : b;
        if (n.op != TERM_ITE)
            continue;
        if (n.b == other)
            return term_or(terms, n.a, term_eq(terms, n.c, other));
        if (n.c == other) {
            term equal = term_eq(terms, n.b, other);
            return term_or(terms, term_not(terms, n.a), equal);
        }
    }
    term_node na = *term_at(terms, a), nb = *term_at(terms, b);
    if (na.op == nb.op && (na.op == TERM_ZEXT || na.op == TERM_SEXT) &&
        term_width(terms, na.a) == term_width(terms, nb.a))
        return term_eq(terms, na.a, nb.a);
    terms->compares_pointers |= term_width(terms, a) == terms->pointer_bits;
    return a < b ? make(terms, TERM_EQ, 1, a, b) : make(terms, TERM_EQ, 1, b, a);
}

term term_ult(terms *terms, term a, term b)
{
    uint64_t x, y;
    unsigned width = term_width(terms, a);
    bool constant_a = term_is_constant(terms, a, &x), constant_b = term_is_constant(terms, b, &y);
    if (constant_a && constant_b)
        return x < y ? TERM_TRUE : TERM_FALSE;
    if (a == b || (constant_b && y == 0) || (constant_a && x == term_mask(width)))
        return TERM_FALSE;
    if (constant_b && y == 1)
        return term_eq(terms, a, term_constant(terms, width, 0));
    if (constant_a && x == 0)
        return term_not(terms, term_eq(terms, b, a));
    if (constant_b && y == term_mask(width))
        return term_not(terms, term_eq(terms, a, b));
    if (constant_a && x == term_mask(width) - 1)
        return term_eq(terms, b, term_constant(terms, width, term_mask(width)));
    term_node na = *term_at(terms, a), nb = *term_at(terms, b);
    if (constant_b && is_choice_of_constants(terms, a)) {
        term no = term_ult(terms, na.c, b), yes = term_ult(terms, na.b, b);
        return choose(terms, na.a, yes, no);
    }
    if (constant_a && is_choice_of_constants(terms, b)) {
        term no = term_ult(terms, a, nb.c), yes = term_ult(terms, a, nb.b);
        return choose(terms, nb.a, yes, no);
    }
    if (constant_b && na.op == TERM_ZEXT) {
        unsigned inner = term_width(terms, na.a);
        return y > term_mask(inner) ? TERM_TRUE : term_ult(terms, na.a, term_constant(terms, inner, y));
    }
    if (constant_a && nb.op == TERM_ZEXT) {
        unsigned inner = term_width(terms, nb.a);
        return x >= term_mask(inner) ? TERM_FALSE : term_ult(terms, term_constant(terms, inner, x), nb.a);
    }
    if (constant_b && na.op == TERM_BIT_AND && term_is_constant(terms, na.b, &x) && x < y)
        return TERM_TRUE;
    if (na.op == TERM_ZEXT && nb.op == TERM_ZEXT && term_width(terms, na.a) == term_width(terms, nb.a))
        return term_ult(terms, na.a, nb.a);
    return make(terms, TERM_ULT, 1, a, b);
}

static bool never_negative(const terms *terms, term t)
{
    const term_node *n = term_at(terms, t);
    uint64_t m;
    if (n->op == TERM_CONSTANT)
        return sign_extend(n->value, n->width) >= 0;
    if (n->op == TERM_BIT_AND && term_is_constant(terms, n->b, &m))
        return sign_extend(m, n->width) >= 0;
    return n->op == TERM_ZEXT; /* always widens */
}

term term_slt(terms *terms, term a, term b)
{
    uint64_t x = 0, y = 0;
    unsigned width = term_width(terms, a);
    bool constant_a = term_is_constant(terms, a, &x), constant_b = term_is_constant(terms, b, &y);
    int64_t sx = sign_extend(x, width), sy = sign_extend(y, width);
    if (constant_a && constant_b)
        return sx < sy ? TERM_TRUE : TERM_FALSE;
    uint64_t lowest = (uint64_t)1 << (width - 1);
    if (a == b || (constant_b && y == lowest) || (constant_a && x == lowest - 1))
        return TERM_FALSE;
    if (never_negative(terms, a) && never_negative(terms, b))
        return term_ult(terms, a, b);
    if (never_negative(terms, a) && constant_b) /* b is negative */
        return TERM_FALSE;
    if (never_negative(terms, b) && constant_a)
        return TERM_TRUE;
    term_node na = *term_at(terms, a), nb = *term_at(terms, b);
    if (constant_b && is_choice_of_constants(terms, a)) {
        term no = term_slt(terms, na.c, b), yes = term_slt(terms, na.b, b);
        return choose(terms, na.a, yes, no);
    }
    if (constant_a && is_choice_of_constants(terms, b)) {
        term no = term_slt(terms, a, nb.c), yes = term_slt(terms, a, nb.b);
        return choose(terms, nb.a, yes, no);
    }
    if (constant_b && na.op == TERM_SEXT) {
        unsigned inner = term_width(terms, na.a);
        int64_t highest = (int64_t)(term_mask(inner) >> 1);
        if (sy > highest)
            return TERM_TRUE;
        if (sy <= -highest - 1)
            return TERM_FALSE;
        return term_slt(terms, na.a, term_constant(terms, inner, y));
    }
    if (constant_a && nb.op == TERM_SEXT) {
        unsigned inner = term_width(terms, nb.a);
        int64_t highest = (int64_t)(term_mask(inner) >> 1);
        if (sx >= highest)
            return TERM_FALSE;
        if (sx < -highest - 1)
            return TERM_TRUE;
        return term_slt(terms, term_constant(terms, inner, x), nb.a);
    }
    return make(terms, TERM_SLT, 1, a, b);
}

/* ---- values -------------------------------------------------------------------------------------------------- */

term term_ite(terms *terms, term condition, term a, term b)
{
    if (condition == TERM_TRUE || a == b)
        return a;
    if (condition == TERM_FALSE)
        return b;
    if (term_width(terms, a) == 1)
        return choose(terms, condition, a, b);
    term_node n = *term_at(terms, condition);
    if (n.op == TERM_BOOL_NOT)
        return term_ite(terms, n.a, b, a);
    term_node na = *term_at(terms, a), nb = *term_at(terms, b);
    if (na.op == TERM_ITE && na.a == condition)
        return term_ite(terms, condition, na.b, b);
    if (nb.op == TERM_ITE && nb.a == condition)
        return term_ite(terms, condition, a, nb.c);
    if (nb.op == TERM_ITE && nb.b == a) /* c ? a : (d ? a : e) is (c or d) ? a : e */
        return term_ite(terms, term_or(terms, condition, nb.a), a, nb.c);
    if (nb.op == TERM_ITE && nb.c == a)
        return term_ite(terms, term_or(terms, condition, term_not(terms, nb.a)), a, nb.b);
    if (na.op == TERM_ITE && na.c == b)
        return term_ite(terms, term_and(terms, condition, na.a), na.b, b);
    if (na.op == TERM_ITE && na.b == b)
        return term_ite(terms, term_and(terms, condition, term_not(terms, na.a)), na.c, b);
    term_node node = {.op = TERM_ITE, .width = na.width, .a = condition, .b = a, .c = b};
    return intern(terms, node, 0);
}

uint64_t term_fold_unary(term_op op, unsigned width, unsigned from, uint64_t value)
{
    switch (op) {
    case TERM_BIT_NOT:
        return ~value;
    case TERM_NEG:
        return (uint64_t)0 - value;
    case TERM_SEXT:
        return (uint64_t)sign_extend(value, from);
    default:
        (void)width;
        return value; /* TRUNC, ZEXT: term_constant masks */
    }
}

term term_unary(terms *terms, term_op op, unsigned width, term a)
{
    term_node n = *term_at(terms, a);
    if ((op == TERM_TRUNC || op == TERM_ZEXT || op == TERM_SEXT) && n.width == width)
        return a;
    if (op == TERM_BIT_NOT && width == 1)
        return term_not(terms, a);
    if (n.op == TERM_CONSTANT)
        return term_constant(terms, width, term_fold_unary(op, width, n.width, n.value));
    if (op == TERM_TRUNC && width == 1) { /* the lowest bit */
        term zero = term_constant(terms, n.width, 0);
        term bit = term_binary(terms, TERM_BIT_AND, a, term_constant(terms, n.width, 1));
        return term_not(terms, term_eq(terms, bit, zero));
    }
    if (n.op == TERM_ITE && is_choice_of_constants(terms, a)) {
        term no = term_unary(terms, op, width, n.c), yes = term_unary(terms, op, width, n.b);
        return term_ite(terms, n.a, yes, no);
    }
    if ((op == TERM_BIT_NOT || op == TERM_NEG) && n.op == op)
        return n.a;
    if (op == TERM_ZEXT && n.op == TERM_ZEXT)
        return term_unary(terms, TERM_ZEXT, width, n.a);
    if (op == TERM_SEXT && (n.op == TERM_SEXT || n.op == TERM_ZEXT))
        return term_unary(terms, (term_op)n.op, width, n.a);
    if (op == TERM_TRUNC && n.op == TERM_TRUNC)
        return term_unary(terms, TERM_TRUNC, width, n.a);
    if (op == TERM_TRUNC && (n.op == TERM_ZEXT || n.op == TERM_SEXT)) {
        unsigned inner = term_width(terms, n.a);
        if (inner == width)
            return n.a;
        return term_unary(terms, inner > width ? TERM_TRUNC : (term_op)n.op, width, n.a);
    }
    if (op == TERM_ZEXT && n.op == TERM_TRUNC && term_width(terms, n.a) == width)
        return term_binary(terms, TERM_BIT_AND, n.a, term_constant(terms, width, term_mask(n.width)));
    return make(terms, op, width, a, TERM_NONE);
}

bool term_fold_binary(term_op op, unsigned width, uint64_t x, uint64_t y, uint64_t *result)
{
    int64_t sx = sign_extend(x, width), sy = sign_extend(y, width);
    switch (op) {
    case TERM_ADD:
        *result = x + y;
        return true;
    case TERM_SUB:
        *result = x - y;
        return true;
    case TERM_MUL:
        *result = x * y;
        return true;
    case TERM_UDIV:
        *result = y ? x / y : 0;
        return y != 0;
    case TERM_UREM:
        *result = y ? x % y : 0;
        return y != 0;
    case TERM_SDIV:
        if (y == 0 || (sy == -1 && x == (uint64_t)1 << (width - 1)))
            return false;
        *result = (uint64_t)(sx / sy);
        return true;
    case TERM_SREM:
        if (y == 0 || sy == -1) {
            *result = 0;
            return y != 0;
        }
        *result = (uint64_t)(sx % sy);
        return true;
    case TERM_BIT_AND:
        *result = x & y;
        return true;
    case TERM_BIT_OR:
        *result = x | y;
        return true;
    case TERM_BIT_XOR:
        *result = x ^ y;
        return true;
    case TERM_SHL:
        *result = y < width ? x << y : 0;
        return y < width;
    case TERM_LSHR:
        *result = y < width ? x >> y : 0;
        return y < width;
    case TERM_ASHR:
        *result = y < width ? (uint64_t)(sx >> y) : 0;
        return y < width;
    default:
        return false;
    }
}

static bool commutes(term_op op)
{
    return op == TERM_ADD || op == TERM_MUL || op == TERM_BIT_AND || op == TERM_BIT_OR || op == TERM_BIT_XOR;
}

/* Operand b is the constant y: what that alone decides, or TERM_NONE. */
static term binary_with_constant(terms *terms, term_op op, unsigned width, term a, term b, uint64_t y)
{
    term_node n = *term_at(terms, a);
    uint64_t m, all = term_mask(width);
    switch (op) {
    case TERM_ADD:
    case TERM_SUB:
    case TERM_BIT_OR:
    case TERM_BIT_XOR:
    case TERM_SHL:
    case TERM_LSHR:
    case TERM_ASHR:
        if (y == 0)
            return a;
        break;
    case TERM_MUL:
        if (y == 0)
            return b;
        if (y == 1)
            return a;
        break;
    case TERM_UDIV:
    case TERM_SDIV:
        if (y == 1)
            return a;
        break;
    case TERM_BIT_AND:
        if (y == 0)
            return b;
        if (y == all)
            return a;
        if (n.op == TERM_ZEXT && (term_mask(term_width(terms, n.a)) & ~y) == 0)
            return a;
        if (n.op == TERM_ZEXT && term_width(terms, n.a) > 1) /* a mask goes below the widening */
            return term_unary(terms, TERM_ZEXT, width,
                              term_binary(terms, TERM_BIT_AND, n.a, term_constant(terms, term_width(terms, n.a), y)));
        break;
    default:
        break;
    }
    if (op == TERM_SUB)
        return term_binary(terms, TERM_ADD, a, term_constant(terms, width, (uint64_t)0 - y));
    if ((op == TERM_ADD || op == TERM_BIT_AND || op == TERM_BIT_OR || op == TERM_BIT_XOR) && n.op == op &&
        term_is_constant(terms, n.b, &m)) {
        uint64_t folded = 0;
        term_fold_binary(op, width, m, y, &folded);
        term with = term_constant(terms, width, folded);
        return op == TERM_ADD && n.value ? term_field(terms, n.a, with) : term_binary(terms, op, n.a, with);
    }
    if (op == TERM_BIT_AND && n.op == TERM_BIT_OR && term_is_constant(terms, n.b, &m)) {
        if ((m & y) == 0)
            return term_binary(terms, op, n.a, b);
        if ((m & y) == y)
            return b;
    }
    if (is_choice_of_constants(terms, a)) {
        term no = term_binary(terms, op, n.c, b), yes = term_binary(terms, op, n.b, b);
        return term_ite(terms, n.a, yes, no);
    }
    return TERM_NONE;
}

term term_binary(terms *terms, term_op op, term a, term b)
{
    unsigned width = term_width(terms, a);
    uint64_t x, y, folded;
    bool constant_a = term_is_constant(terms, a, &x), constant_b = term_is_constant(terms, b, &y);
    if (width == 1) {
        if (op == TERM_BIT_AND || op == TERM_MUL)
            return term_and(terms, a, b);
        if (op == TERM_BIT_OR)
            return term_or(terms, a, b);
        if (op == TERM_BIT_XOR || op == TERM_ADD || op == TERM_SUB)
            return term_not(terms, term_eq(terms, a, b));
    }
    if (constant_a && constant_b && term_fold_binary(op, width, x, y, &folded))
        return term_constant(terms, width, folded);
    if (constant_a && commutes(op))
        return term_binary(terms, op, b, a);
    if (constant_b) {
        term decided = binary_with_constant(terms, op, width, a, b, y);
        if (decided)
            return decided;
    }
    if (constant_a && is_choice_of_constants(terms, b)) {
        term_node n = *term_at(terms, b);
        term no = term_binary(terms, op, a, n.c), yes = term_binary(terms, op, a, n.b);
        return term_ite(terms, n.a, yes, no);
    }
    if (a == b) {
        if (op == TERM_SUB || op == TERM_BIT_XOR)
            return term_constant(terms, width, 0);
        if (op == TERM_BIT_AND || op == TERM_BIT_OR)
            return a;
    }
    if (op == TERM_SUB) {
        term root_a, root_b;
        uint64_t offset_a, offset_b;
        if (term_split(terms, a, &root_a, &offset_a) && term_split(terms, b, &root_b, &offset_b) && root_a == root_b)
            return term_constant(terms, width, offset_a - offset_b);
    }
    if (op == TERM_ADD) { /* constants go outwards, so that roots and offsets fall apart */
        term_node na = *term_at(terms, a), nb = *term_at(terms, b);
        uint64_t k;
        if (na.op == TERM_ADD && term_is_constant(terms, na.b, &k))
            return term_binary(terms, op, term_binary(terms, op, na.a, b), na.b);
        if (nb.op == TERM_ADD && term_is_constant(terms, nb.b, &k))
            return term_binary(terms, op, term_binary(terms, op, a, nb.a), nb.b);
    }
    if (commutes(op) && a > b && !constant_b) { /* constants stand on the right */
        term swap = a;
        a = b;
        b = swap;
    }
    return make(terms, op, width, a, b);
}

term term_field(terms *terms, term base, term offset)
{
    term sum = term_binary(terms, TERM_ADD, base, offset);
    term_node n = *term_at(terms, sum);
    if (n.op != TERM_ADD || !term_is_constant(terms, n.b, NULL))
        return sum;
    n.value = 1;
    return intern(terms, n, 0);
}

term term_index(terms *terms, term base, term index, uint64_t scale, uint64_t count)
{
    uint64_t i;
    unsigned width = term_width(terms, base);
    if (term_width(terms, index) < width)
        index = term_unary(terms, TERM_SEXT, width, index);
    if (term_is_constant(terms, index, &i))
        return term_binary(terms, TERM_ADD, base, term_constant(terms, width, i * scale));
    if (is_choice_of_constants(terms, index)) {
        term_node n = *term_at(terms, index);
        term no = term_index(terms, base, n.c, scale, count), yes = term_index(terms, base, n.b, scale, count);
        return term_ite(terms, n.a, yes, no);
    }
    term_node n = *term_at(terms, base);
    if (n.op == TERM_INDEX && n.value == scale && count == 0) /* p = &a[i]; p[j] */
        return term_index(terms, n.a, term_binary(terms, TERM_ADD, n.b, index), scale, n.c);
    term_node node = {.op = TERM_INDEX,
                      .width = (uint8_t)width,
                      .a = base,
                      .b = index,
                      .c = count > UINT32_MAX ? 0 : (uint32_t)count,
                      .value = scale};
    return intern(terms, node, 0);
}

term term_graph_unary(terms *terms, devlock_unary op, unsigned width, term a)
{
    static const term_op ops[] = {[DEVLOCK_NOT] = TERM_BIT_NOT,
                                  [DEVLOCK_NEGATE] = TERM_NEG,
                                  [DEVLOCK_TRUNCATE] = TERM_TRUNC,
                                  [DEVLOCK_ZERO_EXTEND] = TERM_ZEXT,
                                  [DEVLOCK_SIGN_EXTEND] = TERM_SEXT};
    return term_unary(terms, ops[op], width, a);
}

term term_graph_binary(terms *terms, devlock_binary op, term a, term b)
{
    static const term_op ops[] = {
        [DEVLOCK_ADD] = TERM_ADD,
        [DEVLOCK_SUBTRACT] = TERM_SUB,
        [DEVLOCK_MULTIPLY] = TERM_MUL,
        [DEVLOCK_DIVIDE_UNSIGNED] = TERM_UDIV,
        [DEVLOCK_DIVIDE_SIGNED] = TERM_SDIV,
        [DEVLOCK_REMAINDER_UNSIGNED] = TERM_UREM,
        [DEVLOCK_REMAINDER_SIGNED] = TERM_SREM,
        [DEVLOCK_AND] = TERM_BIT_AND,
        [DEVLOCK_OR] = TERM_BIT_OR,
        [DEVLOCK_XOR] = TERM_BIT_XOR,
        [DEVLOCK_SHIFT_LEFT] = TERM_SHL,
        [DEVLOCK_SHIFT_RIGHT_UNSIGNED] = TERM_LSHR,
        [DEVLOCK_SHIFT_RIGHT_SIGNED] = TERM_ASHR,
    };
    switch (op) {
    case DEVLOCK_EQUAL:
        return term_eq(terms, a, b);
    case DEVLOCK_NOT_EQUAL:
        return term_not(terms, term_eq(terms, a, b));
    case DEVLOCK_LESS_UNSIGNED:
        return term_ult(terms, a, b);
    case DEVLOCK_LESS_SIGNED:
        return term_slt(terms, a, b);
    case DEVLOCK_LESS_EQUAL_UNSIGNED:
        return term_not(terms, term_ult(terms, b, a));
    case DEVLOCK_LESS_EQUAL_SIGNED:
        return term_not(terms, term_slt(terms, b, a));
    case DEVLOCK_FIELD:
        return term_field(terms, a, b);
    default:
        return term_binary(terms, ops[op], a, b);
    }
}

/* ---- pointers ------------------------------------------------------------------------------------------------ */

bool term_split(const terms *terms, term pointer, term *root, uint64_t *offset)
{
    uint64_t k;
    const term_node *n = term_at(terms, pointer);
    *offset = 0;
    if (n->op == TERM_ADD && term_is_constant(terms, n->b, &k)) {
        *offset = k;
        pointer = n->a;
        n = term_at(terms, pointer);
    }
    if (n->op != TERM_INDEX && n->op != TERM_ADD && n->op != TERM_SUB) {
        *root = pointer;
        return true;
    }
    while (n->op == TERM_INDEX || n->op == TERM_ADD || n->op == TERM_SUB) {
        pointer = n->a;
        n = term_at(terms, pointer);
    }
    *root = pointer;
    return false;
}

term term_same(terms *terms, term a, term b)
{
    if (terms_spent(terms))
        return a == b ? TERM_TRUE : TERM_FALSE;
    if (a == b)
        return TERM_TRUE;
    term root_a, root_b;
    uint64_t offset_a, offset_b;
    bool constant_a = term_split(terms, a, &root_a, &offset_a);
    bool constant_b = term_split(terms, b, &root_b, &offset_b);
    term_node na = *term_at(terms, root_a), nb = *term_at(terms, root_b);
    if (na.op == TERM_ITE) { /* one of two pointers */
        term no = term_same(terms, rewrite_one(terms, a, root_a, na.c), b);
        term yes = term_same(terms, rewrite_one(terms, a, root_a, na.b), b);
        return choose(terms, na.a, yes, no);
    }
    if (nb.op == TERM_ITE) {
        term no = term_same(terms, a, rewrite_one(terms, b, root_b, nb.c));
        term yes = term_same(terms, a, rewrite_one(terms, b, root_b, nb.b));
        return choose(terms, nb.a, yes, no);
    }
    if (root_a == root_b)
        return constant_a && constant_b ? (offset_a == offset_b ? TERM_TRUE : TERM_FALSE) : term_eq(terms, a, b);
    if (memory_same_cell(terms, root_a, root_b))
        return constant_a && constant_b ? (offset_a == offset_b ? TERM_TRUE : TERM_FALSE) : TERM_FALSE;
    /* Elements of one table of pointers: the same when it is the same element. */
    if (na.op == TERM_LOAD && nb.op == TERM_LOAD && na.a == nb.a && constant_a && constant_b && offset_a == offset_b)
        return term_same(terms, na.b, nb.b);
    return TERM_FALSE;
}

/* ---- sizes --------------------------------------------------------------------------------------------------- */

uint32_t term_size(const terms *terms, term t, uint32_t limit)
{
    /* A small visited list is enough: limit is small. */
    term *stack = must_allocate((3u * limit + 4) * sizeof *stack);
    term *seen = must_allocate((limit + 1) * sizeof *seen);
    uint32_t depth = 0, count = 0;
    stack[depth++] = t;
    while (depth && count < limit) {
        term at = stack[--depth];
        bool known = at == TERM_NONE;
        for (uint32_t i = 0; i < count && !known; i++)
            known = seen[i] == at;
        if (known)
            continue;
        seen[count++] = at;
        const term_node *n = term_at(terms, at);
        if (n->op == TERM_CONSTANT || n->op == TERM_SYMBOL || n->op == TERM_ADDRESS)
            continue;
        if (n->op != TERM_LOAD && n->op != TERM_APPLY)
            stack[depth++] = n->a;
        stack[depth++] = n->b;
        if (n->op == TERM_ITE)
            stack[depth++] = n->c;
    }
    free(stack);
    free(seen);
    return count;
}

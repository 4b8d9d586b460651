/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Terms: values as the flow knows them, expressions over the unknown inputs of one routine.
 *
 * Terms are hash-consed: equal terms have equal ids, so comparing and merging them is cheap, and a value that many
 * paths share is kept once. Building a term simplifies it (constants, bit tests, comparisons of widened values,
 * if-then-else over constants, boolean combinations in negation normal form). Width 1 is the sort of truth values.
 *
 * Needs: arena. Cost: near constant time a term; the boolean connectives are linear in their operands.
 */
#ifndef DEVLOCK_CORE_TERM_H
#define DEVLOCK_CORE_TERM_H

#include <stdbool.h>
#include <stdint.h>

#include "devlock/program.h"
#include "table.h"

typedef uint32_t term;

#define TERM_NONE  0u
#define TERM_FALSE 1u
#define TERM_TRUE  2u

typedef enum term_op {
    TERM_OP_NONE,
    TERM_CONSTANT, /* value */
    TERM_SYMBOL,   /* an unknown: a kind, b and c numbers that tell it apart, value: call instance (0: none) */
    TERM_ADDRESS,  /* a: devlock_operand_kind of the object, b: its id, value: call instance it belongs to (0: none) */
    TERM_LOAD,     /* first content of memory a at address b */
    TERM_APPLY,    /* result of pure function a for the argument list b */
    TERM_PAIR,     /* argument list: a head, b rest */
    TERM_BOOL_NOT,
    TERM_BOOL_AND,
    TERM_BOOL_OR,
    TERM_EQ,
    TERM_ULT,
    TERM_SLT,
    TERM_ITE, /* a condition, b then, c else */
    TERM_BIT_NOT,
    TERM_NEG,
    TERM_TRUNC,
    TERM_ZEXT,
    TERM_SEXT,
    TERM_ADD, /* value 1: the address of a field, never null */
    TERM_SUB,
    TERM_MUL,
    TERM_UDIV,
    TERM_SDIV,
    TERM_UREM,
    TERM_SREM,
    TERM_BIT_AND,
    TERM_BIT_OR,
    TERM_BIT_XOR,
    TERM_SHL,
    TERM_LSHR,
    TERM_ASHR,
    TERM_INDEX /* a base, b index, value scale, c count of elements (0 unknown) */
} term_op;

/* Kinds of symbols. */
typedef enum symbol_kind {
    SYMBOL_PARAMETER, /* b: parameter */
    SYMBOL_VARIABLE,  /* b: variable at entry or at a declaration (c: occurrence) */
    SYMBOL_STEP,      /* b: step, c: occurrence (which iteration): its unknown result */
    SYMBOL_OBJECT,    /* b: step, c: occurrence: memory that it has allocated */
    SYMBOL_RAISE,     /* b: step, c: occurrence: true where the step raises an exception */
    SYMBOL_PHI,       /* b: loop head and c: what, the value at the head of a loop in any iteration */
    SYMBOL_CHOICE     /* b, c: which of two merged paths was taken, where the paths themselves do not tell */
} symbol_kind;

enum {
    TERM_IMPRECISE = 1u << 0, /* contains a loss of our own, see devlock_unknown */
    TERM_LOCAL = 1u << 1,     /* contains a symbol that is not fixed at entry (results of steps, loop heads) */
    TERM_LOSS = 1u << 2       /* is such a loss itself; part of the node's identity */
};

typedef struct term_node {
    uint8_t op;
    uint8_t width;
    uint8_t flags;
    uint32_t a, b, c;
    uint64_t value;
    uint32_t negation; /* once it has been asked for; no part of the node's identity */
    uint32_t mark;     /* set in which it was met last: term.c; no part of the node's identity either */
} term_node;

struct memory_node;

/* What was made or found lately, by hash: mostly just that is asked for again, and a look into a large table waits for
 * memory. So many places fit in a processor's second cache. */
#define TABLE_RECENT 16384u

/* The store of all terms of an analysis. */
typedef struct terms {
    term_node *nodes;
    uint32_t count, capacity;
    table_slot *table;  /* open addressing over ids */
    table_slot *recent; /* TABLE_RECENT */
    uint32_t table_size;
    unsigned pointer_bits;
    uint64_t work, work_limit; /* steps so far, and those that may be made: see budget.h */
    uint32_t mark;             /* of the latest set of leaves */
    const devlock_program *program;
    struct memory_node *memories; /* see memory.h */
    uint32_t memory_count, memory_capacity;
    table_slot *memory_table;
    table_slot *memory_recent;
    uint32_t memory_table_size;
    table_slot *read_table; /* memo of reads: indices into reads */
    table_slot *read_recent;
    uint32_t read_table_size;
    struct read_memo *reads;
    uint32_t read_count, read_capacity;
    uint32_t *list; /* pool of lists of memory nodes and of reach entries */
    uint32_t list_count, list_capacity;
    struct list_ref *list_refs; /* the lists in the pool, hashed by content */
    uint32_t list_ref_count, list_ref_capacity;
    uint32_t *list_table;
    uint32_t list_table_size;
    bool compares_pointers; /* some term compares two unknown values of pointer width */
    term *origins;          /* by term: see memory_same_cell */
    uint32_t origin_capacity;
    uint32_t *memory_marks; /* by memory: generation in which memory_changes met it */
    uint32_t memory_mark_count, memory_generation;
} terms;

void terms_start(terms *terms, const devlock_program *program);
void terms_stop(terms *terms);

static inline const term_node *term_at(const terms *terms, term t)
{
    return &terms->nodes[t];
}

static inline unsigned term_width(const terms *terms, term t)
{
    return terms->nodes[t].width;
}

/* Whether a term is a constant; its value if value is not NULL. */
bool term_is_constant(const terms *terms, term t, uint64_t *value);

term term_constant(terms *terms, unsigned width, uint64_t value);
term term_symbol(terms *terms, unsigned width, symbol_kind kind, uint32_t b, uint32_t c, uint64_t instance,
                 bool imprecise);
term term_address(terms *terms, devlock_operand_kind kind, uint32_t id, uint64_t instance);
term term_load(terms *terms, unsigned width, uint32_t memory, term address, bool imprecise);
term term_apply(terms *terms, unsigned width, uint32_t function, term arguments);
term term_pair(terms *terms, term head, term rest);

term term_not(terms *terms, term a); /* of truth values */
term term_and(terms *terms, term a, term b);
term term_or(terms *terms, term a, term b);
term term_and_all(terms *terms, const term *conditions, uint32_t count); /* none: true */
/* conditions[0] op conditions[1] op …, op: TERM_BOOL_AND or TERM_BOOL_OR; cheaper than one by one. */
term term_connect(terms *terms, term_op op, const term *conditions, uint32_t count);
term term_ite(terms *terms, term condition, term a, term b);
term term_eq(terms *terms, term a, term b);
term term_ult(terms *terms, term a, term b);
term term_slt(terms *terms, term a, term b);
term term_unary(terms *terms, term_op op, unsigned width, term a); /* BIT_NOT NEG TRUNC ZEXT SEXT */
term term_binary(terms *terms, term_op op, term a, term b);        /* arithmetic and bitwise */
/* base + offset where base points to an object and offset leads to a field of it: the result is not null. */
term term_field(terms *terms, term base, term offset);
term term_index(terms *terms, term base, term index, uint64_t scale, uint64_t count);

/* The value of an operator of constants, to be masked. false: it has none. */
bool term_fold_binary(term_op op, unsigned width, uint64_t x, uint64_t y, uint64_t *result);
uint64_t term_fold_unary(term_op op, unsigned width, unsigned from, uint64_t value);

/* The operators of the graph. */
term term_graph_unary(terms *terms, devlock_unary op, unsigned width, term a);
term term_graph_binary(terms *terms, devlock_binary op, term a, term b);

/* Takes a pointer apart: *root is what it stands on (symbol, address, load …), *offset the constant bytes added;
 * false if a part of the sum is not constant: then *root stands below it. */
bool term_split(const terms *terms, term pointer, term *root, uint64_t *offset);

/* The steps that a search through many things counts for; a short one costs nothing beside what is built. */
static inline uint64_t terms_search_work(uint32_t things)
{
    return things > 128 ? things / 16 : 0;
}

/* Whether a term is an unknown: what a model gives values to. */
static inline bool term_is_unknown(const term_node *n)
{
    return n->op == TERM_SYMBOL || n->op == TERM_LOAD || n->op == TERM_APPLY;
}

/* What a pointer stands on, whatever was added to it. */
static inline term term_root(const terms *terms, term pointer)
{
    term root;
    uint64_t offset;
    term_split(terms, pointer, &root, &offset);
    return root;
}

/* Whether a pointer stands on a variable of a routine under way, root being what it stands on. */
static inline bool term_in_frame(const terms *terms, term root)
{
    return terms->nodes[root].op == TERM_ADDRESS && terms->nodes[root].a == DEVLOCK_OPERAND_VARIABLE;
}

/* When two pointers point to the same byte, as a truth value. Pointers with different roots do not (identity policy,
 * docs/semantics.md); offsets under one root are compared. */
term term_same(terms *terms, term a, term b);

/* Leaves of the boolean connective op of t, at most limit; gives their number, or limit + 1 if there are more. */
uint32_t term_leaves(const terms *terms, term_op op, term t, term *leaves, uint32_t limit);

/* Number of distinct nodes below t, at most limit. */
uint32_t term_size(const terms *terms, term t, uint32_t limit);

/* Whether the run under way has used up what it may cost: nothing that it builds will be used any more. */
static inline bool terms_spent(const terms *terms)
{
    return terms->work > terms->work_limit;
}

static inline bool term_imprecise(const terms *terms, term t)
{
    return (terms->nodes[t].flags & TERM_IMPRECISE) != 0;
}

uint64_t term_mask(unsigned width);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Memory as a value: building, reading. See memory.h.
 */
#include "memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "rewrite.h"
#include "graph.h"

/* ---- the store ----------------------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0xFF51AFD7ED558CCDu;
    return h ^ (h >> 32);
}

static uint32_t hash_memory(const memory_node *n)
{
    uint64_t h = mix(n->kind, n->parent);
    h = mix(h, n->other);
    h = mix(h, n->address);
    h = mix(h, n->value);
    h = mix(h, n->size);
    h = mix(h, n->site);
    h = mix(h, (uint64_t)n->list << 32 | n->list_count);
    return (uint32_t)h;
}

/* The place of a memory in the table: that of the latest one it is made of. Of what begins anew there is much. */
static uint32_t latest_part(const memory_node *n, uint32_t hash)
{
    uint32_t latest = n->parent > n->other ? n->parent : n->other;
    return latest > MEMORY_INITIAL ? 2 * latest : hash;
}

static bool same_memory(const memory_node *x, const memory_node *y)
{
    return x->kind == y->kind && x->globals == y->globals && x->parent == y->parent && x->other == y->other &&
           x->address == y->address && x->value == y->value && x->size == y->size && x->site == y->site &&
           x->list == y->list && x->list_count == y->list_count;
}

static memory intern(terms *terms, memory_node n)
{
    terms->work++;
    if (terms->memory_count * 2 >= terms->memory_table_size)
        table_grow(&terms->memory_table, &terms->memory_table_size, 1024);
    uint32_t whole = hash_memory(&n), hash = table_hash(latest_part(&n, whole), whole);
    table_slot *recent = &terms->memory_recent[hash % TABLE_RECENT];
    if (recent->id && recent->hash == hash && same_memory(&terms->memories[recent->id], &n))
        return recent->id;
    uint32_t mask = terms->memory_table_size - 1, at = hash & mask;
    for (uint32_t step = 0; terms->memory_table[at].id; at = table_next(hash, at, ++step) & mask)
        if (terms->memory_table[at].hash == hash && same_memory(&terms->memories[terms->memory_table[at].id], &n)) {
            *recent = terms->memory_table[at];
            return recent->id;
        }
    ARRAY_RESERVE(terms->memories, terms->memory_count, terms->memory_capacity);
    terms->memories[terms->memory_count] = n;
    *recent = terms->memory_table[at] = (table_slot){terms->memory_count, hash};
    return terms->memory_count++;
}

typedef struct read_memo {
    memory m;
    term address;
    unsigned width;
    term value;
} read_memo;

void memories_start(terms *terms)
{
    terms->memory_capacity = 1024;
    terms->memories = must_zero(terms->memory_capacity * sizeof *terms->memories);
    terms->memory_count = 1;
    terms->memory_recent = must_zero(TABLE_RECENT * sizeof *terms->memory_recent);
    terms->read_recent = must_zero(TABLE_RECENT * sizeof *terms->read_recent);
    memory start = intern(terms, (memory_node){.kind = MEMORY_START});
    assert(start == MEMORY_INITIAL);
    (void)start;
}

void memories_stop(terms *terms)
{
    free(terms->memories);
    free(terms->memory_table);
    free(terms->memory_recent);
    free(terms->read_table);
    free(terms->read_recent);
    free(terms->reads);
    free(terms->list);
    free(terms->list_refs);
    free(terms->list_table);
    free(terms->memory_marks);
    free(terms->origins);
}

bool memory_is_initial(const terms *terms, memory m)
{
    return terms->memories[m].kind == MEMORY_START;
}

/* Lists are interned too: equal lists have one place in the pool. */
typedef struct list_ref {
    uint32_t at, count;
} list_ref;

static uint32_t hash_list(const uint32_t *words, uint32_t count)
{
    uint64_t h = count;
    for (uint32_t i = 0; i < count; i++)
        h = mix(h, words[i]);
    return (uint32_t)h;
}

static void grow_lists(terms *terms)
{
    uint32_t size = terms->list_table_size ? terms->list_table_size * 2 : 256;
    free(terms->list_table);
    terms->list_table = must_zero(size * sizeof *terms->list_table);
    terms->list_table_size = size;
    for (uint32_t i = 0; i < terms->list_ref_count; i++) {
        const list_ref *ref = &terms->list_refs[i];
        uint32_t at = hash_list(&terms->list[ref->at], ref->count) & (size - 1);
        while (terms->list_table[at])
            at = (at + 1) & (size - 1);
        terms->list_table[at] = i + 1;
    }
}

static uint32_t intern_list(terms *terms, const uint32_t *words, uint32_t count)
{
    if (terms->list_ref_count * 2 >= terms->list_table_size)
        grow_lists(terms);
    uint32_t slot = hash_list(words, count) & (terms->list_table_size - 1);
    for (; terms->list_table[slot]; slot = (slot + 1) & (terms->list_table_size - 1)) {
        const list_ref *ref = &terms->list_refs[terms->list_table[slot] - 1];
        if (ref->count == count && memcmp(&terms->list[ref->at], words, count * sizeof *words) == 0)
            return ref->at;
    }
    while (terms->list_count + count > terms->list_capacity) {
        terms->list_capacity = terms->list_capacity ? terms->list_capacity * 2 : 1024;
        terms->list = must_resize(terms->list, terms->list_capacity * sizeof *terms->list);
    }
    memcpy(&terms->list[terms->list_count], words, count * sizeof *words);
    ARRAY_RESERVE(terms->list_refs, terms->list_ref_count, terms->list_ref_capacity);
    terms->list_refs[terms->list_ref_count++] = (list_ref){terms->list_count, count};
    terms->list_table[slot] = terms->list_ref_count;
    terms->list_count += count;
    return terms->list_count - count;
}

/* An address without the knowledge that it is not null: the same bytes have one name. */
static term plain(terms *terms, term address)
{
    term_node n = *term_at(terms, address);
    return n.op == TERM_ADD && n.value ? term_binary(terms, TERM_ADD, n.a, n.b) : address;
}

memory memory_write(terms *terms, memory m, term address, term value)
{
    address = plain(terms, address);
    return intern(terms, (memory_node){.kind = MEMORY_WRITE, .parent = m, .address = address, .value = value});
}

memory memory_zero(terms *terms, memory m, term address, uint64_t size)
{
    address = plain(terms, address);
    return intern(terms, (memory_node){.kind = MEMORY_ZERO, .parent = m, .address = address, .size = size});
}

memory memory_copy(terms *terms, memory m, term to, term from, uint64_t size)
{
    to = plain(terms, to);
    from = plain(terms, from);
    memory_node n = {.kind = MEMORY_COPY, .parent = m, .address = to, .value = from, .size = size};
    return intern(terms, n);
}

memory memory_declare(terms *terms, memory m, term address, uint64_t site)
{
    return intern(terms, (memory_node){.kind = MEMORY_DECLARE, .parent = m, .address = address, .site = site});
}

#define REACH_WORDS 4

memory memory_call(terms *terms, memory m, uint64_t site, bool globals, const reach *list, uint32_t count)
{
    memory_node n = {.kind = MEMORY_CALL, .parent = m, .site = site, .globals = globals, .list_count = count};
    if (count) {
        uint32_t *words = must_allocate(count * REACH_WORDS * sizeof *words);
        for (uint32_t i = 0; i < count; i++) {
            words[i * REACH_WORDS] = list[i].address;
            words[i * REACH_WORDS + 1] = (uint32_t)list[i].size;
            words[i * REACH_WORDS + 2] = (uint32_t)(list[i].size >> 32);
            words[i * REACH_WORDS + 3] =
                (uint32_t)list[i].read_only | (uint32_t)list[i].shallow << 1 | (uint32_t)list[i].remote << 2;
        }
        n.list = intern_list(terms, words, count * REACH_WORDS);
        free(words);
    } else if (!globals) {
        return m;
    }
    return intern(terms, n);
}

reach memory_reach_at(const terms *terms, const memory_node *node, uint32_t index)
{
    const uint32_t *words = &terms->list[node->list + index * REACH_WORDS];
    return (reach){words[0], words[1] | (uint64_t)words[2] << 32, (words[3] & 1) != 0, (words[3] & 2) != 0,
                   (words[3] & 4) != 0};
}

memory memory_merge(terms *terms, term condition, memory a, memory b)
{
    if (a == b || condition == TERM_TRUE)
        return a;
    if (condition == TERM_FALSE)
        return b;
    return intern(terms, (memory_node){.kind = MEMORY_MERGE, .parent = a, .other = b, .value = condition});
}

static int compare_memories(const void *a, const void *b)
{
    memory x = *(const memory *)a, y = *(const memory *)b;
    return x < y ? -1 : x > y;
}

uint32_t memory_sort(memory *list, uint32_t count)
{
    uint32_t kept = 0;
    if (count)
        qsort(list, count, sizeof *list, compare_memories);
    for (uint32_t i = 0; i < count; i++)
        if (i == 0 || list[i] != list[i - 1])
            list[kept++] = list[i];
    return kept;
}

memory memory_loop(terms *terms, memory entry, uint64_t site, const memory *changes, uint32_t count)
{
    if (count == 0)
        return entry;
    memory *sorted = must_allocate(count * sizeof *sorted);
    memcpy(sorted, changes, count * sizeof *sorted);
    uint32_t kept = memory_sort(sorted, count);
    memory_node n = {.kind = MEMORY_LOOP, .parent = entry, .site = site, .list_count = kept};
    n.list = intern_list(terms, sorted, kept);
    free(sorted);
    return intern(terms, n);
}

/* ---- where an access lies ------------------------------------------------------------------------------------ */

typedef struct extent {
    term root;
    bool exact;        /* low is the offset itself, not just a bound */
    bool bounded;      /* low and high hold */
    int64_t low, high; /* bytes from the root */
} extent;

static extent extent_of(const terms *terms, term address, uint64_t bytes)
{
    const term_node *n = term_at(terms, address);
    uint64_t k = 0;
    if (n->op == TERM_ADD && term_is_constant(terms, n->b, &k)) {
        address = n->a;
        n = term_at(terms, address);
    } else {
        k = 0;
    }
    if (n->op == TERM_INDEX) {
        extent base = extent_of(terms, n->a, 0);
        base.exact = false;
        if (n->c == 0)
            base.bounded = false;
        if (base.bounded)
            base.high = base.low + (int64_t)(n->value * n->c);
        return base;
    }
    if (n->op == TERM_ADD || n->op == TERM_SUB) {
        extent base = extent_of(terms, n->a, 0);
        base.exact = base.bounded = false;
        return base;
    }
    return (extent){address, true, true, (int64_t)k, (int64_t)(k + bytes)};
}

typedef enum meeting {
    APART,
    EQUAL,  /* the same bytes */
    INSIDE, /* the read lies wholly in the change; delta tells where */
    MAYBE,  /* equal on a condition, else apart */
    PARTLY, /* some bytes of the read, which are known */
    CLASH   /* overlaps in a way that is not told apart */
} meeting;

typedef struct meet {
    meeting how;
    int64_t delta;
    term condition;
} meet;

/* Whether bytes at an index that is not known lie in the changed ones all the same, being within bounds. */
static bool lies_within(const terms *terms, term read, uint64_t read_bytes, term change, uint64_t change_bytes)
{
    extent r = extent_of(terms, read, read_bytes), c = extent_of(terms, change, change_bytes);
    return r.root == c.root && r.bounded && c.exact && r.low >= c.low && r.high <= c.high;
}

/* Bytes at one index, in two fields of the element; false: they are not. */
static bool meet_in_element(const terms *terms, term read, uint64_t read_bytes, term change, uint64_t change_bytes,
                            meet *result)
{
    term base_read = read, base_change = change;
    uint64_t offset_read = 0, offset_change = 0;
    const term_node *n = term_at(terms, read);
    if (n->op == TERM_ADD && term_is_constant(terms, n->b, &offset_read))
        base_read = n->a;
    n = term_at(terms, change);
    if (n->op == TERM_ADD && term_is_constant(terms, n->b, &offset_change))
        base_change = n->a;
    if (base_read != base_change)
        return false;
    int64_t d = (int64_t)(offset_read - offset_change);
    *result = (meet){PARTLY, 0, TERM_TRUE};
    if (d >= (int64_t)change_bytes || -d >= (int64_t)read_bytes)
        *result = (meet){APART, 0, TERM_FALSE};
    else if (d == 0 && read_bytes == change_bytes)
        *result = (meet){EQUAL, 0, TERM_TRUE};
    else if (d >= 0 && d + (int64_t)read_bytes <= (int64_t)change_bytes)
        *result = (meet){INSIDE, d, TERM_TRUE};
    return true;
}

#define MOST_CHOICES 128 /* places among which a pointer chooses that are told apart */

/* One question, whether a change meets a read, and what is known of the places that the pointers choose among: merged
 * paths make them a graph, of which each part is looked at once. */
typedef struct choices {
    terms *terms;
    uint64_t read_bytes, change_bytes;
    unsigned count;
    struct {
        term read, change;
        meet meet;
    } known[MOST_CHOICES];
} choices;

static meet meet_at(choices *c, term read, term change);

/* An address where a choice was made, if that is what it stands on. (Where it stands deeper it is met later; to look
 * for it there costs as much as the address is large.) */
static term where_chosen(terms *terms, term address, term root, term to)
{
    return term_root(terms, address) == root ? rewrite_one(terms, address, root, to) : address;
}

/* One of the pointers is one of two: each is held against the other pointer. */
static meet meet_choice(choices *c, term read, term change, term root)
{
    term_node n = *term_at(c->terms, root);
    meet side[2];
    for (int i = 0; i < 2; i++) {
        term to = i ? n.c : n.b;
        side[i] = meet_at(c, where_chosen(c->terms, read, root, to), where_chosen(c->terms, change, root, to));
        if (side[i].how == CLASH || side[i].how == INSIDE || side[i].how == PARTLY)
            return (meet){CLASH, 0, TERM_TRUE};
    }
    if (side[0].how == side[1].how && side[0].how != MAYBE)
        return side[0];
    return (meet){MAYBE, 0, term_ite(c->terms, n.a, side[0].condition, side[1].condition)};
}

static meet meet_choice_once(choices *c, term read, term change, term root)
{
    for (unsigned i = 0; i < c->count; i++)
        if (c->known[i].read == read && c->known[i].change == change)
            return c->known[i].meet;
    meet result = {CLASH, 0, TERM_TRUE};
    if (c->count == MOST_CHOICES)
        return result;
    unsigned at = c->count++;
    c->known[at].read = read;
    c->known[at].change = change;
    c->known[at].meet = result;
    result = meet_choice(c, read, change, root);
    c->known[at].meet = result;
    return result;
}

/* Of two pointers neither of which is one of two. */
static meet meet_plain(terms *terms, term read, uint64_t read_bytes, term change, uint64_t change_bytes)
{
    if (read == change && read_bytes == change_bytes)
        return (meet){EQUAL, 0, TERM_TRUE};
    extent r = extent_of(terms, read, read_bytes), c = extent_of(terms, change, change_bytes);
    if (r.root != c.root && !memory_same_cell(terms, r.root, c.root))
        return (meet){APART, 0, TERM_FALSE};
    if (r.bounded && c.bounded && (r.high <= c.low || c.high <= r.low))
        return (meet){APART, 0, TERM_FALSE};
    if (r.exact && c.exact) {
        if (r.low == c.low && read_bytes == change_bytes)
            return (meet){EQUAL, 0, TERM_TRUE};
        if (r.low >= c.low && r.high <= c.high)
            return (meet){INSIDE, r.low - c.low, TERM_TRUE};
        return (meet){PARTLY, 0, TERM_TRUE};
    }
    meet result;
    if (meet_in_element(terms, read, read_bytes, change, change_bytes, &result))
        return result;
    if (read_bytes != change_bytes)
        return (meet){CLASH, 0, TERM_TRUE};
    term condition = term_same(terms, read, change);
    if (condition == TERM_TRUE)
        return (meet){EQUAL, 0, TERM_TRUE};
    if (condition == TERM_FALSE)
        return (meet){APART, 0, TERM_FALSE};
    return (meet){MAYBE, 0, condition};
}

static term choice_in(const terms *terms, term pointer)
{
    term root = extent_of(terms, pointer, 0).root;
    return term_at(terms, root)->op == TERM_ITE ? root : TERM_NONE;
}

static meet meet_at(choices *c, term read, term change)
{
    term root = choice_in(c->terms, read);
    if (!root)
        root = choice_in(c->terms, change);
    return !root || read == change ? meet_plain(c->terms, read, c->read_bytes, change, c->change_bytes)
                                   : meet_choice_once(c, read, change, root);
}

static meet meet_of(terms *terms, term read, uint64_t read_bytes, term change, uint64_t change_bytes)
{
    if (!choice_in(terms, read) && !choice_in(terms, change))
        return meet_plain(terms, read, read_bytes, change, change_bytes);
    choices c;
    c.terms = terms;
    c.read_bytes = read_bytes;
    c.change_bytes = change_bytes;
    c.count = 0; /* what is known is not cleared each time */
    return meet_at(&c, read, change);
}

/* ---- what an unknown call reaches ---------------------------------------------------------------------------- */

static bool global_is_constant(const terms *terms, uint32_t id)
{
    return (terms->program->globals[id].flags & DEVLOCK_GLOBAL_CONSTANT) != 0;
}

static bool call_may_change(terms *terms, const memory_node *node, term address, uint64_t bytes, unsigned depth);

#define MOST_CHANGES 500 /* that are looked through for a pointer; more, and it counts as given away */

static bool leads_to(terms *terms, term value, term root)
{
    term found = extent_of(terms, value, 1).root;
    const term_node *n = term_at(terms, found);
    return found == root || (n->op == TERM_ITE && (leads_to(terms, n->b, root) || leads_to(terms, n->c, root)));
}

/* Whether a change leaves a pointer to allocated memory where others find it: outside of our own variables and of that
 * memory itself, or with an unknown call. */
static bool gives_away(terms *terms, const memory_node *n, term root)
{
    term to = n->kind == MEMORY_WRITE || n->kind == MEMORY_COPY ? extent_of(terms, n->address, 1).root : root;
    if (to != root && !term_in_frame(terms, to))
        return n->kind == MEMORY_COPY ||
               (term_width(terms, n->value) == terms->pointer_bits && leads_to(terms, n->value, root));
    for (uint32_t i = 0; n->kind == MEMORY_CALL && i < n->list_count; i++)
        if (leads_to(terms, memory_reach_at(terms, n, i).address, root))
            return true;
    return false;
}

/* Whether anybody else may know allocated memory, by the changes that led to a memory. */
static bool given_away(terms *terms, memory m, term root, unsigned *left)
{
    for (;;) {
        memory_node n = *memory_at(terms, m);
        if (n.kind == MEMORY_START || n.kind == MEMORY_NONE)
            return false;
        if (*left == 0 || gives_away(terms, &n, root))
            return true;
        --*left;
        terms->work++;
        if (n.kind == MEMORY_MERGE && given_away(terms, n.other, root, left))
            return true;
        for (uint32_t i = 0; n.kind == MEMORY_LOOP && i < n.list_count; i++) {
            memory_node change = *memory_at(terms, terms->list[n.list + i]);
            if (gives_away(terms, &change, root))
                return true;
        }
        m = n.parent;
    }
}

/* The pointer `root` leads to memory that the callee can find. */
static bool call_finds(terms *terms, const memory_node *node, term root, unsigned depth)
{
    term_node n = *term_at(terms, root);
    if (depth == 0)
        return true;
    switch (n.op) {
    case TERM_ADDRESS:
        return n.a == DEVLOCK_OPERAND_GLOBAL && node->globals && !global_is_constant(terms, n.b);
    case TERM_SYMBOL: /* the result of an unknown function came from somewhere that others know too */
        if (n.a == SYMBOL_OBJECT && node->globals) {
            unsigned left = MOST_CHANGES;
            return given_away(terms, node->parent, root, &left);
        }
        return n.a == SYMBOL_STEP && node->globals;
    case TERM_LOAD: { /* reached by reading a place that the callee can find */
        extent at = extent_of(terms, n.b, n.width / 8u);
        for (uint32_t i = 0; i < node->list_count; i++) {
            reach r = memory_reach_at(terms, node, i);
            extent entry = extent_of(terms, r.address, r.size);
            if (entry.root != at.root || r.shallow)
                continue;
            if (r.size == DEVLOCK_WHOLE || !entry.exact || !at.bounded || (at.low < entry.high && entry.low < at.high))
                return true;
        }
        return call_finds(terms, node, at.root, depth - 1);
    }
    default:
        return false;
    }
}

static bool call_may_change(terms *terms, const memory_node *node, term address, uint64_t bytes, unsigned depth)
{
    extent at = extent_of(terms, address, bytes);
    term_node root = *term_at(terms, at.root);
    if (root.op == TERM_ITE)
        return call_may_change(terms, node, root.b, DEVLOCK_WHOLE / 2, depth) ||
               call_may_change(terms, node, root.c, DEVLOCK_WHOLE / 2, depth);
    if (root.op == TERM_ADDRESS && root.a == DEVLOCK_OPERAND_GLOBAL && global_is_constant(terms, root.b))
        return false;
    for (uint32_t i = 0; i < node->list_count; i++) {
        reach r = memory_reach_at(terms, node, i);
        extent entry = extent_of(terms, r.address, r.size == DEVLOCK_WHOLE ? 0 : r.size);
        term_node entry_root = *term_at(terms, entry.root);
        if (r.read_only)
            continue;
        if (entry_root.op == TERM_ITE) { /* one of two objects */
            if (term_same(terms, entry.root, at.root) != TERM_FALSE)
                return true;
            continue;
        }
        if (entry.root != at.root && !memory_same_cell(terms, entry.root, at.root))
            continue;
        if (r.size == DEVLOCK_WHOLE || !entry.exact || !at.bounded || (at.low < entry.high && entry.low < at.high))
            return true;
    }
    return call_finds(terms, node, at.root, depth);
}

#define REACH_DEPTH 8 /* pointers followed from pointer to pointer; deeper counts as reached */

/* ---- initial values ------------------------------------------------------------------------------------------ */

static term operand_value(terms *terms, const devlock_operand *value)
{
    switch (value->kind) {
    case DEVLOCK_OPERAND_GLOBAL:
    case DEVLOCK_OPERAND_FUNCTION: {
        term address = term_address(terms, value->kind, value->id, 0);
        return term_binary(terms, TERM_ADD, address, term_constant(terms, terms->pointer_bits, value->value));
    }
    default:
        return term_constant(terms, value->width, value->value);
    }
}

static term constant_at(terms *terms, uint32_t id, uint64_t offset, unsigned width, memory m, term address)
{
    const global *g = &terms->program->globals[id];
    uint64_t bytes = (width + 7) / 8;
    for (uint32_t i = g->value_count; i-- > 0;) {
        const global_value *v = &g->values[i];
        uint64_t size = (v->value.width + 7) / 8;
        if (v->offset == offset && size == bytes)
            return operand_value(terms, &v->value);
        if (v->offset < offset + bytes && offset < v->offset + size)
            return term_load(terms, width, m, address, true);
    }
    return term_constant(terms, width, 0);
}

#define TABLE_LIMIT 16 /* elements of a constant table that are told apart for an unknown index */

static term initial_read(terms *terms, memory m, term address, unsigned width)
{
    extent at = extent_of(terms, address, (width + 7) / 8);
    term_node root = *term_at(terms, at.root);
    if (root.op != TERM_ADDRESS || root.a != DEVLOCK_OPERAND_GLOBAL || !global_is_constant(terms, root.b))
        return term_load(terms, width, m, address, false);
    if (at.exact)
        return constant_at(terms, root.b, (uint64_t)at.low, width, m, address);
    term_node n = *term_at(terms, address);
    uint64_t outer = 0;
    if (n.op == TERM_ADD && term_is_constant(terms, n.b, &outer))
        n = *term_at(terms, n.a);
    else
        outer = 0;
    extent base = extent_of(terms, n.a, 0);
    if (n.op != TERM_INDEX || n.c == 0 || n.c > TABLE_LIMIT || !base.exact)
        return term_load(terms, width, m, address, false);
    unsigned index_width = term_width(terms, n.b);
    term result = TERM_NONE;
    for (uint32_t i = n.c; i-- > 0;) {
        term value = constant_at(terms, root.b, (uint64_t)base.low + i * n.value + outer, width, m, address);
        term here = term_eq(terms, n.b, term_constant(terms, index_width, i));
        result = result ? term_ite(terms, here, value, result) : value;
    }
    return result;
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static bool same_read(const terms *terms, table_slot slot, uint32_t hash, const read_memo *read)
{
    if (slot.hash != hash)
        return false;
    const read_memo *r = &terms->reads[slot.id - 1];
    return r->m == read->m && r->address == read->address && r->width == read->width;
}

/* The index of what is remembered of a read; it stays, whatever is remembered later. */
static uint32_t memo_at(terms *terms, memory m, term address, unsigned width)
{
    const read_memo read = {m, address, width, TERM_NONE};
    uint32_t hash = (uint32_t)mix(mix(m, address), width);
    table_slot *recent = &terms->read_recent[hash % TABLE_RECENT];
    if (recent->id && same_read(terms, *recent, hash, &read))
        return recent->id - 1;
    if (terms->read_count * 2 >= terms->read_table_size)
        table_grow(&terms->read_table, &terms->read_table_size, 4096);
    uint32_t mask = terms->read_table_size - 1, at = hash & mask;
    for (uint32_t step = 0; terms->read_table[at].id; at = table_next(hash, at, ++step) & mask)
        if (same_read(terms, terms->read_table[at], hash, &read)) {
            *recent = terms->read_table[at];
            return recent->id - 1;
        }
    ARRAY_RESERVE(terms->reads, terms->read_count, terms->read_capacity);
    terms->reads[terms->read_count] = read;
    *recent = terms->read_table[at] = (table_slot){++terms->read_count, hash};
    return recent->id - 1;
}

/* The bits of a wider value, delta bytes up. */
static term part_of(terms *terms, term value, int64_t delta, unsigned width)
{
    unsigned from = term_width(terms, value);
    term shifted = term_binary(terms, TERM_LSHR, value, term_constant(terms, from, (uint64_t)delta * 8));
    return term_unary(terms, TERM_TRUNC, width, shifted);
}

static bool change_touches(terms *terms, const memory_node *n, term address, uint64_t bytes)
{
    terms->work++;
    switch (n->kind) {
    case MEMORY_WRITE:
        return meet_of(terms, address, bytes, n->address, (term_width(terms, n->value) + 7u) / 8).how != APART;
    case MEMORY_ZERO:
    case MEMORY_COPY:
        return meet_of(terms, address, bytes, n->address, n->size).how != APART;
    case MEMORY_DECLARE:
        return extent_of(terms, address, bytes).root == n->address;
    case MEMORY_CALL: {
        memory_node copy = *n;
        return call_may_change(terms, &copy, address, bytes, REACH_DEPTH);
    }
    default:
        return false;
    }
}

static term read_loop(terms *terms, memory m, term address, unsigned width)
{
    memory_node n = *memory_at(terms, m);
    for (uint32_t i = 0; i < n.list_count; i++) {
        memory_node change = *memory_at(terms, terms->list[n.list + i]);
        if (change_touches(terms, &change, address, (width + 7) / 8))
            return term_load(terms, width, m, address, true);
    }
    return memory_read(terms, n.parent, address, width);
}

/* A read that is not simply one of a change. Of one that it touches some bytes of, the halves are read: each lies in
 * the change or apart from it in the end, the lower half first. Of others nothing is known. */
static term read_across(terms *terms, memory m, term address, unsigned width, meeting how)
{
    unsigned half = width / 2;
    if (how != PARTLY || width % 16)
        return term_load(terms, width, m, address, true);
    term next = term_constant(terms, terms->pointer_bits, half / 8);
    term low = memory_read(terms, m, address, half);
    term high = memory_read(terms, m, term_binary(terms, TERM_ADD, address, next), half);
    term places = term_constant(terms, width, half);
    high = term_binary(terms, TERM_SHL, term_unary(terms, TERM_ZEXT, width, high), places);
    return term_binary(terms, TERM_BIT_OR, high, term_unary(terms, TERM_ZEXT, width, low));
}

/* One step back: either *value is decided, or the read goes on at the memory given back. */
static memory step_back(terms *terms, memory m, term address, unsigned width, term *value)
{
    memory_node n = *memory_at(terms, m);
    uint64_t bytes = (width + 7) / 8;
    meet how;
    switch (n.kind) {
    case MEMORY_START:
        *value = initial_read(terms, m, address, width);
        return m;
    case MEMORY_WRITE:
        how = meet_of(terms, address, bytes, n.address, (term_width(terms, n.value) + 7u) / 8);
        if (how.how == APART)
            return n.parent;
        if (how.how == EQUAL)
            *value = term_unary(terms, term_width(terms, n.value) > width ? TERM_TRUNC : TERM_ZEXT, width, n.value);
        else if (how.how == INSIDE)
            *value = part_of(terms, n.value, how.delta, width);
        else if (how.how == MAYBE)
            *value = term_ite(terms, how.condition, n.value, memory_read(terms, n.parent, address, width));
        else
            *value = read_across(terms, m, address, width, how.how);
        return m;
    case MEMORY_ZERO:
        how = meet_of(terms, address, bytes, n.address, n.size);
        if (how.how == APART)
            return n.parent;
        *value = how.how == EQUAL || how.how == INSIDE || lies_within(terms, address, bytes, n.address, n.size)
                     ? term_constant(terms, width, 0)
                     : read_across(terms, m, address, width, how.how);
        return m;
    case MEMORY_COPY:
        how = meet_of(terms, address, bytes, n.address, n.size);
        if (how.how == APART)
            return n.parent;
        if (how.how == EQUAL || how.how == INSIDE) {
            term from =
                term_binary(terms, TERM_ADD, n.value, term_constant(terms, terms->pointer_bits, (uint64_t)how.delta));
            *value = memory_read(terms, n.parent, from, width);
        } else if (lies_within(terms, address, bytes, n.address, n.size)) {
            extent to = extent_of(terms, n.address, n.size);
            term start = term_constant(terms, terms->pointer_bits, (uint64_t)-to.low);
            term from = rewrite_one(terms, address, to.root, term_binary(terms, TERM_ADD, n.value, start));
            *value = memory_read(terms, n.parent, from, width);
        } else {
            *value = read_across(terms, m, address, width, how.how);
        }
        return m;
    case MEMORY_DECLARE:
    case MEMORY_CALL:
        if (!change_touches(terms, &n, address, bytes))
            return n.parent;
        *value = term_load(terms, width, m, address, false);
        return m;
    case MEMORY_MERGE: {
        term a = memory_read(terms, n.parent, address, width);
        term b = memory_read(terms, n.other, address, width);
        *value = term_ite(terms, n.value, a, b);
        return m;
    }
    default:
        *value = read_loop(terms, m, address, width);
        return m;
    }
}

term memory_read(terms *terms, memory m, term address, unsigned width)
{
    address = plain(terms, address);
    if (terms_spent(terms))
        return term_load(terms, width, m, address, true); /* not remembered: other runs may still ask */
    uint32_t known = memo_at(terms, m, address, width);
    if (terms->reads[known].value)
        return terms->reads[known].value;
    /* A pointer that is one of two: the value is one of two. */
    term root;
    uint64_t offset;
    term value = TERM_NONE;
    if (term_split(terms, address, &root, &offset) && term_at(terms, root)->op == TERM_ITE) {
        term_node n = *term_at(terms, root);
        term k = term_constant(terms, terms->pointer_bits, offset);
        term a = memory_read(terms, m, term_binary(terms, TERM_ADD, n.b, k), width);
        term b = memory_read(terms, m, term_binary(terms, TERM_ADD, n.c, k), width);
        value = term_ite(terms, n.a, a, b);
    }
    for (memory at = m; !value;) {
        terms->work++;
        memory next = step_back(terms, at, address, width, &value);
        if (next != at &&
            (memory_at(terms, next)->kind == MEMORY_MERGE || memory_at(terms, next)->kind == MEMORY_LOOP)) {
            value = memory_read(terms, next, address, width); /* remembered there, shared by all that follow */
        }
        at = next;
    }
    if (!terms_spent(terms))
        terms->reads[known].value = value;
    return value;
}

/* ---- for locks and loops ------------------------------------------------------------------------------------- */

/* Whether a call was given a local's address itself: it was called to set the local anew. */
static bool call_sets(const terms *terms, const memory_node *call, term address)
{
    term local = extent_of(terms, address, 1).root;
    if (!term_in_frame(terms, local))
        return false;
    for (uint32_t i = 0; i < call->list_count; i++) {
        reach r = memory_reach_at(terms, call, i);
        if (!r.remote && extent_of(terms, r.address, 1).root == local)
            return true;
    }
    return false;
}

/* Whether it is by calls alone that a loop may have changed something. */
static bool loop_only_calls(terms *terms, const memory_node *loop, term address, uint64_t bytes)
{
    for (uint32_t i = 0; i < loop->list_count; i++) {
        memory_node change = *memory_at(terms, terms->list[loop->list + i]);
        if (change_touches(terms, &change, address, bytes) &&
            (change.kind != MEMORY_CALL || call_sets(terms, &change, address)))
            return false;
    }
    return true;
}

static term *origin_memo(terms *terms, term t)
{
    if (t >= terms->origin_capacity) {
        uint32_t old = terms->origin_capacity;
        terms->origin_capacity = terms->capacity + 1024;
        terms->origins = must_resize(terms->origins, terms->origin_capacity * sizeof *terms->origins);
        memset(terms->origins + old, 0, (terms->origin_capacity - old) * sizeof *terms->origins);
    }
    return &terms->origins[t];
}

static term origin_of(terms *terms, term t);

static term load_origin(terms *terms, term t)
{
    term_node n = *term_at(terms, t);
    memory_node m = *memory_at(terms, n.a);
    bool before = m.kind == MEMORY_CALL   ? !call_sets(terms, &m, n.b)
                  : m.kind == MEMORY_LOOP ? loop_only_calls(terms, &m, n.b, n.width / 8u)
                                          : false;
    if (before)
        return origin_of(terms, memory_read(terms, m.parent, n.b, n.width));
    term address = origin_of(terms, n.b);
    return address == n.b ? t : memory_read(terms, n.a, address, n.width);
}

/* A pointer with all that it was read through as it was before unknown calls. */
static term origin_of(terms *terms, term t)
{
    terms->work++;
    if (terms_spent(terms))
        return t;
    if (*origin_memo(terms, t))
        return *origin_memo(terms, t);
    term_node n = *term_at(terms, t);
    term root, result = t;
    uint64_t offset;
    if (n.op == TERM_LOAD) {
        result = load_origin(terms, t);
    } else if (n.op == TERM_ITE) {
        term yes = origin_of(terms, n.b), no = origin_of(terms, n.c);
        result = term_ite(terms, n.a, yes, no);
    } else {
        term_split(terms, t, &root, &offset);
        if (root != t)
            result = rewrite_one(terms, t, root, origin_of(terms, root));
    }
    if (!terms_spent(terms))
        *origin_memo(terms, t) = result;
    return result;
}

bool memory_same_cell(terms *terms, term a, term b)
{
    if (a == b)
        return true;
    return term_at(terms, a)->op == TERM_LOAD && term_at(terms, b)->op == TERM_LOAD &&
           term_width(terms, a) == term_width(terms, b) && origin_of(terms, a) == origin_of(terms, b);
}

term memory_before_calls(terms *terms, term value)
{
    return origin_of(terms, value);
}

typedef struct change_walk {
    terms *terms;
    memory *changes;
    uint32_t count, change_capacity;
    memory *stack;
    uint32_t depth, capacity;
} change_walk;

/* Marks: the generation of the walk, then two bits: met on the way, taken as a change. */
static uint32_t *mark_of(terms *terms, memory m)
{
    if (m >= terms->memory_mark_count) {
        uint32_t old = terms->memory_mark_count;
        terms->memory_mark_count = terms->memory_capacity;
        terms->memory_marks = must_resize(terms->memory_marks, terms->memory_mark_count * sizeof(uint32_t));
        memset(terms->memory_marks + old, 0, (terms->memory_mark_count - old) * sizeof(uint32_t));
    }
    return &terms->memory_marks[m];
}

static void push(change_walk *w, memory m)
{
    uint32_t *mark = mark_of(w->terms, m);
    if (*mark >> 2 == w->terms->memory_generation && (*mark & 1))
        return;
    *mark = (*mark >> 2 == w->terms->memory_generation ? *mark : w->terms->memory_generation << 2) | 1;
    ARRAY_RESERVE(w->stack, w->depth, w->capacity);
    w->stack[w->depth++] = m;
}

static void add_change(change_walk *w, memory m)
{
    uint32_t *mark = mark_of(w->terms, m);
    if (*mark >> 2 == w->terms->memory_generation && (*mark & 2))
        return;
    *mark = (*mark >> 2 == w->terms->memory_generation ? *mark : w->terms->memory_generation << 2) | 2;
    ARRAY_RESERVE(w->changes, w->count, w->change_capacity);
    w->changes[w->count++] = m;
}

memory memory_alone(terms *terms, memory change)
{
    memory_node n = *memory_at(terms, change);
    n.parent = MEMORY_INITIAL;
    if (n.kind == MEMORY_WRITE)
        n.value = term_constant(terms, term_width(terms, n.value), 0);
    if (n.kind == MEMORY_COPY)
        n.value = term_constant(terms, terms->pointer_bits, 0);
    if (n.kind == MEMORY_CALL)
        n.site = 0; /* calls that reach the same are one */
    return intern(terms, n);
}

memory memory_moved(terms *terms, memory change, term address)
{
    memory_node n = *memory_at(terms, change);
    n.address = plain(terms, address);
    return intern(terms, n);
}

memory *memory_changes(terms *terms, memory base, memory m, uint32_t *count)
{
    change_walk w = {.terms = terms};
    terms->memory_generation++;
    push(&w, m);
    while (w.depth) {
        memory at = w.stack[--w.depth];
        const memory_node *n = memory_at(terms, at);
        if (at == base || n->kind == MEMORY_START)
            continue;
        if (n->kind == MEMORY_MERGE) {
            push(&w, n->parent);
            push(&w, n->other);
            continue;
        }
        if (n->kind == MEMORY_LOOP)
            for (uint32_t i = 0; i < n->list_count; i++)
                add_change(&w, terms->list[n->list + i]);
        else
            add_change(&w, at);
        push(&w, n->parent);
    }
    free(w.stack);
    *count = w.count;
    return w.changes;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Memory: random writes, zeros, copies and merges over a few objects are done to memories and to plain bytes beside
 * them; whatever is read from a memory and is not imprecise must have the bytes' value. Then what unknown calls reach,
 * what loops change, and which reads are of one cell.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "evaluate.h"
#include "memory.h"

static devlock_program *program;
static terms store, *const t = &store;

static int start(void **state)
{
    program = devlock_program_new(64);
    terms_start(t, program);
    random_state = 88675123886751238u;
    return 0;
}

static int stop(void **state)
{
    terms_stop(t);
    devlock_program_free(program);
    return 0;
}

static term number(unsigned width, uint64_t value)
{
    return term_constant(t, width, value);
}

static term local(uint32_t id)
{
    return term_address(t, DEVLOCK_OPERAND_VARIABLE, id, 0);
}

static term pointer(unsigned n)
{
    return term_symbol(t, 64, SYMBOL_PARAMETER, n, 0, 0, false);
}

/* ---- against bytes ------------------------------------------------------------------------------------------- */

enum { OBJECTS = 3, SIZE = 16, WORLDS = 6, PARAMETERS = 4 };

/* The bytes of all objects, once for each choice of the parameters: the first two are bytes, the others indices. */
typedef struct world {
    uint64_t parameters[PARAMETERS];
    uint8_t entry[OBJECTS][SIZE], bytes[OBJECTS][SIZE];
} world;

static uint64_t bytes_at(const uint8_t *bytes, unsigned width)
{
    uint64_t value = 0;
    for (unsigned i = width / 8; i-- > 0;)
        value = value << 8 | bytes[i];
    return value;
}

/* What was there at entry. */
static uint64_t load_at_entry(const assignment *a, const terms *terms, term load, bool *undefined)
{
    const world *w = a->user;
    term_node n = *term_at(terms, load);
    uint64_t at = value_of(a, terms, n.b, undefined) - 0x10000;
    *undefined |= n.a != MEMORY_INITIAL || (n.flags & TERM_IMPRECISE) || at / 0x1000 >= OBJECTS ||
                  at % 0x1000 + n.width / 8 > SIZE;
    return *undefined ? 0 : bytes_at(&w->entry[at / 0x1000][at % 0x1000], n.width);
}

/* A place: an object and an offset in it, which is the same in all worlds or an index. */
typedef struct place {
    term address;
    unsigned object, offset, index; /* index: number of a parameter, 0: none */
} place;

static unsigned offset_in(const place *p, const world *w)
{
    return p->offset + (p->index ? (unsigned)w->parameters[p->index] * 4 : 0);
}

static place random_place(unsigned bytes)
{
    place p = {.object = (unsigned)random_number(OBJECTS)};
    if (random_number(4) == 0 && bytes <= 4) { /* an element of four bytes, or a field of it */
        p.index = 2 + (unsigned)random_number(2);
        p.offset = (unsigned)random_number(4 / bytes) * bytes;
        p.address = term_index(t, local(p.object), pointer(p.index), 4, 4);
        if (p.offset)
            p.address = term_field(t, p.address, number(64, p.offset));
    } else {
        p.offset = (unsigned)random_number(SIZE / bytes) * bytes;
        p.address = random_number(2) ? term_field(t, local(p.object), number(64, p.offset))
                                     : term_binary(t, TERM_ADD, number(64, p.offset), local(p.object));
    }
    return p;
}

static unsigned random_bytes(void)
{
    static const unsigned sizes[] = {1, 1, 1, 2, 4, 4, 8};
    return sizes[random_number(sizeof sizes / sizeof *sizes)];
}

static uint64_t term_in(term value, const world *w, bool *undefined)
{
    assignment a = {.parameters = w->parameters, .load = load_at_entry, .user = w};
    return value_of(&a, t, value, undefined);
}

static memory change_at_random(memory m, world *worlds)
{
    unsigned bytes = random_bytes();
    place p = random_place(bytes);
    switch (random_number(4)) {
    case 0: /* zero */
        for (int i = 0; i < WORLDS; i++)
            memset(&worlds[i].bytes[p.object][offset_in(&p, &worlds[i])], 0, bytes);
        return memory_zero(t, m, p.address, bytes);
    case 1: { /* a copy between objects */
        unsigned to = (unsigned)random_number(OBJECTS), from = (to + 1) % OBJECTS;
        unsigned size = random_number(2) ? SIZE : 8, offset = size == SIZE ? 0 : (unsigned)random_number(2) * 8;
        for (int i = 0; i < WORLDS; i++)
            memcpy(&worlds[i].bytes[to][offset], &worlds[i].bytes[from][SIZE - size], size);
        return memory_copy(t, m, term_field(t, local(to), number(64, offset)),
                           term_field(t, local(from), number(64, SIZE - size)), size);
    }
    default: { /* a write */
        term value = random_number(2) ? number(bytes * 8, random_number(UINT64_MAX))
                     : bytes == 1     ? parameter(t, (unsigned)random_number(2))
                                      : term_unary(t, TERM_ZEXT, bytes * 8, parameter(t, 0));
        for (int i = 0; i < WORLDS; i++) {
            bool undefined = false;
            uint64_t is = term_in(value, &worlds[i], &undefined);
            memcpy(&worlds[i].bytes[p.object][offset_in(&p, &worlds[i])], &is, bytes); /* little-endian machines */
        }
        return memory_write(t, m, p.address, value);
    }
    }
}

static unsigned known, lost;

static void assert_reads(memory m, const world *worlds)
{
    for (int round = 0; round < 12; round++) {
        unsigned bytes = random_bytes();
        place p = random_place(bytes);
        term value = memory_read(t, m, p.address, bytes * 8);
        assert_int_equal(term_width(t, value), bytes * 8);
        assert_int_equal(memory_read(t, m, p.address, bytes * 8), value);
        lost += term_imprecise(t, value);
        known += !term_imprecise(t, value);
        for (int i = 0; i < WORLDS; i++) {
            bool undefined = false;
            uint64_t is = term_in(value, &worlds[i], &undefined);
            uint64_t meant = bytes_at(&worlds[i].bytes[p.object][offset_in(&p, &worlds[i])], bytes * 8);
            if (term_imprecise(t, value))
                continue; /* may have looked at what was lost */
            assert_false(undefined);
            assert_int_equal(is, meant);
        }
    }
}

static void start_worlds(world *worlds)
{
    for (int i = 0; i < WORLDS; i++) {
        for (int k = 0; k < PARAMETERS; k++)
            worlds[i].parameters[k] = random_number(k < 2 ? 256 : 4);
        for (int o = 0; o < OBJECTS; o++)
            for (int b = 0; b < SIZE; b++)
                worlds[i].bytes[o][b] = worlds[i].entry[o][b] = (uint8_t)random_number(256);
    }
}

static void test_bytes(void **state)
{
    known = lost = 0;
    for (int round = 0; round < 3000; round++) {
        world worlds[WORLDS];
        start_worlds(worlds);
        memory m = MEMORY_INITIAL;
        unsigned changes = (unsigned)random_number(8);
        for (unsigned i = 0; i < changes; i++)
            m = change_at_random(m, worlds);
        if (random_number(3) == 0) { /* the other way at a branch */
            world others[WORLDS];
            memcpy(others, worlds, sizeof others);
            memory other = change_at_random(change_at_random(m, others), others);
            term condition = term_ult(t, parameter(t, 0), number(8, 128));
            m = memory_merge(t, condition, m, other);
            for (int i = 0; i < WORLDS; i++)
                if (worlds[i].parameters[0] >= 128)
                    memcpy(worlds[i].bytes, others[i].bytes, sizeof worlds[i].bytes);
            m = change_at_random(m, worlds);
        }
        assert_reads(m, worlds);
    }
    /* Enough reads are exact; the test would be worth little otherwise. */
    assert_true(known > 2 * lost);
}

/* ---- one node for one memory --------------------------------------------------------------------------------- */

static void test_shared(void **state)
{
    term v = number(32, 7), a = local(0), c = term_eq(t, parameter(t, 0), number(8, 1));
    memory m = memory_write(t, MEMORY_INITIAL, a, v);
    assert_int_equal(memory_write(t, MEMORY_INITIAL, a, v), m);
    assert_int_equal(memory_merge(t, c, m, m), m);
    assert_int_equal(memory_merge(t, TERM_TRUE, m, MEMORY_INITIAL), m);
    assert_int_equal(memory_merge(t, TERM_FALSE, m, MEMORY_INITIAL), MEMORY_INITIAL);
    assert_int_equal(memory_loop(t, m, 1, NULL, 0), m);
    assert_int_equal(memory_call(t, m, 1, false, NULL, 0), m);
    assert_true(memory_is_initial(t, MEMORY_INITIAL));
    assert_false(memory_is_initial(t, m));
    memory many[3000];
    memory at = m;
    for (uint32_t i = 0; i < 3000; i++)
        many[i] = at = memory_write(t, at, term_field(t, pointer(3), number(64, 8 * i)), v);
    at = m;
    for (uint32_t i = 0; i < 3000; i++) {
        at = memory_write(t, at, term_field(t, pointer(3), number(64, 8 * i)), v);
        assert_int_equal(many[i], at);
    }
    assert_int_equal(memory_read(t, at, a, 32), v);
}

/* ---- choices ------------------------------------------------------------------------------------------------- */

/* A pointer that is one of two: both are written on their condition, and the value read is one of two. */
static void test_pointer_choices(void **state)
{
    term c = term_eq(t, parameter(t, 0), number(8, 1)), either = term_ite(t, c, local(0), local(1));
    memory m = memory_write(t, MEMORY_INITIAL, local(0), number(32, 10));
    m = memory_write(t, m, local(1), number(32, 20));
    assert_int_equal(memory_read(t, m, either, 32), term_ite(t, c, number(32, 10), number(32, 20)));
    memory w = memory_write(t, m, either, number(32, 30));
    assert_int_equal(memory_read(t, w, local(0), 32), term_ite(t, c, number(32, 30), number(32, 10)));
    assert_int_equal(memory_read(t, w, local(1), 32), term_ite(t, c, number(32, 20), number(32, 30)));
    assert_int_equal(memory_read(t, w, either, 32), number(32, 30));
    assert_int_equal(memory_read(t, w, local(2), 32), memory_read(t, MEMORY_INITIAL, local(2), 32));
}

/* ---- globals ------------------------------------------------------------------------------------------------- */

static void test_constant_globals(void **state)
{
    uint32_t id = devlock_program_global(program, "table", "table", 16, DEVLOCK_GLOBAL_CONSTANT);
    uint32_t other = devlock_program_global(program, "other", "other", 16, 0);
    uint32_t f = devlock_program_function(program, "f", "f", 0);
    devlock_global_set(program, id, 0, devlock_constant(32, 5));
    devlock_global_set(program, id, 8, devlock_function_address(program, f));
    devlock_global_set(program, other, 0, devlock_constant(32, 5));
    term a = term_address(t, DEVLOCK_OPERAND_GLOBAL, id, 0), b = term_address(t, DEVLOCK_OPERAND_GLOBAL, other, 0);
    memory after = memory_call(t, MEMORY_INITIAL, 1, true, NULL, 0);
    assert_int_equal(memory_read(t, MEMORY_INITIAL, a, 32), number(32, 5));
    assert_int_equal(memory_read(t, after, a, 32), number(32, 5));
    assert_int_equal(memory_read(t, after, term_field(t, a, number(64, 4)), 32), number(32, 0));
    assert_int_equal(memory_read(t, after, term_field(t, a, number(64, 8)), 64),
                     term_address(t, DEVLOCK_OPERAND_FUNCTION, f, 0));
    assert_true(term_imprecise(t, memory_read(t, after, a, 16))); /* half of a value */
    assert_int_equal(term_at(t, memory_read(t, MEMORY_INITIAL, b, 32))->op, TERM_LOAD);
    /* At an index: one of the elements. */
    uint32_t list = devlock_program_global(program, "list", "list", 12, DEVLOCK_GLOBAL_CONSTANT);
    for (uint32_t i = 0; i < 3; i++)
        devlock_global_set(program, list, 4 * i, devlock_constant(32, 10 + i));
    term l = term_address(t, DEVLOCK_OPERAND_GLOBAL, list, 0), i = pointer(2);
    term element = memory_read(t, after, term_index(t, l, i, 4, 3), 32);
    for (uint64_t k = 0; k < 3; k++) {
        bool undefined = false;
        assignment assigned = {.parameters = (uint64_t[]){0, 0, k}};
        assert_int_equal(value_of(&assigned, t, element, &undefined), 10 + k);
    }
}

/* ---- unknown calls ------------------------------------------------------------------------------------------- */

static bool changed(memory after, term address)
{
    return memory_read(t, after, address, 32) != memory_read(t, MEMORY_INITIAL, address, 32);
}

static void test_calls(void **state)
{
    term p = pointer(0), k8 = number(64, 8), k12 = number(64, 12), field8 = term_field(t, p, k8);
    term behind = memory_read(t, MEMORY_INITIAL, field8, 64);
    reach one = {.address = field8, .size = 4}, whole = {.address = p, .size = DEVLOCK_WHOLE};
    memory m = memory_call(t, MEMORY_INITIAL, 1, false, &one, 1);
    assert_true(changed(m, field8));
    assert_false(changed(m, p));
    assert_false(changed(m, term_field(t, p, k12)));
    assert_false(changed(m, pointer(1)));
    assert_false(changed(m, local(0)));

    m = memory_call(t, MEMORY_INITIAL, 1, false, &whole, 1);
    assert_true(changed(m, p));
    assert_true(changed(m, field8));
    assert_true(changed(m, behind)); /* what a pointer in it points to */
    assert_true(changed(m, term_field(t, behind, k12)));
    assert_false(changed(m, pointer(1)));

    whole.read_only = true;
    m = memory_call(t, MEMORY_INITIAL, 1, false, &whole, 1);
    assert_false(changed(m, p));
    assert_true(changed(m, behind));

    whole.read_only = false;
    whole.shallow = true;
    m = memory_call(t, MEMORY_INITIAL, 1, false, &whole, 1);
    assert_true(changed(m, p));
    assert_false(changed(m, behind));

    uint32_t id = devlock_program_global(program, "g", "g", 16, 0);
    term g = term_address(t, DEVLOCK_OPERAND_GLOBAL, id, 0);
    m = memory_call(t, MEMORY_INITIAL, 1, false, &one, 1);
    assert_false(changed(m, g));
    m = memory_call(t, MEMORY_INITIAL, 1, true, NULL, 0);
    assert_true(changed(m, g));
    assert_true(changed(m, memory_read(t, MEMORY_INITIAL, g, 64)));
    assert_false(changed(m, p));
    assert_false(changed(m, local(0)));

    term c = term_eq(t, parameter(t, 7), number(8, 1));
    reach either = {.address = term_ite(t, c, p, pointer(1)), .size = DEVLOCK_WHOLE};
    m = memory_call(t, MEMORY_INITIAL, 1, false, &either, 1);
    assert_true(changed(m, p));
    assert_true(changed(m, pointer(1)));
    assert_false(changed(m, pointer(2)));
    /* Two calls give two values. */
    memory again = memory_call(t, m, 2, false, &either, 1);
    assert_int_not_equal(memory_read(t, again, p, 32), memory_read(t, m, p, 32));
}

static void test_declared(void **state)
{
    memory m = memory_write(t, MEMORY_INITIAL, local(0), number(32, 1));
    m = memory_write(t, m, local(1), number(32, 2));
    m = memory_declare(t, m, local(0), 5);
    term value = memory_read(t, m, local(0), 32);
    assert_int_equal(term_at(t, value)->op, TERM_LOAD);
    assert_false(term_imprecise(t, value));
    assert_int_equal(memory_read(t, m, local(1), 32), number(32, 2));
    assert_int_not_equal(memory_read(t, memory_declare(t, m, local(0), 6), local(0), 32), value);
}

/* ---- loops --------------------------------------------------------------------------------------------------- */

static void test_loops(void **state)
{
    term p = pointer(0), k = number(64, 8);
    memory entry =
        memory_write(t, memory_write(t, MEMORY_INITIAL, p, number(32, 1)), term_field(t, p, k), number(32, 2));
    memory body = memory_write(t, entry, p, number(32, 3));
    uint32_t count;
    memory *changes = memory_changes(t, entry, body, &count);
    assert_int_equal(count, 1);
    memory alone = memory_alone(t, changes[0]);
    free(changes);
    assert_int_equal(memory_alone(t, memory_write(t, MEMORY_INITIAL, p, number(32, 99))),
                     alone); /* of whatever value */
    memory loop = memory_loop(t, entry, 9, &alone, 1);
    assert_int_equal(memory_read(t, loop, term_field(t, p, k), 32), number(32, 2));
    term value = memory_read(t, loop, p, 32);
    assert_int_equal(term_at(t, value)->op, TERM_LOAD);
    assert_int_equal(term_at(t, value)->a, loop);
    /* Of merges and inner loops all changes are given. */
    memory other = memory_zero(t, entry, term_field(t, p, number(64, 16)), 4);
    term c = term_eq(t, parameter(t, 7), number(8, 1));
    memory merged = memory_copy(t, memory_merge(t, c, body, other), pointer(1), p, 4);
    free(memory_changes(t, entry, merged, &count));
    assert_int_equal(count, 3);
    free(memory_changes(t, entry, entry, &count));
    assert_int_equal(count, 0);
    memory inner = memory_loop(t, merged, 10, &alone, 1);
    free(memory_changes(t, entry, inner, &count));
    assert_true(count >= 3);
}

/* ---- names of locks ------------------------------------------------------------------------------------------ */

/* A pointer that is read again is the same cell if only unknown calls came in between. */
static void test_same_cell(void **state)
{
    term p = pointer(0), q = pointer(1), k = number(64, 8), cell = term_field(t, p, k);
    reach whole = {.address = p, .size = DEVLOCK_WHOLE};
    memory called = memory_call(t, MEMORY_INITIAL, 1, true, &whole, 1),
           twice = memory_call(t, called, 2, true, &whole, 1);
    term first = memory_read(t, MEMORY_INITIAL, cell, 64), second = memory_read(t, called, cell, 64);
    term third = memory_read(t, twice, cell, 64);
    assert_int_not_equal(first, second);
    assert_true(memory_same_cell(t, first, first));
    assert_true(memory_same_cell(t, first, second));
    assert_true(memory_same_cell(t, second, third));
    assert_false(memory_same_cell(t, first, memory_read(t, called, p, 64)));
    assert_false(memory_same_cell(t, first, q));
    assert_int_equal(term_same(t, first, third), TERM_TRUE);
    memory stored = memory_write(t, called, cell, q);
    assert_int_equal(memory_read(t, stored, cell, 64), q);
    /* A local that was handed out to be set is another pointer each time. */
    reach given = {.address = local(0), .size = 8};
    memory set = memory_call(t, MEMORY_INITIAL, 3, false, &given, 1), reset = memory_call(t, set, 4, false, &given, 1);
    assert_false(memory_same_cell(t, memory_read(t, set, local(0), 64), memory_read(t, reset, local(0), 64)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_bytes, start, stop),
        cmocka_unit_test_setup_teardown(test_shared, start, stop),
        cmocka_unit_test_setup_teardown(test_pointer_choices, start, stop),
        cmocka_unit_test_setup_teardown(test_constant_globals, start, stop),
        cmocka_unit_test_setup_teardown(test_calls, start, stop),
        cmocka_unit_test_setup_teardown(test_declared, start, stop),
        cmocka_unit_test_setup_teardown(test_loops, start, stop),
        cmocka_unit_test_setup_teardown(test_same_cell, start, stop),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Arenas, arrays that grow, string maps, and what happens when memory runs out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena.h"

/* AddressSanitizer, when it is there, gives NULL for what cannot be had, as malloc does. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void test_alignment_and_growth(void **state)
{
    arena *a = arena_new();
    char *last = NULL;
    size_t total = 0;
    assert_int_equal(arena_used(a), 0);
    for (size_t size = 0; size < 3000; size += 7) {
        char *memory = arena_take(a, size);
        assert_non_null(memory);
        assert_ptr_not_equal(memory, last);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        memset(memory, 0xAA, size);
        last = memory;
        total += size;
    }
    assert_true(arena_used(a) >= total);
    arena_free(a);
    arena_free(NULL);
}

/* Each block keeps what was written into it, whatever is taken later: small, large and larger than any chunk. */
static void test_blocks_are_apart(void **state)
{
    enum { COUNT = 400 };
    arena *a = arena_new();
    unsigned char *blocks[COUNT];
    size_t sizes[COUNT];
    for (int i = 0; i < COUNT; i++) {
        sizes[i] = i % 50 == 49 ? 3000000 : (size_t)(i * 37 % 2000);
        blocks[i] = arena_take(a, sizes[i]);
        memset(blocks[i], i & 0xFF, sizes[i]);
    }
    for (int i = 0; i < COUNT; i++)
        for (size_t at = 0; at < sizes[i]; at++)
            if (blocks[i][at] != (i & 0xFF))
                fail_msg("block %d was overwritten at %zu", i, at);
    arena_free(a);
}

/* The first block of an arena may be one that needs a chunk of its own. */
static void test_large_first(void **state)
{
    arena *a = arena_new();
    char *large = arena_take(a, 100000);
    char *small = arena_take(a, 1);
    memset(large, 1, 100000);
    *small = 2;
    assert_int_equal(large[99999], 1);
    arena_free(a);
}

static void test_zero(void **state)
{
    arena *a = arena_new();
    for (int i = 0; i < 100; i++) {
        unsigned char *memory = arena_zero(a, 777);
        for (int at = 0; at < 777; at++)
            assert_int_equal(memory[at], 0);
        memset(memory, 0xFF, 777);
    }
    arena_free(a);
}

static void test_strings(void **state)
{
    arena *a = arena_new();
    char text[] = "lock";
    char *copy = arena_string(a, text);
    text[0] = 'r';
    assert_string_equal(copy, "lock");
    assert_string_equal(arena_string_n(a, "release", 3), "rel");
    assert_string_equal(arena_string_n(a, "", 0), "");
    assert_null(arena_string(a, NULL));
    assert_null(arena_string_n(a, NULL, 5));
    assert_string_equal(arena_format(a, "%s %d", "line", 12), "line 12");
    char *wide = arena_format(a, "%9000s|", "");
    assert_int_equal(strlen(wide), 9001);
    assert_int_equal(wide[9000], '|');
    arena_free(a);
}

static void test_array(void **state)
{
    uint32_t *numbers = NULL, count = 0, capacity = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        ARRAY_RESERVE(numbers, count, capacity);
        assert_true(count < capacity);
        numbers[count++] = i * i;
    }
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i * i);
    free(numbers);
}

static void test_map(void **state)
{
    enum { COUNT = 5000 };
    arena *a = arena_new();
    string_map *map = string_map_new();
    const char *keys[COUNT];
    assert_null(string_map_find(map, "key0"));
    for (uint32_t i = 0; i < COUNT; i++) {
        keys[i] = arena_format(a, "key%u", i);
        uint32_t *value = string_map_at(map, keys[i]);
        assert_int_equal(*value, UINT32_MAX); /* new */
        *value = i;
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        char other[16]; /* equal text at another address */
        strcpy(other, keys[i]);
        assert_int_equal(*string_map_at(map, other), i);
        assert_int_equal(*string_map_find(map, other), i);
    }
    assert_null(string_map_find(map, "key"));
    assert_null(string_map_find(map, ""));
    *string_map_at(map, "") = 7;
    assert_int_equal(*string_map_find(map, ""), 7);
    string_map_free(map);
    string_map_free(NULL);
    arena_free(a);
}

/* Runs a function in a process of its own; gives its exit status and what it wrote on stderr. */
static int run_apart(void (*function)(void), char *output, size_t size)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        function();
        _exit(0);
    }
    close(ends[1]);
    size_t length = 0;
    for (ssize_t got; length + 1 < size && (got = read(ends[0], output + length, size - 1 - length)) > 0;)
        length += (size_t)got;
    output[length] = '\0';
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* More than any machine has; volatile, so that no compiler sees it coming. */
static volatile size_t too_much = SIZE_MAX / 2 - 4096;

static void allocate_too_much(void)
{
    must_allocate(too_much);
}

static void zero_too_much(void)
{
    must_zero(too_much);
}

static void resize_too_much(void)
{
    must_resize(NULL, too_much);
}

/* The arena of a child that ends in the middle: still in reach then (volatile: the compiler must not drop it), so that
 * no leak is reported. */
static struct arena *volatile arena_of_child;

static void take_too_much(void)
{
    arena_of_child = arena_new();
    arena_take(arena_of_child, too_much);
}

static void take_more_than_there_is(void)
{
    arena_of_child = arena_new();
    arena_take(arena_of_child, too_much * 2);
}

static void test_out_of_memory(void **state)
{
    void (*const functions[])(void) = {allocate_too_much, zero_too_much, resize_too_much, take_too_much,
                                       take_more_than_there_is};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        char output[4096];
        assert_int_equal(run_apart(functions[i], output, sizeof output), 3);
        const char *line = strstr(output, "devlock: error: out of memory");
        assert_non_null(line);
        assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1); /* one line */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alignment_and_growth),
        cmocka_unit_test(test_blocks_are_apart),
        cmocka_unit_test(test_large_first),
        cmocka_unit_test(test_zero),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_array),
        cmocka_unit_test(test_map),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}

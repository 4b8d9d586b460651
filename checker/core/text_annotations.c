/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The reader of the text form: annotations of functions.
 *
 * annotation &FUNCTION KIND [level N] [parameter N | $GLOBAL | result] [load N]... [offset N] [behind]
 *     [variable] [when eq|ne|slt|sge N] ["TEXT"] [place]
 *
 * Needs: a reader (text_reader.h). Leaves behind: annotations in the program. Cost: linear in the text.
 */
#include "text_reader.h"
#include "text_words.h"

static uint32_t need_word(reader *r, const char *const *words, uint32_t from, uint32_t count, const char *what)
{
    for (uint32_t i = from; i < count; i++)
        if (tokens_take_word(&r->t, words[i]))
            return i;
    tokens_expected(&r->t, what);
}

static void take_root(reader *r, devlock_access *access)
{
    const char *at = r->t.token.at;
    if (tokens_take_word(&r->t, "parameter")) {
        uint64_t number = reader_number(r, "the number of a parameter, from 0");
        if (number >= UINT32_MAX)
            tokens_fail(&r->t, at, "there is no such parameter");
        access->root = DEVLOCK_ACCESS_PARAMETER;
        access->id = (uint32_t)number;
    } else if (r->t.token.kind == TOKEN_GLOBAL) {
        token name = r->t.token;
        tokens_next(&r->t);
        access->root = DEVLOCK_ACCESS_GLOBAL;
        access->id = reader_global_label(r, &name)->id;
    } else if (tokens_take_word(&r->t, "result")) {
        access->root = DEVLOCK_ACCESS_RESULT;
    }
}

static void take_access(reader *r, devlock_access *access)
{
    uint64_t *loads = NULL;
    uint32_t count = 0, capacity = 0;
    take_root(r, access);
    while (access->root && tokens_take_word(&r->t, "load")) {
        if (count == capacity) {
            uint64_t *grown = arena_take(r->scratch, (capacity = capacity ? capacity * 2 : 4) * sizeof *grown);
            for (uint32_t i = 0; i < count; i++)
                grown[i] = loads[i];
            loads = grown;
        }
        loads[count++] = reader_number(r, "the offset in bytes that is read from");
    }
    access->loads = loads;
    access->load_count = count;
    if (access->root && tokens_take_word(&r->t, "offset"))
        access->offset = reader_number(r, "an offset in bytes");
    access->behind = access->root && tokens_take_word(&r->t, "behind");
}

void reader_annotation(reader *r)
{
    devlock_annotation a = {0};
    token name = r->t.token;
    if (name.kind != TOKEN_FUNCTION)
        tokens_expected(&r->t, "a function, as in annotation &Enter acquires parameter 0");
    tokens_next(&r->t);
    uint32_t id = reader_function_label(r, &name)->id;
    a.kind = (devlock_annotation_kind)need_word(r, annotation_words, 0, ANNOTATION_COUNT,
                                                "acquires, releases, held, free, most, least, exactly, raises, saves, "
                                                "restores, keeps, nowheld or nowfree");
    if (tokens_take_word(&r->t, "level")) {
        const char *at = r->t.token.at;
        uint64_t level = reader_number(r, "a level, 0 to 31");
        if (level > 31)
            tokens_fail(&r->t, at, "a level is a number from 0 to 31");
        a.level = (uint8_t)level;
    }
    take_access(r, &a.access);
    a.is_variable = tokens_take_word(&r->t, "variable");
    if (tokens_take_word(&r->t, "when")) {
        a.tests_parameter = tokens_take_word(&r->t, "parameter");
        if (a.tests_parameter)
            a.test_parameter = (uint32_t)reader_number(r, "the number of a parameter, from 0");
        a.test = (devlock_result_test)need_word(r, result_words, DEVLOCK_RESULT_EQUAL, RESULT_TEST_COUNT,
                                                "eq, ne, slt or sge");
        if (r->t.token.kind != TOKEN_NUMBER)
            tokens_expected(&r->t, "a number");
        a.test_value = (int64_t)r->t.token.value;
        tokens_next(&r->t);
    }
    a.text = reader_take_string(r);
    a.place = reader_place_and_line_end(r);
    devlock_program_annotate(r->program, id, &a);
}

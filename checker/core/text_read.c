/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The reader of the text form; see devlock/text.h. The grammar is in docs/program-graph.md.
 *
 * One pass, a statement a line. Everything may be mentioned further up than it is declared: functions and globals get
 * their ids when they are first mentioned and their keys when they are declared. Blocks are put into the order of
 * their labels when the routine ends, and a temporary that was mentioned early is then exchanged for the one that is
 * set. All that the builder asserts is checked here first, so that a bad text gets a message and never an assertion.
 * Needs: arena, program, verify, text_tokens, text_steps, text_operands. Leaves behind: a program. Cost: linear in the
 * text.
 */
#include "devlock/text.h"

#include <stdlib.h>
#include <string.h>

#include "text_reader.h"
#include "verify.h"

/* ---- functions and globals ----------------------------------------------------------------------------------- */

/* Makes a function or global known by its key. at: the declaration, for the message. */
static const char *register_key(reader *r, string_map *ids, const char *key, uint32_t id, const char *at)
{
    if (string_map_find(ids, key))
        tokens_fail(&r->t, at, "another one has the key \"%s\" already; expected key \"...\" with one of its own", key);
    const char *copy = arena_string(r->program->arena, key);
    *string_map_at(ids, copy) = id;
    return copy;
}

typedef struct attributes {
    const char *name, *key;
    unsigned flags;
} attributes;

typedef struct flag_word {
    const char *word;
    unsigned flag;
} flag_word;

static const flag_word function_flags[] = {{"noreturn", DEVLOCK_FUNCTION_NORETURN},
                                           {"internal", DEVLOCK_FUNCTION_INTERNAL},
                                           {"header", DEVLOCK_FUNCTION_IN_HEADER},
                                           {"inline", DEVLOCK_FUNCTION_INLINE},
                                           {"unlowered", DEVLOCK_FUNCTION_UNLOWERED},
                                           {"mentioned", DEVLOCK_FUNCTION_MENTIONED},
                                           {"steady", DEVLOCK_FUNCTION_STEADY},
                                           {NULL, 0}};
static const flag_word global_flags[] = {
    {"constant", DEVLOCK_GLOBAL_CONSTANT}, {"internal", DEVLOCK_GLOBAL_INTERNAL}, {NULL, 0}};
static const flag_word variable_flags[] = {{"scalar", DEVLOCK_VARIABLE_SCALAR},
                                           {"aggregate", DEVLOCK_VARIABLE_AGGREGATE},
                                           {"signed", DEVLOCK_READS_SIGNED << DEVLOCK_VARIABLE_READS},
                                           {"pointer", DEVLOCK_READS_POINTER << DEVLOCK_VARIABLE_READS},
                                           {"status", DEVLOCK_READS_STATUS << DEVLOCK_VARIABLE_READS},
                                           {NULL, 0}};

static unsigned take_flag(reader *r, const flag_word *words)
{
    for (; words->word; words++)
        if (tokens_take_word(&r->t, words->word))
            return words->flag;
    return 0;
}

/* Attributes in any order. a->name comes in as what the label says; the key is NULL if it is not given. */
static void take_attributes(reader *r, const flag_word *words, attributes *a)
{
    for (;;) {
        unsigned flag = take_flag(r, words);
        if (flag)
            a->flags |= flag;
        else if (tokens_take_word(&r->t, "name"))
            a->name = reader_string(r, "the name, as in name \"operator+\"");
        else if (tokens_take_word(&r->t, "key"))
            a->key = reader_string(r, "the key, as in key \"c:@F@Helper\"");
        else
            return;
    }
}

/* The label of a declaration, marked as declared. */
static token need_new_label(reader *r, token_kind kind, labels *table, const char *what)
{
    token name = r->t.token;
    if (name.kind != kind)
        tokens_expected(&r->t, what);
    if (table && labels_at(table, &name)->declared)
        tokens_fail(&r->t, name.at, "'%.*s' is declared a second time", (int)name.length, name.text);
    tokens_next(&r->t);
    return name;
}

static const char *kept(reader *r, const char *text)
{
    return arena_string(r->program->arena, text);
}

/* function LABEL [noreturn] [internal] [header] [name "..."] [key "..."] */
static void read_function(reader *r)
{
    token name = need_new_label(r, TOKEN_NAME, &r->functions, "the name of a function");
    attributes a = {.name = reader_name_of(r, &name)};
    take_attributes(r, function_flags, &a);
    reader_line_end(r, "noreturn, internal, header, name, key or the end of the line");
    label *l = reader_function_label(r, &name);
    l->declared = true;
    function *f = &r->program->functions[l->id];
    f->name = kept(r, a.name);
    f->key = register_key(r, r->program->function_ids, a.key ? a.key : a.name, l->id, name.at);
    f->flags |= a.flags;
}

static void read_initial_value(reader *r, uint32_t id);

/* global $LABEL SIZE [constant] [internal] [name "..."] [key "..."] [{ OFFSET: VALUE, ... }] */
static void read_global(reader *r)
{
    token name = need_new_label(r, TOKEN_GLOBAL, &r->globals, "a global, as in $table");
    uint64_t size = reader_number(r, "the size of the global in bytes, 0 if unknown");
    attributes a = {.name = reader_name_of(r, &name)};
    take_attributes(r, global_flags, &a);
    label *l = reader_global_label(r, &name);
    uint32_t id = l->id;
    l->declared = true;
    global *g = &r->program->globals[id];
    g->name = kept(r, a.name);
    g->size = size;
    g->flags = a.flags;
    const char *key = a.key ? a.key : a.name;
    if (*key)
        g->key = register_key(r, r->program->global_ids, key, id, name.at);
    if (tokens_take_sign(&r->t, '{'))
        reader_list(r, read_initial_value, id);
    reader_line_end(r, "constant, internal, name, key, '{' or the end of the line");
}

/* ---- values of globals --------------------------------------------------------------------------------------- */

static void read_initial_value(reader *r, uint32_t id)
{
    const char *at = r->t.token.at;
    uint64_t size = r->program->globals[id].size, bytes;
    uint64_t offset = reader_number(r, "the offset of a value, as in { 0: &Enter }");
    tokens_need_sign(&r->t, ':', "':' and a value");
    if (r->t.token.kind == TOKEN_STRING) {
        const char *text = tokens_string(&r->t, r->scratch, &bytes);
        if (offset > UINT64_MAX - bytes)
            tokens_fail(&r->t, at, "the offset is too large");
        for (uint64_t i = 0; i < bytes; i++)
            devlock_global_set(r->program, id, offset + i, devlock_constant(8, (unsigned char)text[i]));
    } else {
        devlock_operand value = reader_operand(r, 0, "a value: WIDTH:NUMBER, $GLOBAL, &FUNCTION or a string of bytes");
        bytes = (value.width + 7) / 8;
        devlock_global_set(r->program, id, offset, value);
    }
    if (size && (offset > size || bytes > size - offset))
        tokens_fail(&r->t, at, "the value lies outside of the %llu bytes of the global", (unsigned long long)size);
}

/* ---- routines ------------------------------------------------------------------------------------------------ */

/* LABEL WIDTH|bytes SIZE [scalar] [aggregate] [signed|pointer|status] [name "..."] */
static void read_variable(reader *r, unsigned flags)
{
    token name = need_new_label(r, TOKEN_NAME, &r->variables, "the name of a variable");
    attributes a = {.name = reader_name_of(r, &name), .flags = flags};
    const char *at = r->t.token.at;
    uint64_t size;
    if (tokens_take_word(&r->t, "bytes")) {
        size = reader_number(r, "a number of bytes, 0 if unknown");
    } else {
        if (r->t.token.kind != TOKEN_NUMBER && !tokens_at_word(&r->t, "ptr"))
            tokens_expected(&r->t, "the width of a scalar variable (8, 16, 32, 64 or ptr) or bytes N");
        size = reader_width(r) / 8;
        a.flags |= DEVLOCK_VARIABLE_SCALAR;
    }
    take_attributes(r, variable_flags, &a);
    if (a.key)
        tokens_fail(&r->t, at, "a variable has no key");
    if (a.flags & DEVLOCK_VARIABLE_SCALAR && (size < 1 || size > 8))
        tokens_fail(&r->t, at, "a scalar variable has 1 to 8 bytes");
    label *l = labels_at(&r->variables, &name);
    l->id = devlock_routine_variable(r->routine, a.name, size, a.flags);
    l->declared = true;
}

/* LABEL: [handler LABEL] */
static void read_block(reader *r)
{
    token name = r->t.token;
    uint32_t open = devlock_routine_current(r->routine);
    if (open != DEVLOCK_NONE)
        tokens_fail(&r->t, name.at,
                    "the block above has no end; expected jump, branch, switch, goto, return, unwind or "
                    "unreachable before '%.*s:'",
                    (int)name.length, name.text);
    label *l = reader_block_label(r, &name);
    if (l->declared)
        tokens_fail(&r->t, name.at, "the block '%.*s' is there a second time", (int)name.length, name.text);
    l->declared = true;
    uint32_t id = l->id;
    tokens_next(&r->t);
    tokens_next(&r->t); /* ':' */
    if (tokens_take_word(&r->t, "handler")) {
        uint32_t handler = reader_target(r, "the label of the block that handles exceptions");
        r->routine->blocks[id].handler = handler;
    }
    reader_line_end(r, "handler or the end of the line");
    ARRAY_RESERVE(r->order, r->order_count, r->order_capacity);
    r->order[r->order_count++] = id;
    devlock_routine_enter(r->routine, id);
}

/* Puts the blocks into the order of their labels. */
static void order_blocks(reader *r)
{
    devlock_routine *routine = r->routine;
    bool in_order = true;
    for (uint32_t i = 0; i < r->order_count; i++)
        in_order &= r->order[i] == i;
    if (in_order)
        return;
    uint32_t *map = must_allocate(routine->block_count * sizeof *map);
    for (uint32_t i = 0; i < r->order_count; i++)
        map[r->order[i]] = i;
    routine_renumber(routine, NULL, map);
    block *blocks = must_allocate(routine->block_count * sizeof *blocks);
    for (uint32_t i = 0; i < routine->block_count; i++)
        blocks[map[i]] = routine->blocks[i];
    free(routine->blocks);
    routine->blocks = blocks;
    routine->block_capacity = routine->block_count;
    free(map);
}

/* Exchanges temporaries that were mentioned early for those that are set. */
static void join_temporaries(reader *r)
{
    if (r->same_count == 0)
        return;
    uint32_t count = r->routine->temp_count;
    uint32_t *map = must_allocate(count * sizeof *map);
    for (uint32_t i = 0; i < count; i++)
        map[i] = i;
    for (uint32_t i = 0; i < r->same_count; i += 2)
        map[r->same[i]] = r->same[i + 1];
    routine_renumber(r->routine, map, NULL);
    free(map);
}

/* Everything that was mentioned has to be there. */
static void need_all(reader *r, const labels *table, const char *sign, const char *what)
{
    for (uint32_t i = 0; i < table->count; i++)
        if (!table->items[i].declared)
            tokens_fail(&r->t, table->items[i].at, "%s%.*s %s", sign, (int)table->items[i].length, table->items[i].text,
                        what);
}

/* The labels of a table, by id. */
static const char **names_of(reader *r, const labels *table, uint32_t count)
{
    const char **names = arena_zero(r->scratch, count * sizeof *names);
    for (uint32_t i = 0; i < table->count; i++)
        names[table->items[i].id] = arena_string_n(r->scratch, table->items[i].text, table->items[i].length);
    return names;
}

/* The rules that need the whole routine. at: the routine, for the message. */
static void verify(reader *r, const char *at)
{
    char *error;
    if (routine_verify(r->routine, (routine_names){NULL, NULL}, &error))
        return;
    free(error);
    routine_names names = {.temps = names_of(r, &r->temps, r->routine->temp_count)};
    names.blocks = must_zero(r->routine->block_count * sizeof *names.blocks);
    const char **blocks = names_of(r, &r->blocks, r->routine->block_count);
    for (uint32_t i = 0; i < r->routine->block_count; i++)
        names.blocks[i] = blocks[r->order[i]];
    routine_verify(r->routine, names, &error);
    free(names.blocks);
    const char *text = arena_string(r->scratch, error);
    free(error);
    tokens_fail(&r->t, at, "%s", text);
}

static void finish_routine(reader *r, const char *at)
{
    if (devlock_routine_current(r->routine) != DEVLOCK_NONE)
        tokens_fail(&r->t, r->t.token.at,
                    "the last block has no end; expected jump, branch, switch, goto, return, unwind "
                    "or unreachable");
    if (r->routine->block_count == 0)
        tokens_fail(&r->t, r->t.token.at, "the routine has no block; expected a label, as in entry:");
    need_all(r, &r->blocks, "", "is no block of the routine; expected a line with this label");
    need_all(r, &r->temps, "%", "is never set");
    order_blocks(r);
    join_temporaries(r);
    verify(r, at);
    devlock_routine_finish(r->routine);
    r->routine = NULL;
    labels_clear(&r->variables);
    labels_clear(&r->temps);
    labels_clear(&r->blocks);
    r->order_count = r->same_count = 0;
}

static void read_parameters(reader *r)
{
    tokens_need_sign(&r->t, '(', "'(' and the parameters");
    tokens_skip_lines(&r->t);
    while (!tokens_take_sign(&r->t, ')')) {
        read_variable(r, DEVLOCK_VARIABLE_PARAMETER);
        bool more = tokens_take_sign(&r->t, ',');
        tokens_skip_lines(&r->t);
        if (!more && !tokens_at_sign(&r->t, ')'))
            tokens_expected(&r->t, "',' or ')'");
    }
}

static void take_result_width(reader *r)
{
    if (r->t.token.kind != TOKEN_ARROW)
        return;
    tokens_next(&r->t);
    r->routine->result_width = reader_width(r);
}

static void reset_scratch(reader *r)
{
    if (arena_used(r->scratch) < 1 << 16)
        return;
    arena_free(r->scratch);
    r->scratch = arena_new();
}

static void read_body(reader *r)
{
    while (!tokens_at_sign(&r->t, '}')) {
        if (r->t.token.kind == TOKEN_TEMP) {
            reader_setting(r);
        } else if (r->t.token.kind == TOKEN_NAME && tokens_peek(&r->t) == ':') {
            read_block(r);
        } else if (tokens_take_word(&r->t, "var")) {
            read_variable(r, 0);
            reader_line_end(r, "scalar, aggregate, name or the end of the line");
        } else {
            reader_statement(r);
        }
        reset_scratch(r);
    }
}

/* routine LABEL(PARAMETERS) [-> WIDTH] [noreturn] [internal] [header] [place] { ... } */
static void read_routine(reader *r)
{
    token name = need_new_label(r, TOKEN_NAME, NULL, "the name of a routine");
    uint32_t id = reader_function_label(r, &name)->id;
    devlock_place unknown = {DEVLOCK_NONE, 0, 0};
    r->routine = devlock_routine_begin(r->program, id, 0, unknown);
    if (!r->routine)
        tokens_fail(&r->t, name.at, "'%.*s' has a body further up", (int)name.length, name.text);
    read_parameters(r);
    take_result_width(r);
    for (unsigned flag; (flag = take_flag(r, function_flags)) != 0;)
        r->program->functions[id].flags |= flag;
    r->routine->place = reader_take_place(r);
    tokens_need_sign(&r->t, '{', "->, noreturn, internal, header, a place or '{'");
    reader_line_end(r, "the end of the line");
    read_body(r);
    finish_routine(r, name.at);
    tokens_next(&r->t); /* '}' */
    reader_line_end(r, "the end of the line");
}

/* ---- program ------------------------------------------------------------------------------------------------- */

static void read_file(reader *r)
{
    r->file = devlock_program_file(r->program, reader_string(r, "the path of a file"));
    reader_line_end(r, "the end of the line");
}

/* gap ["NAME"] "REASON" [mentions "FUNCTION", …] [place] */
static void read_gap(reader *r)
{
    const char *name = NULL, *reason = reader_string(r, "the name of a routine, or the reason");
    if (r->t.token.kind == TOKEN_STRING) {
        name = reason;
        reason = reader_string(r, "the reason");
    }
    devlock_program_not_analysed(r->program, name, (devlock_place){DEVLOCK_NONE, 0, 0}, reason);
    if (tokens_take_word(&r->t, "mentions"))
        do {
            const char *at = r->t.token.at;
            const char *mentioned = reader_string(r, "the name of a function");
            if (!*mentioned)
                tokens_fail(&r->t, at, "the name is empty");
            devlock_program_gap_mentions(r->program, mentioned);
        } while (tokens_take_sign(&r->t, ','));
    r->program->gaps[r->program->gap_count - 1].place = reader_place_and_line_end(r);
}

/* ask record|macro|call "NAME" */
static void read_ask(reader *r)
{
    bool record = tokens_take_word(&r->t, "record");
    bool call = !record && tokens_take_word(&r->t, "call");
    if (!record && !call && !tokens_take_word(&r->t, "macro"))
        tokens_expected(&r->t, "record, macro or call");
    const char *at = r->t.token.at;
    const char *name = reader_string(r, "a name, as in ask macro \"PAGED_CODE\"");
    if (!*name)
        tokens_fail(&r->t, at, "the name is empty");
    if (record)
        devlock_program_ask_record(r->program, name);
    else if (call)
        devlock_program_ask_call(r->program, name);
    else
        devlock_program_ask_macro(r->program, name);
    reader_line_end(r, "the end of the line");
}

/* field "RECORD" "FIELD" OFFSET */
static void read_field(reader *r)
{
    const char *record = reader_string(r, "the name of a record, as in field \"DATA\" \"HwInterrupt\" 16");
    const char *field = reader_string(r, "the name of a field");
    devlock_program_add_field(r->program, record, field, reader_number(r, "the offset of the field in bytes"));
    reader_line_end(r, "the end of the line");
}

/* registration "RECORD" "FIELD" &FUNCTION [place] */
static void read_registration(reader *r)
{
    const char *record = reader_string(r, "the name of a record, as in registration \"DATA\" \"HwInterrupt\" &Isr");
    const char *field = reader_string(r, "the name of a field");
    token name = r->t.token;
    if (name.kind != TOKEN_FUNCTION)
        tokens_expected(&r->t, "the function in the field, as in &Isr");
    tokens_next(&r->t);
    uint32_t id = reader_function_label(r, &name)->id;
    devlock_program_add_registration(r->program, record, field, id, reader_place_and_line_end(r));
}

static void read_pointer_bits(reader *r)
{
    unsigned bits = 64;
    if (tokens_take_word(&r->t, "pointer")) {
        const char *at = r->t.token.at;
        uint64_t value = reader_number(r, "32 or 64");
        if (value != 32 && value != 64)
            tokens_fail(&r->t, at, "pointers have 32 or 64 bits");
        bits = (unsigned)value;
        reader_line_end(r, "the end of the line");
    }
    r->program = devlock_program_new(bits);
}

/* Functions that were only mentioned are known by their names. */
static void name_functions(reader *r)
{
    for (uint32_t i = 0; i < r->functions.count; i++) {
        const label *l = &r->functions.items[i];
        if (l->declared)
            continue;
        function *f = &r->program->functions[l->id];
        f->key = register_key(r, r->program->function_ids, f->name, l->id, l->at);
    }
}

static void read_program(reader *r)
{
    tokens_next(&r->t);
    tokens_skip_lines(&r->t);
    read_pointer_bits(r);
    while (r->t.token.kind != TOKEN_END) {
        if (tokens_take_word(&r->t, "file"))
            read_file(r);
        else if (tokens_take_word(&r->t, "function"))
            read_function(r);
        else if (tokens_take_word(&r->t, "global"))
            read_global(r);
        else if (tokens_take_word(&r->t, "routine"))
            read_routine(r);
        else if (tokens_take_word(&r->t, "gap"))
            read_gap(r);
        else if (tokens_take_word(&r->t, "ask"))
            read_ask(r);
        else if (tokens_take_word(&r->t, "field"))
            read_field(r);
        else if (tokens_take_word(&r->t, "registration"))
            read_registration(r);
        else if (tokens_take_word(&r->t, "annotation"))
            reader_annotation(r);
        else if (tokens_take_word(&r->t, "slot"))
            reader_slot_line(r);
        else if (tokens_at_word(&r->t, "pointer"))
            tokens_fail(&r->t, r->t.token.at, "pointer comes first, before all else");
        else
            tokens_expected(&r->t, "file, function, global, routine, gap, ask, field, registration, "
                                   "annotation or slot");
        reset_scratch(r);
    }
    need_all(r, &r->globals, "$", "is not declared; expected a line global with its size");
    name_functions(r);
}

devlock_program *devlock_text_read(const char *path, const char *text, size_t length, char **error)
{
    jmp_buf failed;
    reader *r = must_zero(sizeof *r); /* on the heap, so that it is whole after longjmp */
    r->t = (tokens){.path = path, .start = text, .end = text + length, .at = text, .failed = &failed};
    r->file = DEVLOCK_NONE;
    r->scratch = arena_new();
    if (setjmp(failed) == 0) {
        read_program(r);
    } else {
        devlock_program_free(r->program);
        r->program = NULL;
    }
    devlock_program *program = r->program;
    *error = r->t.error;
    labels_free(&r->functions);
    labels_free(&r->globals);
    labels_free(&r->variables);
    labels_free(&r->temps);
    labels_free(&r->blocks);
    free(r->order);
    free(r->same);
    arena_free(r->scratch);
    free(r);
    return program;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The text form of slots: what the text of the sources puts into them. docs/program-graph.md describes it.
 *
 * Needs: a reader at a slot. Leaves behind: the slot in the program. Cost: linear in the line.
 */
#include "text_reader.h"

uint32_t reader_slot(reader *r)
{
    const char *at = r->t.token.at;
    const char *key = reader_string(r, "the name of a slot, as in slot \"OPS.Lock\"");
    if (!*key)
        tokens_fail(&r->t, at, "the name is empty");
    return devlock_program_slot(r->program, key, 0);
}

static uint32_t take_function(reader *r, const char *what)
{
    token name = r->t.token;
    if (name.kind != TOKEN_FUNCTION)
        tokens_expected(&r->t, what);
    tokens_next(&r->t);
    return reader_function_label(r, &name)->id;
}

/* &FUNCTION, $GLOBAL [+ OFFSET], slot "KEY" or passed &FUNCTION */
static void read_part(reader *r, uint32_t slot_id)
{
    if (tokens_take_word(&r->t, "slot")) {
        devlock_slot_feed(r->program, slot_id, reader_slot(r));
    } else if (tokens_take_word(&r->t, "passed")) {
        devlock_slot_pass(r->program, slot_id, take_function(r, "the function that it is passed to, as in &Fill"));
    } else {
        const char *at = r->t.token.at;
        devlock_operand value = reader_operand(r, 0, "what is put into the slot: &FUNCTION, $GLOBAL, slot or passed");
        if (value.kind != DEVLOCK_OPERAND_FUNCTION && value.kind != DEVLOCK_OPERAND_GLOBAL)
            tokens_fail(&r->t, at, "only addresses of functions and globals are put into a slot");
        devlock_slot_put(r->program, slot_id, value);
    }
}

/* slot "KEY" [header] [open] [parameter &FUNCTION] [{ PART, ... }] */
void reader_slot_line(reader *r)
{
    uint32_t slot_id = reader_slot(r);
    if (tokens_take_word(&r->t, "header"))
        r->program->slots[slot_id].flags |= DEVLOCK_SLOT_IN_HEADER;
    if (tokens_take_word(&r->t, "open"))
        r->program->slots[slot_id].flags |= DEVLOCK_SLOT_OPEN;
    if (tokens_take_word(&r->t, "parameter"))
        devlock_slot_parameter(r->program, slot_id, take_function(r, "the function whose parameter it is"));
    if (tokens_take_sign(&r->t, '{'))
        reader_list(r, read_part, slot_id);
    reader_line_end(r, "header, open, parameter, '{' or the end of the line");
}

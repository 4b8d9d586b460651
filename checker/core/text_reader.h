/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The reader of the text form, for its own files: text_read.c (declarations, routines), text_steps.c (steps, ends of
 * blocks) and text_operands.c (what statements are made of), text_annotations.c and text_slots.c. A function that reads
 * something ends the reading with a message if it is not there; those called take may find nothing.
 */
#ifndef DEVLOCK_CORE_TEXT_READER_H
#define DEVLOCK_CORE_TEXT_READER_H

#include "graph.h"
#include "text_tokens.h"

typedef struct reader {
    tokens t;
    devlock_program *program;
    uint32_t file; /* of places without one */
    labels functions, globals;
    /* The routine being read. */
    devlock_routine *routine;
    labels variables, temps, blocks;
    uint32_t *order; /* block ids in the order of their labels */
    uint32_t order_count, order_capacity;
    uint32_t *same; /* pairs: a temporary mentioned early, and the one that is set */
    uint32_t same_count, same_capacity;
    arena *scratch; /* for lists of one statement */
} reader;

/* ---- text_operands.c ----------------------------------------------------------------------------------------- */

/* what, everywhere: what is expected here, for the message. */

uint64_t reader_number(reader *r, const char *what);

/* Strings live until the end of the statement. */
char *reader_string(reader *r, const char *what);
const char *reader_take_string(reader *r);

bool reader_is_width(uint64_t width);
unsigned reader_width(reader *r);

/* The end of a statement. */
void reader_line_end(reader *r, const char *what);

/* A place, which may be left out: @LINE:COLUMN or @"FILE":LINE:COLUMN. */
devlock_place reader_take_place(reader *r);
devlock_place reader_place_and_line_end(reader *r);

void reader_comma(reader *r, const char *what);

/* The name that a label stands for: what comes before its first dot. */
const char *reader_name_of(reader *r, const token *label);

/* What a label stands for; made if it is met for the first time. */
label *reader_function_label(reader *r, const token *name);
label *reader_global_label(reader *r, const token *name);
label *reader_block_label(reader *r, const token *name);

/* The id of a variable, which has to be declared. */
uint32_t reader_variable_id(reader *r, const token *name);

/* The block that a label stands for. */
uint32_t reader_target(reader *r, const char *what);

/* Whether a number fits, as a signed or an unsigned one. */
bool reader_number_fits(const token *number, unsigned width);

/* An operand whose width may not be known yet: then operand.width is 0. */
typedef struct open_operand {
    devlock_operand operand;
    token token;
} open_operand;

/* Whether the token can begin an operand, in a routine or among the values of a global. */
bool reader_begins_operand(const reader *r);

/* [WIDTH:]OPERAND */
open_operand reader_open_operand(reader *r, const char *what);

/* Gives an operand its width from what surrounds it; 0: nothing tells it. */
devlock_operand reader_close_operand(reader *r, open_operand o, unsigned width);

/* Both at once. */
devlock_operand reader_operand(reader *r, unsigned width, const char *what);
devlock_operand reader_pointer(reader *r, const char *what);

/* ---- text_annotations.c -------------------------------------------------------------------------------------- */

/* What follows the word annotation. */
void reader_annotation(reader *r);

/* A list in braces, behind '{': reads items with commas between them, over ends of lines. */
void reader_list(reader *r, void (*read_item)(reader *r, uint32_t id), uint32_t id);

/* ---- text_slots.c -------------------------------------------------------------------------------------------- */

/* The key of a slot; gives its id. */
uint32_t reader_slot(reader *r);

/* What follows the word slot at the beginning of a line. */
void reader_slot_line(reader *r);

/* ---- text_steps.c -------------------------------------------------------------------------------------------- */

/* %TEMP = STEP */
void reader_setting(reader *r);

/* A step without a result, or the end of a block. */
void reader_statement(reader *r);

#endif

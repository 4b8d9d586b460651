/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The program graph's layout, for the core's own use. Front ends see only devlock/program.h.
 */
#ifndef DEVLOCK_CORE_GRAPH_H
#define DEVLOCK_CORE_GRAPH_H

#include "arena.h"
#include "devlock/program.h"

typedef enum step_kind {
    STEP_UNARY,
    STEP_BINARY,
    STEP_INDEX,
    STEP_LOAD,
    STEP_STORE,
    STEP_COPY,
    STEP_ZERO,
    STEP_UNKNOWN,
    STEP_DECLARE,
    STEP_ASSUME,
    STEP_CALL
} step_kind;

typedef struct step {
    step_kind kind;
    uint32_t op;     /* devlock_unary, devlock_binary, devlock_unknown; LOAD: 1 if volatile */
    uint32_t result; /* temporary, DEVLOCK_NONE if none */
    uint32_t width;  /* of the result, bits */
    uint32_t id;     /* number of the step in its routine, dense, in the order of the blocks once finished */
    devlock_place place;
    devlock_operand a;           /* operand, address, condition, callee, COPY: to; DECLARE: the variable */
    devlock_operand b;           /* second operand, STORE: value, COPY: from, INDEX: index */
    uint64_t size;               /* COPY, ZERO: bytes; INDEX: scale */
    uint64_t count;              /* INDEX: elements */
    const char *text;            /* NULL or the value as written */
    unsigned reads;              /* DEVLOCK_READS_... */
    uint32_t slot;               /* LOAD: of which slot, DEVLOCK_NONE if of none */
    devlock_argument *arguments; /* CALL */
    uint32_t argument_count;
} step;

typedef enum end_kind {
    END_NONE,
    END_JUMP,
    END_BRANCH,
    END_SWITCH,
    END_INDIRECT,
    END_RETURN,
    END_UNWIND,
    END_UNREACHABLE
} end_kind;

typedef struct block_end {
    end_kind kind;
    devlock_place place;
    devlock_operand value; /* condition, switch value, address, result */
    const char *text;      /* NULL or the condition as written */
    bool is_signed;        /* SWITCH */
    devlock_case *cases;   /* SWITCH */
    uint32_t case_count;
    uint32_t *targets; /* JUMP: 1; BRANCH: true, false; SWITCH: each case's, then otherwise; INDIRECT: all */
    uint32_t target_count;
} block_end;

typedef struct block {
    step *steps;
    uint32_t step_count;
    uint32_t step_capacity;
    uint32_t handler;
    block_end end;
} block;

typedef struct variable {
    const char *name;
    uint64_t size;
    unsigned flags;
} variable;

struct devlock_routine {
    devlock_program *program;
    uint32_t function;
    uint32_t index; /* in program->routines */
    unsigned result_width;
    devlock_place place;
    variable *variables;
    uint32_t variable_count;
    uint32_t variable_capacity;
    uint32_t parameter_count;
    block *blocks;
    uint32_t block_count;
    uint32_t block_capacity;
    uint32_t temp_count;
    uint32_t *temp_widths; /* by temporary; those that steps set are numbered in the order of the blocks */
    uint32_t temp_capacity;
    uint32_t step_count;
    uint32_t current; /* block being built */
    bool finished;
};

typedef struct function {
    const char *key;
    const char *name;
    unsigned flags;
    devlock_routine *body; /* NULL: only declared */
    devlock_place defined; /* line 0: not said */
    uint32_t driver;       /* whose it is, see devlock_program.driver */
    devlock_annotation *annotations;
    uint32_t annotation_count, annotation_capacity;
} function;

typedef struct global_value {
    uint64_t offset;
    devlock_operand value;
} global_value;

typedef struct global {
    const char *key;
    const char *name;
    uint64_t size;
    unsigned flags;
    global_value *values; /* by offset, at most one for an offset */
    uint32_t value_count;
    uint32_t value_capacity;
} global;

/* Names without repetition, in the order in which they were given. */
typedef struct name_list {
    const char **names;
    uint32_t count, capacity;
} name_list;

typedef struct gap {
    const char *name; /* NULL: the whole file */
    devlock_place place;
    const char *reason;
    name_list mentions; /* functions that its text names */
    uint32_t driver;
} gap;

/* A field of an asked record. */
typedef struct record_field {
    const char *record, *field;
    uint64_t offset; /* bytes */
    uint32_t driver;
} record_field;

/* The text puts a function into a field of an asked record. */
typedef struct registration {
    const char *record, *field;
    uint32_t function;
    devlock_place place;
} registration;

/* Ids, or addresses, without repetition, in the order in which they were given. */
typedef struct operand_list {
    devlock_operand *items;
    uint32_t count, capacity;
} operand_list;

typedef struct id_list {
    uint32_t *items;
    uint32_t count, capacity;
} id_list;

/* Gives whether the value is new in the list. */
bool operand_list_add(operand_list *list, devlock_operand value);

/* What the text puts into a slot. */
typedef struct slot {
    const char *key;
    unsigned flags;
    uint32_t function; /* whose parameter it is; DEVLOCK_NONE: none */
    operand_list values;
    id_list sources; /* slots */
    id_list passed;  /* functions */
} slot;

struct devlock_program {
    arena *arena; /* everything below lives here, but for the growing arrays */
    unsigned pointer_bits;
    const char **files;
    uint32_t file_count, file_capacity;
    function *functions;
    uint32_t function_count, function_capacity;
    global *globals;
    uint32_t global_count, global_capacity;
    devlock_routine **routines;
    uint32_t routine_count, routine_capacity;
    gap *gaps;
    uint32_t gap_count, gap_capacity;
    name_list asked_records, asked_macros, asked_calls;
    record_field *fields; /* each once, in the order of being added */
    uint32_t field_count, field_capacity;
    registration *registrations; /* the same */
    uint32_t registration_count, registration_capacity;
    slot *slots;
    uint32_t slot_count, slot_capacity;
    struct string_map *slot_ids;     /* key -> id */
    struct string_map *fact_ids;     /* what is in fields and registrations, by a key of its own -> index */
    struct string_map *function_ids; /* key -> id */
    struct string_map *global_ids;
    struct string_map *file_ids;
    name_list drivers; /* empty: the program is one driver */
    uint32_t driver; /* whose is what is added: 1 + its index among the drivers, 0: of none of them, as all is where the
                        program is one driver */
};

/* A function or global that has no key yet that it is found by; the reader of the text form gives it one later. */
uint32_t program_add_function(devlock_program *program, const char *name);
uint32_t program_add_global(devlock_program *program, const char *name);

/* A temporary that no step sets yet. The reader puts the one that is set in its place before the routine is finished.
 */
devlock_operand routine_forward_temporary(devlock_routine *routine, unsigned width);

/* Gives temporaries and blocks other ids wherever they are named, by a map from old to new; NULL: they keep theirs.
 * Arrays that ids are positions in are the caller's to move. */
void routine_renumber(devlock_routine *routine, const uint32_t *temps, const uint32_t *blocks);

/* The rules about widths that program.h states. */
bool unary_widths_agree(devlock_unary op, unsigned result, unsigned operand);
unsigned binary_result_width(devlock_binary op, unsigned operand);

#endif

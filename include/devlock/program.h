/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The program graph: what the analysis sees of a driver's sources.
 *
 * A program holds files, globals, functions and routines. A function is a name that can be called; a routine is
 * the body of a function: variables, blocks and steps, three-address code over temporaries, in the manner of QBE's
 * intermediate language (https://c9x.me/compile/doc/il.html). The graph knows nothing of Clang: a front end builds
 * it with the functions below, and it has a text form (see text.h) that can be written by hand.
 *
 * Values are bit-vectors. A width is a number of bits: 1 (a truth value, the result of a comparison), 8, 16, 32, 64;
 * a pointer has the program's pointer width. Memory is addressed in bytes, little-endian.
 *
 * Ownership: the program owns all that is made in it; strings given in are copied. Ids are dense, starting at 0, and
 * stay valid as long as the program. Running out of memory ends the process (see memory policy in docs/design.md);
 * a call that breaks the rules stated here is a programming error and is caught by an assertion.
 */
#ifndef DEVLOCK_PROGRAM_H
#define DEVLOCK_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "No such id": no result, no handler, no file. */
#define DEVLOCK_NONE UINT32_MAX

/* All bytes of the object that a pointer points into. */
#define DEVLOCK_WHOLE UINT64_MAX

typedef struct devlock_program devlock_program;
typedef struct devlock_routine devlock_routine;

/* A position in a source file as the user wrote it (for code from a macro: where the macro is used).
 * line and column count from 1; file DEVLOCK_NONE means unknown. */
typedef struct devlock_place {
    uint32_t file;
    uint32_t line;
    uint32_t column;
} devlock_place;

/* ---- operands ------------------------------------------------------------------------------------------------ */

typedef enum devlock_operand_kind {
    DEVLOCK_OPERAND_NONE,
    DEVLOCK_OPERAND_TEMP,     /* id: temporary, set by exactly one step of the routine */
    DEVLOCK_OPERAND_CONSTANT, /* value, truncated to width */
    DEVLOCK_OPERAND_VARIABLE, /* id: address of a variable of the routine */
    DEVLOCK_OPERAND_GLOBAL,   /* id: address of a global */
    DEVLOCK_OPERAND_FUNCTION, /* id: address of a function */
    DEVLOCK_OPERAND_BLOCK     /* id: address of a block (GNU &&label), a value of pointer width */
} devlock_operand_kind;

typedef struct devlock_operand {
    devlock_operand_kind kind;
    uint32_t width; /* bits */
    uint32_t id;
    uint64_t value;
} devlock_operand;

/* ---- steps --------------------------------------------------------------------------------------------------- */

/* One-operand operators. The result has the width given to the step. */
typedef enum devlock_unary {
    DEVLOCK_NOT,      /* bitwise; of width 1: logical */
    DEVLOCK_NEGATE,   /* two's complement */
    DEVLOCK_TRUNCATE, /* keep the low bits */
    DEVLOCK_ZERO_EXTEND,
    DEVLOCK_SIGN_EXTEND
} devlock_unary;

/* Two-operand operators. Both operands have the same width; the result has it too, or width 1 for comparisons.
 * A shift by the width or more gives an unspecified value (C leaves it undefined). */
typedef enum devlock_binary {
    DEVLOCK_ADD,
    DEVLOCK_SUBTRACT,
    DEVLOCK_MULTIPLY,
    DEVLOCK_DIVIDE_UNSIGNED,
    DEVLOCK_DIVIDE_SIGNED,
    DEVLOCK_REMAINDER_UNSIGNED,
    DEVLOCK_REMAINDER_SIGNED,
    DEVLOCK_AND,
    DEVLOCK_OR,
    DEVLOCK_XOR,
    DEVLOCK_SHIFT_LEFT,
    DEVLOCK_SHIFT_RIGHT_UNSIGNED,
    DEVLOCK_SHIFT_RIGHT_SIGNED,
    DEVLOCK_EQUAL,
    DEVLOCK_NOT_EQUAL,
    DEVLOCK_LESS_UNSIGNED,
    DEVLOCK_LESS_SIGNED,
    DEVLOCK_LESS_EQUAL_UNSIGNED,
    DEVLOCK_LESS_EQUAL_SIGNED,
    DEVLOCK_FIELD /* pointer plus the constant offset of a field: like ADD, but never null */
} devlock_binary;

/* What an unknown value stems from (docs/semantics.md): an input of the program, or a loss of our own. Only findings
 * that rest on nothing but DEVLOCK_ENVIRONMENT can be certain. */
typedef enum devlock_unknown {
    DEVLOCK_ENVIRONMENT, /* device reads, uninitialised variables, unknown functions */
    DEVLOCK_IMPRECISION  /* floating point, inline assembly, va_arg: known to C, not to us */
} devlock_unknown;

/* An argument of a call. */
typedef struct devlock_argument {
    devlock_operand value;
    /* How many bytes behind a pointer argument an unknown callee may touch: 0 for no pointer, the size of the pointee
     * for the address of a field or variable (&s.f, &x), DEVLOCK_WHOLE otherwise (a pointer value, a decayed array). */
    uint64_t reach;
    /* The pointee is const: the callee changes none of its bytes, but maybe what it points to in turn. */
    bool read_only;
    /* The argument as written, for messages; may be NULL. */
    const char *text;
} devlock_argument;

/* Attributes of functions. */
enum {
    DEVLOCK_FUNCTION_NORETURN = 1u << 0,  /* declared noreturn */
    DEVLOCK_FUNCTION_INTERNAL = 1u << 1,  /* internal linkage */
    DEVLOCK_FUNCTION_IN_HEADER = 1u << 2, /* declared in a header of the driver: callers elsewhere are likely */
    DEVLOCK_FUNCTION_INLINE = 1u << 3,    /* its body stands in a header, or a library: who has it may not call it */
    DEVLOCK_FUNCTION_UNLOWERED = 1u << 4, /* it has a body that is not analysed: what it does is not known */
    DEVLOCK_FUNCTION_MENTIONED = 1u << 5, /* a body that is not analysed mentions it, and may call it */
    DEVLOCK_FUNCTION_STEADY = 1u << 6     /* no access of memory in its own body raises an exception */
};

/* Attributes of variables. */
enum {
    DEVLOCK_VARIABLE_PARAMETER = 1u << 0, /* parameters come first, in order */
    DEVLOCK_VARIABLE_SCALAR = 1u << 1, /* at most 8 bytes, only loaded and stored whole, address never used otherwise */
    DEVLOCK_VARIABLE_AGGREGATE =
        1u << 2,               /* a parameter of structure type: the argument is the address of a copy of it */
    DEVLOCK_VARIABLE_READS = 3 /* from this bit on: how its value reads, DEVLOCK_READS_... */
};

/* How a value reads in messages, by its type in the source. */
enum {
    DEVLOCK_READS_SIGNED = 1u << 0,
    DEVLOCK_READS_POINTER = 1u << 1,
    DEVLOCK_READS_STATUS = 1u << 2 /* an NTSTATUS: in hexadecimal digits */
};

/* Attributes of globals. */
enum {
    DEVLOCK_GLOBAL_CONSTANT = 1u << 0, /* never changes; bytes without initialiser are 0 */
    DEVLOCK_GLOBAL_INTERNAL = 1u << 1  /* internal linkage or a static local */
};

/* ---- program ------------------------------------------------------------------------------------------------- */

/* A new empty program. pointer_bits: 32 or 64. Never NULL; free with devlock_program_free. */
devlock_program *devlock_program_new(unsigned pointer_bits);
void devlock_program_free(devlock_program *program);

unsigned devlock_program_pointer_bits(const devlock_program *program);

/* The id of a file; the same path gives the same id. Messages print the path as given. */
uint32_t devlock_program_file(devlock_program *program, const char *path);

/* The path of a file id; "<unknown>" for DEVLOCK_NONE. */
const char *devlock_program_path(const devlock_program *program, uint32_t file);

/* The id of a function. key tells functions apart across files (Clang's USR; for internal ones with the file in
 * front), name is what messages and models use. The same key gives the same id; flags of later calls are added. */
uint32_t devlock_program_function(devlock_program *program, const char *key, const char *name, unsigned flags);

/* Says where a function is defined. False if it was said before with another place, which stays: then there are two
 * functions of this name, and they want different keys. */
bool devlock_program_define(devlock_program *program, uint32_t function, devlock_place place);

/* Adds flags to a function. */
void devlock_program_add_flags(devlock_program *program, uint32_t function, unsigned flags);

/* The id of a global, told apart by key like functions. size in bytes, 0 if unknown. Also for string literals
 * (key "" makes a new global each time). */
uint32_t devlock_program_global(devlock_program *program, const char *key, const char *name, uint64_t size,
                                unsigned flags);

/* The initial value of width bits at a byte offset of a global: a constant, or the address of a global or function
 * (value then is added to the address). Only constant globals are believed; for the others this records that an
 * address is stored there. */
void devlock_global_set(devlock_program *program, uint32_t global, uint64_t offset, devlock_operand value);

/* Records that a routine (or a whole file: name NULL) could not be analysed, and why, in words for the user. */
void devlock_program_not_analysed(devlock_program *program, const char *name, devlock_place place, const char *reason);

/* The text of the routine that was recorded last names a function; each counts once. */
void devlock_program_gap_mentions(devlock_program *program, const char *name);

/* How a unit is linked. Zeroed: the program is one driver, and the unit a part of it. */
typedef struct devlock_linkage {
    const char *driver; /* in a program of several drivers: whose unit it is; NULL: there is one. Units see what other
                           units of their driver define, and nothing else. The analysis takes each driver by itself */
    bool library;       /* the unit is of a library: what nothing calls here may be called in other drivers */
} devlock_linkage;

/* Adds all that another program of the same pointer width holds: one translation unit, whose file 0 is its source and
 * whose routines are finished. Linking units one by one gives what reading them one by one into one program gives; the
 * unit stays as it was. It may be linked to several drivers. */
void devlock_program_link(devlock_program *program, const devlock_program *unit, devlock_linkage linkage);

/* ---- records, registrations, claims -------------------------------------------------------------------------- */

/* Names that the front end shall look for; they come from the models (devlock_analysis_prepare). A record: a structure
 * type, by its tag, by its tag without a leading underscore, or by the name of a typedef. A macro: its uses in code
 * that is analysed become calls of a function of its name, without arguments, at the macro's place in the order of
 * statements. Asking again for the same changes nothing. */
void devlock_program_ask_record(devlock_program *program, const char *record);
void devlock_program_ask_macro(devlock_program *program, const char *macro);

/* Calls of a function that are told apart by the type of their first argument: one whose argument points to a structure
 * of that type, before conversions, becomes a call of a function of the name "FUNCTION of TYPE". name: such a one. */
void devlock_program_ask_call(devlock_program *program, const char *name);

/* What was asked for, in order. */
size_t devlock_program_asked_record_count(const devlock_program *program);
const char *devlock_program_asked_record(const devlock_program *program, size_t index);
size_t devlock_program_asked_macro_count(const devlock_program *program);
const char *devlock_program_asked_macro(const devlock_program *program, size_t index);
size_t devlock_program_asked_call_count(const devlock_program *program);
const char *devlock_program_asked_call(const devlock_program *program, size_t index);

/* A field of an asked record, and its offset in bytes. A field of an anonymous member counts as the record's own. Two
 * sources may lay a record out differently: then a field is there once with each offset. */
void devlock_program_add_field(devlock_program *program, const char *record, const char *field, uint64_t offset);

/* The text puts a function into a field of an asked record, by an assignment or an initialiser, wherever that record
 * ends up. place: the expression that names the function. The same one again adds nothing. */
void devlock_program_add_registration(devlock_program *program, const char *record, const char *field,
                                      uint32_t function, devlock_place place);

/* ---- annotations --------------------------------------------------------------------------------------------- */

/* What an annotation in the source says of a function (docs/annotations.md). */
typedef enum devlock_annotation_kind {
    DEVLOCK_ACQUIRES,       /* returns with the lock held */
    DEVLOCK_RELEASES,       /* is entered with the lock held, and returns with it free */
    DEVLOCK_REQUIRES_HELD,  /* the lock is held at entry, and at exit */
    DEVLOCK_REQUIRES_FREE,  /* the lock is free at entry */
    DEVLOCK_LEVEL_AT_MOST,  /* may be called at `level` and below */
    DEVLOCK_LEVEL_AT_LEAST, /* at `level` and above */
    DEVLOCK_LEVEL_EXACTLY,  /* at `level` */
    DEVLOCK_LEVEL_RAISES,   /* returns at `level` */
    DEVLOCK_LEVEL_SAVES,    /* gives the level at entry in `access` */
    DEVLOCK_LEVEL_RESTORES, /* returns at the level that `access` holds at entry */
    DEVLOCK_LEVEL_KEEPS,    /* returns at the level at which it was entered */
    DEVLOCK_ASSUMES_HELD,   /* behind a call of it the lock is held, whatever is known; of one without a body */
    DEVLOCK_ASSUMES_FREE    /* the same: free */
} devlock_annotation_kind;

/* When an annotation holds: always, or if a comparison of the function's result, or of a parameter as it is given, with
 * a number is true. */
typedef enum devlock_result_test {
    DEVLOCK_RESULT_ANY,
    DEVLOCK_RESULT_EQUAL,
    DEVLOCK_RESULT_NOT_EQUAL,
    DEVLOCK_RESULT_LESS,    /* signed */
    DEVLOCK_RESULT_AT_LEAST /* signed */
} devlock_result_test;

typedef enum devlock_access_root {
    DEVLOCK_ACCESS_NONE,      /* nothing, or nothing that is understood; of an annotation of a lock: the text is a name
                                 that models have for a lock without an object; without a text it is any lock */
    DEVLOCK_ACCESS_PARAMETER, /* id: the routine's parameter, from 0 as in the graph; its value at entry */
    DEVLOCK_ACCESS_GLOBAL,    /* id: the address of a global */
    DEVLOCK_ACCESS_RESULT     /* the function's result */
} devlock_access_root;

/* A value that is reached from a root: for each of `loads`, that many bytes are added to the value so far and a pointer
 * is read from there; `offset` is added at the end. So `Ext->Lock` of pointer type is parameter 0 with one load,
 * `&Ext->Lock` is parameter 0 with an offset. */
typedef struct devlock_access {
    devlock_access_root root;
    uint32_t id;
    const uint64_t *loads;
    size_t load_count;
    uint64_t offset;
    bool behind; /* SAVES, RESTORES: the level lies where the value points to; else it is the value */
} devlock_access;

typedef struct devlock_annotation {
    devlock_annotation_kind kind;
    devlock_access access; /* the lock's identity; with SAVES and RESTORES: where the level is kept */
    uint8_t level;
    devlock_result_test test;
    int64_t test_value;      /* in the width of what is tested */
    bool tests_parameter;    /* annotations of the level: a parameter is tested, not the result */
    uint32_t test_parameter; /* which, from 0 as in the graph */
    bool is_variable;        /* a lock's: by its type, it is what lies at `access`, and does not belong to that */
    const char *text;        /* the lock as written, for messages; may be NULL */
    devlock_place place;
} devlock_annotation;

/* Records an annotation of a function. One that says the same as an earlier one adds nothing. */
void devlock_program_annotate(devlock_program *program, uint32_t function, const devlock_annotation *annotation);

/* ---- slots --------------------------------------------------------------------------------------------------- */

/* A slot is a place for pointers to functions, or to tables that hold such: a field of a structure type, whatever
 * object it belongs to, or a variable. What the text puts into it anywhere tells what a read of it can give, where the
 * value is not known otherwise. */
enum {
    DEVLOCK_SLOT_OPEN = 1u << 0,     /* it may hold what the text does not tell: its address is taken, say */
    DEVLOCK_SLOT_IN_HEADER = 1u << 1 /* declared in a header: other files of the driver may put something into it */
};

/* The id of a slot, told apart by key like functions. Flags of later calls are added. */
uint32_t devlock_program_slot(devlock_program *program, const char *key, unsigned flags);

/* Something may get into the slot that the text does not tell. */
void devlock_slot_open(devlock_program *program, uint32_t slot);

/* The text puts the address of a function or of a global into a slot. The same one again adds nothing; nor do null
 * pointers need to be said. */
void devlock_slot_put(devlock_program *program, uint32_t slot, devlock_operand value);

/* The text puts into a slot what another slot holds. */
void devlock_slot_feed(devlock_program *program, uint32_t slot, uint32_t source);

/* The text passes a pointer to what holds the slot to a function, which may put something into it. */
void devlock_slot_pass(devlock_program *program, uint32_t slot, uint32_t function);

/* The slot is a parameter of a function: it also gets what callers pass that the text does not show, if the function
 * is called through a pointer. */
void devlock_slot_parameter(devlock_program *program, uint32_t slot, uint32_t function);

/* ---- routines ------------------------------------------------------------------------------------------------ */

/* Starts the body of a function. NULL if the function already has a body (an inline function of a header, seen
 * again): the first one is kept. result_width 0: no result (void, or a result that is not a scalar). place is the
 * function's name. Blocks are added next; block 0 is the entry. */
devlock_routine *devlock_routine_begin(devlock_program *program, uint32_t function, unsigned result_width,
                                       devlock_place place);

/* Ends the body. Blocks that nothing jumps to are kept (they are never reached). Every block must have an end. */
void devlock_routine_finish(devlock_routine *routine);

/* Drops the body again, as if it had never begun (the front end met something that it cannot lower). */
void devlock_routine_abandon(devlock_routine *routine);

/* A variable: parameters first, in order. size in bytes, 0 if unknown (VLA, incomplete). At entry a parameter holds
 * the caller's argument, any other variable an unknown value. */
uint32_t devlock_routine_variable(devlock_routine *routine, const char *name, uint64_t size, unsigned flags);

/* A new block. handler: the block where an exception raised by a step of this block goes, or DEVLOCK_NONE: out of the
 * routine. What can raise: calls of unknown functions, loads and stores that are not directly to a variable or global.
 */
uint32_t devlock_routine_block(devlock_routine *routine, uint32_t handler);

/* Following steps go to the end of this block. */
void devlock_routine_enter(devlock_routine *routine, uint32_t block);

/* The block that steps go to now, DEVLOCK_NONE after an end. */
uint32_t devlock_routine_current(const devlock_routine *routine);

/* Operands. */
devlock_operand devlock_none(void);
devlock_operand devlock_constant(unsigned width, uint64_t value);
devlock_operand devlock_variable_address(const devlock_routine *routine, uint32_t variable);
devlock_operand devlock_global_address(const devlock_program *program, uint32_t global, uint64_t offset);
devlock_operand devlock_function_address(const devlock_program *program, uint32_t function);
devlock_operand devlock_block_address(const devlock_routine *routine, uint32_t block);

/* Steps. Each is added to the current block; those with a result give back a temporary. */
devlock_operand devlock_step_unary(devlock_routine *routine, devlock_place place, devlock_unary op, unsigned width,
                                   devlock_operand a);
devlock_operand devlock_step_binary(devlock_routine *routine, devlock_place place, devlock_binary op, devlock_operand a,
                                    devlock_operand b);

/* The address base + index * scale of an element of an array. index: signed, of pointer width. count: the number of
 * elements of the array that starts at base, if base is the address of an array object or array field; 0 if base is a
 * pointer value (then base may point into the middle). An index is taken to be in bounds. */
devlock_operand devlock_step_index(devlock_routine *routine, devlock_place place, devlock_operand base,
                                   devlock_operand index, uint64_t scale, uint64_t count);

/* Reads width bits at an address. is_volatile: each read gives a new unknown value. */
devlock_operand devlock_step_load(devlock_routine *routine, devlock_place place, unsigned width,
                                  devlock_operand address, bool is_volatile);

/* Names the value that the last step gave, for messages: text as written (may be NULL), and how it reads. */
void devlock_step_named(devlock_routine *routine, const char *text, unsigned reads);

/* The last step, a load, reads a slot. */
void devlock_step_slot(devlock_routine *routine, uint32_t slot);

/* Writes value (its width) at an address. */
void devlock_step_store(devlock_routine *routine, devlock_place place, devlock_operand address, devlock_operand value);

/* Copies size bytes between objects that do not overlap (assignment of structures). */
void devlock_step_copy(devlock_routine *routine, devlock_place place, devlock_operand to, devlock_operand from,
                       uint64_t size);

/* Sets size bytes to zero (initialisers). */
void devlock_step_zero(devlock_routine *routine, devlock_place place, devlock_operand address, uint64_t size);

/* A value that the graph does not say. Each execution gives a new one. */
devlock_operand devlock_step_unknown(devlock_routine *routine, devlock_place place, unsigned width,
                                     devlock_unknown origin);

/* The variable's life begins (again): its value is unknown. At declarations without initialiser. */
void devlock_step_declare(devlock_routine *routine, devlock_place place, uint32_t variable);

/* Paths on which the condition (width 1) is false do not go on (__assume, __builtin_assume). */
void devlock_step_assume(devlock_routine *routine, devlock_place place, devlock_operand condition);

/* Calls. callee: the address of a function, or any pointer value. result_width 0: no result used or usable as a
 * scalar; then none is given back. The place is the call expression's start. A call that does not return (by the
 * function's flags or a model) ends the path; still give the block an end. */
devlock_operand devlock_step_call(devlock_routine *routine, devlock_place place, devlock_operand callee,
                                  unsigned result_width, const devlock_argument *arguments, size_t count);

/* Ends of blocks. text: the condition as written, for messages; may be NULL. */
void devlock_end_jump(devlock_routine *routine, devlock_place place, uint32_t target);
void devlock_end_branch(devlock_routine *routine, devlock_place place, devlock_operand condition, uint32_t if_true,
                        uint32_t if_false, const char *text);

/* One case of a switch: low to high inclusive, unsigned in the width of the value. */
typedef struct devlock_case {
    uint64_t low;
    uint64_t high;
    uint32_t target;
} devlock_case;

/* Cases must not overlap; is_signed says how the values read in messages. */
void devlock_end_switch(devlock_routine *routine, devlock_place place, devlock_operand value, bool is_signed,
                        const devlock_case *cases, size_t count, uint32_t otherwise, const char *text);

/* Computed goto: to the block whose address the value is; targets lists every block whose address is taken. */
void devlock_end_indirect(devlock_routine *routine, devlock_place place, devlock_operand value, const uint32_t *targets,
                          size_t count);

/* Leaves the routine. place: the return statement, or the closing brace. value: none or of the result's width. */
void devlock_end_return(devlock_routine *routine, devlock_place place, devlock_operand value);

/* Leaves the routine by unwinding an exception (after the inner __finally blocks ran). */
void devlock_end_unwind(devlock_routine *routine, devlock_place place);

/* The path ends here: code that cannot be reached, a call that does not return. */
void devlock_end_unreachable(devlock_routine *routine, devlock_place place);

#ifdef __cplusplus
}
#endif

#endif

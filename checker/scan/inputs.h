/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a capture was made of: the files that were read, and the folders in which they were looked for. Ninja sees that
 * a file became newer; that an older one was restored, that one changed while it was read, or that a header appeared in
 * front of another, it does not see: for that, a record says how all of them were.
 */
#ifndef DEVLOCK_SCAN_INPUTS_H
#define DEVLOCK_SCAN_INPUTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct inputs inputs;

/* directory: where relative paths begin; NULL: here. */
inputs *inputs_new(const char *directory);
void inputs_free(inputs *inputs);

/* A file that is read or, where there is none, wanted; or a folder that is looked into. */
void inputs_add(inputs *inputs, const char *path, bool is_folder);

/* The same; one that is alone is a file that may or may not be there, and whose folder does not matter; and of a folder
 * in which no headers are looked for, the names matter by which projects are found. One that is wanted is the name of a
 * file that was looked for in all folders, as it was written; a relative file that is not there is that, too. */
typedef enum input_kind { INPUT_FILE, INPUT_FOLDER, INPUT_ALONE, INPUT_NAMES, INPUT_WANTED, INPUT_KINDS } input_kind;
void inputs_add_kind(inputs *inputs, const char *path, input_kind kind);

/* The time of the file system, now. */
int64_t inputs_clock(void);

/* Keeps what is known of the names in a folder, for all records that this process and its forks write, until the folder
 * changes. */
void inputs_know_folder(const char *path);

/* Looks at the files that were added, for the records that this process and its forks write. What has been looked at is
 * not looked at again: a file that changes afterwards, and before its capture is there, is told apart by its time. */
void inputs_look_ahead(inputs *inputs);

/* Writes the record. start: inputs_clock() before reading; what changed since may be anything. Gives false with an
 * error on stderr. */
bool inputs_write_record(const inputs *inputs, const char *path, int64_t start);

/* Writes them as a rule for make, which ninja reads. */
bool inputs_write_rule(const inputs *inputs, const char *path, const char *target);

/* How all of them are now, in memory; whether they still are so; whether a file is one of those that were read, by a
 * function that compares paths. start: as above. */
typedef struct inputs_state inputs_state;
inputs_state *inputs_look(const inputs *inputs, int64_t start);
void inputs_state_free(inputs_state *state); /* or NULL */
bool inputs_stand(const inputs_state *state);
bool inputs_read(const inputs_state *state, const char *path, bool (*same)(const char *a, const char *b));

/* The same as text with 0 bytes in it. Parsing it gives the place behind it, or NULL if it is damaged; *state is the
 * caller's then. end: of the text, which has a 0 byte at its end. */
void inputs_state_print(const inputs_state *state, FILE *out);
const char *inputs_state_parse(const char *text, const char *end, inputs_state **state);

/* Looks again; each file and folder once. */
typedef struct inputs_again inputs_again;
inputs_again *inputs_again_new(void);
void inputs_again_free(inputs_again *again);

/* Whether something is other than in a record in a way that ninja does not see; also if there is no record. made: when
 * what was made of them was. */
bool inputs_differ(inputs_again *again, const char *record, int64_t made);

/* Whether one of the files of a record is wanted; there is none in a record that is not there. */
bool inputs_record_any(const char *record, bool (*wanted)(void *user, const char *path), void *user);

#endif

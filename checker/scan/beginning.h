/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The #include lines that a source begins with, without the comments, space and #pragma warning between them, and with
 * the #define and #undef lines that stand there as well, and #ifdef of what the command defines. Sources that begin
 * with the same ones, in one folder and with one command, have the same headers read; the number of an #include stands
 * for that line and all before it, so equal numbers are equal beginnings.
 *
 * In front of them stand the roots of the source (roots.h), if it is said to have some: these are the same for sources
 * of different folders, with different commands, and so are their numbers. Behind them, what the command defines and
 * roots do not depend on is defined.
 */
#ifndef DEVLOCK_SCAN_BEGINNING_H
#define DEVLOCK_SCAN_BEGINNING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BEGINNING_MOST       64 /* lines; further ones are as other text */
#define BEGINNING_ROOM       ((size_t)2 << 20)
#define BEGINNING_ROOTS_MOST 2048 /* bytes of roots */

typedef struct beginning_line {
    uint64_t number;       /* 0: it is no #include */
    size_t end;            /* of it, in the plain text of the lines */
    size_t rest;           /* where the source's own text goes on behind it */
    unsigned line, column; /* of its #, in the source */
} beginning_line;

typedef struct beginning {
    char *text; /* the source's own; a last line without an end has one */
    size_t length;
    char *plain; /* the lines, one below the other, then what may be read in place of the rest of them */
    beginning_line lines[BEGINNING_MOST];
    unsigned count;
    unsigned roots; /* so many of the lines are roots; their rest is not known */
    size_t head;    /* bytes of the plain text before the source's own lines */
} beginning;

/* What else must be the same. */
typedef struct beginning_of {
    const char *file, *directory; /* as in devlock_source */
    const char *const *arguments;
    size_t argument_count;
    const char *roots; /* the names of macros that matter to them (roots_command.h) in the first line, then a line
                          #include <NAME> for each, with lines #define in front; NULL: there are none */
} beginning_of;

/* Reads a source. Gives false if it cannot be read, or has no #include among such lines; there is nothing to free then.
 * The first line that is any other ends them: one that goes on in the next line, a #define with a comment, an #include
 * with anything but comments behind the name. A source of more than BEGINNING_ROOM bytes has none. */
bool beginning_read(beginning *beginning, const beginning_of *of);
void beginning_free(beginning *beginning);

/* Takes the roots out again, and what stands behind them. The numbers stay. Gives how many lines that were. */
unsigned beginning_strip(beginning *beginning);

/* The text as it is read: what stands before the source's own lines, then all of the source's. To be freed. */
char *beginning_whole(const beginning *beginning, size_t *length);

/* Whether the command defines a name: -DNAME, -DNAME=1, -D NAME, /DNAME. */
bool beginning_defines(const beginning_of *of, const char *name, size_t length);

/* A path in the source's folder that no source has, with its ending; free() it. */
char *beginning_path(const char *file);

/* The same in a folder that is not there: for roots. */
char *beginning_root_path(const char *file);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The front end as a C program sees it: runs Clang on one source and adds its routines to a program graph.
 *
 * Needs a program (devlock_program_new) and the source's compile command. Leaves behind routines, functions, globals
 * and "not analysed" records in the program. Costs what `clang -fsyntax-only` costs on the source, and a pass over the
 * AST of the driver's own functions.
 */
#ifndef DEVLOCK_FRONTEND_H
#define DEVLOCK_FRONTEND_H

#include "devlock/program.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A text that takes the place of a file's own. */
typedef struct devlock_buffer {
    const char *path; /* absolute */
    const char *text;
    size_t length;
} devlock_buffer;

/* A file of the source includes another one, or asks whether it is there (__has_include); paths as Clang has them, from
 * the source's folder. Where there is no such file, to is as it is written, and then, in a second call, where it would
 * be beside the one that names it. */
typedef void (*devlock_include_callback)(void *user, const char *from, const char *to);

/* A folder in which the source's command looks for what is included; a path like those of includes. */
typedef void (*devlock_folder_callback)(void *user, const char *folder);

/* The source that a reading which began with roots (devlock_pause) goes on with. All else of its command is as it was
 * for these. */
typedef struct devlock_becoming {
    const char *path;           /* in the source's folder: headers in quotes are looked for beside it */
    const char *const *folders; /* of the options -I, in their order */
    size_t folder_count;
} devlock_becoming;

/* What follows in place of the text that a source had when its reading paused. */
typedef struct devlock_rest {
    const char *text; /* all of it */
    size_t length;
    size_t from;  /* reading goes on here; not before the pause. What stands between is left out */
    size_t pause; /* and pauses again at this place, behind an #include; 0: it does not */
    size_t head;  /* so much of the text stands before the source's own, whose first line is line 1 */
    const devlock_becoming *becomes; /* NULL, or: the roots end here, and it is the text of this source that follows */
} devlock_rest;

/* A stop in the reading of a source, behind the #include lines at its beginning. The process can be forked there, to go
 * on many times, each with another text. */
typedef struct devlock_pause {
    const char *path; /* the buffer (devlock_source) that is the source's text */
    size_t room;      /* bytes that the texts to go on with may have */
    size_t at;        /* where; 0: behind the last #include among the lines that the text begins with */
    bool roots;       /* the text begins with roots: #include lines of headers of the system, which are read as the
                         first ones of a source that is not known yet, by a path that is nowhere. That the source
                         includes exactly these before anything that matters to them is looked at when it is known */
    /* Called at that place, with its offset. The source's name may be another one afterwards. */
    devlock_rest (*go_on)(void *user, size_t at);
    /* Called if there is no such place, or no room, or roots are not those of the source: what was read is not the
     * text. Does not return. */
    void (*missed)(void *user);
    void *user;
    bool reached; /* set by reading, at the last of them */
} devlock_pause;

/* One source of a driver. */
typedef struct devlock_source {
    const char *file;             /* as messages shall name it; the path that is read */
    const char *directory;        /* where the command runs; NULL: here */
    const char *const *arguments; /* the command without the source and its output; [0] is the compiler */
    size_t argument_count;
    const devlock_buffer *buffers; /* of it, or of what it includes */
    size_t buffer_count;
    bool warnings;                       /* are counted */
    bool lean;                           /* headers of vector units are read only where the source names something of
                                            them (vector_units.h). With a pause: such a source is missed */
    devlock_include_callback on_include; /* NULL: nobody wants to know */
    devlock_folder_callback on_folder;   /* the same */
    void *include_user;                  /* of both */
    devlock_pause *pause;                /* NULL: all is read at once */
} devlock_source;

typedef struct devlock_read_result {
    bool parsed;            /* Clang came to the end of the source, with or without errors */
    unsigned error_count;   /* errors in the source */
    unsigned warning_count; /* with devlock_source.warnings */
    double parse_seconds;   /* user CPU time in Clang */
    double lower_seconds;   /* user CPU time for the graph */
} devlock_read_result;

/* An error that Clang found. file is NULL and line 0 for one without a place (a bad option). */
typedef void (*devlock_diagnostic_callback)(void *user, const char *file, unsigned line, unsigned column,
                                            const char *text);

/* Reads a source. Gives result->parsed. Each error goes to the callback (NULL: to nobody); warnings are dropped.
 * Routines that could not be lowered, and sources that could not be read at all, are recorded in the program as not
 * analysed. result may be NULL. */
bool devlock_frontend_read(devlock_program *program, const devlock_source *source, devlock_diagnostic_callback callback,
                           void *user, devlock_read_result *result);

/* Calls a function on a stack that is large enough for reading any source, and waits for it. A process that is forked
 * in a pause has only the thread that reads: it must end within this function. */
void devlock_frontend_on_stack(void (*function)(void *user), void *user);

/* The width of a pointer (32 or 64) of the target that a command names; 0 if the command is not understood. What
 * devlock_program_new wants to know before the first source is read. */
unsigned devlock_frontend_pointer_bits(const devlock_source *source);

/* The version of LLVM that this is built with: "22.1.8". */
const char *devlock_frontend_version(void);

/* The words of annotations of locks. Ends with NULL. */
const char *const *devlock_frontend_annotations(void);

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Captures: what the front end read in one source, as bytes that can be kept and moved; capture.proto describes them.
 * The same source gives the same bytes, wherever the tree lies and on whatever machine. Does no I/O.
 */
#ifndef DEVLOCK_CAPTURE_CAPTURE_H
#define DEVLOCK_CAPTURE_CAPTURE_H

#include "devlock/program.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Who reads and writes captures, and what for; what another one has written is outdated. */
typedef struct capture_maker {
    const char *tool;  /* the build of devlock */
    const char *llvm;  /* the version of LLVM in it */
    const char *asked; /* what the models want to know of the sources, as a text */
    const char *root;  /* absolute; paths below it are told from it. NULL or "/": none are */
} capture_maker;

/* An error that Clang found; file NULL: one without a place. */
typedef struct capture_error {
    const char *file;
    unsigned line, column;
    const char *text;
} capture_error;

/* A file includes another one (devlock_include_callback). */
typedef struct capture_include {
    const char *from, *to;
} capture_include;

typedef struct capture {
    const char *source;    /* as messages name it */
    unsigned pointer_bits; /* of the source's target; 0: its command is not understood */
    bool parsed;           /* Clang came to the end of it */
    bool given_up;         /* reading it was given up */
    capture_error *errors;
    size_t error_count;
    capture_include *includes;
    size_t include_count;
    devlock_program *unit; /* read back: without what was asked of it */
    struct arena *arena;   /* of capture_unpack: the texts live there */
} capture;

/* The bytes of a capture; free() them. */
uint8_t *capture_pack(const capture *capture, const capture_maker *maker, size_t *size);

/* Reads bytes back. Gives false, with why in *error in a few words (static), for bytes that are no capture, a damaged
 * one, or one of another maker or other models. What it gives is freed with capture_free. */
bool capture_unpack(capture *capture, const uint8_t *bytes, size_t size, const capture_maker *maker,
                    const char **error);
void capture_free(capture *capture);

#ifdef __cplusplus
}
#endif

#endif

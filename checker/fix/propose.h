/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Proposals: changes that may make a finding go away, the best first. They are made from the text and from what the
 * program graph says of it; whether they do is for a trial to see.
 */
#ifndef DEVLOCK_FIX_PROPOSE_H
#define DEVLOCK_FIX_PROPOSE_H

#include "core/graph.h"
#include "edits.h"
#include "site.h"
#include "tokens.h"

#define MOST_PROPOSALS 16u /* of a finding */

typedef struct proposal {
    const char *title;
    const devlock_routine *routine; /* that is changed */
    const fix_edit *edits;
    uint32_t count;
} proposal;

/* The tokens of the program's files, read when they are wanted. */
typedef struct sources {
    const fix_front *front;
    tokens **items; /* by file id; NULL: not read */
    bool *read;
    uint32_t count;
} sources;

/* NULL: the file is not to be changed. */
const tokens *sources_of(sources *sources, uint32_t file);

/* What is proposed for a finding. */
typedef struct proposing {
    arena *arena;
    const devlock_program *program;
    const devlock_model *model;
    const devlock_finding *finding;
    sources *sources;
    /* The routine that is to be changed: first the one in which the finding stands. */
    const devlock_routine *routine;
    uint32_t file; /* its file */
    const tokens *tokens;
    body body;
    uint32_t at; /* the token at the finding's place */
    proposal items[MOST_PROPOSALS];
    uint32_t count;
    const char *reason; /* why there is none, or none more */
} proposing;

/* Makes the proposals for a finding. */
void propose(proposing *proposing);

/* Adds one; the list's items become the proposal's. */
void propose_add(proposing *proposing, const char *title, const edit_list *edits);

/* Turns to another routine; gives whether it is there in the text. */
bool propose_in(proposing *proposing, const devlock_routine *routine);

/* ---- the text of a routine ------------------------------------------------------------------------------------ */

/* The text of tokens [from, to], as written. */
char *propose_text(const proposing *proposing, const tokens *tokens, uint32_t from, uint32_t to);

/* The token at a place, NO_TOKEN if there is none or the file has no text. */
uint32_t propose_token(proposing *proposing, devlock_place place, const tokens **tokens);

/* A call in the text: NAME ( argument, … ). */
typedef struct text_call {
    const tokens *tokens;
    uint32_t name, open, close;
} text_call;

/* Whether a call by name is written at a place. */
bool propose_call(proposing *proposing, devlock_place place, text_call *call);

/* Its arguments: how many, and the text of one; NULL: there is no such. */
unsigned call_arguments(const text_call *call);
char *call_argument(const proposing *proposing, const text_call *call, unsigned index);

/* Whether what the tokens compute can be done at another time and once more or less: no call, no assignment. */
bool tokens_are_plain(const tokens *tokens, uint32_t from, uint32_t to);

/* ---- who acquires and releases -------------------------------------------------------------------------------- */

/* How the lock of a finding was acquired. */
typedef struct acquisition {
    const devlock_model_function *model; /* the function that did it in the end */
    const devlock_routine *routine;      /* in which it did */
    devlock_place place;
    bool direct;  /* that is the routine which is to be changed */
    bool written; /* `call` says how, in the text of the routine which is to be changed */
    text_call call;
} acquisition;

/* The last one on the finding's path, as seen from the routine that is to be changed. */
bool find_acquisition(proposing *proposing, acquisition *acquisition);

/* The expression that names the lock there, or NULL. */
char *acquired_expression(const proposing *proposing, const acquisition *acquisition);

/* The model of the function that a step calls, in a role; NULL: it has none. */
const devlock_model_function *step_model(const proposing *proposing, const step *step, devlock_role role);

/* Texts of calls that release a lock of the acquisition's kind, "Release(Ext)", the likeliest first. */
#define MOST_RELEASES 6u
typedef struct release_texts {
    const char *items[MOST_RELEASES];
    uint32_t count;
} release_texts;
void find_releases(proposing *proposing, const acquisition *acquisition, release_texts *releases);

/* Adds a text that is not there yet; NULL, or one too many, adds nothing. */
void release_texts_add(release_texts *releases, const char *text);

/* Adds those that the sources have for acquires that are written like this one, with its arguments (learn.c). */
void learn_releases(proposing *proposing, const acquisition *acquisition, release_texts *releases);

/* The model of the release that a call in the text is of; NULL: it is something else. */
const devlock_model_function *model_of_release(const proposing *proposing, const text_call *call);

/* Whether a routine calls something that releases a lock of a kind. */
bool routine_releases(const proposing *proposing, const devlock_routine *routine, uint32_t kind);

/* Whether a statement `NAME(…);` at a token is one of the routine's calls that release. */
bool is_release_statement(proposing *proposing, uint32_t kind, uint32_t first, uint32_t *last);

/* ---- the rules, each a file ------------------------------------------------------------------------------------ */

void propose_release(proposing *proposing);                               /* missing release */
void propose_jump(proposing *proposing, const site *site, uint32_t kind); /* … by a jump to where it is released */
void propose_target(proposing *proposing, uint32_t exit, uint32_t kind);  /* … by another target of a goto */
void propose_annotation(proposing *proposing, const acquisition *acquisition); /* that it acquires for its callers */
void propose_released(proposing *proposing);                                   /* that it releases for them */
void propose_deletion(proposing *proposing);                                   /* double release */
void propose_extension(proposing *proposing);                                  /* wrong extension */

#endif

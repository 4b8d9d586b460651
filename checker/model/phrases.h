/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The short phrases in which a model file describes a function: where its lock is ("argument 1", "pointee of
 * argument 2", "result"), when it succeeds, what it changes ("writes argument 2 and 3"), at which levels it may be
 * called
 * ("at most DISPATCH_LEVEL").
 */
#ifndef DEVLOCK_MODEL_PHRASES_H
#define DEVLOCK_MODEL_PHRASES_H

#include "devlock/model.h"
#include "yaml_nodes.h"

/* The highest number that an argument can have, counted from 1. */
#define MODEL_LAST_ARGUMENT 32

/* ---- parts --------------------------------------------------------------------------------------------------- */

/* If the text goes on with this word, moves behind it and the spaces after it. */
bool phrase_word(const char **text, const char *expected);

/* Whether the text is "argument 3" and no more; gives the number counted from 0. */
bool phrase_one_argument(const char *text, unsigned *index);

/* ---- phrases (phrases.c) ------------------------------------------------------------------------------------- */

/* Each reads the phrase of a node into the function and gives false with reader->error set if it is none. */
bool phrase_lock(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function);
bool phrase_success(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function);
bool phrase_effect(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function);

/* "argument 3". */
bool phrase_argument(yaml_reader *reader, const yaml_node_t *node, unsigned *index);

/* ---- phrases of levels (levels.c) ---------------------------------------------------------------------------- */

/* "PASSIVE_LEVEL", "at most DISPATCH_LEVEL", "any". */
bool phrase_levels(yaml_reader *reader, const yaml_node_t *node, devlock_level_range *range);

/* The level after a call, and where the one before it is given. */
bool phrase_sets_level(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function);
bool phrase_saves_level(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The short phrases in which a model file describes a function: where its lock is ("argument 1", "pointee of
 * argument 2", "result"), when it succeeds, what it changes ("writes argument 2 and 3").
 */
#ifndef DEVLOCK_MODEL_PHRASES_H
#define DEVLOCK_MODEL_PHRASES_H

#include "devlock/model.h"
#include "yaml_nodes.h"

/* The highest number that an argument can have, counted from 1. */
#define MODEL_LAST_ARGUMENT 32

/* Each reads the phrase of a node into the function and gives false with reader->error set if it is none. */
bool phrase_lock(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function);
bool phrase_success(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function);
bool phrase_effect(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function);
bool phrase_size(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function);

#endif

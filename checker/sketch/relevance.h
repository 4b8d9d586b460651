/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Which drivers can matter to an analysis: those that name a function that a model speaks of in a way from which
 * findings come, or something that stands for one. A driver that does not is not worth parsing.
 */
#ifndef DEVLOCK_SKETCH_RELEVANCE_H
#define DEVLOCK_SKETCH_RELEVANCE_H

#include "devlock/model.h"
#include "reach.h"

typedef struct relevance relevance;

/* annotations: the words of annotations of locks, ending with NULL. They count where the model describes one kind of lock;
 * else it is lock functions that tell which kind is meant (core/annotations.c). */
relevance *relevance_new(vocabulary *words, const devlock_model *model, const char *const *annotations);
void relevance_free(relevance *relevance);

/* Why a driver matters: the name that it names, itself or by way of others, or "..." for what cannot be followed;
 * NULL: it does not matter. */
const char *relevance_of(relevance *relevance, const reach *reach);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The story of a finding: the one path through the trails of its runs, event by event, with the calls that are open.
 *
 * A trail is a graph: where paths were merged it has alternatives, and the solver's values say which one was taken.
 *
 * Needs: a decided candidate and the values of its path. Leaves behind: events in order. Cost: linear in the path and
 * the terms along it.
 */
#ifndef DEVLOCK_CORE_STORY_H
#define DEVLOCK_CORE_STORY_H

#include "evidence.h"
#include "judge.h"

/* A routine on the stack of calls. */
typedef struct frame {
    struct frame *outer;
    const call_record *call; /* NULL: the root */
    const devlock_routine *routine;
    translation translation; /* of its terms into the outer frame's */
    struct frame *next;      /* of the story, for giving back */
} frame;

typedef struct event {
    const trail *trail;
    frame *frame;
    uint32_t end; /* index behind the events inside a call; else behind this one */
    bool other;   /* wrong extension: happens to the lock that is held, not to the released one */
} event;

typedef struct story {
    analysis *analysis;
    arena *arena;
    const devlock_routine *root;
    evidence evidence;
    bool valued; /* the values of the evidence make the condition hold; else the proof came to none, and none are told */
    frame *frames;
    event *events;
    uint32_t count, capacity;
    const event *held; /* wrong extension: where the lock that is held was acquired; NULL: not known */
} story;

void story_start(story *story, analysis *analysis, arena *arena, const candidate *candidate, const proof_model *model);
void story_stop(story *story);

/* A term of a frame in the root's terms. */
term story_to_root(frame *frame, term x);

/* What a value of the event's routine is on the path. */
uint64_t story_value(story *story, const event *event, term value);

/* Whether a branch is one that the finding rests on: others could have gone either way. */
bool story_matters(story *story, const event *event);

#endif

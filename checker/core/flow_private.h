/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the files of the flow share: flow.c (runs), walk.c (order of blocks, loops), join.c (merging states),
 * steps.c (what steps do), calls.c (calls of routines with a body).
 */
#ifndef DEVLOCK_CORE_FLOW_PRIVATE_H
#define DEVLOCK_CORE_FLOW_PRIVATE_H

#include "flow.h"

/* A state of a path (or of merged paths) at one point of the routine. */
typedef struct state {
    lock_key key;
    path path;
    memory memory;
    const uint64_t *escaped; /* variables whose address unknown code may know; NULL: none */
    const trail *trail;
    term *slots;  /* shape->slot_count; shared with other states unless own_slots */
    term *locals; /* temporaries of the block being run */
    bool own_slots;
    bool approx;    /* came through a join that forgets */
    uint32_t doubt; /* 1 + line of a call that may have touched the lock without our seeing; 0: none */
    term assumed;   /* an equation of two locks that only a later comparison gives a reason for; see flow_same_lock */
} state;

typedef struct state_list {
    state **items;
    uint32_t count, capacity;
} state_list;

/* One run under way. */
typedef struct flow {
    analysis *analysis;
    run *run;
    const devlock_routine *routine;
    const shape *shape;
    arena *scratch;    /* states live here */
    state_list *inbox; /* by block */
    state_list exits;  /* slots[0]: result; locals NULL */
    uint32_t *exit_blocks;
    uint32_t exit_block_capacity;
    state_list unwinds;
    uint32_t visit;       /* which iteration of the loops around, bounded runs */
    uint32_t open_rounds; /* iterations under way that no constant decided, bounded runs */
    uint32_t block_runs;
    uint64_t work_before, outer_limit; /* see budget.h */
    uint64_t share, most;              /* steps that it may take: usually, and at all */
    uint32_t words;                    /* of a set of variables */
    uint32_t loop_from, loop_to;       /* positions of the loop being widened */
    uint32_t owned_generation;         /* of what is remembered of terms in the loop at hand: owned.c */
    const run *plain;       /* runs with a lock: the one of this routine without; NULL: not known yet (recursion) */
    uint8_t *skips;         /* by block: its branch does not concern the lock; NULL: nothing is skipped */
    bool discovered_escape; /* some variable's address was stored in memory */
} flow;

/* Computes a run once, with what is assumed of the busy runs that it meets (recursion.c says how often). */
void flow_execute(analysis *analysis, run *run);

/* ---- lists and states ---------------------------------------------------------------------------------------- */

void states_add(state_list *list, state *s);
state *state_copy(flow *flow, state *s, bool with_locals, uint32_t local_count);
void state_own_slots(flow *flow, state *s, uint32_t count); /* before a slot is written */
const trail *trail_add(flow *flow, trail t);
bool lock_key_equal(lock_key a, lock_key b);

/* Whether the lock named by `named` is the lock that is followed, in a state, as a truth value. Names with different
 * roots are different locks unless the path equates them. Where the routine compares the two, before or later, the
 * answer is that equation, and so is *assumed: a state on its side goes on with it, but nothing is reported there
 * before the comparison has been made. */
term flow_same_lock(flow *flow, const state *s, term named, term *assumed);

/* For a name that is one of several pointers, where flow_same_lock says no: whether it is the lock that is followed by
 * an equation, *assumed, that the routine asks for only later. */
term flow_later_lock(flow *flow, const state *s, term named, term *assumed);

/* A condition of the program decides how a state goes on: what it compares is no mere assumption any more. */
void flow_confirm(flow *flow, state *s, term condition);

/* Notes that the routine asks for a condition (runs without a lock): of its equations of pointers, those that may be
 * of two locks. */
void flow_compares(flow *flow, term condition);

/* ---- join.c -------------------------------------------------------------------------------------------------- */

#define JOIN_RESULT_ONLY (DEVLOCK_NONE - 1) /* for live: of the slots only the first, a routine's result */

/* Merges states with the same key, losing nothing. where: block, for names of choices; live: block whose live slots
 * matter, DEVLOCK_NONE for all, or JOIN_RESULT_ONLY. */
state *join_states(flow *flow, state **list, uint32_t count, uint32_t where, uint32_t live, uint32_t local_count);

/* Groups a list by key and merges each group; gives the merged states in a canonical order. */
void join_by_key(flow *flow, state_list *from, uint32_t where, uint32_t live, uint32_t local_count, state_list *to);

/* What joined states share: the variables whose address escaped on some way, and the trail of the ways. */
const uint64_t *join_escaped(flow *flow, const uint64_t *a, const uint64_t *b);
const trail *join_trail(flow *flow, state **list, uint32_t count);

/* ---- loop_join.c --------------------------------------------------------------------------------------------- */

/* The state at the head of a loop in any iteration: entry (may be NULL) and the states that come back. fresh: facts
 * that were not known before may be found. */
state *join_loop(flow *flow, uint32_t head, lock_key key, state *entry, state **back, uint32_t back_count,
                 const state *previous, memory base, bool fresh);

/* ---- owned.c ------------------------------------------------------------------------------------------------- */

/* Whether a term contains values that are new in each iteration of the loop being widened. */
bool join_owned(flow *flow, term t);

/* Whether it contains some that have another name in each round: what was read from a memory of the loop. */
bool join_shifts(flow *flow, term t);

/* Another loop is looked at, or another round of it: nothing is known of terms. */
void owned_forget(flow *flow);

/* ---- walk.c -------------------------------------------------------------------------------------------------- */

/* Runs the whole routine from its entry state. */
void walk_routine(flow *flow, state *entry);

/* Sends a state along an edge. */
void walk_send(flow *flow, state *s, uint32_t block);

/* ---- steps.c ------------------------------------------------------------------------------------------------- */

/* Runs a block from a state: its steps and its end. */
void steps_run_block(flow *flow, uint32_t block, state *s);

term steps_value(flow *flow, const state *s, const devlock_operand *operand);
void steps_set(flow *flow, state *s, const step *st, term value);

/* The effect of an unknown function on memory; marks variables that escape. */
void steps_unknown_call(flow *flow, state *s, const step *st, const term *arguments);

/* The lock is acquired or released (named by `lock`) in each of the states; the states that go on stay in the list. */
void steps_lock(flow *flow, state_list *states, const step *st, const devlock_model_function *model, term lock,
                term success);

void flow_error(flow *flow, lock_error error);

/* A lock that has been acquired or released exists: where a path comes to an error, the pointer that names the lock is
 * not null, or the machine would have stopped before. So a guard may take null for "not held". kept: a guard that looks
 * into memory counts too; the fact is then on paths that never ask for it, and does no harm at exits alone. */
path flow_where_it_exists(flow *flow, path p, bool kept);
void flow_found_lock(flow *flow, const step *st, uint32_t kind, term lock);

/* Applies the kills of the routine (kills.c) at a release: to the lock held (true: no path is left), and to a free
 * lock that is released (the findings are reported; the path without them is given back). */
bool flow_killed(flow *flow, state *s, const step *st);
path flow_split_released(flow *flow, const state *s, const step *st, const trail *trail, path p);

/* ---- calls.c ------------------------------------------------------------------------------------------------- */

/* Calls a routine with a body from a state: the states that come back are added to `after`, those that leave by an
 * exception to `raised` (NULL: not wanted). */
void calls_run(flow *flow, state *s, const step *st, const devlock_routine *callee, const term *arguments,
               state_list *after, state_list *raised);

#define OCCURRENCE_CALL   1u
#define OCCURRENCE_VISIT  2u
#define OCCURRENCE_SITE   3u
#define OCCURRENCE_LOOP   4u
#define OCCURRENCE_PHI    5u /* id: slot, visit: code of the key */
#define OCCURRENCE_CHOICE 6u /* id: code of the key, visit: number */
#define OCCURRENCE_CUT    7u /* id: index of the routine, visit: the term or memory that is forgotten */

#endif

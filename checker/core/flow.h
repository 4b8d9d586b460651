/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The flow: property simulation of one lock object through one routine.
 *
 * After Das, Lerner, Seigle, "ESP: path-sensitive program verification in polynomial time" (PLDI 2002): each lock
 * object is followed on its own; at a point, paths with the same lock state are merged, others are kept apart. Unlike
 * ESP, merging loses nothing outside of loops: values that differ become if-then-else terms over the condition that
 * tells the paths apart (docs/design.md says why). At the head of a loop paths are joined for good (widened run), or
 * the loop is unrolled up to a bound (bounded run, for the proof).
 *
 * A run is the flow of one routine for one lock object from one entry state. Runs are remembered: they are the
 * summaries that calls use. A run speaks of the routine's own inputs; a call puts its arguments in their place.
 */
#ifndef DEVLOCK_CORE_FLOW_H
#define DEVLOCK_CORE_FLOW_H

#include "answers.h"
#include "callgraph.h"
#include "devlock/analysis.h"
#include "memory.h"
#include "names.h"
#include "path.h"
#include "rewrite.h"
#include "shape.h"
#include "slots.h"
#include "term.h"

/* ---- the state of a lock ------------------------------------------------------------------------------------- */

typedef enum lock_status { LOCK_FREE, LOCK_HELD, LOCK_RELEASED } lock_status;

typedef struct lock_key {
    uint8_t status;
    uint8_t depth;     /* HELD: how often */
    uint8_t inherited; /* the status is the one at entry, and the routine has callers that know it */
    uint8_t stale;     /* the lock was named by a value of an earlier loop iteration: nothing matches it any more */
    uint8_t waits;     /* some of the time passed in a loop of which no constant says how often it runs */
    uint16_t elapsed;  /* HELD, runs that watch what is slow: microseconds of stalling since it was acquired */
} lock_key;

/* What keeps states apart. How long a hold is that waits for the device is known roughly at best: paths that differ in
 * nothing but that are one, with the longer time. */
static inline uint32_t lock_key_code(lock_key k)
{
    return (uint32_t)k.status | (uint32_t)k.depth << 2 | (uint32_t)k.inherited << 6 | (uint32_t)k.stale << 7 |
           (uint32_t)k.waits << 8 | (k.waits ? 0 : (uint32_t)k.elapsed << 16);
}

/* ---- trails: how a state came about -------------------------------------------------------------------------- */

typedef enum trail_kind {
    TRAIL_START,
    TRAIL_BRANCH,  /* end of block id; choice: index of the target taken */
    TRAIL_ACQUIRE, /* step id */
    TRAIL_RELEASE, /* step id */
    TRAIL_FAILED,  /* step id: an acquire that did not succeed */
    TRAIL_RAISE,   /* step id raised an exception */
    TRAIL_CALL,    /* step id: through a routine with a body; its own trail is in call */
    TRAIL_LEVEL,   /* step id changes the IRQL */
    TRAIL_WATCHED, /* step id: what was looked for (watched runs) */
    TRAIL_JOIN     /* one of the alternatives */
} trail_kind;

typedef struct trail trail;
struct run;

typedef struct alternative {
    const trail *trail;
    path path;
} alternative;

/* A call of a routine with a body, so that its terms can be read in the caller's. */
typedef struct call_record {
    const struct run *callee;
    const devlock_routine *routine;
    uint32_t instance;
    memory memory;
    uint32_t argument_count;
    const term *arguments;
    const trail *inside; /* in the callee's terms */
} call_record;

struct trail {
    trail_kind kind;
    uint32_t id;
    uint32_t choice;
    term condition; /* BRANCH: the literal taken; LEVEL: the new level */
    const trail *parent;
    const call_record *call;
    const alternative *alternatives;
    uint32_t alternative_count;
};

/* ---- runs ---------------------------------------------------------------------------------------------------- */

#define MOST_ALIASES 15u /* parameters that are compared with each other */

typedef struct run_key {
    const devlock_routine *routine;
    term lock;     /* TERM_NONE: no lock is followed; locks are found */
    term also;     /* argument list: other names that are this lock for the caller; TERM_NONE: none */
    uint32_t kind; /* lock kind */
    lock_key entry;
    uint32_t bound;    /* 0: widened; else how often loops are unrolled */
    uint64_t alias;    /* 4 bits a parameter: 1 + the first parameter with the same argument; 0: all differ */
    bool unwind;       /* the caller wants to know of exceptions that leave the routine */
    uint8_t watch;     /* what becomes a sight, WATCH_…; if anything does, nothing is skipped */
    bool kills;        /* the routine's wrong-extension sites end paths */
    bool refined;      /* widened: the solver is asked what holds at the heads of loops */
    uint8_t recursion; /* how deep calls into the same cycle may still go (bounded runs) */
} run_key;

/* What is doubtful of a state, an error …: 1 + line of a call that may have touched the lock without our seeing; 0:
 * nothing. */
#define DOUBT_GIVEN_UP UINT32_MAX       /* a routine called on its path was given up (budget.h) */
#define DOUBT_UNREAD   (UINT32_MAX - 1) /* a function called on its path has an annotation that is of no use */

/* Ways out of a run with the same lock state, merged. */
typedef struct exit_group {
    lock_key key;
    term guard; /* when the routine leaves this way */
    term result;
    memory memory;
    const trail *trail;
    bool approx;
    uint32_t doubt;
} exit_group;

/* A way out of a root with the lock held, or in another state than annotations say. */
typedef struct leak {
    devlock_place place;
    bool lacks; /* the lock is not held, though the routine's annotations say so */
    path path;
    const trail *trail;
    bool approx;
    uint32_t doubt;
} leak;

typedef enum error_kind {
    ERROR_ACQUIRE_HELD,
    ERROR_RELEASE_FREE,
    ERROR_RELEASE_RELEASED,
    ERROR_RELEASE_OTHER /* free, while another lock of the kind is held: see kill */
} error_kind;

struct kill;

/* A lock operation in the wrong state. */
typedef struct lock_error {
    error_kind kind;
    bool final;                     /* false: the status came from the caller, which is to blame */
    const devlock_routine *routine; /* where the finding stands */
    const step *step;
    uint32_t visit; /* if routine is the run's own: which execution of the step */
    path path;
    const trail *trail;
    bool approx;
    uint32_t doubt;
    const struct kill *kill;   /* RELEASE_OTHER */
    bool conditional;          /* RELEASE_OTHER: the lock is free if the caller has not taken it */
    const struct step *origin; /* the operation itself: the step, or one in a callee */
} lock_error;

/* What runs can be asked to look at. */
enum {
    WATCH_RELEASES = 1u << 0,  /* releases of any lock of the kind followed (kills.c) */
    WATCH_LEVELS = 1u << 1,    /* calls with a documented IRQL */
    WATCH_CALLS = 1u << 2,     /* calls that some context must not make */
    WATCH_SLOW = 1u << 3,      /* calls that take long */
    WATCH_ACCESS = 1u << 4,    /* accesses to memory behind pointers that come from outside */
    WATCH_CALLBACKS = 1u << 5, /* routines handed over to be called later */
    WATCH_STATES = 1u << 7,    /* calls of lock functions: the state before and after; not of its callees */
    WATCH_EXITS = 1u << 6      /* ways out at another level than the routine's annotations say; not of its callees */
};

typedef enum sight_kind {
    SIGHT_RELEASE,
    SIGHT_LEVEL,
    SIGHT_CALL,
    SIGHT_SLOW,
    SIGHT_ACCESS,
    SIGHT_CALLBACK,
    SIGHT_EXIT,
    SIGHT_STATE
} sight_kind;

/* Something that a watched run met: where, on which paths, in which state. A sight of a callee is one of its caller,
 * at the call, until it is settled: then it stays where it was. */
typedef struct sight {
    sight_kind kind;
    const devlock_routine *routine; /* where it stands */
    const step *step;
    const struct step *origin; /* the step itself, or one in a callee */
    uint32_t visit;            /* EXIT: the block */
    bool settled;              /* what it takes to judge it is known in that routine; callers do not matter */
    lock_key key;              /* the state of the lock followed */
    path path;
    const trail *trail;
    bool approx;
    uint32_t doubt;
    const devlock_model_function *model; /* the function called */
    term value;      /* LEVEL: the IRQL; CALLBACK: the routine; ACCESS: what the address stands on */
    term lock;       /* of a lock function: its lock; ACCESS: none */
    uint32_t number; /* STATE: 0 before the call, 1 behind it; CALLBACK: which of the function's callbacks; SLOW:
                        key.waits; EXIT: which of the routine's annotations */
} sight;

typedef struct found_lock {
    term lock;
    uint32_t kind;
} found_lock;

/* What the results of a run are worth that is not busy; see recursion.h. */
enum {
    RUN_STALE,       /* nothing: they are to be computed (anew) */
    RUN_PROVISIONAL, /* they rest on what is assumed of a run that is busy, and hold as long as it is in this round */
    RUN_FINAL
};

/* A step that operates a lock. */
typedef struct lock_use {
    uint32_t step, lock; /* step id, index among the run's locks */
} lock_use;

typedef struct run {
    run_key key;
    bool busy;         /* being computed */
    bool met_busy;     /* recursion met it while busy */
    bool news;         /* recursion: what is assumed of runs that rest on this one has changed in this round */
    uint8_t standing;  /* what the results are worth: RUN_… */
    uint32_t level;    /* how deep in the stack of busy runs */
    uint32_t rests_on; /* lowest level of a busy run whose outcome was assumed; UINT32_MAX: none */
    exit_group *exits, *unwinds;
    uint32_t exit_count, exit_capacity, unwind_count, unwind_capacity;
    leak *leaks;
    uint32_t leak_count, leak_capacity;
    lock_error *errors;
    uint32_t error_count, error_capacity;
    sight *sights;
    uint32_t sight_count, sight_capacity;
    found_lock *locks;
    uint32_t lock_count, lock_capacity;
    lock_use *uses; /* runs without a lock: which steps operate which locks, in the order of steps */
    uint32_t use_count, use_capacity;
    term *compared; /* runs without a lock: equations of two pointers that the routine, or one it calls, asks for */
    uint32_t compared_count, compared_capacity;
    term truncated;      /* bounded: on these inputs a loop or recursion would go on beyond the bound */
    bool exhausted;      /* a budget was used up, of rounds, of block runs or of work */
    bool spent;          /* the work was more than one run may cost: nothing that it says is known (budget.h) */
    bool approx;         /* something was joined for good */
    bool compact;        /* made fit to be called (compact.h) */
    exit_group *assumed; /* recursion: what calls of this run are taken to do, so far */
    uint32_t assumed_count;
    found_lock *assumed_locks; /* and, in a run without a lock, which locks they find */
    uint32_t assumed_lock_count, assumed_lock_capacity;
    struct run *next;
} run;

/* A release, in one routine, of a lock that is free while another one of its kind is held (devlock-wrong-extension):
 * neither is followed any further on these paths. */
typedef struct kill {
    const devlock_routine *routine;
    uint32_t bound;
    uint32_t kind;
    const step *step;
    uint32_t visit;
    term released, held;
    term condition; /* of the paths, in the routine's terms */
    const trail *held_trail;
} kill;

/* Whether a routine's kills for a bound have been looked for. */
typedef struct kill_search {
    const devlock_routine *routine;
    uint32_t bound;
    bool root, busy, any;
    uint32_t next; /* another one of the routine: 1 + index; 0: none */
} kill_search;

typedef struct occurrence {
    uint32_t kind, id, visit, instance;
} occurrence;

/* An analysis under way. */
typedef struct analysis {
    const devlock_program *program;
    const devlock_model *model;
    devlock_options options;
    arena *arena; /* what lasts as long as the analysis */
    arena *store; /* what is forgotten with the runs: see store.h */
    terms terms;
    paths paths;
    slots *slots;
    callgraph *calls;
    bool *wanted;   /* by routine index: whether it is judged as a root; NULL: all are */
    shape **shapes; /* by routine index */
    run **runs;     /* hash table */
    uint32_t run_table_size, run_count;
    occurrence *occurrences; /* instances of calls, visits of loop bodies, sites of memory changes */
    uint32_t occurrence_count, occurrence_capacity;
    uint32_t *occurrence_table;
    uint32_t occurrence_table_size;
    names names;
    kill **kills;
    uint32_t kill_count, kill_capacity;
    kill_search *searches;
    uint32_t search_count, search_capacity;
    uint32_t *first_search;                  /* by routine index: 1 + index; 0: none */
    struct entry_context *entries;           /* see contexts.h */
    const devlock_model_function **promises; /* by function: see promises.h */
    uint32_t entry_count, entry_capacity;
    struct contracts *contracts; /* by function; see annotations.h */
    bool *handing;               /* by routine index; NULL: no kind of lock is handed on; see handing.h */
    devlock_gap *notes;          /* annotations of no use, routines that were given up */
    uint32_t note_count, note_capacity;
    devlock_statistics statistics;
    run **busy; /* the stack of runs under way: see recursion.h */
    uint32_t level, busy_capacity;
    run **provisional; /* runs whose results rest on a busy one, the youngest last */
    uint32_t provisional_count, provisional_capacity;
    uint64_t work_before;                      /* steps of what is forgotten: see store.h */
    uint64_t deep_work[2];                     /* that runs took beyond their shares, and bounded ones: see budget.h */
    uint64_t solver_units;                     /* that the solver has taken for all questions */
    answers answers;                           /* to its questions */
    bool *given_up;                            /* by routine index: it was named as given up */
    uint32_t *owned_memo;                      /* by term: generation << 2 | standing; see owned.c */
    uint32_t owned_capacity, owned_generation; /* the latest of all runs */
    bool proving;                              /* a candidate is being judged */
    uint32_t questions;                        /* that refined runs may still ask the solver */
} analysis;

/* The run for a key, computed or remembered. */
run *flow_run(analysis *analysis, run_key key);

/* Prepares reading a callee's terms in its caller's (rewrite_term …); stop it with rewrite_stop. */
typedef struct translation {
    rewrite rewrite;
    analysis *analysis;
    const call_record *call;
} translation;
void flow_translate(translation *translation, analysis *analysis, const call_record *call);

/* Names what the analysis could not use or follow, with the reason; once, however often it is met. */
void flow_name_gap(analysis *analysis, devlock_gap gap);

/* Numbers for what happens several times. */
uint32_t flow_occurrence(analysis *analysis, uint32_t kind, uint32_t id, uint32_t visit, uint32_t instance);

/* How deep calls into a routine's own cycle may go in a bounded run. */
static inline uint8_t flow_recursion(const analysis *analysis, const devlock_routine *routine, uint32_t bound)
{
    return bound && analysis->calls->recursive[routine->index] ? 3 : 0;
}

/* Looks for the releases of another lock than the one held in a routine (kills.c); gives whether there are any. */
bool flow_find_kills(analysis *analysis, const devlock_routine *routine, uint32_t bound, bool root);

#define SEEN_NEVER (1u << 7)

/* In which states (1 << lock_status) a caller has a lock where a release in its callee happens; SEEN_NEVER: the lock is
 * not known to the caller. caller: a run of it; call, visit: the execution of the call; lock: in the caller's terms. */
unsigned flow_seen_in_callee(analysis *analysis, const run *caller, const step *call, uint32_t visit,
                             const step *origin, const found_lock *lock);

/* The model of a function called with so many arguments, or NULL. */
const devlock_model_function *flow_model(analysis *analysis, uint32_t function, uint32_t arguments);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The analysis: from a program and a model to findings.
 */
#ifndef DEVLOCK_ANALYSIS_H
#define DEVLOCK_ANALYSIS_H

#include "devlock/model.h"
#include "devlock/program.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The rules, in the order of --list-checks. */
typedef enum devlock_check {
    DEVLOCK_MISSING_RELEASE,
    DEVLOCK_DOUBLE_RELEASE,
    DEVLOCK_RELEASE_WITHOUT_ACQUIRE,
    DEVLOCK_DOUBLE_ACQUIRE,
    DEVLOCK_WRONG_EXTENSION,
    DEVLOCK_IRQL,
    DEVLOCK_CALL_IRQL,
    DEVLOCK_UNLOCKED_CHILD_ACCESS,
    DEVLOCK_LONG_HOLD,
    DEVLOCK_CHECK_COUNT
} devlock_check;

/* "devlock-missing-release" … */
const char *devlock_check_name(devlock_check check);

/* One line: what the check reports. */
const char *devlock_check_summary(devlock_check check);

/* How sure a finding is. */
typedef enum devlock_tier {
    DEVLOCK_CERTAIN, /* its path is proved to be feasible, with unknown inputs only */
    DEVLOCK_POSSIBLE /* rests on something that could not be decided; see reason */
} devlock_tier;

/* What a step of a path does. */
typedef enum devlock_note_kind {
    DEVLOCK_NOTE_OTHER,
    DEVLOCK_NOTE_ACQUIRE,
    DEVLOCK_NOTE_RELEASE,
    DEVLOCK_NOTE_FAILED, /* an acquire that did not succeed */
    DEVLOCK_NOTE_BRANCH,
    DEVLOCK_NOTE_CALL,
    DEVLOCK_NOTE_RAISE
} devlock_note_kind;

/* The state of a lock. */
typedef struct devlock_lock_state {
    enum { DEVLOCK_LOCK_FREE, DEVLOCK_LOCK_HELD, DEVLOCK_LOCK_RELEASED } status;
    unsigned count; /* HELD: how often */
} devlock_lock_state;

/* A note of a finding: a step of its path. */
typedef struct devlock_note {
    devlock_place place;
    const char *text;
    devlock_note_kind kind;
    unsigned depth;            /* calls that are open: 0 in the routine where the path begins */
    devlock_lock_state state;  /* of the finding's lock, after the step */
    devlock_lock_state other;  /* of the finding's other lock */
    devlock_level_range level; /* the IRQL after the step, as far as it is known: {PASSIVE, HIGH} if it is not */
    unsigned time;             /* when it happens, in the order of the path */
} devlock_note;

/* A value that makes a finding happen. */
typedef struct devlock_input {
    const char *name; /* as the source writes it; is_result: of the function that gives it */
    const char
        *where; /* the routine that reads it, if it is another one than that in which the path begins; else NULL */
    const char *value; /* where it is read several times: "0, then 5" */
    bool is_result;
} devlock_input;

/* What the path of a finding has to do with a line of one of its routines. */
typedef enum devlock_line_kind {
    DEVLOCK_LINE_PASSED, /* the path does not run through it */
    DEVLOCK_LINE_OPEN,   /* it may or may not: for the finding that is the same */
    DEVLOCK_LINE_RUN
} devlock_line_kind;

typedef struct devlock_line {
    uint32_t file, line;
    devlock_line_kind kind;
    unsigned first, last; /* OPEN, RUN: the times of the steps before which the path runs through it */
} devlock_line;

typedef struct devlock_finding {
    devlock_check check;
    devlock_tier tier;
    devlock_place place;
    const char *routine; /* the routine in which the place lies */
    const char *message;
    bool pending;             /* devlock_options.quick: it is not known yet whether it is one */
    const char *reason;       /* what a possible finding rests on; NULL for a certain one */
    const char *lock;         /* the lock that it is about, in words; NULL: not about one */
    const char *other;        /* wrong extension: the lock that is held; else NULL */
    devlock_lock_state state; /* of the lock, before what the finding is about */
    devlock_lock_state other_state;
    devlock_level_range level; /* the IRQL there, as in notes */
    const devlock_note *notes;
    size_t note_count;
    /* With devlock_options.explain: the whole path, step by step. A step's text has several lines: what happens, why,
     * and what is known behind it. */
    const devlock_note *path;
    size_t path_count;
    /* With devlock_options.picture: the steps of the path as in notes, and with them each change of the IRQL; the IRQL
     * where the path begins; all lines that do something in the routines of the path, by file and line; the inputs. */
    const devlock_note *drawn;
    size_t drawn_count;
    devlock_level_range start;
    const devlock_line *lines;
    size_t line_count;
    const devlock_input *inputs;
    size_t input_count;
    const char *values; /* "open = 1, status = 0xC0000001": inputs that make it happen; NULL: it depends on none */
} devlock_finding;

/* A routine (or file: name NULL) that was not analysed. */
typedef struct devlock_gap {
    const char *name;
    devlock_place place;
    const char *reason;
} devlock_gap;

typedef struct devlock_options {
    uint32_t checks;        /* bit i: devlock_check i is wanted */
    bool callers_elsewhere; /* the program is one file of a driver: what a header declares may have callers in others */
    bool subject_only;      /* a driver that has to do with no lock of the models, nor with what they describe beside
                               locks, is passed over: what supporting models know of it is not told */
    unsigned loop_bound;    /* how often the proof unrolls a loop whose count it does not know; 0: as the model says */
    unsigned solver_budget; /* Z3's resource units for one question; 0: as the model says */
    unsigned routine_budget; /* steps that following the paths of one routine may take; 0: as the model says */
    unsigned program_budget; /* steps of a driver after which its routines may take fewer; 0: by its size */
    unsigned store_limit;    /* terms that are remembered from one root to the next; 0: 16 million */
    const char *only;        /* a file: findings that cannot stand in it are not looked for; NULL: all are */
    bool quick;              /* what only long proofs decide is told as pending */
    bool explain;            /* findings carry their whole path */
    bool calls;              /* the result tells what is known at each call of a lock function */
    bool picture;            /* findings carry the lines of their path, and the result a map of the driver */
} devlock_options;

/* Counts and times of a run. Seconds are processor time of the analysis alone, without reading sources. */
typedef struct devlock_statistics {
    size_t routines;         /* in the program */
    size_t routines_locking; /* of these: reach a lock function */
    /* Routines that call a lock function themselves: analysed as a whole; in part, as their file has damage, or as
     * something in them is named as a gap; not, as they could not be read (they are no routines of the program then),
     * or as they were given up. */
    size_t callers_whole, callers_damaged, callers_remarked, callers_unread, callers_given_up;
    size_t locks;      /* lock objects followed */
    size_t block_runs; /* blocks executed by the flow */
    size_t candidates;
    size_t refuted;       /* candidates that the proof refuted */
    size_t solver_calls;  /* questions that took more than a guess; each once */
    size_t out_of_budget; /* of these: not answered within the budget */
    size_t undecided;     /* candidates whose budget ran out */
    double flow_seconds;
    double proof_seconds;
} devlock_statistics;

/* One way in which a routine is entered by others than the driver. */
typedef struct devlock_map_entry {
    const char *context, *what; /* "HwVidTimer", "the timer routine"; what may be NULL */
    devlock_level_range level;
    devlock_place registered;
} devlock_map_entry;

/* A routine on the map of the driver. */
typedef struct devlock_map_routine {
    const char *name;
    devlock_place place;
    uint32_t last_line; /* that does something */
    const devlock_map_entry *entries;
    size_t entry_count;
    bool called;             /* some routine of the program calls it */
    bool acquires, releases; /* it calls such a function itself */
    bool locks;              /* it reaches a lock function, itself or through calls */
    const char *exposed_by;  /* the routine that hands it to child devices; NULL: none */
    const uint32_t *callees; /* among the routines of the map */
    size_t callee_count;
} devlock_map_routine;

/* The states that a lock can be in, as a set of bits. */
enum {
    DEVLOCK_MAY_BE_FREE = 1u << 0, /* the bits are those of devlock_lock_state.status */
    DEVLOCK_MAY_BE_HELD = 1u << 1,
    DEVLOCK_MAY_BE_RELEASED = 1u << 2,
    DEVLOCK_MAY_BE_AS_ENTERED = 1u << 3 /* as the routine's caller left it */
};

/* A call of a lock function, in one of the driver's routines (devlock_options.calls). */
typedef struct devlock_lock_call {
    devlock_place place;
    const char *routine;          /* in which it stands */
    const char *function;         /* that is called */
    const char *lock;             /* in words: "the device lock of 'Ext'" */
    bool acquires;                /* else it releases */
    unsigned before, after;       /* DEVLOCK_MAY_BE_…; after: 0: no path goes on behind it */
    devlock_level_range level;    /* the IRQL before it: {PASSIVE, HIGH} if it is not known */
    devlock_level_range allowed;  /* at which it may be called; most is UNSTATED if the model does not say */
    bool inferred;                /* that is inferred, not documented */
    const char *const *forbidden; /* contexts that must not call it */
    size_t forbidden_count;
    const devlock_map_entry *entries; /* how the routine is entered by others than the driver */
    size_t entry_count;
} devlock_lock_call;

typedef struct devlock_result devlock_result;

/* What the models say of limits, and the defaults where they say nothing. */
devlock_limits devlock_analysis_limits(const devlock_model *model);

/* Asks a program for what a model's rules need to know of the sources: records whose fields hold routines, macros that
 * claim something. Call it before the front end reads the first source. */
void devlock_analysis_prepare(devlock_program *program, const devlock_model *model);

/* Analyses a program. Never NULL. The program must outlive the result. Findings are sorted by place and check: the
 * same program gives the same result, byte for byte. Of several drivers (devlock_linkage) each is analysed by itself:
 * what is found in it, and what is given up, is as if it were alone, and the statistics are sums. */
devlock_result *devlock_analyze(const devlock_program *program, const devlock_model *model,
                                const devlock_options *options);
void devlock_result_free(devlock_result *result);

size_t devlock_result_finding_count(const devlock_result *result);
const devlock_finding *devlock_result_finding(const devlock_result *result, size_t index);
size_t devlock_result_gap_count(const devlock_result *result);
const devlock_gap *devlock_result_gap(const devlock_result *result, size_t index);
/* The map of the driver (devlock_options.picture; else empty): its routines, in the order of the program. */
size_t devlock_result_routine_count(const devlock_result *result);
const devlock_map_routine *devlock_result_routine(const devlock_result *result, size_t index);
/* The calls of lock functions (devlock_options.calls; else none), by place. */
size_t devlock_result_call_count(const devlock_result *result);
const devlock_lock_call *devlock_result_call(const devlock_result *result, size_t index);
const devlock_statistics *devlock_result_statistics(const devlock_result *result);

#ifdef __cplusplus
}
#endif

#endif

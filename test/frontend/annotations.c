// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Annotations, which may expand to nothing, are given to the functions that they stand at.
// RUN: %dump %s -- %msvc -I%S/../../include | FileCheck %s
#include "devlock/annotations.h"

#define _Acquires_lock_(lock)
#define _Releases_lock_(lock)
#define _Requires_lock_held_(lock)
#define _Requires_lock_not_held_(lock)
#define _Acquires_exclusive_lock_(lock)
#define _When_(condition, annotations)
#define _At_(what, annotations)
#define _Success_(condition)
#define _IRQL_requires_max_(level)
#define _IRQL_requires_(level)
#define _IRQL_raises_(level)
#define _IRQL_saves_
#define _IRQL_restores_
#define _IRQL_requires_same_
#define __drv_maxIRQL(level)
#define __drv_acquiresResource(kind)
#define _In_
#define PASSIVE_LEVEL 0
#define DISPATCH_LEVEL 2
#define OURS _Acquires_lock_(e)

typedef struct ext {
    struct ext *parent;
    int mode;
    struct {
        unsigned long long lock;
        struct ext *other;
    };
} ext;
ext *global;


// Before, behind, on several lines, by a macro of the driver's own.
_Acquires_lock_(e) void before(ext *e);
void behind(int n, ext *e)  _Releases_lock_(e);

void none(ext *e);
_IRQL_requires_max_(DISPATCH_LEVEL)
_Requires_lock_held_(e)
_Requires_lock_not_held_(e->parent)
static
void lines(ext *e);
OURS void ours(ext *e);

_When_(return != 0, _Acquires_lock_(e)) int maybe(ext *e);
_When_(return == 0, _Acquires_lock_(e) _Requires_lock_not_held_(e)) long status(_In_ ext *e);
_When_(NT_SUCCESS(return), _Acquires_lock_(&e->lock)) long success(ext *e);
_Success_(return) _Acquires_lock_(e->lock) int succeeds(ext *e);
_When_(return < -1, _Acquires_lock_(e->other)) long less(ext *e);
DEVLOCK_ACQUIRES_WHEN(return > 0, ((struct ext *)e)->parent->other) int cast(void *e);
DEVLOCK_RELEASES(*global) void of_global(void);
DEVLOCK_REQUIRES_FREE(global->parent) void of_global_too(void);
void parameter(int n, _In_ _Acquires_lock_(*_Curr_) ext *e);
void located(_At_(e, __drv_acquiresResource(SpinLock)) ext *e);
_IRQL_raises_(DISPATCH_LEVEL) _IRQL_saves_ unsigned char raise(void);
void save(_IRQL_saves_ unsigned char *old);
void restore(_In_ _IRQL_restores_ unsigned char old);
_IRQL_requires_same_ __drv_maxIRQL(1) void same(void);
_Acquires_lock_(e) typedef void enter_type(ext *e);
enter_type by_type;

_Acquires_lock_(nothing) void wrong(ext *e);
_When_(n > 3, _Releases_lock_(e)) void wrong_condition(int n, ext *e);
_When_(n > 3, _In_) void right_condition(int n, ext *e);

_When_(wait != 0, _IRQL_requires_max_(1)) _When_(!wait, _IRQL_requires_max_(DISPATCH_LEVEL)) void waits(int wait);
_When_(return != 0, _IRQL_raises_(DISPATCH_LEVEL)) int tries(void);
_When_(return == 0, _IRQL_requires_same_) int keeps(void);
_When_(return == 0, _IRQL_requires_max_(1)) int wrong_entry(void);
_When_(e->mode == 0, _IRQL_raises_(1)) void wrong_level_condition(ext *e);
_IRQL_requires_max_(CLOCK) void wrong_level(void);

_Acquires_exclusive_lock_(e)
void defined(ext *e)
{
    ext *f = e;
    _Acquires_lock_(f);
    before(e), behind(1, e), none(e), lines(e), ours(e), maybe(e), status(e), success(e), succeeds(e), less(e);
    cast(e), of_global(), of_global_too(), parameter(1, e), located(e), raise(), save((unsigned char *)e), restore(1);
    same(), by_type(e), wrong(e), wrong_condition(1, e), right_condition(1, e);
    waits(1), tries(), keeps(), wrong_entry(), wrong_level_condition(e), wrong_level();
}

/* Nothing for what only follows. */
void behind_all(ext *e)
{
    none(e);
}

// In the order of the functions in the graph.
// CHECK: annotation &defined acquires parameter 0 "e" @[[#@LINE-18]]:1
// CHECK-NEXT: annotation &before acquires parameter 0 "e" @[[#@LINE-58]]:1
// CHECK-NEXT: annotation &behind releases parameter 1 "e" @[[#@LINE-58]]:29
// CHECK-NEXT: annotation &lines most level 2 @[[#@LINE-56]]:1
// CHECK-NEXT: annotation &lines held parameter 0 "e" @[[#@LINE-56]]:1
// CHECK-NEXT: annotation &lines free parameter 0 load 0 "e->parent" @[[#@LINE-56]]:1
// CHECK-NEXT: annotation &ours acquires parameter 0 "e" @[[#@LINE-54]]:1
// CHECK-NEXT: annotation &maybe acquires parameter 0 when ne 0 "e" @[[#@LINE-53]]:1
// CHECK-NEXT: annotation &status acquires parameter 0 when eq 0 "e" @[[#@LINE-53]]:1
// CHECK-NEXT: annotation &status free parameter 0 "e" @[[#@LINE-54]]:1
// CHECK-NEXT: annotation &success acquires parameter 0 offset 16 variable when sge 0 "&e->lock" @[[#@LINE-54]]:1
// CHECK-NEXT: annotation &succeeds acquires parameter 0 offset 16 variable when ne 0 "e->lock" @[[#@LINE-54]]:19
// CHECK-NEXT: annotation &less acquires parameter 0 load 24 when slt -1 "e->other" @[[#@LINE-54]]:1
// CHECK-NEXT: annotation &cast acquires parameter 0 load 0 load 24 when sge 1 "((struct ext*)e)->parent->other" @[[#@LINE-54]]:1
// CHECK-NEXT: annotation &of_global releases $global load 0 "*global" @[[#@LINE-54]]:1
// CHECK-NEXT: annotation &of_global_too free $global load 0 load 0 "global->parent" @[[#@LINE-54]]:1
// CHECK-NEXT: annotation &parameter acquires parameter 1 "e" @[[#@LINE-54]]:28
// CHECK-NEXT: annotation &located acquires parameter 0 "e" @[[#@LINE-54]]:14
// CHECK-NEXT: annotation &raise raises level 2 @[[#@LINE-54]]:1
// CHECK-NEXT: annotation &raise saves result @[[#@LINE-55]]:31
// CHECK-NEXT: annotation &save saves parameter 0 behind @[[#@LINE-55]]:11
// CHECK-NEXT: annotation &restore restores parameter 0 @[[#@LINE-55]]:19
// CHECK-NEXT: annotation &same keeps @[[#@LINE-55]]:1
// CHECK-NEXT: annotation &same most level 1 @[[#@LINE-56]]:22
// CHECK-NEXT: annotation &by_type acquires parameter 0 "e" @[[#@LINE-56]]:1
// CHECK-NEXT: annotation &wrong acquires @[[#@LINE-54]]:1
// CHECK-NEXT: annotation &wrong_condition acquires @[[#@LINE-54]]:1
// CHECK-NEXT: annotation &waits most level 1 when parameter 0 ne 0 @[[#@LINE-52]]:1
// CHECK-NEXT: annotation &waits most level 2 when parameter 0 eq 0 @[[#@LINE-53]]:43
// CHECK-NEXT: annotation &tries raises level 2 when ne 0 @[[#@LINE-53]]:1
// CHECK-NEXT: annotation &keeps keeps when eq 0 @[[#@LINE-53]]:1
// CHECK: gap "wrong" "its annotation _Acquires_lock_(nothing) is not understood and has no effect; a lock is written as a parameter, a global, or a field that is reached from one, a level as a number or its name, and a condition compares return, or for levels a parameter, with a number" @[[#@LINE-60]]:1
// CHECK-NEXT: gap "wrong_condition" "its annotation _When_(n>3,_Releases_lock_(e)) is not understood and has no effect; a lock is written as a parameter, a global, or a field that is reached from one, a level as a number or its name, and a condition compares return, or for levels a parameter, with a number" @[[#@LINE-60]]:1
// CHECK-NEXT: gap "wrong_entry" "its annotation _IRQL_requires_max_(1) is not understood and has no effect; a lock is written as a parameter, a global, or a field that is reached from one, a level as a number or its name, and a condition compares return, or for levels a parameter, with a number" @[[#@LINE-55]]:1
// CHECK-NEXT: gap "wrong_level_condition" "its annotation _When_(e->mode==0,_IRQL_raises_(1)) is not understood and has no effect; a lock is written as a parameter, a global, or a field that is reached from one, a level as a number or its name, and a condition compares return, or for levels a parameter, with a number" @[[#@LINE-55]]:1
// CHECK-NEXT: gap "wrong_level" "its annotation _IRQL_requires_max_(CLOCK) is not understood and has no effect; a lock is written as a parameter, a global, or a field that is reached from one, a level as a number or its name, and a condition compares return, or for levels a parameter, with a number" @[[#@LINE-55]]:1

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which functions of a system's headers raise no exception by what they access.
// RUN: %dump %s -- %msvc | FileCheck %s

struct entry { struct entry *next, *before; int counts[2]; volatile int seen; };

// Whoever uses it gives it what is the driver's.
static inline void own(struct entry *e)
{
    e->next = e;
}

# 1 "kit.h" 1 3
static inline void insert(struct entry *head, struct entry *e)
{
    struct entry *last = head->before;
    e->next = head;
    e->before = last;
    last->next = e;
    head->before = e;
}
static inline int through(int *p) { return *p; }
static inline int of_array(int *p) { return p[1]; }
static inline int look(struct entry *e) { return e->seen; }
static inline void clear(struct entry *e) { __builtin_memset(e, 0, sizeof *e); }
void declared(struct entry *e);
# 24 "steady.c" 2

// CHECK-DAG: function insert internal inline steady key
// CHECK-DAG: function own internal key
// CHECK-DAG: function through internal inline key
// CHECK-DAG: function of_array internal inline key
// CHECK-DAG: function look internal inline key
// CHECK-DAG: function clear internal inline key
// CHECK-DAG: function declared key
void use(struct entry *head, struct entry *e)
{
    own(e);
    insert(head, e);
    through(head->counts);
    of_array(head->counts);
    look(e);
    clear(e);
    declared(e);
}

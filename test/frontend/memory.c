// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fields, elements, bit-fields, structures.
// RUN: %dump %s -- %msvc | FileCheck %s
typedef struct {
    unsigned a : 3;
    int b : 5;
    unsigned c : 24;
    _Bool d : 1;
} bits;
typedef struct pair {
    int x;
    char name[8];
    struct {
        int u;
        union {
            int p;
            short q[2];
        };
    };
    struct pair *next;
} pair;
extern pair make(int);
extern void take(pair, const pair *, void *);

// CHECK-LABEL: routine set_bits(
// CHECK: %[[P:[0-9]+]] = load 64 p
// CHECK-NEXT: %[[OLD:[0-9]+]] = load 32 %[[P]]
// CHECK-NEXT: %[[REST:[0-9]+]] = and %[[OLD]], 0xfffffff8
// CHECK-NEXT: %[[NEW:[0-9]+]] = or %[[REST]], 5
// CHECK-NEXT: store %[[P]], %[[NEW]]
// CHECK: shl %{{[0-9]+}}, 24
// CHECK-NEXT: ashr %{{[0-9]+}}, 27
// CHECK: lshr %{{[0-9]+}}, 8
void set_bits(bits *p, int *out)
{
    p->a = 5;
    out[0] = p->b;
    out[1] = p->c;
}

// CHECK-LABEL: routine one_bit(
// CHECK: %[[ADDRESS:[0-9]+]] = field %{{[0-9]+}}, 4
// CHECK: load 8 %[[ADDRESS]]
// CHECK: and %{{[0-9]+}}, 1
int one_bit(bits *p)
{
    return p->d;
}

// &a[i], a + i and *(a + i) are the same.
// CHECK-LABEL: routine elements(
// CHECK-COUNT-3: index %{{[0-9]+}}, %{{[0-9]+}}, 1, 8
// CHECK-NOT: index
// CHECK: }
int elements(pair *p, int i)
{
    return p->name[i] + *(p->name + i) + *&p->name[i];
}

// CHECK-LABEL: routine pointers(
// CHECK: index %{{[0-9]+}}, 3, 4 @
// CHECK: index %{{[0-9]+}}, 0xfffffffffffffffe, 4 @
// CHECK: index %{{[0-9]+}}, 1, 4 @
// CHECK: sdiv %{{[0-9]+}}, 4
int pointers(int *p, int *q)
{
    int *r = p + 3;
    r -= 2;
    r++;
    *r = 1;
    return (int)(r - q);
}

// An array of one or no element at the end of a structure may be longer.
struct tail {
    int n;
    int data[1];
};
// CHECK-LABEL: routine tails(
// CHECK: index %{{[0-9]+}}, %{{[0-9]+}}, 4 @
int tails(struct tail *t, int i)
{
    return t->data[i];
}

// CHECK-LABEL: routine structures(in 64, p 64 pointer)
// CHECK: copy in.{{[0-9]+}}, %{{[0-9]+}}, 32
// CHECK: copy a, in.{{[0-9]+}}, 32
// CHECK: call make(32:3)
// CHECK-NEXT: declare [[RESULT:\.[0-9]+]]
// CHECK-NEXT: copy %{{[0-9]+}}, [[RESULT]], 32
// By value: the address of a copy, which the callee only reads.
// CHECK: copy [[COPY:\.[0-9]+]], a, 32
// CHECK: call take([[COPY]] const, a reach 32 const "&a", %{{[0-9]+}} reach 8 "p->name")
// CHECK: call make(32:2)
// CHECK: load 32
int structures(pair in, pair *p)
{
    pair a = in;
    *p = make(3);
    take(a, &a, p->name);
    return make(2).x;
}

// Members of anonymous structures and unions.
// CHECK-LABEL: routine members(
// CHECK: field %{{[0-9]+}}, 16
// CHECK-NEXT: store %{{[0-9]+}}, 32:7
void members(pair *p)
{
    p->p = 7;
}

// The address of a variable is what makes it more than a value.
// CHECK-LABEL: routine addresses(
// CHECK: var plain 32
// CHECK: var shown bytes 4
// CHECK: var changing bytes 4
// CHECK: call take2(shown reach 4 "&shown")
// CHECK: load volatile 32 changing
int addresses(void)
{
    extern void take2(int *);
    int plain = 1, shown = 2;
    volatile int changing = 3;
    take2(&shown);
    (void)plain;
    return changing + shown;
}

// The address of a member behind a pointer: that it is not null is known by its being a field's.
// CHECK-LABEL: routine inside(
// CHECK: %[[MEMBER:[0-9]+]] = field %{{[0-9]+}}, 16
// CHECK-NEXT: return %[[MEMBER]]
int *inside(pair *p)
{
    return &p->p;
}

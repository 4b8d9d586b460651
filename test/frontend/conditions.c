// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conditions: short circuit as branches, truth values in variables, the conditional operator.
// RUN: %dump %s -- %msvc | FileCheck %s
extern int f(int), g(int);
typedef struct node {
    int x;
    struct node *next;
} node;

// CHECK-LABEL: routine both(
// CHECK: call 32 f(
// CHECK: branch {{.*}} ? [[SECOND:b[0-9]+]] : [[NO:b[0-9]+]] "f(a)"
// CHECK: return 0
// CHECK: [[SECOND]]:
// CHECK: call 32 g(
// CHECK: branch {{.*}} ? b{{[0-9]+}} : [[NO]] "g(a)"
int both(int a)
{
    if (f(a) && g(a))
        return 1;
    return 0;
}

// CHECK-LABEL: routine value(
// CHECK: store [[RESULT:\.[0-9]+]], 1
// CHECK: store [[RESULT]], 0
// CHECK: load 32 [[RESULT]]
int value(int a, node *p)
{
    return a || !p;
}

// A value that is only tested needs no variable.
// CHECK-LABEL: routine nested(
// CHECK-NOT: var
// CHECK: branch {{.*}} "a"
// CHECK-DAG: "p->x"
// CHECK-DAG: "p->next != 0"
int nested(int a, node *p)
{
    if (a ? p->x : p->next != 0)
        return 1;
    return 0;
}

// GNU: the first operand is evaluated once.
// CHECK-LABEL: routine shortened(
// CHECK: call 32 f(
// CHECK-NOT: call 32 f(
// CHECK: }
int shortened(int a)
{
    return f(a) ?: 5;
}

// CHECK-LABEL: routine truth(
// CHECK: %[[MASKED:[0-9]+]] = and %{{[0-9]+}}, 2
// CHECK-NEXT: %[[BIT:[0-9]+]] = ne %[[MASKED]], 0
// CHECK-NEXT: %[[BYTE:[0-9]+]] = zext 8 %[[BIT]]
// CHECK-NEXT: store b, %[[BYTE]]
_Bool truth(unsigned flags)
{
    _Bool b = flags & 2;
    return b;
}

// CHECK-LABEL: routine compared(
// CHECK: ult
// CHECK: slt
// CHECK: sle
int compared(unsigned a, int b, unsigned char c)
{
    return (a < 3u) + (c < b) + (b >= 7);
}

// CHECK-LABEL: routine hinted(
// CHECK: branch {{.*}} "a > 3"
// CHECK: assume
int hinted(int a)
{
    if (__builtin_expect(a > 3, 0))
        return 1;
    __assume(a != 2);
    return a;
}

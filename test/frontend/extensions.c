// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Old-style definitions and GNU extensions.
// RUN: %dump %s -- %msvc | FileCheck %s
extern int f(int);
#define TWICE(x)                                                                                                       \
    ({                                                                                                                 \
        int once = f(x);                                                                                               \
        once + once;                                                                                                   \
    })

// CHECK-LABEL: routine old(a 8 signed, b 16 signed, c 64 pointer) -> 32
int old(a, b, c)
char a;
short b;
int *c;
{
    return a + b + *c;
}

// What a macro writes stands where the macro is used.
// CHECK-LABEL: routine expression(
// CHECK: call 32 f({{.*}}) signed @[[#@LINE+5]]:13
// CHECK: add
// CHECK-NEXT: store y, %{{[0-9]+}} @[[#@LINE+3]]:
int expression(int x)
{
    int y = TWICE(x);
    return y;
}

// A jump out of a statement expression.
// CHECK-LABEL: routine leaves(
// CHECK: return 0xffffffff
int leaves(int x)
{
    int y = ({
        if (x)
            goto out;
        x * 2;
    });
    return y;
out:
    return -1;
}

// CHECK-LABEL: routine lengths(
// CHECK: var a bytes 0
// CHECK: declare a
// CHECK: index a, 1, 4 @
// CHECK: %[[COUNT:[0-9]+]] = load 64 [[N:\.[0-9]+]]
// CHECK-NEXT: mul %[[COUNT]], 4
unsigned lengths(int n)
{
    int a[n];
    n = 0;
    a[1] = 2;
    return sizeof a;
}

// CHECK-LABEL: routine selected(
// CHECK: return 13
int selected(void)
{
    return _Generic(1, int: 1, default: f(1)) + __builtin_choose_expr(1, 2, f(2)) + _Alignof(int) * 0 + 10;
}

// What C knows and the graph does not is an unknown value of its own kind.
// CHECK-LABEL: routine unknowns(
// CHECK: unknown imprecise 32
// CHECK: unknown imprecise 1
// CHECK: unknown imprecise 32
int unknowns(float x, __builtin_va_list list)
{
    float y = x * 2;
    if (y > 3)
        return 1;
    return __builtin_va_arg(list, int);
}

// CHECK-LABEL: routine assembly(
// CHECK: call inline_assembly(
// CHECK: %[[OUT:[0-9]+]] = unknown imprecise 32
// CHECK-NEXT: store y, %[[OUT]]
int assembly(int x)
{
    int y;
    __asm__ volatile("mov %1, %0" : "=r"(y) : "r"(x) : "memory");
    return y;
}

// CHECK-LABEL: routine interlocked(
// CHECK: %[[OLD:[0-9]+]] = load 32
// CHECK-NEXT: %[[NEW:[0-9]+]] = add %[[OLD]], 1
// CHECK-NEXT: store %{{[0-9]+}}, %[[NEW]]
// CHECK-NEXT: return %[[NEW]]
long _InterlockedIncrement(long volatile *);
long interlocked(long volatile *p)
{
    return _InterlockedIncrement(p);
}

// CHECK-LABEL: routine sized(
// CHECK: zero %{{[0-9]+}}, 16
// CHECK: copy %{{[0-9]+}}, %{{[0-9]+}}, 16
// CHECK: call 64 memset(
void sized(void *p, void *q, unsigned n)
{
    __builtin_memset(p, 0, 16);
    __builtin_memcpy(p, q, 16);
    __builtin_memset(p, 0, n);
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Broken code: a routine is analysed when the piece does not matter, and named as not analysed when it may.
// RUN: %dump %s -- %msvc 2> %t.err | FileCheck %s
// RUN: FileCheck --check-prefix ERROR %s < %t.err
extern void lock(void *), unlock(void *);
extern int use(int);

// CHECK-DAG: routine intact(
int intact(int x) { lock(&x); unlock(&x); return x; }
// CHECK-DAG: routine harmless(
// ERROR: broken.c:[[#@LINE+1]]:42: error: use of undeclared identifier 'unknown'
int harmless(int x) { if (x) { lock(&x); unknown; unlock(&x); } return x; }
// CHECK-DAG: routine condition(
int condition(int x) { if (unknown > 3) use(1); return x; }
// CHECK-DAG: routine declared(
int declared(int x) { UNKNOWN_TYPE y; lock(&x); unlock(&x); return x; }
// CHECK-DAG: routine implicit(
int implicit(int x, char *p) { p = x; return undeclared_function(p); }

// CHECK-DAG: gap "call" "line [[#@LINE+1]] has an error that may hide a call, a jump or an assignment" mentions "lock" @[[#@LINE+1]]:5
int call(int x) { lock(unknown); return x; }
// CHECK-DAG: gap "assignment" "line [[#@LINE+1]] has
int assignment(int x) { x = unknown; return x; }
// CHECK-DAG: gap "returned" "line [[#@LINE+1]] has
int returned(int x) { lock(&x); return unknown; }
// CHECK-DAG: gap "initial" "line [[#@LINE+1]] has
int initial(int x) { int y = unknown; lock(&x); return y; }
// CHECK-DAG: gap "inner" "line [[#@LINE+1]] has
int inner(int x) { use(unknown + use(3)); return x; }
// CHECK-DAG: gap "bad_variable" "line [[#@LINE+1]] has
int bad_variable(int x) { UNKNOWN_TYPE y; lock(y); return x; }
// CHECK-DAG: gap "syntax" "line [[#@LINE+1]] has
int syntax(int x) { if (x { lock(&x); } return x; }
// CHECK-DAG: gap "twice" "line [[#@LINE+1]] has
int twice(int x) { switch (x) { case 1: use(1); break; case 1: use(2); } return 1; }
// CHECK-DAG: gap "nowhere" "line [[#@LINE+1]]: a label could not be parsed"
int nowhere(int x) { if (x) goto no_label; return 1; }

#define LOCK(x) lock(x)
#define NOTHING(x)
// CHECK-DAG: gap "macro" "line [[#@LINE+1]] has
int macro(int x) { LOCK(unknown); return x; }
// CHECK-DAG: routine no_macro(
int no_macro(int x) { NOTHING(unknown(x)); LOCK(&x); return x; }
// CHECK-DAG: routine left_out(
int left_out(int x)
{
#if 0
    lock(unknown);
#endif
    return x;
}

// What goes through the comparison of text and tree although nothing is wrong with it.
// CHECK-DAG: routine varied(
int varied(int x, int (*p)(int))
{
    void (*q)(void *) = lock;
    int a[2] = {[0] = 3};
    struct {
        int b;
    } s = {.b = use(1)};
    q(&s);
    (*q)(a);
    (p)(1);
    x = (int)(use)(2);
    do {
        x += ((int (*)(int))p)(3);
    } while (x++ < 3);
    return __builtin_offsetof(struct { int b; }, b) + sizeof(x);
}

// Uses of globals and parameters that could not be parsed.
UNKNOWN_TYPE global;
// CHECK-DAG: gap "uses_global" "line [[#@LINE+1]] has
int uses_global(int x) { lock(global); return x; }
// CHECK-DAG: gap "parameter" "its declaration could not be parsed"
int parameter(UNKNOWN_TYPE *p, int x) { lock(p); return 0; }
struct partial {
    int a;
    UNKNOWN_TYPE b;
};
// CHECK-DAG: gap "uses_partial" "a structure it uses could not be parsed"
int uses_partial(struct partial *p) { lock(p); return p->a; }
// CHECK-DAG: gap "old_style" "its definition could not be parsed" mentions "lock" @[[#@LINE+1]]:5
int old_style(p) UNKNOWN_TYPE *p; { lock(p); }
// CHECK-DAG: gap "short_cut" "line [[#@LINE+1]] has a closing brace too many"
void short_cut(void *p) { lock(p); } unlock(p); }
// CHECK-DAG: gap "open_end" "its braces do not match; functions after it may be missing"
int open_end(void *p) { if (p) { lock(p); return 1; }

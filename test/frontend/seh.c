// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Structured exception handling: which blocks run on which way out.
// RUN: %dump %s -- %msvc | FileCheck %s
typedef void *PVOID;
extern void a(int), b(int), c(int), f(int);
extern int cond(int);

// One copy of the block for falling through, one for the exception.
// CHECK-LABEL: routine terminated(
// CHECK: b[[#]]: handler [[RAISED:b[0-9]+]]
// CHECK-NEXT: call a(32:1)
// CHECK: call f(32:0)
// CHECK: call f(32:1)
// CHECK: unwind
void terminated(void)
{
    __try {
        a(1);
    } __finally {
        if (AbnormalTermination())
            f(1);
        else
            f(0);
    }
}

// The value of a return is computed before the __finally block runs.
// CHECK-LABEL: routine returned(
// CHECK: %[[VALUE:[0-9]+]] = load 32 x @[[#@LINE+8]]
// CHECK: store x, 0
// CHECK: call f(32:1)
// CHECK: return %[[VALUE]] @[[#@LINE+5]]:9
int returned(int x)
{
    __try {
        a(1);
        return x;
    } __finally {
        x = 0;
        f(_abnormal_termination());
    }
    return 0;
}

// Inner blocks run first.
// CHECK-LABEL: routine loop(
// CHECK: call f(32:1)
// CHECK: call f(32:2)
// CHECK: jump b[[#]] @[[#@LINE+7]]:17
void loop(int n)
{
    while (n--) {
        __try {
            __try {
                a(n);
                break;
            } __finally {
                f(1);
            }
        } __finally {
            f(2);
        }
    }
}

// __leave is no abnormal termination.
// CHECK-LABEL: routine left(
// CHECK: call f(32:0)
// CHECK: call f(32:1)
// CHECK: unwind
// CHECK-NOT: call f
// CHECK: }
void left(int x)
{
    __try {
        if (x)
            __leave;
        a(1);
    } __finally {
        f(AbnormalTermination());
    }
}

// A handler that takes all, one that takes none, one that resumes, and one that decides when it is asked.
// CHECK-LABEL: routine always(
// CHECK: call b(32:1)
// CHECK: b[[#]]: handler b
// CHECK-NEXT: call a(32:1)
// CHECK-NOT: unwind
// CHECK: }
void always(void)
{
    __try {
        a(1);
    } __except (1) {
        b(1);
    }
}
// CHECK-LABEL: routine never(
// CHECK: unwind
void never(void)
{
    __try {
        a(1);
    } __except (0) {
        b(1);
    }
}
// CHECK-LABEL: routine resumed(
// CHECK-NOT: unwind
// CHECK: unreachable
// CHECK-NOT: unwind
// CHECK: }
void resumed(void)
{
    __try {
        a(1);
    } __except (-1) {
        b(1);
    }
}
// CHECK-LABEL: routine decided(
// CHECK: unknown 32
// CHECK: call 32 cond(
// CHECK: slt 0,
// CHECK: "cond(_exception_code())"
// CHECK-DAG: unreachable
// CHECK-DAG: unwind
void decided(void)
{
    __try {
        a(1);
    } __except (cond(_exception_code())) {
        b(1);
    }
}

// Two phases: the outer filter is asked before the inner __finally block runs.
// CHECK-LABEL: routine phases(
// CHECK: call c(32:1)
// CHECK: call a(32:1)
// CHECK: call f(32:0)
// CHECK: call 32 cond(32:1)
// CHECK: branch {{.*}} ? [[YES:b[0-9]+]] : b
// CHECK: [[YES]]:
// CHECK-NEXT: jump [[LAST:b[0-9]+]]
// CHECK: [[LAST]]: handler
// CHECK-NEXT: call f(32:1)
void phases(void)
{
    __try {
        __try {
            a(1);
        } __finally {
            f(AbnormalTermination());
        }
    } __except (cond(1)) {
        c(1);
    }
}

// A jump into the open: through the __finally block, to the label.
// CHECK-LABEL: routine out(
// CHECK-DAG: call c(32:9)
// CHECK-DAG: call f(32:1)
// CHECK-DAG: call f(32:0)
void out(int x)
{
    __try {
        if (x)
            goto failed;
        a(1);
    } __finally {
        f(AbnormalTermination());
    }
    return;
failed:
    c(9);
}

// Labels, loops and switches inside of a __finally block belong to each copy.
// CHECK-LABEL: routine inside(
// CHECK-COUNT-2: call c(32:3)
// CHECK-NOT: call c(32:3)
// CHECK: }
void inside(int x)
{
    __try {
        a(1);
    } __finally {
        int i;
        for (i = 0; i < 2; i++)
            if (x)
                continue;
        switch (x) {
        case 1:
            goto end;
        default:
            break;
        }
        b(2);
    end:
        c(3);
    }
}

// CHECK: gap "undefined" "line [[#@LINE+7]]: a jump leaves a __finally block"
int undefined(int x)
{
    __try {
        a(1);
    } __finally {
        if (x)
            return 3;
    }
    return 1;
}

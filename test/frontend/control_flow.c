// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loops, jumps and returns: every return keeps its own end and place.
// RUN: %dump %s -- %msvc | FileCheck %s
extern void step(int);
extern int ready(void);

// CHECK-LABEL: routine loops(
int loops(int n)
{
    int i, sum = 0;
    // CHECK: store i, 0 @[[#@LINE+4]]:
    // CHECK: slt
    // CHECK-NEXT: branch {{.*}} "i < n" @[[#@LINE+2]]:
    // Each return has a place of its own.
    for (i = 0; i < n; i++) {
        if (i == 3)
            continue;
        if (i == 7)
            return 1;
        sum += i;
    }
    while (sum > 10)
        sum /= 2;
    do {
        if (!ready())
            break;
    } while (sum-- && n);
    return sum;
    // CHECK-DAG: return 1 @[[#@LINE-10]]:13
    // CHECK-DAG: return %{{[0-9]+}} @[[#@LINE-2]]:5
    // A test with ! is the test itself, the other way round.
    // CHECK-DAG: "ready()" @[[#@LINE-7]]:
    // CHECK-DAG: "sum--" @[[#@LINE-6]]:
    // CHECK-DAG: "n" @[[#@LINE-7]]:
}

// Falling off the end returns at the closing brace.
// CHECK-LABEL: routine none(
void none(int x)
{
    if (x)
        return;
    step(1);
    // CHECK-DAG: return @[[#@LINE-2]]:9
    // CHECK-DAG: return @[[#@LINE+1]]:1
}

// Constants decide a branch: no test is left.
// CHECK-LABEL: routine constants(
// CHECK-NOT: branch
// CHECK: }
void constants(void)
{
    if (0)
        step(1);
    for (;;) {
        if (sizeof(int) == 4)
            step(2);
    }
}

// CHECK-LABEL: routine jumps(
int jumps(int x)
{
    if (x)
        goto out;
    step(1);
again:
    step(2);
    if (ready())
        goto again;
out:
    return x;
    // CHECK: "x"
    // CHECK: call step(32:1)
    // CHECK-NEXT: jump [[AGAIN:b[0-9]+]]
    // CHECK: [[AGAIN]]:
    // CHECK-NEXT: call step(32:2)
}

// An indirect jump lists all labels whose address is taken; a table of labels is no constant.
// CHECK-LABEL: routine computed(
// CHECK: index $table, {{.*}}, 8, 2
// CHECK: goto {{.*}}b{{[0-9]+}}, b{{[0-9]+}}
int computed(int x)
{
    static const void *const table[] = {&&one, &&two};
    goto *table[x & 1];
one:
    step(1);
two:
    return 2;
}

// The path ends in a call that does not return.
extern __declspec(noreturn) void halt(void);
// CHECK-LABEL: routine ends(
// CHECK: call halt()
// CHECK-NEXT: unreachable
int ends(int x)
{
    if (x)
        halt();
    return 1;
}

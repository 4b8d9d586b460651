// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Switches: fall-through, ranges, cases inside of other statements.
// RUN: %dump %s -- %msvc | FileCheck %s
extern void step(int);

// CHECK-LABEL: routine ranges(
// CHECK: switch {{.*}} signed { 0..5: [[NEAR:b[0-9]+]], 7: b{{[0-9]+}}, 100..200: b{{[0-9]+}}, -3..-1: [[NEAR]], default: [[REST:b[0-9]+]] } "x"
int ranges(int x)
{
    switch (x) {
    case -3 ... 5:
        return 1;
    case 100 ... 200:
    case 7:
        step(1);
    default:
        step(2);
    }
    // CHECK: call step(32:1)
    // CHECK-NEXT: jump [[REST]]
    return 2;
}

// CHECK-LABEL: routine narrow(
// CHECK: switch %{{[0-9]+}} { 255: b{{[0-9]+}}, default: b{{[0-9]+}} } "x"
int narrow(unsigned x)
{
    switch (x) {
    case 255:
        return 1;
    }
    return 0;
}

// Duff's device: the cases lie inside of a loop.
// CHECK-LABEL: routine duff(
// CHECK: switch {{.*}} { 0: [[ZERO:b[0-9]+]], 1: [[ONE:b[0-9]+]], 2: [[TWO:b[0-9]+]], default:
// CHECK: [[ONE]]:
// CHECK-NEXT: call step(32:1)
// CHECK: [[TWO]]:
// CHECK-NEXT: call step(32:2)
// CHECK-NEXT: jump [[ONE]]
// CHECK: [[ZERO]]:
// CHECK-NEXT: jump [[LOOP:b[0-9]+]]
// CHECK: [[LOOP]]:
// CHECK-NEXT: call step(32:3)
// CHECK-NEXT: jump [[TWO]]
// CHECK: branch {{.*}} ? [[LOOP]] : b{{[0-9]+}} "--n > 0"
void duff(int count)
{
    int n = (count + 2) / 3;
    switch (count % 3) {
    case 0:
        do {
            step(3);
    case 2:
            step(2);
    case 1:
            step(1);
        } while (--n > 0);
    }
}

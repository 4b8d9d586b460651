// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Destructors stand on every way out of a scope; a method has its object as its first parameter.
// RUN: %dump %s -- %msvc | FileCheck %s
struct s {
    int value;
    ~s();
    int method(int x) { return value + x; }
};
// CHECK-LABEL: routine method(this 64, x 32 signed) -> 32
// CHECK: load 64 this
int outside(int x)
{
    s object;
    if (x)
        return 1;
    return object.method(x);
}
// CHECK-LABEL: routine outside(x 32 signed) -> 32
// CHECK: call 32 method(object reach whole "object"
// CHECK-NEXT: call __s(object reach 4)
// CHECK-NEXT: return %
// CHECK: call __s(object reach 4)
// CHECK-NEXT: return 1

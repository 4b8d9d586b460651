// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// C++ is not analysed yet, and says so.
// RUN: %dump %s -- %msvc | FileCheck %s
// CHECK-DAG: gap "outside" "C++ is not analysed yet" @[[#@LINE+1]]:5
int outside(int x) { return x; }
namespace n {
struct s {
    // CHECK-DAG: gap "method" "C++ is not analysed yet" @[[#@LINE+1]]:9
    int method() { return 1; }
};
} // namespace n

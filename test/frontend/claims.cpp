// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Uses of macros that the program asks for, in methods and lambdas: each belongs to the innermost body around it.
// RUN: %dump --ask-macro PAGED_CODE %s -- %msvc -std=c++17 | FileCheck %s
#define PAGED_CODE()

void work(int);

// CHECK-LABEL: routine method(
// CHECK-NEXT: b0:
// CHECK-NEXT: call PAGED_CODE() @[[#@LINE+5]]:9
// CHECK-NOT: call PAGED_CODE
struct Adapter {
    void method()
    {
        PAGED_CODE();
        work(1);
    }
};

// CHECK-LABEL: routine outer(
// CHECK-NOT: call PAGED_CODE
// CHECK: return
// CHECK-LABEL: routine {{.*}}operator
// CHECK: call PAGED_CODE() @[[#@LINE+4]]:19
void outer(Adapter &adapter)
{
    auto inner = [] {
        work(2);  PAGED_CODE();
    };
    struct Local {
        void run()
        {
            PAGED_CODE();
        }
    };
    inner();
    Local().run();
    adapter.method();
}
// CHECK-LABEL: routine run(
// CHECK: call PAGED_CODE() @[[#@LINE-8]]:13

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Registrations as C++ writes them.
// RUN: %dump --ask-record INIT_DATA %s -- %msvc -std=c++17 | FileCheck %s

// CHECK: field "INIT_DATA" "Find" 0
// CHECK-NEXT: field "INIT_DATA" "Isr" 8
extern "C" {
typedef struct _INIT_DATA {
    int (*Find)(void *);
    int (*Isr)(void *);
} INIT_DATA;
int Isr(void *);
}
namespace mini
{
int Find(void *);
}
struct Adapter {
    static int OnInterrupt(void *);
};

// CHECK-NEXT: registration "INIT_DATA" "Isr" &OnInterrupt @[[#@LINE+4]]:40
// CHECK-NEXT: registration "INIT_DATA" "Find" &Find @[[#@LINE+3]]:68
struct Driver : INIT_DATA {
    Driver()
        : INIT_DATA{nullptr, &Adapter::OnInterrupt} { Find = mini::Find; }
    void Change()
    {
        auto set = [this] { this->Isr = reinterpret_cast<int (*)(void *)>(::Isr); };
        set();
    }
};

int Entry()
{
    Driver driver;
    driver.Change();
    // A lambda that becomes a pointer: the routine has the lambda's body, and no object.
    // CHECK-NEXT: registration "INIT_DATA" "Find" &[[LAMBDA:operator__[.0-9]*]] @[[#@LINE+3]]
    // CHECK-NEXT: registration "INIT_DATA" "Isr" &[[OTHER:operator__[.0-9]*]] @[[#@LINE+3]]
    // CHECK-NEXT: registration "INIT_DATA" "Isr" &Isr @[[#@LINE-12]]:77
    driver.Find = [](void *ext) { return mini::Find(ext); };
    driver.Isr = [](auto *ext) { return Isr(ext); };
    return 0;
}
// CHECK-DAG: routine [[LAMBDA]](ext 64 pointer) -> 32
// CHECK-DAG: routine [[OTHER]](ext 64 pointer) -> 32
// CHECK-DAG: = call 32 Find(
// CHECK-DAG: = call 32 Isr(

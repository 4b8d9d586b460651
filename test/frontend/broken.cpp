// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Broken C++: what is intact is analysed, what may not be what was written is named. An error in a class, an enumeration
// or a declaration is one of all routines that rest on it.
// RUN: %dump %s -- %msvc -std=c++17 2> %t.err | FileCheck %s --implicit-check-not '"intact' --implicit-check-not '"Plain"'
extern "C" {
void lock(void *);
void unlock(void *);
}

// CHECK-DAG: routine intact_before(
int intact_before(int x) { lock(&x); unlock(&x); return x; }

UNKNOWN_TYPE table = {0};

// CHECK-DAG: gap "LostHead" "its declaration could not be parsed" mentions "lock" @[[#@LINE+3]]:1
UNKNOWN_ANNOTATION
int
LostHead(int x) { lock(&x); return x; }
void SkippedWithIt(int);

// CHECK-DAG: routine intact_behind(
int intact_behind(int x) { lock(&x); unlock(&x); return x; }
// CHECK-DAG: gap "Parameter" "its declaration could not be parsed" mentions "lock" @[[#@LINE+1]]:6
void Parameter(UNKNOWN_TYPE *x) { lock(x); }
// CHECK-DAG: gap "Body" "line [[#@LINE+1]] has an error" mentions "lock", "unlock" @[[#@LINE+1]]:6
void Body(int x) { lock(unknown); unlock(&x); }
namespace inner {
UNKNOWN_TYPE other;
// CHECK-DAG: routine intact_inside(
int intact_inside(int x) { return x; }
// CHECK-DAG: gap "LostInside" "its declaration could not be parsed"
UNKNOWN_ANNOTATION int LostInside(int x) { return x; }
} // namespace inner

// A class with an error in it may lack what it does on its own.
struct Damaged {
    Damaged();
    UNKNOWN_TYPE method();
    void other();
    int field;
    // CHECK-DAG: gap "Lost" "its declaration could not be parsed"
    UNKNOWN_ANNOTATION void Lost(int x) { lock(this); }
};
struct Derived : Damaged {
    int more;
};
struct Holder {
    Derived parts[2];
};
struct Plain {
    ~Plain() { unlock(this); }
    // CHECK-DAG: gap "Error" "line [[#@LINE+1]] has an error"
    void Error() { lock(unknown); }
    Damaged *damaged;
    int field;
};
// CHECK-DAG: gap "Makes" "line [[#@LINE+1]]: 'Damaged' has an error in its definition"
void Makes() { Damaged d; lock(&d); }
// CHECK-DAG: gap "MakesMember" "line [[#@LINE+1]]: 'Damaged' has an error in its definition"
void MakesMember() { Holder h; lock(&h); }
// CHECK-DAG: gap "News" "line [[#@LINE+1]]: 'Damaged' has an error in its definition"
void *News() { return new Derived; }
// CHECK-DAG: gap "Deletes" "line [[#@LINE+1]]: 'Damaged' has an error in its definition"
void Deletes(Derived *d) { delete d; }
// CHECK-DAG: gap "Calls" "line [[#@LINE+1]]: 'Damaged' has an error in its definition"
void Calls(Derived *d) { d->other(); }
// CHECK-DAG: gap "ByValue" "line [[#@LINE+1]]: 'Damaged' has an error in its definition"
void ByValue(Damaged d) { lock(&d); }
// CHECK-DAG: gap "Copies" "line [[#@LINE+1]]: 'Damaged' has an error in its definition"
void Copies(Damaged *a, Damaged *b) { *a = *b; }
// CHECK-DAG: gap "Damaged" "line [[#@LINE+1]]: 'Damaged' has an error in its definition"
Damaged::Damaged() { lock(this); }
// CHECK-DAG: routine other(
void Damaged::other() { lock(this); }
// CHECK-DAG: routine intact_plain(
void intact_plain(Damaged *d, Plain *p) { Plain one; lock(d); lock(p->damaged); }

// CHECK-DAG: gap "Typedef" "line [[#@LINE+2]]: 'MISSING_HANDLE' could not be parsed"
typedef UNKNOWN_TYPE *MISSING_HANDLE;
int Typedef(void *p) { MISSING_HANDLE h = (MISSING_HANDLE)p; lock(h); return sizeof(h); }
enum Levels { First = unknown + 1, Second };
// CHECK-DAG: gap "Enumerator" "line [[#@LINE+1]]: 'Levels' has an error in its definition"
int Enumerator(int x) { if (x == Second) lock(&x); return x; }
// CHECK-DAG: gap "Global" "line [[#@LINE+1]]
void Global() { lock(&table); }
void Defaulted(int x = unknown);
// CHECK-DAG: gap "Default" "line [[#@LINE+1]]
void Default() { Defaulted(); }

template <typename T> struct Template {
    ~Template() { unlock(this); }
    UNKNOWN_TYPE lost;
};
// CHECK-DAG: gap "Instance" "line [[#@LINE+1]]
void Instance() { Template<int> t; lock(&t); }
template <typename T> void Instantiated(T *p) { p->nothing(); lock(p); }
// CHECK-DAG: gap "Instantiates" "line [[#@LINE+1]]: 'Instantiated' could not be parsed"
void Instantiates(Plain *p) { Instantiated(p); }

// What an overload that was lost would have taken is called in doubt.
struct Other {
    int a;
};
// CHECK-DAG: function Overloaded unlowered
void Overloaded(Other *p);
UNKNOWN_TYPE Overloaded(Plain *p);
// CHECK-DAG: routine intact_overload(
void intact_overload(Other *p) { Overloaded(p); }

// What lost text mentions may be called there.
// CHECK-DAG: function Mentioned internal mentioned
static void Mentioned(void *p) { unlock(p); }
UNKNOWN_TYPE mentions = {Mentioned};
// CHECK-DAG: routine intact_last(
int intact_last(int x) { return x; }

// Behind these, Clang goes on at the next declaration.
// CHECK-DAG: gap "~Missing" "its definition could not be parsed"
Missing::~Missing() { unlock(this); }
// CHECK-DAG: gap "operator()" "its definition could not be parsed"
int Missing::operator()(int x) const { return x; }
// CHECK-DAG: gap "Missing" "its definition could not be parsed" mentions "lock" @[[#@LINE+1]]:10
Missing::Missing(int x) : a(x), b{x} { lock(this); }
// CHECK-DAG: gap "Annotated" "its definition could not be parsed"
_Unknown_sal_(x) MISSING_TYPE *Annotated(int x) _Other_sal_(x) { return x; }

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls: whom, with which arguments, how far these reach.
// RUN: %dump %s -- %msvc | FileCheck %s
typedef void *PVOID;
typedef struct ext {
    int n;
    char shape[16];
    struct ext *next;
    void (*enter)(PVOID);
} ext;
extern void lock(PVOID);
extern int look(const ext *, unsigned long long);
static void helper(ext *e) { lock(e); }

// CHECK: function helper internal key "{{.*}}calls.c#{{.*}}helper"
// CHECK-LABEL: routine direct(
// CHECK-COUNT-4: call lock(%{{[0-9]+}} reach whole "e")
// CHECK: call lock(%{{[0-9]+}} reach whole "(PVOID)e")
void direct(ext *e)
{
    lock(e);
    (lock)(e);
    (*lock)(e);
    (&lock)(e);
    lock((PVOID)e);
}

// CHECK-LABEL: routine indirect(
// CHECK: %[[FIELD:[0-9]+]] = field %{{[0-9]+}}, 32
// CHECK: %[[TARGET:[0-9]+]] = load 64 %[[FIELD]]
// CHECK: call %[[TARGET]](%{{[0-9]+}} reach whole "e")
// CHECK: call %{{[0-9]+}}(
void indirect(ext *e, void (**table)(PVOID))
{
    e->enter(e);
    (*table[2])(e);
    helper(e);
}

// CHECK-LABEL: routine reaches(
// CHECK: call lock(%{{[0-9]+}} reach 4 "&e->n")
// CHECK: call lock(%{{[0-9]+}} reach 16 "e->shape")
// CHECK: call lock(%{{[0-9]+}} reach 16 "&e->shape[i]")
// CHECK: call lock(local reach whole "local")
// CHECK: call lock(number reach 4 "&number")
// CHECK: call 32 look(%{{[0-9]+}} reach whole const "e", number reach 4)
// CHECK: call lock(64:0 "NULL")
#define NULL ((void *)0)
void reaches(ext *e, int i)
{
    int number = 0;
    char local[4];
    lock(&e->n);
    lock(e->shape);
    lock(&e->shape[i]);
    lock(local);
    lock(&number);
    look(e, (unsigned long long)&number);
    lock(NULL);
}

// CHECK-LABEL: routine undeclared(
// CHECK: call 32 unknown_function(%{{[0-9]+}} reach whole "e")
int undeclared(ext *e)
{
    return unknown_function(e) + 1;
}

// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Initialisers of variables and globals.
// RUN: %dump %s -- %msvc | FileCheck %s
typedef struct entry {
    int id;
    char name[8];
    struct entry *next;
    void (*call)(int);
} entry;
extern void first(int), second(int);
unsigned count = 5;
extern const int elsewhere;

// CHECK: global $table 96 constant internal key "{{.*}}" { 0: 32:1, 4: "abc", 24: &first,
// CHECK-SAME: 64: 32:7
// CHECK: 80: $table
static const entry table[3] = {{1, "abc", 0, first}, [2] = {.id = 7, .next = (entry *)&table[0], .call = 0}};
// Only addresses are recorded of what may change.
// CHECK: global $changing 32 internal key "{{.*}}" { 24: &second }
static entry changing = {3, "x", 0, second};
// CHECK: global $masks 4 constant key "{{.*}}" { 0: "\xfd\x01" }
const struct {
    unsigned a : 3, b : 6;
} masks = {5, 63};
// CHECK: global $pointers 16 constant internal key "{{.*}}" { 0: $string{{.*}}, 8: &first }
static const void *const pointers[] = {"text", (const void *)first};

// CHECK: global $elsewhere 4 key
// CHECK-LABEL: routine locals(
// CHECK: zero numbers, 20
// CHECK-NEXT: store numbers, 32:1
// CHECK: %[[LAST:[0-9]+]] = field numbers, 16
// CHECK-NEXT: store %[[LAST]], 32:9
// CHECK: zero text, 20
// CHECK-NEXT: copy text, $string{{.*}}, 5
// CHECK: zero e, 32
// CHECK: zero [[LITERAL:\.[0-9]+]], 12
// CHECK: store p, [[LITERAL]]
// CHECK: declare later
int locals(void)
{
    int numbers[5] = {1, 2, [4] = 9};
    char text[20] = "hello";
    entry e = {.name = "n", .id = 3};
    int *p = (int[3]){1, 2, 3};
    int later;
    later = numbers[0] + text[0] + e.id + p[1] + elsewhere + masks.a;
    return later + (pointers[0] != 0) + (table[1].id) + changing.id;
}

// CHECK-LABEL: routine updated(
// CHECK: index $table, 0, 32, 3
// CHECK: copy v,
// CHECK: store v, 32:5
int updated(void)
{
    struct {
        entry a;
        int b;
    } v = {.a = table[0], .a.id = 5, .b = 2};
    return v.a.id;
}

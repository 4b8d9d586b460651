// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the text puts into fields and variables that lead to functions, and what reads them.
// RUN: %dump %s -- %msvc | FileCheck %s

typedef void run(void *);
void a(void *), b(void *);
run *find(void);
struct ops { run *one, *two; int flags; };
struct box { struct ops inner; const struct ops *table; run *list[2]; union { run *either; int number; }; };
void fill(struct ops *ops), look(void *p), fill_box(struct box *box);

static const struct ops first = {a, .two = b}, second = {0, a};

// CHECK-DAG: slot "c:@S@ops@FI@one" { &a, &b, slot "c:@S@ops@FI@two", passed &fill, passed &fill_box }
// CHECK-DAG: slot "c:@S@ops@FI@two" open { &b, &a, passed &fill, passed &fill_box }
// CHECK-DAG: slot "c:@S@box@FI@table" { $first, $second, passed &fill_box }
// CHECK-DAG: slot "c:@S@box@FI@list" { &a, &b, passed &fill_box }
// CHECK-DAG: slot "c:@F@set#1" parameter &set { &a }
// CHECK-DAG: slot "c:@variable" open { &b }
// CHECK-NOT: slot "{{.*}}either"
// CHECK-NOT: slot "{{.*}}flags"
run *variable = b;

void set(struct box *box, run *given)
{
    box->inner.one = given ? a : (run *)&b;
    box->inner.one = box->inner.two;
    box->inner.two = find();
    box->table = box->inner.flags ? &first : &second;
    box->table = 0;
    box->list[1] = (look(box), a);
    box->list[box->inner.flags] = b;
    box->either = a;
    // CHECK: load 64 given {{.*}}slot "c:@F@set#1"
    given(box);
    fill(&box->inner);
    fill_box(box);
    look(&variable);
}

void use(struct box *box)
{
    // CHECK: load 64 {{.*}} slot "c:@S@ops@FI@one"
    box->inner.one(box);
    // CHECK: load 64 {{.*}} slot "c:@S@box@FI@table"
    // CHECK: load 64 {{.*}} slot "c:@S@ops@FI@two"
    box->table->two(box);
    // CHECK: load 64 {{.*}} slot "c:@S@box@FI@list"
    box->list[1](box);
    set(box, a);
}

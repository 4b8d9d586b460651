// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Uses of macros that the program asks for: call steps, wherever in a body they stand and whatever they expand to.
// RUN: %dump --ask-macro PAGED_CODE --ask-macro CHECKED --ask-macro ASSERTED --ask-macro AROUND --ask-macro BARE --ask-macro TEST --ask-macro ABSENT %s -- %msvc | FileCheck %s
// RUN: %dump %s -- %msvc | FileCheck --check-prefix=UNASKED %s

// UNASKED-NOT: call PAGED_CODE

#define PAGED_CODE()
#define CHECKED() { if (level() > 1) bad(); }
#define ASSERT(claim) ((claim) ? 1 : (bad(), NO))
#define NO 0
#define ASSERTED() { if (level() > 1) { ASSERT(NO); } }
#define AROUND(statement) do { if (level() > 1) bad(); statement; } while (0)
#define BARE(statement) statement
#define TEST() if (level() > 1) bad()
#define BOTH() \
    do { \
        PAGED_CODE(); \
        work(0); \
    } while (0)
#define BEGIN { PAGED_CODE();
#define EMPTY

int level(void);
void bad(void), work(int);

// CHECK-LABEL: routine first(
// CHECK: store i, 1
// CHECK-NEXT: call PAGED_CODE() @[[#@LINE+6]]:5
// CHECK-NEXT: %0 = load 32 i
// CHECK-NEXT: call work(
void first(void)
{
    int i = 1;
    PAGED_CODE();
    work(i);
}

// Without a semicolon, before the first statement, at the end.
// CHECK-LABEL: routine no_semicolon(
// CHECK: call PAGED_CODE() @[[#@LINE+6]]:5
// CHECK: call work(32:1
// CHECK: call PAGED_CODE() @[[#@LINE+6]]:5
// CHECK-NEXT: return
void no_semicolon(void)
{
    PAGED_CODE()
    work(1);
    PAGED_CODE()
}

// CHECK-LABEL: routine alone(
// CHECK-NEXT: b0:
// CHECK-NEXT: call PAGED_CODE() @[[#@LINE+1]]:20
void alone(void) { PAGED_CODE() }

// What a macro expands to is the claim's own test, and no code of the routine. What stands in an argument is.
// CHECK-LABEL: routine expanded(
// CHECK-NEXT: b0:
// CHECK-NEXT: call CHECKED() @[[#@LINE+10]]:5
// CHECK-NEXT: call work(32:3
// CHECK-NEXT: call AROUND() @[[#@LINE+10]]:5
// CHECK: call BARE() @[[#@LINE+10]]:5
// CHECK: branch
// CHECK: call work(32:4
// CHECK: call BARE() @[[#@LINE+11]]:9
// CHECK-NEXT: return
void expanded(int i)
{
    CHECKED();
    work(3);
    AROUND(work(4));
    BARE(if (i) return;)
    if (i)
        work(5);
    else
        BARE(return;)
}

// The arguments of macros in the claim's own text are its own too.
// CHECK-LABEL: routine asserted(
// CHECK-NEXT: b0:
// CHECK-NEXT: call ASSERTED() @[[#@LINE+4]]:5
// CHECK-NEXT: call work(32:6
void asserted(void)
{
    ASSERTED();
    work(6);
}

// CHECK-LABEL: routine otherwise(
// CHECK: call TEST() @
// CHECK-NOT: call 32 level
void otherwise(int i)
{
    if (i)
        work(1);
    else
        TEST();
    work(2);
}

// A macro within another one counts at its use.
// CHECK-LABEL: routine nested(
// CHECK: call work(32:1
// CHECK: call PAGED_CODE() @[[#@LINE+6]]:5
// CHECK: call work(32:0
// CHECK: call work(32:2
void nested(void)
{
    work(1);
    BOTH();
    work(2);
}

// CHECK-LABEL: routine begins(
// CHECK-NEXT: b0:
// CHECK-NEXT: call PAGED_CODE() @[[#@LINE+2]]:19
// CHECK-NEXT: call work(
void begins(void) BEGIN
    work(1);
}

// In branches: only there.
// CHECK-LABEL: routine branches(
// CHECK: branch %{{[0-9]+}} ? b[[THEN:[0-9]+]] : b[[ELSE:[0-9]+]] "n > 1"
// CHECK: b[[THEN]]:
// CHECK-NEXT: call PAGED_CODE() @[[#@LINE+7]]:9
// CHECK: b[[ELSE]]:
// CHECK: branch %{{[0-9]+}} ? b[[SECOND:[0-9]+]] : b{{[0-9]+}} "n > 0"
// CHECK: call PAGED_CODE() @[[#@LINE+7]]:9
void branches(int n)
{
    if (n > 1)
        PAGED_CODE();
    else if (n > 0) {
        work(n);
        PAGED_CODE();
    }
}

// CHECK-LABEL: routine labels(
// CHECK: switch
// CHECK: call PAGED_CODE() @[[#@LINE+10]]:9
// CHECK: call work(32:3
// CHECK: call PAGED_CODE() @[[#@LINE+13]]:5
// CHECK: call work(32:4
// CHECK: call PAGED_CODE() @[[#@LINE+15]]:19
// CHECK: call work(32:5
void labels(int n)
{
    switch (n) {
    case 1:
        PAGED_CODE();
        work(3);
        break;
    }
out:
    PAGED_CODE();
    work(4);
    if (n-- > 3)
        goto out;
    for (; n; n--)PAGED_CODE() work(5);
}

// In an expression: before the statement.
// CHECK-LABEL: routine inside(
// CHECK: call PAGED_CODE() @[[#@LINE+5]]:16
// CHECK: store i
// CHECK: call PAGED_CODE() @[[#@LINE+4]]:9
int inside(void)
{
    int i = 7 +PAGED_CODE() 1;
    if (PAGED_CODE() i)
        return 1;
    return i;
}

// Once for each way through a __finally block.
// CHECK-LABEL: routine unwound(
// CHECK-COUNT-3: call PAGED_CODE() @[[#@LINE+8]]:9
// CHECK-NOT: call PAGED_CODE()
void unwound(int n)
{
    __try {
        if (n)
            return;
    } __finally {
        PAGED_CODE();
    }
}

// What #if leaves out is none, and neither is what stands outside of bodies.
// CHECK-LABEL: routine none(
// CHECK-NOT: call PAGED_CODE
PAGED_CODE()
void none(void)
{
#if 0
    PAGED_CODE();
#endif
    work(EMPTY 1);
}
PAGED_CODE()
// CHECK: }

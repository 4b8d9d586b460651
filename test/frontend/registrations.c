// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fields of records that the program asks for, and the functions that the text puts into them.
// RUN: %dump --ask-record INIT_DATA --ask-record TABLE --ask-record CHILD_INTERFACE --ask-record ABSENT %s -- %msvc | FileCheck %s
// RUN: %dump %s -- %msvc | FileCheck --check-prefix=UNASKED %s

// UNASKED-NOT: {{^}}field
// UNASKED-NOT: {{^}}registration

// CHECK: ask record "INIT_DATA"
// CHECK-NEXT: ask record "TABLE"
// CHECK-NEXT: ask record "CHILD_INTERFACE"
// CHECK-NEXT: ask record "ABSENT"

// By the tag without its underscore, or the typedef. Bit-fields are none that a function could be put into.
// CHECK-NEXT: field "INIT_DATA" "Size" 0
// CHECK-NEXT: field "INIT_DATA" "Find" 8
// CHECK-NEXT: field "INIT_DATA" "Isr" 16
// CHECK-NEXT: field "INIT_DATA" "Dispatch" 24
// CHECK-NEXT: field "INIT_DATA" "Timer" 48
// CHECK-NEXT: field "INIT_DATA" "Other" 48
// CHECK-NEXT: field "INIT_DATA" "Tail" 64
typedef struct _INIT_DATA {
    unsigned long Size;
    int (*Find)(void *);
    int (*Isr)(void *);
    int (*Dispatch[3])(void *);
    union {
        int (*Timer)(void *);
        void *Other;
    };
    unsigned Flags : 3;
    void *Tail;
} INIT_DATA, *PINIT_DATA;

// By the tag itself.
// CHECK-NEXT: field "TABLE" "First" 0
// CHECK-NEXT: field "TABLE" "Inner" 8
struct TABLE {
    int (*First)(void *);
    INIT_DATA Inner;
};

// A typedef of a structure without a name.
// CHECK-NEXT: field "CHILD_INTERFACE" "Read" 0
// CHECK-NEXT: field "CHILD_INTERFACE" "Write" 8
typedef struct {
    int (*Read)(void *);
    int (*Write)(void *);
} CHILD_INTERFACE;

int Find(void *), Isr(void *), OldIsr(void *), Timer(void *), A(void *), B(void *);
static int Local(void *p)
{
    return p != 0;
}

// Tables. Where a list initialises a record within another one, the function belongs to the inner one.
// CHECK-NEXT: registration "INIT_DATA" "Find" &Find @[[#@LINE+2]]:32
// CHECK-NEXT: registration "INIT_DATA" "Isr" &Isr @[[#@LINE+1]]:38
static INIT_DATA ByOrder = {8, Find, Isr, {0}, {0}, 1, 0};
// CHECK-NEXT: registration "TABLE" "First" &A @[[#@LINE+3]]:45
// CHECK-NEXT: registration "INIT_DATA" "Isr" &Local @[[#@LINE+2]]:86
// CHECK-NEXT: registration "INIT_DATA" "Timer" &Timer @[[#@LINE+1]]:102
const struct TABLE ByName[2] = {[1].First = A, [1].Inner = {.Isr = (int (*)(void *))&Local, .Timer = Timer}};

static int Choose(PINIT_DATA data, struct TABLE *table, int old)
{
    INIT_DATA here = {.Find = Find}, copy;
    CHILD_INTERFACE *child = (CHILD_INTERFACE *)table, both;
    PINIT_DATA made = &(INIT_DATA){.Isr = OldIsr};

    data->Isr = old ? OldIsr : Isr;
    here.Timer = &Timer;
    (*data).Find = (int (*)(void *))(void *)Find;
    data->Dispatch[old] = A;
    both.Read = child->Write = B;
    (&table->Inner)->Isr = (old++, Local);
    copy = here;
    data->Tail = (void *)made;
    data->Isr = 0;
    return copy.Size;
}

// CHECK-NEXT: registration "INIT_DATA" "Find" &Find @[[#@LINE-16]]:31
// CHECK-NEXT: registration "INIT_DATA" "Isr" &OldIsr @[[#@LINE-15]]:43
// CHECK-NEXT: registration "INIT_DATA" "Isr" &OldIsr @[[#@LINE-14]]:23
// CHECK-NEXT: registration "INIT_DATA" "Isr" &Isr @[[#@LINE-15]]:32
// CHECK-NEXT: registration "INIT_DATA" "Timer" &Timer @[[#@LINE-15]]:19
// CHECK-NEXT: registration "INIT_DATA" "Find" &Find @[[#@LINE-15]]:45
// CHECK-NEXT: registration "INIT_DATA" "Dispatch" &A @[[#@LINE-15]]:27
// CHECK-NEXT: registration "CHILD_INTERFACE" "Read" &B @[[#@LINE-15]]:32
// CHECK-NEXT: registration "CHILD_INTERFACE" "Write" &B @[[#@LINE-16]]:32
// CHECK-NEXT: registration "INIT_DATA" "Isr" &Local @[[#@LINE-16]]:36
// CHECK-NOT: {{^}}registration

int Entry(PINIT_DATA data, struct TABLE *table)
{
    return Choose(data, table, 1) + (ByOrder.Size != 0);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The text form: a graph in which everything occurs is printed, read and printed again; each message of the reader for
 * what is no graph; and texts that are cut off or spoiled anywhere give a message and never more.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "graphs.h"
#include "verify.h"

static devlock_program *read_program(const char *text)
{
    char *error = NULL;
    devlock_program *p = graph_read(text, strlen(text));
    if (!program_verify(p, &error))
        fail_msg("%s", error);
    return p;
}

/* ---- there and back ------------------------------------------------------------------------------------------ */

/* In the form in which it is printed. */
static const char everything[] =
    "pointer 32\n"
    "file \"dir/a file.c\"\n"
    "function f internal header\n"
    "function operator.1 noreturn name \"operator+\" key \"c:@F@plus\"\n"
    "function operator.2 name \"operator+\" key \"c:@F@plus#2\"\n"
    "global $table 16 constant internal { 0: &f, 4: $table + 8, 8: 8:65, 12: 32:305419896 }\n"
    "global $other 0 key \"k\"\n"
    "gap \"g\" \"a \\\"reason\\\" \\\\ with\\ttabs\" mentions \"Acquire\", \"h\" @1:2\n"
    "gap \"it could not be read\"\n"
    "ask record \"DATA\"\n"
    "ask macro \"PAGED_CODE\"\n"
    "field \"DATA\" \"Isr\" 16\n"
    "field \"DATA\" \"Isr\" 8\n"
    "registration \"DATA\" \"Isr\" &f @6:7\n"
    "registration \"DATA\" \"Isr\" &operator.2 @\"b.h\":8:9\n"
    "registration \"DATA\" \"Timer\" &only_mentioned\n"
    "annotation &f acquires parameter 0 load 8 load 16 offset 4 when ne 0 \"x->lock\" @7:8\n"
    "annotation &f releases $table when sge -3\n"
    "annotation &f most level 2\n"
    "annotation &operator.1 saves result\n"
    "annotation &operator.1 restores parameter 1 behind\n"
    "annotation &operator.1 keeps @\"b.h\":2:2\n"
    "slot \"OPS.Lock\" header open { &f, $table + 8, slot \"other\", passed &operator.2 }\n"
    "slot \"other\"\n"
    "slot \"argument\" parameter &f { &f }\n"
    "\n"
    "routine f(x 32, s bytes 12 aggregate, n 8 name \"the n\") -> 32 internal header @\"b.h\":3:4 {\n"
    "    var i 16\n"
    "    var box bytes 12\n"
    "    var dynamic bytes 0\n"
    "b0: handler b6\n"
    "    declare i @5:5\n"
    "    %0 = load 8 n\n"
    "    %1 = load volatile 32 x slot \"other\" @5:6\n"
    "    %2 = not %1\n"
    "    %3 = neg %2\n"
    "    %4 = trunc 8 %3\n"
    "    %5 = zext 16 %4\n"
    "    %6 = sext 64 %5\n"
    "    %7 = ule %0, 3\n"
    "    assume %7\n"
    "    %8 = unknown 1\n"
    "    %9 = unknown imprecise 64\n"
    "    %10 = index box, %1, 4, 3\n"
    "    %11 = index %10, %1, 8\n"
    "    %12 = field %11, 4\n"
    "    store %12, 64:18446744073709551615\n"
    "    store i, 7\n"
    "    copy box, s, 12 @\"b.h\":9:1\n"
    "    zero box, 12\n"
    "    call operator.1()\n"
    "    %13 = call 32 operator.2(%1 reach whole \"x\", box reach 12 const \"&box\", 32:5)\n"
    "    call %12(&operator.1, $table + 8, &&b3)\n"
    "    branch %8 ? b1 : b2 \"x < 1\"\n"
    "b1:\n"
    "    switch %1 signed { 0: b2, 5..9: b3, 4294967295: b4, default: b5 } \"x\"\n"
    "b2:\n"
    "    return %13\n"
    "b3:\n"
    "    goto &&b4 { b3, b4 }\n"
    "b4:\n"
    "    jump b2\n"
    "b5:\n"
    "    unreachable @12:1\n"
    "b6:\n"
    "    unwind\n"
    "}\n";

static void test_everything(void **state)
{
    devlock_program *p = read_program(everything);
    char *first = graph_text(p);
    devlock_program *q = read_program(first);
    char *second = graph_text(q);
    assert_string_equal(first, second);
    assert_int_equal(p->pointer_bits, 32);
    assert_int_equal(p->routine_count, 1);
    assert_int_equal(p->gap_count, 2);
    assert_string_equal(devlock_program_asked_record(p, 0), "DATA");
    assert_string_equal(devlock_program_asked_macro(p, 0), "PAGED_CODE");
    assert_int_equal(p->field_count, 2);
    assert_int_equal(p->fields[1].offset, 8);
    assert_int_equal(p->registration_count, 3);
    assert_string_equal(p->registrations[0].record, "DATA");
    assert_string_equal(p->registrations[0].field, "Isr");
    assert_string_equal(p->functions[p->registrations[1].function].key, "c:@F@plus#2");
    assert_int_equal(p->registrations[1].place.line, 8);
    assert_int_equal(p->registrations[2].place.file, DEVLOCK_NONE);
    const devlock_annotation *a = p->functions[p->registrations[0].function].annotations;
    assert_int_equal(a[0].kind, DEVLOCK_ACQUIRES);
    assert_int_equal(a[0].access.loads[1], 16);
    assert_int_equal(a[0].access.offset, 4);
    assert_string_equal(a[0].text, "x->lock");
    assert_int_equal(a[1].test, DEVLOCK_RESULT_AT_LEAST);
    assert_int_equal(a[1].test_value, -3);
    assert_int_equal(a[2].level, 2);
    assert_string_equal(p->gaps[0].reason, "a \"reason\" \\ with\ttabs");
    assert_int_equal(p->gaps[0].mentions.count, 2);
    assert_string_equal(p->gaps[0].mentions.names[1], "h");
    assert_string_equal(p->routines[0]->variables[2].name, "the n");
    assert_true(strstr(first, "    %6 = sext 64 %5\n") != NULL);
    assert_true(strstr(first, "switch %1 signed { 0: b2, 5..9: b3, ") != NULL);
    free(first);
    free(second);
    devlock_program_free(p);
    devlock_program_free(q);
}

/* What may be written in several ways, and what is mentioned before it is there. */
static void test_ways_of_writing(void **state)
{
    devlock_program *p =
        read_program("# a comment\n\n"
                     "routine f(\n    x ptr, # the first\n    n 0x20\n) -> ptr {\n"
                     "entry:\n"
                     "    jump later # and so on\n"
                     "early:\n"
                     "    %b = add 64:%a, 0x10\n"
                     "    call ($table + 0)(\n        %b,\n        64:-1)\n"
                     "    %same = eq -1, %b\n"
                     "    switch %b {\n        0: early,\n        -2..-1: last,\n        default: last\n    }\n"
                     "later:\n"
                     "    %a = load ptr x\n"
                     "    jump early\n"
                     "last:\n"
                     "    return ptr:0\n"
                     "}\n"
                     "global $table 8 { 0: \"ab\\x00\\n\", }\n"
                     "function f key \"k\"\n");
    const devlock_routine *r = p->routines[0];
    assert_int_equal(r->block_count, 4);
    assert_int_equal(r->blocks[0].end.targets[0], 2);
    assert_int_equal(r->blocks[2].steps[0].kind, STEP_LOAD);
    assert_int_equal(r->blocks[1].steps[0].a.id, r->blocks[2].steps[0].result);
    assert_int_equal(p->globals[0].value_count, 4);
    assert_int_equal(p->globals[0].values[3].value.value, '\n');
    assert_string_equal(p->functions[0].key, "k");
    assert_true(r->blocks[1].end.cases[1].high == UINT64_MAX);
    char *first = graph_text(p);
    devlock_program *q = read_program(first);
    char *second = graph_text(q);
    assert_string_equal(first, second);
    free(first);
    free(second);
    devlock_program_free(p);
    devlock_program_free(q);
}

/* Long lists, many labels, and a routine much larger than the next. */
static void test_many(void **state)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "routine f(n 32) {\nb:\n    %%n = load 32 n\n    call g(");
    for (int i = 0; i < 100; i++)
        fprintf(out, "%s32:%d", i ? ", " : "", i);
    fprintf(out, ")\n    switch %%n { ");
    for (int i = 0; i < 3000; i++)
        fprintf(out, "%d: b%d, ", i * 2, i);
    fprintf(out, "default: b }\n");
    for (int i = 0; i < 3000; i++)
        fprintf(out, "b%d:\n    %%t%d = add %%n, %d\n    goto &&b { b, b%d }\n", i, i, i, (i + 7) % 3000);
    fprintf(out, "}\n");
    for (int i = 0; i < 20; i++)
        fprintf(out, "routine small%d() {\nb:\n    return\n}\n", i);
    fclose(out);
    devlock_program *p = read_program(text);
    assert_int_equal(p->routine_count, 21);
    assert_int_equal(p->routines[0]->block_count, 3001);
    char *first = graph_text(p);
    devlock_program *q = read_program(first);
    char *second = graph_text(q);
    assert_string_equal(first, second);
    free(text);
    free(first);
    free(second);
    devlock_program_free(p);
    devlock_program_free(q);
}

/* ---- messages ------------------------------------------------------------------------------------------------ */

/* A statement in line 4 of a routine that is right otherwise. */
#define IN(statement) "routine f(x 64, n 32) -> 32 {\n    var s bytes 8\nb0:\n" statement "\n    return 0\n}\n"

static const struct {
    const char *text, *error;
} mistakes[] = {
    /* tokens */
    {"file \"a\n", "g:1:6: error: the string has no end; expected '\"' on the same line"},
    {"file \"a\\", "g:1:6: error: the string has no end; expected '\"' on the same line"},
    {"file \"\\q\"\n", "g:1:7: error: unknown escape; expected \\\\, \\\", \\n, \\t or \\x with two digits"},
    {"file \"\\x4\"\n", "g:1:7: error: unknown escape; expected \\\\, \\\", \\n, \\t or \\x with two digits"},
    {"file \"a\\x00b\"\n", "g:1:6: error: the text holds a zero byte"},
    {"pointer 0x\n", "g:1:9: error: expected only digits in a number"},
    {"pointer 32a\n", "g:1:9: error: expected only digits in a number"},
    {"pointer 99999999999999999999\n", "g:1:9: error: the number has more than 64 bits"},
    {"pointer -9223372036854775809\n", "g:1:9: error: the number has more than 64 bits"},
    {"global $\n", "g:1:9: error: expected a label after '$'"},
    {IN("% = not 1"), "g:4:2: error: expected a label after '%'"},
    {IN("call f(&&)"), "g:4:10: error: expected a label after '&&'"},
    /* declarations */
    {"annotation f\n", "g:1:12: error: found 'f'; expected a function, as in annotation &Enter acquires parameter 0"},
    {"annotation &f takes\n",
     "g:1:15: error: found 'takes'; expected acquires, releases, held, free, most, least, exactly, raises, saves, "
     "restores, keeps, nowheld or nowfree"},
    {"annotation &f most level 32\n", "g:1:26: error: a level is a number from 0 to 31"},
    {"annotation &f acquires parameter 0 when 3\n", "g:1:41: error: found '3'; expected eq, ne, slt or sge"},
    {"ask field \"F\"\n", "g:1:5: error: found 'field'; expected record, macro or call"},
    {"ask macro \"\"\n", "g:1:11: error: the name is empty"},
    {"ask record DATA\n", "g:1:12: error: found 'DATA'; expected a name, as in ask macro \"PAGED_CODE\""},
    {"field \"DATA\" \"F\" x\n", "g:1:18: error: found 'x'; expected the offset of the field in bytes"},
    {"registration \"DATA\" \"F\" f\n", "g:1:25: error: found 'f'; expected the function in the field, as in &Isr"},
    {"nonsense\n", "g:1:1: error: found 'nonsense'; expected file, function, global, routine, gap, ask, "
                   "field, registration, annotation or slot"},
    {"slot F\n", "g:1:6: error: found 'F'; expected the name of a slot, as in slot \"OPS.Lock\""},
    {"slot \"\"\n", "g:1:6: error: the name is empty"},
    {"slot \"F\" shut\n", "g:1:10: error: found 'shut'; expected header, open, parameter, '{' or the end of the line"},
    {"slot \"F\" { 64:3 }\n", "g:1:12: error: only addresses of functions and globals are put into a slot"},
    {"slot \"F\" { &f &g }\n", "g:1:15: error: found '&g'; expected ',' or '}'"},
    {"slot \"F\" { passed f }\n", "g:1:19: error: found 'f'; expected the function that it is passed to, as in &Fill"},
    {"pointer 16\n", "g:1:9: error: pointers have 32 or 64 bits"},
    {"pointer x\n", "g:1:9: error: found 'x'; expected 32 or 64"},
    {"pointer 64 64\n", "g:1:12: error: found '64'; expected the end of the line"},
    {"file \"a\"\npointer 64\n", "g:2:1: error: pointer comes first, before all else"},
    {"file a\n", "g:1:6: error: found 'a'; expected the path of a file"},
    {"file \"a\" b\n", "g:1:10: error: found 'b'; expected the end of the line"},
    {"function 1\n", "g:1:10: error: found '1'; expected the name of a function"},
    {"function f f\n",
     "g:1:12: error: found 'f'; expected noreturn, internal, header, name, key or the end of the line"},
    {"function f name 1\n", "g:1:17: error: found '1'; expected the name, as in name \"operator+\""},
    {"function f key 1\n", "g:1:16: error: found '1'; expected the key, as in key \"c:@F@Helper\""},
    {"function f\nfunction f\n", "g:2:10: error: 'f' is declared a second time"},
    {"function f key \"k\"\nfunction h key \"k\"\n",
     "g:2:10: error: another one has the key \"k\" already; expected key \"...\" with one of its own"},
    {"global f 4\n", "g:1:8: error: found 'f'; expected a global, as in $table"},
    {"global $g\n", "g:1:10: error: the line ends here; expected the size of the global in bytes, 0 if unknown"},
    {"global $g -1\n", "g:1:11: error: found '-1'; expected the size of the global in bytes, 0 if unknown"},
    {"global $g 4 +\n", "g:1:13: error: found '+'; expected constant, internal, name, key, '{' or the end of the line"},
    {"global $g 4 { x: 1 }\n", "g:1:15: error: found 'x'; expected the offset of a value, as in { 0: &Enter }"},
    {"global $g 4 { 0 1 }\n", "g:1:17: error: found '1'; expected ':' and a value"},
    {"global $g 4 { 0: 1 }\n",
     "g:1:18: error: nothing tells the width of the constant; expected it in front, as in 32:1"},
    {"global $g 4 { 0: x }\n",
     "g:1:18: error: found 'x'; expected a value: WIDTH:NUMBER, $GLOBAL, &FUNCTION or a string of bytes"},
    {"global $g 4 { 0: 32:1 4: 32:1 }\n", "g:1:23: error: found '4'; expected ',' or '}'"},
    {"global $g 4 { 1: 32:1 }\n", "g:1:15: error: the value lies outside of the 4 bytes of the global"},
    {"global $g 4 { 18446744073709551615: \"ab\" }\n", "g:1:15: error: the offset is too large"},
    {"global $g 4\nglobal $g 4\n", "g:2:8: error: 'g' is declared a second time"},
    {"gap 1\n", "g:1:5: error: found '1'; expected the name of a routine, or the reason"},
    {"gap \"a\" @1:1\n",
     "g:1:9: error: the place names no file; expected a line file \"PATH\" further up, or @\"PATH\":LINE:COLUMN"},
    {"file \"a\"\ngap \"a\" @x\n", "g:2:10: error: found 'x'; expected a line, as in @12:5"},
    {"file \"a\"\ngap \"a\" @1\n", "g:2:11: error: the line ends here; expected ':' and a column"},
    {"file \"a\"\ngap \"a\" @1:x\n", "g:2:12: error: found 'x'; expected a column, as in @12:5"},
    {"file \"a\"\ngap \"a\" @4294967295:1\n", "g:2:10: error: the number is too large; expected a line, as in @12:5"},
    {"gap \"a\" @\"b\" 1\n", "g:1:14: error: found '1'; expected ':' and a line"},
    {"gap \"a\" \"b\" mentions 1\n", "g:1:22: error: found '1'; expected the name of a function"},
    {"gap \"a\" \"b\" mentions \"c\", \"\"\n", "g:1:27: error: the name is empty"},
    {"gap \"a\" 1\n", "g:1:9: error: found '1'; expected a place or the end of the line"},
    {"gap \"a\" @\"b\":1:1 1\n", "g:1:18: error: found '1'; expected the end of the line"},
    /* routines */
    {"routine 1\n", "g:1:9: error: found '1'; expected the name of a routine"},
    {"routine f\n", "g:1:10: error: the line ends here; expected '(' and the parameters"},
    {"routine f(1)\n", "g:1:11: error: found '1'; expected the name of a variable"},
    {"routine f(x)\n",
     "g:1:12: error: found ')'; expected the width of a scalar variable (8, 16, 32, 64 or ptr) or bytes N"},
    {"routine f(x bytes y)\n", "g:1:19: error: found 'y'; expected a number of bytes, 0 if unknown"},
    {"routine f(x 24)\n", "g:1:13: error: 24 is no width; expected 1, 8, 16, 32, 64 or ptr"},
    {"routine f(x 1)\n", "g:1:13: error: a scalar variable has 1 to 8 bytes"},
    {"routine f(x bytes 9 scalar)\n", "g:1:13: error: a scalar variable has 1 to 8 bytes"},
    {"routine f(x 8 key \"k\")\n", "g:1:13: error: a variable has no key"},
    {"routine f(x 8 y 8)\n", "g:1:15: error: found 'y'; expected ',' or ')'"},
    {"routine f(x 8, x 8)\n", "g:1:16: error: 'x' is declared a second time"},
    {"routine f() -> x {\n", "g:1:16: error: found 'x'; expected a width (1, 8, 16, 32, 64 or ptr)"},
    {"routine f() x {\n", "g:1:13: error: found 'x'; expected ->, noreturn, internal, header, a place or '{'"},
    {"routine f() { b:\n", "g:1:15: error: found 'b'; expected the end of the line"},
    {"routine f() {\nb:\n    return\n} x\n", "g:4:3: error: found 'x'; expected the end of the line"},
    {"routine f() {\n}\n", "g:2:1: error: the routine has no block; expected a label, as in entry:"},
    {"routine f() {\nb:\n}\n", "g:3:1: error: the last block has no end; expected jump, branch, switch, goto, return, "
                               "unwind or unreachable"},
    {"routine f() {\nb:\nc:\n",
     "g:3:1: error: the block above has no end; expected jump, branch, switch, goto, return, "
     "unwind or unreachable before 'c:'"},
    {"routine f() {\nb:\n    return\nb:\n", "g:4:1: error: the block 'b' is there a second time"},
    {"routine f() {\nb: x\n", "g:2:4: error: found 'x'; expected handler or the end of the line"},
    {"routine f() {\nb: handler 1\n",
     "g:2:12: error: found '1'; expected the label of the block that handles exceptions"},
    {"routine f() {\nb:\n    jump c\n}\n",
     "g:3:10: error: c is no block of the routine; expected a line with this label"},
    {"routine f() {\n    return\n}\n",
     "g:2:5: error: the step stands in no block; expected the label of a block, as in next:"},
    {"routine f() {\n    var x 8 y\n",
     "g:2:13: error: found 'y'; expected scalar, aggregate, name or the end of the line"},
    {"routine f() {\nb:\n    return\n}\nroutine f() {\n", "g:5:9: error: 'f' has a body further up"},
    {"routine f() {\nb:\n    return\n", "g:4:1: error: the text ends here; expected a step, a label, var or '}'"},
    {"routine f() {\nb:\n    store $g, 8:1\n    return\n}\n",
     "g:3:11: error: $g is not declared; expected a line global with its size"},
    {"routine h() {\nb:\n    call f.1()\n    call f.2()\n    return\n}\n",
     "g:4:10: error: another one has the key \"f\" already; expected key \"...\" with one of its own"},
    {"routine f(n 8) {\nb:\n    %a = load 8 n\n    switch %a { 1..3: b, 2: b, default: b }\n}\n",
     "g:1:9: error: routine f: block b: two cases hold the value 2"},
    {"routine f(n 8) {\nb:\n    %c = eq %d, 8:1\n    %d = load 8 n\n    return\n}\n",
     "g:1:9: error: routine f: block b: %d is used before it is set"},
    {"routine f(n 8) {\nb:\n    %c = eq 8:%d, 1\n    %d = load 8 n\n    return\n}\n",
     "g:1:9: error: routine f: block b: %d is used before it is set"},
    /* steps */
    {IN("1"), "g:4:1: error: found '1'; expected a step, a label, var or '}'"},
    {IN("nothing"), "g:4:1: error: found 'nothing'; expected a step, a label, var or '}'"},
    {IN("add 1, 2"), "g:4:1: error: the result of the step is not kept; expected %NAME = in front"},
    {IN("%a not 1"), "g:4:4: error: found 'not'; expected '=' and a step with a result"},
    {IN("%a = store x, 1"), "g:4:6: error: found 'store'; expected a step with a result: load, call, add, eq, index, "
                            "unknown, ..."},
    {IN("%a = 1"), "g:4:6: error: found '1'; expected a step with a result: load, call, add, eq, index, unknown, ..."},
    {IN("%a = not 8:1\n%a = not 8:1"), "g:5:1: error: %a is set a second time"},
    {IN("%a = not"), "g:4:9: error: the line ends here; expected an operand"},
    {IN("%a = not 1"), "g:4:10: error: nothing tells the width of the constant; expected it in front, as in 32:1"},
    {IN("%a = not 8:256"), "g:4:12: error: 256 does not fit into 8 bits"},
    {IN("%a = not 8:-129"), "g:4:12: error: -129 does not fit into 8 bits"},
    {IN("%a = not 8:"), "g:4:12: error: the line ends here; expected an operand"},
    {IN("%a = trunc 8:1"), "g:4:13: error: found ':'; expected an operand"},
    {IN("%a = trunc 32 8:1"), "g:4:15: error: trunc gives 32 bits and the operand has 8; expected at least as many"},
    {IN("%a = sext 8 32:1"), "g:4:13: error: sext gives 8 bits and the operand has 32; expected at most as many"},
    {IN("%a = not %b"), "g:4:10: error: %b is set further down only; expected its width in front, as in 32:%b"},
    {IN("%a = add 8:1 2"), "g:4:14: error: found '2'; expected ',' and the second operand"},
    {IN("%a = add 8:1,"), "g:4:14: error: the line ends here; expected the second operand"},
    {IN("%a = add 8:1, 16:1"), "g:4:12: error: the operand has 8 bits; expected 16"},
    {IN("%a = not y"), "g:4:10: error: the routine has no variable 'y'; expected a line var y ... further up"},
    {IN("%a = not $t + x"), "g:4:15: error: found 'x'; expected an offset in bytes"},
    {IN("%a = index"), "g:4:11: error: the line ends here; expected the address of an array"},
    {IN("%a = index s 1"), "g:4:14: error: found '1'; expected ',' and the index"},
    {IN("%a = index s,"), "g:4:14: error: the line ends here; expected the index"},
    {IN("%a = index s, 1"), "g:4:16: error: the line ends here; expected ',' and the size of an element"},
    {IN("%a = index s, 1, x"), "g:4:18: error: found 'x'; expected the size of an element in bytes"},
    {IN("%a = index s, 1, 4, x"), "g:4:21: error: found 'x'; expected the number of elements"},
    {IN("%a = load s"), "g:4:11: error: found 's'; expected a width (1, 8, 16, 32, 64 or ptr)"},
    {IN("%a = load 8"), "g:4:12: error: the line ends here; expected an address"},
    {IN("%a = load 8 32:1"), "g:4:16: error: the operand has 32 bits; expected 64"},
    {IN("%a = unknown x"), "g:4:14: error: found 'x'; expected a width (1, 8, 16, 32, 64 or ptr)"},
    {IN("%a = unknown 8 8"), "g:4:16: error: found '8'; expected a place or the end of the line"},
    {IN("%a = call g()"),
     "g:4:11: error: the call has no result; expected its width before the function, as in call 32 f()"},
    {IN("call"), "g:4:5: error: the line ends here; expected a function to call"},
    {IN("call (x"), "g:4:8: error: the line ends here; expected ')'"},
    {IN("call g"), "g:4:7: error: the line ends here; expected '(' and the arguments"},
    {IN("call g(8:1 8:2)"), "g:4:12: error: found '8'; expected ',' or ')'"},
    {IN("call g(+)"), "g:4:8: error: found '+'; expected an argument or ')'"},
    {IN("call g(x reach y)"), "g:4:16: error: found 'y'; expected a number of bytes or whole"},
    {IN("store"), "g:4:6: error: the line ends here; expected an address"},
    {IN("store s 1"), "g:4:9: error: found '1'; expected ',' and the value"},
    {IN("store s,"), "g:4:9: error: the line ends here; expected the value"},
    {IN("store s, 1"), "g:4:10: error: nothing tells the width of the constant; expected it in front, as in 32:1"},
    {IN("store n, 4294967296"), "g:4:10: error: 4294967296 does not fit into 32 bits"},
    {IN("copy"), "g:4:5: error: the line ends here; expected the address to copy to"},
    {IN("copy s"), "g:4:7: error: the line ends here; expected ',' and the address to copy from"},
    {IN("copy s, s"), "g:4:10: error: the line ends here; expected ',' and the number of bytes"},
    {IN("copy s, s, s"), "g:4:12: error: found 's'; expected the number of bytes"},
    {IN("zero s"), "g:4:7: error: the line ends here; expected ',' and the number of bytes"},
    {IN("declare 1"), "g:4:9: error: found '1'; expected a variable"},
    {IN("declare y"), "g:4:9: error: the routine has no variable 'y'; expected a line var y ... further up"},
    {IN("assume"), "g:4:7: error: the line ends here; expected a condition"},
    {IN("assume 8:1"), "g:4:10: error: the operand has 8 bits; expected 1"},
    /* ends */
    {IN("jump"), "g:4:5: error: the line ends here; expected the label of a block"},
    {IN("branch 1 b0"), "g:4:10: error: found 'b0'; expected '?' and where to go if it is true"},
    {IN("branch 1 ? b0"), "g:4:14: error: the line ends here; expected ':' and where to go if it is false"},
    {IN("switch n b0"), "g:4:10: error: found 'b0'; expected signed or '{'"},
    {IN("switch 8:1 signed b0"), "g:4:19: error: found 'b0'; expected '{'"},
    {IN("switch 8:1 { }"), "g:4:14: error: found '}'; expected default: and a label, for all other values"},
    {IN("switch 8:1 { x: b0 }"), "g:4:14: error: found 'x'; expected a value, default or '}'"},
    {IN("switch 8:1 { 256: b0 }"), "g:4:14: error: the value does not fit into 8 bits"},
    {IN("switch 8:1 { 3..1: b0 }"), "g:4:14: error: the case runs backwards as unsigned values; expected two cases, "
                                    "below zero and from zero on"},
    {IN("switch 8:1 { 1 b0 }"), "g:4:16: error: found 'b0'; expected ':' and the label of a block"},
    {IN("switch 8:1 { 1: b0 }"), "g:4:20: error: found '}'; expected ',' and another case, at last default"},
    {IN("switch 8:1 { default b0 }"), "g:4:22: error: found 'b0'; expected ':' and the label of a block"},
    {IN("switch 8:1 { default: b0, 1: b0 }"), "g:4:25: error: found ','; expected '}'; default comes last"},
    {IN("goto &&b0"), "g:4:10: error: the line ends here; expected '{' and the blocks that it can go to"},
    {IN("goto &&b0 { 1 }"), "g:4:13: error: found '1'; expected the label of a block or '}'"},
    {IN("goto &&b0 { b0 b0 }"), "g:4:16: error: found 'b0'; expected ',' or '}'"},
    {"routine f() {\nb:\n    return 0\n}\n",
     "g:3:12: error: the routine has no result; expected its width in the routine's line, as in -> 32"},
    {IN("return 8:0"), "g:4:10: error: the operand has 8 bits; expected 32"},
    {"pointer 32\nglobal $g 4\nroutine f() {\nb:\n    store $g + 4294967296, 8:1\n    return\n}\n",
     "g:5:16: error: the offset does not fit into 32 bits"},
    {"routine f() {\nb:\n    %c = eq 8:%d, 1\n    jump c\nc:\n    %d = unknown 16\n    return\n}\n",
     "g:6:5: error: %d has 16 bits; further up it is used with 8"},
    {"routine f() {\nb:\n    %c = eq 8:%d, 1\n    return\n}\n", "g:3:15: error: %d is never set"},
};

static void test_messages(void **state)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        char *error = NULL;
        devlock_program *p = devlock_text_read("g", mistakes[i].text, strlen(mistakes[i].text), &error);
        if (p || !error || strcmp(error, mistakes[i].error) != 0) {
            print_error("%s    is: %s\nshould: %s\n", mistakes[i].text, error ? error : "no error", mistakes[i].error);
            wrong++;
        }
        free(error);
        devlock_program_free(p);
    }
    assert_int_equal(wrong, 0);
}

/* ---- spoiled texts ------------------------------------------------------------------------------------------- */

/* Reads a text that need not end in a zero byte; what is a graph can be printed. */
static void try_text(const char *text, size_t length)
{
    char *exact = malloc(length ? length : 1), *error = NULL;
    assert_non_null(exact);
    memcpy(exact, text, length);
    devlock_program *p = devlock_text_read("g", exact, length, &error);
    free(exact);
    assert_true(!p == (error != NULL));
    if (p) {
        char *broken = NULL;
        assert_true(program_verify(p, &broken));
        free(graph_text(p));
    }
    free(error);
    devlock_program_free(p);
}

static void test_cut_off(void **state)
{
    for (size_t length = 0; length < sizeof everything; length++)
        try_text(everything, length);
}

static void test_spoiled(void **state)
{
    static const char signs[] = "\0\n\"#$%&(){}:,.@-?+0 9axb\\\377";
    uint64_t random = 88172645463325252u;
    char text[sizeof everything];
    for (int round = 0; round < 20000; round++) {
        memcpy(text, everything, sizeof text);
        for (int change = 0; change <= round % 3; change++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            size_t at = random % (sizeof text - 1), from = (random >> 20) % (sizeof text - 1);
            if (random >> 50 & 1)
                text[at] = text[from];
            else
                text[at] = signs[(random >> 40) % (sizeof signs - 1)];
        }
        try_text(text, sizeof text - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything), cmocka_unit_test(test_ways_of_writing), cmocka_unit_test(test_many),
        cmocka_unit_test(test_messages),   cmocka_unit_test(test_cut_off),         cmocka_unit_test(test_spoiled),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}

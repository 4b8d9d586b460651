/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The text part of fixes: tokens, statements in their surroundings, changes and what they do to places.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fix/edits.h"
#include "fix/site.h"
#include "fix/tokens.h"

/* ---- tokens -------------------------------------------------------------------------------------------------- */

static void check_tokens(const char *text, const char *wanted)
{
    tokens *t = tokens_read(text, strlen(text));
    char got[400] = "";
    for (uint32_t i = 0; i < t->count; i++) {
        strcat(got, i ? " " : "");
        strncat(got, text + t->items[i].at, t->items[i].length);
    }
    assert_string_equal(got, wanted);
    tokens_free(t);
}

static void test_tokens(void **state)
{
    check_tokens("a->b::c /* x */ (1.5e+3) // y\nd", "a -> b :: c ( 1.5e+3 ) d");
    check_tokens("\"a\\\"b\" '\\'' L\"x\"", "\"a\\\"b\" '\\'' L \"x\"");
    check_tokens("R\"x(a)\" b)x\" c", "R\"x(a)\" b)x\" c");
    check_tokens("#if A \\\n B /* \n */ C\nx # y", "#if A \\\n B /* \n */ C x # y");
    check_tokens("\xEF\xBB\xBF"
                 "a \xC3\xA4_b\\\n c",
                 "a \xC3\xA4_b c");
    check_tokens("\"open\nnext '\n'", "\"open next ' '");
    check_tokens("/* open", "");
    check_tokens("a // spliced \\\n still\nb", "a b");
    check_tokens("", "");
}

static void test_brackets(void **state)
{
    const char *text = "f(a[1], {b}) } (";
    tokens *t = tokens_read(text, strlen(text));
    assert_int_equal(t->items[1].mate, 10);
    assert_int_equal(t->items[10].mate, 1);
    assert_int_equal(t->items[3].mate, 5);
    assert_int_equal(t->items[4].outer, 3);
    assert_int_equal(t->items[8].outer, 7);
    assert_int_equal(t->items[11].mate, NO_TOKEN);
    assert_int_equal(t->items[12].mate, NO_TOKEN);
    tokens_free(t);
}

static void test_lines(void **state)
{
    const char *text = "a\r\n\tb\rc\nd";
    tokens *t = tokens_read(text, strlen(text));
    assert_int_equal(t->line_count, 4);
    assert_int_equal(tokens_offset(t, 2, 2), 4);
    assert_int_equal(tokens_offset(t, 3, 1), 6);
    assert_int_equal(tokens_offset(t, 9, 1), strlen(text));
    assert_int_equal(tokens_line(t, 4), 2);
    assert_int_equal(tokens_line(t, 8), 4);
    assert_int_equal(tokens_at(t, 4), 1);
    assert_int_equal(tokens_at(t, 3), NO_TOKEN);
    assert_string_equal(line_break(t, 0), "\r\n");
    assert_string_equal(line_break(t, 4), "\r");
    assert_string_equal(line_break(t, 8), "\n");
    assert_int_equal(line_indent(t, 4), 1);
    assert_int_equal(line_end(t, 4), 5);
    assert_int_equal(line_next(t, 8), strlen(text));
    tokens_free(t);
}

/* ---- changes ------------------------------------------------------------------------------------------------- */

static void test_edits(void **state)
{
    edit_list list = {0};
    assert_true(edit_list_add(&list, (fix_edit){0, 4, 2, "XYZ"}));
    assert_true(edit_list_add(&list, (fix_edit){0, 1, 0, "+"}));
    assert_false(edit_list_add(&list, (fix_edit){0, 1, 0, "-"}));
    assert_false(edit_list_add(&list, (fix_edit){0, 5, 3, ""}));
    assert_true(edit_list_add(&list, (fix_edit){0, 6, 0, "!"}));
    assert_true(edit_list_add(&list, (fix_edit){1, 5, 3, ""}));
    const fix_edit clash[] = {{0, 8, 1, "x"}, {0, 4, 1, "y"}};
    assert_false(edit_list_add_all(&list, clash, 2));
    assert_int_equal(list.count, 4);
    size_t length;
    char *text = edit_list_apply(&list, 0, "0123456789", 10, &length);
    assert_string_equal(text, "0+123XYZ!6789");
    assert_int_equal(length, 13);
    free(text);
    text = edit_list_apply(&list, 1, "0123456789", 10, &length);
    assert_string_equal(text, "0123489");
    free(text);
    assert_int_equal(edit_list_before(&list, 0, 0), 0);
    assert_int_equal(edit_list_before(&list, 0, 1), SIZE_MAX);
    assert_int_equal(edit_list_before(&list, 0, 2), 1);
    assert_int_equal(edit_list_before(&list, 0, 5), SIZE_MAX);
    assert_int_equal(edit_list_before(&list, 0, 9), 6);
    assert_int_equal(edit_list_before(&list, 1, 5), 8);
    edit_list_free(&list);
}

/* ---- statements ---------------------------------------------------------------------------------------------- */

enum { INSERT, REPLACE, BLOCK, DELETE };

/* Changes the statement at the first $ of a text, which is dropped, or the routine's closing brace without one; the
 * routine is called f. Gives the new text, or "refused: …". */
static char *change(const char *marked, int how)
{
    size_t size = strlen(marked), length = 0;
    char *text = malloc(size + 1), *mark;
    memcpy(text, marked, size + 1);
    if ((mark = strchr(text, '$')))
        memmove(mark, mark + 1, strlen(mark));
    tokens *t = tokens_read(text, strlen(text));
    arena *arena = arena_new();
    edit_list edits = {0};
    site s;
    body b;
    uint32_t name = 0;
    while (!token_is(t, name, "f"))
        name++;
    const char *refused = body_find(&b, t, name);
    if (!refused)
        refused = mark ? site_statement(&s, t, 0, tokens_at(t, (size_t)(mark - text)), &b) : site_brace(&s, t, 0, &b);
    const char *const lines[] = {"a;", "b;"};
    if (!refused && how == INSERT)
        site_insert(&s, arena, &b, "R(e);", &edits);
    else if (!refused && how == DELETE)
        site_delete(&s, &edits);
    else if (!refused)
        site_replace(&s, arena, &b, lines, 2, how == BLOCK, &edits);
    char *result = refused ? strdup(refused) : edit_list_apply(&edits, 0, text, strlen(text), &length);
    edit_list_free(&edits);
    arena_free(arena);
    tokens_free(t);
    free(text);
    return result;
}

static void check_change(int how, const char *marked, const char *wanted)
{
    char *got = change(marked, how);
    assert_string_equal(got, wanted);
    free(got);
}

static void test_insert_in_list(void **state)
{
    check_change(INSERT, "int f()\n{\n  g();\n  $return 1;\n}\n", "int f()\n{\n  g();\n  R(e);\n  return 1;\n}\n");
    check_change(INSERT, "int f() { $return 1; }", "int f() { R(e); return 1; }");
    check_change(INSERT, "int f()\r\n{\r\n\t$return 1;\r\n}", "int f()\r\n{\r\n\tR(e);\r\n\treturn 1;\r\n}");
    check_change(INSERT, "int f() {\n  g(); $return 1; // x\n}", "int f() {\n  g(); R(e); return 1; // x\n}");
    check_change(INSERT, "int f() {\n\tif (x) {\n\t    $return 1;\n\t}\n}",
                 "int f() {\n\tif (x) {\n\t    R(e);\n\t    return 1;\n\t}\n}");
    check_change(INSERT, "\xEF\xBB\xBFint f() {\n /* \xC3\xA4 */ $return 1; }",
                 "\xEF\xBB\xBFint f() {\n /* \xC3\xA4 */ R(e);\n return 1; }");
}

static void test_insert_behind_labels(void **state)
{
    check_change(INSERT, "int f() {\nout:\n  $return 1;\n}", "int f() {\nout:\n  R(e);\n  return 1;\n}");
    check_change(INSERT, "int f() { switch (x) { case 1: case A(2) + 3: $return 1; default: $; } }",
                 "int f() { switch (x) { case 1: case A(2) + 3: R(e); return 1; default: $; } }");
    check_change(INSERT, "int f() { switch (x) { default:\n\t$return 1; } }",
                 "int f() { switch (x) { default:\n\tR(e);\n\treturn 1; } }");
    check_change(INSERT, "int f() { if (x) out: $return 1; }",
                 "it has a label, and is the body of a statement without braces");
}

static void test_insert_in_single(void **state)
{
    check_change(INSERT, "int f() {\n  if (x)\n    $return 1;\n}",
                 "int f() {\n  if (x) {\n    R(e);\n    return 1;\n  }\n}");
    check_change(INSERT, "int f() {\n  if (x)\n    g();\n  else\n    $return 1; // why\n}",
                 "int f() {\n  if (x)\n    g();\n  else {\n    R(e);\n    return 1; // why\n  }\n}");
    check_change(INSERT, "int f() {\n  if (x) $return 1;\n}", "int f() {\n  if (x) { R(e); return 1; }\n}");
    check_change(INSERT, "int f() {\n  if (x &&\n      y) /* z */\n    $return 1;\n}",
                 "int f() {\n  if (x &&\n      y) { /* z */\n    R(e);\n    return 1;\n  }\n}");
    check_change(
        INSERT, "int f()\r\n{\r\n  if (y)\r\n  {\r\n    g();\r\n  }\r\n  if (x) // z\r\n    $return 1;\r\n}",
        "int f()\r\n{\r\n  if (y)\r\n  {\r\n    g();\r\n  }\r\n  if (x) // z\r\n  {\r\n    R(e);\r\n    return "
        "1;\r\n  }\r\n}");
    check_change(INSERT, "int f() {\n  for (;;)\n    $return 1; /* goes\n on */ g();\n}",
                 "int f() {\n  for (;;) {\n    R(e);\n    return 1;\n  } /* goes\n on */ g();\n}");
    check_change(INSERT, "int f() {\n  if (x)\n    $return 1;\n  else\n    g();\n}",
                 "int f() {\n  if (x) {\n    R(e);\n    return 1;\n  } else\n    g();\n}");
    check_change(INSERT, "int f() {\n  do\n    $return 1;\n  while (x);\n}",
                 "int f() {\n  do {\n    R(e);\n    return 1;\n  }\n  while (x);\n}");
}

static void test_insert_at_brace(void **state)
{
    check_change(INSERT, "void f()\n{\n    g();\n}\n", "void f()\n{\n    g();\n    R(e);\n}\n");
    check_change(INSERT, "void f()\n{\n\tif (x) {\n\t\tg();\n\t}\n}",
                 "void f()\n{\n\tif (x) {\n\t\tg();\n\t}\n\tR(e);\n}");
    check_change(INSERT, "void f()\n{\n  g(a,\n    b);\nout:\n}", "void f()\n{\n  g(a,\n    b);\nout:\n  R(e);\n}");
    check_change(INSERT, "void f() { g(); }", "void f() { g(); R(e); }");
    check_change(INSERT, "void f() {g();}", "void f() {g(); R(e); }");
    check_change(INSERT, "void f()\r\n{\r\n#if X\r\n  g();\r\n#endif\r\n}\r\n",
                 "void f()\r\n{\r\n#if X\r\n  g();\r\n#endif\r\n  R(e);\r\n}\r\n");
}

static void test_replace(void **state)
{
    check_change(REPLACE, "int f() {\n  $return 1;\n}", "int f() {\n  a;\n  b;\n}");
    check_change(REPLACE, "int f() {\n  if (x)\n    $return g(1,\n      2);\n}",
                 "int f() {\n  if (x) {\n    a;\n    b;\n  }\n}");
    check_change(BLOCK, "int f() {\n\t$return 1;\n}", "int f() {\n\t{\n\t\ta;\n\t\tb;\n\t}\n}");
    check_change(BLOCK, "int f() {\n  g(); $return 1; /* x */\n}", "int f() {\n  g(); { a; b; } /* x */\n}");
}

static void test_delete(void **state)
{
    check_change(DELETE, "void f() {\n  g();\n  $R(e);\n  h();\n}", "void f() {\n  g();\n  h();\n}");
    check_change(DELETE, "void f() {\r\n  $R(e);\r\n}", "void f() {\r\n}");
    check_change(DELETE, "void f() {\n  $R(e); /* x */\n}", "void f() {\n  /* x */\n}");
    check_change(DELETE, "void f() {\n  g(); $R(e);\n}", "void f() {\n  g();\n}");
    check_change(DELETE, "void f() {\n  if (x)\n    $R(e);\n}", "void f() {\n  if (x)\n    ;\n}");
    check_change(DELETE, "void f() {\nout:\n  $R(e);\n}", "void f() {\nout:\n  ;\n}");
}

static void test_refused(void **state)
{
    check_change(INSERT, "int f() { M(x, $return 1;) }", "it stands in the arguments of a macro");
    check_change(INSERT, "int f() {\n$return\n#if X\n1\n#else\n2\n#endif\n; }", "a directive stands in the statement");
    check_change(INSERT, "int f() {\nif (x)\n#if X\n  $return 1;\n#endif\n}", "#if parts the statements before it");
    check_change(INSERT, "int f() {\nif (x)\n#pragma x\n  $return 1;\n}",
                 "a directive stands before it in a body without braces");
    check_change(INSERT, "int f() {\n#if X\n if (x)\n#else\n g();\n#endif\n $return 1; }",
                 "#if parts the statements before it");
    check_change(INSERT, "int f() {\n#if X\n g();\n#endif\n $return 1; }",
                 "int f() {\n#if X\n g();\n#endif\n R(e);\n return 1; }");
    check_change(INSERT, "int f() { (\n$return 1;\n", "the braces of the routine do not fit: #if may part them");
    check_change(INSERT, "int f() { if (x) {\n$return 1;\n", "the braces of the routine do not fit: #if may part them");
    check_change(INSERT, "int f() { // NOLINTNEXTLINE\n $return 1; }", "a suppression before it is about its line");
    check_change(INSERT, "int f() {\n#pragma warning(suppress: 1)\n $return 1; }",
                 "a suppression before it is about its line");
    check_change(INSERT, "int f(a)\nint a;\n{ $return 1; }", "int f(a)\nint a;\n{ R(e); return 1; }");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_brackets),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_edits),
        cmocka_unit_test(test_insert_in_list),
        cmocka_unit_test(test_insert_behind_labels),
        cmocka_unit_test(test_insert_in_single),
        cmocka_unit_test(test_insert_at_brace),
        cmocka_unit_test(test_replace),
        cmocka_unit_test(test_delete),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests_name("fix_text", tests, NULL, NULL);
}

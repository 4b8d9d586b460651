/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Suppressions, by the line: NOLINT as clang-tidy reads it, pragmas, reasons; and UTF-8, paths and URIs of reports.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/paths.h"
#include "report/suppress.h"
#include "report/utf8.h"

/* Whether a source suppresses a check at a place. */
static bool suppresses(const char *text, const char *check, uint32_t line, uint32_t column)
{
    suppressions *all = suppressions_read(text, strlen(text));
    bool found = suppressions_find(all, check, line, column, false) != NULL;
    suppressions_free(all);
    return found;
}

static void test_lines(void **state)
{
    assert_true(suppresses("f(); // NOLINT", "a", 1, 1));
    assert_false(suppresses("f(); // NOLINT\n", "a", 2, 1));
    assert_true(suppresses("\"NOLINT\"", "a", 1, 1)); /* anywhere, as clang-tidy does */
    assert_false(suppresses("NOLINTX NOLINTnextline", "a", 1, 1));
    assert_true(suppresses("xNOLINT", "a", 1, 1));
    assert_true(suppresses("NOLINTNEXTLINE\r\nf();\r\n", "a", 2, 1));
    assert_false(suppresses("NOLINTNEXTLINE\n\nf();\n", "a", 3, 1));
    assert_true(suppresses("NOLINT(b) NOLINT(a)", "a", 1, 1));
    assert_false(suppresses("", "a", 1, 1));
}

static void test_checks(void **state)
{
    assert_true(suppresses("NOLINT(a)", "a", 1, 1));
    assert_true(suppresses("NOLINT( b , a )", "a", 1, 1));
    assert_true(suppresses("NOLINT(*b*)", "abc", 1, 1));
    assert_false(suppresses("NOLINT(a)", "ab", 1, 1));
    assert_false(suppresses("NOLINT()", "a", 1, 1));
    assert_false(suppresses("NOLINT(-a)", "a", 1, 1));
    assert_true(suppresses("NOLINT(-a,a)", "a", 1, 1));
    assert_true(suppresses("NOLINT (b)", "a", 1, 1)); /* the bracket does not follow: all checks */
    assert_true(suppresses("NOLINT(b\n)", "a", 1, 1));
}

static void test_blocks(void **state)
{
    const char *text = "1\n  NOLINTBEGIN(a)\n3\n  NOLINTEND(a) 4\n5\n";
    assert_false(suppresses(text, "a", 1, 1));
    assert_false(suppresses(text, "a", 2, 2));
    assert_true(suppresses(text, "a", 2, 3));
    assert_true(suppresses(text, "a", 3, 1));
    assert_true(suppresses(text, "a", 4, 2));
    assert_false(suppresses(text, "a", 4, 3));
    assert_false(suppresses(text, "b", 3, 1));
    assert_true(suppresses("NOLINTBEGIN\nNOLINTBEGIN(b)\n3\nNOLINTEND(b)\nNOLINTEND", "a", 3, 1));
    assert_false(suppresses("NOLINTBEGIN(a)\n2\nNOLINTEND(b)", "a", 2, 1));
    assert_false(suppresses("NOLINTBEGIN(a)\n2\n", "a", 2, 1));
}

static void test_pragmas(void **state)
{
    const char *leak = "devlock-missing-release";
    assert_true(suppresses("#pragma warning(suppress: 26115)\nf();", leak, 2, 1));
    assert_true(suppresses(" # pragma warning ( suppress : C26165 )\r\n\r\nf();", leak, 3, 1));
    assert_true(suppresses("#pragma prefast(suppress: 1 26115, \"why\")\n/* a\nb */\n#if X\nf();", leak, 5, 1));
    assert_true(suppresses("#pragma prefast(suppress: devlock-*)\n}", leak, 2, 1));
    assert_true(suppresses("#pragma warning(disable: 4; suppress: 26115)\n}", leak, 2, 1));
    assert_false(suppresses("#pragma warning(disable: 26115)\n}", leak, 2, 1));
    assert_false(suppresses("#pragma warning(suppress: 26117)\n}", leak, 2, 1));
    assert_false(suppresses("#pragma warning(suppress: 26115)\nf();\ng();", leak, 3, 1));
    assert_false(suppresses("/*\n#pragma warning(suppress: 26115)\n*/\nf();", leak, 4, 1));
    assert_false(suppresses("#define X \\\n#pragma warning(suppress: 26115)\nf();", leak, 3, 1));
    assert_true(suppresses("#pragma warning(suppress: 28121)\nf();", "devlock-irql", 2, 1));
    assert_true(suppresses("#pragma warning(suppress: 26110)\nf();", "devlock-release-without-acquire", 2, 1));
    assert_false(suppresses("#pragma warning(suppress:)\nf();", leak, 2, 1));
    assert_false(suppresses("#pragma warning(suppress: 26115)", leak, 1, 1));
}

static void expect_reason(const char *text, const char *reason)
{
    suppressions *all = suppressions_read(text, strlen(text));
    assert_int_equal(all->count, 1);
    if (reason)
        assert_string_equal(all->items[0].reason, reason);
    else
        assert_null(all->items[0].reason);
    suppressions_free(all);
}

static void test_reasons(void **state)
{
    expect_reason("// NOLINT", NULL);
    expect_reason("// NOLINT(a): why so ", "why so");
    expect_reason("/* NOLINT(a) - why */ int x;", "why");
    expect_reason("// NOLINTNEXTLINE because", "because");
    expect_reason("#pragma prefast(suppress: 26115, \"why (so)\")", "why (so)");
    expect_reason("#pragma warning(suppress: 26115) // why", "why");
    expect_reason("#pragma warning(suppress: 26115)", NULL);
}

static void test_utf8(void **state)
{
    const char *line = "a\xc3\xa4\xf0\x9f\x94\x92\xe4z";
    assert_int_equal(utf8_to_utf16_column(line, strlen(line), 1), 1);
    assert_int_equal(utf8_to_utf16_column(line, strlen(line), 2), 2);
    assert_int_equal(utf8_to_utf16_column(line, strlen(line), 4), 3); /* the lock: two units */
    assert_int_equal(utf8_to_utf16_column(line, strlen(line), 8), 5); /* no UTF-8 */
    assert_int_equal(utf8_to_utf16_column(line, strlen(line), 9), 6);
    assert_int_equal(utf8_to_utf16_column(line, strlen(line), 10), 7); /* just behind */
    char *clean = utf8_clean("a\xe4\xc3\xa4\xed\xa0\x80");
    assert_string_equal(clean, "a\xef\xbf\xbd\xc3\xa4\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    free(clean);
}

static void expect_path(char *path, const char *wanted)
{
    assert_string_equal(path, wanted);
    free(path);
}

static void test_paths(void **state)
{
    expect_path(path_from_root("/a/b", "/a/b/c//d/./../e.c"), "c/e.c");
    expect_path(path_from_root("/a/b", "/a/bc/e.c"), "/a/bc/e.c");
    expect_path(path_from_root("/a/b", "/a/b"), "/a/b");
    expect_path(path_from_root("/", "/a/../../b.c"), "b.c");
    expect_path(path_uri("a b/c#d\xc3\xa4.c"), "a%20b/c%23d%C3%A4.c");
    expect_path(path_uri("/a:b"), "file:///a%3Ab");
    assert_null(path_of_folder("/no/such/folder"));
    assert_null(path_of_folder("/dev/null"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),   cmocka_unit_test(test_checks),  cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_pragmas), cmocka_unit_test(test_reasons), cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

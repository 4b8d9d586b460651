/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The language server's ground: messages in a stream, places in texts, open documents and their changes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "editor/documents.h"
#include "editor/framing.h"
#include "editor/position.h"
#include "editor/queue.h"
#include "editor/suppressing.h"

/* ---- framing ------------------------------------------------------------------------------------------------- */

static void expect_message(framing *f, const char *wanted)
{
    const char *content, *why;
    size_t length;
    assert_int_equal(framing_next(f, &content, &length, &why), FRAMING_MESSAGE);
    assert_int_equal(length, strlen(wanted));
    assert_memory_equal(content, wanted, length);
}

static void expect_damage(const char *bytes, const char *wanted)
{
    framing f = {0};
    const char *content, *why = "";
    size_t length;
    framing_add(&f, bytes, strlen(bytes));
    assert_int_equal(framing_next(&f, &content, &length, &why), FRAMING_DAMAGED);
    assert_string_equal(why, wanted);
    framing_free(&f);
}

static void messages_come_in_any_pieces(void **state)
{
    static const char stream[] =
        "Content-Length: 3\r\n\r\n{1}"
        "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:4\r\n\r\n{22}"
        "Content-Length: 0\r\n\r\n";
    for (size_t piece = 1; piece < sizeof stream; piece++) {
        framing f = {0};
        const char *content, *why;
        size_t length, met = 0;
        static const char *const wanted[] = {"{1}", "{22}", ""};
        for (size_t at = 0; at < sizeof stream - 1; at += piece) {
            size_t rest = sizeof stream - 1 - at;
            framing_add(&f, stream + at, piece < rest ? piece : rest);
            while (framing_next(&f, &content, &length, &why) == FRAMING_MESSAGE) {
                assert_true(met < 3);
                assert_int_equal(length, strlen(wanted[met]));
                assert_memory_equal(content, wanted[met++], length);
            }
        }
        assert_int_equal(met, 3);
        framing_free(&f);
    }
}

static void damage_is_named(void **state)
{
    expect_damage("Content-Length: x\r\n\r\n", "a header field that is none");
    expect_damage("Content-Length: -1\r\n\r\n", "a header field that is none");
    expect_damage("Content-Length:\r\n\r\n", "a header field that is none");
    expect_damage("Content-Length: 99999999999999999999999\r\n\r\n", "a header field that is none");
    expect_damage("Content-Length: 300000000\r\n\r\n", "a message that is too long");
    expect_damage("Content-Type: x\r\n\r\n", "a header without Content-Length");
    expect_damage("\r\n\r\n", "a header field that is none");
    expect_damage("{\"id\": 1}\r\n\r\n{}", "a header without Content-Length");
    char *endless = malloc(6001);
    memset(endless, 'x', 6000);
    endless[6000] = 0;
    expect_damage(endless, "a header that does not end");
    free(endless);
}

static void what_is_written_can_be_read(void **state)
{
    int ends[2];
    char bytes[256];
    framing f = {0};
    queue q = {0};
    assert_int_equal(pipe(ends), 0);
    queue_message(&q, "{\"a\":1}", 7);
    queue_message(&q, "", 0);
    assert_true(queue_write(&q, ends[1]));
    ssize_t count = read(ends[0], bytes, sizeof bytes);
    assert_true(count > 0);
    framing_add(&f, bytes, (size_t)count);
    expect_message(&f, "{\"a\":1}");
    expect_message(&f, "");
    framing_free(&f);
    queue_free(&q);
    close(ends[0]);
    close(ends[1]);
}

/* ---- places -------------------------------------------------------------------------------------------------- */

static const char text[] = "ab\xc3\xa4\xf0\x9f\x94\x92z\r\n" /* a b ä (a lock) z */
                           "\n"
                           "\xff\tq\r"
                           "end";

static void expect_place(position_encoding encoding, uint32_t line, uint32_t character, size_t offset)
{
    assert_int_equal(position_offset(text, sizeof text - 1, (position){line, character}, encoding), offset);
    position back = position_at(text, sizeof text - 1, offset, encoding);
    assert_int_equal(back.line, line);
    assert_int_equal(back.character, character);
}

static void places_are_counted_in_each_unit(void **state)
{
    expect_place(POSITION_UTF8, 0, 8, 8);
    expect_place(POSITION_UTF16, 0, 5, 8);
    expect_place(POSITION_UTF32, 0, 4, 8);
    expect_place(POSITION_UTF16, 0, 6, 9); /* before \r\n */
    expect_place(POSITION_UTF16, 1, 0, 11);
    expect_place(POSITION_UTF16, 2, 0, 12);
    expect_place(POSITION_UTF16, 2, 1, 13); /* a byte that is no UTF-8 counts as one character */
    expect_place(POSITION_UTF16, 3, 3, 19);
}

static void places_outside_are_brought_in(void **state)
{
    size_t length = sizeof text - 1;
    assert_int_equal(position_offset(text, length, (position){0, 99}, POSITION_UTF16), 9);
    assert_int_equal(position_offset(text, length, (position){99, 0}, POSITION_UTF16), length);
    assert_int_equal(position_offset(text, length, (position){0, 4}, POSITION_UTF16), 4); /* in the lock's middle */
    assert_int_equal(position_offset("", 0, (position){3, 3}, POSITION_UTF16), 0);
    assert_int_equal(position_at(text, length, 999, POSITION_UTF16).line, 3);
}

static void columns_of_compilers_are_bytes(void **state)
{
    size_t length = sizeof text - 1;
    assert_int_equal(position_of_column(text, length, 0, 1), 0);
    assert_int_equal(position_of_column(text, length, 0, 5), 4);
    assert_int_equal(position_of_column(text, length, 2, 2), 13);
    assert_int_equal(position_of_column(text, length, 1, 50), 11);
    assert_int_equal(position_of_column(text, length, 50, 1), length);
}

/* ---- documents ----------------------------------------------------------------------------------------------- */

static void expect_path(const char *uri, const char *wanted)
{
    char *path = path_of_uri(uri);
    if (wanted)
        assert_string_equal(path, wanted);
    else
        assert_null(path);
    free(path);
}

static void uris_name_paths(void **state)
{
    expect_path("file:///a/b.c", "/a/b.c");
    expect_path("FILE://localhost/a/b.c", "/a/b.c");
    expect_path("file:///a%20b/%C3%A4.c", "/a b/\xc3\xa4.c");
    expect_path("file:///a/./x/../b.c", "/a/b.c");
    expect_path("file:///a%2", "/a%2");
    expect_path("file:///a%00b", "/a%00b"); /* no path has a zero in it */
    expect_path("file://server/share/b.c", NULL);
    expect_path("untitled:Untitled-1", NULL);
}

static void documents_change(void **state)
{
    documents all = {0};
    document *d = documents_open(&all, "file:///x/a.c", "one\ntwo\n", 8, 1);
    assert_true(d->source);
    assert_string_equal(d->path, "/x/a.c");
    document_change(d, (position){1, 0}, (position){1, 3}, POSITION_UTF16, "2", 1);
    assert_string_equal(d->text, "one\n2\n");
    document_change(d, (position){0, 3}, (position){1, 0}, POSITION_UTF16, "", 0);
    assert_string_equal(d->text, "one2\n");
    document_change(d, (position){9, 9}, (position){9, 9}, POSITION_UTF16, "end", 3);
    assert_string_equal(d->text, "one2\nend");
    document_change(d, (position){1, 1}, (position){0, 0}, POSITION_UTF16, "+", 1); /* the wrong way round */
    assert_string_equal(d->text, "one2\ne+nd");
    assert_int_equal(d->length, 9);
    assert_false(documents_open(&all, "file:///x/a.h", "", 0, 1)->source);
    assert_null(documents_open(&all, "git:/x/a.c", "", 0, 1));
    assert_ptr_equal(documents_at_path(&all, "/x/a.h"), documents_find(&all, "file:///x/a.h"));
    documents_close(&all, "file:///x/a.c");
    assert_null(documents_find(&all, "file:///x/a.c"));
    assert_non_null(documents_find(&all, "file:///x/a.h"));
    documents_close(&all, "file:///x/a.c");
    documents_free(&all);
}

/* The text with the suppression in it; NULL: there is none. */
static void expect_suppression(const char *text, unsigned line, const char *wanted)
{
    size_t at = 0;
    char *added = suppressing_text(text, strlen(text), line, "devlock-x", &at);
    if (!wanted) {
        assert_null(added);
        return;
    }
    assert_non_null(added);
    char *all = malloc(strlen(text) + strlen(added) + 1);
    sprintf(all, "%.*s%s%s", (int)at, text, added, text + at);
    assert_string_equal(all, wanted);
    free(all);
    free(added);
}

static void suppressions_find_their_place(void **state)
{
    expect_suppression("a;\nb;\n", 0, "a; // NOLINT(devlock-x): TODO: say why this is right\nb;\n");
    expect_suppression("a;\r\nb; \t\r\n", 1, "a;\r\nb; // NOLINT(devlock-x): TODO: say why this is right \t\r\n");
    expect_suppression("a; // it\n", 0, "a; // it // NOLINT(devlock-x): TODO: say why this is right\n");
    expect_suppression("}", 0, "} // NOLINT(devlock-x): TODO: say why this is right");
    expect_suppression("a; // NOLINT(cert-*): so\n", 0, "a; // NOLINT(cert-*, devlock-x): so\n");
    expect_suppression("#define A \\\n    a;\n", 0, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_come_in_any_pieces),
        cmocka_unit_test(damage_is_named),
        cmocka_unit_test(what_is_written_can_be_read),
        cmocka_unit_test(places_are_counted_in_each_unit),
        cmocka_unit_test(places_outside_are_brought_in),
        cmocka_unit_test(columns_of_compilers_are_bytes),
        cmocka_unit_test(uris_name_paths),
        cmocka_unit_test(documents_change),
        cmocka_unit_test(suppressions_find_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The proxy's ground: what a message is, queues, streams, joined answers, diagnostics of two servers.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "editor/both.h"
#include "editor/join.h"
#include "editor/peek.h"
#include "editor/queue.h"
#include "editor/stream.h"

/* ---- what a message is --------------------------------------------------------------------------------------- */

static void expect_peek(const char *text, const char *id, const char *method)
{
    peeked seen;
    assert_true(peek_message(text, strlen(text), true, &seen));
    assert_int_equal(seen.id_length, strlen(id));
    assert_memory_equal(seen.id ? seen.id : "", id, strlen(id));
    assert_string_equal(seen.method, method);
}

static void messages_are_known_by_their_members(void **state)
{
    expect_peek("{\"id\":1,\"method\":\"a\"}", "1", "a");
    expect_peek(" {\n\"params\" : {\"id\":2,\"x\":[\"}\",{}]} , \"method\" : \"a\\/b\" , \"id\" : \"x\\\"y\" } ",
                "\"x\\\"y\"", "a/b");
    expect_peek("{\"id\":7,\"result\":{\"method\":\"no\"}}", "7", "");
    expect_peek("{\"a\\\\\":\"\\\\\",\"method\":\"m\"}", "", "m");
    expect_peek("{}", "", "");
    expect_peek("[{\"id\":1}]", "", "");
    expect_peek("", "", "");
    expect_peek("{\"id\" 3}", "", "");
    expect_peek("{\"method\":\"a method whose name is much longer than that of any method that is known here is\"}", "",
                "");
}

static void a_beginning_may_tell(void **state)
{
    static const char answer[] = "{\"id\":31,\"jsonrpc\":\"2.0\",\"result\":[1,2,3";
    static const char late[] = "{\"params\":{\"text\":\"xxxxxxxxxxx";
    peeked seen;
    assert_true(peek_message(answer, strlen(answer), false, &seen));
    assert_memory_equal(seen.id, "31", 2);
    assert_false(seen.has_method);
    assert_false(peek_message(late, strlen(late), false, &seen));
    for (size_t cut = 0; cut < sizeof "{\"id\":31,\"jsonrpc\":\"2.0\",\"result\"" - 1; cut++)
        assert_false(peek_message(answer, cut, false, &seen));
}

/* ---- queues and streams -------------------------------------------------------------------------------------- */

static int pipe_of(int *write_end)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    *write_end = ends[1];
    return ends[0];
}

static void queues_keep_the_order(void **state)
{
    int in, out = pipe_of(&in);
    queue q = {0}, other = {0};
    size_t sent = 0, got = 0;
    unsigned char some[5000];
    for (int round = 0; round < 2000; round++) {
        for (size_t i = 0; i < sizeof some; i++)
            some[i] = (unsigned char)((sent + i) % 251);
        size_t count = (size_t)round * 37 % sizeof some;
        queue_add(round % 3 ? &q : &other, (char *)some, round % 3 ? count : 0);
        sent += round % 3 ? count : 0;
        assert_true(queue_write(&q, in));
        ssize_t came = read(out, some, (size_t)round * 53 % 1000);
        for (ssize_t i = 0; i < came; i++)
            assert_int_equal(some[i], got++ % 251);
    }
    assert_true(queue_size(&q) > 0);
    queue_move(&other, &q);
    assert_int_equal(queue_size(&q), 0);
    close(out);
    signal(SIGPIPE, SIG_IGN);
    assert_false(queue_write(&other, in));
    queue_free(&q);
    queue_free(&other);
    close(in);
}

typedef struct seen_messages {
    int whole, begun;
} seen_messages;

/* Messages with the method "take" are taken, "whole" wanted whole. */
static verdict look(void *user, const framing_part *part, const peeked *seen, bool whole)
{
    seen_messages *all = user;
    all->whole += whole;
    all->begun += !whole;
    assert_true(part->have <= part->length && (!whole || part->have == part->length));
    if (strcmp(seen->method, "take") == 0)
        return whole ? VERDICT_TAKEN : VERDICT_WHOLE;
    return strcmp(seen->method, "whole") == 0 && !whole ? VERDICT_WHOLE : VERDICT_PASS;
}

static void add_message(queue *q, const char *method, size_t length)
{
    char *text = malloc(length + 100);
    int begin = sprintf(text, "{\"id\":1,\"method\":\"%s\",\"params\":\"", method);
    memset(text + begin, 'x', length);
    strcpy(text + begin + length, "\"}");
    queue_message(q, text, strlen(text));
    free(text);
}

static void streams_pass_what_is_not_taken(void **state)
{
    int in, out = pipe_of(&in);
    queue all = {0}, wanted = {0};
    seen_messages seen = {0};
    stream s = {.look = look, .user = &seen};
    static const char *const methods[] = {"pass", "take", "whole", "pass", "take"};
    for (size_t i = 0; i < 60; i++) {
        size_t length = i * i * i;
        add_message(&all, methods[i % 5], length);
        if (i % 5 != 1 && i % 5 != 4)
            add_message(&wanted, methods[i % 5], length);
    }
    size_t most = 0;
    while (queue_size(&all) || !s.ended) {
        assert_true(queue_write(&all, in));
        if (!queue_size(&all) && in >= 0) {
            close(in);
            in = -1;
        }
        assert_null(stream_read(&s, out));
        most = framing_left(&s.in, &(const char *){NULL}) > most ? framing_left(&s.in, &(const char *){NULL}) : most;
        if (in < 0 && s.ended)
            break;
    }
    assert_int_equal(queue_size(&s.out), queue_size(&wanted));
    assert_memory_equal(s.out.bytes + s.out.from, wanted.bytes + wanted.from, queue_size(&wanted));
    assert_true(seen.whole && seen.begun);
    stream_free(&s);
    queue_free(&all);
    queue_free(&wanted);
    close(out);
}

/* ---- joined answers ------------------------------------------------------------------------------------------ */

static json_t *parse(const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    assert_non_null(value);
    return value;
}

/* wanted: NULL for an answer that stays as it is. */
static void expect_joined(join_kind kind, const char *theirs, const char *ours, const char *wanted)
{
    json_t *a = parse(theirs), *b = parse(ours), *joined = join_results(kind, a, b);
    json_t *untouched = parse(theirs);
    assert_true(json_equal(a, untouched));
    json_decref(untouched);
    if (wanted) {
        json_t *expected = parse(wanted);
        char *text = json_dumps(joined ? joined : json_null(), JSON_COMPACT | JSON_ENCODE_ANY);
        if (!json_equal(joined, expected))
            fail_msg("%s", text);
        free(text);
        json_decref(expected);
    } else {
        assert_null(joined);
    }
    json_decref(a);
    json_decref(b);
    json_decref(joined);
}

static void answers_are_joined(void **state)
{
    expect_joined(JOIN_ACTIONS, "[1]", "[2,3]", "[1,2,3]");
    expect_joined(JOIN_ACTIONS, "null", "[2]", "[2]");
    expect_joined(JOIN_ACTIONS, "[1]", "[]", NULL);
    expect_joined(JOIN_ACTIONS, "{}", "[2]", NULL);
    expect_joined(JOIN_PULL, "{\"kind\":\"full\",\"resultId\":\"7\",\"items\":[1]}", "{\"items\":[2]}",
                  "{\"kind\":\"full\",\"items\":[1,2]}");
    expect_joined(JOIN_PULL, "{\"kind\":\"unchanged\",\"resultId\":\"7\"}", "{\"items\":[2]}", NULL);
    const char *ours = "{\"contents\":{\"kind\":\"markdown\",\"value\":\"M\"},\"range\":1}";
    expect_joined(JOIN_HOVER, "null", ours, ours);
    expect_joined(JOIN_HOVER, "{\"contents\":{\"kind\":\"markdown\",\"value\":\"T\"},\"range\":2}", ours,
                  "{\"contents\":{\"kind\":\"markdown\",\"value\":\"T\\n\\n---\\nM\"},\"range\":2}");
    expect_joined(JOIN_HOVER, "{\"contents\":{\"kind\":\"plaintext\",\"value\":\"T\"}}", ours,
                  "{\"contents\":{\"kind\":\"plaintext\",\"value\":\"T\\n\\nM\"}}");
    expect_joined(JOIN_HOVER, "{\"contents\":[\"T\",{\"language\":\"c\",\"value\":\"int\"}]}", ours,
                  "{\"contents\":{\"kind\":\"markdown\",\"value\":\"T\\n\\n```c\\nint\\n```\\n\\n---\\nM\"}}");
    expect_joined(JOIN_HOVER, "{\"contents\":\"T\"}", "null", NULL);
}

static void abilities_are_joined(void **state)
{
    const char *ours = "{\"capabilities\":{\"codeActionProvider\":{\"codeActionKinds\":[\"q\"]},\"hoverProvider\":{},"
                       "\"executeCommandProvider\":{\"commands\":[\"mine\"]},\"positionEncoding\":\"utf-8\"}}";
    expect_joined(JOIN_INITIALIZE, "{\"capabilities\":{\"codeActionProvider\":true,\"hoverProvider\":true},\"x\":1}",
                  ours,
                  "{\"capabilities\":{\"codeActionProvider\":true,\"hoverProvider\":true,"
                  "\"executeCommandProvider\":{\"commands\":[\"mine\"]}},\"x\":1}");
    expect_joined(
        JOIN_INITIALIZE,
        "{\"capabilities\":{\"codeActionProvider\":{\"codeActionKinds\":[\"q\",\"r\"]},\"hoverProvider\":false,"
        "\"executeCommandProvider\":{\"commands\":[\"c\"]}}}",
        ours,
        "{\"capabilities\":{\"codeActionProvider\":{\"codeActionKinds\":[\"q\",\"r\"]},\"hoverProvider\":{},"
        "\"executeCommandProvider\":{\"commands\":[\"c\",\"mine\"]}}}");
    expect_joined(JOIN_INITIALIZE, "{}", ours, NULL);
}

static void the_encoding_is_clangds(void **state)
{
    static const struct {
        const char *answer;
        position_encoding wanted;
    } cases[] = {{"{\"capabilities\":{}}", POSITION_UTF16},
                 {"{\"capabilities\":{},\"offsetEncoding\":\"utf-8\"}", POSITION_UTF8},
                 {"{\"capabilities\":{\"positionEncoding\":\"utf-32\"},\"offsetEncoding\":\"utf-8\"}", POSITION_UTF32},
                 {"{\"offsetEncoding\":\"other\"}", POSITION_UTF16}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *answer = parse(cases[i].answer);
        assert_int_equal(join_encoding(answer), cases[i].wanted);
        json_decref(answer);
    }
}

/* ---- diagnostics of two servers ------------------------------------------------------------------------------ */

static json_t *both;

/* What is published: its version and diagnostics as text; "-": nothing, or what was told. */
static void expect_published(json_t *params, const char *wanted)
{
    char *text = params ? json_dumps(json_object_get(params, "diagnostics"), JSON_COMPACT) : strdup("-");
    char got[256];
    json_t *version = json_object_get(params, "version");
    snprintf(got, sizeof got, "%s%s%s", text, version ? " " : "",
             version ? (char[]){(char)('0' + json_integer_value(version)), 0} : "");
    assert_string_equal(got, wanted);
    free(text);
    json_decref(params);
}

static json_t *params_of(int version, const char *list)
{
    json_t *params = json_object();
    json_object_set_new(params, "uri", json_string("u"));
    if (version)
        json_object_set_new(params, "version", json_integer(version));
    json_object_set_new(params, "diagnostics", parse(list));
    return params;
}

static void theirs(int version, const char *list, uint64_t now, const char *wanted)
{
    json_t *params = params_of(version, list);
    expect_published(both_theirs(both, params, now), wanted);
    json_decref(params);
}

static void ours(int version, const char *list, uint64_t now, const char *wanted)
{
    json_t *params = params_of(version, list);
    expect_published(both_ours(both, params, now), wanted);
    json_decref(params);
}

static void diagnostics_of_one_text_are_shown_together(void **state)
{
    both = both_new();
    both_text(both, "u", 1, 100);
    ours(1, "[]", 0, "-");
    ours(1, "[7]", 0, "[7] 1"); /* clangd has none yet */
    ours(1, "[7]", 0, "-");     /* not twice */
    theirs(1, "[1]", 0, "[1,7] 1");
    both_text(both, "u", 2, 200);
    theirs(1, "[2]", 0, "[2,7] 1"); /* late, but of the same text */
    ours(2, "[8]", 10, "-");        /* waits */
    assert_int_equal(both_next(both), 10 + BOTH_PATIENCE);
    assert_null(both_due(both, 9 + BOTH_PATIENCE));
    theirs(2, "[3]", 20, "[3,8] 2");
    assert_int_equal(both_next(both), 0);
    both_text(both, "u", 3, 200);
    ours(3, "[8]", 30, "[3,8] 3"); /* the same text */
    json_decref(both);
}

static void what_waits_does_not_wait_for_ever(void **state)
{
    both = both_new();
    both_text(both, "u", 1, 100);
    theirs(1, "[1]", 0, "-");
    both_text(both, "u", 2, 200);
    ours(2, "[8]", 10, "-");
    expect_published(both_due(both, 10 + BOTH_PATIENCE), "[8] 2");
    theirs(1, "[2]", 20, "-"); /* theirs of the old text, alone */
    assert_int_equal(both_next(both), 20 + BOTH_PATIENCE);
    both_text(both, "u", 3, 300); /* what waits is old now */
    assert_int_equal(both_next(both), 0);
    theirs(3, "[3]", 30, "-");
    ours(3, "[]", 30, "-");
    json_decref(both);
}

static void what_is_gone_goes(void **state)
{
    both = both_new();
    both_text(both, "u", 1, 100);
    theirs(1, "[1]", 0, "-");
    ours(1, "[7]", 0, "[1,7] 1");
    ours(1, "[]", 0, "[1] 1");
    ours(1, "[7]", 0, "[1,7] 1");
    both_text(both, "u", 2, 200);
    ours(2, "[]", 0, "-"); /* waits: the client has [7] still */
    expect_published(both_due(both, BOTH_PATIENCE), "[1] 1");
    ours(2, "[7]", 0, "-");
    both_closed(both, "u");
    assert_int_equal(both_next(both), 0);
    ours(0, "[9]", 0, "[9]"); /* of a header that is not open */
    ours(0, "[]", 0, "[]");
    both_closed(both, "u");
    assert_int_equal(json_object_size(both), 0);
    json_decref(both);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_known_by_their_members),
        cmocka_unit_test(a_beginning_may_tell),
        cmocka_unit_test(queues_keep_the_order),
        cmocka_unit_test(streams_pass_what_is_not_taken),
        cmocka_unit_test(answers_are_joined),
        cmocka_unit_test(abilities_are_joined),
        cmocka_unit_test(the_encoding_is_clangds),
        cmocka_unit_test(diagnostics_of_one_text_are_shown_together),
        cmocka_unit_test(what_waits_does_not_wait_for_ever),
        cmocka_unit_test(what_is_gone_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

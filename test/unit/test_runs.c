/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Runs in processes of their own, when these do not end well: what it costs, and what is said of it.
 */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "editor/keeping.h"
#include "editor/server.h"

#define URI "file:///folder/source.c"

/* ---- an analysis, which does what the text says ----------------------------------------------------------------- */

static bool says(const run_wish *wish, const char *word)
{
    return strstr(wish->source->text, word) != NULL;
}

/* Looks ready, and ends when it is asked for a run. */
static void keep_nothing(const keeping *k)
{
    keeper_answer ready = {.event = KEEPER_READY};
    keeper_request request;
    send(k->socket, &ready, sizeof ready, 0);
    while (recv(k->socket, &request, sizeof request, 0) < 0)
        ;
    _exit(1);
}

static int analyse(void *user, const run_wish *wish)
{
    struct rlimit cpu;
    if (wish->renewing) /* there is no scan that knows more */
        return 0;
    if (wish->keeping && says(wish, "keeper"))
        keep_nothing(wish->keeping);
    if (wish->keeping)
        return 0; /* without having paused */
    if (says(wish, "crash"))
        raise(SIGKILL);
    if (says(wish, "loop") && getrlimit(RLIMIT_CPU, &cpu) == 0 && cpu.rlim_cur <= 60)
        raise(SIGXCPU); /* what the limit does */
    if (says(wish, "much"))
        for (;;)
            puts(
                "{\"type\":\"unknown\",\"text\":\"more and more of it, and never an end, as long as somebody reads\"}");
    if (says(wish, "nothing"))
        return 2;
    puts("{\"type\":\"summary\"}");
    return 0;
}

/* ---- a session ------------------------------------------------------------------------------------------------- */

typedef struct session {
    server server;
    framing in;
    char told[512];  /* the message of the last diagnostic that was published; "": there is none */
    unsigned shown;  /* messages to the user */
    unsigned starts; /* of runs */
} session;

static bool take_message(void *to, const char *content, size_t length)
{
    session *s = to;
    json_t *message = json_loadb(content, length, 0, NULL);
    const char *method = json_string_value(json_object_get(message, "method"));
    json_t *list = json_object_get(json_object_get(message, "params"), "diagnostics");
    s->shown += method && strcmp(method, "window/showMessage") == 0;
    if (list) {
        const char *text = json_string_value(json_object_get(json_array_get(list, 0), "message"));
        snprintf(s->told, sizeof s->told, "%s", text ? text : "");
    }
    json_decref(message);
    return true;
}

static void send_text(session *s, const char *text)
{
    char header[64];
    snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", strlen(text));
    framing_add(&s->in, header, strlen(header));
    framing_add(&s->in, text, strlen(text));
    server_take(&s->server, &s->in);
}

/* Until nothing is left to do. */
static void settle(session *s)
{
    server *now = &s->server;
    s->starts = 0;
    for (;;) {
        int wait = schedule_start(now);
        if (!now->run.child && !now->renewal.child && wait < 0 && !questions_pending(now, URI))
            return;
        bool busy = now->run.child || now->renewal.child;
        assert_true(busy || wait >= 0); /* else it would wait for ever */
        struct pollfd ready[] = {{.fd = now->run.child ? now->run.output : -1, .events = POLLIN},
                                 {.fd = now->renewal.child ? now->renewal.output : -1, .events = POLLIN}};
        poll(ready, 2, busy ? -1 : wait);
        if (ready[1].revents)
            renewals_read(now);
        if (!ready[0].revents)
            continue;
        schedule_read(now);
        s->starts += !now->run.child;
        assert_true(s->starts < 10);
    }
}

static void change(session *s, const char *word)
{
    char text[512];
    snprintf(text, sizeof text,
             "{\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"" URI
             "\",\"version\":2},\"contentChanges\":[{\"text\":\"%s\"}]}}",
             word);
    send_text(s, text);
    settle(s);
}

static int begin(void **state)
{
    session *s = calloc(1, sizeof *s);
    fflush(NULL); /* children have copies of what is not written yet */
    s->server = (server){.version = "test", .analysis = analyse, .write = take_message, .to = s};
    server_start(&s->server);
    send_text(s, "{\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}");
    send_text(s, "{\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"" URI
                 "\",\"version\":1,\"text\":\"\"}}}");
    settle(s);
    *state = s;
    return 0;
}

static int end(void **state)
{
    session *s = *state;
    server_stop(&s->server);
    framing_free(&s->in);
    free(s);
    return 0;
}

/* ---- tests ----------------------------------------------------------------------------------------------------- */

static void what_ends_badly_costs_that_run(void **state)
{
    session *s = *state;
    static const struct {
        const char *word, *wanted;
    } cases[] = {{"crash", "crashed"},
                 {"loop", "took too long and was ended"},
                 {"much", "took too long and was ended"},
                 {"nothing", "was not possible"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        change(s, cases[i].word);
        assert_non_null(strstr(s->told, cases[i].wanted));
        change(s, "good again");
        assert_string_equal(s->told, "");
        assert_int_equal(s->shown, 1); /* once in a session */
    }
}

static void keepers_that_are_of_no_use_are_given_up(void **state)
{
    session *s = *state;
    send_text(s, "{\"method\":\"textDocument/didClose\",\"params\":{\"textDocument\":{\"uri\":\"" URI "\"}}}");
    send_text(s, "{\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"" URI
                 "\",\"version\":1,\"text\":\"keeper\"}}}");
    settle(s);
    assert_int_equal(s->starts, 2); /* with one, then without one */
    change(s, "keeper");
    assert_int_equal(s->starts, 1);
    change(s, "keeper crash");
    assert_non_null(strstr(s->told, "crashed"));
    change(s, "keeper");
    assert_string_equal(s->told, "");
    assert_int_equal(s->shown, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_ends_badly_costs_that_run, begin, end),
        cmocka_unit_test_setup_teardown(keepers_that_are_of_no_use_are_given_up, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

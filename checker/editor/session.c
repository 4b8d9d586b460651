/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The life of a session: messages in and out, requests and their answers. See server.h.
 *
 * Needs: bytes that came from a client. Leaves: messages for it. Cost: that of what is asked.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/json.h"
#include "server.h"

/* ---- messages out -------------------------------------------------------------------------------------------- */

static void send(server *s, json_t *message)
{
    json_object_set_new(message, "jsonrpc", json_string("2.0"));
    char *text = json_dumps(message, JSON_COMPACT);
    if (!text || !s->write(s->to, text, strlen(text))) {
        fprintf(stderr, "devlock: error: the editor cannot be written to: %s\n", strerror(errno));
        s->phase = SESSION_ENDED;
    }
    free(text);
    json_decref(message);
}

void server_notify(server *s, const char *method, json_t *params)
{
    send(s, json_make("method", json_text(method), "params", params, NULL));
}

void server_request(server *s, const char *method, json_t *params)
{
    char id[32];
    snprintf(id, sizeof id, "devlock-%u", ++s->requests);
    send(s, json_make("id", json_text(id), "method", json_text(method), "params", params, NULL));
}

void server_answer(server *s, json_t *id, json_t *result)
{
    send(s, json_make("id", json_incref(id), "result", result, NULL));
}

void server_refuse(server *s, json_t *id, int code, const char *message)
{
    json_t *error = json_make("code", json_integer(code), "message", json_text(message), NULL);
    send(s, json_make("id", id ? json_incref(id) : json_null(), "error", error, NULL));
}

/* ---- the beginning ------------------------------------------------------------------------------------------- */

static json_t *walk(json_t *object, const char *const *keys)
{
    for (; *keys; keys++)
        object = json_object_get(object, *keys);
    return object;
}

#define AT(object, ...) walk(object, (const char *const[]){__VA_ARGS__, NULL})

/* The first encoding of the client's that is known here. */
static position_encoding choose_encoding(json_t *offered)
{
    size_t i;
    json_t *name;
    json_array_foreach(offered, i,
                       name) for (position_encoding e = POSITION_UTF16; e <= POSITION_UTF32;
                                  e++) if (json_is_string(name) &&
                                           strcmp(json_string_value(name), position_encoding_name(e)) == 0) return e;
    return POSITION_UTF16;
}

static void learn_client(server *s, json_t *client)
{
    s->encoding = choose_encoding(AT(client, "general", "positionEncodings"));
    s->style.related = json_is_true(AT(client, "textDocument", "publishDiagnostics", "relatedInformation"));
    s->style.related |= json_is_true(AT(client, "textDocument", "diagnostic", "relatedInformation"));
    s->pulls = json_is_object(AT(client, "textDocument", "diagnostic"));
    s->refreshes = json_is_true(AT(client, "workspace", "diagnostics", "refreshSupport"));
    s->watches = json_is_true(AT(client, "workspace", "didChangeWatchedFiles", "dynamicRegistration"));
    s->literal_actions = json_is_object(AT(client, "textDocument", "codeAction", "codeActionLiteralSupport"));
    s->versioned = json_is_true(AT(client, "workspace", "workspaceEdit", "documentChanges"));
    s->works = json_is_true(AT(client, "window", "workDoneProgress"));
    s->style.tags = json_is_object(AT(client, "textDocument", "publishDiagnostics", "tagSupport")) ||
                    json_is_object(AT(client, "textDocument", "diagnostic", "tagSupport"));
    s->shows = json_is_true(AT(client, "window", "showDocument", "support"));
}

/* A list of one word. */
static json_t *only(const char *word)
{
    json_t *list = json_array();
    json_add(list, json_text(word));
    return list;
}

static void initialize(server *s, json_t *id, json_t *params)
{
    json_t *client = json_object_get(params, "capabilities");
    learn_client(s, client);
    json_t *sync = json_make("openClose", json_true(), "change", json_number(2), "save", json_true(), NULL);
    json_t *pull = json_make("identifier", json_text("devlock"), "interFileDependencies", json_true(),
                             "workspaceDiagnostics", json_false(), "workDoneProgress", json_true(), NULL);
    if (!s->pulls) {
        json_decref(pull);
        pull = NULL;
    }
    json_t *actions = json_make("codeActionKinds", only("quickfix"), "workDoneProgress", json_true(), NULL);
    json_t *hovers = json_make("workDoneProgress", json_true(), NULL);
    json_t *commands = json_make("commands", only(EXPLAIN_COMMAND), NULL);
    json_t *can = json_make("positionEncoding", json_text(position_encoding_name(s->encoding)), "textDocumentSync",
                            sync, "diagnosticProvider", pull, "codeActionProvider", actions, "executeCommandProvider",
                            commands, "hoverProvider", hovers, NULL);
    json_t *us = json_make("name", json_text("devlock"), "version", json_text(s->version), NULL);
    s->phase = SESSION_OPEN;
    server_answer(s, id, json_make("capabilities", can, "serverInfo", us, NULL));
}

/* Asks the client to watch what runs read besides open texts. */
static void watch_files(server *s)
{
    static const char *const patterns[] = {"**/*.{c,cc,cpp,cxx,h,hh,hpp,hxx,inc,inl}",
                                           "**/{compile_commands.json,compile_flags.txt,.devlock.yaml}",
                                           "**/*.{vcxproj,props,targets,sln,tlog}", "**/{sources,SOURCES}"};
    json_t *watchers = json_array(), *registrations = json_array();
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        json_add(watchers, json_make("globPattern", json_text(patterns[i]), NULL));
    json_add(registrations,
             json_make("id", json_text("devlock-files"), "method", json_text("workspace/didChangeWatchedFiles"),
                       "registerOptions", json_make("watchers", watchers, NULL), NULL));
    server_request(s, "client/registerCapability", json_make("registrations", registrations, NULL));
}

/* ---- messages in --------------------------------------------------------------------------------------------- */

static void execute(server *s, json_t *id, json_t *params)
{
    const char *command = json_string_value(json_object_get(params, "command"));
    if (command && strcmp(command, EXPLAIN_COMMAND) == 0)
        explain_asked(s, id, json_object_get(params, "arguments"));
    else
        server_refuse(s, id, RPC_INVALID_PARAMS, "devlock has no such command");
}

static void handle_request(server *s, json_t *id, const char *method, json_t *params)
{
    if (s->phase == SESSION_NEW && strcmp(method, "initialize") == 0)
        initialize(s, id, params);
    else if (s->phase == SESSION_NEW)
        server_refuse(s, id, RPC_NOT_INITIALIZED, "the first request must be initialize");
    else if (s->phase == SESSION_SHUT || strcmp(method, "initialize") == 0)
        server_refuse(s, id, RPC_INVALID_REQUEST,
                      s->phase == SESSION_SHUT ? "the server was shut down" : "the server is initialized already");
    else if (strcmp(method, "shutdown") == 0) {
        s->phase = SESSION_SHUT;
        server_answer(s, id, json_null());
    } else if (strcmp(method, "workspace/executeCommand") == 0)
        execute(s, id, params);
    else if (!questions_add(s, id, method, params))
        server_refuse(s, id, RPC_UNKNOWN_METHOD, "devlock has no such method");
}

static void handle_notification(server *s, const char *method, json_t *params)
{
    if (strcmp(method, "exit") == 0) {
        s->status = s->phase == SESSION_SHUT ? 0 : 1;
        s->phase = SESSION_ENDED;
    } else if (s->phase != SESSION_OPEN) {
        return; /* notifications before initialize, or after shutdown, are dropped */
    } else if (strcmp(method, "initialized") == 0) {
        if (s->watches)
            watch_files(s);
    } else if (strcmp(method, "$/cancelRequest") == 0) {
        questions_cancel(s, json_object_get(params, "id"));
    } else {
        sync_handle(s, method, params);
    }
}

static void handle(server *s, const char *content, size_t length)
{
    json_error_t error;
    json_t *message = json_loadb(content, length, JSON_ALLOW_NUL, &error);
    json_t *id = json_object_get(message, "id"), *params = json_object_get(message, "params");
    const char *method = json_string_value(json_object_get(message, "method"));
    if (!message)
        server_refuse(s, NULL, RPC_PARSE_ERROR, error.text);
    else if (method && id)
        handle_request(s, id, method, params);
    else if (method)
        handle_notification(s, method, params);
    else if (!json_is_object(message) || !id)
        server_refuse(s, NULL, RPC_INVALID_REQUEST, "a message without a method and without an id");
    /* else the answer to a request of ours */
    json_decref(message);
}

void server_take(server *s, framing *in)
{
    const char *content, *why;
    size_t length;
    framing_result result = FRAMING_MORE;
    while (s->phase != SESSION_ENDED && (result = framing_next(in, &content, &length, &why)) == FRAMING_MESSAGE)
        handle(s, content, length);
    if (result != FRAMING_DAMAGED)
        return;
    server_refuse(s, NULL, RPC_PARSE_ERROR, why);
    fprintf(stderr, "devlock: error: what the editor sends is no message: %s; the session ends\n", why);
    s->phase = SESSION_ENDED;
}

/* ---- beginning and end --------------------------------------------------------------------------------------- */

void server_start(server *s)
{
    s->status = 1;
    s->runs = json_object();
    s->fixes = json_object();
    s->calls = json_object();
    s->functions = json_object();
    s->asked = json_array();
    s->contexts = json_object();
    s->said = json_object();
}

void server_stop(server *s)
{
    run_cancel(&s->run);
    run_cancel(&s->search);
    keepers_stop(&s->keepers);
    run_cancel(&s->renewal);
    server_remove_folder(s);
    json_decref(s->contexts);
    json_decref(s->said);
    documents_free(&s->open);
    json_decref(s->searched);
    json_decref(s->fixes);
    json_decref(s->calls);
    json_decref(s->functions);
    json_decref(s->runs);
    json_decref(s->asked);
}

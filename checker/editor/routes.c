/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Which message goes where: from the client to clangd, and to the session where devlock has to know of it; from clangd
 * to the client, joined with what the session says where both have something to say. See proxy.h.
 *
 * Needs: messages. Leaves: messages in queues. Cost: a look at the beginning of each; JSON only of those that are the
 * session's as well.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "both.h"
#include "core/arena.h"
#include "proxy.h"
#include "report/json.h"

#define PATIENCE 1000u /* milliseconds that an answer of clangd's waits for devlock's */

/* Requests of devlock to the client have ids that begin with this. Those of clangd that do, too, get another beginning,
 * and get their own back in the answer. */
#define OUR_IDS  "devlock-"
#define MOVED_ID "devlock-clangd-"

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* ---- to the client ------------------------------------------------------------------------------------------- */

void routes_flush(proxy *p)
{
    if (!p->from_clangd.passing)
        queue_move(&p->from_clangd.out, &p->own);
}

static void put(proxy *p, const char *bytes, size_t count)
{
    queue_add(&p->own, bytes, count);
    routes_flush(p);
}

static void put_message(proxy *p, const char *content, size_t length)
{
    queue_message(&p->own, content, length);
    routes_flush(p);
}

void routes_tell(proxy *p, json_t *message)
{
    json_object_set_new(message, "jsonrpc", json_string("2.0"));
    char *text = json_dumps(message, JSON_COMPACT);
    if (text)
        put_message(p, text, strlen(text));
    free(text);
    json_decref(message);
}

static void publish(proxy *p, json_t *params)
{
    if (params)
        routes_tell(p, json_make("method", json_text("textDocument/publishDiagnostics"), "params", params, NULL));
}

/* ---- answers of both ----------------------------------------------------------------------------------------- */

/* Both have answered, or devlock's part is not waited for any more. */
static void settle(proxy *p, pending *which)
{
    char *text = pending_joined(which);
    if (text)
        put_message(p, text, strlen(text));
    else
        put(p, which->theirs, which->header + which->length);
    free(text);
    pendings_remove(&p->pending, which);
}

/* Devlock's part of the answer has been asked for: if it did not come, clangd's goes alone. A client that uses an id
 * for two requests at once may have another one that clangd has not answered. */
static void settle_answered(proxy *p, json_t *id)
{
    for (size_t i = 0; i < p->pending.count; i++)
        if (p->pending.items[i].theirs && json_equal(p->pending.items[i].id, id)) {
            settle(p, &p->pending.items[i]);
            return;
        }
}

void routes_shut(proxy *p)
{
    p->shut = true;
    for (size_t i = 0; i < p->pending.count;)
        if (p->pending.items[i].theirs)
            settle(p, &p->pending.items[i]);
        else
            i++;
}

/* devlock's answer; NULL: it refuses. */
static void take_ours(proxy *p, json_t *message, const char *content, size_t length)
{
    pending *which = pendings_find(&p->pending, json_object_get(message, "id"));
    if (which && which->alone) {
        put_message(p, content, length);
        pendings_remove(&p->pending, which);
    } else if (which) {
        json_t *result = json_object_get(message, "result");
        json_decref(which->ours);
        which->ours = result ? json_incref(result) : json_null();
        if (which->theirs)
            settle(p, which);
    } /* else it has been waited for too long */
}

/* What the session has to say to the client. */
static bool write_session(void *to, const char *content, size_t length)
{
    proxy *p = to;
    json_t *message = json_loadb(content, length, JSON_ALLOW_NUL, NULL), *params = json_object_get(message, "params");
    const char *method = json_string_value(json_object_get(message, "method"));
    const char *uri = json_string_value(json_object_get(params, "uri"));
    if (p->shut) {
        /* nothing may be said after shutdown */
    } else if (!method) {
        take_ours(p, message, content, length);
    } else if (strcmp(method, "textDocument/publishDiagnostics") == 0 && uri) {
        if (!documents_find(&p->session.open, uri))
            both_closed(p->both, uri);
        publish(p, both_ours(p->both, params, server_clock()));
    } else {
        put_message(p, content, length);
    }
    json_decref(message);
    return true;
}

/* ---- to the session ------------------------------------------------------------------------------------------ */

/* FNV-1a. */
static uint64_t hash(const char *text, size_t length)
{
    uint64_t value = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)text[i]) * 1099511628211u;
    return value;
}

/* Which texts the versions of documents have. */
static void note_texts(proxy *p)
{
    for (size_t i = 0; i < p->session.open.count; i++) {
        document *d = &p->session.open.items[i];
        if (!d->noted)
            both_text(p->both, d->uri, d->version, hash(d->text, d->length));
        d->noted = true;
    }
}

static void feed(proxy *p, const framing_part *part)
{
    framing_add(&p->later, part->bytes, part->header + part->length);
    if (!p->ready)
        return;
    server_take(&p->session, &p->later);
    note_texts(p);
}

/* The session begins when clangd has agreed on an encoding with the client. */
static void begin_session(proxy *p, json_t *initialized)
{
    json_t *pulled = json_object_get(json_object_get(initialized, "capabilities"), "diagnosticProvider");
    p->session.beside = true;
    server_take(&p->session, &p->first);
    p->session.encoding = join_encoding(initialized);
    /* Diagnostics are pulled if clangd's are. A client that cannot be told to ask again gets devlock's pushed: an
     * answer with clangd's must not wait for them. */
    p->session.pulls = p->session.pulls && p->session.refreshes && json_is_object(pulled);
    p->ready = true;
    server_take(&p->session, &p->later);
    note_texts(p);
}

/* ---- from the client ----------------------------------------------------------------------------------------- */

/* Notifications that the session gets, too. */
static bool is_news(const char *method)
{
    static const char *const news[] = {
        "initialized",           "textDocument/didOpen", "textDocument/didChange",
        "textDocument/didClose", "textDocument/didSave", "workspace/didChangeWatchedFiles",
        "$/cancelRequest"};
    for (size_t i = 0; i < sizeof news / sizeof *news; i++)
        if (strcmp(method, news[i]) == 0)
            return true;
    return false;
}

static bool is_shared(const proxy *p, const char *method, join_kind *kind)
{
    static const struct {
        const char *method;
        join_kind kind;
    } shared[] = {{"initialize", JOIN_INITIALIZE},
                  {"textDocument/codeAction", JOIN_ACTIONS},
                  {"textDocument/hover", JOIN_HOVER},
                  {"textDocument/diagnostic", JOIN_PULL}};
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (strcmp(method, shared[i].method) == 0) {
            *kind = shared[i].kind;
            return *kind != JOIN_PULL || p->session.pulls;
        }
    return false;
}

static json_t *params_of(const framing_part *part, json_t **message)
{
    *message = json_loadb(part->bytes + part->header, part->length, JSON_ALLOW_NUL, NULL);
    return json_object_get(*message, "params");
}

/* Whether devlock may have something to say: only then it is waited for. */
static bool may_say(proxy *p, join_kind kind, const framing_part *part)
{
    if (kind == JOIN_INITIALIZE)
        return true;
    json_t *message, *params = params_of(part, &message);
    const char *uri = json_string_value(json_object_get(json_object_get(params, "textDocument"), "uri"));
    bool may = p->ready && !p->shut && uri;
    if (may && kind == JOIN_ACTIONS)
        may = !questions_pending(&p->session, uri) && actions_any(&p->session, uri, params);
    if (may && kind == JOIN_HOVER)
        may = json_object_get(p->session.functions, uri) && hover_needs_run(&p->session, uri, params);
    json_decref(message);
    return may;
}

static void share(proxy *p, join_kind kind, const framing_part *part, const peeked *seen)
{
    json_t *id = may_say(p, kind, part) ? peek_id(seen) : NULL;
    if (!id)
        return;
    pendings_add(&p->pending, id, kind, false);
    if (kind == JOIN_INITIALIZE)
        framing_add(&p->first, part->bytes, part->header + part->length);
    else
        feed(p, part);
}

/* A command of devlock's own: clangd does not know it. */
static bool takes_command(proxy *p, const framing_part *part, const peeked *seen)
{
    json_t *message, *params = params_of(part, &message);
    const char *command = json_string_value(json_object_get(params, "command"));
    json_t *id = command && strcmp(command, EXPLAIN_COMMAND) == 0 ? peek_id(seen) : NULL;
    if (id) {
        pendings_add(&p->pending, id, JOIN_ACTIONS, true);
        feed(p, part);
    }
    json_decref(message);
    return id != NULL;
}

/* Puts a message with another id. */
static void put_with_id(queue *out, const framing_part *part, const peeked *seen, const char *id)
{
    json_t *text = json_text(id);
    char *own = json_dumps(text, JSON_ENCODE_ANY);
    const char *content = part->bytes + part->header;
    size_t before = (size_t)(seen->id - content), after = part->length - before - seen->id_length;
    queue all = {0};
    queue_add(&all, content, before);
    queue_add(&all, own, strlen(own));
    queue_add(&all, seen->id + seen->id_length, after);
    queue_message(out, all.bytes + all.from, queue_size(&all));
    queue_free(&all);
    free(own);
    json_decref(text);
}

/* The text of an id, if it begins as devlock's do; free() it. */
static char *our_id(const peeked *seen)
{
    json_t *id = seen->id && *seen->id == '"' ? peek_id(seen) : NULL;
    const char *text = json_string_value(id);
    char *own = text && begins(text, OUR_IDS) ? strdup(text) : NULL;
    json_decref(id);
    return own;
}

/* The client's answer to a request with such an id: clangd's, under another id, or devlock's. */
static verdict take_answer(proxy *p, const framing_part *part, const peeked *seen, const char *id, bool whole)
{
    if (!whole)
        return VERDICT_WHOLE;
    if (begins(id, MOVED_ID))
        put_with_id(&p->from_client.out, part, seen, id + strlen(MOVED_ID));
    return VERDICT_TAKEN; /* the session does not wait for answers */
}

/* The message goes on first: clangd does not wait for devlock. */
static void pass_first(proxy *p, const framing_part *part)
{
    stream_pass(&p->from_client, part);
    proxy_write(p);
}

static verdict look_at_client(void *user, const framing_part *part, const peeked *seen, bool whole)
{
    proxy *p = user;
    join_kind kind = JOIN_INITIALIZE;
    char *id = seen->has_method ? NULL : our_id(seen);
    if (id) {
        verdict verdict = take_answer(p, part, seen, id, whole);
        free(id);
        return verdict;
    }
    bool news = is_news(seen->method), shared = is_shared(p, seen->method, &kind);
    bool command = strcmp(seen->method, "workspace/executeCommand") == 0;
    if (strcmp(seen->method, "shutdown") == 0)
        routes_shut(p);
    if (!news && !shared && !command)
        return VERDICT_PASS;
    if (!whole)
        return VERDICT_WHOLE;
    if (command && p->ready && takes_command(p, part, seen))
        return VERDICT_TAKEN;
    pass_first(p, part);
    if (shared)
        share(p, kind, part, seen);
    else if (news && !p->shut)
        feed(p, part);
    return VERDICT_TAKEN;
}

/* ---- from clangd --------------------------------------------------------------------------------------------- */

static void take_initialized(proxy *p, pending *which, const framing_part *part)
{
    json_t *message = json_loadb(part->bytes + part->header, part->length, JSON_ALLOW_NUL, NULL);
    json_t *id = json_incref(which->id), *result = json_object_get(message, "result");
    if (json_is_object(result) && !p->ready)
        begin_session(p, result); /* answers it */
    settle_answered(p, id);
    json_decref(id);
    json_decref(message);
}

static verdict take_theirs(proxy *p, pending *which, const framing_part *part, bool whole)
{
    bool late = p->shut && which->kind != JOIN_INITIALIZE;
    if (late || json_is_null(which->ours)) { /* devlock has nothing to say */
        pendings_remove(&p->pending, which);
        return VERDICT_PASS;
    }
    if (!whole)
        return VERDICT_WHOLE;
    pending_keep(which, part);
    if (which->kind == JOIN_INITIALIZE) {
        take_initialized(p, which, part);
    } else if (which->ours) {
        settle(p, which);
    } else {
        which->due = server_clock() + PATIENCE;
    }
    return VERDICT_TAKEN;
}

static verdict take_diagnostics(proxy *p, const framing_part *part, bool whole)
{
    if (!whole)
        return VERDICT_WHOLE;
    json_t *message, *params = params_of(part, &message);
    json_t *both = params ? both_theirs(p->both, params, server_clock()) : NULL;
    publish(p, both);
    json_decref(message);
    return both ? VERDICT_TAKEN : VERDICT_PASS;
}

static verdict look_at_clangd(void *user, const framing_part *part, const peeked *seen, bool whole)
{
    proxy *p = user;
    routes_flush(p);
    if (!seen->has_method && seen->id && p->pending.count) {
        json_t *id = peek_id(seen);
        pending *which = pendings_find(&p->pending, id);
        json_decref(id);
        if (which && !which->alone && !which->theirs)
            return take_theirs(p, which, part, whole);
    }
    if (strcmp(seen->method, "textDocument/publishDiagnostics") == 0)
        return take_diagnostics(p, part, whole);
    char *id = seen->has_method ? our_id(seen) : NULL;
    if (!id)
        return VERDICT_PASS;
    if (whole) {
        size_t size = strlen(id) + sizeof MOVED_ID;
        char *moved = must_allocate(size);
        snprintf(moved, size, "%s%s", MOVED_ID, id);
        put_with_id(&p->from_clangd.out, part, seen, moved);
        free(moved);
    }
    free(id);
    return whole ? VERDICT_TAKEN : VERDICT_WHOLE;
}

/* ---- what is due --------------------------------------------------------------------------------------------- */

/* Answers of clangd's that have waited long enough go with what is known, or alone. Gives when the next is due; 0:
 * none.
 */
static uint64_t answers_due(proxy *p, uint64_t now)
{
    uint64_t next = 0;
    for (size_t i = p->pending.count; i-- > 0;) {
        pending *which = &p->pending.items[i];
        if (!which->due)
            continue;
        if (which->due > now) {
            next = !next || which->due < next ? which->due : next;
            continue;
        }
        json_t *id = json_incref(which->id);
        p->refresh |= which->kind == JOIN_PULL;
        questions_hurry(&p->session, id); /* answers it */
        settle_answered(p, id);
        json_decref(id);
        return now; /* the list has changed */
    }
    return next;
}

/* Tells the client to ask again when there is nothing that is to be waited for. */
static void refresh_due(proxy *p)
{
    for (size_t i = 0; i < p->session.open.count; i++)
        if (questions_pending(&p->session, p->session.open.items[i].uri))
            return;
    if (p->refresh && !p->shut)
        server_request(&p->session, "workspace/diagnostic/refresh", NULL);
    p->refresh = false;
}

int routes_due(proxy *p)
{
    uint64_t now = server_clock(), next = answers_due(p, now), other;
    json_t *params;
    while ((params = both_due(p->both, now)))
        publish(p, params);
    if (p->refresh)
        refresh_due(p);
    other = both_next(p->both);
    next = other && (!next || other < next) ? other : next;
    return !next ? -1 : next > now ? (int)(next - now) : 0;
}

void routes_start(proxy *p)
{
    p->from_client.look = look_at_client;
    p->from_clangd.look = look_at_clangd;
    p->from_client.user = p->from_clangd.user = p;
    p->session.write = write_session;
    p->session.to = p;
    p->both = both_new();
}

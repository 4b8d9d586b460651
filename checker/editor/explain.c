/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The explanation of a finding: its path and the page of its check, as Markdown. A client that can show a document is
 * asked to show it, from a file in a folder of the session's own; any other gets the path as a message.
 *
 * Needs: a finding that was told. Leaves: a file until the session ends. Cost: linear in the text.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "lines.h"
#include "report/json.h"
#include "report/pages.h"
#include "report/paths.h"
#include "server.h"

enum { MESSAGE_INFORMATION = 3 };

static json_t *find(server *s, const char *uri, const char *fingerprint)
{
    const char *of;
    json_t *run, *diagnostic;
    size_t i;
    json_object_foreach(s->runs, of, run)
        json_array_foreach(json_object_get(run, uri), i,
                           diagnostic) if (strcmp(line_text(json_object_get(diagnostic, "data"), "fingerprint"),
                                                  fingerprint) == 0) return diagnostic;
    return NULL;
}

/* "FILE:LINE:COLUMN", counted from 1. */
static void print_place(FILE *out, const char *uri, json_t *range)
{
    json_t *start = json_object_get(range, "start");
    char *path = path_of_uri(uri);
    fprintf(out, "%s:%lld:%lld", path ? path : uri, json_integer_value(json_object_get(start, "line")) + 1,
            json_integer_value(json_object_get(start, "character")) + 1);
    free(path);
}

static void print_path(FILE *out, json_t *diagnostic)
{
    json_t *step;
    size_t i;
    json_array_foreach(json_object_get(diagnostic, "relatedInformation"), i, step)
    {
        json_t *at = json_object_get(step, "location");
        fprintf(out, "%zu. ", i + 1);
        print_place(out, line_text(at, "uri"), json_object_get(at, "range"));
        fprintf(out, ": %s\n", line_text(step, "message"));
    }
}

/* The explanation, with the page of the check or without; free() it. */
static char *explanation(const char *uri, json_t *diagnostic, bool with_page)
{
    char *text = NULL, *page = with_page ? page_markdown(line_text(diagnostic, "code")) : NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        must_allocate(SIZE_MAX / 2);
    print_place(out, uri, json_object_get(diagnostic, "range"));
    fprintf(out, ": %s [%s]\n\n", line_text(diagnostic, "message"), line_text(diagnostic, "code"));
    print_path(out, diagnostic);
    if (page)
        fprintf(out, "\n%s", page);
    fclose(out);
    free(page);
    return text;
}

/* ---- files --------------------------------------------------------------------------------------------------- */

static char *explanation_file(server *s)
{
    const char *folder = server_folder(s);
    size_t size = folder ? strlen(folder) + sizeof "/explanation.md" : 0;
    char *path = folder ? must_allocate(size) : NULL;
    if (path)
        snprintf(path, size, "%s/explanation.md", folder);
    return path;
}

static bool write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    fputs(text, out);
    bool good = !ferror(out);
    return fclose(out) == 0 && good;
}

/* ---- the command --------------------------------------------------------------------------------------------- */

/* Asks the client to show the explanation; false: it cannot. */
static bool show_document(server *s, const char *uri, json_t *diagnostic)
{
    char *path = s->shows ? explanation_file(s) : NULL, *text = path ? explanation(uri, diagnostic, true) : NULL;
    bool good = text && write_file(path, text);
    if (good) {
        char *address = path_uri(path);
        server_request(s, "window/showDocument", json_make("uri", json_text(address), "takeFocus", json_true(), NULL));
        free(address);
    } else if (s->shows) {
        fprintf(stderr, "devlock: error: the explanation cannot be written to a file: %s\n", strerror(errno));
    }
    free(text);
    free(path);
    return good;
}

void explain_asked(server *s, json_t *id, json_t *arguments)
{
    const char *uri = json_string_value(json_array_get(arguments, 0));
    const char *fingerprint = json_string_value(json_array_get(arguments, 1));
    json_t *diagnostic = uri && fingerprint ? find(s, uri, fingerprint) : NULL;
    if (!diagnostic) {
        server_refuse(s, id, RPC_INVALID_PARAMS, "this finding is not there any more; ask for code actions again");
        return;
    }
    if (!show_document(s, uri, diagnostic)) {
        char *text = explanation(uri, diagnostic, false);
        server_notify(s, "window/showMessage",
                      json_make("type", json_number(MESSAGE_INFORMATION), "message", json_text(text), NULL));
        free(text);
    }
    server_answer(s, id, json_null());
}

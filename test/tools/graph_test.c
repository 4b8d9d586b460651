/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * graph_test FILE.graph: analyses a program graph in the text form and compares the findings with those that its
 * comments expect. docs/program-graph.md describes such files, under "Tests".
 * graph_test --print FILE.graph: prints the findings as a user sees them, with their notes, and compares nothing.
 * graph_test --graph FILE.graph: prints the graph, with the places that statements were given.
 * graph_test --pages FOLDER FILE.graph: writes the findings as HTML, with the map of the program.
 *
 * On the way each graph is printed, read again and printed again: the two texts must be the same, and so must the
 * findings of the two programs.
 *
 * Needs: test/core/model.yaml. Leaves behind: nothing. Exit status: 0 if all is as expected, 1 if not, 2 if the file
 * cannot be read.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "devlock/analysis.h"
#include "devlock/text.h"
#include "report/folder.h"
#include "report/formats.h"
#include "report/text.h"
#include "verify.h"

#define PREFIX "devlock-"

/* A piece of text that grows. */
typedef struct buffer {
    char *text;
    uint32_t length, capacity;
} buffer;

static void put(buffer *b, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        ARRAY_RESERVE(b->text, b->length, b->capacity);
        b->text[b->length++] = text[i];
    }
}

/* A finding that a comment expects. */
typedef struct expectation {
    unsigned line;
    devlock_check check;
    devlock_tier tier;
    const char *texts[4]; /* each stands in the message or in the reason */
    unsigned text_count;
    bool met;
} expectation;

typedef struct graph_test {
    arena *arena;
    const char *path;
    buffer placed, model; /* the graph with places, the lines of its own model */
    expectation *expectations;
    uint32_t count, capacity;
    devlock_options options;
} graph_test;

static void stop(const graph_test *t, unsigned line, const char *what)
{
    fprintf(stderr, "%s:%u: error: %s\n", t->path, line, what);
    exit(2);
}

/* ---- comments ------------------------------------------------------------------------------------------------ */

static const char *skip_spaces(const char *at)
{
    while (*at == ' ' || *at == '\t')
        at++;
    return at;
}

/* Whether a word stands here; goes behind it and the spaces that follow. */
static bool take(const char **at, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0 || isalnum((unsigned char)(*at)[length]))
        return false;
    *at = skip_spaces(*at + length);
    return true;
}

static bool take_check(const char **at, devlock_check *check)
{
    for (unsigned i = 0; i < DEVLOCK_CHECK_COUNT; i++) {
        const char *name = devlock_check_name((devlock_check)i) + strlen(PREFIX);
        *check = (devlock_check)i;
        if (take(at, name))
            return true;
    }
    return false;
}

/* [possible] CHECK ["PART OF THE MESSAGE"]..., and so on behind commas */
static void read_expectations(graph_test *t, unsigned line, const char *at)
{
    do {
        expectation e = {.line = line, .tier = take(&at, "possible") ? DEVLOCK_POSSIBLE : DEVLOCK_CERTAIN};
        if (!take_check(&at, &e.check))
            stop(t, line, "no check is expected here; a check is written without \"" PREFIX "\"");
        while (*at == '"') {
            const char *end = strchr(at + 1, '"');
            if (!end || e.text_count == sizeof e.texts / sizeof *e.texts)
                stop(t, line, "the text of the message has no end, or there are too many");
            e.texts[e.text_count++] = arena_string_n(t->arena, at + 1, (size_t)(end - at - 1));
            at = skip_spaces(end + 1);
        }
        ARRAY_RESERVE(t->expectations, t->count, t->capacity);
        t->expectations[t->count++] = e;
    } while (take(&at, ","));
    if (*at)
        stop(t, line, "expected a text in quotes, ',' or the end of the line");
}

/* loop-bound N, solver-budget N, routine-budget N, without CHECK */
static void read_options(graph_test *t, unsigned line, const char *at)
{
    while (*at) {
        devlock_check check;
        char *end = NULL;
        if (take(&at, "loop-bound"))
            t->options.loop_bound = (unsigned)strtoul(at, &end, 10);
        else if (take(&at, "solver-budget"))
            t->options.solver_budget = (unsigned)strtoul(at, &end, 10);
        else if (take(&at, "routine-budget"))
            t->options.routine_budget = (unsigned)strtoul(at, &end, 10);
        else if (take(&at, "without") && take_check(&at, &check))
            t->options.checks &= ~(1u << check);
        else
            stop(t, line, "an option is loop-bound N, solver-budget N, routine-budget N or without CHECK");
        at = skip_spaces(end ? end : at);
    }
}

static void read_comment(graph_test *t, unsigned line, const char *text)
{
    const char *at = skip_spaces(text);
    if (*text == '|') {
        put(&t->model, text + 1, strlen(text + 1));
        put(&t->model, "\n", 1);
    } else if (take(&at, "expect:")) {
        read_expectations(t, line, at);
    } else if (take(&at, "options:")) {
        read_options(t, line, at);
    }
}

/* ---- places -------------------------------------------------------------------------------------------------- */

/* What is known while the text is passed through. */
typedef struct passage {
    unsigned line;  /* of what comes next */
    unsigned depth; /* of parentheses and braces in the statement */
    unsigned first_line, first_column;
    enum { NO_PLACE, WANTS_PLACE, ROUTINE } statement;
} passage;

static bool begins_with(const char *text, size_t length, const char *word)
{
    size_t n = strlen(word);
    return length >= n && memcmp(text, word, n) == 0 && (length == n || !isalnum((unsigned char)text[n]));
}

/* What kind of statement a line begins. */
static void begin_statement(passage *p, const char *code, size_t length)
{
    static const char *const plain[] = {"var", "pointer", "file", "function", "global", "slot", "ask", "field", "}"};
    p->statement = WANTS_PLACE;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (begins_with(code, length, plain[i]))
            p->statement = NO_PLACE;
    size_t label = 0;
    while (label < length && (isalnum((unsigned char)code[label]) || strchr("_.$", code[label])))
        label++;
    if (label && label < length && code[label] == ':')
        p->statement = NO_PLACE;
    if (begins_with(code, length, "routine"))
        p->statement = ROUTINE;
}

static void put_place(graph_test *t, const passage *p)
{
    const char *place = arena_format(t->arena, " @\"%s\":%u:%u ", t->path, p->first_line, p->first_column);
    put(&t->placed, place, strlen(place));
}

/* A line of the graph without its comment. */
static void pass_code(graph_test *t, passage *p, const char *line, size_t length)
{
    size_t first = 0;
    while (first < length && isspace((unsigned char)line[first]))
        first++;
    if (first < length && p->depth == 0) {
        begin_statement(p, line + first, length - first);
        p->first_line = p->line;
        p->first_column = (unsigned)first + 1;
    }
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        char c = line[i];
        if (c == '"' && (i == 0 || line[i - 1] != '\\'))
            quoted = !quoted;
        if (!quoted && c == '@')
            p->statement = NO_PLACE;
        if (!quoted && c == '{' && p->depth == 0 && p->statement == ROUTINE) {
            put_place(t, p);
            p->statement = NO_PLACE;
        } else if (!quoted && p->statement != NO_PLACE) {
            p->depth += c == '(' || c == '{';
            p->depth -= p->depth && (c == ')' || c == '}');
        }
        put(&t->placed, &c, 1);
    }
    if (first < length && p->depth == 0 && p->statement == WANTS_PLACE)
        put_place(t, p);
}

/* Reads the comments, and gives each statement without a place the one where it stands in the file. */
static void pass(graph_test *t, const char *text)
{
    passage p = {.line = 1};
    for (const char *line = text; *line; p.line++) {
        size_t length = strcspn(line, "\n"), code = 0;
        for (bool quoted = false; code < length && (quoted || line[code] != '#'); code++)
            quoted ^= line[code] == '"' && (code == 0 || line[code - 1] != '\\');
        pass_code(t, &p, line, code);
        put(&t->placed, "\n", 1);
        if (code < length)
            read_comment(t, p.line, arena_string_n(t->arena, line + code + 1, length - code - 1));
        line += length + (line[length] == '\n');
    }
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static char *read_file(arena *a, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "%s: error: cannot be read\n", path);
        exit(2);
    }
    buffer b = {0};
    for (int c; (c = getc(file)) != EOF;)
        put(&b, &(char){(char)c}, 1);
    fclose(file);
    char *text = arena_string_n(a, b.text ? b.text : "", b.length);
    free(b.text);
    return text;
}

/* error: where the message is, once the call that gives `good` has been made */
static void need(bool good, char *const *error)
{
    if (good)
        return;
    fprintf(stderr, "%s\n", *error);
    exit(2);
}

static devlock_program *read_graph(const char *path, const char *text, size_t length)
{
    char *error = NULL;
    devlock_program *program = devlock_text_read(path, text, length, &error);
    need(program != NULL, &error);
    need(program_verify(program, &error), &error);
    return program;
}

static devlock_model *read_model(const graph_test *t)
{
    devlock_model *model = devlock_model_new();
    char *error = NULL;
    need(devlock_model_read_file(model, DEVLOCK_TEST_DIR "/core/model.yaml", &error), &error);
    if (t->model.length) {
        const char *name = arena_format(t->arena, "%s (its model)", t->path);
        need(devlock_model_read(model, name, t->model.text, t->model.length, &error), &error);
    }
    return model;
}

/* ---- comparing ----------------------------------------------------------------------------------------------- */

static bool says(const devlock_finding *f, const char *text)
{
    return strstr(f->message, text) || (f->reason && strstr(f->reason, text));
}

static bool fits(const graph_test *t, const devlock_program *program, const expectation *e, const devlock_finding *f)
{
    if (e->met || e->check != f->check || e->tier != f->tier || e->line != f->place.line ||
        strcmp(devlock_program_path(program, f->place.file), t->path) != 0)
        return false;
    for (unsigned i = 0; i < e->text_count; i++)
        if (!says(f, e->texts[i]))
            return false;
    return true;
}

static const char *tier_word(devlock_tier tier)
{
    return tier == DEVLOCK_POSSIBLE ? "possible " : "";
}

static unsigned compare(graph_test *t, const devlock_program *program, const devlock_result *result)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < devlock_result_finding_count(result); i++) {
        const devlock_finding *f = devlock_result_finding(result, i);
        uint32_t k = 0;
        while (k < t->count && !fits(t, program, &t->expectations[k], f))
            k++;
        if (k < t->count) {
            t->expectations[k].met = true;
            continue;
        }
        printf("%s:%u: not expected: %s%s\n", devlock_program_path(program, f->place.file), f->place.line,
               tier_word(f->tier), devlock_check_name(f->check) + strlen(PREFIX));
        wrong++;
    }
    for (uint32_t k = 0; k < t->count; k++)
        if (!t->expectations[k].met) {
            printf("%s:%u: expected, but not found: %s%s\n", t->path, t->expectations[k].line,
                   tier_word(t->expectations[k].tier), devlock_check_name(t->expectations[k].check) + strlen(PREFIX));
            wrong++;
        }
    return wrong;
}

/* ---- printing ------------------------------------------------------------------------------------------------ */

static void print_findings(const devlock_program *program, const devlock_result *result, FILE *out)
{
    text_printer *printer = text_printer_new(out, program, false);
    text_print_result(printer, result);
    text_printer_free(printer);
}

/* What a program prints as, and what its findings do; free() both. */
typedef struct printed {
    char *graph, *findings;
} printed;

static printed print(const devlock_program *program, const devlock_result *result)
{
    printed p;
    size_t size;
    FILE *out = open_memstream(&p.graph, &size);
    devlock_text_print(program, out);
    fclose(out);
    out = open_memstream(&p.findings, &size);
    print_findings(program, result, out);
    fclose(out);
    return p;
}

/* The graph, printed and read again, must be the same and have the same findings, though this time nothing that is
 * computed for one root is kept for the next. */
static unsigned round_trip(const graph_test *t, const devlock_model *model, const printed *first)
{
    devlock_options forgetful = t->options;
    forgetful.store_limit = 1;
    devlock_program *again = read_graph("printed graph", first->graph, strlen(first->graph));
    devlock_result *result = devlock_analyze(again, model, &forgetful);
    printed second = print(again, result);
    unsigned wrong = 0;
    if (strcmp(first->graph, second.graph) != 0) {
        printf("%s: printed and read again the graph is another one:\n%s---- and\n%s", t->path, first->graph,
               second.graph);
        wrong++;
    }
    if (strcmp(first->findings, second.findings) != 0) {
        printf("%s: printed and read again the graph has other findings:\n%s", t->path, second.findings);
        wrong++;
    }
    free(second.graph);
    free(second.findings);
    devlock_result_free(result);
    devlock_program_free(again);
    return wrong;
}

static void write_pages(const graph_test *t, const devlock_program *program, const devlock_result *result,
                        const char *path)
{
    char *error = NULL;
    report report = {.program = program,
                     .version = "0",
                     .root = "/",
                     .checks = t->options.checks,
                     .scanned = &t->path,
                     .scanned_count = 1,
                     .complete = true};
    report_start(&report, result);
    folder *to = folder_start(path, &error);
    need(to != NULL, &error);
    report_html(&report, to);
    need(folder_finish(to, &error), &error);
    report_stop(&report);
}

int main(int argc, char **argv)
{
    bool only_print = argc == 3 && strcmp(argv[1], "--print") == 0;
    bool only_graph = argc == 3 && strcmp(argv[1], "--graph") == 0;
    bool pages = argc == 4 && strcmp(argv[1], "--pages") == 0;
    if (argc != 2 && !only_print && !only_graph && !pages) {
        fprintf(stderr, "usage: graph_test [--print | --graph | --pages FOLDER] FILE.graph\n");
        return 2;
    }
    graph_test t = {.arena = arena_new(), .path = argv[argc - 1], .options = {.checks = UINT32_MAX, .picture = pages}};
    pass(&t, read_file(t.arena, t.path));
    devlock_program *program = read_graph(t.path, t.placed.text, t.placed.length);
    devlock_model *model = read_model(&t);
    devlock_result *result = devlock_analyze(program, model, &t.options);
    printed first = print(program, result);
    unsigned wrong = 0;
    if (pages) {
        write_pages(&t, program, result, argv[2]);
    } else if (only_print || only_graph) {
        fputs(only_graph ? first.graph : first.findings, stdout);
    } else {
        wrong = compare(&t, program, result) + round_trip(&t, model, &first);
        if (wrong)
            printf("%u wrong; the findings were:\n%s", wrong, first.findings);
    }
    free(first.graph);
    free(first.findings);
    devlock_result_free(result);
    devlock_model_free(model);
    devlock_program_free(program);
    free(t.placed.text);
    free(t.model.text);
    free(t.expectations);
    arena_free(t.arena);
    return wrong ? 1 : 0;
}

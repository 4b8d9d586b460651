/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * dump_graph [--ask-record NAME] [--ask-macro NAME] FILE... [-- FLAGS]: prints the program graph of C sources, for the
 * tests of the front end. The program asks for the records and macros that are named.
 *
 * Errors of the sources go to standard error, gaps ("not analysed") are part of the text form. Exit status 1 if a
 * source could not be read at all.
 */
#include "checker/frontend/frontend.h"
#include "devlock/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_error(void *user, const char *file, unsigned line, unsigned column, const char *text)
{
    (void)user;
    fprintf(stderr, "%s:%u:%u: error: %s\n", file ? file : "<command line>", line, column, text);
}

/* Takes the names that the program asks for from the front of the arguments; gives where these go on. */
static int ask(devlock_program *program, char **argv, int count)
{
    int i = 1;
    for (; i + 1 < count; i += 2) {
        if (strcmp(argv[i], "--ask-record") == 0)
            devlock_program_ask_record(program, argv[i + 1]);
        else if (strcmp(argv[i], "--ask-macro") == 0)
            devlock_program_ask_macro(program, argv[i + 1]);
        else if (strcmp(argv[i], "--ask-call") == 0)
            devlock_program_ask_call(program, argv[i + 1]);
        else
            break;
    }
    return i;
}

int main(int argc, char **argv)
{
    int dashes = 1;
    while (dashes < argc && strcmp(argv[dashes], "--") != 0)
        dashes++;
    size_t count = 1;
    const char **arguments = malloc((size_t)(argc + 1) * sizeof *arguments);
    if (!arguments)
        return 3;
    arguments[0] = "clang";
    for (int i = dashes + 1; i < argc; i++)
        arguments[count++] = argv[i];
    devlock_source source = {.file = "source.c", .directory = NULL, .arguments = arguments, .argument_count = count};
    unsigned bits = devlock_frontend_pointer_bits(&source);
    devlock_program *program = devlock_program_new(bits ? bits : 64);
    int first = ask(program, argv, dashes);
    if (first == dashes) {
        fprintf(stderr, "usage: dump_graph [--ask-record NAME] [--ask-macro NAME] FILE... [-- FLAGS]\n");
        return 2;
    }
    int status = 0;
    for (int i = first; i < dashes; i++) {
        devlock_read_result result;
        source.file = argv[i];
        if (!devlock_frontend_read(program, &source, print_error, NULL, &result))
            status = 1;
        if (getenv("DEVLOCK_TIME"))
            fprintf(stderr, "%s: parse %.3f s, lower %.3f s\n", argv[i], result.parse_seconds, result.lower_seconds);
    }
    devlock_text_print(program, stdout);
    devlock_program_free(program);
    free(arguments);
    return status;
}

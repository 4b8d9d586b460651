/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * dump_graph FILE... -- FLAGS: prints the program graph of C sources, for the tests of the front end.
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

int main(int argc, char **argv)
{
    int dashes = 1;
    while (dashes < argc && strcmp(argv[dashes], "--") != 0)
        dashes++;
    if (dashes == 1) {
        fprintf(stderr, "usage: dump_graph FILE... [-- FLAGS]\n");
        return 2;
    }
    size_t count = 1;
    const char **arguments = malloc((size_t)(argc + 1) * sizeof *arguments);
    if (!arguments)
        return 3;
    arguments[0] = "clang";
    for (int i = dashes + 1; i < argc; i++)
        arguments[count++] = argv[i];
    devlock_source source = {argv[1], NULL, arguments, count};
    unsigned bits = devlock_frontend_pointer_bits(&source);
    devlock_program *program = devlock_program_new(bits ? bits : 64);
    int status = 0;
    for (int i = 1; i < dashes; i++) {
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

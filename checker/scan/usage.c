/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What devlock prints about itself: usage, version, the list of checks, the page of a check.
 */
#include <stdio.h>

#include "explain_check.h"
#include "scan.h"

/* What was printed must have arrived: a full disk is no success. */
static int finish(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return SCAN_CLEAN;
    fputs("devlock: error: standard output could not be written\n", stderr);
    return SCAN_FAILED;
}

int scan_help(void)
{
    fputs("devlock: a checker for lock pairing in Windows drivers\n"
          "\n"
          "usage:\n"
          "  devlock scan [OPTION]... FILE... [-- CLANG FLAGS]   scan files as one program\n"
          "  devlock scan [OPTION]... -p BUILD [FILE]...         scan with the commands of a compile database\n"
          "  devlock scan --help                                 the options\n"
          "  devlock baseline update --baseline FILE SCAN-ARGUMENTS...\n"
          "                                                      writes what is found to a file of known findings\n"
          "  devlock baseline diff --baseline FILE SCAN-ARGUMENTS...\n"
          "                                                      what is new, and what is fixed\n"
          "  devlock config --dump [SCAN-ARGUMENTS]              which configuration holds, and where it comes from\n"
          "  devlock ninja [SCAN-ARGUMENTS]                      the work of a scan, for ninja (docs/scale.md)\n"
          "  devlock capture -o FILE SOURCE -- COMMAND...        captures one source, a step of that work\n"
          "  devlock analyze -o FILE --captures LIST             analyses captures, its last step\n"
          "  devlock lsp [-p BUILD] [OPTION]... [-- CLANGD ...]  a language server: diagnostics while typing; with "
          "CLANGD\n"
          "                                                      (and its arguments) both servers in one\n"
          "  devlock explain CHECK                               what a check reports, and what to do\n"
          "  devlock --list-checks                               the checks\n"
          "  devlock --version\n"
          "\n"
          "exit status: 0 nothing found, 1 findings, 2 something could not be analysed or the call was wrong\n",
          stdout);
    return finish();
}

int scan_version(void)
{
    printf("devlock %s (LLVM %s)\n", DEVLOCK_VERSION, DEVLOCK_LLVM_VERSION);
    return finish();
}

int scan_list_checks(void)
{
    list_checks(stdout);
    return finish();
}

int scan_explain(const char *check, bool color)
{
    return explain_check(stdout, check, color) ? finish() : SCAN_FAILED;
}

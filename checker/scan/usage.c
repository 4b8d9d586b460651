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

int scan_lsp_help(void)
{
    fputs("usage: devlock lsp [OPTION]... [-- CLANGD [ARGUMENT]...]\n"
          "\n"
          "A language server on standard input and output, which an editor starts: diagnostics while typing. With the\n"
          "command of clangd behind -- it stands around clangd: both servers in one. docs/editors.md tells how editors\n"
          "are set up.\n"
          "\n"
          "Options are those of devlock scan that say what is analysed and how (devlock scan --help):\n"
          "  --baseline, --checks, --config, --ddk, --exclude, --loop-bound, --model, --no-default-model, -p,\n"
          "  --possible, --routine-budget, --solver-budget, --unused-suppressions, --wdk\n"
          "  --work DIR    the work folder of the scan that tells of other files, if one was named for it\n"
          "  --no-work     know nothing of other files\n"
          "Flags for Clang cannot be given, as what stands behind -- is clangd; use -p, or a project.\n",
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

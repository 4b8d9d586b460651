/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The language server: diagnostics of what is being typed, for every editor that speaks the Language Server Protocol
 * (3.17, https://microsoft.github.io/language-server-protocol/).
 */
#ifndef DEVLOCK_EDITOR_EDITOR_H
#define DEVLOCK_EDITOR_EDITOR_H

#include "runs.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Serves a client on standard input and output until it says exit. Gives the exit status: 0 after shutdown and exit,
 * else 1. version: devlock's own. */
int editor_serve(const char *version, run_analysis analysis, void *user);

/* Serves a client together with clangd, which is started with a command: what passes between the two stays as it is but
 * for what both have something to say about (docs/editors.md). Gives clangd's exit status; if a signal has ended
 * clangd, it ends this process, too. 2: clangd cannot be started. */
int editor_proxy(const char *version, run_analysis analysis, void *user, char *const *command);

#ifdef __cplusplus
}
#endif

#endif

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

#ifdef __cplusplus
}
#endif

#endif

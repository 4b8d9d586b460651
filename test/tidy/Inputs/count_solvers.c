/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Preloaded into a program: counts how often a solver's context is made, and says so at the program's end. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static unsigned count;

static void *call(const char *name, void *argument)
{
    void *symbol = dlsym(RTLD_NEXT, name);
    void *(*real)(void *);
    memcpy(&real, &symbol, sizeof real);
    count++;
    return real(argument);
}

void *Z3_mk_context(void *config)
{
    return call("Z3_mk_context", config);
}

void *Z3_mk_context_rc(void *config)
{
    return call("Z3_mk_context_rc", config);
}

__attribute__((destructor)) static void tell(void)
{
    fprintf(stderr, "solver contexts: %u\n", count);
}

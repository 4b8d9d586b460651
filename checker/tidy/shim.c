/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * devlock-tidy.so, the file that clang-tidy is told to load. It holds no check: it asks the program that loads it which
 * version of Clang it is, and loads the module for that version, devlock-tidy-VERSION.so, which lies beside it.
 *
 * Why: a module for one version in a clang-tidy of another is not loaded, or does nothing, and clang-tidy may end with
 * status 0 all the same. That looks like a clean result. So this file refers to no symbol of Clang, can be loaded
 * anywhere, and ends the program with a message when there is no module that fits.
 *
 * Needs: a program with Clang's function getClangFullVersion. Leaves: the module loaded, or the program ended with
 * status 2. Cost: two look-ups of symbols and loading the module.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PREFIX "devlock-tidy-"
#define SUFFIX ".so"
#define NEWEST 99

/* A std::string as libstdc++ lays it out, and hence what a function returns that returns one: both come back in
 * memory that the caller provides. */
typedef struct cxx_string {
    const char *text;
    size_t length;
    char local[16];
} cxx_string;

/* clang::getClangFullVersion(): "Debian clang version 19.1.7 (…)". */
static const char version_symbol[] = "_ZN5clang19getClangFullVersionB5cxx11Ev";

__attribute__((noreturn, format(printf, 1, 2))) static void give_up(const char *format, ...)
{
    va_list arguments;
    fflush(NULL);
    fputs("devlock-tidy: error: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    /* Not exit: this runs inside of dlopen, and the program has begun nothing that needs an end. */
    _exit(2);
}

/* The major version of the Clang in this program. */
static int host_version(void)
{
    void *symbol = dlsym(RTLD_DEFAULT, version_symbol);
    cxx_string (*ask)(void);
    char text[128];
    if (!symbol)
        give_up("the program that loads it is no clang-tidy that devlock can be loaded into: it has no function "
                "clang::getClangFullVersion. Use the clang-tidy of a Linux distribution or of LLVM's releases");
    memcpy(&ask, &symbol, sizeof ask);
    cxx_string answer = ask();
    const char *from = answer.length < sizeof answer.local ? answer.local : answer.text;
    snprintf(text, sizeof text, "%.*s", (int)answer.length, from);

    const char *number = strstr(text, "version ");
    int version = number ? atoi(number + strlen("version ")) : 0;
    if (version <= 0 || version > NEWEST)
        give_up("cannot tell the version of this clang-tidy from '%s'", text);
    return version;
}

/* Leaves the folder of this very file in `folder`; symbolic links to it are followed. */
static void find_folder(char folder[PATH_MAX])
{
    Dl_info info;
    if (!dladdr(version_symbol, &info) || !info.dli_fname || !realpath(info.dli_fname, folder))
        give_up("cannot tell in which folder this module lies");
    *strrchr(folder, '/') = '\0';
}

/* Leaves the versions for which there are modules in a folder in `text`: "14, 19". */
static void list_versions(const char *folder, char *text, size_t size)
{
    size_t length = 0;
    *text = '\0';
    for (int version = 1; version <= NEWEST; version++) {
        char path[PATH_MAX + sizeof PREFIX + sizeof SUFFIX + 16];
        snprintf(path, sizeof path, "%s/" PREFIX "%d" SUFFIX, folder, version);
        if (access(path, F_OK) == 0 && length + 8 < size)
            length += (size_t)snprintf(text + length, size - length, "%s%d", length ? ", " : "", version);
    }
}

__attribute__((constructor)) static void load_module(void)
{
    static char folder[PATH_MAX], path[PATH_MAX + sizeof PREFIX + sizeof SUFFIX + 16];
    char versions[512];
    int version = host_version();
    find_folder(folder);
    snprintf(path, sizeof path, "%s/" PREFIX "%d" SUFFIX, folder, version);
    if (access(path, F_OK) != 0) {
        list_versions(folder, versions, sizeof versions);
        if (!*versions)
            give_up("this is clang-tidy %d, and there is no module for it: %s is missing. Build devlock with "
                    "-DDEVLOCK_LLVM=%d (./bootstrap --llvm %d) and load the devlock-tidy.so of that build",
                    version, path, version, version);
        give_up("this is clang-tidy %d, and devlock in %s is built for LLVM %s only. Use the clang-tidy of that "
                "version, or build devlock with -DDEVLOCK_LLVM=%d (./bootstrap --llvm %d) and load the devlock-tidy.so "
                "of that build",
                version, folder, versions, version, version);
    }
    /* All symbols at once: a missing one must be noticed now. */
    if (!dlopen(path, RTLD_NOW | RTLD_LOCAL))
        give_up("cannot load the module for clang-tidy %d: %s", version, dlerror());
}

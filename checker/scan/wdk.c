/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Where the shipped headers are, and those of a WDK; see wdk.h.
 *
 * Needs: /proc, to know where the program lies; without it the headers of the build count. Leaves: a path that lives as
 * long as the program. Cost: two looks at the disk, once.
 */
#define _GNU_SOURCE /* strverscmp */
#include "wdk.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char found[4200];

const char *wdk_shipped(void)
{
    char program[4000];
    if (*found)
        return found;
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    char *end = NULL;
    if (length > 0) {
        program[length] = '\0';
        end = strrchr(program, '/');
    }
    if (end) {
        *end = '\0';
        snprintf(found, sizeof found, "%s/../%s", program, DEVLOCK_WDK_INSTALLED);
    }
    if (!end || access(found, R_OK) != 0)
        snprintf(found, sizeof found, "%s", DEVLOCK_WDK_BUILT);
    return found;
}

/* ---- a real one ---------------------------------------------------------------------------------------------- */

typedef struct layout {
    char folders[5][4200];
    size_t count;
} layout;

/* Adds a folder of headers if it is there. */
static bool add_folder(layout *l, const char *format, const char *root, const char *version)
{
    char *folder = l->folders[l->count];
    snprintf(folder, sizeof l->folders[0], format, root, version);
    if (access(folder, R_OK) != 0)
        return false;
    l->count++;
    return true;
}

/* The highest of the names in a folder that begin so, by their numbers: "10.0.22621.0". */
static bool highest(const char *folder, const char *prefix, char version[64])
{
    DIR *open = opendir(folder);
    *version = '\0';
    for (struct dirent *entry; open && (entry = readdir(open)) != NULL;)
        if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0 && strlen(entry->d_name) < 64 &&
            strverscmp(entry->d_name, version) > 0)
            strcpy(version, entry->d_name);
    if (open)
        closedir(open);
    return *version != '\0';
}

/* Include/10.0.…/km and its like, the driver frameworks beside them. */
static bool layout_10(layout *l, const char *root)
{
    char include[4100], version[64];
    snprintf(include, sizeof include, "%s/Include", root);
    if (!highest(include, "10.", version) || !add_folder(l, "%s/Include/%s/km", root, version))
        return false;
    add_folder(l, "%s/Include/%s/km/crt", root, version);
    add_folder(l, "%s/Include/%s/shared", root, version);
    snprintf(include, sizeof include, "%s/Include/wdf/kmdf", root);
    if (highest(include, "1.", version))
        add_folder(l, "%s/Include/wdf/kmdf/%s", root, version);
    return true;
}

/* inc/ddk, inc/api and inc/crt, as in the kits up to that of Windows 7. */
static bool layout_7600(layout *l, const char *root)
{
    char frameworks[4100], version[64];
    if (!add_folder(l, "%s/inc/ddk%s", root, ""))
        return false;
    add_folder(l, "%s/inc/api%s", root, "");
    add_folder(l, "%s/inc/crt%s", root, "");
    snprintf(frameworks, sizeof frameworks, "%s/inc/wdf/kmdf", root);
    if (highest(frameworks, "1.", version))
        add_folder(l, "%s/inc/wdf/kmdf/%s", root, version);
    return true;
}

size_t wdk_command(const char *root, const char *command[WDK_COMMAND_LONGEST])
{
    static layout l;
    static const char *const plain[] = {
        "clang",     "-target", "x86_64-pc-windows-msvc", "-fms-extensions", "-fms-compatibility", "-w",
        "-D_AMD64_", "-D_WIN64"};
    static const char *const windows_10[] = {"-D_WIN32_WINNT=0x0A00", "-DNTDDI_VERSION=0x0A000008"};
    static const char *const windows_7[] = {"-D_WIN32_WINNT=0x0601", "-DNTDDI_VERSION=0x06010000"};
    size_t count = 0;
    l.count = 0;
    bool is_10 = layout_10(&l, root);
    if (!is_10 && !layout_7600(&l, root)) {
        fprintf(stderr,
                "devlock: error: '%s' is no WDK: neither Include/10.*/km nor inc/ddk is there; --wdk wants the folder "
                "that holds Include or inc\n",
                root);
        return 0;
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        command[count++] = plain[i];
    for (size_t i = 0; i < 2; i++)
        command[count++] = is_10 ? windows_10[i] : windows_7[i];
    for (size_t i = 0; i < l.count; i++) {
        command[count++] = "-isystem";
        command[count++] = l.folders[i];
    }
    return count;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Files of the work folder; see capture_file.h.
 *
 * Needs: a folder to write to. Leaves: whole files; after a kill perhaps PATH.new, which the next one overwrites. They
 * need not outlive a power cut: captures tell damage from their checksums. Cost: one reading of what is there.
 */
#define _GNU_SOURCE
#include "capture_file.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"
#include "frontend/frontend.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

static bool read_all(int file, uint8_t *bytes, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = read(file, bytes + done, size - done);
        if (got == 0)
            errno = EIO; /* it became shorter */
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        done += got > 0 ? (size_t)got : 0;
    }
    return true;
}

uint8_t *whole_file(const char *path, size_t *size)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return NULL;
    uint8_t *bytes = NULL;
    if (fstat(file, &status) == 0) {
        *size = (size_t)status.st_size;
        bytes = must_allocate(*size + 1);
        bytes[*size] = 0;
        if (!read_all(file, bytes, *size)) {
            free(bytes);
            bytes = NULL;
        }
    }
    int number = errno;
    close(file);
    errno = number;
    return bytes;
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

static bool write_all(int file, const uint8_t *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t put = write(file, bytes + done, size - done);
        if (put < 0 && errno != EINTR)
            return false;
        done += put > 0 ? (size_t)put : 0;
    }
    return true;
}

static bool is_the_same(const char *path, const void *bytes, size_t size)
{
    size_t there = 0;
    uint8_t *now = whole_file(path, &there);
    bool same = now && there == size && memcmp(now, bytes, size) == 0;
    free(now);
    return same;
}

bool write_if_changed(const char *path, const void *bytes, size_t size)
{
    char *fresh;
    if (is_the_same(path, bytes, size))
        return true;
    if (asprintf(&fresh, "%s.new", path) < 0)
        abort();
    int file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool good = file >= 0 && write_all(file, bytes, size);
    int number = errno;
    if (file >= 0 && close(file) != 0 && good) {
        good = false;
        number = errno;
    }
    if (good && rename(fresh, path) != 0) {
        good = false;
        number = errno;
    }
    if (!good) {
        unlink(fresh);
        fprintf(stderr, "devlock: error: cannot write '%s': %s; %s\n", path, strerror(number),
                number == ENOSPC || number == EDQUOT
                    ? "free some space, or name a folder on another disk with --work DIR"
                    : "name another folder with --work DIR");
    }
    free(fresh);
    return good;
}

bool write_stream(const char *path, FILE *out, char **text, size_t *size)
{
    fclose(out);
    bool good = write_if_changed(path, *text, *size);
    free(*text);
    return good;
}

uint64_t bytes_hash(uint64_t before, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        before = (before ^ at[i]) * UINT64_C(1099511628211);
    return before;
}

uint64_t text_hash(const char *text)
{
    return bytes_hash(BYTES_HASH_START, text, strlen(text));
}

/* ---- who this is --------------------------------------------------------------------------------------------- */

/* The note that the linker made of all that is in this program, in hexadecimal digits. */
static int find_build_id(struct dl_phdr_info *info, size_t size, void *to)
{
    (void)size;
    for (unsigned i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        const char *at = (const char *)(info->dlpi_addr + header->p_vaddr), *end = at + header->p_memsz;
        while (header->p_type == PT_NOTE && at + sizeof(ElfW(Nhdr)) <= end) {
            const ElfW(Nhdr) *note = (const ElfW(Nhdr) *)at;
            const unsigned char *id = (const unsigned char *)(note + 1) + ((note->n_namesz + 3u) & ~3u);
            if (note->n_type == NT_GNU_BUILD_ID && note->n_descsz <= 32)
                for (unsigned k = 0; k < note->n_descsz; k++)
                    sprintf((char *)to + 2 * k, "%02x", id[k]);
            at = (const char *)id + ((note->n_descsz + 3u) & ~3u);
        }
    }
    return 1; /* the first object is the program itself */
}

capture_maker this_maker(const char *asked, const char *root)
{
    static char tool[128 + sizeof DEVLOCK_VERSION] = "";
    if (!*tool) {
        dl_iterate_phdr(find_build_id, tool);
        strcat(tool, " " DEVLOCK_VERSION);
    }
    return (capture_maker){.tool = tool, .llvm = devlock_frontend_version(), .asked = asked, .root = root};
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Writing files as a whole; see output.h: into a new file beside, which then takes the name.
 *
 * Needs: a folder that can be written. Leaves: the file, or what was there before. Cost: one more name in the folder
 * while writing.
 */
#define _GNU_SOURCE
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"

static bool fail(char **error, const char *path, int number)
{
    const char *remedy = number == ENOSPC || number == EDQUOT ? "free some space, or name a file on another disk"
                         : number == EFBIG  ? "name a file on another disk, or raise the limit (ulimit -f)"
                         : number == ENOENT ? "make its folder first"
                         : number == EISDIR ? "name a file in it"
                         : number == EACCES || number == EPERM || number == EROFS
                             ? "name a file in a folder that you may write to"
                             : "name another file";
    if (asprintf(error, "cannot write '%s': %s; %s", path, strerror(number), remedy) < 0)
        abort();
    return false;
}

static char *copy(const char *text)
{
    return memcpy(must_allocate(strlen(text) + 1), text, strlen(text) + 1);
}

/* The file that a name leads to, also where there is none yet. */
static char *follow(const char *path)
{
    char *real = realpath(path, NULL);
    return real ? real : copy(path);
}

bool output_check(const char *path, char **error)
{
    struct stat status;
    bool there = stat(path, &status) == 0;
    if (there && S_ISDIR(status.st_mode))
        return fail(error, path, EISDIR);
    if (there && !S_ISREG(status.st_mode))
        return access(path, W_OK) == 0 || fail(error, path, errno);
    char *real = follow(path);
    const char *folder = dirname(real);
    bool good = stat(folder, &status) == 0;
    if (good && !S_ISDIR(status.st_mode)) {
        good = false;
        errno = ENOTDIR;
    }
    if (good)
        good = access(folder, W_OK | X_OK) == 0;
    int number = errno;
    free(real);
    return good || fail(error, path, number);
}

/* New files have the rights that the user's mask leaves; existing ones keep theirs. */
static mode_t mode_for(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0)
        return status.st_mode & 07777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* ---- a stream that keeps why it failed ---------------------------------------------------------------------- */

typedef struct sink {
    int error; /* first, for output.error */
    int file;
} sink;

/* A stream's own error is a yes or no; what a later call says of it is another matter. */
static ssize_t sink_write(void *cookie, const char *bytes, size_t size)
{
    sink *to = cookie;
    size_t done = 0;
    while (done < size && !to->error) {
        ssize_t wrote = write(to->file, bytes + done, size - done);
        if (wrote > 0)
            done += (size_t)wrote;
        else if (wrote == 0 || errno != EINTR)
            to->error = wrote < 0 ? errno : EIO;
    }
    return done == size ? (ssize_t)size : 0;
}

/* The sink outlives the stream: output_drop frees it. */
static FILE *open_sink(output *output, int file)
{
    sink *to = must_zero(sizeof *to);
    FILE *out = fopencookie(to, "w", (cookie_io_functions_t){.write = sink_write});
    if (!out) {
        free(to);
        return NULL;
    }
    setvbuf(out, NULL, _IOFBF, 1 << 16);
    to->file = output->file = file;
    output->error = &to->error;
    return out;
}

/* ---- files ---------------------------------------------------------------------------------------------------- */

static FILE *open_temporary(output *output)
{
    size_t size = strlen(output->path) + sizeof ".XXXXXX";
    output->temporary = must_allocate(size);
    snprintf(output->temporary, size, "%s.XXXXXX", output->path);
    int file = mkstemp(output->temporary);
    if (file < 0) {
        free(output->temporary);
        output->temporary = NULL;
        return NULL;
    }
    FILE *out = fchmod(file, mode_for(output->path)) == 0 ? open_sink(output, file) : NULL;
    if (!out) {
        int number = errno;
        close(file);
        unlink(output->temporary);
        errno = number;
    }
    return out;
}

static FILE *open_device(output *output, const char *path)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    FILE *out = file < 0 ? NULL : open_sink(output, file);
    if (file >= 0 && !out)
        close(file);
    return out;
}

bool output_start(output *output, const char *path, char **error)
{
    struct stat status;
    *output = (struct output){.path = follow(path)};
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        output->out = open_device(output, path);
    else
        output->out = open_temporary(output);
    if (output->out)
        return true;
    fail(error, path, errno);
    output_drop(output);
    return false;
}

bool output_finish(output *output, char **error)
{
    FILE *out = output->out;
    bool good = fflush(out) == 0 && !ferror(out);
    int number = *output->error ? *output->error : EIO;
    if (good && output->temporary && fsync(output->file) != 0) {
        good = false;
        number = errno;
    }
    fclose(out);
    output->out = NULL;
    if (close(output->file) != 0 && good) {
        good = false;
        number = errno;
    }
    if (good && output->temporary && rename(output->temporary, output->path) != 0) {
        good = false;
        number = errno;
    }
    if (good) {
        free(output->temporary);
        output->temporary = NULL;
    } else {
        fail(error, output->path, number);
    }
    output_drop(output);
    return good;
}

void output_drop(output *output)
{
    if (output->out) {
        fclose(output->out);
        close(output->file);
    }
    free(output->error);
    if (output->temporary)
        unlink(output->temporary);
    free(output->temporary);
    free(output->path);
    *output = (struct output){0};
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Running git; see git.h.
 *
 * Needs: git in PATH. Leaves: what it printed. Cost: a process each time.
 */
#define _GNU_SOURCE
#include "git.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/arena.h"

#define WORDS_AT_MOST 24u

static char *copy(const char *text)
{
    return memcpy(must_allocate(strlen(text) + 1), text, strlen(text) + 1);
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* The environment, but that git speaks English, and takes no locks that another git could wait for. */
static char **environment(void)
{
    static char *const ours[] = {"LC_ALL=C", "GIT_OPTIONAL_LOCKS=0"};
    size_t count = 0, kept = 0;
    while (environ[count])
        count++;
    char **all = must_allocate((count + 3) * sizeof *all);
    for (size_t i = 0; i < count; i++)
        if (!begins(environ[i], "LC_ALL=") && !begins(environ[i], "LANGUAGE=") &&
            !begins(environ[i], "GIT_OPTIONAL_LOCKS="))
            all[kept++] = environ[i];
    all[kept++] = ours[0];
    all[kept++] = ours[1];
    all[kept] = NULL;
    return all;
}

static void read_all(int from, git_answer *answer)
{
    size_t capacity = 4096;
    answer->output = must_allocate(capacity);
    for (;;) {
        if (capacity - answer->length < 2)
            answer->output = must_resize(answer->output, capacity *= 2);
        ssize_t got = read(from, answer->output + answer->length, capacity - answer->length - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        answer->length += (size_t)got;
    }
    answer->output[answer->length] = '\0';
}

/* The first line of what git complained of. */
static char *complaint(FILE *errors)
{
    char line[1024] = "";
    rewind(errors);
    if (!fgets(line, sizeof line, errors))
        *line = '\0';
    line[strcspn(line, "\n")] = '\0';
    return copy(begins(line, "fatal: ") ? line + strlen("fatal: ") : line);
}

/* Starts it with stdout to a pipe and stderr to a file. Gives 0 or an error number. */
static int start(pid_t *process, char *const *words, int out, int errors)
{
    posix_spawn_file_actions_t actions;
    char **around = environment();
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    int number = posix_spawnp(process, "git", &actions, NULL, words, around);
    posix_spawn_file_actions_destroy(&actions);
    free(around);
    return number;
}

static bool failed(git_answer *answer, int number)
{
    answer->status = -1;
    answer->output = copy("");
    answer->error = copy(strerror(number));
    return false;
}

bool git_run(git_answer *answer, const char *folder, const char *const *words)
{
    /* posix_spawn wants words that could be changed; it changes none. */
    char *all[WORDS_AT_MOST + 4] = {(char *)"git", (char *)"-C", (char *)folder};
    size_t count = 3;
    for (; *words && count < WORDS_AT_MOST + 3; words++)
        all[count++] = (char *)*words;
    *answer = (git_answer){0};
    int ends[2];
    pid_t process;
    FILE *errors = tmpfile();
    if (!errors)
        return failed(answer, errno);
    if (pipe2(ends, O_CLOEXEC) != 0) {
        int number = errno;
        fclose(errors);
        return failed(answer, number);
    }
    int number = start(&process, all, ends[1], fileno(errors));
    close(ends[1]);
    if (number) {
        close(ends[0]);
        fclose(errors);
        return failed(answer, number);
    }
    read_all(ends[0], answer);
    close(ends[0]);
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR)
        ;
    answer->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    answer->error = complaint(errors);
    fclose(errors);
    return answer->status == 0;
}

void git_free(git_answer *answer)
{
    free(answer->output);
    free(answer->error);
    *answer = (git_answer){0};
}

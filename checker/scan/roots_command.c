/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Commands with roots; see roots_command.h.
 *
 * Only options that are known are taken apart: what stands behind another one may be its argument.
 *
 * Needs: a command. Leaves: its parts, whose strings are the command's. Cost: a pass over it.
 */
#define _GNU_SOURCE
#include "roots_command.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "sources.h"

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Options that are followed by an argument, and are the same for all whose roots are. */
static bool takes_next(const char *option)
{
    static const char *const options[] = {"-target", "-isystem", "-include", "-x"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strcmp(option, options[i]) == 0)
            return true;
    return false;
}

static bool is_plain(const char *option)
{
    static const char *const whole[] = {"-w", "-c", "-nostdinc", "-nostdinc++", "-pthread"};
    static const char *const starts[] = {"-std=", "--target=", "-f", "-m", "-O", "-g", "-W", "-isystem"};
    static const char *const not [] = {"-fmodule", "-fplugin", "-fpch",     "-fsystem-module",
                                       "-fbuild",  "-fthin",   "-fprofile", "-fpass",
                                       "-Wp,",     "-Wa,",     "-Wl,"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (strcmp(option, whole[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
        if (begins(option, not [i]))
            return false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (begins(option, starts[i]) && option[strlen(starts[i])])
            return true;
    return false;
}

const char *roots_command_define(const beginning_of *of, size_t index, size_t *next)
{
    const char *option = of->arguments[index];
    if (!begins(option, "-D"))
        return NULL;
    *next = index + (option[2] ? 1 : 2);
    return option[2] ? option + 2 : index + 1 < of->argument_count ? of->arguments[index + 1] : NULL;
}

/* NAME or NAME=VALUE, whose line is read as the option is. */
static bool is_simple(const char *define)
{
    size_t name = strspn(define, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    if (!name || isdigit((unsigned char)*define) || (define[name] && define[name] != '='))
        return false;
    for (const char *at = define + name; *at; at++)
        if ((unsigned char)*at < ' ' || strchr("\\'`?#", *at) || (*at == '/' && (at[1] == '/' || at[1] == '*')))
            return false;
    return true;
}

static bool matters(const char *define, const char *names)
{
    size_t length = strcspn(define, "="), end = strcspn(names, "\n");
    if (begins(define, "__"))
        return true;
    for (const char *at = names; at + length + 1 < names + end; at++)
        if (*at == ' ' && memcmp(at + 1, define, length) == 0 && at[1 + length] == ' ')
            return true;
    return false;
}

char *roots_command_line(const char *define)
{
    size_t name = strcspn(define, "=");
    char *line;
    if (asprintf(&line, "#define %.*s %s", (int)name, define, define[name] ? define + name + 1 : "1") < 0)
        abort();
    return line;
}

static void add_line(roots_command *c, const char *define)
{
    char *line = roots_command_line(define);
    size_t had = strlen(c->defines), length = strlen(line);
    c->defines = must_resize(c->defines, had + length + 2);
    memcpy(c->defines + had, line, length);
    strcpy(c->defines + had + length, "\n");
    free(line);
}

/* The folder of an option -I; NULL: it is none that can be taken apart. */
static const char *folder_of(const beginning_of *of, size_t index, size_t *next)
{
    const char *option = of->arguments[index];
    *next = index + (option[2] ? 1 : 2);
    const char *folder = option[2] ? option + 2 : index + 1 < of->argument_count ? of->arguments[index + 1] : "";
    return *folder && *folder != '-' && *folder != '=' ? folder : NULL;
}

/* Takes the option at an index. Gives the next index; 0: it cannot be taken apart. */
static size_t take_option(roots_command *c, const beginning_of *of, size_t i, const char *names)
{
    const char *option = of->arguments[i];
    size_t next = i + 1;
    if (begins(option, "-I")) {
        const char *folder = folder_of(of, i, &next);
        c->folders[c->folder_count++] = folder;
        return folder ? next : 0;
    }
    if (begins(option, "-D")) {
        const char *define = roots_command_define(of, i, &next);
        if (!define || !is_simple(define))
            return 0;
        if (!matters(define, names)) {
            add_line(c, define);
            return next;
        }
    } else if (takes_next(option)) {
        next = i + 2;
    } else if (!is_plain(option)) {
        return 0;
    }
    for (; i < next && i < of->argument_count; i++)
        c->arguments[c->argument_count++] = of->arguments[i];
    return i == next ? next : 0;
}

/* A compiler whose options are those of clang. */
static bool is_known(const char *compiler)
{
    const char *name = strrchr(compiler, '/');
    name = name ? name + 1 : compiler;
    return strcmp(name, "clang") == 0 || strcmp(name, "clang++") == 0;
}

bool roots_command_take(roots_command *c, const beginning_of *of, const char *names)
{
    size_t size = (of->argument_count + 1) * sizeof(char *), i = 1;
    if (!of->argument_count || !is_known(of->arguments[0]))
        return false;
    *c = (roots_command){.arguments = must_zero(size), .folders = must_zero(size), .defines = must_zero(1)};
    c->arguments[c->argument_count++] = of->arguments[0];
    while (i && i < of->argument_count)
        i = take_option(c, of, i, names);
    if (!i)
        roots_command_free(c);
    return i != 0;
}

void roots_command_free(roots_command *c)
{
    free(c->arguments);
    free(c->folders);
    free(c->defines);
    *c = (roots_command){0};
}

bool roots_command_equal(const roots_command *a, const roots_command *b)
{
    return arguments_equal(a->arguments, a->argument_count, b->arguments, b->argument_count);
}

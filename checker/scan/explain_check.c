/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The list of checks and their pages; see explain_check.h. The pages are those of docs/checks, embedded when building.
 *
 * Needs: devlock_embedded_checks. Leaves: text on a stream; of Markdown, headings, code and comments are understood and
 * all else is shown as it is. Cost: linear in the page.
 */
#include "explain_check.h"

#include <string.h>

#include "devlock/analysis.h"
#include "model/embedded.h"

void list_checks(FILE *out)
{
    for (int i = 0; i < DEVLOCK_CHECK_COUNT; i++)
        fprintf(out, "%-32s %s\n", devlock_check_name(i), devlock_check_summary(i));
}

/* ---- Markdown ------------------------------------------------------------------------------------------------ */

typedef struct page {
    FILE *out;
    bool color;
    bool in_code;
    bool in_comment;
} page;

static void style(const page *page, const char *code)
{
    if (page->color)
        fputs(code, page->out);
}

/* A line of running text: `code` in another colour, or between its quotes where there are no colours. */
static void print_text(const page *page, const char *text, size_t length)
{
    bool code = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '`' && page->color) {
            code = !code;
            fputs(code ? "\033[36m" : "\033[0m", page->out);
        } else {
            fputc(text[i], page->out);
        }
    }
    if (code)
        style(page, "\033[0m");
    fputc('\n', page->out);
}

static bool begins(const char *text, size_t length, const char *with)
{
    return length >= strlen(with) && memcmp(text, with, strlen(with)) == 0;
}

static void print_line(page *page, const char *text, size_t length)
{
    if (!page->in_code && begins(text, length, "<!--"))
        page->in_comment = true;
    if (page->in_comment) {
        page->in_comment = !(length >= 3 && memcmp(text + length - 3, "-->", 3) == 0);
    } else if (begins(text, length, "```")) {
        page->in_code = !page->in_code;
    } else if (page->in_code) {
        fprintf(page->out, "%s%.*s\n", length ? "    " : "", (int)length, text);
    } else if (begins(text, length, "#")) {
        size_t marks = strspn(text, "# ");
        style(page, "\033[1m");
        fprintf(page->out, "%.*s", (int)(length - marks), text + marks);
        style(page, "\033[0m");
        fputc('\n', page->out);
    } else {
        print_text(page, text, length);
    }
}

static void print_page(FILE *out, const devlock_embedded *file, bool color)
{
    page page = {.out = out, .color = color};
    const char *text = (const char *)file->bytes, *end = text + file->length;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (!stop)
            stop = end;
        print_line(&page, text, (size_t)(stop - text));
        text = stop + 1;
    }
}

/* ---- one check ----------------------------------------------------------------------------------------------- */

static int find_check(const char *name)
{
    for (int i = 0; i < DEVLOCK_CHECK_COUNT; i++) {
        const char *known = devlock_check_name(i);
        if (strcmp(known, name) == 0 || (begins(known, strlen(known), "devlock-") && strcmp(known + 8, name) == 0))
            return i;
    }
    return -1;
}

bool explain_check(FILE *out, const char *name, bool color)
{
    int check = find_check(name);
    if (check < 0) {
        fprintf(stderr, "devlock: error: no check is called '%s'; the checks are:\n", name);
        list_checks(stderr);
        return false;
    }
    size_t length = strlen(devlock_check_name(check));
    for (const devlock_embedded *file = devlock_embedded_checks; file->name; file++)
        if (strncmp(file->name, devlock_check_name(check), length) == 0 && strcmp(file->name + length, ".md") == 0) {
            print_page(out, file, color);
            return true;
        }
    fprintf(out, "%s: %s\n", devlock_check_name(check), devlock_check_summary(check));
    return true;
}

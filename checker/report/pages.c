/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The pages of the checks; see pages.h.
 *
 * Needs: devlock_embedded_checks. Leaves: text; of Markdown, headings, code, links and comments are understood and all
 * else is shown as it is. Cost: linear in the page.
 */
#define _GNU_SOURCE
#include "pages.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "model/embedded.h"

static const devlock_embedded *find_page(const char *check)
{
    size_t length = strlen(check);
    for (const devlock_embedded *file = devlock_embedded_checks; file->name; file++)
        if (strncmp(file->name, check, length) == 0 && strcmp(file->name + length, ".md") == 0)
            return file;
    return NULL;
}

/* ---- Markdown ------------------------------------------------------------------------------------------------ */

typedef struct page {
    FILE *out;
    bool markdown; /* stays Markdown */
    bool color;
    bool in_code;
    bool in_comment;
    bool started; /* something was printed */
} page;

static void style(const page *page, const char *code)
{
    if (page->color)
        fputs(code, page->out);
}

static bool begins(const char *text, size_t length, const char *with)
{
    return length >= strlen(with) && memcmp(text, with, strlen(with)) == 0;
}

/* A link that starts here: "[words](target)". Gives its length, 0 if there is none. */
static size_t link_at(const char *text, size_t length, size_t *words, bool *outside)
{
    const char *close = *text == '[' ? memchr(text, ']', length) : NULL;
    if (!close || close + 1 >= text + length || close[1] != '(')
        return 0;
    const char *end = memchr(close, ')', (size_t)(text + length - close));
    if (!end)
        return 0;
    *words = (size_t)(close - text) - 1;
    *outside = begins(close + 2, (size_t)(end - close) - 2, "https://");
    return (size_t)(end - text) + 1;
}

/* A line of running text: `code` in another colour, or between its quotes where there are no colours. */
static void print_text(const page *page, const char *text, size_t length)
{
    bool code = false, outside = false;
    for (size_t i = 0, words = 0; i < length; i++) {
        size_t link = page->markdown ? link_at(text + i, length - i, &words, &outside) : 0;
        if (link && !outside) {
            fprintf(page->out, "%.*s", (int)words, text + i + 1);
            i += link - 1;
        } else if (text[i] == '`' && page->color) {
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

/* The marks round code, without what our tests want to know of it. */
static void print_fence(page *page, const char *text, size_t length)
{
    const char *space = memchr(text, ' ', length);
    page->in_code = !page->in_code;
    if (page->markdown)
        fprintf(page->out, "%.*s\n", (int)(space ? (size_t)(space - text) : length), text);
}

static void print_heading(const page *page, const char *text, size_t length)
{
    size_t marks = page->markdown ? 0 : strspn(text, "# ");
    style(page, "\033[1m");
    fprintf(page->out, "%.*s", (int)(length - marks), text + marks);
    style(page, "\033[0m");
    fputc('\n', page->out);
}

static void print_line(page *page, const char *text, size_t length)
{
    if (!page->in_code && begins(text, length, "<!--"))
        page->in_comment = true;
    if (page->in_comment) {
        page->in_comment = !(length >= 3 && memcmp(text + length - 3, "-->", 3) == 0);
        return;
    }
    if (page->markdown && !page->started && !length)
        return;
    page->started = true;
    if (begins(text, length, "```"))
        print_fence(page, text, length);
    else if (page->in_code)
        fprintf(page->out, "%s%.*s\n", length && !page->markdown ? "    " : "", (int)length, text);
    else if (begins(text, length, "#"))
        print_heading(page, text, length);
    else
        print_text(page, text, length);
}

static void print_page(page *page, const devlock_embedded *file)
{
    const char *text = (const char *)file->bytes, *end = text + file->length;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (!stop)
            stop = end;
        print_line(page, text, (size_t)(stop - text));
        text = stop + 1;
    }
}

/* ---- what others want ---------------------------------------------------------------------------------------- */

bool page_print(FILE *out, const char *check, bool color)
{
    const devlock_embedded *file = find_page(check);
    if (file)
        print_page(&(page){.out = out, .color = color}, file);
    return file != NULL;
}

static char *page_as(const char *check, bool markdown)
{
    const devlock_embedded *file = find_page(check);
    char *text = NULL;
    size_t size = 0;
    FILE *out = file ? open_memstream(&text, &size) : NULL;
    if (!out)
        return NULL;
    print_page(&(page){.out = out, .markdown = markdown}, file);
    fclose(out);
    return text;
}

char *page_text(const char *check)
{
    return page_as(check, false);
}

char *page_markdown(const char *check)
{
    return page_as(check, true);
}

char *page_link(const char *check)
{
    char *link = NULL;
    const devlock_embedded *file = find_page(check);
    if (*DEVLOCK_DOCS_URI) {
        size_t size = sizeof DEVLOCK_DOCS_URI + strlen(check) + sizeof "/checks/.md";
        link = must_allocate(size);
        snprintf(link, size, "%s/checks/%s.md", DEVLOCK_DOCS_URI, check);
        return link;
    }
    const char *at = file ? memmem(file->bytes, file->length, "(https://", 9) : NULL;
    if (!at)
        return NULL;
    size_t length = strcspn(at + 1, ")\n"); /* the embedded bytes end with a zero */
    link = must_zero(length + 1);
    return memcpy(link, at + 1, length);
}

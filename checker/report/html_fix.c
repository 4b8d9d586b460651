/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * HTML: how to fix what a check reports, from the check's page.
 *
 * Needs: the embedded pages of the checks. Leaves: paragraphs; of Markdown, code is understood, and links become their
 * words. Cost: linear in the page.
 */
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "pages.h"

#define HEADING "## How to fix\n"

static void paragraph(FILE *out, const char *text, size_t length)
{
    bool code = false;
    fputs("<p>", out);
    while (length) {
        size_t plain = 0;
        while (plain < length && text[plain] != '`' && text[plain] != '\n')
            plain++;
        html_bytes(out, text, plain);
        if (plain < length && text[plain] == '`')
            fputs((code = !code) ? "<code>" : "</code>", out);
        else if (plain < length)
            fputc(' ', out);
        plain += plain < length;
        text += plain;
        length -= plain;
    }
    fputs(code ? "</code></p>\n" : "</p>\n", out);
}

void html_fix(FILE *out, const char *check)
{
    char *page = page_markdown(check), *link = page_link(check);
    const char *at = page ? strstr(page, HEADING) : NULL;
    if (at) {
        at += strlen(HEADING);
        const char *end = strstr(at, "\n## ");
        size_t length = end ? (size_t)(end - at) : strlen(at);
        while (length && (*at == '\n' || *at == ' '))
            at++, length--;
        while (length && at[length - 1] == '\n')
            length--;
        paragraph(out, at, length);
    }
    fputs("<p>More about the check: <code>devlock explain ", out);
    html_text(out, check);
    fputs("</code>", out);
    if (link) {
        fputs(", and <a href=\"", out);
        html_text(out, link);
        fputs("\">what it rests on</a>", out);
    }
    fputs(".</p>\n", out);
    free(link);
    free(page);
}

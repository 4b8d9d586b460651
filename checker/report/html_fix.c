/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * HTML: how to fix what is reported: the change that is offered, and what the check's page says.
 *
 * Needs: the embedded pages of the checks. Leaves: paragraphs; of Markdown, code is understood, and links become their
 * words. Cost: linear in the page.
 */
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "fix/fix.h"
#include "html.h"
#include "pages.h"

#define HEADING      "## How to fix\n"
#define LONGEST_LINE 500 /* bytes that are shown */

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

static void changed_line(void *user, char kind, const char *path, uint32_t line, const char *text, size_t length)
{
    FILE *out = user;
    (void)path, (void)line;
    fputs(kind == '+' ? "<ins>+ " : kind == '-' ? "<del>- " : "<span>  ", out);
    html_bytes(out, text, length < LONGEST_LINE ? length : LONGEST_LINE);
    fputs(kind == '+' ? "</ins>\n" : kind == '-' ? "</del>\n" : "</span>\n", out);
}

void html_change(FILE *out, const report *report, const report_finding *finding)
{
    const fix *f = report->fixes ? fixes_of(report->fixes, finding->index) : NULL;
    if (!f || !f->title)
        return;
    fputs("<p>A change that has been tried, which <code>devlock scan --fix</code> makes: ", out);
    html_text(out, f->title);
    fputs(".</p>\n<pre class=\"change\"><code>", out);
    diff_tell(report->program, report->sources, f, changed_line, out);
    fputs("</code></pre>\n", out);
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

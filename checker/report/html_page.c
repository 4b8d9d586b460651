/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * HTML: the page of a finding: what it is, the inputs that make it happen, its steps in short, the source with the path
 * drawn along it, how to fix it, and by which name it is known.
 *
 * Needs: a report. Leaves: a page. Cost: linear in the path and in the lines of its routines.
 */
#include <string.h>

#include "html.h"
#include "levels.h"

static void badge(FILE *out, const char *kind, const char *text)
{
    fprintf(out, "<span class=\"badge %s\">", kind);
    html_text(out, text);
    fputs("</span> ", out);
}

static void status(const html_site *site, FILE *out, const report_finding *finding)
{
    const report_mark *mark = &finding->mark;
    if (site->report->baseline && !mark->suppressed)
        badge(out, mark->known ? "known" : "new", mark->known ? "known" : "new");
    if (!mark->suppressed)
        return;
    badge(out, "known", "suppressed");
    fputs("<span class=\"quiet\">by ", out);
    html_text(out, mark->how);
    fputs(" at ", out);
    html_place(out, site->report, mark->place, false);
    fputs(": ", out);
    html_text(out, mark->reason ? mark->reason : "no reason given");
    fputs("</span>", out);
}

static void head(const html_site *site, FILE *out, const report_finding *finding)
{
    const devlock_finding *f = finding->finding;
    fputs("<h1>", out);
    html_prose(out, f->message);
    fputs("</h1>\n<p class=\"badges\">", out);
    badge(out, html_tier(f->tier), html_tier(f->tier));
    badge(out, "check", devlock_check_name(f->check));
    status(site, out, finding);
    fputs("</p>\n<p class=\"where\">In <code>", out);
    html_text(out, f->routine);
    fputs("</code>, <a href=\"#verdict\">", out);
    html_place(out, site->report, f->place, true);
    fputs("</a></p>\n", out);
    if (!f->reason)
        return;
    fputs("<p class=\"reason\"><strong>Possible:</strong> ", out);
    html_prose(out, f->reason);
    fputs("</p>\n", out);
}

static void inputs(FILE *out, const devlock_finding *f)
{
    fputs("<section aria-labelledby=\"h-inputs\"><h2 id=\"h-inputs\">Inputs that make it happen</h2>\n", out);
    fputs(f->input_count ? "<dl class=\"inputs\">\n" : "<p>It does not depend on named inputs.</p>\n", out);
    for (size_t i = 0; i < f->input_count; i++) {
        const devlock_input *in = &f->inputs[i];
        fputs("<div><dt><code>", out);
        html_text(out, in->name);
        fputs(in->is_result ? "()</code> returns" : "</code>", out);
        if (in->where) {
            fputs(" <span class=\"quiet\">in ", out);
            html_text(out, in->where);
            fputs("</span>", out);
        }
        fputs("</dt><dd><code>", out);
        html_text(out, in->value);
        fputs("</code></dd></div>\n", out);
    }
    fputs(f->input_count ? "</dl></section>\n" : "</section>\n", out);
}

static void steps(const html_site *site, FILE *out, const devlock_finding *f)
{
    fputs("<section aria-labelledby=\"h-steps\"><h2 id=\"h-steps\">The path in short</h2>\n<ol class=\"steps\">\n",
          out);
    for (size_t i = 0; i < f->drawn_count; i++) {
        fprintf(out, "<li class=\"d%u\"><a href=\"#step-%zu\">", f->drawn[i].depth < 6 ? f->drawn[i].depth : 6, i + 1);
        html_text(out, f->drawn[i].text);
        fputs("</a> <span class=\"quiet\">", out);
        html_place(out, site->report, f->drawn[i].place, false);
        fputs("</span></li>\n", out);
    }
    fputs("<li class=\"end\"><a href=\"#verdict\">", out);
    html_text(out, f->message);
    fputs("</a></li>\n</ol></section>\n", out);
}

static void known_as(FILE *out, const report_finding *finding)
{
    const char *check = devlock_check_name(finding->finding->check);
    fputs("<section aria-labelledby=\"h-name\"><h2 id=\"h-name\">If it is accepted</h2>\n<p>Its fingerprint is <code>",
          out);
    html_text(out, finding->fingerprint.text);
    fputs("</code>. <code>// NOLINT(", out);
    html_text(out, check);
    fputs("): reason</code> at the end of its line suppresses it; <code>devlock baseline update</code> accepts all "
          "that is "
          "there today.</p></section>\n",
          out);
}

static void neighbours(const html_site *site, FILE *out, size_t index)
{
    fputs("<nav class=\"pager\" aria-label=\"Findings\"><ul>", out);
    if (index)
        fprintf(out, "<li><a rel=\"prev\" href=\"%s\">Previous finding</a></li>",
                html_page_name(&site->report->findings[index - 1]).text);
    fputs("<li><a href=\"index.html#findings\">All findings</a></li>", out);
    if (index + 1 < site->report->finding_count)
        fprintf(out, "<li><a rel=\"next\" href=\"%s\">Next finding</a></li>",
                html_page_name(&site->report->findings[index + 1]).text);
    fputs("</ul></nav>\n", out);
}

void html_finding(const html_site *site, FILE *out, size_t index)
{
    const report_finding *finding = &site->report->findings[index];
    const devlock_finding *f = finding->finding;
    html_begin(out, f->message, "");
    neighbours(site, out, index);
    head(site, out, finding);
    fputs("<div class=\"columns\">\n", out);
    inputs(out, f);
    fputs("<section aria-labelledby=\"h-fix\"><h2 id=\"h-fix\">How to fix it</h2>\n", out);
    html_change(out, site->report, finding);
    html_fix(out, devlock_check_name(f->check));
    fputs("</section>\n</div>\n", out);
    html_path(site, out, f);
    steps(site, out, f);
    known_as(out, finding);
    html_end(out, site->report);
}

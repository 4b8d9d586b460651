/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * HTML: the overview: how many findings there are by driver (the folder of their sources), by rule and by tier, how
 * that stands against a baseline, all findings, and what was not analysed.
 *
 * Needs: a report. Leaves: a page. Cost: linear in the findings, times the folders for the count by driver.
 */
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "html.h"
#include "paths.h"

/* ---- counts -------------------------------------------------------------------------------------------------- */

/* A row of a table: shown findings by tier. */
typedef struct tally {
    char *name;
    size_t count[2]; /* by devlock_tier */
} tally;

typedef struct tallies {
    tally *items;
    uint32_t count, capacity;
    string_map *known;
} tallies;

static void add_tally(tallies *all, const char *name, devlock_tier tier)
{
    const uint32_t *known = string_map_find(all->known, name);
    uint32_t at = known ? *known : all->count;
    if (!known) {
        ARRAY_RESERVE(all->items, all->count, all->capacity);
        size_t size = strlen(name) + 1;
        all->items[all->count++] = (tally){memcpy(must_allocate(size), name, size), {0, 0}};
        *string_map_at(all->known, all->items[at].name) = at;
    }
    all->items[at].count[tier]++;
}

static int compare_tallies(const void *x, const void *y)
{
    const tally *a = x, *b = y;
    size_t mine = a->count[0] + a->count[1], theirs = b->count[0] + b->count[1];
    if (mine != theirs)
        return mine > theirs ? -1 : 1;
    return strcmp(a->name, b->name);
}

static void free_tallies(tallies *all)
{
    for (uint32_t i = 0; i < all->count; i++)
        free(all->items[i].name);
    free(all->items);
    string_map_free(all->known);
}

/* The folder of a finding's source. */
static char *folder_of(const report *report, const devlock_finding *f)
{
    char *path = path_from_root(report->root, devlock_program_path(report->program, f->place.file));
    char *end = strrchr(path, '/');
    if (end)
        *end = '\0';
    else
        strcpy(path, "."); /* a path has a character at least */
    return path;
}

static void print_bar(FILE *out, const char *kind, size_t count, size_t most)
{
    if (count)
        fprintf(out, "<i class=\"part %s\" style=\"width:%.2f%%\"></i>", kind,
                100.0 * (double)count / (double)(most ? most : 1));
}

static void print_tallies(FILE *out, const char *title, const char *what, tallies *all)
{
    size_t most = 1;
    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, compare_tallies);
    for (uint32_t i = 0; i < all->count; i++)
        if (all->items[i].count[0] + all->items[i].count[1] > most)
            most = all->items[i].count[0] + all->items[i].count[1];
    fprintf(
        out,
        "<section class=\"card\"><table><caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>"
        "<th scope=\"col\" class=\"n\">certain</th><th scope=\"col\" class=\"n\">possible</th></tr></thead>\n<tbody>\n",
        title, what);
    for (uint32_t i = 0; i < all->count; i++) {
        const tally *t = &all->items[i];
        fputs("<tr><th scope=\"row\"><code>", out);
        html_text(out, t->name);
        fputs("</code><span class=\"meter\" aria-hidden=\"true\">", out);
        print_bar(out, "certain", t->count[0], most);
        print_bar(out, "possible", t->count[1], most);
        fprintf(out, "</span></th><td class=\"n\">%zu</td><td class=\"n\">%zu</td></tr>\n", t->count[0], t->count[1]);
    }
    fputs(all->count ? "</tbody></table></section>\n"
                     : "<tr><td colspan=\"3\">no findings</td></tr>\n</tbody></table></section>\n",
          out);
}

static void print_tables(const report *report, FILE *out)
{
    tallies drivers = {.known = string_map_new()}, rules = {.known = string_map_new()};
    for (size_t i = 0; i < report->finding_count; i++) {
        const devlock_finding *f = report->findings[i].finding;
        if (!report_shows(&report->findings[i]))
            continue;
        char *folder = folder_of(report, f);
        add_tally(&drivers, folder, f->tier);
        add_tally(&rules, devlock_check_name(f->check), f->tier);
        free(folder);
    }
    print_tallies(out, "By driver", "Folder", &drivers);
    print_tallies(out, "By rule", "Check", &rules);
    free_tallies(&drivers);
    free_tallies(&rules);
}

static void print_figure(FILE *out, size_t count, const char *kind, const char *name)
{
    fprintf(out, "<div class=\"figure %s\"><dt>%s</dt><dd>%zu</dd></div>\n", kind, name, count);
}

static void print_figures(const report *report, FILE *out)
{
    report_counts counts = report_count(report);
    size_t certain = 0;
    for (size_t i = 0; i < report->finding_count; i++)
        certain += report_shows(&report->findings[i]) && report->findings[i].finding->tier == DEVLOCK_CERTAIN;
    fputs("<dl class=\"figures\">\n", out);
    print_figure(out, certain, "certain", "certain");
    print_figure(out, counts.shown - certain, "possible", "possible");
    print_figure(out, counts.gaps, "gaps", "not analysed");
    print_figure(out, counts.suppressed, "", "suppressed");
    print_figure(out, report->statistics->routines, "", "routines");
    print_figure(out, report->scanned_count, "", "sources");
    fputs("</dl>\n", out);
    if (!report->complete)
        fputs("<p class=\"reason\"><strong>Some sources could not be read:</strong> they are named under "
              "<a href=\"#gaps\">not analysed</a>.</p>\n",
              out);
}

/* ---- against a baseline -------------------------------------------------------------------------------------- */

static void print_trend(const report *report, FILE *out)
{
    report_counts counts = report_count(report);
    if (!report->baseline)
        return;
    size_t before = counts.known + report->fixed_count, now = counts.known + counts.shown;
    size_t most = counts.known + counts.shown + report->fixed_count;
    fputs("<section class=\"card trend\" aria-labelledby=\"h-trend\"><h2 id=\"h-trend\">Against the baseline</h2>\n<p>",
          out);
    fprintf(out, "<strong>%zu new, %zu fixed</strong>, %zu known in <code>", counts.shown, report->fixed_count,
            counts.known);
    html_text(out, report->baseline);
    fprintf(out, "</code>: %zu findings before, %zu now.</p>\n<p class=\"meter wide\" aria-hidden=\"true\">", before,
            now);
    print_bar(out, "fixed", report->fixed_count, most);
    print_bar(out, "known", counts.known, most);
    print_bar(out, "new", counts.shown, most);
    fputs("</p>\n<p class=\"legend\"><span class=\"badge fixed\">fixed</span> <span class=\"badge known\">known</span> "
          "<span class=\"badge new\">new</span></p>\n",
          out);
    if (report->fixed_count)
        fputs("<ul class=\"plain\">\n", out);
    for (size_t i = 0; i < report->fixed_count; i++) {
        const report_fixed *fixed = &report->fixed[i];
        fputs("<li><span class=\"badge fixed\">fixed</span> ", out);
        html_prose(out, fixed->message);
        fputs(" <span class=\"quiet\">", out);
        html_text(out, fixed->check);
        fputs(", ", out);
        html_text(out, fixed->file);
        fputs("</span></li>\n", out);
    }
    fputs(report->fixed_count ? "</ul></section>\n" : "</section>\n", out);
}

/* What is not here, since only a change is told of. */
static void print_since(const report *report, FILE *out)
{
    size_t count = report->outside + report->outside_gaps;
    if (!report->since)
        return;
    fputs("<p>Only what the change since <code>", out);
    html_text(out, report->since);
    fprintf(out, "</code> touches is reported: %zu finding%s or gap%s outside of it %s left out.</p>\n", count,
            count == 1 ? "" : "s", count == 1 ? "" : "s", count == 1 ? "is" : "are");
}

/* ---- lists --------------------------------------------------------------------------------------------------- */

static const char *status_of(const report *report, const report_mark *mark)
{
    if (mark->suppressed)
        return "suppressed";
    return mark->known ? "known" : report->baseline ? "new" : "open";
}

static void print_item(const report *report, FILE *out, const report_finding *finding)
{
    const devlock_finding *f = finding->finding;
    const char *status = status_of(report, &finding->mark), *check = devlock_check_name(f->check);
    fprintf(out, "<li class=\"item\" data-tier=\"%s\" data-check=\"%s\" data-status=\"%s\"><a href=\"%s\">",
            html_tier(f->tier), check, status, html_page_name(finding).text);
    html_text(out, f->message);
    fprintf(out, "</a><p><span class=\"badge %s\">%s</span> <span class=\"badge check\">%s</span> ", html_tier(f->tier),
            html_tier(f->tier), check);
    if (strcmp(status, "open") != 0)
        fprintf(out, "<span class=\"badge %s\">%s</span> ", strcmp(status, "new") == 0 ? "new" : "known", status);
    fputs("<span class=\"quiet\">", out);
    html_place(out, report, f->place, false);
    fputs(" in <code>", out);
    html_text(out, f->routine);
    fputs("</code></span></p></li>\n", out);
}

/* Works with the script alone, which shows it. */
static void print_filter(const report *report, FILE *out)
{
    fputs(
        "<form id=\"filter\" class=\"filter\" hidden>\n<label>Contains <input type=\"search\" name=\"text\"></label>\n"
        "<label>Check <select name=\"check\"><option value=\"\">all</option>",
        out);
    for (unsigned i = 0; i < DEVLOCK_CHECK_COUNT; i++)
        if (report->checks >> i & 1)
            fprintf(out, "<option>%s</option>", devlock_check_name((devlock_check)i));
    fputs(
        "</select></label>\n<label>Tier <select name=\"tier\"><option value=\"\">all</option><option>certain</option>"
        "<option>possible</option></select></label>\n"
        "<label>Status <select name=\"status\"><option value=\"\">all</option><option>open</option><option>new</option>"
        "<option>known</option><option>suppressed</option></select></label>\n"
        "<output id=\"count\" aria-live=\"polite\"></output>\n</form>\n",
        out);
}

static void print_findings(const report *report, FILE *out)
{
    fputs("<section aria-labelledby=\"findings\"><h2 id=\"findings\" tabindex=\"-1\">Findings</h2>\n", out);
    if (!report->finding_count)
        fputs("<p>There are none.</p>\n", out);
    else
        print_filter(report, out);
    fputs(report->finding_count ? "<ol class=\"items\">\n" : "", out);
    for (size_t i = 0; i < report->finding_count; i++)
        print_item(report, out, &report->findings[i]);
    fputs(report->finding_count ? "</ol></section>\n" : "</section>\n", out);
}

static void print_gaps(const report *report, FILE *out)
{
    if (!report->gap_count)
        return;
    fputs("<section aria-labelledby=\"gaps\"><h2 id=\"gaps\">Not analysed</h2>\n<ul class=\"plain\">\n", out);
    for (size_t i = 0; i < report->gap_count; i++) {
        const devlock_gap *gap = report->gaps[i].gap;
        fputs("<li><code>", out);
        html_text(out, gap->name ? gap->name : "the whole source");
        fputs("</code> <span class=\"quiet\">", out);
        html_place(out, report, gap->place, false);
        fputs("</span>: ", out);
        html_prose(out, gap->reason);
        if (report->gaps[i].mark.suppressed) {
            fputs(" <span class=\"badge known\">accepted</span> ", out);
            html_text(out, report->gaps[i].mark.reason ? report->gaps[i].mark.reason : "no reason given");
        }
        fputs("</li>\n", out);
    }
    fputs("</ul></section>\n", out);
}

static void print_unused(const report *report, FILE *out)
{
    if (!report->unused_count)
        return;
    fputs("<section aria-labelledby=\"unused\"><h2 id=\"unused\">Suppressions that suppress nothing</h2>\n"
          "<ul class=\"plain\">\n",
          out);
    for (size_t i = 0; i < report->unused_count; i++) {
        fputs("<li>", out);
        html_prose(out, report->unused[i].text);
        fputs(" <span class=\"quiet\">", out);
        html_place(out, report, report->unused[i].place, false);
        fputs("</span></li>\n", out);
    }
    fputs("</ul></section>\n", out);
}

void html_overview(const html_site *site, FILE *out)
{
    const report *report = site->report;
    html_begin(out, "devlock: overview", "index.html");
    fputs("<h1>Lock pairing, overview</h1>\n", out);
    print_figures(report, out);
    fputs("<div class=\"columns\">\n", out);
    print_tables(report, out);
    fputs("</div>\n", out);
    print_since(report, out);
    print_trend(report, out);
    print_findings(report, out);
    print_gaps(report, out);
    print_unused(report, out);
    html_end(out, report);
}

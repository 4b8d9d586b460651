/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * HTML: the map of the driver: a picture of who calls whom, and a table of the routines with the contexts they run in,
 * what they do to locks, and who exposes them. Left out are routines that neither reach a lock, nor are entered by
 * others, nor are exposed.
 *
 * Needs: a report with a map. Leaves: a page. Cost: linear in the routines and their calls, times the contexts.
 */
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "html.h"
#include "levels.h"

#define PICTURE_MOST 200u /* routines in the picture */
#define CONTEXT_MOST 64u

/* Contexts by name; of each routine a bit for each in which it runs. */
typedef struct contexts {
    const char *names[CONTEXT_MOST];
    unsigned count;
    uint64_t *runs;
} contexts;

static bool is_of_interest(const devlock_map_routine *r)
{
    return r->locks || r->entry_count || r->exposed_by;
}

static uint64_t bit_of(contexts *c, const char *name)
{
    unsigned i = 0;
    while (i < c->count && strcmp(c->names[i], name) != 0)
        i++;
    if (i == CONTEXT_MOST)
        return 0;
    if (i == c->count)
        c->names[c->count++] = name;
    return (uint64_t)1 << i;
}

/* A routine runs where it is entered, and where its callers run. */
static void find_contexts(const report *report, contexts *c)
{
    c->runs = must_zero((report->routine_count + 1) * sizeof *c->runs);
    for (size_t i = 0; i < report->routine_count; i++) {
        const devlock_map_routine *r = &report->routines[i];
        for (size_t k = 0; k < r->entry_count; k++)
            c->runs[i] |= bit_of(c, r->entries[k].context);
        if (r->exposed_by)
            c->runs[i] |= bit_of(c, "child devices");
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < report->routine_count; i++)
            for (size_t k = 0; k < report->routines[i].callee_count; k++) {
                uint64_t *callee = &c->runs[report->routines[i].callees[k]], all = *callee | c->runs[i];
                changed |= all != *callee;
                *callee = all;
            }
    }
}

/* Which findings stand in which routine. */
typedef struct found {
    size_t *first; /* by routine: 1 + finding; 0: none */
    size_t *next;  /* by finding */
} found;

static found find_findings(const html_site *site)
{
    const report *report = site->report;
    found all = {must_zero((report->routine_count + 1) * sizeof *all.first),
                 must_zero((report->finding_count + 1) * sizeof *all.next)};
    for (size_t i = report->finding_count; i-- > 0;) {
        const devlock_map_routine *r = html_routine(site, report->findings[i].finding->place);
        if (!r || !report_shows(&report->findings[i]))
            continue;
        all.next[i] = all.first[r - report->routines];
        all.first[r - report->routines] = i + 1;
    }
    return all;
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

static void print_entries(FILE *out, const devlock_map_routine *r)
{
    for (size_t i = 0; i < r->entry_count; i++) {
        const devlock_map_entry *e = &r->entries[i];
        fputs(i ? "<br>" : "", out);
        html_text(out, e->context);
        fprintf(out, " <span class=\"quiet\">at %s</span>", level_words(e->level).text);
    }
    if (!r->entry_count)
        fputs(r->called ? "calls of the driver" : "not known", out);
}

static void print_runs(FILE *out, const contexts *c, uint64_t runs)
{
    bool first = true;
    for (unsigned i = 0; i < c->count; i++) {
        if (!(runs >> i & 1))
            continue;
        fputs(first ? "" : ", ", out);
        html_text(out, c->names[i]);
        first = false;
    }
    fputs(first ? "not known" : "", out);
}

static const char *lock_words(const devlock_map_routine *r)
{
    if (r->acquires && r->releases)
        return "acquires and releases";
    if (r->acquires || r->releases)
        return r->acquires ? "acquires" : "releases";
    return r->locks ? "through calls" : "no";
}

static void print_found(const html_site *site, FILE *out, const found *all, size_t index)
{
    fputs(all->first[index] ? "" : "none", out);
    for (size_t at = all->first[index]; at; at = all->next[at - 1]) {
        const report_finding *finding = &site->report->findings[at - 1];
        fprintf(out, "<a href=\"%s\">%s</a>%s", html_page_name(finding).text,
                devlock_check_name(finding->finding->check), all->next[at - 1] ? ", " : "");
    }
}

static void print_row(const html_site *site, FILE *out, const contexts *c, const found *all, size_t index)
{
    const devlock_map_routine *r = &site->report->routines[index];
    fprintf(out, "<tr id=\"routine-%zu\"><th scope=\"row\"><code>", index);
    html_text(out, r->name);
    fputs("</code><br><span class=\"quiet\">", out);
    html_place(out, site->report, r->place, false);
    fputs("</span></th><td>", out);
    print_entries(out, r);
    fputs("</td><td>", out);
    print_runs(out, c, c->runs[index]);
    fprintf(out, "</td><td>%s</td><td>", lock_words(r));
    if (r->exposed_by) {
        fputs("by <code>", out);
        html_text(out, r->exposed_by);
        fputs("</code>", out);
    } else {
        fputs("no", out);
    }
    fputs("</td><td>", out);
    print_found(site, out, all, index);
    fputs("</td></tr>\n", out);
}

static void print_table(const html_site *site, FILE *out, const contexts *c)
{
    fputs("<section aria-labelledby=\"h-table\"><h2 id=\"h-table\">Routines</h2>\n"
          "<div class=\"scroll\" role=\"region\" aria-label=\"Table of routines\" tabindex=\"0\"><table "
          "class=\"rows\">\n<thead><tr>",
          out);
    static const char *const heads[] = {"Routine", "Entered as", "Runs in", "Takes the lock", "Exposed", "Findings"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        fprintf(out, "<th scope=\"col\">%s</th>", heads[i]);
    fputs("</tr></thead>\n<tbody>\n", out);
    found all = find_findings(site);
    for (size_t i = 0; i < site->report->routine_count; i++)
        if (is_of_interest(&site->report->routines[i]))
            print_row(site, out, c, &all, i);
    free(all.first);
    free(all.next);
    fputs("</tbody></table></div></section>\n", out);
}

/* ---- the page ------------------------------------------------------------------------------------------------ */

/* Which routines the picture shows: all of interest, or as many as it holds, those that say most first. */
static size_t choose(const report *report, bool *shown)
{
    size_t count = 0, left = 0;
    for (unsigned round = 0; round < 3; round++)
        for (size_t i = 0; i < report->routine_count; i++) {
            const devlock_map_routine *r = &report->routines[i];
            bool now = round == 0   ? r->exposed_by || (r->entry_count && r->locks)
                       : round == 1 ? r->acquires || r->releases
                                    : is_of_interest(r);
            if (!now || shown[i])
                continue;
            left += round == 2 && count >= PICTURE_MOST;
            if (count >= PICTURE_MOST)
                continue;
            shown[i] = true;
            count++;
        }
    return left;
}

void html_map(const html_site *site, FILE *out)
{
    const report *report = site->report;
    contexts c = {0};
    bool *shown = must_zero(report->routine_count + 1);
    size_t left = choose(report, shown), interesting = 0;
    for (size_t i = 0; i < report->routine_count; i++)
        interesting += is_of_interest(&report->routines[i]);
    html_begin(out, "devlock: driver map", "map.html");
    fprintf(
        out,
        "<h1>Driver map</h1>\n<p>%zu of %zu routines reach a lock, are entered from outside, or are exposed to child "
        "devices. Calls go from left to right.</p>\n",
        interesting, report->routine_count);
    if (left)
        fprintf(out, "<p class=\"reason\">%zu of them are in the table only.</p>\n", left);
    if (interesting) {
        find_contexts(report, &c);
        fputs(
            "<p class=\"legend\"><span class=\"chip held\">takes the lock itself</span> "
            "<span class=\"chip exposed\">exposed</span> <span class=\"chip passive\">entered at PASSIVE_LEVEL</span> "
            "<span class=\"chip dispatch\">at DISPATCH_LEVEL</span> <span class=\"chip device\">above</span></p>\n"
            "<div class=\"scroll\" role=\"region\" aria-label=\"Picture of calls\" tabindex=\"0\">\n",
            out);
        html_map_picture(site, out, shown);
        fputs("</div>\n", out);
        print_table(site, out, &c);
    }
    free(shown);
    free(c.runs);
    html_end(out, report);
}

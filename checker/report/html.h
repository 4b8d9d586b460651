/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The report in HTML: the parts that html.c puts together, and what they share. Everything that comes from sources or
 * messages goes through html_text or html_bytes.
 */
#ifndef DEVLOCK_REPORT_HTML_H
#define DEVLOCK_REPORT_HTML_H

#include "report.h"

/* A report on its way into pages. */
typedef struct html_site {
    const report *report;
    const devlock_map_routine **by_place; /* all routines of the map, by file and line */
} html_site;

/* ---- html.c ---- */

/* Text; what means something in HTML is written so that it does not. */
void html_text(FILE *out, const char *text);
void html_bytes(FILE *out, const char *text, size_t length);

/* Text in which what stands between quotes ('ext') becomes code. */
void html_prose(FILE *out, const char *text);

/* The beginning of a page, up to its main part, and its end. title: of the page; here: "" for the overview, or the
 * file of the page, as it is named in the bar at the top. */
void html_begin(FILE *out, const char *title, const char *here);
void html_end(FILE *out, const report *report);

/* "finding-0123456789abcdef-1.html" */
typedef struct html_name {
    char text[64];
} html_name;
html_name html_page_name(const report_finding *finding);

/* A place as it is told from the root: "src/a.c:12". */
void html_place(FILE *out, const report *report, devlock_place place, bool column);

/* The routine in which a place lies; NULL: not known. */
const devlock_map_routine *html_routine(const html_site *site, devlock_place place);

/* "certain" or "possible" */
const char *html_tier(devlock_tier tier);

/* ---- the pages ---- */

void html_overview(const html_site *site, FILE *out);                             /* html_overview.c */
void html_finding(const html_site *site, FILE *out, size_t index);                /* html_page.c */
void html_path(const html_site *site, FILE *out, const devlock_finding *finding); /* html_path.c */
void html_change(FILE *out, const report *report, const report_finding *finding); /* html_fix.c */
void html_fix(FILE *out, const char *check);                                      /* html_fix.c */
void html_map(const html_site *site, FILE *out);                                  /* html_map.c */
void html_map_picture(const html_site *site, FILE *out, const bool *shown);       /* html_picture.c */

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * HTML: the folder as a whole, the frame of its pages, and text that is safe in them; see html.h.
 *
 * Needs: a report, and the files of checker/report/assets (devlock_embedded_assets). Leaves: pages, a style sheet and a
 * script. Cost: linear in what is written; one page is under way at a time.
 */
#include "html.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "folder.h"
#include "formats.h"
#include "model/embedded.h"
#include "paths.h"
#include "utf8.h"

/* ---- text ---------------------------------------------------------------------------------------------------- */

void html_bytes(FILE *out, const char *text, size_t length)
{
    while (length) {
        uint32_t code;
        size_t size = utf8_next(text, length, &code);
        if (*text == '&')
            fputs("&amp;", out);
        else if (*text == '<')
            fputs("&lt;", out);
        else if (*text == '>')
            fputs("&gt;", out);
        else if (*text == '"')
            fputs("&quot;", out);
        else if ((size == 1 && code == 0xFFFD) || (code < ' ' && code != '\t') || (code >= 0x7F && code < 0xA0))
            fputs("\xEF\xBF\xBD", out);
        else
            fwrite(text, 1, size, out);
        text += size;
        length -= size;
    }
}

void html_text(FILE *out, const char *text)
{
    html_bytes(out, text, strlen(text));
}

void html_prose(FILE *out, const char *text)
{
    const char *open, *close;
    while ((open = strchr(text, '\'')) && (close = strchr(open + 1, '\''))) {
        html_bytes(out, text, (size_t)(open - text));
        fputs("<code>", out);
        html_bytes(out, open + 1, (size_t)(close - open) - 1);
        fputs("</code>", out);
        text = close + 1;
    }
    html_text(out, text);
}

/* ---- what pages share ---------------------------------------------------------------------------------------- */

void html_begin(FILE *out, const char *title, const char *here)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
          out);
    html_text(out, title);
    fputs("</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"report.css\">\n"
          "<script src=\"report.js\" defer></script>\n</head>\n<body>\n"
          "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
          "<header class=\"bar\"><nav aria-label=\"Report\"><ul>",
          out);
    static const struct {
        const char *file, *name;
    } pages[] = {{"index.html", "Overview"}, {"map.html", "Driver map"}};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        fprintf(out, "<li><a href=\"%s\"%s>%s</a></li>", pages[i].file,
                strcmp(here, pages[i].file) == 0 ? " aria-current=\"page\"" : "", pages[i].name);
    fputs("</ul></nav><span class=\"brand\">devlock</span></header>\n<main id=\"main\" tabindex=\"-1\">\n", out);
}

void html_end(FILE *out, const report *report)
{
    fputs("</main>\n<footer>Written by devlock ", out);
    html_text(out, report->version);
    fputs(". This report needs no network.</footer>\n</body>\n</html>\n", out);
}

html_name html_page_name(const report_finding *finding)
{
    html_name name;
    snprintf(name.text, sizeof name.text, "finding-%s.html", finding->fingerprint.text);
    for (char *at = name.text; *at; at++)
        *at = *at == ':' ? '-' : *at;
    return name;
}

void html_place(FILE *out, const report *report, devlock_place place, bool column)
{
    if (place.file == DEVLOCK_NONE) {
        fputs("an unknown place", out);
        return;
    }
    char *path = path_from_root(report->root, devlock_program_path(report->program, place.file));
    html_text(out, path);
    free(path);
    if (place.line)
        fprintf(out, ":%u", place.line);
    if (place.line && column)
        fprintf(out, ":%u", place.column);
}

const char *html_tier(devlock_tier tier)
{
    return tier == DEVLOCK_CERTAIN ? "certain" : "possible";
}

/* ---- routines by place --------------------------------------------------------------------------------------- */

static int compare_routines(const void *x, const void *y)
{
    const devlock_map_routine *a = *(const devlock_map_routine *const *)x, *b = *(const devlock_map_routine *const *)y;
    if (a->place.file != b->place.file)
        return a->place.file < b->place.file ? -1 : 1;
    return a->place.line < b->place.line ? -1 : a->place.line > b->place.line;
}

const devlock_map_routine *html_routine(const html_site *site, devlock_place place)
{
    size_t low = 0, high = site->report->routine_count;
    while (low < high) { /* the first one that begins behind the place */
        size_t middle = low + (high - low) / 2;
        devlock_place begin = site->by_place[middle]->place;
        if (begin.file < place.file || (begin.file == place.file && begin.line <= place.line))
            low = middle + 1;
        else
            high = middle;
    }
    const devlock_map_routine *r = low ? site->by_place[low - 1] : NULL;
    return r && r->place.file == place.file && place.line <= r->last_line ? r : NULL;
}

/* ---- the folder ---------------------------------------------------------------------------------------------- */

static void write_assets(folder *to)
{
    for (const devlock_embedded *file = devlock_embedded_assets; file->name; file++) {
        fwrite(file->bytes, 1, file->length, folder_open(to, file->name));
        folder_close(to);
    }
}

void report_html(const report *report, folder *to)
{
    html_site site = {report, must_allocate((report->routine_count + 1) * sizeof *site.by_place)};
    for (size_t i = 0; i < report->routine_count; i++)
        site.by_place[i] = &report->routines[i];
    if (report->routine_count)
        qsort(site.by_place, report->routine_count, sizeof *site.by_place, compare_routines);
    write_assets(to);
    html_overview(&site, folder_open(to, "index.html"));
    folder_close(to);
    html_map(&site, folder_open(to, "map.html"));
    folder_close(to);
    for (size_t i = 0; i < report->finding_count; i++) {
        html_finding(&site, folder_open(to, html_page_name(&report->findings[i]).text), i);
        folder_close(to);
    }
    free(site.by_place);
}

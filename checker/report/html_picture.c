/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * HTML: the picture of the driver's map, as SVG in the page. Columns from left to right: a routine stands right of all
 * that call it, but for recursion; in a column in the order of what calls it.
 *
 * Needs: which routines are shown. Leaves: an svg element. Cost: quadratic in the routines shown, which are few.
 */
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "html.h"
#include "levels.h"

#define BOX_WIDTH    210
#define BOX_HEIGHT   40
#define COLUMN_WIDTH 290
#define ROW_HEIGHT   54
#define MARGIN       14
#define NAME_MOST    26

typedef struct node {
    size_t routine;
    unsigned column, row;
    double wish; /* where it would like to stand in its column */
} node;

typedef struct chart {
    const html_site *site;
    FILE *out;
    node *nodes;
    size_t count;
    uint32_t *node_of; /* routine -> 1 + index */
    unsigned columns, rows;
} chart;

static const devlock_map_routine *routine_of(const chart *c, const node *n)
{
    return &c->site->report->routines[n->routine];
}

/* ---- places -------------------------------------------------------------------------------------------------- */

/* Moves what a routine calls to its right; a routine that is under way itself (recursion) stays. */
static void place_callees(chart *c, node *n, bool *busy)
{
    const devlock_map_routine *r = routine_of(c, n);
    busy[n - c->nodes] = true;
    for (size_t i = 0; i < r->callee_count; i++) {
        uint32_t at = c->node_of[r->callees[i]];
        if (!at || busy[at - 1] || c->nodes[at - 1].column > n->column)
            continue;
        c->nodes[at - 1].column = n->column + 1;
        place_callees(c, &c->nodes[at - 1], busy);
    }
    busy[n - c->nodes] = false;
}

static int compare_wishes(const void *x, const void *y)
{
    const node *a = *(node *const *)x, *b = *(node *const *)y;
    if (a->wish != b->wish)
        return a->wish < b->wish ? -1 : 1;
    return a->routine < b->routine ? -1 : a->routine > b->routine;
}

/* The mean row of what calls a routine, in the columns before. */
static double wish_of(const chart *c, const node *n)
{
    double sum = 0;
    unsigned count = 0;
    for (size_t i = 0; i < c->count; i++) {
        const node *from = &c->nodes[i];
        const devlock_map_routine *r = routine_of(c, from);
        for (size_t k = 0; k < r->callee_count && from->column < n->column; k++)
            if (r->callees[k] == n->routine) {
                sum += from->row;
                count++;
            }
    }
    return count ? sum / count : 0;
}

static void place_column(chart *c, unsigned column)
{
    node **members = must_allocate((c->count + 1) * sizeof *members);
    unsigned count = 0;
    for (size_t i = 0; i < c->count; i++)
        if (c->nodes[i].column == column) {
            c->nodes[i].wish = wish_of(c, &c->nodes[i]);
            members[count++] = &c->nodes[i];
        }
    if (count)
        qsort(members, count, sizeof *members, compare_wishes);
    unsigned row = 0;
    for (unsigned i = 0; i < count; i++) {
        unsigned wish = (unsigned)members[i]->wish, fits = c->rows > count - i ? c->rows - (count - i) : row;
        row = wish > row ? wish < fits ? wish : fits > row ? fits : row : row;
        members[i]->row = row++;
    }
    c->rows = row > c->rows ? row : c->rows;
    free(members);
}

static void place_all(chart *c)
{
    bool *busy = must_zero(c->count + 1);
    for (size_t i = 0; i < c->count; i++)
        place_callees(c, &c->nodes[i], busy);
    free(busy);
    for (size_t i = 0; i < c->count; i++)
        c->columns = c->nodes[i].column + 1 > c->columns ? c->nodes[i].column + 1 : c->columns;
    for (unsigned column = 0; column < c->columns; column++)
        place_column(c, column);
}

/* ---- drawing ------------------------------------------------------------------------------------------------- */

static int left_of(const node *n)
{
    return MARGIN + (int)n->column * COLUMN_WIDTH;
}

static int top_of(const node *n)
{
    return MARGIN + (int)n->row * ROW_HEIGHT;
}

static void draw_call(const chart *c, const node *from, const node *to)
{
    int x1 = left_of(from) + BOX_WIDTH, y1 = top_of(from) + BOX_HEIGHT / 2;
    int x2 = left_of(to), y2 = top_of(to) + BOX_HEIGHT / 2, bend = x2 > x1 ? (x2 - x1) / 2 : 40;
    bool locks = routine_of(c, to)->locks;
    fprintf(c->out, "<path class=\"call%s\" d=\"M%d %dC%d %d %d %d %d %d\" marker-end=\"url(#tip)\"/>\n",
            locks ? " locks" : "", x1, y1, x1 + bend, y1, x2 - bend, y2, x2 - 2, y2);
}

static const char *entry_class(const devlock_map_routine *r)
{
    devlock_level_range level = {DEVLOCK_LEVEL_HIGH, DEVLOCK_LEVEL_PASSIVE};
    for (size_t i = 0; i < r->entry_count; i++)
        if (r->entries[i].level.most > level.most)
            level.most = r->entries[i].level.most;
    if (!r->entry_count)
        return "plain";
    return level.most == DEVLOCK_LEVEL_PASSIVE    ? "passive"
           : level.most <= DEVLOCK_LEVEL_DISPATCH ? "dispatch"
                                                  : "device";
}

/* A name that is short enough for the box. */
static void print_name(FILE *out, const char *name)
{
    size_t length = strlen(name);
    html_bytes(out, name, length > NAME_MOST ? NAME_MOST - 1 : length);
    fputs(length > NAME_MOST ? "…" : "", out);
}

static void draw_routine(const chart *c, const node *n)
{
    const devlock_map_routine *r = routine_of(c, n);
    bool lock = r->acquires || r->releases;
    int x = left_of(n), y = top_of(n);
    fprintf(c->out, "<a href=\"#routine-%zu\" class=\"node %s%s%s\"><title>", n->routine, entry_class(r),
            lock ? " lock" : "", r->exposed_by ? " exposed" : "");
    html_text(c->out, r->name);
    fprintf(c->out, "%s%s</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>",
            lock ? ", takes the lock" : "", r->exposed_by ? ", exposed" : "", x, y, BOX_WIDTH, BOX_HEIGHT);
    fprintf(c->out, "<rect class=\"stripe\" x=\"%d\" y=\"%d\" width=\"6\" height=\"%d\" rx=\"3\"/>", x, y, BOX_HEIGHT);
    fprintf(c->out, "<text x=\"%d\" y=\"%d\">", x + 14, y + (r->entry_count || r->exposed_by ? 17 : 25));
    print_name(c->out, r->name);
    fputs("</text>", c->out);
    if (r->entry_count || r->exposed_by) {
        fprintf(c->out, "<text class=\"small\" x=\"%d\" y=\"%d\">", x + 14, y + 32);
        print_name(c->out, r->entry_count ? r->entries[0].context : "exposed to child devices");
        fputs("</text>", c->out);
    }
    fputs("</a>\n", c->out);
}

void html_map_picture(const html_site *site, FILE *out, const bool *shown)
{
    const report *report = site->report;
    chart c = {.site = site, .out = out, .node_of = must_zero((report->routine_count + 1) * sizeof *c.node_of)};
    c.nodes = must_zero((report->routine_count + 1) * sizeof *c.nodes);
    for (size_t i = 0; i < report->routine_count; i++)
        if (shown[i]) {
            c.nodes[c.count++] = (node){.routine = i};
            c.node_of[i] = (uint32_t)c.count;
        }
    place_all(&c);
    int width = 2 * MARGIN + ((int)c.columns - 1) * COLUMN_WIDTH + BOX_WIDTH,
        height = 2 * MARGIN + (int)c.rows * ROW_HEIGHT;
    fprintf(
        out,
        "<svg class=\"map\" xmlns=\"http://www.w3.org/2000/svg\" role=\"group\" aria-label=\"Calls between the "
        "routines\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" "
        "refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 "
        "8z\"/></marker>"
        "</defs>\n",
        width, height, width, height);
    for (size_t i = 0; i < c.count; i++) {
        const devlock_map_routine *r = routine_of(&c, &c.nodes[i]);
        for (size_t k = 0; k < r->callee_count; k++)
            if (c.node_of[r->callees[k]])
                draw_call(&c, &c.nodes[i], &c.nodes[c.node_of[r->callees[k]] - 1]);
    }
    for (size_t i = 0; i < c.count; i++)
        draw_routine(&c, &c.nodes[i]);
    fputs("</svg>\n", out);
    free(c.nodes);
    free(c.node_of);
}

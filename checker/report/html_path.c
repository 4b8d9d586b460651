/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * HTML: the source with the path drawn along it. Calls are unfolded where they stand. Where the path goes back, as in a
 * loop, the lines are shown again: so each line that is shown has one state of the lock and one IRQL, in the lanes
 * beside it.
 *
 * Needs: a finding with its picture, and its sources. Leaves: a section. Cost: linear in the lines shown.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "html.h"
#include "levels.h"

#define FOLD_FROM   9u   /* so many lines in a row without a step are folded, but for … */
#define KEPT_BEFORE 3u   /* … those before the next step … */
#define KEPT_BEHIND 2u   /* … and those behind the last one */
#define FOLD_MOST   400u /* lines that are kept folded; more are left out */
#define KEY_MOST    3u   /* branches that are marked */

typedef struct drawing {
    const html_site *site;
    const devlock_finding *finding;
    FILE *out;
    size_t next; /* step to be drawn */
    size_t key;  /* branches from this step on are marked */
    bool told;   /* the finding itself */
    bool past;   /* what is drawn lies behind the end of the path */
    unsigned depth;
    devlock_lock_state state, other;
    devlock_level_range level;
} drawing;

/* A routine that is drawn, and the line up to which it is. */
typedef struct sheet {
    uint32_t file, line, first, last;
    const char *name;
} sheet;

/* ---- words --------------------------------------------------------------------------------------------------- */

static const char *state_class(devlock_lock_state state)
{
    return state.status == DEVLOCK_LOCK_HELD ? "held" : state.status == DEVLOCK_LOCK_RELEASED ? "released" : "free";
}

static const char *level_class(devlock_level_range level)
{
    if (!level_known(level))
        return "unknown";
    return level.most == DEVLOCK_LEVEL_PASSIVE    ? "passive"
           : level.most < DEVLOCK_LEVEL_DISPATCH  ? "apc"
           : level.most <= DEVLOCK_LEVEL_DISPATCH ? "dispatch"
                                                  : "device";
}

static void state_chip(FILE *out, const char *lock, devlock_lock_state state)
{
    fprintf(out, "<span class=\"chip %s\">", state_class(state));
    html_text(out, lock);
    if (state.status == DEVLOCK_LOCK_HELD && state.count > 1)
        fprintf(out, ": held %u times</span> ", state.count);
    else
        fprintf(out, ": %s</span> ", state_class(state));
}

static bool has_other(const devlock_finding *f)
{
    return f->lock && f->other && strcmp(f->other, f->lock) != 0;
}

static void chips(const drawing *d)
{
    const devlock_finding *f = d->finding;
    fputs("<span class=\"chips\">", d->out);
    if (f->lock)
        state_chip(d->out, f->lock, d->state);
    if (has_other(f))
        state_chip(d->out, f->other, d->other);
    fprintf(d->out, "<span class=\"chip %s\">IRQL: %s</span></span>", level_class(d->level),
            level_words(d->level).text);
}

/* ---- lines --------------------------------------------------------------------------------------------------- */

/* Whether the path runs through a line between the last step that was drawn and the next. */
static bool runs_now(const drawing *d, const devlock_line *line)
{
    const devlock_finding *f = d->finding;
    unsigned next = d->next < f->drawn_count ? f->drawn[d->next].time : UINT_MAX;
    bool behind = !d->next || line->last > f->drawn[d->next - 1].time;
    return behind && line->first <= next;
}

static const char *line_class(const drawing *d, uint32_t file, uint32_t line)
{
    static const char *const words[] = {
        [DEVLOCK_LINE_PASSED] = "passed", [DEVLOCK_LINE_OPEN] = "open", [DEVLOCK_LINE_RUN] = "run"};
    const devlock_finding *f = d->finding;
    size_t low = 0, high = f->line_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const devlock_line *at = &f->lines[middle];
        if (at->file == file && at->line == line)
            return words[runs_now(d, at) && !d->past ? at->kind : DEVLOCK_LINE_PASSED];
        if (at->file < file || (at->file == file && at->line < line))
            low = middle + 1;
        else
            high = middle;
    }
    return "still";
}

/* The lanes: how lock and IRQL stand while the line runs. What they show is told at each step in words. */
static void lanes(const drawing *d)
{
    if (d->past) { /* the path has ended */
        fputs(d->finding->lock ? "<i class=\"lane\"></i>" : "", d->out);
        fputs(has_other(d->finding) ? "<i class=\"lane\"></i>" : "", d->out);
        fputs("<i class=\"lane\"></i>", d->out);
        return;
    }
    if (d->finding->lock)
        fprintf(d->out, "<i class=\"lane %s\"></i>", state_class(d->state));
    if (has_other(d->finding))
        fprintf(d->out, "<i class=\"lane %s\"></i>", state_class(d->other));
    fprintf(d->out, "<i class=\"lane %s\"></i>", level_class(d->level));
}

static void print_line(const drawing *d, uint32_t file, uint32_t line, const char *more)
{
    size_t length = 0;
    const char *text =
        source_line(d->site->report->sources, devlock_program_path(d->site->report->program, file), line, &length);
    if (!text)
        return;
    bool here = strcmp(more, " bad") == 0; /* the path ends here */
    fprintf(d->out, "<div class=\"ln %s%s\">", here ? "run" : line_class(d, file, line), more);
    lanes(d);
    fprintf(d->out, "<span class=\"no\">%u</span><code>", line);
    html_bytes(d->out, text, length);
    fputs("</code></div>\n", d->out);
}

static void print_lines(const drawing *d, uint32_t file, uint32_t from, uint32_t to)
{
    for (uint32_t line = from; line <= to; line++)
        print_line(d, file, line, "");
}

/* Lines [from, to] without a step; a long row is folded. */
static void print_row(const drawing *d, uint32_t file, uint32_t from, uint32_t to, uint32_t before)
{
    uint32_t count = to + 1 - from;
    if (from > to)
        return;
    if (count < FOLD_FROM + before) {
        print_lines(d, file, from, to);
        return;
    }
    uint32_t folded = count - KEPT_BEHIND - before, begin = from + KEPT_BEHIND;
    print_lines(d, file, from, begin - 1);
    if (folded > FOLD_MOST) {
        fprintf(d->out, "<p class=\"fold\">%u lines are left out</p>\n", folded);
    } else {
        fprintf(d->out, "<details class=\"fold\"><summary>%u lines, %u to %u</summary>\n", folded, begin,
                begin + folded - 1);
        print_lines(d, file, begin, begin + folded - 1);
        fputs("</details>\n", d->out);
    }
    print_lines(d, file, begin + folded, to);
}

/* Draws up to a line and that line; behind it stands what is said of it. */
static void draw_to(const drawing *d, sheet *s, uint32_t line, const char *more)
{
    if (line + 1 < s->line) {
        fprintf(d->out, "<p class=\"back\">The path goes back to line %u.</p>\n", line);
        s->line = line;
    }
    if (line < s->line)
        return;
    print_row(d, s->file, s->line, line - 1, KEPT_BEFORE);
    print_line(d, s->file, line, more);
    s->line = line + 1;
}

/* ---- steps --------------------------------------------------------------------------------------------------- */

static const char *kind_word(devlock_note_kind kind)
{
    static const char *const words[] = {
        [DEVLOCK_NOTE_OTHER] = "other",   [DEVLOCK_NOTE_ACQUIRE] = "acquire", [DEVLOCK_NOTE_RELEASE] = "release",
        [DEVLOCK_NOTE_FAILED] = "failed", [DEVLOCK_NOTE_BRANCH] = "branch",   [DEVLOCK_NOTE_CALL] = "call",
        [DEVLOCK_NOTE_RAISE] = "raise",
    };
    return words[kind];
}

static bool is_key(const drawing *d, size_t index)
{
    return index >= d->key && d->finding->drawn[index].kind == DEVLOCK_NOTE_BRANCH;
}

static void print_step(drawing *d, bool elsewhere)
{
    const devlock_note *n = &d->finding->drawn[d->next];
    bool key = is_key(d, d->next);
    d->state = n->state;
    d->other = n->other;
    d->level = n->level;
    fprintf(d->out, "<div class=\"step %s%s\" id=\"step-%zu\" tabindex=\"-1\">", kind_word(n->kind), key ? " key" : "",
            d->next + 1);
    lanes(d);
    fprintf(d->out,
            "<span class=\"num\"><span class=\"sr\">Step </span>%zu</span><span class=\"body\"><span class=\"what\">",
            d->next + 1);
    html_prose(d->out, n->text);
    if (elsewhere) {
        fputs(" <span class=\"quiet\">", d->out);
        html_place(d->out, d->site->report, n->place, false);
        fputs("</span>", d->out);
    }
    fputs("</span> ", d->out);
    chips(d);
    fputs("</span></div>\n", d->out);
    d->next++;
}

static void print_verdict(drawing *d)
{
    d->state = d->finding->state;
    d->other = d->finding->other_state;
    d->level = d->finding->level;
    fputs("<div class=\"step verdict\" id=\"verdict\" tabindex=\"-1\">", d->out);
    lanes(d);
    fputs("<span class=\"num\" aria-hidden=\"true\">!</span><span class=\"body\"><span class=\"what\"><strong>",
          d->out);
    html_prose(d->out, d->finding->message);
    fputs("</strong></span> ", d->out);
    chips(d);
    fputs("</span></div>\n", d->out);
    d->told = d->past = true;
}

/* ---- routines ------------------------------------------------------------------------------------------------ */

static bool within(const sheet *s, devlock_place place)
{
    return place.file == s->file && place.line >= s->first && place.line <= s->last;
}

/* The sheet of the routine at a place; where no routine is known, some lines round the place. */
static sheet sheet_of(const drawing *d, devlock_place place)
{
    const devlock_map_routine *r = html_routine(d->site, place);
    if (r)
        return (sheet){place.file, r->place.line, r->place.line, r->last_line, r->name};
    uint32_t first = place.line > 3 ? place.line - 3 : 1;
    return (sheet){place.file, first, first, UINT32_MAX, NULL};
}

/* The end of the routine, and the closing brace if that is all that follows. */
static void draw_rest(const drawing *d, sheet *s)
{
    size_t length = 0;
    if (!s->name)
        return;
    const char *path = devlock_program_path(d->site->report->program, s->file);
    const char *text = source_line(d->site->report->sources, path, s->last + 1, &length);
    uint32_t last = s->last + (text && length && *text == '}');
    print_row(d, s->file, s->line, last, 0);
    s->line = last + 1;
}

static void open_sheet(const drawing *d, const sheet *s)
{
    fprintf(d->out, "<details class=\"frame\" open><summary><span class=\"sr\">Routine </span><code>");
    html_text(d->out, s->name ? s->name : "source");
    fputs("</code> <span class=\"quiet\">", d->out);
    html_place(d->out, d->site->report, (devlock_place){s->file, s->first, 1}, false);
    fputs("</span></summary>\n", d->out);
}

static void draw_routine(drawing *d, sheet *s)
{
    const devlock_finding *f = d->finding;
    unsigned depth = d->depth;
    open_sheet(d, s);
    while (d->next < f->drawn_count && f->drawn[d->next].depth >= depth) {
        const devlock_note *n = &f->drawn[d->next];
        if (n->depth > depth) {
            sheet inner = sheet_of(d, n->place);
            d->depth = depth + 1;
            draw_routine(d, &inner);
            d->depth = depth;
        } else if (within(s, n->place)) {
            draw_to(d, s, n->place.line, is_key(d, d->next) ? " key" : n->kind == DEVLOCK_NOTE_BRANCH ? " branch" : "");
            print_step(d, false);
        } else {
            print_step(d, true);
        }
    }
    if (d->next == f->drawn_count && !d->told && within(s, f->place)) {
        if (s->line > f->place.line) /* it has been drawn for a step */
            s->line = f->place.line;
        draw_to(d, s, f->place.line, " bad");
        print_verdict(d);
    }
    draw_rest(d, s);
    fputs("</details>\n", d->out);
}

/* A place in the routine in which the path begins. */
static devlock_place root_place(const devlock_finding *f)
{
    for (size_t i = 0; i < f->drawn_count; i++)
        if (f->drawn[i].depth == 0 && f->drawn[i].kind != DEVLOCK_NOTE_OTHER)
            return f->drawn[i].place;
    return f->place;
}

static void legend(const drawing *d)
{
    fputs("<p class=\"legend\"><span class=\"quiet\">Lanes: </span>", d->out);
    if (d->finding->lock)
        fputs("<span class=\"chip free\">lock free</span> <span class=\"chip held\">held</span> "
              "<span class=\"chip released\">released</span> ",
              d->out);
    fputs("<span class=\"chip passive\">PASSIVE_LEVEL</span> <span class=\"chip apc\">APC_LEVEL</span> "
          "<span class=\"chip dispatch\">DISPATCH_LEVEL</span> <span class=\"chip device\">above</span> "
          "<span class=\"chip unknown\">IRQL unknown</span> "
          "<span class=\"quiet\">The path runs through the lines with a rule at their number; pale lines are passed "
          "by.</span></p>\n",
          d->out);
}

/* From which step on branches are marked, so that a few are. */
static size_t first_key(const devlock_finding *f)
{
    size_t left = KEY_MOST, i = f->drawn_count;
    while (i > 0 && left)
        left -= f->drawn[--i].kind == DEVLOCK_NOTE_BRANCH;
    return i;
}

void html_path(const html_site *site, FILE *out, const devlock_finding *f)
{
    drawing d = {.site = site, .finding = f, .out = out, .level = f->start, .key = first_key(f)};
    fputs("<section aria-labelledby=\"h-path\"><h2 id=\"h-path\">The path</h2>\n", out);
    legend(&d);
    fputs("<div class=\"source\" role=\"region\" aria-label=\"Source along the path\" tabindex=\"0\">\n", out);
    sheet s = sheet_of(&d, root_place(f));
    while (d.next < f->drawn_count && f->drawn[d.next].kind == DEVLOCK_NOTE_OTHER &&
           !within(&s, f->drawn[d.next].place)) /* how the routine comes to be entered */
        print_step(&d, true);
    draw_routine(&d, &s);
    if (!d.told) {
        sheet end = sheet_of(&d, f->place);
        open_sheet(&d, &end);
        draw_to(&d, &end, f->place.line, " bad");
        print_verdict(&d);
        fputs("</details>\n", out);
    }
    fputs("</div></section>\n", out);
}

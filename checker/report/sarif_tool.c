/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * SARIF: the tool, its rules, and what it says of a run as a whole.
 *
 * Needs: the table of checks and their pages. Leaves: values. Cost: linear in the pages.
 */
#include "sarif.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "pages.h"

static const struct {
    const char *id, *name, *text, *help;
} notices[] = {
    [SARIF_NOT_ANALYSED] = {NOT_ANALYSED, "NotAnalysed", "A routine or source that could not be analysed.",
                            "Nothing is reported of it. The message says why it could not be analysed; mend that, or "
                            "accept it with NOLINT(devlock-not-analysed) on its line."},
    [SARIF_UNUSED] = {"devlock-unused-suppression", "UnusedSuppression", "A suppression that suppresses nothing.",
                      "What it was written for is there no more, or is called something else. Remove it."},
    [SARIF_FIXED] = {"devlock-fixed", "Fixed", "A finding of the baseline that is there no more.",
                     "Take it out of the baseline with devlock baseline update."},
};

const char *sarif_notice_id(sarif_notice notice)
{
    return notices[notice].id;
}

const char *sarif_level(devlock_tier tier)
{
    return tier == DEVLOCK_CERTAIN ? "error" : "warning";
}

/* ---- rules --------------------------------------------------------------------------------------------------- */

/* "devlock-missing-release" -> "MissingRelease" */
static json_t *rule_name(const char *check)
{
    char name[64];
    size_t length = 0;
    bool upper = true;
    if (strncmp(check, "devlock-", 8) == 0)
        check += 8;
    for (; *check && length + 1 < sizeof name; check++) {
        if (*check != '-')
            name[length++] = upper ? (char)toupper((unsigned char)*check) : *check;
        upper = *check == '-';
    }
    name[length] = '\0';
    return json_text(name);
}

/* The summary as a sentence. */
static json_t *sentence(const char *summary)
{
    size_t size = strlen(summary) + 2;
    char *text = must_allocate(size);
    snprintf(text, size, "%s.", summary);
    text[0] = (char)toupper((unsigned char)text[0]);
    json_t *value = json_make("text", json_text(text), NULL);
    free(text);
    return value;
}

static json_t *help(const char *check)
{
    char *text = page_text(check), *markdown = page_markdown(check);
    json_t *value = text ? json_make("text", json_text(text), "markdown", json_text(markdown), NULL) : NULL;
    free(text);
    free(markdown);
    return value;
}

static json_t *rule_properties(void)
{
    static const char *const words[] = {"concurrency", "correctness", "driver", "locking"};
    json_t *tags = json_array();
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        json_add(tags, json_text(words[i]));
    return json_make("tags", tags, "precision", json_text("very-high"), "problem.severity", json_text("error"), NULL);
}

static json_t *rule(devlock_check check)
{
    const char *name = devlock_check_name(check);
    char *link = page_link(name);
    json_t *value = json_make("id", json_text(name), "name", rule_name(name), "shortDescription",
                              sentence(devlock_check_summary(check)), "fullDescription",
                              sentence(devlock_check_summary(check)), "help", help(name), "helpUri", json_text(link),
                              "defaultConfiguration", json_make("level", json_text(sarif_level(DEVLOCK_CERTAIN)), NULL),
                              "properties", rule_properties(), NULL);
    free(link);
    return value;
}

json_t *sarif_tool(const report *report)
{
    json_t *rules = json_array(), *kinds = json_array();
    for (unsigned i = 0; i < DEVLOCK_CHECK_COUNT; i++)
        if (report->checks >> i & 1)
            json_add(rules, rule((devlock_check)i));
    for (size_t i = 0; i < sizeof notices / sizeof *notices; i++)
        json_add(kinds, json_make("id", json_text(notices[i].id), "name", json_text(notices[i].name),
                                  "shortDescription", json_make("text", json_text(notices[i].text), NULL),
                                  "fullDescription", json_make("text", json_text(notices[i].text), NULL), "help",
                                  json_make("text", json_text(notices[i].help), NULL), NULL));
    return json_make("driver",
                     json_make("name", json_text("devlock"), "version", json_text(report->version), "semanticVersion",
                               json_text(report->version), "informationUri",
                               *DEVLOCK_DOCS_URI ? json_text(DEVLOCK_DOCS_URI) : NULL, "rules", rules, "notifications",
                               kinds, NULL),
                     NULL);
}

/* ---- the run as a whole -------------------------------------------------------------------------------------- */

static json_t *notification(sarif_notice notice, const char *level, json_t *message, json_t *location)
{
    json_t *locations = NULL;
    if (location) {
        locations = json_array();
        json_add(locations, location);
    }
    return json_make("descriptor",
                     json_make("id", json_text(notices[notice].id), "index", json_number((unsigned)notice), NULL),
                     "level", json_text(level), "message", message, "locations", locations, NULL);
}

static json_t *gap_notification(const report *report, const report_gap *gap)
{
    const devlock_gap *g = gap->gap;
    const char *name = g->name ? g->name : devlock_program_path(report->program, g->place.file);
    const char *reason = gap->mark.reason ? gap->mark.reason : "no reason given";
    size_t size = strlen(name) + strlen(g->reason) + strlen(reason) + 64;
    char *text = must_allocate(size);
    snprintf(text, size, gap->mark.suppressed ? "'%s' is not analysed: %s (accepted: %s)" : "'%s' is not analysed: %s",
             name, g->reason, reason);
    json_t *location = g->place.file == DEVLOCK_NONE ? NULL : sarif_location(report, g->place, g->name, NULL);
    json_t *value =
        notification(SARIF_NOT_ANALYSED, gap->mark.suppressed ? "note" : "warning", sarif_message(text), location);
    free(text);
    return value;
}

static json_t *fixed_notification(const report_fixed *fixed)
{
    size_t size = strlen(fixed->file) + strlen(fixed->routine) + strlen(fixed->message) + strlen(fixed->check) + 64;
    char *text = must_allocate(size);
    snprintf(text, size, "Fixed in '%s' of %s: %s [%s]", fixed->routine, fixed->file, fixed->message, fixed->check);
    json_t *value = notification(SARIF_FIXED, "note", sarif_message(text), NULL);
    free(text);
    return value;
}

json_t *sarif_invocations(const report *report)
{
    json_t *said = json_array(), *list = json_array();
    for (size_t i = 0; i < report->gap_count; i++)
        json_add(said, gap_notification(report, &report->gaps[i]));
    for (size_t i = 0; i < report->unused_count; i++)
        json_add(said, notification(SARIF_UNUSED, "warning", sarif_message(report->unused[i].text),
                                    sarif_location(report, report->unused[i].place, NULL, NULL)));
    for (size_t i = 0; i < report->fixed_count; i++)
        json_add(said, fixed_notification(&report->fixed[i]));
    json_add(list, json_make("executionSuccessful", json_boolean(report->complete), "toolExecutionNotifications", said,
                             NULL));
    return list;
}

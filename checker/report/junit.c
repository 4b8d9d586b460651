/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * JUnit XML, for overviews of tests: a finding is a failed test, what was not analysed an error, what is suppressed or
 * known a skipped one, and a source without any of these a test that passed.
 *
 * Needs: a report; libxml2 writes the XML. Leaves: XML. Cost: linear in what is printed, and the sources times the
 * logarithm of the findings.
 */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/xmlwriter.h>

#include "core/arena.h"
#include "paths.h"
#include "text.h"
#include "utf8.h"

/* XML 1.0 has no way to write control characters: they become question marks. */
static char *clean(const char *text)
{
    char *copy = utf8_clean(text);
    for (unsigned char *at = (unsigned char *)copy; *at; at++)
        if (*at < 0x20 && *at != '\t' && *at != '\n')
            *at = '?';
    return copy;
}

static void attribute(xmlTextWriterPtr xml, const char *name, const char *text)
{
    char *copy = clean(text);
    xmlTextWriterWriteAttribute(xml, BAD_CAST name, BAD_CAST copy);
    free(copy);
}

static void number(xmlTextWriterPtr xml, const char *name, size_t value)
{
    xmlTextWriterWriteFormatAttribute(xml, BAD_CAST name, "%zu", value);
}

static char *path_of(const report *report, devlock_place place)
{
    return path_from_root(report->root, devlock_program_path(report->program, place.file));
}

static void test(xmlTextWriterPtr xml, const report *report, const char *name, devlock_place place)
{
    char *path = path_of(report, place);
    xmlTextWriterStartElement(xml, BAD_CAST "testcase");
    attribute(xml, "classname", path);
    attribute(xml, "name", name);
    if (place.file != DEVLOCK_NONE) {
        attribute(xml, "file", path);
        number(xml, "line", place.line);
    }
    free(path);
}

static void outcome(xmlTextWriterPtr xml, const char *element, const char *type, const char *message, const char *text)
{
    xmlTextWriterStartElement(xml, BAD_CAST element);
    if (type)
        attribute(xml, "type", type);
    attribute(xml, "message", message);
    if (text) {
        char *copy = clean(text);
        xmlTextWriterWriteString(xml, BAD_CAST copy);
        free(copy);
    }
    xmlTextWriterEndElement(xml);
    xmlTextWriterEndElement(xml); /* testcase */
}

/* The path, a step a line. */
static char *path_text(const report *report, const devlock_finding *f)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    for (size_t i = 0; i < f->note_count; i++) {
        char *path = path_of(report, f->notes[i].place);
        fprintf(out, "%s:%u:%u: %s\n", path, f->notes[i].place.line, f->notes[i].place.column, f->notes[i].text);
        free(path);
    }
    fclose(out);
    return text;
}

static void finding_test(xmlTextWriterPtr xml, const report *report, const report_finding *finding)
{
    const devlock_finding *f = finding->finding;
    const char *check = devlock_check_name(f->check);
    size_t size = strlen(check) + strlen(f->routine) + 32;
    char *name = must_allocate(size), *message = text_finding_message(f), *path = path_text(report, f);
    snprintf(name, size, "%s in %s, line %u", check, f->routine, f->place.line);
    test(xml, report, name, f->place);
    if (finding->mark.suppressed)
        outcome(xml, "skipped", NULL, finding->mark.reason ? finding->mark.reason : "suppressed in the source", NULL);
    else if (finding->mark.known)
        outcome(xml, "skipped", NULL, "known: it is in the baseline", NULL);
    else
        outcome(xml, "failure", check, message, path);
    free(name);
    free(message);
    free(path);
}

static void gap_test(xmlTextWriterPtr xml, const report *report, const report_gap *gap)
{
    const devlock_gap *g = gap->gap;
    test(xml, report, g->name ? g->name : devlock_program_path(report->program, g->place.file), g->place);
    if (gap->mark.suppressed)
        outcome(xml, "skipped", NULL, gap->mark.reason ? gap->mark.reason : "suppressed in the source", NULL);
    else
        outcome(xml, "error", NOT_ANALYSED, g->reason, NULL);
}

/* ---- sources that passed ------------------------------------------------------------------------------------- */

/* Which sources have a finding or gap. */
static string_map *touched(const report *report)
{
    string_map *map = string_map_new();
    for (size_t i = 0; i < report->finding_count; i++)
        *string_map_at(map, devlock_program_path(report->program, report->findings[i].finding->place.file)) = 1;
    for (size_t i = 0; i < report->gap_count; i++)
        *string_map_at(map, devlock_program_path(report->program, report->gaps[i].gap->place.file)) = 1;
    return map;
}

static size_t passed_tests(xmlTextWriterPtr xml, const report *report, const string_map *map)
{
    size_t count = 0;
    for (size_t i = 0; i < report->scanned_count; i++) {
        if (string_map_find(map, report->scanned[i]))
            continue;
        count++;
        if (!xml)
            continue;
        char *path = path_from_root(report->root, report->scanned[i]);
        xmlTextWriterStartElement(xml, BAD_CAST "testcase");
        attribute(xml, "classname", path);
        attribute(xml, "name", "no findings");
        attribute(xml, "file", path);
        xmlTextWriterEndElement(xml);
        free(path);
    }
    return count;
}

static void suite(xmlTextWriterPtr xml, const report *report)
{
    report_counts counts = report_count(report);
    string_map *map = touched(report);
    size_t skipped = report->finding_count - counts.shown + report->gap_count - counts.gaps;
    xmlTextWriterStartElement(xml, BAD_CAST "testsuites");
    xmlTextWriterStartElement(xml, BAD_CAST "testsuite");
    attribute(xml, "name", "devlock");
    number(xml, "tests", report->finding_count + report->gap_count + passed_tests(NULL, report, map));
    number(xml, "failures", counts.shown);
    number(xml, "errors", counts.gaps);
    number(xml, "skipped", skipped);
    for (size_t i = 0; i < report->finding_count; i++)
        finding_test(xml, report, &report->findings[i]);
    for (size_t i = 0; i < report->gap_count; i++)
        gap_test(xml, report, &report->gaps[i]);
    passed_tests(xml, report, map);
    string_map_free(map);
}

static int write_bytes(void *out, const char *bytes, int length)
{
    return (int)fwrite(bytes, 1, (size_t)length, out);
}

void report_junit(const report *report, FILE *out)
{
    xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO(write_bytes, NULL, out, NULL);
    xmlTextWriterPtr xml = buffer ? xmlNewTextWriter(buffer) : NULL;
    if (!xml) {
        fputs("devlock: out of memory\n", stderr);
        exit(3);
    }
    xmlTextWriterSetIndent(xml, 1);
    xmlTextWriterStartDocument(xml, NULL, "UTF-8", NULL);
    suite(xml, report);
    xmlTextWriterEndDocument(xml);
    xmlFreeTextWriter(xml);
}

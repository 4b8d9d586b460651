/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Scanning: models, then the front end over each source into one program, then the analysis, then the report.
 *
 * Needs: a request with at least one source. Leaves: text on stdout and stderr, and an exit status. Cost: what the
 * parts cost; --time shows them.
 */
#include "scan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "captured.h"
#include "config.h"
#include "context.h"
#include "core/arena.h"
#include "commands.h"
#include "devlock/analysis.h"
#include "drivers.h"
#include "fixing.h"
#include "globs.h"
#include "offers.h"
#include "plan.h"
#include "reading.h"
#include "report/baseline.h"
#include "report/formats.h"
#include "report/output.h"
#include "report/paths.h"
#include "report/text.h"
#include "renewing.h"
#include "since.h"
#include "targets.h"

/* A scan under way. */
typedef struct scan {
    scan_request *request;
    devlock_model *model;
    reading reading;
    captured captured;
    manifest_analysis analysis;
    devlock_options options;
    config config;
    fixing fixing;
    targets targets;
    baseline *baseline;
    char *root; /* absolute */
    plan plan;
    const char **scanned;
    since since;
    double analysis_seconds, report_seconds;
} scan;

static double user_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec * 1e-6;
}

/* ---- before reading ------------------------------------------------------------------------------------------ */

static bool choose_checks(scan *scan)
{
    char *error = NULL;
    const config_value *checks = scan->config.settings[CONFIG_CHECKS].values;
    if (globs_choose(checks->text, &scan->options.checks, &error))
        return true;
    if (scan->request->checks)
        fprintf(stderr, "devlock: error: %s\n", error);
    else
        fprintf(stderr, "%s: error: %s\n", checks->origin, error);
    free(error);
    return false;
}

static bool read_baseline(scan *scan)
{
    char *error = NULL;
    const char *path = scan->request->baseline;
    if (!path)
        return true;
    bool update = scan->request->purpose == SCAN_BASELINE_UPDATE;
    scan->baseline = baseline_read(path, update, &error);
    if (scan->baseline && (!update || output_check(path, &error)))
        return true;
    fprintf(stderr, "devlock: error: %s\n", error);
    free(error);
    return false;
}

/* Leaves out what the configuration says, and names it. */
static bool leave_out(scan *scan)
{
    scan_sources *sources = &scan->request->sources;
    size_t before = sources->count;
    const config_value *last = NULL;
    for (size_t i = 0; i < sources->count;) {
        const config_value *by = config_excludes(&scan->config, sources->items[i].file);
        if (!by) {
            i++;
            continue;
        }
        last = by;
        if (scan->request->verbose)
            fprintf(stderr, "devlock: %s is left out (%s, %s)\n", sources->items[i].file, by->text, by->origin);
        sources_remove(sources, i);
    }
    size_t count = before - sources->count;
    if (count && !scan->request->verbose && !scan->request->quiet)
        fprintf(stderr, "devlock: %zu source%s left out by Exclude (%s); --verbose names %s\n", count,
                count == 1 ? " is" : "s are", last->origin, count == 1 ? "it" : "them");
    if (before && !sources->count && !scan->request->editor)
        fprintf(stderr, "devlock: error: Exclude leaves out all sources (%s); name others, or change it\n",
                last->origin);
    return !before || sources->count || scan->request->editor;
}

static void choose_limits(scan *scan)
{
    scan->options.loop_bound = config_number(&scan->config, CONFIG_LOOP_BOUND);
    scan->options.solver_budget = config_number(&scan->config, CONFIG_SOLVER_BUDGET);
    scan->options.routine_budget = config_number(&scan->config, CONFIG_ROUTINE_BUDGET);
}

/* What is to be written, and from which folder paths are told. */
static bool choose_targets(scan *scan)
{
    const char *root = scan->request->root ? scan->request->root : ".";
    if (!targets_choose(&scan->targets, scan->request->formats, scan->request->format_count, scan->request->output))
        return false;
    scan->root = path_of_folder(root);
    if (!scan->root)
        fprintf(stderr, "devlock: error: --root '%s': %s; name the folder from which paths shall be told\n", root,
                strerror(errno));
    return scan->root != NULL;
}

static bool read_models(scan *scan)
{
    const config_setting *models = &scan->config.settings[CONFIG_MODELS];
    scan->model = devlock_model_new();
    if (config_truth(&scan->config, CONFIG_DEFAULT_MODEL))
        devlock_model_add_default(scan->model);
    config_settle(&scan->config, devlock_analysis_limits(scan->model), "default");
    for (size_t i = 0; i < models->count; i++) {
        char *error = NULL;
        if (!devlock_model_add_named(scan->model, models->values[i].text, &error)) {
            fprintf(stderr, "%s\n", error);
            free(error);
            return false;
        }
        config_settle(&scan->config, devlock_analysis_limits(scan->model), models->values[i].text);
    }
    if (devlock_model_kind_count(scan->model))
        return true;
    fputs("devlock: error: no model describes a lock; name one with --model FILE (docs/models.md)\n", stderr);
    return false;
}

/* How the sources are analysed. */
static void choose_analysis(scan *scan)
{
    const config_setting *models = &scan->config.settings[CONFIG_MODELS];
    manifest_analysis *a = &scan->analysis;
    a->default_model = config_truth(&scan->config, CONFIG_DEFAULT_MODEL);
    a->models = must_allocate((models->count + 1) * sizeof *a->models);
    for (size_t i = 0; i < models->count; i++)
        a->models[a->model_count++] = models->values[i].text;
}

/* Whether what is reported can come from a result that was kept: it holds no pictures and no graph. */
static bool may_be_kept(const scan *scan)
{
    const scan_request *r = scan->request;
    bool fixes = r->fix || r->fixes_of_count ||
                 (targets_show_fixes(&scan->targets) && config_truth(&scan->config, CONFIG_FIXES));
    return !fixes && !r->explain_path && !r->calls && !r->time && !scan->since.touched && !scan->options.picture;
}

/* Captures the sources, if they are many or the user wants it. */
static bool capture_sources(scan *scan)
{
    char *error = NULL;
    bool must = captured_must(scan->request);
    if (!scan->request->sources.count || scan->request->editor)
        return true;
    if (!captured_wanted(scan->request, &error)) {
        if (error)
            fprintf(stderr, "devlock: error: %s\n", error);
        free(error);
        return !must;
    }
    if (captured_start(&scan->captured, scan->request, scan->model, may_be_kept(scan) ? &scan->analysis : NULL)) {
        if (!scan->since.touched)
            plan_keep(&scan->plan, &scan->captured.work, scan->request);
        scan->reading.captured = &scan->captured;
        return true;
    }
    if (!must && !scan->request->quiet)
        fputs("devlock: without a work folder, all sources are read anew, one after the other\n", stderr);
    return !must;
}

/* What was read until now; commands_complete has told of its part. */
static void tell_inputs(const scan *scan)
{
    scan_request *r = scan->request;
    const config_setting *models = &scan->config.settings[CONFIG_MODELS];
    if (scan->config.path)
        r->on_input(r->input_user, scan->config.path, INPUT_ALONE);
    if (r->baseline)
        r->on_input(r->input_user, r->baseline, INPUT_ALONE);
    for (size_t i = 0; i < models->count; i++)
        r->on_input(r->input_user, models->values[i].text, INPUT_ALONE);
}

static void start_context(scan *scan)
{
    scan_source *document = &scan->request->sources.items[0];
    scan->reading.context = context_new(scan->request->session, document->file, scan->model);
    scan->reading.recalled = scan->request->recalled;
    context_set_command(scan->reading.context, document);
}

/* ---- the end ------------------------------------------------------------------------------------------------- */

static void print_times(const scan *scan, const devlock_statistics *statistics)
{
    double total = user_seconds();
    double own = scan->reading.lower_seconds + scan->analysis_seconds + scan->report_seconds;
    fprintf(stderr,
            "user CPU time, in seconds:\n"
            "  parsing (Clang)  %9.4f\n"
            "  lowering         %9.4f\n"
            "  analysis         %9.4f  (flow %.4f, proof %.4f)\n"
            "  report           %9.4f\n"
            "  start and end    %9.4f\n"
            "  total            %9.4f\n"
            "devlock's own share (lowering, analysis, report): %.1f %%\n"
            "%zu locks followed, %zu candidates, %zu refuted, %zu undecided, %zu solver calls, "
            "%zu out of its budget\n",
            scan->reading.parse_seconds, scan->reading.lower_seconds, scan->analysis_seconds, statistics->flow_seconds,
            statistics->proof_seconds, scan->report_seconds, total - own - scan->reading.parse_seconds, total,
            total > 0 ? 100.0 * own / total : 0.0, statistics->locks, statistics->candidates, statistics->refuted,
            statistics->undecided, statistics->solver_calls, statistics->out_of_budget);
}

static void fill_report(scan *scan, const devlock_result *result, report *report)
{
    const scan_sources *sources = &scan->request->sources, *skipped = &scan->plan.skipped;
    scan->scanned = must_allocate((sources->count + skipped->count + 1) * sizeof *scan->scanned);
    for (size_t i = 0; i < sources->count; i++)
        scan->scanned[i] = sources->items[i].file;
    for (size_t i = 0; i < skipped->count; i++)
        scan->scanned[sources->count + i] = skipped->items[i].file;
    report->program = scan->reading.program;
    report->version = DEVLOCK_VERSION;
    report->root = scan->root;
    report->checks = scan->options.checks;
    report->scanned = scan->scanned;
    report->scanned_count = sources->count + skipped->count;
    report->complete = !scan->reading.unread;
    report->sources = source_cache_new();
    for (size_t i = 0; i < scan->request->buffer_count; i++) {
        const devlock_buffer *b = &scan->request->buffers[i];
        source_put(report->sources, b->path, b->text, b->length);
    }
    report_start(report, result);
    report_suppress(report, scan->request->unused_suppressions);
    if (scan->reading.context)
        report_keep_files(report, context_files(scan->reading.context));
    report->baseline = scan->request->baseline;
    if (scan->baseline)
        baseline_apply(scan->baseline, report);
    if (!config_truth(&scan->config, CONFIG_POSSIBLE) && scan->request->purpose != SCAN_BASELINE_UPDATE)
        report_hide_possible(report);
    since_narrow(&scan->since, report);
}

/* Writes the baseline anew. */
static bool update_baseline(const scan *scan, const report *report)
{
    baseline_counts counts;
    char *error = NULL;
    const char *path = scan->request->baseline;
    for (size_t i = 0; i < report->gap_count; i++)
        if (!report->gaps[i].mark.suppressed)
            text_print_gap(stderr, report->program, report->gaps[i].gap);
    if (!baseline_write(scan->baseline, report, path, &counts, &error)) {
        fprintf(stderr, "devlock: error: %s\n", error);
        free(error);
        return false;
    }
    if (!scan->request->quiet)
        fprintf(stderr, "%s: %zu finding%s, %zu added, %zu removed, %zu not judged by this scan\n", path, counts.total,
                counts.total == 1 ? "" : "s", counts.added, counts.removed, counts.not_judged);
    return true;
}

static bool write_report(scan *scan, const report *report)
{
    if (scan->request->purpose == SCAN_BASELINE_UPDATE)
        return update_baseline(scan, report);
    bool written = scan->request->purpose == SCAN_REPORT
                       ? targets_write(&scan->targets, report, scan->request->color, scan->request->show_suppressed)
                       : targets_write_diff(report);
    if (!scan->request->quiet)
        text_print_summary(stderr, report);
    return written;
}

/* Prints how one finding came about, in place of the report. */
static int explain_finding(scan *scan, const devlock_result *result)
{
    size_t chosen = scan->request->explain_path, count = devlock_result_finding_count(result);
    if (chosen > count) {
        fprintf(stderr, "devlock: error: there is no finding %zu to explain; the scan has %zu\n", chosen, count);
        return SCAN_FAILED;
    }
    text_printer *printer = text_printer_new(stdout, scan->reading.program, scan->request->color);
    text_print_explained(printer, devlock_result_finding(result, chosen - 1), chosen);
    report report = {0};
    fill_report(scan, result, &report);
    bool *only = must_zero(count + 1);
    only[chosen - 1] = true;
    fixing_find(&scan->fixing, &scan->reading, &scan->options, result, &report, &(fixing_wish){.only = only});
    free(only);
    text_print_fix(printer, fixes_of(scan->fixing.fixes, chosen - 1));
    fixing_stop(&scan->fixing);
    report_stop(&report);
    text_printer_free(printer);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return SCAN_FINDINGS;
    fputs("devlock: error: the path could not be written to standard output\n", stderr);
    return SCAN_FAILED;
}

/* Prints the fixes of some findings, or what is known at calls, in place of the report. */
static int answer_editor(scan *scan, const devlock_result *result, report *report)
{
    offers_of offers = {scan->request, &scan->reading, &scan->options, result};
    for (size_t i = 0; scan->request->calls && i < devlock_result_call_count(result); i++)
        report_json_call(report, devlock_result_call(result, i), stdout);
    bool fixes = scan->request->fixes_of_count && config_truth(&scan->config, CONFIG_FIXES);
    bool written = fixes ? offers_print(&offers, report) : fflush(stdout) == 0;
    report_stop(report);
    return written ? SCAN_CLEAN : SCAN_FAILED;
}

static bool is_pending(const devlock_result *result)
{
    for (size_t i = 0; i < devlock_result_finding_count(result); i++)
        if (devlock_result_finding(result, i)->pending)
            return true;
    return false;
}

/* For somebody who types: what is known without long proofs, before they are made. */
static devlock_result *analyse_quickly(scan *scan)
{
    scan->options.quick = true;
    devlock_result *result = devlock_analyze(scan->reading.program, scan->model, &scan->options);
    scan->options.quick = false;
    if (!is_pending(result))
        return result; /* all is known */
    report report = {0};
    fill_report(scan, result, &report);
    targets_write(&scan->targets, &report, false, false);
    report_stop(&report);
    fputs("{\"type\": \"so-far\"}\n", stdout);
    fflush(stdout);
    free(scan->scanned);
    devlock_result_free(result);
    return NULL;
}

static int report_result(scan *scan, const devlock_result *result)
{
    if (scan->request->explain_path)
        return explain_finding(scan, result);
    double start = user_seconds();
    report report = {0};
    fill_report(scan, result, &report);
    if (scan->request->fixes_of_count || scan->request->calls)
        return answer_editor(scan, result, &report);
    if (scan->request->editor)
        report_json_functions(scan->model, stdout);
    if (scan->reading.other)
        fputs("{\"type\": \"other\"}\n", stdout); /* than it was: findings in other documents may be, too */
    bool shown = targets_show_fixes(&scan->targets) && config_truth(&scan->config, CONFIG_FIXES);
    if (scan->request->fix || shown)
        fixing_find(&scan->fixing, &scan->reading, &scan->options, result, &report, &(fixing_wish){0});
    bool written = write_report(scan, &report);
    size_t left = 0;
    if (scan->request->fix)
        written &= fixing_write(&scan->fixing, &report, scan->request->quiet, &left);
    scan->report_seconds = user_seconds() - start;
    if (scan->request->time)
        print_times(scan, report.statistics);
    report_counts counts = report_count(&report);
    bool found = counts.shown || report.unused_count;
    if (scan->request->purpose == SCAN_BASELINE_DIFF)
        found = counts.shown || report.fixed_count;
    if (scan->request->purpose == SCAN_BASELINE_UPDATE)
        found = false;
    if (scan->request->fix)
        found = left || report.unused_count;
    fixing_stop(&scan->fixing);
    report_stop(&report);
    if (!written)
        return SCAN_FAILED;
    if (found)
        return SCAN_FINDINGS;
    return scan->reading.unread || counts.gaps ? SCAN_FAILED : SCAN_CLEAN;
}

/* What is known of the other sources was linked with the document. */
static void choose_document(scan *scan)
{
    const char *document = scan->request->sources.items[0].file;
    scan->options.callers_elsewhere = !context_sees_all(scan->reading.context);
    if (context_is_there(scan->reading.context))
        scan->options.only = document;
}

/* Reads the sources, and analyses them. */
static int analyse(scan *scan)
{
    reading_run(&scan->reading);
    if (scan->reading.recalled && !scan->reading.program)
        return SCAN_FAILED; /* the server then has it read */
    if (scan->reading.context)
        choose_document(scan);
    if (!scan->reading.program)
        scan->reading.program = devlock_program_new(64);
    since_find(&scan->since, scan->request, scan->reading.program, scan->model);
    double start = user_seconds();
    bool typed = scan->request->session && !scan->reading.silent;
    devlock_result *result = typed ? analyse_quickly(scan) : NULL;
    if (!result)
        result = devlock_analyze(scan->reading.program, scan->model, &scan->options);
    scan->analysis_seconds = user_seconds() - start;
    int status = report_result(scan, result);
    devlock_result_free(result);
    return status;
}

/* Reports what another process found, now or in an earlier scan. */
static int report_kept(scan *scan, kept_result *kept)
{
    reading_kept(&scan->reading, kept);
    scan->reading.program = kept->program;
    int status = report_result(scan, kept->result);
    scan->reading.program = NULL;
    kept_result_free(kept);
    return status;
}

static void tell_plan(const scan *scan)
{
    const scan_request *r = scan->request;
    const plan *plan = &scan->plan;
    for (size_t i = 0; i < plan->unread.count; i++)
        fprintf(stderr, "devlock: the project %s; it is left out\n", plan->unread.items[i]);
    if (plan->skipped.count)
        fprintf(stderr,
                "devlock: %zu of %zu sources are in drivers that have nothing of what the models describe, and are not "
                "parsed%s\n",
                plan->skipped.count, plan->skipped.count + r->sources.count,
                r->verbose ? "" : "; --verbose names them, --no-prefilter parses them");
}

/* How the sources are compiled, and what they are parts of. */
static void make_plan(scan *scan)
{
    scan_request *r = scan->request;
    plan_begin(&scan->plan, r, &scan->analysis);
    scan->options.callers_elsewhere = r->sources.count == 1;
    scan->options.subject_only = r->sources.searched && !r->editor;
    if (!plan_recall(&scan->plan, r)) {
        drivers_reading *reading = r->renewing ? NULL : drivers_begin(r);
        commands_complete(r, &scan->plan);
        if (!r->renewing)
            sources_sort(&r->sources);
        drivers_find(reading, r, scan->model, &scan->plan);
    }
    if (!r->quiet)
        tell_plan(scan);
}

static int run(scan *scan)
{
    if (!config_resolve(&scan->config, scan->request))
        return SCAN_FAILED;
    if (scan->request->purpose == SCAN_DUMP_CONFIG)
        return !config_leaves_limits(&scan->config) || read_models(scan) ? config_dump(&scan->config) : SCAN_FAILED;
    choose_limits(scan);
    if (!leave_out(scan))
        return SCAN_FAILED;
    if (scan->request->editor && !scan->request->sources.count)
        return SCAN_CLEAN;
    if (!choose_checks(scan) || !choose_targets(scan) || !read_baseline(scan) || !read_models(scan) ||
        !commands_begin(scan->request, &scan->plan))
        return SCAN_FAILED;
    choose_analysis(scan);
    make_plan(scan);
    if (scan->request->renewing)
        return renewing_run(scan->request->renewing, scan->request, scan->model);
    if (!since_start(&scan->since, scan->request, &scan->config))
        return SCAN_FAILED;
    if (since_nothing(&scan->since))
        sources_clear(&scan->request->sources);
    scan->options.explain = scan->request->explain_path != 0;
    scan->options.picture = targets_draw(&scan->targets);
    scan->options.calls = scan->request->calls;
    scan->analysis.options = scan->options;
    if (scan->request->purpose == SCAN_NINJA)
        return captured_print(scan->request, scan->model, &scan->analysis);
    scan->reading.sources = &scan->request->sources;
    scan->reading.model = scan->model;
    scan->reading.buffers = scan->request->buffers;
    scan->reading.buffer_count = scan->request->buffer_count;
    scan->reading.verbose = scan->request->verbose;
    scan->reading.silent = scan->request->fixes_of_count || scan->request->calls; /* the report told it before */
    scan->reading.touched = scan->since.touched;
    if (scan->request->on_input)
        tell_inputs(scan);
    if (scan->request->on_input || scan->request->session)
        scan->reading.request = scan->request;
    if (scan->request->session)
        start_context(scan);
    if (!capture_sources(scan))
        return SCAN_FAILED;
    kept_result kept;
    if (scan->reading.captured && captured_result(&scan->captured, scan->request, &kept))
        return report_kept(scan, &kept);
    return analyse(scan);
}

int scan_run(scan_request *request)
{
    memory_keep_freed();
    scan scan = {.request = request, .captured.work.lock = -1};
    int status = run(&scan);
    since_free(&scan.since);
    context_free(scan.reading.context);
    captured_stop(&scan.captured);
    devlock_program_free(scan.reading.program);
    targets_free(&scan.targets);
    config_free(&scan.config);
    baseline_free(scan.baseline);
    free(scan.analysis.models);
    free(scan.scanned);
    free(scan.root);
    plan_free(&scan.plan);
    devlock_model_free(scan.model);
    return status;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The program `devlock`: reads the command line with LLVM's options and compile databases with Clang's, and leaves the
 * work to scan.c.
 *
 * Needs: the libraries of LLVM and Clang. Leaves: an exit status (scan.h). Cost: nothing to speak of before scan_run.
 */
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include "analyze_command.h"
#include "capture_command.h"
#include "editing.h"
#include "editor/editor.h"
#include "editor/keeping.h"
#include "renewing.h"
#include "scan.h"
#include "sharing.h"

using clang::tooling::CompilationDatabase;
using clang::tooling::CompileCommand;
using clang::tooling::FixedCompilationDatabase;
using clang::tooling::JSONCommandLineSyntax;
using clang::tooling::JSONCompilationDatabase;
namespace cl = llvm::cl;
namespace path = llvm::sys::path;

namespace
{

/* The options of `devlock scan`. They are made when they are needed: so they cost `devlock explain` nothing. */
struct Options {
    cl::SubCommand scan{"scan", "Reports lock-pairing defects in the sources of drivers."};
    cl::OptionCategory category{"options of devlock scan"};
    cl::list<std::string> paths{cl::Positional, cl::ZeroOrMore, cl::desc("FILE..."), cl::sub(scan), cl::cat(category)};
    cl::opt<std::string> build{
        "p", cl::value_desc("build"), cl::sub(scan), cl::cat(category),
        cl::desc("folder with a compile_commands.json, or that file; without FILE: scan all in it")};
    cl::opt<std::string> checks{"checks", cl::value_desc("globs"), cl::sub(scan), cl::cat(category),
                                cl::desc("which checks to run, as in clang-tidy: -*,devlock-double-*")};
    cl::list<std::string> models{
        "model", cl::value_desc("file"), cl::sub(scan), cl::cat(category),
        cl::desc("a model of further locks and functions (docs/models.md); can be given again")};
    cl::opt<bool> noKeepers{"no-keepers", cl::sub(scan), cl::cat(category), cl::Hidden,
                            cl::desc("devlock lsp: read all of a source for each run")};
    cl::opt<bool> noDefaultModel{"no-default-model", cl::sub(scan), cl::cat(category),
                                 cl::desc("without the shipped model of the video port")};
    cl::opt<std::string> config{"config", cl::value_desc("file"), cl::sub(scan), cl::cat(category),
                                cl::desc("the configuration, instead of the .devlock.yaml near the sources")};
    cl::list<std::string> exclude{"exclude", cl::value_desc("pattern"), cl::sub(scan), cl::cat(category),
                                  cl::desc("paths to leave out; can be given again")};
    cl::opt<bool> possible{"possible", cl::sub(scan), cl::cat(category),
                           cl::desc("show findings that are only possible (the default; --possible=false hides them)")};
    cl::opt<unsigned> loopBound{"loop-bound", cl::value_desc("n"), cl::sub(scan), cl::cat(category),
                                cl::desc("how many rounds of a loop a proof unrolls at most")};
    cl::opt<unsigned> solverBudget{"solver-budget", cl::value_desc("n"), cl::sub(scan), cl::cat(category),
                                   cl::desc("steps that the solver may take for a question")};
    cl::opt<unsigned> routineBudget{"routine-budget", cl::value_desc("n"), cl::sub(scan), cl::cat(category),
                                    cl::desc("steps that following the paths of a routine may take")};
    cl::opt<std::string> ddk{"ddk", cl::value_desc("folder"), cl::sub(scan), cl::cat(category),
                             cl::desc("driver headers for sources without flags (mingw-w64's layout)")};
    cl::opt<std::string> wdk{"wdk", cl::value_desc("folder"), cl::sub(scan), cl::cat(category),
                             cl::desc("a WDK whose headers sources without flags get (it holds Include or inc)")};
    cl::list<std::string> formats{
        "format", cl::value_desc("format[=file]"), cl::sub(scan), cl::cat(category),
        cl::desc(
            "text, sarif, json, codequality, junit or html, to a file or instead of the text; can be given again")};
    cl::opt<std::string> output{"o", cl::value_desc("file"), cl::sub(scan), cl::cat(category),
                                cl::desc("where to write the format that names no file; html writes a folder")};
    cl::opt<std::string> baseline{"baseline", cl::value_desc("file"), cl::sub(scan), cl::cat(category),
                                  cl::desc("report what is not in this file of known findings (docs/baseline.md)")};
    cl::opt<std::string> root{"root", cl::value_desc("folder"), cl::sub(scan), cl::cat(category),
                              cl::desc("folder from which reports tell paths; else the current one")};
    cl::opt<std::string> changedSince{
        "changed-since", cl::value_desc("revision"), cl::sub(scan), cl::cat(category),
        cl::desc("report only what the change since this revision of git touches (docs/ci/changed-since.md)")};
    cl::opt<bool> showSuppressed{"show-suppressed", cl::sub(scan), cl::cat(category),
                                 cl::desc("print findings that are suppressed or known, too")};
    cl::opt<bool> unusedSuppressions{"unused-suppressions", cl::sub(scan), cl::cat(category),
                                     cl::desc("report suppressions of devlock's checks that suppress nothing")};
    cl::opt<bool> fix{"fix", cl::sub(scan), cl::cat(category),
                      cl::desc("change the sources so that findings go away, where that is known to be right")};
    cl::opt<std::string> work{
        "work", cl::value_desc("folder"), cl::sub(scan), cl::cat(category),
        cl::desc("where what is read is kept for the next scan; else a folder in the user's cache (docs/scale.md)")};
    cl::opt<bool> noWork{"no-work", cl::sub(scan), cl::cat(category),
                         cl::desc("keep nothing: read one source after the other, each time anew")};
    cl::opt<bool> noPrefilter{
        "no-prefilter", cl::sub(scan), cl::cat(category),
        cl::desc("parse drivers that have nothing of what the models describe, too (docs/scale.md)")};
    cl::opt<bool> noSharing{"no-sharing", cl::sub(scan), cl::cat(category),
                            cl::desc("read every source alone, from its first header on (docs/scale.md)")};
    cl::opt<bool> oneDriver{"one-driver", cl::sub(scan), cl::cat(category),
                            cl::desc("take all sources for one driver, whatever the build says")};
    cl::opt<unsigned> jobs{"j",
                           cl::Prefix,
                           cl::value_desc("n"),
                           cl::sub(scan),
                           cl::cat(category),
                           cl::desc("how many sources are read at a time; else as many as there are processors")};
    cl::opt<unsigned> keepGoing{
        "k",           cl::Prefix,        cl::value_desc("n"),
        cl::sub(scan), cl::cat(category), cl::desc("stop after this many sources could not be captured; else never")};
    cl::opt<std::string> launcher{"launcher", cl::value_desc("command"), cl::sub(scan), cl::cat(category),
                                  cl::desc("what runs the commands that read sources, on other machines, say")};
    cl::opt<unsigned> cpuLimit{"cpu-limit", cl::value_desc("seconds"), cl::sub(scan), cl::cat(category),
                               cl::desc("processor time that reading a source may take, in a process of its own")};
    cl::opt<bool> verbose{"verbose", cl::sub(scan), cl::cat(category),
                          cl::desc("print the flags of each file, and all errors in sources")};
    cl::opt<bool> time{"time", cl::sub(scan), cl::cat(category), cl::desc("print where the time went")};
    cl::opt<bool> quiet{"quiet", cl::sub(scan), cl::cat(category), cl::desc("no summary line")};
    cl::opt<bool> color{"color", cl::sub(scan), cl::cat(category), cl::desc("colours, terminal or not")};
    cl::opt<bool> noColor{"no-color", cl::sub(scan), cl::cat(category), cl::desc("no colours")};
    cl::opt<bool> listChecks{"list-checks", cl::sub(scan), cl::cat(category), cl::desc("list the checks and end")};
    cl::opt<unsigned> explainPath{"explain-path", cl::value_desc("n"), cl::sub(scan), cl::cat(category),
                                  cl::desc("print how finding n came about, step by step, instead of the findings")};
    cl::opt<std::string> explain{"explain", cl::value_desc("check"), cl::sub(scan), cl::cat(category),
                                 cl::desc("print the page of a check and end")};
};

int fail(const std::string &text)
{
    fprintf(stderr, "devlock: error: %s\n", text.c_str());
    return SCAN_FAILED;
}

bool wantsColor(bool color, bool noColor)
{
    const char *terminal = getenv("TERM");
    const char *without = getenv("NO_COLOR");
    if (color || noColor)
        return color && !noColor;
    return isatty(STDOUT_FILENO) && !(without && *without) && terminal && strcmp(terminal, "dumb") != 0;
}

/* ---- compile databases ---------------------------------------------------------------------------------------- */

/* A path from the root, without dots. folder: where a relative path begins; empty: here. */
std::string absolutePath(llvm::StringRef name, llvm::StringRef folder = "")
{
    llvm::SmallString<256> full(path::is_absolute(name) ? "" : folder);
    path::append(full, name);
    llvm::sys::fs::make_absolute(full);
    path::remove_dots(full, true);
    return full.str().str();
}

/* The arguments that matter to the front end: without the output, dependency files, and the source itself. */
std::vector<std::string> frontendArguments(const CompileCommand &command)
{
    using namespace clang::tooling;
    static const ArgumentsAdjuster adjust =
        combineAdjusters(getClangStripOutputAdjuster(), getClangStripDependencyFileAdjuster());
    std::vector<std::string> arguments = adjust(command.CommandLine, command.Filename);
    std::string file = absolutePath(command.Filename, command.Directory);
    std::vector<std::string> kept{arguments.empty() ? "clang" : arguments.front()};
    for (size_t i = 1; i < arguments.size(); i++) {
        const std::string &argument = arguments[i];
        bool dropped = argument == "--" || argument == "-c" || argument == "/c";
        if (!dropped && absolutePath(argument, command.Directory) != file)
            kept.push_back(argument);
    }
    return kept;
}

/* What CMake builds from a source, as the name of the object file tells: " (target foo)"; empty if it does not. */
std::string targetOf(llvm::StringRef object)
{
    auto [before, rest] = object.split("CMakeFiles/");
    auto [target, file] = rest.split(".dir/");
    return file.empty() ? "" : (" (target " + before + target + ")").str();
}

void setCommand(scan_source *source, const CompileCommand &command, const std::string &origin)
{
    std::vector<std::string> arguments = frontendArguments(command);
    std::vector<const char *> pointers;
    for (const std::string &argument : arguments)
        pointers.push_back(argument.c_str());
    /* A path that the user gave is one from here, not from where the command runs. */
    bool elsewhere = !command.Directory.empty() && absolutePath(command.Directory) != absolutePath(".");
    if (elsewhere)
        source_set_file(source, absolutePath(source->file).c_str());
    source_set_command(source, elsewhere ? command.Directory.c_str() : nullptr, pointers.data(), pointers.size(),
                       origin.c_str());
    names_add(&source->groups, (origin + targetOf(command.Output)).c_str());
}

/* What every command needs: response files read, and the target and mode of the driver taken from its name. */
std::unique_ptr<CompilationDatabase> complete(std::unique_ptr<CompilationDatabase> database)
{
    if (!database)
        return nullptr;
    return inferTargetAndDriverMode(expandResponseFiles(std::move(database), llvm::vfs::getRealFileSystem()));
}

/* The file of a database that the user named: itself, or what lies in the folder. Empty, with *error set, if neither.
 */
std::string databaseFile(const std::string &name, std::string &error)
{
    if (!llvm::sys::fs::exists(name)) {
        error = "there is no such file or folder";
        return "";
    }
    if (!llvm::sys::fs::is_directory(name))
        return name;
    for (const char *file : {"/compile_commands.json", "/compile_flags.txt"})
        if (llvm::sys::fs::exists(name + file))
            return name + file;
    error = "there is no compile_commands.json in it";
    return "";
}

/* The database that the user named. A source that it does not name gets the command of the one most like it, as with
 * Clang's own tools. Null with an error printed if it cannot be used. */
std::unique_ptr<CompilationDatabase> namedDatabase(const std::string &name)
{
    std::string error;
    std::unique_ptr<CompilationDatabase> database;
    std::string file = databaseFile(name, error);
    if (path::filename(file) == "compile_flags.txt") {
        database = FixedCompilationDatabase::loadFromFile(file, error);
    } else if (!file.empty()) {
        database = JSONCompilationDatabase::loadFromFile(file, error, JSONCommandLineSyntax::AutoDetect);
        if (database)
            database = complete(inferMissingCompileCommands(std::move(database)));
    }
    if (!database)
        fail("cannot use the compile database '" + name + "': " + error +
             "; expected a compile_commands.json or a folder that holds one");
    return database;
}

/* The compile_commands.json in the folder of a file, in its folder `build`, or the nearest one above; empty if there is
 * none. */
std::string nearestDatabase(llvm::StringRef file)
{
    llvm::SmallString<256> folder(absolutePath(file));
    for (path::remove_filename(folder); !folder.empty(); folder = path::parent_path(folder).str()) {
        for (const char *name : {"compile_commands.json", "build/compile_commands.json"}) {
            llvm::SmallString<256> candidate(folder);
            path::append(candidate, name);
            if (llvm::sys::fs::exists(candidate))
                return candidate.str().str();
        }
        if (folder == path::root_path(folder))
            break;
    }
    return "";
}

/* Uses databases that lie beside the sources, for those sources that they name. A source that the nearest one does not
 * name gets the default command: a command guessed from another file's (a host program's, perhaps) serves nobody. */
bool useNearestDatabases(scan_sources &sources)
{
    std::string loaded;
    std::unique_ptr<CompilationDatabase> database;
    for (size_t i = 0; i < sources.count; i++) {
        scan_source *source = &sources.items[i];
        std::string name = nearestDatabase(source->file);
        if (name.empty())
            continue;
        if (name != loaded) {
            std::string error;
            database = complete(JSONCompilationDatabase::loadFromFile(name, error, JSONCommandLineSyntax::AutoDetect));
            if (!database) {
                fail("cannot use the compile database '" + name + "': " + error + "; mend it, or give flags after --");
                return false;
            }
            loaded = name;
        }
        std::vector<CompileCommand> commands = database->getCompileCommands(absolutePath(source->file));
        if (!commands.empty())
            setCommand(source, commands.front(), name);
    }
    return true;
}

bool useNamedDatabase(scan_sources &sources, const std::string &name)
{
    std::unique_ptr<CompilationDatabase> database = namedDatabase(name);
    if (!database)
        return false;
    if (!sources.count)
        for (const std::string &file : database->getAllFiles()) {
            sources_add_file(&sources, path_from_here(file.c_str()));
            sources.searched = true;
        }
    if (!sources.count) {
        fail("the compile database '" + name + "' names no file");
        return false;
    }
    for (size_t i = 0; i < sources.count; i++) {
        scan_source *source = &sources.items[i];
        std::vector<CompileCommand> commands = database->getCompileCommands(absolutePath(source->file));
        if (commands.empty()) {
            fail("the compile database '" + name + "' has no command for '" + source->file + "'");
            return false;
        }
        setCommand(source, commands.front(), name);
    }
    return true;
}

/* ---- the subcommand scan -------------------------------------------------------------------------------------- */

/* Gives every source the flags that stand after --. */
void setFlags(scan_sources &sources, const char *const *flags, int count)
{
    std::vector<const char *> command{"clang"};
    command.insert(command.end(), flags, flags + count);
    for (size_t i = 0; i < sources.count; i++)
        source_set_command(&sources.items[i], nullptr, command.data(), command.size(), SOURCE_FLAGS_GIVEN);
}

bool setCommands(scan_request &request, const Options &options, const char *const *flags, int flagCount)
{
    scan_sources &sources = request.sources;
    if (request.recalled && !request.fixes_of_count) { /* it is not read; with fixes that are tried it is */
        const char *none = "clang";
        source_set_command(&sources.items[0], nullptr, &none, 1, "what was read before");
        return true;
    }
    if (flags) {
        if (!options.build.empty()) {
            fail("both -p and flags after -- say how to compile; give one of them");
            return false;
        }
        setFlags(sources, flags, flagCount);
        return true;
    }
    return options.build.empty() ? useNearestDatabases(sources) : useNamedDatabase(sources, options.build);
}

int scan(scan_purpose purpose, const Options &options, const char *const *flags, int flagCount,
         const run_wish *editor = nullptr, renewing *renewing = nullptr)
{
    scan_request request = {};
    std::vector<devlock_buffer> buffers;
    for (size_t i = 0; editor && i < editor->open->count; i++)
        buffers.push_back({editor->open->items[i].path, editor->open->items[i].text, editor->open->items[i].length});
    request.buffers = buffers.data();
    request.buffer_count = buffers.size();
    request.editor = editor != nullptr;
    request.fixes_of = editor ? editor->fixes_of : nullptr;
    request.fixes_of_count = editor ? editor->fixes_of_count : 0;
    request.calls = editor && editor->calls;
    editing editing = {};
    if (editor && editor->keeping)
        editing_start(&editing, editor, &request, buffers.data());
    std::vector<const char *> models;
    for (const std::string &model : options.models)
        models.push_back(model.c_str());
    request.checks = options.checks.getNumOccurrences() ? options.checks.c_str() : nullptr;
    std::vector<const char *> formats;
    for (const std::string &format : options.formats)
        formats.push_back(format.c_str());
    if (editor)
        formats.assign(1, "json");
    request.formats = formats.data();
    request.format_count = formats.size();
    request.output = options.output.empty() ? nullptr : options.output.c_str();
    request.purpose = purpose;
    request.baseline = options.baseline.empty() ? nullptr : options.baseline.c_str();
    request.root = options.root.empty() ? nullptr : options.root.c_str();
    request.changed_since = options.changedSince.getNumOccurrences() ? options.changedSince.c_str() : nullptr;
    request.unused_suppressions = options.unusedSuppressions;
    request.show_suppressed = options.showSuppressed;
    request.models = models.data();
    request.model_count = models.size();
    request.no_default_model = options.noDefaultModel;
    std::vector<const char *> exclude;
    for (const std::string &pattern : options.exclude)
        exclude.push_back(pattern.c_str());
    request.config = options.config.empty() ? nullptr : options.config.c_str();
    request.exclude = exclude.data();
    request.exclude_count = exclude.size();
    if (options.possible.getNumOccurrences())
        request.possible = options.possible ? "true" : "false";
    request.loop_bound = options.loopBound;
    request.solver_budget = options.solverBudget;
    request.routine_budget = options.routineBudget;
    request.ddk = options.ddk.empty() ? nullptr : options.ddk.c_str();
    request.wdk = options.wdk.empty() ? nullptr : options.wdk.c_str();
    request.work = options.work.empty() ? nullptr : options.work.c_str();
    request.without_work = options.noWork;
    request.no_prefilter = options.noPrefilter;
    request.alone = options.noSharing;
    request.one_driver = options.oneDriver;
    request.launcher = options.launcher.empty() ? nullptr : options.launcher.c_str();
    request.jobs = options.jobs;
    request.keep_going = options.keepGoing;
    request.cpu_limit = options.cpuLimit;
    request.explain_path = options.explainPath;
    request.fix = options.fix;
    request.verbose = options.verbose;
    request.time = options.time;
    request.quiet = options.quiet || editor;
    if (editor)
        request.root = "/";
    if (renewing)
        renewing_request(renewing, &request);
    if (editor && !renewing)
        sources_add_file(&request.sources, editor->source->path);
    if (editor && !options.noWork)
        request.session = editor->session;
    request.recalled = request.session && editor->recalled;
    request.color = wantsColor(options.color, options.noColor);

    bool good = true;
    std::string unknown;
    if (request.on_input && !options.build.empty())
        request.on_input(request.input_user, databaseFile(options.build, unknown).c_str(), INPUT_ALONE);
    if (options.noWork && (request.work || request.launcher || request.jobs || purpose == SCAN_NINJA))
        good = fail("--no-work goes with none of --work, --launcher and -j, and not with devlock ninja") == SCAN_CLEAN;
    if (options.explainPath.getNumOccurrences() && options.explainPath == 0)
        good = fail("findings are counted from 1; --explain-path=0 names none") == SCAN_CLEAN;
    for (const std::string &name : options.paths)
        good &= sources_add(&request.sources, name.c_str());
    if (good && !request.sources.count && options.build.empty() && purpose != SCAN_DUMP_CONFIG)
        good = fail("no file to scan; devlock scan --help tells how to call it") == SCAN_CLEAN;
    int status = good && setCommands(request, options, flags, flagCount) ? scan_run(&request) : SCAN_FAILED;
    sources_free(&request.sources);
    return status;
}

/* The context of a document is renewed in the folder where the scan was started; what the user named counts from here.
 */
int renewContext(const Options &given, const run_wish *wish)
{
    Options &options = const_cast<Options &>(given); /* this process does nothing else with them */
    for (cl::opt<std::string> *named : {&options.build, &options.config, &options.ddk, &options.wdk, &options.work})
        if (!named->empty())
            named->setValue(absolutePath(*named));
    for (std::string &model : options.models)
        if (llvm::sys::fs::exists(model))
            model = absolutePath(model);
    renewing renewing = {};
    int status = SCAN_CLEAN;
    if (renewing_start(&renewing, wish, options.noWork, options.work.empty() ? nullptr : options.work.c_str()))
        status = scan(SCAN_REPORT, options, nullptr, 0, wish, &renewing);
    renewing_stop(&renewing);
    return status;
}

int scanCommand(scan_purpose purpose, int argc, char **argv)
{
    /* Flags for Clang are not ours to understand. */
    char **flags = nullptr;
    int flagCount = 0;
    for (int i = 2; i < argc && !flags; i++)
        if (strcmp(argv[i], "--") == 0) {
            flags = argv + i + 1;
            flagCount = argc - i - 1;
            argc = i;
        }

    /* LLVM's own --version tells LLVM's; before 19 it knows none behind a command. */
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--version") == 0)
            return scan_version();

    Options options;
    std::string text;
    llvm::raw_string_ostream errors(text);
    cl::HideUnrelatedOptions(options.category, options.scan);
    if (!cl::ParseCommandLineOptions(argc, argv, "", &errors)) {
        fputs(errors.str().c_str(), stderr);
        return SCAN_FAILED;
    }
    if (options.listChecks)
        return scan_list_checks();
    if (!options.explain.empty())
        return scan_explain(options.explain.c_str(), wantsColor(options.color, options.noColor));
    bool baseline = purpose == SCAN_BASELINE_UPDATE || purpose == SCAN_BASELINE_DIFF;
    if (options.fix && (purpose != SCAN_REPORT || options.explainPath.getNumOccurrences()))
        return fail("--fix is for devlock scan, and not together with --explain-path");
    if (baseline && (options.baseline.empty() || !options.formats.empty()))
        return fail(options.baseline.empty() ? "devlock baseline wants the file: --baseline FILE"
                                             : "--format is for devlock scan, not for devlock baseline");
    if (purpose != SCAN_REPORT && options.changedSince.getNumOccurrences())
        return fail("--changed-since is for devlock scan: a baseline and a configuration are of the driver as a whole");
    return scan(purpose, options, flags, flagCount);
}

/* What a run of the language server does, in a process of its own. */
int analyseForEditor(void *options, const run_wish *wish)
{
    if (wish->renewing)
        return renewContext(*static_cast<const Options *>(options), wish);
    return scan(SCAN_REPORT, *static_cast<const Options *>(options), nullptr, 0, wish);
}

struct KeptAnalysis {
    void *options;
    const run_wish *wish;
};

/* In a keeper, or in its child, which has only this thread. */
void analyseAndExit(void *user)
{
    auto *kept = static_cast<KeptAnalysis *>(user);
    int status = analyseForEditor(kept->options, kept->wish);
    fflush(stdout);
    _exit(kept->wish->keeping->child ? status : KEEPER_EXIT_MISSED);
}

int analyseOrKeep(void *options, const run_wish *wish)
{
    KeptAnalysis kept = {options, wish};
    if (!wish->keeping)
        return analyseForEditor(options, wish);
    if (static_cast<const Options *>(options)->noKeepers)
        _exit(KEEPER_EXIT_MISSED);
    devlock_frontend_on_stack(analyseAndExit, &kept);
    return SCAN_FAILED;
}

/* `devlock lsp`: the options of a scan that say what is analysed, and how; behind "--" the command of clangd. */
int lspCommand(int argc, char **argv)
{
    char scanWord[] = "scan";
    char **end = std::find_if(argv + 2, argv + argc, [](const char *word) { return strcmp(word, "--") == 0; });
    bool around = end != argv + argc;
    if (around && end + 1 == argv + argc)
        return fail("devlock lsp -- wants the command of clangd behind --: devlock lsp -- clangd");
    std::vector<char *> words(argv, end);
    argc = static_cast<int>(words.size());
    if (argc == 3 && (strcmp(words[2], "--help") == 0 || strcmp(words[2], "-h") == 0))
        return scan_lsp_help();
    words[1] = scanWord;
    Options options;
    std::string text;
    llvm::raw_string_ostream errors(text);
    cl::HideUnrelatedOptions(options.category, options.scan);
    if (!cl::ParseCommandLineOptions(argc, words.data(), "", &errors)) {
        fputs(errors.str().c_str(), stderr);
        return SCAN_FAILED;
    }
    if (!options.paths.empty())
        return fail("devlock lsp takes no file: the editor says what is open");
    if (!options.formats.empty() || !options.output.empty() || options.fix || options.explainPath.getNumOccurrences())
        return fail("--format, -o, --fix and --explain-path are for devlock scan, not for devlock lsp");
    if (isatty(STDIN_FILENO))
        fputs("devlock lsp is started by an editor and speaks to it on standard input and output (docs/editors.md)\n",
              stderr);
    if (around)
        return editor_proxy(DEVLOCK_VERSION, analyseOrKeep, &options, end + 1);
    return editor_serve(DEVLOCK_VERSION, analyseOrKeep, &options);
}

/* A command of two words with the options of a scan. */
int likeScan(scan_purpose purpose, int argc, char **argv)
{
    char scanWord[] = "scan";
    std::vector<char *> shifted{argv[0], scanWord};
    shifted.insert(shifted.end(), argv + 3, argv + argc);
    int count = static_cast<int>(shifted.size());
    shifted.push_back(nullptr);
    return scanCommand(purpose, count, shifted.data());
}

int baselineCommand(int argc, char **argv)
{
    std::string word = argc > 2 ? argv[2] : "";
    if (word != "update" && word != "diff")
        return fail("devlock baseline wants update or diff; devlock --help tells how to call it");
    return likeScan(word == "update" ? SCAN_BASELINE_UPDATE : SCAN_BASELINE_DIFF, argc, argv);
}

/* `devlock ninja`: the manifest of a scan's work. */
int ninjaCommand(int argc, char **argv)
{
    char scanWord[] = "scan";
    std::vector<char *> words(argv, argv + argc);
    words[1] = scanWord;
    words.push_back(nullptr);
    return scanCommand(SCAN_NINJA, argc, words.data());
}

int configCommand(int argc, char **argv)
{
    if (argc < 3 || strcmp(argv[2], "--dump") != 0)
        return fail("devlock config wants --dump; devlock --help tells how to call it");
    return likeScan(SCAN_DUMP_CONFIG, argc, argv);
}

} // namespace

int main(int argc, char **argv)
{
    std::string command = argc > 1 ? argv[1] : "";
    if (command == "scan")
        return scanCommand(SCAN_REPORT, argc, argv);
    if (command == "baseline")
        return baselineCommand(argc, argv);
    if (command == "config")
        return configCommand(argc, argv);
    if (command == "ninja")
        return ninjaCommand(argc, argv);
    if ((command == "capture" || command == "analyze") && getenv(SHARING_VARIABLE))
        if (int status = sharing_run(argc, argv); status >= 0)
            return status;
    if (command == "capture")
        return capture_command(argc, argv);
    if (command == "analyze")
        return analyze_command(argc, argv);
    if (command == "lsp")
        return lspCommand(argc, argv);
    if (command == "explain" && argc == 3)
        return scan_explain(argv[2], wantsColor(false, false));
    if (command == "explain")
        return fail("explain wants the name of one check: devlock explain CHECK");
    if (argc == 2 && command == "--list-checks")
        return scan_list_checks();
    if (argc == 2 && command == "--version")
        return scan_version();
    if (argc == 2 && (command == "--help" || command == "-h" || command == "help"))
        return scan_help();
    if (command.empty())
        return fail("no command; devlock --help tells what there is");
    return fail("unknown command '" + command + "'; devlock --help tells what there is");
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Running Clang on one source by its command line; parse.cpp does the rest.
 *
 * Needs a compile command. Leaves behind the source's routines in the program, and its errors with the caller. Costs
 * what `clang -fsyntax-only` costs: warnings and code generation are off.
 */
#define DEVLOCK_COMPAT_TOOL
#include "compat.h"
#include "driver_files.h"
#include "frontend.h"
#include "parse.h"

#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"

#include <ctime>

using namespace clang;

namespace devlock
{

namespace
{

double now()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/* Options whose argument is the next word, among those that are dropped. */
bool dropsNext(llvm::StringRef word)
{
    return word == "-o" || word == "-MF" || word == "-MT" || word == "-MQ" || word == "-MJ" || word == "--output";
}

bool isDropped(llvm::StringRef word)
{
    for (llvm::StringRef exact : {"-c", "-S", "-E", "-Werror", "-pedantic-errors", "-fsyntax-only", "-emit-llvm", "-M",
                                  "-MM", "-MD", "-MMD", "-MG", "-MP", "-MV", "--compile", "-save-temps", "-pipe"})
        if (word == exact)
            return true;
    for (llvm::StringRef prefix : {"-Werror=", "-o", "-MF", "-MT", "-MQ", "-MJ",
                                   "-save-temps=", "--output=", "--serialize-diagnostics", "-ftime-trace"})
        if (compat::startsWith(word, prefix) && word != "-object" && !compat::startsWith(word, "-objc"))
            return true;
    return false;
}

/* The command as it is run: only parsing, and lenient where newer versions of Clang became strict. */
std::vector<std::string> commandOf(const devlock_source &source)
{
    std::vector<std::string> words;
    words.push_back(source.argument_count > 0 ? source.arguments[0] : "clang");
    bool afterDashes = false;
    for (size_t i = 1; i < source.argument_count; i++) {
        llvm::StringRef word = source.arguments[i];
        if (dropsNext(word)) {
            i++;
            continue;
        }
        if (word == "--") {
            afterDashes = true;
            continue;
        }
        if (!afterDashes && (isDropped(word) || (source.warnings && word == "-w")))
            continue;
        words.push_back(word.str());
    }
    bool hasResources = false;
    for (const std::string &word : words)
        hasResources = hasResources || compat::startsWith(word, "-resource-dir");
#ifdef DEVLOCK_CLANG_RESOURCE_DIR
    if (!hasResources)
        words.push_back(std::string("-resource-dir=") + DEVLOCK_CLANG_RESOURCE_DIR);
#endif
    if (!source.warnings)
        words.push_back("-w");
    for (const char *option : {"-fsyntax-only",
                               "-Wno-unknown-warning-option",
                               "-Wno-error",
                               "-Wno-error=implicit-function-declaration",
                               "-Wno-error=implicit-int",
                               "-Wno-error=int-conversion",
                               "-Wno-error=incompatible-pointer-types",
                               "-Wno-error=incompatible-function-pointer-types",
                               "-Wno-error=return-type",
                               "-Wno-error=return-mismatch",
                               "-Wno-error=strict-prototypes",
                               "-Wno-error=invalid-source-encoding",
                               "-Wno-error=enum-conversion",
                               "-Wno-error=array-parameter",
                               "-Wno-error=unknown-attributes",
                               "-Wno-error=asm-operand-widths",
                               "-ferror-limit=0",
                               "-fno-color-diagnostics",
                               "-Wno-unused-command-line-argument",
                               "-Wno-error=incompatible-pointer-types-discards-qualifiers",
                               "-Wno-error=pointer-sign",
                               "-Wno-error=invalid-token-paste"})
        words.push_back(option);
    /* A guess at what a misspelt name may mean is compared with all names that headers declare: where a header is
     * missing that takes more time than all else. And a wrong guess would be read as if it stood there. */
    for (const char *option : {"-fno-spell-checking", "-frecovery-ast", "-frecovery-ast-type"}) {
        words.push_back("-Xclang");
        words.push_back(option);
    }
    words.push_back(source.file);
    return words;
}

/* Assembly blocks of Microsoft's dialect are parsed by LLVM's own assembler. */
void initialiseTargets()
{
    static bool done = false;
    if (done)
        return;
    done = true;
    llvm::InitializeAllTargetInfos();
    llvm::InitializeAllTargetMCs();
    llvm::InitializeAllAsmParsers();
}

compat::FileSystem filesOf(const devlock_source &source)
{
    if (!source.directory || !*source.directory)
        return llvm::vfs::getRealFileSystem();
    compat::FileSystem files(llvm::vfs::createPhysicalFileSystem().release());
    files->setCurrentWorkingDirectory(source.directory);
    return files;
}

std::shared_ptr<CompilerInvocation> invocationOf(const devlock_source &source, compat::FileSystem files,
                                                 DiagnosticConsumer *consumer)
{
    std::vector<std::string> words = commandOf(source);
    std::vector<const char *> command;
    for (const std::string &word : words)
        command.push_back(word.c_str());
    compat::Diagnostics diagnostics = compat::makeDiagnostics(files, consumer);
    return compat::makeInvocation(command, diagnostics, files);
}

/* The width of the target that the options name outright; 0: only the driver can tell. */
unsigned plainTargetBits(const devlock_source &source)
{
    std::string target;
    llvm::StringRef driver = source.argument_count > 0 ? source.arguments[0] : "";
    if (compat::endsWith(driver, "cl") || compat::endsWith(driver, "cl.exe")) /* other options */
        return 0;
    for (size_t i = 1; i < source.argument_count; i++) {
        llvm::StringRef word = source.arguments[i];
        if ((word == "-target" || word == "--target") && i + 1 < source.argument_count)
            target = source.arguments[++i];
        else if (compat::startsWith(word, "--target="))
            target = word.drop_front(strlen("--target=")).str();
        else if (word == "-m16" || word == "-m32" || word == "-m64" || word == "-mx32" || word == "-arch" ||
                 compat::startsWith(word, "-mabi") || compat::startsWith(word, "@") ||
                 compat::startsWith(word, "--driver-mode") || compat::startsWith(word, "--config"))
            return 0;
    }
    llvm::Triple triple(llvm::Triple::normalize(target));
    return target.empty() ? 0 : triple.isArch64Bit() ? 64 : triple.isArch32Bit() ? 32 : 0;
}

/* Errors of a reading that may have to be done again. */
class HeldErrors
{
  public:
    static void take(void *user, const char *file, unsigned line, unsigned column, const char *text)
    {
        static_cast<HeldErrors *>(user)->errors.push_back({file ? file : "", line, column, text});
    }

    void handOn(devlock_diagnostic_callback callback, void *user) const
    {
        for (const Error &e : errors)
            callback(user, e.file.empty() ? nullptr : e.file.c_str(), e.line, e.column, e.text.c_str());
    }

  private:
    struct Error {
        std::string file;
        unsigned line, column;
        std::string text;
    };
    std::vector<Error> errors;
};

void recordUnread(devlock_program *program, const char *file, const std::string &reason)
{
    devlock_place place = {devlock_program_file(program, file), 1, 1};
    devlock_program_not_analysed(program, nullptr, place, reason.empty() ? "Clang could not read it" : reason.c_str());
}

/* Reads the source once. lean: without the headers of vector units; gives false if it names something of them, and then
 * has added nothing to the program. */
bool readOnce(devlock_program *program, const devlock_source *source, bool lean, devlock_diagnostic_callback callback,
              void *user, devlock_read_result *result)
{
    double start = now();
    ParseRun run;
    run.source = source;
    run.program = program;
    run.lean = lean;
    run.options.mainFile = source->file;
    if (source->directory)
        run.options.directory = source->directory;
    ErrorKeeper errors(callback, user, run.options);
    errors.source = source;
    compat::FileSystem files = filesOf(*source);
    std::shared_ptr<CompilerInvocation> invocation = invocationOf(*source, files, &errors);
    if (invocation && llvm::Triple(invocation->getTargetOpts().Triple).isOSWindows())
        files = driverFiles(files, *source);
    if (invocation && !invocation->getFrontendOpts().Inputs.empty())
        parseAndLower(invocation, files, errors, source->buffers, source->buffer_count, run);
    if (run.wantsMore)
        return false;
    if (!run.reachedEnd)
        recordUnread(program, source->file, errors.firstWithoutPlace);
    result->parsed = run.reachedEnd;
    result->error_count = errors.count;
    result->warning_count = errors.warnings;
    result->lower_seconds = run.lowerSeconds;
    result->parse_seconds = now() - start - run.lowerSeconds;
    return true;
}

} // namespace

} // namespace devlock

using namespace devlock;

bool devlock_frontend_read(devlock_program *program, const devlock_source *source, devlock_diagnostic_callback callback,
                           void *user, devlock_read_result *result)
{
    devlock_read_result own;
    HeldErrors held;
    bool again = source->lean && !source->pause;
    result = result ? result : &own;
    initialiseTargets();
    if (!again)
        return readOnce(program, source, source->lean, callback, user, result) && result->parsed;
    if (!readOnce(program, source, true, HeldErrors::take, &held, result))
        readOnce(program, source, false, callback, user, result);
    else if (callback)
        held.handOn(callback, user);
    return result->parsed;
}

void devlock_frontend_on_stack(void (*function)(void *user), void *user)
{
    compat::runOnStack(lowerStackBytes, [&] { function(user); });
}

unsigned devlock_frontend_pointer_bits(const devlock_source *source)
{
    if (unsigned bits = plainTargetBits(*source))
        return bits;
    LowerOptions options;
    ErrorKeeper errors(nullptr, nullptr, options);
    compat::FileSystem files = filesOf(*source);
    std::shared_ptr<CompilerInvocation> invocation = invocationOf(*source, files, &errors);
    if (!invocation)
        return 0;
    llvm::Triple triple(invocation->getTargetOpts().Triple);
    return triple.isArch64Bit() ? 64 : triple.isArch32Bit() ? 32 : 0;
}

const char *devlock_frontend_version(void)
{
    return CLANG_VERSION_STRING;
}

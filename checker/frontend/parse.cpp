/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Parsing and lowering one source; see parse.h.
 *
 * Needs a compiler invocation. Leaves behind the source's routines in the program, and its errors with the caller.
 * Costs what `clang -fsyntax-only` costs.
 */
#define DEVLOCK_COMPAT_TOOL
#include "compat.h"
#include "becoming.h"
#include "driver_files.h"
#include "parse.h"
#include "pause.h"
#include "preprocessor_keeper.h"
#include "unknown_names.h"
#include "vector_units.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/DiagnosticFrontend.h"
#include "clang/Basic/DiagnosticLex.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Sema/ExternalSemaSource.h"

#include <ctime>

using namespace clang;

namespace devlock
{

static double now()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/* ---- diagnostics --------------------------------------------------------------------------------------------- */

/* What the command defines and includes stands in a file that Clang makes up. */
static bool isInFile(const SourceManager &sources, SourceLocation location)
{
    return !sources.isWrittenInBuiltinFile(location) && !sources.isWrittenInCommandLineFile(location);
}

/* A header that is not there may appear beside the file that names it, or where headers are looked for. */
static void tellWanted(const devlock_source &source, const std::string &includer, llvm::StringRef name)
{
    llvm::StringRef folder = llvm::sys::path::parent_path(includer);
    source.on_include(source.include_user, includer.c_str(), name.str().c_str());
    if (!folder.empty() && !llvm::sys::path::is_absolute(name))
        source.on_include(source.include_user, includer.c_str(), (folder + "/" + name).str().c_str());
}

/* A header that is not there is included, too. */
void ErrorKeeper::tellMissing(const Diagnostic &diagnostic, const std::string &includer) const
{
    if (source && source->on_include && diagnostic.getID() == diag::err_pp_file_not_found && diagnostic.getNumArgs() &&
        diagnostic.getArgKind(0) == DiagnosticsEngine::ak_std_string)
        tellWanted(*source, includer, diagnostic.getArgStdStr(0));
}

void ErrorKeeper::HandleDiagnostic(DiagnosticsEngine::Level level, const Diagnostic &diagnostic)
{
    DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
    warnings += level == DiagnosticsEngine::Warning;
    if (level < DiagnosticsEngine::Error)
        return;
    count++;
    llvm::SmallString<128> message;
    diagnostic.FormatDiagnostic(message);
    SourceLocation location = diagnostic.getLocation();
    if (location.isInvalid() && firstWithoutPlace.empty())
        firstWithoutPlace = diagnostic.getID() == diag::err_fe_expected_compiler_job
                                ? "its name is not one of a C or C++ source; to read it as C, give -x c after --"
                                : "Clang could not read it: " + message.str().str();
    std::string file;
    unsigned line = 0, column = 0;
    if (location.isValid() && diagnostic.hasSourceManager()) {
        const SourceManager &sources = diagnostic.getSourceManager();
        location = sources.getExpansionLoc(location);
        if (diagnostic.getID() != harmless)
            options.errors.push_back(location);
    }
    if (location.isValid() && diagnostic.hasSourceManager() && isInFile(diagnostic.getSourceManager(), location)) {
        const SourceManager &sources = diagnostic.getSourceManager();
        bool inMain = sources.isInMainFile(location);
        file = inMain && !options.mainFile.empty() ? options.mainFile : sources.getFilename(location).str();
        tellMissing(diagnostic, file);
        if (text && inMain && text->placeBefore(sources.getFileOffset(location), line, column)) {
            file = text->getBufferIdentifier().str();
        } else {
            line = sources.getExpansionLineNumber(location);
            column = sources.getExpansionColumnNumber(location);
            if (inMain)
                column = options.column(line, column, sources.getFileOffset(location));
        }
    }
    if (callback)
        callback(user, file.empty() ? nullptr : file.c_str(), line, column, message.c_str());
}

/* ---- parsing ------------------------------------------------------------------------------------------------- */

namespace
{

/* Tells who includes whom: each file that is entered, or is not entered again, or is asked for. */
class IncludeTeller : public PPCallbacks
{
  public:
    IncludeTeller(const ParseRun &run, const SourceManager &sources) : run(run), source(*run.source), sources(sources)
    {
    }

    void FileChanged(SourceLocation location, FileChangeReason reason, SrcMgr::CharacteristicKind, FileID) override
    {
        SourceLocation from = sources.getIncludeLoc(sources.getFileID(location));
        if (reason == EnterFile && from.isValid())
            tell(from, sources.getFilename(location));
    }

    void FileSkipped(const FileEntryRef &file, const Token &name, SrcMgr::CharacteristicKind) override
    {
        tell(name.getLocation(), file.getName());
    }

    void HasInclude(SourceLocation from, llvm::StringRef name, bool, compat::OptionalFile file,
                    SrcMgr::CharacteristicKind) override
    {
        if (file)
            tell(from, file->getName());
        else
            tellWanted(source, includerAt(from), name);
    }

  private:
    std::string includerAt(SourceLocation from)
    {
        from = sources.getExpansionLoc(from);
        std::string includer = sources.isInMainFile(from) ? std::string(source.file) : sources.getFilename(from).str();
        return includer.empty() ? source.file : includer; /* the command includes it (-include) */
    }

    /* Who includes a root is known when it is included again. */
    void tell(SourceLocation from, llvm::StringRef to)
    {
        bool isRoot = run.becoming && run.becoming->isAtRoots() &&
                      sources.isInFileID(sources.getExpansionLoc(from), sources.getMainFileID());
        if (!to.empty() && !isRoot)
            source.on_include(source.include_user, includerAt(from).c_str(), to.str().c_str());
    }

    const ParseRun &run;
    const devlock_source &source;
    const SourceManager &sources;
};

class LowerConsumer : public ASTConsumer
{
  public:
    explicit LowerConsumer(ParseRun &run) : run(run)
    {
    }

    void Initialize(ASTContext &context) override
    {
        run.context = &context;
    }

    void HandleTranslationUnit(ASTContext &context) override
    {
        bool unreadable = false;
        context.getSourceManager().getBufferData(context.getSourceManager().getMainFileID(), &unreadable);
        if (unreadable)
            return;
        devlock_pause *pause = run.text ? run.source->pause : nullptr;
        if (pause && (!pause->reached || (run.becoming && run.becoming->isOpen())))
            pause->missed(pause->user);
        if (run.wantsMore && pause)
            pause->missed(pause->user);
        if (run.wantsMore)
            return;
        double start = now();
        run.options.scope = &run.scope;
        lowerTranslationUnit(context, run.options, *run.program);
        run.lowerSeconds = now() - start;
        run.reachedEnd = true;
    }

    /* What headers offer for vector units that not every processor has, drivers do not take their locks in; there are
     * thousands of such routines, and they are half of what reading the kernel's headers costs. */
    bool shouldSkipFunctionBody(Decl *declaration) override
    {
        const SourceManager &sources = declaration->getASTContext().getSourceManager();
        return declaration->hasAttr<TargetAttr>() && sources.isInSystemHeader(declaration->getLocation());
    }

  private:
    ParseRun &run;
};

class LowerAction : public ASTFrontendAction
{
  public:
    explicit LowerAction(ParseRun &run) : run(run)
    {
    }

    std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &compiler, llvm::StringRef) override
    {
        /* A missing header is an error like others: what follows is still of use. */
        DiagnosticsEngine &diagnostics = compiler.getDiagnostics();
        diagnostics.setFatalsAsError(true);
        diagnostics.setSeverity(diag::err_pp_file_not_found, diag::Severity::Error, SourceLocation());
        diagnostics.setErrorLimit(0);
        if (run.text) /* it is called last: what is added later comes before it */
            addPause(compiler.getPreprocessor(), run);
        if (run.text && run.source->pause->roots)
            run.becoming = addBecoming(compiler, run);
        compiler.getPreprocessor().addPPCallbacks(
            std::make_unique<PreprocessorKeeper>(run.options, compiler.getPreprocessor(), askedMacros(*run.program)));
        if (run.source && run.source->on_include)
            compiler.getPreprocessor().addPPCallbacks(
                std::make_unique<IncludeTeller>(run, compiler.getSourceManager()));
        return std::make_unique<LowerConsumer>(run);
    }

  private:
    ParseRun &run;
};

} // namespace

/* The texts take the place of the files' own; Clang frees its copies. */
static void remap(CompilerInvocation &invocation, const devlock_buffer *buffers, size_t count, ParseRun &run)
{
    PreprocessorOptions &options = invocation.getPreprocessorOpts();
    const devlock_pause *pause = run.source ? run.source->pause : nullptr;
    for (size_t i = 0; i < count; i++) {
        llvm::StringRef text(buffers[i].text, buffers[i].length);
        if (pause && !pause->reached && strcmp(buffers[i].path, pause->path) == 0) {
            run.text = new OpenText(text, pause->room, buffers[i].path);
            options.addRemappedFile(buffers[i].path, run.text);
            continue;
        }
        auto copy = llvm::WritableMemoryBuffer::getNewUninitMemBuffer(text.size(), buffers[i].path);
        memcpy(copy->getBufferStart(), text.data(), text.size());
        includeSlashes(copy->getBufferStart(), text.size());
        options.addRemappedFile(buffers[i].path, copy.release());
    }
}

/* Whether the headers stand in for others, and so lack some of what the source needs. */
static bool standsIn(const PreprocessorOptions &options)
{
    for (const auto &macro : options.Macros)
        if (compat::startsWith(macro.first, "__DEVLOCK_STANDS_IN__"))
            return true;
    return false;
}

void parseAndLower(std::shared_ptr<CompilerInvocation> invocation,
                   llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, ErrorKeeper &errors,
                   const devlock_buffer *buffers, size_t bufferCount, ParseRun &run)
{
    invocation->getFrontendOpts().ProgramAction = frontend::ParseSyntaxOnly;
    invocation->getFrontendOpts().SkipFunctionBodies = true; /* those that the consumer says */
    bool pauses = run.source && run.source->pause;
    invocation->getFrontendOpts().DisableFree = pauses;
    invocation->getDiagnosticOpts().ShowCarets = 0;
    invocation->getDiagnosticOpts().VerifyDiagnostics = 0;
    remap(*invocation, buffers, bufferCount, run);
    if (run.lean)
        leaveOutVectorUnits(*invocation);
    errors.text = run.text;
    if (run.source && run.source->on_folder)
        for (const auto &entry : invocation->getHeaderSearchOpts().UserEntries)
            run.source->on_folder(run.source->include_user, entry.Path.c_str());
    std::unique_ptr<CompilerInstance> compiler = compat::makeCompiler(invocation, files, &errors);
    llvm::IntrusiveRefCntPtr<ExternalSemaSource> names;
    if (standsIn(invocation->getPreprocessorOpts()))
        names = unknownNames(errors.harmless);
    if (run.lean)
        names = vectorNames(run.wantsMore, std::move(names));
    if (names)
        compiler->setExternalSemaSource(std::move(names));
    LowerAction action(run);
    compat::runOnStack(lowerStackBytes, [&] { compiler->ExecuteAction(action); });
    if (pauses) /* the process is there for this run: to free it all would copy the pages that it shares */
        (void)compiler.release();
}

} // namespace devlock

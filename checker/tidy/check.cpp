/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a check does when clang-tidy calls it; see check.h.
 *
 * Needs: a translation unit that clang-tidy has parsed. Leaves: diagnostics. Cost: nothing while clang-tidy walks the
 * AST, then one lowering and one analysis a unit, however many checks are enabled.
 */
#include "check.h"

#include "again.h"
#include "error_watch.h"
#include "report.h"

#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Basic/FileManager.h"
#include "clang/Lex/Preprocessor.h"
#include "frontend/compat.h"
#include "frontend/preprocessor_keeper.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;

namespace devlock
{

const char *moduleCheckName(unsigned number)
{
    if (number == notAnalysedCheck)
        return gapCheckName;
    return devlock_check_name(static_cast<devlock_check>(number));
}

Check::Check(llvm::StringRef name, tidy::ClangTidyContext &context, unsigned number)
    : ClangTidyCheck(name, &context), context(context), number(number), settings(context)
{
}

Check::~Check() = default;

void Check::storeOptions(tidy::ClangTidyOptions::OptionMap &map)
{
    settings.store(map);
}

/* Whether this is the check that does the work of all. */
bool Check::leads() const
{
    for (unsigned i = 0; i < number; i++)
        if (context.isCheckEnabled(moduleCheckName(i)))
            return false;
    return true;
}

void Check::registerPPCallbacks(const SourceManager &sources, Preprocessor *preprocessor, Preprocessor *)
{
    if (!leads())
        return;
    this->preprocessor = preprocessor;
    readModel(sources);
    /* The program itself is made when the width of pointers is known. */
    devlock_program *asking = devlock_program_new(64);
    devlock_analysis_prepare(asking, model.get());
    preprocessor->addPPCallbacks(std::make_unique<PreprocessorKeeper>(options, *preprocessor, askedMacros(*asking)));
    devlock_program_free(asking);
    /* What is broken is known by its errors: a missing header, or the twentieth error, must not end them. */
    sources.getDiagnostics().setFatalsAsError(true);
    sources.getDiagnostics().setErrorLimit(0);
    /* Nor is a guess at what a misspelt name means to be read as if it stood there, as in scans (frontend/read.cpp).
     * The options are the compiler's own, which it made and can change; that it hands them out as constants is a
     * courtesy. */
    const_cast<LangOptions &>(preprocessor->getLangOpts()).SpellChecking = 0;
    errors = std::make_unique<ErrorWatch>(sources.getDiagnostics(), options.errors);
}

void Check::registerMatchers(ast_matchers::MatchFinder *finder)
{
    if (leads())
        finder->addMatcher(ast_matchers::translationUnitDecl(), this);
}

/* For the file that clang-tidy is at. */
void Check::readModel(const SourceManager &sources)
{
    llvm::SmallString<256> source(getCurrentMainFile()); /* as the compile command names it */
    sources.getFileManager().makeAbsolutePath(source);
    model.reset(devlock_model_new());
    wrong = settings.apply(source, *model);
}

void Check::check(const ast_matchers::MatchFinder::MatchResult &result)
{
    errors.reset();
    if (wrong.empty())
        analyse(*result.Context);
    else
        context.configurationDiag("devlock: %0", DiagnosticIDs::Error) << wrong;
}

void Check::analyse(ASTContext &unit)
{
    std::vector<FileID> files;
    options.files = &files;
    devlock_program *program = devlock_program_new(unit.getTypeSize(unit.VoidPtrTy) == 32 ? 32 : 64);
    devlock_analysis_prepare(program, model.get());
    compat::runOnStack(lowerStackBytes, [&] { lowerTranslationUnit(unit, options, *program); });

    devlock_options wanted = {};
    wanted.callers_elsewhere = true;
    settings.limit(wanted);
    for (unsigned i = 0; i < DEVLOCK_CHECK_COUNT; i++)
        if (context.isCheckEnabled(moduleCheckName(i)))
            wanted.checks |= 1u << i;
    devlock_result *result = devlock_analyze(program, model.get(), &wanted);
    Report report(context, unit.getSourceManager(), files);
    Again again(*preprocessor, *model, files);
    std::unique_ptr<bool[]> shown(new bool[devlock_result_finding_count(result) + 1]);
    for (size_t i = 0; i < devlock_result_finding_count(result); i++)
        shown[i] = settings.wantsFixes() && report.shows(*devlock_result_finding(result, i), settings.showsPossible());
    fixes *offered = fixes_find(program, model.get(), &wanted, result, shown.get(), &again.front);
    report.findings(*result, *offered, settings.showsPossible());
    fixes_free(offered);
    report.gaps(*result, moduleCheckName(number));
    devlock_result_free(result);
    devlock_program_free(program);
}

} // namespace devlock

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A devlock check as clang-tidy knows it. All rules are found by one analysis; the first of the enabled checks runs it
 * and reports the findings of all, each under its own check's name.
 */
#ifndef DEVLOCK_TIDY_CHECK_H
#define DEVLOCK_TIDY_CHECK_H

#include "settings.h"

#include "clang-tidy/ClangTidyCheck.h"
#include "devlock/analysis.h"
#include "frontend/lower.h"

#include <memory>
#include <string>

namespace devlock
{

class ErrorWatch;

/* The checks of the module: the rules, and one for the routines that were not analysed. */
enum { notAnalysedCheck = DEVLOCK_CHECK_COUNT, moduleCheckCount };
const char *moduleCheckName(unsigned number);

class Check : public clang::tidy::ClangTidyCheck
{
  public:
    Check(llvm::StringRef name, clang::tidy::ClangTidyContext &context, unsigned number);
    ~Check() override;

    void registerPPCallbacks(const clang::SourceManager &sources, clang::Preprocessor *preprocessor,
                             clang::Preprocessor *expander) override;
    void registerMatchers(clang::ast_matchers::MatchFinder *finder) override;
    void check(const clang::ast_matchers::MatchFinder::MatchResult &result) override;
    void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &options) override;

  private:
    bool leads() const;
    void readModel(const clang::SourceManager &sources);
    void analyse(clang::ASTContext &unit);

    clang::tidy::ClangTidyContext &context;
    unsigned number;
    Settings settings;
    LowerOptions options;
    clang::Preprocessor *preprocessor = nullptr; /* of the unit under way */
    std::unique_ptr<ErrorWatch> errors;
    std::unique_ptr<devlock_model, void (*)(devlock_model *)> model{nullptr, devlock_model_free};
    std::string wrong; /* with the options; empty: nothing */
};

} // namespace devlock

#endif

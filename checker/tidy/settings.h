/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The module's options, as .clang-tidy files and --config give them: `devlock.NAME`, one value for all checks, because
 * a translation unit is analysed once for all of them.
 */
#ifndef DEVLOCK_TIDY_SETTINGS_H
#define DEVLOCK_TIDY_SETTINGS_H

#include "clang-tidy/ClangTidyCheck.h"
#include "devlock/analysis.h"

#include <string>

namespace devlock
{

class Settings
{
  public:
    explicit Settings(clang::tidy::ClangTidyContext &context);

    void store(clang::tidy::ClangTidyOptions::OptionMap &options) const;

    /* Understands the options and reads the models, for the source of the given absolute path. Gives an empty text, or
     * what is wrong with them. */
    std::string apply(llvm::StringRef source, devlock_model &model);

    /* Whether findings of the tier "possible" are shown; known after apply. */
    bool showsPossible() const
    {
        return possible;
    }

    /* Whether fixes are looked for; known after apply. */
    bool wantsFixes() const
    {
        return fixes;
    }

    /* Sets how much the analysis may cost; known after apply. */
    void limit(devlock_options &options) const;

  private:
    std::string unknownKey() const;
    std::string addModels(llvm::StringRef source, devlock_model &model) const;

    clang::tidy::ClangTidyContext &context;
    clang::tidy::ClangTidyCheck::OptionsView view;
    std::string models;           /* files, with semicolons between them */
    std::string defaultModelText; /* a truth value: with the shipped model */
    std::string possibleText;     /* a truth value */
    std::string fixesText;        /* a truth value; empty: where clang-tidy uses them */
    std::string limitTexts[3];    /* numbers, as in settings.cpp: limitNames */
    unsigned limits[3] = {0, 0, 0};
    bool possible = false, fixes = true;
};

} // namespace devlock

#endif

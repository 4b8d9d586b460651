/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Remembers, while the preprocessor runs, what the AST does not tell: what #if left out, which lowering wants to know of
 * a source with errors, and where the macros are used that the program asks for, which may expand to nothing.
 */
#ifndef DEVLOCK_PREPROCESSOR_KEEPER_H
#define DEVLOCK_PREPROCESSOR_KEEPER_H

#include "lower.h"

#include "clang/Basic/IdentifierTable.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Token.h"

#include <set>

namespace devlock
{

/* The names of the macros that a program asks for. */
inline std::set<std::string> askedMacros(const devlock_program &program)
{
    std::set<std::string> names;
    for (size_t i = 0; i < devlock_program_asked_macro_count(&program); i++)
        names.insert(devlock_program_asked_macro(&program, i));
    return names;
}

class PreprocessorKeeper : public clang::PPCallbacks
{
  public:
    PreprocessorKeeper(LowerOptions &options, const clang::SourceManager &sources, std::set<std::string> macros)
        : options(options), sources(sources), macros(std::move(macros))
    {
    }

    void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation) override
    {
        options.skipped.push_back(range);
    }

    /* A macro that another one's text uses counts where that one is used. */
    void MacroExpands(const clang::Token &name, const clang::MacroDefinition &, clang::SourceRange,
                      const clang::MacroArgs *) override
    {
        const clang::IdentifierInfo *identifier = name.getIdentifierInfo();
        if (identifier && macros.count(identifier->getName().str()))
            options.macroUses.push_back({sources.getExpansionLoc(name.getLocation()), identifier->getName().str()});
    }

  private:
    LowerOptions &options;
    const clang::SourceManager &sources;
    std::set<std::string> macros;
};

} // namespace devlock

#endif

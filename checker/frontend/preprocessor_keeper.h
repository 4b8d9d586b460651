/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Remembers, while the preprocessor runs, what the AST does not tell: what #if left out, which lowering wants to know of
 * a source with errors, where the macros are used that the program asks for, and annotations: both may expand to
 * nothing.
 */
#ifndef DEVLOCK_PREPROCESSOR_KEEPER_H
#define DEVLOCK_PREPROCESSOR_KEEPER_H

#include "lower.h"

#include "clang/Basic/IdentifierTable.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroArgs.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
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
    PreprocessorKeeper(LowerOptions &options, const clang::Preprocessor &preprocessor, std::set<std::string> macros)
        : options(options), preprocessor(preprocessor), sources(preprocessor.getSourceManager()),
          macros(std::move(macros))
    {
    }

    void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation) override
    {
        options.skipped.push_back(range);
    }

    /* A macro that another one's text uses counts where that one is used. */
    void MacroExpands(const clang::Token &name, const clang::MacroDefinition &definition, clang::SourceRange range,
                      const clang::MacroArgs *arguments) override
    {
        const clang::IdentifierInfo *identifier = name.getIdentifierInfo();
        if (!identifier)
            return;
        if (!macros.empty() && macros.count(identifier->getName().str()))
            options.macroUses.push_back({sources.getExpansionLoc(name.getLocation()), identifier->getName().str()});
        if (isAnnotation(identifier->getName()))
            keepAnnotation(name, definition.getMacroInfo(), range, arguments);
    }

  private:
    void keepAnnotation(const clang::Token &name, const clang::MacroInfo *macro, clang::SourceRange range,
                        const clang::MacroArgs *arguments)
    {
        AnnotationUse use;
        use.range = {sources.getExpansionLoc(range.getBegin()), sources.getExpansionRange(range.getEnd()).getEnd()};
        if (sources.isInSystemHeader(use.range.getBegin()))
            return;
        if (!options.annotationUses.empty() && !name.getLocation().isMacroID()) { /* within the last one */
            clang::SourceLocation last = options.annotationUses.back().range.getEnd();
            if (use.range.getBegin() != options.annotationUses.back().range.getBegin() &&
                sources.isWrittenInSameFile(last, use.range.getBegin()) && use.range.getBegin() <= last)
                return;
        }
        use.tokens.push_back(name.getIdentifierInfo()->getName().str());
        if (macro && macro->isFunctionLike() && arguments) {
            use.tokens.push_back("(");
            for (unsigned i = 0; i < arguments->getNumMacroArguments(); i++) {
                if (i)
                    use.tokens.push_back(",");
                for (const clang::Token *token = arguments->getUnexpArgument(i); token->isNot(clang::tok::eof); token++)
                    use.tokens.push_back(preprocessor.getSpelling(*token));
            }
            use.tokens.push_back(")");
        }
        options.annotationUses.push_back(std::move(use));
    }

    LowerOptions &options;
    const clang::Preprocessor &preprocessor;
    const clang::SourceManager &sources;
    std::set<std::string> macros;
};

} // namespace devlock

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The text of a source as tokens, beside what Clang made of it.
 *
 * Needs a file that the preprocessor has been through. Costs a pass over the text.
 */
#ifndef DEVLOCK_TOKENS_H
#define DEVLOCK_TOKENS_H

#include "lowering.h"

#include "clang/Basic/TokenKinds.h"

namespace devlock
{

/* A token of the text, outside of directives and of what #if leaves out. */
struct TextToken {
    clang::tok::TokenKind kind;
    unsigned offset;
    llvm::StringRef text;
    bool isMacro = false; /* a name that is or was a macro */
};

/* The tokens of a piece of a file, from one offset to another. skipped: what #if left out of it. */
std::vector<TextToken> tokensOf(clang::ASTContext &context, clang::FileID file, unsigned first, unsigned last,
                                const SkippedRanges &skipped);

/* The index of the parenthesis that closes the one at an index; the last token if none does. */
size_t closing(const std::vector<TextToken> &tokens, size_t opening);

/* The same for braces. */
size_t closingBrace(const std::vector<TextToken> &tokens, size_t opening);

/* Adds the names in front of a parenthesis, of the tokens [first, last). */
void addCalled(const std::vector<TextToken> &tokens, size_t first, size_t last, std::set<std::string> &names);

} // namespace devlock

#endif

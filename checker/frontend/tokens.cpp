/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The text of a source as tokens. See tokens.h.
 */
#include "tokens.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

#include <algorithm>

using namespace clang;

namespace devlock
{

std::vector<TextToken> tokensOf(ASTContext &context, FileID file, unsigned first, unsigned last,
                                const SkippedRanges &skipped)
{
    const SourceManager &sources = context.getSourceManager();
    bool invalid = false;
    llvm::StringRef buffer = sources.getBufferData(file, &invalid);
    std::vector<TextToken> result;
    if (invalid || first >= buffer.size())
        return result;
    result.reserve((std::min<size_t>(last, buffer.size()) - first) / 3 + 1); /* what is not used is not touched */
    Lexer lexer(sources.getLocForStartOfFile(file), context.getLangOpts(), buffer.begin(), buffer.begin() + first,
                buffer.end());
    Token token;
    bool inDirective = false;
    auto range = skipped.begin(); /* the first that does not end before the token */
    for (;;) {
        lexer.LexFromRawLexer(token);
        if (token.is(tok::eof))
            break;
        unsigned offset = sources.getFileOffset(token.getLocation());
        if (offset > last)
            break;
        if (token.isAtStartOfLine())
            inDirective = token.is(tok::hash);
        while (range != skipped.end() && range->second <= offset)
            ++range;
        if (inDirective || (range != skipped.end() && range->first <= offset))
            continue;
        TextToken entry;
        entry.kind = token.getKind();
        entry.offset = offset;
        entry.text = buffer.substr(offset, token.getLength());
        if (token.is(tok::raw_identifier)) {
            IdentifierInfo &name = context.Idents.get(token.getRawIdentifier());
            entry.isMacro = name.hadMacroDefinition();
            entry.kind = entry.isMacro ? tok::identifier : name.getTokenID();
        }
        result.push_back(entry);
    }
    return result;
}

static size_t closingOf(const std::vector<TextToken> &tokens, size_t opening, tok::TokenKind open, tok::TokenKind close)
{
    int depth = 0;
    for (size_t i = opening; i < tokens.size(); i++) {
        if (tokens[i].kind == open)
            depth++;
        else if (tokens[i].kind == close && --depth == 0)
            return i;
    }
    return tokens.size() - 1;
}

size_t closing(const std::vector<TextToken> &tokens, size_t opening)
{
    return closingOf(tokens, opening, tok::l_paren, tok::r_paren);
}

size_t closingBrace(const std::vector<TextToken> &tokens, size_t opening)
{
    return closingOf(tokens, opening, tok::l_brace, tok::r_brace);
}

void addCalled(const std::vector<TextToken> &tokens, size_t first, size_t last, std::set<std::string> &names)
{
    for (size_t i = first; i + 1 < last; i++)
        if (tokens[i].kind == tok::identifier && tokens[i + 1].kind == tok::l_paren)
            names.insert(tokens[i].text.str());
}

} // namespace devlock

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Constants that no header declares; see unknown_names.h.
 *
 * Headers that stand in for others never have all of their constants. Clang leaves out the statement in which it finds
 * an unknown name, and so a routine would be lost for the number of a request or of a status. What stands where only a
 * value can, and is written as constants are, becomes an enumerator that differs from others; a GUID whose address is
 * taken, a variable. A name that may be a type,
 * a function, a variable or a label is left alone: what follows it, and what stands in front of it, tell.
 *
 * Needs Clang's own look-up to have failed. Leaves behind enumerators that no scope holds. Costs nothing where all
 * names are known; else a pass over the tokens of each file with unknown names.
 */
#include "unknown_names.h"
#include "compat.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Sema/ExternalSemaSource.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Scope.h"
#include "clang/Sema/Sema.h"

#include <algorithm>
#include <map>
#include <set>

using namespace clang;

namespace devlock
{

int32_t unknownValue(llvm::StringRef name)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    bool isStatus = name.find("STATUS_") != llvm::StringRef::npos || compat::startsWith(name, "ERROR_");
    return static_cast<int32_t>((hash & 0x0fffffffu) | (isStatus ? 0xc0000000u : 0x40000000u));
}

namespace
{

/* A token by its place in the file, and what it is. */
struct RawToken {
    unsigned offset;
    tok::TokenKind kind; /* names and keywords: raw_identifier */
    llvm::StringRef text;
};

/* NAME_1, as constants are written. */
bool isLikeConstant(llvm::StringRef name)
{
    bool letter = false;
    for (char c : name) {
        if (c >= 'a' && c <= 'z')
            return false;
        letter |= c >= 'A' && c <= 'Z';
    }
    return letter && name.size() > 2;
}

/* What stands between two values; some of it also in front of one. */
bool isBetween(tok::TokenKind kind)
{
    switch (kind) {
    case tok::comma:
    case tok::colon:
    case tok::question:
    case tok::pipe:
    case tok::pipepipe:
    case tok::ampamp:
    case tok::caret:
    case tok::equalequal:
    case tok::exclaimequal:
    case tok::greaterequal:
    case tok::lessequal:
    case tok::plus:
    case tok::slash:
    case tok::percent:
    case tok::greatergreater:
    case tok::lessless:
        return true;
    default:
        return false;
    }
}

/* What can only follow a whole value, whatever stands behind it. */
bool endsValue(tok::TokenKind kind)
{
    return isBetween(kind) || kind == tok::r_paren || kind == tok::r_square || kind == tok::r_brace ||
           kind == tok::semi;
}

/* What an operand stands behind. */
bool beginsValue(const RawToken &token)
{
    switch (token.kind) {
    case tok::raw_identifier:
        return token.text == "return" || token.text == "case";
    case tok::l_paren:
    case tok::l_square:
    case tok::l_brace:
    case tok::equal:
    case tok::pipeequal:
    case tok::amp:
    case tok::ampequal:
    case tok::tilde:
    case tok::exclaim:
    case tok::greater:
    case tok::less:
    case tok::plusequal:
    case tok::minus:
    case tok::minusequal:
        return true;
    default:
        return isBetween(token.kind);
    }
}

/* What an operand, and so a cast in front of it, could go on with. */
bool beginsOperand(const RawToken &token)
{
    switch (token.kind) {
    case tok::raw_identifier:
    case tok::numeric_constant:
    case tok::char_constant:
    case tok::string_literal:
    case tok::l_paren:
    case tok::l_brace:
    case tok::amp:
    case tok::star:
    case tok::plus:
    case tok::minus:
    case tok::tilde:
    case tok::exclaim:
        return true;
    default:
        return false;
    }
}

class UnknownNames : public ExternalSemaSource
{
  public:
    explicit UnknownNames(unsigned &known) : known(known)
    {
    }

    void InitializeSema(Sema &made) override
    {
        sema = &made;
        known = made.Diags.getCustomDiagID(
            DiagnosticsEngine::Error, "use of undeclared identifier '%0'; it is taken for a constant like no other");
    }

    void ForgetSema() override
    {
        sema = nullptr;
    }

    bool LookupUnqualified(LookupResult &result, Scope *scope) override
    {
        IdentifierInfo *name = result.getLookupName().getAsIdentifierInfo();
        if (!sema || !name || !scope || !scope->getFnParent() || result.isForRedeclaration() ||
            result.getLookupKind() != Sema::LookupOrdinaryName)
            return false;
        NamedDecl *supplied = nullptr;
        switch (useOf(name->getName(), result.getNameLoc())) {
        case Use::Value:
            supplied = constant(name, result.getNameLoc());
            break;
        case Use::Identifier:
            supplied = identifier(name, result.getNameLoc());
            break;
        case Use::Other:
            break;
        }
        if (!supplied)
            return false;
        if (told.insert(result.getNameLoc().getRawEncoding()).second)
            sema->Diags.Report(result.getNameLoc(), known) << name->getName();
        result.addDecl(supplied);
        result.resolveKind();
        return true;
    }

  private:
    enum class Use {
        Value,      /* a number */
        Identifier, /* &GUID_NAME */
        Other       /* or it cannot be told */
    };

    /* What a name stands for, by what is around it. */
    Use useOf(llvm::StringRef name, SourceLocation place)
    {
        const SourceManager &sources = sema->getSourceManager();
        if (place.isInvalid() || (place.isMacroID() && !sources.isMacroArgExpansion(place)))
            return Use::Other;
        auto position = sources.getDecomposedLoc(sources.getSpellingLoc(place));
        const std::vector<RawToken> &tokens = tokensOf(position.first);
        auto at = std::lower_bound(tokens.begin(), tokens.end(), position.second,
                                   [](const RawToken &token, unsigned offset) { return token.offset < offset; });
        if (at == tokens.end() || at->offset != position.second || at->text != name || at - tokens.begin() < 2 ||
            tokens.end() - at < 3)
            return Use::Other;
        const RawToken &before = at[-1], &behind = at[1];
        bool isCase = before.text == "case";
        if ((!isCase && !isLikeConstant(name)) || !endsValue(behind.kind))
            return Use::Other;
        if (before.kind == tok::r_paren)
            return isCast(tokens, at - tokens.begin() - 1) ? Use::Value : Use::Other;
        if (!beginsValue(before))
            return Use::Other;
        bool isValue = true;
        if (before.kind == tok::l_paren && behind.kind == tok::r_paren) /* (NAME): a cast, sizeof, or an argument */
            isValue = at[-2].kind == tok::raw_identifier ? isCalled(at[-2].text) : !beginsOperand(at[2]);
        else if (before.kind == tok::colon) /* not a label, nor a bit-field */
            isValue = hasQuestion(tokens, at - tokens.begin());
        else if (before.kind == tok::amp && !endsOperand(at[-2])) /* its address: the type matters */
            return compat::startsWith(name, "GUID_") || compat::startsWith(name, "IID_") ? Use::Identifier : Use::Other;
        return isValue ? Use::Value : Use::Other;
    }

    static bool endsOperand(const RawToken &token)
    {
        return (token.kind == tok::raw_identifier && token.text != "return" && token.text != "case") ||
               token.kind == tok::r_paren || token.kind == tok::r_square || token.kind == tok::numeric_constant;
    }

    /* Whether what a parenthesis closes is the type that a value is converted to: not arguments, nor a condition. */
    static bool isCast(const std::vector<RawToken> &tokens, std::ptrdiff_t at)
    {
        int depth = 0;
        for (; at > 0; at--) {
            depth += tokens[at].kind == tok::r_paren ? 1 : tokens[at].kind == tok::l_paren ? -1 : 0;
            if (depth == 0)
                return beginsValue(tokens[at - 1]);
        }
        return false;
    }

    /* Names that stand in front of a parenthesis with a value inside. */
    static bool isCalled(llvm::StringRef name)
    {
        return !compat::startsWith(name, "sizeof") && !compat::endsWith(name, "alignof") && name != "typeof" &&
               name != "__typeof__" && name != "TYPE_ALIGNMENT" && name != "SIZEOF";
    }

    static bool hasQuestion(const std::vector<RawToken> &tokens, std::ptrdiff_t at)
    {
        for (; at > 0; at--) {
            tok::TokenKind kind = tokens[at].kind;
            if (kind == tok::question)
                return true;
            if (kind == tok::semi || kind == tok::l_brace || kind == tok::r_brace)
                return false;
        }
        return false;
    }

    const std::vector<RawToken> &tokensOf(FileID file)
    {
        auto found = files.find(file);
        if (found != files.end())
            return found->second;
        std::vector<RawToken> &tokens = files[file];
        const SourceManager &sources = sema->getSourceManager();
        llvm::StringRef text = sources.getBufferData(file);
        Lexer lexer(sources.getLocForStartOfFile(file), sema->getLangOpts(), text.begin(), text.begin(), text.end());
        for (Token token; !lexer.LexFromRawLexer(token) && token.isNot(tok::eof);) {
            unsigned offset = sources.getFileOffset(token.getLocation());
            tokens.push_back({offset, token.getKind(), text.substr(offset, token.getLength())});
        }
        return tokens;
    }

    EnumConstantDecl *constant(IdentifierInfo *name, SourceLocation place)
    {
        EnumConstantDecl *&made = constants[name];
        if (made)
            return made;
        ASTContext &context = sema->getASTContext();
        if (!all) {
            all = EnumDecl::Create(context, context.getTranslationUnitDecl(), SourceLocation(), SourceLocation(),
                                   nullptr, nullptr, false, false, false);
            all->setImplicit();
            all->completeDefinition(context.IntTy, context.IntTy, 32, 32);
        }
        llvm::APSInt value(llvm::APInt(32, static_cast<uint32_t>(unknownValue(name->getName()))), false);
        made = EnumConstantDecl::Create(context, all, place, name, context.IntTy, nullptr, value);
        return made;
    }

    /* A variable of the type GUID; null: there is no such type. */
    VarDecl *identifier(IdentifierInfo *name, SourceLocation place)
    {
        VarDecl *&made = identifiers[name];
        if (made)
            return made;
        ASTContext &context = sema->getASTContext();
        for (NamedDecl *found : context.getTranslationUnitDecl()->lookup(&context.Idents.get("GUID")))
            if (auto *type = dyn_cast<TypedefNameDecl>(found))
                made = VarDecl::Create(context, context.getTranslationUnitDecl(), place, place, name,
                                       type->getUnderlyingType().withConst(), nullptr, SC_Extern);
        return made;
    }

    unsigned &known;
    Sema *sema = nullptr;
    EnumDecl *all = nullptr;
    std::map<IdentifierInfo *, EnumConstantDecl *> constants; /* looked into, never walked */
    std::map<IdentifierInfo *, VarDecl *> identifiers;
    std::map<FileID, std::vector<RawToken>> files;
    std::set<unsigned> told;
};

} // namespace

llvm::IntrusiveRefCntPtr<ExternalSemaSource> unknownNames(unsigned &known)
{
    return llvm::IntrusiveRefCntPtr<ExternalSemaSource>(new UnknownNames(known));
}

} // namespace devlock

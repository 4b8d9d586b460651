/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lost text: what did Clang leave out between the routines of a source with errors?
 *
 * The declarations that it kept account for pieces of the file; the tokens between them are scopes (namespaces,
 * classes, linkage blocks), or lost. Routines among what is lost are named. A function that shares a lost one's name
 * may not be the one that was meant, and what lost text mentions may be called or changed there.
 *
 * Needs the AST, the text and the places of errors. Leaves behind "not analysed" records and the names. Costs nothing
 * for a source without errors, else a pass over its declarations, and one over the tokens of each file with errors.
 */
#include "tokens.h"

#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

#include <algorithm>

using namespace clang;

namespace devlock
{

/* What a declaration accounts for. */
struct Piece {
    unsigned first, last;
    const FunctionDecl *function; /* null: something else */
};

namespace
{

/* Collects the pieces of some files, in one pass over all declarations: a driver's headers declare thousands. */
class PieceFinder
{
  public:
    PieceFinder(UnitLowering &unit, llvm::ArrayRef<FileID> files) : unit(unit), files(files)
    {
        for (const Decl *declaration : unit.fileScope())
            this->declaration(declaration);
    }

    std::vector<Piece> &of(FileID file)
    {
        return pieces[file];
    }

  private:
    UnitLowering &unit;
    llvm::ArrayRef<FileID> files;
    std::map<FileID, std::vector<Piece>> pieces;

    void scope(const DeclContext *scope)
    {
        for (const Decl *declaration : scope->decls())
            this->declaration(declaration);
    }

    void declaration(const Decl *declaration)
    {
        if (declaration->isImplicit())
            return;
        const Decl *whole = declaration;
        if (auto *given = dyn_cast<FriendDecl>(declaration))
            declaration = given->getFriendDecl() ? given->getFriendDecl() : declaration;
        if (auto *pattern = dyn_cast<TemplateDecl>(declaration))
            declaration = pattern->getTemplatedDecl() ? pattern->getTemplatedDecl() : declaration;
        auto *record = dyn_cast<CXXRecordDecl>(declaration);
        bool isScope = isa<NamespaceDecl>(declaration) || isa<LinkageSpecDecl>(declaration) ||
                       (record && record->isThisDeclarationADefinition());
        if (!isScope)
            piece(whole, declaration);
        else if (!unit.isSystem(declaration->getLocation())) /* the files are the driver's */
            scope(llvm::cast<DeclContext>(declaration));
    }

    bool isInOne(SourceLocation location) const
    {
        return location.isValid() &&
               llvm::any_of(files, [&](FileID file) { return unit.sources.isInFileID(location, file); });
    }

    /* Nearly all stand in other files. Asking where does not cost what finding out where does, and to ask where the
     * name stands costs less than where the declaration begins, mostly with a macro. */
    bool standsInOne(const Decl *declaration) const
    {
        SourceLocation name = declaration->getLocation();
        if (name.isFileID() && name.isValid() && !isInOne(name))
            return false;
        return isInOne(unit.sources.getExpansionLoc(declaration->getBeginLoc()));
    }

    void piece(const Decl *whole, const Decl *declaration)
    {
        Stretch place;
        if (!standsInOne(whole) || !unit.stretch(whole->getSourceRange(), place))
            return;
        auto *function = dyn_cast<FunctionDecl>(declaration);
        if (!function || !function->doesThisDeclarationHaveABody()) {
            auto *variable = dyn_cast<VarDecl>(declaration);
            const Expr *value = variable ? variable->getInit() : nullptr;
            if (declaration->isInvalidDecl() || unit.errorIn(place) != UINT_MAX || (value && value->containsErrors()))
                return;
        }
        pieces[place.file].push_back({place.first, place.last, function});
    }
};

/* The head of a definition or declaration: its tokens, parentheses without what is in them. */
using Head = std::vector<TextToken>;

/* The text of a file that no piece accounts for. */
class LostText
{
  public:
    LostText(const std::vector<TextToken> &tokens, std::vector<Piece> pieces)
        : tokens(tokens), pieces(std::move(pieces))
    {
        std::sort(this->pieces.begin(), this->pieces.end(), [](const Piece &a, const Piece &b) {
            return a.first != b.first ? a.first < b.first : a.last > b.last;
        });
    }

    struct Definition {
        std::string name;
        unsigned offset;
        std::set<std::string> called; /* names in front of a parenthesis */
    };
    std::vector<Definition> definitions;
    std::vector<llvm::StringRef> names;                         /* of functions that were declared or defined there */
    std::vector<llvm::StringRef> mentions;                      /* all names */
    std::vector<std::pair<const FunctionDecl *, unsigned>> cut; /* and the closing brace too many */
    unsigned openScope = UINT_MAX;                              /* one without an end */

    void read()
    {
        for (at = 0; at < tokens.size(); at++)
            if (!known())
                token();
        declared();
        if (!scopes.empty())
            openScope = scopes.front();
    }

  private:
    const std::vector<TextToken> &tokens;
    std::vector<Piece> pieces;
    size_t at = 0, nextPiece = 0;
    unsigned pieceEnd = 0;
    bool inPiece = false;
    const FunctionDecl *before = nullptr; /* the piece that ends right before the token */
    const FunctionDecl *previous = nullptr;
    std::vector<const FunctionDecl *> followed; /* directly by lost text */
    std::vector<unsigned> scopes;
    Head head, earlier; /* earlier: the head before the declarations of old-style parameters */

    /* Whether a piece accounts for the token. */
    bool known()
    {
        unsigned offset = tokens[at].offset;
        bool entered = false;
        for (; nextPiece < pieces.size() && pieces[nextPiece].first <= offset; nextPiece++) {
            const Piece &piece = pieces[nextPiece];
            if (inPiece && piece.last <= pieceEnd)
                continue;
            entered = true;
            inPiece = true;
            pieceEnd = piece.last;
            before = piece.function;
            if (piece.function && piece.function->doesThisDeclarationHaveABody())
                previous = piece.function;
        }
        if (entered) {
            declared();
            earlier.clear();
        }
        return inPiece && offset <= pieceEnd;
    }

    void mention(const TextToken &token)
    {
        if (token.kind == tok::identifier)
            mentions.push_back(token.text);
    }

    void token()
    {
        const TextToken &token = tokens[at];
        const FunctionDecl *last = before;
        before = nullptr;
        switch (token.kind) {
        case tok::semi:
            earlier = head.empty() ? earlier : head;
            declared();
            break;
        case tok::kw___attribute:
        case tok::kw___declspec:
            if (at + 1 < tokens.size() && tokens[at + 1].kind == tok::l_paren)
                at = closing(tokens, at + 1);
            before = last;
            break;
        case tok::l_paren:
            parentheses();
            break;
        case tok::l_brace:
            brace(last);
            break;
        case tok::r_brace:
            declared();
            earlier.clear();
            if (!scopes.empty())
                scopes.pop_back();
            else
                tooMany(token.offset);
            break;
        case tok::colon:
            if (head.size() == 1 && (head[0].kind == tok::kw_public || head[0].kind == tok::kw_private ||
                                     head[0].kind == tok::kw_protected))
                head.clear();
            else
                head.push_back(token);
            break;
        default:
            if (last && last->doesThisDeclarationHaveABody() && isStatement())
                followed.push_back(last);
            mention(token);
            head.push_back(token);
            break;
        }
    }

    /* Whether what begins here is no declaration. */
    bool isStatement() const
    {
        tok::TokenKind kind = tokens[at].kind;
        tok::TokenKind next = at + 1 < tokens.size() ? tokens[at + 1].kind : tok::eof;
        if (kind == tok::identifier)
            return next == tok::l_paren || next == tok::arrow || next == tok::period || next == tok::equal ||
                   next == tok::l_square || next == tok::plusplus || next == tok::minusminus;
        return kind == tok::kw_return || kind == tok::kw_if || kind == tok::kw_else || kind == tok::kw_for ||
               kind == tok::kw_while || kind == tok::kw_do || kind == tok::kw_switch || kind == tok::kw_goto ||
               kind == tok::kw_delete;
    }

    /* Keeps what stands in a pair out of the head. One without an end is a token like others. */
    void parentheses()
    {
        head.push_back(tokens[at]);
        size_t end = closing(tokens, at);
        if (tokens[end].kind != tok::r_paren || end == at)
            return;
        for (; at < end; at++)
            mention(tokens[at]);
        head.push_back(tokens[end]);
    }

    void tooMany(unsigned offset)
    {
        if (previous)
            cut.push_back({previous, offset});
        for (const FunctionDecl *function : followed)
            cut.push_back({function, offset});
        followed.clear();
    }

    /* Goes to the brace that closes a block, or to where Clang saw a routine outside of all blocks. */
    void skipBlock()
    {
        int depth = 0;
        for (; at < tokens.size(); at++) {
            while (nextPiece < pieces.size() && pieces[nextPiece].last < tokens[at].offset)
                nextPiece++;
            if (nextPiece < pieces.size() && pieces[nextPiece].first <= tokens[at].offset) {
                at--;
                return;
            }
            mention(tokens[at]);
            if (tokens[at].kind == tok::l_brace)
                depth++;
            else if (tokens[at].kind == tok::r_brace && --depth == 0)
                return;
        }
    }

    /* ---- heads ---- */

    static bool isNamed(const TextToken &token)
    {
        return token.kind == tok::identifier && !token.isMacro;
    }

    /* The index behind template <...>. */
    static size_t behindTemplate(const Head &head)
    {
        size_t i = 0;
        while (i + 1 < head.size() && head[i].kind == tok::kw_template && head[i + 1].kind == tok::less) {
            int depth = 0;
            for (i++; i < head.size(); i++) {
                depth += head[i].kind == tok::less ? 1 : head[i].kind == tok::greater ? -1 : 0;
                depth -= head[i].kind == tok::greatergreater ? 2 : 0;
                if (depth <= 0)
                    break;
            }
            i++;
        }
        return i;
    }

    /* A name that may be the one that a head declares. */
    struct Candidate {
        std::string name;
        const TextToken *token = nullptr;
        unsigned rank = 0; /* of two, the one of the higher rank; of equals, the later one */
    };

    /* operator and its symbol. Leaves i at the parenthesis that opens the parameters. */
    static Candidate operatorAt(const Head &head, size_t &i)
    {
        Candidate result;
        result.token = &head[i];
        result.name = "operator";
        result.rank = 3;
        for (i++; i < head.size() && head[i].kind != tok::l_paren; i++)
            result.name +=
                (head[i].kind == tok::identifier || isalpha(static_cast<unsigned char>(head[i].text[0])) ? " " : "") +
                head[i].text.str();
        if (result.name == "operator" && i + 2 < head.size() && head[i + 1].kind == tok::r_paren &&
            head[i + 2].kind == tok::l_paren) {
            result.name += "()";
            i += 2;
        }
        return result;
    }

    /* The name in front of a parenthesis. */
    static Candidate nameAt(const Head &head, size_t begin, size_t i)
    {
        Candidate result;
        result.token = &head[i];
        result.name = head[i].text.str();
        size_t first = i; /* of Class::~Class */
        bool qualified = false;
        if (first > begin && head[first - 1].kind == tok::tilde) {
            result.name = "~" + result.name;
            first--;
        }
        while (first > begin + 1 && head[first - 1].kind == tok::coloncolon) {
            qualified = true;
            first -= 2;
        }
        bool behindParenthesis = first > begin && head[first - 1].kind == tok::r_paren;
        bool isSal = head[i].text.size() > 2 && head[i].text.front() == '_' && head[i].text.back() == '_';
        result.rank = isSal ? 0 : behindParenthesis && !qualified ? 1 : 2;
        return result;
    }

    /* What a head declares: the name in front of its parameters. Gives all that may be it to each, the one in result.
     * What stands behind = or the : of a constructor declares nothing. */
    template <typename Function> static Candidate candidateOf(const Head &head, Function each)
    {
        Candidate best;
        size_t begin = behindTemplate(head);
        for (size_t i = begin; i < head.size(); i++) {
            if (head[i].kind == tok::equal || head[i].kind == tok::colon)
                break;
            Candidate found;
            if (head[i].kind == tok::kw_operator)
                found = operatorAt(head, i);
            else if (i + 1 < head.size() && head[i + 1].kind == tok::l_paren && isNamed(head[i]))
                found = nameAt(head, begin, i);
            if (!found.token)
                continue;
            each(found);
            if (!best.token || found.rank >= best.rank)
                best = found;
        }
        return best;
    }

    static bool has(const Head &head, size_t begin, tok::TokenKind kind)
    {
        for (size_t i = begin; i < head.size(); i++)
            if (head[i].kind == kind)
                return true;
        return false;
    }

    /* Whether a block holds declarations: a namespace, a class, extern "C". */
    static bool opensScope(const Head &head)
    {
        size_t begin = behindTemplate(head);
        if (begin >= head.size())
            return false;
        const TextToken &last = head.back();
        if (has(head, begin, tok::kw_namespace) || last.kind == tok::string_literal)
            return true;
        bool isClass = has(head, begin, tok::kw_class) || has(head, begin, tok::kw_struct) ||
                       has(head, begin, tok::kw_union) || has(head, begin, tok::kw___interface);
        return isClass && !has(head, begin, tok::kw_enum) && !has(head, begin, tok::equal) &&
               last.kind != tok::r_paren && last.kind != tok::kw_const && last.kind != tok::kw_noexcept;
    }

    /* b{1} in C::C() : a(0), b{1} { ... } */
    bool initialisesMember() const
    {
        return has(head, 0, tok::colon) && at > 0 &&
               (tokens[at - 1].kind == tok::identifier || tokens[at - 1].kind == tok::greater);
    }

    /* A declaration ends: whatever it names is lost. */
    void declared()
    {
        candidateOf(head, [&](const Candidate &found) { names.push_back(found.token->text); });
        head.clear();
    }

    void define(const std::string &name, unsigned offset)
    {
        size_t first = at;
        skipBlock();
        definitions.push_back({name, offset, {}});
        addCalled(tokens, first, std::min(at, tokens.size()), definitions.back().called);
        head.clear();
        earlier.clear();
    }

    /* last: the routine that a declaration right before it declares. */
    void brace(const FunctionDecl *last)
    {
        if (opensScope(head)) {
            scopes.push_back(tokens[at].offset);
            head.clear();
            earlier.clear();
            return;
        }
        if (head.empty() && last && !last->doesThisDeclarationHaveABody()) {
            names.push_back(last->getIdentifier() ? last->getName() : "");
            define(last->getNameAsString(), tokens[at].offset);
            return;
        }
        const Head &named = head.empty() ? earlier : head;
        Candidate found =
            candidateOf(named, [&](const Candidate &candidate) { names.push_back(candidate.token->text); });
        if (!found.token || has(head, 0, tok::kw_enum) ||
            (has(head, 0, tok::equal) && found.name.compare(0, 8, "operator") != 0)) {
            skipBlock();
            return;
        }
        if (!head.empty() && initialisesMember()) {
            skipBlock();
            return;
        }
        std::string name = found.name;
        define(name, found.token->offset);
    }
};

} // namespace

/* ---- the unit ------------------------------------------------------------------------------------------------ */

bool UnitLowering::isIn(const std::set<const IdentifierInfo *> &names, const NamedDecl *declaration) const
{
    return !names.empty() && declaration->getIdentifier() && names.count(declaration->getIdentifier());
}

/* A body with an error mentions more than its AST says. */
void UnitLowering::mentionBody(const FunctionDecl *function, const std::vector<TextToken> &tokens)
{
    Stretch body;
    if (!function->doesThisDeclarationHaveABody() || !function->getBody() ||
        !stretch(function->getBody()->getSourceRange(), body) || errorIn(body) == UINT_MAX)
        return;
    auto first = std::lower_bound(tokens.begin(), tokens.end(), body.first,
                                  [](const TextToken &token, unsigned offset) { return token.offset < offset; });
    for (; first != tokens.end() && first->offset <= body.last; ++first)
        if (first->kind == tok::identifier)
            mentionedNames.insert(&context.Idents.get(first->text));
}

/* Finds, between the declarations that Clang knows, what looks like a routine that it lost, and closing braces too
 * many, which cut the routine before them short. */
void UnitLowering::readScopes(FileID file, const std::vector<Piece> &pieces)
{
    std::vector<TextToken> tokens = tokensOf(context, file, 0, UINT_MAX - 1, skippedIn(file));
    LostText lost(tokens, pieces);
    lost.read();
    nothingParsed = nothingParsed && pieces.empty() && lost.definitions.empty();
    SourceLocation start = sources.getLocForStartOfFile(file);
    auto placeAt = [&](unsigned offset) { return place(start.getLocWithOffset(static_cast<int>(offset))); };
    for (auto &definition : lost.definitions) {
        devlock_program_not_analysed(program, definition.name.c_str(), placeAt(definition.offset),
                                     "its definition could not be parsed");
        for (const std::string &name : definition.called)
            devlock_program_gap_mentions(program, name.c_str());
    }
    for (auto &cut : lost.cut)
        cutShort[cut.first->getCanonicalDecl()] =
            "line " + std::to_string(sources.getLineNumber(file, cut.second)) + " has a closing brace too many";
    for (llvm::StringRef name : lost.names)
        lostNames.insert(&context.Idents.get(name));
    for (llvm::StringRef name : lost.mentions)
        mentionedNames.insert(&context.Idents.get(name));
    for (const Piece &piece : pieces)
        if (piece.function)
            mentionBody(piece.function, tokens);
    if (lost.openScope != UINT_MAX && context.getLangOpts().CPlusPlus) {
        const std::vector<unsigned> &errors = errorsIn(file);
        if (!errors.empty() && !tokens.empty() && errors.back() >= tokens.back().offset)
            devlock_program_not_analysed(program, nullptr, placeAt(lost.openScope),
                                         ("the block that begins in line " +
                                          std::to_string(sources.getLineNumber(file, lost.openScope)) +
                                          " has no end; what follows may be missing")
                                             .c_str());
    }
}

/* Text that an error made vanish: behind a comment or a conditional without an end. */
void UnitLowering::reportLostText(FileID file)
{
    llvm::StringRef buffer = sources.getBufferData(file);
    auto report = [&](unsigned offset, const char *what) {
        Place where = place(sources.getLocForStartOfFile(file).getLocWithOffset(static_cast<int>(offset)));
        std::string reason = "the " + std::string(what) + "; what follows is missing";
        reason.replace(reason.find('#'), 1, std::to_string(where.line));
        devlock_program_not_analysed(program, nullptr, where, reason.c_str());
    };
    for (SourceLocation error : options.errors) {
        auto position = sources.getDecomposedLoc(sources.getExpansionLoc(error));
        if (position.first == file && buffer.substr(position.second, 2) == "/*")
            report(position.second, "comment that begins in line # has no end");
    }
    /* One may end with the last byte, and nothing is missing; of one without an end Clang tells at its #if. */
    const std::vector<unsigned> &errors = errorsIn(file);
    for (auto &range : skippedIn(file)) {
        auto error = std::lower_bound(errors.begin(), errors.end(), range.first);
        if (range.second >= buffer.size() && error != errors.end() && *error < buffer.find('\n', range.first))
            report(range.first, "conditional that begins in line # has no end");
    }
}

/* What is no source at all has errors, and leaves nothing behind that could be missed. */
void UnitLowering::reportNothingParsed()
{
    FileID file = sources.getMainFileID();
    if (!nothingParsed)
        return;
    for (const Decl *declaration : context.getTranslationUnitDecl()->decls())
        if (sources.getFileID(sources.getExpansionLoc(declaration->getLocation())) == file)
            return;
    if (tokensOf(context, file, 0, UINT_MAX - 1, skippedIn(file)).empty())
        return;
    Place where = {devlock_program_file(program, mainPath.c_str()), 1, 1};
    devlock_program_not_analysed(program, nullptr, where, "nothing in it could be parsed");
}

/* Looks at the main file, and at the driver's headers that have errors. */
void UnitLowering::reportLostDefinitions()
{
    llvm::SmallVector<FileID, 4> files;
    files.push_back(sources.getMainFileID());
    llvm::DenseSet<FileID> seen;
    seen.insert(files[0]);
    for (SourceLocation location : options.errors) {
        FileID file = sources.getFileID(sources.getExpansionLoc(location));
        if (!isSystem(location) && sources.getFileEntryForID(file) && seen.insert(file).second)
            files.push_back(file);
    }
    PieceFinder pieces(*this, files);
    for (FileID file : files)
        if (file.isValid()) {
            readScopes(file, pieces.of(file));
            reportLostText(file);
            if (file == sources.getMainFileID())
                reportNothingParsed();
        }
}

} // namespace devlock

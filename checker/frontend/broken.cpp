/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Broken code: does what Clang made of a routine still hold all that was written?
 *
 * Clang goes on after an error, and may leave out the statement without a trace. So a source with errors is read once
 * more, token by token, and compared with the AST: each call, jump, loop, test and assignment in the text must have its
 * node. And each node its text: Clang corrects names and keywords that it takes for misspelt, and what it then reads is a
 * guess. Needs the AST, the text and the places of errors. Leaves behind reasons why routines cannot be analysed. Costs
 * nothing for a source without errors, and a pass over the tokens and the AST of each routine of one with errors.
 */
#include "tokens.h"

#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace devlock
{

namespace
{

/* What the AST accounts for; offsets in the file of the routine. */
struct Covered {
    llvm::DenseSet<unsigned> calls;                    /* ) of intact calls */
    llvm::DenseSet<unsigned> groups;                   /* ( of parentheses and casts */
    llvm::DenseSet<unsigned> operators;                /* assignments, ++ and -- */
    llvm::DenseSet<unsigned> statements;               /* keywords that begin statements */
    llvm::DenseMap<unsigned, llvm::StringRef> names;   /* names of variables, functions and fields */
    std::vector<std::pair<unsigned, unsigned>> opaque; /* declarators, types, assembly: nothing to be seen inside */
    bool lostInMacro = false;                          /* a broken call or assignment that a macro wrote */
};

/* Collects what a body's AST accounts for. */
class Coverage
{
  public:
    Coverage(const SourceManager &sources, FileID file, Covered &covered)
        : sources(sources), file(file), covered(covered)
    {
    }

    void visit(const Stmt *statement)
    {
        if (!statement)
            return;
        note(statement);
        for (const Stmt *child : statement->children())
            visit(child);
    }

  private:
    const SourceManager &sources;
    FileID file;
    Covered &covered;

    bool offsetOf(SourceLocation location, unsigned &offset) const
    {
        if (location.isInvalid() || location.isMacroID())
            return false;
        auto position = sources.getDecomposedLoc(location);
        offset = position.second;
        return position.first == file;
    }

    void add(llvm::DenseSet<unsigned> &set, SourceLocation location) const
    {
        unsigned offset;
        if (offsetOf(location, offset))
            set.insert(offset);
    }

    void name(SourceLocation location, const NamedDecl *named) const
    {
        unsigned offset;
        if (named->getIdentifier() && offsetOf(location, offset))
            covered.names[offset] = named->getName();
    }

    void hide(SourceLocation begin, SourceLocation end)
    {
        unsigned first, last;
        if (offsetOf(sources.getExpansionLoc(begin), first) && offsetOf(sources.getExpansionLoc(end), last))
            covered.opaque.push_back({first, last});
    }

    void declaration(const Decl *declared)
    {
        auto *variable = dyn_cast<VarDecl>(declared);
        if (!variable) {
            hide(declared->getBeginLoc(), declared->getEndLoc());
            return;
        }
        const Expr *value = variable->getInit();
        if (!value || value->getBeginLoc().isInvalid() || value->containsErrors()) {
            if (!variable->isInvalidDecl() && !value)
                hide(variable->getBeginLoc(), variable->getEndLoc());
            return;
        }
        /* Up to the =, but not the value itself. */
        unsigned first, last;
        if (offsetOf(sources.getExpansionLoc(variable->getBeginLoc()), first) &&
            offsetOf(sources.getExpansionLoc(value->getBeginLoc()), last) && last > first)
            covered.opaque.push_back({first, last - 1});
    }

    void designators(const InitListExpr *list)
    {
        if (const InitListExpr *written = list->isSemanticForm() ? list->getSyntacticForm() : list)
            for (const Expr *part : written->inits())
                if (auto *designated = dyn_cast_or_null<DesignatedInitExpr>(part))
                    add(covered.operators, designated->getEqualOrColonLoc());
    }

    void note(const Stmt *statement)
    {
        auto *expression = dyn_cast<Expr>(statement);
        bool intact = !expression || !expression->containsErrors();
        if (!intact && statement->getBeginLoc().isMacroID()) {
            auto *op = dyn_cast<BinaryOperator>(statement);
            if (isa<CallExpr>(statement) || (op && op->isAssignmentOp()) ||
                (isa<RecoveryExpr>(statement) && statement->child_begin() != statement->child_end()))
                covered.lostInMacro = true;
        }
        switch (statement->getStmtClass()) {
        case Stmt::CallExprClass:
            if (intact)
                add(covered.calls, llvm::cast<CallExpr>(statement)->getRParenLoc());
            break;
        case Stmt::DeclRefExprClass:
            name(expression->getExprLoc(), llvm::cast<DeclRefExpr>(statement)->getDecl());
            break;
        case Stmt::MemberExprClass:
            name(llvm::cast<MemberExpr>(statement)->getMemberLoc(), llvm::cast<MemberExpr>(statement)->getMemberDecl());
            break;
        case Stmt::ParenExprClass:
            add(covered.groups, llvm::cast<ParenExpr>(statement)->getLParen());
            break;
        case Stmt::StmtExprClass:
            add(covered.groups, llvm::cast<StmtExpr>(statement)->getLParenLoc());
            break;
        case Stmt::CStyleCastExprClass: {
            auto *conversion = llvm::cast<CStyleCastExpr>(statement);
            hide(conversion->getLParenLoc(), conversion->getRParenLoc());
            break;
        }
        case Stmt::CompoundLiteralExprClass: {
            auto *literal = llvm::cast<CompoundLiteralExpr>(statement);
            add(covered.groups, literal->getLParenLoc());
            break;
        }
        case Stmt::BinaryOperatorClass:
        case Stmt::CompoundAssignOperatorClass:
            if (intact)
                add(covered.operators, llvm::cast<BinaryOperator>(statement)->getOperatorLoc());
            break;
        case Stmt::UnaryOperatorClass:
            if (intact)
                add(covered.operators, llvm::cast<UnaryOperator>(statement)->getOperatorLoc());
            break;
        case Stmt::InitListExprClass:
            designators(llvm::cast<InitListExpr>(statement));
            break;
        case Stmt::UnaryExprOrTypeTraitExprClass:
        case Stmt::OffsetOfExprClass:
        case Stmt::VAArgExprClass:
        case Stmt::TypeTraitExprClass:
        case Stmt::GCCAsmStmtClass:
        case Stmt::MSAsmStmtClass:
            hide(statement->getBeginLoc(), statement->getEndLoc());
            break;
        case Stmt::DeclStmtClass:
            for (const Decl *declared : llvm::cast<DeclStmt>(statement)->decls())
                declaration(declared);
            break;
        case Stmt::DoStmtClass:
            add(covered.statements, llvm::cast<DoStmt>(statement)->getWhileLoc());
            add(covered.statements, statement->getBeginLoc());
            break;
        case Stmt::ReturnStmtClass: {
            /* Some versions of Clang keep it when its value is broken, some do not. */
            const Expr *value = llvm::cast<ReturnStmt>(statement)->getRetValue();
            if (!value || !value->containsErrors())
                add(covered.statements, statement->getBeginLoc());
            break;
        }
        case Stmt::SEHTryStmtClass:
            add(covered.statements, statement->getBeginLoc());
            break;
        case Stmt::IfStmtClass:
        case Stmt::WhileStmtClass:
        case Stmt::ForStmtClass:
        case Stmt::SwitchStmtClass:
        case Stmt::CaseStmtClass:
        case Stmt::DefaultStmtClass:
        case Stmt::GotoStmtClass:
        case Stmt::IndirectGotoStmtClass:
        case Stmt::BreakStmtClass:
        case Stmt::ContinueStmtClass:
        case Stmt::SEHLeaveStmtClass:
        case Stmt::SEHExceptStmtClass:
        case Stmt::SEHFinallyStmtClass:
            add(covered.statements, statement->getBeginLoc());
            break;
        default:
            break;
        }
    }
};

bool beginsStatement(tok::TokenKind kind)
{
    switch (kind) {
    case tok::kw_return:
    case tok::kw_goto:
    case tok::kw_break:
    case tok::kw_continue:
    case tok::kw_if:
    case tok::kw_while:
    case tok::kw_for:
    case tok::kw_do:
    case tok::kw_switch:
    case tok::kw_case:
    case tok::kw_default:
    case tok::kw___try:
    case tok::kw___finally:
    case tok::kw___leave:
        return true;
    default:
        return false;
    }
}

bool assigns(tok::TokenKind kind)
{
    switch (kind) {
    case tok::equal:
    case tok::plusequal:
    case tok::minusequal:
    case tok::starequal:
    case tok::slashequal:
    case tok::percentequal:
    case tok::ampequal:
    case tok::pipeequal:
    case tok::caretequal:
    case tok::lesslessequal:
    case tok::greatergreaterequal:
    case tok::plusplus:
    case tok::minusminus:
        return true;
    default:
        return false;
    }
}

/* A macro may open or close a block. */
bool hasBraceMacro(const std::vector<TextToken> &tokens)
{
    for (const TextToken &token : tokens)
        if (token.isMacro)
            return true;
    return false;
}

bool isExcept(const TextToken &token)
{
    return token.text == "__except" || token.text == "_except"; /* no keyword to Clang, but a statement */
}

/* Whether Clang took the token for another one. */
bool isCorrected(const TextToken &token, const Covered &covered)
{
    if (covered.statements.count(token.offset))
        return !beginsStatement(token.kind) && !isExcept(token);
    auto name = covered.names.find(token.offset);
    return name != covered.names.end() && token.kind == tok::identifier && token.text != name->second;
}

/* Finds the first token that the AST does not account for; gives its offset or UINT_MAX. */
unsigned firstLost(const std::vector<TextToken> &tokens, const Covered &covered,
                   const std::vector<unsigned> &errorOffsets)
{
    auto isHidden = [&](unsigned offset) {
        for (auto &range : covered.opaque)
            if (offset >= range.first && offset <= range.second)
                return true;
        return false;
    };
    for (size_t i = 0; i < tokens.size(); i++) {
        const TextToken &token = tokens[i];
        bool callFollows = i + 1 < tokens.size() && tokens[i + 1].kind == tok::l_paren;
        if (token.kind == tok::kw___attribute || token.kind == tok::kw___declspec) {
            if (callFollows)
                i = closing(tokens, i + 1);
            continue;
        }
        if (token.isMacro) { /* what a macro makes of its arguments is not to be seen here */
            size_t end = callFollows ? closing(tokens, i + 1) : i;
            for (unsigned error : errorOffsets)
                if (error >= token.offset && error <= tokens[end].offset)
                    return token.offset;
            i = end;
            continue;
        }
        if (isCorrected(token, covered))
            return token.offset;
        if (isHidden(token.offset))
            continue;
        if (isExcept(token)) {
            if (!covered.statements.count(token.offset))
                return token.offset;
            continue;
        }
        if (beginsStatement(token.kind)) {
            if (!covered.statements.count(token.offset))
                return token.offset;
            continue;
        }
        if (token.kind == tok::kw_asm)
            return token.offset;
        if (assigns(token.kind)) {
            if (!covered.operators.count(token.offset))
                return token.offset;
            continue;
        }
        bool mayBeCallee = token.kind == tok::identifier || token.kind == tok::r_paren || token.kind == tok::r_square;
        if (mayBeCallee && callFollows && !isHidden(tokens[i + 1].offset)) {
            if (!covered.groups.count(tokens[i + 1].offset) &&
                !covered.calls.count(tokens[closing(tokens, i + 1)].offset))
                return token.offset;
        }
    }
    return UINT_MAX;
}

} // namespace

/* The preprocessor tells them in the order of the text, and none lies in another. */
const SkippedRanges &UnitLowering::skippedIn(FileID file)
{
    if (skipped.empty())
        for (const SourceRange &range : options.skipped) {
            auto begin = sources.getDecomposedLoc(range.getBegin()), end = sources.getDecomposedLoc(range.getEnd());
            skipped[begin.first].push_back({begin.second, end.second});
        }
    return skipped[file];
}

/* A body whose braces come from a macro is compared by its nodes only. */
std::string UnitLowering::lostTextReason(const FunctionDecl *function)
{
    const Stmt *body = function->getBody();
    SourceLocation begin = sources.getExpansionLoc(body->getBeginLoc());
    SourceLocation end = sources.getExpansionLoc(body->getEndLoc());
    auto first = sources.getDecomposedLoc(begin), last = sources.getDecomposedLoc(end);
    auto reasonAt = [](unsigned line) {
        return "line " + std::to_string(line) + " has an error that may hide a call, a jump or an assignment";
    };

    std::vector<unsigned> errorOffsets;
    for (SourceLocation location : options.errors) {
        auto position = sources.getDecomposedLoc(sources.getExpansionLoc(location));
        if (position.first == first.first && position.second >= first.second && position.second <= last.second)
            errorOffsets.push_back(position.second);
    }
    Covered covered;
    Coverage(sources, first.first, covered).visit(body);
    if (covered.lostInMacro)
        return reasonAt(line(errorOffsets.empty()
                                 ? begin
                                 : sources.getLocForStartOfFile(first.first).getLocWithOffset(errorOffsets.front())));
    if (first.first != last.first)
        return errorOffsets.empty() ? "" : reasonAt(line(begin));
    std::vector<TextToken> tokens = tokensOf(context, first.first, first.second, last.second, skippedIn(first.first));
    int depth = 0;
    for (const TextToken &token : tokens)
        depth += token.kind == tok::l_brace ? 1 : token.kind == tok::r_brace ? -1 : 0;
    bool atEnd = false; /* "expected '}'" */
    for (unsigned error : errorOffsets)
        atEnd = atEnd || error >= last.second;
    if (atEnd || (depth != 0 && !hasBraceMacro(tokens)))
        return "its braces do not match; functions after it may be missing";
    unsigned lost = firstLost(tokens, covered, errorOffsets);
    if (lost != UINT_MAX)
        return reasonAt(sources.getLineNumber(first.first, lost));
    return damageReason(function);
}

std::string UnitLowering::brokenReason(const FunctionDecl *function)
{
    if (function->isInvalidDecl())
        return "its declaration could not be parsed";
    auto known = cutShort.find(function->getCanonicalDecl());
    if (known != cutShort.end())
        return known->second;
    if (!function->getBody())
        return "its body could not be parsed";
    return context.getLangOpts().CPlusPlus ? errorReason(function) : lostTextReason(function);
}

} // namespace devlock

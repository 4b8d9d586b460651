/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Uses of macros that the program asks for, PAGED_CODE above all: a macro that expands to nothing leaves no node in the
 * AST, so each use is given to the statement before which it has its place, or to a closing brace, and is then a call
 * step of a function of the macro's name.
 *
 * What such a macro expands to is not lowered: it tests the claim and complains (PAGED_CODE of a build for debugging),
 * and a claim that is tested would be an assumption behind it.
 *
 * Needs what the preprocessor noted (preprocessor_keeper.h). Leaves behind call steps. Costs nothing in a body without
 * such a macro, and a walk down to the statement for each use.
 */
#include "lowering.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

#include <algorithm>

using namespace clang;

namespace devlock
{

/* ---- places -------------------------------------------------------------------------------------------------- */

namespace
{

/* Where statements are in the files, macros seen where they are used. */
class Order
{
  public:
    Order(const SourceManager &sources, SourceLocation use) : sources(sources), use(use)
    {
    }

    /* The use lies behind the end of the statement / before or at its beginning. */
    bool isBehind(const Stmt *statement) const
    {
        return sources.isBeforeInTranslationUnit(end(statement), use);
    }
    bool isBefore(const Stmt *statement) const
    {
        return !sources.isBeforeInTranslationUnit(begin(statement), use);
    }
    bool isBefore(SourceLocation place) const
    {
        return place.isValid() && sources.isBeforeInTranslationUnit(use, sources.getExpansionLoc(place));
    }
    bool isInside(const Stmt *statement) const
    {
        return !isBehind(statement) && !isBefore(statement);
    }

    /* The whole statement is a macro's text: what it is made of has no places of its own. */
    bool isOneMacro(const Stmt *statement) const
    {
        return statement->getBeginLoc().isMacroID() && statement->getEndLoc().isMacroID() &&
               begin(statement) == sources.getExpansionLoc(statement->getEndLoc());
    }

    /* The whole statement is the text of this very macro, and not of one around it or of an argument. */
    bool isTextOf(const Stmt *statement, llvm::StringRef macro, const LangOptions &language) const
    {
        return isOneMacro(statement) && outermost(statement->getBeginLoc(), language) == macro &&
               outermost(statement->getEndLoc(), language) == macro &&
               !sources.isMacroArgExpansion(statement->getBeginLoc()) && !hasWritten(statement);
    }

  private:
    /* The name of the macro in a file that a place comes from. */
    llvm::StringRef outermost(SourceLocation place, const LangOptions &language) const
    {
        for (;;) {
            SourceLocation caller = sources.getImmediateMacroCallerLoc(place);
            if (!caller.isMacroID())
                return Lexer::getImmediateMacroName(place, sources, language);
            place = caller;
        }
    }
    /* Something in it was written where the macro is used: an argument. Those of macros in its own text were not. */
    bool hasWritten(const Stmt *statement) const
    {
        SourceLocation written = sources.getSpellingLoc(statement->getBeginLoc());
        CharSourceRange used = sources.getExpansionRange(statement->getBeginLoc());
        if (!sources.isBeforeInTranslationUnit(written, used.getBegin()) &&
            !sources.isBeforeInTranslationUnit(used.getEnd(), written))
            return true;
        for (const Stmt *child : statement->children())
            if (child && hasWritten(child))
                return true;
        return false;
    }
    SourceLocation begin(const Stmt *statement) const
    {
        return sources.getExpansionLoc(statement->getBeginLoc());
    }
    SourceLocation end(const Stmt *statement) const
    {
        return sources.getExpansionRange(statement->getEndLoc()).getEnd();
    }

    const SourceManager &sources;
    SourceLocation use;
};

} // namespace

/* The statements within one that are lowered as statements, in the order of the text. */
static llvm::SmallVector<const Stmt *, 4> partsOf(const Stmt *statement)
{
    llvm::SmallVector<const Stmt *, 4> parts;
    if (auto *body = dyn_cast<CompoundStmt>(statement))
        parts.append(body->body_begin(), body->body_end());
    else if (auto *choice = dyn_cast<IfStmt>(statement))
        parts = {choice->getThen(), choice->getElse()};
    else if (auto *loop = dyn_cast<WhileStmt>(statement))
        parts = {loop->getBody()};
    else if (auto *loop = dyn_cast<DoStmt>(statement))
        parts = {loop->getBody()};
    else if (auto *loop = dyn_cast<ForStmt>(statement))
        parts = {loop->getBody()};
    else if (auto *loop = dyn_cast<CXXForRangeStmt>(statement))
        parts = {loop->getBody()};
    else if (auto *choice = dyn_cast<SwitchStmt>(statement))
        parts = {choice->getBody()};
    else if (auto *tried = dyn_cast<SEHTryStmt>(statement))
        parts = {tried->getTryBlock(), tried->getExceptHandler() ? tried->getExceptHandler()->getBlock() : nullptr,
                 tried->getFinallyHandler() ? tried->getFinallyHandler()->getBlock() : nullptr};
    return parts;
}

/* Where the condition of a statement ends; invalid if none stands before its parts. */
static SourceLocation endOfCondition(const Stmt *statement)
{
    if (auto *choice = dyn_cast<IfStmt>(statement))
        return choice->getRParenLoc();
    if (auto *loop = dyn_cast<WhileStmt>(statement))
        return loop->getRParenLoc();
    if (auto *loop = dyn_cast<ForStmt>(statement))
        return loop->getRParenLoc();
    if (auto *loop = dyn_cast<CXXForRangeStmt>(statement))
        return loop->getRParenLoc();
    if (auto *choice = dyn_cast<SwitchStmt>(statement))
        return choice->getRParenLoc();
    return SourceLocation();
}

/* What a label or an attribute stands before. */
static const Stmt *withoutLabels(const Stmt *statement)
{
    for (;;) {
        if (auto *label = dyn_cast<LabelStmt>(statement))
            statement = label->getSubStmt();
        else if (auto *label = dyn_cast<SwitchCase>(statement))
            statement = label->getSubStmt();
        else if (auto *attributed = dyn_cast<AttributedStmt>(statement))
            statement = attributed->getSubStmt();
        else
            return statement;
    }
}

/* Whether a part of a statement that belongs to another routine holds the use: a lambda, a method of a local class. */
static bool inOtherRoutine(const Stmt *statement, const Order &order, const SourceManager &sources,
                           SourceLocation use)
{
    if (auto *lambda = dyn_cast<LambdaExpr>(statement))
        return order.isInside(lambda->getBody());
    if (auto *declared = dyn_cast<DeclStmt>(statement))
        for (const Decl *declaration : declared->decls())
            if (isa<CXXRecordDecl>(declaration) &&
                sources.isBeforeInTranslationUnit(sources.getExpansionLoc(declaration->getBeginLoc()), use) &&
                sources.isBeforeInTranslationUnit(use, sources.getExpansionLoc(declaration->getEndLoc())))
                return true;
    for (const Stmt *child : statement->children())
        if (child && inOtherRoutine(child, order, sources, use))
            return true;
    return false;
}

/* ---- claims -------------------------------------------------------------------------------------------------- */

/* Goes down to the innermost statement around the use, or the first behind it in the same block. */
void RoutineLowering::findClaim(const Stmt *body, const MacroUse &use)
{
    Order order(unit.sources, use.place);
    for (const Stmt *around = body;;) {
        if (order.isBefore(around) || order.isOneMacro(around)) {
            claimsBefore[around].push_back(&use);
            if (order.isTextOf(around, use.name, unit.context.getLangOpts()))
                claimTexts.insert(around);
            return;
        }
        const Stmt *next = nullptr;
        if (!order.isBefore(endOfCondition(around)))
            for (const Stmt *part : partsOf(around))
                if (!next && part && !order.isBehind(part))
                    next = part;
        if (next) {
            around = withoutLabels(next);
            continue;
        }
        if (isa<CompoundStmt>(around))
            claimsAtEnd[around].push_back(&use);
        else if (!inOtherRoutine(around, order, unit.sources, use.place))
            claimsBefore[around].push_back(&use);
        return;
    }
}

/* The uses in a range of the text, from its beginning to its last token. */
llvm::ArrayRef<MacroUse> UnitLowering::macroUsesIn(SourceRange range) const
{
    const std::vector<MacroUse> &all = options.macroUses;
    SourceLocation first = sources.getExpansionLoc(range.getBegin());
    SourceLocation last = sources.getExpansionRange(range.getEnd()).getEnd();
    auto from = std::partition_point(all.begin(), all.end(), [&](const MacroUse &use) {
        return sources.isBeforeInTranslationUnit(use.place, first);
    });
    auto to = std::partition_point(from, all.end(), [&](const MacroUse &use) {
        return !sources.isBeforeInTranslationUnit(last, use.place);
    });
    return llvm::ArrayRef<MacroUse>(all).slice(from - all.begin(), to - from);
}

/* Which macros are used in the body, and where. */
void RoutineLowering::findClaims(const Stmt *body)
{
    if (!unit.options.macroUses.empty())
        for (const MacroUse &use : unit.macroUsesIn(body->getSourceRange()))
            findClaim(body, use);
}

void RoutineLowering::emitClaims(const std::vector<const MacroUse *> &uses)
{
    for (const MacroUse *use : uses) {
        std::string key = "macro:" + use->name;
        uint32_t id = devlock_program_function(unit.program, key.c_str(), use->name.c_str(), 0);
        open();
        devlock_step_call(routine, unit.place(use->place), devlock_function_address(unit.program, id), 0, nullptr, 0);
    }
}

} // namespace devlock

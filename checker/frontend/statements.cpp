/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lowering of statements: a function's body from its parameters to its closing brace, control flow, labels, and
 * structured exception handling.
 *
 * Needs the body's AST. Leaves behind a finished routine, or none and a reason. Costs two visits of the body (one that
 * looks for addresses taken and labels, one that lowers), and one more of a __finally block for each way out of its
 * __try: the block is copied for each, so that the analysis knows on every path where it goes on.
 */
#include "lowering.h"

#include <algorithm>

using namespace clang;

namespace devlock
{

/* A function that only passes its arguments on to a lambda has no body of its own: the lambda's is taken. */
RoutineLowering::RoutineLowering(UnitLowering &unit, const FunctionDecl *function)
    : unit(unit), function(lambdaOf(function)), named(function)
{
}

/* ---- preparation --------------------------------------------------------------------------------------------- */

/* Finds the variables whose address matters, and the labels with the innermost part of a __try that each lies in.
 * safe: the expression is only loaded from or stored to. */
void RoutineLowering::scan(const Stmt *statement, const Stmt *innermost, bool safe)
{
    if (!statement)
        return;
    switch (statement->getStmtClass()) {
    case Stmt::DeclRefExprClass:
        if (!safe)
            if (auto *variable = dyn_cast<VarDecl>(llvm::cast<DeclRefExpr>(statement)->getDecl()))
                if (!variable->getType()->isReferenceType()) { /* to read one gives the address it holds */
                    addressTaken.insert(variable);
                    unit.openSlot(variable);
                }
        return;
    case Stmt::MemberExprClass:
        if (!safe)
            unit.openSlot(llvm::cast<MemberExpr>(statement)->getMemberDecl());
        scanChildren(statement, innermost);
        return;
    case Stmt::ArraySubscriptExprClass: {
        auto *subscript = llvm::cast<ArraySubscriptExpr>(statement);
        const Expr *base = subscript->getBase()->IgnoreParenImpCasts();
        if (safe && (isa<MemberExpr>(base) || isa<DeclRefExpr>(base)) && base->getType()->isArrayType()) {
            if (auto *member = dyn_cast<MemberExpr>(base))
                scan(member->getBase(), innermost, false);
            else if (auto *variable = dyn_cast<VarDecl>(llvm::cast<DeclRefExpr>(base)->getDecl()))
                addressTaken.insert(variable);
            scan(subscript->getIdx(), innermost, false);
        } else
            scanChildren(statement, innermost);
        return;
    }
    case Stmt::ParenExprClass:
        scan(llvm::cast<ParenExpr>(statement)->getSubExpr(), innermost, safe);
        return;
    case Stmt::ImplicitCastExprClass:
    case Stmt::CStyleCastExprClass: {
        auto *conversion = llvm::cast<CastExpr>(statement);
        CastKind kind = conversion->getCastKind();
        bool whole = kind == CK_LValueToRValue || kind == CK_ToVoid;
        scan(conversion->getSubExpr(), innermost, whole || (safe && conversion->isGLValue() && kind == CK_NoOp));
        return;
    }
    case Stmt::UnaryOperatorClass: {
        auto *op = llvm::cast<UnaryOperator>(statement);
        if (op->isIncrementDecrementOp())
            unit.openSlot(UnitLowering::designated(op->getSubExpr()));
        scan(op->getSubExpr(), innermost,
             (op->isIncrementDecrementOp() && (safe || !op->isGLValue())) || (safe && op->getOpcode() == UO_Extension));
        return;
    }
    case Stmt::BinaryOperatorClass:
    case Stmt::CompoundAssignOperatorClass: {
        auto *op = llvm::cast<BinaryOperator>(statement);
        if (op->isCompoundAssignmentOp())
            unit.openSlot(UnitLowering::designated(op->getLHS()));
        scan(op->getLHS(), innermost,
             (op->isAssignmentOp() && (safe || !op->isGLValue())) || (op->getOpcode() == BO_Comma && safe));
        scan(op->getRHS(), innermost, op->getOpcode() == BO_Comma && safe);
        return;
    }
    case Stmt::GenericSelectionExprClass: {
        auto *generic = llvm::cast<GenericSelectionExpr>(statement);
        if (!generic->isResultDependent())
            scan(generic->getResultExpr(), innermost, safe);
        else
            scanChildren(statement, innermost);
        return;
    }
    case Stmt::ChooseExprClass: {
        auto *choose = llvm::cast<ChooseExpr>(statement);
        if (!choose->isConditionDependent())
            scan(choose->getChosenSubExpr(), innermost, safe);
        return;
    }
    case Stmt::UnaryExprOrTypeTraitExprClass: {
        auto *trait = llvm::cast<UnaryExprOrTypeTraitExpr>(statement);
        QualType type = trait->getTypeOfArgument();
        if (!type.isNull() && type->isVariablyModifiedType())
            scanChildren(statement, innermost);
        return;
    }
    case Stmt::CompoundStmtClass:
        for (const Stmt *part : llvm::cast<CompoundStmt>(statement)->body()) {
            auto *expression = dyn_cast<Expr>(part);
            scan(part, innermost, expression && expression->isGLValue()); /* a value that nobody uses */
            if (auto *declared = dyn_cast<DeclStmt>(part)) /* labels behind it lie in the scope of its objects */
                for (const Decl *declaration : declared->decls())
                    if (auto *variable = dyn_cast<VarDecl>(declaration))
                        if (variable->hasLocalStorage() && variable->getInit() && unit.destructor(variable->getType()))
                            innermost = variable->getInit();
        }
        return;
    case Stmt::GCCAsmStmtClass:
    case Stmt::MSAsmStmtClass:
        for (const Stmt *part : statement->children()) {
            /* Scalars are only read and written whole; what takes an address says so. */
            scan(part, innermost, true);
        }
        return;
    case Stmt::LabelStmtClass: {
        auto *label = llvm::cast<LabelStmt>(statement);
        labelRegions[label->getDecl()] = innermost;
        scan(label->getSubStmt(), innermost, false);
        return;
    }
    case Stmt::AddrLabelExprClass: {
        const LabelDecl *label = llvm::cast<AddrLabelExpr>(statement)->getLabel();
        if (std::find(takenLabels.begin(), takenLabels.end(), label) == takenLabels.end())
            takenLabels.push_back(label);
        return;
    }
    case Stmt::SEHTryStmtClass: {
        auto *tried = llvm::cast<SEHTryStmt>(statement);
        scan(tried->getTryBlock(), tried->getTryBlock(), false);
        if (auto *except = tried->getExceptHandler()) {
            scan(except->getFilterExpr(), innermost, false);
            scan(except->getBlock(), except, false);
        }
        if (auto *last = tried->getFinallyHandler())
            scan(last->getBlock(), last, false);
        return;
    }
    default:
        scanChildren(statement, innermost);
    }
}

void RoutineLowering::scanChildren(const Stmt *statement, const Stmt *innermost)
{
    for (const Stmt *child : statement->children())
        scan(child, innermost, false);
}

/* Parameters come first. A structure is passed as the address of a copy, which is copied into the variable that the
 * body knows. */
void RoutineLowering::parameters()
{
    llvm::SmallVector<std::pair<const ParmVarDecl *, uint32_t>, 4> copied;
    hiddenParameters();
    for (const ParmVarDecl *parameter : function->parameters()) {
        QualType type = parameter->getType();
        std::string name = parameter->getNameAsString();
        if (type->isDependentType()) {
            fail("its declaration could not be parsed");
            return;
        }
        if (unit.shape(type) == Shape::Memory) {
            uint32_t id = devlock_routine_variable(routine, name.c_str(), unit.pointerBits / 8,
                                                   DEVLOCK_VARIABLE_PARAMETER | DEVLOCK_VARIABLE_SCALAR);
            if (unit.destructor(type)) /* the very object, which the caller ends as it was left here */
                byAddress[parameter] = id;
            else
                copied.push_back({parameter, id});
            continue;
        }
        bool plainScalar = !type.isVolatileQualified() && !addressTaken.count(parameter);
        variables[parameter] =
            devlock_routine_variable(routine, name.c_str(), unit.size(type),
                                     DEVLOCK_VARIABLE_PARAMETER | (plainScalar ? DEVLOCK_VARIABLE_SCALAR : 0) |
                                         unit.reads(type) << DEVLOCK_VARIABLE_READS);
    }
    uint32_t entry = block();
    enter(entry);
    for (auto &pair : copied) {
        Place place = unit.place(pair.first->getLocation());
        uint32_t id = variableId(pair.first);
        Operand from = devlock_step_load(routine, place, unit.pointerBits, variable(pair.second), false);
        if (uint64_t size = unit.size(pair.first->getType()))
            devlock_step_copy(routine, place, variable(id), from, size);
    }
    for (const ParmVarDecl *parameter : function->parameters())
        if (parameter->getOriginalType()->isVariablyModifiedType())
            vlaEvaluate(parameter->getType());
}

std::string RoutineLowering::run()
{
    const Stmt *body = function->getBody();
    Place place = unit.place(function->getLocation());
    if (function->hasAttr<NakedAttr>())
        return "it is a naked function, written in assembly";
    resultWidth = unit.resultWidth(function->getReturnType());
    routine = devlock_routine_begin(unit.program, unit.function(named), resultWidth, place);
    if (!routine)
        return "";
    auto *constructor = dyn_cast<CXXConstructorDecl>(function);
    auto *destructor = dyn_cast<CXXDestructorDecl>(function);
    if (constructor)
        for (const CXXCtorInitializer *part : constructor->inits())
            scan(part->getInit(), nullptr, false);
    scopeEnd = body->getEndLoc();
    scan(body, nullptr, false);
    findClaims(body);
    parameters();
    findElided(body);
    if (failure.empty() && constructor)
        constructorStart(constructor);
    if (failure.empty() && destructor)
        destructorStart(destructor);
    if (failure.empty())
        statement(body);
    if (failure.empty())
        leaveScope(nullptr);
    for (auto &pair : labelBlocks)
        if (!placedLabels.count(pair.second))
            fail("a label could not be parsed");
    if (failure.empty() && isOpen())
        devlock_end_return(routine, unit.place(body->getEndLoc()), devlock_none());
    if (!failure.empty()) {
        devlock_routine_abandon(routine);
        return failure;
    }
    devlock_routine_finish(routine);
    return "";
}

/* ---- building ------------------------------------------------------------------------------------------------ */

void RoutineLowering::fail(const std::string &reason)
{
    if (failure.empty())
        failure = reason;
}

void RoutineLowering::fail(const Stmt *statement, const std::string &reason)
{
    fail("line " + std::to_string(unit.line(statement->getBeginLoc())) + ": " + reason);
}

void RoutineLowering::unsupported(const Stmt *statement, const char *what)
{
    fail(statement, std::string("this kind of ") + what + " is not supported (" + statement->getStmtClassName() + ")");
}

uint32_t RoutineLowering::handlerOf(const Region *where) const
{
    for (; where; where = where->parent)
        if (where->kind == RegionKind::TryExcept || where->kind == RegionKind::TryFinally)
            return where->dispatch;
    return DEVLOCK_NONE;
}

uint32_t RoutineLowering::blockIn(const Region *where)
{
    return devlock_routine_block(routine, handlerOf(where));
}

uint32_t RoutineLowering::block()
{
    return blockIn(region);
}

void RoutineLowering::jump(Place place, uint32_t target)
{
    open();
    devlock_end_jump(routine, place, target);
}

void RoutineLowering::branch(Place place, Operand condition, uint32_t ifTrue, uint32_t ifFalse, const char *text)
{
    open();
    devlock_end_branch(routine, place, condition, ifTrue, ifFalse, text);
}

/* ---- statements ---------------------------------------------------------------------------------------------- */

void RoutineLowering::statement(const Stmt *statement)
{
    if (!statement || !failure.empty())
        return;
    claimsOf(statement);
    if (claimTexts.contains(statement))
        return;
    if (auto *expression = dyn_cast<Expr>(statement)) {
        fullExpression(expression, [&] { effects(expression); });
        return;
    }
    switch (statement->getStmtClass()) {
    case Stmt::NullStmtClass:
        return;
    case Stmt::CompoundStmtClass:
        compoundStatement(llvm::cast<CompoundStmt>(statement));
        return;
    case Stmt::DeclStmtClass:
        for (const Decl *declared : llvm::cast<DeclStmt>(statement)->decls()) {
            if (auto *variable = dyn_cast<VarDecl>(declared))
                declare(variable);
            else if (auto *alias = dyn_cast<TypedefNameDecl>(declared)) {
                if (!alias->getUnderlyingType()->isDependentType())
                    vlaEvaluate(alias->getUnderlyingType());
            }
        }
        return;
    case Stmt::IfStmtClass:
        ifStatement(llvm::cast<IfStmt>(statement));
        return;
    case Stmt::WhileStmtClass:
        whileStatement(llvm::cast<WhileStmt>(statement));
        return;
    case Stmt::DoStmtClass:
        doStatement(llvm::cast<DoStmt>(statement));
        return;
    case Stmt::ForStmtClass:
        forStatement(llvm::cast<ForStmt>(statement));
        return;
    case Stmt::SwitchStmtClass:
        switchStatement(llvm::cast<SwitchStmt>(statement));
        return;
    case Stmt::CaseStmtClass:
    case Stmt::DefaultStmtClass:
        switchCase(llvm::cast<SwitchCase>(statement));
        return;
    case Stmt::BreakStmtClass:
        if (jumps.breakBlock == DEVLOCK_NONE)
            fail(statement, "a break stands outside of loops and switches");
        else
            jumpOut(statement, jumps.breakBlock, jumps.breakRegion);
        return;
    case Stmt::ContinueStmtClass:
        if (jumps.continueBlock == DEVLOCK_NONE)
            fail(statement, "a continue stands outside of loops");
        else
            jumpOut(statement, jumps.continueBlock, jumps.continueRegion);
        return;
    case Stmt::GotoStmtClass:
        gotoStatement(statement, llvm::cast<GotoStmt>(statement)->getLabel());
        return;
    case Stmt::IndirectGotoStmtClass:
        indirectGoto(llvm::cast<IndirectGotoStmt>(statement));
        return;
    case Stmt::LabelStmtClass:
        labelStatement(llvm::cast<LabelStmt>(statement));
        return;
    case Stmt::ReturnStmtClass:
        returnStatement(llvm::cast<ReturnStmt>(statement));
        return;
    case Stmt::AttributedStmtClass:
        this->statement(llvm::cast<AttributedStmt>(statement)->getSubStmt());
        return;
    case Stmt::GCCAsmStmtClass:
    case Stmt::MSAsmStmtClass:
        assembly(llvm::cast<AsmStmt>(statement));
        return;
    case Stmt::CXXForRangeStmtClass:
        rangeFor(llvm::cast<CXXForRangeStmt>(statement));
        return;
    case Stmt::CXXTryStmtClass:
        fail(statement, "C++ exceptions are caught, and these are not followed");
        return;
    case Stmt::SEHTryStmtClass:
        tryStatement(llvm::cast<SEHTryStmt>(statement));
        return;
    case Stmt::SEHLeaveStmtClass:
        leaveStatement(llvm::cast<SEHLeaveStmt>(statement));
        return;
    default:
        unsupported(statement, "statement");
    }
}

void RoutineLowering::compoundStatement(const CompoundStmt *body)
{
    const Region *outer = region;
    Scope scope(*this, body);
    for (const Stmt *part : body->body())
        statement(part);
    auto last = claimsAtEnd.find(body);
    if (last != claimsAtEnd.end() && failure.empty())
        emitClaims(last->second);
    leaveScope(outer);
}

void RoutineLowering::ifStatement(const IfStmt *first)
{
    uint32_t after = block();
    const Region *outer = region;
    Scope scope(*this, first);
    for (const IfStmt *current = first;;) { /* else-if chains may be long: no recursion */
        if (current->isConsteval()) {
            unsupported(current, "if");
            return;
        }
        statement(current->getInit());
        if (current->getConditionVariable())
            declare(current->getConditionVariable());
        uint32_t then = block();
        const Stmt *otherwise = current->getElse();
        uint32_t alternative = otherwise || region != outer ? block() : after;
        const Region *inside = region;
        test(current->getCond(), then, alternative);
        enter(then);
        statement(current->getThen());
        if (isOpen())
            jumpOut(current, after, outer);
        region = inside;
        if (!otherwise) {
            if (alternative != after) {
                enter(alternative);
                jumpOut(current, after, outer);
            }
            break;
        }
        enter(alternative);
        current = claimTexts.contains(otherwise) ? nullptr : dyn_cast<IfStmt>(otherwise);
        if (!current) {
            statement(otherwise);
            if (isOpen())
                jumpOut(otherwise, after, outer);
            break;
        }
        claimsOf(current);
    }
    region = outer;
    enter(after);
}

void RoutineLowering::whileStatement(const WhileStmt *statement)
{
    uint32_t head = block(), body = block(), after = block();
    jump(at(statement), head);
    enter(head);
    Jumps outer = jumps;
    const Region *around = region;
    Scope scope(*this, statement);
    jumps.breakBlock = after;
    jumps.continueBlock = head;
    jumps.breakRegion = jumps.continueRegion = region;
    if (statement->getConditionVariable())
        declare(statement->getConditionVariable());
    uint32_t end = region == around ? after : block();
    test(statement->getCond(), body, end);
    if (end != after) {
        const Region *inside = region;
        enter(end);
        jumpOut(statement, after, around);
        region = inside;
    }
    enter(body);
    this->statement(statement->getBody());
    if (isOpen())
        jumpOut(statement, head, around);
    region = around;
    jumps = outer;
    enter(after);
}

void RoutineLowering::doStatement(const DoStmt *statement)
{
    uint32_t body = block(), test = block(), after = block();
    jump(at(statement), body);
    Jumps outer = jumps;
    jumps.breakBlock = after;
    jumps.continueBlock = test;
    jumps.breakRegion = jumps.continueRegion = region;
    enter(body);
    this->statement(statement->getBody());
    if (isOpen())
        jump(at(statement), test);
    jumps = outer;
    enter(test);
    this->test(statement->getCond(), body, after);
    enter(after);
}

void RoutineLowering::forStatement(const ForStmt *statement)
{
    const Region *around = region;
    Scope scope(*this, statement);
    this->statement(statement->getInit());
    uint32_t head = block(), body = block(), step = block(), after = block();
    jump(at(statement), head);
    enter(head);
    const Region *outside = region;
    if (statement->getConditionVariable()) /* lives until behind the step */
        declare(statement->getConditionVariable());
    const Region *inside = region;
    uint32_t end = inside == outside ? after : block();
    if (statement->getCond())
        test(statement->getCond(), body, end);
    else
        jump(at(statement), body);
    if (end != after) {
        enter(end);
        jumpOut(statement, after, outside);
    }
    Jumps outer = jumps;
    jumps.breakBlock = after;
    jumps.continueBlock = step;
    jumps.breakRegion = outside;
    jumps.continueRegion = inside;
    enter(body);
    this->statement(statement->getBody());
    if (isOpen())
        jump(at(statement), step);
    jumps = outer;
    enter(step);
    if (statement->getInc())
        fullExpression(statement->getInc(), [&] { effects(statement->getInc()); });
    jumpOut(statement, head, outside);
    region = outside;
    enter(after);
    leaveScope(around);
}

/* ---- switch -------------------------------------------------------------------------------------------------- */

/* Adds the cases low..high (as signed or unsigned numbers of a width) in the graph's unsigned form. */
static void addCase(std::vector<devlock_case> &cases, llvm::APSInt low, llvm::APSInt high, uint32_t target)
{
    if (low > high)
        return;
    unsigned width = low.getBitWidth();
    uint64_t mask = width >= 64 ? UINT64_MAX : (uint64_t(1) << width) - 1;
    uint64_t first = low.extOrTrunc(64).getZExtValue() & mask, last = high.extOrTrunc(64).getZExtValue() & mask;
    if (first <= last) {
        cases.push_back({first, last, target});
        return;
    }
    cases.push_back({0, last, target}); /* a range from below zero to above */
    cases.push_back({first, mask, target});
}

/* Cases that overlap are an error in C; after one, the first is kept. */
static void dropOverlaps(std::vector<devlock_case> &cases)
{
    std::vector<devlock_case> kept;
    for (const devlock_case &candidate : cases) {
        bool overlaps = false;
        for (const devlock_case &other : kept)
            overlaps = overlaps || (candidate.low <= other.high && other.low <= candidate.high);
        if (!overlaps)
            kept.push_back(candidate);
    }
    cases = kept;
}

void RoutineLowering::switchStatement(const SwitchStmt *statement)
{
    const Expr *condition = statement->getCond();
    Place place = at(condition->IgnoreParenImpCasts());
    const Region *around = region;
    Scope scope(*this, statement);
    this->statement(statement->getInit());
    if (statement->getConditionVariable())
        declare(statement->getConditionVariable());
    Operand value;
    fullExpression(condition, [&] { value = scalarOf(condition); });
    QualType type = condition->getType();
    bool isSigned = !type->isDependentType() && unit.isSigned(type);
    std::vector<devlock_case> cases;
    llvm::DenseMap<const SwitchCase *, uint32_t> blocks;
    uint32_t after = block(), otherwise = after;

    for (const SwitchCase *current = statement->getSwitchCaseList(); current; current = current->getNextSwitchCase()) {
        uint32_t target = block();
        blocks[current] = target;
        auto *labelled = dyn_cast<CaseStmt>(current);
        if (!labelled) {
            otherwise = target;
            continue;
        }
        auto valueOf = [&](const Expr *expression, llvm::APSInt &result) {
            Expr::EvalResult evaluated;
            if (expression->isValueDependent() || !expression->EvaluateAsInt(evaluated, unit.context))
                return false;
            result = evaluated.Val.getInt().extOrTrunc(value.width);
            result.setIsSigned(isSigned);
            return true;
        };
        llvm::APSInt low, high;
        if (!valueOf(labelled->getLHS(), low) || (labelled->getRHS() && !valueOf(labelled->getRHS(), high))) {
            fail(labelled, "the value of a case could not be parsed");
            return;
        }
        addCase(cases, low, labelled->getRHS() ? high : low, target);
    }
    std::reverse(cases.begin(), cases.end()); /* Clang's list runs backwards */
    std::sort(cases.begin(), cases.end(), [](const devlock_case &a, const devlock_case &b) { return a.low < b.low; });
    if (unit.hasErrors())
        dropOverlaps(cases);

    std::string text = unit.text(condition);
    open();
    devlock_end_switch(routine, place, value, isSigned, cases.data(), cases.size(), otherwise, text.c_str());

    Jumps outer = jumps;
    jumps.breakBlock = after;
    jumps.breakRegion = region;
    jumps.cases = &blocks;
    jumps.caseRegion = region;
    this->statement(statement->getBody());
    if (isOpen())
        jump(at(statement), after);
    for (auto &pair : blocks)
        if (!placedCases.count(pair.second))
            fail(pair.first, "a case could not be parsed");
    jumps = outer;
    enter(after);
    leaveScope(around);
}

void RoutineLowering::switchCase(const SwitchCase *statement)
{
    const Stmt *current = statement;
    while (auto *label = dyn_cast<SwitchCase>(current)) { /* case 1: case 2: ... nest; no recursion */
        if (!jumps.cases || !jumps.cases->count(label)) {
            fail(label, "a case stands outside of its switch");
            return;
        }
        if (jumps.caseRegion != region) {
            fail(label, "a jump enters a __try block");
            return;
        }
        uint32_t target = (*jumps.cases)[label];
        placedCases.insert(target);
        if (isOpen())
            jump(at(label), target);
        enter(target);
        current = label->getSubStmt();
    }
    this->statement(current);
}

/* ---- jumps --------------------------------------------------------------------------------------------------- */

/* The block of a label, as seen from the current place: in the same part of a __try, or around it. */
uint32_t RoutineLowering::labelBlock(const Stmt *user, const LabelDecl *label)
{
    auto position = labelRegions.find(label);
    if (position == labelRegions.end()) {
        fail(user, "a label could not be parsed");
        return block();
    }
    const Region *where = region;
    while (where && where->statement != position->second)
        where = where->parent;
    if (!where && position->second) {
        fail(user, "a jump enters a __try block");
        return block();
    }
    auto key = std::make_pair(label, where);
    auto known = labelBlocks.find(key);
    if (known != labelBlocks.end())
        return known->second;
    uint32_t created = blockIn(where);
    labelBlocks[key] = created;
    return created;
}

void RoutineLowering::gotoStatement(const Stmt *statement, const LabelDecl *label)
{
    auto position = labelRegions.find(label);
    open();
    uint32_t target = labelBlock(statement, label);
    if (position == labelRegions.end())
        return;
    const Region *where = region;
    while (where && where->statement != position->second)
        where = where->parent;
    jumpOut(statement, target, where);
}

void RoutineLowering::labelStatement(const LabelStmt *statement)
{
    uint32_t target = labelBlock(statement, statement->getDecl());
    if (isOpen())
        jump(at(statement), target);
    enter(target);
    placedLabels.insert(target);
    this->statement(statement->getSubStmt());
}

Operand RoutineLowering::labelAddress(const AddrLabelExpr *expression)
{
    for (const Region *where = region; where; where = where->parent)
        if (where->kind == RegionKind::Finally)
            fail(expression, "a __finally block takes the address of a label");
    return devlock_block_address(routine, labelBlock(expression, expression->getLabel()));
}

void RoutineLowering::indirectGoto(const IndirectGotoStmt *statement)
{
    if (const LabelDecl *label = statement->getConstantTarget()) {
        gotoStatement(statement, label);
        return;
    }
    Operand value = convert(at(statement), scalarOf(statement->getTarget()), false, unit.pointerBits);
    std::vector<uint32_t> targets;
    for (const LabelDecl *label : takenLabels) {
        targets.push_back(labelBlock(statement, label));
        auto position = labelRegions.find(label);
        for (const Region *where = region; where; where = where->parent) {
            if (position != labelRegions.end() && where->statement == position->second)
                break;
            if (where->kind == RegionKind::TryFinally || where->kind == RegionKind::Finally)
                fail(statement, "a computed goto leaves a __try or __finally block");
        }
    }
    open();
    devlock_end_indirect(routine, at(statement), value, targets.data(), targets.size());
}

/* Jumps to a block of an outer region, through the __finally blocks between. */
void RoutineLowering::jumpOut(const Stmt *statement, uint32_t target, const Region *targetRegion)
{
    open();
    const Region *from = region;
    if (unwindTo(statement, targetRegion))
        jump(at(statement), target);
    region = from;
}

void RoutineLowering::returnStatement(const ReturnStmt *statement)
{
    Operand value = devlock_none();
    const VarDecl *kept = returnedVariable(statement);
    if (const Expr *result = statement->getRetValue()) {
        fullExpression(result, [&] {
            if (function->getReturnType()->isReferenceType()) {
                value = object(result).address;
            } else if (resultVariable != DEVLOCK_NONE) {
                if (elided.count(kept))
                    return;
                open();
                Operand to = devlock_step_load(routine, at(result), unit.pointerBits, variable(resultVariable), false);
                aggregate(result, &to);
            } else if (result->getType()->isDependentType()) {
                broken(result);
                if (resultWidth)
                    value = unknown(at(result), resultWidth);
            } else if (unit.shape(result->getType()) == Shape::Scalar) {
                value = scalar(result);
                if (value.width != resultWidth)
                    value = resultWidth ? convert(at(result), value, unit.isSigned(result->getType()), resultWidth)
                                        : devlock_none();
            } else
                effects(result);
        });
    }
    open();
    const Region *from = region;
    if (unwindTo(statement, nullptr, elided.count(kept) ? kept : nullptr)) {
        open();
        devlock_end_return(routine, at(statement), value);
    }
    region = from;
}

/* ---- structured exception handling --------------------------------------------------------------------------- */

RoutineLowering::Region *RoutineLowering::newRegion(RegionKind kind, const Region *parent, const Stmt *statement,
                                                    const SEHTryStmt *owner)
{
    regions.emplace_back();
    Region *created = &regions.back();
    created->kind = kind;
    created->parent = parent;
    created->statement = statement;
    created->tryStatement = owner;
    created->jumps = jumps;
    return created;
}

bool RoutineLowering::abnormalTermination() const
{
    for (const Region *where = region; where; where = where->parent)
        if (where->kind == RegionKind::Finally)
            return where->abnormal;
    return false;
}

/* Leaves regions up to (not including) target by a jump: runs the __finally blocks and destructors on the way,
 * innermost first, but not that of a variable that is kept. The current region is target afterwards. Gives false if
 * that is not possible. */
bool RoutineLowering::unwindTo(const Stmt *statement, const Region *target, const VarDecl *kept)
{
    while (region != target) {
        if (!region) {
            fail(statement, "a jump enters a __try block");
            return false;
        }
        if (region->kind == RegionKind::Finally) {
            fail(statement, "a jump leaves a __finally block");
            return false;
        }
        if (region->kind == RegionKind::Filter) {
            fail(statement, "a jump leaves an exception filter");
            return false;
        }
        const Region *left = region;
        region = left->parent;
        if (left->kind == RegionKind::Object && (!kept || left->variable != kept))
            destroy(left->end, left->object, left->type);
        if (left->kind == RegionKind::TryFinally)
            finallyCopy(left, true);
    }
    return failure.empty();
}

/* A copy of the __finally block of a __try, at the current place, which lies in the region around the __try. */
void RoutineLowering::finallyCopy(const Region *tried, bool abnormal)
{
    const unsigned most = 2000; /* nested blocks multiply */
    if (++finallyCopies > most) {
        fail(tried->tryStatement, "there are more than 2000 ways through its __finally blocks");
        return;
    }
    const SEHFinallyStmt *last = tried->tryStatement->getFinallyHandler();
    Jumps outer = jumps;
    const Region *around = region;
    Region *copy = newRegion(RegionKind::Finally, tried->parent, last, tried->tryStatement);
    copy->abnormal = abnormal;
    jumps = tried->jumps;
    region = copy;
    uint32_t start = block();
    jump(at(last), start);
    enter(start);
    statement(last->getBlock());
    uint32_t after = blockIn(around);
    if (isOpen())
        jump(unit.place(last->getEndLoc()), after);
    region = around;
    jumps = outer;
    enter(after);
}

void RoutineLowering::tryStatement(const SEHTryStmt *statement)
{
    const SEHExceptStmt *except = statement->getExceptHandler();
    Place place = at(statement);
    const Region *outer = region;
    uint32_t after = block();
    Region *tried =
        newRegion(except ? RegionKind::TryExcept : RegionKind::TryFinally, outer, statement->getTryBlock(), statement);
    tried->dispatch = blockIn(outer);
    tried->leave = blockIn(outer);
    if (except)
        tried->handler = blockIn(outer);

    open();
    region = tried;
    uint32_t body = block();
    jump(place, body);
    enter(body);
    this->statement(statement->getTryBlock());
    if (isOpen())
        jump(unit.place(statement->getTryBlock()->getEndLoc()), tried->leave);

    /* Falling through, or __leave. */
    region = outer;
    enter(tried->leave);
    if (!except)
        finallyCopy(tried, false);
    jump(place, after);

    if (failure.empty())
        dispatch(tried);
    if (except && failure.empty()) {
        region = newRegion(RegionKind::Handler, outer, except, statement);
        enter(tried->handler);
        this->statement(except->getBlock());
        if (isOpen())
            jump(unit.place(except->getEndLoc()), after);
        region = outer;
    }
    enter(after);
}

void RoutineLowering::leaveStatement(const SEHLeaveStmt *statement)
{
    const Region *target = region;
    while (target && (target->kind == RegionKind::Handler || target->kind == RegionKind::Object))
        target = target->parent;
    if (!target || (target->kind != RegionKind::TryExcept && target->kind != RegionKind::TryFinally)) {
        fail(statement, target ? "a jump leaves a __finally block" : "a __leave stands outside of __try blocks");
        return;
    }
    jumpOut(statement, target->leave, target);
}

/* Where an exception goes that is raised inside a __try. First the filters are asked, from inside out; then the
 * __finally blocks run up to the __try whose handler was chosen, and then the handler. */
void RoutineLowering::dispatch(const Region *inner)
{
    const Region *saved = region;
    llvm::SmallVector<const Region *, 4> pending; /* __finally blocks still to run, innermost first */
    auto runPending = [&](const Stmt *statement, const Region *target, uint32_t handler) {
        for (const Region *tried : pending) {
            region = tried->parent;
            finallyCopy(tried, true);
        }
        region = target;
        if (handler != DEVLOCK_NONE)
            jump(at(statement), handler);
        else {
            open();
            devlock_end_unwind(routine, at(statement));
        }
    };

    enter(inner->dispatch);
    const Region *current = inner;
    for (; current; current = current->parent) {
        const Stmt *statement = current->tryStatement;
        if (current->kind == RegionKind::TryFinally) {
            if (pending.empty() && current != inner)
                break; /* it has a dispatch of its own that does the rest */
            pending.push_back(current);
            continue;
        }
        if (current->kind != RegionKind::TryExcept)
            continue; /* a handler or a copy of a __finally block: the __try that it belongs to is left already */
        if (pending.empty() && current != inner)
            break;
        const SEHExceptStmt *except = current->tryStatement->getExceptHandler();
        const Expr *filter = except->getFilterExpr();
        Place place = at(filter);
        region = newRegion(RegionKind::Filter, current->parent, nullptr, current->tryStatement);
        uint32_t start = block();
        jump(place, start);
        enter(start);
        Operand decision = scalarOf(filter);
        bool isSigned = !filter->getType()->isDependentType() && unit.isSigned(filter->getType());
        decision = convert(place, decision, isSigned, 32);
        Operand zero = devlock_constant(32, 0);
        Operand accepts = binary(place, DEVLOCK_LESS_SIGNED, zero, decision);
        Operand declines = binary(place, DEVLOCK_EQUAL, decision, zero);
        region = current->parent;
        if (accepts.kind == DEVLOCK_OPERAND_CONSTANT) {
            if (accepts.value) {
                runPending(statement, current->parent, current->handler);
                region = saved;
                return;
            }
            if (!declines.value) { /* resumed where it was raised: the path that raises nothing covers it */
                open();
                devlock_end_unreachable(routine, place);
                region = saved;
                return;
            }
            continue;
        }
        std::string text = unit.text(filter);
        uint32_t accepted = block(), refused = block(), next = block(), resumed = block();
        branch(place, accepts, accepted, refused, text.c_str());
        enter(accepted);
        runPending(statement, current->parent, current->handler);
        region = current->parent;
        enter(refused);
        branch(place, declines, next, resumed, text.c_str());
        enter(resumed);
        devlock_end_unreachable(routine, place);
        enter(next);
        region = current->parent;
    }
    if (current)
        jump(at(inner->tryStatement), current->dispatch);
    else
        runPending(inner->tryStatement, nullptr, DEVLOCK_NONE);
    region = saved;
}

} // namespace devlock

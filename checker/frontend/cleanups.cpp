/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lowering of what C++ does at ends: destructors of variables at every way out of their scope, and of temporaries at
 * the end of their full expression (https://eel.is/c++draft/class.temporary).
 *
 * Needs a routine under construction. Leaves behind a region for each object with a destructor, which ways out run
 * through as they do through __finally blocks, and calls of destructors. Costs one call for each object and way out.
 */
#include "lowering.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace devlock
{

/* The destructor that runs when an object of a type, or an array of them, ends; null: none that does anything. */
const CXXDestructorDecl *UnitLowering::destructor(QualType type) const
{
    if (!context.getLangOpts().CPlusPlus || type.isNull() || type->isDependentType() || type->isReferenceType())
        return nullptr;
    const CXXRecordDecl *record = context.getBaseElementType(type)->getAsCXXRecordDecl();
    if (!record || !record->hasDefinition() || record->isInvalidDecl() || record->hasTrivialDestructor())
        return nullptr;
    return record->getDestructor();
}

void RoutineLowering::destroy(Place place, Operand address, QualType type)
{
    const uint64_t most = 64; /* elements of an array, each with a call of its own */
    const CXXDestructorDecl *destructor = unit.destructor(type);
    if (!destructor)
        return;
    uint64_t whole = unit.size(type), element = unit.size(unit.context.getBaseElementType(type));
    if (!element || !whole || whole / element > most) {
        fail("an array of more than 64 objects with destructors ends in it");
        return;
    }
    for (uint64_t i = whole / element; i-- > 0;) { /* the last one first */
        std::vector<devlock_argument> arguments(1);
        arguments[0] = {};
        arguments[0].value = offset(place, address, i * element);
        arguments[0].reach = element;
        callFunction(place, destructor, 0, arguments);
    }
}

/* From here on, ways out of the scope run through the object's destructor. All of them reach it at the scope's end, as
 * debuggers show it. */
void RoutineLowering::guard(const Stmt *statement, Operand address, QualType type)
{
    Region *created = newRegion(RegionKind::Object, region, statement, nullptr);
    created->object = address;
    created->type = type;
    created->end = unit.place(scopeEnd);
    region = created;
}

/* The end of a scope, as it is fallen through. */
void RoutineLowering::leaveScope(const Region *outer)
{
    while (region != outer) {
        const Region *left = region;
        if (!left || left->kind != RegionKind::Object) {
            fail("a scope ends inside of another part of the routine");
            return;
        }
        region = left->parent;
        if (isOpen())
            destroy(left->end, left->object, left->type);
    }
}

/* ---- returned variables --------------------------------------------------------------------------------------- */

/* The variable that a return gives back as a whole; null: it gives something else. */
const VarDecl *RoutineLowering::returnedVariable(const ReturnStmt *statement)
{
    const Expr *value = statement->getRetValue();
    if (!value)
        return nullptr;
    value = value->IgnoreImplicit();
    auto *copied = dyn_cast<CXXConstructExpr>(value);
    if (!copied || copied->getNumArgs() < 1 || !copied->getConstructor()->isCopyOrMoveConstructor())
        return nullptr;
    auto *named = dyn_cast<DeclRefExpr>(copied->getArg(0)->IgnoreParenImpCasts());
    auto *variable = named ? dyn_cast<VarDecl>(named->getDecl()) : nullptr;
    if (!variable || isa<ParmVarDecl>(variable) || !variable->hasLocalStorage() || isa<DecompositionDecl>(variable) ||
        named->refersToEnclosingVariableOrCapture() || variable->getType().isVolatileQualified() ||
        !variable->getASTContext().hasSameUnqualifiedType(variable->getType(), copied->getType()))
        return nullptr;
    return variable;
}

/* live: the variables in whose scope a statement stands; those that another return follows are removed from elided. */
static void weighReturns(const Stmt *statement, llvm::SmallVectorImpl<const VarDecl *> &live,
                         llvm::function_ref<void(const ReturnStmt *)> each)
{
    if (!statement || isa<Expr>(statement))
        return;
    if (auto *given = dyn_cast<ReturnStmt>(statement)) {
        each(given);
        return;
    }
    size_t outer = live.size();
    for (const Stmt *part : statement->children()) {
        weighReturns(part, live, each);
        if (auto *declared = dyn_cast_or_null<DeclStmt>(part))
            for (const Decl *declaration : declared->decls())
                if (auto *variable = dyn_cast<VarDecl>(declaration))
                    live.push_back(variable);
    }
    live.resize(outer);
}

/* Finds the variables that are built in the caller's object: each return in their scope gives them back. Compilers
 * differ in when they do so; a class whose copies are worth their name behaves the same either way. */
void RoutineLowering::findElided(const Stmt *body)
{
    if (resultVariable == DEVLOCK_NONE || !unit.destructor(function->getReturnType()))
        return;
    llvm::SmallVector<const VarDecl *, 8> live;
    llvm::DenseSet<const VarDecl *> others;
    weighReturns(body, live, [&](const ReturnStmt *given) {
        const VarDecl *result = returnedVariable(given);
        if (result)
            elided.insert(result);
        for (const VarDecl *variable : live)
            if (variable != result)
                others.insert(variable);
    });
    for (const VarDecl *variable : others)
        elided.erase(variable);
}

/* ---- full expressions ---------------------------------------------------------------------------------------- */

/* What makes a temporary, without what only names its type. */
static const Expr *maker(const Expr *expression)
{
    for (;;) {
        expression = expression->IgnoreParens();
        if (auto *bound = dyn_cast<CXXBindTemporaryExpr>(expression))
            expression = bound->getSubExpr();
        else if (auto *conversion = dyn_cast<CastExpr>(expression))
            expression = conversion->getSubExpr();
        else
            return expression;
    }
}

/* Gives each temporary that exists on some paths only a flag that says so. */
void RoutineLowering::findConditional(const Stmt *statement, bool isConditional)
{
    if (!statement || isa<LambdaExpr>(statement))
        return;
    if (auto *argument = dyn_cast<CXXDefaultArgExpr>(statement)) {
        findConditional(argument->getExpr(), isConditional);
        return;
    }
    if (auto *bound = dyn_cast<CXXBindTemporaryExpr>(statement))
        if (isConditional && !temporaryFlags.count(maker(bound))) {
            flagOrder.push_back(helper(8));
            temporaryFlags[maker(bound)] = flagOrder.back();
        }
    if (auto *op = dyn_cast<BinaryOperator>(statement))
        if (op->isLogicalOp()) {
            findConditional(op->getLHS(), isConditional);
            findConditional(op->getRHS(), true);
            return;
        }
    if (auto *op = dyn_cast<ConditionalOperator>(statement)) {
        findConditional(op->getCond(), isConditional);
        findConditional(op->getTrueExpr(), true);
        findConditional(op->getFalseExpr(), true);
        return;
    }
    for (const Stmt *child : statement->children())
        findConditional(child, isConditional);
}

void RoutineLowering::beginFullExpression(const Expr *expression, std::vector<Temporary> &list)
{
    temporaries = &list;
    if (!isa<ExprWithCleanups>(expression))
        return;
    size_t first = flagOrder.size();
    findConditional(expression, false);
    open();
    for (size_t flag = first; flag < flagOrder.size(); flag++) /* in the order of the text, for the same graph always */
        devlock_step_store(routine, at(expression), variable(flagOrder[flag]), devlock_constant(8, 0));
}

void RoutineLowering::endFullExpression(Place place, std::vector<Temporary> *outer)
{
    std::vector<Temporary> list;
    std::swap(list, *temporaries);
    temporaries = outer;
    for (size_t i = list.size(); i-- > 0;) {
        open();
        if (list[i].flag == DEVLOCK_NONE) {
            destroy(place, list[i].object, list[i].type);
            continue;
        }
        Operand exists = devlock_step_load(routine, place, 8, variable(list[i].flag), false);
        uint32_t ends = block(), after = block();
        branch(place, truth(place, exists), ends, after, nullptr);
        enter(ends);
        destroy(place, list[i].object, list[i].type);
        jump(place, after);
        enter(after);
    }
}

/* A temporary has come to life; its destructor runs at the end of the full expression. expression: what made it. */
void RoutineLowering::keepTemporary(const Expr *expression, Operand address, QualType type)
{
    if (!unit.destructor(type))
        return;
    if (!temporaries) {
        fail(expression, "a temporary object stands outside of an expression");
        return;
    }
    auto flag = temporaryFlags.find(maker(expression));
    uint32_t id = DEVLOCK_NONE;
    if (flag != temporaryFlags.end()) {
        id = flag->second;
        open();
        devlock_step_store(routine, at(expression), variable(id), devlock_constant(8, 1));
    }
    temporaries->push_back({address, type, id});
}

/* A condition of a statement. Its temporaries end before the branch is taken. */
void RoutineLowering::test(const Expr *expression, uint32_t ifTrue, uint32_t ifFalse)
{
    if (!isa<ExprWithCleanups>(expression)) {
        branchOn(expression, ifTrue, ifFalse);
        return;
    }
    Operand value;
    fullExpression(expression, [&] { value = condition(expression); });
    std::string text = unit.text(expression);
    branch(at(expression), value, ifTrue, ifFalse, text.c_str());
}

} // namespace devlock

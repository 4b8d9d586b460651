/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lowering of what else C++ adds: temporaries, conversions between classes, captured variables, calls of methods, range
 * loops.
 *
 * Needs a routine under construction. Leaves behind steps in its current block. Costs one visit of each expression.
 */
#include "lowering.h"

#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace devlock
{

/* ---- objects ------------------------------------------------------------------------------------------------- */

/* A temporary that is given a place in memory. It ends with its full expression, or with the variable that is bound to
 * it. */
Operand RoutineLowering::temporary(const MaterializeTemporaryExpr *expression)
{
    const Expr *value = expression->getSubExpr();
    QualType type = value->getType();
    if (expression->getStorageDuration() == SD_Static || expression->getStorageDuration() == SD_Thread) {
        unsupported(expression, "temporary");
        return variable(scratch(8));
    }
    uint32_t id = scratch(unit.size(type));
    Operand address = variable(id);
    open();
    devlock_step_declare(routine, at(expression), id);
    initialise(address, type, value, false);
    if (!expression->getExtendingDecl())
        keepTemporary(value, address, type);
    else if (unit.destructor(type))
        extended.push_back({address, type, DEVLOCK_NONE});
    return address;
}

/* Moves an address from a class to one of its bases, or back. A null pointer stays null where the bytes are none. */
Operand RoutineLowering::baseOffset(Place place, Operand address, const CastExpr *expression)
{
    auto recordOf = [](QualType type) {
        if (type->isPointerType())
            type = type->getPointeeType();
        return type->getAsCXXRecordDecl();
    };
    bool down = expression->getCastKind() == CK_BaseToDerived;
    const CXXRecordDecl *current = recordOf(down ? expression->getType() : expression->getSubExpr()->getType());
    int64_t bytes = 0;
    std::vector<const CXXBaseSpecifier *> path(expression->path_begin(), expression->path_end());
    for (const CXXBaseSpecifier *step : path) {
        const CXXRecordDecl *base = step->getType()->getAsCXXRecordDecl();
        if (step->isVirtual() || !current || !base) {
            fail(expression, "a class has virtual base classes");
            return address;
        }
        const ASTRecordLayout *layout = unit.layout(current);
        if (!layout) {
            fail(expression, "a structure it uses could not be parsed");
            return address;
        }
        bytes += layout->getBaseClassOffset(base).getQuantity();
        current = base;
    }
    if (bytes == 0)
        return address;
    if (!down && !expression->getType()->isPointerType())
        return offset(place, address, static_cast<uint64_t>(bytes));
    Operand amount = pointer(static_cast<uint64_t>(bytes));
    uint32_t result = helper(unit.pointerBits), some = block(), after = block();
    open();
    devlock_step_store(routine, place, variable(result), address);
    branch(place, truth(place, address), some, after, nullptr);
    enter(some);
    Operand moved =
        down ? binary(place, DEVLOCK_SUBTRACT, address, amount) : offset(place, address, static_cast<uint64_t>(bytes));
    open();
    devlock_step_store(routine, place, variable(result), moved);
    jump(place, after);
    enter(after);
    return devlock_step_load(routine, place, unit.pointerBits, variable(result), false);
}

/* A variable of the function around a lambda, as the lambda sees it. */
bool RoutineLowering::captured(const DeclRefExpr *expression, ObjectRef &result)
{
    auto known = captures.find(expression->getDecl());
    if (known == captures.end())
        return false;
    Place place = at(expression);
    open();
    Operand self = devlock_step_load(routine, place, unit.pointerBits, variable(thisVariable), false);
    result = field(place, self, known->second, false);
    if (known->second->getType()->isReferenceType()) {
        open();
        Operand target = devlock_step_load(routine, place, unit.pointerBits, result.address, false);
        result = plain(target, expression->getType());
    }
    result.type = expression->getType();
    return true;
}

/* ---- calls --------------------------------------------------------------------------------------------------- */

/* What a call of a method has before its arguments: the object. Gives true if the whole call is done already. */
bool RoutineLowering::memberCall(const CallExpr *expression, std::vector<devlock_argument> &arguments,
                                 std::deque<std::string> &texts, unsigned &first, const FunctionDecl *&callee,
                                 bool &isVirtual, Operand *into)
{
    Place place = at(expression);
    if (auto *ending = dyn_cast<CXXPseudoDestructorExpr>(expression->getCallee()->IgnoreParens())) {
        effects(ending->getBase());
        return true;
    }
    const Expr *self = nullptr;
    const CXXMethodDecl *method = nullptr;
    if (auto *called = dyn_cast<CXXMemberCallExpr>(expression)) {
        method = called->getMethodDecl();
        self = called->getImplicitObjectArgument();
        if (!method) {
            isVirtual = true; /* which one, nobody knows */
            return methodPointerCall(expression, arguments, texts);
        }
        auto *named = dyn_cast<MemberExpr>(called->getCallee()->IgnoreParens());
        isVirtual = method->isVirtual() && !(named && named->hasQualifier()) && !method->hasAttr<FinalAttr>() &&
                    !method->getParent()->isEffectivelyFinal() && !method->getDevirtualizedMethod(self, false);
        if (const CXXMethodDecl *known = isVirtual ? nullptr : method->getDevirtualizedMethod(self, false))
            if (method->isVirtual() && !(named && named->hasQualifier()) && known != method) {
                fail(expression, "a virtual method of a known object is called");
                return true;
            }
    } else if (isa<CXXOperatorCallExpr>(expression)) {
        method = dyn_cast_or_null<CXXMethodDecl>(callee);
        if (!method || !method->isInstance())
            return false;
        self = expression->getArg(0);
        first = 1;
        isVirtual = method->isVirtual() && !method->getParent()->isEffectivelyFinal();
    } else
        return false;
    callee = method;
    if (method->isStatic()) {
        effects(self);
        return false;
    }
    bool copies = method->isTrivial() && (method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator());
    if (copies && !expression->isGLValue())
        return false;
    Operand from;
    if (copies) /* the right side comes first */
        from = object(expression->getArg(first)).address;
    Operand address = self->getType()->isPointerType() ? scalar(self) : object(self).address;
    if (copies) {
        uint64_t size =
            unit.size(self->getType()->isPointerType() ? self->getType()->getPointeeType() : self->getType());
        open();
        if (size)
            devlock_step_copy(routine, place, address, from, size);
        (void)into;
        copiedTo = address;
        return true;
    }
    devlock_argument result = {};
    result.value = address;
    result.reach = DEVLOCK_WHOLE;
    result.read_only = method->isConst();
    texts.push_back(unit.text(self));
    result.text = texts.back().c_str();
    arguments.push_back(result);
    return false;
}

/* (object.*pointer)(...): the object. Gives true if the call cannot be lowered. */
bool RoutineLowering::methodPointerCall(const CallExpr *expression, std::vector<devlock_argument> &arguments,
                                        std::deque<std::string> &texts)
{
    auto *named = dyn_cast<BinaryOperator>(expression->getCallee()->IgnoreParens());
    if (!named || !named->isPtrMemOp() || unit.shape(expression->getType()) == Shape::Memory) {
        fail(expression, "a pointer to a method is called");
        return true;
    }
    devlock_argument self = {};
    self.value = named->getOpcode() == BO_PtrMemI ? scalar(named->getLHS()) : object(named->getLHS()).address;
    self.reach = DEVLOCK_WHOLE;
    texts.push_back(unit.text(named->getLHS()));
    self.text = texts.back().c_str();
    arguments.push_back(self);
    effects(named->getRHS());
    return false;
}

/* ---- statements ---------------------------------------------------------------------------------------------- */

void RoutineLowering::rangeFor(const CXXForRangeStmt *statement)
{
    const Region *around = region;
    Scope scope(*this, statement);
    this->statement(statement->getInit());
    this->statement(statement->getRangeStmt());
    this->statement(statement->getBeginStmt());
    this->statement(statement->getEndStmt());
    uint32_t head = block(), body = block(), step = block(), after = block();
    jump(at(statement), head);
    enter(head);
    test(statement->getCond(), body, after);
    Jumps outer = jumps;
    const Region *inside = region;
    jumps.breakBlock = after;
    jumps.continueBlock = step;
    jumps.breakRegion = jumps.continueRegion = region;
    enter(body);
    this->statement(statement->getLoopVarStmt());
    this->statement(statement->getBody());
    if (isOpen())
        jumpOut(statement, step, inside);
    region = inside;
    jumps = outer;
    enter(step);
    fullExpression(statement->getInc(), [&] { effects(statement->getInc()); });
    jump(at(statement), head);
    enter(after);
    leaveScope(around);
}

} // namespace devlock

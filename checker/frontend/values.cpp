/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lowering of expressions to values: operators, conversions, conditions.
 *
 * Needs a routine under construction. Leaves behind steps in its current block, and new blocks where evaluation
 * branches. Costs one visit of each expression.
 *
 * A value is an operand of the width of its type; _Bool is 8 bits wide and 0 or 1. Numbers that the graph cannot
 * compute with (floating point) are unknown values, but their bits are loaded and stored as they are.
 */
#include "lowering.h"

using namespace clang;

namespace devlock
{

/* ---- building blocks ----------------------------------------------------------------------------------------- */

static uint64_t maskOf(unsigned width)
{
    return width >= 64 ? UINT64_MAX : (uint64_t(1) << width) - 1;
}

static int64_t signedValue(Operand operand)
{
    unsigned shift = 64 - operand.width;
    return static_cast<int64_t>(operand.value << shift) >> shift;
}

static bool isConstant(Operand operand)
{
    return operand.kind == DEVLOCK_OPERAND_CONSTANT;
}

/* Code behind a jump is lowered too: a label may follow. It goes to a block that nothing reaches. */
void RoutineLowering::open()
{
    if (!isOpen())
        enter(block());
}

Operand RoutineLowering::unary(Place place, devlock_unary op, unsigned width, Operand a)
{
    if (isConstant(a)) {
        switch (op) {
        case DEVLOCK_NOT:
            return devlock_constant(width, ~a.value & maskOf(width));
        case DEVLOCK_NEGATE:
            return devlock_constant(width, (0 - a.value) & maskOf(width));
        case DEVLOCK_TRUNCATE:
            return devlock_constant(width, a.value & maskOf(width));
        case DEVLOCK_ZERO_EXTEND:
            return devlock_constant(width, a.value & maskOf(a.width));
        case DEVLOCK_SIGN_EXTEND:
            return devlock_constant(width, static_cast<uint64_t>(signedValue(a)) & maskOf(width));
        }
    }
    open();
    return devlock_step_unary(routine, place, op, width, a);
}

/* Two constants: the value, for the operators that conditions and offsets are made of. */
static bool foldBinary(devlock_binary op, Operand a, Operand b, Operand &result)
{
    unsigned width = a.width;
    uint64_t x = a.value & maskOf(width), y = b.value & maskOf(width);
    auto number = [&](uint64_t value) { result = devlock_constant(width, value & maskOf(width)); };
    auto decided = [&](bool value) { result = devlock_constant(1, value); };
    switch (op) {
    case DEVLOCK_ADD:
    case DEVLOCK_FIELD:
        number(x + y);
        return true;
    case DEVLOCK_SUBTRACT:
        number(x - y);
        return true;
    case DEVLOCK_MULTIPLY:
        number(x * y);
        return true;
    case DEVLOCK_AND:
        number(x & y);
        return true;
    case DEVLOCK_OR:
        number(x | y);
        return true;
    case DEVLOCK_XOR:
        number(x ^ y);
        return true;
    case DEVLOCK_SHIFT_LEFT:
        if (y >= width)
            return false;
        number(x << y);
        return true;
    case DEVLOCK_SHIFT_RIGHT_UNSIGNED:
        if (y >= width)
            return false;
        number(x >> y);
        return true;
    case DEVLOCK_SHIFT_RIGHT_SIGNED:
        if (y >= width)
            return false;
        number(static_cast<uint64_t>(signedValue(a) >> y));
        return true;
    case DEVLOCK_EQUAL:
        decided(x == y);
        return true;
    case DEVLOCK_NOT_EQUAL:
        decided(x != y);
        return true;
    case DEVLOCK_LESS_UNSIGNED:
        decided(x < y);
        return true;
    case DEVLOCK_LESS_EQUAL_UNSIGNED:
        decided(x <= y);
        return true;
    case DEVLOCK_LESS_SIGNED:
        decided(signedValue(a) < signedValue(b));
        return true;
    case DEVLOCK_LESS_EQUAL_SIGNED:
        decided(signedValue(a) <= signedValue(b));
        return true;
    default:
        return false;
    }
}

Operand RoutineLowering::binary(Place place, devlock_binary op, Operand a, Operand b)
{
    Operand result;
    if (isConstant(a) && isConstant(b) && foldBinary(op, a, b, result))
        return result;
    open();
    return devlock_step_binary(routine, place, op, a, b);
}

Operand RoutineLowering::index(Place place, Operand base, Operand i, uint64_t scale, uint64_t count)
{
    if (count == 0 && isConstant(i) && i.value == 0)
        return base;
    open();
    return devlock_step_index(routine, place, base, i, scale, count);
}

Operand RoutineLowering::unknown(Place place, unsigned width, devlock_unknown origin)
{
    open();
    return devlock_step_unknown(routine, place, width, origin);
}

/* isSigned: the value's own type is signed. */
Operand RoutineLowering::convert(Place place, Operand value, bool isSigned, unsigned width)
{
    if (value.width == width)
        return value;
    if (value.width > width) {
        if (width == 1)
            return truth(place, value);
        return unary(place, DEVLOCK_TRUNCATE, width, value);
    }
    return unary(place, isSigned && value.width > 1 ? DEVLOCK_SIGN_EXTEND : DEVLOCK_ZERO_EXTEND, width, value);
}

Operand RoutineLowering::truth(Place place, Operand value)
{
    if (value.width == 1)
        return value;
    return binary(place, DEVLOCK_NOT_EQUAL, value, devlock_constant(value.width, 0));
}

Operand RoutineLowering::fromTruth(Place place, Operand value, unsigned width)
{
    return width == 1 ? value : unary(place, DEVLOCK_ZERO_EXTEND, width, value);
}

Operand RoutineLowering::offset(Place place, Operand address, uint64_t bytes)
{
    if (bytes == 0)
        return address;
    if (address.kind == DEVLOCK_OPERAND_GLOBAL)
        return devlock_global_address(unit.program, address.id, address.value + bytes);
    return binary(place, DEVLOCK_FIELD, address, devlock_constant(address.width, bytes));
}

uint32_t RoutineLowering::helper(unsigned width)
{
    return devlock_routine_variable(routine, "", width / 8, DEVLOCK_VARIABLE_SCALAR);
}

uint32_t RoutineLowering::scratch(uint64_t size)
{
    return devlock_routine_variable(routine, "", size, 0);
}

/* ---- expressions in general ---------------------------------------------------------------------------------- */

/* Looks through what changes neither value nor category. */
static const Expr *transparent(const Expr *expression)
{
    for (;;) {
        if (auto *paren = dyn_cast<ParenExpr>(expression))
            expression = paren->getSubExpr();
        else if (auto *full = dyn_cast<FullExpr>(expression))
            expression = full->getSubExpr();
        else if (auto *argument = dyn_cast<CXXDefaultArgExpr>(expression))
            expression = argument->getExpr();
        else if (auto *member = dyn_cast<CXXDefaultInitExpr>(expression))
            expression = member->getExpr();
        else if (auto *replaced = dyn_cast<SubstNonTypeTemplateParmExpr>(expression))
            expression = replaced->getReplacement();
        else if (auto *bound = dyn_cast<CXXBindTemporaryExpr>(expression))
            expression = bound->getSubExpr();
        else if (auto *generic = dyn_cast<GenericSelectionExpr>(expression)) {
            if (generic->isResultDependent())
                return expression;
            expression = generic->getResultExpr();
        } else if (auto *choose = dyn_cast<ChooseExpr>(expression)) {
            if (choose->isConditionDependent())
                return expression;
            expression = choose->getChosenSubExpr();
        } else if (auto *op = dyn_cast<UnaryOperator>(expression)) {
            if (op->getOpcode() != UO_Extension)
                return expression;
            expression = op->getSubExpr();
        } else
            return expression;
    }
}

static bool isDependent(const Expr *expression)
{
    return expression->getType().isNull() || expression->getType()->isDependentType() ||
           expression->getType()->isPlaceholderType();
}

Operand RoutineLowering::scalar(const Expr *expression)
{
    expression = transparent(expression);
    if (isDependent(expression) && !isa<CastExpr>(expression))
        return broken(expression);
    Place place = at(expression);
    QualType type = expression->getType();
    unsigned width = unit.width(type);

    switch (expression->getStmtClass()) {
    case Stmt::IntegerLiteralClass:
        return devlock_constant(width, llvm::cast<IntegerLiteral>(expression)->getValue().getLimitedValue());
    case Stmt::CharacterLiteralClass:
        return devlock_constant(width, llvm::cast<CharacterLiteral>(expression)->getValue() & maskOf(width));
    case Stmt::FloatingLiteralClass: {
        llvm::APInt bits = llvm::cast<FloatingLiteral>(expression)->getValue().bitcastToAPInt();
        return bits.getBitWidth() == width ? devlock_constant(width, bits.getZExtValue()) : unknown(place, width);
    }
    case Stmt::CXXBoolLiteralExprClass: /* true and false of C23 */
    case Stmt::TypeTraitExprClass:
    case Stmt::SourceLocExprClass:
    case Stmt::CXXNoexceptExprClass:
    case Stmt::SizeOfPackExprClass:
    case Stmt::OffsetOfExprClass: {
        Expr::EvalResult value;
        if (expression->EvaluateAsInt(value, unit.context))
            return devlock_constant(width, value.Val.getInt().extOrTrunc(64).getZExtValue() & maskOf(width));
        effects(expression);
        return unknown(place, width);
    }
    case Stmt::CXXNullPtrLiteralExprClass:
    case Stmt::ImplicitValueInitExprClass:
    case Stmt::CXXScalarValueInitExprClass:
    case Stmt::GNUNullExprClass:
        return devlock_constant(width, 0);
    case Stmt::DeclRefExprClass: {
        auto *reference = llvm::cast<DeclRefExpr>(expression);
        if (auto *constant = dyn_cast<EnumConstantDecl>(reference->getDecl()))
            return devlock_constant(width, constant->getInitVal().extOrTrunc(64).getZExtValue() & maskOf(width));
        if (auto *named = dyn_cast<FunctionDecl>(reference->getDecl()))
            return devlock_function_address(unit.program, unit.function(named));
        return load(place, object(expression), expression);
    }
    case Stmt::MemberExprClass:
        if (auto *constant = dyn_cast<EnumConstantDecl>(llvm::cast<MemberExpr>(expression)->getMemberDecl()))
            return devlock_constant(width, constant->getInitVal().extOrTrunc(64).getZExtValue() & maskOf(width));
        return load(place, object(expression), expression);
    case Stmt::ArraySubscriptExprClass:
    case Stmt::CompoundLiteralExprClass:
    case Stmt::MaterializeTemporaryExprClass:
        return load(place, object(expression), expression);
    case Stmt::CXXThisExprClass:
        return thisPointer(place);
    case Stmt::CXXNewExprClass:
        return newObject(llvm::cast<CXXNewExpr>(expression));
    case Stmt::CXXDeleteExprClass:
        deleteObject(llvm::cast<CXXDeleteExpr>(expression));
        return devlock_none();
    case Stmt::CXXRewrittenBinaryOperatorClass:
        return scalar(llvm::cast<CXXRewrittenBinaryOperator>(expression)->getSemanticForm());
    case Stmt::CXXStaticCastExprClass:
    case Stmt::CXXReinterpretCastExprClass:
    case Stmt::CXXConstCastExprClass:
    case Stmt::CXXFunctionalCastExprClass:
    case Stmt::CXXDynamicCastExprClass:
    case Stmt::ImplicitCastExprClass:
    case Stmt::CStyleCastExprClass:
        return cast(llvm::cast<CastExpr>(expression));
    case Stmt::UnaryOperatorClass:
        return unaryOperator(llvm::cast<UnaryOperator>(expression));
    case Stmt::BinaryOperatorClass:
        return binaryOperator(llvm::cast<BinaryOperator>(expression));
    case Stmt::CompoundAssignOperatorClass:
        return compound(llvm::cast<CompoundAssignOperator>(expression));
    case Stmt::ConditionalOperatorClass:
    case Stmt::BinaryConditionalOperatorClass:
        return conditional(expression);
    case Stmt::CallExprClass:
    case Stmt::CXXMemberCallExprClass:
    case Stmt::CXXOperatorCallExprClass: {
        Operand result = call(llvm::cast<CallExpr>(expression), nullptr);
        return expression->isGLValue() ? load(place, plain(result, type)) : result;
    }
    case Stmt::StmtExprClass:
        return statementExpression(llvm::cast<StmtExpr>(expression), nullptr);
    case Stmt::UnaryExprOrTypeTraitExprClass:
        return sizeOrAlignment(llvm::cast<UnaryExprOrTypeTraitExpr>(expression));
    case Stmt::AddrLabelExprClass:
        return labelAddress(llvm::cast<AddrLabelExpr>(expression));
    case Stmt::AtomicExprClass:
        return atomic(llvm::cast<AtomicExpr>(expression));
    case Stmt::VAArgExprClass:
        return unknown(place, width);
    case Stmt::OpaqueValueExprClass: {
        auto *opaque = llvm::cast<OpaqueValueExpr>(expression);
        auto known = opaqueValues.find(opaque);
        if (known != opaqueValues.end())
            return known->second;
        return opaque->getSourceExpr() ? scalar(opaque->getSourceExpr()) : unknown(place, width);
    }
    case Stmt::InitListExprClass: { /* int x = { 3 } */
        auto *list = llvm::cast<InitListExpr>(expression);
        return list->getNumInits() > 0 ? scalar(list->getInit(0)) : devlock_constant(width, 0);
    }
    case Stmt::ExtVectorElementExprClass:
        effects(llvm::cast<ExtVectorElementExpr>(expression)->getBase());
        return unknown(place, width);
    case Stmt::RecoveryExprClass:
        return broken(expression);
    default:
        unsupported(expression, "expression");
        return unknown(place, width);
    }
}

/* An operand of an operator that the graph does not know: evaluated for what it does. */
Operand RoutineLowering::scalarOf(const Expr *expression)
{
    if (isDependent(expression))
        return broken(expression);
    if (unit.shape(expression->getType()) == Shape::Scalar)
        return scalar(expression);
    effects(expression);
    return unknown(at(expression), 32);
}

/* Evaluates an expression whose value nobody wants. */
void RoutineLowering::effects(const Expr *expression)
{
    expression = transparent(expression);
    if (isDependent(expression)) {
        broken(expression);
        return;
    }
    switch (expression->getStmtClass()) {
    case Stmt::DeclRefExprClass:
    case Stmt::IntegerLiteralClass:
    case Stmt::StringLiteralClass:
    case Stmt::PredefinedExprClass:
    case Stmt::UnaryExprOrTypeTraitExprClass:
        return;
    case Stmt::OffsetOfExprClass: {
        auto *offsetOf = llvm::cast<OffsetOfExpr>(expression);
        for (unsigned i = 0; i < offsetOf->getNumExpressions(); i++)
            effects(offsetOf->getIndexExpr(i));
        return;
    }
    case Stmt::ImplicitCastExprClass:
    case Stmt::CStyleCastExprClass: {
        auto *conversion = llvm::cast<CastExpr>(expression);
        if (conversion->getCastKind() == CK_LValueToRValue) {
            const Expr *from = transparent(conversion->getSubExpr());
            if (isa<DeclRefExpr>(from))
                return;
        } else if (conversion->getCastKind() == CK_ToVoid) {
            effects(conversion->getSubExpr());
            return;
        }
        break;
    }
    case Stmt::ConditionalOperatorClass:
        conditional(expression);
        return;
    case Stmt::BinaryOperatorClass: {
        auto *op = llvm::cast<BinaryOperator>(expression);
        if (op->getOpcode() == BO_Comma) {
            effects(op->getLHS());
            effects(op->getRHS());
            return;
        }
        if (op->isLogicalOp()) {
            shortCircuit(expression);
            return;
        }
        break;
    }
    case Stmt::StmtExprClass:
        statementExpression(llvm::cast<StmtExpr>(expression), nullptr);
        return;
    case Stmt::AtomicExprClass:
        atomic(llvm::cast<AtomicExpr>(expression));
        return;
    case Stmt::CallExprClass:
    case Stmt::CXXMemberCallExprClass:
    case Stmt::CXXOperatorCallExprClass:
        if (unit.destructor(expression->getType()) && !expression->isGLValue())
            break;
        call(llvm::cast<CallExpr>(expression), nullptr);
        return;
    case Stmt::CXXDeleteExprClass:
        deleteObject(llvm::cast<CXXDeleteExpr>(expression));
        return;
    case Stmt::CXXThrowExprClass:
        fail(expression, "a C++ exception is thrown, and these are not followed");
        return;
    default:
        break;
    }
    if (expression->isGLValue()) {
        if (!expression->getType()->isFunctionType()) {
            ObjectRef designated = object(expression);
            if (designated.isVolatile && unit.shape(designated.type) == Shape::Scalar)
                load(at(expression), designated);
        }
        return;
    }
    if (unit.shape(expression->getType()) == Shape::Scalar)
        scalar(expression);
    else if (unit.shape(expression->getType()) == Shape::Memory)
        aggregate(expression, nullptr);
    else
        for (const Stmt *child : expression->children())
            if (auto *part = dyn_cast_or_null<Expr>(child))
                effects(part);
}

/* Code that Clang could not make sense of. Its intact parts are evaluated; whether it may hide a call, a jump or an
 * assignment has been decided before (UnitLowering::brokenReason). */
Operand RoutineLowering::broken(const Expr *expression)
{
    for (const Stmt *child : expression->children())
        if (auto *part = dyn_cast_or_null<Expr>(child)) {
            if (isa<OpaqueValueExpr>(part) || part->getType().isNull())
                continue;
            if (part->isGLValue() && !part->containsErrors() && !isDependent(part) &&
                !part->getType()->isFunctionType())
                object(part);
            else if (!part->getType()->isFunctionType())
                effects(part);
        }
    unsigned width = isDependent(expression) || unit.shape(expression->getType()) != Shape::Scalar
                         ? 32
                         : unit.width(expression->getType());
    return unknown(at(expression), width);
}

/* ---- conversions --------------------------------------------------------------------------------------------- */

Operand RoutineLowering::cast(const CastExpr *expression)
{
    Place place = at(expression);
    const Expr *from = expression->getSubExpr();
    if (isDependent(expression) || isDependent(from)) {
        Operand value = broken(from);
        if (isDependent(expression) || unit.shape(expression->getType()) != Shape::Scalar)
            return value;
        return unknown(place, unit.width(expression->getType()));
    }
    QualType type = expression->getType();
    unsigned width = unit.width(type);

    switch (expression->getCastKind()) {
    case CK_LValueToRValue: {
        Operand value = load(place, object(from), from);
        return value;
    }
    case CK_LValueToRValueBitCast:
    case CK_LValueBitCast:
        return load(place, plain(object(from).address, type));
    case CK_ArrayToPointerDecay: {
        return object(transparent(from)).address;
    }
    case CK_FunctionToPointerDecay:
    case CK_BuiltinFnToFnPtr:
        if (const FunctionDecl *named = directCallee(from))
            return devlock_function_address(unit.program, unit.function(named));
        if (auto *op = dyn_cast<UnaryOperator>(transparent(from)))
            if (op->getOpcode() == UO_Deref)
                return scalar(op->getSubExpr());
        unsupported(expression, "function designator");
        return unknown(place, width);
    case CK_NullToPointer:
        effects(from);
        return devlock_constant(width, 0);
    case CK_ToVoid:
        effects(from);
        return devlock_none();
    case CK_IntegralToBoolean:
    case CK_PointerToBoolean:
        if (unit.isExact(from->getType()))
            return fromTruth(place, condition(from), width);
        break;
    case CK_DerivedToBase:
    case CK_UncheckedDerivedToBase:
    case CK_BaseToDerived:
        return baseOffset(place, scalar(from), expression);
    case CK_UserDefinedConversion:
    case CK_ConstructorConversion:
        return scalar(from);
    case CK_IntegralCast:
    case CK_BooleanToSignedIntegral:
    case CK_IntegralToPointer:
    case CK_PointerToIntegral:
    case CK_BitCast:
    case CK_NoOp:
    case CK_AtomicToNonAtomic:
    case CK_NonAtomicToAtomic:
    case CK_AddressSpaceConversion:
        if (unit.shape(from->getType()) == Shape::Scalar && width != 0) {
            if (!unit.isExact(from->getType()) || !unit.isExact(type)) {
                Operand value = scalar(from);
                return value.width == width ? value : unknown(place, width);
            }
            unit.noteConversion(from->getType(), type);
            return convert(place, scalar(from), unit.isSigned(from->getType()), width);
        }
        break;
    case CK_Dependent:
        broken(from);
        return unknown(place, width ? width : 32);
    default:
        break;
    }
    effects(from);
    return unknown(place, width ? width : 32);
}

/* ---- operators ----------------------------------------------------------------------------------------------- */

Operand RoutineLowering::unaryOperator(const UnaryOperator *expression)
{
    Place place = at(expression);
    const Expr *from = expression->getSubExpr();
    unsigned width = unit.width(expression->getType());
    switch (expression->getOpcode()) {
    case UO_AddrOf: {
        if (const FunctionDecl *named = directCallee(from))
            return devlock_function_address(unit.program, unit.function(named));
        const Expr *inner = transparent(from);
        if (auto *op = dyn_cast<UnaryOperator>(inner))
            if (op->getOpcode() == UO_Deref)
                return scalar(op->getSubExpr());
        return object(inner).address;
    }
    case UO_Deref:
        return load(place, object(expression), expression);
    case UO_PreInc:
    case UO_PreDec:
    case UO_PostInc:
    case UO_PostDec:
        return increment(expression);
    case UO_LNot:
        return fromTruth(place, unary(place, DEVLOCK_NOT, 1, condition(from)), width);
    case UO_Plus:
        return scalarOf(from);
    case UO_Minus:
    case UO_Not:
        if (unit.isExact(expression->getType()) && unit.isExact(from->getType()))
            return unary(place, expression->getOpcode() == UO_Minus ? DEVLOCK_NEGATE : DEVLOCK_NOT, width,
                         convert(place, scalar(from), unit.isSigned(from->getType()), width));
        break;
    default: /* __real, __imag, co_await */
        break;
    }
    effects(from);
    return unknown(place, width);
}

/* Base of pointer arithmetic; count is the number of elements if it is an array object itself. */
Operand RoutineLowering::pointerBase(const Expr *expression, uint64_t &count)
{
    count = 0;
    const Expr *inner = transparent(expression);
    if (auto *conversion = dyn_cast<ImplicitCastExpr>(inner))
        if (conversion->getCastKind() == CK_ArrayToPointerDecay) {
            const Expr *array = transparent(conversion->getSubExpr());
            if (!isDependent(array)) {
                count = elementCount(array);
                return object(array).address;
            }
        }
    return convert(at(expression), scalar(expression), false, unit.pointerBits);
}

Operand RoutineLowering::pointerMove(Place place, Operand base, Operand i, QualType element, uint64_t count)
{
    if (element->isVariablyModifiedType() && !element->isPointerType() && unit.size(element) == 0) {
        Operand bytes = binary(place, DEVLOCK_MULTIPLY, i, vlaBytes(place, element));
        return index(place, base, bytes, 1, 0);
    }
    uint64_t scale = element->isVoidType() || element->isFunctionType() ? 1 : unit.size(element);
    return index(place, base, i, scale ? scale : 1, count);
}

Operand RoutineLowering::pointerAdd(const Expr *expression, const Expr *base, const Expr *i, bool subtract)
{
    Place place = at(expression);
    QualType element = base->getType()->getPointeeType();
    uint64_t count;
    Operand pointerValue = pointerBase(base, count);
    Operand offsetValue = convert(place, scalarOf(i), unit.isSigned(i->getType()), unit.pointerBits);
    if (subtract)
        offsetValue = unary(place, DEVLOCK_NEGATE, unit.pointerBits, offsetValue);
    return pointerMove(place, pointerValue, offsetValue, element, count);
}

/* Both operands have the type's width; the right one of a shift too. */
Operand RoutineLowering::arithmetic(Place place, BinaryOperatorKind op, QualType type, Operand a, Operand b)
{
    bool isSigned = unit.isSigned(type);
    switch (op) {
    case BO_Mul:
        return binary(place, DEVLOCK_MULTIPLY, a, b);
    case BO_Div:
        return binary(place, isSigned ? DEVLOCK_DIVIDE_SIGNED : DEVLOCK_DIVIDE_UNSIGNED, a, b);
    case BO_Rem:
        return binary(place, isSigned ? DEVLOCK_REMAINDER_SIGNED : DEVLOCK_REMAINDER_UNSIGNED, a, b);
    case BO_Add:
        return binary(place, DEVLOCK_ADD, a, b);
    case BO_Sub:
        return binary(place, DEVLOCK_SUBTRACT, a, b);
    case BO_Shl:
        return binary(place, DEVLOCK_SHIFT_LEFT, a, b);
    case BO_Shr:
        return binary(place, isSigned ? DEVLOCK_SHIFT_RIGHT_SIGNED : DEVLOCK_SHIFT_RIGHT_UNSIGNED, a, b);
    case BO_And:
        return binary(place, DEVLOCK_AND, a, b);
    case BO_Or:
        return binary(place, DEVLOCK_OR, a, b);
    case BO_Xor:
        return binary(place, DEVLOCK_XOR, a, b);
    default:
        return unknown(place, a.width);
    }
}

Operand RoutineLowering::compare(const BinaryOperator *expression)
{
    Place place = at(expression);
    const Expr *left = expression->getLHS(), *right = expression->getRHS();
    if (isDependent(left) || isDependent(right) || !unit.isExact(left->getType()) || !unit.isExact(right->getType())) {
        scalarOf(left);
        scalarOf(right);
        return unknown(place, 1);
    }
    Operand a = scalar(left);
    Operand b = scalar(right);
    unsigned width = std::max(a.width, b.width);
    a = convert(place, a, unit.isSigned(left->getType()), width);
    b = convert(place, b, unit.isSigned(right->getType()), width);
    bool isSigned = unit.isSigned(left->getType());
    devlock_binary less = isSigned ? DEVLOCK_LESS_SIGNED : DEVLOCK_LESS_UNSIGNED;
    devlock_binary lessEqual = isSigned ? DEVLOCK_LESS_EQUAL_SIGNED : DEVLOCK_LESS_EQUAL_UNSIGNED;
    switch (expression->getOpcode()) {
    case BO_EQ:
        return binary(place, DEVLOCK_EQUAL, a, b);
    case BO_NE:
        return binary(place, DEVLOCK_NOT_EQUAL, a, b);
    case BO_LT:
        return binary(place, less, a, b);
    case BO_LE:
        return binary(place, lessEqual, a, b);
    case BO_GT:
        return binary(place, less, b, a);
    case BO_GE:
        return binary(place, lessEqual, b, a);
    default:
        return unknown(place, 1);
    }
}

Operand RoutineLowering::binaryOperator(const BinaryOperator *expression)
{
    Place place = at(expression);
    const Expr *left = expression->getLHS(), *right = expression->getRHS();
    BinaryOperatorKind op = expression->getOpcode();
    unsigned width = unit.width(expression->getType());

    if (op == BO_Comma) {
        effects(left);
        return scalar(right);
    }
    if (op == BO_Assign) {
        unit.registerAssignment(expression);
        Operand value = scalarOf(right);
        ObjectRef to = object(left);
        if (value.width != unit.width(left->getType()))
            value = isDependent(right)
                        ? unknown(place, unit.width(left->getType()))
                        : convert(place, value, unit.isSigned(right->getType()), unit.width(left->getType()));
        return store(place, to, value);
    }
    if (expression->isLogicalOp())
        return shortCircuit(expression);
    if (expression->isComparisonOp()) {
        if (unit.shape(expression->getType()) != Shape::Scalar) { /* vectors */
            effects(left);
            effects(right);
            return unknown(place, 32);
        }
        return fromTruth(place, compare(expression), width);
    }
    if (isDependent(left) || isDependent(right)) {
        scalarOf(left);
        scalarOf(right);
        return unknown(place, width);
    }
    if (op == BO_Add && left->getType()->isPointerType())
        return pointerAdd(expression, left, right, false);
    if (op == BO_Add && right->getType()->isPointerType())
        return pointerAdd(expression, right, left, false);
    if (op == BO_Sub && left->getType()->isPointerType()) {
        if (!right->getType()->isPointerType())
            return pointerAdd(expression, left, right, true);
        Operand difference = binary(place, DEVLOCK_SUBTRACT, scalar(left), scalar(right));
        uint64_t element = unit.size(left->getType()->getPointeeType());
        if (element > 1)
            difference = binary(place, DEVLOCK_DIVIDE_SIGNED, difference, devlock_constant(difference.width, element));
        return convert(place, difference, true, width);
    }
    if (!unit.isExact(left->getType()) || !unit.isExact(right->getType()) || !unit.isExact(expression->getType())) {
        scalarOf(left);
        scalarOf(right);
        return unknown(place, width);
    }
    Operand a = convert(place, scalar(left), unit.isSigned(left->getType()), width);
    Operand b = convert(place, scalar(right), unit.isSigned(right->getType()), width);
    return arithmetic(place, op, expression->getType(), a, b);
}

/* changed: if not null, gets the object that is assigned to. */
Operand RoutineLowering::compound(const CompoundAssignOperator *expression, ObjectRef *changed)
{
    Place place = at(expression);
    const Expr *left = expression->getLHS(), *right = expression->getRHS();
    BinaryOperatorKind op = BinaryOperator::getOpForCompoundAssignment(expression->getOpcode());
    QualType type = left->getType();
    unsigned width = unit.width(type);

    if (type->isPointerType()) {
        Operand i = convert(place, scalarOf(right), unit.isSigned(right->getType()), unit.pointerBits);
        ObjectRef to = object(left);
        if (changed)
            *changed = to;
        if (op == BO_Sub)
            i = unary(place, DEVLOCK_NEGATE, unit.pointerBits, i);
        return store(place, to, pointerMove(place, load(place, to), i, type->getPointeeType(), 0));
    }
    Operand b = scalarOf(right);
    ObjectRef to = object(left);
    if (changed)
        *changed = to;
    QualType computed = expression->getComputationResultType();
    if (isDependent(right) || !unit.isExact(type) || !unit.isExact(right->getType()) || !unit.isExact(computed)) {
        Operand value = unknown(place, width);
        return store(place, to, value);
    }
    unsigned workWidth = unit.width(computed);
    QualType leftComputed = expression->getComputationLHSType();
    Operand a = convert(place, load(place, to), unit.isSigned(type), unit.width(leftComputed));
    a = convert(place, a, unit.isSigned(leftComputed), workWidth);
    b = convert(place, b, unit.isSigned(right->getType()), workWidth);
    Operand value = arithmetic(place, op, computed, a, b);
    if (type->isBooleanType())
        value = fromTruth(place, truth(place, value), width);
    else
        value = convert(place, value, unit.isSigned(computed), width);
    return store(place, to, value);
}

Operand RoutineLowering::increment(const UnaryOperator *expression, ObjectRef *designated)
{
    Place place = at(expression);
    QualType type = expression->getSubExpr()->getType();
    ObjectRef to = object(expression->getSubExpr());
    if (designated)
        *designated = to;
    Operand old = load(place, to);
    Operand changed;
    if (type->isPointerType()) {
        Operand step = pointer(expression->isIncrementOp() ? 1 : unit.pointerBits == 64 ? UINT64_MAX : UINT32_MAX);
        changed = pointerMove(place, old, step, type->getPointeeType(), 0);
    } else if (!unit.isExact(type)) {
        changed = unknown(place, old.width);
    } else if (type->isBooleanType()) {
        changed = expression->isIncrementOp()
                      ? devlock_constant(old.width, 1)
                      : fromTruth(place, binary(place, DEVLOCK_EQUAL, old, devlock_constant(old.width, 0)), old.width);
    } else {
        changed = binary(place, expression->isIncrementOp() ? DEVLOCK_ADD : DEVLOCK_SUBTRACT, old,
                         devlock_constant(old.width, 1));
    }
    changed = store(place, to, changed);
    return expression->isPrefix() ? changed : old;
}

Operand RoutineLowering::sizeOrAlignment(const UnaryExprOrTypeTraitExpr *expression)
{
    Place place = at(expression);
    unsigned width = unit.width(expression->getType());
    Expr::EvalResult value;
    if (expression->EvaluateAsInt(value, unit.context))
        return devlock_constant(width, value.Val.getInt().extOrTrunc(64).getZExtValue() & maskOf(width));
    if (expression->getKind() == UETT_SizeOf) {
        QualType type = expression->getTypeOfArgument();
        if (type->isVariableArrayType()) {
            if (!expression->isArgumentType())
                effects(expression->getArgumentExpr());
            return convert(place, vlaBytes(place, type), false, width);
        }
    }
    return unknown(place, width);
}

/* ---- conditions ---------------------------------------------------------------------------------------------- */

/* Only integer constant expressions decide a branch here; what a variable holds is for the analysis. */
bool RoutineLowering::constantCondition(const Expr *expression, bool &value)
{
    if (isDependent(expression) || expression->containsErrors() || !expression->getType()->isIntegerType())
        return false;
    if (auto constant = expression->getIntegerConstantExpr(unit.context)) {
        value = constant->getBoolValue();
        return true;
    }
    return false;
}

/* Looks through what does not change whether a value is zero. */
static const Expr *conditionCore(const Expr *expression)
{
    for (;;) {
        expression = transparent(expression);
        auto *conversion = dyn_cast<CastExpr>(expression);
        if (!conversion)
            return expression;
        CastKind kind = conversion->getCastKind();
        if (kind == CK_IntegralToBoolean || kind == CK_PointerToBoolean)
            expression = conversion->getSubExpr();
        else
            return expression;
    }
}

static const CallExpr *expectCall(const Expr *expression)
{
    for (;;) { /* the argument of __builtin_expect is converted to long: a wider type */
        expression = transparent(expression);
        auto *conversion = dyn_cast<ImplicitCastExpr>(expression);
        if (!conversion || conversion->getCastKind() != CK_IntegralCast)
            break;
        expression = conversion->getSubExpr();
    }
    if (auto *called = dyn_cast<CallExpr>(expression))
        if (const FunctionDecl *callee = called->getDirectCallee())
            if (callee->getBuiltinID() && callee->getDeclName().isIdentifier() &&
                (callee->getName() == "__builtin_expect" || callee->getName() == "__builtin_expect_with_probability"))
                return called;
    return nullptr;
}

/* The truth value (width 1) of a condition. */
Operand RoutineLowering::condition(const Expr *expression)
{
    expression = conditionCore(expression);
    Place place = at(expression);
    if (isDependent(expression)) {
        broken(expression);
        return unknown(place, 1);
    }
    if (auto *op = dyn_cast<UnaryOperator>(expression))
        if (op->getOpcode() == UO_LNot)
            return unary(place, DEVLOCK_NOT, 1, condition(op->getSubExpr()));
    if (auto *op = dyn_cast<BinaryOperator>(expression)) {
        if (op->isComparisonOp() && unit.shape(op->getType()) == Shape::Scalar)
            return compare(op);
        if (op->getOpcode() == BO_Comma) {
            effects(op->getLHS());
            return condition(op->getRHS());
        }
    }
    if (unit.shape(expression->getType()) != Shape::Scalar || !unit.isExact(expression->getType())) {
        effects(expression);
        return unknown(place, 1);
    }
    return truth(place, scalar(expression));
}

/* Goes to one of two blocks. The operators of conditions become branches of their own, each with its own text. */
void RoutineLowering::branchOn(const Expr *expression, uint32_t ifTrue, uint32_t ifFalse)
{
    expression = conditionCore(expression);
    if (auto *op = dyn_cast<UnaryOperator>(expression))
        if (op->getOpcode() == UO_LNot && !isDependent(op)) {
            branchOn(op->getSubExpr(), ifFalse, ifTrue);
            return;
        }
    if (auto *op = dyn_cast<BinaryOperator>(expression)) {
        if (op->getOpcode() == BO_LAnd || op->getOpcode() == BO_LOr) {
            bool isAnd = op->getOpcode() == BO_LAnd;
            uint32_t second = block();
            branchOn(op->getLHS(), isAnd ? second : ifTrue, isAnd ? ifFalse : second);
            enter(second);
            branchOn(op->getRHS(), ifTrue, ifFalse);
            return;
        }
        if (op->getOpcode() == BO_Comma) {
            effects(op->getLHS());
            branchOn(op->getRHS(), ifTrue, ifFalse);
            return;
        }
    }
    bool decided;
    if (constantCondition(expression, decided)) {
        jump(at(expression), decided ? ifTrue : ifFalse);
        return;
    }
    if (auto *op = dyn_cast<ConditionalOperator>(expression))
        if (!isDependent(op)) {
            uint32_t first = block(), second = block();
            branchOn(op->getCond(), first, second);
            enter(first);
            branchOn(op->getTrueExpr(), ifTrue, ifFalse);
            enter(second);
            branchOn(op->getFalseExpr(), ifTrue, ifFalse);
            return;
        }
    if (const CallExpr *expected = expectCall(expression)) {
        const Expr *inner = expected->getArg(0)->IgnoreParenImpCasts();
        for (unsigned i = 1; i < expected->getNumArgs(); i++)
            effects(expected->getArg(i));
        if (inner->getType()->isIntegerType() || inner->getType()->isPointerType()) {
            branchOn(inner, ifTrue, ifFalse);
            return;
        }
    }
    Place place = at(expression);
    Operand value = condition(expression);
    if (isConstant(value)) { /* AbnormalTermination() */
        jump(place, value.value ? ifTrue : ifFalse);
        return;
    }
    std::string text = unit.text(expression);
    branch(place, value, ifTrue, ifFalse, text.c_str());
}

/* && and || as a value: 0 or 1 in a variable of our own. */
Operand RoutineLowering::shortCircuit(const Expr *expression)
{
    Place place = at(expression);
    unsigned width = unit.width(expression->getType());
    if (unit.shape(expression->getType()) != Shape::Scalar) {
        for (const Stmt *child : expression->children())
            effects(llvm::cast<Expr>(child));
        return unknown(place, 32);
    }
    bool decided;
    if (constantCondition(expression, decided))
        return devlock_constant(width, decided);
    uint32_t result = helper(width);
    uint32_t one = block(), zero = block(), after = block();
    branchOn(expression, one, zero);
    enter(one);
    devlock_step_store(routine, place, variable(result), devlock_constant(width, 1));
    jump(place, after);
    enter(zero);
    devlock_step_store(routine, place, variable(result), devlock_constant(width, 0));
    jump(place, after);
    enter(after);
    return devlock_step_load(routine, place, width, variable(result), false);
}

/* ?: with a scalar or no value; GNU's a ?: b. */
Operand RoutineLowering::conditional(const Expr *expression)
{
    auto *op = llvm::cast<AbstractConditionalOperator>(expression);
    Place place = at(expression);
    Shape shape = unit.shape(expression->getType());
    if (shape == Shape::Memory) {
        aggregate(expression, nullptr);
        return devlock_none();
    }
    unsigned width = shape == Shape::Scalar ? unit.width(expression->getType()) : 0;
    const Expr *ifTrue = op->getTrueExpr(), *ifFalse = op->getFalseExpr();
    if (auto *shortened = dyn_cast<BinaryConditionalOperator>(expression)) {
        Operand common = scalarOf(shortened->getCommon());
        opaqueValues[shortened->getOpaqueValue()] = common;
    }
    uint32_t result = width ? helper(width) : 0;
    uint32_t first = block(), second = block(), after = block();
    branchOn(op->getCond(), first, second);
    for (int side = 0; side < 2; side++) {
        const Expr *value = side == 0 ? ifTrue : ifFalse;
        enter(side == 0 ? first : second);
        if (width) {
            Operand computed = scalarOf(value);
            open();
            if (computed.width != width)
                computed = isDependent(value) ? unknown(place, width)
                                              : convert(place, computed, unit.isSigned(value->getType()), width);
            devlock_step_store(routine, at(value), variable(result), computed);
        } else
            effects(value);
        jump(place, after);
    }
    enter(after);
    return width ? devlock_step_load(routine, place, width, variable(result), false) : devlock_none();
}

/* ---- statement expressions ----------------------------------------------------------------------------------- */

/* The expression whose value a statement expression has; null if it has none. */
const Expr *RoutineLowering::bodyValue(const CompoundStmt *body)
{
    if (body->body_empty())
        return nullptr;
    const Stmt *last = body->body_back();
    for (;;) {
        if (auto *label = dyn_cast<LabelStmt>(last))
            last = label->getSubStmt();
        else if (auto *attributed = dyn_cast<AttributedStmt>(last))
            last = attributed->getSubStmt();
        else
            return dyn_cast<Expr>(last);
    }
}

/* into: where a value in memory goes; null: nowhere. */
Operand RoutineLowering::statementExpression(const StmtExpr *expression, Operand *into)
{
    const CompoundStmt *body = expression->getSubStmt();
    Shape shape = unit.shape(expression->getType());
    const Expr *value = shape == Shape::Void ? nullptr : bodyValue(body);
    for (const Stmt *part : body->body()) {
        if (value && part == body->body_back()) {
            while (auto *label = dyn_cast<LabelStmt>(part)) {
                open();
                uint32_t target = labelBlock(label, label->getDecl());
                jump(at(label), target);
                enter(target);
                placedLabels.insert(target);
                part = label->getSubStmt();
            }
            break;
        }
        statement(part);
    }
    if (!value) {
        open();
        return shape == Shape::Scalar ? unknown(at(expression), unit.width(expression->getType())) : devlock_none();
    }
    if (shape == Shape::Scalar) {
        Operand result = scalarOf(value);
        open();
        unsigned width = unit.width(expression->getType());
        return result.width == width ? result : unknown(at(value), width);
    }
    aggregate(value, into);
    return devlock_none();
}

} // namespace devlock

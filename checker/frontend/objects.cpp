/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lowering of what lies in memory: variables, fields, elements, bit-fields, structures, initialisers.
 *
 * Needs a routine under construction. Leaves behind address computations, loads, stores and copies. Costs one visit of
 * each expression and one store for each initialised scalar.
 */
#include "lowering.h"

#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace devlock
{

/* ---- variables ----------------------------------------------------------------------------------------------- */

uint32_t RoutineLowering::variableId(const VarDecl *declaration)
{
    auto known = variables.find(declaration);
    if (known != variables.end())
        return known->second;
    QualType type = declaration->getType();
    unsigned flags = 0;
    uint64_t size = 0;
    if (!type->isDependentType()) {
        size = unit.size(type);
        if (unit.shape(type) == Shape::Scalar && !type.isVolatileQualified() && !addressTaken.count(declaration))
            flags = DEVLOCK_VARIABLE_SCALAR;
    }
    std::string name = declaration->getNameAsString();
    if (flags)
        flags |= unit.reads(type) << DEVLOCK_VARIABLE_READS;
    uint32_t id = devlock_routine_variable(routine, name.c_str(), size, flags);
    variables[declaration] = id;
    return id;
}

/* A declaration is reached: the variable's life begins. */
void RoutineLowering::declare(const VarDecl *declaration)
{
    if (!declaration->hasLocalStorage()) {
        if (declaration->isStaticLocal()) {
            unit.global(declaration);
            if (unit.context.getLangOpts().CPlusPlus && declaration->hasInit() &&
                !declaration->hasConstantInitialization())
                staticLocal(declaration);
        }
        return;
    }
    QualType type = declaration->getType();
    Place place = unit.place(declaration->getLocation());
    if (type->isUndeducedType())
        fail("the type of a variable in it could not be deduced");
    vlaEvaluate(type);
    uint32_t id = variableId(declaration);
    const Expr *value = declaration->getInit();
    open();
    Operand address = variable(id);
    if (elided.count(declaration)) /* it is the caller's object */
        address = devlock_step_load(routine, place, unit.pointerBits, variable(resultVariable), false);
    if (declaration->isInvalidDecl() || type->isDependentType()) {
        devlock_step_declare(routine, place, id);
        if (value)
            scalarOf(value);
        if (!type->isDependentType())
            storeUnknown(place, variable(id), unit.size(type));
        return;
    }
    if (!value) {
        devlock_step_declare(routine, place, id);
        return;
    }
    /* What the initialiser does not set is zero; a structure that is copied whole needs no declaration. */
    unit.fillSlot(declaration, value);
    std::vector<Temporary> keep;
    std::swap(keep, extended);
    fullExpression(value, [&] {
        if (type->isReferenceType()) {
            Operand target = object(value).address;
            open();
            devlock_step_store(routine, place, address, target);
        } else
            initialise(address, type, value, false);
    });
    std::swap(keep, extended);
    for (const Temporary &lives : keep)
        guard(declaration->getInit(), lives.object, lives.type);
    if (unit.destructor(type)) {
        guard(declaration->getInit(), address, type);
        regions.back().variable = declaration;
    }
    if (auto *whole =
            dyn_cast<DecompositionDecl>(declaration)) /* parts that functions give are variables of their own */
        for (const BindingDecl *part : whole->bindings())
            if (const VarDecl *holder = part->getHoldingVar())
                declare(holder);
}

ObjectRef RoutineLowering::plain(Operand address, QualType type)
{
    ObjectRef result;
    result.address = address;
    result.type = type;
    result.isVolatile = type.isVolatileQualified();
    return result;
}

/* ---- lvalues ------------------------------------------------------------------------------------------------- */

static const Expr *inner(const Expr *expression)
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

/* The object that an expression designates. A value in memory (a structure that a call returns) is put into a
 * variable of our own first. */
ObjectRef RoutineLowering::object(const Expr *expression)
{
    expression = inner(expression);
    Place place = at(expression);
    QualType type = expression->getType();
    if (type.isNull() || type->isDependentType() || type->isPlaceholderType()) {
        broken(expression);
        uint32_t id = scratch(8);
        storeUnknown(place, variable(id), 8);
        return plain(variable(id), unit.context.UnsignedLongLongTy);
    }
    switch (expression->getStmtClass()) {
    case Stmt::DeclRefExprClass: {
        const ValueDecl *named = llvm::cast<DeclRefExpr>(expression)->getDecl();
        if (auto *function = dyn_cast<FunctionDecl>(named))
            return plain(devlock_function_address(unit.program, unit.function(function)), type);
        ObjectRef capture;
        if (captured(llvm::cast<DeclRefExpr>(expression), capture))
            return capture;
        if (auto *part = dyn_cast<BindingDecl>(named))
            if (const Expr *bound = part->getBinding())
                return object(bound);
        if (auto *declaration = dyn_cast<VarDecl>(named)) {
            bool isResult = elided.count(declaration), isGiven = byAddress.count(declaration);
            Operand address = isResult  ? variable(resultVariable)
                              : isGiven ? variable(byAddress[declaration])
                              : declaration->hasLocalStorage()
                                  ? variable(variableId(declaration))
                                  : devlock_global_address(unit.program, unit.global(declaration), 0);
            if (isResult || isGiven || declaration->getType()->isReferenceType()) {
                open();
                address = devlock_step_load(routine, place, unit.pointerBits, address, false);
            }
            return plain(address, type);
        }
        break;
    }
    case Stmt::MemberExprClass:
        return member(llvm::cast<MemberExpr>(expression));
    case Stmt::ArraySubscriptExprClass: {
        auto *subscript = llvm::cast<ArraySubscriptExpr>(expression);
        const Expr *base = subscript->getBase();
        if (base->getType()->isVectorType() || !base->getType()->isPointerType()) {
            effects(subscript->getIdx());
            const Expr *vector = inner(base);
            ObjectRef result;
            if (vector->isGLValue())
                result = plain(object(vector).address, type);
            else {
                effects(vector);
                result = plain(variable(scratch(unit.size(vector->getType()))), type);
            }
            result.opaqueBytes = std::max<uint64_t>(unit.size(vector->getType()), 1);
            return result;
        }
        Operand address = pointerAdd(expression, base, subscript->getIdx(), false);
        return plain(address, type);
    }
    case Stmt::UnaryOperatorClass: {
        auto *op = llvm::cast<UnaryOperator>(expression);
        if (op->getOpcode() == UO_Deref) {
            Operand address = scalar(op->getSubExpr());
            return plain(convert(place, address, false, unit.pointerBits), type);
        }
        if (op->getOpcode() == UO_Real || op->getOpcode() == UO_Imag) {
            const Expr *whole = inner(op->getSubExpr());
            if (whole->isGLValue()) {
                ObjectRef result = plain(object(whole).address, type);
                result.opaqueBytes = std::max<uint64_t>(unit.size(whole->getType()), 1);
                return result;
            }
        }
        if (expression->isGLValue() && op->isIncrementDecrementOp()) {
            ObjectRef changed;
            increment(op, &changed);
            return changed;
        }
        break;
    }
    case Stmt::StringLiteralClass:
        return plain(devlock_global_address(unit.program, unit.string(llvm::cast<StringLiteral>(expression)), 0), type);
    case Stmt::PredefinedExprClass:
        if (const StringLiteral *name = llvm::cast<PredefinedExpr>(expression)->getFunctionName())
            return plain(devlock_global_address(unit.program, unit.string(name), 0), type);
        break;
    case Stmt::CompoundLiteralExprClass:
        return plain(literalObject(llvm::cast<CompoundLiteralExpr>(expression)), type);
    case Stmt::CXXStaticCastExprClass:
    case Stmt::CXXReinterpretCastExprClass:
    case Stmt::CXXConstCastExprClass:
    case Stmt::CXXFunctionalCastExprClass:
    case Stmt::ImplicitCastExprClass:
    case Stmt::CStyleCastExprClass: {
        auto *conversion = llvm::cast<CastExpr>(expression);
        if (conversion->getCastKind() == CK_DerivedToBase || conversion->getCastKind() == CK_UncheckedDerivedToBase ||
            conversion->getCastKind() == CK_BaseToDerived)
            return plain(baseOffset(place, object(conversion->getSubExpr()).address, conversion), type);
        if (expression->isGLValue())
            return plain(object(conversion->getSubExpr()).address, type);
        break;
    }
    case Stmt::CallExprClass:
    case Stmt::CXXMemberCallExprClass:
    case Stmt::CXXOperatorCallExprClass:
        if (expression->isGLValue())
            return plain(call(llvm::cast<CallExpr>(expression), nullptr), type);
        break;
    case Stmt::ConditionalOperatorClass:
        if (expression->isGLValue()) {
            auto *op = llvm::cast<ConditionalOperator>(expression);
            uint32_t result = helper(unit.pointerBits), first = block(), second = block(), after = block();
            branchOn(op->getCond(), first, second);
            for (int side = 0; side < 2; side++) {
                enter(side == 0 ? first : second);
                Operand address = object(side == 0 ? op->getTrueExpr() : op->getFalseExpr()).address;
                open();
                devlock_step_store(routine, place, variable(result), address);
                jump(place, after);
            }
            enter(after);
            return plain(devlock_step_load(routine, place, unit.pointerBits, variable(result), false), type);
        }
        break;
    case Stmt::CompoundAssignOperatorClass:
        if (expression->isGLValue()) {
            ObjectRef changed;
            compound(llvm::cast<CompoundAssignOperator>(expression), &changed);
            return changed;
        }
        break;
    case Stmt::ExtVectorElementExprClass: {
        const Expr *base = llvm::cast<ExtVectorElementExpr>(expression)->getBase();
        if (base->isGLValue()) {
            ObjectRef result = plain(object(base).address, type);
            result.opaqueBytes = std::max<uint64_t>(unit.size(base->getType()), 1);
            return result;
        }
        break;
    }
    case Stmt::CXXUuidofExprClass: {
        ObjectRef identifier = plain(variable(scratch(16)), type);
        storeUnknown(place, identifier.address, 16);
        return identifier;
    }
    case Stmt::MaterializeTemporaryExprClass: /* f().x */
        return plain(temporary(llvm::cast<MaterializeTemporaryExpr>(expression)), type);
    case Stmt::OpaqueValueExprClass:
        if (const Expr *source = llvm::cast<OpaqueValueExpr>(expression)->getSourceExpr())
            return object(source);
        break;
    case Stmt::BinaryOperatorClass: {
        auto *op = llvm::cast<BinaryOperator>(expression);
        if (expression->isGLValue() && op->getOpcode() == BO_Comma) {
            effects(op->getLHS());
            return object(op->getRHS());
        }
        if (expression->isGLValue() && op->getOpcode() == BO_Assign && unit.shape(type) == Shape::Memory) {
            ObjectRef to = object(op->getLHS());
            aggregate(op->getRHS(), &to.address);
            return to;
        }
        if (expression->isGLValue() && op->getOpcode() == BO_Assign && unit.shape(type) == Shape::Scalar) {
            unit.registerAssignment(op);
            Operand value = scalarOf(op->getRHS());
            ObjectRef to = object(op->getLHS());
            store(place, to, value.width == unit.width(type) ? value : unknown(place, unit.width(type)));
            return to;
        }
        break;
    }
    default:
        break;
    }
    if (unit.shape(type) == Shape::Memory && !expression->isGLValue()) {
        uint32_t id = scratch(unit.size(type));
        Operand into = variable(id);
        open();
        devlock_step_declare(routine, place, id);
        aggregate(expression, &into);
        keepTemporary(expression, into, type);
        return plain(into, type);
    }
    if (unit.shape(type) == Shape::Scalar && !expression->isGLValue()) {
        uint32_t id = scratch(unit.size(type));
        ObjectRef result = plain(variable(id), type);
        store(place, result, scalar(expression));
        return result;
    }
    unsupported(expression, "lvalue");
    return plain(variable(scratch(8)), type);
}

ObjectRef RoutineLowering::member(const MemberExpr *expression)
{
    Place place = at(expression);
    const Expr *base = expression->getBase();
    const ValueDecl *named = expression->getMemberDecl();
    auto *declaration = dyn_cast<FieldDecl>(named);
    if (auto *shared = dyn_cast<VarDecl>(named)) { /* a static member */
        effects(base);
        return plain(devlock_global_address(unit.program, unit.global(shared), 0), expression->getType());
    }
    if (!declaration) {
        unsupported(expression, "member");
        return plain(variable(scratch(8)), expression->getType());
    }
    Operand address;
    bool isVolatile = false, isArrow = expression->isArrow();
    uint64_t bytes = 0;
    while (!isArrow) { /* a.b.c: one offset */
        auto *next = dyn_cast<MemberExpr>(inner(base));
        auto *outer = next ? dyn_cast<FieldDecl>(next->getMemberDecl()) : nullptr;
        if (!outer || outer->isInvalidDecl() || outer->getType()->isReferenceType())
            break;
        const ASTRecordLayout *layout = unit.layout(outer->getParent());
        if (!layout)
            break;
        bytes += layout->getFieldOffset(outer->getFieldIndex()) / 8;
        isVolatile = isVolatile || next->getType().isVolatileQualified();
        isArrow = next->isArrow();
        base = next->getBase();
    }
    if (isArrow) {
        address = convert(place, scalar(base), false, unit.pointerBits);
        isVolatile = isVolatile || base->getType()->getPointeeType().isVolatileQualified();
    } else {
        ObjectRef whole = object(base);
        address = whole.address;
        isVolatile = isVolatile || whole.isVolatile;
    }
    ObjectRef result = field(place, address, declaration, isVolatile, bytes);
    result.isVolatile = result.isVolatile || expression->getType().isVolatileQualified();
    if (declaration->getType()->isReferenceType()) {
        open();
        Operand target = devlock_step_load(routine, place, unit.pointerBits, result.address, false);
        return plain(target, expression->getType());
    }
    return result;
}

/* A bit-field is accessed in the unit of its declared type, as compilers do; in the smallest fitting one where that
 * would reach outside the structure (packed ones). bytes: where the structure lies behind base. */
ObjectRef RoutineLowering::field(Place place, Operand base, const FieldDecl *declaration, bool isVolatile,
                                 uint64_t bytes)
{
    const RecordDecl *record = declaration->getParent();
    QualType type = declaration->getType();
    const ASTRecordLayout *layout = unit.layout(record);
    if (!layout || declaration->isInvalidDecl() || type->isDependentType()) {
        fail("a structure it uses could not be parsed");
        return plain(variable(scratch(8)), unit.context.UnsignedLongLongTy);
    }
    uint64_t bits = layout->getFieldOffset(declaration->getFieldIndex());
    ObjectRef result;
    result.type = type;
    result.isVolatile = isVolatile || type.isVolatileQualified();
    if (!declaration->isBitField()) {
        result.address = offset(place, base, bytes + bits / 8);
        return result;
    }
    uint64_t recordBits = static_cast<uint64_t>(layout->getSize().getQuantity()) * 8;
    unsigned fieldBits = compat::bitFieldWidth(declaration, unit.context);
    unsigned unitBits = unit.width(type);
    uint64_t start = unitBits ? bits / unitBits * unitBits : 0;
    if (unitBits == 0 || bits + fieldBits > start + unitBits || start + unitBits > recordBits) {
        start = bits / 8 * 8;
        unitBits = 8;
        while (unitBits < 64 && bits + fieldBits > start + unitBits)
            unitBits *= 2;
        if (bits + fieldBits > start + unitBits) { /* over nine bytes */
            result.address = offset(place, base, bytes + start / 8);
            result.opaqueBytes = 9;
            return result;
        }
    }
    result.address = offset(place, base, bytes + start / 8);
    result.isBitField = true;
    result.unitBits = unitBits;
    result.bitOffset = static_cast<unsigned>(bits - start);
    result.bitWidth = fieldBits;
    return result;
}

/* ---- loads and stores ---------------------------------------------------------------------------------------- */

static uint64_t ones(unsigned width)
{
    return width >= 64 ? UINT64_MAX : (uint64_t(1) << width) - 1;
}

/* Names the value just loaded, unless it is that of a variable which no one else changes. */
void RoutineLowering::nameLoaded(const Expr *written, QualType type)
{
    auto *named = dyn_cast_or_null<DeclRefExpr>(written ? written->IgnoreParens() : nullptr);
    auto *local = named ? dyn_cast<VarDecl>(named->getDecl()) : nullptr;
    if (!written)
        return;
    const ValueDecl *read = UnitLowering::designated(written);
    bool isLocal = read && isa<VarDecl>(read) && llvm::cast<VarDecl>(read)->hasLocalStorage();
    uint32_t slot = read && (!isLocal || isa<ParmVarDecl>(read)) ? unit.slotOf(read) : DEVLOCK_NONE;
    if (slot != DEVLOCK_NONE)
        devlock_step_slot(routine, slot);
    if (local && local->hasLocalStorage() && !addressTaken.count(local))
        return;
    std::string text = unit.text(written);
    devlock_step_named(routine, text.c_str(), unit.reads(type));
}

/* written: the expression that is read, for messages; may be null. */
Operand RoutineLowering::load(Place place, const ObjectRef &from, const Expr *written)
{
    unsigned width = unit.width(from.type);
    if (unit.shape(from.type) != Shape::Scalar || from.opaqueBytes)
        return unknown(place, width ? width : 32);
    open();
    if (!from.isBitField) {
        Operand value = devlock_step_load(routine, place, width, from.address, from.isVolatile);
        nameLoaded(written, from.type);
        return value;
    }
    if (from.bitWidth == 0)
        return devlock_constant(width, 0);
    Operand value = devlock_step_load(routine, place, from.unitBits, from.address, from.isVolatile);
    bool isSigned = unit.isSigned(from.type) && !from.type->isBooleanType();
    auto amount = [&](unsigned bits) { return devlock_constant(from.unitBits, bits); };
    if (isSigned) {
        unsigned left = from.unitBits - from.bitOffset - from.bitWidth;
        if (left)
            value = binary(place, DEVLOCK_SHIFT_LEFT, value, amount(left));
        if (from.unitBits != from.bitWidth)
            value = binary(place, DEVLOCK_SHIFT_RIGHT_SIGNED, value, amount(from.unitBits - from.bitWidth));
    } else {
        if (from.bitOffset)
            value = binary(place, DEVLOCK_SHIFT_RIGHT_UNSIGNED, value, amount(from.bitOffset));
        if (from.bitOffset + from.bitWidth != from.unitBits)
            value = binary(place, DEVLOCK_AND, value, devlock_constant(from.unitBits, ones(from.bitWidth)));
    }
    return convert(place, value, isSigned, width);
}

/* Gives the value that the object has then (a bit-field keeps the low bits only). */
Operand RoutineLowering::store(Place place, const ObjectRef &to, Operand value)
{
    if (to.opaqueBytes) {
        storeUnknown(place, to.address, to.opaqueBytes);
        return value;
    }
    if (unit.shape(to.type) != Shape::Scalar)
        return value;
    open();
    if (!to.isBitField) {
        devlock_step_store(routine, place, to.address, value);
        return value;
    }
    if (to.bitWidth == 0)
        return value;
    bool isSigned = unit.isSigned(to.type) && !to.type->isBooleanType();
    Operand bits = convert(place, value, isSigned, to.unitBits);
    bits = binary(place, DEVLOCK_AND, bits, devlock_constant(to.unitBits, ones(to.bitWidth)));
    Operand placed =
        to.bitOffset ? binary(place, DEVLOCK_SHIFT_LEFT, bits, devlock_constant(to.unitBits, to.bitOffset)) : bits;
    if (to.bitWidth != to.unitBits) {
        uint64_t hole = ~(ones(to.bitWidth) << to.bitOffset) & ones(to.unitBits);
        Operand old = devlock_step_load(routine, place, to.unitBits, to.address, to.isVolatile);
        old = binary(place, DEVLOCK_AND, old, devlock_constant(to.unitBits, hole));
        placed = binary(place, DEVLOCK_OR, old, placed);
    }
    open();
    devlock_step_store(routine, place, to.address, placed);
    if (isSigned && to.bitWidth < to.unitBits) {
        Operand amount = devlock_constant(to.unitBits, to.unitBits - to.bitWidth);
        bits = binary(place, DEVLOCK_SHIFT_LEFT, bits, amount);
        bits = binary(place, DEVLOCK_SHIFT_RIGHT_SIGNED, bits, amount);
    }
    return convert(place, bits, isSigned, value.width);
}

/* Overwrites an object with values that we do not know. */
void RoutineLowering::storeUnknown(Place place, Operand address, uint64_t size)
{
    const uint64_t most = 256; /* vectors are smaller; a larger object is left to a copy from an unknown one */
    open();
    if (size > most) {
        uint32_t id = scratch(size);
        devlock_step_declare(routine, place, id);
        devlock_step_copy(routine, place, address, variable(id), size);
        return;
    }
    uint64_t done = 0;
    for (unsigned bytes = 8; bytes >= 1; bytes /= 2)
        for (; size - done >= bytes; done += bytes) {
            Operand value = unknown(place, bytes * 8);
            devlock_step_store(routine, place, offset(place, address, done), value);
        }
}

/* ---- values in memory ---------------------------------------------------------------------------------------- */

/* Evaluates an expression of a type that has no temporary, into an object; null: for its effects only. */
void RoutineLowering::aggregate(const Expr *expression, Operand *into)
{
    expression = inner(expression);
    QualType type = expression->getType();
    Place place = at(expression);
    if (type.isNull() || type->isDependentType() || type->isPlaceholderType()) {
        broken(expression);
        return;
    }
    uint64_t size = unit.size(type);
    auto copyFrom = [&](Operand from) {
        open();
        if (into && size)
            devlock_step_copy(routine, place, *into, from, size);
    };
    switch (expression->getStmtClass()) {
    case Stmt::CXXConstructExprClass:
    case Stmt::CXXTemporaryObjectExprClass:
        if (into)
            construct(llvm::cast<CXXConstructExpr>(expression), *into, type);
        else
            object(expression);
        return;
    case Stmt::CXXInheritedCtorInitExprClass:
        if (into)
            constructInherited(llvm::cast<CXXInheritedCtorInitExpr>(expression), *into, type);
        return;
    case Stmt::LambdaExprClass:
        if (into)
            closure(llvm::cast<LambdaExpr>(expression), *into);
        return;
    case Stmt::MaterializeTemporaryExprClass:
        copyFrom(object(expression).address);
        return;
    case Stmt::CXXStaticCastExprClass:
    case Stmt::CXXFunctionalCastExprClass:
    case Stmt::ImplicitCastExprClass:
    case Stmt::CStyleCastExprClass: {
        auto *conversion = llvm::cast<CastExpr>(expression);
        CastKind kind = conversion->getCastKind();
        const Expr *from = conversion->getSubExpr();
        if (kind == CK_ConstructorConversion || kind == CK_UserDefinedConversion) {
            aggregate(from, into);
            return;
        }
        if (kind == CK_LValueToRValue) {
            copyFrom(object(from).address);
            return;
        }
        if (kind == CK_NoOp || kind == CK_AtomicToNonAtomic || kind == CK_NonAtomicToAtomic || kind == CK_BitCast) {
            if (unit.shape(from->getType()) == Shape::Memory) {
                aggregate(from, into);
                return;
            }
        }
        if (kind == CK_ToUnion && into) {
            if (unit.shape(from->getType()) == Shape::Scalar) {
                Operand value = scalar(from);
                open();
                devlock_step_store(routine, place, *into, value);
            } else
                aggregate(from, into);
            return;
        }
        effects(from);
        break;
    }
    case Stmt::CallExprClass:
    case Stmt::CXXMemberCallExprClass:
    case Stmt::CXXOperatorCallExprClass:
        if (!into && unit.destructor(type) && !expression->isGLValue()) {
            object(expression);
            return;
        }
        if (expression->isGLValue())
            copyFrom(call(llvm::cast<CallExpr>(expression), nullptr));
        else
            call(llvm::cast<CallExpr>(expression), into);
        return;
    case Stmt::StmtExprClass:
        statementExpression(llvm::cast<StmtExpr>(expression), into);
        return;
    case Stmt::ConditionalOperatorClass: {
        auto *op = llvm::cast<ConditionalOperator>(expression);
        uint32_t first = block(), second = block(), after = block();
        branchOn(op->getCond(), first, second);
        enter(first);
        aggregate(op->getTrueExpr(), into);
        jump(place, after);
        enter(second);
        aggregate(op->getFalseExpr(), into);
        jump(place, after);
        enter(after);
        return;
    }
    case Stmt::BinaryOperatorClass: {
        auto *op = llvm::cast<BinaryOperator>(expression);
        if (op->getOpcode() == BO_Comma) {
            effects(op->getLHS());
            aggregate(op->getRHS(), into);
            return;
        }
        if (op->getOpcode() == BO_Assign) {
            ObjectRef to = object(op->getLHS());
            if (to.opaqueBytes)
                storeUnknown(place, to.address, to.opaqueBytes);
            else
                aggregate(op->getRHS(), &to.address);
            copyFrom(to.address);
            return;
        }
        scalarOf(op->getLHS());
        scalarOf(op->getRHS());
        break;
    }
    case Stmt::CompoundAssignOperatorClass: {
        auto *op = llvm::cast<CompoundAssignOperator>(expression);
        scalarOf(op->getRHS());
        ObjectRef to = object(op->getLHS());
        storeUnknown(place, to.address, std::max(unit.size(to.type), to.opaqueBytes));
        break;
    }
    case Stmt::UnaryOperatorClass: {
        auto *op = llvm::cast<UnaryOperator>(expression);
        if (type->isMemberPointerType()) /* names a member, and does nothing */
            break;
        if (op->isIncrementDecrementOp()) {
            ObjectRef to = object(op->getSubExpr());
            storeUnknown(place, to.address, std::max(unit.size(to.type), to.opaqueBytes));
        } else
            scalarOf(op->getSubExpr());
        break;
    }
    case Stmt::MemberExprClass:
    case Stmt::ArraySubscriptExprClass:
    case Stmt::CompoundLiteralExprClass:
    case Stmt::DeclRefExprClass:
        copyFrom(object(expression).address);
        return;
    case Stmt::InitListExprClass:
    case Stmt::DesignatedInitUpdateExprClass:
    case Stmt::ImplicitValueInitExprClass:
    case Stmt::StringLiteralClass:
        if (into)
            initialise(*into, type, expression, false);
        else
            for (const Stmt *child : expression->children())
                if (auto *part = dyn_cast_or_null<Expr>(child))
                    effects(part);
        return;
    case Stmt::OpaqueValueExprClass:
        if (const Expr *source = llvm::cast<OpaqueValueExpr>(expression)->getSourceExpr()) {
            aggregate(source, into);
            return;
        }
        break;
    case Stmt::VAArgExprClass:
    case Stmt::ImaginaryLiteralClass:
    case Stmt::IntegerLiteralClass:
    case Stmt::FloatingLiteralClass:
        break;
    case Stmt::AtomicExprClass:
        atomic(llvm::cast<AtomicExpr>(expression));
        break;
    case Stmt::ArrayInitLoopExprClass: { /* the copy of an array, in a lambda or a defaulted constructor */
        auto *loop = llvm::cast<ArrayInitLoopExpr>(expression);
        if (!unit.context.getBaseElementType(type).isTriviallyCopyableType(unit.context)) {
            fail(expression, "an array of objects is copied");
            return;
        }
        copyFrom(object(loop->getCommonExpr()->getSourceExpr()).address);
        return;
    }
    default: /* vector operations and the like: their operands may have effects */
        if (type->isRecordType()) {
            unsupported(expression, "expression");
            return;
        }
        for (const Stmt *child : expression->children())
            if (auto *part = dyn_cast_or_null<Expr>(child))
                scalarOf(part);
        break;
    }
    if (into)
        storeUnknown(place, *into, size);
}

Operand RoutineLowering::literalObject(const CompoundLiteralExpr *expression)
{
    if (expression->isFileScope())
        return devlock_global_address(unit.program, unit.compoundLiteral(expression), 0);
    vlaEvaluate(expression->getType());
    auto known = literals.find(expression);
    uint32_t id;
    if (known != literals.end())
        id = known->second;
    else {
        id = scratch(unit.size(expression->getType()));
        literals[expression] = id;
    }
    initialise(variable(id), expression->getType(), expression->getInitializer(), false);
    return variable(id);
}

/* ---- initialisers -------------------------------------------------------------------------------------------- */

/* zeroed: the object is all zero already. */
void RoutineLowering::initialise(Operand address, QualType type, const Expr *value, bool zeroed)
{
    value = inner(value);
    Place place = at(value);
    if (auto *list = dyn_cast<InitListExpr>(value)) {
        if (const InitListExpr *semantic = list->getSemanticForm())
            list = semantic;
        if (list->isTransparent() && list->getNumInits() == 1) {
            initialise(address, type, list->getInit(0), zeroed);
            return;
        }
        if (unit.shape(type) == Shape::Memory) {
            initialiseList(address, type, list, zeroed);
            return;
        }
    }
    if (isa<NoInitExpr>(value))
        return;
    if (unit.shape(type) == Shape::Scalar) {
        if (zeroed && isa<ImplicitValueInitExpr>(value))
            return;
        Operand computed = scalarOf(value);
        if (computed.width != unit.width(type)) /* only after an error */
            computed = unknown(place, unit.width(type));
        open();
        devlock_step_store(routine, place, address, computed);
        return;
    }
    if (isa<ImplicitValueInitExpr>(value)) {
        open();
        if (!zeroed && unit.size(type))
            devlock_step_zero(routine, place, address, unit.size(type));
        return;
    }
    if (auto *update = dyn_cast<DesignatedInitUpdateExpr>(value)) {
        initialise(address, type, update->getBase(), zeroed);
        initialiseList(address, type, update->getUpdater(), true);
        return;
    }
    if (auto *literal = dyn_cast<StringLiteral>(value)) {
        initialiseString(address, type, literal, zeroed);
        return;
    }
    if (auto *name = dyn_cast<PredefinedExpr>(value))
        if (const StringLiteral *literal = name->getFunctionName()) {
            initialiseString(address, type, literal, zeroed);
            return;
        }
    if (type->isArrayType()) {
        if (auto *literal = dyn_cast<CompoundLiteralExpr>(value)) { /* GNU: an array from a compound literal */
            initialise(address, type, literal->getInitializer(), zeroed);
            return;
        }
    }
    aggregate(value, &address);
}

void RoutineLowering::initialiseList(Operand address, QualType type, const InitListExpr *list, bool zeroed)
{
    Place place = at(list);
    uint64_t size = unit.size(type);
    open();
    if (!zeroed && size)
        devlock_step_zero(routine, place, address, size);
    if (const ArrayType *array = unit.context.getAsArrayType(type)) {
        QualType element = array->getElementType();
        uint64_t step = unit.size(element);
        for (unsigned i = 0; i < list->getNumInits(); i++)
            if (const Expr *part = list->getInit(i)) {
                if (!isa<ImplicitValueInitExpr>(part) && !isa<NoInitExpr>(part))
                    initialise(offset(place, address, i * step), element, part, true);
            }
        return;
    }
    if (const RecordType *recordType = type->getAs<RecordType>()) {
        const RecordDecl *record = recordType->getDecl()->getDefinition();
        unsigned i = 0;
        if (auto *derived = dyn_cast<CXXRecordDecl>(record))
            for (const CXXBaseSpecifier &base : derived->bases()) { /* they come first */
                const ASTRecordLayout *layout = unit.layout(record);
                const CXXRecordDecl *part = base.getType()->getAsCXXRecordDecl();
                if (i >= list->getNumInits() || !layout || !part || base.isVirtual()) {
                    fail(list, "a list initialises a class with base classes that Clang does not tell");
                    return;
                }
                uint64_t bytes = static_cast<uint64_t>(layout->getBaseClassOffset(part).getQuantity());
                if (!part->isEmpty() || unit.destructor(base.getType()))
                    initialise(offset(place, address, bytes), base.getType(), list->getInit(i), true);
                i++;
            }
        auto part = [&](const FieldDecl *declaration, const Expr *value) {
            if (isa<ImplicitValueInitExpr>(value) || isa<NoInitExpr>(value))
                return;
            unit.registerFunctions(declaration, value);
            ObjectRef to = field(place, address, declaration, false);
            if (declaration->getType()->isReferenceType()) {
                Operand target = object(value).address;
                open();
                devlock_step_store(routine, place, to.address, target);
            } else if (to.isBitField || to.opaqueBytes)
                store(place, to, scalarOf(value));
            else
                initialise(to.address, declaration->getType(), value, true);
        };
        if (record->isUnion()) {
            if (const FieldDecl *declaration = list->getInitializedFieldInUnion())
                if (list->getNumInits() > 0 && list->getInit(0))
                    part(declaration, list->getInit(0));
            return;
        }
        for (const FieldDecl *declaration : record->fields()) {
            if (compat::isUnnamedBitField(declaration))
                continue;
            if (i >= list->getNumInits())
                break;
            if (const Expr *value = list->getInit(i++))
                part(declaration, value);
        }
        return;
    }
    /* Vectors and complex numbers. */
    for (unsigned i = 0; i < list->getNumInits(); i++)
        if (const Expr *value = list->getInit(i))
            scalarOf(value);
    storeUnknown(place, address, size);
}

void RoutineLowering::initialiseString(Operand address, QualType type, const StringLiteral *literal, bool zeroed)
{
    Place place = at(literal);
    uint64_t size = unit.size(type);
    uint64_t bytes = literal->getByteLength();
    open();
    if (!zeroed && size > bytes)
        devlock_step_zero(routine, place, address, size);
    if (bytes > size)
        bytes = size;
    if (bytes)
        devlock_step_copy(routine, place, address, devlock_global_address(unit.program, unit.string(literal), 0),
                          bytes);
}

/* ---- arrays -------------------------------------------------------------------------------------------------- */

/* The number of elements of an array object: what an index into it is below. 0 for arrays that may be larger than
 * declared (of one element or none at the end of a structure) and for what is no array of known size. */
uint64_t RoutineLowering::elementCount(const Expr *array) const
{
    auto *known = unit.context.getAsConstantArrayType(array->getType());
    if (!known)
        return 0;
    uint64_t count = known->getSize().getLimitedValue();
    return count > 1 ? count : 0;
}

/* Evaluates the sizes of a variable-length array type where it is declared. */
void RoutineLowering::vlaEvaluate(QualType type)
{
    while (!type.isNull() && type->isVariablyModifiedType()) {
        if (type->getAs<TypedefType>())
            return; /* evaluated where the typedef stands */
        if (auto *array = dyn_cast<VariableArrayType>(type.getCanonicalType())) {
            /* The size expression is the same node in the sugared and the canonical type. */
            if (const Expr *count = array->getSizeExpr()) {
                Place place = at(count);
                Operand value = convert(place, scalarOf(count), unit.isSigned(count->getType()), unit.pointerBits);
                uint32_t &id = vlaCounts[count];
                if (!id)
                    id = helper(unit.pointerBits) + 1; /* 0: none yet */
                open();
                devlock_step_store(routine, place, variable(id - 1), value);
            }
        }
        if (const ArrayType *array = unit.context.getAsArrayType(type))
            type = array->getElementType();
        else if (type->isPointerType())
            type = type->getPointeeType();
        else
            return;
    }
}

/* The size in bytes of a type with variable-length arrays in it. */
Operand RoutineLowering::vlaBytes(Place place, QualType type)
{
    auto *array = dyn_cast<VariableArrayType>(type.getCanonicalType());
    if (!array) {
        if (auto *fixed = unit.context.getAsConstantArrayType(type))
            return binary(place, DEVLOCK_MULTIPLY, pointer(fixed->getSize().getLimitedValue()),
                          vlaBytes(place, fixed->getElementType()));
        return pointer(unit.size(type));
    }
    Operand count;
    const Expr *size = array->getSizeExpr();
    auto known = size ? vlaCounts.find(size) : vlaCounts.end();
    open();
    if (known != vlaCounts.end())
        count = devlock_step_load(routine, place, unit.pointerBits, variable(known->second - 1), false);
    else if (size)
        count = convert(place, scalarOf(size), unit.isSigned(size->getType()), unit.pointerBits);
    else
        count = unknown(place, unit.pointerBits);
    return binary(place, DEVLOCK_MULTIPLY, count, vlaBytes(place, array->getElementType()));
}

} // namespace devlock

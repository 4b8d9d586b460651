/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Slots: what the text puts into fields and variables that hold pointers to functions, or to tables of functions.
 *
 * Every assignment, initialiser and argument is looked at; a value that is no plain address opens the slot, and so does
 * all by which something could get there unseen: its address is taken, a pointer to its structure becomes one to
 * another structure, a part of the text could not be lowered. Fields of system headers and of unions are no slots.
 *
 * Needs the unit's AST. Leaves behind slots in the program. Costs a look-up for each field and variable of such a type
 * that is used.
 */
#include "tokens.h"

#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace devlock
{

/* ---- which fields and variables are slots -------------------------------------------------------------------- */

static QualType elementOf(QualType type)
{
    while (!type.isNull() && type->isArrayType())
        type = type->getAsArrayTypeUnsafe()->getElementType();
    return type;
}

static const RecordDecl *recordAt(QualType type)
{
    auto *record = type.isNull() ? nullptr : type->getAs<RecordType>();
    const RecordDecl *definition = record ? record->getDecl()->getDefinition() : nullptr;
    return definition && !definition->isInvalidDecl() && !definition->isDependentType() ? definition : nullptr;
}

/* Whether a record is a table of functions: of pointers to functions, and numbers and texts beside them. */
static bool isTable(const RecordDecl *record)
{
    bool any = false;
    for (const FieldDecl *field : record->fields()) {
        QualType type = elementOf(field->getType());
        bool isFunction = type->isFunctionPointerType();
        bool isText = type->isPointerType() && type->getPointeeType()->isAnyCharacterType();
        if (!isFunction && !isText && !type->isIntegralOrEnumerationType())
            return false;
        any = any || isFunction;
    }
    return any;
}

static bool holdsFunctions(QualType type)
{
    type = elementOf(type);
    if (type.isNull() || type->isDependentType() || type.isVolatileQualified() || !type->isPointerType())
        return false;
    if (type->isFunctionPointerType())
        return true;
    const RecordDecl *table = recordAt(type->getPointeeType());
    return table && isTable(table);
}

static bool isInUnion(const RecordDecl *record)
{
    for (; record; record = dyn_cast<RecordDecl>(record->getDeclContext())) {
        if (record->isUnion())
            return true;
        if (!record->isAnonymousStructOrUnion())
            return false;
    }
    return false;
}

/* The id of a field's or variable's slot; DEVLOCK_NONE: it is none. */
uint32_t UnitLowering::slotOf(const ValueDecl *declaration)
{
    auto *field = dyn_cast<FieldDecl>(declaration);
    auto *variable = dyn_cast<VarDecl>(declaration);
    if ((!field && !variable) || !holdsFunctions(declaration->getType()) || isSystem(declaration->getLocation()))
        return DEVLOCK_NONE;
    auto *parameter = dyn_cast<ParmVarDecl>(declaration);
    auto *owner = parameter ? dyn_cast<FunctionDecl>(parameter->getDeclContext()) : nullptr;
    if ((field && isInUnion(field->getParent())) || (parameter && !owner))
        return DEVLOCK_NONE;
    auto known = slotIds.find(declaration->getCanonicalDecl());
    if (known != slotIds.end())
        return known->second;
    bool internal = variable && !variable->isExternallyVisible();
    std::string name = key(llvm::cast<NamedDecl>(declaration->getCanonicalDecl()), internal);
    unsigned flags = 0;
    bool here = sources.isInMainFile(sources.getExpansionLoc(declaration->getLocation()));
    if (parameter) {
        const FunctionDecl *canonical = owner->getCanonicalDecl();
        unsigned shared = functionFlags(canonical);
        name = key(canonical, shared & DEVLOCK_FUNCTION_INTERNAL) + "#" +
               std::to_string(parameter->getFunctionScopeIndex());
        if (shared & DEVLOCK_FUNCTION_IN_HEADER && !(shared & DEVLOCK_FUNCTION_INTERNAL))
            flags = DEVLOCK_SLOT_IN_HEADER;
    } else if (!here && !internal)
        flags = DEVLOCK_SLOT_IN_HEADER;
    uint32_t id = devlock_program_slot(program, name.c_str(), flags);
    slotIds[declaration->getCanonicalDecl()] = id;
    if (isIn(mentionedNames, declaration)) /* by text that was lost */
        devlock_slot_open(program, id);
    if (parameter)
        devlock_slot_parameter(program, id, function(owner));
    return id;
}

/* The field or variable that an expression designates, or the one that it designates an element of; null for others. */
const ValueDecl *UnitLowering::designated(const Expr *expression)
{
    for (;;) {
        expression = expression->IgnoreParenCasts();
        if (auto *member = dyn_cast<MemberExpr>(expression))
            return member->getMemberDecl();
        if (auto *reference = dyn_cast<DeclRefExpr>(expression))
            return reference->getDecl();
        auto *subscript = dyn_cast<ArraySubscriptExpr>(expression);
        if (!subscript)
            return nullptr;
        expression = subscript->getBase();
    }
}

/* ---- what is put into them ----------------------------------------------------------------------------------- */

void UnitLowering::openSlot(const ValueDecl *declaration)
{
    uint32_t id = declaration ? slotOf(declaration) : DEVLOCK_NONE;
    if (id != DEVLOCK_NONE)
        devlock_slot_open(program, id);
}

/* A leaf of a value: an address, null, or what another slot holds; else it opens the slot. */
void UnitLowering::putLeaf(uint32_t slot, const Expr *leaf)
{
    if (auto *reference = dyn_cast<DeclRefExpr>(leaf))
        if (auto *function = dyn_cast<FunctionDecl>(reference->getDecl())) {
            devlock_slot_put(program, slot, devlock_function_address(program, this->function(function)));
            return;
        }
    Expr::EvalResult result;
    Operand address;
    if (!leaf->isValueDependent() && !leaf->isGLValue() && leaf->EvaluateAsRValue(result, context) &&
        !result.HasSideEffects) {
        if (result.Val.isInt() && result.Val.getInt() == 0)
            return;
        if (result.Val.isLValue() && addressOf(result.Val, address)) {
            if (address.kind != DEVLOCK_OPERAND_CONSTANT)
                devlock_slot_put(program, slot, address);
            else if (address.value)
                devlock_slot_open(program, slot);
            return;
        }
    }
    const ValueDecl *source = designated(leaf);
    if (auto *array = dyn_cast_or_null<VarDecl>(source))
        if (array->getType()->isArrayType() && array->hasGlobalStorage() && isa<DeclRefExpr>(leaf)) {
            devlock_slot_put(program, slot, devlock_global_address(program, global(array), 0));
            return;
        }
    uint32_t from = source ? slotOf(source) : DEVLOCK_NONE;
    if (from != DEVLOCK_NONE)
        devlock_slot_feed(program, slot, from);
    else
        devlock_slot_open(program, slot);
}

void UnitLowering::fillSlot(const ValueDecl *target, const Expr *value)
{
    uint32_t id = slotOf(target);
    if (id != DEVLOCK_NONE)
        eachSource(value, [&](const Expr *leaf) { putLeaf(id, leaf); });
}

/* ---- what gets there unseen ---------------------------------------------------------------------------------- */

/* Calls back with each slot of a record; those of records within it if they are wanted. */
template <typename Function> void UnitLowering::eachSlot(const RecordDecl *record, bool deep, Function found)
{
    for (const FieldDecl *field : record->fields()) {
        if (field->isInvalidDecl() || field->getType()->isDependentType())
            continue;
        uint32_t id = slotOf(field);
        if (id != DEVLOCK_NONE)
            found(id);
        const RecordDecl *inner = recordAt(elementOf(field->getType()));
        if (inner && (deep || !field->getDeclName()))
            eachSlot(inner, deep, found);
    }
}

/* A pointer to one structure becomes one to another: what is done through that is not seen as done to the first. */
void UnitLowering::noteConversion(QualType from, QualType to)
{
    if (from.isNull() || to.isNull() || !from->isPointerType() || !to->isPointerType())
        return;
    const RecordDecl *one = recordAt(from->getPointeeType()), *other = recordAt(to->getPointeeType());
    if (!one || !other || one == other)
        return;
    for (const RecordDecl *record : {one, other})
        eachSlot(record, true, [&](uint32_t id) { devlock_slot_open(program, id); });
}

/* An argument of a call: its parameter gets it; and a callee without a body may fill what it is given the address of,
 * or a pointer to if it knows the type. */
void UnitLowering::noteArgument(const FunctionDecl *callee, unsigned position, const Expr *argument)
{
    const FunctionDecl *known = callee->getDefinition() ? callee->getDefinition() : callee;
    if (position < known->getNumParams())
        fillSlot(known->getParamDecl(position), argument);
    if (callee->hasBody())
        return;
    QualType type = elementOf(argument->IgnoreParenCasts()->getType());
    if (!type.isNull() && type->isPointerType())
        type = elementOf(type->getPointeeType());
    const RecordDecl *record = recordAt(type);
    if (!record || isSystem(record->getLocation()))
        return;
    QualType parameter = position < known->getNumParams() ? known->getParamDecl(position)->getType() : QualType();
    bool typed = !parameter.isNull() && (parameter->isPointerType() || parameter->isReferenceType()) &&
                 recordAt(parameter->getPointeeType());
    auto *address = dyn_cast<UnaryOperator>(argument->IgnoreParenCasts());
    if (!typed && !(address && address->getOpcode() == UO_AddrOf))
        return; /* a context that it hands back */
    uint32_t id = DEVLOCK_NONE;
    eachSlot(record, typed, [&](uint32_t slot) {
        id = id == DEVLOCK_NONE ? function(callee) : id;
        devlock_slot_pass(program, slot, id);
    });
}

/* A body that is not lowered: whatever it mentions may be changed or called there. */
void UnitLowering::openMentioned(const Stmt *statement)
{
    if (!statement)
        return;
    if (auto *member = dyn_cast<MemberExpr>(statement))
        openSlot(member->getMemberDecl());
    if (auto *reference = dyn_cast<DeclRefExpr>(statement)) {
        if (auto *named = dyn_cast<FunctionDecl>(reference->getDecl()))
            devlock_program_add_flags(program, function(named), DEVLOCK_FUNCTION_MENTIONED);
        else
            openSlot(reference->getDecl());
    }
    for (const Stmt *child : statement->children())
        openMentioned(child);
}

/* The functions that a body calls, by its AST; what a macro hides is named there. */
static void addNamed(const Stmt *statement, std::set<std::string> &names)
{
    if (!statement)
        return;
    if (auto *reference = dyn_cast<DeclRefExpr>(statement))
        if (auto *named = dyn_cast<FunctionDecl>(reference->getDecl()))
            names.insert(named->getNameAsString());
    for (const Stmt *child : statement->children())
        addNamed(child, names);
}

/* Records with the gap named last which functions the body names: by its AST, and by its text, which has more where an
 * error made parts of it vanish. */
void UnitLowering::gapMentions(const FunctionDecl *function)
{
    std::set<std::string> names;
    Stretch body;
    addNamed(function->getBody(), names);
    if (function->getBody() && stretch(function->getBody()->getSourceRange(), body)) {
        std::vector<TextToken> tokens = tokensOf(context, body.file, body.first, body.last, skippedIn(body.file));
        addCalled(tokens, 0, tokens.size(), names);
    }
    for (const std::string &name : names)
        devlock_program_gap_mentions(program, name.c_str());
}

} // namespace devlock

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lowering of C++'s beginnings: constructors with their initialisers, new and delete, closures of lambdas, and the
 * hidden parameters of methods.
 *
 * Needs a routine under construction. Leaves behind calls of constructors, destructors and allocation functions. Costs
 * one visit of each initialiser.
 */
#include "lowering.h"

#include "clang/AST/RecordLayout.h"

#include <algorithm>

using namespace clang;

namespace devlock
{

/* Classes with a destructor or a copy constructor are built where the caller wants them. */
bool UnitLowering::returnsInMemory(const FunctionDecl *function) const
{
    if (!context.getLangOpts().CPlusPlus)
        return false;
    QualType type = function->getReturnType();
    const CXXRecordDecl *record = type->isDependentType() ? nullptr : type->getAsCXXRecordDecl();
    return record && record->hasDefinition() && size(type) != 0;
}

static bool sameTypes(const TemplateArgumentList &a, const TemplateArgumentList &b)
{
    for (unsigned i = 0; i < a.size() && i < b.size(); i++)
        if (!a[i].structurallyEquals(b[i]))
            return false;
    return a.size() == b.size();
}

const FunctionDecl *RoutineLowering::lambdaOf(const FunctionDecl *function)
{
    auto *method = dyn_cast_or_null<CXXMethodDecl>(function);
    if (!method || !method->isLambdaStaticInvoker())
        return function;
    const CXXMethodDecl *lambda = method->getParent()->getLambdaCallOperator();
    const FunctionTemplateDecl *generic = lambda->getDescribedFunctionTemplate();
    const TemplateArgumentList *types = method->getTemplateSpecializationArgs();
    if (!generic || !types)
        return lambda;
    for (const FunctionDecl *instance : generic->specializations())
        if (instance->getTemplateSpecializationArgs() && sameTypes(*instance->getTemplateSpecializationArgs(), *types))
            return instance;
    return function;
}

void RoutineLowering::hiddenParameters()
{
    auto *method = dyn_cast<CXXMethodDecl>(function);
    auto pointerParameter = [&](const char *name) {
        return devlock_routine_variable(routine, name, unit.pointerBits / 8,
                                        DEVLOCK_VARIABLE_PARAMETER | DEVLOCK_VARIABLE_SCALAR);
    };
    if (method && method->isInstance() && function == named) {
        thisVariable = pointerParameter("this");
        if (method->getParent()->isLambda())
            capturedThis =
                compat::lambdaCaptures(method->getParent(), [&](const ValueDecl *variable, const FieldDecl *field) {
                    captures[variable] = field;
                });
        if (method->getParent()->getNumVBases() > 0)
            fail("its class has virtual base classes");
    }
    if (unit.returnsInMemory(function))
        resultVariable = pointerParameter("result");
}

Operand RoutineLowering::thisPointer(Place place)
{
    if (thisVariable == DEVLOCK_NONE)
        return unknown(place, unit.pointerBits);
    open();
    Operand object = devlock_step_load(routine, place, unit.pointerBits, variable(thisVariable), false);
    auto *method = dyn_cast<CXXMethodDecl>(function);
    if (!method || !method->getParent()->isLambda())
        return object;
    if (!capturedThis) {
        fail("a lambda uses an object that it does not capture");
        return object;
    }
    ObjectRef kept = field(place, object, capturedThis, false);
    if (unit.shape(kept.type) != Shape::Scalar) /* [*this] */
        return kept.address;
    return load(place, kept);
}

Operand RoutineLowering::callFunction(Place place, const FunctionDecl *callee, unsigned width,
                                      std::vector<devlock_argument> &arguments)
{
    open();
    return devlock_step_call(routine, place, devlock_function_address(unit.program, unit.function(callee)), width,
                             arguments.data(), arguments.size());
}

/* ---- constructors -------------------------------------------------------------------------------------------- */

void RoutineLowering::construct(const CXXConstructExpr *expression, Operand address, QualType type)
{
    Place place = at(expression);
    const CXXConstructorDecl *constructor = expression->getConstructor();
    if (expression->isElidable() && expression->getNumArgs() > 0) {
        const Expr *source = expression->getArg(0)->IgnoreImplicit();
        if (auto *materialised = dyn_cast<MaterializeTemporaryExpr>(expression->getArg(0)->IgnoreParenImpCasts()))
            source = materialised->getSubExpr();
        if (!source->isGLValue()) {
            aggregate(source, &address);
            return;
        }
    }
    if (const ArrayType *array = unit.context.getAsArrayType(type)) {
        QualType element = array->getElementType();
        uint64_t step = unit.size(element), whole = unit.size(type);
        if (!step || whole / step > 64) {
            fail(expression, "it constructs an array of more than 64 objects");
            return;
        }
        for (uint64_t i = 0; i < whole / step; i++)
            construct(expression, offset(place, address, i * step), element);
        return;
    }
    uint64_t size = unit.size(type);
    if (expression->requiresZeroInitialization() && size) {
        open();
        devlock_step_zero(routine, place, address, size);
    }
    if (constructor->isTrivial()) {
        if (constructor->isCopyOrMoveConstructor() && expression->getNumArgs() > 0) {
            Operand from = object(expression->getArg(0)).address;
            open();
            if (size && !constructor->getParent()->isEmpty())
                devlock_step_copy(routine, place, address, from, size);
        }
        return;
    }
    if (constructor->getParent()->getNumVBases() > 0) {
        fail(expression, "a class has virtual base classes");
        return;
    }
    std::vector<devlock_argument> arguments(1);
    std::deque<std::string> texts;
    arguments[0] = {};
    arguments[0].value = address;
    arguments[0].reach = size ? size : DEVLOCK_WHOLE;
    for (unsigned i = 0; i < expression->getNumArgs(); i++) {
        QualType parameter = i < constructor->getNumParams() ? constructor->getParamDecl(i)->getType() : QualType();
        argument(expression->getArg(i), parameter, arguments, texts);
    }
    callFunction(place, constructor, 0, arguments);
}

/* A base's constructor that a class has inherited: it gets what this one was given. */
void RoutineLowering::constructInherited(const CXXInheritedCtorInitExpr *expression, Operand address, QualType type)
{
    Place place = at(expression);
    std::vector<devlock_argument> arguments(1);
    arguments[0] = {};
    arguments[0].value = address;
    arguments[0].reach = unit.size(type) ? unit.size(type) : DEVLOCK_WHOLE;
    open();
    for (const ParmVarDecl *parameter : function->parameters()) {
        devlock_argument given = {};
        QualType passed = parameter->getType();
        auto object = byAddress.find(parameter);
        if (object != byAddress.end())
            given.value = devlock_step_load(routine, place, unit.pointerBits, variable(object->second), false);
        else if (unit.shape(passed) == Shape::Memory)
            given.value = variable(variableId(parameter));
        else
            given.value =
                devlock_step_load(routine, place, passed->isReferenceType() ? unit.pointerBits : unit.width(passed),
                                  variable(variableId(parameter)), false);
        given.reach = DEVLOCK_WHOLE;
        arguments.push_back(given);
    }
    callFunction(place, expression->getConstructor(), 0, arguments);
}

/* Bases and members, in the order of their declaration. */
void RoutineLowering::constructorStart(const CXXConstructorDecl *constructor)
{
    const ASTRecordLayout *layout = unit.layout(constructor->getParent());
    if (!layout) {
        fail("a structure it uses could not be parsed");
        return;
    }
    if (constructor->isDefaulted() && constructor->isCopyOrMoveConstructor() && constructor->getParent()->isUnion()) {
        fail("it copies a union");
        return;
    }
    for (const CXXCtorInitializer *part : constructor->inits()) {
        const Expr *value = part->getInit();
        Place place = at(value);
        Operand self = thisPointer(place);
        fullExpression(value, [&] {
            if (part->isDelegatingInitializer()) {
                aggregate(value, &self);
                return;
            }
            if (part->isBaseInitializer()) {
                const CXXRecordDecl *base = part->getBaseClass()->getAsCXXRecordDecl();
                if (!base || part->isBaseVirtual()) {
                    fail("its class has virtual base classes");
                    return;
                }
                if (base->isEmpty() && llvm::cast<Expr>(value)->getType()->getAsCXXRecordDecl() == base &&
                    base->hasTrivialDefaultConstructor() && base->hasTrivialCopyConstructor())
                    return;
                uint64_t bytes = static_cast<uint64_t>(layout->getBaseClassOffset(base).getQuantity());
                Operand to = offset(place, self, bytes);
                initialise(to, QualType(part->getBaseClass(), 0), value, false);
                return;
            }
            const FieldDecl *member = part->getAnyMember();
            if (part->isIndirectMemberInitializer()) /* through the unnamed structures around it */
                for (const NamedDecl *step : part->getIndirectMember()->chain().drop_back())
                    self = field(place, self, llvm::cast<FieldDecl>(step), false).address;
            unit.registerFunctions(member, value);
            ObjectRef to = field(place, self, member, false);
            if (member->getType()->isReferenceType()) {
                Operand target = object(value).address;
                open();
                devlock_step_store(routine, place, to.address, target);
            } else if (to.isBitField || to.opaqueBytes)
                store(place, to, scalarOf(value));
            else
                initialise(to.address, member->getType(), value, false);
        });
        if (!failure.empty())
            return;
    }
}

/* Members and bases end behind the body, whichever way it is left; the last first. */
void RoutineLowering::destructorStart(const CXXDestructorDecl *destructor)
{
    const CXXRecordDecl *record = destructor->getParent();
    const ASTRecordLayout *layout = unit.layout(record);
    Place place = unit.place(destructor->getLocation());
    if (!layout) {
        fail("a structure it uses could not be parsed");
        return;
    }
    if (record->isUnion())
        return;
    for (const CXXBaseSpecifier &base : record->bases())
        if (unit.destructor(base.getType()) && !base.isVirtual()) {
            uint64_t bytes =
                static_cast<uint64_t>(layout->getBaseClassOffset(base.getType()->getAsCXXRecordDecl()).getQuantity());
            guard(destructor->getBody(), offset(place, thisPointer(place), bytes), base.getType());
        }
    for (const FieldDecl *member : record->fields())
        if (unit.destructor(member->getType()))
            guard(destructor->getBody(), field(place, thisPointer(place), member, false).address, member->getType());
}

/* ---- new and delete ------------------------------------------------------------------------------------------ */

/* Bytes in front of an array of objects on the heap, where new[] leaves their number for delete[]. */
uint64_t RoutineLowering::cookie(QualType element) const
{
    if (!unit.destructor(element))
        return 0;
    auto *record = element->getAsCXXRecordDecl();
    if (record && !unit.layout(record))
        return 0;
    uint64_t alignment = static_cast<uint64_t>(unit.context.getTypeAlignInChars(element).getQuantity());
    return std::max<uint64_t>(alignment, unit.pointerBits / 8);
}

/* A loop over i = from, ..., count - 1. */
template <typename Function> void RoutineLowering::countUp(Place place, Operand from, Operand count, Function each)
{
    uint32_t i = helper(unit.pointerBits), head = block(), body = block(), after = block();
    open();
    devlock_step_store(routine, place, variable(i), from);
    jump(place, head);
    enter(head);
    Operand at = devlock_step_load(routine, place, unit.pointerBits, variable(i), false);
    branch(place, binary(place, DEVLOCK_LESS_UNSIGNED, at, count), body, after, nullptr);
    enter(body);
    at = devlock_step_load(routine, place, unit.pointerBits, variable(i), false);
    each(at);
    open();
    at = devlock_step_load(routine, place, unit.pointerBits, variable(i), false);
    devlock_step_store(routine, place, variable(i), binary(place, DEVLOCK_ADD, at, pointer(1)));
    jump(place, head);
    enter(after);
}

/* The elements of a new array: those that a list names, and one constructor for all others. */
void RoutineLowering::newElements(const CXXNewExpr *expression, Operand address, Operand count)
{
    Place place = at(expression);
    QualType element = expression->getAllocatedType();
    uint64_t size = unit.size(element);
    const Expr *rest = expression->getInitializer();
    uint64_t listed = 0;
    if (rest)
        rest = rest->IgnoreImplicit();
    if (auto *list = dyn_cast_or_null<InitListExpr>(rest)) {
        for (; listed < list->getNumInits(); listed++)
            initialise(offset(place, address, listed * size), element, list->getInit(static_cast<unsigned>(listed)),
                       false);
        rest = list->getArrayFiller();
    }
    auto *made = dyn_cast_or_null<CXXConstructExpr>(rest);
    if (!made) {
        if (rest && !isa<ImplicitValueInitExpr>(rest))
            fail(expression, "an array of objects is allocated in a way that is not followed");
        return; /* zeros, or nothing: what the memory holds is unknown */
    }
    if (!made->getConstructor()->isTrivial())
        countUp(place, pointer(listed), count,
                [&](Operand i) { construct(made, index(place, address, i, size, 0), element); });
}

Operand RoutineLowering::newObject(const CXXNewExpr *expression)
{
    Place place = at(expression);
    QualType type = expression->getAllocatedType();
    const FunctionDecl *allocate = expression->getOperatorNew();
    const Expr *value = expression->getInitializer();
    bool isPlacement = allocate->isReservedGlobalPlacementOperator();
    uint64_t size = unit.size(type), before = expression->isArray() && !isPlacement ? cookie(type) : 0;
    Operand count = {};
    std::deque<std::string> texts;
    std::vector<devlock_argument> arguments(1);
    arguments[0] = {};
    arguments[0].value = pointer(size);
    if (expression->isArray()) {
        count = unknown(place, unit.pointerBits);
        if (auto wanted = expression->getArraySize())
            if (const Expr *number = *wanted)
                count = convert(place, scalarOf(number), unit.isSigned(number->getType()), unit.pointerBits);
        arguments[0].value =
            binary(place, DEVLOCK_ADD, binary(place, DEVLOCK_MULTIPLY, count, pointer(size)), pointer(before));
    }
    for (unsigned i = 0; i < expression->getNumPlacementArgs(); i++) {
        QualType parameter = i + 1 < allocate->getNumParams() ? allocate->getParamDecl(i + 1)->getType() : QualType();
        argument(expression->getPlacementArg(i), parameter, arguments, texts);
    }
    Operand address = isPlacement ? arguments.back().value : callFunction(place, allocate, unit.pointerBits, arguments);
    if (!value && !before)
        return address;
    bool mayFail = expression->shouldNullCheckAllocation();
    uint32_t made = mayFail ? block() : DEVLOCK_NONE, after = mayFail ? block() : DEVLOCK_NONE;
    uint32_t result = mayFail && before ? helper(unit.pointerBits) : DEVLOCK_NONE;
    Operand good = truth(place, address);
    if (result != DEVLOCK_NONE)
        devlock_step_store(routine, place, variable(result), address);
    if (mayFail) {
        std::string text = unit.text(expression);
        branch(place, good, made, after, text.c_str());
        enter(made);
    } else if (good.kind != DEVLOCK_OPERAND_CONSTANT) {
        open();
        devlock_step_assume(routine, place, good);
    }
    if (before) {
        open();
        devlock_step_store(routine, place, offset(place, address, before - unit.pointerBits / 8), count);
        address = offset(place, address, before);
        if (result != DEVLOCK_NONE)
            devlock_step_store(routine, place, variable(result), address);
    }
    if (expression->isArray())
        newElements(expression, address, count);
    else
        initialise(address, type, value, false);
    if (mayFail) {
        jump(place, after);
        enter(after);
    }
    return result == DEVLOCK_NONE ? address
                                  : devlock_step_load(routine, place, unit.pointerBits, variable(result), false);
}

/* The elements of an array end, the last one first. */
void RoutineLowering::deleteElements(Place place, Operand address, Operand count, QualType element)
{
    uint64_t size = unit.size(element);
    countUp(place, pointer(0), count, [&](Operand i) {
        Operand last = binary(place, DEVLOCK_SUBTRACT, binary(place, DEVLOCK_SUBTRACT, count, pointer(1)), i);
        destroy(place, index(place, address, last, size, 0), element);
    });
}

/* The call of operator delete. */
void RoutineLowering::release(Place place, const CXXDeleteExpr *expression, Operand address)
{
    const FunctionDecl *release = expression->getOperatorDelete();
    if (!release)
        return;
    std::vector<devlock_argument> arguments(1);
    arguments[0] = {};
    arguments[0].value = address;
    arguments[0].reach = DEVLOCK_WHOLE;
    for (unsigned i = 1; i < release->getNumParams(); i++) {
        devlock_argument rest = {};
        unsigned width = unit.width(release->getParamDecl(i)->getType());
        rest.value = unknown(place, width ? width : unit.pointerBits);
        arguments.push_back(rest);
    }
    callFunction(place, release, 0, arguments);
}

void RoutineLowering::deleteObject(const CXXDeleteExpr *expression)
{
    Place place = at(expression);
    QualType type = expression->getDestroyedType();
    Operand address = scalarOf(expression->getArgument());
    const CXXDestructorDecl *destructor = unit.destructor(type);
    bool isVirtual = destructor && !expression->isArrayForm() && destructor->isVirtual() &&
                     !destructor->hasAttr<FinalAttr>() && !destructor->getParent()->isEffectivelyFinal();
    uint32_t ends = block(), after = block();
    std::string text = unit.text(expression->getArgument());
    Operand exists = truth(place, address);
    if (exists.kind == DEVLOCK_OPERAND_CONSTANT)
        jump(place, exists.value ? ends : after);
    else
        branch(place, exists, ends, after, text.c_str());
    enter(ends);
    if (isVirtual) { /* like any virtual call; it frees the memory, too */
        devlock_argument self = {};
        self.value = address;
        self.reach = DEVLOCK_WHOLE;
        self.text = text.c_str();
        Operand target = unknown(place, unit.pointerBits);
        devlock_step_call(routine, place, target, 0, &self, 1);
    } else if (uint64_t before = expression->isArrayForm() ? cookie(type) : 0) {
        open();
        Operand start = binary(place, DEVLOCK_SUBTRACT, address, pointer(unit.pointerBits / 8));
        Operand count = devlock_step_load(routine, place, unit.pointerBits, start, false);
        deleteElements(place, address, count, type);
        release(place, expression, binary(place, DEVLOCK_SUBTRACT, address, pointer(before)));
    } else {
        destroy(place, address, type);
        release(place, expression, address);
    }
    jump(place, after);
    enter(after);
}

/* ---- static variables ---------------------------------------------------------------------------------------- */

/* A static variable that code initialises, the first time its declaration is reached. Its destructor runs when the
 * driver is unloaded, in no routine. */
void RoutineLowering::staticLocal(const VarDecl *declaration)
{
    Place place = unit.place(declaration->getLocation());
    Operand flag = devlock_global_address(unit.program, unit.initialisedFlag(declaration), 0);
    Operand address = devlock_global_address(unit.program, unit.global(declaration), 0);
    uint32_t first = block(), after = block();
    open();
    Operand done = devlock_step_load(routine, place, 8, flag, false);
    branch(place, truth(place, done), after, first, nullptr);
    enter(first);
    initialiseStatic(declaration, address);
    open();
    devlock_step_store(routine, place, flag, devlock_constant(8, 1));
    jump(place, after);
    enter(after);
}

void RoutineLowering::initialiseStatic(const VarDecl *declaration, Operand address)
{
    const Expr *value = declaration->getInit();
    fullExpression(value, [&] {
        if (declaration->getType()->isReferenceType()) {
            Operand target = object(value).address;
            open();
            devlock_step_store(routine, unit.place(declaration->getLocation()), address, target);
        } else
            initialise(address, declaration->getType(), value, false);
    });
}

/* What a global variable does on its own: it is initialised before the driver runs, which may be left with nothing
 * held; and some time later, as it was left, it ends. */
std::string RoutineLowering::runGlobal(const VarDecl *declaration, uint32_t id)
{
    Place place = unit.place(declaration->getLocation());
    QualType type = declaration->getType();
    routine = devlock_routine_begin(unit.program, id, 0, place);
    if (!routine)
        return "";
    scan(declaration->getInit(), nullptr, false);
    enter(block());
    Operand address = devlock_global_address(unit.program, unit.global(declaration), 0);
    if (declaration->hasInit())
        initialiseStatic(declaration, address);
    if (unit.destructor(type)) {
        uint32_t ends = block(), after = block();
        Operand isUnloaded = devlock_step_load(routine, place, 8, unit.unloaded(), true);
        branch(place, truth(place, isUnloaded), ends, after, "the driver is unloaded");
        enter(ends);
        destroy(place, address, type);
        jump(place, after);
        enter(after);
    }
    open();
    devlock_end_return(routine, place, devlock_none());
    if (!failure.empty()) {
        devlock_routine_abandon(routine);
        return failure;
    }
    devlock_routine_finish(routine);
    return "";
}

/* ---- lambdas ------------------------------------------------------------------------------------------------- */

void RoutineLowering::closure(const LambdaExpr *expression, Operand address)
{
    Place place = at(expression);
    auto member = expression->getLambdaClass()->field_begin();
    for (auto value = expression->capture_init_begin(); value != expression->capture_init_end(); ++value, ++member) {
        ObjectRef to = field(place, address, *member, false);
        if (member->getType()->isReferenceType()) {
            Operand target = object(*value).address;
            open();
            devlock_step_store(routine, place, to.address, target);
        } else
            initialise(to.address, member->getType(), *value, false);
    }
}

} // namespace devlock

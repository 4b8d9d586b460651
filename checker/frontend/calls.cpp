/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lowering of calls: arguments, callees, the compiler's builtin functions, atomic operations, inline assembly.
 *
 * Needs a routine under construction. Leaves behind call steps, or plain steps for builtins whose meaning the graph can
 * say. Costs one visit of each call.
 */
#include "lowering.h"

#include "clang/Basic/Builtins.h"

using namespace clang;

namespace devlock
{

/* ---- callees ------------------------------------------------------------------------------------------------- */

/* The function that an expression names, seen through parentheses, conversions, & and *; null for pointer values. */
const FunctionDecl *RoutineLowering::directCallee(const Expr *callee) const
{
    for (;;) {
        callee = callee->IgnoreParens();
        if (auto *conversion = dyn_cast<CastExpr>(callee)) {
            if (conversion->getCastKind() == CK_LValueToRValue)
                return nullptr;
            callee = conversion->getSubExpr();
        } else if (auto *op = dyn_cast<UnaryOperator>(callee)) {
            if (op->getOpcode() != UO_AddrOf && op->getOpcode() != UO_Deref && op->getOpcode() != UO_Extension)
                return nullptr;
            callee = op->getSubExpr();
        } else if (auto *reference = dyn_cast<DeclRefExpr>(callee))
            return dyn_cast<FunctionDecl>(reference->getDecl());
        else
            return nullptr;
    }
}

/* A function that no source declares, by its plain name. */
uint32_t RoutineLowering::namedFunction(llvm::StringRef name)
{
    std::string key = ("builtin:" + name).str();
    return devlock_program_function(unit.program, key.c_str(), name.str().c_str(), 0);
}

/* The structure type that a pointer led to before it was converted; null if it was none. */
static const RecordDecl *pointedRecord(const Expr *argument)
{
    QualType type = argument->IgnoreParenCasts()->getType();
    if (!type.isNull() && type->isArrayType())
        type = QualType(type->getPointeeOrArrayElementType(), 0);
    else
        type = type.isNull() || !type->isPointerType() ? QualType() : type->getPointeeType();
    auto *record = type.isNull() ? nullptr : type->getAs<RecordType>();
    return record ? record->getDecl() : nullptr;
}

/* Whether a structure type goes by this name: its tag, with an underscore or without, or a typedef of it. */
bool UnitLowering::isNamed(const RecordDecl *record, const std::string &name)
{
    if (record->getName() == name || record->getName() == "_" + name)
        return true;
    for (const NamedDecl *named : lookUp(name)) {
        auto *alias = dyn_cast<TypedefNameDecl>(named);
        auto *type = alias ? alias->getUnderlyingType()->getAs<RecordType>() : nullptr;
        if (type && type->getDecl()->getCanonicalDecl() == record->getCanonicalDecl())
            return true;
    }
    return false;
}

/* "F of T", if the program asked for such calls, else an empty string. */
std::string UnitLowering::typedName(llvm::StringRef function, const CallExpr *call)
{
    if (function.empty() || call->getNumArgs() == 0)
        return "";
    for (size_t i = 0; i < devlock_program_asked_call_count(program); i++) {
        llvm::StringRef asked = devlock_program_asked_call(program, i);
        auto [name, type] = asked.split(" of ");
        const RecordDecl *record = name == function ? pointedRecord(call->getArg(0)) : nullptr;
        if (record && isNamed(record, type.str()))
            return asked.str();
    }
    return "";
}

/* ---- arguments ----------------------------------------------------------------------------------------------- */

/* How far behind an argument a callee may touch memory; see devlock_argument. */
uint64_t RoutineLowering::reach(const Expr *expression) const
{
    const Expr *core = expression;
    for (;;) {
        core = core->IgnoreParens();
        if (auto *conversion = dyn_cast<CastExpr>(core)) {
            CastKind kind = conversion->getCastKind();
            if (kind == CK_FunctionToPointerDecay || kind == CK_BuiltinFnToFnPtr || kind == CK_NullToPointer)
                return 0;
            if (kind == CK_ArrayToPointerDecay) {
                const Expr *array = conversion->getSubExpr()->IgnoreParens();
                uint64_t size = isa<MemberExpr>(array) && elementCount(array) ? unit.size(array->getType()) : 0;
                return size ? size : DEVLOCK_WHOLE;
            }
            if (kind == CK_LValueToRValue || kind == CK_Dependent)
                break;
            core = conversion->getSubExpr();
            continue;
        }
        auto *op = dyn_cast<UnaryOperator>(core);
        if (!op || op->getOpcode() != UO_AddrOf)
            break;
        const Expr *designated = op->getSubExpr()->IgnoreParens();
        if (designated->getType()->isFunctionType())
            return 0;
        if (auto *subscript = dyn_cast<ArraySubscriptExpr>(designated)) { /* &a[i]: as far as a itself */
            core = subscript->getBase();
            continue;
        }
        if (isa<DeclRefExpr>(designated) || isa<MemberExpr>(designated)) {
            uint64_t size = unit.size(designated->getType());
            return size ? size : DEVLOCK_WHOLE;
        }
        return DEVLOCK_WHOLE;
    }
    QualType type = core->getType();
    if (type.isNull() || type->isDependentType())
        return DEVLOCK_WHOLE;
    return type->isAnyPointerType() || type->isNullPtrType() ? DEVLOCK_WHOLE : 0;
}

/* parameter: the declared type; null where there is none (no prototype, variable arguments). */
void RoutineLowering::argument(const Expr *expression, QualType parameter, std::vector<devlock_argument> &arguments,
                               std::deque<std::string> &texts)
{
    devlock_argument result = {};
    QualType type = expression->getType();
    if (!parameter.isNull() && parameter->isReferenceType()) {
        result.value = object(expression).address;
        const Expr *named = expression->IgnoreParens();
        auto *reference = dyn_cast<DeclRefExpr>(named);
        uint64_t size = unit.size(type);
        bool exact = (reference && !reference->getDecl()->getType()->isReferenceType()) || isa<MemberExpr>(named);
        result.reach = exact && size ? size : DEVLOCK_WHOLE;
        result.read_only = parameter->getPointeeType().isConstQualified();
        texts.push_back(unit.text(expression));
        result.text = texts.back().c_str();
        arguments.push_back(result);
        return;
    }
    if (!type.isNull() && !type->isDependentType() && unit.shape(type) == Shape::Memory) {
        /* By value: the callee gets the address of a copy. */
        uint32_t copy = scratch(unit.size(type));
        Operand address = variable(copy);
        open();
        devlock_step_declare(routine, at(expression), copy);
        aggregate(expression, &address);
        keepTemporary(expression, address, type);
        result.value = address;
        result.read_only = true;
        arguments.push_back(result);
        return;
    }
    result.value = scalarOf(expression);
    if (result.value.kind == DEVLOCK_OPERAND_NONE)
        result.value = unknown(at(expression), 32);
    result.reach = reach(expression);
    if (!parameter.isNull() && parameter->isPointerType())
        result.read_only = parameter->getPointeeType().isConstQualified();
    if (!type.isNull() && type->isAnyPointerType()) {
        texts.push_back(unit.text(expression));
        result.text = texts.back().c_str();
    }
    arguments.push_back(result);
}

/* ---- calls --------------------------------------------------------------------------------------------------- */

/* into: where a result in memory goes; null: nowhere. */
Operand RoutineLowering::call(const CallExpr *expression, Operand *into)
{
    Place place = at(expression);
    QualType type = expression->getType();
    unsigned width = expression->isGLValue() ? unit.pointerBits : unit.resultWidth(type);
    const FunctionDecl *callee = directCallee(expression->getCallee());
    std::vector<devlock_argument> arguments;
    std::deque<std::string> texts;
    unsigned first = 0;
    bool isVirtual = false;
    if (unit.context.getLangOpts().CPlusPlus &&
        memberCall(expression, arguments, texts, first, callee, isVirtual, into))
        return expression->isGLValue() ? copiedTo : width ? unknown(place, width) : devlock_none();

    if (callee && !callee->hasBody()) {
        Operand result = devlock_none();
        if (builtin(expression, callee, result)) {
            if (into && unit.shape(type) == Shape::Memory)
                storeUnknown(place, *into, unit.size(type));
            return result;
        }
    }

    Operand target;
    bool returns = true;
    const FunctionProtoType *prototype = nullptr;
    if (callee) {
        const FunctionDecl *recent = callee->getMostRecentDecl();
        uint32_t id;
        llvm::StringRef name = callee->getDeclName().isIdentifier() ? callee->getName() : "";
        if (callee->getBuiltinID() && !callee->hasBody() && compat::startsWith(name, "__builtin_"))
            id = namedFunction(name.drop_front(strlen("__builtin_"))); /* __builtin_memcpy is memcpy */
        else
            id = unit.function(callee);
        std::string typed = callee->hasBody() ? "" : unit.typedName(name, expression);
        if (!typed.empty())
            id = namedFunction(typed);
        target = devlock_function_address(unit.program, id);
        returns = !recent->isNoReturn();
        prototype = recent->getType()->getAs<FunctionProtoType>();
        if (isVirtual)
            target = unknown(place, unit.pointerBits);
    } else if (isVirtual) {
        target = unknown(place, unit.pointerBits);
    } else {
        target = convert(place, scalarOf(expression->getCallee()), false, unit.pointerBits);
        QualType pointee = expression->getCallee()->getType();
        if (!pointee.isNull() && pointee->isPointerType())
            pointee = pointee->getPointeeType();
        if (!pointee.isNull())
            if (auto *functionType = pointee->getAs<FunctionType>()) {
                returns = !functionType->getNoReturnAttr();
                prototype = dyn_cast<FunctionProtoType>(functionType);
            }
    }

    bool inMemory = callee && unit.returnsInMemory(callee);
    if (inMemory) {
        devlock_argument result = {};
        uint32_t id = into ? 0 : scratch(unit.size(type));
        result.value = into ? *into : variable(id);
        result.reach = unit.size(type);
        arguments.push_back(result);
        into = nullptr;
    }
    for (unsigned i = first; i < expression->getNumArgs(); i++) {
        unsigned position = i - first;
        QualType parameter =
            prototype && position < prototype->getNumParams() ? prototype->getParamType(position) : QualType();
        argument(expression->getArg(i), parameter, arguments, texts);
        if (callee)
            unit.noteArgument(callee, position, expression->getArg(i));
    }
    open();
    Operand result = devlock_step_call(routine, place, target, width, arguments.data(), arguments.size());
    if (unsigned reads = width ? unit.reads(type) : 0)
        devlock_step_named(routine, nullptr, reads);
    if (into && unit.shape(type) == Shape::Memory && unit.size(type)) {
        uint32_t returned = scratch(unit.size(type));
        devlock_step_declare(routine, place, returned);
        devlock_step_copy(routine, place, *into, variable(returned), unit.size(type));
    }
    if (!returns) {
        devlock_end_unreachable(routine, place);
        open();
    }
    return result;
}

/* ---- builtins ------------------------------------------------------------------------------------------------ */

static bool isOneOf(llvm::StringRef name, std::initializer_list<llvm::StringRef> names)
{
    for (llvm::StringRef candidate : names)
        if (name == candidate)
            return true;
    return false;
}

/* Gives false for a builtin that is a plain call. */
bool RoutineLowering::builtin(const CallExpr *expression, const FunctionDecl *callee, Operand &result)
{
    if (!callee->getDeclName().isIdentifier())
        return false;
    llvm::StringRef name = callee->getName();
    if (compat::startsWith(name, "__builtin_"))
        name = name.drop_front(strlen("__builtin_"));
    Place place = at(expression);
    QualType type = expression->getType();
    unsigned width = unit.shape(type) == Shape::Scalar ? unit.width(type) : 0;
    unsigned count = expression->getNumArgs();
    auto allEffects = [&](unsigned from) {
        for (unsigned i = from; i < count; i++)
            effects(expression->getArg(i));
    };
    auto give = [&](Operand value) {
        result = value;
        return true;
    };
    auto giveUnknown = [&](devlock_unknown origin) {
        result = width ? unknown(place, width, origin) : devlock_none();
        return true;
    };

    /* Structured exception handling. Some of these names are builtins only where Clang takes them for such. */
    if (isOneOf(name, {"AbnormalTermination", "_abnormal_termination", "__abnormal_termination"}))
        return give(devlock_constant(width, abnormalTermination()));
    if (isOneOf(name, {"GetExceptionCode", "_exception_code", "__exception_code", "GetExceptionInformation",
                       "GetExceptionInfomation", "_exception_info", "__exception_info"}))
        return giveUnknown(DEVLOCK_ENVIRONMENT);

    if (!callee->getBuiltinID())
        return false;

    /* Paths that end or are constrained. */
    if (isOneOf(name, {"unreachable", "trap", "__fastfail", "verbose_trap", "abort"})) {
        allEffects(0);
        open();
        devlock_end_unreachable(routine, place);
        open();
        return give(devlock_none());
    }
    if (isOneOf(name, {"assume", "__assume"})) {
        if (count == 1 && !expression->getArg(0)->HasSideEffects(unit.context)) {
            bool decided;
            const Expr *claim = expression->getArg(0);
            if (constantCondition(claim, decided)) {
                if (!decided) {
                    open();
                    devlock_end_unreachable(routine, place);
                    open();
                }
            } else {
                Operand holds = condition(claim);
                open();
                devlock_step_assume(routine, place, holds);
            }
        }
        return give(devlock_none());
    }
    if (isOneOf(name, {"__debugbreak",
                       "debugtrap",
                       "__noop",
                       "prefetch",
                       "_mm_pause",
                       "ia32_pause",
                       "_mm_prefetch",
                       "_ReadWriteBarrier",
                       "_ReadBarrier",
                       "_WriteBarrier",
                       "__sync_synchronize",
                       "_mm_mfence",
                       "_mm_lfence",
                       "_mm_sfence",
                       "ia32_mfence",
                       "ia32_lfence",
                       "ia32_sfence",
                       "__faststorefence",
                       "__nop",
                       "__yield",
                       "__annotation",
                       "va_start",
                       "va_end",
                       "va_copy",
                       "__va_start",
                       "ms_va_start",
                       "ms_va_end",
                       "ms_va_copy",
                       "assume_separate_storage",
                       "clear_padding",
                       "c23_va_start"}))
        return give(width ? devlock_constant(width, 0) : devlock_none());

    /* Values. */
    if (isOneOf(name, {"expect", "expect_with_probability", "assume_aligned", "launder"}) && count > 0) {
        Operand value = scalarOf(expression->getArg(0));
        allEffects(1);
        return give(convert(place, value, true, width));
    }
    if (isOneOf(name, {"constant_p", "object_size", "dynamic_object_size", "types_compatible_p", "classify_type",
                       "is_aligned", "has_attribute", "isfinite", "isnan", "huge_val", "inf", "nan"})) {
        Expr::EvalResult value;
        if (expression->EvaluateAsInt(value, unit.context))
            return give(devlock_constant(width, value.Val.getInt().extOrTrunc(64).getZExtValue() &
                                                    (width >= 64 ? ~0ull : (1ull << width) - 1)));
        return giveUnknown(DEVLOCK_IMPRECISION);
    }
    if (isOneOf(name, {"alloca", "_alloca", "__alloca", "alloca_with_align", "alloca_uninitialized"}) && count > 0) {
        uint64_t size = 0;
        Expr::EvalResult value;
        if (!expression->getArg(0)->isValueDependent() && expression->getArg(0)->EvaluateAsInt(value, unit.context))
            size = value.Val.getInt().getLimitedValue(1u << 20);
        allEffects(0);
        uint32_t &id = literals[expression];
        if (!id)
            id = scratch(size) + 1;
        open();
        devlock_step_declare(routine, place, id - 1);
        return give(variable(id - 1));
    }

    /* Memory, where the size is known. */
    if (isOneOf(name, {"memset", "memcpy"}) && count == 3) {
        Expr::EvalResult size, byte;
        const Expr *bytes = expression->getArg(2);
        bool isCopy = name == "memcpy";
        if (!bytes->isValueDependent() && bytes->EvaluateAsInt(size, unit.context) &&
            (isCopy || (!expression->getArg(1)->isValueDependent() &&
                        expression->getArg(1)->EvaluateAsInt(byte, unit.context) && byte.Val.getInt() == 0))) {
            uint64_t amount = size.Val.getInt().getLimitedValue();
            Operand to = convert(place, scalarOf(expression->getArg(0)), false, unit.pointerBits);
            Operand from = isCopy ? convert(place, scalarOf(expression->getArg(1)), false, unit.pointerBits) : to;
            open();
            if (amount && isCopy)
                devlock_step_copy(routine, place, to, from, amount);
            else if (amount)
                devlock_step_zero(routine, place, to, amount);
            return give(to);
        }
    }
    if (isOneOf(name, {"add_overflow", "sub_overflow", "mul_overflow"}) && count == 3) {
        scalarOf(expression->getArg(0));
        scalarOf(expression->getArg(1));
        Operand to = convert(place, scalarOf(expression->getArg(2)), false, unit.pointerBits);
        storeUnknown(place, to, unit.size(expression->getArg(2)->getType()->getPointeeType()));
        return give(fromTruth(place, unknown(place, 1), width));
    }

    if (interlocked(expression, callee->getName(), result))
        return true;

    /* The rest of what only computes: bit counts, byte swaps, rotations. */
    if (callee->hasAttr<ConstAttr>()) {
        allEffects(0);
        return giveUnknown(DEVLOCK_IMPRECISION);
    }
    return false;
}

/* ---- atomic operations --------------------------------------------------------------------------------------- */

/* Interlocked functions and __sync builtins: what they are for one thread. */
bool RoutineLowering::interlocked(const CallExpr *expression, llvm::StringRef name, Operand &result)
{
    enum { Other, Add, Sub, And, Or, Xor, Exchange, Compare } kind = Other;
    bool givesOld = true, byOne = false;
    llvm::StringRef rest = name.ltrim('_');
    unsigned count = expression->getNumArgs();
    if (compat::startsWith(rest, "Interlocked")) {
        rest = rest.drop_front(strlen("Interlocked"));
        if (compat::startsWith(rest, "CompareExchangePointer") || compat::startsWith(rest, "CompareExchange"))
            kind = rest.contains("128") ? Other : Compare;
        else if (compat::startsWith(rest, "ExchangeAdd"))
            kind = Add;
        else if (compat::startsWith(rest, "ExchangeSub"))
            kind = Sub;
        else if (compat::startsWith(rest, "Exchange"))
            kind = Exchange;
        else if (compat::startsWith(rest, "Increment"))
            kind = Add, byOne = true, givesOld = false;
        else if (compat::startsWith(rest, "Decrement"))
            kind = Sub, byOne = true, givesOld = false;
        else if (compat::startsWith(rest, "And"))
            kind = And;
        else if (compat::startsWith(rest, "Or"))
            kind = Or;
        else if (compat::startsWith(rest, "Xor"))
            kind = Xor;
    } else if (compat::startsWith(rest, "sync_")) {
        rest = rest.drop_front(strlen("sync_"));
        givesOld = !rest.contains("_and_fetch");
        if (rest.contains("nand"))
            kind = Other;
        else if (compat::startsWith(rest, "fetch_and_add") || compat::startsWith(rest, "add_and_fetch"))
            kind = Add;
        else if (compat::startsWith(rest, "fetch_and_sub") || compat::startsWith(rest, "sub_and_fetch"))
            kind = Sub;
        else if (compat::startsWith(rest, "fetch_and_and") || compat::startsWith(rest, "and_and_fetch"))
            kind = And;
        else if (compat::startsWith(rest, "fetch_and_or") || compat::startsWith(rest, "or_and_fetch"))
            kind = Or;
        else if (compat::startsWith(rest, "fetch_and_xor") || compat::startsWith(rest, "xor_and_fetch"))
            kind = Xor;
        else if (compat::startsWith(rest, "lock_test_and_set") || compat::startsWith(rest, "swap"))
            kind = Exchange;
    }
    if (kind == Other || count < (kind == Compare ? 3u : byOne ? 1u : 2u))
        return false;
    QualType pointerType = expression->getArg(0)->getType();
    QualType type = expression->getType();
    if (!pointerType->isPointerType() || unit.shape(type) != Shape::Scalar || !unit.isExact(type))
        return false;

    Place place = at(expression);
    unsigned width = unit.width(type);
    auto operand = [&](unsigned i) {
        const Expr *value = expression->getArg(i);
        return convert(place, scalarOf(value), unit.isSigned(value->getType()), width);
    };
    Operand address = convert(place, scalarOf(expression->getArg(0)), false, unit.pointerBits);
    Operand change = byOne ? devlock_constant(width, 1) : operand(1);
    open();
    if (kind == Compare) {
        Operand expected = operand(2);
        open();
        Operand old = devlock_step_load(routine, place, width, address, false);
        uint32_t equal = block(), after = block();
        branch(place, binary(place, DEVLOCK_EQUAL, old, expected), equal, after, nullptr);
        enter(equal);
        devlock_step_store(routine, place, address, change);
        jump(place, after);
        enter(after);
        result = old;
        return true;
    }
    Operand old = devlock_step_load(routine, place, width, address, false);
    static const devlock_binary operators[] = {DEVLOCK_ADD, DEVLOCK_ADD, DEVLOCK_SUBTRACT,
                                               DEVLOCK_AND, DEVLOCK_OR,  DEVLOCK_XOR};
    Operand changed = kind == Exchange ? change : binary(place, operators[kind], old, change);
    devlock_step_store(routine, place, address, changed);
    result = givesOld ? old : changed;
    return true;
}

/* __atomic and C11 atomic operations. */
Operand RoutineLowering::atomic(const AtomicExpr *expression)
{
    Place place = at(expression);
    QualType type = expression->getType();
    unsigned width = unit.shape(type) == Shape::Scalar ? unit.width(type) : 0;
    QualType valueType = expression->getValueType();
    Operand address = convert(place, scalarOf(expression->getPtr()), false, unit.pointerBits);
    bool exact = unit.shape(valueType) == Shape::Scalar && unit.isExact(valueType) && !valueType->isPointerType();
    unsigned valueWidth = unit.shape(valueType) == Shape::Scalar ? unit.width(valueType) : 0;
    auto value = [&] {
        const Expr *operand = expression->getVal1();
        return convert(place, scalarOf(operand), unit.isSigned(operand->getType()), valueWidth);
    };
    auto change = [&](devlock_binary op, bool givesOld) {
        Operand amount = value();
        open();
        Operand old = devlock_step_load(routine, place, valueWidth, address, false);
        Operand changed = binary(place, op, old, amount);
        devlock_step_store(routine, place, address, changed);
        return givesOld ? old : changed;
    };
    if (valueWidth)
        switch (expression->getOp()) {
        case AtomicExpr::AO__c11_atomic_init:
        case AtomicExpr::AO__c11_atomic_store:
        case AtomicExpr::AO__atomic_store_n: {
            Operand stored = value();
            open();
            devlock_step_store(routine, place, address, stored);
            return devlock_none();
        }
        case AtomicExpr::AO__c11_atomic_load:
        case AtomicExpr::AO__atomic_load_n:
            open();
            return devlock_step_load(routine, place, valueWidth, address, false);
        case AtomicExpr::AO__c11_atomic_exchange:
        case AtomicExpr::AO__atomic_exchange_n: {
            Operand stored = value();
            open();
            Operand old = devlock_step_load(routine, place, valueWidth, address, false);
            devlock_step_store(routine, place, address, stored);
            return old;
        }
        default:
            break;
        }
    if (exact && width == valueWidth)
        switch (expression->getOp()) {
        case AtomicExpr::AO__c11_atomic_fetch_add:
        case AtomicExpr::AO__atomic_fetch_add:
            return change(DEVLOCK_ADD, true);
        case AtomicExpr::AO__c11_atomic_fetch_sub:
        case AtomicExpr::AO__atomic_fetch_sub:
            return change(DEVLOCK_SUBTRACT, true);
        case AtomicExpr::AO__c11_atomic_fetch_and:
        case AtomicExpr::AO__atomic_fetch_and:
            return change(DEVLOCK_AND, true);
        case AtomicExpr::AO__c11_atomic_fetch_or:
        case AtomicExpr::AO__atomic_fetch_or:
            return change(DEVLOCK_OR, true);
        case AtomicExpr::AO__c11_atomic_fetch_xor:
        case AtomicExpr::AO__atomic_fetch_xor:
            return change(DEVLOCK_XOR, true);
        case AtomicExpr::AO__atomic_add_fetch:
            return change(DEVLOCK_ADD, false);
        case AtomicExpr::AO__atomic_sub_fetch:
            return change(DEVLOCK_SUBTRACT, false);
        case AtomicExpr::AO__atomic_and_fetch:
            return change(DEVLOCK_AND, false);
        case AtomicExpr::AO__atomic_or_fetch:
            return change(DEVLOCK_OR, false);
        case AtomicExpr::AO__atomic_xor_fetch:
            return change(DEVLOCK_XOR, false);
        default:
            break;
        }
    /* The rest writes what its pointers point to. */
    for (const Stmt *child : expression->children())
        if (auto *part = dyn_cast_or_null<Expr>(child)) {
            if (part == expression->getPtr())
                continue;
            Operand operand = scalarOf(part);
            if (part->getType()->isPointerType() && !part->getType()->getPointeeType().isConstQualified() &&
                operand.width == unit.pointerBits)
                storeUnknown(place, operand, unit.size(part->getType()->getPointeeType()));
        }
    storeUnknown(place, address, unit.size(valueType));
    return width ? unknown(place, width) : devlock_none();
}

/* ---- inline assembly ----------------------------------------------------------------------------------------- */

/* Whatever the pointers lead to may change. */
void RoutineLowering::clobberMemory(Place place, llvm::ArrayRef<Operand> pointers)
{
    std::vector<devlock_argument> arguments;
    for (Operand value : pointers) {
        devlock_argument argument = {};
        argument.value = value;
        argument.reach = DEVLOCK_WHOLE;
        arguments.push_back(argument);
    }
    open();
    devlock_step_call(routine, place, devlock_function_address(unit.program, namedFunction("inline assembly")), 0,
                      arguments.data(), arguments.size());
}

void RoutineLowering::assembly(const AsmStmt *statement)
{
    Place place = at(statement);
    llvm::SmallVector<Operand, 4> pointers;
    auto *gnu = dyn_cast<GCCAsmStmt>(statement);
    auto *microsoft = dyn_cast<MSAsmStmt>(statement);
    auto names = [&](const Expr *expression) {
        return directCallee(expression) != nullptr && expression->getType()->isFunctionType();
    };
    bool clobbersMemory = microsoft != nullptr;
    for (unsigned i = 0; i < statement->getNumClobbers(); i++) {
        std::string clobber = std::string(statement->getClobber(i));
        if (clobber == "memory")
            clobbersMemory = true;
    }

    llvm::SmallVector<const Expr *, 8> outputs, inputs;
    if (gnu) {
        for (unsigned i = 0; i < gnu->getNumOutputs(); i++)
            outputs.push_back(gnu->getOutputExpr(i));
        for (unsigned i = 0; i < gnu->getNumInputs(); i++)
            inputs.push_back(gnu->getInputExpr(i));
    } else {
        for (unsigned i = 0; i < microsoft->getNumOutputs(); i++)
            outputs.push_back(microsoft->getOutputExpr(i));
        for (unsigned i = 0; i < microsoft->getNumInputs(); i++)
            inputs.push_back(microsoft->getInputExpr(i));
    }
    for (const Expr *input : inputs) {
        if (names(input)) {
            fail(statement, "inline assembly names a function");
            return;
        }
        if (input->isGLValue()) {
            ObjectRef designated = object(input);
            if (unit.shape(designated.type) == Shape::Scalar && designated.type->isPointerType())
                pointers.push_back(load(place, designated));
            else if (unit.shape(designated.type) == Shape::Memory)
                pointers.push_back(designated.address);
            if (microsoft && unit.shape(designated.type) == Shape::Scalar) /* any operand may be written */
                store(place, designated, unknown(place, unit.width(designated.type)));
        } else {
            Operand value = scalarOf(input);
            if (input->getType()->isPointerType())
                pointers.push_back(value);
        }
    }
    if (clobbersMemory)
        clobberMemory(place, pointers);
    for (const Expr *output : outputs) {
        if (!output->isGLValue())
            continue;
        ObjectRef to = object(output);
        if (unit.shape(to.type) == Shape::Scalar && !to.opaqueBytes)
            store(place, to, unknown(place, unit.width(to.type)));
        else
            storeUnknown(place, to.address, std::max(unit.size(to.type), to.opaqueBytes));
    }
    if (gnu && gnu->isAsmGoto())
        for (unsigned i = 0; i < gnu->getNumLabels(); i++) {
            uint32_t taken = block(), next = block();
            branch(place, unknown(place, 1), taken, next, nullptr);
            enter(taken);
            gotoStatement(statement, gnu->getLabelExpr(i)->getLabel());
            enter(next);
        }
}

} // namespace devlock

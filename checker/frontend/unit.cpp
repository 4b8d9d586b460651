/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lowering of a translation unit: which functions, their names, places and types; globals with their initial values.
 *
 * Needs the translation unit's AST. Leaves behind the program's functions, globals and "not analysed" records, and
 * hands each wanted body to RoutineLowering. Costs a look at each declaration of the file scope.
 */
#include "lowering.h"

#include "clang/AST/PrettyPrinter.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

using namespace clang;

namespace devlock
{

static std::string withDirectory(const std::string &directory, llvm::StringRef path)
{
    llvm::SmallString<256> result;
    if (!directory.empty() && directory != "." && !llvm::sys::path::is_absolute(path))
        llvm::sys::path::append(result, directory, path);
    else
        result = path;
    llvm::sys::path::remove_dots(result, false);
    return result.str().str();
}

UnitLowering::UnitLowering(ASTContext &context, const LowerOptions &options, devlock_program &program)
    : context(context), sources(context.getSourceManager()), options(options), program(&program),
      pointerBits(devlock_program_pointer_bits(&program)), atFileScope(options.scope ? *options.scope : ownFileScope)
{
    mainPath = options.mainFile;
    if (mainPath.empty())
        mainPath = filePath(sources.getMainFileID());
    llvm::StringRef entry =
        llvm::sys::path::filename(sources.getFilename(sources.getLocForStartOfFile(sources.getMainFileID())));
    if (!entry.empty() && entry != llvm::sys::path::filename(mainPath))
        readAs = entry.str();
    contextHasErrors = context.getDiagnostics().hasErrorOccurred();
}

/* ---- places and texts ---------------------------------------------------------------------------------------- */

std::string UnitLowering::filePath(FileID file) const
{
    if (file == sources.getMainFileID() && !options.mainFile.empty())
        return options.mainFile;
    llvm::StringRef name = sources.getFilename(sources.getLocForStartOfFile(file));
    return name.empty() ? std::string("<built-in>") : withDirectory(options.directory, name);
}

Place UnitLowering::place(SourceLocation location)
{
    Place result = {DEVLOCK_NONE, 0, 0};
    if (location.isInvalid())
        return result;
    if (location == lastLocation) /* neighbouring steps often share it */
        return lastPlace;
    std::pair<FileID, unsigned> position = sources.getDecomposedLoc(sources.getExpansionLoc(location));
    auto known = fileIds.find(position.first);
    if (known == fileIds.end()) {
        std::string path = filePath(position.first);
        known = fileIds.insert({position.first, devlock_program_file(program, path.c_str())}).first;
        if (options.files) {
            options.files->resize(std::max<size_t>(options.files->size(), known->second + 1));
            (*options.files)[known->second] = position.first;
        }
    }
    result.file = known->second;
    result.line = sources.getLineNumber(position.first, position.second);
    result.column = sources.getColumnNumber(position.first, position.second);
    if (position.first == sources.getMainFileID())
        result.column = options.column(result.line, result.column, position.second);
    lastLocation = location;
    lastPlace = result;
    return result;
}

unsigned UnitLowering::line(SourceLocation location) const
{
    return location.isInvalid() ? 0 : sources.getExpansionLineNumber(location);
}

bool UnitLowering::isSystem(SourceLocation location) const
{
    return location.isInvalid() || sources.isInSystemHeader(sources.getExpansionLoc(location));
}

/* An expression as the user wrote it, on one line; printed anew if it is made of a macro's own tokens. */
std::string UnitLowering::text(const Expr *expression)
{
    const Expr *whole = expression->IgnoreImpCasts();
    expression = expression->IgnoreParenImpCasts();
    std::string raw;
    for (const Expr *candidate : {expression, whole}) { /* NULL is whole with its parentheses only */
        CharSourceRange range = CharSourceRange::getTokenRange(candidate->getSourceRange());
        CharSourceRange inFile = Lexer::makeFileCharRange(range, sources, context.getLangOpts());
        if (raw.empty() && inFile.isValid())
            raw = Lexer::getSourceText(inFile, sources, context.getLangOpts()).str();
    }
    if (raw.empty()) {
        llvm::raw_string_ostream out(raw);
        PrintingPolicy policy(context.getLangOpts());
        expression->printPretty(out, nullptr, policy);
        out.flush();
    }
    std::string result;
    bool space = false;
    for (char c : raw) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\') {
            space = !result.empty() && c != '\\' ? true : space;
            if (c != '\\')
                continue;
        }
        if (space)
            result += ' ';
        space = false;
        result += c;
    }
    const size_t most = 80;
    if (result.size() > most) {
        result.resize(most - 3);
        result += "...";
    }
    return result;
}

/* ---- types --------------------------------------------------------------------------------------------------- */

/* How a value of the type reads in messages. */
unsigned UnitLowering::reads(QualType type) const
{
    if (type->isPointerType())
        return DEVLOCK_READS_POINTER;
    for (auto *name = type->getAs<TypedefType>(); name; name = name->desugar()->getAs<TypedefType>())
        if (name->getDecl()->getName() == "NTSTATUS")
            return DEVLOCK_READS_STATUS | DEVLOCK_READS_SIGNED;
    return isSigned(type) && !type->isBooleanType() ? DEVLOCK_READS_SIGNED : 0;
}

static bool hasGraphWidth(uint64_t bits)
{
    return bits == 8 || bits == 16 || bits == 32 || bits == 64;
}

Shape UnitLowering::shape(QualType type) const
{
    type = context.getCanonicalType(type).getUnqualifiedType();
    if (auto *atomicType = type->getAs<AtomicType>())
        type = context.getCanonicalType(atomicType->getValueType());
    if (type->isVoidType())
        return Shape::Void;
    if (type->isPointerType() || type->isReferenceType() || type->isNullPtrType() || type->isBooleanType() ||
        type->isEnumeralType())
        return Shape::Scalar;
    if (type->isBuiltinType() && (type->isIntegerType() || type->isRealFloatingType()))
        return hasGraphWidth(context.getTypeSize(type)) ? Shape::Scalar : Shape::Memory;
    if (type->isFunctionType())
        return Shape::Void;
    return Shape::Memory;
}

unsigned UnitLowering::width(QualType type) const
{
    if (type.isNull() || type->isDependentType() || shape(type) != Shape::Scalar)
        return 0;
    if (type->isReferenceType())
        return pointerBits;
    if (auto *enumType = type->getAs<EnumType>())
        if (type->isIncompleteType() || enumType->getDecl()->getIntegerType().isNull())
            return 32; /* declared ahead: Microsoft's compiler takes int */
    return static_cast<unsigned>(context.getTypeSize(type));
}

uint64_t UnitLowering::size(QualType type) const
{
    if (type.isNull() || type->isDependentType() || type->isVoidType() || type->isFunctionType())
        return 0;
    if (type->isReferenceType())
        return pointerBits / 8;
    if (type->isUndeducedType()) /* an error: what is called there is not known */
        return 0;
    if (type->isIncompleteType())
        return type->isEnumeralType() ? 4 : 0;
    if (const ArrayType *array = context.getAsArrayType(type))
        if (!isa<ConstantArrayType>(array) || size(array->getElementType()) == 0)
            return 0;
    if (auto *record = type->getAs<RecordType>())
        if (!layout(record->getDecl()))
            return 0;
    return static_cast<uint64_t>(context.getTypeSizeInChars(type).getQuantity());
}

/* Whether Clang can lay a class out: an error in a base or member may be known there only. */
bool UnitLowering::hasLayout(const RecordDecl *record) const
{
    record = record->getDefinition();
    if (!record || record->isInvalidDecl() || record->isDependentType())
        return false;
    auto known = laidOut.try_emplace(record, false); /* one that contains itself has none */
    if (!known.second)
        return known.first->second;
    auto holds = [this](QualType type) {
        type = context.getBaseElementType(type);
        auto *inner = type.isNull() ? nullptr : type->getAs<RecordType>();
        return !inner || hasLayout(inner->getDecl());
    };
    bool has = true;
    if (auto *derived = dyn_cast<CXXRecordDecl>(record))
        for (const CXXBaseSpecifier &base : derived->bases())
            has = has && base.getType()->getAsCXXRecordDecl() && holds(base.getType());
    for (const FieldDecl *field : record->fields())
        has = has && !field->getType()->isDependentType() && holds(field->getType());
    laidOut[record] = has;
    return has;
}

const ASTRecordLayout *UnitLowering::layout(const RecordDecl *record) const
{
    return hasLayout(record) ? &context.getASTRecordLayout(record) : nullptr;
}

bool UnitLowering::isSigned(QualType type) const
{
    if (auto *atomicType = type->getAs<AtomicType>())
        type = atomicType->getValueType();
    return type->isSignedIntegerOrEnumerationType();
}

bool UnitLowering::isExact(QualType type) const
{
    if (type.isNull() || type->isDependentType() || shape(type) != Shape::Scalar)
        return false;
    if (auto *atomicType = type->getAs<AtomicType>())
        type = atomicType->getValueType();
    return !type->isRealFloatingType();
}

unsigned UnitLowering::resultWidth(QualType type) const
{
    return width(type);
}

/* ---- names --------------------------------------------------------------------------------------------------- */

/* A source whose name was not known yet (pause.h) has it in USRs all the same, and behind it, as NAME@OFFSET, places in
 * its own text, which others stand before (LowerOptions::head). */
static void renameIn(llvm::SmallVectorImpl<char> &usr, const std::string &from, llvm::StringRef to, unsigned head)
{
    std::string text(usr.data(), usr.size());
    for (size_t at = 0; (at = text.find(from, at)) != std::string::npos;) {
        text.replace(at, from.size(), to.str());
        at += to.size();
        size_t digits = at + 1 < text.size() && text[at] == '@' ? text.find_first_not_of("0123456789", at + 1) : at;
        if (digits == std::string::npos || digits <= at + 1)
            continue;
        unsigned offset = static_cast<unsigned>(std::stoul(text.substr(at + 1, digits - at - 1)));
        if (offset >= head)
            text.replace(at + 1, digits - at - 1, std::to_string(offset - head));
    }
    usr.assign(text.begin(), text.end());
}

/* USRs of internal declarations carry the base name of the file only: the path goes in front. */
std::string UnitLowering::key(const NamedDecl *declaration, bool internal)
{
    llvm::SmallString<128> usr;
    if (index::generateUSRForDecl(declaration, usr)) { /* no USR: the place tells it apart */
        Place where = place(declaration->getLocation());
        usr = declaration->getNameAsString();
        usr += "@" + std::to_string(where.file) + ":" + std::to_string(where.line) + ":" + std::to_string(where.column);
        internal = true;
    } else if (!readAs.empty()) {
        renameIn(usr, readAs, llvm::sys::path::filename(mainPath), options.head);
    }
    return internal ? mainPath + "#" + usr.str().str() : usr.str().str();
}

unsigned UnitLowering::functionFlags(const FunctionDecl *function) const
{
    unsigned flags = 0;
    if (function->getMostRecentDecl()->isNoReturn())
        flags |= DEVLOCK_FUNCTION_NORETURN;
    if (!function->isExternallyVisible())
        flags |= DEVLOCK_FUNCTION_INTERNAL;
    for (const FunctionDecl *declaration : function->redecls()) {
        SourceLocation location = declaration->getLocation();
        if (location.isValid() && !sources.isInMainFile(sources.getExpansionLoc(location)) && !isSystem(location))
            flags |= DEVLOCK_FUNCTION_IN_HEADER;
    }
    const FunctionDecl *definition = function->getDefinition();
    /* One with external linkage can stand in one file only: that is a piece of it, not a header. */
    if (definition && !sources.isInMainFile(sources.getExpansionLoc(definition->getLocation())) &&
        (flags & DEVLOCK_FUNCTION_INTERNAL || definition->isInlined()))
        flags |= DEVLOCK_FUNCTION_INLINE;
    /* Methods are there for whoever uses the class, as what stands in a header is. */
    if (isa<CXXMethodDecl>(function))
        flags |= DEVLOCK_FUNCTION_INLINE;
    if (definition && isSteady(definition))
        flags |= DEVLOCK_FUNCTION_STEADY;
    return flags;
}

/* Files that define the same function are no program that a linker would make, but two drivers in one scan, each with
 * its DriverEntry: each file means its own. What stands in a header is the same wherever it is included. */
bool UnitLowering::isAnother(const FunctionDecl *function, uint32_t id)
{
    const FunctionDecl *definition = function->getDefinition();
    if (!definition || !definition->doesThisDeclarationHaveABody() || isSystem(definition->getLocation()))
        return false;
    return !devlock_program_define(program, id, place(definition->getLocation())) &&
           sources.isInMainFile(sources.getExpansionLoc(definition->getLocation()));
}

uint32_t UnitLowering::function(const FunctionDecl *function)
{
    const FunctionDecl *canonical = function->getCanonicalDecl();
    auto known = functionIds.find(canonical);
    if (known != functionIds.end())
        return known->second;
    unsigned flags = functionFlags(canonical);
    std::string identity = key(canonical, flags & DEVLOCK_FUNCTION_INTERNAL);
    if (context.getLangOpts().CPlusPlus) /* the lambdas of a function, and instances for them, share a USR */
        if (unsigned earlier = functionKeys[identity]++)
            identity += "#" + std::to_string(earlier);
    std::string name = RoutineLowering::lambdaOf(canonical)->getNameAsString();
    uint32_t id = devlock_program_function(program, identity.c_str(), name.c_str(), 0);
    if (isAnother(canonical, id))
        identity = mainPath + "#" + identity;
    id = devlock_program_function(program, identity.c_str(), name.c_str(), flags);
    functionIds[canonical] = id;
    if (isIn(lostNames, canonical) && !isSystem(canonical->getLocation()))
        devlock_program_add_flags(program, id, DEVLOCK_FUNCTION_UNLOWERED);
    if (isIn(mentionedNames, canonical))
        devlock_program_add_flags(program, id, DEVLOCK_FUNCTION_MENTIONED);
    annotate(canonical, id);
    /* Inline functions of system headers are lowered when user code reaches them. */
    const FunctionDecl *definition = canonical->getDefinition();
    /* So are functions that nobody wrote: defaulted ones, instances of templates, calls of lambdas. */
    if (definition && definition->doesThisDeclarationHaveABody() &&
        (isSystem(definition->getLocation()) || definition->isImplicit() || definition->isDefaulted() ||
         definition->isTemplateInstantiation() ||
         (isa<CXXMethodDecl>(definition) && (llvm::cast<CXXMethodDecl>(definition)->getParent()->isLambda() ||
                                             llvm::cast<CXXMethodDecl>(definition)->getParent()->isLocalClass()))) &&
        visited.insert(definition).second)
        wanted.push_back(definition);
    return id;
}

/* ---- globals ------------------------------------------------------------------------------------------------- */

uint32_t UnitLowering::global(const VarDecl *variable)
{
    const VarDecl *canonical = variable->getCanonicalDecl();
    auto known = globalIds.find(canonical);
    if (known != globalIds.end())
        return known->second;
    const VarDecl *definition = canonical->getDefinition();
    if (!definition)
        definition = canonical->getActingDefinition();
    const VarDecl *best = definition ? definition : canonical->getMostRecentDecl();
    bool internal = !canonical->isExternallyVisible();
    unsigned flags = internal ? DEVLOCK_GLOBAL_INTERNAL : 0;
    std::string name = canonical->getNameAsString();
    std::string identity = key(canonical, internal);
    uint64_t bytes = size(best->getType());
    uint32_t id = devlock_program_global(program, identity.c_str(), name.c_str(), bytes, flags);
    globalIds[canonical] = id;
    if (!definition || definition->isInvalidDecl() || definition->getType()->isDependentType() ||
        (hasErrors() && damage(definition->getType(), true)))
        return id;
    if (const Expr *value = definition->getInit())
        fillSlot(definition, value);
    QualType element = context.getBaseElementType(definition->getType());
    bool constant = element.isConstQualified() && !element.isVolatileQualified() &&
                    !definition->getType().isVolatileQualified() && !definition->hasAttr<WeakAttr>();
    bool exact = fillGlobal(definition, id, !constant);
    if (constant && exact)
        devlock_program_global(program, identity.c_str(), name.c_str(), bytes, flags | DEVLOCK_GLOBAL_CONSTANT);
    return id;
}

uint32_t UnitLowering::initialisedFlag(const VarDecl *variable)
{
    bool internal = !variable->isExternallyVisible();
    std::string identity = key(variable, internal) + "#initialised";
    std::string name = variable->getNameAsString() + " is initialised";
    return devlock_program_global(program, identity.c_str(), name.c_str(), 1, internal ? DEVLOCK_GLOBAL_INTERNAL : 0);
}

Operand UnitLowering::unloaded()
{
    return devlock_global_address(program, devlock_program_global(program, "#unloaded", "the driver is unloaded", 1, 0),
                                  0);
}

/* Records the initial value. Gives false if it is not known to the last byte. Initialisers are walked here and only
 * their leaves evaluated: older versions of Clang do not evaluate arrays and structures in C. */
bool UnitLowering::fillGlobal(const VarDecl *variable, uint32_t id, bool addressesOnly)
{
    const VarDecl *holder = nullptr;
    const Expr *value = variable->getAnyInitializer(holder);
    if (!value)
        return true;
    if (value->isValueDependent() || value->containsErrors() || holder->isInvalidDecl() ||
        holder->getType()->isReferenceType())
        return false;
    if (addressesOnly) {
        QualType element = context.getBaseElementType(variable->getType());
        if (!element->isRecordType() && size(element) * 8 != pointerBits)
            return true;
    }
    unsigned budget = 65536;
    return setInitialValue(id, 0, holder->getType(), value, addressesOnly, budget);
}

bool UnitLowering::addressOf(const APValue &value, Operand &operand)
{
    APValue::LValueBase base = value.getLValueBase();
    uint64_t bytes = static_cast<uint64_t>(value.getLValueOffset().getQuantity());
    if (!base) {
        operand = devlock_constant(pointerBits, pointerBits == 32 ? bytes & UINT32_MAX : bytes);
        return true;
    }
    if (auto *declaration = base.dyn_cast<const ValueDecl *>()) {
        if (auto *named = dyn_cast<FunctionDecl>(declaration)) {
            operand = devlock_function_address(program, function(named));
            operand.value += bytes;
            return bytes == 0;
        }
        if (auto *variable = dyn_cast<VarDecl>(declaration)) {
            operand = devlock_global_address(program, global(variable), bytes);
            return true;
        }
        return false;
    }
    if (auto *expression = base.dyn_cast<const Expr *>()) {
        if (auto *literal = dyn_cast<StringLiteral>(expression)) {
            operand = devlock_global_address(program, string(literal), bytes);
            return true;
        }
        if (auto *predefined = dyn_cast<PredefinedExpr>(expression)) {
            operand = devlock_global_address(program, string(predefined->getFunctionName()), bytes);
            return true;
        }
        if (auto *literal = dyn_cast<CompoundLiteralExpr>(expression)) {
            operand = devlock_global_address(program, compoundLiteral(literal), bytes);
            return true;
        }
    }
    return false; /* a label */
}

/* A structure or union from a list of initialisers. Bit-fields are gathered to bytes first. */
bool UnitLowering::setRecord(uint32_t id, uint64_t offset, const RecordDecl *record, const InitListExpr *list,
                             bool addressesOnly, unsigned &budget)
{
    const ASTRecordLayout *where = layout(record);
    std::map<uint64_t, uint64_t> bytes;
    bool exact = true;
    if (!where)
        return false;
    if (auto *derived = dyn_cast<CXXRecordDecl>(record))
        if (derived->getNumBases() > 0)
            return false;
    auto set = [&](const FieldDecl *field, const Expr *part) {
        registerFunctions(field, part);
        uint64_t bits = where->getFieldOffset(field->getFieldIndex());
        if (!field->isBitField()) {
            exact = setInitialValue(id, offset + bits / 8, field->getType(), part, addressesOnly, budget) && exact;
            return;
        }
        Expr::EvalResult value;
        if (addressesOnly || isa<ImplicitValueInitExpr>(part))
            return;
        if (!part->EvaluateAsInt(value, context)) {
            exact = false;
            return;
        }
        uint64_t number = value.Val.getInt().extOrTrunc(64).getZExtValue();
        for (unsigned i = 0; i < compat::bitFieldWidth(field, context); i++)
            if (i < 64 && (number >> i & 1))
                bytes[(bits + i) / 8] |= uint64_t(1) << (bits + i) % 8;
    };
    if (record->isUnion()) {
        const FieldDecl *active = list->getInitializedFieldInUnion();
        if (active && list->getNumInits() > 0 && list->getInit(0))
            set(active, list->getInit(0));
    } else {
        unsigned i = 0;
        for (const FieldDecl *field : record->fields()) {
            if (compat::isUnnamedBitField(field))
                continue;
            if (i >= list->getNumInits())
                break;
            if (const Expr *part = list->getInit(i++))
                set(field, part);
        }
    }
    for (auto &pair : bytes)
        devlock_global_set(program, id, offset + pair.first, devlock_constant(8, pair.second));
    return exact;
}

bool UnitLowering::setString(uint32_t id, uint64_t offset, QualType type, const StringLiteral *literal,
                             unsigned &budget)
{
    uint64_t room = size(type);
    unsigned unitBytes = literal->getCharByteWidth();
    for (unsigned i = 0; i < literal->getLength(); i++) {
        if (room && (i + 1) * uint64_t(unitBytes) > room)
            break;
        if (literal->getCodeUnit(i) == 0)
            continue;
        if (budget == 0)
            return false;
        budget--;
        devlock_global_set(program, id, offset + uint64_t(i) * unitBytes,
                           devlock_constant(unitBytes * 8, literal->getCodeUnit(i)));
    }
    return true;
}

bool UnitLowering::setInitialValue(uint32_t id, uint64_t offset, QualType type, const Expr *value, bool addressesOnly,
                                   unsigned &budget)
{
    if (auto *atomicType = type->getAs<AtomicType>())
        type = atomicType->getValueType();
    value = value->IgnoreParens();
    if (auto *full = dyn_cast<FullExpr>(value))
        value = full->getSubExpr()->IgnoreParens();
    if (isa<ImplicitValueInitExpr>(value) || isa<NoInitExpr>(value))
        return true;
    if (auto *update = dyn_cast<DesignatedInitUpdateExpr>(value))
        return setInitialValue(id, offset, type, update->getBase(), addressesOnly, budget) &&
               setInitialValue(id, offset, type, update->getUpdater(), addressesOnly, budget) && false;
    if (auto *list = dyn_cast<InitListExpr>(value)) {
        if (const InitListExpr *semantic = list->getSemanticForm())
            list = semantic;
        if (list->isTransparent() && list->getNumInits() == 1)
            return setInitialValue(id, offset, type, list->getInit(0), addressesOnly, budget);
        if (const ArrayType *array = context.getAsArrayType(type)) {
            bool exact = !list->getArrayFiller() || isa<ImplicitValueInitExpr>(list->getArrayFiller()) ||
                         isa<NoInitExpr>(list->getArrayFiller()) || !list->getArrayFiller()->getType()->isScalarType();
            QualType element = array->getElementType();
            uint64_t step = size(element);
            for (unsigned i = 0; i < list->getNumInits() && budget; i++)
                if (const Expr *part = list->getInit(i))
                    exact = setInitialValue(id, offset + i * step, element, part, addressesOnly, budget) && exact;
            return exact && budget > 0;
        }
        if (auto *record = type->getAs<RecordType>()) {
            const RecordDecl *definition = record->getDecl()->getDefinition();
            return definition && !definition->isInvalidDecl() &&
                   setRecord(id, offset, definition, list, addressesOnly, budget);
        }
        if (shape(type) != Shape::Scalar)
            return false;
        return list->getNumInits() == 0 || setInitialValue(id, offset, type, list->getInit(0), addressesOnly, budget);
    }
    if (type->isArrayType() || type->isRecordType()) {
        if (auto *literal = dyn_cast<StringLiteral>(value))
            return addressesOnly || setString(id, offset, type, literal, budget);
        if (auto *name = dyn_cast<PredefinedExpr>(value))
            return addressesOnly || setString(id, offset, type, name->getFunctionName(), budget);
        if (auto *literal = dyn_cast<CompoundLiteralExpr>(value->IgnoreParenImpCasts())) /* GNU */
            return setInitialValue(id, offset, type, literal->getInitializer(), addressesOnly, budget);
        return false;
    }
    return setScalar(id, offset, type, value, addressesOnly, budget);
}

bool UnitLowering::setScalar(uint32_t id, uint64_t offset, QualType type, const Expr *value, bool addressesOnly,
                             unsigned &budget)
{
    unsigned bits = width(type);
    if (bits == 0 || budget == 0)
        return false;
    if (addressesOnly && bits != pointerBits)
        return true;
    Expr::EvalResult result;
    if (value->isValueDependent() || !value->EvaluateAsRValue(result, context))
        return false;
    Operand operand;
    if (result.Val.isInt()) {
        uint64_t mask = bits >= 64 ? UINT64_MAX : (uint64_t(1) << bits) - 1;
        operand = devlock_constant(bits, result.Val.getInt().extOrTrunc(64).getZExtValue() & mask);
    } else if (result.Val.isFloat()) {
        llvm::APInt raw = result.Val.getFloat().bitcastToAPInt();
        if (raw.getBitWidth() != bits)
            return false;
        operand = devlock_constant(bits, raw.getZExtValue());
    } else if (!result.Val.isLValue() || bits != pointerBits || !addressOf(result.Val, operand))
        return false;
    if (operand.kind == DEVLOCK_OPERAND_CONSTANT && (operand.value == 0 || addressesOnly))
        return true;
    budget--;
    devlock_global_set(program, id, offset, operand);
    return true;
}

uint32_t UnitLowering::string(const StringLiteral *literal)
{
    auto known = literalIds.find(literal);
    if (known != literalIds.end())
        return known->second;
    const uint64_t most = 64; /* longer texts are not worth their memory; their bytes are unknown then */
    uint64_t bytes = size(literal->getType());
    if (bytes == 0)
        bytes = literal->getByteLength() + literal->getCharByteWidth();
    bool stored = literal->getByteLength() <= most;
    uint32_t id = devlock_program_global(program, "", "string", bytes,
                                         DEVLOCK_GLOBAL_INTERNAL | (stored ? DEVLOCK_GLOBAL_CONSTANT : 0));
    literalIds[literal] = id;
    unsigned unitBytes = literal->getCharByteWidth();
    if (stored)
        for (unsigned i = 0; i < literal->getLength(); i++)
            if (literal->getCodeUnit(i) != 0)
                devlock_global_set(program, id, uint64_t(i) * unitBytes,
                                   devlock_constant(unitBytes * 8, literal->getCodeUnit(i)));
    return id;
}

uint32_t UnitLowering::compoundLiteral(const CompoundLiteralExpr *literal)
{
    auto known = literalIds.find(literal);
    if (known != literalIds.end())
        return known->second;
    QualType type = literal->getType();
    uint32_t id = devlock_program_global(program, "", "literal", size(type), DEVLOCK_GLOBAL_INTERNAL);
    literalIds[literal] = id;
    unsigned budget = 65536;
    const Expr *initial = literal->getInitializer();
    if (!initial->isValueDependent() && !initial->containsErrors())
        setInitialValue(id, 0, type, initial, true, budget);
    return id;
}

/* ---- the unit ------------------------------------------------------------------------------------------------ */

void UnitLowering::notAnalysed(const FunctionDecl *function, const std::string &reason)
{
    devlock_program_not_analysed(program, function->getNameAsString().c_str(), place(function->getLocation()),
                                 reason.c_str());
}

void UnitLowering::lowerFunction(const FunctionDecl *function)
{
    std::string reason;
    if (hasErrors())
        reason = brokenReason(function);
    bool isUnwritten = !reason.empty() && function->isImplicit(); /* the error has a name already */
    if (reason.empty())
        reason = RoutineLowering(*this, function).run();
    if (reason.empty())
        return;
    openMentioned(function->getBody());
    /* An inline function of a system header is then what other functions of the system are: unknown. */
    if (isSystem(function->getLocation()))
        return;
    devlock_program_add_flags(program, this->function(function), DEVLOCK_FUNCTION_UNLOWERED);
    if (!isUnwritten) {
        notAnalysed(function, reason);
        gapMentions(function);
    }
}

void UnitLowering::visitFunction(const FunctionDecl *function)
{
    if (!function->doesThisDeclarationHaveABody() || function->isImplicit())
        return;
    if (function->isDependentContext() || function->isDefaulted() || function->isDeleted())
        return; /* without a meaning of their own, or lowered when asked for */
    if (isSystem(function->getLocation()) || !visited.insert(function).second)
        return;
    lowerFunction(function);
}

void UnitLowering::visitGlobal(const VarDecl *variable)
{
    if (variable->isInvalidDecl() || isSystem(variable->getLocation()) || variable->getType()->isDependentType())
        return;
    if (!context.getLangOpts().CPlusPlus) {
        if (variable->hasInit())
            global(variable);
        return;
    }
    if (variable->isThisDeclarationADefinition() != VarDecl::Definition || !variable->hasGlobalStorage())
        return;
    const Expr *value = variable->getInit();
    bool runs =
        value && !value->isValueDependent() && !value->containsErrors() && !variable->hasConstantInitialization();
    if (runs || destructor(variable->getType()))
        lowerGlobal(variable);
}

/* Code that runs before the driver and behind it is a routine that nobody wrote. */
void UnitLowering::lowerGlobal(const VarDecl *variable)
{
    std::string identity = key(variable, !variable->isExternallyVisible()) + "#initialization";
    std::string name = "initialization of " + variable->getNameAsString();
    std::string reason = hasErrors() ? damageReason(variable) : "";
    if (reason.empty()) {
        uint32_t id = devlock_program_function(program, identity.c_str(), name.c_str(), DEVLOCK_FUNCTION_INTERNAL);
        reason = RoutineLowering(*this, nullptr).runGlobal(variable, id);
    }
    if (reason.empty())
        return;
    openMentioned(variable->getInit());
    devlock_program_not_analysed(program, name.c_str(), place(variable->getLocation()), reason.c_str());
}

template <typename Range> void UnitLowering::visitDeclarations(const Range &declarations)
{
    bool nested = context.getLangOpts().CPlusPlus;
    for (const Decl *declaration : declarations) {
        if (auto *function = dyn_cast<FunctionDecl>(declaration))
            visitFunction(function);
        else if (auto *variable = dyn_cast<VarDecl>(declaration))
            visitGlobal(variable);
        else if (nested && !isSystem(declaration->getLocation()) &&
                 !(isa<TagDecl>(declaration) && llvm::cast<TagDecl>(declaration)->isDependentContext()) &&
                 (isa<NamespaceDecl>(declaration) || isa<LinkageSpecDecl>(declaration) || isa<TagDecl>(declaration)))
            visitDeclarations(llvm::cast<DeclContext>(declaration)->decls());
    }
}

void UnitLowering::run()
{
    unsigned targetBits = static_cast<unsigned>(context.getTypeSize(context.VoidPtrTy));
    if (targetBits != pointerBits) {
        std::string reason = "its target has pointers of " + std::to_string(targetBits) + " bits, the program's have " +
                             std::to_string(pointerBits) + "; scan it on its own";
        Place where = {devlock_program_file(program, mainPath.c_str()), 1, 1};
        devlock_program_not_analysed(program, nullptr, where, reason.c_str());
        return;
    }
    if (hasErrors())
        reportLostDefinitions();
    findRecords();
    visitDeclarations(fileScope());
    while (!wanted.empty()) {
        const FunctionDecl *next = wanted.front();
        wanted.pop_front();
        lowerFunction(next);
    }
}

void lowerTranslationUnit(ASTContext &context, const LowerOptions &options, devlock_program &program)
{
    UnitLowering(context, options, program).run();
}

} // namespace devlock

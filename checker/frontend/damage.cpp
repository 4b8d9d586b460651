/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Damage: does a routine rest on something that could not be parsed?
 *
 * Clang keeps a class with an error in it, without the member that it did not understand; that may have been the
 * destructor. So a class is damaged if an error lies in its definition, or if a base or a member by value is damaged.
 * What makes, copies or ends objects of it, or calls its methods, may do other things than the AST says. The same is
 * true of typedefs and other declarations that are invalid, and of the values of an enumeration with an error.
 *
 * Needs the AST and the places of errors. Leaves behind reasons why routines cannot be analysed. Costs nothing for a
 * source without errors; else a visit of each routine's AST, and a look at each class that is used.
 */
#include "lowering.h"
#include "tokens.h"

#include "clang/Basic/SourceManager.h"

#include <algorithm>

using namespace clang;

namespace devlock
{

/* ---- where errors lie ---------------------------------------------------------------------------------------- */

/* Offsets in a file, in order. An error in a file that is included counts at the #include as well. */
const std::vector<unsigned> &UnitLowering::errorsIn(FileID file)
{
    if (errorOffsets.empty()) {
        for (SourceLocation error : options.errors)
            for (SourceLocation at = sources.getExpansionLoc(error); at.isValid();
                 at = sources.getIncludeLoc(sources.getFileID(at))) {
                auto position = sources.getDecomposedLoc(at);
                errorOffsets[position.first].push_back(position.second);
            }
        for (auto &entry : errorOffsets)
            std::sort(entry.second.begin(), entry.second.end());
    }
    return errorOffsets[file];
}

/* Where text stands in its file; false: it does not lie in one. */
bool UnitLowering::stretch(SourceRange range, Stretch &result) const
{
    if (range.isInvalid())
        return false;
    auto begin = sources.getDecomposedLoc(sources.getExpansionLoc(range.getBegin()));
    auto end = sources.getDecomposedLoc(sources.getExpansionRange(range.getEnd()).getEnd());
    result = {begin.first, begin.second, end.second};
    return begin.first == end.first && begin.second <= end.second;
}

/* The place of the first error in a stretch; UINT_MAX: there is none. */
unsigned UnitLowering::errorIn(const Stretch &stretch)
{
    const std::vector<unsigned> &offsets = errorsIn(stretch.file);
    auto found = std::lower_bound(offsets.begin(), offsets.end(), stretch.first);
    return found != offsets.end() && *found <= stretch.last ? *found : UINT_MAX;
}

bool UnitLowering::hasErrorIn(SourceRange range)
{
    Stretch place;
    return stretch(range, place) && errorIn(place) != UINT_MAX;
}

/* ---- damaged declarations ------------------------------------------------------------------------------------ */

/* The parts of a class that answer for their own errors: bodies of methods, classes and enumerations within. */
static void ownErrors(const CXXRecordDecl *record, std::vector<SourceRange> &parts)
{
    for (const Decl *declaration : record->decls()) {
        auto *function = dyn_cast<FunctionDecl>(declaration);
        if (auto *pattern = dyn_cast<FunctionTemplateDecl>(declaration))
            function = pattern->getTemplatedDecl();
        if (auto *pattern = dyn_cast<ClassTemplateDecl>(declaration))
            declaration = pattern->getTemplatedDecl();
        if (isa<TagDecl>(declaration) && !declaration->isImplicit())
            parts.push_back(declaration->getSourceRange());
        const Stmt *body = function && function->doesThisDeclarationHaveABody() ? function->getBody() : nullptr;
        if (!body)
            continue;
        SourceLocation begin = body->getBeginLoc();
        if (auto *constructor = dyn_cast<CXXConstructorDecl>(function))
            for (const CXXCtorInitializer *part : constructor->inits())
                if (part->isWritten() && part->getSourceLocation() < begin)
                    begin = part->getSourceLocation();
        parts.push_back({begin, body->getEndLoc()});
    }
}

bool UnitLowering::hasOwnError(const CXXRecordDecl *record)
{
    Stretch whole;
    if (!stretch(record->getSourceRange(), whole) || errorIn(whole) == UINT_MAX)
        return false;
    std::vector<SourceRange> parts;
    const CXXRecordDecl *pattern = record->getTemplateInstantiationPattern();
    pattern = pattern ? pattern->getDefinition() : nullptr;
    ownErrors(pattern ? pattern : record, parts);
    std::vector<Stretch> answered;
    for (SourceRange part : parts) {
        Stretch place;
        if (stretch(part, place) && place.file == whole.file)
            answered.push_back(place);
    }
    for (unsigned error : errorsIn(whole.file)) {
        bool isOwn = error >= whole.first && error <= whole.last;
        for (const Stretch &part : answered)
            isOwn = isOwn && (error < part.first || error > part.last);
        if (isOwn)
            return true;
    }
    return false;
}

/* The class in whose definition the error lies; null: there is none. */
const NamedDecl *UnitLowering::classDamage(const CXXRecordDecl *record)
{
    record = record->getDefinition();
    if (!record || record->isLambda() || record->isDependentType())
        return nullptr;
    auto known = damagedClasses.find(record);
    if (known != damagedClasses.end())
        return known->second;
    damagedClasses[record] = nullptr;
    const NamedDecl *culprit = record->isInvalidDecl() || hasOwnError(record) ? record : nullptr;
    for (const CXXBaseSpecifier &base : record->bases())
        culprit = culprit ? culprit : damage(base.getType(), true);
    for (const FieldDecl *field : record->fields())
        culprit = culprit ? culprit : damage(field->getType(), !field->getType()->isReferenceType());
    damagedClasses[record] = culprit;
    return culprit;
}

const NamedDecl *UnitLowering::enumDamage(const EnumDecl *declaration)
{
    const EnumDecl *definition = declaration->getDefinition();
    return definition && (definition->isInvalidDecl() || hasErrorIn(definition->getSourceRange())) ? definition
                                                                                                   : nullptr;
}

/* What is wrong with a type; null: nothing. byValue: there are objects of it, not only pointers to some. */
const NamedDecl *UnitLowering::damage(QualType type, bool byValue)
{
    while (!type.isNull() && !type->isDependentType()) {
        if (auto *name = dyn_cast<TypedefType>(type.getTypePtr()))
            if (name->getDecl()->isInvalidDecl())
                return name->getDecl();
        if (auto *record = dyn_cast<RecordType>(type.getTypePtr())) {
            auto *declaration = dyn_cast<CXXRecordDecl>(record->getDecl());
            return byValue && declaration ? classDamage(declaration) : nullptr;
        }
        if (auto *array = dyn_cast<ArrayType>(type.getTypePtr()))
            type = array->getElementType();
        else if (type->isAnyPointerType() || type->isReferenceType()) {
            QualType sugared = type.getSingleStepDesugaredType(context);
            byValue = sugared != type && byValue;
            type = sugared != type ? sugared : type->getPointeeType();
        } else {
            QualType next = type.getSingleStepDesugaredType(context);
            if (next == type)
                return nullptr;
            type = next;
        }
    }
    return nullptr;
}

/* ---- routines ------------------------------------------------------------------------------------------------ */

namespace
{

/* Looks through a routine for the first thing that is damaged. */
class DamageFinder
{
  public:
    explicit DamageFinder(UnitLowering &unit) : unit(unit)
    {
    }

    void function(const FunctionDecl *function)
    {
        SourceLocation place = function->getLocation();
        if (unit.context.getLangOpts().CPlusPlus) {
            auto *method = dyn_cast<CXXMethodDecl>(function);
            bool makes = method && (isa<CXXConstructorDecl>(method) || isa<CXXDestructorDecl>(method) ||
                                    method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator());
            if (makes)
                note(place, unit.classDamage(method->getParent()));
            type(place, function->getReturnType(), true);
            for (const ParmVarDecl *parameter : function->parameters())
                type(parameter->getLocation(), parameter->getType(), true);
        }
        if (auto *constructor = dyn_cast<CXXConstructorDecl>(function))
            for (const CXXCtorInitializer *part : constructor->inits())
                visit(part->getInit());
        visit(function->getBody());
    }

    void variable(const VarDecl *variable)
    {
        if (unit.hasErrorIn(variable->getSourceRange()))
            say(variable->getLocation(), "there is an error");
        type(variable->getLocation(), variable->getType(), true);
        visit(variable->getInit());
    }

    std::string reason;

    void visit(const Stmt *statement)
    {
        if (!statement || !reason.empty())
            return;
        if (auto *expression = dyn_cast<Expr>(statement))
            look(expression);
        if (auto *declared = dyn_cast<DeclStmt>(statement))
            for (const Decl *declaration : declared->decls())
                if (auto *variable = dyn_cast<VarDecl>(declaration))
                    type(variable->getLocation(), variable->getType(), true);
        for (const Stmt *child : statement->children())
            visit(child);
    }

  private:
    UnitLowering &unit;

    void say(SourceLocation place, const std::string &what)
    {
        if (reason.empty())
            reason = "line " + std::to_string(unit.line(place)) + ": " + what;
    }

    void note(SourceLocation place, const NamedDecl *culprit)
    {
        if (!culprit)
            return;
        std::string name = culprit->getNameAsString();
        name = name.empty() ? "a type without a name" : "'" + name + "'";
        say(place, name + (isa<TagDecl>(culprit) ? " has an error in its definition" : " could not be parsed"));
    }

    void type(SourceLocation place, QualType type, bool byValue)
    {
        if (!type.isNull() && unit.context.getLangOpts().CPlusPlus)
            note(place, unit.damage(type, byValue && !type->isReferenceType()));
    }

    /* Some versions of Clang keep a variable of an unknown type as one of int. */
    bool isBroken(const ValueDecl *declaration)
    {
        auto *variable = dyn_cast<VarDecl>(declaration);
        return declaration->isInvalidDecl() ||
               (variable && variable->hasGlobalStorage() && unit.hasErrorIn(variable->getSourceRange()));
    }

    /* A method is chosen among those that the class is known to have. */
    void method(const CallExpr *call)
    {
        if (auto *callee = dyn_cast_or_null<CXXMethodDecl>(call->getCalleeDecl()))
            note(call->getBeginLoc(), unit.classDamage(callee->getParent()));
        auto *member = dyn_cast<CXXMemberCallExpr>(call);
        const Expr *self = member ? member->getImplicitObjectArgument() : nullptr;
        if (!self)
            return;
        QualType object = self->IgnoreParenImpCasts()->getType();
        type(call->getBeginLoc(), object->isPointerType() ? object->getPointeeType() : object, true);
    }

    void look(const Expr *expression)
    {
        SourceLocation place = expression->getBeginLoc();
        if (auto *reference = dyn_cast<DeclRefExpr>(expression)) {
            if (auto *enumerator = dyn_cast<EnumConstantDecl>(reference->getDecl()))
                note(place, unit.enumDamage(llvm::cast<EnumDecl>(enumerator->getDeclContext())));
            else if (unit.context.getLangOpts().CPlusPlus && isBroken(reference->getDecl()))
                note(place, reference->getDecl());
        }
        if (!unit.context.getLangOpts().CPlusPlus)
            return;
        type(place, expression->getType(), expression->isPRValue());
        if (auto *call = dyn_cast<CallExpr>(expression))
            method(call);
        else if (auto *created = dyn_cast<CXXNewExpr>(expression))
            type(place, created->getAllocatedType(), true);
        else if (auto *ended = dyn_cast<CXXDeleteExpr>(expression))
            type(place, ended->getDestroyedType(), true);
        else if (auto *measured = dyn_cast<UnaryExprOrTypeTraitExpr>(expression))
            type(place, measured->getTypeOfArgument(), false);
        else if (auto *initial = dyn_cast<CXXDefaultInitExpr>(expression))
            visit(initial->getExpr());
        else if (auto *given = dyn_cast<CXXDefaultArgExpr>(expression)) {
            const ParmVarDecl *parameter = given->getParam();
            if (parameter->isInvalidDecl() || given->getExpr()->containsErrors() ||
                unit.hasErrorIn(parameter->getSourceRange()))
                say(place, "a default argument could not be parsed");
            visit(given->getExpr());
        }
    }
};

} // namespace

static const Stmt *firstBroken(const Stmt *statement)
{
    if (!statement)
        return nullptr;
    if (auto *expression = dyn_cast<Expr>(statement))
        return expression->containsErrors() ? expression : nullptr;
    for (const Stmt *child : statement->children())
        if (const Stmt *found = firstBroken(child))
            return found;
    return nullptr;
}

/* What a routine rests on, or an initialiser; empty: nothing that is damaged. */
std::string UnitLowering::damageReason(const FunctionDecl *function)
{
    DamageFinder finder(*this);
    finder.function(function);
    return finder.reason;
}

std::string UnitLowering::damageReason(const VarDecl *variable)
{
    DamageFinder finder(*this);
    finder.variable(variable);
    return finder.reason;
}

/* Variables outside of routines that could not be parsed, by name. */
template <typename Range> void UnitLowering::collectBrokenNames(const Range &declarations)
{
    for (const Decl *declaration : declarations) {
        Stretch place;
        auto *variable = dyn_cast<VarDecl>(declaration);
        if (variable && variable->getIdentifier() &&
            (variable->isInvalidDecl() || (stretch(variable->getSourceRange(), place) && errorIn(place) != UINT_MAX)))
            brokenNames.insert(variable->getName());
        bool isClass = isa<CXXRecordDecl>(declaration) && !isSystem(declaration->getLocation());
        if (isa<NamespaceDecl>(declaration) || isa<LinkageSpecDecl>(declaration) || isClass)
            collectBrokenNames(llvm::cast<DeclContext>(declaration)->decls());
    }
}

/* The first use of such a name in a function, which has no variable of that name itself: older Clangs drop
 * the statement around it without a word. UINT_MAX: none. */
unsigned UnitLowering::brokenNameIn(const FunctionDecl *function, const Stretch &whole)
{
    if (!brokenNamesKnown)
        collectBrokenNames(fileScope());
    brokenNamesKnown = true;
    if (brokenNames.empty())
        return UINT_MAX;
    llvm::StringSet<> own;
    if (function->getIdentifier())
        own.insert(function->getName());
    for (const Decl *declaration : function->decls())
        if (auto *named = dyn_cast<NamedDecl>(declaration))
            if (named->getIdentifier())
                own.insert(named->getName());
    tok::TokenKind before = tok::unknown;
    for (const TextToken &token : tokensOf(context, whole.file, whole.first, whole.last, skippedIn(whole.file))) {
        bool member = before == tok::period || before == tok::arrow;
        if (!member && brokenNames.count(token.text) && !own.count(token.text))
            return token.offset;
        before = token.kind;
    }
    return UINT_MAX;
}

/* All of a definition, with what stands before a template's name. */
SourceRange UnitLowering::wholeOf(const FunctionDecl *function)
{
    if (const FunctionTemplateDecl *pattern = function->getDescribedFunctionTemplate())
        return pattern->getSourceRange();
    return function->getSourceRange();
}

/* Why a function of C++ cannot be analysed in a source with errors: it has one, or rests on what has; empty: it can. */
std::string UnitLowering::errorReason(const FunctionDecl *function)
{
    auto reasonAt = [](unsigned line) { return "line " + std::to_string(line) + " has an error"; };
    Stretch whole;
    if (stretch(wholeOf(function), whole)) {
        const std::vector<unsigned> &offsets = errorsIn(whole.file);
        if (!offsets.empty() && offsets.back() >= whole.last &&
            offsets.back() + 1 >= sources.getBufferData(whole.file).rtrim().size() &&
            whole.last + 1 >= sources.getBufferData(whole.file).rtrim().size())
            return "its braces do not match; functions after it may be missing";
        unsigned error = errorIn(whole);
        error = error == UINT_MAX ? brokenNameIn(function, whole) : error;
        if (error != UINT_MAX)
            return reasonAt(sources.getLineNumber(whole.file, error));
    }
    /* First what all Clangs know of; not all of them mark the expressions that rest on it. */
    std::string reason = damageReason(function);
    if (!reason.empty())
        return reason;
    const Stmt *found = firstBroken(function->getBody());
    return found ? reasonAt(line(found->getBeginLoc())) : "";
}

} // namespace devlock

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the program asks the front end for beside routines: the fields of some records, and the functions that the text
 * puts into them. By them the analysis knows in which context a routine is entered that only the system calls.
 *
 * Needs the unit's AST. Leaves behind fields and registrations in the program. Costs a look-up by name for each record
 * that is asked for, and one for each assignment to a field and each field that a list initialises.
 */
#include "lowering.h"

#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace devlock
{

/* ---- records ------------------------------------------------------------------------------------------------- */

/* The record that a name of file scope stands for; null if it stands for something else. */
static const RecordDecl *recordOf(const NamedDecl *named)
{
    const RecordDecl *record = dyn_cast<RecordDecl>(named);
    if (auto *alias = dyn_cast<TypedefNameDecl>(named))
        if (auto *type = alias->getUnderlyingType()->getAs<RecordType>())
            record = type->getDecl();
    return record ? record->getDefinition() : nullptr;
}

/* offset: of the record within the one that was asked for. */
void UnitLowering::findFields(const char *asked, const RecordDecl *record, uint64_t offset)
{
    if (record->isInvalidDecl() || record->isDependentType())
        return;
    const ASTRecordLayout &layout = context.getASTRecordLayout(record);
    for (const FieldDecl *field : record->fields()) {
        uint64_t at = offset + layout.getFieldOffset(field->getFieldIndex()) / 8;
        auto *inner = field->getType()->getAs<RecordType>();
        if (field->isAnonymousStructOrUnion() && inner && inner->getDecl()->getDefinition())
            findFields(asked, inner->getDecl()->getDefinition(), at);
        else if (!field->isBitField() && field->getDeclName() &&
                 askedFields.insert({field->getCanonicalDecl(), asked}).second)
            devlock_program_add_field(program, asked, field->getNameAsString().c_str(), at);
    }
}

void UnitLowering::findRecords()
{
    for (size_t i = 0; i < devlock_program_asked_record_count(program); i++) {
        const char *asked = devlock_program_asked_record(program, i);
        for (const std::string &name : {std::string(asked), "_" + std::string(asked)})
            for (const NamedDecl *named : lookUp(name))
                if (const RecordDecl *record = recordOf(named))
                    findFields(asked, record, 0);
    }
}

/* ---- registrations ------------------------------------------------------------------------------------------- */

/* The field that an expression designates, or the one that it designates an element of; null for others. */
static const FieldDecl *designatedField(const Expr *expression)
{
    for (;;) {
        expression = expression->IgnoreParenCasts();
        if (auto *member = dyn_cast<MemberExpr>(expression))
            return dyn_cast<FieldDecl>(member->getMemberDecl());
        auto *subscript = dyn_cast<ArraySubscriptExpr>(expression);
        if (!subscript)
            return nullptr;
        expression = subscript->getBase();
    }
}

/* Calls back with each expression that names a function whose address the value may be. */
template <typename Function> static void eachFunction(const Expr *value, Function found)
{
    for (;;) {
        value = value->IgnoreParenCasts();
        if (auto *full = dyn_cast<FullExpr>(value)) {
            value = full->getSubExpr();
        } else if (auto *part = dyn_cast<CXXDefaultInitExpr>(value)) {
            value = part->getExpr();
        } else if (auto *op = dyn_cast<UnaryOperator>(value)) {
            if (op->getOpcode() != UO_AddrOf && op->getOpcode() != UO_Deref && op->getOpcode() != UO_Extension)
                return;
            value = op->getSubExpr();
        } else if (auto *op = dyn_cast<BinaryOperator>(value)) {
            if (op->getOpcode() != BO_Assign && op->getOpcode() != BO_Comma)
                return;
            value = op->getRHS();
        } else if (auto *choice = dyn_cast<AbstractConditionalOperator>(value)) {
            eachFunction(choice->getTrueExpr(), found);
            value = choice->getFalseExpr();
        } else if (auto *opaque = dyn_cast<OpaqueValueExpr>(value)) {
            if (!opaque->getSourceExpr())
                return;
            value = opaque->getSourceExpr();
        } else if (auto *choose = dyn_cast<ChooseExpr>(value)) {
            if (choose->isConditionDependent())
                return;
            value = choose->getChosenSubExpr();
        } else if (auto *list = dyn_cast<InitListExpr>(value)) { /* an array of pointers, or { F } */
            for (unsigned i = 0; i < list->getNumInits() && !list->getType()->isRecordType(); i++)
                if (list->getInit(i))
                    eachFunction(list->getInit(i), found);
            return;
        } else {
            auto *reference = dyn_cast<DeclRefExpr>(value);
            if (reference && isa<FunctionDecl>(reference->getDecl()))
                found(reference, llvm::cast<FunctionDecl>(reference->getDecl()));
            return;
        }
    }
}

void UnitLowering::registerFunctions(const FieldDecl *field, const Expr *value)
{
    auto asked = askedFields.find(field->getCanonicalDecl());
    if (asked == askedFields.end())
        return;
    std::string name = field->getNameAsString();
    eachFunction(value, [&](const DeclRefExpr *reference, const FunctionDecl *named) {
        devlock_program_add_registration(program, asked->second, name.c_str(), function(named),
                                         place(reference->getLocation()));
    });
}

void UnitLowering::registerAssignment(const BinaryOperator *assignment)
{
    if (askedFields.empty())
        return;
    if (const FieldDecl *field = designatedField(assignment->getLHS()))
        registerFunctions(field, assignment->getRHS());
}

} // namespace devlock

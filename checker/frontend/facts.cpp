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
    const ASTRecordLayout *where = layout(record);
    if (!where)
        return;
    for (const FieldDecl *field : record->fields()) {
        uint64_t at = offset + where->getFieldOffset(field->getFieldIndex()) / 8;
        auto *inner = field->getType()->getAs<RecordType>();
        if (!field->getDeclName() && inner && inner->getDecl()->getDefinition())
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
            for (const NamedDecl *named : askedType(name))
                if (const RecordDecl *record = recordOf(named))
                    findFields(asked, record, 0);
    }
}

/* ---- registrations ------------------------------------------------------------------------------------------- */

void UnitLowering::registerFunctions(const FieldDecl *field, const Expr *value)
{
    fillSlot(field, value);
    auto asked = askedFields.find(field->getCanonicalDecl());
    if (asked == askedFields.end())
        return;
    std::string name = field->getNameAsString();
    eachSource(value, [&](const Expr *leaf) {
        auto *reference = dyn_cast<DeclRefExpr>(leaf);
        if (auto *named = reference ? dyn_cast<FunctionDecl>(reference->getDecl()) : nullptr)
            devlock_program_add_registration(program, asked->second, name.c_str(), function(named),
                                             place(reference->getLocation()));
    });
}

void UnitLowering::registerAssignment(const BinaryOperator *assignment)
{
    const ValueDecl *target = designated(assignment->getLHS());
    if (auto *field = dyn_cast_or_null<FieldDecl>(target))
        registerFunctions(field, assignment->getRHS());
    else if (target)
        fillSlot(target, assignment->getRHS());
}

} // namespace devlock

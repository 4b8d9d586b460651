/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What stands at file scope and matters to the lowering. The headers of the system declare tens of thousands of things,
 * of which a source uses a few: they are gone through once, and not by everyone who looks for something. In C, Clang
 * makes a table of all of them when a name is looked up there; the names that the program asks for are found on the way
 * instead.
 *
 * Needs the unit's AST. Leaves behind lists. Costs a look at each declaration of file scope.
 */
#include "lowering.h"

using namespace clang;

namespace devlock
{

/* A variable may be one that could not be parsed, wherever it stands; scopes may hold such variables. */
bool UnitLowering::mattersAtFileScope(const Decl *declaration) const
{
    return isa<VarDecl>(declaration) || isa<NamespaceDecl>(declaration) || isa<LinkageSpecDecl>(declaration) ||
           !isSystem(declaration->getLocation());
}

const std::vector<const Decl *> &UnitLowering::fileScope()
{
    if (fileScopeKnown)
        return fileScopeDeclarations;
    fileScopeKnown = true;
    for (size_t i = 0; i < devlock_program_asked_record_count(program); i++) {
        std::string asked = devlock_program_asked_record(program, i);
        for (const std::string &name : {asked, "_" + asked})
            askedTypes[&context.Idents.get(name)];
    }
    for (const Decl *declaration : context.getTranslationUnitDecl()->decls()) {
        if (mattersAtFileScope(declaration))
            fileScopeDeclarations.push_back(declaration);
        if (!isa<RecordDecl>(declaration) && !isa<TypedefNameDecl>(declaration))
            continue;
        auto asked = askedTypes.find(llvm::cast<NamedDecl>(declaration)->getIdentifier());
        if (asked != askedTypes.end())
            asked->second.push_back(llvm::cast<NamedDecl>(declaration));
    }
    return fileScopeDeclarations;
}

llvm::SmallVector<const NamedDecl *, 2> UnitLowering::askedType(llvm::StringRef name)
{
    llvm::SmallVector<const NamedDecl *, 2> found;
    if (context.getLangOpts().CPlusPlus) { /* Clang has the table */
        for (const NamedDecl *named : lookUp(name))
            found.push_back(named);
        return found;
    }
    fileScope();
    return askedTypes.lookup(&context.Idents.get(name));
}

} // namespace devlock

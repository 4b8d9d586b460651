/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * File scope; see file_scope.h.
 *
 * The headers of the system declare tens of thousands of things, of which a source uses a few: they are gone through
 * once, and not by everyone who looks for something. In C, Clang makes a table of all of them when a name is looked up
 * there; the names that the program asks for are found on the way instead.
 *
 * Needs the unit's AST. Leaves behind lists. Costs a look at each declaration of file scope, once for all processes
 * that were forked behind it.
 */
#include "file_scope.h"

#include "lowering.h"

#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace devlock
{

/* A variable may be one that could not be parsed, wherever it stands; scopes may hold such variables. */
static bool matters(const SourceManager &sources, const Decl *declaration)
{
    SourceLocation location = declaration->getLocation();
    return isa<VarDecl>(declaration) || isa<NamespaceDecl>(declaration) || isa<LinkageSpecDecl>(declaration) ||
           !(location.isInvalid() || sources.isInSystemHeader(sources.getExpansionLoc(location)));
}

/* Declarations come at the end. One that has moved elsewhere since, as a structure that a parameter names, leads to
 * others than those that followed it. */
bool FileScope::goesOn(const ASTContext &context) const
{
    return last && last->getLexicalDeclContext() == context.getTranslationUnitDecl() && last->getNextDeclInContext();
}

void FileScope::start(ASTContext &context, const devlock_program &program)
{
    found.clear();
    asked.clear();
    for (size_t i = 0; i < devlock_program_asked_record_count(&program); i++) {
        std::string record = devlock_program_asked_record(&program, i);
        for (const std::string &name : {record, "_" + record})
            asked[&context.Idents.get(name)];
    }
}

void FileScope::take(const ASTContext &context, const Decl *declaration)
{
    if (matters(context.getSourceManager(), declaration))
        found.push_back(declaration);
    if (!isa<RecordDecl>(declaration) && !isa<TypedefNameDecl>(declaration))
        return;
    auto type = asked.find(llvm::cast<NamedDecl>(declaration)->getIdentifier());
    if (type != asked.end())
        type->second.push_back(llvm::cast<NamedDecl>(declaration));
}

void FileScope::read(ASTContext &context, const devlock_program &program)
{
    const TranslationUnitDecl *unit = context.getTranslationUnitDecl();
    DeclContext::decl_iterator at = unit->decls_begin();
    if (goesOn(context))
        at = DeclContext::decl_iterator(last->getNextDeclInContext());
    else
        start(context, program);
    for (; at != unit->decls_end(); ++at) {
        take(context, *at);
        last = *at;
    }
}

llvm::SmallVector<const NamedDecl *, 2> FileScope::askedType(ASTContext &context, llvm::StringRef name) const
{
    return asked.lookup(&context.Idents.get(name));
}

/* ---- for lowering ---------------------------------------------------------------------------------------------- */

const std::vector<const Decl *> &UnitLowering::fileScope()
{
    if (!fileScopeKnown)
        atFileScope.read(context, *program);
    fileScopeKnown = true;
    return atFileScope.declarations();
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
    return atFileScope.askedType(context, name);
}

} // namespace devlock

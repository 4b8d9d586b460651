/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What stands at file scope and matters to the lowering. It can be found in parts, while the source is still being
 * read: what headers declare is gone through once for all that go on behind them (pause.h).
 */
#ifndef DEVLOCK_FRONTEND_FILE_SCOPE_H
#define DEVLOCK_FRONTEND_FILE_SCOPE_H

#include "devlock/program.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <vector>

namespace clang
{
class ASTContext;
class Decl;
class IdentifierInfo;
class NamedDecl;
} // namespace clang

namespace devlock
{

class FileScope
{
  public:
    /* Goes through what was declared since the last time. The program is the one whose records are asked for. */
    void read(clang::ASTContext &context, const devlock_program &program);

    /* All but what the system's headers declare; all variables, namespaces and linkage specifications. */
    const std::vector<const clang::Decl *> &declarations() const
    {
        return found;
    }

    /* The types of a name that the program asks for. */
    llvm::SmallVector<const clang::NamedDecl *, 2> askedType(clang::ASTContext &context, llvm::StringRef name) const;

  private:
    bool goesOn(const clang::ASTContext &context) const;
    void start(clang::ASTContext &context, const devlock_program &program);
    void take(const clang::ASTContext &context, const clang::Decl *declaration);

    std::vector<const clang::Decl *> found;
    llvm::DenseMap<const clang::IdentifierInfo *, llvm::SmallVector<const clang::NamedDecl *, 2>> asked;
    clang::Decl *last = nullptr; /* that was gone through */
};

} // namespace devlock

#endif

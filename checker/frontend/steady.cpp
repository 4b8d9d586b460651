/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Which functions raise no exception by what they access: those of the system's headers that touch nothing but members
 * of structures, as the operations on lists do (InsertTailList). Such structures are the kernel's, and a bad address of
 * the kernel's ends the system, inside __try or not. What is volatile, or stands where a plain pointer leads to, may be
 * a user's: ReadULongNoFence and the functions on strings are made for that as well.
 *
 * Needs: a body. Leaves: an answer. Cost: a pass over the body.
 */
#include "lowering.h"

#include "clang/AST/Expr.h"

using namespace clang;

namespace devlock
{

/* Whether an expression may access memory that is not a member of a structure. */
static bool accessesOther(const Expr *expression)
{
    if (expression->isGLValue() && expression->getType().isVolatileQualified())
        return true;
    if (auto *unary = dyn_cast<UnaryOperator>(expression))
        return unary->getOpcode() == UO_Deref;
    return isa<ArraySubscriptExpr>(expression);
}

/* memcpy and its like: an access wherever the pointers lead to. */
static bool callsMemoryFunction(const Expr *expression)
{
    auto *call = dyn_cast<CallExpr>(expression);
    const FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
    return callee && callee->getMemoryFunctionKind() != 0;
}

static bool touchesMembersOnly(const Stmt *statement)
{
    auto *expression = dyn_cast<Expr>(statement);
    if (expression && (accessesOther(expression) || callsMemoryFunction(expression)))
        return false;
    for (const Stmt *child : statement->children())
        if (child && !touchesMembersOnly(child))
            return false;
    return true;
}

bool UnitLowering::isSteady(const FunctionDecl *definition) const
{
    return definition->doesThisDeclarationHaveABody() && isSystem(definition->getLocation()) &&
           touchesMembersOnly(definition->getBody());
}

} // namespace devlock

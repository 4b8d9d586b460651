/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lowering: Clang's AST of one translation unit to the program graph.
 *
 * Needs a parsed translation unit, with what the preprocessor and Clang's diagnostics said about it. Leaves behind
 * routines for every function that user code defines (and inline functions of system headers that these reach), and a
 * "not analysed" record for each one that cannot be lowered. Costs one visit of each lowered function's AST; system
 * headers are looked at by name only.
 */
#ifndef DEVLOCK_LOWER_H
#define DEVLOCK_LOWER_H

#include "annotations.h"

#include "clang/Basic/SourceLocation.h"
#include "devlock/program.h"

#include <algorithm>
#include <string>
#include <vector>

namespace clang
{
class ASTContext;
}

namespace devlock
{

class FileScope;

/* A macro that the program asks for is used. */
struct MacroUse {
    clang::SourceLocation place; /* in a file: where the outermost macro is used that leads there */
    std::string name;
};

struct LowerOptions {
    /* Where Clang found errors. Without them, broken code is still known by Clang's recovery nodes. */
    std::vector<clang::SourceLocation> errors;
    /* What the preprocessor skipped (#if 0), needed to compare the text with the AST when there are errors. */
    std::vector<clang::SourceRange> skipped;
    /* Uses of the macros that the program asks for, in the order of the text. */
    std::vector<MacroUse> macroUses;
    /* Uses of annotations in the driver's own text, in its order; none within another one. */
    std::vector<AnnotationUse> annotationUses;
    /* The path of the main file, as messages shall name it; empty: as Clang names it. */
    std::string mainFile;
    /* So many bytes of the main file are not its own, and stand before its first line: in that line, for Clang. */
    unsigned head = 0;

    /* A column of the main file, from the one that Clang has for it. */
    unsigned column(unsigned line, unsigned column, unsigned offset) const
    {
        return head && line == 1 ? std::max(offset, head) - head + 1 : column;
    }

    /* Put before relative paths; empty: nothing. */
    std::string directory;
    /* What has been found at file scope already; null: nothing. */
    FileScope *scope = nullptr;
    /* If not null: where the program's files are, by their ids; one of the places where a file is included. */
    std::vector<clang::FileID> *files = nullptr;
};

/* Long chains of operators and of else-if nest deeply in the AST, and both Clang and lowering walk it by recursion:
 * give them a stack of this size (compat::runOnStack). Its pages cost nothing until they are touched. */
constexpr unsigned lowerStackBytes = 512u << 20;

/* Adds the routines of a translation unit to a program. */
void lowerTranslationUnit(clang::ASTContext &context, const LowerOptions &options, devlock_program &program);

} // namespace devlock

#endif

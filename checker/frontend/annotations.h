/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The annotations of driver sources as the front end reads them: the names of the macros, and the tokens of their uses.
 */
#ifndef DEVLOCK_FRONTEND_ANNOTATIONS_H
#define DEVLOCK_FRONTEND_ANNOTATIONS_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace devlock
{

/* A use of an annotation's macro: in a file, where the outermost macro is used that leads there. */
struct AnnotationUse {
    clang::SourceRange range;
    std::vector<std::string> tokens; /* the name, and its arguments with their parentheses */
};

/* Whether a macro is an annotation that lowering wants to know of. */
bool isAnnotation(llvm::StringRef name);

} // namespace devlock

#endif

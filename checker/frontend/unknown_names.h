/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Constants that no header declares, in sources that are read without their own: the error is told, and the statement is
 * kept.
 */
#ifndef DEVLOCK_UNKNOWN_NAMES_H
#define DEVLOCK_UNKNOWN_NAMES_H

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>

namespace clang
{
class ExternalSemaSource;
}

namespace devlock
{

/* What Clang asks for names that it does not find. known is set to the identity of the error that tells of a name which
 * was supplied: such an error makes nothing vanish. */
llvm::IntrusiveRefCntPtr<clang::ExternalSemaSource> unknownNames(unsigned &known);

/* The value that a constant of a name stands for: one that hardly any other has, and a failure if it is a status. */
int32_t unknownValue(llvm::StringRef name);

} // namespace devlock

#endif

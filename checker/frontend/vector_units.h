/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Headers of vector units. The kernel's headers include them all, and reading them takes three quarters of the time
 * that the kernel's headers take; next to no driver names anything of them. So they are left out, and where a source
 * turns out to name something of them after all it is read again, with them (devlock_source.lean).
 */
#ifndef DEVLOCK_VECTOR_UNITS_H
#define DEVLOCK_VECTOR_UNITS_H

#include "llvm/ADT/IntrusiveRefCntPtr.h"

namespace clang
{
class CompilerInvocation;
class ExternalSemaSource;
} // namespace clang

namespace devlock
{

/* Makes Clang's headers for vector units that not every processor has empty. */
void leaveOutVectorUnits(clang::CompilerInvocation &invocation);

/* What Clang asks for names that it does not find. named is set if it is asked for one that those headers may declare.
 * All names are then asked of the other (null: there is none). */
llvm::IntrusiveRefCntPtr<clang::ExternalSemaSource>
vectorNames(bool &named, llvm::IntrusiveRefCntPtr<clang::ExternalSemaSource> other);

} // namespace devlock

#endif

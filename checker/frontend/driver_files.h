/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The disk as drivers' sources expect it: names without regard to case, backslashes in #include lines, and the headers
 * that the preprocessor of WPP tracing makes in a build.
 */
#ifndef DEVLOCK_DRIVER_FILES_H
#define DEVLOCK_DRIVER_FILES_H

#include "frontend.h"

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>

namespace devlock
{

/* The files of the other, seen so. A name that is there as it is written means that file, whatever else is there.
 * source: on_include and on_folder are told of what a header is made from, as if the source included it. */
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> driverFiles(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files,
                                                            const devlock_source &source);

/* Makes slashes of the backslashes in #include lines. Gives whether there were any. */
bool includeSlashes(char *text, size_t length);

} // namespace devlock

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Becoming the reading of a source: headers of the system are read as roots, of no source yet, and the text goes on
 * with one of many sources, of any folder, with -I options of its own (devlock_becoming). What was read is what that
 * source would have read, or its reading is missed.
 */
#ifndef DEVLOCK_FRONTEND_BECOMING_H
#define DEVLOCK_FRONTEND_BECOMING_H

#include "frontend.h"

namespace clang
{
class CompilerInstance;
} // namespace clang

namespace devlock
{

struct ParseRun;

class Becoming
{
  public:
    virtual ~Becoming() = default;

    /* Called at a pause behind a root, before the process may be forked there. Misses it if something was read that is
     * not the same for all sources. */
    virtual void prepare() = 0;

    /* Called when the text has been put in place that follows the pause. */
    virtual void goesOn() = 0;

    /* The process reads a source from here on. Until this has included all of the roots, it is watched. */
    virtual void become(const devlock_becoming &source) = 0;

    /* Whether roots are still read, and whether the source has not yet included all of them. */
    virtual bool isAtRoots() const = 0;
    virtual bool isOpen() const = 0;
};

/* Watches a compiler that begins with roots. The compiler's preprocessor keeps it. */
Becoming *addBecoming(clang::CompilerInstance &compiler, ParseRun &run);

} // namespace devlock

#endif

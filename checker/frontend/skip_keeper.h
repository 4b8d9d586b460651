/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Remembers what #if left out, while the preprocessor runs: lowering wants to know it of a source with errors.
 */
#ifndef DEVLOCK_SKIP_KEEPER_H
#define DEVLOCK_SKIP_KEEPER_H

#include "clang/Lex/PPCallbacks.h"

#include <vector>

namespace devlock
{

class SkipKeeper : public clang::PPCallbacks
{
  public:
    explicit SkipKeeper(std::vector<clang::SourceRange> &skipped) : skipped(skipped)
    {
    }

    void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation) override
    {
        skipped.push_back(range);
    }

  private:
    std::vector<clang::SourceRange> &skipped;
};

} // namespace devlock

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Hands the result of an analysis to clang-tidy, as diagnostics.
 */
#ifndef DEVLOCK_TIDY_REPORT_H
#define DEVLOCK_TIDY_REPORT_H

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/Basic/SourceManager.h"
#include "devlock/analysis.h"
#include "fix/fix.h"
#include "report/suppress.h"

#include <map>
#include <memory>
#include <set>
#include <vector>

namespace devlock
{

constexpr char gapCheckName[] = "devlock-not-analysed";

class Report
{
  public:
    /* files: where the program's files are in the source manager. */
    Report(clang::tidy::ClangTidyContext &context, const clang::SourceManager &sources,
           const std::vector<clang::FileID> &files)
        : context(context), sources(sources), files(files)
    {
    }

    /* Whether a finding is shown, as far as it is for us to say. */
    bool shows(const devlock_finding &finding, bool withPossible);
    void findings(const devlock_result &result, const fixes &offered, bool withPossible);
    /* What was not analysed: under gapCheckName if that check is enabled, else once under the other one. */
    void gaps(const devlock_result &result, const char *otherCheck);

  private:
    clang::SourceLocation location(devlock_place place) const;
    void hint(const fix &offered, clang::DiagnosticBuilder &diagnostic);
    void gap(const char *check, const devlock_gap &gap, size_t others);
    bool suppressed(const char *check, devlock_place place);

    clang::tidy::ClangTidyContext &context;
    const clang::SourceManager &sources;
    const std::vector<clang::FileID> &files;
    std::map<uint32_t, std::unique_ptr<suppressions, void (*)(suppressions *)>> pragmas; /* by file, when wanted */
    std::set<std::pair<uint32_t, size_t>> hinted; /* files and offsets that are changed */
};

} // namespace devlock

#endif

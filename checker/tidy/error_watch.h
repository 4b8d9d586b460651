/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Learns where Clang finds errors, which lowering wants to know: stands in front of clang-tidy's own consumer of
 * diagnostics, hands everything on, and steps back when it goes away.
 */
#ifndef DEVLOCK_TIDY_ERROR_WATCH_H
#define DEVLOCK_TIDY_ERROR_WATCH_H

#include "clang/Basic/Diagnostic.h"

#include <memory>
#include <vector>

namespace devlock
{

class ErrorWatch : public clang::DiagnosticConsumer
{
  public:
    ErrorWatch(clang::DiagnosticsEngine &engine, std::vector<clang::SourceLocation> &places);
    ~ErrorWatch() override;

    void BeginSourceFile(const clang::LangOptions &language, const clang::Preprocessor *preprocessor) override;
    void EndSourceFile() override;
    void finish() override;
    bool IncludeInDiagnosticCounts() const override;
    void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic &diagnostic) override;

  private:
    clang::DiagnosticsEngine &engine;
    std::vector<clang::SourceLocation> &places;
    clang::DiagnosticConsumer *consumer;
    std::unique_ptr<clang::DiagnosticConsumer> owned; /* the same, if the engine owned it */
};

} // namespace devlock

#endif

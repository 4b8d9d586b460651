/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Running Clang over one source, for the front end that reads commands and for the clang-tidy module, which reads a
 * unit a second time with changes in it.
 */
#ifndef DEVLOCK_PARSE_H
#define DEVLOCK_PARSE_H

#include "file_scope.h"
#include "frontend.h"
#include "lower.h"

#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <climits>
#include <memory>

namespace clang
{
class ASTContext;
class CompilerInvocation;
} // namespace clang

namespace devlock
{

/* Hands errors on and remembers where they are. */
class OpenText;
class Becoming;

class ErrorKeeper : public clang::DiagnosticConsumer
{
  public:
    ErrorKeeper(devlock_diagnostic_callback callback, void *user, LowerOptions &options)
        : callback(callback), user(user), options(options)
    {
    }

    /* Is told of headers that are not there (on_include); NULL: nobody. */
    const devlock_source *source = nullptr;

    /* What the source is read from, if its reading pauses. */
    const OpenText *text = nullptr;

    void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic &diagnostic) override;

    /* The error that makes nothing vanish; UINT_MAX: there is none. */
    unsigned harmless = UINT_MAX;

    unsigned count = 0;
    unsigned warnings = 0;
    std::string firstWithoutPlace; /* why a file could not be read, in words for the user */

  private:
    void tellMissing(const clang::Diagnostic &diagnostic, const std::string &includer) const;

    devlock_diagnostic_callback callback;
    void *user;
    LowerOptions &options;
};

struct ParseRun {
    const devlock_source *source = nullptr; /* whose on_include is told of what is included; NULL: nobody's */
    devlock_program *program = nullptr;
    LowerOptions options;
    OpenText *text = nullptr;             /* what the source is read from, if its reading pauses */
    clang::ASTContext *context = nullptr; /* as long as it is parsed */
    FileScope scope;
    Becoming *becoming = nullptr; /* if it begins with roots */
    bool lean = false;            /* without the headers of vector units */
    bool wantsMore = false;       /* it has to be read again, with them; nothing was added to the program */
    double lowerSeconds = 0;
    bool reachedEnd = false;
};

/* Parses the source that the invocation names, and adds it to the program. */
void parseAndLower(std::shared_ptr<clang::CompilerInvocation> invocation,
                   llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, ErrorKeeper &errors,
                   const devlock_buffer *buffers, size_t bufferCount, ParseRun &run);

} // namespace devlock

#endif

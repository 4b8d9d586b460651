/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * See error_watch.h. Needs: the compiler's diagnostics engine, alive as long as this. Leaves: the engine as it was.
 * Cost: a call for each diagnostic.
 */
#include "error_watch.h"

#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace devlock
{

ErrorWatch::ErrorWatch(DiagnosticsEngine &engine, std::vector<SourceLocation> &places)
    : engine(engine), places(places), consumer(engine.getClient()), owned(engine.takeClient())
{
    engine.setClient(this, false);
}

ErrorWatch::~ErrorWatch()
{
    if (engine.getClient() == this)
        engine.setClient(owned ? owned.release() : consumer, owned != nullptr);
}

void ErrorWatch::BeginSourceFile(const LangOptions &language, const Preprocessor *preprocessor)
{
    consumer->BeginSourceFile(language, preprocessor);
}

void ErrorWatch::EndSourceFile()
{
    consumer->EndSourceFile();
}

void ErrorWatch::finish()
{
    consumer->finish();
}

bool ErrorWatch::IncludeInDiagnosticCounts() const
{
    return consumer->IncludeInDiagnosticCounts();
}

void ErrorWatch::HandleDiagnostic(DiagnosticsEngine::Level level, const Diagnostic &diagnostic)
{
    if (level >= DiagnosticsEngine::Error && diagnostic.getLocation().isValid() && diagnostic.hasSourceManager())
        places.push_back(diagnostic.getSourceManager().getExpansionLoc(diagnostic.getLocation()));
    consumer->HandleDiagnostic(level, diagnostic);
}

} // namespace devlock

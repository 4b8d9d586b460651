/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reading a unit again; see again.h.
 *
 * Needs: the preprocessor of the unit, which has all options that matter. Leaves: a program each time. Cost: parsing
 * the unit.
 */
#define DEVLOCK_COMPAT_TOOL
#include "again.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "devlock/analysis.h"
#include "frontend/compat.h"
#include "frontend/parse.h"

using namespace clang;

namespace devlock
{

Again::Again(Preprocessor &preprocessor, const devlock_model &model, const std::vector<FileID> &files)
    : front{this, true, false, text, read}, preprocessor(preprocessor), sources(preprocessor.getSourceManager()),
      model(model), files(files)
{
}

/* Headers of the system are not to be changed. */
const char *Again::text(void *user, uint32_t file, size_t *length)
{
    const Again &self = *static_cast<Again *>(user);
    if (file >= self.files.size() || self.files[file].isInvalid() ||
        self.sources.isInSystemHeader(self.sources.getLocForStartOfFile(self.files[file])))
        return nullptr;
    llvm::StringRef text = self.sources.getBufferData(self.files[file]);
    *length = text.size();
    return text.data();
}

devlock_program *Again::read(void *user, const fix_text *texts, size_t count, const bool *, unsigned *complaints)
{
    const Again &self = *static_cast<Again *>(user);
    std::string main = compat::pathOf(self.sources, self.sources.getMainFileID());
    std::vector<std::string> paths;
    std::vector<devlock_buffer> buffers;
    for (size_t i = 0; i < count; i++)
        paths.push_back(compat::pathOf(self.sources, self.files[texts[i].file]));
    for (size_t i = 0; i < count; i++)
        buffers.push_back({paths[i].c_str(), texts[i].text, texts[i].length});

    ParseRun run;
    run.program = devlock_program_new(
        self.preprocessor.getTargetInfo().getPointerWidth(compat::defaultAddressSpace) == 32 ? 32 : 64);
    devlock_analysis_prepare(run.program, &self.model);
    ErrorKeeper errors(nullptr, nullptr, run.options);
    parseAndLower(compat::sameInvocation(self.preprocessor, main),
                  compat::FileSystem(&self.sources.getFileManager().getVirtualFileSystem()), errors, buffers.data(),
                  buffers.size(), run);
    *complaints = errors.count + errors.warnings;
    if (!run.reachedEnd) {
        devlock_program_free(run.program);
        return nullptr;
    }
    return run.program;
}

} // namespace devlock

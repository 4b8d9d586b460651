/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads the unit that clang-tidy is at a second time, with changes in its text: so that fixes can be tried before they
 * are offered (fix/fix.h).
 */
#ifndef DEVLOCK_TIDY_AGAIN_H
#define DEVLOCK_TIDY_AGAIN_H

#include "clang/Lex/Preprocessor.h"
#include "devlock/model.h"
#include "fix/fix.h"

#include <vector>

namespace devlock
{

class Again
{
  public:
    /* files: where the program's files are in the source manager. All of it must outlive this. */
    Again(clang::Preprocessor &preprocessor, const devlock_model &model, const std::vector<clang::FileID> &files);

    fix_front front; /* its user is this */

  private:
    static const char *text(void *user, uint32_t file, size_t *length);
    static devlock_program *read(void *user, const fix_text *texts, size_t count, const bool *files,
                                 unsigned *complaints);

    clang::Preprocessor &preprocessor;
    const clang::SourceManager &sources;
    const devlock_model &model;
    const std::vector<clang::FileID> &files;
};

} // namespace devlock

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reading a source up to the end of its beginning, and going on from there with what follows in another text: the
 * process can be forked there, so that headers are read once for many runs (devlock_pause).
 */
#ifndef DEVLOCK_FRONTEND_PAUSE_H
#define DEVLOCK_FRONTEND_PAUSE_H

#include "frontend.h"

#include "llvm/Support/MemoryBuffer.h"

#include <memory>

namespace clang
{
class Preprocessor;
} // namespace clang

namespace devlock
{

/* A text with room behind it. What is seen of it can be changed under those that have its address. */
class OpenText : public llvm::MemoryBuffer
{
  public:
    /* Is seen with all of its room, so that Clang reserves places for it. */
    OpenText(llvm::StringRef text, size_t capacity, llvm::StringRef name);

    /* Is seen as a text of another length from now on, which has the same beginning. Gives false if there is no room
     * for it. */
    bool replace(llvm::StringRef text, size_t beginning);

    llvm::StringRef text() const
    {
        return llvm::StringRef(bytes.get(), length);
    }
    llvm::StringRef getBufferIdentifier() const override
    {
        return name;
    }
    BufferKind getBufferKind() const override
    {
        return MemoryBuffer_Malloc;
    }

  private:
    std::unique_ptr<char[]> bytes;
    size_t capacity, length; /* the latter is the text's own, whatever is seen */
    std::string name;
};

/* Watches a preprocessor for the place to pause, and pauses there. text: what the main file is read from; it stays the
 * source manager's. */
void addPause(clang::Preprocessor &preprocessor, devlock_pause &pause, OpenText &text);

} // namespace devlock

#endif

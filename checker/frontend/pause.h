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
#include <stdlib.h>

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

    /* Is seen as another text from now on: what it has had up to a place, empty lines, and what the new one has from
     * another place on. Gives false if there is no room for it, or the other place stands before the first. */
    bool replace(llvm::StringRef text, size_t kept, size_t from);

    /* The line and column, from 1, of a place in what it has had before the text that it is now. Gives false if it is
     * not there. */
    bool placeBefore(size_t offset, unsigned &line, unsigned &column) const;

    /* The name that places before the text have (placeBefore). */
    void setName(llvm::StringRef other)
    {
        name = other.str();
    }

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
    struct Free {
        void operator()(char *memory) const
        {
            free(memory);
        }
    };

    std::unique_ptr<char[], Free> bytes; /* room that is not used yet is zero, and no memory: nobody has touched it */
    size_t capacity, length;             /* the latter is the text's own, whatever is seen */
    size_t own = 0;                      /* the text that it is now has no bytes before it */
    std::string name;
};

struct ParseRun;

/* Watches a preprocessor for the places to pause, and pauses there. The run has a source that pauses, and the text that
 * the main file is read from. */
void addPause(clang::Preprocessor &preprocessor, ParseRun &run);

} // namespace devlock

#endif

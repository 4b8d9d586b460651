/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Names of headers that were looked for, and whether a folder has one of them: if it has, they would be found there by
 * who looks into this folder first. Cost: a listing of the folder.
 */
#ifndef DEVLOCK_FRONTEND_WANTED_HEADERS_H
#define DEVLOCK_FRONTEND_WANTED_HEADERS_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>
#include <vector>

namespace devlock
{

/* Names of headers that were looked for, by the first part of their paths in small letters. */
class WantedHeaders
{
  public:
    void add(llvm::StringRef name)
    {
        if (llvm::sys::path::is_absolute(name) || !known.insert(name).second)
            return;
        byStart[name.split('/').first.lower()].push_back(name.str());
    }

    /* Whether a folder has a file of one of the names; also if it cannot be looked into. */
    bool areIn(llvm::StringRef folder, llvm::vfs::FileSystem &files) const
    {
        auto there = files.status(folder.empty() ? "." : folder);
        if (!there)
            return false;
        if (!there->isDirectory())
            return true;
        for (llvm::StringRef start : {".", ".."})
            if (auto of = byStart.find(start); of != byStart.end() && isIn(of->second, folder, files))
                return true;
        std::error_code error;
        llvm::vfs::directory_iterator at = files.dir_begin(there->getName(), error), end;
        for (; !error && at != end; at.increment(error)) {
            auto of = byStart.find(llvm::sys::path::filename(at->path()).lower());
            if (of != byStart.end() && isIn(of->second, folder, files))
                return true;
        }
        return static_cast<bool>(error);
    }

  private:
    static bool isIn(const std::vector<std::string> &names, llvm::StringRef folder, llvm::vfs::FileSystem &files)
    {
        std::string start = folder.empty() ? "" : folder.str() + "/";
        for (const std::string &name : names)
            if (files.status(start + name)) /* exists() would not look for other cases */
                return true;
        return false;
    }

    llvm::StringSet<> known;
    llvm::StringMap<std::vector<std::string>> byStart;
};

} // namespace devlock

#endif

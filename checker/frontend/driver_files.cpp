/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Files as drivers expect them; see driver_files.h.
 *
 * A name that is not there is looked for in the listing of its folder, each of which is read once; what is found goes
 * by its own name from there on, so that a header has one name however it is spelt. Backslashes become slashes in the
 * text, which keeps all places, and not in names alone: a header looks for others from its own folder.
 *
 * FOO.tmh is made by a build from FOO.c: macros for the trace functions that the driver's text configures. Where it is
 * not there, it is made here, with macros that do nothing.
 *
 * Needs a file system. Leaves behind nothing. Costs a look into the listing for each name that is not there, and a pass
 * over the lines of each file that is read.
 */
#define DEVLOCK_COMPAT_TOOL
#include "compat.h"
#include "driver_files.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <map>
#include <set>
#include <string.h>
#include <vector>

using namespace llvm;
namespace path = llvm::sys::path;

namespace devlock
{

/* ---- backslashes --------------------------------------------------------------------------------------------- */

static const char *skipSpace(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

/* The line's text behind # and a directive that includes; null: it is another line. */
static const char *behindInclude(const char *line, const char *end)
{
    line = skipSpace(line, end);
    if (line >= end || *line != '#')
        return nullptr;
    line = skipSpace(line + 1, end);
    for (StringRef word : {"include_next", "include", "import"})
        if (static_cast<size_t>(end - line) > word.size() && memcmp(line, word.data(), word.size()) == 0)
            return skipSpace(line + word.size(), end);
    return nullptr;
}

/* Whether a backslash stands in a line that includes: what needs no change is not copied.
 */
static bool mayNeedSlashes(StringRef text)
{
    for (size_t at = 0; (at = text.find('\\', at)) != StringRef::npos; at++) {
        size_t line = text.rfind('\n', at); /* npos + 1 is 0 */
        if (behindInclude(text.data() + line + 1, text.data() + at))
            return true;
    }
    return false;
}

bool includeSlashes(char *text, size_t length)
{
    bool any = false;
    for (char *line = text, *end = text + length; line < end;) {
        char *stop = static_cast<char *>(memchr(line, '\n', static_cast<size_t>(end - line)));
        stop = stop ? stop : end;
        const char *name = behindInclude(line, stop);
        if (name && name < stop && (*name == '"' || *name == '<')) {
            char close = *name == '"' ? '"' : '>';
            for (char *at = line + (name - line) + 1; at < stop && *at != close; at++)
                if (*at == '\\') {
                    *at = '/';
                    any = true;
                }
        }
        line = stop + 1;
    }
    return any;
}

namespace
{

using Files = IntrusiveRefCntPtr<vfs::FileSystem>;

/* A file whose text has slashes for backslashes. */
class SlashedFile : public vfs::File
{
  public:
    SlashedFile(std::unique_ptr<vfs::File> file, bool renamed) : file(std::move(file)), renamed(renamed)
    {
    }
    ErrorOr<vfs::Status> status() override
    {
        auto status = file->status();
        return status && renamed ? compat::named(*status) : status;
    }
    ErrorOr<std::string> getName() override
    {
        return file->getName();
    }
    ErrorOr<std::unique_ptr<MemoryBuffer>> getBuffer(const Twine &name, int64_t size, bool terminated,
                                                     bool isVolatile) override
    {
        auto buffer = file->getBuffer(name, size, terminated, isVolatile);
        if (!buffer || !mayNeedSlashes((*buffer)->getBuffer()))
            return buffer;
        StringRef text = (*buffer)->getBuffer();
        auto changed = WritableMemoryBuffer::getNewUninitMemBuffer(text.size(), (*buffer)->getBufferIdentifier());
        memcpy(changed->getBufferStart(), text.data(), text.size());
        if (includeSlashes(changed->getBufferStart(), text.size()))
            return std::unique_ptr<MemoryBuffer>(std::move(changed));
        return buffer;
    }
    std::error_code close() override
    {
        return file->close();
    }

  private:
    std::unique_ptr<vfs::File> file;
    bool renamed; /* it was asked for by another name */
};

/* ---- trace functions ----------------------------------------------------------------------------------------- */

/* Adds the name that a configuration "name(LEVEL, ...)" begins with. */
void addTraceFunction(StringRef text, std::set<std::string> &names)
{
    text = text.ltrim();
    StringRef name = text.take_while([](char c) { return isalnum(static_cast<unsigned char>(c)) || c == '_'; });
    StringRef behind = text.drop_front(name.size()).ltrim();
    if (!name.empty() && !behind.empty() && (behind.front() == '(' || behind.front() == '{'))
        names.insert(name.str());
}

/* Adds those that "FUNC name(" configures, in the comments of a text. */
void addTraceFunctions(StringRef text, std::set<std::string> &names)
{
    if (text.find("begin_wpp") == StringRef::npos)
        return;
    while (!text.empty()) {
        StringRef line;
        std::tie(line, text) = text.split('\n');
        size_t at = line.find("FUNC ");
        if (at != StringRef::npos)
            addTraceFunction(line.drop_front(at + strlen("FUNC ")), names);
    }
}

/* Adds those that a project configures: <WppTraceFunction>name(...);name(...)</WppTraceFunction>, and the option
 * -func:name(...) of its and of the older kits' files. */
void addProjectTraceFunctions(StringRef text, std::set<std::string> &names)
{
    for (size_t at = 0; (at = text.find("<WppTraceFunction", at)) != StringRef::npos; at++) {
        StringRef list = text.drop_front(at).split('>').second.split('<').first;
        while (!list.empty()) {
            StringRef one;
            std::tie(one, list) = list.split(';');
            addTraceFunction(one, names);
        }
    }
    for (size_t at = 0; (at = text.find("-func:", at)) != StringRef::npos; at++)
        addTraceFunction(text.drop_front(at + strlen("-func:")), names);
}

bool isProject(StringRef name)
{
    return StringRef(path::extension(name).lower()) == ".vcxproj" || StringRef(name.lower()) == "sources";
}

bool isText(StringRef name)
{
    for (const char *ending : {".h", ".c", ".cpp", ".hpp"})
        if (StringRef(path::extension(name).lower()) == ending)
            return true;
    return false;
}

/* What WPP makes, with macros that do nothing. Those of the control GUIDs are there whatever is configured. */
std::string traceHeader(const std::set<std::string> &names)
{
    std::string text = "/* Made by devlock: trace functions do nothing. */\n";
    for (const char *fixed : {"DoTraceMessage", "WPP_INIT_TRACING", "WPP_CLEANUP", "WPP_SYSTEMCONTROL",
                              "WPP_SYSTEMCONTROL2", "DoDebugTrace"})
        text += std::string("#undef ") + fixed + "\n#define " + fixed + "(...) ((void)0)\n";
    for (const std::string &name : names)
        text += "#undef " + name + "\n#define " + name + "(...) ((void)0)\n";
    /* Of evntrace.h, which the real ones include. */
    unsigned level = 0;
    for (const char *fixed : {"NONE", "CRITICAL", "ERROR", "WARNING", "INFORMATION", "VERBOSE", "RESERVED6",
                              "RESERVED7", "RESERVED8", "RESERVED9"})
        text += std::string("#ifndef TRACE_LEVEL_") + fixed + "\n#define TRACE_LEVEL_" + fixed + " " +
                std::to_string(level++) + "\n#endif\n";
    text += "#undef WPP_LEVEL_ENABLED\n#define WPP_LEVEL_ENABLED(...) 0\n"
            "#undef WPP_FLAG_ENABLED\n#define WPP_FLAG_ENABLED(...) 0\n";
    return text;
}

/* ---- names --------------------------------------------------------------------------------------------------- */

class DriverFiles : public vfs::ProxyFileSystem
{
  public:
    DriverFiles(Files files, const devlock_source &source)
        : ProxyFileSystem(std::move(files)), source(source), made(new vfs::InMemoryFileSystem)
    {
    }

    ErrorOr<vfs::Status> status(const Twine &name) override
    {
        auto found = getUnderlyingFS().status(name);
        if (found || !isMissing(found.getError()))
            return found;
        std::string text = name.str(), real = find(text);
        if (!real.empty()) {
            auto there = getUnderlyingFS().status(real);
            return there ? compat::named(*there) : there;
        }
        return makeTraceHeader(text) ? made->status(text) : found;
    }

    ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const Twine &name) override
    {
        auto file = getUnderlyingFS().openFileForRead(name);
        bool renamed = !file;
        if (!file && isMissing(file.getError())) {
            std::string text = name.str(), real = find(text);
            if (real.empty())
                return makeTraceHeader(text) ? made->openFileForRead(text) : std::move(file);
            file = getUnderlyingFS().openFileForRead(real);
        }
        if (!file)
            return file;
        return std::unique_ptr<vfs::File>(new SlashedFile(std::move(*file), renamed));
    }

  private:
    /* By names in small letters: the first name in the order of bytes. */
    struct Listing {
        StringSet<> exact;
        StringMap<std::string> small;
    };

    static bool isMissing(std::error_code error)
    {
        return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
    }

    const Listing &listing(const std::string &folder)
    {
        auto known = listings.find(folder);
        if (known != listings.end())
            return known->second;
        std::vector<std::string> names;
        std::error_code error;
        for (vfs::directory_iterator at = getUnderlyingFS().dir_begin(folder.empty() ? "." : folder, error), end;
             !error && at != end; at.increment(error))
            names.push_back(path::filename(at->path()).str());
        llvm::sort(names);
        Listing &made = listings[folder];
        for (const std::string &name : names) {
            made.exact.insert(name);
            made.small.insert({StringRef(name).lower(), name});
        }
        return made;
    }

    /* The real name of a folder or file, as far as it is there: empty if it is not. */
    std::string find(StringRef name)
    {
        std::string slashed = name.str();
        for (char &c : slashed)
            c = c == '\\' ? '/' : c;
        StringRef rest = slashed;
        std::string real;
        if (!rest.empty() && rest.front() == '/') {
            real = "/";
            rest = rest.ltrim('/');
        }
        while (!rest.empty()) {
            StringRef part;
            std::tie(part, rest) = rest.split('/');
            if (part.empty() || part == ".")
                continue;
            std::string actual = part.str();
            if (part != "..") {
                const Listing &in = listing(real);
                auto other = in.small.find(part.lower());
                if (!in.exact.count(part)) {
                    if (other == in.small.end())
                        return "";
                    actual = other->second;
                }
            }
            if (!real.empty() && real.back() != '/')
                real += '/';
            real += actual;
        }
        return real == name ? "" : real;
    }

    /* ---- trace headers ---- */

    /* What the sources, headers and projects of a folder configure. */
    void addFolder(const std::string &folder, std::set<std::string> &names)
    {
        std::string real = find(folder);
        const std::string &there = real.empty() ? folder : real;
        std::vector<std::string> files;
        if (source.on_folder)
            source.on_folder(source.include_user, there.c_str());
        for (const auto &name : listing(there).exact)
            if (isText(name.getKey()) || isProject(name.getKey()))
                files.push_back(there + "/" + name.getKey().str());
        llvm::sort(files); /* those that are told of them do so in an order */
        for (const std::string &file : files) {
            if (source.on_include)
                source.on_include(source.include_user, source.file, file.c_str());
            auto buffer = getUnderlyingFS().getBufferForFile(file);
            if (buffer && isProject(path::filename(file)))
                addProjectTraceFunctions((*buffer)->getBuffer(), names);
            else if (buffer)
                addTraceFunctions((*buffer)->getBuffer(), names);
        }
    }

    /* Projects may lie right below their sources. */
    void addProjectsBelow(const std::string &folder, std::set<std::string> &names)
    {
        std::vector<std::string> below;
        for (const auto &name : listing(folder).exact)
            if (path::extension(name.getKey()).empty())
                below.push_back((folder.empty() ? "" : folder + "/") + name.getKey().str());
        llvm::sort(below);
        for (const std::string &there : below) {
            const Listing &in = listing(there);
            if (llvm::any_of(in.exact, [](const auto &name) { return isProject(name.getKey()); }))
                addFolder(there, names);
        }
    }

    /* X.tmh, for a source or header X of the same folder. */
    bool makeTraceHeader(const std::string &name)
    {
        if (StringRef(path::extension(name)).lower() != ".tmh")
            return false;
        if (made->exists(name))
            return true;
        std::string folder = path::parent_path(name).str(), stem = path::stem(name).lower();
        bool belongs = false;
        for (const auto &there : listing(folder).small)
            belongs |= path::stem(there.getKey()) == stem && path::extension(there.getKey()) != ".tmh";
        if (!belongs)
            return false;
        std::set<std::string> names;
        for (const char *near : {".", "..", "inc", "include", "../inc", "../include", "../common"})
            addFolder(folder.empty() ? near : folder + "/" + near, names);
        addProjectsBelow(folder, names);
        return made->addFile(name, 0, MemoryBuffer::getMemBufferCopy(traceHeader(names), name));
    }

    const devlock_source &source;
    std::map<std::string, Listing> listings;
    IntrusiveRefCntPtr<vfs::InMemoryFileSystem> made;
};

} // namespace

Files driverFiles(Files files, const devlock_source &source)
{
    return Files(new DriverFiles(std::move(files), source));
}

} // namespace devlock

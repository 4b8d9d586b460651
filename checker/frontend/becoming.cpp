/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * From roots to a source; see becoming.h.
 *
 * That roots are the same, whether they are read before all else or where the source includes them, is not assumed. It
 * holds if
 *
 * - no name that they look for is found in a folder which the source's command, or the place where it includes them,
 *   has them look into;
 * - the source includes them in the same order, before any other header of the system, and by the same paths;
 * - until then it has no token outside of directives, so it declares nothing, and no #pragma has an effect;
 * - until then it defines no macro whose name is one that the preprocessor has come upon in the roots, in whatever way;
 * - until then it neither tests nor uses a macro that they define or undefine.
 *
 * The first is looked at when the source is known and where it includes a root, the others while it is read.
 *
 * Needs: a preprocessor, from its start. Leaves: one that reads the source. Cost: a set of all identifiers at each
 * pause behind a root; for a source, a listing of each of its folders.
 */
#define DEVLOCK_COMPAT_TOOL
#include "compat.h"
#include "becoming.h"
#include "parse.h"
#include "pause.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Path.h"

using namespace clang;
namespace path = llvm::sys::path;

namespace devlock
{

namespace
{

/* Where a name was found depends on the folders that are looked into, and Clang remembers it by their numbers. (An
 * explicit instantiation may name a private member; see pause.cpp. In clang/Lex/HeaderSearch.h of 14.0.6, 19.1 and 22.1
 * it is a StringMap.) */
void forgetFound(HeaderSearch &search);
template <auto Member> struct RevealFound {
    friend void forgetFound(HeaderSearch &search)
    {
        (search.*Member).clear();
    }
};
template struct RevealFound<&HeaderSearch::LookupFileCache>;

/* Names of headers that were looked for, by the first part of their paths in small letters. */
class Wanted
{
  public:
    void add(llvm::StringRef name)
    {
        if (path::is_absolute(name) || !known.insert(name).second)
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
            auto of = byStart.find(path::filename(at->path()).lower());
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

class Watcher : public compat::InclusionCallbacks, public Becoming
{
  public:
    Watcher(CompilerInstance &compiler, ParseRun &run)
        : compiler(compiler), preprocessor(compiler.getPreprocessor()), sources(compiler.getSourceManager()), run(run)
    {
    }

    /* ---- at pauses ---- */

    void prepare() override
    {
        if (!isAtRoots())
            return;
        if (compiler.getDiagnostics().hasErrorOccurred() || unlike || roots.empty())
            miss("roots with errors");
        known.clear();
        known.reserve(preprocessor.getIdentifierTable().size());
        for (const auto &entry : preprocessor.getIdentifierTable())
            known.insert(entry.second);
        end = sources.getNextLocalOffset();
    }

    void become(const devlock_becoming &source) override
    {
        state = Source;
        folder = path::parent_path(source.path).str();
        if (quoted.areIn(folder, files()))
            miss("beside the source");
        setFolders(source);
        setMainFile(source.path);
        preprocessor.setTokenWatcher([this](const Token &) { miss("a token"); });
    }

    bool isAtRoots() const override
    {
        return state == Roots;
    }

    bool isOpen() const override
    {
        return state == Source;
    }

    /* ---- what is included ---- */

    void included(SourceLocation hash, const Token &directive, llvm::StringRef name, bool angled,
                  llvm::StringRef where) override
    {
        if (state == Done)
            return;
        if (state == Source) {
            if (directive.getIdentifierInfo()->getName() != "include")
                miss("another directive that includes");
            return;
        }
        if (roots.empty() && !begin && sources.isInFileID(hash, sources.getMainFileID()))
            begin = sources.getNextLocalOffset();
        if (!angled && !where.empty() && where == path::parent_path(sources.getFilename(hash)))
            return; /* beside the one that includes it, which comes first */
        any.add(name);
        if (!angled)
            quoted.add(name);
    }

    void HasInclude(SourceLocation, llvm::StringRef name, bool angled, compat::OptionalFile,
                    SrcMgr::CharacteristicKind) override
    {
        if (state != Roots)
            return;
        any.add(name);
        if (!angled)
            quoted.add(name);
    }

    void FileChanged(SourceLocation location, FileChangeReason reason, SrcMgr::CharacteristicKind kind, FileID) override
    {
        if (state == Done)
            return;
        FileID file = sources.getFileID(location);
        if (state == Source) {
            if (reason == SystemHeaderPragma || reason == RenameFile || (reason == EnterFile && kind != SrcMgr::C_User))
                miss("another header of the system");
            return;
        }
        const FileEntry *entry = sources.getFileEntryForID(file);
        if (reason != EnterFile || !entry || file == sources.getMainFileID())
            return;
        if (isInMainFile(sources.getIncludeLoc(file)))
            roots.push_back({entry, sources.getFilename(location).str()});
        entered.insert({entry, roots.size()});
    }

    void FileSkipped(const FileEntryRef &file, const Token &name, SrcMgr::CharacteristicKind kind) override
    {
        const FileEntry *entry = &file.getFileEntry();
        if (state == Roots && isInMainFile(name.getLocation()))
            roots.push_back({entry, file.getName().str()});
        if (state == Source)
            skipped(entry, file.getName(), name.getLocation(), kind);
    }

    /* ---- macros ---- */

    void MacroDefined(const Token &name, const MacroDirective *) override
    {
        if (state == Source && known.count(name.getIdentifierInfo()))
            miss("defines what roots mention", name.getIdentifierInfo()->getName());
    }

    void MacroUndefined(const Token &name, const MacroDefinition &definition, const MacroDirective *) override
    {
        if (state == Source && known.count(name.getIdentifierInfo()))
            miss("undefines what roots mention", name.getIdentifierInfo()->getName());
        const MacroInfo *macro = definition.getMacroInfo();
        if (state == Roots && begin && macro && macro->getDefinitionLoc().getRawEncoding() < begin)
            undefinesOlder = true;
    }

    void MacroExpands(const Token &name, const MacroDefinition &, SourceRange, const MacroArgs *) override
    {
        if (state == Roots)
            for (llvm::StringRef one : {"__BASE_FILE__", "__INCLUDE_LEVEL__", "__TIMESTAMP__"})
                unlike |= name.getIdentifierInfo()->getName() == one;
        if (state == Source && name.getIdentifierInfo()->getName() == "__COUNTER__")
            miss("counts");
        test(name);
    }

    void Defined(const Token &name, const MacroDefinition &, SourceRange) override
    {
        test(name);
    }
    void Ifdef(SourceLocation, const Token &name, const MacroDefinition &) override
    {
        test(name);
    }
    void Ifndef(SourceLocation, const Token &name, const MacroDefinition &) override
    {
        test(name);
    }
    using PPCallbacks::Elifdef;
    void Elifdef(SourceLocation, const Token &name, const MacroDefinition &) override
    {
        test(name);
    }
    using PPCallbacks::Elifndef;
    void Elifndef(SourceLocation, const Token &name, const MacroDefinition &) override
    {
        test(name);
    }

    /* Nothing is told of a name in a condition that is no macro any more. */
    void If(SourceLocation, SourceRange, ConditionValueKind) override
    {
        if (state == Source && undefinesOlder)
            miss("a condition");
    }
    void Elif(SourceLocation, SourceRange, ConditionValueKind, SourceLocation) override
    {
        if (state == Source && undefinesOlder)
            miss("a condition");
    }

    /* ---- others ---- */

    void PragmaDirective(SourceLocation place, PragmaIntroducerKind kind) override
    {
        if (state == Source && (kind != PIK_HashPragma || !isSilent(sources.getCharacterData(place))))
            miss("a #pragma");
    }

  private:
    struct Root {
        const FileEntry *file;
        std::string name;
    };

    /* The words are for those who look at it with a debugger. */
    [[noreturn]] void miss(const char *why, llvm::StringRef what = "")
    {
        (void)why;
        (void)what;
        run.source->pause->missed(run.source->pause->user);
        abort();
    }

    llvm::vfs::FileSystem &files()
    {
        return compiler.getFileManager().getVirtualFileSystem();
    }

    bool isInMainFile(SourceLocation location) const
    {
        return location.isValid() && sources.isInFileID(sources.getExpansionLoc(location), sources.getMainFileID());
    }

    /* The folders of -I, as Clang puts them together: those that are there, each once. One that is a folder of the
     * system as well would not count: it is left to a reading alone. */
    void setFolders(const devlock_becoming &source)
    {
        HeaderSearch &search = preprocessor.getHeaderSearchInfo();
        llvm::DenseSet<const DirectoryEntry *> systems, own;
        for (auto at = search.search_dir_begin(); at != search.search_dir_end(); ++at)
            if (const DirectoryEntry *system = at->getDir())
                systems.insert(system);
        for (size_t i = 0; i < source.folder_count; i++) {
            llvm::StringRef folder = source.folders[i];
            if (run.source->on_folder)
                run.source->on_folder(run.source->include_user, source.folders[i]);
            if (any.areIn(folder, files()))
                miss("in a folder of -I", folder);
            auto entry = compiler.getFileManager().getOptionalDirectoryRef(folder);
            if (!entry || !own.insert(&entry->getDirEntry()).second)
                continue;
            if (systems.count(&entry->getDirEntry()))
                miss("a folder of the system in -I", folder);
            search.AddSearchPath(DirectoryLookup(*entry, SrcMgr::C_User, false), true);
        }
        forgetFound(search);
    }

    /* The main file is in the source's folder from now on. Clang knows it by what its text is kept with. The folder is
     * looked for first: else one that nobody has is made up for a file that is not there. */
    void setMainFile(const char *file)
    {
        (void)compiler.getFileManager().getOptionalDirectoryRef(folder.empty() ? "." : folder);
        FileEntryRef entry = compiler.getFileManager().getVirtualFileRef(file, run.text->getBufferSize(), 0);
        const SrcMgr::SLocEntry &main = sources.getSLocEntry(sources.getMainFileID());
        compat::setEntry(const_cast<SrcMgr::ContentCache &>(main.getFile().getContentCache()), entry);
        compat::markEntered(preprocessor, entry);
    }

    void skipped(const FileEntry *entry, llvm::StringRef name, SourceLocation from, SrcMgr::CharacteristicKind kind)
    {
        auto read = entered.find(entry);
        if (kind == SrcMgr::C_User && read == entered.end())
            return; /* one of the driver's own, again */
        if (read == entered.end() || kind != SrcMgr::C_System)
            miss("another way to a header", name);
        if (entry == roots[seen].file && name == roots[seen].name) {
            lookAround(from);
            if (++seen == roots.size())
                finish();
        } else if (read->second > seen) {
            miss("a header of a later root", name);
        }
    }

    /* Headers are looked for in quotes in the folders of all files that include each other there. */
    void lookAround(SourceLocation from)
    {
        for (from = sources.getExpansionLoc(from); from.isValid() && !isInMainFile(from);
             from = sources.getIncludeLoc(sources.getFileID(from))) {
            std::string there = path::parent_path(sources.getFilename(from)).str();
            if (there != folder && around.insert(there).second && quoted.areIn(there, files()))
                miss("beside a header", there);
        }
    }

    void finish()
    {
        state = Done;
        preprocessor.setTokenWatcher(nullptr);
    }

    void test(const Token &name)
    {
        if (state != Source)
            return;
        const IdentifierInfo *identifier = name.getIdentifierInfo();
        for (const MacroDirective *at = preprocessor.getLocalMacroDirectiveHistory(identifier); at;
             at = at->getPrevious())
            if (at->getLocation().getRawEncoding() >= begin && at->getLocation().getRawEncoding() < end)
                miss("tests what roots define", identifier->getName());
    }

    /* From its # on. */
    static bool isSilent(const char *text)
    {
        text += *text == '#';
        llvm::StringRef line(text, strcspn(text, "\r\n"));
        line = line.ltrim(" \t");
        if (!compat::startsWith(line, "pragma"))
            return false;
        line = line.drop_front(strlen("pragma")).ltrim(" \t");
        llvm::StringRef word =
            line.take_while([](char c) { return isalnum(static_cast<unsigned char>(c)) || c == '_'; });
        return word == "once" || word == "warning";
    }

    CompilerInstance &compiler;
    Preprocessor &preprocessor;
    SourceManager &sources;
    ParseRun &run;
    enum { Roots, Source, Done } state = Roots;
    Wanted any, quoted; /* what roots have looked for: in all folders; and beside those who include it */
    std::vector<Root> roots;
    llvm::DenseMap<const FileEntry *, size_t> entered; /* with which root; 0: before the first */
    llvm::DenseSet<const IdentifierInfo *> known;      /* names that roots have, keywords and macros */
    SourceLocation::UIntTy begin = 0, end = 0;         /* places in roots */
    bool unlike = false, undefinesOlder = false;
    size_t seen = 0;    /* of roots, by the source */
    std::string folder; /* the source's */
    llvm::StringSet<> around;
};

} // namespace

Becoming *addBecoming(CompilerInstance &compiler, ParseRun &run)
{
    auto watcher = std::make_unique<Watcher>(compiler, run);
    Becoming *result = watcher.get();
    compiler.getPreprocessor().addPPCallbacks(std::move(watcher));
    return result;
}

} // namespace devlock

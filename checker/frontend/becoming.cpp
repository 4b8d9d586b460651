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
 * - until then it neither uses a macro that they define or undefine, nor asks for one that would not be as it is.
 *
 * The first is looked at when the source is known and where it includes a root, the others while it is read.
 *
 * #define lines may stand in front of roots. They are what the source defines itself, word for word, before it includes
 * the next root; it may do so before earlier roots if these have not come upon the name. Until it does, the macro is as
 * it was before the line, and then as the roots left it.
 *
 * A root that would be read again when the source includes it is left out there as one that can be read once is: it has
 * been read in that very place.
 *
 * Needs: a preprocessor, from its start. Leaves: one that reads the source. Cost: a set of all identifiers at each
 * pause behind a root; for a source, a listing of each of its folders.
 */
#define DEVLOCK_COMPAT_TOOL
#include "compat.h"
#include "becoming.h"
#include "parse.h"
#include "pause.h"
#include "wanted_headers.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
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
        if (compiler.getDiagnostics().hasErrorOccurred() || unlike || !begin)
            miss("roots with errors");
        known.clear();
        known.reserve(preprocessor.getIdentifierTable().size());
        for (const auto &entry : preprocessor.getIdentifierTable())
            known.insert(entry.second);
        end = sources.getNextLocalOffset();
    }

    void goesOn() override
    {
        if (state == Roots)
            lookAhead();
    }

    void become(const devlock_becoming &source) override
    {
        state = Source;
        folder = path::parent_path(source.path).str();
        if (quoted.areIn(folder, files()))
            miss("beside the source");
        setFolders(source);
        setMainFile(source.path);
        for (Step &step : steps)
            if (step.macro)
                setBack(step);
            else if (HeaderSearch &search = preprocessor.getHeaderSearchInfo();
                     !search.isFileMultipleIncludeGuarded(*step.header) && once.insert(step.file()).second)
                search.getFileInfo(*step.header).isPragmaOnce = true;
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
        if (!begin && sources.isInFileID(hash, sources.getMainFileID()))
            begin = sources.getNextLocalOffset();
        if (!angled && !where.empty() && where == path::parent_path(sources.getFilename(hash)))
            return; /* beside the one that includes it, which comes first */
        want(name, angled);
    }

    void HasInclude(SourceLocation, llvm::StringRef name, bool angled, compat::OptionalFile,
                    SrcMgr::CharacteristicKind) override
    {
        if (state != Roots)
            return;
        want(name, angled);
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
        if (reason == ExitFile && file == sources.getMainFileID())
            lookAhead();
        auto entry = sources.getFileEntryRefForID(file);
        if (reason != EnterFile || !entry || file == sources.getMainFileID())
            return;
        bool again = entered.count(&entry->getFileEntry()) != 0;
        if (isInMainFile(sources.getIncludeLoc(file)))
            addRoot(*entry, sources.getFilename(location), location.getRawEncoding());
        if (isInMainFile(sources.getIncludeLoc(file)) && !again)
            findOpening(file);
        entered.insert({&entry->getFileEntry(), steps.size()});
    }

    void FileSkipped(const FileEntryRef &file, const Token &name, SrcMgr::CharacteristicKind kind) override
    {
        if (state == Roots && isInMainFile(name.getLocation())) {
            addRoot(file, file.getName(), sources.getNextLocalOffset());
            lookAhead();
        } else if (state == Roots && !steps.empty() && name.getLocation() == opening) {
            takeInner(file);
        }
        if (state == Source)
            skipped(&file.getFileEntry(), file.getName(), name.getLocation(), kind);
    }

    /* ---- macros ---- */

    void MacroDefined(const Token &name, const MacroDirective *directive) override
    {
        const IdentifierInfo *identifier = name.getIdentifierInfo();
        if (state == Roots && isInMainFile(name.getLocation()))
            addDefine(identifier, directive);
        if (state == Source && known.count(identifier))
            defined(identifier, directive);
    }

    void MacroUndefined(const Token &name, const MacroDefinition &definition, const MacroDirective *) override
    {
        const IdentifierInfo *identifier = name.getIdentifierInfo();
        if (state == Source && known.count(identifier)) {
            if (!isNext(findOpen(identifier)))
                miss("undefines what roots mention", identifier->getName());
            undefined.insert(identifier);
        }
        const MacroInfo *macro = definition.getMacroInfo();
        unlike |= state == Roots && isInMainFile(name.getLocation());
        if (state == Roots && !steps.empty() && macro &&
            macro->getDefinitionLoc().getRawEncoding() < steps.back().start)
            gone.insert(identifier);
    }

    void MacroExpands(const Token &name, const MacroDefinition &definition, SourceRange, const MacroArgs *) override
    {
        if (state == Roots)
            for (llvm::StringRef one : {"__BASE_FILE__", "__INCLUDE_LEVEL__", "__TIMESTAMP__"})
                unlike |= name.getIdentifierInfo()->getName() == one;
        if (state == Source && name.getIdentifierInfo()->getName() == "__COUNTER__")
            miss("counts");
        test(name);
        if (state == Source && definition.getMacroInfo())
            for (const Token &token : definition.getMacroInfo()->tokens())
                if (gone.count(token.getIdentifierInfo()))
                    miss("uses what roots undefine");
    }

    void Defined(const Token &name, const MacroDefinition &, SourceRange) override
    {
        ask(name);
    }
    void Ifdef(SourceLocation, const Token &name, const MacroDefinition &) override
    {
        ask(name);
    }
    void Ifndef(SourceLocation, const Token &name, const MacroDefinition &) override
    {
        ask(name);
    }
    using PPCallbacks::Elifdef;
    void Elifdef(SourceLocation, const Token &name, const MacroDefinition &) override
    {
        ask(name);
    }
    using PPCallbacks::Elifndef;
    void Elifndef(SourceLocation, const Token &name, const MacroDefinition &) override
    {
        ask(name);
    }

    void If(SourceLocation, SourceRange condition, ConditionValueKind) override
    {
        lookForGone(condition.getBegin());
    }
    void Elif(SourceLocation, SourceRange condition, ConditionValueKind, SourceLocation) override
    {
        lookForGone(condition.getBegin());
    }

    /* ---- others ---- */

    void PragmaDirective(SourceLocation place, PragmaIntroducerKind kind) override
    {
        if (state == Source && (kind != PIK_HashPragma || !isSilent(sources.getCharacterData(place))))
            miss("a #pragma");
    }

  private:
    /* A line of the roots. */
    struct Step {
        compat::OptionalFile header;           /* what it includes */
        std::string name;                      /* as it was opened */
        SourceLocation::UIntTy start = 0;      /* places from here on are of it, and of those behind it */
        const IdentifierInfo *macro = nullptr; /* or what it defines */
        const MacroDirective *define = nullptr;
        const MacroDirective *left = nullptr; /* how roots left it */
        bool fresh = false;                   /* no step before has the name */
        bool done = false;                    /* the source has come upon it */
        size_t inner = SIZE_MAX;              /* the step whose header this one includes first of all */

        const FileEntry *file() const
        {
            return header ? &header->getFileEntry() : nullptr;
        }
    };

    /* The words are for those who look at it with a debugger. */
    [[noreturn]] void miss(const char *why, llvm::StringRef what = "")
    {
        (void)why;
        (void)what;
        run.source->pause->missed(run.source->pause->user);
        abort();
    }

    void want(llvm::StringRef name, bool angled)
    {
        any.add(name);
        if (!angled)
            quoted.add(name);
        if (!angled && !steps.empty())
            quotedWithin.add(name);
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
        size_t next = seen;
        while (next < steps.size() && !(entry == steps[next].file() && name == steps[next].name && isNextRoot(next)))
            next++;
        if (next < steps.size()) {
            lookAround(from);
            finishRoot(next);
        } else if (once.count(entry) || read->second > seen) {
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

    bool isNextRoot(size_t index) const
    {
        size_t inner = steps[index].inner;
        if (index == seen || inner == SIZE_MAX)
            return index == seen;
        for (size_t i = inner + 1; i < index; i++)
            if (!steps[i].done)
                return false;
        return isNextRoot(inner);
    }

    void finishRoot(size_t index)
    {
        if (index != seen)
            finishRoot(steps[index].inner);
        finish(steps[index]);
    }

    void finish(Step &step)
    {
        step.done = true;
        while (seen < steps.size() && steps[seen].done)
            seen++;
        bool again = false;
        for (size_t i = seen; i < steps.size(); i++)
            again |= step.file() && steps[i].file() == step.file();
        if (step.file() && !again && once.erase(step.file()))
            preprocessor.getHeaderSearchInfo().getFileInfo(*step.header).isPragmaOnce = false;
        if (seen < steps.size())
            return;
        state = Done;
        preprocessor.setTokenWatcher(nullptr);
    }

    /* ---- the lines of roots ---- */

    void addRoot(FileEntryRef file, llvm::StringRef name, SourceLocation::UIntTy start)
    {
        Step step;
        step.header = file;
        step.name = name.str();
        step.start = start;
        steps.push_back(step);
    }

    void addDefine(const IdentifierInfo *macro, const MacroDirective *directive)
    {
        Step step;
        for (const Step &other : steps)
            unlike |= other.macro == macro;
        step.macro = macro;
        step.define = directive;
        step.fresh = ahead.count(macro->getName()) && !stale.count(macro->getName());
        steps.push_back(step);
    }

    /* Which names that lines to come define have been come upon before: these lines are not read yet. What is found of
     * those that are is of no use. */
    void lookAhead()
    {
        llvm::StringRef text = run.text->text(), line;
        for (const IdentifierTable &names = preprocessor.getIdentifierTable(); !text.empty();) {
            std::tie(line, text) = text.split('\n');
            line = line.ltrim(" \t");
            if (!line.consume_front("#"))
                continue;
            line = line.ltrim(" \t");
            if (!line.consume_front("define"))
                continue;
            line = line.ltrim(" \t");
            line = line.take_while([](char c) { return isalnum(static_cast<unsigned char>(c)) || c == '_'; });
            ahead.insert(line);
            if (names.find(line) != names.end())
                stale.insert(line);
        }
    }

    /* Of a header that includes another one before it does anything but guard itself: the place where it names that
     * one. Its reading is the same if the other one has been read in front of it. */
    void findOpening(FileID file)
    {
        opening = SourceLocation();
        llvm::StringRef text = sources.getBufferData(file);
        SourceLocation start = sources.getLocForStartOfFile(file);
        Lexer lexer(start, preprocessor.getLangOpts(), text.begin(), text.begin(), text.end());
        const IdentifierTable &names = preprocessor.getIdentifierTable();
        std::string words, guard;
        for (Token token; !lexer.LexFromRawLexer(token) && words.size() < 200;) {
            words += token.isAtStartOfLine() ? "\n" : " ";
            words += Lexer::getSpelling(token, sources, preprocessor.getLangOpts());
            if (compat::endsWith(words, "\n# include <")) {
                words.resize(words.size() - strlen("\n# include <"));
                llvm::StringRef rest = words;
                rest.consume_front("\n# pragma once");
                bool guards = rest.consume_front("\n# ifndef ");
                std::tie(rest, guard) = rest.split('\n');
                if (guards ? guard == "# define " + rest.str() && names.find(rest) == names.end() : rest.empty())
                    opening = token.getLocation();
                return;
            }
        }
    }

    void takeInner(FileEntryRef file)
    {
        size_t inner = steps.size() - 1;
        llvm::StringRef folder = path::parent_path(steps[inner].name);
        while (inner > 0 && steps[--inner].macro)
            if (!steps[inner].fresh)
                return;
        if (steps[inner].file() == &file.getFileEntry() && steps[inner].name == file.getName() &&
            !quotedWithin.areIn(folder, files()))
            steps.back().inner = inner;
    }

    /* ---- the macros that they define ---- */

    /* The state of a macro as of now is another one from here on. */
    void setMacro(const IdentifierInfo *macro, const MacroDirective *state, SourceLocation place)
    {
        auto *identifier = const_cast<IdentifierInfo *>(macro);
        auto *define = dyn_cast_or_null<DefMacroDirective>(state);
        if (define)
            preprocessor.appendDefMacroDirective(identifier, const_cast<MacroInfo *>(define->getInfo()), place);
        else
            preprocessor.appendMacroDirective(identifier,
                                              new (preprocessor.getPreprocessorAllocator()) UndefMacroDirective(place));
        made.insert(preprocessor.getLocalMacroDirectiveHistory(identifier));
    }

    void setBack(Step &step)
    {
        step.left = preprocessor.getLocalMacroDirectiveHistory(step.macro);
        setMacro(step.macro, step.define->getPrevious(), step.define->getLocation());
    }

    Step *findOpen(const IdentifierInfo *macro)
    {
        for (Step &step : steps)
            if (step.macro == macro && !step.done)
                return &step;
        return nullptr;
    }

    bool isNext(const Step *step) const
    {
        return step && (step->fresh || step == &steps[seen]);
    }

    void defined(const IdentifierInfo *macro, const MacroDirective *directive)
    {
        Step *step = findOpen(macro);
        if (!isNext(step) ||
            !step->define->getMacroInfo()->isIdenticalTo(*directive->getMacroInfo(), preprocessor, false))
            miss("defines what roots mention", macro->getName());
        if (step->left != step->define)
            setMacro(macro, step->left, directive->getLocation());
        undefined.erase(macro);
        finish(*step);
    }

    bool isOfRoots(const MacroDirective *directive) const
    {
        SourceLocation::UIntTy place = sources.getExpansionLoc(directive->getLocation()).getRawEncoding();
        return place >= begin && place < end;
    }

    /* A macro that roots have changed is used. */
    void test(const Token &name)
    {
        if (state != Source)
            return;
        const IdentifierInfo *identifier = name.getIdentifierInfo();
        for (const MacroDirective *at = preprocessor.getLocalMacroDirectiveHistory(identifier); at;
             at = at->getPrevious())
            if (isOfRoots(at))
                miss("uses what roots define", identifier->getName());
    }

    /* Nothing is told of a name in a condition that is no macro any more. */
    void lookForGone(SourceLocation condition)
    {
        if (state != Source || gone.empty())
            return;
        if (condition.isInvalid())
            miss("a condition");
        condition = sources.getExpansionLoc(condition); /* it may begin with a macro */
        auto place = sources.getDecomposedLoc(condition);
        llvm::StringRef text = sources.getBufferData(place.first);
        Lexer lexer(condition, preprocessor.getLangOpts(), text.begin(), text.begin() + place.second, text.end());
        Token token;
        for (bool end = lexer.LexFromRawLexer(token), first = true; !end && (first || !token.isAtStartOfLine());
             end = lexer.LexFromRawLexer(token), first = false)
            if (token.is(tok::raw_identifier) && gone.count(preprocessor.getIdentifierInfo(token.getRawIdentifier())))
                miss("a condition", token.getRawIdentifier());
    }

    /* Whether what a source asks is answered as if the roots to come had not been read. */
    void ask(const Token &name)
    {
        const IdentifierInfo *identifier = name.getIdentifierInfo();
        if (state == Source && known.count(identifier) &&
            identifier->hasMacroDefinition() != isDefinedAlone(identifier))
            miss("asks for what roots define", identifier->getName());
    }

    bool isDefinedAlone(const IdentifierInfo *macro) const
    {
        const MacroDirective *at = preprocessor.getLocalMacroDirectiveHistory(macro);
        while (at && !isPast(at))
            at = at->getPrevious();
        return at && at->getKind() == MacroDirective::MD_Define && !undefined.count(macro);
    }

    /* Of what has become of a macro: whether it stands before the place where the source is. What the source does
     * itself it does at the lines of roots. */
    bool isPast(const MacroDirective *directive) const
    {
        SourceLocation::UIntTy place = sources.getExpansionLoc(directive->getLocation()).getRawEncoding();
        size_t next = seen;
        while (steps[next].macro) /* the last one is no macro */
            next++;
        for (const Step &step : steps)
            if (step.define == directive)
                return step.done;
        return place < (place < begin ? begin : steps[next].start) && !made.count(directive);
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
    WantedHeaders any, quoted;  /* what roots have looked for: in all folders; and beside those who include it */
    WantedHeaders quotedWithin; /* the latter, but not by what the command includes */
    std::vector<Step> steps;
    llvm::StringSet<> ahead, stale; /* names that lines define, before these are read; those that were known then */
    llvm::DenseSet<const MacroDirective *> made;       /* here */
    llvm::DenseSet<const FileEntry *> once;            /* those that would be read again */
    llvm::DenseSet<const IdentifierInfo *> undefined;  /* by the source, of what a step to come defines */
    llvm::DenseMap<const FileEntry *, size_t> entered; /* behind the step of this index; 0: before the first */
    llvm::DenseSet<const IdentifierInfo *> known;      /* names that roots have, keywords and macros */
    SourceLocation::UIntTy begin = 0, end = 0;         /* places in roots */
    SourceLocation opening;                            /* of the root that is read (findOpening); invalid: none */
    bool unlike = false;
    llvm::DenseSet<const IdentifierInfo *> gone; /* macros that a root undefines, and did not define itself */
    size_t seen = 0;                             /* steps that the source has come upon: all before it */
    std::string folder;                          /* the source's */
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

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Pausing behind the beginning of a source; see pause.h.
 *
 * The beginning ends with the last #include among the directives and comments that a text starts with; a source without
 * one pauses before its first byte. At the place where Clang has read that header, and nothing of the line behind it,
 * all that is known of the source (declarations, macros, open conditionals, what devlock's own callbacks keep) depends
 * on the beginning alone. To go on with another text, its other bytes are put into the buffer that Clang reads from,
 * and its end is moved. Nothing is written down and read again, as it is with precompiled headers; so what comes of it
 * is what comes of reading all of the text. What was read before the pause keeps its bytes, for Clang looks at them
 * again; a text whose beginning is longer (comments) goes on further behind, and lends its lines' numbers and its name.
 *
 * Needs: a main file that is read from an OpenText. Leaves: a preprocessor that goes on with another text. Cost: a look
 * at the directives of the beginning.
 */
#define DEVLOCK_COMPAT_TOOL
#include "compat.h"
#include "becoming.h"
#include "driver_files.h"
#include "parse.h"
#include "pause.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"

#include <stdlib.h>
#include <string.h>

using namespace clang;

namespace devlock
{

/* ---- the text ------------------------------------------------------------------------------------------------ */

OpenText::OpenText(llvm::StringRef text, size_t room, llvm::StringRef name)
    : bytes(static_cast<char *>(calloc(std::max(room, text.size()) + 1, 1))), capacity(std::max(room, text.size())),
      length(text.size()), name(name)
{
    if (!bytes)
        llvm::report_bad_alloc_error("no memory for a source");
    memcpy(bytes.get(), text.data(), length);
    includeSlashes(bytes.get(), length);
    init(bytes.get(), bytes.get() + capacity, true);
}

bool OpenText::replace(llvm::StringRef text, size_t kept, size_t from)
{
    if (text.size() > capacity || text.size() < from || from < kept)
        return false;
    length = text.size();
    own = from == kept ? own : from;
    memset(bytes.get() + kept, '\n', from - kept);
    memcpy(bytes.get() + from, text.data() + from, length - from);
    bytes[length] = '\0';
    includeSlashes(bytes.get() + from, length - from);
    init(bytes.get(), bytes.get() + length, true);
    return true;
}

bool OpenText::placeBefore(size_t offset, unsigned &line, unsigned &column) const
{
    if (offset >= own)
        return false;
    llvm::StringRef before(bytes.get(), offset);
    line = 1 + static_cast<unsigned>(before.count('\n'));
    column = static_cast<unsigned>(before.size() - (before.rfind('\n') + 1)) + 1; /* npos + 1 is 0 */
    return true;
}

/* ---- Clang's idea of it -------------------------------------------------------------------------------------- */

namespace
{

/* A lexer keeps the end of its text and the place where it is, and has no functions that set them in all versions. An
 * explicit instantiation may name members that are private ([temp.spec]): this one hands out pointers to them. Where
 * one has another name or type, this does not compile. In clang/Lex/Lexer.h of 14.0.6, 15.0.6, 16.0.6, 19.1 and 22.1
 * (Debian's packages), and of upstream's main behind 22, BufferEnd is a `const char *` at the same place, between
 * BufferStart and FileLoc; 17, 18, 20 and 21 lie between these and were not looked at themselves. */
struct LexerEnd {
    using type = const char *Lexer::*;
    friend type member(LexerEnd);
};
struct LexerPlace {
    using type = const char *Lexer::*;
    friend type member(LexerPlace);
};
template <typename Tag, typename Tag::type Member> struct Reveal {
    friend typename Tag::type member(Tag)
    {
        return Member;
    }
};
template struct Reveal<LexerEnd, &Lexer::BufferEnd>;
template struct Reveal<LexerPlace, &Lexer::BufferPtr>;

/* Behind the # of the last directive that includes, among those that the text begins with; 0: there is none. */
size_t lastInclude(llvm::StringRef text, const LangOptions &language)
{
    std::string whole = text.str(); /* what Clang lexes ends with a zero: behind an OpenText's own text is its room */
    std::string start = whole.substr(0, Lexer::ComputePreamble(whole, language).Size);
    const char *begin = start.c_str();
    Lexer lexer(SourceLocation(), language, begin, begin, begin + start.size());
    size_t last = 0, hash = 0;
    bool directive = false;
    Token token;
    while (!lexer.LexFromRawLexer(token)) {
        if (directive && token.is(tok::raw_identifier)) {
            llvm::StringRef word = token.getRawIdentifier();
            if (word == "include" || word == "include_next" || word == "import")
                last = hash;
        }
        directive = token.is(tok::hash) && token.isAtStartOfLine();
        hash = static_cast<size_t>(lexer.getBufferLocation() - begin);
    }
    return last;
}

/* After each of these events of the main file, all of a line has been read and nothing of the next one. One of them
 * follows each #include, whether the file is there, was included before, or is left out by an #if. */
class PauseWatcher : public compat::MissingCallbacks
{
  public:
    PauseWatcher(Preprocessor &preprocessor, ParseRun &run)
        : preprocessor(preprocessor), run(run), pause(*run.source->pause), text(*run.text),
          least(pause.at ? 0 : lastInclude(text.text(), preprocessor.getLangOpts()))
    {
        setLinesTo(text.text()); /* Clang would look for lines in all of the room */
    }

    void FileChanged(SourceLocation, FileChangeReason reason, SrcMgr::CharacteristicKind, FileID) override
    {
        if (reason == ExitFile)
            consider();
    }
    void FileSkipped(const FileEntryRef &, const Token &, SrcMgr::CharacteristicKind) override
    {
        consider();
    }
    void Endif(SourceLocation, SourceLocation) override
    {
        consider();
    }
    void missing() override
    {
        consider();
    }
    void MacroExpands(const Token &name, const MacroDefinition &, SourceRange, const MacroArgs *) override
    {
        if (pause.at && !pause.reached && name.getIdentifierInfo()->getName() == "__BASE_FILE__")
            pause.missed(pause.user); /* the source has another name than the text that is read until then */
    }

  private:
    void consider()
    {
        const SourceManager &sources = preprocessor.getSourceManager();
        auto *lexer = static_cast<Lexer *>(preprocessor.getCurrentFileLexer());
        if (pause.reached || !lexer || lexer->getFileID() != sources.getMainFileID())
            return;
        const char *begin = text.getBufferStart(), *at = lexer->getBufferLocation();
        if (at < begin || at > begin + text.text().size()) /* another buffer, or a last line without an end */
            return;
        size_t here = static_cast<size_t>(at - begin);
        if (pause.at ? here == pause.at : here >= least)
            goOn(*lexer, here);
    }

    void goOn(Lexer &lexer, size_t here)
    {
        if (run.becoming)
            run.becoming->prepare();
        if (run.context) /* once for all that go on from here */
            run.scope.read(*run.context, *run.program);
        devlock_rest rest = pause.go_on(pause.user, here);
        if (rest.becomes) {
            run.becoming->become(*rest.becomes);
            text.setName(rest.becomes->path);
        }
        pause.at = rest.pause;
        run.options.head = static_cast<unsigned>(rest.head);
        pause.reached = !rest.pause;
        if (!text.replace({rest.text, rest.length}, here, rest.from))
            pause.missed(pause.user);
        if (run.becoming)
            run.becoming->goesOn();
        lexer.*member(LexerEnd()) = text.getBufferEnd();
        lexer.*member(LexerPlace()) = text.getBufferStart() + rest.from;
        bool named = run.options.mainFile == run.source->file;
        run.options.mainFile = run.source->file;
        setLines({rest.text, rest.length}, here == rest.from);
        if (!named && pause.reached) /* by its entry, until then */
            setName(std::max(rest.from, rest.head));
    }

    /* Where the lines of the main file begin, as Clang knows it. */
    SrcMgr::LineOffsetMapping &lines()
    {
        const SourceManager &sources = preprocessor.getSourceManager();
        return sources.getSLocEntry(sources.getMainFileID()).getFile().getContentCache().SourceLineCache;
    }

    void setLinesTo(llvm::StringRef whole)
    {
        lines() = SrcMgr::LineOffsetMapping::get({whole, run.source->file}, memory);
    }

    /* The lines are those of the new text, also where its beginning has been left out. */
    void setLines(llvm::StringRef whole, bool usual)
    {
        const SourceManager &sources = preprocessor.getSourceManager();
        if (run.options.head)
            lines() = linesBehind(whole, run.options.head);
        else if (usual)
            lines() = SrcMgr::LineOffsetMapping();
        else
            setLinesTo(whole);
        sources.getLineNumber(preprocessor.getPredefinesFileID(), 0); /* it remembers the last answer of one file */
    }

    /* Those of a text whose own first line begins at a place in it. What stands before is a part of that line: Clang
     * has no answer for a place that is in none. Columns in it are put right where they are told (LowerOptions::head).
     */
    SrcMgr::LineOffsetMapping linesBehind(llvm::StringRef whole, unsigned head)
    {
        SrcMgr::LineOffsetMapping own =
            SrcMgr::LineOffsetMapping::get({whole.drop_front(head), run.source->file}, memory);
        std::vector<unsigned> starts(own.begin(), own.end());
        for (size_t i = 1; i < starts.size(); i++)
            starts[i] += head;
        return SrcMgr::LineOffsetMapping(starts, memory);
    }

    /* The name is the source's, as a #line in front of the rest says. Where the text's own first line begins, there is
     * no line before: it says so in that line, of the next one. */
    void setName(size_t from)
    {
        SourceManager &sources = preprocessor.getSourceManager();
        FileID file = sources.getMainFileID();
        bool first = from == run.options.head;
        size_t at = first ? from : from - 1;
        sources.AddLineNote(sources.getLocForStartOfFile(file).getLocWithOffset(static_cast<int>(at)),
                            sources.getLineNumber(file, static_cast<unsigned>(from)) + first,
                            static_cast<int>(sources.getLineTableFilenameID(run.source->file)), false, false,
                            SrcMgr::C_User);
    }

    Preprocessor &preprocessor;
    ParseRun &run;
    devlock_pause &pause;
    OpenText &text;
    size_t least; /* no pause before it, unless its place is given */
    llvm::BumpPtrAllocator memory;
};

} // namespace

void addPause(Preprocessor &preprocessor, ParseRun &run)
{
    preprocessor.addPPCallbacks(std::make_unique<PauseWatcher>(preprocessor, run));
}

} // namespace devlock

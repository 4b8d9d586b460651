/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Pausing behind the beginning of a source; see pause.h.
 *
 * The beginning ends with the last #include among the directives and comments that a text starts with; a source without
 * one pauses before its first byte. At the place where Clang has read that header, and nothing of the line behind it,
 * all that is known of the source (declarations, macros, open conditionals, what devlock's own callbacks keep) depends
 * on the beginning alone. To go on with another text, its other bytes are put into the buffer that Clang reads from,
 * and its end is moved. Nothing is written down and read again, as it is with precompiled headers; so what comes of it
 * is what comes of reading all of the text.
 *
 * Needs: a main file that is read from an OpenText. Leaves: a preprocessor that goes on with another text. Cost: a look
 * at the directives of the beginning.
 */
#define DEVLOCK_COMPAT_TOOL
#include "compat.h"
#include "driver_files.h"
#include "pause.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"

#include <string.h>

using namespace clang;

namespace devlock
{

/* ---- the text ------------------------------------------------------------------------------------------------ */

OpenText::OpenText(llvm::StringRef text, size_t room, llvm::StringRef name)
    : bytes(new char[std::max(room, text.size()) + 1]), capacity(std::max(room, text.size())), length(text.size()),
      name(name)
{
    memcpy(bytes.get(), text.data(), length);
    memset(bytes.get() + length, '\n', capacity - length);
    bytes[capacity] = '\0';
    includeSlashes(bytes.get(), length);
    init(bytes.get(), bytes.get() + capacity, true);
}

bool OpenText::replace(llvm::StringRef text, size_t beginning)
{
    if (text.size() > capacity || text.size() < beginning)
        return false;
    length = text.size();
    memcpy(bytes.get() + beginning, text.data() + beginning, length - beginning);
    bytes[length] = '\0';
    includeSlashes(bytes.get() + beginning, length - beginning);
    init(bytes.get(), bytes.get() + length, true);
    return true;
}

/* ---- Clang's idea of it -------------------------------------------------------------------------------------- */

namespace
{

/* A lexer keeps the end of its text, and has no function that sets it. An explicit instantiation may name members that
 * are private ([temp.spec]): this one hands out a pointer to that member. Where it has another name or type, this does
 * not compile. In clang/Lex/Lexer.h of 14.0.6, 15.0.6, 16.0.6, 19.1 and 22.1 (Debian's packages), and of upstream's
 * main behind 22, it is a `const char *` at the same place, between BufferStart and FileLoc; 17, 18, 20 and 21 lie
 * between these and were not looked at themselves. */
struct LexerEnd {
    using type = const char *Lexer::*;
    friend type member(LexerEnd);
};
template <typename Tag, typename Tag::type Member> struct Reveal {
    friend typename Tag::type member(Tag)
    {
        return Member;
    }
};
template struct Reveal<LexerEnd, &Lexer::BufferEnd>;

/* What was derived from the text that the buffer had before. */
void moveEnd(Lexer &lexer, const SourceManager &sources, const llvm::MemoryBuffer &text)
{
    lexer.*member(LexerEnd()) = text.getBufferEnd();
    sources.getSLocEntry(sources.getMainFileID()).getFile().getContentCache().SourceLineCache =
        SrcMgr::LineOffsetMapping();
}

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
    PauseWatcher(Preprocessor &preprocessor, devlock_pause &pause, OpenText &text)
        : preprocessor(preprocessor), pause(pause), text(text),
          wanted(lastInclude(text.text(), preprocessor.getLangOpts()))
    {
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
        size_t beginning = static_cast<size_t>(at - begin), length = 0;
        if (beginning < wanted)
            return;
        pause.reached = true;
        const char *other = pause.go_on(pause.user, beginning, &length);
        if (!text.replace({other, length}, beginning))
            pause.missed(pause.user);
        moveEnd(*lexer, sources, text);
    }

    Preprocessor &preprocessor;
    devlock_pause &pause;
    OpenText &text;
    size_t wanted; /* no pause before it */
};

} // namespace

void addPause(Preprocessor &preprocessor, devlock_pause &pause, OpenText &text)
{
    preprocessor.addPPCallbacks(std::make_unique<PauseWatcher>(preprocessor, pause, text));
}

} // namespace devlock

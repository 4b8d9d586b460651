/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * From findings to clang-tidy's diagnostics; see report.h.
 *
 * Needs: the result, and the source manager of the unit that was lowered. Leaves: diagnostics with clang-tidy, which
 * sorts them and decides by NOLINT and header filter which are shown. Cost: linear in findings and notes.
 */
#include "report.h"

#include "report/text.h"

#include <cstdlib>

using namespace clang;

namespace devlock
{

/* A place without a file is that of the main file. Places are those of expansions, so that NOLINT works on the line
 * which the user sees. */
SourceLocation Report::location(devlock_place place) const
{
    FileID file = place.file < files.size() ? files[place.file] : FileID();
    if (file.isInvalid() || place.line == 0)
        return sources.getLocForStartOfFile(sources.getMainFileID());
    return sources.translateLineCol(file, place.line, place.column);
}

/* clang-tidy does NOLINT itself; pragmas are for us to do. */
bool Report::suppressed(const char *check, devlock_place place)
{
    if (place.file >= files.size() || files[place.file].isInvalid())
        return false;
    std::unique_ptr<suppressions, void (*)(suppressions *)> &read =
        pragmas.try_emplace(place.file, nullptr, suppressions_free).first->second;
    if (!read) {
        llvm::StringRef text = sources.getBufferData(files[place.file]);
        read.reset(suppressions_read(text.data(), text.size()));
    }
    return suppressions_find(read.get(), check, place.line, place.column, true) != nullptr;
}

bool Report::shows(const devlock_finding &finding, bool withPossible)
{
    if (finding.tier == DEVLOCK_POSSIBLE && !withPossible)
        return false;
    return !suppressed(devlock_check_name(finding.check), finding.place);
}

/* A change that mends two findings is made once: clang-tidy takes neither of two changes that touch each other. */
void Report::hint(const fix &offered, DiagnosticBuilder &diagnostic)
{
    bool isNew = false;
    for (size_t i = 0; i < offered.edit_count; i++)
        isNew |= hinted.insert({offered.edits[i].file, offered.edits[i].at}).second;
    if (!isNew)
        return;
    for (size_t i = 0; i < offered.edit_count; i++) {
        const fix_edit &edit = offered.edits[i];
        SourceLocation start = sources.getLocForStartOfFile(files[edit.file]).getLocWithOffset(edit.at);
        CharSourceRange range = CharSourceRange::getCharRange(start, start.getLocWithOffset(edit.length));
        diagnostic << FixItHint::CreateReplacement(range, edit.text);
    }
}

/* Messages quote source text: they are arguments and never formats. */
void Report::findings(const devlock_result &result, const fixes &offered, bool withPossible)
{
    for (size_t i = 0; i < devlock_result_finding_count(&result); i++) {
        const devlock_finding *finding = devlock_result_finding(&result, i);
        if (!shows(*finding, withPossible))
            continue;
        const char *name = devlock_check_name(finding->check);
        char *message = text_finding_message(finding);
        {
            DiagnosticBuilder diagnostic = context.diag(name, location(finding->place), "%0");
            diagnostic << message;
            hint(*fixes_of(&offered, i), diagnostic);
        }
        free(message);
        for (size_t k = 0; k < finding->note_count; k++)
            context.diag(name, location(finding->notes[k].place), "%0", DiagnosticIDs::Note) << finding->notes[k].text;
    }
}

void Report::gap(const char *check, const devlock_gap &gap, size_t others)
{
    std::string text = gap.name ? "'" + std::string(gap.name) + "' is not analysed: " : "this is not analysed: ";
    text += gap.reason;
    if (others > 0)
        text += "; " + std::to_string(others) + " more not analysed, shown with the check " + gapCheckName;
    context.diag(check, location(gap.place), "%0") << text;
}

/* Where the check for it is off, one message of another check tells of all: what was not analysed must not look clean,
 * and clang-tidy drops what comes from checks that are off. */
void Report::gaps(const devlock_result &result, const char *otherCheck)
{
    std::vector<const devlock_gap *> shown;
    for (size_t i = 0; i < devlock_result_gap_count(&result); i++)
        if (!suppressed(gapCheckName, devlock_result_gap(&result, i)->place))
            shown.push_back(devlock_result_gap(&result, i));
    if (!context.isCheckEnabled(gapCheckName)) {
        if (!shown.empty())
            gap(otherCheck, *shown.front(), shown.size() - 1);
        return;
    }
    for (const devlock_gap *one : shown)
        gap(gapCheckName, *one, 0);
}

} // namespace devlock

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The module's options; see settings.h.
 *
 * Needs: the options of the file that clang-tidy is at, and readable models. Leaves: a model, or one message: a wrong
 * option must not look like a clean result. Cost: a look at each option, and reading the models.
 */
#include "settings.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/YAMLParser.h"

#include <algorithm>
#include <cstdlib>

namespace path = llvm::sys::path;

namespace devlock
{

static const char modelsName[] = "Models", defaultModelName[] = "DefaultModel", possibleName[] = "Possible",
                  fixesName[] = "Fixes";
static const char *const limitNames[] = {"LoopBound", "SolverBudget", "RoutineBudget"};
static const char allNames[] =
    "devlock.Models, devlock.DefaultModel, devlock.Possible, devlock.Fixes, devlock.LoopBound, "
    "devlock.SolverBudget and devlock.RoutineBudget";

/* clang-tidy's own way of reading a value, so that --verify-config knows the option; the type of what it gives
 * differs between versions. */
static std::string read(const clang::tidy::ClangTidyCheck::OptionsView &view, llvm::StringRef name,
                        llvm::StringRef otherwise)
{
    return llvm::StringRef(view.get(name, otherwise)).str();
}

Settings::Settings(clang::tidy::ClangTidyContext &context)
    : context(context), view("devlock", context.getOptions().CheckOptions, &context),
      models(read(view, modelsName, "")), defaultModelText(read(view, defaultModelName, "true")),
      possibleText(read(view, possibleName, "false")), fixesText(read(view, fixesName, ""))
{
    for (size_t i = 0; i < 3; i++)
        limitTexts[i] = read(view, limitNames[i], "0");
}

void Settings::store(clang::tidy::ClangTidyOptions::OptionMap &options) const
{
    view.store(options, modelsName, models);
    view.store(options, defaultModelName, defaultModelText);
    view.store(options, possibleName, possibleText);
    view.store(options, fixesName, fixesText);
    for (size_t i = 0; i < 3; i++)
        view.store(options, limitNames[i], limitTexts[i]);
}

/* The first key, in the order of the alphabet, that is meant for devlock and unknown. */
std::string Settings::unknownKey() const
{
    std::string first;
    for (const auto &option : context.getOptions().CheckOptions) {
        std::string key = option.getKey().str();
        bool ours = key.compare(0, 8, "devlock.") == 0 || key.compare(0, 8, "devlock-") == 0;
        bool known = key == std::string("devlock.") + modelsName || key == std::string("devlock.") + defaultModelName ||
                     key == std::string("devlock.") + possibleName || key == std::string("devlock.") + fixesName;
        for (const char *name : limitNames)
            known |= key == std::string("devlock.") + name;
        if (ours && !known && (first.empty() || key < first))
            first = key;
    }
    return first;
}

static bool readTruth(llvm::StringRef text, bool &value)
{
    if (text == "1" || text == "0") {
        value = text == "1";
        return true;
    }
    if (auto parsed = llvm::yaml::parseBool(text)) {
        value = *parsed;
        return true;
    }
    return false;
}

static std::string wrongTruth(const char *name, llvm::StringRef text)
{
    return "the option devlock." + std::string(name) + " is '" + text.str() + "'; true or false is expected";
}

/* A relative path counts from the folder of the source or from one above it, the nearest that has the file: clang-tidy
 * looks for .clang-tidy in the same way, does not tell where it found one, and runs in any folder. */
static std::string findModel(llvm::StringRef name, llvm::StringRef source)
{
    llvm::SmallString<256> folder(source), file;
    if (path::is_absolute(name))
        return name.str();
    path::remove_dots(folder, true);
    while (path::has_parent_path(folder)) {
        folder = llvm::SmallString<256>(path::parent_path(folder));
        file = folder;
        path::append(file, name);
        if (llvm::sys::fs::exists(file))
            return file.str().str();
    }
    return name.str(); /* from the current folder, then */
}

/* Whether clang-tidy was called with an option that does something with fixes. Its own options are among those that
 * LLVM has registered. */
static bool fixesAreUsed()
{
    auto &all = llvm::cl::getRegisteredOptions();
    for (const char *name : {"fix", "fix-errors", "fix-notes", "export-fixes"}) {
        auto option = all.find(name);
        if (option != all.end() && option->second->getNumOccurrences())
            return true;
    }
    return false;
}

std::string Settings::addModels(llvm::StringRef source, devlock_model &model) const
{
    llvm::SmallVector<llvm::StringRef, 4> names;
    llvm::StringRef(models).split(names, ';', -1, false);
    for (llvm::StringRef name : names) {
        name = name.trim();
        if (name.empty())
            continue;
        char *error = nullptr;
        std::string file = devlock_model_ships(name.str().c_str()) ? name.str() : findModel(name, source);
        if (devlock_model_add_named(&model, file.c_str(), &error))
            continue;
        std::string text = "the option devlock.Models names a model that cannot be used: " + std::string(error);
        free(error);
        if (path::is_relative(name) && !llvm::sys::fs::exists(file))
            text += " (searched from the source's folder upwards, then in the current one)";
        return text;
    }
    if (devlock_model_kind_count(&model) == 0)
        return "no model describes a lock; name one with the option devlock.Models, or leave devlock.DefaultModel on";
    return "";
}

std::string Settings::apply(llvm::StringRef source, devlock_model &model)
{
    std::string key = unknownKey();
    bool withDefault = true;
    if (!key.empty())
        return "the option '" + key + "' is unknown; the options are " + allNames;
    if (!readTruth(defaultModelText, withDefault))
        return wrongTruth(defaultModelName, defaultModelText);
    if (!readTruth(possibleText, possible))
        return wrongTruth(possibleName, possibleText);
    fixes = fixesAreUsed();
    if (!fixesText.empty() && !readTruth(fixesText, fixes))
        return wrongTruth(fixesName, fixesText);
    for (size_t i = 0; i < 3; i++)
        if (llvm::StringRef(limitTexts[i]).getAsInteger(0, limits[i]))
            return "the option devlock." + std::string(limitNames[i]) + " is '" + limitTexts[i] +
                   "'; a whole number is expected, 0 for what the models say";
    if (withDefault)
        devlock_model_add_default(&model);
    return addModels(source, model);
}

void Settings::limit(devlock_options &options) const
{
    options.loop_bound = limits[0];
    options.solver_budget = limits[1];
    options.routine_budget = limits[2];
}

} // namespace devlock

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Annotations of functions, read from the source: SAL's and the driver kit's macros for locks and levels, and devlock's
 * own. They may expand to nothing, so the preprocessor notes their uses (preprocessor_keeper.h); here each is given to
 * the declaration it stands before, in or behind, and its argument to a parameter, a field reached from one, or a
 * global.
 *
 * Needs the unit's AST and the uses. Leaves behind annotations in the program, and a "not analysed" record for each
 * whose argument is not understood. Costs nothing without such macros; with them, a look at the text around each
 * declaration that is lowered or called.
 */
#include "annotations.h"
#include "frontend.h"
#include "lowering.h"

#include "clang/AST/RecordLayout.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringMap.h"

#include <algorithm>
#include <cstdlib>

using namespace clang;

namespace devlock
{

/* ---- names --------------------------------------------------------------------------------------------------- */

namespace
{

enum class Form {
    None,
    Lock,    /* its argument is the lock; without one, what it stands at */
    Level,   /* its argument is a level */
    Place,   /* where a level is kept: what it stands at */
    Bare,    /* nothing */
    When,    /* a condition, and further annotations */
    At,      /* an expression that further annotations are about */
    Success, /* a condition for all that the function leaves behind */
    LockWhen /* a condition, and the lock */
};

struct Word {
    Form form = Form::None;
    devlock_annotation_kind kind = DEVLOCK_ACQUIRES;
};

const struct {
    const char *name;
    Word word;
} words[] = {
    {"_Acquires_lock_", {Form::Lock, DEVLOCK_ACQUIRES}},
    {"_Acquires_exclusive_lock_", {Form::Lock, DEVLOCK_ACQUIRES}},
    {"_Acquires_shared_lock_", {Form::Lock, DEVLOCK_ACQUIRES}},
    {"_Acquires_nonreentrant_lock_", {Form::Lock, DEVLOCK_ACQUIRES}},
    {"_Releases_lock_", {Form::Lock, DEVLOCK_RELEASES}},
    {"_Releases_exclusive_lock_", {Form::Lock, DEVLOCK_RELEASES}},
    {"_Releases_shared_lock_", {Form::Lock, DEVLOCK_RELEASES}},
    {"_Releases_nonreentrant_lock_", {Form::Lock, DEVLOCK_RELEASES}},
    {"_Requires_lock_held_", {Form::Lock, DEVLOCK_REQUIRES_HELD}},
    {"_Requires_exclusive_lock_held_", {Form::Lock, DEVLOCK_REQUIRES_HELD}},
    {"_Requires_shared_lock_held_", {Form::Lock, DEVLOCK_REQUIRES_HELD}},
    {"_Requires_lock_not_held_", {Form::Lock, DEVLOCK_REQUIRES_FREE}},
    {"__drv_acquiresResource", {Form::Lock, DEVLOCK_ACQUIRES}},
    {"__drv_acquiresExclusiveResource", {Form::Lock, DEVLOCK_ACQUIRES}},
    {"__drv_releasesResource", {Form::Lock, DEVLOCK_RELEASES}},
    {"__drv_releasesExclusiveResource", {Form::Lock, DEVLOCK_RELEASES}},
    {"__drv_mustHold", {Form::Lock, DEVLOCK_REQUIRES_HELD}},
    {"__drv_neverHold", {Form::Lock, DEVLOCK_REQUIRES_FREE}},
    {"DEVLOCK_ACQUIRES", {Form::Lock, DEVLOCK_ACQUIRES}},
    {"DEVLOCK_RELEASES", {Form::Lock, DEVLOCK_RELEASES}},
    {"DEVLOCK_REQUIRES_HELD", {Form::Lock, DEVLOCK_REQUIRES_HELD}},
    {"DEVLOCK_REQUIRES_FREE", {Form::Lock, DEVLOCK_REQUIRES_FREE}},
    {"DEVLOCK_ACQUIRES_WHEN", {Form::LockWhen, DEVLOCK_ACQUIRES}},
    {"DEVLOCK_RELEASES_WHEN", {Form::LockWhen, DEVLOCK_RELEASES}},
    {"_IRQL_requires_max_", {Form::Level, DEVLOCK_LEVEL_AT_MOST}},
    {"__drv_maxIRQL", {Form::Level, DEVLOCK_LEVEL_AT_MOST}},
    {"_IRQL_requires_min_", {Form::Level, DEVLOCK_LEVEL_AT_LEAST}},
    {"__drv_minIRQL", {Form::Level, DEVLOCK_LEVEL_AT_LEAST}},
    {"_IRQL_requires_", {Form::Level, DEVLOCK_LEVEL_EXACTLY}},
    {"__drv_requiresIRQL", {Form::Level, DEVLOCK_LEVEL_EXACTLY}},
    {"_IRQL_raises_", {Form::Level, DEVLOCK_LEVEL_RAISES}},
    {"__drv_raisesIRQL", {Form::Level, DEVLOCK_LEVEL_RAISES}},
    {"__drv_setsIRQL", {Form::Level, DEVLOCK_LEVEL_RAISES}},
    {"_IRQL_saves_", {Form::Place, DEVLOCK_LEVEL_SAVES}},
    {"__drv_savesIRQL", {Form::Place, DEVLOCK_LEVEL_SAVES}},
    {"_IRQL_restores_", {Form::Place, DEVLOCK_LEVEL_RESTORES}},
    {"__drv_restoresIRQL", {Form::Place, DEVLOCK_LEVEL_RESTORES}},
    {"_IRQL_saves_global_", {Form::Place, DEVLOCK_LEVEL_SAVES}},
    {"__drv_savesIRQLGlobal", {Form::Place, DEVLOCK_LEVEL_SAVES}},
    {"_IRQL_restores_global_", {Form::Place, DEVLOCK_LEVEL_RESTORES}},
    {"__drv_restoresIRQLGlobal", {Form::Place, DEVLOCK_LEVEL_RESTORES}},
    {"_IRQL_requires_same_", {Form::Bare, DEVLOCK_LEVEL_KEEPS}},
    {"__drv_sameIRQL", {Form::Bare, DEVLOCK_LEVEL_KEEPS}},
    {"_When_", {Form::When, DEVLOCK_ACQUIRES}},
    {"__drv_when", {Form::When, DEVLOCK_ACQUIRES}},
    {"_At_", {Form::At, DEVLOCK_ACQUIRES}},
    {"__drv_at", {Form::At, DEVLOCK_ACQUIRES}},
    {"__drv_arg", {Form::At, DEVLOCK_ACQUIRES}},
    {"_Success_", {Form::Success, DEVLOCK_ACQUIRES}},
};

/* Asked of every macro that is used. */
Word wordOf(llvm::StringRef name)
{
    static const llvm::StringMap<Word> known = [] {
        llvm::StringMap<Word> map;
        for (const auto &entry : words)
            map[entry.name] = entry.word;
        return map;
    }();
    auto found = known.find(name);
    return found == known.end() ? Word() : found->second;
}

using Tokens = llvm::ArrayRef<std::string>;

/* The parts of a list, between commas outside of parentheses. */
std::vector<Tokens> partsOf(Tokens tokens)
{
    std::vector<Tokens> parts;
    size_t from = 0;
    unsigned depth = 0;
    for (size_t i = 0; i < tokens.size(); i++) {
        if (tokens[i] == "(" || tokens[i] == "[")
            depth++;
        else if (tokens[i] == ")" || tokens[i] == "]")
            depth -= depth > 0;
        else if (tokens[i] == "," && depth == 0) {
            parts.push_back(tokens.slice(from, i - from));
            from = i + 1;
        }
    }
    if (from < tokens.size())
        parts.push_back(tokens.slice(from));
    return parts;
}

/* How many tokens from the beginning a name with its parentheses has. */
size_t lengthOf(Tokens tokens)
{
    if (tokens.size() < 2 || tokens[1] != "(")
        return tokens.empty() ? 0 : 1;
    unsigned depth = 0;
    for (size_t i = 1; i < tokens.size(); i++) {
        depth += tokens[i] == "(";
        if (tokens[i] == ")" && --depth == 0)
            return i + 1;
    }
    return tokens.size();
}

Tokens inside(Tokens call)
{
    return call.size() >= 3 ? call.slice(2, call.size() - 3) : Tokens();
}

std::string textOf(Tokens tokens)
{
    std::string text;
    for (const std::string &token : tokens) {
        bool word = !text.empty() && (isalnum(static_cast<unsigned char>(text.back())) || text.back() == '_') &&
                    (isalnum(static_cast<unsigned char>(token[0])) || token[0] == '_');
        text += (word ? " " : "") + token;
    }
    return text;
}

/* A number as C writes it; false for what is none. */
bool numberOf(llvm::StringRef text, int64_t &value)
{
    text = text.rtrim("uUlL");
    unsigned long long parsed;
    if (text.empty() || text.getAsInteger(0, parsed))
        return false;
    value = static_cast<int64_t>(parsed);
    return true;
}

/* Constants that drivers compare results with, as the documentation gives them. */
bool constantOf(Tokens tokens, int64_t &value)
{
    bool negative = tokens.size() == 2 && tokens[0] == "-";
    if (negative)
        tokens = tokens.drop_front();
    if (tokens.size() == 3 && tokens[0] == "(" && tokens[2] == ")")
        tokens = tokens.slice(1, 1);
    if (tokens.size() != 1)
        return false;
    static const llvm::StringMap<int> named = {{"FALSE", 0},          {"false", 0},    {"NULL", 0}, {"nullptr", 0},
                                               {"STATUS_SUCCESS", 0}, {"NO_ERROR", 0}, {"TRUE", 1}, {"true", 1}};
    auto found = named.find(tokens[0]);
    if (found != named.end())
        value = found->second;
    else if (!numberOf(tokens[0], value))
        return false;
    if (negative)
        value = -value;
    return true;
}

bool levelOf(Tokens tokens, uint8_t &level)
{
    if (tokens.size() != 1)
        return false;
    static const llvm::StringMap<int> named = {
        {"PASSIVE_LEVEL", 0}, {"LOW_LEVEL", 0}, {"APC_LEVEL", 1}, {"DISPATCH_LEVEL", 2}, {"HIGH_LEVEL", 31}};
    int64_t number;
    auto found = named.find(tokens[0]);
    if (found != named.end())
        number = found->second;
    else if (!numberOf(tokens[0], number))
        return false;
    level = static_cast<uint8_t>(number);
    return number >= 0 && number <= 31;
}

/* A parameter as annotations name it. */
struct Parameter {
    std::string name;
    QualType type;
    uint32_t index; /* in the graph */
};

/* A test of the result, or of a parameter. */
struct Test {
    devlock_result_test test = DEVLOCK_RESULT_ANY;
    int64_t value = 0;
    bool ofParameter = false;
    uint32_t parameter = 0; /* in the graph */
};

bool testOf(Tokens tokens, Test &test)
{
    while (tokens.size() > 2 && tokens.front() == "(" && lengthOf(tokens.drop_front()) && tokens.back() == ")" &&
           [&] { /* the first parenthesis ends with the last token */
                 unsigned depth = 0;
                 for (size_t i = 0; i + 1 < tokens.size(); i++) {
                     depth += tokens[i] == "(";
                     depth -= tokens[i] == ")";
                     if (depth == 0)
                         return false;
                 }
                 return true;
           }())
        tokens = tokens.slice(1, tokens.size() - 2);
    if (tokens.size() == 1 && tokens[0] == "return") {
        test = {DEVLOCK_RESULT_NOT_EQUAL, 0};
        return true;
    }
    if (tokens.size() == 2 && tokens[0] == "!" && tokens[1] == "return") {
        test = {DEVLOCK_RESULT_EQUAL, 0};
        return true;
    }
    bool denied = !tokens.empty() && tokens[0] == "!";
    Tokens plain = denied ? tokens.drop_front() : tokens;
    if (plain.size() == 4 && plain[0] == "NT_SUCCESS" && plain[2] == "return") {
        test = {denied ? DEVLOCK_RESULT_LESS : DEVLOCK_RESULT_AT_LEAST, 0};
        return true;
    }
    for (size_t i = 0; i < tokens.size(); i++) {
        llvm::StringRef op = tokens[i];
        if (op != "==" && op != "!=" && op != "<" && op != "<=" && op != ">" && op != ">=")
            continue;
        Tokens left = tokens.take_front(i), right = tokens.drop_front(i + 1);
        bool swapped = right.size() == 1 && right[0] == "return";
        int64_t value;
        if ((!swapped && !(left.size() == 1 && left[0] == "return")) || !constantOf(swapped ? left : right, value))
            return false;
        if (op == "==" || op == "!=") {
            test = {op == "==" ? DEVLOCK_RESULT_EQUAL : DEVLOCK_RESULT_NOT_EQUAL, value};
            return true;
        }
        bool less = (op[0] == '<') != swapped, orEqual = op.size() == 2;
        /* return < v, return <= v; return >= v, return > v */
        test.test = less ? DEVLOCK_RESULT_LESS : DEVLOCK_RESULT_AT_LEAST;
        test.value = less ? value + orEqual : value + !orEqual;
        return true;
    }
    return false;
}

/* ---- expressions --------------------------------------------------------------------------------------------- */

/* A value or an object that a parsed expression designates. */
struct Reached {
    devlock_access_root root = DEVLOCK_ACCESS_NONE;
    uint32_t id = 0;
    std::vector<uint64_t> loads;
    uint64_t offset = 0;
    QualType type;
    bool isObject = false; /* the value is its address */
    bool isMember = false; /* the value is the address of a field */
};

/* A test of the result, or of the one parameter that it names: a number or a pointer. */
bool testOf(Tokens tokens, const std::vector<Parameter> &parameters, Test &test)
{
    if (testOf(tokens, test))
        return true;
    std::vector<std::string> renamed = tokens.vec();
    const Parameter *named = nullptr;
    for (std::string &token : renamed)
        for (const Parameter &parameter : parameters)
            if (token == parameter.name) {
                if (named && named != &parameter)
                    return false;
                named = &parameter;
                token = "return";
                break;
            }
    if (!named || std::find(tokens.begin(), tokens.end(), "return") != tokens.end() || !testOf(renamed, test))
        return false;
    QualType type = named->type;
    bool isOrder = test.test == DEVLOCK_RESULT_LESS || test.test == DEVLOCK_RESULT_AT_LEAST;
    test.ofParameter = true;
    test.parameter = named->index;
    return isOrder ? type->isSignedIntegerType() : type->isIntegralOrEnumerationType() || type->isAnyPointerType();
}

/* Reads `Ext`, `*Ext`, `&Ext->Lock`, `((PEXT)Ext)->Link.Lock`, `Global->Lock`. */
class Reader
{
  public:
    Reader(UnitLowering &unit, const std::vector<Parameter> &parameters, const Parameter *current)
        : unit(unit), parameters(parameters), current(current)
    {
    }

    bool read(Tokens all, Reached &result)
    {
        tokens = all;
        return unary(result) && tokens.empty();
    }

    /* The value of an object. */
    bool value(Reached &reached) const
    {
        if (!reached.isObject)
            return true;
        if (!reached.type->isAnyPointerType())
            return false;
        reached.loads.push_back(reached.offset);
        reached.offset = 0;
        reached.isObject = false;
        reached.isMember = false;
        return true;
    }

  private:
    bool take(llvm::StringRef token)
    {
        if (tokens.empty() || tokens[0] != token)
            return false;
        tokens = tokens.drop_front();
        return true;
    }

    bool unary(Reached &result)
    {
        if (take("*")) {
            if (!unary(result) || !value(result) || !result.type->isAnyPointerType())
                return false;
            result.type = result.type->getPointeeType();
            result.isObject = true;
            return true;
        }
        if (take("&")) {
            if (!unary(result) || !result.isObject)
                return false;
            result.type = unit.context.getPointerType(result.type);
            result.isObject = false;
            return true;
        }
        QualType type;
        size_t length = castLength(type);
        if (length) {
            tokens = tokens.drop_front(length);
            if (!unary(result) || !value(result))
                return false;
            result.type = type;
            return true;
        }
        return postfix(result);
    }

    /* How many tokens `(TYPE)` or `(struct TYPE *)` has; 0: this is no conversion. */
    size_t castLength(QualType &type) const
    {
        size_t i = 1;
        if (tokens.size() < 3 || tokens[0] != "(")
            return 0;
        while (i < tokens.size() && (tokens[i] == "struct" || tokens[i] == "const" || tokens[i] == "volatile"))
            i++;
        if (i >= tokens.size() || isParameter(tokens[i]) || !typeNamed(tokens[i], type))
            return 0;
        for (i++; i < tokens.size() && (tokens[i] == "*" || tokens[i] == "const"); i++)
            if (tokens[i] == "*")
                type = unit.context.getPointerType(type);
        return i < tokens.size() && tokens[i] == ")" ? i + 1 : 0;
    }

    bool postfix(Reached &result)
    {
        if (take("(")) {
            if (!unary(result) || !take(")"))
                return false;
        } else if (!primary(result)) {
            return false;
        }
        for (;;) {
            bool arrow = take("->");
            if (!arrow && !take("."))
                return true;
            if (tokens.empty())
                return false;
            if (arrow) {
                if (!value(result) || !result.type->isAnyPointerType())
                    return false;
                result.type = result.type->getPointeeType();
                result.isObject = true;
            }
            std::string name = tokens[0];
            tokens = tokens.drop_front();
            if (!result.isObject || !member(result, name))
                return false;
        }
    }

    bool isParameter(llvm::StringRef name) const
    {
        return std::any_of(parameters.begin(), parameters.end(),
                           [&](const Parameter &parameter) { return parameter.name == name; });
    }

    bool primary(Reached &result)
    {
        if (tokens.empty())
            return false;
        std::string name = tokens[0];
        if (name == "CONTAINING_RECORD")
            return containing(result);
        tokens = tokens.drop_front();
        if (current && (name == "_Curr_" || name == "_Param_")) {
            result.root = DEVLOCK_ACCESS_PARAMETER;
            result.id = current->index;
            result.type = current->type;
            return true;
        }
        for (const Parameter &parameter : parameters)
            if (parameter.name == name && unit.shape(parameter.type) == Shape::Scalar) {
                result.root = DEVLOCK_ACCESS_PARAMETER;
                result.id = parameter.index;
                result.type = parameter.type;
                if (parameter.type->isReferenceType()) {
                    result.type = parameter.type->getPointeeType();
                    result.isObject = true;
                }
                return true;
            }
        for (const NamedDecl *named : unit.lookUp(name))
            if (auto *variable = dyn_cast<VarDecl>(named))
                if (!variable->getType()->isDependentType()) {
                    result.root = DEVLOCK_ACCESS_GLOBAL;
                    result.id = unit.global(variable);
                    result.type = variable->getType();
                    result.isObject = true;
                    return true;
                }
        return false;
    }

    /* CONTAINING_RECORD(POINTER, TYPE, FIELD): the structure around a field. */
    bool containing(Reached &result)
    {
        size_t length = lengthOf(tokens);
        Tokens rest = tokens.drop_front(length);
        std::vector<Tokens> parts = partsOf(inside(tokens.take_front(length)));
        Reached field;
        if (parts.size() != 3 || parts[1].empty() || parts[2].size() != 1 || !read(parts[0], result) ||
            !value(result) || !result.type->isAnyPointerType() || !typeNamed(parts[1].back(), field.type) ||
            !member(field, parts[2][0]))
            return false;
        typeNamed(parts[1].back(), result.type);
        result.type = unit.context.getPointerType(result.type);
        result.offset -= field.offset;
        result.isMember = false;
        tokens = rest;
        return true;
    }

    bool typeNamed(llvm::StringRef name, QualType &type) const
    {
        if (name == "void") {
            type = unit.context.VoidTy;
            return true;
        }
        for (const NamedDecl *named : unit.lookUp(name)) {
            if (auto *alias = dyn_cast<TypedefNameDecl>(named)) {
                type = alias->getUnderlyingType();
                return true;
            }
            if (auto *record = dyn_cast<RecordDecl>(named)) {
                type = compat::recordType(record, unit.context);
                return true;
            }
        }
        return false;
    }

    /* A field, also one of an unnamed structure within. */
    bool member(Reached &result, llvm::StringRef name) const
    {
        auto *type = result.type->getAs<RecordType>();
        const RecordDecl *record = type ? type->getDecl()->getDefinition() : nullptr;
        return record && find(record, name, result);
    }

    bool find(const RecordDecl *record, llvm::StringRef name, Reached &result) const
    {
        const ASTRecordLayout *layout = unit.layout(record);
        if (!layout)
            return false;
        for (const FieldDecl *field : record->fields()) {
            uint64_t bytes = layout->getFieldOffset(field->getFieldIndex()) / 8;
            auto *inner = field->getType()->getAs<RecordType>();
            if (!field->getDeclName() && inner && inner->getDecl()->getDefinition()) {
                Reached within = result;
                within.offset += bytes;
                if (find(inner->getDecl()->getDefinition(), name, within)) {
                    result = within;
                    return true;
                }
            } else if (!field->isBitField() && field->getDeclName() && field->getNameAsString() == name) {
                result.offset += bytes;
                result.type = field->getType();
                result.isMember = true;
                return true;
            }
        }
        return false;
    }

    UnitLowering &unit;
    const std::vector<Parameter> &parameters;
    const Parameter *current;
    Tokens tokens;
};

/* Whether a lock lies there, and not what locks belong to, such as a device extension: a field, a number, a structure
 * of a system header, or one that is a field of others. */
bool isVariable(UnitLowering &unit, const Reached &reached)
{
    if (reached.isMember || (!reached.isObject && !reached.type->isAnyPointerType()))
        return true;
    QualType type = reached.isObject ? reached.type : reached.type->getPointeeType();
    if (type->isVoidType())
        return false;
    auto *record = type->getAs<RecordType>();
    return !record || unit.isSystem(record->getDecl()->getLocation()) || unit.isPart(record->getDecl());
}

/* ---- one use ------------------------------------------------------------------------------------------------- */

/* What an annotation is about, while its parts are read. */
struct Around {
    Test test;
    bool isWhen = false;        /* the test stands in _When_ */
    Tokens at;                  /* of _At_ */
    const Parameter *parameter; /* that it stands before; null: the function as a whole */
};

class Understanding
{
  public:
    Understanding(UnitLowering &unit, uint32_t function, const std::vector<Parameter> &parameters, Place place)
        : unit(unit), function(function), parameters(parameters), place(place)
    {
    }

    /* A sequence of annotations. */
    void all(Tokens tokens, const Around &around)
    {
        while (!tokens.empty()) {
            size_t length = lengthOf(tokens);
            one(tokens.take_front(length), around);
            tokens = tokens.drop_front(length);
        }
    }

    std::string wrong; /* the first annotation that was not understood */

  private:
    void one(Tokens call, const Around &around)
    {
        Word word = wordOf(call[0]);
        std::vector<Tokens> parts = partsOf(inside(call));
        switch (word.form) {
        case Form::When:
        case Form::At:
            under(call, word.form, parts, around);
            return;
        case Form::LockWhen: {
            Around inner = around;
            if (parts.size() != 2 || !testOf(parts[0], inner.test))
                refuse(call);
            else
                lock(call, word.kind, parts[1], inner);
            return;
        }
        case Form::Lock:
            if (parts.empty() && !around.parameter && around.at.empty())
                refuse(call);
            else
                lock(call, word.kind, argumentOf(call, parts, around), around);
            return;
        case Form::Level:
            levelled(call, word.kind, parts, around);
            return;
        case Form::Place:
            kept(call, word.kind, around);
            return;
        case Form::Bare:
            give({}, word.kind, 0, around, nullptr);
            return;
        default:
            return;
        }
    }

    void under(Tokens call, Form form, const std::vector<Tokens> &parts, const Around &around)
    {
        Around inner = around;
        if (parts.size() < 2)
            return;
        if (form == Form::At)
            inner.at = parts[0];
        bool known = true;
        if (form == Form::When) {
            known = around.test.test == DEVLOCK_RESULT_ANY || !around.isWhen; /* not one within another */
            inner.test = {};
            known = testOf(parts[0], parameters, inner.test) && known;
            inner.isWhen = true;
        }
        for (size_t i = 1; i < parts.size(); i++)
            if (known && !(inner.isWhen && inner.test.ofParameter && mattersIn(parts[i], true)))
                all(parts[i], inner);
            else if (mattersIn(parts[i], false))
                refuse(call);
    }

    /* A condition that is not understood is no matter where it only surrounds what we do not read. */
    static bool mattersIn(Tokens tokens, bool locksOnly)
    {
        return std::any_of(tokens.begin(), tokens.end(), [&](const std::string &token) {
            Form form = wordOf(token).form;
            return form == Form::Lock || form == Form::LockWhen ||
                   (!locksOnly && (form == Form::Level || form == Form::Place || form == Form::Bare));
        });
    }

    /* The old forms name a sort of resource, and are about what they stand at. */
    static Tokens argumentOf(Tokens call, const std::vector<Tokens> &parts, const Around &around)
    {
        bool old = compat::startsWith(call[0], "__drv_");
        static const std::vector<std::string> current = {"_Curr_"};
        if (!around.at.empty() && (old || parts.empty()))
            return around.at;
        if (old || parts.empty())
            return Tokens(current);
        return parts[0];
    }

    /* Whether it says that a lock is acquired or released. */
    static bool changesIn(Tokens tokens)
    {
        return std::any_of(tokens.begin(), tokens.end(), [&](const std::string &token) {
            Word word = wordOf(token);
            return (word.form == Form::Lock || word.form == Form::LockWhen) &&
                   (word.kind == DEVLOCK_ACQUIRES || word.kind == DEVLOCK_RELEASES);
        });
    }

    /* Something happens to some lock: that stays to be known. */
    void refuse(Tokens call)
    {
        if (changesIn(call))
            give({}, DEVLOCK_ACQUIRES, 0, {}, nullptr);
        if (wrong.empty())
            wrong = textOf(call);
    }

    /* What SAL calls a lock without an object: _Global_critical_region_. */
    static bool isGlobal(Tokens argument)
    {
        return argument.size() == 1 && compat::startsWith(argument[0], "_Global_") &&
               compat::endsWith(argument[0], "_");
    }

    /* Models tell which lock the name means. That it is held at entry is not followed: nobody's calls could show it. */
    void lockWithoutObject(devlock_annotation_kind kind, Tokens argument, const Around &around)
    {
        if (kind == DEVLOCK_ACQUIRES || kind == DEVLOCK_RELEASES)
            give({}, kind, 0, around, argument[0].c_str());
    }

    void lock(Tokens call, devlock_annotation_kind kind, Tokens argument, const Around &around)
    {
        if (isGlobal(argument)) {
            lockWithoutObject(kind, argument, around);
            return;
        }
        Reached reached;
        Reader reader(unit, parameters, around.parameter);
        if (!reader.read(argument, reached) ||
            (reached.isObject && reached.type->isAnyPointerType() && !reader.value(reached))) {
            refuse(call);
            return;
        }
        std::string text = textOf(argument);
        if (text == "_Curr_" && around.parameter)
            text = around.parameter->name;
        if (text == "*_Curr_" && around.parameter)
            text = around.parameter->name;
        give(reached, kind, 0, around, text.c_str());
    }

    void levelled(Tokens call, devlock_annotation_kind kind, const std::vector<Tokens> &parts, const Around &around)
    {
        uint8_t level;
        bool entry = kind != DEVLOCK_LEVEL_RAISES; /* what is required at entry cannot depend on the result */
        if (parts.size() != 1 || !levelOf(parts[0], level) || (entry && around.isWhen && !around.test.ofParameter))
            refuse(call);
        else
            give({}, kind, level, around, nullptr);
    }

    void kept(Tokens call, devlock_annotation_kind kind, const Around &around)
    {
        Reached reached;
        reached.root = DEVLOCK_ACCESS_RESULT;
        bool behind = false;
        if (!around.at.empty()) {
            Reader reader(unit, parameters, around.parameter);
            if (around.at.size() != 1 || around.at[0] != "return") {
                if (!reader.read(around.at, reached)) {
                    refuse(call);
                    return;
                }
                behind = reached.isObject || reached.type->isAnyPointerType();
            }
        } else if (around.parameter) {
            reached.root = DEVLOCK_ACCESS_PARAMETER;
            reached.id = around.parameter->index;
            behind = around.parameter->type->isAnyPointerType();
        }
        give(reached, kind, 0, around, nullptr, behind);
    }

    void give(const Reached &reached, devlock_annotation_kind kind, uint8_t level, const Around &around,
              const char *text, bool behind = false)
    {
        devlock_annotation annotation = {};
        annotation.kind = kind;
        annotation.access.root = reached.root;
        annotation.access.id = reached.id;
        annotation.access.loads = reached.loads.data();
        annotation.access.load_count = reached.loads.size();
        annotation.access.offset = reached.offset;
        annotation.access.behind = behind;
        annotation.level = level;
        annotation.is_variable =
            kind <= DEVLOCK_REQUIRES_FREE && reached.root != DEVLOCK_ACCESS_NONE && isVariable(unit, reached);
        /* What is required at entry cannot depend on the result. */
        bool leaves = kind == DEVLOCK_ACQUIRES || kind == DEVLOCK_RELEASES || kind == DEVLOCK_LEVEL_RAISES ||
                      kind == DEVLOCK_LEVEL_SAVES || kind == DEVLOCK_LEVEL_RESTORES;
        if (kind == DEVLOCK_LEVEL_KEEPS)
            leaves = around.isWhen;
        if (leaves || around.test.ofParameter) {
            annotation.test = around.test.test;
            annotation.test_value = around.test.value;
            annotation.tests_parameter = around.test.ofParameter;
            annotation.test_parameter = around.test.parameter;
        }
        annotation.text = text;
        annotation.place = place;
        devlock_program_annotate(unit.program, function, &annotation);
    }

    UnitLowering &unit;
    uint32_t function;
    const std::vector<Parameter> &parameters;
    Place place;
};

} // namespace

bool isAnnotation(llvm::StringRef name)
{
    return wordOf(name).form != Form::None;
}

/* ---- declarations -------------------------------------------------------------------------------------------- */

DeclContext::lookup_result UnitLowering::lookUp(llvm::StringRef name)
{
    return context.getTranslationUnitDecl()->lookup(DeclarationName(&context.Idents.get(name)));
}

/* Structures of which others hold one by value; those of system headers are not looked at. */
void UnitLowering::collectParts(const DeclContext *scope)
{
    for (const Decl *declaration : scope->decls()) {
        auto *record = dyn_cast<RecordDecl>(declaration);
        if (record && !isSystem(record->getLocation()))
            for (const FieldDecl *field : record->fields())
                if (const RecordDecl *part = field->getType()->getBaseElementTypeUnsafe()->getAsRecordDecl())
                    parts.insert(part->getCanonicalDecl());
        if (record || isa<NamespaceDecl>(declaration) || isa<LinkageSpecDecl>(declaration))
            collectParts(llvm::cast<DeclContext>(declaration));
    }
}

bool UnitLowering::isPart(const RecordDecl *record)
{
    if (!partsKnown)
        collectParts(context.getTranslationUnitDecl());
    partsKnown = true;
    return parts.count(record->getCanonicalDecl()) != 0;
}

/* Whether a declaration or a body ends or begins between two places of one file. */
bool UnitLowering::isParted(SourceLocation from, SourceLocation to) const
{
    std::pair<FileID, unsigned> first = sources.getDecomposedLoc(from), last = sources.getDecomposedLoc(to);
    if (first.first != last.first || first.second > last.second)
        return true;
    llvm::StringRef buffer = sources.getBufferData(first.first);
    Lexer lexer(sources.getLocForStartOfFile(first.first), context.getLangOpts(), buffer.begin(),
                buffer.begin() + first.second, buffer.end());
    for (Token token; !lexer.LexFromRawLexer(token);) {
        if (sources.getFileOffset(token.getLocation()) >= last.second)
            return false;
        if (token.is(tok::semi) || token.is(tok::l_brace) || token.is(tok::r_brace))
            return true;
    }
    return false;
}

/* The uses that belong to a declaration whose text goes from begin to end (of its header); those before and behind it
 * without a semicolon or brace between belong to it too. */
llvm::ArrayRef<AnnotationUse> UnitLowering::annotationsAt(const DeclaratorOrTypedef &declaration) const
{
    SourceLocation begin = declaration.begin, end = declaration.end;
    const std::vector<AnnotationUse> &uses = options.annotationUses;
    auto isBefore = [&](const AnnotationUse &use, SourceLocation place) {
        return sources.isBeforeInTranslationUnit(use.range.getBegin(), place);
    };
    size_t from =
        std::partition_point(uses.begin(), uses.end(), [&](const AnnotationUse &use) { return isBefore(use, begin); }) -
        uses.begin();
    size_t to = std::partition_point(uses.begin() + from, uses.end(),
                                     [&](const AnnotationUse &use) { return isBefore(use, end); }) -
                uses.begin();
    for (SourceLocation next = begin; from > 0 && !isParted(uses[from - 1].range.getEnd(), next);)
        next = uses[--from].range.getBegin();
    while (!declaration.isClosed && to < uses.size() && !isParted(end, uses[to].range.getBegin()))
        to++;
    return llvm::ArrayRef<AnnotationUse>(uses).slice(from, to - from);
}

/* The parameter in whose text a use stands; null: in none. */
static const Parameter *parameterAt(const SourceManager &sources, llvm::ArrayRef<ParmVarDecl *> declared,
                                    const std::vector<Parameter> &parameters, SourceLocation open, SourceLocation place)
{
    if (open.isInvalid() || sources.isBeforeInTranslationUnit(place, sources.getExpansionLoc(open)))
        return nullptr;
    for (size_t i = 0; i < declared.size(); i++)
        if (!sources.isBeforeInTranslationUnit(sources.getExpansionLoc(declared[i]->getEndLoc()), place))
            return &parameters[i];
    return nullptr;
}

/* The parentheses and parameters of a function's declaration. */
static FunctionTypeLoc functionTypeOf(const TypeSourceInfo *info)
{
    if (!info)
        return FunctionTypeLoc();
    TypeLoc location = info->getTypeLoc().IgnoreParens();
    for (;;) {
        if (auto attributed = location.getAs<AttributedTypeLoc>())
            location = attributed.getModifiedLoc().IgnoreParens();
        else if (auto pointer = location.getAs<PointerTypeLoc>())
            location = pointer.getPointeeLoc().IgnoreParens();
        else if (auto qualified = location.getAs<QualifiedTypeLoc>())
            location = qualified.getUnqualifiedLoc().IgnoreParens();
        else
            break;
    }
    return location.getAs<FunctionTypeLoc>();
}

/* Reads the annotations of one declaration: of the function, or of the typedef by which it is declared. */
void UnitLowering::annotate(const FunctionDecl *function, uint32_t id, const DeclaratorOrTypedef &declaration)
{
    llvm::ArrayRef<AnnotationUse> uses = annotationsAt(declaration);
    if (uses.empty())
        return;
    FunctionTypeLoc type = functionTypeOf(declaration.type);
    llvm::ArrayRef<ParmVarDecl *> declared = type ? type.getParams() : llvm::ArrayRef<ParmVarDecl *>();
    if (std::find(declared.begin(), declared.end(), nullptr) != declared.end())
        return; /* some versions of Clang keep nothing of a parameter that they did not understand */
    auto *method = dyn_cast<CXXMethodDecl>(function);
    uint32_t hidden = (method && method->isInstance() ? 1 : 0) + (returnsInMemory(function) ? 1 : 0);
    std::vector<Parameter> parameters;
    for (const ParmVarDecl *parameter : declared)
        parameters.push_back({parameter->getNameAsString(), parameter->getType(), hidden++});
    std::vector<Parameter> named = parameters;
    if (method && method->isInstance())
        named.push_back({"this", method->getThisType(), 0});
    Around around = {};
    for (const AnnotationUse &use : uses) /* holds for all of them */
        if (wordOf(use.tokens[0]).form == Form::Success)
            testOf(inside(use.tokens), around.test);
    for (const AnnotationUse &use : uses) {
        Around here = around;
        here.parameter = parameterAt(sources, declared, parameters, type ? type.getLParenLoc() : SourceLocation(),
                                     use.range.getBegin());
        Place where = place(use.range.getBegin());
        Understanding understanding(*this, id, named, where);
        understanding.all(use.tokens, here);
        if (!understanding.wrong.empty() && brokenAnnotations.insert(use.range.getBegin().getRawEncoding()).second)
            devlock_program_not_analysed(
                program, function->getNameAsString().c_str(), where,
                ("its annotation " + understanding.wrong +
                 " is not understood and has no effect; a lock is written as a parameter, a global, or a field that is "
                 "reached from one, a level as a number or its name, and a condition compares return, or for levels a "
                 "parameter, with a number")
                    .c_str());
    }
}

/* The two functions that stand for what the source assumes of a lock (checker/wdk/devlock_sal.h). */
static bool assumptionOf(const FunctionDecl *function, devlock_annotation_kind &kind)
{
    if (!function->getIdentifier() || !compat::startsWith(function->getName(), "devlock_assume_lock_") ||
        function->getNumParams() != 1)
        return false;
    kind = function->getName() == "devlock_assume_lock_held" ? DEVLOCK_ASSUMES_HELD : DEVLOCK_ASSUMES_FREE;
    return kind == DEVLOCK_ASSUMES_HELD || function->getName() == "devlock_assume_lock_free";
}

/* All declarations of a function that stand in the driver's own text. */
void UnitLowering::annotate(const FunctionDecl *function, uint32_t id)
{
    devlock_annotation_kind assumed;
    if (assumptionOf(function, assumed)) {
        devlock_annotation annotation = {};
        annotation.kind = assumed;
        annotation.access.root = DEVLOCK_ACCESS_PARAMETER;
        annotation.place = place(function->getLocation());
        devlock_program_annotate(program, id, &annotation);
        return;
    }
    if (options.annotationUses.empty())
        return;
    for (const FunctionDecl *declaration : function->redecls()) {
        if (isSystem(declaration->getLocation()) || declaration->isImplicit())
            continue;
        SourceLocation end = sources.getExpansionRange(declaration->getEndLoc()).getEnd();
        bool isClosed = declaration->getEndLoc().isMacroID();
        if (declaration->doesThisDeclarationHaveABody() && declaration->getBody())
            end = sources.getExpansionLoc(declaration->getBody()->getBeginLoc());
        annotate(
            function, id,
            {sources.getExpansionLoc(declaration->getBeginLoc()), end, declaration->getTypeSourceInfo(), isClosed});
        if (auto *alias = declaration->getType()->getAs<TypedefType>()) {
            const TypedefNameDecl *named = alias->getDecl();
            if (!isSystem(named->getLocation()))
                annotate(function, id,
                         {sources.getExpansionLoc(named->getBeginLoc()),
                          sources.getExpansionRange(named->getEndLoc()).getEnd(), named->getTypeSourceInfo(),
                          named->getEndLoc().isMacroID()});
        }
    }
}

} // namespace devlock

const char *const *devlock_frontend_annotations(void)
{
    static const std::vector<const char *> beginning = [] {
        std::vector<const char *> names;
        for (const auto &entry : devlock::words)
            if (entry.word.form == devlock::Form::Lock || entry.word.form == devlock::Form::LockWhen)
                names.push_back(entry.name);
        names.push_back(nullptr);
        return names;
    }();
    return beginning.data();
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Private to the front end: the two classes that lower an AST.
 *
 *   UnitLowering     one translation unit: names, places, texts, functions, globals      (unit.cpp)
 *   RoutineLowering  one function body: expressions (values.cpp), objects (objects.cpp), calls (calls.cpp),
 *                    statements and structured exception handling (statements.cpp); what C++ adds: scopes and
 *                    temporaries that end (cleanups.cpp), constructors, new, delete, lambdas (construct.cpp), the other
 *                    expressions and statements (cplusplus.cpp)
 *
 * No exceptions are used: what cannot be lowered calls RoutineLowering::fail, lowering then goes on with unknown
 * values, and at the end the routine is dropped and recorded as not analysed.
 */
#ifndef DEVLOCK_LOWERING_H
#define DEVLOCK_LOWERING_H

#include "compat.h"
#include "file_scope.h"
#include "lower.h"

#include "clang/AST/APValue.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace devlock
{

using Operand = devlock_operand;
using Place = devlock_place;

/* How a value of a type is handled. */
enum class Shape {
    Void,
    Scalar, /* in a temporary: integers, enumerations, pointers, _Bool, and the bits of float and double */
    Memory  /* only in memory: structures, unions, arrays, and what has no width of the graph (__int128, vectors) */
};

/* An object that an expression designates. */
struct ObjectRef {
    Operand address;
    clang::QualType type;
    bool isVolatile = false;
    bool isBitField = false;
    unsigned unitBits = 0;  /* bit-fields: width of the unit at address */
    unsigned bitOffset = 0; /* from the unit's lowest bit */
    unsigned bitWidth = 0;
    uint64_t opaqueBytes = 0; /* not 0: an element of a vector or complex value, whose whole object is this big */
};

/* Offsets in a file, first and end, of what #if left out of it; in the order of the text. */
using SkippedRanges = std::vector<std::pair<unsigned, unsigned>>;

/* Where text stands in a file: the offsets of its first and its last token. */
struct Stretch {
    clang::FileID file;
    unsigned first, last;
};

struct Piece;
struct TextToken;

class UnitLowering
{
  public:
    UnitLowering(clang::ASTContext &context, const LowerOptions &options, devlock_program &program);

    void run();

    clang::ASTContext &context;
    clang::SourceManager &sources;
    const LowerOptions &options;
    devlock_program *program;
    unsigned pointerBits;

    /* Places and texts. */
    Place place(clang::SourceLocation location);
    std::string text(const clang::Expr *expression);
    unsigned reads(clang::QualType type) const;
    unsigned line(clang::SourceLocation location) const;

    /* Types. */
    Shape shape(clang::QualType type) const;
    unsigned width(clang::QualType type) const; /* bits of a scalar */
    uint64_t size(clang::QualType type) const;  /* bytes, 0 if unknown */

    /* Where the fields of a class lie; NULL if an error leaves that unknown. (Clang 14 does not come back then.) */
    const clang::ASTRecordLayout *layout(const clang::RecordDecl *record) const;

    bool isSigned(clang::QualType type) const;
    bool isExact(clang::QualType type) const;         /* a scalar that is no floating-point number */
    unsigned resultWidth(clang::QualType type) const; /* of a function's result, 0: none */

    /* Calls that are told apart by the type of their first argument (calls.cpp). */
    std::string typedName(llvm::StringRef function, const clang::CallExpr *call);
    bool isNamed(const clang::RecordDecl *record, const std::string &name);

    /* Ids. A function that is asked for is lowered too if its body is at hand and wanted. */
    uint32_t function(const clang::FunctionDecl *function);
    uint32_t global(const clang::VarDecl *variable);
    uint32_t string(const clang::StringLiteral *literal);
    uint32_t compoundLiteral(const clang::CompoundLiteralExpr *literal); /* of file scope */
    uint32_t initialisedFlag(const clang::VarDecl *variable); /* a byte: whether a static local has been initialised */
    Operand unloaded(); /* the address of a byte that tells whether the driver is unloaded: from outside */
    std::string key(const clang::NamedDecl *declaration, bool internal);
    bool isAnother(const clang::FunctionDecl *function, uint32_t id);

    bool isSystem(clang::SourceLocation location) const;

    /* C++. */
    const clang::CXXDestructorDecl *destructor(clang::QualType type) const; /* null: nothing happens at its end */
    bool returnsInMemory(const clang::FunctionDecl *function) const;        /* through a hidden parameter after this */
    std::string errorReason(const clang::FunctionDecl *function);

    /* What a routine rests on that could not be parsed (damage.cpp). */
    const std::vector<unsigned> &errorsIn(clang::FileID file);
    bool stretch(clang::SourceRange range, Stretch &result) const;
    unsigned errorIn(const Stretch &stretch);
    bool hasErrorIn(clang::SourceRange range);
    const clang::NamedDecl *classDamage(const clang::CXXRecordDecl *record);
    const clang::NamedDecl *enumDamage(const clang::EnumDecl *declaration);
    const clang::NamedDecl *damage(clang::QualType type, bool byValue);
    std::string damageReason(const clang::FunctionDecl *function);
    std::string damageReason(const clang::VarDecl *variable);
    template <typename Range> void collectBrokenNames(const Range &declarations);
    unsigned brokenNameIn(const clang::FunctionDecl *function, const Stretch &whole);

    /* What stands at file scope but for what the system's headers declare; all variables, namespaces and linkage
     * specifications (file_scope.cpp). And the types of a name that the program asks for. */
    const std::vector<const clang::Decl *> &fileScope();
    llvm::SmallVector<const clang::NamedDecl *, 2> askedType(llvm::StringRef name);

    /* What the program asks for (facts.cpp): records and their fields; functions that the text puts into these. */
    void findRecords();
    void registerFunctions(const clang::FieldDecl *field, const clang::Expr *value);
    void registerAssignment(const clang::BinaryOperator *assignment);

    /* What the text puts into fields and variables that lead to functions (slots.cpp). */
    static const clang::ValueDecl *designated(const clang::Expr *expression);
    uint32_t slotOf(const clang::ValueDecl *declaration);
    void fillSlot(const clang::ValueDecl *target, const clang::Expr *value);
    void openSlot(const clang::ValueDecl *declaration);
    void openMentioned(const clang::Stmt *statement);
    void gapMentions(const clang::FunctionDecl *function);
    void noteConversion(clang::QualType from, clang::QualType to);
    void noteArgument(const clang::FunctionDecl *callee, unsigned position, const clang::Expr *argument);

    llvm::ArrayRef<MacroUse> macroUsesIn(clang::SourceRange range) const; /* (claims.cpp) */

    /* Annotations of functions (annotations.cpp). */
    clang::DeclContext::lookup_result lookUp(llvm::StringRef name); /* at file scope */
    struct DeclaratorOrTypedef {
        clang::SourceLocation begin, end; /* in the file; up to the body */
        const clang::TypeSourceInfo *type;
        bool isClosed; /* a macro writes its end: what stands behind belongs to what follows */
    };
    void annotate(const clang::FunctionDecl *function, uint32_t id);
    bool isPart(const clang::RecordDecl *record); /* a structure that others hold by value */

    /* Broken code (unit.cpp): why a function's text and AST differ in a way that matters; empty: they do not. */
    bool hasErrors() const
    {
        return !options.errors.empty() || contextHasErrors;
    }
    std::string brokenReason(const clang::FunctionDecl *function);
    std::string lostTextReason(const clang::FunctionDecl *function); /* of C */

  private:
    template <typename Range> void visitDeclarations(const Range &declarations);
    void visitFunction(const clang::FunctionDecl *function);
    void lowerFunction(const clang::FunctionDecl *function);
    void notAnalysed(const clang::FunctionDecl *function, const std::string &reason);
    /* What Clang left out of a source with errors (lost.cpp). */
    void reportLostDefinitions();
    void readScopes(clang::FileID file, const std::vector<Piece> &pieces);
    void mentionBody(const clang::FunctionDecl *function, const std::vector<TextToken> &tokens);
    bool isIn(const std::set<const clang::IdentifierInfo *> &names, const clang::NamedDecl *declaration) const;
    void reportLostText(clang::FileID file);
    void reportNothingParsed();
    bool hasOwnError(const clang::CXXRecordDecl *record);
    static clang::SourceRange wholeOf(const clang::FunctionDecl *function);
    const SkippedRanges &skippedIn(clang::FileID file);
    std::string filePath(clang::FileID file) const;
    unsigned functionFlags(const clang::FunctionDecl *function) const;
    bool isSteady(const clang::FunctionDecl *definition) const; /* (steady.cpp) */
    void visitGlobal(const clang::VarDecl *variable);
    void lowerGlobal(const clang::VarDecl *variable);
    bool fillGlobal(const clang::VarDecl *variable, uint32_t id, bool addressesOnly);
    bool setInitialValue(uint32_t id, uint64_t offset, clang::QualType type, const clang::Expr *value,
                         bool addressesOnly, unsigned &budget);
    bool setRecord(uint32_t id, uint64_t offset, const clang::RecordDecl *record, const clang::InitListExpr *list,
                   bool addressesOnly, unsigned &budget);
    bool setString(uint32_t id, uint64_t offset, clang::QualType type, const clang::StringLiteral *literal,
                   unsigned &budget);
    bool setScalar(uint32_t id, uint64_t offset, clang::QualType type, const clang::Expr *value, bool addressesOnly,
                   unsigned &budget);
    bool addressOf(const clang::APValue &value, Operand &operand);

    void putLeaf(uint32_t slot, const clang::Expr *leaf);
    template <typename Function> void eachSlot(const clang::RecordDecl *record, bool deep, Function found);
    llvm::DenseMap<const clang::Decl *, uint32_t> slotIds;

    FileScope ownFileScope, &atFileScope; /* the latter may have been begun before */
    bool fileScopeKnown = false;

    void findFields(const char *asked, const clang::RecordDecl *record, uint64_t offset);

    bool isParted(clang::SourceLocation from, clang::SourceLocation to) const;
    llvm::ArrayRef<AnnotationUse> annotationsAt(const DeclaratorOrTypedef &declaration) const;
    void annotate(const clang::FunctionDecl *function, uint32_t id, const DeclaratorOrTypedef &declaration);

    void collectParts(const clang::DeclContext *scope);
    llvm::DenseSet<const clang::Decl *> parts;
    bool partsKnown = false;

    bool hasLayout(const clang::RecordDecl *record) const;
    mutable llvm::DenseMap<const clang::RecordDecl *, bool> laidOut; /* what hasLayout has found */

    llvm::DenseSet<unsigned> brokenAnnotations;                         /* those that were reported */
    llvm::DenseMap<const clang::FieldDecl *, const char *> askedFields; /* to the record's name as it was asked for */
    clang::SourceLocation lastLocation;
    Place lastPlace = {DEVLOCK_NONE, 0, 0};
    bool contextHasErrors = false;
    bool nothingParsed = true; /* of the files that were read anew for their errors */
    std::string mainPath;
    std::string readAs; /* the base name by which the main file was read, if it is not that one's */
    llvm::DenseMap<clang::FileID, uint32_t> fileIds;
    std::map<clang::FileID, SkippedRanges> skipped;              /* options.skipped by file */
    std::map<clang::FileID, std::vector<unsigned>> errorOffsets; /* options.errors by file */
    std::set<const clang::IdentifierInfo *> lostNames;           /* of functions in text that was lost */
    std::set<const clang::IdentifierInfo *> mentionedNames;      /* of whatever is named there */
    llvm::DenseMap<const clang::CXXRecordDecl *, const clang::NamedDecl *> damagedClasses;
    llvm::StringSet<> brokenNames; /* of variables outside of routines */
    bool brokenNamesKnown = false;
    llvm::DenseMap<const clang::FunctionDecl *, std::string> cutShort; /* why a body is not what was written */
    llvm::DenseMap<const clang::FunctionDecl *, uint32_t> functionIds;
    std::map<std::string, unsigned> functionKeys; /* how many functions of C++ have a key */
    llvm::DenseMap<const clang::VarDecl *, uint32_t> globalIds;
    llvm::DenseMap<const clang::Expr *, uint32_t> literalIds;
    std::deque<const clang::FunctionDecl *> wanted;
    llvm::DenseSet<const clang::FunctionDecl *> visited;
};

class RoutineLowering
{
  public:
    RoutineLowering(UnitLowering &unit, const clang::FunctionDecl *function);

    /* The lambda that the static function behind a conversion to a pointer passes its arguments to; else the function.
     */
    static const clang::FunctionDecl *lambdaOf(const clang::FunctionDecl *function);

    /* Lowers the body. Gives an empty string, or why the routine cannot be analysed. */
    std::string run();

    /* The same for what a global variable does on its own. The function is null then, id that of the routine. */
    std::string runGlobal(const clang::VarDecl *declaration, uint32_t id);

  private:
    using Expr = clang::Expr;
    using Stmt = clang::Stmt;
    using QualType = clang::QualType;
    using SourceLocation = clang::SourceLocation;

    /* Where break and continue go, and the cases of the innermost switch. */
    struct Region;
    struct Jumps {
        uint32_t breakBlock = DEVLOCK_NONE;
        const Region *breakRegion = nullptr;
        uint32_t continueBlock = DEVLOCK_NONE;
        const Region *continueRegion = nullptr;
        llvm::DenseMap<const clang::SwitchCase *, uint32_t> *cases = nullptr;
        const Region *caseRegion = nullptr;
    };

    /* A part of the body with its own way of leaving it. Regions form a chain outwards; null is the body itself. */
    enum class RegionKind { TryExcept, TryFinally, Handler, Finally, Filter, Object };
    struct Region {
        RegionKind kind;
        const Region *parent;
        const Stmt *statement; /* the __try's block, the __except, the __finally; null for filters */
        const clang::SEHTryStmt *tryStatement;
        Jumps jumps;                      /* as they were around the __try */
        uint32_t dispatch = DEVLOCK_NONE; /* __try: where exceptions go */
        uint32_t handler = DEVLOCK_NONE;  /* TryExcept: the handler's body */
        uint32_t leave = DEVLOCK_NONE;    /* __try: the end of its block */
        bool abnormal = false;            /* Finally */
        Operand object = {};              /* Object: an object with a destructor; its scope */
        QualType type;
        Place end = {};                           /* Object: where its scope ends, and it with it */
        const clang::VarDecl *variable = nullptr; /* Object: the variable that it is, if it is one */
    };

    /* While it lives, variables that are declared end with a statement. */
    class Scope
    {
        RoutineLowering &lowering;
        clang::SourceLocation outer;

      public:
        Scope(RoutineLowering &lowering, const Stmt *statement) : lowering(lowering), outer(lowering.scopeEnd)
        {
            lowering.scopeEnd = statement->getEndLoc();
        }
        ~Scope()
        {
            lowering.scopeEnd = outer;
        }
    };

    /* A temporary of a full expression that has a destructor. */
    struct Temporary {
        Operand object;
        QualType type;
        uint32_t flag; /* variable: 1 once it exists; DEVLOCK_NONE: it always does */
    };

    UnitLowering &unit;
    const clang::FunctionDecl *function; /* whose body it is */
    const clang::FunctionDecl *named; /* and whose routine it becomes; the same, but for lambdas that became pointers */
    devlock_routine *routine = nullptr;
    std::string failure;
    unsigned resultWidth = 0;
    Jumps jumps;
    const Region *region = nullptr;
    clang::SourceLocation scopeEnd; /* of the scope that is being lowered */
    std::deque<Region> regions;
    unsigned finallyCopies = 0;

    llvm::DenseMap<const clang::VarDecl *, uint32_t> variables;
    llvm::DenseMap<const Expr *, uint32_t> literals;  /* compound literals, temporaries of a call site */
    llvm::DenseMap<const Expr *, uint32_t> vlaCounts; /* size expression -> variable that holds the count */
    llvm::DenseMap<const clang::OpaqueValueExpr *, Operand> opaqueValues;
    llvm::DenseSet<const clang::VarDecl *> addressTaken;
    llvm::DenseMap<const clang::LabelDecl *, const Stmt *> labelRegions; /* statement of the innermost region */
    llvm::SmallVector<const clang::LabelDecl *, 8> takenLabels;
    llvm::DenseMap<std::pair<const clang::LabelDecl *, const Region *>, uint32_t> labelBlocks;
    llvm::DenseSet<uint32_t> placedLabels; /* blocks of labels that lowering has come to */
    llvm::DenseSet<uint32_t> placedCases;

    /* C++. */
    uint32_t thisVariable = DEVLOCK_NONE;
    uint32_t resultVariable = DEVLOCK_NONE;        /* where a class that is returned goes */
    std::vector<Temporary> *temporaries = nullptr; /* of the full expression under way */
    std::vector<Temporary> extended;               /* that live as long as the variable being declared */
    llvm::DenseMap<const Expr *, uint32_t> temporaryFlags;
    std::vector<uint32_t> flagOrder;                                             /* the flags as they were made */
    llvm::DenseMap<const clang::ValueDecl *, const clang::FieldDecl *> captures; /* of the lambda this belongs to */
    const clang::FieldDecl *capturedThis = nullptr;
    Operand copiedTo = {};                         /* the object that a trivial assignment has copied to */
    llvm::DenseSet<const clang::VarDecl *> elided; /* variables that are built where the caller wants the result */
    llvm::DenseMap<const clang::VarDecl *, uint32_t>
        byAddress; /* parameters that are the caller's object, and its address */

    /* Macros that the program asks for (claims.cpp): before which statements of the body they are used, and before
     * which closing braces. */
    llvm::DenseMap<const Stmt *, std::vector<const MacroUse *>> claimsBefore, claimsAtEnd;
    llvm::DenseSet<const Stmt *> claimTexts; /* what such macros expand to */
    void findClaims(const Stmt *body);
    void findClaim(const Stmt *body, const MacroUse &use);
    void emitClaims(const std::vector<const MacroUse *> &uses);
    void claimsOf(const Stmt *statement)
    {
        auto found = claimsBefore.find(statement);
        if (found != claimsBefore.end())
            emitClaims(found->second);
    }

    /* Scopes and full expressions (cleanups.cpp). */
    void destroy(Place place, Operand address, QualType type);
    void guard(const Stmt *statement, Operand address, QualType type);
    void leaveScope(const Region *outer);
    void endFullExpression(Place place, std::vector<Temporary> *outer);
    void findConditional(const Stmt *statement, bool isConditional);
    void beginFullExpression(const Expr *expression, std::vector<Temporary> &list);
    template <typename Function> void fullExpression(const Expr *expression, Function evaluate);
    void keepTemporary(const Expr *expression, Operand address, QualType type);
    void findElided(const Stmt *body);
    static const clang::VarDecl *returnedVariable(const clang::ReturnStmt *statement);
    void test(const Expr *expression, uint32_t ifTrue, uint32_t ifFalse);

    /* Constructors and lambdas (construct.cpp). */
    void hiddenParameters();
    void constructorStart(const clang::CXXConstructorDecl *constructor);
    void destructorStart(const clang::CXXDestructorDecl *destructor);
    void construct(const clang::CXXConstructExpr *expression, Operand address, QualType type);
    void constructInherited(const clang::CXXInheritedCtorInitExpr *expression, Operand address, QualType type);
    Operand newObject(const clang::CXXNewExpr *expression);
    uint64_t cookie(QualType element) const;
    void newElements(const clang::CXXNewExpr *expression, Operand address, Operand count);
    template <typename Function> void countUp(Place place, Operand from, Operand count, Function each);
    void deleteElements(Place place, Operand address, Operand count, QualType element);
    void release(Place place, const clang::CXXDeleteExpr *expression, Operand address);
    void staticLocal(const clang::VarDecl *declaration);
    void initialiseStatic(const clang::VarDecl *declaration, Operand address);
    void deleteObject(const clang::CXXDeleteExpr *expression);
    void closure(const clang::LambdaExpr *expression, Operand address);
    Operand thisPointer(Place place);
    Operand callFunction(Place place, const clang::FunctionDecl *callee, unsigned width,
                         std::vector<devlock_argument> &arguments);

    /* The rest of C++ (cplusplus.cpp). */
    Operand temporary(const clang::MaterializeTemporaryExpr *expression);
    Operand baseOffset(Place place, Operand address, const clang::CastExpr *expression);
    bool captured(const clang::DeclRefExpr *expression, ObjectRef &result);
    bool memberCall(const clang::CallExpr *expression, std::vector<devlock_argument> &arguments,
                    std::deque<std::string> &texts, unsigned &first, const clang::FunctionDecl *&callee,
                    bool &isVirtual, Operand *into);
    bool methodPointerCall(const clang::CallExpr *expression, std::vector<devlock_argument> &arguments,
                           std::deque<std::string> &texts);
    void rangeFor(const clang::CXXForRangeStmt *statement);

    /* Preparation. */
    void scan(const Stmt *statement, const Stmt *innermost, bool safe);
    void scanChildren(const Stmt *statement, const Stmt *innermost);
    void parameters();
    void vlaParameter(const clang::ParmVarDecl *parameter);

    /* Building. */
    void fail(const std::string &reason);
    void fail(const Stmt *statement, const std::string &reason);
    void unsupported(const Stmt *statement, const char *what);
    Place at(const Stmt *statement)
    {
        return unit.place(statement->getBeginLoc());
    }
    void open();
    bool isOpen() const
    {
        return devlock_routine_current(routine) != DEVLOCK_NONE;
    }
    uint32_t block();
    uint32_t blockIn(const Region *where);
    void enter(uint32_t target)
    {
        devlock_routine_enter(routine, target);
    }
    void jump(Place place, uint32_t target);
    void branch(Place place, Operand condition, uint32_t ifTrue, uint32_t ifFalse, const char *text);
    Operand unary(Place place, devlock_unary op, unsigned width, Operand a);
    Operand binary(Place place, devlock_binary op, Operand a, Operand b);
    Operand index(Place place, Operand base, Operand i, uint64_t scale, uint64_t count);
    Operand unknown(Place place, unsigned width, devlock_unknown origin = DEVLOCK_IMPRECISION);
    Operand convert(Place place, Operand value, bool isSigned, unsigned width);
    Operand truth(Place place, Operand value);
    Operand fromTruth(Place place, Operand value, unsigned width);
    Operand offset(Place place, Operand address, uint64_t bytes);
    Operand pointer(uint64_t value)
    {
        return devlock_constant(unit.pointerBits, value);
    }
    uint32_t helper(unsigned width); /* a scalar variable of our own */
    uint32_t scratch(uint64_t size); /* a variable in memory of our own */
    Operand variable(uint32_t id)
    {
        return devlock_variable_address(routine, id);
    }

    /* Values (values.cpp). */
    Operand scalar(const Expr *expression);
    Operand scalarOf(const Expr *expression); /* any shape; an unknown value for what is no scalar */
    void effects(const Expr *expression);
    Operand condition(const Expr *expression);
    void branchOn(const Expr *expression, uint32_t ifTrue, uint32_t ifFalse);
    bool constantCondition(const Expr *expression, bool &value);
    Operand cast(const clang::CastExpr *expression);
    Operand unaryOperator(const clang::UnaryOperator *expression);
    Operand binaryOperator(const clang::BinaryOperator *expression);
    Operand compare(const clang::BinaryOperator *expression);
    Operand arithmetic(Place place, clang::BinaryOperatorKind op, QualType type, Operand a, Operand b);
    Operand compound(const clang::CompoundAssignOperator *expression, ObjectRef *changed = nullptr);
    Operand increment(const clang::UnaryOperator *expression, ObjectRef *designated = nullptr);
    Operand conditional(const Expr *expression);
    Operand shortCircuit(const Expr *expression);
    Operand pointerAdd(const Expr *expression, const Expr *base, const Expr *i, bool subtract);
    Operand pointerMove(Place place, Operand base, Operand i, QualType element, uint64_t count);
    Operand pointerBase(const Expr *expression, uint64_t &count);
    Operand sizeOrAlignment(const clang::UnaryExprOrTypeTraitExpr *expression);
    Operand broken(const Expr *expression);
    Operand statementExpression(const clang::StmtExpr *expression, Operand *into);
    const Expr *bodyValue(const clang::CompoundStmt *body);

    /* Objects (objects.cpp). */
    ObjectRef object(const Expr *expression);
    ObjectRef member(const clang::MemberExpr *expression);
    ObjectRef field(Place place, Operand base, const clang::FieldDecl *declaration, bool isVolatile,
                    uint64_t bytes = 0);
    ObjectRef plain(Operand address, QualType type);
    Operand load(Place place, const ObjectRef &from, const clang::Expr *written = nullptr);
    void nameLoaded(const clang::Expr *written, clang::QualType type);
    Operand store(Place place, const ObjectRef &to, Operand value);
    void storeUnknown(Place place, Operand address, uint64_t size);
    void aggregate(const Expr *expression, Operand *into);
    void initialise(Operand address, QualType type, const Expr *value, bool zeroed);
    void initialiseList(Operand address, QualType type, const clang::InitListExpr *list, bool zeroed);
    void initialiseString(Operand address, QualType type, const clang::StringLiteral *literal, bool zeroed);
    Operand literalObject(const clang::CompoundLiteralExpr *expression);
    uint64_t elementCount(const Expr *array) const;
    Operand vlaBytes(Place place, QualType type);
    void vlaEvaluate(QualType type);
    uint32_t variableId(const clang::VarDecl *declaration);
    void declare(const clang::VarDecl *declaration);

    /* Calls (calls.cpp). */
    Operand call(const clang::CallExpr *expression, Operand *into);
    const clang::FunctionDecl *directCallee(const Expr *callee) const;
    void argument(const Expr *expression, QualType parameter, std::vector<devlock_argument> &arguments,
                  std::deque<std::string> &texts);
    uint64_t reach(const Expr *expression) const;
    bool builtin(const clang::CallExpr *expression, const clang::FunctionDecl *callee, Operand &result);
    bool interlocked(const clang::CallExpr *expression, llvm::StringRef name, Operand &result);
    Operand atomic(const clang::AtomicExpr *expression);
    void assembly(const clang::AsmStmt *statement);
    void clobberMemory(Place place, llvm::ArrayRef<Operand> pointers);
    uint32_t namedFunction(llvm::StringRef name);

    /* Statements (statements.cpp). */
    void statement(const Stmt *statement);
    void compoundStatement(const clang::CompoundStmt *body);
    void ifStatement(const clang::IfStmt *statement);
    void whileStatement(const clang::WhileStmt *statement);
    void doStatement(const clang::DoStmt *statement);
    void forStatement(const clang::ForStmt *statement);
    void switchStatement(const clang::SwitchStmt *statement);
    void switchCase(const clang::SwitchCase *statement);
    void gotoStatement(const Stmt *statement, const clang::LabelDecl *label);
    void indirectGoto(const clang::IndirectGotoStmt *statement);
    void labelStatement(const clang::LabelStmt *statement);
    void returnStatement(const clang::ReturnStmt *statement);
    void jumpOut(const Stmt *statement, uint32_t target, const Region *targetRegion);
    uint32_t labelBlock(const Stmt *user, const clang::LabelDecl *label);
    Operand labelAddress(const clang::AddrLabelExpr *expression);

    /* Structured exception handling (statements.cpp). */
    void tryStatement(const clang::SEHTryStmt *statement);
    void leaveStatement(const clang::SEHLeaveStmt *statement);
    void dispatch(const Region *inner);
    void finallyCopy(const Region *tried, bool abnormal);
    bool unwindTo(const Stmt *statement, const Region *target, const clang::VarDecl *kept = nullptr);
    uint32_t handlerOf(const Region *where) const;
    Region *newRegion(RegionKind kind, const Region *parent, const Stmt *statement, const clang::SEHTryStmt *owner);
    bool abnormalTermination() const;
};

/* Of the conversion of a lambda to a pointer: the function that the pointer is to; null: it is something else. */
inline const clang::Expr *functionOfLambda(const clang::Expr *value)
{
    using namespace clang;
    auto *call = dyn_cast<CXXMemberCallExpr>(value);
    auto *conversion = call ? dyn_cast_or_null<CXXConversionDecl>(call->getMethodDecl()) : nullptr;
    if (!conversion || !conversion->getParent()->isLambda())
        return nullptr;
    auto *body = dyn_cast_or_null<CompoundStmt>(conversion->getBody());
    auto *given = body && !body->body_empty() ? dyn_cast<ReturnStmt>(body->body_front()) : nullptr;
    return given ? given->getRetValue() : nullptr;
}

/* Calls back with each expression that a pointer's value may be, without what only passes it on. */
template <typename Function> void eachSource(const clang::Expr *value, Function found)
{
    using namespace clang;
    for (;;) {
        value = value->IgnoreParenCasts();
        if (auto *full = dyn_cast<FullExpr>(value)) {
            value = full->getSubExpr();
        } else if (auto *part = dyn_cast<CXXDefaultInitExpr>(value)) {
            value = part->getExpr();
        } else if (const Expr *function = functionOfLambda(value)) {
            value = function;
        } else if (auto *op = dyn_cast<UnaryOperator>(value)) {
            const Expr *inner = op->getSubExpr()->IgnoreParenCasts();
            bool ofFunction = isa<UnaryOperator>(inner) || inner->getType()->isFunctionType();
            if (op->getOpcode() != UO_Extension && op->getOpcode() != UO_Plus &&
                !(ofFunction && (op->getOpcode() == UO_AddrOf || op->getOpcode() == UO_Deref)))
                return found(value);
            value = inner;
        } else if (auto *op = dyn_cast<BinaryOperator>(value)) {
            if (op->getOpcode() != BO_Assign && op->getOpcode() != BO_Comma)
                return found(value);
            value = op->getRHS();
        } else if (auto *choice = dyn_cast<AbstractConditionalOperator>(value)) {
            eachSource(choice->getTrueExpr(), found);
            value = choice->getFalseExpr();
        } else if (auto *opaque = dyn_cast<OpaqueValueExpr>(value)) {
            if (!opaque->getSourceExpr())
                return found(value);
            value = opaque->getSourceExpr();
        } else if (auto *choose = dyn_cast<ChooseExpr>(value)) {
            if (choose->isConditionDependent())
                return found(value);
            value = choose->getChosenSubExpr();
        } else if (auto *list = dyn_cast<InitListExpr>(value)) { /* an array of pointers, or { F } */
            for (unsigned i = 0; i < list->getNumInits() && !list->getType()->isRecordType(); i++)
                if (list->getInit(i))
                    eachSource(list->getInit(i), found);
            return;
        } else if (isa<ImplicitValueInitExpr>(value) || isa<NoInitExpr>(value)) {
            return;
        } else {
            auto *reference = dyn_cast<DeclRefExpr>(value);
            auto *constant = reference ? dyn_cast<VarDecl>(reference->getDecl()) : nullptr;
            if (!constant || !constant->getType().isConstQualified() || constant->getType().isVolatileQualified() ||
                !constant->getType()->isPointerType() || !constant->getAnyInitializer())
                return found(value);
            value = constant->getAnyInitializer(); /* const PFN isr = Isr; */
        }
    }
}

/* Evaluates a full expression; its temporaries end behind it. */
template <typename Function> void RoutineLowering::fullExpression(const Expr *expression, Function evaluate)
{
    std::vector<Temporary> list, *outer = temporaries;
    beginFullExpression(expression, list);
    evaluate();
    endFullExpression(unit.place(expression->getEndLoc()), outer);
}

} // namespace devlock

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What differs between the supported versions of LLVM (14 to 22). Every version test of the project is in this file.
 */
#ifndef DEVLOCK_COMPAT_H
#define DEVLOCK_COMPAT_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/Version.h"
#include "clang/Basic/Stack.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/thread.h"
#if CLANG_VERSION_MAJOR >= 16
#include <optional>
#else
#include "llvm/ADT/Optional.h"
#endif

#if CLANG_VERSION_MAJOR < 14
#error "devlock needs LLVM 14 or newer"
#endif

namespace devlock
{
namespace compat
{

inline unsigned bitFieldWidth(const clang::FieldDecl *field, const clang::ASTContext &context)
{
#if CLANG_VERSION_MAJOR >= 20
    (void)context;
    return field->getBitWidthValue();
#else
    return field->getBitWidthValue(context);
#endif
}

inline bool isUnnamedBitField(const clang::FieldDecl *field)
{
    return field->isBitField() && !field->getDeclName();
}

inline bool startsWith(llvm::StringRef text, llvm::StringRef prefix)
{
    return text.size() >= prefix.size() && text.substr(0, prefix.size()) == prefix;
}

inline bool endsWith(llvm::StringRef text, llvm::StringRef suffix)
{
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

inline clang::QualType recordType(const clang::RecordDecl *record, const clang::ASTContext &context)
{
#if CLANG_VERSION_MAJOR >= 22
    return context.getCanonicalTagType(record);
#else
    return context.getRecordType(record);
#endif
}

/* Calls back with each field of a lambda's class that holds a captured variable; gives the one that holds this. */
template <typename Function> const clang::FieldDecl *lambdaCaptures(const clang::CXXRecordDecl *record, Function each)
{
#if CLANG_VERSION_MAJOR >= 16
    llvm::DenseMap<const clang::ValueDecl *, clang::FieldDecl *> fields;
#else
    llvm::DenseMap<const clang::VarDecl *, clang::FieldDecl *> fields;
#endif
    clang::FieldDecl *object = nullptr;
    record->getCaptureFields(fields, object);
    for (auto &pair : fields)
        each(pair.first, pair.second);
    return object;
}

/* Whether this thread runs on a stack that runOnStack has made. */
inline bool &hasOwnStack()
{
    static thread_local bool has = false;
    return has;
}

/* Runs a function on a stack of its own, of a size in bytes, and waits for it; on the caller's, if that is one. */
template <typename Function> void runOnStack(unsigned bytes, Function function)
{
    if (hasOwnStack()) {
        function();
        return;
    }
    auto run = [&] {
        hasOwnStack() = true;
        clang::noteBottomOfStack();
        function();
    };
#if CLANG_VERSION_MAJOR >= 16
    llvm::thread runner(std::optional<unsigned>(bytes), run);
#else
    llvm::thread runner(llvm::Optional<unsigned>(bytes), run);
#endif
    runner.join();
}

} // namespace compat
} // namespace devlock

/* Only the file that runs Clang wants the rest. */
#ifdef DEVLOCK_COMPAT_TOOL

#include "clang/Driver/Driver.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Basic/TargetOptions.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/Utils.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#if __has_include("clang/Driver/CreateInvocationFromArgs.h") /* moved there in 22 */
#include "clang/Driver/CreateInvocationFromArgs.h"
#endif
#include "llvm/Support/VirtualFileSystem.h"

namespace devlock
{
namespace compat
{

using FileSystem = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;
using Diagnostics = llvm::IntrusiveRefCntPtr<clang::DiagnosticsEngine>;

/* Diagnostics for the time before there is a compiler instance. The consumer stays the caller's. */
inline Diagnostics makeDiagnostics(FileSystem files, clang::DiagnosticConsumer *consumer)
{
#if CLANG_VERSION_MAJOR >= 21
    static clang::DiagnosticOptions options;
    return clang::CompilerInstance::createDiagnostics(*files, options, consumer, false);
#elif CLANG_VERSION_MAJOR >= 20
    return clang::CompilerInstance::createDiagnostics(*files, new clang::DiagnosticOptions(), consumer, false);
#else
    (void)files;
    return clang::CompilerInstance::createDiagnostics(new clang::DiagnosticOptions(), consumer, false);
#endif
}

/* The front end's options for a driver's command line; null if it is not understood. */
inline std::shared_ptr<clang::CompilerInvocation> makeInvocation(llvm::ArrayRef<const char *> command,
                                                                 Diagnostics diagnostics, FileSystem files)
{
#if CLANG_VERSION_MAJOR >= 15
    clang::CreateInvocationOptions options;
    options.Diags = diagnostics;
    options.VFS = files;
    options.RecoverOnError = true;
    return clang::createInvocation(command, options);
#else
    return clang::createInvocationFromCommandLine(command, diagnostics, files, true);
#endif
}

inline clang::LangOptions &languageOf(clang::CompilerInvocation &invocation)
{
#if CLANG_VERSION_MAJOR >= 18
    return invocation.getLangOpts();
#else
    return *invocation.getLangOpts();
#endif
}

/* An invocation that reads a file as a preprocessor reads its own. */
inline std::shared_ptr<clang::CompilerInvocation> sameInvocation(clang::Preprocessor &preprocessor,
                                                                 const std::string &file)
{
    auto invocation = std::make_shared<clang::CompilerInvocation>();
    languageOf(*invocation) = preprocessor.getLangOpts();
    invocation->getTargetOpts() = preprocessor.getTargetInfo().getTargetOpts();
    invocation->getHeaderSearchOpts() = preprocessor.getHeaderSearchInfo().getHeaderSearchOpts();
    invocation->getPreprocessorOpts() = preprocessor.getPreprocessorOpts();
    clang::Language language = preprocessor.getLangOpts().CPlusPlus ? clang::Language::CXX : clang::Language::C;
    invocation->getFrontendOpts().Inputs.emplace_back(file, clang::InputKind(language));
    return invocation;
}

/* The name that a status has is the one that the file goes by, whatever name it was asked for. */
inline llvm::vfs::Status named(llvm::vfs::Status status)
{
#if CLANG_VERSION_MAJOR >= 16
    status.ExposesExternalVFSPath = true;
#else
    status.IsVFSMapped = true;
#endif
    return status;
}

#if CLANG_VERSION_MAJOR >= 16
using OptionalFile = clang::OptionalFileEntryRef;
#else
using OptionalFile = llvm::Optional<clang::FileEntryRef>;
#endif

/* Callbacks that are told of an included file that is not there. */
class MissingCallbacks : public clang::PPCallbacks
{
  public:
    virtual void missing() = 0;
#if CLANG_VERSION_MAJOR >= 15
    bool FileNotFound(llvm::StringRef) override
#else
    bool FileNotFound(llvm::StringRef, llvm::SmallVectorImpl<char> &) override
#endif
    {
        missing();
        return false;
    }
};

/* Callbacks that are told of each directive that includes: the name as it is written, and the folder in which the file
 * was found; "": it was not. */
class InclusionCallbacks : public clang::PPCallbacks
{
  public:
    virtual void included(clang::SourceLocation hash, const clang::Token &directive, llvm::StringRef name, bool angled,
                          llvm::StringRef folder) = 0;
#if CLANG_VERSION_MAJOR >= 19
    void InclusionDirective(clang::SourceLocation hash, const clang::Token &directive, llvm::StringRef name,
                            bool angled, clang::CharSourceRange, OptionalFile, llvm::StringRef folder, llvm::StringRef,
                            const clang::Module *, bool, clang::SrcMgr::CharacteristicKind) override
#elif CLANG_VERSION_MAJOR >= 15
    void InclusionDirective(clang::SourceLocation hash, const clang::Token &directive, llvm::StringRef name,
                            bool angled, clang::CharSourceRange, OptionalFile, llvm::StringRef folder, llvm::StringRef,
                            const clang::Module *, clang::SrcMgr::CharacteristicKind) override
#else
    void InclusionDirective(clang::SourceLocation hash, const clang::Token &directive, llvm::StringRef name,
                            bool angled, clang::CharSourceRange, const clang::FileEntry *, llvm::StringRef folder,
                            llvm::StringRef, const clang::Module *, clang::SrcMgr::CharacteristicKind) override
#endif
    {
        included(hash, directive, name, angled, folder);
    }
};

/* Tells a preprocessor that it is in a file, as it knows of its main file. */
inline void markEntered(clang::Preprocessor &preprocessor, clang::FileEntryRef file)
{
#if CLANG_VERSION_MAJOR >= 18
    preprocessor.markIncluded(file);
#else
    preprocessor.markIncluded(&file.getFileEntry());
#endif
}

/* Makes a text that is kept one of another file. */
inline void setEntry(clang::SrcMgr::ContentCache &text, clang::FileEntryRef file)
{
#if CLANG_VERSION_MAJOR >= 18
    text.OrigEntry = file;
#else
    text.OrigEntry = &file.getFileEntry();
#endif
    text.Filename = file.getName();
}

/* The path of a file as it was opened. */
inline std::string pathOf(const clang::SourceManager &sources, clang::FileID file)
{
#if CLANG_VERSION_MAJOR >= 18
    auto entry = sources.getFileEntryRefForID(file);
    return entry ? entry->getName().str() : std::string();
#else
    auto *entry = sources.getFileEntryForID(file);
    return entry ? entry->getName().str() : std::string();
#endif
}

#if CLANG_VERSION_MAJOR >= 16
constexpr clang::LangAS defaultAddressSpace = clang::LangAS::Default;
#else
constexpr unsigned defaultAddressSpace = 0;
#endif

/* A compiler instance with diagnostics, files and sources set up. The consumer stays the caller's. */
inline std::unique_ptr<clang::CompilerInstance> makeCompiler(std::shared_ptr<clang::CompilerInvocation> invocation,
                                                             FileSystem files, clang::DiagnosticConsumer *consumer)
{
#if CLANG_VERSION_MAJOR >= 21
    auto compiler = std::make_unique<clang::CompilerInstance>(std::move(invocation));
#else
    auto compiler = std::make_unique<clang::CompilerInstance>();
    compiler->setInvocation(std::move(invocation));
#endif
#if CLANG_VERSION_MAJOR >= 22
    compiler->setVirtualFileSystem(files);
    compiler->createDiagnostics(consumer, false);
    compiler->createFileManager();
    compiler->createSourceManager();
#else
#if CLANG_VERSION_MAJOR >= 20
    compiler->createDiagnostics(*files, consumer, false);
#else
    compiler->createDiagnostics(consumer, false);
#endif
    compiler->createFileManager(files);
    compiler->createSourceManager(compiler->getFileManager());
#endif
    return compiler;
}

} // namespace compat
} // namespace devlock

#endif

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Headers of vector units; see vector_units.h.
 *
 * What they declare begins with one of a few words. So it is a name which begins so, and which Clang looks for without
 * finding it, that is missed.
 *
 * Needs Clang's resource folder. Leaves behind empty files in an invocation. Costs a listing of the folder, and a
 * comparison for each name that is looked for in vain.
 */
#include "compat.h"
#include "vector_units.h"

#include "clang/Basic/IdentifierTable.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Sema/ExternalSemaSource.h"
#include "clang/Sema/Lookup.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace devlock
{

/* Not those of the units that each 64-bit processor has: mmintrin.h, xmmintrin.h, emmintrin.h. */
static bool isOfVectorUnit(llvm::StringRef header)
{
    if (!compat::endsWith(header, "intrin.h"))
        return false;
    for (llvm::StringRef start : {"amm", "amx", "avx", "f16c", "fma", "gfni", "movrs_avx", "nmm", "pmm", "sha", "sm3",
                                  "sm4", "smm", "tmm", "vaes", "vpclmul", "xop"})
        if (compat::startsWith(header, start))
            return true;
    return false;
}

void leaveOutVectorUnits(CompilerInvocation &invocation)
{
    llvm::SmallString<256> folder(invocation.getHeaderSearchOpts().ResourceDir);
    if (folder.empty())
        return;
    llvm::sys::path::append(folder, "include");
    std::error_code error;
    for (llvm::sys::fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (isOfVectorUnit(llvm::sys::path::filename(at->path())))
            invocation.getPreprocessorOpts().addRemappedFile(
                at->path(), llvm::MemoryBuffer::getMemBufferCopy("", at->path()).release());
}

namespace
{

class VectorNames : public ExternalSemaSource
{
  public:
    VectorNames(bool &named, llvm::IntrusiveRefCntPtr<ExternalSemaSource> other) : named(named), other(std::move(other))
    {
    }

    void InitializeSema(Sema &sema) override
    {
        if (other)
            other->InitializeSema(sema);
    }

    void ForgetSema() override
    {
        if (other)
            other->ForgetSema();
    }

    bool LookupUnqualified(LookupResult &result, Scope *scope) override
    {
        const IdentifierInfo *name = result.getLookupName().getAsIdentifierInfo();
        named |= name && !result.isForRedeclaration() && beginsLikeOne(name->getName());
        return other && other->LookupUnqualified(result, scope);
    }

  private:
    static bool beginsLikeOne(llvm::StringRef name)
    {
        for (llvm::StringRef start :
             {"_mm",    "_MM_",    "__m64",  "__m128",   "__m256", "__m512", "__mmask",    "_tile",
              "__tile", "_cvtss",  "_cvtsh", "_cvtmask", "_cvtu",  "_kand",  "_kadd",      "_knot",
              "_kor",   "_kshift", "_ktest", "_kunpack", "_kxnor", "_kxor",  "_load_mask", "_store_mask"})
            if (compat::startsWith(name, start))
                return true;
        return false;
    }

    bool &named;
    llvm::IntrusiveRefCntPtr<ExternalSemaSource> other;
};

} // namespace

llvm::IntrusiveRefCntPtr<ExternalSemaSource> vectorNames(bool &named,
                                                         llvm::IntrusiveRefCntPtr<ExternalSemaSource> other)
{
    return llvm::IntrusiveRefCntPtr<ExternalSemaSource>(new VectorNames(named, std::move(other)));
}

} // namespace devlock

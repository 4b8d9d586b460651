/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Tells clang-tidy of the module and its checks when the module is loaded. The symbols of Clang and LLVM are those of
 * the clang-tidy that loads it; that it is of the same version has been seen to by the shim (shim.c).
 */
#include "check.h"

#include "clang-tidy/ClangTidyModule.h"
#include "llvm/Support/Registry.h"

namespace devlock
{

namespace
{

class Module : public clang::tidy::ClangTidyModule
{
  public:
    void addCheckFactories(clang::tidy::ClangTidyCheckFactories &factories) override
    {
        for (unsigned number = 0; number < moduleCheckCount; number++)
            factories.registerCheckFactory(moduleCheckName(number),
                                           [number](llvm::StringRef name, clang::tidy::ClangTidyContext *context) {
                                               return std::make_unique<Check>(name, *context, number);
                                           });
    }
};

/* ClangTidyModuleRegistry, whose header moves between versions. */
llvm::Registry<clang::tidy::ClangTidyModule>::Add<Module> registered("devlock-module",
                                                                     "Lock pairing in Windows drivers.");

} // namespace

} // namespace devlock

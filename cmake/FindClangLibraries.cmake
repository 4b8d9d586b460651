# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Finds one of the LLVM versions that devlock can be built with, and the two shared libraries of it that the front end
# links.
#
# Needs: DEVLOCK_LLVM, the major version; empty: the newest one that is installed with everything that is needed.
# Leaves: DEVLOCK_LLVM, DEVLOCK_LLVM_VERSION, DEVLOCK_LLVM_INCLUDE, DEVLOCK_LLVM_BIN, DEVLOCK_LLVM_LIBRARIES (paths),
#         DEVLOCK_CLANG_RESOURCE_DIR.
#
# The libraries are linked by path, as llvm-config tells. The distributions' ClangConfig.cmake is not used: it refers
# to static libraries and tools of packages that nothing here needs.

set(DEVLOCK_LLVM_OLDEST 14)
set(DEVLOCK_LLVM_NEWEST 22)

# Sets ${found} to ON if all that is needed of this version is there; else leaves what is missing in ${why}.
function(devlock_try_llvm version found why)
    set(${found} OFF PARENT_SCOPE)
    find_program(DEVLOCK_LLVM_CONFIG_${version} NAMES llvm-config-${version}
                 PATHS /usr/lib/llvm-${version}/bin)
    mark_as_advanced(DEVLOCK_LLVM_CONFIG_${version})
    set(config ${DEVLOCK_LLVM_CONFIG_${version}})
    if(NOT config)
        set(${why} "llvm-config-${version} (package llvm-${version}-dev)" PARENT_SCOPE)
        return()
    endif()

    execute_process(COMMAND ${config} --version --includedir --libdir --bindir
                    OUTPUT_VARIABLE answer OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    string(REPLACE "\n" ";" answer "${answer}")
    list(GET answer 0 full_version)
    list(GET answer 1 include)
    list(GET answer 2 libraries)
    list(GET answer 3 bin)
    if(NOT EXISTS ${include}/clang/AST/ASTContext.h)
        set(${why} "Clang's headers (package libclang-${version}-dev)" PARENT_SCOPE)
        return()
    endif()
    if(NOT EXISTS ${include}/llvm/Support/CommandLine.h)
        set(${why} "LLVM's headers (package llvm-${version}-dev)" PARENT_SCOPE)
        return()
    endif()

    execute_process(COMMAND ${config} --link-shared --libfiles
                    OUTPUT_VARIABLE llvm_library OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE status ERROR_QUIET)
    file(GLOB clang_library ${libraries}/libclang-cpp.so.${version}*)
    if(status OR NOT llvm_library OR NOT clang_library)
        set(${why} "the shared libraries libLLVM and libclang-cpp (packages libllvm${version}, libclang-cpp${version})"
            PARENT_SCOPE)
        return()
    endif()
    list(GET clang_library 0 clang_library)

    set(resources "")
    foreach(name ${version} ${full_version})
        if(EXISTS ${libraries}/clang/${name}/include/stddef.h)
            set(resources ${libraries}/clang/${name})
        endif()
    endforeach()
    if(NOT resources)
        set(${why} "the headers that come with Clang (package libclang-common-${version}-dev)" PARENT_SCOPE)
        return()
    endif()

    set(${found} ON PARENT_SCOPE)
    set(DEVLOCK_LLVM_VERSION ${full_version} PARENT_SCOPE)
    set(DEVLOCK_LLVM_INCLUDE ${include} PARENT_SCOPE)
    set(DEVLOCK_LLVM_BIN ${bin} PARENT_SCOPE)
    set(DEVLOCK_LLVM_LIBRARIES ${clang_library} ${llvm_library} PARENT_SCOPE)
    set(DEVLOCK_CLANG_RESOURCE_DIR ${resources} PARENT_SCOPE)
endfunction()

if(DEVLOCK_LLVM)
    if(NOT DEVLOCK_LLVM MATCHES "^[0-9]+$" OR DEVLOCK_LLVM LESS DEVLOCK_LLVM_OLDEST
       OR DEVLOCK_LLVM GREATER DEVLOCK_LLVM_NEWEST)
        message(FATAL_ERROR "DEVLOCK_LLVM is '${DEVLOCK_LLVM}'; it must be a number from ${DEVLOCK_LLVM_OLDEST} to "
                            "${DEVLOCK_LLVM_NEWEST}.")
    endif()
    devlock_try_llvm(${DEVLOCK_LLVM} devlock_llvm_found devlock_llvm_why)
    if(NOT devlock_llvm_found)
        message(FATAL_ERROR "LLVM ${DEVLOCK_LLVM} cannot be used: ${devlock_llvm_why} is missing. "
                            "./bootstrap build --llvm ${DEVLOCK_LLVM} installs what is needed.")
    endif()
else()
    foreach(version RANGE ${DEVLOCK_LLVM_NEWEST} ${DEVLOCK_LLVM_OLDEST} -1)
        devlock_try_llvm(${version} devlock_llvm_found devlock_llvm_why)
        if(devlock_llvm_found)
            set(DEVLOCK_LLVM ${version} CACHE STRING "major version of LLVM, 14 to 22" FORCE)
            break()
        endif()
    endforeach()
    if(NOT devlock_llvm_found)
        message(FATAL_ERROR "No LLVM from ${DEVLOCK_LLVM_OLDEST} to ${DEVLOCK_LLVM_NEWEST} is installed with Clang's "
                            "development files. ./bootstrap build installs what is needed.")
    endif()
endif()
message(STATUS "LLVM ${DEVLOCK_LLVM_VERSION}: ${DEVLOCK_LLVM_LIBRARIES}")

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The clang-tidy module. lib/devlock-tidy.so is what clang-tidy loads, a shim that fits every version; beside it lies
# lib/devlock-tidy-N.so, the module for version N. Modules of several versions may lie in one folder, with one shim.
# bin/devlock-clang-tidy is a clang-tidy of version N with the module loaded.
#
# Needs: what FindClangLibraries.cmake found, and clang-tidy's headers. Leaves: the target devlock-tidy, and both files
# and the wrapper installed.

if(NOT EXISTS ${DEVLOCK_LLVM_INCLUDE}/clang-tidy/ClangTidyCheck.h)
    message(FATAL_ERROR "LLVM ${DEVLOCK_LLVM} cannot be used: clang-tidy's headers (package libclang-${DEVLOCK_LLVM}-dev) "
                        "are missing. ./bootstrap build --llvm ${DEVLOCK_LLVM} installs what is needed.")
endif()

file(GLOB sources CONFIGURE_DEPENDS checker/tidy/*.cpp)
set(module devlock-tidy-${DEVLOCK_LLVM})
add_library(${module} MODULE ${sources})
set_target_properties(${module} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib
                      LINK_DEPENDS ${PROJECT_SOURCE_DIR}/checker/tidy/module.map)
target_include_directories(${module} PRIVATE checker checker/tidy)
target_link_libraries(${module} PRIVATE devlock-lowering devlock-report devlock-fix devlock-model devlock-core)
target_link_options(${module} PRIVATE -Wl,--version-script=${PROJECT_SOURCE_DIR}/checker/tidy/module.map
                    -Wl,--as-needed)

add_library(devlock-tidy MODULE checker/tidy/shim.c)
set_target_properties(devlock-tidy PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
target_compile_options(devlock-tidy PRIVATE -fvisibility=hidden)
target_link_libraries(devlock-tidy PRIVATE ${CMAKE_DL_LIBS})
add_dependencies(devlock-tidy ${module})

configure_file(${PROJECT_SOURCE_DIR}/checker/tidy/devlock-clang-tidy.in ${PROJECT_BINARY_DIR}/bin/devlock-clang-tidy
               @ONLY FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
               WORLD_EXECUTE)

install(TARGETS devlock-tidy ${module} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(PROGRAMS ${PROJECT_BINARY_DIR}/bin/devlock-clang-tidy TYPE BIN)

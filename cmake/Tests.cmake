# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Tests: builds test/unit/test_*.c, each into a program of its own (cmocka), and test/tools/*.c, programs that
# other tests call; writes lit's configuration; adds the target `check`, which runs everything through lit.

find_path(DEVLOCK_CMOCKA_INCLUDE cmocka.h REQUIRED)
find_library(DEVLOCK_CMOCKA cmocka REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
mark_as_advanced(DEVLOCK_CMOCKA_INCLUDE DEVLOCK_CMOCKA)

# devlock_test_program(SOURCE FOLDER): build/test/FOLDER/NAME from test/FOLDER/NAME.c.
function(devlock_test_program source folder)
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/test/${folder})
    # Unit tests look at private headers too.
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/checker ${PROJECT_SOURCE_DIR}/checker/core
                               ${PROJECT_SOURCE_DIR} ${DEVLOCK_CMOCKA_INCLUDE} ${DEVLOCK_Z3_INCLUDE})
    target_compile_definitions(${name} PRIVATE "DEVLOCK_TEST_DIR=\"${PROJECT_SOURCE_DIR}/test\"")
    # cmocka's macros keep unused state parameters around.
    target_compile_options(${name} PRIVATE -Wno-unused-parameter)
    target_link_libraries(${name} PRIVATE devlock-sketch devlock-editor devlock-report devlock-capture devlock-model devlock-core ${DEVLOCK_CMOCKA})
endfunction()

file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/test/unit/test_*.c)
foreach(source ${sources})
    devlock_test_program(${source} unit)
endforeach()
file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/test/tools/*.c)
foreach(source ${sources})
    devlock_test_program(${source} tools)
endforeach()

# The fuzzers; without DEVLOCK_FUZZ programs that try their corpora.
foreach(fuzzer fuzz_editor fuzz_proxy)
    devlock_test_program(${PROJECT_SOURCE_DIR}/test/fuzz/${fuzzer}.c fuzz)
    target_sources(${fuzzer} PRIVATE ${PROJECT_SOURCE_DIR}/test/fuzz/common.c)
    target_include_directories(${fuzzer} PRIVATE ${PROJECT_SOURCE_DIR}/test)
    if(DEVLOCK_FUZZ)
        target_compile_definitions(${fuzzer} PRIVATE DEVLOCK_FUZZ)
        target_link_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
    endif()
endforeach()
# Time passes when an input says so.
target_link_options(fuzz_proxy PRIVATE -Wl,--wrap=server_clock)

# Prints the program graph that the front end makes, for the front end's tests.
if(DEVLOCK_FRONTEND AND EXISTS ${PROJECT_SOURCE_DIR}/test/frontend/dump_graph.c)
    devlock_test_program(${PROJECT_SOURCE_DIR}/test/frontend/dump_graph.c tools)
    target_link_libraries(dump_graph PRIVATE devlock-frontend ${DEVLOCK_LLVM_LIBRARIES})
    set_target_properties(dump_graph PROPERTIES LINKER_LANGUAGE CXX)
endif()

# lit and FileCheck come with LLVM's tools: of the version that is built with, else of any that is installed.
set(tool_folders ${DEVLOCK_LLVM_BIN})
set(lit_scripts "")
foreach(version RANGE 22 14 -1)
    list(APPEND tool_folders /usr/lib/llvm-${version}/bin)
endforeach()
foreach(folder ${tool_folders})
    list(APPEND lit_scripts ${folder}/lit ${folder}/../build/utils/lit/lit.py)
endforeach()
set(DEVLOCK_LIT "" CACHE FILEPATH "lit; empty: the one that comes with LLVM's tools")
set(lit ${DEVLOCK_LIT})
foreach(script ${lit_scripts})
    if(NOT lit AND EXISTS ${script})
        get_filename_component(lit ${script} REALPATH)
    endif()
endforeach()
if(NOT lit)
    find_program(lit_program NAMES lit llvm-lit)
    set(lit ${lit_program})
endif()
find_program(DEVLOCK_FILECHECK NAMES FileCheck PATHS ${tool_folders} NO_DEFAULT_PATH)
mark_as_advanced(DEVLOCK_FILECHECK)
if(NOT lit OR NOT DEVLOCK_FILECHECK)
    message(STATUS "No lit or FileCheck (package llvm-N-tools): the target `check` is left out")
    return()
endif()

get_filename_component(DEVLOCK_TOOLS ${DEVLOCK_FILECHECK} DIRECTORY)
if(NOT DEVLOCK_FRONTEND)
    set(DEVLOCK_LLVM "0")
endif()
set(DEVLOCK_CXX_COMPILER ${CMAKE_CXX_COMPILER})
configure_file(${PROJECT_SOURCE_DIR}/test/lit.site.cfg.py.in ${PROJECT_BINARY_DIR}/test/lit.site.cfg.py @ONLY)
add_custom_target(check
    COMMAND ${Python3_EXECUTABLE} ${lit} -sv ${PROJECT_BINARY_DIR}/test
    COMMENT "Running the tests"
    USES_TERMINAL VERBATIM)
file(WRITE ${PROJECT_BINARY_DIR}/test/lit-command "${Python3_EXECUTABLE}\n${lit}\n")
get_property(targets DIRECTORY PROPERTY BUILDSYSTEM_TARGETS)
list(REMOVE_ITEM targets check devlock-flags devlock-llvm)
add_dependencies(check ${targets})

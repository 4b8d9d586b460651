# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Finds Clang and LLVM as static libraries, for the program devlock. A scan starts it for each source, and the shared
# libraries take longer to load than a short source to read: their addresses are put in place each time.
#
# Needs: FindClangLibraries, the option DEVLOCK_STATIC_LLVM.
# Leaves: DEVLOCK_STATIC_CLANG, what the linker is given in place of DEVLOCK_LLVM_LIBRARIES; where not all of them are
#         installed, as with distributions that ship none, it is these.

# The libraries of the system that LLVM's want, as llvm-config tells: names as for the linker, and paths.
function(devlock_system_libraries flags result)
    set(found "")
    separate_arguments(flags UNIX_COMMAND "${flags}")
    foreach(flag ${flags})
        if(flag MATCHES "^-l(.+)$")
            find_library(DEVLOCK_SYSTEM_${CMAKE_MATCH_1} ${CMAKE_MATCH_1})
            mark_as_advanced(DEVLOCK_SYSTEM_${CMAKE_MATCH_1})
            set(flag ${DEVLOCK_SYSTEM_${CMAKE_MATCH_1}})
        endif()
        if(NOT flag OR (flag MATCHES "^/" AND NOT EXISTS ${flag}))
            return()
        endif()
        list(APPEND found ${flag})
    endforeach()
    set(${result} "${found}" PARENT_SCOPE)
endfunction()

function(devlock_static_clang result)
    set(config ${DEVLOCK_LLVM_CONFIG_${DEVLOCK_LLVM}})
    foreach(question libdir libfiles system-libs)
        execute_process(COMMAND ${config} --link-static --${question} OUTPUT_VARIABLE ${question} ERROR_QUIET
                        OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE status)
        if(status)
            return()
        endif()
    endforeach()
    separate_arguments(libfiles UNIX_COMMAND "${libfiles}")
    list(FILTER libfiles INCLUDE REGEX "/libLLVM[^/]*\\.a$")
    file(GLOB clang ${libdir}/libclang[A-Z]*.a)
    devlock_system_libraries("${system-libs}" system)
    if(clang AND libfiles AND system)
        set(${result} -Wl,--start-group ${clang} ${libfiles} -Wl,--end-group ${system} PARENT_SCOPE)
    endif()
endfunction()

set(DEVLOCK_STATIC_CLANG ${DEVLOCK_LLVM_LIBRARIES})
if(DEVLOCK_STATIC_LLVM AND NOT DEVLOCK_SANITIZE)
    devlock_static_clang(DEVLOCK_STATIC_CLANG)
endif()
if(DEVLOCK_STATIC_CLANG STREQUAL DEVLOCK_LLVM_LIBRARIES)
    message(STATUS "devlock links the shared libraries of LLVM")
endif()

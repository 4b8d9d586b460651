# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Makes files part of a program: devlock_embed(VARIABLE name OUTPUT file.c FILES …) adds a build step that writes a C
# source which defines `const devlock_embedded NAME[]` (checker/model/embedded.h), an entry a file and a last one
# without name. The same file is the script that does it, run as cmake -P, so that no tool has to be built or
# installed first. Cost: a regular expression over each file; meant for texts of some hundred kilobytes.

if(CMAKE_SCRIPT_MODE_FILE)
    string(REPLACE "|" ";" FILES "${FILES}")
    set(text "/* Made by cmake/Embed.cmake. */\n#include \"model/embedded.h\"\n\n")
    set(table "")
    set(number 0)
    foreach(file ${FILES})
        file(READ ${file} bytes HEX)
        string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
        get_filename_component(name ${file} NAME)
        file(SIZE ${file} size)
        string(APPEND text "static const unsigned char file_${number}[] = {\n${bytes}0};\n\n")
        string(APPEND table "    {\"${name}\", file_${number}, ${size}},\n")
        math(EXPR number "${number} + 1")
    endforeach()
    string(APPEND text "const devlock_embedded ${VARIABLE}[] = {\n${table}    {0, 0, 0},\n};\n")
    file(WRITE ${OUTPUT} "${text}")
    return()
endif()

set(DEVLOCK_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(devlock_embed)
    cmake_parse_arguments(arg "" "VARIABLE;OUTPUT" "FILES" ${ARGN})
    string(REPLACE ";" "|" files "${arg_FILES}")
    add_custom_command(
        OUTPUT ${arg_OUTPUT}
        COMMAND ${CMAKE_COMMAND} "-DFILES=${files}" -DVARIABLE=${arg_VARIABLE} -DOUTPUT=${arg_OUTPUT}
                -P ${DEVLOCK_EMBED_SCRIPT}
        DEPENDS ${arg_FILES} ${DEVLOCK_EMBED_SCRIPT}
        COMMENT "Embedding ${arg_VARIABLE}"
        VERBATIM)
endfunction()

# A compile database as CMake writes it: a library and two drivers.
command() {
    printf '{"directory": "%s", "file": "%s", "output": "CMakeFiles/%s.dir/%s.obj",' "$PWD" "$2" "$1" "$2"
    printf '"arguments": ["clang", "-target", "x86_64-pc-windows-msvc", "-c", "%s"]}' "$2"
}
{
    printf '['
    command first first/entry.c
    printf ','
    command second second/entry.c
    printf ','
    command lib shared/shared.c
    printf ']'
} > compile_commands.json

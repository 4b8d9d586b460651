# Projects for the folder tree: two that share a source.
project() {
    printf '<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003"><ItemGroup>\n'
    for source; do printf '<ClCompile Include="%s" />\n' "$source"; done
    printf '</ItemGroup></Project>\n'
}
project entry.c '..\shared\shared.c' > first/first.vcxproj
project entry.c '..\shared\shared.c' > second/second.vcxproj

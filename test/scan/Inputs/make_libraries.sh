# A tree of projects, some of which are libraries of others; each says only how it is linked.
uses() {
    cat <<'C'
void Help(void *Extension);
void VideoPortAcquireDeviceLock(void *HwDeviceExtension);
unsigned long DriverEntry(void *Driver, void *Path)
{
    VideoPortAcquireDeviceLock(Driver);
    Help(Driver);
    return 0;
}
C
}
releases() {
    printf 'void VideoPortReleaseDeviceLock(void *HwDeviceExtension);\n'
    printf 'void Help(void *Extension)\n{\n    VideoPortReleaseDeviceLock(Extension);\n}\n'
}
# project FOLDER KIND OUTPUT SOURCE LINKER ITEM
project() {
    printf '<Project><PropertyGroup><ConfigurationType>%s</ConfigurationType><TargetName>%s</TargetName></PropertyGroup>\n' \
        "$2" "$3"
    printf '<ItemDefinitionGroup><Link><AdditionalDependencies>%s</AdditionalDependencies></Link></ItemDefinitionGroup>\n' "$5"
    printf '<ItemGroup><ClCompile Include="%s" />%s</ItemGroup></Project>\n' "$4" "$6"
} > "$1/$1.vcxproj"

mkdir -p named referred unlinked helper dll left
for driver in named referred unlinked left; do uses > $driver/entry.c; done
for helper in helper dll; do releases > $helper/help.c; done
project named Driver named entry.c '%(AdditionalDependencies);..\helper\$(IntDir)\HELP.lib' ''
project referred Driver referred entry.c '' '<ProjectReference Include="..\helper\helper.vcxproj" />'
project unlinked Driver unlinked entry.c ntoskrnl.lib ''
project helper StaticLibrary help help.c '' ''
project dll DynamicLibrary dll help.c '' ''
releases > left/help.c # no project names it
project left Driver left entry.c '' ''

mkdir -p old/driver old/lib
uses > old/driver/entry.c
releases > old/lib/help.c
printf 'TARGETNAME=old\nTARGETTYPE=DRIVER\nTARGETLIBS=$(DDK_LIB_PATH)\\ntstrsafe.lib \\\n  ..\\lib\\obj\\oldhelp.lib\nSOURCES=entry.c\n' \
    > old/driver/sources
printf 'TARGETNAME=oldhelp\nTARGETTYPE=DRIVER_LIBRARY\nSOURCES=help.c\n' > old/lib/sources

# Folders without a project: what stands beside a driver is meant by what it calls, what stands further off is not.
mkdir -p plain/near/driver plain/near/shared plain/far/deep/driver plain/elsewhere
for driver in plain/near/driver plain/far/deep/driver; do uses > $driver/entry.c; done
releases > plain/near/shared/help.c
releases > plain/elsewhere/help.c

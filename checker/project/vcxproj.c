/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads projects of Visual Studio: sources, include folders, definitions and libraries, as MSBuild would evaluate them:
 * first the properties, then the definitions of items, then the items; see
 * https://learn.microsoft.com/visualstudio/msbuild/build-process-overview. Imported property files are read as far as
 * they are there; those of Visual Studio and of the driver kit are not, and what they define is not known. Of several
 * configurations Release for x64 is taken, or what comes next to it.
 *
 * Needs libxml2 and a file. Leaves behind the project's sources. Costs three passes over the file and its imports.
 */
#include <glob.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "msbuild.h"
#include "paths.h"
#include "project.h"

#define IMPORTS_DEEP 16

typedef enum pass { PASS_PROPERTIES, PASS_DEFINITIONS, PASS_ITEMS } pass;

/* What a source is compiled with; lists as they are written in projects. */
typedef struct compile {
    char *includes, *definitions, *undefinitions, *forced, *options;
    bool excluded;
} compile;

typedef struct reading {
    project *project;
    arena *arena;
    msbuild build;
    const char *file; /* that is being read */
    char *folder;     /* of the project: what it names goes from there */
    compile common;
    pass pass;
    unsigned depth;
} reading;

/* ---- nodes --------------------------------------------------------------------------------------------------- */

static bool is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcasecmp((const char *)node->name, name) == 0;
}

static char *attribute(const reading *r, xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    char *copy = value ? arena_string(r->arena, (const char *)value) : NULL;
    xmlFree(value);
    return copy;
}

static char *content(const reading *r, xmlNode *node)
{
    xmlChar *value = xmlNodeGetContent(node);
    char *copy = arena_string(r->arena, value ? (const char *)value : "");
    xmlFree(value);
    return copy;
}

static bool holds(reading *r, xmlNode *node)
{
    return msbuild_holds(&r->build, attribute(r, node, "Condition"));
}

/* ---- properties ---------------------------------------------------------------------------------------------- */

/* Properties that hold folders where headers are looked for, behind those that items name. They begin with the
 * compiler's own, which are not known here. */
static const char *const folder_lists[] = {"IncludePath", "ExternalIncludePath"};

static bool is_folder_list(const xmlNode *node)
{
    for (size_t i = 0; i < sizeof folder_lists / sizeof *folder_lists; i++)
        if (is(node, folder_lists[i]))
            return true;
    return false;
}

/* What a build names on its command line holds, whatever the project says. */
static bool is_given(const xmlNode *node)
{
    return is(node, "Configuration") || is(node, "Platform");
}

/* In a list of folders, one that names an unknown property has to be told from others. */
static void read_properties(reading *r, xmlNode *group)
{
    for (xmlNode *node = group->children; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || is_given(node) || !holds(r, node))
            continue;
        char *text = content(r, node);
        text = is_folder_list(node) ? msbuild_expand_known(&r->build, text) : msbuild_expand_all(&r->build, text);
        msbuild_set(&r->build, (const char *)node->name, text);
    }
}

/* The configuration of an attribute Include="Release|x64" that is wanted most. */
static unsigned liking(const char *include)
{
    return (strncasecmp(include, "release|", 8) == 0 ? 2u : 1u) + (path_has_ending(include, "|x64") ? 4u : 0);
}

/* Cuts the ending off. */
static char *without_ending(char *name)
{
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = '\0';
    return name;
}

static void choose_configuration(reading *r, xmlNode *root)
{
    char *best = NULL;
    for (xmlNode *group = root->children; group; group = group->next)
        for (xmlNode *node = is(group, "ItemGroup") ? group->children : NULL; node; node = node->next) {
            char *include = is(node, "ProjectConfiguration") ? attribute(r, node, "Include") : NULL;
            if (include && strchr(include, '|') && (!best || liking(include) > liking(best)))
                best = include;
        }
    if (!best)
        best = arena_string(r->arena, "Release|x64");
    char *bar = strchr(best, '|');
    *bar = '\0';
    msbuild_set(&r->build, "Configuration", best);
    msbuild_set(&r->build, "Platform", bar + 1);
}

/* The folder of the nearest file above that fits, with a slash; NULL: none. */
static char *folder_above(reading *r, const char *pattern)
{
    char *folder = r->folder;
    for (unsigned i = 0; i < 12; i++) {
        char *path = arena_format(r->arena, "%s%s%s", folder, *folder ? "/" : "", pattern);
        bool there = path_fits(r->project->places, folder, pattern);
        project_look(r->project, path);
        if (there)
            return arena_format(r->arena, "%s%s", *folder ? folder : ".", "/");
        char *above = path_meant(r->project->places, folder, "..");
        if (strcmp(above, folder) == 0)
            return NULL;
        folder = above;
    }
    return NULL;
}

/* MSBuildThisFile and its like. */
static void set_this(reading *r, const char *file)
{
    char *name = arena_string(r->arena, path_name(file));
    msbuild_set(&r->build, "MSBuildThisFile", name);
    msbuild_set(&r->build, "MSBuildThisFileDirectory", arena_format(r->arena, "%s/", path_folder(r->arena, file)));
    msbuild_set(&r->build, "MSBuildThisFileName", without_ending(name));
}

static void set_known(reading *r)
{
    char *here = arena_format(r->arena, "%s/", r->folder);
    char *solution = folder_above(r, "*.sln");
    char *name = arena_string(r->arena, path_name(r->project->file));
    msbuild_set(&r->build, "MSBuildProjectFile", name);
    msbuild_set(&r->build, "MSBuildProjectDirectory", r->folder);
    msbuild_set(&r->build, "MSBuildProjectName", without_ending(name));
    msbuild_set(&r->build, "ProjectName", name);
    msbuild_set(&r->build, "ProjectDir", here);
    msbuild_set(&r->build, "SolutionDir", solution ? solution : here);
    for (size_t i = 0; i < sizeof folder_lists / sizeof *folder_lists; i++)
        msbuild_set(&r->build, folder_lists[i], "");
}

/* ---- items --------------------------------------------------------------------------------------------------- */

/* A list that may continue the one before: %(NAME) in it stands for that. */
static char *continued(reading *r, const char *before, const char *text)
{
    char *result = arena_string(r->arena, "");
    for (const char *at; (at = strstr(text, "%(")) != NULL && strchr(at, ')'); text = strchr(at, ')') + 1)
        result = arena_format(r->arena, "%s%.*s%s", result, (int)(at - text), text, before ? before : "");
    return arena_format(r->arena, "%s%s", result, text);
}

static void read_metadata(reading *r, xmlNode *item, compile *c)
{
    const struct {
        const char *name;
        char **list;
    } lists[] = {{"AdditionalIncludeDirectories", &c->includes},
                 {"PreprocessorDefinitions", &c->definitions},
                 {"UndefinePreprocessorDefinitions", &c->undefinitions},
                 {"ForcedIncludeFiles", &c->forced},
                 {"AdditionalOptions", &c->options}};
    for (xmlNode *node = item->children; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || !holds(r, node))
            continue;
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
            if (is(node, lists[i].name))
                *lists[i].list = msbuild_expand_known(&r->build, continued(r, *lists[i].list, content(r, node)));
        if (is(node, "ExcludedFromBuild"))
            c->excluded = strcasecmp(msbuild_expand_all(&r->build, content(r, node)), "true") == 0;
    }
}

/* The next part of a list, without spaces around it; NULL: no more. *rest moves on. */
static char *next_part(reading *r, char **rest, char separator)
{
    while (*rest && **rest) {
        char *start = *rest + strspn(*rest, " \t\r\n");
        char *end = strchr(start, separator);
        *rest = end ? end + 1 : NULL;
        size_t length = end ? (size_t)(end - start) : strlen(start);
        while (length && strchr(" \t\r\n", start[length - 1]))
            length--;
        if (length)
            return arena_string_n(r->arena, start, length);
    }
    return NULL;
}

static void add_options(reading *r, project_source *source, const char *list, const char *option, bool path)
{
    char *rest = list ? arena_string(r->arena, list) : NULL;
    for (char *part; (part = next_part(r, &rest, ';')) != NULL;) {
        char *value = msbuild_expand(&r->build, part);
        if (value && path)
            value = *value ? path_meant(r->project->places, r->folder, value) : NULL;
        if (!value)
            continue;
        if (path && !*value)
            value = ".";
        project_list_add(&source->options, arena_string(r->arena, option));
        project_list_add(&source->options, value);
    }
}

/* /D NAME, /DNAME, /I FOLDER and /FI FILE among the compiler's other options. */
static void add_compiler_options(reading *r, project_source *source, const char *text)
{
    static const struct {
        const char *word, *option;
        bool path;
    } known[] = {{"D", "-D", false}, {"U", "-U", false}, {"FI", "-include", true}, {"I", "-I", true}};
    char *rest = text ? arena_string(r->arena, text) : NULL;
    for (char *part; (part = next_part(r, &rest, ' ')) != NULL;)
        for (size_t i = 0; i < sizeof known / sizeof *known && (*part == '/' || *part == '-'); i++) {
            size_t length = strlen(known[i].word);
            if (strncmp(part + 1, known[i].word, length) != 0)
                continue;
            char *value = part[1 + length] ? part + 1 + length : next_part(r, &rest, ' ');
            add_options(r, source, value, known[i].option, known[i].path);
            break;
        }
}

static void add_source(reading *r, char *file, const compile *c)
{
    project_source *source = project_add(r->project, file);
    add_options(r, source, c->includes, "-I", true);
    for (size_t i = 0; i < sizeof folder_lists / sizeof *folder_lists; i++)
        add_options(r, source, msbuild_get(&r->build, folder_lists[i]), "-I", true);
    add_options(r, source, c->definitions, "-D", false);
    add_options(r, source, c->undefinitions, "-U", false);
    add_options(r, source, c->forced, "-include", true);
    add_compiler_options(r, source, c->options);
}

static void read_item(reading *r, xmlNode *node)
{
    compile c = r->common;
    char *include = attribute(r, node, "Include");
    if (!include)
        return;
    read_metadata(r, node, &c);
    char *rest = c.excluded ? NULL : include;
    for (char *part; (part = next_part(r, &rest, ';')) != NULL;) {
        char *name = msbuild_expand(&r->build, part);
        char *path = name ? path_meant(r->project->places, r->folder, name) : NULL;
        glob_t found;
        if (!path)
            continue;
        if (glob(path, 0, NULL, &found) != 0) {
            project_look(r->project, path);
            continue; /* what a build makes is not there */
        }
        for (size_t i = 0; i < found.gl_pathc; i++)
            add_source(r, arena_string(r->arena, found.gl_pathv[i]), &c);
        globfree(&found);
    }
}

/* ---- what it makes and links --------------------------------------------------------------------------------- */

static void read_kind(reading *r)
{
    const char *kind = msbuild_get(&r->build, "ConfigurationType"), *output = msbuild_get(&r->build, "TargetName");
    if (kind && *kind)
        r->project->kind = strcasecmp(kind, "StaticLibrary") == 0 ? PROJECT_LIBRARY : PROJECT_WHOLE;
    if (!output || !*output)
        output = msbuild_get(&r->build, "ProjectName");
    r->project->output = arena_string(r->arena, output);
}

static void read_linker(reading *r, xmlNode *item)
{
    for (xmlNode *node = item->children; node; node = node->next)
        if (is(node, "AdditionalDependencies") && holds(r, node))
            project_link(r->project, content(r, node), ";");
}

static void read_reference(reading *r, xmlNode *node)
{
    char *include = attribute(r, node, "Include"), *name = include ? msbuild_expand(&r->build, include) : NULL;
    char *path = name ? path_meant(r->project->places, r->folder, name) : NULL;
    if (path)
        project_list_add(&r->project->references, path);
}

/* ---- the file ------------------------------------------------------------------------------------------------ */

static void read_children(reading *r, xmlNode *parent);

static void enter(reading *r, const char *file)
{
    r->file = file;
    r->build.folder = path_folder(r->arena, file);
    set_this(r, file);
}

/* Reads an imported file; one that is not there, or is none, adds nothing. */
static void read_import(reading *r, const char *path)
{
    xmlDoc *document = NULL;
    project_look(r->project, arena_string(r->arena, path));
    if (r->depth < IMPORTS_DEEP && path_is_there(r->project->places, path))
        document = xmlReadFile(path, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    if (root) {
        const char *includer = r->file;
        r->depth++;
        enter(r, path);
        read_children(r, root);
        enter(r, includer);
        r->depth--;
    }
    if (document)
        xmlFreeDoc(document);
}

static void import(reading *r, xmlNode *node)
{
    char *name = attribute(r, node, "Project");
    char *expanded = name ? msbuild_expand(&r->build, name) : NULL;
    char *path = expanded ? path_meant(r->project->places, r->build.folder, expanded) : NULL;
    if (path)
        read_import(r, path);
}

/* The first <When> that holds, or <Otherwise>. */
static void choose(reading *r, xmlNode *node)
{
    for (xmlNode *way = node->children; way; way = way->next)
        if ((is(way, "When") && holds(r, way)) || is(way, "Otherwise")) {
            read_children(r, way);
            return;
        }
}

static void read_items(reading *r, xmlNode *group)
{
    for (xmlNode *node = group->children; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || !holds(r, node))
            continue;
        bool compiled = is(node, "ClCompile");
        if (compiled && r->pass == PASS_DEFINITIONS)
            read_metadata(r, node, &r->common);
        else if (compiled)
            read_item(r, node);
        else if (r->pass == PASS_DEFINITIONS && (is(node, "Link") || is(node, "Lib")))
            read_linker(r, node);
        else if (r->pass == PASS_ITEMS && is(node, "ProjectReference"))
            read_reference(r, node);
    }
}

static void read_children(reading *r, xmlNode *parent)
{
    for (xmlNode *node = parent->children; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || !holds(r, node))
            continue;
        if (is(node, "Import"))
            import(r, node);
        else if (is(node, "ImportGroup"))
            read_children(r, node);
        else if (is(node, "Choose"))
            choose(r, node);
        else if (is(node, "PropertyGroup") && r->pass == PASS_PROPERTIES)
            read_properties(r, node);
        else if (is(node, "ItemDefinitionGroup") && r->pass == PASS_DEFINITIONS)
            read_items(r, node);
        else if (is(node, "ItemGroup") && r->pass == PASS_ITEMS)
            read_items(r, node);
    }
}

bool vcxproj_read(project *project, const char **why)
{
    reading r = {.project = project, .arena = project->arena, .build = {.arena = project->arena, .project = project}};
    xmlDoc *document = xmlReadFile(project->file, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    if (!root || !is(root, "Project")) {
        *why = root ? "it is no project: its root is not <Project>" : "it is no XML";
        if (document)
            xmlFreeDoc(document);
        return false;
    }
    r.folder = path_folder(r.arena, project->file);
    choose_configuration(&r, root);
    set_known(&r);
    char *above = folder_above(&r, "Directory.Build.props");
    for (r.pass = PASS_PROPERTIES; r.pass <= PASS_ITEMS; r.pass++) {
        enter(&r, project->file);
        if (above)
            read_import(&r, arena_format(r.arena, "%sDirectory.Build.props", above));
        read_children(&r, root);
        if (r.pass == PASS_PROPERTIES)
            read_kind(&r);
    }
    xmlFreeDoc(document);
    msbuild_free(&r.build);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sketches of sources: what they mention, define and give names to; and which drivers matter because of that.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include "sketch/relevance.h"

static vocabulary *words;
static sketch_desk *desk;

static int start(void **state)
{
    words = vocabulary_new();
    desk = sketch_desk_new();
    return 0;
}

static int stop(void **state)
{
    vocabulary_free(words);
    sketch_desk_free(desk);
    return 0;
}

static sketch *sketched(const char *text)
{
    return sketch_read(desk, words, text, strlen(text));
}

static bool has(const word_list *list, const char *word)
{
    uint32_t number = vocabulary_find(words, word, strlen(word));
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i] == number)
            return true;
    return false;
}

/* Whether something named so stands for the word. */
static bool stands_for(const sketch *s, const char *name, const char *word)
{
    for (uint32_t i = 0; i < s->entity_count; i++)
        if (has(&s->entities[i].names, name) && has(&s->entities[i].words, word))
            return true;
    return false;
}

#define ASSERT_STANDS(text, name, word)                                                                                \
    do {                                                                                                               \
        sketch *s = sketched(text);                                                                                    \
        assert_true(stands_for(s, name, word));                                                                        \
        assert_false(s->opaque);                                                                                       \
        sketch_free(s);                                                                                                \
    } while (0)

/* ---- tokens ---------------------------------------------------------------------------------------------------- */

static void comments_and_strings_hold_no_words(void **state)
{
    sketch *s =
        sketched("/* a */ // b \\\n c\nint d = \"e\" 'f' L\"g\" + R\"x(h \" ) i)x\" 0x1Fu 1'000j k; /* l **/ m / n");
    static const char *const none[] = {"a", "b", "c", "e", "f", "g", "h", "i", "x", "j", "u", "l"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (has(&s->all, none[i]))
            fail_msg("'%s' is taken for a word", none[i]);
    assert_true(has(&s->all, "d") && has(&s->all, "k") && has(&s->all, "m") && has(&s->all, "n"));
    sketch_free(s);
}

static void anything_is_read(void **state)
{
    static const char *const texts[] = {"",   "#",    "#define",    "#include", "\"",   "'\\",         "/*",     "R\"(",
                                        "}}", "((((", "#if\n#else", "#endif",   "{{{{", "#define A\\", "\\\r\n", "::~"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        sketch_free(sketched(texts[i]));
    sketch *s = sketch_read(desk, words, "a\0b", 3);
    assert_true(s->opaque);
    sketch_free(s);
}

/* Who draws a file, and when, makes no difference: not even to the numbers of words. */
static void files_that_are_drawn_ahead_are_the_same(void **state)
{
    enum { FILES = 64 };
    char folder[] = "/tmp/devlock-sketch-XXXXXX", paths[FILES][64];
    assert_non_null(mkdtemp(folder));
    for (int i = 0; i < FILES; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%d.c", folder, i);
        FILE *out = fopen(paths[i], "w");
        fprintf(out, "#define A%d B%d\nint f%d(void)\n{ return A%d + both; }\n", i, i % 7, i, i);
        fclose(out);
    }
    uint32_t sums[2] = {0};
    for (int turn = 0; turn < 2; turn++) {
        vocabulary *own = vocabulary_new();
        sketch_files *files = sketch_files_new(own);
        for (int i = 0; turn && i < FILES; i++)
            sketch_files_expect(files, paths[i]);
        for (int i = FILES; i-- > 1;) { /* one is not taken */
            const sketch *s = sketch_files_get(files, sketch_files_add(files, paths[i]));
            assert_non_null(s);
            for (uint32_t k = 0; k < s->word_count; k++)
                sums[turn] = sums[turn] * 31 + s->words[k];
        }
        assert_null(sketch_files_get(files, sketch_files_add(files, folder)));
        sketch_files_free(files);
        vocabulary_free(own);
    }
    assert_int_equal(sums[0], sums[1]);
    for (int i = 0; i < FILES; i++)
        unlink(paths[i]);
    rmdir(folder);
}

/* ---- what stands for what -------------------------------------------------------------------------------------- */

static void names_stand_for_what_is_behind_them(void **state)
{
    ASSERT_STANDS("#define LOCK(x) \\\n  Acquire(x)\n", "LOCK", "Acquire");
    ASSERT_STANDS("static __inline VOID Take(PEXT e) { Acquire(e); }", "Take", "Acquire");
    ASSERT_STANDS("_IRQL_requires_max_(2) VOID NTAPI Take(_In_ PEXT e)\n{ if (e) { Acquire(e); } }", "Take", "Acquire");
    ASSERT_STANDS("class Guard : Base { public: Guard(T *x) : m(x) { Acquire(x); } T *m; };", "Guard", "Acquire");
    ASSERT_STANDS("namespace n { template <class T> class Guard final { void f() { Acquire(); } }; }", "Guard",
                  "Acquire");
    ASSERT_STANDS("Guard::~Guard() { Release(m); }", "Guard", "Release");
    ASSERT_STANDS("static const OPS Table[] = { Acquire, Release };", "Table", "Release");
    ASSERT_STANDS("extern Guard One, Other[3];", "Other", "Guard");
    ASSERT_STANDS("typedef struct _OPS { LOCK_DATA d; } OPS, *POPS;", "POPS", "LOCK_DATA");
    ASSERT_STANDS("typedef LOCK_DATA MINE, *PMINE;", "PMINE", "LOCK_DATA");
    ASSERT_STANDS("typedef VOID (NTAPI *PROUTINE)(LOCK_DATA *d);", "PROUTINE", "LOCK_DATA");
    ASSERT_STANDS("typedef VOID (* const PROUTINE)(LOCK_DATA *d);", "PROUTINE", "LOCK_DATA");
    ASSERT_STANDS("MY_ACQUIRES VOID Take(PEXT e);", "Take", "MY_ACQUIRES");
    ASSERT_STANDS("extern \"C\" {\nint f(void) { return Acquire(); }\n}", "f", "Acquire");
}

static void types_and_results_are_no_names(void **state)
{
    sketch *s = sketched("typedef VOID (NTAPI *F)(PEXT *e);\ntypedef NTSTATUS (NTAPI G)(PEXT *e);\n"
                         "typedef struct _K { int x; } K, *RESTRICTED PK;\n"
                         "PVOID (*Field)(LOCK_DATA d);\nstatic ULONG x = Acquire();\n"
                         "struct S { int a; } y;\nunsigned long f(void) { Acquire(); }");
    static const char *const none[] = {"VOID",   "PVOID", "ULONG", "struct",   "unsigned",  "long",
                                       "static", "int",   "NTAPI", "NTSTATUS", "RESTRICTED"};
    for (uint32_t i = 0; i < s->entity_count; i++)
        for (size_t k = 0; k < sizeof none / sizeof *none; k++)
            if (has(&s->entities[i].names, none[k]))
                fail_msg("'%s' is taken for a name", none[k]);
    sketch_free(s);
}

static void branches_open_one_brace_each(void **state)
{
    sketch *s = sketched("#ifdef A\nint f(int a) {\n#elif B\nint f(long a) {\n#else\nint f(void) {\n#endif\n"
                         "if (x) { Acquire(); }\n}\nint g(void) { Release(); }\n");
    assert_false(s->opaque);
    assert_true(stands_for(s, "g", "Release"));
    assert_false(stands_for(s, "f", "Release"));
    sketch_free(s);
    s = sketched("int f(void) {\n#ifdef A\n}\n#else\n}\n#endif\n");
    assert_true(s->opaque);
    sketch_free(s);
}

static void definitions_are_those_that_others_see(void **state)
{
    sketch *s = sketched("static int a(void) { return 1; }\nint b(int x) { return c(x); }\nint d(int x);\n"
                         "void N::C::e() { }\nclass K { void f() { } };\nint t = 3;\n");
    assert_true(has(&s->defines, "b") && has(&s->defines, "C"));
    assert_int_equal(s->defines.count, 2);
    assert_true(has(&s->code, "c"));
    assert_false(has(&s->code, "d"));
    sketch_free(s);
}

static void includes_are_told(void **state)
{
    sketch *s = sketched("#include <a.h>\n # include \"b\\\\c.h\" // d\n#include NAME\n");
    assert_int_equal(s->include_count, 3);
    assert_string_equal(s->includes[0].name, "a.h");
    assert_false(s->includes[0].quoted);
    assert_string_equal(s->includes[1].name, "b//c.h");
    assert_true(s->includes[1].quoted);
    assert_null(s->includes[2].name);
    sketch_free(s);
}

/* ---- drivers that matter --------------------------------------------------------------------------------------- */

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

/* Why a source of a driver matters that finds Own.h beside it and sys.h among the headers of the system. added: a model
 * besides those that are used unasked; NULL: none. */
static const char *why_with(const char *added, const char *source, const char *own, const char *system)
{
    static const char *const annotations[] = {"_Acquires_lock_", NULL};
    static const char *const command[] = {
        "clang",    "-isystem", "system",   "-Xclang",
        "-imacros", "-Xclang",  "forced.h", "-DBY_COMMAND(x)=VideoPortAcquireDeviceLock(x)"};
    char folder[] = "/tmp/devlock-sketch-XXXXXX", here[4096], *error = NULL;
    assert_non_null(getcwd(here, sizeof here));
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(mkdir("system", 0777), 0);
    write_file("a.c", source);
    write_file("Own.h", own);
    write_file("system/sys.h", system);
    write_file("forced.h", "#define FORCED VideoPortReleaseDeviceLock\n");
    devlock_model *model = devlock_model_new();
    devlock_model_add_default(model);
    assert_true(!added || devlock_model_add_named(model, added, &error));
    relevance *r = relevance_new(words, model, annotations);
    sketch_files *files = sketch_files_new(words);
    reach reach;
    reach_start(&reach, files);
    reach_add(&reach, "a.c", NULL, command, sizeof command / sizeof *command);
    reach_close(&reach);
    const char *name = relevance_of(r, &reach);
    reach_free(&reach);
    sketch_files_free(files);
    relevance_free(r);
    devlock_model_free(model);
    unlink("a.c"), unlink("Own.h"), unlink("system/sys.h"), unlink("forced.h"), rmdir("system");
    assert_int_equal(chdir(here), 0);
    rmdir(folder);
    return name;
}

static const char *why(const char *source, const char *own, const char *system)
{
    return why_with("wdm", source, own, system);
}

#define INCLUDES "#include \"own.h\"\n#include <SYS.H>\n"

static void a_driver_matters_for_what_it_names(void **state)
{
    static const char declared[] = "void VideoPortAcquireDeviceLock(void *);\n"
                                   "#define TAKE(x) VideoPortAcquireDeviceLock(x)\n"
                                   "static inline void take(void *x) { VideoPortAcquireDeviceLock(x); }\n"
                                   "typedef struct _VIDEO_HW_INITIALIZATION_DATA { int x; } "
                                   "VIDEO_HW_INITIALIZATION_DATA, *PDATA;\n";
    assert_null(why("void f(void) {}", "", ""));
    assert_null(why(INCLUDES "void f(void) { g(); }", "void g(void);", declared));
    assert_string_equal(why(INCLUDES "void f(void *x) { VideoPortAcquireDeviceLock(x); }", "", declared),
                        "VideoPortAcquireDeviceLock");
    assert_string_equal(why(INCLUDES "void f(void *x) { TAKE(x); }", "", declared), "VideoPortAcquireDeviceLock");
    assert_string_equal(why(INCLUDES "void f(void *x) { MINE(x); }", "#define MINE TAKE", declared),
                        "VideoPortAcquireDeviceLock");
    assert_string_equal(why(INCLUDES "void f(void *x) { }", "static void g(void *x) { take(x); }", declared),
                        "VideoPortAcquireDeviceLock");
    assert_null(why(INCLUDES "void f(void *x) { }", "#define MINE TAKE", declared));
    assert_string_equal(why(INCLUDES "void f(PMINE x) { }", "typedef PDATA PMINE;", declared),
                        "VIDEO_HW_INITIALIZATION_DATA");
}

/* What a model has in support of others makes no driver matter, nor do callbacks of which nothing is known that could
 * be wrong. */
static void what_supports_does_not_matter(void **state)
{
    static const char lowers[] = INCLUDES "void f(char x) { KeLowerIrql(x); }";
    static const char takes[] = INCLUDES "void f(void *x, char *y) { KeAcquireSpinLock(x, y); }";
    static const char has[] = "typedef struct _FAST_IO_DISPATCH { int x; } FAST_IO_DISPATCH, *PFAST_IO_DISPATCH;\n"
                              "typedef struct _DRIVER_OBJECT { PFAST_IO_DISPATCH p; } DRIVER_OBJECT;";
    assert_null(why(lowers, "", ""));
    assert_null(why_with(NULL, takes, "", ""));
    assert_string_equal(why(takes, "", ""), "KeAcquireSpinLock");
    assert_null(why(INCLUDES "void f(DRIVER_OBJECT *x) { }", "", has));
}

/* Of which kind of lock an annotation is, only lock functions tell, unless there is one kind. */
static void an_annotation_counts_where_there_is_one_kind(void **state)
{
    static const char calls[] = INCLUDES "void f(void *x) { g(x); }";
    static const char annotated[] = "_Acquires_lock_(x) void g(void *x);";
    assert_string_equal(why_with(NULL, calls, annotated, ""), "_Acquires_lock_");
    assert_null(why_with(NULL, INCLUDES "void f(void *x) { }", annotated, ""));
    assert_null(why(calls, annotated, ""));
}

/* A wait is one for a mutex if its argument is one: without the type, it is for something else. */
static void a_call_by_type_wants_the_type(void **state)
{
    static const char declared[] = "typedef struct _KMUTANT { int x; } KMUTANT, *PKMUTANT, KMUTEX;\n"
                                   "typedef struct _HAS { KMUTEX m; } HAS;\n"
                                   "int KeWaitForSingleObject(void *);";
    assert_null(why(INCLUDES "void f(KEVENT *x) { KeWaitForSingleObject(x); }", "", declared));
    assert_string_equal(why(INCLUDES "void f(KMUTEX *x) { KeWaitForSingleObject(x); }", "", declared),
                        "KeWaitForSingleObject");
    assert_string_equal(
        why(INCLUDES "void f(E *x) { KeWaitForSingleObject(&x->m); }", "typedef struct { HAS m; } E;", declared),
        "KeWaitForSingleObject");
    assert_null(why(INCLUDES "void f(KMUTEX *x) { }", "", declared));
}

static void a_command_gives_names(void **state)
{
    assert_string_equal(why("void f(void *x) { BY_COMMAND(x); }", "", ""), "VideoPortAcquireDeviceLock");
    assert_string_equal(why("void f(void *x) { FORCED(x); }", "", ""), "VideoPortReleaseDeviceLock");
}

static void a_name_put_together_counts(void **state)
{
    assert_string_equal(why("#define P(a, b) a##b\nvoid f(void *x) { P(VideoPortAcquire, DeviceLock)(x); }", "", ""),
                        "VideoPortAcquireDeviceLock");
    assert_null(why("#define P(a, b) a##b\nvoid f(void *x) { P(VideoPortAcquire, Lock)(x); }", "", ""));
    assert_string_equal(why(INCLUDES "#define P(a) Ta##a\nvoid f(void *x) { P(ke)(x); }",
                            "#define Take(x) VideoPortAcquireDeviceLock(x)", ""),
                        "VideoPortAcquireDeviceLock");
}

static void what_cannot_be_followed_matters(void **state)
{
    assert_string_equal(why("#include NAME\n", "", ""), "...");
    assert_string_equal(why(INCLUDES, "}\nvoid VideoPortAcquireDeviceLock(void *);", ""), "VideoPortAcquireDeviceLock");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_and_strings_hold_no_words),
        cmocka_unit_test(anything_is_read),
        cmocka_unit_test(files_that_are_drawn_ahead_are_the_same),
        cmocka_unit_test(names_stand_for_what_is_behind_them),
        cmocka_unit_test(types_and_results_are_no_names),
        cmocka_unit_test(branches_open_one_brace_each),
        cmocka_unit_test(definitions_are_those_that_others_see),
        cmocka_unit_test(includes_are_told),
        cmocka_unit_test(a_driver_matters_for_what_it_names),
        cmocka_unit_test(what_supports_does_not_matter),
        cmocka_unit_test(an_annotation_counts_where_there_is_one_kind),
        cmocka_unit_test(a_call_by_type_wants_the_type),
        cmocka_unit_test(a_command_gives_names),
        cmocka_unit_test(a_name_put_together_counts),
        cmocka_unit_test(what_cannot_be_followed_matters),
    };
    return cmocka_run_group_tests(tests, start, stop);
}

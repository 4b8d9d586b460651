/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Relevance; see relevance.h.
 *
 * All findings have one of two beginnings: a lock that is acquired, released or promised, or a level that is known,
 * because a function sets or tells it, an annotation states it, or a routine is registered as a callback. So a driver
 * matters if it names a function, record or annotation of these kinds. What it names can also stand for one: names that
 * headers give to such names (macros, inline routines, classes, types) count as well, and names of theirs, and so on.
 * What is put together with ## counts if its parts are there.
 *
 * Headers of the system declare all these functions and use some; there only what the driver names counts.
 *
 * Needs: a closed reach. Leaves behind: nothing. Cost: a pass over the words of the driver's files, and what stands for
 * names of the model (mentions.h).
 */
#include "relevance.h"

#include <stdlib.h>
#include <string.h>

#include "mentions.h"

#define MOST_PARTS 6u   /* that one name is put together from */
#define LONGEST    128u /* name that is tried */

struct relevance {
    vocabulary *words;
    word_list first;  /* what the model says */
    word_list of;     /* the same for calls by the type of an argument: the function, the type, the function … */
    word_list claims; /* macros of the model: what they stand for does not matter */
    word_set names;   /* of a driver: all that stand for one of them */
    word_list gained; /* the same as a list, without `first` … */
    word_list causes; /* … and by it: the word from which a name got it */
    word_set there;   /* words of a driver */
    word_set asked;   /* which were looked for there … */
    word_set had;     /* … and found, or what stands for them */
    mentions mentions;
    string_map *files; /* path -> its number among those whose mentions are known */
    uint32_t file_count;
    word_set reached; /* numbers of those that a driver reaches */
};

/* ---- names of the model ---------------------------------------------------------------------------------------- */

/* Of "F of T" both are wanted. */
static void add_first(relevance *r, const char *name)
{
    const char *of = strstr(name, " of ");
    size_t length = of ? (size_t)(of - name) : strlen(name);
    word_list *list = of ? &r->of : &r->first;
    word_list_add(list, vocabulary_number(r->words, name, length));
    if (of)
        word_list_add(list, vocabulary_number(r->words, of + 4, strlen(of + 4)));
}

relevance *relevance_new(vocabulary *words, const devlock_model *model, const char *const *annotations)
{
    relevance *r = must_zero(sizeof *r);
    r->words = words;
    r->files = string_map_new();
    for (size_t i = 0; i < devlock_model_function_count(model); i++) {
        const devlock_model_function *f = devlock_model_function_at(model, i);
        if (devlock_model_is_subject(model, f))
            add_first(r, f->name);
        if (f->macro)
            word_list_add(&r->claims, vocabulary_number(words, f->name, strlen(f->name)));
    }
    for (size_t i = 0; i < devlock_model_record_field_count(model); i++) {
        const devlock_record_field *field = devlock_model_record_field(model, i);
        if (devlock_model_is_subject_field(model, field))
            add_first(r, field->record);
    }
    for (; devlock_model_kind_count(model) == 1 && *annotations; annotations++)
        add_first(r, *annotations);
    return r;
}

void relevance_free(relevance *r)
{
    if (!r)
        return;
    word_list_free(&r->first);
    word_list_free(&r->of);
    word_list_free(&r->claims);
    word_list_free(&r->gained);
    word_list_free(&r->causes);
    word_set_free(&r->names);
    word_set_free(&r->there);
    word_set_free(&r->asked);
    word_set_free(&r->had);
    word_set_free(&r->reached);
    mentions_free(&r->mentions);
    string_map_free(r->files);
    free(r);
}

/* ---- names that stand for them --------------------------------------------------------------------------------- */

static bool is_claim(const relevance *r, uint32_t name)
{
    for (uint32_t i = 0; i < r->claims.count; i++)
        if (r->claims.items[i] == name)
            return true;
    return false;
}

/* What stands for a name: it has one, too. */
static void gain_name(relevance *r, uint32_t name, uint32_t cause)
{
    if (word_set_has(&r->names, name) || is_claim(r, name))
        return;
    word_set_put(&r->names, name);
    word_list_add(&r->gained, name);
    word_list_add(&r->causes, cause);
}

/* What an entity gives names to stands for a name that it mentions. */
static void gain(relevance *r, const sketch_entity *e, uint32_t cause)
{
    for (uint32_t i = 0; i < e->names.count; i++)
        gain_name(r, e->names.items[i], cause);
}

static void gain_mention(relevance *r, const mention *m, uint32_t cause)
{
    if (m->name != UINT32_MAX)
        gain_name(r, m->name, cause);
    else
        gain(r, m->entity, cause);
}

static void clear_names(relevance *r)
{
    word_set_clear(&r->names);
    r->gained.count = r->causes.count = 0;
}

static void gain_from(relevance *r, const sketch *command, uint32_t word)
{
    for (const mention_block *of = mentions_of(&r->mentions, word); of; of = of->before)
        for (uint32_t i = of->count; i-- > 0;)
            if (word_set_has(&r->reached, of->items[i].file))
                gain_mention(r, &of->items[i], word);
    for (uint32_t i = 0; i < command->entity_count; i++)
        for (uint32_t k = 0; k < command->entities[i].words.count; k++)
            if (command->entities[i].words.items[k] == word)
                gain(r, &command->entities[i], word);
}

/* All names that stand for those of a list, or for names that stand for them. */
static void gain_all(relevance *r, const reach *reach, const word_list *of)
{
    for (uint32_t i = 0; i < of->count; i++)
        word_set_put(&r->names, of->items[i]);
    for (uint32_t i = 0; i < of->count; i++)
        gain_from(r, reach->command, of->items[i]);
    for (uint32_t i = 0; i < r->gained.count; i++)
        gain_from(r, reach->command, r->gained.items[i]);
}

/* What is known of the files that a driver reaches. The command's definitions are its own. */
static void look_at_files(relevance *r, const reach *reach)
{
    word_set_clear(&r->reached);
    for (uint32_t i = 0; i < reach->count; i++) {
        const reached_file *file = &reach->items[i];
        if (!file->sketch || file->sketch == reach->command)
            continue;
        uint32_t *number = string_map_at(r->files, file->path);
        if (*number == UINT32_MAX) {
            *number = r->file_count++;
            mentions_add(&r->mentions, file->sketch, *number);
        }
        word_set_put(&r->reached, *number);
    }
}

/* The name of the model that a name stands for. */
static const char *root_of(const relevance *r, uint32_t name)
{
    for (uint32_t i = r->gained.count; i-- > 0;)
        if (r->gained.items[i] == name)
            name = r->causes.items[i];
    return vocabulary_text(r->words, name);
}

/* ---- names that are put together ------------------------------------------------------------------------------- */

/* Whether a name is two words of the driver or more, one behind the other. */
static bool is_put_together(const relevance *r, uint32_t name)
{
    const char *text = vocabulary_text(r->words, name);
    size_t length = strlen(text);
    unsigned parts[LONGEST + 1] = {0}; /* the fewest words that the first characters are; 0: they are none */
    if (length > LONGEST)
        return true;
    for (size_t to = 1; to <= length; to++)
        for (size_t from = 0; from < to; from++) {
            if ((from && !parts[from]) || (from == 0 && to == length))
                continue;
            uint32_t word = vocabulary_find(r->words, text + from, to - from);
            unsigned count = parts[from] + 1;
            if (word != UINT32_MAX && word_set_has(&r->there, word) && (!parts[to] || count < parts[to]))
                parts[to] = count;
        }
    return parts[length] && parts[length] <= MOST_PARTS;
}

static const char *any_put_together(const relevance *r, const word_list *names)
{
    for (uint32_t i = 0; i < names->count; i++)
        if (is_put_together(r, names->items[i]))
            return root_of(r, names->items[i]);
    return NULL;
}

/* ---- a driver -------------------------------------------------------------------------------------------------- */

static const char *first_named(const relevance *r, const word_list *list)
{
    uint32_t first = word_set_first(&r->names, list);
    return first == UINT32_MAX ? NULL : root_of(r, first);
}

/* In a header of the driver declarations do not count, but what is done there does. */
static const char *named_in(const relevance *r, const reached_file *file)
{
    const sketch *s = file->sketch;
    if (file->system || !s)
        return NULL;
    return first_named(r, file->source || s->opaque ? &s->all : &s->code);
}

/* Collects the words of the driver's own files. Gives whether a macro makes names there. */
static bool collect_words(relevance *r, const reach *reach)
{
    bool pastes = false;
    word_set_clear(&r->there);
    for (uint32_t i = 0; i < reach->count; i++) {
        const sketch *s = reach->items[i].sketch;
        if (reach->items[i].system || !s)
            continue;
        pastes |= s->pastes;
        for (uint32_t k = 0; k < s->all.count; k++)
            word_set_put(&r->there, s->all.items[k]);
    }
    return pastes;
}

/* Whether the driver has a name that stands for a word, or for one that does; the first one is enough. */
static bool has_name_for(relevance *r, const reach *reach, uint32_t word)
{
    clear_names(r);
    word_set_put(&r->names, word);
    gain_from(r, reach->command, word);
    for (uint32_t i = 0; i < r->gained.count; i++) {
        if (word_set_has(&r->there, r->gained.items[i]))
            return true;
        gain_from(r, reach->command, r->gained.items[i]);
    }
    return false;
}

/* Whether a driver has a word, or one that stands for it, anywhere: of a type, a declaration is enough. */
static bool has_word(relevance *r, const reach *reach, uint32_t word)
{
    if (!word_set_put(&r->asked, word))
        return word_set_has(&r->had, word);
    bool has = word_set_has(&r->there, word) || is_put_together(r, word) || has_name_for(r, reach, word);
    if (has)
        word_set_put(&r->had, word);
    return has;
}

/* The names that the driver can mean something by. A function that is told by a type is looked for first: much more
 * stands for a type, by way of structures that have one. */
static void begin_names(relevance *r, const reach *reach, bool pastes)
{
    word_list wanted = {0};
    word_set_clear(&r->asked);
    word_set_clear(&r->had);
    for (uint32_t i = 0; i + 1 < r->of.count; i += 2)
        if ((pastes || has_word(r, reach, r->of.items[i])) && has_word(r, reach, r->of.items[i + 1]))
            word_list_add(&wanted, r->of.items[i]);
    for (uint32_t i = 0; i < r->first.count; i++)
        word_list_add(&wanted, r->first.items[i]);
    clear_names(r);
    gain_all(r, reach, &wanted);
    word_list_free(&wanted);
}

/* A name of the model, or one that stands for it where macros make names. */
static const char *made(const relevance *r, bool pastes)
{
    const char *name = any_put_together(r, &r->first);
    if (!name)
        name = any_put_together(r, &r->of);
    return name || !pastes ? name : any_put_together(r, &r->gained);
}

const char *relevance_of(relevance *r, const reach *reach)
{
    if (reach->unknown)
        return "...";
    look_at_files(r, reach);
    bool pastes = collect_words(r, reach);
    begin_names(r, reach, pastes);
    for (uint32_t i = 0; i < reach->count; i++) {
        const char *name = named_in(r, &reach->items[i]);
        if (name)
            return name;
    }
    return made(r, pastes);
}

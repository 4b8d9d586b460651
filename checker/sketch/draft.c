/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sketches out of what a text says; see sketch.h.
 *
 * While a text is read, its lists grow in turns. Then they are laid one behind the other in one piece of memory, which
 * is all that a sketch takes besides its entities; those get their words by a counting sort, in the order of the text.
 *
 * Needs: texts. Leaves behind: sketches. Cost: linear; the second step is a look into the vocabulary for each word that
 * a text has, however often.
 */
#include <stdlib.h>
#include <string.h>

#include "builder.h"
#include "core/arena.h"

sketch_desk *sketch_desk_new(void)
{
    return must_zero(sizeof(sketch_desk));
}

void sketch_desk_free(sketch_desk *b)
{
    if (!b)
        return;
    text_words_free(&b->words);
    word_list_free(&b->all);
    word_list_free(&b->code);
    word_list_free(&b->macros);
    word_list_free(&b->defines);
    free(b->names.items);
    free(b->mentions.items);
    free(b->scopes);
    free(b->head);
    free(b->conditions);
    free(b);
}

static void clear(builder *b)
{
    text_words_clear(&b->words);
    b->all.count = b->code.count = b->macros.count = b->defines.count = 0;
    b->names.count = b->mentions.count = b->entity_count = 0;
    b->scope_count = b->condition_count = 0;
    b->last = TOKEN_END;
    b->last_mark = 0;
    b->behind_colons = false;
    b->sketch = must_zero(sizeof *b->sketch);
}

/* ---- laying out ------------------------------------------------------------------------------------------------ */

/* Room for a list at the end of what the sketch has. */
static word_list take(sketch *s, uint32_t count)
{
    word_list list = {s->words + s->word_count, count, 0};
    s->word_count += count;
    return list;
}

static word_list copied(sketch *s, const word_list *list)
{
    word_list copy = take(s, list->count);
    if (list->count)
        memcpy(copy.items, list->items, list->count * sizeof *list->items);
    return copy;
}

typedef word_list *list_of(sketch_entity *entity);

static word_list *names_of(sketch_entity *entity)
{
    return &entity->names;
}

static word_list *words_of(sketch_entity *entity)
{
    return &entity->words;
}

static void distribute(sketch *s, const of_entities *all, list_of *of)
{
    for (uint32_t i = 0; i < all->count; i++)
        of(&s->entities[all->items[i].entity])->count++;
    for (uint32_t i = 0; i < s->entity_count; i++) {
        word_list *list = of(&s->entities[i]);
        *list = take(s, list->count);
        list->count = 0;
    }
    for (uint32_t i = 0; i < all->count; i++) {
        word_list *list = of(&s->entities[all->items[i].entity]);
        list->items[list->count++] = all->items[i].word;
    }
}

static void lay_out(const builder *b)
{
    sketch *s = b->sketch;
    size_t count =
        (size_t)b->all.count + b->code.count + b->macros.count + b->defines.count + b->names.count + b->mentions.count;
    s->words = must_allocate(count * sizeof *s->words);
    s->entities = must_zero(b->entity_count * sizeof *s->entities);
    s->entity_count = b->entity_count;
    s->all = copied(s, &b->all);
    s->code = copied(s, &b->code);
    s->macros = copied(s, &b->macros);
    s->defines = copied(s, &b->defines);
    distribute(s, &b->names, names_of);
    distribute(s, &b->mentions, words_of);
}

/* ---- both steps ------------------------------------------------------------------------------------------------ */

sketch_draft sketch_draw(sketch_desk *b, const char *text, size_t length)
{
    clear(b);
    builder_run(b, text, length);
    lay_out(b);
    sketch_draft draft = {.sketch = b->sketch, .count = b->words.count};
    draft.words = must_allocate(draft.count * sizeof *draft.words);
    memcpy(draft.words, b->words.items, draft.count * sizeof *draft.words);
    return draft;
}

sketch *sketch_settle(sketch_draft *draft, vocabulary *words)
{
    sketch *s = draft->sketch;
    uint32_t *numbers = must_allocate(draft->count * sizeof *numbers);
    vocabulary_numbers(words, draft->words, draft->count, numbers);
    for (uint32_t i = 0; i < s->word_count; i++)
        s->words[i] = numbers[s->words[i]];
    free(numbers);
    free(draft->words);
    *draft = (sketch_draft){0};
    return s;
}

void sketch_draft_free(sketch_draft *draft)
{
    sketch_free(draft->sketch);
    free(draft->words);
    *draft = (sketch_draft){0};
}

sketch *sketch_read(sketch_desk *desk, vocabulary *words, const char *text, size_t length)
{
    sketch_draft draft = sketch_draw(desk, text, length);
    return sketch_settle(&draft, words);
}

void sketch_free(sketch *s)
{
    if (!s)
        return;
    for (uint32_t i = 0; i < s->include_count; i++)
        free(s->includes[i].name);
    free(s->includes);
    free(s->entities);
    free(s->words);
    free(s);
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Mentions of words. See mentions.h.
 */
#include "mentions.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

static void make_room(mentions *m, uint32_t word)
{
    if (word < m->word_count)
        return;
    uint32_t size = word + word / 2 + 1024;
    m->of = must_resize(m->of, size * sizeof *m->of);
    memset(m->of + m->word_count, 0, (size - m->word_count) * sizeof *m->of);
    m->word_count = size;
}

static void add(mentions *m, uint32_t word, const sketch_entity *entity, uint32_t file)
{
    make_room(m, word);
    mention_list *of = &m->of[word];
    if (of->count && of->items[of->count - 1].entity == entity)
        return;
    ARRAY_RESERVE(of->items, of->count, of->capacity);
    of->items[of->count++] = (mention){entity, file};
}

void mentions_add(mentions *m, const sketch *s, uint32_t file)
{
    for (uint32_t i = 0; i < s->entity_count; i++)
        for (uint32_t k = 0; s->entities[i].names.count && k < s->entities[i].words.count; k++)
            add(m, s->entities[i].words.items[k], &s->entities[i], file);
}

mention_list mentions_of(const mentions *m, uint32_t word)
{
    return word < m->word_count ? m->of[word] : (mention_list){0};
}

void mentions_free(mentions *m)
{
    for (uint32_t i = 0; i < m->word_count; i++)
        free(m->of[i].items);
    free(m->of);
    *m = (mentions){0};
}

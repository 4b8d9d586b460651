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
    m->first = must_resize(m->first, size * sizeof *m->first);
    memset(m->first + m->word_count, 0, (size - m->word_count) * sizeof *m->first);
    m->word_count = size;
}

static void add(mentions *m, uint32_t word, const sketch_entity *entity, uint32_t file)
{
    make_room(m, word);
    if (!m->count)
        m->count = 1; /* 0 is no mention */
    while (m->count >= m->capacity) {
        m->capacity = m->capacity ? m->capacity * 2 : 1024;
        m->items = must_resize(m->items, m->capacity * sizeof *m->items);
    }
    m->items[m->count] = (mention){entity, file, m->first[word]};
    m->first[word] = m->count++;
}

void mentions_add(mentions *m, const sketch *s, uint32_t file)
{
    for (uint32_t i = 0; i < s->entity_count; i++)
        for (uint32_t k = 0; k < s->entities[i].words.count; k++)
            add(m, s->entities[i].words.items[k], &s->entities[i], file);
}

const mention *mentions_of(const mentions *m, uint32_t word)
{
    return word < m->word_count && m->first[word] ? &m->items[m->first[word]] : NULL;
}

const mention *mentions_next(const mentions *m, const mention *one)
{
    return one->next ? &m->items[one->next] : NULL;
}

void mentions_free(mentions *m)
{
    free(m->items);
    free(m->first);
    *m = (mentions){0};
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Mentions of words. See mentions.h.
 */
#include "mentions.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK 3u
#define LAST_BLOCK  511u /* blocks double up to this size */

static void make_room(mentions *m, uint32_t word)
{
    if (word < m->word_count)
        return;
    uint32_t size = word + word / 2 + 1024;
    m->last = must_resize(m->last, size * sizeof *m->last);
    memset(m->last + m->word_count, 0, (size - m->word_count) * sizeof *m->last);
    m->word_count = size;
}

static mention_block *block_behind(mentions *m, mention_block *before)
{
    uint32_t capacity = !before ? FIRST_BLOCK : before->capacity < LAST_BLOCK ? before->capacity * 2 + 1 : LAST_BLOCK;
    mention_block *block = arena_take(m->arena, sizeof *block + capacity * sizeof *block->items);
    block->before = before;
    block->count = 0;
    block->capacity = capacity;
    return block;
}

/* A word that an entity mentions twice has it as the last one. */
static void add(mentions *m, uint32_t word, const mention *added)
{
    make_room(m, word);
    mention_block *block = m->last[word];
    if (block && block->items[block->count - 1].entity == added->entity)
        return;
    if (!block || block->count == block->capacity)
        block = m->last[word] = block_behind(m, block);
    block->items[block->count++] = *added;
}

void mentions_add(mentions *m, const sketch *s, uint32_t file)
{
    if (!m->arena)
        m->arena = arena_new();
    for (uint32_t i = 0; i < s->entity_count; i++) {
        const sketch_entity *e = &s->entities[i];
        mention mention = {e, file, e->names.count == 1 ? e->names.items[0] : UINT32_MAX};
        for (uint32_t k = 0; e->names.count && k < e->words.count; k++)
            add(m, e->words.items[k], &mention);
    }
}

const mention_block *mentions_of(const mentions *m, uint32_t word)
{
    return word < m->word_count ? m->last[word] : NULL;
}

void mentions_free(mentions *m)
{
    arena_free(m->arena);
    free(m->last);
    *m = (mentions){0};
}

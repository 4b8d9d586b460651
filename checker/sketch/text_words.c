/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Words of a text; see text_words.h.
 *
 * The table is small, and stays in the processor's cache; it is emptied in no time, since each text is a round.
 *
 * Needs: a text. Leaves behind: numbers. Cost: a look into the table for each word.
 */
#include "text_words.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

#define FIRST_SIZE 4096u

typedef struct text_slot {
    uint32_t hash, number, round;
} text_slot;

/* ---- words that mean something --------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    uint16_t traits;
} fixed[] = {{"class", WORD_KEYWORD | WORD_CLASS},
             {"struct", WORD_KEYWORD | WORD_CLASS},
             {"union", WORD_KEYWORD | WORD_CLASS},
             {"interface", WORD_KEYWORD | WORD_CLASS},
             {"enum", WORD_KEYWORD | WORD_CLASS | WORD_ENUM},
             {"static", WORD_KEYWORD | WORD_STATIC},
             {"typedef", WORD_KEYWORD | WORD_TYPEDEF},
             {"extern", WORD_KEYWORD | WORD_EXTERN},
             {"public", WORD_KEYWORD | WORD_ACCESS},
             {"private", WORD_KEYWORD | WORD_ACCESS},
             {"protected", WORD_KEYWORD | WORD_ACCESS},
             {"alignas", WORD_KEYWORD},
             {"auto", WORD_KEYWORD},
             {"bool", WORD_KEYWORD},
             {"char", WORD_KEYWORD},
             {"const", WORD_KEYWORD},
             {"constexpr", WORD_KEYWORD},
             {"double", WORD_KEYWORD},
             {"final", WORD_KEYWORD},
             {"float", WORD_KEYWORD},
             {"inline", WORD_KEYWORD},
             {"int", WORD_KEYWORD},
             {"long", WORD_KEYWORD},
             {"noexcept", WORD_KEYWORD},
             {"override", WORD_KEYWORD},
             {"register", WORD_KEYWORD},
             {"short", WORD_KEYWORD},
             {"signed", WORD_KEYWORD},
             {"template", WORD_KEYWORD},
             {"typename", WORD_KEYWORD},
             {"unsigned", WORD_KEYWORD},
             {"using", WORD_KEYWORD},
             {"virtual", WORD_KEYWORD},
             {"void", WORD_KEYWORD},
             {"volatile", WORD_KEYWORD},
             {"namespace", WORD_NAMESPACE},
             {"operator", WORD_OPERATOR},
             {"__declspec", WORD_ANNOTATION},
             {"__attribute", WORD_ANNOTATION},
             {"DECLSPEC_ALIGN", WORD_ANNOTATION}};

uint32_t words_fixed(void)
{
    return sizeof fixed / sizeof *fixed;
}

const char *words_fixed_text(uint32_t number)
{
    return fixed[number].text;
}

static uint16_t traits_of(const char *text, size_t length)
{
    bool annotation = text[0] == '_' && (text[length - 1] == '_' || (length >= 6 && memcmp(text, "__drv_", 6) == 0));
    return annotation ? WORD_ANNOTATION : 0;
}

/* ---- the table ------------------------------------------------------------------------------------------------- */

static inline uint64_t bytes_at(const char *at, size_t count)
{
    uint64_t bytes = 0;
    memcpy(&bytes, at, count);
    return bytes;
}

static inline uint64_t mixed(uint64_t hash, uint64_t bytes)
{
    hash = (hash ^ bytes) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

/* Most words are two looks at eight bytes, which overlap. */
uint32_t word_hash(const char *text, size_t length)
{
    uint64_t hash = mixed(length, 0);
    if (!length)
        return 0;
    if (length < 4) {
        hash ^= (uint64_t)(unsigned char)text[0] << 16 | (uint64_t)(unsigned char)text[length / 2] << 8 |
                (unsigned char)text[length - 1];
        return (uint32_t)mixed(hash, 0);
    }
    if (length < 8)
        return (uint32_t)mixed(hash, bytes_at(text, 4) << 32 | bytes_at(text + length - 4, 4));
    for (size_t i = 0; i + 8 < length; i += 8)
        hash = mixed(hash, bytes_at(text + i, 8));
    return (uint32_t)mixed(hash, bytes_at(text + length - 8, 8));
}

/* The slot of a word, or the free one where it belongs. */
static text_slot *slot_of(const text_words *w, const char *text, size_t length, uint32_t hash)
{
    for (uint32_t at = hash;; at++) {
        text_slot *s = &w->slots[at & (w->size - 1)];
        if (s->round != w->round)
            return s;
        const text_word *known = &w->items[s->number];
        if (s->hash == hash && known->length == length && memcmp(known->text, text, length) == 0)
            return s;
    }
}

static void make_slots(text_words *w, uint32_t size)
{
    free(w->slots);
    w->slots = must_zero(size * sizeof *w->slots);
    w->size = size;
    w->round = 1;
    for (uint32_t i = 0; i < w->count; i++) {
        const text_word *word = &w->items[i];
        *slot_of(w, word->text, word->length, word->hash) = (text_slot){word->hash, i, 1};
    }
}

static uint32_t put(text_words *w, const char *text, size_t length, uint32_t hash, uint16_t traits)
{
    *slot_of(w, text, length, hash) = (text_slot){hash, w->count, w->round};
    ARRAY_RESERVE(w->items, w->count, w->capacity);
    w->items[w->count] = (text_word){text, (uint32_t)length, hash, UINT32_MAX, traits, false, false};
    return w->count++;
}

void text_words_clear(text_words *w)
{
    w->count = 0;
    w->round++;
    if (!w->size || !w->round)
        make_slots(w, w->size ? w->size : FIRST_SIZE);
    for (uint32_t i = 0; i < words_fixed(); i++) {
        size_t length = strlen(fixed[i].text);
        put(w, fixed[i].text, length, word_hash(fixed[i].text, length), fixed[i].traits);
    }
}

void text_words_free(text_words *w)
{
    free(w->items);
    free(w->slots);
    *w = (text_words){0};
}

uint32_t text_words_number(text_words *w, const char *text, size_t length)
{
    uint32_t hash = word_hash(text, length);
    const text_slot *known = slot_of(w, text, length, hash);
    if (known->round == w->round)
        return known->number;
    if (w->count + 1 > w->size / 2)
        make_slots(w, w->size * 2);
    return put(w, text, length, hash, traits_of(text, length));
}

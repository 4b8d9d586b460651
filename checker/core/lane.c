/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The lane. See lane.h.
 */
#include "lane.h"

#include "cells.h"
#include "contexts.h"

devlock_level_range lane_start(const story *s, const candidate *candidate)
{
    return contexts_level(s->analysis, s->root, candidate->entry, true);
}

devlock_level_range lane_after(story *s, const event *e, devlock_level_range start)
{
    terms *terms = &s->analysis->terms;
    const devlock_level_range unknown = {DEVLOCK_LEVEL_PASSIVE, DEVLOCK_LEVEL_HIGH};
    term entry = cell_entry_level(terms), level = story_to_root(e->frame, e->trail->condition);
    while (term_at(terms, level)->op == TERM_ITE)
        level = evidence_holds(&s->evidence, term_at(terms, level)->a) ? term_at(terms, level)->b
                                                                       : term_at(terms, level)->c;
    if (level == entry)
        return start;
    if (rewrite_one(terms, level, entry, term_constant(terms, LEVEL_WIDTH, DEVLOCK_LEVEL_PASSIVE)) != level)
        return unknown;
    uint64_t value = valuation_of(&s->evidence.valuation, level);
    return value > DEVLOCK_LEVEL_HIGH ? unknown : (devlock_level_range){(uint8_t)value, (uint8_t)value};
}

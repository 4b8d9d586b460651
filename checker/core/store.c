/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What an analysis remembers. See store.h.
 */
#include "store.h"

#include <stdlib.h>

#include "annotations.h"
#include "arena.h"
#include "recursion.h"

#define MOST_TERMS 16000000u /* about 1.5 GB with all that belongs to them */

void store_start(analysis *an)
{
    an->store = arena_new();
    an->first_search = must_zero((an->program->routine_count + 1) * sizeof *an->first_search);
    terms_start(&an->terms, an->program);
    paths_start(&an->paths, &an->terms);
}

static void free_run(run *r)
{
    free(r->exits), free(r->unwinds), free(r->leaks), free(r->errors), free(r->sights), free(r->locks);
    free(r->uses), free(r->compared), free(r->assumed), free(r->assumed_locks);
    free(r);
}

void store_stop(analysis *an)
{
    for (uint32_t i = 0; i < an->run_table_size; i++)
        for (run *r = an->runs[i], *next; r; r = next) {
            next = r->next;
            free_run(r);
        }
    free(an->runs);
    recursion_stop(an);
    free(an->occurrences);
    free(an->occurrence_table);
    names_free(&an->names);
    free(an->kills);
    free(an->searches);
    free(an->first_search);
    answers_free(&an->answers);
    free(an->owned_memo);
    annotations_stop(an);
    paths_stop(&an->paths);
    an->work_before += an->terms.work;
    terms_stop(&an->terms);
    arena_free(an->store);
}

void store_trim(analysis *an)
{
    uint32_t most = an->options.store_limit ? an->options.store_limit : MOST_TERMS;
    if (an->terms.count <= most)
        return;
    store_stop(an);
    an->runs = NULL;
    an->run_table_size = an->run_count = 0;
    an->busy = an->provisional = NULL;
    an->busy_capacity = an->provisional_capacity = 0;
    an->occurrences = NULL;
    an->occurrence_table = NULL;
    an->occurrence_count = an->occurrence_capacity = an->occurrence_table_size = 0;
    an->names = (names){0};
    an->owned_memo = NULL;
    an->owned_capacity = 0;
    an->kills = NULL;
    an->kill_count = an->kill_capacity = 0;
    an->searches = NULL;
    an->search_count = an->search_capacity = 0;
    an->contracts = NULL;
    store_start(an);
}

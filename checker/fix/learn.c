/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * How a release is written where an acquire is written in a macro's words: learnt from the pairs that the sources have.
 * Where `LOCK(&X->Lock, &level)` and `UNLOCK(&X->Lock, level)` stand in one routine, the second one's arguments tell
 * from which of the first one's they come. See propose.h.
 *
 * Needs: the calls in the program graph and the texts of the sources. Leaves: texts. Cost: linear in the program, and
 * quadratic in the lock calls of a routine.
 */
#include <string.h>

#include "propose.h"

#define MOST_ARGUMENTS 4u

/* Where an argument of the release comes from. */
typedef struct origin {
    unsigned argument; /* of the acquire */
    bool pointee;      /* what that points to: `level` of `&level` */
} origin;

/* `x` of `&x`, or NULL. */
static const char *behind_ampersand(const char *text)
{
    if (*text != '&')
        return NULL;
    for (text++; *text == ' ';)
        text++;
    return text;
}

static bool find_origin(const proposing *p, const text_call *acquire, const char *argument, origin *from)
{
    for (unsigned i = 0; i < call_arguments(acquire); i++) {
        const char *text = call_argument(p, acquire, i), *pointee = text ? behind_ampersand(text) : NULL;
        bool same = text && strcmp(text, argument) == 0;
        if (!same && !(pointee && strcmp(pointee, argument) == 0))
            continue;
        *from = (origin){i, !same};
        return true;
    }
    return false;
}

/* The release of a pair, with the arguments that it would have behind the acquire in question; NULL: not known. */
static const char *transfer(const proposing *p, const text_call *acquire, const text_call *release,
                            const text_call *ours)
{
    const char *text = arena_format(p->arena, "%s(", propose_text(p, release->tokens, release->name, release->name));
    unsigned count = call_arguments(release);
    if (!count || count > MOST_ARGUMENTS)
        return NULL;
    for (unsigned i = 0; i < count; i++) {
        origin from;
        const char *argument = call_argument(p, release, i);
        if (!argument || !find_origin(p, acquire, argument, &from))
            return NULL;
        const char *own = call_argument(p, ours, from.argument);
        if (own && from.pointee)
            own = behind_ampersand(own);
        if (!own)
            return NULL;
        text = arena_format(p->arena, "%s%s%s", text, i ? ", " : "", own);
    }
    return arena_format(p->arena, "%s)", text);
}

/* Whether a step is a call of a kind of lock in a role, written by name. */
static bool written_call(proposing *p, const step *st, devlock_role role, uint32_t kind, text_call *call)
{
    const devlock_model_function *m = step_model(p, st, role);
    return m && m->kind == kind && propose_call(p, st->place, call);
}

static void learn_from(proposing *p, const acquisition *a, const devlock_routine *r, const text_call *acquire,
                       release_texts *all)
{
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t k = 0; k < r->blocks[b].step_count; k++) {
            text_call release;
            if (written_call(p, &r->blocks[b].steps[k], DEVLOCK_ROLE_RELEASE, a->model->kind, &release) &&
                token_is(release.tokens, release.close + 1, ";"))
                release_texts_add(all, transfer(p, acquire, &release, &a->call));
        }
}

void learn_releases(proposing *p, const acquisition *a, release_texts *all)
{
    const char *name = propose_text(p, a->call.tokens, a->call.name, a->call.name);
    for (uint32_t i = 0; i < p->program->routine_count; i++) {
        const devlock_routine *r = p->program->routines[i];
        for (uint32_t b = 0; b < r->block_count; b++)
            for (uint32_t k = 0; k < r->blocks[b].step_count; k++) {
                text_call acquire;
                if (written_call(p, &r->blocks[b].steps[k], DEVLOCK_ROLE_ACQUIRE, a->model->kind, &acquire) &&
                    token_is(acquire.tokens, acquire.name, name))
                    learn_from(p, a, r, &acquire, all);
            }
    }
}

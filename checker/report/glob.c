/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Globs; see glob.h.
 *
 * Needs: nothing. Leaves: nothing. Cost: the glob times the text at worst.
 */
#include "glob.h"

/* Each star is first taken to be empty and made longer when what follows does not match (the usual linear way with one
 * place to go back to). */
bool glob_matches(const char *glob, size_t length, const char *text)
{
    const char *end = glob + length, *star = NULL, *resume = NULL;
    while (*text) {
        if (glob < end && *glob == '*') {
            star = ++glob;
            resume = text;
        } else if (glob < end && *glob == *text) {
            glob++;
            text++;
        } else if (star) {
            glob = star;
            text = ++resume;
        } else {
            return false;
        }
    }
    while (glob < end && *glob == '*')
        glob++;
    return glob == end;
}

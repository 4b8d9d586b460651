/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Fingerprints: names of findings that stay the same while the code around them changes.
 *
 * A fingerprint is made of the check, the source's name without its folder, the routine, the lock as it is written and
 * the statement at which the finding stands, without its layout and comments; of several that agree in all this, of
 * their number. So moved lines, renamed folders, reordered routines, other comments and another layout do not change
 * it. The message is no part of it: devlock may learn to say things better.
 */
#ifndef DEVLOCK_REPORT_FINGERPRINT_H
#define DEVLOCK_REPORT_FINGERPRINT_H

#include "devlock/analysis.h"
#include "source.h"

/* The version of what a fingerprint is made of. */
#define FINGERPRINT_VERSION "v1"

/* "0123456789abcdef:1" */
typedef struct fingerprint {
    char text[32];
} fingerprint;

typedef struct fingerprints fingerprints;

fingerprints *fingerprints_new(const devlock_program *program, source_cache *sources);
void fingerprints_free(fingerprints *prints);

/* The fingerprint of the next finding; they are given in the order of the result. */
fingerprint fingerprints_add(fingerprints *prints, const devlock_finding *finding);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Renewing the context of a document (context.h), in a process of its own: the last scan's work folder is looked for,
 * and which of its captures are still right is looked at; the others are taken again, into the session's folder. The
 * work folder stays as it is.
 */
#ifndef DEVLOCK_SCAN_RENEWING_H
#define DEVLOCK_SCAN_RENEWING_H

#include "devlock/model.h"
#include "scan.h"
#include "spelling.h"

#ifdef __cplusplus
extern "C" {
#endif

struct documents;
struct run_wish;

typedef struct renewing {
    const char *session, *document;
    const struct documents *open;
    char *folder;      /* the work folder */
    char *root;        /* where the scan was started */
    spelling spelling; /* of the document */
    scan_sources known;
    scan_names left;  /* what is left out, and why, in words */
    scan_names taken; /* paths of sources that were captured again */
} renewing;

/* Looks what a scan knows of a document, says so if it is nothing, and goes to the folder where it was started.
 * without: nobody wants to know. work: the work folder; NULL: one that a scan chooses. Gives false if there is nothing
 * to renew. */
bool renewing_start(renewing *renewing, const struct run_wish *wish, bool without, const char *work);

/* Makes a request for it: with the sources of the document's drivers, those without commands whose commands can be
 * found again. */
void renewing_request(renewing *renewing, scan_request *request);

/* Renews, once the sources have commands. Prints a JSON line "context" as soon as there is a context, and another one
 * when all of it is right. Gives the exit status. */
int renewing_run(renewing *renewing, const scan_request *request, const devlock_model *model);
void renewing_stop(renewing *renewing);

#ifdef __cplusplus
}
#endif

#endif

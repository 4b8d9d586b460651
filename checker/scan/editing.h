/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A scan of a document that is being edited, in a keeper (editor/keeping.h): it pauses where the beginning of the
 * source has been read, and goes on from there for each run.
 */
#ifndef DEVLOCK_SCAN_EDITING_H
#define DEVLOCK_SCAN_EDITING_H

#include "editor/runs.h"
#include "inputs.h"
#include "scan.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct editing {
    const run_wish *wish;
    scan_request *request;
    devlock_buffer *buffers; /* of the request */
    inputs *inputs;          /* all that has been read */
    inputs_state *state;     /* how it was when reading paused */
    int64_t start;
    devlock_pause pause;
} editing;

/* Makes a request one that pauses; its buffers are those of the open documents, in their order. */
void editing_start(editing *editing, const run_wish *wish, scan_request *request, devlock_buffer *buffers);

#ifdef __cplusplus
}
#endif

#endif

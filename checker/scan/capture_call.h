/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a call of `devlock capture` asks for.
 */
#ifndef DEVLOCK_SCAN_CAPTURE_CALL_H
#define DEVLOCK_SCAN_CAPTURE_CALL_H

#include "beginning.h"
#include "capture/capture.h"
#include "frontend/frontend.h"
#include "inputs.h"

typedef struct capture_call {
    const char *output, *root, *asked_file, *rule, *record, *asked;
    devlock_source source;
    unsigned cpu_limit;
    capture_maker maker;
} capture_call;

/* Takes a call apart; argv: from the program's name on, and it must live as long as the call. Gives -1 to go on, or the
 * exit status. asked is to be freed; it is read from the file unless before, which may be NULL, has read the same one.
 */
int capture_call_take(capture_call *call, int argc, char **argv, const capture_call *before);

/* What the beginning of its source depends on, but for roots. */
beginning_of capture_call_beginning(const capture_call *call);

/* Writes what was captured. Gives false with an error on stderr. */
bool capture_call_write(const capture_call *call, const capture *capture);

/* Writes what it was made of, as far as the call asks for it. start: inputs_clock() before anything was read. Gives
 * false with an error on stderr. */
bool capture_call_write_inputs(const capture_call *call, const inputs *inputs, int64_t start);

/* Limits this process to what reading a source may take: seconds of processor time, 0 for any. It ends with the one
 * that started it; crashes end it at once, and write no core. */
void capture_limit(unsigned seconds);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * One answer out of two: clangd's and devlock's.
 */
#ifndef DEVLOCK_EDITOR_JOIN_H
#define DEVLOCK_EDITOR_JOIN_H

#include <jansson.h>

#include "position.h"

/* What can be asked of both. */
typedef enum join_kind { JOIN_INITIALIZE, JOIN_ACTIONS, JOIN_HOVER, JOIN_PULL } join_kind;

/* Puts devlock's result into clangd's; both stay the caller's. Gives the joined result, or NULL: clangd's is to stay as
 * it is, because devlock's adds nothing, or clangd's has a form that is not known here. */
json_t *join_results(join_kind kind, json_t *theirs, json_t *ours);

/* The position encoding that clangd's answer to initialize agrees on. */
position_encoding join_encoding(json_t *initialized);

#endif

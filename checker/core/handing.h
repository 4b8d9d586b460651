/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Locks that are handed on: who acquires one often leaves its release to a routine that runs later (a remove lock is
 * acquired when a request comes in and released when it is completed). Any call of which it is not known what it does
 * may start that routine.
 */
#ifndef DEVLOCK_CORE_HANDING_H
#define DEVLOCK_CORE_HANDING_H

#include "flow.h"

/* Whether locks of this kind are handed on. */
bool handing_kind(const analysis *analysis, uint32_t kind);

/* Whether a call of this function may take over a lock of this kind. */
bool handing_takes(analysis *analysis, uint32_t kind, uint32_t function, uint32_t arguments);

#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#ifdef LOCAL_SEEN
#error "one header by two names"
#endif
#pragma once
#define LOCAL_SEEN
#include "Beside.h"

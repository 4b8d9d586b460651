// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A missing header is an error, but not the end: intact routines are lowered.
// RUN: %dump %s -- %msvc 2> %t.err | FileCheck %s
// RUN: FileCheck --check-prefix ERROR %s < %t.err
// ERROR: missing_header.c:[[#@LINE+1]]:10: error: 'no_such_header.h' file not found
#include "no_such_header.h"
// CHECK: routine intact(
int intact(int x) { return x; }

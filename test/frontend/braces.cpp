// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A brace too many cuts a routine short, one too few swallows what follows.
// RUN: %dump %s -- %msvc -std=c++17 2>&1 | FileCheck %s
void lock(void *), unlock(void *);

// CHECK-DAG: routine intact(
int intact(int x) { lock(&x); unlock(&x); return x; }
namespace inner {
// CHECK-DAG: routine early(
void early(void *p) { lock(p); unlock(p); }
// CHECK-DAG: gap "short_cut" "line [[#@LINE+5]] has a closing brace too many"
void short_cut(void *p) { lock(p); } unlock(p); }
// CHECK-DAG: gap "also" "line [[#@LINE+3]] has a closing brace too many"
// The namespace ended above.
void also(void *p) { lock(p); unlock(p); }
} // inner
// CHECK-DAG: routine behind(
void behind(void *p) { lock(p); unlock(p); }
// CHECK-DAG: gap "open_end" "its braces do not match; functions after it may be missing"
int open_end(void *p) { if (p) { lock(p); return 1; }
void swallowed(void *p) { lock(p); }

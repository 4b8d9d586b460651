/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
int a = one;
int b = two;
int c = three;
int d = four;
int e = five;

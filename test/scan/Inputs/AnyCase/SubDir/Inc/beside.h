/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
typedef struct _EXT {
    KSPIN_LOCK Lock;
} EXT, *PEXT;

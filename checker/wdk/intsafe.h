/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * intsafe.h: the kernel's, behind the kernel's headers; mingw-w64's wants those of user mode.
 */
#ifdef _NTDEF_
#include <ntintsafe.h>
#else
#include_next <intsafe.h>
#endif

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * bthguid.h without the WDK: nothing. An interface's GUID that none declares is like no other.
 */

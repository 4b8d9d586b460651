/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Annotations that are of no use.
 */
#define _Acquires_lock_(lock)

_Acquires_lock_(Nothing) void Unknown(void *Ext);
_Acquires_lock_(Lock) void NoKind(void *Lock);

void Use(void *Ext)
{
    Unknown(Ext);
    NoKind(Ext);
}

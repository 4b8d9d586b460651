/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Annotations for the sources of drivers, in C and C++. They expand to nothing: include this header, or copy it into
 * the driver. devlock reads them from the source, as it reads those of SAL (_Acquires_lock_ and its like);
 * docs/annotations.md tells what each means.
 *
 *     DEVLOCK_ACQUIRES(Ext)
 *     VOID EnterDevice(PDEVICE_EXTENSION Ext);
 *
 *     DEVLOCK_ACQUIRES_WHEN(return != FALSE, Ext)
 *     BOOLEAN TryEnterDevice(PDEVICE_EXTENSION Ext);
 */
#ifndef DEVLOCK_ANNOTATIONS_H
#define DEVLOCK_ANNOTATIONS_H

/* lock: a parameter, a global, or a field that is reached from one: Ext, &Ext->Lock, Ext->Parent. */

/* The function returns with the lock held. */
#define DEVLOCK_ACQUIRES(lock)

/* It is entered with the lock held and returns with it free. */
#define DEVLOCK_RELEASES(lock)

/* The same for some results only: return == 0, return != NULL, return >= 0. With other results the lock is as before. */
#define DEVLOCK_ACQUIRES_WHEN(condition, lock)
#define DEVLOCK_RELEASES_WHEN(condition, lock)

/* The lock is held when the function is entered, and when it returns. */
#define DEVLOCK_REQUIRES_HELD(lock)

/* The lock is free when the function is entered. */
#define DEVLOCK_REQUIRES_FREE(lock)

#endif

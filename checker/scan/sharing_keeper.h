/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sharing, as a fork of the host sees it that reads a source: it pauses behind beginnings that other sources have,
 * leaves keepers there, and is, after a keeper was asked for another source, a process that reads that one.
 */
#ifndef DEVLOCK_SCAN_SHARING_KEEPER_H
#define DEVLOCK_SCAN_SHARING_KEEPER_H

#include "sharing.h"

/* Captures a source, answers, and ends this process. work: the words of the command, and where keepers are to be left.
 * socket: to the command that waits. alive: is closed when no keeper will come any more. */
_Noreturn void sharing_capture(const sharing_message *work, int socket, int alive);

/* Answers a command with its exit status, and ends this process. */
_Noreturn void sharing_exit(int socket, int status);

#endif

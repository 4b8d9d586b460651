/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * What could not be analysed is said: by a check of its own at each routine, and once a file when that check is off.
 *
 * RUN: %tidy %s -- -w --target=x86_64-linux-gnu | FileCheck --check-prefix=EACH --implicit-check-not=warning: %s
 * RUN: %plain_tidy --load=%module --quiet '--checks=-*,devlock-double-acquire' %s -- -w --target=x86_64-linux-gnu | FileCheck --check-prefix=ONCE --implicit-check-not=warning: %s
 * RUN: %plain_tidy --load=%module --quiet '--checks=-*,devlock-*,-devlock-not-analysed' %s -- -w --target=x86_64-linux-gnu | FileCheck --check-prefix=ONCE %s
 * RUN: %plain_tidy --load=%module --quiet '--checks=-*,devlock-not-analysed' %s -- -w --target=x86_64-linux-gnu | FileCheck --check-prefix=EACH --implicit-check-not=warning: %s
 */
#include "Inputs/locks.h"

__attribute__((naked)) void First(void)
{
    __asm__("ret");
}
// EACH: not_analysed.c:[[#@LINE-4]]:29: warning: 'First' is not analysed: it is a naked function{{.*}} [devlock-not-analysed]
// ONCE: not_analysed.c:[[#@LINE-5]]:29: warning: 'First' is not analysed: {{.+}}; 2 more not analysed, shown with the check devlock-not-analysed [devlock-{{double-acquire|missing-release}}]

__attribute__((naked)) void Second(void)
{
    __asm__("ret");
}
// EACH: not_analysed.c:[[#@LINE-4]]:29: warning: 'Second' is not analysed: {{.+}} [devlock-not-analysed]

__attribute__((naked)) void Silenced(void) // NOLINT(devlock-not-analysed)
{
    __asm__("ret");
}

/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Read before a case when it is compiled natively: each return tells the monitor its line, before it evaluates what it
 * returns and before destructors run.
 */
extern "C" void monitor_returns(int line) noexcept;
#define return for (monitor_returns(__LINE__);;) return

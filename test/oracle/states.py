# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Where a lock is at a point of a generated program. Needs nothing.

A point's state is a tuple with one State for each lock of the routine; two tuples are equal if the locks are in the
same place by the same test.
"""
import re


class State:
    """Free, held, or held when `test` is true. `names`: what the test reads; `on` and `off`: statements that make it
    true and false, or None."""

    def __init__(self, kind, test=None, names=(), on=None, off=None):
        self.kind, self.test, self.names, self.on, self.off = kind, test, frozenset(names), on, off

    def __eq__(self, other):
        return (self.kind, self.test) == (other.kind, other.test)


FREE, HELD = State("free"), State("held")


def negated(test):
    return "!" + test if re.fullmatch(r"\*?\w+(->\w+)?", test) else f"!({test})"


def names_of(state):
    return [name for one in state for name in one.names]


def replaced(state, index, one):
    return state[:index] + (one,) + state[index + 1:]

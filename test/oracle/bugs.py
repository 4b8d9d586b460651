# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Bugs that `seeded` puts into devlock, one at a time: (what, file, text, what stands there instead).

The text must occur once in the file. Needs nothing.
"""
CORE, FRONT = "checker/core/", "checker/frontend/"

BUGS = [
    ("constants: x < y is true for x == y", CORE + "term.c",
     "return x < y ? TERM_TRUE : TERM_FALSE;", "return x <= y ? TERM_TRUE : TERM_FALSE;"),
    ("values: a negated condition keeps the order of its branches", CORE + "term.c",
     "return term_ite(terms, n.a, b, a);", "return term_ite(terms, n.a, a, b);"),
    ("values: a mask with two bits is taken for one with one bit", CORE + "term.c",
     "if (k == m && k && (m & (m - 1)) == 0) /*", "if (k == m && k) /*"),
    ("conditions: not (a and b) becomes not a and not b", CORE + "term.c",
     "term_op dual = n.op == TERM_BOOL_AND ? TERM_BOOL_OR : TERM_BOOL_AND;", "term_op dual = (term_op)n.op;"),
    ("paths: x < k lets x be k", CORE + "path.c",
     "(negated ? term_mask(width) : k - 1)", "(negated ? term_mask(width) : k)"),
    ("paths: not x < k lets x be no more than k", CORE + "path.c",
     "l.low = right ? (negated ? k : 0)", "l.low = right ? (negated ? k + 1 : 0)"),
    ("switch: default is taken for every value", CORE + "steps.c",
     "none = term_and(terms, none, term_not(terms, case_condition(terms, value, &end->cases[i])));", ";"),
    ("locks: a release leaves the lock as if it had never been held", CORE + "steps.c",
     "s->key = (lock_key){.status = LOCK_RELEASED};", "s->key = (lock_key){.status = LOCK_FREE};"),
    ("locks: a second acquire is no error", CORE + "steps.c",
     "if (s->key.status == LOCK_HELD && !recursive) {", "if (s->key.status == LOCK_HELD && recursive) {"),
    ("exceptions: no step raises", CORE + "steps.c",
     "    if (!wants_exceptions(flow, b))\n        return;\n    term raised", "    if (flow)\n        return;\n    term raised"),
    ("calls: a callee is always entered with the lock free", CORE + "calls.c",
     "lock_key entry = {.status = hit->key.status == LOCK_HELD ? LOCK_HELD : LOCK_FREE,",
     "lock_key entry = {.status = LOCK_FREE,"),
    ("calls: an error that the caller makes stays in the callee", CORE + "calls.c",
     "        if (!e.final)\n            bring_here(c, s, &e);", "        e.final |= !s->key.inherited;"),
    ("calls: what the callee wrote is forgotten", CORE + "calls.c",
     "out->memory = rewrite_memory(&c->translation.rewrite, g->memory);", ";"),
    ("calls: the result does not depend on the way out", CORE + "calls.c",
     "term v = g->result ? rewrite_term(&c->translation.rewrite, g->result) : TERM_NONE;", "term v = TERM_NONE;"),
    ("joins: of two paths' memories the first stays", CORE + "join.c",
     "a->memory = memory_merge(terms, chosen_a, a->memory, b->memory);", ";"),
    ("loops: what changes from round to round keeps its first value", CORE + "join.c",
     "j->is_phi[i] = was_phi || !same || join_owned(j->flow, v);", "j->is_phi[i] = was_phi || join_owned(j->flow, v);"),
    ("loops: a fact is kept that does not hold after each round", CORE + "join.c",
     "if (path_decide(&j->flow->analysis->paths, j->cases[i]->path, here) != 1)",
     "if (path_decide(&j->flow->analysis->paths, j->cases[i]->path, here) == -1)"),
    ("memory: unknown calls change nothing", CORE + "memory.c",
     "        if (!change_touches(terms, &n, address, bytes))\n            return n.parent;\n        *value = term_load(terms, "
     "width, m, address, false);", "        if (bytes)\n            return n.parent;"),
    ("memory: merged memories change sides", CORE + "memory.c",
     "*value = term_ite(terms, n.value, a, b);\n        return m;", "*value = term_ite(terms, n.value, b, a);\n        return m;"),
    ("wrong extension: the other lock is not looked at", CORE + "kills.c",
     "s->key.status != LOCK_HELD ||", "s->key.status == LOCK_HELD ||"),
    ("judging: a loop is unrolled once only", CORE + "judge.c",
     "j.bounds[3] = most;", "j.bounds[1] = j.bounds[2] = j.bounds[3] = 1;"),
    ("front end: a || b is a && b", FRONT + "values.cpp",
     "bool isAnd = op->getOpcode() == BO_LAnd;\n            uint32_t second", "bool isAnd = true;\n            uint32_t second"),
    ("front end: i++ gives the new value", FRONT + "values.cpp",
     "return expression->isPrefix() ? changed : old;", "return changed;"),
    ("front end: a jump out of a __try is no abnormal termination", FRONT + "statements.cpp",
     "finallyCopy(left, true);", "finallyCopy(left, false);"),
    ("front end: continue in a for goes past its step", FRONT + "statements.cpp",
     "jumps.continueBlock = step;\n    jumps.breakRegion = jumps.continueRegion = region;\n    enter(body);\n    this->statement("
     "statement->getBody());\n    if (isOpen())\n        jump(at(statement), step);\n    jumps = outer;\n    enter(step);",
     "jumps.continueBlock = head;\n    jumps.breakRegion = jumps.continueRegion = region;\n    enter(body);\n    "
     "this->statement(statement->getBody());\n    if (isOpen())\n        jump(at(statement), step);\n    jumps = outer;\n"
     "    enter(step);"),
]

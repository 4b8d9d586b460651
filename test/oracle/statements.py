# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes random statements around the locks of one routine; every path keeps its word about them.

Statements knows at each point in which state the locks are, and writes what leads to the state that it wants next. How
a routine is left, and in which state, is `finish_by_return`, which routines.py defines. Needs writer.py and shapes.py.
"""
import re

from shapes import Shapes
from states import FREE, HELD, State, names_of, negated, replaced
from writer import FORMS, HELPED, STORES

CONDITIONAL = (*FORMS, *HELPED, *STORES, "copied", "combined", "field")

SHAPES = ("alias", "chosen", "table", "counted", "short-circuit", "switched-call", "copied-structure", "once")


class Statements(Shapes):
    # ---- small statements ---------------------------------------------------------------------------------------

    def unknown_call(self):
        value = self.pick(*self.inputs)[0] if self.inputs else "0"
        if not self.locks:
            return f"Note({value});"
        lock = self.pick(*self.locks)
        if not self.program.fields:
            return f"Touch({lock}, {value});"
        if self.keeps_fields and self.may_probe() and not self.trying and self.want("look", 15) and \
                not any(name.startswith(lock) for name in self.frozen):
            self.use("look")
            self.program.probes += 2
            return f"Look({lock}); {lock}->mode &= 3;"
        return f"Note({value});"

    def noise(self):
        names = self.free_to_change()
        if not names or self.chance(60 if self.trying else 25):
            self.emit(self.unknown_call())
            return
        name = names[self.random.randrange(len(names))]
        source = self.pick(*self.inputs)[0] if self.inputs else "1"
        if name.startswith("value") and self.may_probe() and not self.trying and self.want("refresh", 30):
            self.use("refresh")
            self.program.probes += 1
            if "seen" not in self.counts:
                self.name("seen")
            self.emit(f"Refresh(&seen); {name} = seen == 1;")
        elif name.startswith("value"):
            self.emit(f"{name} = {self.pick(source, f'{source} & 1', f'{source} + 1', f'{name} ^ 1')};")
        else:
            self.emit(f"{name} += {self.pick('1', source, f'{source} * 2')};")

    def work(self, state):
        """A call of a helper that leaves the lock as it was."""
        places = [(helper, lock) for lock, one in zip(self.locks, state)
                  for helper in self.program.of_kind("work-free" if one == FREE else "work-held" if one == HELD else "")]
        if not places:
            self.noise()
            return
        self.use("worker")
        helper, lock = self.pick(*places)
        text = f"{helper.name}({self.arguments(helper, lock)})"
        names = [name for name in self.free_to_change() if name.startswith("value")]
        if helper.returns != "void" and names and self.chance(60):
            text = f"{names[0]} = {text}"
        self.emit(text + ";")

    def leave(self, state):
        """Leaves by return, goto, break or continue, in the state that this wants."""
        if self.trying:
            self.leave_try()
            return
        ways = ["return"] + ["goto"] * (2 * len(self.labels))
        if self.loops:
            ways += ["break", "break"]
            if self.loops[-1][1] is not None:
                ways += ["continue"]
        way = self.pick(*ways)
        for feature in ("break", "continue"):
            if self.program.wanted == feature and feature in ways:
                way = feature
        if self.program.wanted in ("early-return", "error-helper"):
            way = "return"
        if way == "return":
            self.use("early-return")
            self.finish_by_return(state)
        elif way == "goto":
            label, wants = self.pick(*self.labels)
            self.use("goto-unlock" if HELD in wants else "goto-out")
            self.lead(state, wants)
            self.emit(f"goto {label};")
        else:
            self.use(way)
            self.lead(state, self.loops[-1][0 if way == "break" else 1])
            self.emit(f"{way};")

    def leave_if(self, state):
        """if (…) { leave }"""
        test, _ = self.condition()
        inner = state
        conditional = [] if self.trying else [i for i, one in enumerate(state) if one.kind == "cond"]
        if conditional and self.want("combined", 50):
            self.use("combined")
            index = self.pick(*conditional)
            if self.chance(50):
                name = self.name("both", "int")
                self.emit(f"{name} = ({state[index].test}) && ({test});")
                test = name
            else:
                test = f"({state[index].test}) && ({test})"
            inner = replaced(state, index, HELD)
        self.block(f"if ({test})", lambda: (self.chance(30) and self.noise(), self.leave(inner)))
        return state

    # ---- branches -----------------------------------------------------------------------------------------------

    def meeting(self, state):
        """A state in which paths may meet behind a statement."""
        return tuple(self.pick(one, one, FREE, HELD) for one in state)

    def branch(self, state, depth):
        """if/else whose branches meet in one state."""
        meet = state if self.trying else self.meeting(state)
        test, _ = self.condition()
        self.emit(f"if ({test}) {{")
        self.indent += 1
        self.finish(self.statements(state, depth - 1, self.pick(1, 2)), meet)
        self.indent -= 1
        if meet == state and self.chance(40):
            self.emit("}")
            return meet
        self.use("if-else")
        self.emit("} else {")
        self.indent += 1
        self.finish(self.statements(state, depth - 1, self.pick(0, 1)), meet, needed=True)
        self.indent -= 1
        self.emit("}")
        return meet

    def finish(self, state, meet, needed=False):
        before = len(self.lines)
        if state is not None:
            self.lead(state, meet)
        if needed and len(self.lines) == before:
            self.noise()

    def try_branch(self, state):
        """if (Try(…)) { held } or if (!Try(…)) { leave }"""
        helpers = self.program.of_kind("try", "open")
        index = self.pick(*[i for i, one in enumerate(state) if one == FREE])
        helper = self.pick(*helpers)
        self.use("try-lock" if helper.kind == "try" else "status-lock", "tested-call")
        call = f"{helper.name}({self.arguments(helper, self.locks[index])})"
        got = call if helper.kind == "try" else f"NT_SUCCESS({call})" if helper.negative and self.chance(50) else \
            f"{call} == 0"
        held = replaced(state, index, HELD)
        if self.chance(50):
            self.block(f"if ({negated(got)})", lambda: self.leave(state))
            return held
        self.emit(f"if ({got}) {{")
        self.indent += 1
        self.finish(self.statements(held, 0, 1), state)
        self.indent -= 1
        self.emit("}")
        return state

    def switch(self, state, depth):
        self.use("switch")
        name, mask = self.inputs[self.random.randrange(len(self.inputs))]
        text = self.pick(name, f"{name} & {mask}")
        meet = self.meeting(state)
        self.emit(f"switch ({text}) {{")
        self.loops.append((meet, self.loops[-1][1] if self.loops else None))
        cases = list(range(mask + 1))
        self.random.shuffle(cases)
        cases = cases[:self.pick(1, 2, 3)]
        for number, case in enumerate(cases):
            self.emit(f"case {case}:")
            self.indent += 1
            after = self.statements(state, depth - 1, 1)
            if after is not None:
                if number + 1 < len(cases) and self.want("fallthrough", 25):
                    self.use("fallthrough")
                    self.lead(after, state)
                    self.emit("/* fall through */")
                else:
                    self.lead(after, meet)
                    self.emit("break;")
            self.indent -= 1
        if meet != state or self.chance(50):
            self.emit("default:")
            self.indent += 1
            if self.chance(30):
                self.noise()
            self.lead(state, meet)
            self.emit("break;")
            self.indent -= 1
        self.loops.pop()
        self.emit("}")
        return meet

    def fallthrough(self, state):
        """One case acquires and falls into one that releases; those who jump there have acquired before."""
        self.use("fallthrough", "switch")
        index = self.random.randrange(len(self.locks))
        lock, after = self.locks[index], replaced(state, index, FREE)
        self.lead(state, after)
        name, mask = self.inputs[self.random.randrange(len(self.inputs))]
        first = self.random.randrange(mask + 1)
        second = (first + 1) % (mask + 1)
        self.guarded(f"{name} == {second}", self.acquire(lock))
        self.emit(f"switch ({name}) {{")
        for text in (f"case {first}:", "    " + self.acquire(lock), "    /* fall through */", f"case {second}:",
                     "    " + self.unknown_call(), "    " + self.release(lock), "    break;", "default:", "    break;"):
            self.emit(text)
        self.emit("}")
        return after

    # ---- loops --------------------------------------------------------------------------------------------------

    def loop(self, state, depth):
        kind = self.pick("for", "for", "while", "do", "endless")
        for feature in ("for", "while", "do", "endless"):
            if self.asked(feature):
                kind = feature
        self.use(kind)
        counter = self.name("i")
        small = [n for n, mask in self.inputs if mask <= 3 and "->" not in n]
        bound = self.pick("1", "2", "3", self.pick(*small)) if small else "2"
        out = self.meeting(state) if kind == "endless" else state
        self.frozen.append(counter)
        self.loops.append((out, state))
        after_test = ""
        if kind == "for":
            test = f"{counter} < {bound}"
            if self.chance(25):
                test += f" && {self.atom()[0]}" if self.chance(50) else f" && total < {self.pick(2, 4)}"
            self.emit(f"for ({counter} = 0; {test}; {counter}++) {{")
        elif kind == "while":
            self.emit(f"{counter} = {bound};")
            self.emit(f"while ({counter}-- > 0) {{" if self.chance(50) else f"while ({counter} > 0 && {counter}--) {{")
        elif kind == "do":
            self.emit(f"{counter} = 0;")
            self.emit("do {")
            after_test = f"++{counter} < {bound if bound != '1' else '2'}"
        else:
            self.emit(f"{counter} = 0;")
            self.emit(self.pick("while (1) {", "for (;;) {"))
        self.indent += 1
        if kind == "endless":
            self.block(f"if ({counter}++ >= {bound})", lambda: (self.lead(state, out), self.emit("break;")))
        after = state
        if self.want("continue", 20) or self.want("break", 20):
            after = self.leave_if(after)
        after = self.statements(after, depth - 1, self.pick(1, 2))
        self.finish(after, state)
        self.indent -= 1
        if kind == "do":
            self.emit(f"}} while ({after_test});")
        else:
            self.emit("}")
        self.loops.pop()
        self.frozen.remove(counter)
        return out

    def kth_round(self, state):
        """A loop in which one round acquires and a later one releases."""
        self.use("kth-round")
        index = self.pick(*[i for i, one in enumerate(state) if one == FREE])
        lock, counter = self.locks[index], self.name("i")
        first = self.random.randrange(4)
        last = first + 1 + self.random.randrange(self.pick(3, 3, 9))
        self.frozen.append(counter)

        def rounds():
            for number, call in ((first, self.acquire(lock)), (last, self.release(lock))):
                self.guarded(f"{counter} == {number}", call)
            self.noise()
        self.block(f"for ({counter} = 0; {counter} < {last + 1 + self.random.randrange(2)}; {counter}++)", rounds)
        self.frozen.remove(counter)
        return state

    def back(self, state, depth):
        """A label and, further down, a goto that goes back to it a few times."""
        self.use("goto-back")
        tries = self.name("tries")
        label = "again" if tries == "tries" else "again" + tries[5:]
        self.frozen.append(tries)
        self.emit(f"{tries} = 0;")
        self.lines.append(f"{label}:")
        self.noise()
        after = self.statements(state, depth - 1, 2)
        self.frozen.remove(tries)
        if after is None:
            return None
        test, _ = self.condition()

        def again():
            self.lead(after, state)
            self.emit(f"goto {label};")
        self.block(f"if ({tries}++ < {self.pick(1, 2)} && ({test}))", again)
        return after

    def copy(self, state, index):
        self.use("copied")
        one = state[index]
        name = self.name("keep", self.pick("int", "BOOLEAN"))
        self.emit(f"{name} = {self.pick(one.test + ';', '(' + one.test + ') ? 1 : 0;')}"
                  if re.fullmatch(r"\w+", one.test) else f"{name} = ({one.test}) ? 1 : 0;")
        for statement in (one.on, one.off):
            if statement and self.chance(40):
                self.emit(statement)
                break
        return replaced(state, index, State("cond", name, {name}, f"{name} = 1;", f"{name} = 0;"))

    # ---- structured exceptions ----------------------------------------------------------------------------------

    def guard(self, state):
        """__try { … } __finally { … } around one lock. Where something in the __try may raise, the lock is in the state
        that the __finally expects."""
        self.use("finally")
        index = self.random.randrange(len(self.locks))
        lock = self.locks[index]
        form = self.pick("held", "flag", "abnormal")
        if self.asked("abnormal"):
            form = "abnormal"
        free = replaced(state, index, FREE)
        if form == "flag":
            self.lead(state, free)
            inner = replaced(state, index, self.new_flag("flag"))
            self.emit(inner[index].off)
        else:
            inner = self.lead(state, replaced(state, index, HELD))
        after = inner if form == "abnormal" else free
        around = self.trying
        self.emit("__try {")
        self.indent += 1
        self.trying = (inner, free)
        self.frozen.extend(names_of(inner))
        if form == "flag":
            test, _ = self.condition()
            self.block(f"if ({test})", lambda: (self.emit(self.acquire(lock)), self.emit(inner[index].on)))
        for _ in range(self.pick(1, 2, 3)):
            kind = self.pick("leave", "leave", "noise", "branch")
            if kind == "leave":
                self.leave_if(inner)
            elif kind == "noise":
                self.noise()
            else:
                self.block(f"if ({self.condition()[0]})", self.noise)
        self.indent -= 1
        self.emit("} __finally {")
        self.indent += 1
        if form == "abnormal":
            self.use("abnormal")
            self.guarded("AbnormalTermination()", self.release(lock))
        else:
            self.lead(inner, free)
        self.trying = around
        for name in names_of(inner):
            self.frozen.remove(name)
        self.indent -= 1
        self.emit("}")
        return after

    def handled(self, state):
        """__try { … } __except (…) { … }, with the locks free where something may raise."""
        self.use("except")
        free = self.lead(state, tuple(FREE for _ in state))
        handles = self.chance(80)
        self.emit("__try {")
        self.indent += 1
        self.trying = (free, free)
        after = free
        for _ in range(self.pick(1, 2)):
            kind = self.pick("leave", "noise", "guard", "guard")
            if kind == "leave":
                self.leave_if(free)
            elif kind == "noise":
                self.noise()
            else:
                after = self.guard(free)
                self.lead(after, free)
        self.trying = None
        self.indent -= 1
        self.emit(f"}} __except ({int(handles)}) {{")
        self.indent += 1
        self.noise()
        if handles and self.chance(40):
            self.leave(free)
        self.indent -= 1
        self.emit("}")
        return free

    def leave_try(self):
        """Out of a __try: the __finally releases, and what follows must want that."""
        _, free = self.trying
        ways = ["__leave;"]
        if self.loops and self.loops[-1][0] == free:
            ways += ["break;"] * 2
        if self.loops and self.loops[-1][1] == free:
            ways.append("continue;")
        ways += [f"goto {label};" for label, wants in self.labels if wants == free]
        text = self.returned(free)
        if text:
            ways += [text] * 2
        way = self.pick(*ways)
        self.use("leave" if way == "__leave;" else "out-of-try")
        self.emit(way)

    # ---- any statement ------------------------------------------------------------------------------------------

    def asked_statement(self, state, depth):
        """The statement that brings what the seed asks for; a function that writes it, or None."""
        wanted, free = self.program.wanted, FREE in state
        if wanted in self.program.used or depth <= 0 and wanted not in CONDITIONAL:
            return None
        if free and wanted in CONDITIONAL and self.chance(60):
            return self.acquire_conditionally
        if free and wanted == "tested-call" and self.program.of_kind("try", "open"):
            return self.try_branch
        if wanted == "goto-back" and not self.loops:
            return lambda state: self.back(state, depth)
        if wanted == "kth-round" and free:
            return self.kth_round
        if wanted == "worker":
            return lambda state: self.work(state) or state
        if wanted in ("for", "while", "do", "endless", "break", "continue") and len(self.loops) < 2:
            return lambda state: self.loop(state, depth)
        if wanted == "switch":
            return lambda state: self.switch(state, depth)
        if wanted in ("refresh", "look") and self.chance(50):
            return lambda state: self.noise() or state
        if wanted == "fallthrough" and self.locks:
            return self.fallthrough
        if wanted == "except" and self.locks and not self.trying:
            return self.handled
        return None

    def statement(self, state, depth):
        conditional = [i for i, one in enumerate(state) if one.kind == "cond"]
        if conditional and self.want("copied", 15):
            return self.copy(state, self.pick(*conditional))
        write = self.asked_statement(state, depth)
        if write:
            return write(state)
        if self.program.wanted in SHAPES and self.program.wanted not in self.program.used or self.chance(12):
            after = self.shape(state, depth)
            if after is not None:
                return after
        if self.locks and depth > 0 and self.program.exceptions and not self.trying and self.want("finally", 20):
            return self.handled(state) if self.want("except", 30) else self.guard(state)
        if FREE in state and self.program.of_kind("try", "open") and self.chance(15):
            return self.try_branch(state)
        if depth > 0 and not self.loops and self.chance(4):
            return self.back(state, depth)
        if self.locks and self.chance(3):
            return self.fallthrough(state)
        if FREE in state and not self.loops and self.chance(2):
            return self.kth_round(state)
        return self.common_statement(state, depth)

    def common_statement(self, state, depth):
        roll = self.random.randrange(100)
        if roll < 12:
            self.noise()
        elif roll < 18:
            self.work(state)
        elif roll < 30 and state:
            index = self.random.randrange(len(state))
            one = state[index]
            return self.lead(state, replaced(state, index, self.pick(FREE, HELD) if one.kind == "cond" else
                                             HELD if one == FREE else FREE))
        elif roll < 45 and FREE in state:
            return self.acquire_conditionally(state)
        elif roll < 62:
            return self.leave_if(state)
        elif depth <= 0:
            self.noise()
        elif roll < 78:
            return self.branch(state, depth)
        elif roll < 88:
            return self.switch(state, depth)
        else:
            return self.loop(state, depth) if len(self.loops) < 2 else self.branch(state, depth)
        return state

    def statements(self, state, depth, count):
        """A number of statements; gives the state behind them."""
        for _ in range(count):
            if self.room <= 0:
                break
            names = names_of(state)
            self.frozen.extend(names)
            after = self.statement(state, depth)
            for name in names:
                self.frozen.remove(name)
            if after is None:
                return None
            state = after
        return state

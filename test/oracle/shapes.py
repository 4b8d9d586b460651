# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Shapes of driver code: statements that say in a less plain way where a lock is, or which lock it is.

Each method writes its shape and gives the state behind it. Needs writer.py.
"""
from states import FREE, HELD, State, replaced
from writer import Writer


class Shapes(Writer):
    def number(self, stem):
        self.counts[stem] = self.counts.get(stem, 0) + 1
        return stem + (str(self.counts[stem]) if self.counts[stem] > 1 else "")

    def stored_flag(self, form):
        """A state `held when …` that is kept in something that is no plain variable; says `not held` at first."""
        self.use(form)
        if form == "array":
            name = self.number("held")
            self.locals.append(("BOOLEAN", f"{name}[3]", "{0, 0, 0}"))
            test = f"{name}[{self.random.randrange(3)}]"
        elif form == "indexed":
            name, index = self.number("held"), self.inputs[self.random.randrange(2)][0]
            self.locals.append(("BOOLEAN", f"{name}[2]", "{0, 0}"))
            test = f"{name}[{index} & 1]"
            return State("cond", test, {name, index}, f"{test} = 1;", f"{test} = 0;")
        elif form == "struct":
            name = self.number("own")
            self.locals.append(("struct { unsigned count; BOOLEAN held; }", name, "{0, 0}"))
            test = f"{name}.held"
        elif form == "bit-field":
            name = self.number("fields")
            self.locals.append(("struct { unsigned held : 1; unsigned rest : 3; }", name, "{0, 0}"))
            test = f"{name}.held"
        elif form == "pointed":
            plain, name = self.name("locked", "BOOLEAN"), self.number("where")
            self.locals.append(("BOOLEAN", f"*{name}", f"&{plain}"))
            return State("cond", self.pick(plain, f"*{name}"), {plain, name}, self.pick(f"*{name} = 1;", f"{plain} = 1;"),
                         self.pick(f"*{name} = 0;", f"{plain} = 0;"))
        elif form == "wrapped":
            name = self.name("small", "BOOLEAN", "7")
            return State("cond", f"(BOOLEAN)({name} + 1) == 0", {name}, f"{name} = 255;", f"{name} = {self.pick(0, 7)};")
        else:
            name = self.name("level", "int", "3")
            return State("cond", self.pick(f"{name} < 0", f"{name} <= -1", f"-{name} > 0"), {name}, f"{name} = -2;",
                         f"{name} = {self.pick(0, 3)};")
        return State("cond", test, {name}, f"{test} = 1;", f"{test} = 0;")

    # ---- which lock it is ---------------------------------------------------------------------------------------

    def alias(self, state):
        """One of the locks by another name."""
        index = self.pick(*[i for i, one in enumerate(state) if one == FREE])
        self.use("alias")
        name = self.number("same")
        self.locals.append(("EXT", f"*{name}", "0"))
        self.emit(f"{name} = {self.locks[index]};")
        call = self.acquire(self.locks[index])
        self.emit(call.replace(f"({self.locks[index]}", f"({name}"))
        if self.chance(50):
            self.emit(self.unknown_call())
            self.emit(self.release(self.locks[index]).replace(f"({self.locks[index]}", f"({name}"))
            return state
        return replaced(state, index, HELD)

    def chosen(self, state):
        """One of two locks by a condition; both are free. They are never compared: that would make devlock, and not the
        native run, think of them as one."""
        self.use("chosen")
        name = self.number("one")
        test, names = self.atom(pure=True)
        self.locals.append(("EXT", f"*{name}", "0"))
        self.frozen.extend(names)
        first, second = self.locks
        self.emit(f"{name} = ({test}) ? {first} : {second};")
        self.emit(self.acquire(name))
        if self.chance(50):
            self.emit(self.unknown_call())
        if self.chance(30):
            self.emit(self.release(name))
        else:
            self.emit(f"if ({test})")
            self.emit("    " + self.release(first))
            self.emit("else")
            self.emit("    " + self.release(second))
        for one in names:
            self.frozen.remove(one)
        return state

    def all_of_them(self, state):
        """Both locks, in loops over a table; both are free."""
        self.use("table")
        name, counter = self.number("all"), self.name("i")
        self.locals.append(("EXT", f"*{name}[2]", "{%s, %s}" % tuple(self.locks)))
        self.frozen.append(counter)
        self.emit(f"for ({counter} = 0; {counter} < 2; {counter}++)")
        self.emit(f"    VideoPortAcquireDeviceLock({name}[{counter}]);")
        if self.chance(50):
            self.emit(self.unknown_call())
        if self.chance(50):
            self.emit(f"while ({counter} > 0)")
            self.emit(f"    VideoPortReleaseDeviceLock({name}[--{counter}]);")
        else:
            self.emit(f"for ({counter} = 0; {counter} < 2; {counter}++)")
            self.emit(f"    VideoPortReleaseDeviceLock({name}[{counter}]);")
        self.frozen.remove(counter)
        return state

    # ---- whether it is held -------------------------------------------------------------------------------------

    def counted(self, state):
        """A loop that tries; the counter says whether one try did it."""
        self.use("counted")
        index = self.pick(*[i for i, one in enumerate(state) if one == FREE])
        counter, most = self.name("n"), self.pick(2, 3)
        helpers = [] if self.trying else self.program.of_kind("try")
        self.program.probes += 0 if helpers else 2
        test = self.pick(*helpers).name + f"({self.locks[index]}, {counter})" if helpers else "Probe() & 1"

        def attempt():
            if helpers:
                self.emit(f"if ({test})")
                self.emit("    break;")
            else:
                self.block(f"if ({test})", lambda: (self.emit(self.acquire(self.locks[index])), self.emit("break;")))
        self.block(f"for ({counter} = 0; {counter} < {most}; {counter}++)", attempt)
        return replaced(state, index, State("cond", self.pick(f"{counter} < {most}", f"{counter} != {most}"), {counter}))

    def short_circuit(self, state):
        """The call that may acquire is made only under a condition."""
        helpers = self.program.of_kind("try")
        self.use("short-circuit")
        index = self.pick(*[i for i, one in enumerate(state) if one == FREE])
        test, _ = self.atom(pure=True)
        name = self.name("got", self.pick("int", "BOOLEAN"))
        helper = self.pick(*helpers)
        call = f"{helper.name}({self.arguments(helper, self.locks[index])})"
        self.emit(self.pick(f"{name} = ({test}) && {call};", f"{name} = ({test}) ? {call} != 0 : 0;",
                            f"{name} = !(!({test}) || !{call});"))
        return replaced(state, index, State("cond", name, {name}, None, f"{name} = 0;"))

    def switched_call(self, state):
        """A switch over the status of a call that may acquire."""
        helpers = self.program.of_kind("open")
        self.use("switched-call")
        index = self.pick(*[i for i, one in enumerate(state) if one == FREE])
        helper, lock = self.pick(*helpers), self.locks[index]
        self.emit(f"switch ({helper.name}({self.arguments(helper, lock)})) {{")
        self.emit("case 0:")
        self.emit("    " + self.unknown_call())
        stays = self.chance(50)
        if not stays:
            self.emit("    " + self.release(lock))
        self.emit("    break;")
        self.emit("default:")
        if stays:
            self.emit("    " + self.acquire(lock))
        self.emit("    break;")
        self.emit("}")
        return replaced(state, index, HELD) if stays else state

    def copied_structure(self, state):
        """The extension's fields by a copy of the whole."""
        self.use("copied-structure")
        lock = self.pick(*self.locks)
        name = self.number("copy")
        self.locals.append(("EXT", name, "{0, 0}"))
        self.emit(f"{name} = *{lock};")
        index = self.pick(*[i for i, one in enumerate(state) if one == FREE])
        self.guarded(f"{name}.mode & 1", self.acquire(self.locks[index]))
        return replaced(state, index, State("cond", self.pick(f"{name}.mode & 1", f"({name}.mode & 1) != 0"), {name}))

    def once(self, state, depth):
        """do { … break; … } while (0);"""
        self.use("once")
        out = tuple(self.pick(one, FREE) for one in state)
        self.loops.append((out, None))
        self.emit("do {")
        self.indent += 1
        after = self.leave_if(state)
        after = self.statements(after, depth - 1, self.pick(1, 2))
        self.finish(after, out)
        self.indent -= 1
        self.emit("} while (0);")
        self.loops.pop()
        return out

    def shape(self, state, depth):
        """One of the shapes that fit here; None if there is none."""
        if self.trying or not state:
            return None
        fit = []
        if FREE in state:
            fit += [self.alias, self.counted if not self.loops and self.program.probes < 2 else self.alias]
            if self.program.of_kind("try"):
                fit.append(self.short_circuit)
            if self.program.of_kind("open"):
                fit += [self.switched_call] * 2
            if self.program.fields:
                fit.append(self.copied_structure)
        if len(state) == 2 and state[0] == state[1] == FREE:
            fit += [self.chosen, self.all_of_them] * 2
        if depth > 0:
            fit += [lambda state: self.once(state, depth)] * 2
        return self.pick(*fit)(state) if fit else None

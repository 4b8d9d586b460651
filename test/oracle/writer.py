# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the text of one routine: lines, variables, conditions, and what takes its locks from one state to another.

Writer knows no statements of control flow; those are in statements.py. Every value has a small range by the text
itself: parameters and fields are masked first, results of unknown functions where they are used, and every variable is
initialised. Needs states.py.
"""
from states import FREE, HELD, State, negated, replaced

# Ways to hold the lock under a condition; those of the second row need a helper.
FORMS = ("flag", "status", "bits", "inverse", "input", "computed", "retry", "twice-switched")
# Where a flag may live besides a plain variable; shapes.py writes these.
STORES = ("array", "indexed", "struct", "pointed", "bit-field", "wrapped", "negative")
HELPED = {"try-lock": "try", "status-lock": "open", "out-parameter": "claim", "kept-field": "begin", "checked": "check"}


class Program:
    """What the routines of a program share."""

    def __init__(self, chance, wanted):
        self.random, self.wanted = chance, wanted
        self.used = set()
        self.helpers = []      # Helper, in the order of the text
        self.fields = False    # conditions are kept in the extension too
        self.exceptions = False
        self.probes = 0        # unknown results so far; each doubles the runs

    def of_kind(self, *kinds):
        return [helper for helper in self.helpers if helper.kind in kinds]


class Writer:
    def __init__(self, program, locks, inputs):
        self.program, self.random = program, program.random
        self.locks, self.inputs = locks, list(inputs)
        self.lines = []
        self.indent = 1
        self.locals = []      # (type, name, initial value)
        self.counts = {}      # of names by stem
        self.frozen = []      # names that must keep their value at present
        self.loops = []       # (state at break, state at continue); None for a switch's continue
        self.labels = []      # (label, state that it wants)
        self.trying = None    # inside a __try: (state in it, state behind its __finally when it is left by a jump)
        self.room = 0
        self.pure = False          # the same arguments give the same result
        self.keeps_fields = False  # may say in an extension whether its lock is held

    # ---- small things -------------------------------------------------------------------------------------------

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def pick(self, *choices):
        return choices[self.random.randrange(len(choices))]

    def asked(self, feature):
        """Whether the seed asks for this feature and it is not there yet."""
        return self.program.wanted == feature and feature not in self.program.used

    def want(self, feature, percent):
        return self.asked(feature) or self.chance(percent)

    def use(self, *features):
        self.program.used.update(features)

    def emit(self, text):
        self.lines.append("    " * self.indent + text)
        self.room -= 1

    def block(self, header, body):
        self.emit(header + " {")
        self.indent += 1
        body()
        self.indent -= 1
        self.emit("}")

    def name(self, stem, kind="unsigned", value="0"):
        number = self.counts.get(stem, 0)
        self.counts[stem] = number + 1
        name = stem if number == 0 else f"{stem}{number + 1}"
        self.locals.append((kind, name, value))
        return name

    def free_to_change(self):
        names = [n for _, n, _ in self.locals if n.startswith(("total", "value"))]
        return [n for n in names if n not in self.frozen]

    def argument(self):
        """A value for a parameter of a helper."""
        if not self.inputs or self.chance(25):
            return str(self.random.randrange(4))
        return self.pick(*self.inputs)[0]

    # ---- conditions ---------------------------------------------------------------------------------------------

    def atom(self, pure=False):
        if not pure and "seen" in self.counts and self.chance(20):
            # Every unknown call may change it: a test of it holds for the moment only.
            return self.pick("seen == 1", "seen != 1"), set()
        checks = self.program.of_kind("check")
        if checks and self.want("checked", 20):
            self.use("checked")
            value, helper = self.pick(*self.inputs)[0], self.pick(*checks)
            return f"{helper.name}({value}) {self.pick('==', '!=')} 0", {value}
        name, mask = self.inputs[self.random.randrange(len(self.inputs))]
        other = self.inputs[self.random.randrange(len(self.inputs))][0]
        forms = [name, f"{name} & 1", f"{name} == {self.random.randrange(mask + 1)}", f"!{name}",
                 f"{name} != {self.random.randrange(mask + 1)}", f"{name} > {self.random.randrange(mask)}",
                 f"{name} < {1 + self.random.randrange(mask)}"]
        names = {name}
        if other != name:
            forms += [f"{name} > {other}", f"({name} ^ {other}) & 1", f"{name} + {other} == {mask}"]
            names.add(other)
        if mask > 1:
            forms += [f"!({name} & 2)", f"({name} & 3) == 2"]
        if self.chance(25):
            self.use("arithmetic")
            forms = [f"({name} - {other}) > 2", f"(int)({name} - {other}) < 0", f"{name} * {other} == {mask}",
                     f"{name} % 3 == 1", f"{name} / 2 == 1", f"(BOOLEAN)({name} << 7) != 0", f"~{name} & 1",
                     f"({name} ? {other} : 1) == 1", f"1u << {name} & {self.pick(1, 2, 5)}", f"-{name} > {mask}",
                     f"(signed char)({name} * 64) < 0", f"({name} | {other}) == {mask}", f"({name} ^ {mask}) == 0",
                     f"{name} >> 1 == {other} >> 1", f"!!{name} != !{other}", f"({name} & 1) == ({other} & 1)"]
            names.add(other)
        values = [n for _, n, _ in self.locals if n.startswith("value")]
        if values:
            forms += [f"{values[-1]} == 1", f"{values[-1]}"]
            names.add(values[-1])
        return forms[self.random.randrange(len(forms))], names

    def may_probe(self):
        return self.program.probes < 3 and not self.loops and not self.pure

    def condition(self, pure=False):
        """A condition and the names that it reads."""
        if not pure and self.may_probe() and self.want("unknown", 12):
            self.use("unknown")
            self.program.probes += 1
            return "Probe() & 1", set()
        text, names = self.atom(pure)
        if self.want("compound", 30):
            self.use("compound")
            second, more = self.atom(pure)
            text = f"({text}) {self.pick('&&', '||')} ({second})"
            names = names | more
        return text, names

    # ---- the locks ----------------------------------------------------------------------------------------------

    def arguments(self, helper, lock):
        return ", ".join([lock] + [self.argument() for _ in helper.inputs])

    def call(self, kind, primitive, lock):
        """A call that acquires or releases, by itself or through a helper; in a __try nothing that may raise."""
        helpers = [] if self.trying else self.program.of_kind(kind)
        if helpers and self.want("wrapper", 55):
            self.use("wrapper")
            helper = self.pick(*helpers)
            return f"{helper.name}({self.arguments(helper, lock)});"
        return f"VideoPort{primitive}DeviceLock({lock});"

    def acquire(self, lock):
        return self.call("take", "Acquire", lock)

    def release(self, lock):
        return self.call("drop", "Release", lock)

    def guarded(self, test, call):
        """if (test) call"""
        if self.chance(50):
            self.emit(f"if ({test})")
            self.indent += 1
            self.emit(call)
            self.indent -= 1
        else:
            self.block(f"if ({test})", lambda: self.emit(call))

    def release_when(self, test, lock):
        helpers = [] if self.trying else self.program.of_kind("drop-if")
        if helpers and self.chance(50):
            self.emit(f"{helpers[0].name}({lock}, {test});")
        else:
            self.guarded(test, self.release(lock))

    def lead(self, state, to):
        """Writes what takes the locks from one state to another."""
        order = list(range(len(self.locks)))
        if len(order) > 1 and self.chance(50):
            order.reverse()
        for index in order:
            self.lead_one(self.locks[index], state[index], to[index])
        return to

    def lead_one(self, lock, state, to):
        if state == to:
            return
        if state.kind == "cond" and to.kind == "cond":
            self.lead_one(lock, state, FREE)
            state = FREE
        if to.kind == "cond":
            statement = to.on if state.kind == "held" else to.off
            if statement and self.chance(70):
                self.emit(statement)
            elif state.kind == "held":
                self.release_when(negated(to.test), lock)
            else:
                self.guarded(to.test, self.acquire(lock))
        elif state.kind == "cond":
            if to.kind == "free":
                self.release_when(state.test, lock)
            else:
                self.guarded(negated(state.test), self.acquire(lock))
        else:
            self.emit(self.acquire(lock) if to.kind == "held" else self.release(lock))

    def new_flag(self, form):
        """A state `held when …` with a variable of its own, which says `not held` at first."""
        if form == "flag":
            name = self.name("locked", self.pick("BOOLEAN", "int"))
            test = self.pick(name, name, f"{name} != 0", f"{name} == 1")
            return State("cond", test, {name}, f"{name} = 1;", f"{name} = 0;")
        if form == "status":
            name = self.name("result", self.pick("int", "VP_STATUS", "NTSTATUS"), self.pick("5", "-1073741823"))
            return State("cond", f"{name} == 0", {name}, f"{name} = 0;", f"{name} = {self.pick(5, 31, -1)};")
        if form == "bits":
            name, bit = self.name("bits", "unsigned", "1"), self.pick(2, 4, 8)
            return State("cond", self.pick(f"{name} & {bit}", f"({name} & {bit}) != 0"), {name}, f"{name} |= {bit};",
                         f"{name} &= ~{bit}u;")
        name = self.name("skipped", "int", "1")
        return State("cond", f"!{name}", {name}, f"{name} = 0;", f"{name} = 1;")

    def field_flag(self, lock):
        self.use("field")
        return State("cond", f"{lock}->busy", {f"{lock}->busy"}, f"{lock}->busy = 1;", f"{lock}->busy = 0;")

    def acquire_by_helper(self, form, lock):
        """From free to held-when, by a call of a helper that may acquire."""
        helper = self.pick(*self.program.of_kind(HELPED[form]))
        self.use(form)
        if form == "try-lock":
            name = self.name("got", self.pick("BOOLEAN", "int"))
            self.emit(f"{name} = {helper.name}({self.arguments(helper, lock)});")
            return State("cond", name, {name}, None, f"{name} = 0;")
        if form == "status-lock":
            name = self.name("status", self.pick("VP_STATUS", "NTSTATUS"))
            self.emit(f"{name} = {helper.name}({self.arguments(helper, lock)});")
            test = f"NT_SUCCESS({name})" if helper.negative and self.chance(50) else f"{name} == 0"
            return State("cond", test, {name}, f"{name} = 0;", f"{name} = {-5 if helper.negative else 31};")
        if form == "out-parameter":
            name = self.name("owner", "BOOLEAN")
            self.emit(f"{helper.name}({self.arguments(helper, lock)}, &{name});")
            return State("cond", name, {name}, f"{name} = 1;", f"{name} = 0;")
        if form == "kept-field":
            self.emit(f"{helper.name}({self.arguments(helper, lock)});")
            return self.field_flag(lock)
        name = self.name("status", "VP_STATUS")
        self.emit(f"{name} = {helper.name}({self.argument()});")
        self.guarded(f"{name} == 0", self.acquire(lock))
        return State("cond", f"{name} == 0", {name})

    def form(self, lock):
        """The way in which a lock is held under a condition."""
        helped = [form for form, kind in HELPED.items() if self.program.of_kind(kind)]
        if f"{lock}->busy" in self.frozen and "kept-field" in helped:
            helped.remove("kept-field")
        for feature in (*FORMS, *helped):
            if self.asked(feature):
                return feature
        if any(self.asked(store) for store in STORES):
            return "flag"
        if helped and self.chance(50):
            return self.pick(*helped)
        return self.pick("flag", "input", *FORMS)

    def acquire_conditionally(self, state):
        """From free to held-when, for one of the free locks."""
        index = self.pick(*[i for i, one in enumerate(state) if one == FREE])
        lock = self.locks[index]
        form = self.form(lock)
        if form in HELPED:
            return replaced(state, index, self.acquire_by_helper(form, lock))
        if form == "retry" and (self.loops or self.program.probes > 1):
            form = "flag"
        self.use(form)
        return replaced(state, index, self.acquire_when(form, lock))

    def acquire_when(self, form, lock):
        if form == "input":
            test, names = self.condition(pure=True)
            self.guarded(test, self.acquire(lock))
            return State("cond", test, names)
        if form == "computed":
            test, _ = self.condition(pure=True)
            name = self.name("need", self.pick("int", "BOOLEAN"))
            self.emit(f"{name} = ({test});" if self.chance(50) else f"{name} = ({test}) ? 1 : 0;")
            self.guarded(name, self.acquire(lock))
            return State("cond", name, {name})
        if form == "twice-switched":
            return self.acquire_by_switch(lock)
        field = f"{lock}->busy"
        stores = [store for store in STORES if self.asked(store)]
        if form == "flag" and (stores or self.chance(25)) and len(self.inputs) > 1:
            flag = self.stored_flag(self.pick(*(stores or STORES)))
        elif self.keeps_fields and form == "flag" and field not in self.frozen and self.want("field", 50):
            flag = self.field_flag(lock)
        else:
            flag = self.new_flag(self.pick("flag", "status", "bits", "inverse") if form == "retry" else form)
        self.emit(flag.off)
        if form == "retry":
            self.program.probes += 2
            counter = self.name("i")
            self.block(f"for ({counter} = 0; {counter} < {self.pick(2, 3)} && {negated(flag.test)}; {counter}++)",
                       lambda: self.block("if (Probe() & 1)",
                                          lambda: (self.emit(self.acquire(lock)), self.emit(flag.on))))
            return flag
        test, _ = self.condition()
        lines = [self.acquire(lock), flag.on]
        if self.chance(30):
            lines.reverse()
        self.block(f"if ({test})", lambda: [self.emit(line) for line in lines])
        return flag

    def acquire_by_switch(self, lock):
        name, mask = self.inputs[self.random.randrange(len(self.inputs))]
        one, two = self.random.randrange(mask + 1), self.random.randrange(mask + 1)

        def cases():
            for text in [f"case {one}:"] + ([f"case {two}:"] if two != one else []):
                self.emit(text)
            for text in ("    " + self.acquire(lock), "    break;", "default:", "    break;"):
                self.emit(text)
        self.block(f"switch ({name})", cases)
        return State("cond", f"{name} == {one}" if one == two else f"{name} == {one} || {name} == {two}", {name})

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random routines with one lock, for the oracle.

generate(seed) gives a routine that pairs its lock on every path, by construction: the generator always knows in which
state the lock is (free, held, or held exactly when some expression is true) and writes what leads to the state that
it wants next. mutants(seed) gives the same routine with one small error each: a call removed, doubled or moved, a
condition turned round, a flag not set, a jump to another label. Whether such an error is a defect is for the monitor to
say.

Needs nothing; the same seed gives the same text, whatever the version of Python. Every program is closed: parameters
are masked to small ranges first, results of unknown functions where they are used, and every variable is initialised.
"""
import random
import re

PROLOGUE = [
    "void VideoPortAcquireDeviceLock(void *HwDeviceExtension);",
    "void VideoPortReleaseDeviceLock(void *HwDeviceExtension);",
    "unsigned Probe(void);",
    "void Refresh(unsigned *Value);",
    "void Touch(void *HwDeviceExtension, unsigned Value);",
    "",
]
ACQUIRE = "VideoPortAcquireDeviceLock(Ext);"
RELEASE = "VideoPortReleaseDeviceLock(Ext);"
SIZE = range(15, 61)

# What a program of the seed must contain, besides what comes by chance.
FEATURES = ["flag", "status", "bits", "inverse", "input", "computed", "copied", "combined", "switch", "fallthrough",
            "twice-switched", "for", "while", "do", "endless", "break", "continue", "retry", "goto-out", "goto-unlock",
            "goto-back", "early-return", "compound", "unknown", "refresh", "if-else"]

# Ways to hold the lock under a condition.
FORMS = ("flag", "status", "bits", "inverse", "input", "computed", "retry", "twice-switched")


class State:
    """Where the lock is: free, held, or held when `test` is true. `names`: what the test reads; `on` and `off`:
    statements that make it true and false, or None."""

    def __init__(self, kind, test=None, names=(), on=None, off=None):
        self.kind, self.test, self.names, self.on, self.off = kind, test, frozenset(names), on, off

    def __eq__(self, other):
        return (self.kind, self.test) == (other.kind, other.test)


FREE, HELD = State("free"), State("held")


def negated(test):
    if re.fullmatch(r"\w+", test):
        return "!" + test
    return f"!({test})"


class Generator:
    def __init__(self, seed, wanted):
        self.random = random.Random(f"devlock {seed}")
        self.wanted = wanted
        self.used = set()
        self.lines = []
        self.indent = 1
        self.locals = []      # (type, name, initial value)
        self.counts = {}      # of names by stem
        self.frozen = []      # names that must keep their value at present
        self.loops = []       # (state at break, state at continue); None for a switch's continue
        self.probes = 0
        self.labels = []      # (label, state that it wants)
        self.epilogue = []
        self.room = 0

    # ---- small things -------------------------------------------------------------------------------------------

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def pick(self, *choices):
        return choices[self.random.randrange(len(choices))]

    def want(self, feature, percent):
        """Whether to write this feature here: for sure where the seed asks for it and it is not there yet."""
        return (self.wanted == feature and feature not in self.used) or self.chance(percent)

    def emit(self, text):
        self.lines.append("    " * self.indent + text)
        self.room -= 1

    def name(self, stem, kind="unsigned", value="0"):
        number = self.counts.get(stem, 0)
        self.counts[stem] = number + 1
        name = stem if number == 0 else f"{stem}{number + 1}"
        self.locals.append((kind, name, value))
        return name

    def free_to_change(self):
        names = [n for _, n, _ in self.locals if n.startswith("total") or n.startswith("value")]
        return [n for n in names if n not in self.frozen]

    # ---- conditions ---------------------------------------------------------------------------------------------

    def atom(self, pure=False):
        if not pure and "refresh" in self.used and self.chance(20):
            # Every unknown call may change it: a test of it holds for the moment only.
            return self.pick("seen == 1", "seen != 1"), set()
        name, mask = self.inputs[self.random.randrange(len(self.inputs))]
        other = self.inputs[self.random.randrange(len(self.inputs))][0]
        forms = [name, f"{name} & 1", f"{name} == {self.random.randrange(mask + 1)}", f"!{name}",
                 f"{name} != {self.random.randrange(mask + 1)}", f"{name} > {self.random.randrange(mask)}",
                 f"{name} < {1 + self.random.randrange(mask)}"]
        names = {name}
        if other != name:
            forms += [f"{name} > {other}", f"({name} ^ {other}) & 1"]
            names.add(other)
        if mask > 1:
            forms += [f"!({name} & 2)", f"({name} & 3) == 2"]
        values = [n for _, n, _ in self.locals if n.startswith("value")]
        if values:
            forms += [f"{values[-1]} == 1", f"{values[-1]}"]
            names.add(values[-1])
        return forms[self.random.randrange(len(forms))], names

    def condition(self, pure=False):
        """A condition and the names that it reads."""
        if not pure and self.probes < 3 and not self.loops and self.want("unknown", 12):
            self.used.add("unknown")
            self.probes += 1
            return "Probe() & 1", set()
        text, names = self.atom(pure)
        if self.want("compound", 30):
            self.used.add("compound")
            second, more = self.atom(pure)
            text = f"({text}) {self.pick('&&', '||')} ({second})"
            names = names | more
        return text, names

    # ---- the lock -----------------------------------------------------------------------------------------------

    def block(self, header, body):
        self.emit(header + " {")
        self.indent += 1
        body()
        self.indent -= 1
        self.emit("}")

    def guarded(self, test, call):
        """if (test) call"""
        if self.chance(50):
            self.emit(f"if ({test})")
            self.indent += 1
            self.emit(call)
            self.indent -= 1
        else:
            self.block(f"if ({test})", lambda: self.emit(call))

    def lead(self, state, to):
        """Writes what takes the lock from one state to another."""
        if state == to:
            return to
        if state.kind == "cond" and to.kind == "cond":
            state = self.lead(state, FREE)
        if to.kind == "cond":
            statement = to.on if state.kind == "held" else to.off
            if statement and self.chance(70):
                self.emit(statement)
            elif state.kind == "held":
                self.guarded(negated(to.test), RELEASE)
            else:
                self.guarded(to.test, ACQUIRE)
        elif state.kind == "cond":
            if to.kind == "free":
                self.guarded(state.test, RELEASE)
            else:
                self.guarded(negated(state.test), ACQUIRE)
        else:
            self.emit(ACQUIRE if to.kind == "held" else RELEASE)
        return to

    def new_flag(self, form):
        """A state `held when …` with a variable of its own, which says `not held` at first."""
        if form == "flag":
            name = self.name("locked", self.pick("unsigned char", "int"))
            test = self.pick(name, name, f"{name} != 0", f"{name} == 1")
            return State("cond", test, {name}, f"{name} = 1;", f"{name} = 0;")
        if form == "status":
            name = self.name("result", "int", "5")
            return State("cond", f"{name} == 0", {name}, f"{name} = 0;", f"{name} = {self.pick(5, 31, -1)};")
        if form == "bits":
            name, bit = self.name("bits", "unsigned", "1"), self.pick(2, 4, 8)
            return State("cond", self.pick(f"{name} & {bit}", f"({name} & {bit}) != 0"), {name}, f"{name} |= {bit};",
                         f"{name} &= ~{bit}u;")
        name = self.name("skipped", "int", "1")
        return State("cond", f"!{name}", {name}, f"{name} = 0;", f"{name} = 1;")

    def acquire_conditionally(self):
        """From free to held-when."""
        form = self.pick("flag", "input", *FORMS)
        for feature in FORMS:
            if self.wanted == feature and feature not in self.used:
                form = feature
        if form == "retry" and (self.loops or self.probes > 1):
            form = "flag"
        self.used.add(form)
        if form == "input":
            test, names = self.condition(pure=True)
            self.guarded(test, ACQUIRE)
            return State("cond", test, names)
        if form == "computed":
            test, _ = self.condition(pure=True)
            name = self.name("need", self.pick("int", "unsigned char"))
            self.emit(f"{name} = ({test});" if self.chance(50) else f"{name} = ({test}) ? 1 : 0;")
            self.guarded(name, ACQUIRE)
            return State("cond", name, {name})
        if form == "twice-switched":
            name, mask = self.inputs[self.random.randrange(len(self.inputs))]
            one, two = self.random.randrange(mask + 1), self.random.randrange(mask + 1)
            self.block(f"switch ({name})", lambda: self.lines.extend(
                "    " * self.indent + text for text in ([f"case {one}:"] + ([f"case {two}:"] if two != one else []) +
                                                         ["    " + ACQUIRE, "    break;", "default:", "    break;"])))
            test = f"{name} == {one}" if one == two else f"{name} == {one} || {name} == {two}"
            return State("cond", test, {name})
        flag = self.new_flag(self.pick("flag", "status", "bits", "inverse") if form == "retry" else form)
        self.emit(flag.off)
        if form == "retry":
            self.probes += 2
            counter = self.name("i")
            self.block(f"for ({counter} = 0; {counter} < {self.pick(2, 3)} && {negated(flag.test)}; {counter}++)",
                       lambda: self.block("if (Probe() & 1)", lambda: (self.emit(ACQUIRE), self.emit(flag.on))))
            return flag
        test, _ = self.condition()
        lines = [ACQUIRE, flag.on]
        if self.chance(30):
            lines.reverse()
        self.block(f"if ({test})", lambda: [self.emit(line) for line in lines])
        return flag

    # ---- statements ---------------------------------------------------------------------------------------------

    def noise(self):
        names = self.free_to_change()
        if not names or self.chance(25):
            self.emit(f"Touch(Ext, {self.inputs[0][0]});")
            return
        name = names[self.random.randrange(len(names))]
        source = self.inputs[self.random.randrange(len(self.inputs))][0]
        if name.startswith("value") and self.probes < 3 and not self.loops and self.want("refresh", 30):
            self.used.add("refresh")
            self.probes += 1
            if not any(local == "seen" for _, local, _ in self.locals):
                self.name("seen")
            self.emit(f"Refresh(&seen); {name} = seen & 1;")
        elif name.startswith("value"):
            self.emit(f"{name} = {self.pick(source, f'{source} & 1', f'{source} + 1', f'{name} ^ 1')};")
        else:
            self.emit(f"{name} += {self.pick('1', source, f'{source} * 2')};")

    def leave(self, state):
        """Leaves by return, goto, break or continue, in the state that this wants."""
        ways = ["return"] + ["goto"] * (2 * len(self.labels))
        if self.loops:
            ways += ["break", "break"]
            if self.loops[-1][1] is not None:
                ways += ["continue"]
        way = ways[self.random.randrange(len(ways))]
        for feature in ("break", "continue"):
            if self.wanted == feature and feature in ways:
                way = feature
        if self.wanted == "early-return":
            way = "return"
        if way == "return":
            self.used.add("early-return")
            self.lead(state, FREE)
            self.emit("return;" if self.void else f"return {self.pick('1', '-1', 'total', self.inputs[0][0])};")
        elif way == "goto":
            label, wants = self.labels[self.random.randrange(len(self.labels))]
            self.used.add("goto-unlock" if wants == HELD else "goto-out")
            self.lead(state, wants)
            self.emit(f"goto {label};")
        else:
            self.used.add(way)
            self.lead(state, self.loops[-1][0 if way == "break" else 1])
            self.emit(f"{way};")

    def leave_if(self, state):
        """if (…) { leave }"""
        test, _ = self.condition()
        inner = state
        if state.kind == "cond" and self.want("combined", 50):
            self.used.add("combined")
            if self.chance(50):
                name = self.name("both", "int")
                self.emit(f"{name} = ({state.test}) && ({test});")
                test = name
            else:
                test = f"({state.test}) && ({test})"
            inner = HELD
        self.block(f"if ({test})", lambda: (self.chance(30) and self.noise(), self.leave(inner)))
        return state

    def branch(self, state, depth):
        """if/else whose branches meet in one state."""
        meet = self.pick(state, state, FREE, HELD)
        test, _ = self.condition()
        self.emit(f"if ({test}) {{")
        self.indent += 1
        self.finish(self.statements(state, depth - 1, self.pick(1, 2)), meet)
        self.indent -= 1
        if meet == state and self.chance(40):
            self.emit("}")
            return meet
        self.used.add("if-else")
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

    def switch(self, state, depth):
        self.used.add("switch")
        name, mask = self.inputs[self.random.randrange(len(self.inputs))]
        text = self.pick(name, f"{name} & {mask}")
        meet = self.pick(state, FREE, HELD)
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
                    self.used.add("fallthrough")
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
        self.used |= {"fallthrough", "switch"}
        self.lead(state, FREE)
        name, mask = self.inputs[self.random.randrange(len(self.inputs))]
        first = self.random.randrange(mask + 1)
        second = (first + 1) % (mask + 1)
        self.guarded(f"{name} == {second}", ACQUIRE)
        self.emit(f"switch ({name}) {{")
        for text in (f"case {first}:", "    " + ACQUIRE, "    /* fall through */", f"case {second}:",
                     f"    Touch(Ext, {name});", "    " + RELEASE, "    break;", "default:", "    break;"):
            self.emit(text)
        self.emit("}")
        return FREE

    def loop(self, state, depth):
        kind = self.pick("for", "for", "while", "do", "endless")
        for feature in ("for", "while", "do", "endless"):
            if self.wanted == feature and feature not in self.used:
                kind = feature
        self.used.add(kind)
        counter = self.name("i")
        small = [n for n, mask in self.inputs if mask <= 3]
        bound = self.pick("1", "2", "3", small[0]) if small else "2"
        out = self.pick(state, FREE, HELD) if kind == "endless" else state
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

    def back(self, state, depth):
        """A label and, further down, a goto that goes back to it a few times."""
        self.used.add("goto-back")
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

    def copy(self, state):
        self.used.add("copied")
        name = self.name("keep", self.pick("int", "unsigned char"))
        self.emit(f"{name} = {self.pick(state.test + ';', '(' + state.test + ') ? 1 : 0;')}"
                  if re.fullmatch(r"\w+", state.test) else f"{name} = ({state.test}) ? 1 : 0;")
        for statement in (state.on, state.off):
            if statement and self.chance(40):
                self.emit(statement)
                break
        return State("cond", name, {name}, f"{name} = 1;", f"{name} = 0;")

    def statement(self, state, depth):
        if state.kind == "cond" and self.want("copied", 15):
            return self.copy(state)
        if state.kind == "free" and self.want(self.wanted, 0) and self.chance(60) and self.wanted in (
                *FORMS, "copied", "combined"):
            return self.acquire_conditionally()
        if depth > 0 and not self.loops and self.want("goto-back", 4):
            return self.back(state, depth)
        if self.want("fallthrough", 3):
            return self.fallthrough(state)
        if depth > 0 and self.wanted in ("for", "while", "do", "endless", "break", "continue") and \
                self.wanted not in self.used and len(self.loops) < 2:
            return self.loop(state, depth)
        if depth > 0 and self.wanted == "switch" and "switch" not in self.used:
            return self.switch(state, depth)
        if self.wanted == "refresh" and "refresh" not in self.used and self.chance(50):
            self.noise()
            return state
        roll = self.random.randrange(100)
        if roll < 18:
            self.noise()
            return state
        if roll < 30:
            return self.lead(state, self.pick(FREE, HELD) if state.kind == "cond" else HELD if state == FREE else FREE)
        if roll < 45:
            return self.acquire_conditionally() if state == FREE else self.leave_if(state)
        if roll < 62:
            return self.leave_if(state)
        if depth <= 0:
            self.noise()
            return state
        if roll < 78:
            return self.branch(state, depth)
        if roll < 88:
            return self.switch(state, depth)
        return self.loop(state, depth) if len(self.loops) < 2 else self.branch(state, depth)

    def statements(self, state, depth, count):
        """A number of statements; gives the state behind them."""
        for _ in range(count):
            if self.room <= 0:
                break
            self.frozen.extend(state.names)
            after = self.statement(state, depth)
            for name in state.names:
                self.frozen.remove(name)
            if after is None:
                return None
            state = after
        return state

    # ---- the routine --------------------------------------------------------------------------------------------

    def routine(self):
        masks = [self.pick(1, 3, 3, 7), self.pick(1, 3), self.pick(1, 1, 3)]
        self.inputs = [("a", masks[0]), ("b", masks[1])] + ([("c", masks[2])] if self.chance(70) else [])
        self.void = self.chance(40)
        self.name("total")
        self.name("value")
        self.room = self.pick(14, 20, 26, 32, 38)
        ending = self.pick("plain", "labels", "labels", "flag", "flag")
        if self.wanted == "goto-out" or self.wanted == "goto-unlock":
            ending = self.pick("labels", "flag") if self.wanted == "goto-out" else "labels"
        first = FREE
        if ending == "labels":
            self.labels = [("unlock", HELD), ("done", FREE)]
            first = HELD
        elif ending == "flag":
            first = self.new_flag(self.pick("flag", "status", "bits", "inverse"))
            self.labels = [("out", first)]
            if self.chance(30):
                self.labels.append(("done", FREE))
        for name, mask in self.inputs:
            self.emit(f"{name} &= {mask};")
        # The variable of the last label belongs to it alone.
        self.frozen.extend(first.names)
        state = self.statements(FREE, 3, 12)
        # Labels that nobody jumps to are no use.
        text = "\n".join(self.lines)
        used = [(label, wants) for label, wants in self.labels if f"goto {label};" in text]
        if state is not None:
            self.lead(state, used[0][1] if used else FREE)
        for number, (label, wants) in enumerate(used):
            self.lines.append(f"{label}:")
            following = used[number + 1][1] if number + 1 < len(used) else FREE
            if wants == following:
                self.emit("Touch(Ext, 0);")
            self.lead(wants, following)
        if used and used[-1][1] == FREE and self.void:
            self.emit("Touch(Ext, total);")
        if not self.void:
            self.emit(f"return {self.pick('0', 'total')};")
        head = [f"{'void' if self.void else 'int'} routine(void *Ext, " +
                ", ".join(f"unsigned {name}" for name, _ in self.inputs) + ")", "{"]
        head += [f"    {kind} {name} = {value};" for kind, name, value in self.locals]
        return PROLOGUE + head + [""] + self.lines + ["}"]


def features_of(lines):
    """What a program has, by its text."""
    text = "\n".join(lines)
    found = {"switch": "switch (", "fallthrough": "/* fall through */", "for": "for (i", "while": "while (i",
             "do": "do {", "break": "break;", "continue": "continue;", "goto-out": "goto out", "goto-unlock":
             "goto unlock", "goto-back": "goto again", "unknown": "Probe() &", "refresh": "Refresh(&s", "flag":
             "locked",
             "status": "result", "bits": "bits", "inverse": "skipped", "copied": "keep", "combined": "both", "computed":
             "need", "if-else": "} else {"}
    features = {name for name, mark in found.items() if mark in text}
    if "while (1)" in text or "for (;;)" in text:
        features.add("endless")
    if text.count("return") > (0 if "void routine" in text else 1):
        features.add("early-return")
    if re.search(r"&& \(|\|\| \(", text):
        features.add("compound")
    return features


def generate(seed):
    """The lines of a program that pairs its lock, and the feature that it was made for."""
    wanted = FEATURES[seed % len(FEATURES)]
    for attempt in range(200):
        generator = Generator(f"{seed}.{attempt}", wanted)
        lines = generator.routine()
        calls = sum("DeviceLock(Ext)" in line for line in lines)
        size = len(lines) - len(PROLOGUE)
        if size in SIZE and calls >= 2 and (wanted in generator.used or attempt > 150):
            return lines
    raise RuntimeError(f"seed {seed}: no program of the wanted size")


# ---- errors ------------------------------------------------------------------------------------------------------

def _starts_statement(lines, number, body):
    """Whether a statement can be put before this line."""
    text, before = lines[number].strip(), lines[number - 1].strip()
    if number <= body or not text or text.startswith(("case ", "default:", "} else", "} while", "/*")):
        return False
    if before.startswith(("if (", "switch (")) and not before.endswith("{") or before.endswith("{") and \
            before.startswith("switch"):
        return False
    return not re.fullmatch(r"\w+:", before)


def mutants(seed, lines, count):
    """Programs with one error each; some are the same as the original in effect."""
    chance = random.Random(f"devlock error {seed}")
    body = lines.index("{", len(PROLOGUE)) + 1
    while lines[body].strip():
        body += 1
    calls = [n for n, line in enumerate(lines) if n > body and "DeviceLock(Ext);" in line]
    sets = [n for n, line in enumerate(lines)
            if n > body and re.fullmatch(r"\s*(locked|result|bits|skipped|keep)\d* (=|\|=|&=) [^&|]*;", line)]
    tests = [n for n, line in enumerate(lines) if n > body and re.match(r"\s*if \(", line)]
    jumps = [n for n, line in enumerate(lines)
             if n > body and re.match(r"\s*(goto (?!again)|break;|continue;|return)", line)]
    labels = [line[:-1] for line in lines if re.fullmatch(r"(unlock|done|out):", line)]
    for _ in range(count):
        copy = list(lines)
        kind = chance.choice(["remove"] * 3 + ["double"] * 2 + ["move"] * 2 + ["swap", "set", "test", "jump"])
        if kind == "set" and not sets or kind == "test" and not tests or kind == "jump" and not jumps:
            kind = "remove"
        if kind == "remove":
            at = chance.choice(calls)
            copy[at] = re.match(r"\s*", copy[at]).group() + ";"
        elif kind == "double":
            at = chance.choice(calls)
            copy.insert(at + 1, copy[at])
        elif kind == "move":
            at = chance.choice(calls)
            call = copy[at].strip()
            copy[at] = re.match(r"\s*", copy[at]).group() + ";"
            places = [n for n in range(body + 1, len(copy)) if _starts_statement(copy, n, body) and n != at]
            to = chance.choice(places)
            copy.insert(to, re.match(r"\s*", copy[to]).group() + call)
        elif kind == "swap":
            at = chance.choice(calls)
            copy[at] = copy[at].replace("Acquire", "Other").replace("Release", "Acquire").replace("Other", "Release")
        elif kind == "set":
            at = chance.choice(sets)
            copy[at] = re.match(r"\s*", copy[at]).group() + ";"
        elif kind == "test":
            at = chance.choice(tests)
            copy[at] = re.sub(r"if \((.*)\)( \{)?$", lambda m: f"if (!({m.group(1)})){m.group(2) or ''}", copy[at])
        else:
            at = chance.choice(jumps)
            space = re.match(r"\s*", copy[at]).group()
            if "goto" in copy[at] and len(labels) > 1 and chance.random() < 0.7:
                copy[at] = f"{space}goto {chance.choice(labels)};"
            else:
                copy[at] = space + ";"
        yield copy

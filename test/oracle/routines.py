# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes whole routines: the root, which leaves its locks as it found them, and helpers, each of which keeps a contract
about one lock.

A contract is the state at entry, and for each exit the relation between the lock and what the caller gets: the result,
an out-parameter or a field. Needs statements.py.
"""
from states import FREE, HELD, State, names_of
from statements import Statements


class Helper:
    """What callers know. `inputs`: parameters behind the extension, with their masks; `negative`: its errors are
    negative numbers."""

    def __init__(self, kind, name, returns, inputs):
        self.kind, self.name, self.returns, self.inputs = kind, name, returns, inputs
        self.negative = returns == "NTSTATUS"


# kind -> (names, types of the result, state at entry)
KINDS = {
    "take": (("Take", "LockDevice"), ("void",), FREE),
    "drop": (("Drop", "UnlockDevice"), ("void",), HELD),
    "drop-if": (("DropIf",), ("void",), None),
    "try": (("TryTake", "Begin"), ("BOOLEAN", "int"), FREE),
    "open": (("Open", "Enter"), ("VP_STATUS", "NTSTATUS"), FREE),
    "claim": (("Claim",), ("void",), FREE),
    "begin": (("Prepare",), ("void",), FREE),
    "fail": (("Fail",), ("int", "VP_STATUS"), HELD),
    "work-free": (("Work",), ("unsigned", "void"), FREE),
    "work-held": (("Update",), ("unsigned", "void"), HELD),
    "check": (("Check",), ("VP_STATUS",), None),
}


class Routine(Statements):
    """One routine with its contract. `kind`: one of KINDS, or "root"."""

    def __init__(self, program, kind, returns, locks, inputs):
        super().__init__(program, locks, inputs)
        self.kind, self.returns, self.pure = kind, returns, kind == "check"
        self.entry = tuple(KINDS[kind][2] for _ in locks) if kind in KINDS else (FREE,) * len(locks)
        self.failure = self.pick("5", "31", "87") if returns != "NTSTATUS" else self.pick("-1073741823", "-5")

    # ---- leaving ------------------------------------------------------------------------------------------------

    def result(self, state):
        """What is returned when the lock is in this state, or None for a routine that gives no result."""
        if self.returns == "void":
            return None
        if self.kind == "try":
            return "1" if state[0] == HELD else "0" if state[0] == FREE else f"({state[0].test}) ? 1 : 0"
        if self.kind == "open":
            return "0" if state[0] == HELD else self.failure if state[0] == FREE else \
                f"({state[0].test}) ? 0 : {self.failure}"
        if self.kind == "check":
            return self.pick("0", self.failure)
        if self.kind == "fail":
            return "a"
        if self.kind.startswith("work"):
            return self.pick("0", "total & 3", self.inputs[0][0])
        return self.pick("1", "-1", "total", self.inputs[0][0])

    def at_exit(self, state):
        """The state in which the routine may be left from here."""
        if self.kind in ("claim", "begin"):
            return (self.out_flag,)
        if self.kind in ("try", "open"):
            return state if state[0].kind != "cond" or self.chance(60) else (self.pick(FREE, HELD),)
        return {"take": (HELD,), "drop": (FREE,), "drop-if": (FREE,), "fail": (FREE,)}.get(self.kind, self.entry)

    def returned(self, state):
        """The text that returns from here without a change of the lock, or None if that is not allowed."""
        if self.at_exit(state) != state:
            return None
        result = self.result(state)
        return "return;" if result is None else f"return {result};"

    def finish_by_return(self, state):
        fails = self.program.of_kind("fail")
        if self.kind == "root" and fails and self.returns != "void" and HELD in state and self.want("error-helper", 50):
            self.use("error-helper")
            index = state.index(HELD)
            self.lead(state, tuple(HELD if i == index else FREE for i in range(len(state))))
            self.emit(f"return {fails[0].name}({self.locks[index]}, {self.failure});")
            return
        after = self.lead(state, self.at_exit(state))
        result = self.result(after)
        self.emit("return;" if result is None else f"return {result};")

    # ---- the whole ----------------------------------------------------------------------------------------------

    out_flag = None

    def prepare(self):
        """What the contract puts into the routine's beginning; gives the state behind it."""
        lock = self.locks[0] if self.locks else None
        if self.kind == "claim":
            self.out_flag = State("cond", "*Out", {"*Out"}, "*Out = 1;", "*Out = 0;")
        elif self.kind == "begin":
            self.out_flag = self.field_flag(lock)
        elif self.kind == "drop-if":
            return (State("cond", "Held", {"Held"}),)
        if self.out_flag:
            self.emit(self.out_flag.off)
            self.frozen.extend(self.out_flag.names)
            return (self.out_flag,)
        return self.entry

    def choose_labels(self):
        """Labels at the end, and the state that each wants."""
        ending = self.pick("plain", "labels", "labels", "flag", "flag")
        if self.program.wanted in ("goto-out", "goto-unlock"):
            ending = self.pick("labels", "flag") if self.program.wanted == "goto-out" else "labels"
        free = (FREE,) * len(self.locks)
        if ending == "labels":
            held = tuple(self.pick(HELD, HELD, FREE) for _ in self.locks)
            self.labels = [("unlock", held), ("done", free)] if held != free else [("done", free)]
        elif ending == "flag":
            flagged = (self.new_flag(self.pick("flag", "status", "bits", "inverse")),) + free[1:]
            self.labels = [("out", flagged)]
            if self.chance(30):
                self.labels.append(("done", free))
        # The variable of a label belongs to it alone.
        for _, wants in self.labels:
            self.frozen.extend(names_of(wants))

    def end(self, state):
        """The labels that are jumped to, and the last return."""
        text = "\n".join(self.lines)
        used = [(label, wants) for label, wants in self.labels if f"goto {label};" in text]
        if state is not None and not used:
            self.finish_by_return(state)
        elif state is not None:
            self.lead(state, used[0][1])
        for number, (label, wants) in enumerate(used):
            self.lines.append(f"{label}:")
            if number + 1 == len(used):
                self.emit(self.unknown_call())
                self.finish_by_return(wants)
                break
            following = used[number + 1][1]
            if wants == following:
                self.emit(self.unknown_call())
            self.lead(wants, following)

    def write(self, head, room, labels):
        """The lines of the routine; `head`: its first line."""
        for name, mask in self.inputs:
            self.emit(f"{name} &= {mask};")
        self.room = room
        if self.kind != "fail":
            self.name("total")
        if self.kind == "root":
            self.name("value")
        start = self.prepare()
        if labels:
            self.choose_labels()
        self.end(self.statements(start, 3 if self.kind == "root" else 2, 12 if self.kind == "root" else 3))
        if self.returns == "void" and self.lines[-1].strip() == "return;" and not self.lines[-2].endswith(":"):
            self.lines.pop()
        declared = [f"    {kind} {name} = {value};" for kind, name, value in self.locals]
        return [head, "{"] + declared + [""] * bool(declared) + self.lines + ["}"]


def write_helper(program, kind, room):
    """A helper of the kind; gives its lines and adds it to the program. `room`: about how many lines its body has."""
    if kind == "again":
        return write_again(program)
    chance = program.random
    names, types, _ = KINDS[kind]
    name = names[chance.randrange(len(names))]
    taken = sum(helper.name.startswith(name) for helper in program.helpers)
    name += str(taken + 1) if taken else ""
    returns = types[chance.randrange(len(types))]
    inputs = [("a", (1, 3)[chance.randrange(2)])]
    parameters = ["unsigned a"]
    if kind in ("take", "drop") and chance.randrange(2):
        inputs, parameters = [], []
    if kind == "drop-if":
        inputs, parameters = [], ["int Held"]
    if kind == "fail":
        inputs, parameters = [], [f"{returns} a"]  # a status of any value
    locks = [] if kind == "check" else ["Ext"]
    routine = Routine(program, kind, returns, locks, inputs)
    all_parameters = ["EXT *Ext"] * len(locks) + parameters + (["BOOLEAN *Out"] if kind == "claim" else [])
    head = f"static {returns} {name}({', '.join(all_parameters)})"
    lines = routine.write(head, room if inputs else 0, bool(inputs) and chance.randrange(4) == 0)
    program.helpers.append(Helper(kind, name, returns, inputs))
    return lines


def write_again(program):
    """A helper that tries again by calling itself; to its callers it is a try-lock."""
    chance = program.random
    name, mask = "TakeAgain", (1, 3, 3)[chance.randrange(3)]
    program.probes += 2
    program.used.add("recursion")
    program.helpers.append(Helper("try", name, "int", [("a", mask)]))
    test = ("Probe() & 1", "Probe() & 1", "a == 1", "a & 2")[chance.randrange(4)]
    return [f"static int {name}(EXT *Ext, unsigned a)", "{", f"    a &= {mask};", f"    if ({test}) {{",
            "        VideoPortAcquireDeviceLock(Ext);", "        return 1;", "    }", "    if (a == 0)", "        return 0;",
            f"    return {name}(Ext, a - 1);", "}"]


def write_root(program, name, locks, room):
    chance = program.random
    masks = [(1, 3, 3, 7)[chance.randrange(4)], (1, 3)[chance.randrange(2)], (1, 1, 3)[chance.randrange(3)]]
    inputs = [("a", masks[0]), ("b", masks[1])] + ([("c", masks[2])] if chance.randrange(10) < 6 else [])
    parameters = ", ".join(f"unsigned {one}" for one, _ in inputs)
    returns = ("void", "int", "VP_STATUS")[chance.randrange(3)]
    if program.wanted == "error-helper":
        returns = "int"
    if program.fields:
        inputs += [(f"{lock}->mode", 3) for lock in locks]
    routine = Routine(program, "root", returns, locks, inputs)
    routine.keeps_fields = program.fields
    return routine.write(f"{returns} {name}({', '.join('EXT *' + lock for lock in locks)}, {parameters})", room, True)

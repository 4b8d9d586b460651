# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A program's native form: the same lines with calls of the monitor (monitor.h), and without structured exceptions.

native(name, lines) gives the text, and what to run: each routine without a caller. Lines keep their numbers. The programs are of the form that generate.py writes; a `__try` holds no loop.

  __try {          a handler is set; return, goto, break and continue out of it and __leave remember where they lead,
                   and jump to the end of the __try
  } __finally {    all ways come together here, exceptions too; `} __except (1) {` is run for exceptions alone
  }                then each goes on where it leads
"""
import re

DECLARATION = re.compile(r"(void|unsigned) \w+\(.*\);$|typedef |#define ")
DEFINITION = re.compile(r"((?:static )?(?:void|int|unsigned|BOOLEAN|VP_STATUS|NTSTATUS)) (\w+)\((.*)\)$")
RETURN = re.compile(r"\breturn\b([^;]*);")
UNKNOWN = ("Probe", "Refresh", "Touch", "Look", "Note", "AbnormalTermination")
HANDLER = re.compile(r"\s*\} (?:__finally|__except \((.*)\)) \{$")
LEAVE = re.compile(r"\b(return\b[^;]*|goto \w+|break|continue|__leave);")


def routines_of(lines):
    """(name, parameters, static) of each routine in the text."""
    found = []
    for line in lines:
        match = DEFINITION.match(line)
        if match:
            found.append((match.group(2), match.group(3), match.group(1).startswith("static")))
    return found


def renamed(name, lines):
    """The lines with routines whose names are the program's own, so that many programs fit into one file."""
    own = [routine for routine, _, _ in routines_of(lines)]
    if not own:
        return list(lines)
    pattern = re.compile(rf"\b({'|'.join(own)})\(")
    return [pattern.sub(rf"\1_{name}(", line) for line in lines]


class _Try:
    """A __try that is open: `ways` out of it, each with its number; `part`: body, finally or except."""

    def __init__(self, number, returns):
        self.number, self.returns, self.ways, self.depth, self.part = number, returns, [], 0, "body"
        self.handles = False

    def way(self, text, line):
        if text == "__leave":
            return f"goto end_{self.number};"
        self.ways.append((text, line))
        value = re.match(r"return (.+)", text)
        keep = f"value_{self.number} = {value.group(1)}; " if value else ""
        return f"do {{ {keep}way_{self.number} = {len(self.ways)}; goto end_{self.number}; }} while (0);"

    def begin(self):
        value = "" if self.returns == "void" else f" {self.returns} value_{self.number} = 0; (void)value_{self.number};"
        return (f"{{ int way_{self.number} = 0;{value} if (setjmp(*monitor_try()) != 0) {{ way_{self.number} = -1; "
                f"goto end_{self.number}; }} {{")

    def middle(self, filter_):
        """From the body to __finally, or to __except with its filter."""
        self.depth, self.part = 0, "finally" if filter_ is None else "except"
        self.handles = filter_ not in (None, "0")
        text = f"}} end_{self.number}: monitor_end_try(way_{self.number}); "
        return text + ("{" if filter_ is None else f"if (way_{self.number} == -1 && ({filter_})) {{")

    def end(self, around):
        text = "}" if self.handles else f"}} if (way_{self.number} == -1) monitor_raise();"
        for number, (way, line) in enumerate(self.ways, 1):
            if way.startswith("return "):
                way = f"return value_{self.number}"
            text += f" if (way_{self.number} == {number}) {_jump(way, line, around, self.returns)}"
        return text + " }"


def _jump(text, line, tries, returns):
    """A jump in the innermost of the __try that are open here."""
    inner = next((one for one in reversed(tries) if one.part == "body"), None)
    return inner.way(text, line) if inner else _left(text, line, returns)


def _left(text, line, returns):
    """A jump outside of any __try."""
    match = re.match(r"return\b(.*)", text)
    if not match:
        return text + ";"
    value = match.group(1).strip()
    if not value or returns == "void":
        return f"{{ monitor_return({line}); return {value}; }}"
    return f"{{ {returns} result_ = {value}; monitor_return({line}); return result_; }}"


def _calls(line, number):
    line = re.sub(r"VideoPort(Acquire|Release)DeviceLock\((.*)\);",
                  lambda m: f"monitor_{m.group(1).lower()}({m.group(2)}, {number});", line)
    line = re.sub(r"\bwhile \((.*)\)( \{|;|)$", r"while (monitor_step(), (\1))\2", line)
    line = re.sub(r"\bfor \(([^;]*);([^;]*);",
                  lambda m: f"for ({m.group(1)}; monitor_step(), ({m.group(2).strip() or 1});", line)
    line = re.sub(r"^(\w+):$", r"\1: monitor_step();", line)
    line = re.sub(r"\b(Ext|Other)->", r"MAY_RAISE(\1)->", line)
    line = re.sub(r"= \*(Ext|Other)\b", r"= *MAY_RAISE(\1)", line)
    return re.sub(r"\*Out\b", "*MAY_RAISE(Out)", line)


def called(routine, lines):
    """By another routine than itself."""
    inside = False
    for line in lines:
        head = DEFINITION.match(line)
        inside = head.group(2) == routine if head else inside
        if not head and not inside and re.search(rf"\b{routine}\(", line):
            return True
    return False


def masks(routine, lines):
    """The mask of each parameter of the routine, as its first lines say."""
    start = next(n for n, line in enumerate(lines) if DEFINITION.match(line) and f" {routine}(" in line)
    masks = {}
    for line in lines[start:lines.index("}", start)]:
        match = re.match(r" +(\w+) &= (\d+);", line)
        if match:
            masks.setdefault(match.group(1), int(match.group(2)))
    return masks


def arguments(parameters, masks):
    """The arguments of a run, and the ranges of the values in them."""
    values, ranges, locks = [], [], 0
    for parameter in parameters.split(", "):
        kind, name = re.match(r"(.*?)(\w+)$", parameter).groups()
        if kind.startswith(("EXT", "void *")):
            values.append(f"&extensions[{locks}]")
            locks += 1
        elif "*" in kind:
            values.append("&result")
        elif parameter != "void":
            values.append(f"v[{len(ranges)}]")
            ranges.append(masks.get(name, 3 if kind.startswith("unsigned") else 1) + 1)
    return ", ".join(values), ranges


def native(name, lines):
    """The text and the runs (function, ranges of its values, number of extensions whose fields matter)."""
    lines = [line.partition("//")[0].rstrip() for line in lines]
    own = routines_of(lines)
    fields = any("->" in line for line in lines)
    out = [f'#line 1 "{name}"']
    known = {routine for routine, _, _ in own}
    if any(call not in known and not call.startswith("VideoPort") for line in lines if not DECLARATION.match(line)
           for call in re.findall(r"\b[A-Z]\w*[a-z]\w*(?=\()", line) if call not in UNKNOWN):
        out.append("#error a routine is missing")  # the linker would not say in which program
    out += [f"#define {routine}_{name}(...) (monitor_at(__LINE__), {routine}_{name}(__VA_ARGS__))" +
            f'\n#line 1 "{name}"' for routine, _, _ in own]
    tries, numbers, returns = [], 0, "void"
    for number, line in enumerate(renamed(name, lines), 1):
        head = DEFINITION.match(line)
        if DECLARATION.match(line):
            line = ""  # the monitor has it
        elif head:
            returns = head.group(1).replace("static ", "")
            line = f"static {returns} ({head.group(2)})({head.group(3)})"
        elif line == "{":
            line = "{ monitor_enter();"
        elif line == "}":
            line = f"monitor_return({number}); }}"
        elif line.strip() == "__try {":
            numbers += 1
            tries.append(_Try(numbers, returns))
            line = tries[-1].begin()
        elif HANDLER.match(line) and tries:
            line = tries[-1].middle(HANDLER.match(line).group(1))
        else:
            line = _calls(line, number)
            if tries:
                tries[-1].depth += line.count("{") - line.count("}")
                line = line.replace("AbnormalTermination()", f"(way_{tries[-1].number} != 0)")
            if tries and tries[-1].depth < 0:
                line = tries.pop().end(tries)
            else:
                pattern = LEAVE if any(one.part == "body" for one in tries) else RETURN
                line = pattern.sub(lambda m: _jump(m.group(0)[:-1], number, tries, returns), line)
        out.append(line)
    runs = []
    for routine, parameters, _ in own:
        if called(routine, lines):
            continue
        values, ranges = arguments(parameters, masks(routine, lines))
        out.append(f"static void run_{routine}_{name}(const unsigned *v) {{ (void)v; {routine}_{name}({values}); }}")
        runs.append((f"run_{routine}_{name}", ranges, values.count("extensions") if fields else 0))
    return "\n".join(out) + "\n", runs

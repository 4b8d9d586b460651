#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The shipped model against a table of documented facts: check_contracts.py MODEL_FACTS TABLE

TABLE has a line for each function of video.h and each callback of a miniport, with the level that is documented or
inferred, and whether the device lock is held on entry. Each function must be modelled with the level that the table states
plainly, and with no limit where the table says unknown or depends on something. Each callback must be led to a
context of the table's level, but for those that LEFT_OUT names.
"""
import re
import subprocess
import sys

ANY = (0, 255)

# The levels to model: (least, most) by the table's words.
PLAIN = {
    "PASSIVE": (0, 0), "PASSIVE_LEVEL": (0, 0), "<=DISPATCH": (0, 2), "=DISPATCH": (2, 2), "DISPATCH_LEVEL": (2, 2),
    ">=DISPATCH": (2, 255), "DISPATCH_LEVEL or above": (2, 255), "<=DIRQL": (0, 30), "DIRQL": (3, 30),
    "HIGH_LEVEL": (31, 31), "any": ANY,
}
# What depends on something, by how it begins: the limit that is sure.
CONDITIONAL = {"unknown": ANY, "not documented": ANY, "any if ": ANY, "<=DISPATCH if ": (0, 2)}

# Callbacks that lead to no context, by what the table says of where they are registered, and why.
LEFT_OUT = {
    "(implemented by the port)": "a function of the port that the miniport calls through a structure",
    "typedef in video.h only": "a type without a function or structure that takes it",
}

PRIORITIES = {"VpLowPriority": "0", "VpMediumPriority": "1", "VpHighPriority": "2"}


def level(words):
    if words in PLAIN:
        return PLAIN[words]
    return next((sure for begin, sure in CONDITIONAL.items() if words.startswith(begin)), None)


def read_facts(program):
    facts = {"function": {}, "context": {}, "field": {}, "callback": {}}
    for line in subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines():
        kind, name, *rest = line.split("\t")
        if kind == "callback":
            name, rest = (name, rest[0], rest[1]), rest[2:]
        facts[kind][name] = rest
    return facts


def routes(row):
    """The ways by which the miniport hands over a callback: keys of facts["field"] or facts["callback"], with the level."""
    name, where = (part.strip() for part in row["registered_as"].split("@"))
    words = row["model_irql"]
    argument = re.match(r"arg (\d+) of (\w+)", where)
    if argument and ";" in words:  # a level for each priority
        for part in words.split(";"):
            for priority in re.findall(r"Vp\w+Priority", part):
                key = (argument[2], argument[1], PRIORITIES[priority])
                yield "callback", key, level(part.split(" (")[0].strip())
    elif argument:
        yield "callback", (argument[2], argument[1], "-"), level(words)
    elif where.endswith(" member"):  # of each of these records; DDC_CONTROL has I2C_CALLBACKS in it
        for record in where.removesuffix(" member").split(" / "):
            if record != "DDC_CONTROL":
                yield "field", f"{record}.{name}", level(words)
    else:
        record, field = where.split(".")
        yield "field", f"{record or 'VIDEO_HW_INITIALIZATION_DATA'}.{field}", level(words)


def check_function(facts, row):
    name, words, basis = row["name"], row["model_irql"], row["basis"]
    expected = level(words)
    if name not in facts["function"]:
        return [f"{name} is not modelled"]
    least, most, said, _ = facts["function"][name]
    if expected is None:
        return [f"{name}: the table says '{words}', which this test does not understand"]
    if (int(least), int(most)) != expected:
        return [f"{name}: modelled from {least} to {most}, the table says '{words}'"]
    if expected != ANY and said != basis:
        return [f"{name}: modelled as {said}, the table says {basis}"]
    return []


def check_context(facts, row, context, expected):
    who = f"{row['name']} ({row['registered_as']})"
    if not context:
        return [f"{who} leads to no context"]
    least, most, said, held = facts["context"][context[0]]
    wrong = []
    if expected is None:
        wrong.append(f"{who}: the table says '{row['model_irql']}', which this test does not understand")
    elif (int(least), int(most)) != expected:
        wrong.append(f"{who}: '{context[0]}' from {least} to {most}, the table says '{row['model_irql']}'")
    if said != row["basis"]:
        wrong.append(f"{who}: '{context[0]}' is {said}, the table says {row['basis']}")
    if (held == "held") != row["device_lock_on_entry"].startswith("assume-held"):
        wrong.append(f"{who}: '{context[0]}' is entered {held}, the table says '{row['device_lock_on_entry']}'")
    return wrong


def check_callback(facts, row):
    if any(reason in row["registered_as"] for reason in LEFT_OUT):
        return []
    return [wrong for kind, key, expected in routes(row)
            for wrong in check_context(facts, row, facts[kind].get(key), expected)]


def main():
    facts = read_facts(sys.argv[1])
    lines = open(sys.argv[2], encoding="utf-8").read().splitlines()
    rows = [dict(zip(lines[0].split("\t"), line.split("\t") + [""] * 8)) for line in lines[1:]]
    wrong = []
    for row in rows:
        wrong += (check_function if row["kind"] == "function" else check_callback)(facts, row)
    print("\n".join(wrong + [f"{len(rows)} facts, {len(wrong)} wrong"]))
    return 1 if wrong or not rows else 0


sys.exit(main())

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The programs of a range of seeds, their quotas, and where devlock differs from the truth on them.

Needs generate.py and mutate.py (programs), monitor.py (truth) and compare.py (devlock). Used by run and seeded.
"""
import collections
import concurrent.futures
import pathlib

from compare import BATCH, differ, marks_of, show_difference
from generate import FEATURES, PROLOGUE, SHARES, generate
from monitor import truth
from mutate import mutants

HERE = pathlib.Path(__file__).resolve().parent
MUTANTS = 3  # errors that are tried in a program
SPARE = len(FEATURES) * 1000000  # added to the seed when a program has too many inputs to try them all
POSSIBLE = 0.01  # of the programs may have a finding that is only possible and that no run shows


class Chosen:
    """A program that can be judged."""

    def __init__(self, lines, features, defects):
        self.lines, self.features, self.defects = lines, features, defects


def _choose_pairs(pairs, spare, folder, compiler):
    """seed -> Chosen for the pairs whose right program and one wrong one can be judged, and how many were tried."""
    candidates, features = {}, {}
    for pair in pairs:
        candidates[f"p{pair}"], features[pair] = generate(pair + spare * SPARE)
        for number, lines in enumerate(mutants(pair + spare * SPARE, candidates[f"p{pair}"], MUTANTS)):
            candidates[f"p{pair}_{number}"] = lines
    results = truth(candidates, folder, compiler)
    complete = {name: defects for name, (defects, end) in results.items() if end == "complete"}
    chosen = {}
    for pair in pairs:
        wrong = [name for name in (f"p{pair}_{number}" for number in range(MUTANTS)) if name in complete]
        if f"p{pair}" not in complete or not wrong:
            continue
        # The first error that is a defect; else one that is none, which devlock must not report either.
        wrong = next((name for name in wrong if complete[name]), wrong[0])
        for seed, name in ((2 * pair, f"p{pair}"), (2 * pair + 1, wrong)):
            chosen[seed] = Chosen(candidates[name], features[pair], complete[name])
    return chosen, len(candidates)


def choose_programs(seeds, folder, compiler):
    """name -> Chosen for each seed, and the number of programs that were tried natively."""
    pairs = sorted({seed // 2 for seed in seeds})
    chosen, tried = _choose_pairs(pairs, 0, folder, compiler)
    spare, more = _choose_pairs([pair for pair in pairs if 2 * pair not in chosen], 1, folder, compiler)
    chosen.update(spare)
    return {f"seed{seed}": chosen[seed] for seed in seeds if seed in chosen}, tried + more


def known_programs(folder, compiler, devlock):
    """Programs judged by hand: the monitor's verdict, and devlock's. Gives (passed, messages)."""
    passed, messages = 0, []
    programs = {path.stem: path.read_text().splitlines() for path in sorted((HERE / "known").glob("*.c"))}
    results = truth(programs, folder, compiler)
    for name, lines in programs.items():
        marked = marks_of(lines)
        verdicts = [("monitor", results[name][0] if name in results else None)]
        if devlock:
            verdicts.append(("devlock", devlock.findings(name, lines)))
        for who, verdict in verdicts:
            if verdict == marked:
                passed += 1
            else:
                messages.append(f"known/{name}.c: the {who} says {show(verdict)}, the marks say {show(marked)}")
    return passed, messages


def show(defects):
    return "nothing" if not defects else str(defects) if isinstance(defects, str) else \
        ", ".join(f"{rule} in line {line}" for rule, line in sorted(defects, key=lambda d: d[1]))


def quotas(chosen, seeds):
    """What the mix of programs lacks."""
    lacks = []
    counts = collections.Counter(feature for program in chosen.values() for feature in program.features)
    defective = sum(bool(program.defects) for program in chosen.values())
    unclean = [name for name, program in chosen.items() if int(name[4:]) % 2 == 0 and program.defects]
    print(f"{len(chosen)} programs, {defective} with defects; with " +
          ", ".join(f"{feature} {counts[feature]}" for feature in counts))
    for name in unclean:
        lacks.append(f"{name}: the program that was meant to be right has a defect")
    if len(seeds) >= 100:
        if defective < 0.4 * len(chosen):
            lacks.append(f"only {defective} of {len(chosen)} programs have a defect; 40 % are wanted")
        lacks += [f"only {counts[feature]} programs with {feature}; {share} % are wanted"
                  for feature, share in SHARES.items() if counts[feature] < share / 100 * len(chosen)]
        if len(chosen) < 0.97 * len(seeds):
            lacks.append(f"only {len(chosen)} programs of {len(seeds)} seeds can be judged")
    return lacks


def ask_devlock(devlock, chosen, jobs):
    """name -> findings or a message."""
    names = list(chosen)
    batches = [{name: chosen[name].lines for name in names[start:start + BATCH]}
               for start in range(0, len(names), BATCH)]
    found = {}
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for findings in pool.map(lambda batch: devlock.findings_of_many(batch, PROLOGUE), batches):
            found.update(findings)
    return found


def judge(chosen, findings, keep):
    """Prints what differs; gives the names of the programs on which devlock is wrong."""
    wrong, missed, false, broken, possible, doubtful = [], 0, 0, 0, 0, 0
    for name, program in chosen.items():
        found, defects = findings[name], program.defects
        if not isinstance(found, str):
            possible += len(found.possible)
            doubtful += bool((found - defects) & found.possible)
            missed += len(defects - found)
            false += len(found - defects - found.possible)
        else:
            broken += 1
        if found == defects:
            continue
        print(f"{name}: {show_difference(found, defects)}")
        if differ(found, defects):
            wrong.append(name)
        if keep:
            (keep / f"{name}.c").write_text(marked_text(program.lines, defects))
    print(f"{missed} defects missed, {false} findings false, {broken} programs not analysed; {possible} findings only "
          f"possible, {doubtful} programs with one that no run shows")
    return wrong, doubtful


def marked_text(lines, defects):
    """The program with its defects marked."""
    marks = collections.defaultdict(list)
    for rule, line in sorted(defects):
        marks[line].append(rule)
    return "\n".join(line + (" // expect: " + ", ".join(marks[number]) if number in marks else "")
                     for number, line in enumerate(lines, 1)) + "\n"

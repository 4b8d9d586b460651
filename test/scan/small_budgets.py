# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""small_budgets.py DEVLOCK SOURCE MODEL BUDGET...: scans a source with each routine-budget (MODEL is written). Fails if a
scan ends otherwise than with findings or gaps, or if none of them names a routine that was given up."""
import subprocess
import sys

devlock, source, model, *budgets = sys.argv[1:]
named = 0
for budget in budgets:
    with open(model, "w") as file:
        file.write(f"devlock-model: 1\noptions: {{ routine-budget: {budget} }}\n")
    done = subprocess.run([devlock, "scan", "--model", model, source], capture_output=True, text=True)
    if done.returncode not in (1, 2):
        sys.exit(f"with a budget of {budget} the scan ends with {done.returncode}: {done.stderr[-500:]}")
    named += "routine-budget" in done.stdout + done.stderr
if not named:
    sys.exit("no routine was given up")

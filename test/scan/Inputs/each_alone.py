# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a scan leaves unparsed holds no finding: each source of the tests is put into a folder of its own, as a driver; those
that a scan of all of them would not parse are scanned, one by one.

  each_alone.py DEVLOCK TESTS FOLDER FLAG...
"""
import pathlib
import re
import shutil
import subprocess
import sys

devlock, tests, folder, *flags = sys.argv[1:]
tests, folder = pathlib.Path(tests), pathlib.Path(folder)
shutil.rmtree(folder, ignore_errors=True)
sources = sorted(path for path in tests.rglob("*") if path.suffix in (".c", ".cpp") and "oracle" not in path.parts)
places = {}
for number, source in enumerate(sources):
    place = folder / "tree" / str(number)
    place.mkdir(parents=True)
    shutil.copy(source, place)
    places[str(place / source.name)] = source
for source in {source.parent for source in sources}:
    flags += ["-I", str(source)]

done = subprocess.run([devlock, "ninja", "--work", folder / "work", folder / "tree", "--", *flags], capture_output=True,
                      text=True)
parsed = set(re.findall(r"^  source = (\S+)$", done.stdout, re.M))
skipped = sorted(set(places) - parsed)
print(f"{len(parsed)} sources parsed, {len(skipped)} not")
if done.returncode or len(parsed) < 50 or len(skipped) < 20:
    sys.exit(done.stderr)
bad = 0
for place in skipped:
    done = subprocess.run([devlock, "scan", "--no-prefilter", pathlib.Path(place).parent, "--", *flags], capture_output=True,
                          text=True)
    if ": warning: " in done.stdout or done.returncode < 0:
        print(f"{places[place]} is not parsed, and has findings:\n{done.stdout}{done.stderr}")
        bad += 1
sys.exit(bad != 0)

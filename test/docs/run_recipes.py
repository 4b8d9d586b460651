#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the recipes of docs/ci: run_recipes.py BUILD SOURCE FOLDER PAGE [--clang CLANG] [--ddk FOLDER] [--diff-helper FILE]
[--schema PACKAGES]

A page's ```yaml file=PATH block is a pipeline: it must parse and have its service's form, and what its steps run is run
here, as the service does, in clones of a repository with a small driver: on main, where the baseline knows the one
finding, all steps pass; on a branch with a new finding the last scan fails with status 1 and names it, and every report
that a step uploads is there. ```sh recipe blocks are run in the same clones, to the status that they name on the branch
and to 0 on main. devlock's repository is a stand-in whose `bootstrap build` gives the build folder BUILD; the hook
of pre-commit is the real one. --schema: the workflow for GitHub is judged by its schema instead, with the packages of npm.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree

import yaml

BLOCK = re.compile(r"^```(yaml file=(?P<file>\S+)|sh recipe(?: status=(?P<status>\d))?)\n(?P<text>.*?)^```$",
                   re.MULTILINE | re.DOTALL)
LEAK = "#include \"port.h\"\nVOID %s(PVOID Extension)\n{\n    VideoPortAcquireDeviceLock(Extension);\n" \
       "    VideoPortReleaseDeviceLock(Extension);\n    VideoPortReleaseDeviceLock(Extension);\n}\n"
LISTS = """cmake_minimum_required(VERSION 3.20)
set(CMAKE_C_COMPILER {clang})
set(CMAKE_C_COMPILER_TARGET x86_64-w64-windows-gnu)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
project(driver C)
file(GLOB sources *.c)
add_library(driver OBJECT ${{sources}})
target_include_directories(driver SYSTEM PRIVATE {ddk} {ddk}/ddk)
target_compile_options(driver PRIVATE -fms-extensions -w)
"""


class Wrong(Exception):
    pass


class Sandbox:
    """The repositories, in a folder that is made anew."""

    def __init__(self, options):
        self.options, self.folder = options, pathlib.Path(options.folder).absolute()
        shutil.rmtree(self.folder, ignore_errors=True)
        tools = self.folder / "tools"
        tools.mkdir(parents=True)
        if options.diff_helper:
            helper = tools / "clang-tidy-diff.py"
            helper.write_text(f"#!/bin/sh\nexec python3 '{options.diff_helper}' \"$@\"\n")
            helper.chmod(0o755)
        self.around = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self.around |= {"HOME": str(self.folder), "PATH": f"{tools}:{os.environ['PATH']}", "GIT_CONFIG_NOSYSTEM": "1",
                        "CMAKE_GENERATOR": "Ninja",
                        "PRE_COMMIT_HOME": str(self.folder / "hooks")}
        (self.folder / ".gitconfig").write_text("[user]\nname = a\nemail = a@b\n[init]\ndefaultBranch = main\n"
                                                "[advice]\ndetachedHead = false\n[protocol \"file\"]\nallow = always\n")
        self.make_devlock()
        self.make_driver()

    def run(self, folder, script, expected=0, env=None):
        """Runs a script as a step does: bash that ends with the first command that fails."""
        done = subprocess.run(["bash", "-e", "-c", script], cwd=folder, env=self.around | (env or {}), text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != expected:
            raise Wrong(f"status {done.returncode} where {expected} was expected:\n{script}\n{done.stdout}")
        return done.stdout

    def make_devlock(self):
        folder = self.folder / "devlock"
        folder.mkdir()
        bootstrap = folder / "bootstrap"
        bootstrap.write_text("#!/bin/bash -e\n[ \"$*\" = build ]\ncd \"$(dirname \"$0\")\"\n"
                             f"[ -e build ] || ln -s '{self.options.build}' build\n")
        bootstrap.chmod(0o755)
        shutil.copy(pathlib.Path(self.options.source) / ".pre-commit-hooks.yaml", folder)
        self.run(folder, "git init -q; git add .; git commit -qm first")
        self.devlock = f"file://{folder}"

    def make_driver(self):
        inputs = pathlib.Path(self.options.source) / "test" / "scan" / "Inputs"
        origin, driver = self.folder / "origin", self.folder / "origin" / "driver"
        driver.mkdir(parents=True)
        for name in ["port.h", "clean.c"]:
            shutil.copy(inputs / name, driver)
        (driver / "CMakeLists.txt").write_text(LISTS.format(clang=self.options.clang, ddk=self.options.ddk))
        (origin / ".gitignore").write_text(".devlock\nbuild*\n")
        self.run(origin, "git init -q; git add .; git commit -qm clean; git branch clean")
        (driver / "known.c").write_text(LEAK % "Known")
        self.run(origin, "git add .; git commit -qm known")
        work = self.clone("main", "baseline")
        index = (pathlib.Path(self.options.source) / "docs" / "ci" / "index.md").read_text()
        self.run(work, BLOCK.search(index).group("text") + "git push -q origin HEAD:with-baseline")
        self.run(origin, "git merge -q with-baseline")
        for base, branch in [("main", "work"), ("clean", "clean-work")]:
            self.run(origin, f"git checkout -qb {branch} {base}")
            (driver / "fresh.c").write_text(LEAK % "Fresh")
            self.run(origin, "git add .; git commit -qm fresh")
        self.run(origin, "git checkout -q main")

    def clone(self, branch, name, devlock=True):
        folder = self.folder / name
        self.run(self.folder, f"git clone -q -b {branch} file://{self.folder}/origin {name}")
        if devlock:
            self.run(folder, f"git clone -q {self.devlock} .devlock; .devlock/bootstrap build")
        return folder


# ---- pipelines: their steps, as (script, environment) or (None, files that are uploaded) ----------------------------


def strings(values):
    return {name: str(value) for name, value in (values or {}).items()}


def wanted(condition, text):
    if not condition:
        raise Wrong(text)


def github(tree):
    # YAML 1.1, which PyYAML reads, takes the key "on" for a truth value.
    wanted(True in tree or "on" in tree, "a workflow says on what it runs")
    steps = []
    for job in tree["jobs"].values():
        wanted("runs-on" in job, "a job says what it runs on")
        for step in job["steps"]:
            wanted(("uses" in step) != ("run" in step), "a step either uses an action or runs something")
            wanted("${{" not in step.get("run", ""), "expressions do not belong into scripts")
            if "run" in step:
                steps.append((step["run"], strings(tree.get("env")) | strings(job.get("env")) | strings(step.get("env"))))
            elif "sarif_file" in step.get("with", {}):
                steps.append((None, [step["with"]["sarif_file"]]))
    return steps


def gitlab(tree):
    job = tree["devlock"]
    wanted(job["stage"] in tree["stages"], "the stage is none of the stages")
    lines = job["before_script"] + job["script"]
    wanted(all(isinstance(line, str) for line in lines), "a line of a script is text")
    artifacts = job["artifacts"]
    files = list(artifacts.get("paths", [])) + list(artifacts["reports"].values())
    wanted(artifacts["when"] == "always", "the report of a job that fails is to be kept")
    return [("\n".join(lines), strings(job["variables"])), (None, files)]


def azure(tree):
    steps, kinds = [], {"checkout", "task", "script", "publish"}
    for step in tree["steps"]:
        wanted(len(kinds & set(step)) == 1, "a step is of one kind")
        if "script" in step:
            steps.append((step["script"], strings(tree["variables"])))
        elif "publish" in step or "testResultsFiles" in step.get("inputs", {}):
            wanted(step["condition"] == "succeededOrFailed()", "reports of a scan that fails are to be kept")
            steps.append((None, [step.get("publish") or step["inputs"]["testResultsFiles"]]))
    return steps


SERVICES = {".github/workflows/devlock.yml": github, ".gitlab-ci.yml": gitlab, "azure-pipelines.yml": azure}


def check_upload(folder, name):
    file = folder / name
    wanted(file.exists(), f"what is uploaded was not written: {name}")
    if file.suffix in (".sarif", ".json"):
        json.loads(file.read_text())
    elif file.suffix == ".xml":
        xml.etree.ElementTree.parse(file)
    else:
        wanted((file / "index.html").exists(), f"{name} holds no pages")


def run_pipeline(sandbox, steps, branch):
    """What the scripts printed. On the branch the last one fails, uploads are made all the same."""
    folder = sandbox.clone(branch, branch, devlock=False)
    last, output = max(i for i, (script, _) in enumerate(steps) if script), ""
    for i, (script, given) in enumerate(steps):
        if script:
            env = given | {"DEVLOCK_URL": sandbox.devlock}
            output = sandbox.run(folder, script, 1 if branch == "work" and i == last else 0, env)
        else:
            for name in given:
                check_upload(folder, name)
    return output


def check_pipeline(sandbox, name, text):
    tree = yaml.safe_load(text)
    steps = SERVICES[name](tree)
    wanted(any(script for script, _ in steps) and any(not script for script, _ in steps), "it runs or uploads nothing")
    output = run_pipeline(sandbox, steps, "main")
    wanted("0 new findings" in output, output)
    output = run_pipeline(sandbox, steps, "work")
    wanted("1 new finding in" in output and "fresh.c:6" in output and "known.c" not in output, output)


# ---- pre-commit -------------------------------------------------------------------------------------------------------


def check_hook(sandbox, text, recipe):
    tree = yaml.safe_load(text)
    url = tree["repos"][0]["repo"]
    folder = sandbox.clone("main", "hooked", devlock=False)
    (folder / ".pre-commit-config.yaml").write_text(text.replace(url, sandbox.devlock))
    sandbox.run(folder, "git add . && git commit -qm config\n" + recipe)
    (folder / "readme").write_text("text\n")
    output = sandbox.run(folder, "git add . && git commit -m readme")
    wanted("Skipped" in output, output)
    (folder / "driver" / "fresh.c").write_text(LEAK % "Fresh")
    output = sandbox.run(folder, "git add . && git commit -m fresh", 1)
    wanted("fresh.c:6" in output and "known.c" not in output, output)
    sandbox.run(folder, "sed -i 6d driver/fresh.c && git add . && git commit -m mended")
    (folder / "driver" / "fresh.c").write_text(LEAK % "Fresh")
    sandbox.run(folder, "git add . && SKIP=devlock git commit -m skipped")


# ---- the schema ---------------------------------------------------------------------------------------------------------


def check_schema(options, name, text):
    """The workflow fits, and one with a word that is wrong does not."""
    validator = pathlib.Path(options.schema) / "@action-validator" / "cli" / "cli.mjs"
    for content, good in [(text, True), (text.replace("runs-on:", "run-on:"), False)]:
        file = pathlib.Path(options.folder) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        done = subprocess.run(["node", validator, name], cwd=options.folder, text=True, capture_output=True)
        said = done.stdout + done.stderr
        wanted(("\"errors\"" not in said and done.returncode == 0) == good, said or "the schema takes what is wrong")


# ---- pages --------------------------------------------------------------------------------------------------------------


def check_recipe(sandbox, text, status, number):
    """On the branch, and where there is nothing new."""
    known = "--baseline" in text or "|| test" in text
    for branch, expected in [("main" if known else "clean", 0), ("work" if known else "clean-work", int(status or 0))]:
        folder = sandbox.clone(branch, f"{branch}-{number}")
        text = text.replace("origin/main", "origin/clean")
        sandbox.run(folder, "cmake -S driver -B build >/dev/null")
        output = sandbox.run(folder, text, expected)
        wanted(not expected or "fresh.c" in output, output)


def check_page(sandbox, blocks):
    for number, block in enumerate(blocks):
        if block.group("file"):
            check_pipeline(sandbox, block.group("file"), block.group("text"))
        elif "baseline update" not in block.group("text"):  # that one has made the sandbox
            check_recipe(sandbox, block.group("text"), block.group("status"), number)


def main():
    parser = argparse.ArgumentParser()
    for name in ["build", "source", "folder", "page"]:
        parser.add_argument(name)
    for name in ["--clang", "--ddk", "--diff-helper", "--schema"]:
        parser.add_argument(name)
    options = parser.parse_args()
    page = pathlib.Path(options.page)
    blocks = list(BLOCK.finditer(page.read_text()))
    try:
        wanted(blocks, "there is no recipe on it")
        if options.schema:
            check_schema(options, blocks[0].group("file"), blocks[0].group("text"))
        elif page.name == "pre-commit.md":
            check_hook(Sandbox(options), blocks[0].group("text"), blocks[1].group("text"))
        else:
            check_page(Sandbox(options), blocks)
    except Wrong as wrong:
        print(f"{page.name}: {wrong}")
        return 1
    print(f"{page.name}: passed")
    return 0


sys.exit(main())

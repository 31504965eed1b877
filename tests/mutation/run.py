# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Applies mutants and counts which are killed; see tests/mutation.sh."""

import ctypes
import fcntl
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PRESET = "ci-parallel"
FIELDS = ("mutant", "file", "after", "line", "becomes", "tests")
WANTED_PERCENT = 90
LEAST_SECONDS = 30
PR_SET_CHILD_SUBREAPER = 36

KILLED = "killed"
SURVIVED = "survived"
DOES_NOT_BUILD = "does not build"
DOES_NOT_APPLY = "does not apply"


def stop(code, text):
    print(f"mutation: {text}", file=sys.stderr)
    sys.exit(code)


# -- mutants ------------------------------------------------------------------


def read_mutants(path):
    """The paragraphs of one file, as dictionaries."""
    mutants = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or name not in FIELDS:
            stop(2, f"{path}:{number}: '{line}': a line is one of "
                    f"{', '.join(FIELDS)} and a colon")
        if name == "mutant":
            mutants.append({"area": path.stem})
        if not mutants or name in mutants[-1]:
            stop(2, f"{path}:{number}: '{name}' is not expected here; a mutant "
                    f"begins with 'mutant:' and has each line once")
        mutants[-1][name] = value.strip()
    for each in mutants:
        for name in FIELDS:
            if name != "after" and name not in each:
                stop(2, f"{path}: mutant '{each['mutant']}' has no '{name}:'")
    return mutants


def is_wanted(mutant, wanted):
    for each in wanted:
        area, colon, part = each.partition(":")
        if area == mutant["area"] and part in mutant["mutant"]:
            return True
    return not wanted


def mutated(text, mutant):
    """The text with the mutant in it, or None when it does not apply."""
    lines = text.split("\n")
    first = 0
    if "after" in mutant:
        places = [at for at, line in enumerate(lines)
                  if line.strip() == mutant["after"]]
        if len(places) != 1:
            return None
        first = places[0] + 1
    places = [at for at, line in enumerate(lines)
              if at >= first and line.strip() == mutant["line"]]
    if not places or (len(places) > 1 and "after" not in mutant):
        return None
    line = lines[places[0]]
    indentation = line[:len(line) - len(line.lstrip())]
    lines[places[0]] = (indentation + mutant["becomes"]).rstrip()
    return "\n".join(lines)


def commands_of(mutant):
    return [each.strip() for each in mutant["tests"].split(" && ")]


# -- the copy of the tree -----------------------------------------------------


class Tree:
    """A copy of the sources, with a build tree of its own inside."""

    def __init__(self, place):
        self.source = place
        self.build = place / "build" / PRESET
        self.log = place / "build" / "log.txt"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        # Held until this process ends.
        self.lock = open(self.log.parent / "lock", "w", encoding="ascii")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stop(2, f"'{place}' is in use; choose another place with --tree")

    def copy_sources(self):
        """Only what differs, so that little has to be built again."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"],
            cwd=ROOT, check=True, capture_output=True).stdout.decode()
        names = {name for name in listed.split("\0")
                 if name and (ROOT / name).is_file()}
        for name in names:
            target = self.source / name
            content = (ROOT / name).read_bytes()
            if target.is_file() and target.read_bytes() == content:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
            shutil.copymode(ROOT / name, target)
        for path in sorted(self.source.rglob("*"), reverse=True):
            name = path.relative_to(self.source)
            if name.parts[0] == "build" or str(name) in names:
                continue
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            else:
                path.unlink()

    def configure(self, options):
        # Listing the cases after each link would cost more than the tests.
        return self.run(["cmake", "--preset", PRESET,
                         "-DPARALLEL_TESTING_DISCOVERY_MODE=PRE_TEST",
                         *options])

    def make(self, targets):
        if not targets:
            return True
        return self.run(["cmake", "--build", str(self.build), "--target",
                         *targets])

    def run(self, command):
        with open(self.log, "wb") as log:
            return subprocess.run(command, cwd=self.source, stdout=log,
                                  stderr=subprocess.STDOUT,
                                  check=False).returncode == 0

    def program(self, name):
        for folder, _, files in os.walk(self.build):
            if name in files and os.access(os.path.join(folder, name), os.X_OK):
                return os.path.join(folder, name)
        return None


# -- tests --------------------------------------------------------------------


def children_of(parent):
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text()
        except OSError:
            continue
        if int(stat[stat.rfind(")") + 2:].split()[1]) == parent:
            found.append(int(entry.name))
    return found


def end_what_is_left():
    """Whoever lost its parent below this process is its child now."""
    while True:
        left = children_of(os.getpid())
        if not left:
            return
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass


class Tests:
    def __init__(self, tree, scratch):
        self.tree = tree
        self.scratch = scratch
        self.seconds = {}
        self.environment = {
            name: value for name, value in os.environ.items()
            if not re.match("(PARALLEL_TESTING|CTEST|GTEST)_", name)}
        self.environment["PARALLEL_TESTING_STATE_DIR"] = f"{scratch}/state"
        self.environment["PARALLEL_TESTING_TEMP_ROOT"] = f"{scratch}"

    def line_of(self, command):
        program, _, argument = command.partition(" ")
        if program == "module":
            launcher = self.tree.program("parallel-testing-launcher")
            return ["cmake",
                    f"-Dcase={self.tree.source}/tests/module/{argument}.cmake",
                    f"-Dwork={self.scratch}/module",
                    f"-Dmodule_dir={self.tree.source}/cmake",
                    f"-Dlauncher={launcher or ''}",
                    "-P",
                    f"{self.tree.source}/tests/module/support/run_case.cmake"]
        path = self.tree.program(program)
        if path is None:
            stop(3, f"there is no program '{program}' in {self.tree.build}")
        return [path, "--gtest_filter=" + (argument or "*"),
                "--gtest_fail_fast"]

    def pass_with(self, command, limit):
        """Whether it ends well in time; what it started is ended."""
        with open(self.tree.log, "wb") as log:
            started = subprocess.Popen(
                self.line_of(command), cwd=self.tree.source, stdout=log,
                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                env=self.environment, start_new_session=True)
            try:
                code = started.wait(timeout=limit)
            except subprocess.TimeoutExpired:
                code = -1
                os.killpg(started.pid, signal.SIGKILL)
                started.wait()
        end_what_is_left()
        return code == 0

    def pass_unchanged(self, command):
        begin = time.monotonic()
        is_fine = self.pass_with(command, 600)
        self.seconds[command] = time.monotonic() - begin
        ran = re.search(r"\[  PASSED  \] (\d+) test",
                        self.tree.log.read_text(errors="replace"))
        is_empty = not command.startswith("module ") and (
            ran is None or ran.group(1) == "0")
        if is_fine and is_empty:
            stop(3, f"'{command}' runs no test")
        return is_fine

    def kill(self, mutant):
        """The command that failed, or None."""
        for command in commands_of(mutant):
            limit = max(LEAST_SECONDS, 5 * self.seconds[command])
            if not self.pass_with(command, limit):
                return command
        return None


def targets_of(mutants):
    programs = {command.partition(" ")[0]
                for each in mutants for command in commands_of(each)}
    return sorted(programs - {"module"})


# -- the whole ----------------------------------------------------------------


def judge(mutant, tree, tests):
    """What becomes of the mutant. The source is as before afterwards."""
    source = tree.source / mutant["file"]
    before = source.read_text()
    try:
        source.write_text(mutated(before, mutant))
        if not tree.make(targets_of([mutant])):
            return DOES_NOT_BUILD
        return SURVIVED if tests.kill(mutant) is None else KILLED
    finally:
        source.write_text(before)


def show(mutant, fate, seconds):
    name = f"{mutant['area']}:{mutant['mutant']}"
    print(f"{fate:<15} {seconds:6.1f} s  {name}", flush=True)


def summarise(fates):
    print()
    print(f"{'area':<12}{'mutants':>8}{'killed':>8}{'survived':>10}"
          f"{'no build':>10}{'no match':>10}")
    areas = sorted({mutant["area"] for mutant, _ in fates})
    for area in [*areas, "all"]:
        of_area = [fate for mutant, fate in fates
                   if area in (mutant["area"], "all")]
        print(f"{area:<12}{len(of_area):>8}{of_area.count(KILLED):>8}"
              f"{of_area.count(SURVIVED):>10}"
              f"{of_area.count(DOES_NOT_BUILD):>10}"
              f"{of_area.count(DOES_NOT_APPLY):>10}")
    for wrong in (SURVIVED, DOES_NOT_BUILD, DOES_NOT_APPLY):
        for mutant, fate in fates:
            if fate == wrong:
                print(f"{wrong}: {mutant['area']}:{mutant['mutant']}"
                      f" ({mutant['file']})\n  - {mutant['line']}"
                      f"\n  + {mutant['becomes']}\n  tests: {mutant['tests']}")
    all_fates = [fate for _, fate in fates]
    percent = 100 * all_fates.count(KILLED) / len(all_fates)
    print(f"{percent:.1f} % killed, {WANTED_PERCENT} % wanted")
    is_fine = percent >= WANTED_PERCENT and DOES_NOT_APPLY not in all_fates
    return 0 if is_fine else 1


def options_of(arguments):
    cmake = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, cmake = arguments[:at], arguments[at + 1:]
    place = ROOT / "build" / "mutation"
    if "--tree" in arguments:
        at = arguments.index("--tree")
        if at + 1 == len(arguments):
            stop(2, "--tree needs a directory")
        place = pathlib.Path(arguments[at + 1]).resolve()
        del arguments[at:at + 2]
    lists = "--list" in arguments
    wanted = [each for each in arguments if each != "--list"]
    for each in wanted:
        if each.startswith("-"):
            stop(2, f"unknown option '{each}'; see the head of "
                    "tests/mutation.sh")
    return wanted, place, lists, cmake


def applies(mutant, root):
    path = root / mutant["file"]
    return path.is_file() and mutated(path.read_text(), mutant) is not None


def main():
    wanted, place, lists, cmake = options_of(sys.argv[1:])
    mutants = [each for path in sorted(HERE.glob("*.txt"))
               for each in read_mutants(path) if is_wanted(each, wanted)]
    if not mutants:
        stop(2, f"no mutant is called so: {' '.join(wanted)}")
    # One file after the other: each costs the compiler once more.
    mutants.sort(key=lambda each: (each["area"], each["file"]))
    if lists:
        for each in mutants:
            fate = "applies" if applies(each, ROOT) else DOES_NOT_APPLY
            print(f"{fate:<15} {each['area']}:{each['mutant']}")
        return 0 if all(applies(each, ROOT) for each in mutants) else 1

    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    # Short, for the sockets below it.
    with tempfile.TemporaryDirectory(prefix="pt-m-", dir="/tmp") as scratch:
        return run(mutants, Tree(place), scratch, cmake)


def run(mutants, tree, scratch, cmake):
    tree.copy_sources()
    targets = targets_of(mutants)
    if (targets and not tree.configure(cmake)) or not tree.make(targets):
        stop(3, f"the tree cannot be built, see {tree.log}")
    tests = Tests(tree, scratch)
    usable = [each for each in mutants if applies(each, tree.source)]
    for command in sorted({command for each in usable
                           for command in commands_of(each)}):
        if not tests.pass_unchanged(command):
            stop(3, f"'{command}' fails without a mutant, see {tree.log}")
    fates = []
    for each in mutants:
        begin = time.monotonic()
        fate = judge(each, tree, tests) if each in usable else DOES_NOT_APPLY
        fates.append((each, fate))
        show(each, fate, time.monotonic() - begin)
    return summarise(fates)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures `parallel-testing suggest` on the tests of a public project.

    python3 tests/real_world/suggest.py spdlog
    python3 tests/real_world/suggest.py -w /tmp/suites -r 10 srt cpp_httplib

The suite comes from the distribution's source package and is not edited. For
each suite, it

- runs it one test at a time, and ROUNDS times with eight jobs in random order,
  registered without help: these tests `failed`, except those that also fail
  alone under load;
- runs `suggest` once on that build tree: `flagged` is the share of the failed
  tests that are in a pair, and `time` the factor on the serial run;
- registers it through parallel_discover_tests(), runs `suggest --apply`, and
  runs it ROUNDS times with eight jobs and nothing but the suggestions;
- does the same with a lock for each shared resource instead, and with the help
  that a person added.

A line for each suite is printed as a row of a Markdown table; what failed and
each pair is in WORK/<suite>/report.txt, to be judged by looking. `--tool` names
the program to use; else it is built.

Exit codes: 0 the suggestions left no failure, 1 not so or less than 95 % of the
failed tests were flagged, 2 wrong usage, 3 a suite cannot be fetched or built.
"""

import argparse
import collections
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# Of the source package, and the tests that take minutes and share nothing
# that quicker ones do not share.
SUITES = {
    "sqlitecpp": ("sqlitecpp", ""),
    "cli11": ("cli11", ""),
    "leveldb": ("leveldb",
                "^(Issue178|Issue320|AutoCompactTest|Harness.Random)"),
    "spdlog": ("spdlog", ""),
    "cpp_httplib": ("cpp-httplib", ""),
    "srt": ("srt", ""),
    "log4cplus": ("log4cplus", "^performance_test$"),
}


class cannot(Exception):
    pass


def run(command, log, **options):
    """The exit code; the output goes to the file `log`."""
    with open(log, "w", encoding="utf-8", errors="replace") as output:
        return subprocess.run([str(each) for each in command], stdout=output,
                              stderr=subprocess.STDOUT, check=False,
                              **options).returncode


def require(command, log):
    if run(command, log) != 0:
        sys.stderr.write(log.read_text(errors="replace")[-4000:])
        raise cannot(f"failed, see {log}: {' '.join(map(str, command))}")


def mirror(work):
    """A tree that looks like this one, with suites that may be changed."""
    tree = work / "tree"
    for each in ROOT.iterdir():
        if each.name in ("tests", "build", ".git"):
            continue
        link = tree / each.name
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.is_symlink():
            link.symlink_to(each)
    return tree


class suite:
    def __init__(self, name, work, given):
        self.name = name
        self.package, self.slow = SUITES[name]
        self.work = work / name
        self.tree = mirror(work)
        self.given = given
        self.work.mkdir(parents=True, exist_ok=True)
        fetched = subprocess.run(
            ["sh", HERE / "fetch_source.sh", self.package, work / "apt"],
            stdout=subprocess.PIPE, text=True, check=False)
        if fetched.returncode != 0:
            raise cannot(f"{self.package} cannot be fetched")
        self.source = fetched.stdout.strip()
        self.report = open(self.work / "report.txt", "w", encoding="utf-8")

    def note(self, text):
        self.report.write(text + "\n")
        self.report.flush()

    def project(self, label):
        """A copy of the suite's project, which suggestions may be added to."""
        # Beside the others, so that ../registration.cmake is found.
        folder = self.tree / "tests" / "real_world"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "registration.cmake", folder)
        copy = folder / f"{self.name}_{label}"
        shutil.copytree(HERE / self.name, copy, dirs_exist_ok=True)
        shutil.rmtree(copy / "cmake", ignore_errors=True)
        return copy

    def build(self, label, registration):
        project = self.project(label)
        build = self.work / label
        self.configure(project, build, registration)
        require(["cmake", "--build", build,
                 "--parallel", self.given.build_jobs],
                self.work / f"{label}.build.log")
        return project, build

    def configure(self, project, build, registration):
        require(["cmake", "-S", project, "-B", build, "-Wno-dev",
                 f"-DSUITE={self.source}", f"-DREGISTRATION={registration}",
                 "-DCMAKE_POLICY_VERSION_MINIMUM=3.5",
                 f"-DCMAKE_RUNTIME_OUTPUT_DIRECTORY={build}/bin",
                 *self.given.cmake], self.work / "configure.log")

    def selection(self):
        return ["-E", self.slow] if self.slow else []

    def clean(self, build):
        """Rounds begin without what earlier ones left beside the tests."""
        shutil.rmtree(build / "Testing", ignore_errors=True)
        for each in list(build.glob("*.db3*")) + [build / "test_logs"]:
            if each.is_dir():
                shutil.rmtree(each)
            else:
                each.unlink(missing_ok=True)

    def round(self, build, jobs, more=()):
        """Its seconds and the names of the tests that failed."""
        self.clean(build)
        xml = self.work / "round.xml"
        xml.unlink(missing_ok=True)
        start = time.monotonic()
        run(["ctest", "--test-dir", build, "-j", jobs, "--timeout", 120,
             "--output-junit", xml, *self.selection(), *more],
            self.work / "round.log")
        seconds = time.monotonic() - start
        if not xml.exists():
            raise cannot(f"ctest ran no test, see {self.work}/round.log")
        text = xml.read_text(encoding="utf-8", errors="replace")
        failed = re.findall(r'<testcase name="([^"]*)"[^>]*status="fail"', text)
        return seconds, [html.unescape(name) for name in failed]

    def rounds(self, label, build):
        """The median of their seconds, and how often each test failed."""
        times, failed = [], collections.Counter()
        for _ in range(self.given.rounds):
            seconds, names = self.round(build, 8, ["--schedule-random"])
            times.append(seconds)
            failed.update(names)
        median = sorted(times)[len(times) // 2]
        self.note(f"\n{label}: {median:.1f} s, {len(failed)} tests failed")
        for name, count in failed.most_common():
            self.note(f"  {count:3} x {name}")
        return median, failed

    def fails_under_load(self, build, name):
        """Whether it fails alone when other programs need the processor."""
        burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"])
                   for _ in range(4 * (os.cpu_count() or 1))]
        try:
            return any(
                self.round(build, 1, ["-R", f"^{re.escape(name)}$"])[1]
                for _ in range(self.given.rounds))
        finally:
            for each in burners:
                each.kill()
                each.wait()

    def suggest(self, build, *more):
        log = self.work / "suggest.json"
        start = time.monotonic()
        with open(log, "w", encoding="utf-8") as output:
            code = subprocess.run(
                [self.given.tool, "suggest", build, "--format", "json", *more],
                stdout=output, stderr=subprocess.PIPE, text=True, check=False)
        seconds = time.monotonic() - start
        if code.returncode not in (0, 1):
            raise cannot(f"suggest returned {code.returncode}: {code.stderr}")
        return seconds, json.loads(log.read_text(encoding="utf-8"))

    def watch(self, build):
        self.clean(build)
        more = ["--", *self.selection()] if self.slow else []
        return self.suggest(build, *more)

    def list_resources(self, found):
        self.note("\nresources:")
        for each in found["resources"]:
            pairs = each["pairs"]
            self.note(f"  {each['strength']} {each['category']} {each['name']}:"
                      f" {pairs['strong']} strong, {pairs['weak']} weak pairs")
            for conflict in each["conflicts"]:
                self.note(f"    {conflict['relation']} {conflict['strength']}:"
                          f" {conflict['evidence']}")

    def with_suggestions(self):
        project, build = self.build("suggested", "bare")
        self.clean(build)
        run([self.given.tool, "suggest", build, "--apply",
             *(["--", *self.selection()] if self.slow else [])],
            self.work / "apply.log")
        self.configure(project, build, "bare")
        require(["cmake", "--build", build], self.work / "suggested.build.log")
        return build

    def with_locks(self, plain, found):
        """The tests, and a lock for each resource that is shared."""
        locks = collections.defaultdict(list)
        for number, each in enumerate(found["resources"]):
            for role in each["roles"]:
                for test in role["tests"]:
                    locks[test].append(f"resource_{number}")
        lines = [(plain / "CTestTestfile.cmake").read_text(encoding="utf-8")]
        for test, names in sorted(locks.items()):
            lines.append(f"set_tests_properties([==[{test}]==] PROPERTIES "
                         f"RESOURCE_LOCK [==[{';'.join(names)}]==])")
        return lines

    def measure_locks(self, plain, found):
        file = plain / "CTestTestfile.cmake"
        before = file.read_text(encoding="utf-8")
        try:
            file.write_text("\n".join(self.with_locks(plain, found)) + "\n",
                            encoding="utf-8")
            return self.rounds("locks only", plain)
        finally:
            file.write_text(before, encoding="utf-8")

    def measure(self):
        _, plain = self.build("plain", "plain")
        serial, alone = self.round(plain, 1)
        self.note(f"{self.name}: {serial:.1f} s one at a time, failed: {alone}")
        unhelped, failed = self.rounds("without help", plain)
        watched, found = self.watch(plain)
        self.list_resources(found)
        in_pairs = {name for each in found["resources"]
                    for role in each["roles"] for name in role["tests"]}
        slow = [name for name in set(failed) - in_pairs
                if name in alone or self.fails_under_load(plain, name)]
        for name in slow:
            del failed[name]
        self.note(f"\nfail alone under load: {slow}")
        missed = sorted(set(failed) - in_pairs)
        self.note(f"failed and not flagged: {missed}")
        lock_time, lock_failed = self.measure_locks(plain, found)
        helped = self.with_suggestions()
        suggested, left = self.rounds("suggested", helped)
        for name in list(left):
            if name in slow or self.fails_under_load(helped, name):
                del left[name]
        _, by_hand = self.build("by_hand", "parallel")
        hand_time, hand_failed = self.rounds("by hand", by_hand)
        flagged = 1 - len(missed) / len(failed) if failed else 1
        print(f"| {self.name} | {len(found['tests'])} | {serial:.1f} "
              f"| {watched / serial:.2f} | {len(failed)} | {flagged:.0%} "
              f"| {len(found['resources'])} | {unhelped:.1f} | {suggested:.1f} "
              f"| {len(left)} | {lock_time:.1f} | {len(lock_failed)} "
              f"| {hand_time:.1f} | {len(hand_failed)} |", flush=True)
        return not left and flagged >= 0.95


HEADING = """\
| suite | tests | serial s | suggest | failed | flagged | resources \
| unhelped s | suggested s | failed | locks s | failed | by hand s | failed |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"""


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("suites", nargs="+", choices=sorted(SUITES))
    parser.add_argument("-w", dest="work", default=str(ROOT / "build/suites"))
    parser.add_argument("-r", dest="rounds", type=int, default=10)
    parser.add_argument("-j", dest="build_jobs", type=int, default=2)
    parser.add_argument("--tool", default="")
    parser.add_argument("--cmake", action="append", default=[],
                        help="an argument for configuring suites")
    return parser.parse_args()


def build_tool(work, given):
    build = work / "tool"
    require(["cmake", "-S", ROOT, "-B", build,
             "-DPARALLEL_TESTING_BUILD_TESTS=OFF", *given.cmake],
            work / "tool.log")
    require(["cmake", "--build", build, "--parallel", given.build_jobs,
             "--target", "parallel-testing", "parallel_testing_launcher"],
            work / "tool.log")
    return next(each for each in build.rglob("parallel-testing")
                if each.is_file() and os.access(each, os.X_OK))


def main():
    given = parse()
    work = pathlib.Path(given.work).resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        given.tool = given.tool or build_tool(work, given)
        print(HEADING, flush=True)
        good = [suite(name, work, given).measure() for name in given.suites]
    except cannot as reason:
        print(f"suggest.py: {reason}", file=sys.stderr)
        return 3
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())

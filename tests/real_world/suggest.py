#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures `parallel-testing suggest` on the test suites of public projects.

    python3 tests/real_world/suggest.py                  # all suites
    python3 tests/real_world/suggest.py srt cpp_httplib  # some
    python3 tests/real_world/suggest.py --update         # rewrites README.md

The suites come from source packages of the distribution and are not edited.
Each step below is done once and its result kept in WORK/<suite>/results.json,
so a measurement that was stopped continues; `--again` measures again, and
`--last` prints what was measured.

- serial: the tests one at a time, registered with the functions of CMake
- unhelped: the same with eight jobs in random order, ROUNDS times
- watched: `suggest`
- stock: `suggest --stock --apply`, then rounds as above, but only until they
  took a minute: with locks, a round may take as long as the serial run
- locks: a lock for each shared resource instead, then rounds as for stock
- suggested: parallel_discover_tests(), `suggest --apply`, then rounds
- by_hand: the help that a person added, then rounds
- under_load: tests that failed without help and are in no pair, or that failed
  with suggestions, alone on a machine whose processors are busy

WORK/<suite>/report.txt lists what failed, and each resource with its evidence
and what <suite>/judged.json states about it.

Exit codes: 0 no failure was left, 1 one was, less than 95 % of the failed tests
were in a pair, or more than 5 % of the pairs are false; 2 wrong usage; 3 a
suite cannot be fetched, built or run.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import time

# No __pycache__ beside the sources.
sys.dont_write_bytecode = True
# pylint: disable=wrong-import-position
from results import judged_pairs, report_of, row_of, update_table, HEADING
from suite import (PACKAGES, ROOT, SUGGESTIONS, TEST_SECONDS, cannot, require,
                   suite)

# Until a step that is measured alone took this long, it is repeated.
ENOUGH_SECONDS = 10
MOST_REPEATS = 5

STEPS = ("serial", "unhelped", "watched", "stock", "locks", "suggested",
         "by_hand", "under_load")


class measurement:
    def __init__(self, name, work, given):
        self.suite = suite(name, work, given)
        self.given = given
        self.file = self.suite.work / "results.json"
        self.results = {}
        if given.again:
            self.file.unlink(missing_ok=True)
        if self.file.exists():
            self.results = json.loads(self.file.read_text(encoding="utf-8"))

    def step(self, name, measure):
        if name in self.results:
            return
        start = time.monotonic()
        self.results.setdefault("load", os.getloadavg()[0])
        print(f"{self.suite.name}: {name}", end="", file=sys.stderr, flush=True)
        result = measure()
        print(f": {time.monotonic() - start:.0f} s", file=sys.stderr)
        self.results[name] = result
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(self.results, indent=1), encoding="utf-8")
        fresh.replace(self.file)

    def tool(self, build, *arguments):
        """The standard output of `suggest`."""
        ended = subprocess.run(
            [self.given.tool, "suggest", build, *arguments,
             "--", "--timeout", str(TEST_SECONDS)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            check=False)
        if ended.returncode not in (0, 1):
            raise cannot(f"suggest returned {ended.returncode}: {ended.stderr}")
        return ended.stdout

    def repeat(self, measure):
        """The seconds of each time, and what the last one returned."""
        seconds = []
        while True:
            start = time.monotonic()
            result = measure()
            seconds.append(time.monotonic() - start)
            if sum(seconds) > ENOUGH_SECONDS or len(seconds) == MOST_REPEATS:
                return seconds, result

    def serial(self):
        build = self.suite.build("plain")
        seconds, (_, failed) = self.repeat(lambda: self.suite.round(build, 1))
        return {"seconds": seconds, "failed": failed}

    def unhelped(self):
        build = self.suite.build("plain")
        return self.suite.rounds(build, self.given.rounds)

    def watch(self, build):
        self.suite.clean(build)
        return json.loads(self.tool(build, "--format", "json"))

    def watched(self):
        build = self.suite.build("plain")
        seconds, found = self.repeat(lambda: self.watch(build))
        return {"seconds": seconds, "found": found}

    def applied(self, label, *options):
        """The build tree with suggestions, and what they are."""
        build = self.suite.build(label)
        self.suite.clean(build)
        self.tool(build, "--apply", *options)
        file = self.suite.project(label) / SUGGESTIONS
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        return self.suite.build(label, keeps_suggestions=True), text

    def stock(self):
        build, text = self.applied("plain", "--stock")
        result = self.rounds_of_locks(build)
        self.suite.build("plain")
        return {"suggestions": text, **result}

    def suggested(self):
        build, text = self.applied("suggested")
        return {"suggestions": text,
                **self.suite.rounds(build, self.given.rounds)}

    def rounds_of_locks(self, build):
        return self.suite.rounds(build, self.given.rounds,
                                 self.given.lock_seconds)

    def locks(self):
        """A lock for each resource that tests share, and no other remedy."""
        build = self.suite.build("plain")
        names = collections.defaultdict(list)
        resources = self.results["watched"]["found"]["resources"]
        for number, each in enumerate(resources):
            for role in each["roles"]:
                for test in role["tests"]:
                    names[test].append(f"resource_{number}")
        file = build / "CTestTestfile.cmake"
        before = file.read_text(encoding="utf-8")
        lines = [f"set_tests_properties([==[{test}]==] PROPERTIES "
                 f"RESOURCE_LOCK [==[{';'.join(locks)}]==])\n"
                 for test, locks in sorted(names.items())]
        try:
            file.write_text(before + "".join(lines), encoding="utf-8")
            return self.rounds_of_locks(build)
        finally:
            file.write_text(before, encoding="utf-8")

    def by_hand(self):
        build = self.suite.build("by_hand")
        return self.suite.rounds(build, self.given.rounds)

    def tests_in_pairs(self):
        return {name
                for each in self.results["watched"]["found"]["resources"]
                for role in each["roles"] for name in role["tests"]}

    def under_load(self):
        alone = set(self.results["serial"]["failed"])
        doubtful = set(self.results["unhelped"]["failed"])
        doubtful -= self.tests_in_pairs()
        for step in ("suggested", "stock"):
            doubtful |= set(self.results[step]["failed"])
        plain = self.suite.build("plain")
        return sorted(
            name for name in doubtful
            if name in alone or self.suite.fails_under_load(
                plain, name, self.given.rounds))

    def has_row(self):
        """A suite that was stopped later has a row with gaps."""
        return all(step in self.results for step in STEPS[:3])

    def measure(self):
        for step in STEPS:
            self.step(step, getattr(self, step))

    def row(self):
        name = self.suite.name
        pairs = judged_pairs(name, self.results["watched"]["found"])
        (self.suite.work / "report.txt").write_text(
            report_of(name, self.results, pairs), encoding="utf-8")
        return row_of(name, self.suite.source.name, self.results, pairs)

    def prepare(self):
        for label in ("plain", "suggested", "by_hand"):
            self.suite.build(label)


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("suites", nargs="*", metavar="suite",
                        help=f"of {', '.join(PACKAGES)}; all by default")
    parser.add_argument("-w", dest="work", default=str(ROOT / "build/suites"),
                        help="working directory")
    parser.add_argument("-r", dest="rounds", type=int, default=10)
    parser.add_argument("--lock-seconds", type=int, default=60,
                        help="start no other round with locks after this time")
    parser.add_argument("-j", dest="build_jobs", type=int, default=2)
    parser.add_argument("--tool", default="",
                        help="the program; it is built otherwise")
    parser.add_argument("--cmake", action="append", default=[],
                        help="an argument for configuring suites")
    parser.add_argument("--again", action="store_true",
                        help="measure again what was measured")
    parser.add_argument("--prepare", action="store_true",
                        help="only fetch and build")
    parser.add_argument("--last", action="store_true",
                        help="measure nothing; print what was measured")
    parser.add_argument("--update", action="store_true",
                        help="rewrite the table in README.md")
    given = parser.parse_args()
    for each in given.suites:
        if each not in PACKAGES:
            parser.error(f"unknown suite '{each}'")
    return given


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
    rows = []
    try:
        given.tool = given.tool or build_tool(work, given)
        for name in given.suites or PACKAGES:
            one = measurement(name, work, given)
            if given.prepare:
                one.prepare()
                continue
            if not given.last:
                one.measure()
            elif not one.has_row():
                continue
            rows.append(one.row())
            print("\n".join((HEADING, rows[-1].text)), flush=True)
        if given.update:
            given.again = False
            every = [measurement(name, work, given) for name in PACKAGES]
            update_table([each.row() for each in every if each.has_row()])
    except cannot as reason:
        print(f"suggest.py: {reason}", file=sys.stderr)
        return 3
    return 0 if all(each.is_good for each in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

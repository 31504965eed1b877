#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Finds out by trying which tests of a small suite disturb each other, and
compares that with what `parallel-testing suggest` reports.

    python3 tests/real_world/oracle.py --tool build/.../parallel-testing spdlog
    python3 tests/real_world/oracle.py --tool build/.../parallel-testing \\
      --clean 'rm -rf *.db3' build/suites/sqlitecpp/plain -R Database

The first form is for a suite of SELECTIONS, which suggest.py has built.

Each test runs alone, after each other test, and at the same time as each other
test, TIMES times. A pair is shown if a test then ends otherwise than alone. The
shell command of `--clean` runs in the build directory before each trial, so
that a trial does not find what an earlier one left.

Prints the pairs that are shown and not reported, which are misses, and the
pairs that are reported and not shown, with the evidence that explains each.

Exit codes: 0 each pair that is shown was reported, 1 one was not, 2 wrong
usage, 3 the suite or the tool does not run, or a test is unsteady alone.
"""

import argparse
import itertools
import json
import os
import pathlib
import random
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent

MOST_TESTS = 40

# By suite: which tests, and what removes what they leave behind. With those
# that share something are others that do not.
SELECTIONS = {
    "sqlitecpp": ("^(Database|Backup|Savepoint|Transaction|Exception|Column|"
                  "VariadicBind|ExecuteMany|SQLiteCpp)", "rm -f *.db3*"),
    "spdlog": ("^(to_file|create_|dir_name|daily_|rotating_|custom_error|"
               "default_error|flush_error|async_error|file_|simple_file|"
               "flush_on|debug and trace|disable param|pass logger|clone-)",
               "rm -rf test_logs"),
    "leveldb": ("^(EnvTest|EnvPosixTest|RecoveryTest|Harness.(Empty|Simple)|"
                "Issue200|MemEnvTest|WriteBatchTest)",
                "rm -rf /tmp/leveldbtest-* /tmp/recovery_test "
                "/tmp/table_testdb /tmp/leveldb*_test"),
}


class cannot(Exception):
    pass


class test:
    def __init__(self, described, build):
        self.name = described["name"]
        self.command = described.get("command", [])
        properties = {each["name"]: each["value"]
                      for each in described.get("properties", [])}
        self.directory = properties.get("WORKING_DIRECTORY", str(build))
        self.environment = dict(os.environ)
        for each in properties.get("ENVIRONMENT", []):
            name, _, value = each.partition("=")
            self.environment[name] = value
        self.will_fail = properties.get("WILL_FAIL", False)
        self.seconds = 0.0

    def start(self):
        return subprocess.Popen(
            self.command, cwd=self.directory, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def ended(self, process):
        """Whether it passed."""
        try:
            code = process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return False
        return (code != 0) == self.will_fail


def tests_of(given):
    listed = subprocess.run(
        ["ctest", "--test-dir", given.build, "--show-only=json-v1",
         *(["-R", given.regex] if given.regex else [])],
        stdout=subprocess.PIPE, check=False)
    if listed.returncode != 0:
        raise cannot(f"{given.build} has no tests")
    tests = [test(each, given.build)
             for each in json.loads(listed.stdout)["tests"]]
    if not 2 <= len(tests) <= MOST_TESTS:
        raise cannot(f"{len(tests)} tests; select 2 to {MOST_TESTS} with -R")
    return tests


class oracle:
    def __init__(self, given, tests):
        self.given = given
        self.tests = tests
        self.alone = {}
        self.shown = {}

    def clean(self):
        if self.given.clean:
            subprocess.run(["sh", "-c", self.given.clean], check=False,
                           cwd=self.given.build, stderr=subprocess.DEVNULL)

    def run(self, one):
        start = time.monotonic()
        passed = one.ended(one.start())
        one.seconds = time.monotonic() - start
        return passed

    def try_alone(self):
        for one in self.tests:
            results = set()
            for _ in range(self.given.times):
                self.clean()
                results.add(self.run(one))
            if len(results) != 1:
                raise cannot(f"{one.name} passes alone only sometimes")
            self.alone[one.name] = results.pop()

    def note(self, first, second, how):
        key = tuple(sorted((first.name, second.name)))
        self.shown.setdefault(key, set()).add(how)

    def try_after(self, first, second):
        for _ in range(self.given.serial_times):
            self.clean()
            self.run(first)
            if self.run(second) != self.alone[second.name]:
                self.note(first, second, f"{second.name} after {first.name}")
                return

    def try_beside(self, first, second):
        for _ in range(self.given.times):
            self.clean()
            # At a random time within the other one: short steps also meet.
            late, early = random.sample([first, second], 2)
            process = early.start()
            time.sleep(random.uniform(0, early.seconds))
            other = late.start()
            results = {early: early.ended(process), late: late.ended(other)}
            for one, passed in results.items():
                if passed != self.alone[one.name]:
                    self.note(first, second, f"{one.name} beside the other")
                    return

    def consult(self):
        self.try_alone()
        for first, second in itertools.permutations(self.tests, 2):
            self.try_after(first, second)
        for first, second in itertools.combinations(self.tests, 2):
            self.try_beside(first, second)


def reported(given):
    """By pair: the evidence of `suggest`."""
    subprocess.run(["sh", "-c", given.clean or ":"], cwd=given.build,
                   check=False, stderr=subprocess.DEVNULL)
    selection = ["--", "-R", given.regex] if given.regex else []
    ended = subprocess.run(
        [given.tool, "suggest", given.build, "--format", "json", *selection],
        stdout=subprocess.PIPE, check=False)
    if ended.returncode not in (0, 1):
        raise cannot(f"suggest returned {ended.returncode}")
    pairs = {}
    for resource in json.loads(ended.stdout)["resources"]:
        if resource["pairs"]["omitted"]:
            raise cannot(f"suggest does not list all pairs of "
                         f"{resource['name']}")
        for pair in resource["pairs"]["listed"]:
            conflict = resource["conflicts"][pair["conflict"]]
            pairs.setdefault(tuple(sorted(pair["tests"])), []).append(
                f"{pair['strength']} {pair['relation']}: "
                f"{conflict['evidence']}")
    return pairs


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("build", help="a suite, or a build directory")
    parser.add_argument("--tool", required=True)
    parser.add_argument("-R", dest="regex", default="")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--serial-times", type=int, default=5)
    parser.add_argument("--clean", default="")
    parser.add_argument("-w", dest="work",
                        default=str(HERE.parent.parent / "build/suites"),
                        help="working directory of suggest.py")
    given = parser.parse_args()
    if given.build in SELECTIONS:
        given.regex, given.clean = SELECTIONS[given.build]
        given.build = os.path.join(given.work, given.build, "plain")
    return given


def main():
    given = parse()
    given.build = os.path.abspath(given.build)
    try:
        judge = oracle(given, tests_of(given))
        found = reported(given)
        judge.consult()
    except cannot as reason:
        print(f"oracle.py: {reason}", file=sys.stderr)
        return 3
    missed = sorted(set(judge.shown) - set(found))
    beyond = sorted(set(found) - set(judge.shown))
    print(f"{len(judge.tests)} tests, {len(judge.shown)} pairs shown, "
          f"{len(found)} reported, {len(missed)} missed, {len(beyond)} beyond")
    for pair in missed:
        print(f"missed: {' and '.join(pair)}: "
              f"{'; '.join(sorted(judge.shown[pair]))}")
    for pair in beyond:
        print(f"beyond: {' and '.join(pair)}: {'; '.join(found[pair])}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

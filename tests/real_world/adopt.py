#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures `parallel-testing adopt` on source packages of the distribution.

    python3 tests/real_world/adopt.py --tool <installed program>       # all
    python3 tests/real_world/adopt.py --tool <…> sqlitecpp google-glog  # some
    python3 tests/real_world/adopt.py --last                           # table

The sources are not edited. For each project, WORK/<package>/result.json has the
report of `adopt` and the rounds after it: the patched copy runs ROUNDS times
with eight jobs in random order. A project that was measured is not measured
again, except with --again.

Exit codes: 0 each project was measured, 2 wrong usage, 3 one was not.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

# The arguments for cmake with which each package builds its tests.
PROJECTS = {
    "sqlitecpp": ["-DSQLITECPP_BUILD_TESTS=ON", "-DSQLITECPP_RUN_CPPLINT=OFF",
                  "-DSQLITECPP_RUN_CPPCHECK=OFF",
                  "-DSQLITECPP_INTERNAL_SQLITE=OFF"],
    "ms-gsl": [],
    "spdlog": ["-DSPDLOG_BUILD_TESTS=ON", "-DSPDLOG_FMT_EXTERNAL=ON"],
    "google-glog": [],
    "snappy": ["-DSNAPPY_BUILD_BENCHMARKS=OFF"],
    "benchmark": ["-DBENCHMARK_USE_BUNDLED_GTEST=OFF",
                  "-DBENCHMARK_ENABLE_GTEST_TESTS=ON"],
    "cli11": ["-DCLI11_BUILD_EXAMPLES=OFF"],
    "yaml-cpp": ["-DYAML_CPP_BUILD_TESTS=ON", "-DYAML_CPP_BUILD_TOOLS=OFF"],
    "leveldb": ["-DLEVELDB_BUILD_BENCHMARKS=OFF"],
    "fmtlib": [],
    "log4cplus": ["-DLOG4CPLUS_BUILD_LOGGINGSERVER=OFF"],
}

HEADING = (
    "| Project | Tests before, after | Fail at `-j8` before | Patch lines | "
    "Hand edits | Fail in ten rounds after | `-j8` before, after | `adopt` | "
    "Left |\n|---|---|---|---|---|---|---|---|---|")


class cannot(Exception):
    pass


def fetch(name, work):
    ended = subprocess.run(
        ["sh", HERE / "fetch_source.sh", name, work / "sources"],
        stdout=subprocess.PIPE, text=True, check=False)
    if ended.returncode != 0:
        raise cannot(f"{name} cannot be fetched")
    return pathlib.Path(ended.stdout.strip())


def failed_in(output):
    """The names of the tests that a round of ctest lists as failed."""
    return re.findall(r"^\s*\d+ - (.+) \((?!Disabled|Skipped)[^()]*\)\s*$",
                      output, re.M)


def rounds(build, count, given):
    failed = {}
    for _ in range(count):
        ended = subprocess.run(
            ["ctest", "--test-dir", build, "-j8", "--schedule-random",
             "--timeout", str(given.test_seconds)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False)
        names = failed_in(ended.stdout)
        if ended.returncode != 0 and not names:
            raise cannot(f"ctest failed: {ended.stdout[-500:]}")
        for name in names:
            failed[name] = failed.get(name, 0) + 1
    return failed


def measure(name, work, given):
    folder = work / name
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "result.json"
    if file.exists() and not given.again:
        return json.loads(file.read_text(encoding="utf-8"))
    source = fetch(name, work)
    start = time.monotonic()
    load = os.getloadavg()[0]
    ended = subprocess.run(
        [given.tool, "adopt", source, "--yes", "--format", "json",
         "--work", folder / "work", "--patch", folder / "adopt.patch",
         "--markdown", folder / "adopt.md", "--jobs", str(given.build_jobs),
         "--", *PROJECTS[name], *given.cmake],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    (folder / "adopt.log").write_text(ended.stderr, encoding="utf-8")
    if ended.returncode not in (0, 1):
        raise cannot(f"{name}: adopt returned {ended.returncode}: "
                     f"{ended.stderr[-1500:]}")
    result = {"source": source.name, "load": load,
              "seconds": time.monotonic() - start,
              "report": json.loads(ended.stdout)}
    result["rounds"] = rounds(folder / "work/build", given.rounds, given)
    result["count"] = given.rounds
    file.write_text(json.dumps(result, indent=1), encoding="utf-8")
    return result


def middle(values):
    return sorted(values)[len(values) // 2]


def row_of(result):
    report = result["report"]
    before, after = report["before"], report["after"]
    if not before:
        return (f"| {result['source']} | nothing to change | | | | | | "
                f"{result['seconds']:.0f} s | {len(report['left'])} |")
    return (
        f"| {result['source']} | {before['tests']}, {after['tests']} "
        f"| {len(before['failed_in_parallel'])} | {report['patch_lines']} | 0 "
        f"| {len(result['rounds'])} "
        f"| {middle(before['parallel_s']):.1f} s, "
        f"{middle(after['parallel_s']):.1f} s "
        f"| {result['seconds']:.0f} s | {len(report['left'])} |")


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("projects", nargs="*", metavar="project",
                        help=f"of {', '.join(PROJECTS)}; all by default")
    parser.add_argument("-w", dest="work", default=str(ROOT / "build/adopted"),
                        help="working directory")
    parser.add_argument("-r", dest="rounds", type=int, default=10)
    parser.add_argument("-j", dest="build_jobs", type=int, default=2)
    parser.add_argument("--test-seconds", type=int, default=600)
    parser.add_argument("--tool", default="parallel-testing",
                        help="the installed program")
    parser.add_argument("--cmake", action="append", default=[],
                        help="an argument for configuring projects")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--last", action="store_true",
                        help="measure nothing; print what was measured")
    given = parser.parse_args()
    for each in given.projects:
        if each not in PROJECTS:
            parser.error(f"unknown project '{each}'")
    return given


def main():
    given = parse()
    work = pathlib.Path(given.work).resolve()
    work.mkdir(parents=True, exist_ok=True)
    print(HEADING)
    is_complete = True
    for name in given.projects or PROJECTS:
        if given.last and not (work / name / "result.json").exists():
            continue
        try:
            print(row_of(measure(name, work, given)), flush=True)
        except cannot as reason:
            print(f"adopt.py: {reason}", file=sys.stderr)
            is_complete = False
    return 0 if is_complete else 3


if __name__ == "__main__":
    sys.exit(main())

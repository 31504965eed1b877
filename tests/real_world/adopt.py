#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures `parallel-testing adopt` on source packages of the distribution.

    python3 tests/real_world/adopt.py --tool <installed program>       # all
    python3 tests/real_world/adopt.py --tool <…> sqlitecpp google-glog  # some
    python3 tests/real_world/adopt.py --last                           # table
    python3 tests/real_world/adopt.py --last --update          # in the document

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

DOCUMENT = ROOT / "docs/adopt.md"
TABLE_BEGIN = "<!-- measured -->\n"
TABLE_END = "<!-- end -->\n"


class project:
    """How a suite is registered, and the arguments for cmake with which the
    package builds its tests."""

    def __init__(self, kind, *arguments):
        self.kind = kind
        self.arguments = arguments


PROJECTS = {
    "sqlitecpp": project(
        "GoogleTest, a program", "-DSQLITECPP_BUILD_TESTS=ON",
        "-DSQLITECPP_RUN_CPPLINT=OFF", "-DSQLITECPP_RUN_CPPCHECK=OFF",
        "-DSQLITECPP_INTERNAL_SQLITE=OFF"),
    "ms-gsl": project("GoogleTest, programs"),
    "spdlog": project("Catch2, a program", "-DSPDLOG_BUILD_TESTS=ON",
                      "-DSPDLOG_FMT_EXTERNAL=ON"),
    "google-glog": project("GoogleTest, programs and scripts"),
    "snappy": project("GoogleTest, a program", "-DBUILD_SHARED_LIBS=ON",
                      "-DSNAPPY_BUILD_BENCHMARKS=OFF"),
    "benchmark": project("GoogleTest, programs",
                         "-DBENCHMARK_USE_BUNDLED_GTEST=OFF",
                         "-DBENCHMARK_ENABLE_GTEST_TESTS=ON"),
    "cli11": project("Catch2, programs", "-DCLI11_BUILD_EXAMPLES=OFF"),
    "yaml-cpp": project("GoogleTest, a program", "-DYAML_CPP_BUILD_TESTS=ON",
                        "-DYAML_CPP_BUILD_TOOLS=OFF"),
    "leveldb": project("GoogleTest, programs",
                       "-DLEVELDB_BUILD_BENCHMARKS=OFF"),
    "fmtlib": project("GoogleTest, programs and scripts"),
    "log4cplus": project("plain programs, Catch2 in a shared library",
                         "-DLOG4CPLUS_BUILD_LOGGINGSERVER=OFF"),
    "srt": project("GoogleTest, cases by `gtest_add_tests`, fixed ports",
                   "-DENABLE_UNITTESTS=ON", "-DENABLE_APPS=OFF"),
    "prometheus-cpp": project("GoogleTest, programs", "-DENABLE_PULL=OFF",
                              "-DENABLE_PUSH=OFF",
                              "-DENABLE_COMPRESSION=OFF"),
    "olm": project("doctest, programs that write a report"),
    "schroedinger-coordgenlibs": project(
        "Boost.Test, a program of two tests, and a plain program"),
}

HEADING = (
    "| Project | Suite | Tests before, after | Failed at `-j8` before | Patch "
    "lines | Hand edits | Failed in ten rounds after | `-j8` before, after | "
    "Left | `adopt`, load |\n|---|---|---|---|---|---|---|---|---|---|")


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
         "--", "-DCMAKE_BUILD_TYPE=Release", *PROJECTS[name].arguments,
         *given.cmake],
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


def row_of(name, result):
    report = result["report"]
    before, after = report["before"], report["after"]
    took = f"{result['seconds']:.0f} s, {result['load']:.0f}"
    if not before:
        return (f"| {result['source']} | {PROJECTS[name].kind} | nothing to "
                f"change | | | | | | {len(report['left'])} | {took} |")
    failed = (set(before["failed_in_parallel"]) |
              set(before["failed_serially"]))
    return (
        f"| {result['source']} | {PROJECTS[name].kind} "
        f"| {before['tests']}, {after['tests']} "
        f"| {len(failed)} | {report['patch_lines']} | 0 "
        f"| {len(result['rounds'])} "
        f"| {middle(before['parallel_s']):.1f} s, "
        f"{middle(after['parallel_s']):.1f} s "
        f"| {len(report['left'])} | {took} |")


def update(rows):
    """Replaces the rows of these projects in the table of the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    begin = text.index(TABLE_BEGIN) + len(TABLE_BEGIN)
    end = text.index(TABLE_END, begin)
    for row in text[begin:end].splitlines()[2:]:
        for name in PROJECTS:
            if re.match(rf"\| {re.escape(name)}-[0-9]", row):
                rows.setdefault(name, row)
    all_rows = [rows[name] for name in PROJECTS if name in rows]
    table = "\n".join([HEADING, *all_rows]) + "\n"
    DOCUMENT.write_text(text[:begin] + table + text[end:], encoding="utf-8")


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
    parser.add_argument("--update", action="store_true",
                        help=f"write the rows into {DOCUMENT.name}")
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
    rows = {}
    for name in given.projects or PROJECTS:
        if given.last and not (work / name / "result.json").exists():
            continue
        try:
            rows[name] = row_of(name, measure(name, work, given))
            print(rows[name], flush=True)
        except cannot as reason:
            print(f"adopt.py: {reason}", file=sys.stderr)
            is_complete = False
    if given.update:
        update(rows)
    return 0 if is_complete else 3


if __name__ == "__main__":
    sys.exit(main())

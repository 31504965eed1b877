#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares archives of tests with the files that the tests use.

    python3 tests/benchmark/archive_size.py <parallel-testing> <build>...

Makes an archive of each build tree, unpacks it, runs its tests with the program
in it under strace, and prints for each build tree: the number of tests, the
bytes of the archived files of source and build tree, the bytes of those that
ctest, this program and the tests opened or executed, their ratio, the bytes of
the programs of ParallelTesting, and the bytes of the archive.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

CALL = re.compile(
    r'(?:openat\([^<,]*<(?P<folder>[^>]*)>, |open\(|execve\()'
    r'"(?P<path>(?:[^"\\]|\\.)*)"')


def used_files(trace, root):
    """The regular files below `root` that calls in the trace succeeded with."""
    used = set()
    with open(trace, errors="replace") as lines:
        for line in lines:
            found = CALL.search(line)
            if not found or " = -1 " in line:
                continue
            path = os.path.realpath(os.path.join(
                found.group("folder") or "/", found.group("path")))
            if path.startswith(root + "/") and os.path.isfile(path):
                used.add(path)
    return used


def measure(tool, build, folder):
    archive = os.path.join(folder, "tests.tar.zst")
    made = subprocess.run(
        [tool, "archive", build, "--to", archive, "--format", "json"],
        check=True, capture_output=True, text=True)
    facts = json.loads(made.stdout)
    root = os.path.join(folder, "unpacked")
    subprocess.run([tool, "run", "--archive", archive, "--to", root, "-N"],
                   check=True, capture_output=True)
    before = {}
    for path, _, names in os.walk(root):
        for name in names:
            file = os.path.join(path, name)
            if not os.path.islink(file):
                before[file] = os.path.getsize(file)
    trace = os.path.join(folder, "trace")
    run = subprocess.run(
        ["strace", "-f", "-qq", "-y", "-o", trace, "-e",
         "trace=openat,open,execve", root + "/tool/bin/parallel-testing", "run",
         root + "/build", "-j", "2"], cwd=folder, capture_output=True, text=True)
    used = used_files(trace, root)
    trees = {file: size for file, size in before.items()
             if file.startswith(root + "/tree/")}
    own = sum(size for file, size in before.items()
              if file.startswith(root + "/tool/"))
    needed = sum(size for file, size in trees.items() if file in used)
    unused = sorted(((size, file) for file, size in trees.items()
                     if file not in used), reverse=True)
    return facts, sum(trees.values()), needed, own, run.returncode, unused[:5]


def main():
    tool, builds = sys.argv[1], sys.argv[2:]
    print("build  tests  archived  needed  ratio  own programs  compressed  "
          "exit code")
    for build in builds:
        with tempfile.TemporaryDirectory() as folder:
            facts, size, needed, own, code, unused = measure(
                os.path.abspath(tool), os.path.abspath(build),
                os.path.realpath(folder))
        print(f"{build}  {facts['tests']}  {size}  {needed}  "
              f"{size / needed:.3f}  {own}  {facts['compressed_bytes']}  {code}")
        for bytes_, file in unused:
            print(f"    unused: {bytes_} {file.split('/unpacked/', 1)[1]}")


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures the ways to use several machines, for docs/scale.md:

    python3 tests/benchmark/scale.py <parallel-testing> [--rounds N] [--update]

100 tests sleep 0.1 s each. The "machines" are four processes with two workers
each on this machine, so the table has what the ways add, and not what more
processors gain. --update rewrites the table in docs/scale.md. The row of Slurm
needs a cluster with four idle nodes, and a temporary directory that they share.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TESTS = 100
MACHINES = 4
WORKERS = 2
DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs/scale.md"
BEGIN, END = "<!-- scale results -->\n", "<!-- end of scale results -->\n"


class Measurement:
    def __init__(self, tool, folder):
        self.tool = tool
        self.folder = folder
        self.environment = {
            key: value for key, value in os.environ.items()
            if not key.startswith("PARALLEL_TESTING_")}

    def start(self, *arguments):
        return subprocess.Popen(
            [self.tool, *map(str, arguments)], cwd=self.folder,
            env=self.environment, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)

    def finish(self, *processes):
        for each in processes:
            output, _ = each.communicate()
            if each.returncode != 0:
                sys.exit(f"{each.args} exits with {each.returncode}:\n{output}")

    def seconds(self, *commands):
        """The time until all commands have ended, which run side by side."""
        begin = time.monotonic()
        self.finish(*[self.start(*each) for each in commands])
        return time.monotonic() - begin

    def tree(self, name):
        build = self.folder / name
        shutil.rmtree(build, ignore_errors=True)
        source = self.folder / f"{name}_source"
        source.mkdir(exist_ok=True)
        (source / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\n"
            "project(scale LANGUAGES NONE)\nenable_testing()\n"
            f"foreach(number RANGE 1 {TESTS})\n"
            "  add_test(NAME t${number} COMMAND sleep 0.1)\nendforeach()\n")
        subprocess.run(["cmake", "-S", source, "-B", build], check=True,
                       stdout=subprocess.DEVNULL)
        return name

    def one_machine(self):
        tree = self.tree("one")
        return self.seconds(
            ("run", "--test-dir", tree, "-j", MACHINES * WORKERS))

    def shards(self):
        trees = [self.tree(f"shard_{at}") for at in range(MACHINES)]
        # A copy of a build tree at another place has other sources.
        running = self.seconds(*[
            ("shard", f"{at + 1}/{MACHINES}", tree, "--by", "slice", "--run",
             "--", f"-j{WORKERS}", "--output-junit",
             self.folder / tree / "junit.xml")
            for at, tree in enumerate(trees)])
        return running, self.seconds(("merge", *trees, "--into", "merged"))

    def archive(self):
        tree = self.tree("archived")
        packed = self.folder / "tests.tar.zst"
        packed.unlink(missing_ok=True)
        packing = self.seconds(("archive", tree, "--to", packed))
        size = packed.stat().st_size
        for each in (tree, f"{tree}_source"):
            shutil.rmtree(self.folder / each)
        for at in range(MACHINES):
            shutil.rmtree(self.folder / f"to_{at}", ignore_errors=True)
        running = self.seconds(*[
            ("shard", f"{at + 1}/{MACHINES}", "--archive", packed, "--to",
             f"to_{at}", "--by", "slice", "--run", "--", f"-j{WORKERS}")
            for at in range(MACHINES)])
        return running, packing, size

    def slurm(self):
        idle = shutil.which("sinfo") and subprocess.run(
            ["sinfo", "-h", "-t", "idle", "-o", "%D"], text=True,
            capture_output=True, check=False).stdout.split()
        if not idle or sum(map(int, idle)) < MACHINES:
            return None
        tree = self.tree("slurm")
        return self.seconds(("run", "--on", "slurm", "--nodes", MACHINES, "-j",
                             WORKERS, "--test-dir", tree))


def median(values):
    return f"{statistics.median(values):.2f} s " \
           f"({min(values):.2f}..{max(values):.2f})"


def table(measured, load):
    one = statistics.median(measured["one"])

    def row(way, values, extra):
        ratio = statistics.median(values) / one
        return f"| {way} | {median(values)} | {ratio:.2f} | {extra} |"

    shards, merging = zip(*measured["shards"])
    archived, packing, sizes = zip(*measured["archive"])
    workers = MACHINES * WORKERS
    lines = [
        f"{TESTS} tests of 0.1 s, {workers} at a time; the machines share "
        f"{os.cpu_count()} processors.",
        f"Load at the start {load:.1f}; median (least..greatest) of "
        f"{len(measured['one'])} rounds.", "",
        "| Way | Time | Compared with one machine | Besides |",
        "|---|---|---|---|",
        row(f"one machine, `run -j {workers}`", measured["one"], ""),
        row(f"{MACHINES} shards, `-j{WORKERS}` each", shards,
            f"`merge`: {median(merging)}"),
        row(f"{MACHINES} shards of an archive, `-j{WORKERS}` each, unpacked "
            "by each shard", archived,
            f"`archive build`: {median(packing)}, {max(sizes) / 1e6:.1f} MB")]
    if measured["slurm"]:
        lines.append(row(
            f"`run --on slurm --nodes {MACHINES} -j {WORKERS}`",
            measured["slurm"], "asks for the nodes, one result"))
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--update", action="store_true")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    measured = {"one": [], "shards": [], "archive": [], "slurm": []}
    with tempfile.TemporaryDirectory() as folder:
        of = Measurement(given.tool.absolute(), pathlib.Path(folder))
        for _ in range(given.rounds):
            measured["one"].append(of.one_machine())
            measured["shards"].append(of.shards())
            measured["archive"].append(of.archive())
            if (seconds := of.slurm()) is not None:
                measured["slurm"].append(seconds)
    result = table(measured, load)
    print(result)
    if given.update:
        text = DOCUMENT.read_text()
        before, rest = text.split(BEGIN)
        DOCUMENT.write_text(before + BEGIN + result + END + rest.split(END)[1])


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures how many hangs and crashes are named with function and line.

    tests/benchmark/stacks/measure.py <build directory of ParallelTesting>

Each program runs under the launcher, a hang with a timeout of half a second.
The table has the function that was named, the seconds from the start (of a
hang: from the timeout) to the end, and the processor seconds of all processes.
"""

import os
import pathlib
import re
import resource
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TIMEOUT = 0.5
FRAME = re.compile(r"#\d+ (?:0x[0-9a-f]+ in )?(.+?) (?:at )?(/\S+?):(\d+)")

OPTIONS_OF = {
    "plain": [],
    "split": [],
    "asan": ["-fsanitize=address"],
    "tsan": ["-fsanitize=thread"],
    "bare": [],
}
CRASHES_OF = {
    "plain": None,
    "split": ["null_write", "in_thread", "abort"],
    "asan": ["null_write", "in_thread", "abort", "assertion"],
    "tsan": ["null_write", "abort", "exception_in_thread"],
    # Without an adapter.
    "bare": None,
}


def marks(file, word):
    """The line of each kind in the source."""
    found = {}
    for number, line in enumerate(file.read_text().splitlines(), 1):
        mark = re.search(rf"// {word}: (\w+)", line)
        if mark:
            found[mark.group(1)] = number
    return found


def names(output, file, line):
    """Whether a frame of the stacks has the line, and which function it names.
    A statement may have several lines."""
    for function, path, number in FRAME.findall(output):
        if path.endswith("/" + file) and abs(int(number) - line) <= 1:
            return function
    return None


def build(tree, programs):
    """Compiles the programs as users compile theirs: with sanitizers, and with
    the debug information in a separate file."""
    library = ROOT / "lib"
    common = [os.environ.get("CXX", "c++"), "-std=c++17", "-g", "-O1", "-w"]
    adapter = [f"-I{library}/include", f"-I{library}/src",
               library / "src/adapters/googletest_adapter.cpp",
               tree / "lib/libparallel_testing_runtime.a", "-lgtest",
               "-lgtest_main"]
    bare = ["-lgtest", "-lgtest_main"]
    programs.mkdir(exist_ok=True)
    for kind, options in OPTIONS_OF.items():
        crashes = bare if kind == "bare" else adapter
        for name, more in [("hangs", []), ("crashes", crashes)]:
            program = programs / f"{name}_{kind}"
            subprocess.run([*common, *options, "-o", program,
                            HERE / f"{name}.cpp", *more, "-lpthread"],
                           check=True)
            if kind == "split":
                split_debug_information(program)


def split_debug_information(program):
    debug = program.with_suffix(".debug")
    subprocess.run(["objcopy", "--only-keep-debug", program, debug], check=True)
    subprocess.run(["objcopy", "--strip-all", f"--add-gnu-debuglink={debug}",
                    program], check=True)


def timed(command, environment, directory):
    begin = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(command, env=environment, cwd=directory,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, timeout=60)
    seconds = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime + after.ru_stime - before.ru_utime
            - before.ru_stime)
    return (seconds, used), result.stdout.decode(errors="replace")


def hang(launcher, tree, kind, sanitizer):
    environment = dict(os.environ, PARALLEL_TESTING_TIMEOUT=str(TIMEOUT))
    if kind == "static_initialisation":
        environment["HANGS_STATICALLY"] = "1"
    seconds, output = timed(
        # ThreadSanitizer defers the signal that asks a test in a handler to end.
        [launcher, f"--name={sanitizer}.{kind}", "--markers=grace:0.1", "--",
         tree / f"hangs_{sanitizer}", kind], environment, tree)
    return (seconds[0] - TIMEOUT, seconds[1]), output


def crash(launcher, tree, kind, suite, sanitizer):
    """As in a run of ctest, which sets these variables."""
    name = f"{suite}.{kind}"
    environment = dict(
        os.environ, PARALLEL_TESTING_CTEST="1",
        PARALLEL_TESTING_RUN_ID="measurement",
        PARALLEL_TESTING_RUN_DIR=str(tree / "run"),
        PARALLEL_TESTING_STACKS=str(
            launcher.with_name("parallel-testing-stacks")))
    adapter = [] if sanitizer == "bare" else ["--adapter"]
    return timed([launcher, f"--name={name}", *adapter, "--",
                  tree / f"crashes_{sanitizer}", f"--gtest_filter={name}"],
                 environment, tree)


def main():
    tree = pathlib.Path(sys.argv[1]).resolve()
    launcher = tree / "lib/launcher/parallel-testing-launcher"
    programs = tree / "stacks-measurement"
    build(tree, programs)
    rows = []
    hangs = marks(HERE / "hangs.cpp", "hang")
    for sanitizer in ["plain", "asan", "tsan"]:
        for kind, line in hangs.items():
            seconds, output = hang(launcher, programs, kind, sanitizer)
            rows.append(("hang", sanitizer, kind, seconds,
                         names(output, "hangs.cpp", line), output))
    seconds, output = hang(launcher, programs, "mutex", "split")
    rows.append(("hang", "split", "mutex", seconds,
                 names(output, "hangs.cpp", hangs["mutex"]), output))
    crashes = marks(HERE / "crashes.cpp", "crash")
    suites = {kind: suite for suite, kind in re.findall(
        r"^TEST(?:_F)?\((\w+), (\w+)\)",
        (HERE / "crashes.cpp").read_text(), re.MULTILINE)}
    for sanitizer, kinds in CRASHES_OF.items():
        for kind in kinds or crashes:
            suite = suites[kind]
            seconds, output = crash(launcher, programs, kind, suite, sanitizer)
            rows.append(("crash", sanitizer, kind, seconds,
                         names(output, "crashes.cpp", crashes[kind]), output))
    report(rows)


def report(rows):
    print("| what | compiled | kind | seconds | processor | function |")
    print("|---|---|---|---|---|---|")
    for what, sanitizer, kind, seconds, function, output in rows:
        print(f"| {what} | {sanitizer} | {kind} | {seconds[0]:.2f} | "
              f"{seconds[1]:.2f} | {function or 'NOT NAMED'} |")
        if function is None:
            print(output, file=sys.stderr)
    for what in ["hang", "crash"]:
        of = [row for row in rows if row[0] == what]
        named = sum(1 for row in of if row[4])
        slowest = max(row[3][0] for row in of)
        busiest = max(row[3][1] for row in of if row[2] != "busy")
        print(f"\n{what}: {named} of {len(of)} are named "
              f"({100 * named / len(of):.1f} %), the slowest took "
              f"{slowest:.2f} s, the most processor time was "
              f"{busiest:.2f} s")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads a listing of ctest as editors do, and uses it as they do.

  jump_and_start.py <ctest> <build directory> <regex of tests> <test>...

CMake Tools for VS Code, CLion and Qt Creator list the tests of a build tree
with `ctest --show-only=json-v1`. They jump to the place that the backtrace of a
test, or its property DEF_SOURCE_LINE, names, and start a debugger with the
command of the test, in its WORKING_DIRECTORY, with its ENVIRONMENT. This script
jumps to all tests that the regex matches, and starts the tests that are named.
"""
import json
import os
import re
import subprocess
import sys

ctest, build, pattern, *to_start = sys.argv[1:]
problems = []


def is_of_this_run(name):
    return re.match(r"(PARALLEL_TESTING|CTEST|GTEST)_", name)


# Nothing of the run that starts this script.
environment = {
    name: value for name, value in os.environ.items() if not is_of_this_run(name)
}


def listing():
    text = subprocess.run(
        [ctest, "--show-only=json-v1", "-R", pattern],
        cwd=build, env=environment, check=True, stdout=subprocess.PIPE, text=True,
    ).stdout
    return json.loads(text[text.index("{"):])


def own_name(test):
    """The last part of the name, as the source has it."""
    return re.sub(r"(<.*$|^[\w/.]*\.|/[^/]*$)", "", test)


def check_place(test, graph, properties):
    name = test["name"]
    node = graph["nodes"][test["backtrace"]]
    file, line = graph["files"][node["file"]], node["line"]
    # Qt Creator follows the parents to the outermost call, and jumps there: in a
    # CMakeLists.txt, that is the call of the project.
    if "parent" in node and file.endswith(".cpp"):
        problems.append(f"{name}: its place has another one around it")
    place = f"{file}:{line}"
    try:
        with open(file, encoding="utf-8") as source:
            text = source.read().split("\n")[line - 1]
    except (OSError, IndexError) as problem:
        problems.append(f"{name}: {place} cannot be shown: {problem}")
        return
    calls = (r"TEST|TEST_[FP]|TYPED_TEST|TEST_CASE|CASE|parallel_add_test|add_test|"
             r"ODD|TEST_CASE_TEMPLATE|BOOST_AUTO_TEST_CASE(_TEMPLATE)?")
    if not re.search(rf"\b({calls})\(", text):
        problems.append(f"{name}: {place} is no test: {text}")
    elif file.endswith(".cpp") and own_name(name) not in text:
        problems.append(f"{name}: {place} is another test: {text}")
    # Before 3.29, ctest does not list properties that it does not know.
    elif properties.get("DEF_SOURCE_LINE", place) != place:
        problems.append(f"{name}: DEF_SOURCE_LINE differs from {place}")


def check_program(test):
    program = test["command"][0]
    if "parallel-testing-launcher" in program:
        problems.append(f"{test['name']}: a debugger would start the launcher")


def start(test, properties):
    pairs = properties.get("ENVIRONMENT", [])
    own = dict(pair.split("=", 1) for pair in pairs)
    done = subprocess.run(
        test["command"], cwd=properties["WORKING_DIRECTORY"],
        env={**environment, **own}, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )
    ran = re.search(r"^\[==========\] (\d+) test|in (\d+) test case|"
                    r"(\d+) test case", done.stdout, re.MULTILINE)
    count = next(filter(None, ran.groups())) if ran else "1"
    if done.returncode != 0 or count != "1":
        problems.append(
            f"{test['name']}: {test['command']} ended with {done.returncode} "
            f"after {count} cases:\n{done.stdout}")
    check_surroundings(test["name"], properties, own)


def check_surroundings(name, properties, own):
    """What a test found that writes it to the file E2E_DUMP."""
    if not name.startswith("dump."):
        return
    path = environment["E2E_DUMP"]
    with open(path, encoding="utf-8") as dump:
        lines = dump.read().split("\n")
    os.remove(path)
    expected = [f"directory {os.path.realpath(properties['WORKING_DIRECTORY'])}"]
    expected += [f"variable {key}={value}" for key, value in own.items()]
    for line in expected:
        if line not in lines:
            problems.append(f"{name}: did not find: {line}")


root = listing()
started = []
for each in root["tests"]:
    given = {item["name"]: item["value"] for item in each["properties"]}
    check_place(each, root["backtraceGraph"], given)
    check_program(each)
    if each["name"] in to_start:
        start(each, given)
        started.append(each["name"])
if not root["tests"]:
    problems.append(f"no test matches {pattern}")
for name in set(to_start) - set(started):
    problems.append(f"there is no test {name}")
print("\n".join(problems) or f"{len(root['tests'])} tests, {started} started")
sys.exit(1 if problems else 0)

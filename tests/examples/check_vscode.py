# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks examples/vscode: check_vscode.py <root> <parallel-testing> <directory>.

The template debugs a test as the configuration does that `parallel-testing
debug --vscode` writes, except for what depends on the test.
"""
import json
import pathlib
import re
import subprocess
import sys

root, tool, work = sys.argv[1:]
problems = []


def without_comments(text):
    return re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)


def expect_equal(what, found, wanted):
    if found != wanted:
        problems.append(f"{what}: {found}, not {wanted}")


template = json.loads(without_comments(
    (pathlib.Path(root) / "examples/vscode/launch.json").read_text()))
alone, as_in_a_run = template["configurations"]
for each in (alone, as_in_a_run):
    expect_equal("program", each["program"], "${cmake.testProgram}")
    expect_equal("args", each["args"], ["${cmake.testArgs}"])
    expect_equal("cwd", each["cwd"], "${cmake.testWorkingDirectory}")

build = pathlib.Path(work)
build.mkdir(parents=True, exist_ok=True)
(build / "CTestTestfile.cmake").write_text('add_test(first "/bin/echo" "a")\n')
written = build / "launch.json"
written.unlink(missing_ok=True)
subprocess.run([tool, "debug", "first", str(build), f"--vscode={written}"],
               check=True)
generated = json.loads(written.read_text())["configurations"][0]
expect_equal("fields", sorted(as_in_a_run), sorted(generated))
for field in ("type", "request", "MIMode", "setupCommands"):
    expect_equal(field, as_in_a_run[field], generated[field])
    if field in alone:
        expect_equal(field, alone[field], generated[field])
pipe, wanted = as_in_a_run["pipeTransport"], generated["pipeTransport"]
expect_equal("fields of pipeTransport", sorted(pipe), sorted(wanted))
variables = {"${input:test}": "first",
             "${command:cmake.buildDirectory}": str(build)}
expect_equal("pipeArgs",
             [variables.get(each, each) for each in pipe["pipeArgs"]],
             wanted["pipeArgs"])
expect_equal("pipeProgram", pipe["pipeProgram"],
             pathlib.Path(wanted["pipeProgram"]).name)
expect_equal("inputs", [each["id"] for each in template["inputs"]], ["test"])
print("\n".join(problems) or "the template does what debug --vscode writes")
sys.exit(1 if problems else 0)

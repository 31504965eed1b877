# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the shell steps of the CI templates:
python3 run_ci.py <root> <installed prefix> <work directory>.

Each job runs in a directory of its own, which has only the artifacts of earlier
jobs, and is removed after the job. The variables of the CI system are faked, and
two machines run the shards. Exit code 77: no PyYAML here.
"""
import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree

try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed")
    sys.exit(77)

MACHINES = 2
TESTS = {"slow_one", "slow_two", "slow_three", "integration_one", "skipped",
         "integration_two"}

PROJECT = """cmake_minimum_required(VERSION 3.25)
project(orders LANGUAGES NONE)
find_package(ParallelTesting REQUIRED)
include(CTest)
include(ParallelTesting)
parallel_add_test(NAME fast COMMAND sh -c "exit 0")
foreach(name IN ITEMS slow_one slow_two slow_three)
  parallel_add_test(NAME ${name} COMMAND "${PROJECT_SOURCE_DIR}/check.sh"
    "${PROJECT_SOURCE_DIR}/data.txt" MARKERS slow)
endforeach()
foreach(name IN ITEMS integration_one integration_two)
  parallel_add_test(NAME ${name} COMMAND "${PROJECT_SOURCE_DIR}/check.sh"
    "${PROJECT_SOURCE_DIR}/data.txt" MARKERS integration)
endforeach()
parallel_add_test(NAME skipped COMMAND sh -c "exit 4" MARKERS slow
  PROPERTIES SKIP_RETURN_CODE 4)
"""


def write_program(path, code):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + code)
    path.chmod(0o755)


class Machine:
    """What the jobs of both CI systems find: programs and a checkout."""

    def __init__(self, root, prefix, work):
        self.work = work
        shutil.rmtree(work, ignore_errors=True)
        self.project = work / "project"
        self.project.mkdir(parents=True)
        (self.project / "CMakeLists.txt").write_text(PROJECT)
        (self.project / "data.txt").write_text("data\n")
        write_program(self.project / "check.sh", 'grep -q data "$1"\n')
        shutil.copy(root / "examples/01_quickstart/CMakePresets.json",
                    self.project)
        # The installed prefix stands for what the templates would install.
        write_program(work / "bin/apt-get", "exit 0\n")
        write_program(work / "bin/sudo", 'exec "$@"\n')
        write_program(work / "bin/cmake",
                      'case "$*" in *build/parallel_testing*) exit 0;; esac\n'
                      f'exec "{shutil.which("cmake")}" "$@"\n')
        known = {key: value for key, value in os.environ.items()
                 if key in ("HOME", "USER", "LANG", "TMPDIR")}
        self.with_tool = {
            **known, "CMAKE_PREFIX_PATH": str(prefix),
            "PATH": f"{work}/bin:{prefix}/bin:{os.environ['PATH']}"}
        self.without_tool = {
            **known, "PATH": f"{work}/bin:{os.environ['PATH']}"}

    def run(self, directory, code, variables, has_tool):
        base = self.with_tool if has_tool else self.without_tool
        done = subprocess.run(
            ["bash", "-e", "-c", code], cwd=directory, check=False, text=True,
            env={**base, **variables}, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    def workspace(self, name, has_checkout):
        directory = self.work / "jobs" / name
        shutil.rmtree(directory, ignore_errors=True)
        if has_checkout:
            shutil.copytree(self.project, directory)
        else:
            directory.mkdir(parents=True)
        return directory


def store(directory, patterns, into):
    """Copies the files that artifacts name, with their paths."""
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        # `**/` also stands for no directory.
        if path.is_file() and any(
                fnmatch.fnmatch(name, each) or name.startswith(each + "/")
                or fnmatch.fnmatch(name, each.replace("**/", ""))
                for each in patterns):
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)


def lines_of(text):
    return [each for each in text.splitlines() if each.strip()]


class GitLab:
    def __init__(self, machine, text):
        self.machine = machine
        self.flow = yaml.safe_load(text)
        self.artifacts = machine.work / "gitlab"

    def run_job(self, job, name, variables, needs):
        given = self.flow[job]
        is_bare = given.get("variables", {}).get("GIT_STRATEGY") == "none"
        directory = self.machine.workspace(name, not is_bare)
        for need in needs:
            shutil.copytree(self.artifacts / need, directory,
                            dirs_exist_ok=True)
        variables = {**{key: str(value) for key, value in
                        given.get("variables", {}).items()}, **variables}
        before = given.get("before_script",
                           self.flow["default"]["before_script"])
        code, output = self.machine.run(
            directory, "\n".join(before + given["script"]), variables,
            not is_bare)
        _, after = self.machine.run(
            directory, "\n".join(given.get("after_script", [])), variables,
            not is_bare)
        into = self.artifacts / name
        into.mkdir(parents=True, exist_ok=True)
        store(directory, given["artifacts"]["paths"], into)
        shutil.rmtree(directory)
        return code, output + after

    def build(self):
        return self.run_job("build", "build", {}, [])

    def shard(self, index):
        return self.run_job(
            "integration", f"shard-{index}",
            {"CI_NODE_INDEX": str(index + 1), "CI_NODE_TOTAL": str(MACHINES)},
            ["build"])

    def report(self, shards):
        return self.run_job("report", "report", {},
                            ["build"] + [f"shard-{each}" for each in shards])

    def result(self):
        return self.artifacts / "report/merged"


class GitHub:
    def __init__(self, machine, text):
        self.machine = machine
        self.flow = yaml.safe_load(text)
        self.artifacts = machine.work / "github"

    def run_job(self, job, name, strategy, shards=()):
        given = self.flow["jobs"][job]

        def resolved(text):
            return re.sub(r"\$\{\{ *([\w.-]+)[^}]*\}\}",
                          lambda found: strategy.get(found[1], "x"), str(text))

        has_checkout = any("checkout" in each.get("uses", "")
                           for each in given["steps"])
        directory = self.machine.workspace(name, has_checkout)
        variables = {key: resolved(value)
                     for key, value in given.get("env", {}).items()}
        variables["GITHUB_STEP_SUMMARY"] = str(directory / "summary.md")
        code, output = 0, ""
        for step in given["steps"]:
            wanted = {key: resolved(value)
                      for key, value in step.get("with", {}).items()}
            uses = step.get("uses", "").split("@")[0]
            if code != 0 and step.get("if") != "always()":
                continue
            if uses == "actions/upload-artifact":
                into = self.artifacts / wanted["name"]
                shutil.rmtree(into, ignore_errors=True)
                into.mkdir(parents=True)
                paths = lines_of(wanted["path"])
                if len(paths) == 1 and (directory / paths[0]).is_dir():
                    store(directory / paths[0], ["*"], into)
                else:
                    store(directory, paths, into)
            elif uses == "actions/download-artifact":
                self.download(wanted, directory, shards)
            elif "run" in step:
                result, text = self.machine.run(
                    directory, resolved(step["run"]), variables, has_checkout)
                code, output = code or result, output + text
        shutil.rmtree(directory)
        return code, output

    def download(self, wanted, directory, shards):
        into = directory / wanted.get("path", ".")
        if "name" in wanted:
            shutil.copytree(self.artifacts / wanted["name"], into,
                            dirs_exist_ok=True)
            return
        for each in shards:
            name = f"shard-{each}"
            assert fnmatch.fnmatch(name, wanted["pattern"])
            shutil.copytree(self.artifacts / name, into / name)

    def build(self):
        return self.run_job("build", "build", {})

    def shard(self, index):
        return self.run_job("integration", f"shard-{index}", {
            "strategy.job-index": str(index),
            "strategy.job-total": str(MACHINES)})

    def report(self, shards):
        return self.run_job("report", "report", {}, shards)

    def result(self):
        return self.artifacts / "report"


def tests_in(junit):
    return {each.get("name") for each in
            xml.etree.ElementTree.parse(junit).iter("testcase")}


def check(name, system):
    """What the jobs of a template do; yields what is wrong."""
    code, output = system.build()
    if code != 0:
        yield f"{name}: build exits with {code}:\n{output}"
        return
    for index in range(MACHINES):
        code, output = system.shard(index)
        if code != 0:
            yield f"{name}: shard {index} exits with {code}:\n{output}"
            return
        if f"shard {index + 1}/{MACHINES} according to" not in output:
            yield f"{name}: shard {index} does not print its place:\n{output}"
    code, output = system.report([0])
    if code != 1 or "shard 2/2 is missing" not in output:
        yield f"{name}: one shard is enough for exit code {code}:\n{output}"
    code, output = system.report(range(MACHINES))
    if code != 0:
        yield f"{name}: report exits with {code}:\n{output}"
        return
    found = tests_in(system.result() / "junit.xml")
    if found != TESTS:
        yield f"{name}: the report has the tests {sorted(found)}"
    for each in ("report.html", "times.txt"):
        if not (system.result() / each).is_file():
            yield f"{name}: there is no {each}"


def check_kubernetes(machine, text):
    """Runs the command of the Job for two completions, with the archive that
    the other templates made."""
    container = yaml.safe_load(text)["spec"]["template"]["spec"]["containers"][0]
    directory = machine.workspace("kubernetes", False)
    shutil.copy(machine.work / "gitlab/build/tests.tar.zst", directory)
    machine.run(directory, "cmake -E tar xf tests.tar.zst tool", {}, False)
    for index in range(MACHINES):
        code, output = machine.run(
            directory, "\n".join(container["args"]),
            {"JOB_COMPLETION_INDEX": str(index),
             "PARALLEL_TESTING_SHARD_COUNT": str(MACHINES)}, False)
        shutil.rmtree(directory / "tests", ignore_errors=True)
        if code != 0 or "according to Kubernetes" not in output:
            yield f"kubernetes.yml: exits with {code}:\n{output}"
    code, output = machine.run(
        directory, "tool/bin/parallel-testing merge results", {}, False)
    if code != 0:
        yield f"kubernetes.yml: merge exits with {code}:\n{output}"


def main():
    root, prefix, work = (pathlib.Path(each).absolute()
                          for each in sys.argv[1:4])
    machine = Machine(root, prefix, work)
    templates = root / "examples/ci"
    problems = [
        *check("gitlab-ci.yml", GitLab(
            machine, (templates / "gitlab-ci.yml").read_text())),
        *check("github.yml", GitHub(
            machine, (templates / "github.yml").read_text())),
        *check_kubernetes(machine,
                          (templates / "kubernetes.yml").read_text())]
    print("\n".join(problems) or "all is well")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The test suite of a source package: fetched, built, and run by CTest."""

import collections
import html
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# By suite: its source package.
PACKAGES = {
    "sqlitecpp": "sqlitecpp",
    "cli11": "cli11",
    "leveldb": "leveldb",
    "spdlog": "spdlog",
    "log4cplus": "log4cplus",
    "cpp_httplib": "cpp-httplib",
    "srt": "srt",
}

# Some tests wait for ever when their server started too late.
TEST_SECONDS = 60

SUGGESTIONS = "cmake/parallel_testing_suggestions.cmake"


class cannot(Exception):
    pass


def run(command, log, **options):
    """The exit code; the output goes to the file `log`."""
    with open(log, "w", encoding="utf-8", errors="replace") as output:
        return subprocess.run([str(each) for each in command], stdout=output,
                              stderr=subprocess.STDOUT, check=False,
                              **options).returncode


def require(command, log):
    if run(command, log) != 0:
        sys.stderr.write(log.read_text(errors="replace")[-4000:])
        raise cannot(f"failed, see {log}: {' '.join(map(str, command))}")


def mirror(work):
    """A tree that looks like this one, with suites that may be changed."""
    tree = work / "tree"
    for each in ROOT.iterdir():
        if each.name in ("tests", "build", ".git"):
            continue
        link = tree / each.name
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.is_symlink():
            link.symlink_to(each)
    return tree


def failed_in(junit):
    text = junit.read_text(encoding="utf-8", errors="replace")
    names = re.findall(r'<testcase name="([^"]*)"[^>]*status="fail"', text)
    return [html.unescape(name) for name in names]


class suite:
    """Below WORK/<name>, with a build tree for each registration:
    `plain` (the functions of CMake), `suggested` (parallel_discover_tests() and
    nothing else) and `by_hand` (with the help that a person added)."""

    def __init__(self, name, work, given):
        self.name = name
        self.work = work / name
        self.tree = mirror(work)
        self.given = given
        self.work.mkdir(parents=True, exist_ok=True)
        fetched = subprocess.run(
            ["sh", HERE / "fetch_source.sh", PACKAGES[name], work / "apt"],
            stdout=subprocess.PIPE, text=True, check=False)
        if fetched.returncode != 0:
            raise cannot(f"{PACKAGES[name]} cannot be fetched")
        self.source = pathlib.Path(fetched.stdout.strip())

    def project(self, label):
        """A copy of the suite's project, which suggestions may be added to."""
        # Beside the others, so that ../registration.cmake is found.
        folder = self.tree / "tests" / "real_world"
        copy = folder / f"{self.name}_{label}"
        shutil.copytree(HERE / self.name, copy, dirs_exist_ok=True)
        shutil.copy(HERE / "registration.cmake", folder)
        return copy

    def build(self, label, keeps_suggestions=False):
        """The build tree, up to date."""
        registration = {"plain": "plain", "suggested": "bare",
                        "by_hand": "parallel"}[label]
        project = self.project(label)
        if not keeps_suggestions:
            (project / SUGGESTIONS).unlink(missing_ok=True)
        build = self.work / label
        require(["cmake", "-S", project, "-B", build, "-Wno-dev",
                 f"-DSUITE={self.source}", f"-DREGISTRATION={registration}",
                 "-DCMAKE_POLICY_VERSION_MINIMUM=3.5",
                 f"-DCMAKE_RUNTIME_OUTPUT_DIRECTORY={build}/bin",
                 *self.given.cmake], self.work / f"{label}.configure.log")
        require(["cmake", "--build", build,
                 "--parallel", self.given.build_jobs],
                self.work / f"{label}.build.log")
        return build

    @staticmethod
    def clean(build):
        """Rounds begin without what earlier ones left beside the tests."""
        shutil.rmtree(build / "Testing", ignore_errors=True)
        for each in list(build.glob("*.db3*")) + [build / "test_logs"]:
            if each.is_dir():
                shutil.rmtree(each)
            else:
                each.unlink(missing_ok=True)

    def round(self, build, jobs, more=()):
        """Its seconds and the names of the tests that failed."""
        self.clean(build)
        xml = self.work / "round.xml"
        xml.unlink(missing_ok=True)
        start = time.monotonic()
        run(["ctest", "--test-dir", build, "-j", jobs,
             "--timeout", TEST_SECONDS,
             "--output-on-failure", "--output-junit", xml, *more],
            self.work / "round.log")
        seconds = time.monotonic() - start
        if not xml.exists():
            raise cannot(f"ctest ran no test, see {self.work}/round.log")
        failed = failed_in(xml)
        if failed:
            shutil.copy(self.work / "round.log",
                        self.work / f"{build.name}.failed.log")
        return seconds, failed

    def rounds(self, build, most, enough=math.inf):
        """With eight jobs in random order, until they took `enough` seconds."""
        seconds, failures, failed = [], [], collections.Counter()
        while len(seconds) < most and sum(seconds) < enough:
            took, names = self.round(build, 8, ["--schedule-random"])
            seconds.append(took)
            failures.append(len(names))
            failed.update(names)
        return {"seconds": seconds, "failures": failures,
                "failed": dict(failed.most_common())}

    def fails_under_load(self, build, name, times):
        """Whether it fails alone when other programs need the processor."""
        burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"])
                   for _ in range(4 * (os.cpu_count() or 1))]
        try:
            return any(
                self.round(build, 1, ["-R", f"^{re.escape(name)}$"])[1]
                for _ in range(times))
        finally:
            for each in burners:
                each.kill()
                each.wait()

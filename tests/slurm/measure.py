# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures `run --on slurm` on a cluster of four nodes on this machine.

    python3 tests/slurm/measure.py TOOL [sleeps] [start] [cases] [kills=100]

TOOL is a built parallel-testing. Needs Slurm and the rights of root. It is not
a test: nothing judges the times.

  sleeps    100 tests of 0.1 s: four nodes with two workers, -j8 without Slurm,
            and by hand: salloc, and srun with `ctest -I` on each node
  start     one test that does nothing, beside `srun -N4 true`
  cases     5,000 tests: the same set and verdicts as without Slurm
  kills=N   N runs, in each of which a random slurmd is killed with all that
            runs on its node; a line with the sums after each run, and after
            Ctrl-C
"""

import collections
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
NODES = 4


def free_ports(count):
    """Ports that the kernel gives out, all at once."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Cluster:
    """The cluster of cluster.sh."""

    def __init__(self, folder):
        self.folder = folder
        ports = [str(port) for port in free_ports(NODES + 1)]
        self.script = subprocess.Popen(
            ["sh", str(HERE / "cluster.sh"), str(folder), *ports],
            start_new_session=True)
        self.environment = dict(
            os.environ, SLURM_CONF=str(folder / "slurm.conf"),
            PATH=os.environ["PATH"] + ":/usr/sbin",
            PARALLEL_TESTING_NODE_SILENCE="5")
        self.extra = []
        while not (folder / "ready").exists():
            if self.script.poll() is not None:
                sys.exit("measure: there is no cluster")
            time.sleep(0.05)

    def run(self, *arguments):
        """Returns exit code, output and wall time."""
        began = time.monotonic()
        done = subprocess.run(
            arguments, env=self.environment, capture_output=True, text=True)
        return (done.returncode, done.stdout + done.stderr,
                time.monotonic() - began)

    def kill_node(self, node):
        """Kills its slurmd, and the steps of its agents with what they run."""
        pid = int((self.folder / "run" / f"{node}.pid").read_text())
        os.kill(pid, signal.SIGKILL)
        killed = 0
        for agent in processes_with(["agent", node], str(self.folder.parent)):
            try:
                victims = [parent_of(agent), *tree_of(agent)]
            except FileNotFoundError:
                continue  # it has just ended
            for each in victims:
                try:
                    os.kill(each, signal.SIGKILL)
                    killed += 1
                except ProcessLookupError:
                    pass
        return killed

    def start_node(self, node):
        self.extra.append(subprocess.Popen(
            ["slurmd", "-D", "-N", node], env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True))
        for _ in range(200):
            if self.run("sinfo", "-h", "-n", node, "-o", "%T")[1].strip() in (
                    "idle", "completing"):
                return
            time.sleep(0.05)

    def end(self):
        for each in self.extra:
            each.terminate()
            each.wait()
        self.script.terminate()
        self.script.wait()


def words_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


def parent_of(pid):
    stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    return int(stat.rpartition(")")[2].split()[1])


def processes_with(words, folder):
    """Processes of our tool itself with a path below the folder: srun has the
    words too, but other ones, and other clusters have nodes of these names."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        seen = words_of(pid)
        if (seen and seen[0].endswith("parallel-testing")
                and all(word in seen for word in words)
                and any(word.startswith(folder) for word in seen)):
            found.append(int(pid))
    return found


def tree_of(pid):
    """The process and everything that it started, the deepest first."""
    children = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        children += [int(each) for each in task.read_text().split()]
    return [each for child in children for each in tree_of(child)] + [pid]


class Tests:
    """A build tree with shell tests that note each of their starts."""

    def __init__(self, build, count, script):
        self.build = build
        shutil.rmtree(build, ignore_errors=True)
        (build / "Testing/Temporary").mkdir(parents=True)
        (build / "CMakeCache.txt").write_text(
            f"CMAKE_CTEST_COMMAND:INTERNAL={shutil.which('ctest')}\n")
        (build / "test.sh").write_text(f"echo $1 >>{build}/ran\n{script}\n")
        with open(build / "CTestTestfile.cmake", "w") as tests:
            for at in range(count):
                tests.write(f"add_test(t{at} /bin/sh {build}/test.sh t{at})\n")

    def starts(self):
        return collections.Counter((self.build / "ran").read_text().split())

    def forget(self):
        (self.build / "ran").unlink(missing_ok=True)


def verdicts_in(text):
    result, _ = json.JSONDecoder().raw_decode(text[text.index("{"):])
    return {each["name"]: each["outcome"] for each in result["tests"]}


def median_of(times):
    return (f"{statistics.median(times):.2f} s "
            f"({min(times):.2f}..{max(times):.2f})")


def measure_sleeps(cluster, tool, folder, rounds=5):
    tests = Tests(folder / "sleeps", 100, "sleep 0.1")
    here = ["run", str(tests.build), "-j8"]
    there = ["run", str(tests.build), "--on", "slurm", "--nodes", str(NODES),
             "-j2"]
    each_node = (f"exec ctest --test-dir {tests.build} -j2 "
                 f"-I $((SLURM_PROCID + 1)),,{NODES}")
    commands = {
        "-j8": [tool, *here],
        f"{NODES} nodes x 2": [tool, *there],
        "by hand": ["salloc", "-Q", f"-N{NODES}", "srun", f"-N{NODES}",
                    "--ntasks-per-node=1", "sh", "-c", each_node],
    }
    cluster.run(tool, *here)  # the times of an earlier run
    times = collections.defaultdict(list)
    for _ in range(rounds):
        for name, command in commands.items():
            tests.forget()
            code, output, seconds = cluster.run(*command)
            assert code == 0, output
            assert len(tests.starts()) == 100, output
            times[name].append(seconds)
    parts = []
    for name, taken in times.items():
        factor = statistics.median(
            other / one for one, other in zip(times["-j8"], taken))
        parts.append(f"{name} {median_of(taken)}, {factor:.2f} times")
    print("sleeps: 100 x 0.1 s: " + "; ".join(parts))


def measure_start(cluster, tool, folder, rounds=5):
    tests = Tests(folder / "start", 1, ":")
    bare, ours = [], []
    for _ in range(rounds):
        bare.append(cluster.run("srun", f"-N{NODES}", "true")[2])
        code, output, seconds = cluster.run(
            tool, "run", str(tests.build), "--on", "slurm", "--nodes",
            str(NODES), "-j2")
        assert code == 0, output
        ours.append(seconds)
    more = [b - a for a, b in zip(bare, ours)]
    print(f"start: srun {median_of(bare)}, one test {median_of(ours)}, "
          f"{median_of(more)} more")


def measure_cases(cluster, tool, folder, count=5000):
    tests = Tests(folder / "cases", count,
                  "case $1 in *7) exit 1;; *13) kill -SEGV $$;; esac")
    code, here, seconds = cluster.run(
        tool, "run", str(tests.build), "-j8", "--format", "json")
    tests.forget()
    other, there, more = cluster.run(
        tool, "run", str(tests.build), "--on", "slurm", "--nodes", str(NODES),
        "-j2", "--format", "json")
    starts = tests.starts()
    same = verdicts_in(here) == verdicts_in(there)
    print(f"cases: {count} tests, exit codes {code} and {other}, "
          f"{'the same' if same else 'NOT THE SAME'} set and verdicts, "
          f"{len(starts)} started, {sum(n > 1 for n in starts.values())} twice; "
          f"{seconds:.1f} s at -j8, {more:.1f} s on 4 nodes x 2")


class Kills:
    """What the rounds so far have shown."""

    def __init__(self):
        self.rounds = self.lost = self.unsaid = self.said = self.failed = 0

    def add(self, code, errors, result, starts, names):
        attempts = {each["name"]: each for each in result["tests"]}
        for name in names:
            test = attempts.get(name)
            if test is None or test["outcome"] != "pass":
                self.lost += 1
                print(f"round {self.rounds + 1}: {name} lost: {test}")
            elif starts[name] > len(test["attempts"]):
                self.unsaid += 1
                print(f"round {self.rounds + 1}: {name} {starts[name]} "
                      f"starts: {test}")
            else:
                self.said += len(test["attempts"]) - 1
        if code != 0:
            self.failed += 1
            print(f"round {self.rounds + 1}: exit code {code}: {errors}")
        self.rounds += 1

    def __str__(self):
        return (f"kills: {self.rounds} rounds, {self.lost} tests lost, "
                f"{self.unsaid} twice and not reported, {self.said} run again "
                f"and reported, {self.failed} runs failed")


def kill_a_node(cluster, tool, tests, seen):
    """One round."""
    tests.forget()
    # Its own group: Ctrl-C ends this program, which then ends the run.
    run = subprocess.Popen(
        [tool, "run", str(tests.build), "--on", "slurm", "--nodes",
         str(NODES), "-j2", "--format", "json"],
        env=cluster.environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        while not (tests.build / "ran").exists():
            if run.poll() is not None:
                sys.exit(f"measure: the run ended: {run.communicate()[1]}")
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.8))
        node = f"n{random.randint(1, NODES)}"
        cluster.kill_node(node)
        out, errors = run.communicate(timeout=120)
    except BaseException:
        run.terminate()
        run.communicate()
        raise
    seen.add(run.returncode, errors, json.loads(out[out.index("{"):]),
             tests.starts(), [f"t{number}" for number in range(80)])
    cluster.start_node(node)


def measure_kills(cluster, tool, folder, rounds):
    """Prints a line after each round; Ctrl-C ends with the figures so far."""
    tests = Tests(folder / "kills", 80, "sleep 0.05")
    seen = Kills()
    print(flush=True)
    try:
        for _ in range(rounds):
            kill_a_node(cluster, tool, tests, seen)
            print(f"load {os.getloadavg()[0]:.2f}; {seen}", flush=True)
    except KeyboardInterrupt:
        print(f"interrupted; {seen}", flush=True)
        raise


def interrupt(number, frame):
    raise KeyboardInterrupt


def main():
    tool = os.path.abspath(sys.argv[1])
    # Also where a shell started this program in the background.
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    wanted = sys.argv[2:] or ["sleeps", "start", "cases", "kills=100"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        cluster = Cluster(folder / "lab")
        try:
            for each in wanted:
                shape, _, rounds = each.partition("=")
                print(f"load {os.getloadavg()[0]:.2f}", end="; ", flush=True)
                if shape == "kills":
                    measure_kills(cluster, tool, folder, int(rounds or 100))
                else:
                    globals()[f"measure_{shape}"](cluster, tool, folder)
                sys.stdout.flush()
        except KeyboardInterrupt:
            sys.exit(130)
        finally:
            cluster.end()


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks the CI templates: python3 check_ci.py <root> <parallel-testing>.

Their structure, that every job, preset, command and option they name exists,
and that their shell code parses. Exit code 77: no PyYAML here.
"""
import json
import pathlib
import re
import subprocess
import sys

try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed")
    sys.exit(77)

PRESET = re.compile(r"\b(cmake --build|cmake|ctest) --preset[ =](\S+)")
TOOL = re.compile(r"\bparallel-testing ([a-z]+)((?:(?! -- )[^\n;|>])*)")
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
CONTEXTS = {"github", "matrix", "strategy", "job", "env"}


class Checker:
    def __init__(self, root, tool):
        self.tool = tool
        self.help = {}
        self.problems = []
        path = root / "examples/01_quickstart/CMakePresets.json"
        presets = json.loads(path.read_text())
        kinds = {"cmake": "configure", "cmake --build": "build",
                 "ctest": "test"}
        self.presets = {command: {each["name"] for each in
                                  presets.get(kind + "Presets", [])}
                        for command, kind in kinds.items()}

    def expect(self, condition, text):
        if not condition:
            self.problems.append(text)

    def help_of(self, command):
        if command not in self.help:
            done = subprocess.run([self.tool, command, "--help"], text=True,
                                  capture_output=True, check=False)
            self.help[command] = done.stdout if done.returncode == 0 else None
        return self.help[command]

    def check_shell(self, where, code):
        plain = EXPRESSION.sub("1", code)
        parsed = subprocess.run(["bash", "-n"], input=plain, text=True,
                                capture_output=True, check=False)
        self.expect(parsed.returncode == 0, f"{where}: {parsed.stderr}")
        for command, name in PRESET.findall(code):
            self.expect(name in self.presets[command],
                        f"{where}: there is no {command} preset '{name}'")
        for command, arguments in TOOL.findall(code):
            text = self.help_of(command)
            self.expect(text, f"{where}: there is no command '{command}'")
            for option in re.findall(r"(?<=\s)--[a-z-]+[a-z]", arguments):
                self.expect(re.search(re.escape(option) + r"\b", text or ""),
                            f"{where}: {command} has no option {option}")

    def check_expressions(self, where, text, matrix):
        for inside in EXPRESSION.findall(text):
            context, _, rest = inside.strip().partition(".")
            self.expect(context in CONTEXTS, f"{where}: ${{{{{inside}}}}}")
            if context == "matrix":
                self.expect(rest in matrix, f"{where}: no matrix.{rest}")
        self.expect(text.count("${{") == len(EXPRESSION.findall(text)),
                    f"{where}: an expression does not end")

    def check_github(self, name, text):
        flow = yaml.safe_load(text)
        # YAML 1.1 takes the word `on` for true.
        self.expect("on" in flow or True in flow, f"{name}: no triggers")
        self.expect("permissions" in flow, f"{name}: no permissions")
        jobs = flow.get("jobs", {})
        self.expect(jobs, f"{name}: no jobs")
        for job, given in jobs.items():
            where = f"{name}: {job}"
            for key in ("runs-on", "timeout-minutes", "steps"):
                self.expect(key in given, f"{where}: no {key}")
            needs = given.get("needs", [])
            for need in [needs] if isinstance(needs, str) else needs:
                self.expect(need in jobs, f"{where}: needs no job '{need}'")
            matrix = given.get("strategy", {}).get("matrix", {})
            self.check_expressions(where, yaml.safe_dump(given, width=9999),
                                   matrix)
            for step in given.get("steps", []):
                self.expect(("uses" in step) != ("run" in step),
                            f"{where}: a step needs `uses` or `run`: {step}")
                self.expect(re.fullmatch(r"[\w.-]+(/[\w.-]+)+@v\d+",
                                         step.get("uses", "a/b@v1")),
                            f"{where}: not pinned: {step.get('uses')}")
                self.check_shell(where, step.get("run", ""))

    def check_gitlab(self, name, text):
        flow = yaml.safe_load(text)
        words = {"stages", "default", "variables", "include", "workflow"}
        jobs = {key: value for key, value in flow.items() if key not in words}
        self.expect(jobs, f"{name}: no jobs")
        code = flow.get("default", {}).get("before_script", [])
        self.check_shell(name, "\n".join(code))
        for job, given in jobs.items():
            where = f"{name}: {job}"
            self.expect(given.get("stage") in flow["stages"],
                        f"{where}: no such stage")
            for need in given.get("needs", []):
                self.expect(need in jobs, f"{where}: needs no job '{need}'")
            self.expect("script" in given, f"{where}: no script")
            for key in ("script", "after_script"):
                self.check_shell(where, "\n".join(given.get(key, [])))


    def check_kubernetes(self, name, text):
        spec = yaml.safe_load(text)["spec"]
        self.expect(spec.get("completionMode") == "Indexed",
                    f"{name}: not an indexed Job")
        container = spec["template"]["spec"]["containers"][0]
        self.check_shell(name, "\n".join(container["args"]))
        variables = {each["name"]: each["value"] for each in container["env"]}
        self.expect(variables.get("PARALLEL_TESTING_SHARD_COUNT") ==
                    str(spec["completions"]),
                    f"{name}: the count is not that of the completions")


def problems_of(root, tool, texts):
    checker = Checker(root, tool)
    checker.check_github("github.yml", texts["github"])
    checker.check_gitlab("gitlab-ci.yml", texts["gitlab-ci"])
    checker.check_kubernetes("kubernetes.yml", texts["kubernetes"])
    return checker.problems


def check_the_check(root, tool, texts):
    """What is broken on purpose must be found."""
    broken = [("ctest --preset fast", "ctest --preset fats"),
              ("needs: integration", "needs: integrations"),
              ("report build --markdown", "report build --markup"),
              ("parallel-testing merge", "parallel-testing join"),
              ("strategy.job-index", "strategi.job-index"),
              ("archive build --to", "archive build --into"),
              ("auto --archive", "auto --archiv"), ("@v4", "@main"),
              ("needs: [build, integration]", "needs: [nothing]"),
              ("stage: report", "stage: deploy"),
              ("completions: 4", "completions: 5")]
    missed = []
    for good, bad in broken:
        assert good in "".join(texts.values()), good
        if not problems_of(root, tool, {name: text.replace(good, bad)
                                        for name, text in texts.items()}):
            missed.append(f"the check does not see: {bad}")
    return missed


def main():
    root, tool = pathlib.Path(sys.argv[1]), sys.argv[2]
    texts = {name: (root / f"examples/ci/{name}.yml").read_text()
             for name in ("github", "gitlab-ci", "kubernetes")}
    problems = problems_of(root, tool, texts)
    problems += check_the_check(root, tool, texts)
    print("\n".join(problems) or "all is well")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

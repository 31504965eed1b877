# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What was measured with a suite, as a row of a table and as a report."""

import collections
import fnmatch
import itertools
import json
import os
import statistics

from suite import HERE

MARK = "<!-- results -->"

COLUMNS = (
    "suite", "tests", "serial", "`suggest`", "fail unhelped", "flagged",
    "strong pairs", "false", "unhelped", "suggested", "stock", "locks alone",
    "by hand")
HEADING = "\n".join((f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"))

NOT_MEASURED = "–"

Row = collections.namedtuple("Row", "text is_good load")


class judgement:
    """About resources, by a glob; of `tests` alone, if it has such globs."""

    def __init__(self, given):
        self.resource = given["resource"]
        self.tests = given.get("tests", ["*"])
        self.is_true = given["true"]
        self.why = given["why"]

    def is_about(self, tests):
        return all(any(fnmatch.fnmatchcase(each, glob) for glob in self.tests)
                   for each in tests)


def judgements_of(name):
    file = HERE / name / "judged.json"
    if not file.exists():
        return []
    return [judgement(each)
            for each in json.loads(file.read_text(encoding="utf-8"))]


def pairs_of(resource, conflict):
    first, second = (resource["roles"][each]["tests"]
                     for each in conflict["roles"])
    if first == second:
        return itertools.combinations(first, 2)
    return itertools.product(first, second)


WEAK, FALSE, UNJUDGED, TRUE = range(4)


class judged_pairs:
    """How many pairs of tests are in a strong conflict, and in a true one.
    A pair that shares several resources counts once, with the best of them."""

    def __init__(self, name, found):
        # By resource and conflict: the number of pairs by judgement.
        self.reasons = collections.defaultdict(collections.Counter)
        best = collections.defaultdict(int)
        judgements = judgements_of(name)
        for at, resource in enumerate(found["resources"]):
            its = [each for each in judgements
                   if fnmatch.fnmatchcase(resource["name"], each.resource)]
            for number, conflict in enumerate(resource["conflicts"]):
                for tests in pairs_of(resource, conflict):
                    about = next((each for each in its
                                  if each.is_about(tests)), None)
                    self.reasons[at, number][about] += 1
                    pair = tuple(sorted(tests))
                    best[pair] = max(best[pair], verdict_of(conflict, about))
        counts = collections.Counter(best.values())
        self.weak = counts[WEAK]
        self.false = counts[FALSE]
        self.unjudged = counts[UNJUDGED]
        self.strong = len(best) - self.weak


def verdict_of(conflict, about):
    if conflict["strength"] == "weak":
        return WEAK
    if about is None:
        return UNJUDGED
    return TRUE if about.is_true else FALSE


def in_pairs(found, strength):
    return {name
            for each in found["resources"] for conflict in each["conflicts"]
            if strength in (conflict["strength"], "")
            for role in conflict["roles"]
            for name in each["roles"][role]["tests"]}


def resource_lines(found, pairs, samples=5):
    """Each resource, with the evidence of its conflicts with most pairs."""
    for at, each in enumerate(found["resources"]):
        count = each["pairs"]
        yield (f"{each['strength']} {each['category']} {each['name']}: "
               f"{count['strong']} strong, {count['weak']} weak pairs")
        lines = collections.defaultdict(list)
        for number, conflict in enumerate(each["conflicts"]):
            for about, its in pairs.reasons[at, number].items():
                lines[about].append((its, f"{conflict['relation']} "
                                     f"{conflict['strength']}: "
                                     f"{conflict['evidence']}"))
        for about, evidence in lines.items():
            reason = "not judged"
            if about is not None:
                reason = f"{'true' if about.is_true else 'FALSE'}: {about.why}"
            yield f"  {sum(its for its, _ in evidence)} pairs, {reason}"
            for its, text in sorted(evidence, reverse=True)[:samples]:
                yield f"    {its} x {text}"
            if len(evidence) > samples:
                yield f"    and {len(evidence) - samples} more"


def failure_lines(label, result):
    yield (f"\n{label}: median {statistics.median(result['seconds']):.2f} s; "
           f"failures by round: {', '.join(map(str, result['failures']))}")
    for name, count in result["failed"].items():
        yield f"  {count:3} x {name}"


def missed_in(results):
    flagged = in_pairs(results["watched"]["found"], "")
    return sorted(set(results["unhelped"]["failed"]) - flagged -
                  set(results.get("under_load", [])))


def report_of(name, results, pairs):
    found = results["watched"]["found"]
    lines = [f"{name}: {len(found['tests'])} tests",
             f"serial: {results['serial']['seconds']}",
             f"suggest: {results['watched']['seconds']}",
             f"fail one at a time: {results['serial']['failed']}",
             f"fail alone under load: {results.get('under_load')}",
             f"fail without help and are in no pair: {missed_in(results)}",
             f"uncertain: {found['uncertain']}",
             f"{pairs.strong} strong pairs, {pairs.false} false, "
             f"{pairs.unjudged} not judged; {pairs.weak} weak"]
    for label in ("unhelped", "suggested", "stock", "locks", "by_hand"):
        if label in results:
            lines.extend(failure_lines(label, results[label]))
    lines.append("\nresources:")
    lines.extend(resource_lines(found, pairs))
    for label in ("suggested", "stock"):
        if label in results:
            lines.append(f"\n{label}:\n{results[label]['suggestions']}")
    return "\n".join(lines) + "\n"


def spread(numbers):
    least, most = min(numbers), max(numbers)
    return f"{least}" if least == most else f"{least}..{most}"


def left_in(result, excused):
    return [name for name in result["failed"] if name not in excused]


def with_time(result, excused):
    """The median of the seconds, and how many tests failed in any round."""
    if result is None:
        return NOT_MEASURED
    failed = len(left_in(result, excused))
    return f"{statistics.median(result['seconds']):.2f} s, {failed}"


def row_of(name, source, results, pairs):
    found = results["watched"]["found"]
    excused = (set(results["serial"]["failed"]) |
               set(results.get("under_load", [])))
    failed = left_in(results["unhelped"], excused)
    flagged = len(failed) - len(missed_in(results))
    serial = statistics.median(results["serial"]["seconds"])
    watched = statistics.median(results["watched"]["seconds"])
    false = f"{pairs.false}"
    if pairs.unjudged:
        false += f", {pairs.unjudged} not judged"
    cells = (
        source, f"{len(found['tests'])}", f"{serial:.2f} s",
        f"{watched:.2f} s, {watched / serial:.2f} ×",
        f"{len(failed)} ({spread(results['unhelped']['failures'])})",
        f"{flagged} of {len(failed)}", f"{pairs.strong}", false,
        f"{statistics.median(results['unhelped']['seconds']):.2f} s",
        *(with_time(results.get(each), excused)
          for each in ("suggested", "stock", "locks", "by_hand")))
    suggested = results.get("suggested")
    is_good = (suggested is not None and not left_in(suggested, excused) and
               flagged >= 0.95 * len(failed) and
               pairs.false <= 0.05 * pairs.strong)
    return Row(f"| {' | '.join(cells)} |", is_good, results["load"])


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return " ".join(line.split(":", 1)[1].split())
    return "unknown"


def update_table(rows):
    file = HERE / "README.md"
    before = file.read_text(encoding="utf-8").split(MARK)[0]
    loads = spread(sorted(round(each.load, 1) for each in rows))
    machine = (f"{processor()}, {os.cpu_count()} processors; Linux "
               f"{os.uname().release}; load {loads} when a suite began.")
    file.write_text("\n".join((f"{before}{MARK}", machine, "", HEADING,
                               *(each.text for each in rows), "")),
                    encoding="utf-8")

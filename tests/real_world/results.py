# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What was measured with a suite, as a row of a table and as a report."""

import collections
import datetime
import fnmatch
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

Row = collections.namedtuple("Row", "text is_good")


class judgement:
    """A glob of resources, and whether their pairs are conflicts."""

    def __init__(self, given):
        self.resource = given["resource"]
        self.evidence = given.get("evidence", "*")
        self.is_true = given["true"]
        self.why = given["why"]

    def is_about(self, resource, conflict):
        return (fnmatch.fnmatchcase(resource["name"], self.resource) and
                fnmatch.fnmatchcase(conflict["evidence"], self.evidence))


def judgements_of(name):
    file = HERE / name / "judged.json"
    if not file.exists():
        return []
    return [judgement(each)
            for each in json.loads(file.read_text(encoding="utf-8"))]


def number_of_pairs(resource, conflict):
    first, second = conflict["roles"]
    counts = [len(each["tests"]) for each in resource["roles"]]
    if first == second:
        return counts[first] * (counts[first] - 1) // 2
    return counts[first] * counts[second]


class judged_pairs:
    """How many strong pairs of a suite are true, false, or not judged."""

    def __init__(self, name, found):
        self.strong = self.weak = self.false = self.unjudged = 0
        self.reasons = {}  # by resource and conflict
        judgements = judgements_of(name)
        for at, resource in enumerate(found["resources"]):
            self.weak += resource["pairs"]["weak"]
            for number, conflict in enumerate(resource["conflicts"]):
                about = next((each for each in judgements
                              if each.is_about(resource, conflict)), None)
                self.reasons[at, number] = about
                if conflict["strength"] != "strong":
                    continue
                count = number_of_pairs(resource, conflict)
                self.strong += count
                if about is None:
                    self.unjudged += count
                elif not about.is_true:
                    self.false += count


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
        conflicts = sorted(
            enumerate(each["conflicts"]),
            key=lambda item, of=each: -number_of_pairs(of, item[1]))
        reasons = {}
        for number, conflict in conflicts:
            about = pairs.reasons[at, number]
            reason = "not judged"
            if about is not None:
                reason = f"{'true' if about.is_true else 'FALSE'}: {about.why}"
            reasons.setdefault(reason, []).append(
                f"    {conflict['relation']} {conflict['strength']} "
                f"({number_of_pairs(each, conflict)}): "
                f"{conflict['evidence']}")
        for reason, lines in reasons.items():
            yield f"  {reason}"
            yield from lines[:samples]
            if len(lines) > samples:
                yield f"    and {len(lines) - samples} more"


def failure_lines(label, result):
    yield (f"\n{label}: median {statistics.median(result['seconds']):.2f} s; "
           f"failures by round: {', '.join(map(str, result['failures']))}")
    for name, count in result["failed"].items():
        yield f"  {count:3} x {name}"


def missed_in(results):
    flagged = in_pairs(results["watched"]["found"], "")
    return sorted(set(results["unhelped"]["failed"]) - flagged -
                  set(results["under_load"]))


def report_of(name, results, pairs):
    found = results["watched"]["found"]
    lines = [f"{name}: {len(found['tests'])} tests",
             f"serial: {results['serial']['seconds']}",
             f"suggest: {results['watched']['seconds']}",
             f"fail one at a time: {results['serial']['failed']}",
             f"fail alone under load: {results['under_load']}",
             f"fail without help and are in no pair: {missed_in(results)}",
             f"uncertain: {found['uncertain']}",
             f"{pairs.strong} strong pairs, {pairs.false} false, "
             f"{pairs.unjudged} not judged; {pairs.weak} weak"]
    for label in ("unhelped", "suggested", "stock", "locks", "by_hand"):
        lines.extend(failure_lines(label, results[label]))
    lines.append("\nresources:")
    lines.extend(resource_lines(found, pairs))
    for label in ("suggested", "stock"):
        lines.append(f"\n{label}:\n{results[label]['suggestions']}")
    return "\n".join(lines) + "\n"


def spread(numbers):
    least, most = min(numbers), max(numbers)
    return f"{least}" if least == most else f"{least}..{most}"


def left_in(result, excused):
    return [name for name in result["failed"] if name not in excused]


def with_time(result, excused):
    """The median of the seconds, and how many tests failed in any round."""
    failed = len(left_in(result, excused))
    return f"{statistics.median(result['seconds']):.2f} s, {failed}"


def row_of(name, source, results, pairs):
    found = results["watched"]["found"]
    excused = set(results["serial"]["failed"]) | set(results["under_load"])
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
        *(with_time(results[each], excused)
          for each in ("suggested", "stock", "locks", "by_hand")))
    is_good = (not left_in(results["suggested"], excused) and
               flagged >= 0.95 * len(failed) and
               pairs.false <= 0.05 * pairs.strong)
    return Row(f"| {' | '.join(cells)} |", is_good)


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return " ".join(line.split(":", 1)[1].split())
    return "unknown"


def update_table(rows):
    file = HERE / "README.md"
    before = file.read_text(encoding="utf-8").split(MARK)[0]
    machine = (f"{processor()}, {os.cpu_count()} processors; Linux "
               f"{os.uname().release}; {datetime.date.today().isoformat()}.")
    file.write_text("\n".join((f"{before}{MARK}", machine, "", HEADING,
                               *(each.text for each in rows), "")),
                    encoding="utf-8")

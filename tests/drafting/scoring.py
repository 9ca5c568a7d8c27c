"""How well a reading agrees with a reference made by hand: projects and targets, F1.

A notice is a file: the text, a line of =====, the reference. A reference's lines:

    year 2024 / number … / issuer …
    @ 1 | title | lead、units | supporting units | due | city
    q 537 个 b375 >= due:2024-06-30 parts:209,340 ~ words of the text it stands in
    c 100 …, m …, s …                              coverage, milestones, service
    no 65岁                                        a figure that is no target
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

NOTICES = Path(__file__).with_name("notices")
KINDS = {"q": "quantity", "c": "coverage", "m": "milestones", "s": "service"}
SIGNS = {">=": "at_least", "<=": "at_most"}


@dataclass
class Target:
    kind: str
    value: Decimal | None = None
    measure: str = ""
    words: str = ""
    baseline: Decimal | None = None
    comparison: str = "exactly"
    due: str | None = None
    parts: list[Decimal] = field(default_factory=list)


@dataclass
class Project:
    number: int
    title: str
    lead: list[str]
    support: list[str]
    due: str | None
    city: bool
    targets: list[Target] = field(default_factory=list)


@dataclass
class Reference:
    head: dict[str, str] = field(default_factory=dict)
    projects: list[Project] = field(default_factory=list)
    no_targets: list[str] = field(default_factory=list)


def load(path: Path) -> tuple[str, Reference]:
    text, _, told = path.read_text().partition("=====\n")
    reference = Reference()
    for line in told.splitlines():
        word, _, rest = line.partition(" ")
        if word == "@":
            cells = [cell.strip() for cell in rest.split("|")] + [""] * 6
            names = [[name for name in cell.split("、") if name] for cell in cells[2:4]]
            reference.projects.append(
                Project(int(cells[0]), cells[1], *names, cells[4] or None, cells[5] == "city")
            )
        elif word in KINDS:
            reference.projects[-1].targets.append(target(KINDS[word], rest))
        elif word == "no":
            reference.no_targets.append(rest)
        elif word:
            reference.head[word] = rest
    return text, reference


def target(kind: str, told: str) -> Target:
    told, _, words = told.partition("~")
    found = Target(kind, words=words.strip())
    given = told.split()
    if kind in ("quantity", "coverage"):
        found.value = Decimal(given.pop(0))
    if kind == "coverage":
        found.measure = "%"
        if given and given[0] == "%":
            given.pop(0)
    if kind == "quantity":
        found.measure = given.pop(0)
    for each in given:
        if each in SIGNS:
            found.comparison = SIGNS[each]
        elif each.startswith("due:"):
            found.due = each[4:]
        elif each.startswith("parts:"):
            found.parts = [Decimal(part) for part in each[6:].split(",")]
        else:
            found.baseline = Decimal(each.removeprefix("b"))
    return found


class Tally(Counter):
    """Counts of found, expected and agreed, by what is counted."""

    def add(self, what: str, found: int, expected: int, agreed: int) -> None:
        self[what, "found"] += found
        self[what, "expected"] += expected
        self[what, "agreed"] += agreed

    def f1(self, what: str) -> float:
        whole = self[what, "found"] + self[what, "expected"]
        return 2 * self[what, "agreed"] / whole if whole else 1.0

    def share(self, what: str) -> float:
        expected = self[what, "expected"]
        return self[what, "agreed"] / expected if expected else 1.0


def bare(text: str) -> str:
    return re.sub(r"[\s，。；：、“”（）()]", "", text)


def same_title(mine: str, told: str) -> bool:
    mine, told = bare(mine), bare(told)
    return not told or mine == told or (len(told) > 4 and (told in mine or mine in told))


def score(reading, reference: Reference, tally: Tally, wrong: list[str]) -> None:
    """Add what agrees to the tally and what does not to the list of sentences."""
    left = list(reading.projects)
    agreed = 0
    for project in reference.projects:
        mine = next((each for each in left if each.number == project.number), None)
        if mine is None or not same_title(mine.title, project.title):
            wrong.append(f"project {project.number} {project.title}: {mine and mine.title}")
            score_targets(project, None, tally, wrong)
            continue
        left.remove(mine)
        agreed += 1
        for what, ours, theirs in [
            ("lead", [*mine.lead_units], project.lead),
            ("support", [*mine.support_units], project.support),
            ("city", mine.city, project.city),
            ("project due", mine.due and mine.due.isoformat(), project.due),
        ]:
            tally.add(what, 1, 1, ours == theirs)
            if ours != theirs:
                wrong.append(f"project {project.number} {what}: {ours}, not {theirs}")
        score_targets(project, mine, tally, wrong)
    for extra in left:
        wrong.append(f"no project: {extra.number} {extra.title}")
        tally.add("targets", len(extra.targets), 0, 0)
    tally.add("projects", len(reading.projects), len(reference.projects), agreed)
    given = {"year": str(reading.year), "number": reading.document_number, "issuer": reading.issuer}
    for what, told in reference.head.items():
        tally.add(what, 1, 1, given[what] == told)
        if given[what] != told:
            wrong.append(f"{what}: {given[what]}, not {told}")
    for told in reference.no_targets:
        there = any(told in each.excerpt for each in reading.not_targets)
        tally.add("no targets", 1, 1, there)
        if not there:
            wrong.append(f"not told as no target: {told}")


def score_targets(project: Project, mine, tally: Tally, wrong: list[str]) -> None:
    left = list(mine.targets) if mine else []
    for target in project.targets:
        found = next((each for each in left if same_target(mine, each, target)), None)
        if found:
            left.remove(found)
            for what, ours, theirs in [
                ("baseline", found.baseline, target.baseline),
                ("comparison", str(found.comparison), target.comparison),
                ("due", found.due and found.due.isoformat(), target.due),
                ("parts", [part.value for part in found.parts], target.parts),
            ]:
                tally.add(what, 1, 1, ours == theirs)
                if ours != theirs:
                    wrong.append(f"  {project.number} {target.words} {what}: {ours}, not {theirs}")
        else:
            wrong.append(f"  {project.number} missed: {shown(target)} {target.words}")
        tally.add("targets", 0, 1, bool(found))
        if target.kind == "quantity":
            tally.add("quantities", 0, 1, bool(found))
    for extra in left:
        wrong.append(f"  {project.number} too much: {shown(extra)} {extra.excerpts}")
    if mine:
        tally.add("targets", len(mine.targets), 0, 0)
        tally.add("quantities", sum(each.kind == "quantity" for each in mine.targets), 0, 0)


def shown(target) -> str:
    return f"{target.kind} {target.value} {target.measure}"


def same_target(project, mine, told: Target) -> bool:
    if (str(mine.kind), mine.value) != (told.kind, told.value):
        return False
    if told.value is not None:
        return mine.measure == told.measure and touches(project, mine, told.words)
    return touches(project, mine, told.words)


def touches(project, mine, words: str) -> bool:
    """Whether the target was read where the reference says, blanks aside."""
    places = (
        [each.start() for each in re.finditer(re.escape(words), project.text)] if words else [0]
    )
    if not places:
        return any(bare(words) in bare(excerpt) for excerpt in mine.excerpts)
    return any(
        start < at + max(1, len(words)) and at < end for at in places for start, end in mine.spans
    )


def measure(folder: str, show: bool = False) -> Tally:
    from projects.drafting.reading import read

    tally: Tally = Tally()
    for path in sorted((NOTICES / folder).rglob("*.txt")):
        text, reference = load(path)
        wrong: list[str] = []
        score(read(text), reference, tally, wrong)
        if show and wrong:
            print(f"== {path.relative_to(NOTICES)}", *wrong, sep="\n")
    return tally


if __name__ == "__main__":
    import sys

    result = measure(sys.argv[1] if len(sys.argv) > 1 else ".", show="-q" not in sys.argv)
    for what in dict.fromkeys(what for what, _ in result):
        ways = f"F1 {result.f1(what):.3f}"
        counts = {each: result[what, each] for each in ("found", "expected", "agreed")}
        print(f"{what:12} {ways} {counts}")

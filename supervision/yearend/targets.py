"""What one target promised, first and last, and what became of it."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from projects.models import Programme, Project, Target, TargetTerms
from projects.values import days
from projects.values.numbers import plain
from supervision.cards import recorded
from supervision.cards.recorded import Record
from supervision.models import Card, Reading
from supervision.published.unit_days import standings
from supervision.rules import Facts, months
from supervision.rules.progress import Standing, standing
from supervision.rules.targets import Decided
from supervision.status_sheet.figures import MISSING, UNDECIDED, Line, said

NO_FIGURES = {UNDECIDED: "计划待定", MISSING: "没有报送数据"}
OPEN_PROMISES = {Target.Kind.MILESTONES: "按节点建成", Target.Kind.SERVICE: "常年开展"}


@dataclass(frozen=True)
class TargetLine:
    """A target at the last closed month that judged it.

    `changed` is the promise in force where it is not the original one, `basis` the documents of
    the changes; `kept` is the month by whose end the promise was kept, or "". Cause, measures
    and the promised day are the unit's own, where the promise is not kept.
    """

    name: str
    kind: str
    measure: str
    promised: str
    changed: str
    basis: str
    due: str
    achieved: Decimal | str
    percent: Decimal | str
    kept: str
    cause: str
    measures: str
    finish: str

    @property
    def in_words(self) -> str:
        """What was achieved, as a sentence says it."""
        if isinstance(self.achieved, Decimal):
            return f"实际完成{plain(self.achieved)}{self.measure}"
        if self.achieved in NO_FIGURES:
            return NO_FIGURES[self.achieved]
        return f"实际{'' if self.achieved.startswith('开展') else '完成'}{self.achieved}"


@dataclass(frozen=True)
class Sources:
    """What lines rest on beside the card: targets and the unit's days by project, the others by
    target."""

    targets: dict[int, list[Target]]
    terms: dict[int, list[TargetTerms]]
    readings: dict[int, dict[str, Reading]]
    days: dict[int, dict[str, dt.date]]


def sources_of(programme: Programme, projects: Iterable[Project], cards: Iterable[Card]) -> Sources:
    """Read for many projects at once; readings as known on the day each card rests on."""
    keyed = {project.pk: project for project in projects}
    targets, terms = defaultdict(list), defaultdict(list)
    rows = Target.everything.filter(project__in=keyed, parts__isnull=True).order_by("number")
    for target in rows:
        targets[target.project_id].append(target)
    versions = TargetTerms.objects.filter(target__project__in=keyed).select_related("target")
    for row in versions.order_by("version"):
        terms[row.target_id].append(row)
    days = days_of(programme, keyed, cards)
    return Sources(targets, terms, readings_of(keyed, cards), days)


def days_of(programme: Programme, projects: dict[int, Project], cards: Iterable[Card]) -> dict:
    """By project and target the unit's days that are still its word, as its page tells them."""
    by_month = defaultdict(list)
    for card in cards:
        card.project, card.decided = projects[card.project_id], None
        by_month[card.period.month].append(card)
    return {
        key: own.finish
        for found in by_month.values()
        for key, own in standings(found, programme).items()
    }


def readings_of(projects: dict[int, Project], cards: Iterable[Card]) -> dict:
    groups = defaultdict(list)
    for card in cards:
        groups[card.period, card.as_of].append(projects[card.project_id])
    readings: dict[int, dict[str, Reading]] = {}
    for (period, day), found in groups.items():
        known: Record = recorded.record_as_of(found, period, day)
        own = [target.pk for project in found for target in known.targets[project.pk]]
        readings |= {key: known.readings[key] for key in own}
    return readings


def lines_of(project: Project, card: Card | None, sources: Sources) -> list[TargetLine]:
    facts = json.loads(card.facts) if card else {"targets": []}
    judged = {each["name"]: each for each in json.loads(card.verdict)["targets"]} if card else {}
    judged_facts = {each["name"]: each for each in facts["targets"]}
    exact = {each.name: each for each in Facts.from_json(facts).targets} if card else {}
    month = card.period.month if card else ""
    lines = []
    for target in sources.targets[project.pk]:
        promise = promises(sources.terms[target.pk])
        name = target.called_in(judged_facts)
        decided = exact.get(name)
        if not isinstance(decided, Decided):
            lines.append(undecided(target, promise))
            continue
        line = Line(
            facts=judged_facts[name],
            judged=judged[name],
            standing=standing(decided, months.parse(month)),
            covers=[month],
            reported=True,
            target=target,
            terms=sources.terms[target.pk][-1] if sources.terms[target.pk] else None,
            readings=sources.readings.get(target.pk, {}),
        )
        day = sources.days[project.pk].get(name)
        lines.append(decided_line(name, line, promise, day))
    return lines


def decided_line(name: str, line: Line, promise: dict, day: dt.date | None) -> TargetLine:
    figures, kept = said(line), kept_in(line.standing)
    last = line.readings[max(line.readings)] if line.readings and not kept else None
    return TargetLine(
        **promise,
        **named(line.target, name),
        achieved=figures.total_done,
        percent=figures.percent,
        kept=kept,
        cause=last.cause_in_words if last else "",
        measures=last.measures if last else "",
        finish=day.isoformat() if day and not kept else "",
    )


def undecided(target: Target, promise: dict) -> TargetLine:
    nothing = dict.fromkeys(("kept", "cause", "measures", "finish"), "")
    return TargetLine(
        **promise, **named(target, target.name), **nothing, achieved=UNDECIDED, percent=UNDECIDED
    )


def named(target: Target, name: str) -> dict:
    kind = target.get_kind_display()
    return {"name": name, "kind": kind, "measure": target.measure}


def kept_in(standing_now: Standing) -> str:
    """The first month by whose end the target was reached; "" where it is not."""
    target = standing_now.target
    if not standing_now.done:
        return ""
    first = next(
        month
        for month in range(target.start, standing_now.month + 1)
        if standing(target, month).done
    )
    return months.show(first)


def promises(versions: list[TargetTerms]) -> dict:
    """The original promise, the one in force where it differs, and by which documents."""
    if not versions:
        return {"promised": UNDECIDED, "changed": "", "basis": "", "due": ""}
    first, last = versions[0], versions[-1]
    changed = (first.value, first.due) != (last.value, last.due)
    return {
        "promised": promise_words(first),
        "changed": f"{promise_words(last)}，{days.in_words(last.due)}前" if changed else "",
        "basis": "；".join(f"{row.approved_by}，{row.document}" for row in versions[1:]),
        "due": last.due.isoformat(),
    }


def promise_words(terms: TargetTerms) -> str:
    """149盏, 不少于95%, 由375个到537个; in words where no number is promised."""
    target = terms.target
    if terms.value is None:
        return OPEN_PROMISES.get(target.kind, UNDECIDED)
    exactly = terms.comparison == TargetTerms.Comparison.EXACTLY
    whole = f"{'' if exactly else terms.get_comparison_display()}{plain(terms.value)}"
    if not terms.baseline:
        return f"{whole}{target.measure}"
    return f"由{plain(terms.baseline)}{target.measure}到{whole}{target.measure}"

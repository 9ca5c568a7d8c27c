"""较上月: what a month's reports moved and what they left, in the office's words.

Unlike the public's account of a closed month it rests on what stands handed in, whether or not
it has been accepted, and withholds nothing: it is what the officer has to judge.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Prefetch

from projects.models import Project, Target
from projects.values.days import end_of
from projects.values.months import short, span
from projects.values.numbers import change_in_words, plain
from supervision.cards import recorded
from supervision.models import Period, Reading, Review, StageDone, Submission


@dataclass(frozen=True)
class Moved:
    """A report's targets: phrases of those that moved, names of those with work left that did not.

    `submission` is what stands handed in, None where nothing does; then nothing is compared.
    """

    submission: Submission | None = None
    moved: list[str] = field(default_factory=list)
    still: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Before:
    """What a target had reached before the period: its last accepted reading, or its baseline."""

    reading: Reading | None
    known: recorded.Record
    period: Period

    def value(self, target: Target):
        value = self.reading and self.reading.value
        return self.known.terms[target.pk].baseline if value is None else value

    def stages(self) -> set[int]:
        done = self.reading.stages.all() if self.reading else []
        return {stage.milestone_id for stage in done}


def moved_in(period: Period, projects: list[Project], day: dt.date) -> dict[int, Moved]:
    """By project key; the number of queries does not grow with the projects."""
    keys, cutoff, known = [each.pk for each in projects], end_of(day), recorded.Record()
    recorded.terms_and_plans(known, keys, period.month, cutoff)
    standing, readings = standing_in(period, keys, cutoff), defaultdict(list)
    rows = Reading.objects.filter(submission__in=standing.values()).select_related("target")
    stages = Prefetch("stages", StageDone.objects.select_related("milestone"))
    rows = rows.prefetch_related(stages, "ran").order_by("target__number")
    for reading in rows:
        readings[reading.submission_id].append(reading)
    earlier = accepted_before(period, keys, cutoff)

    def before(target: Target) -> Before:
        return Before(earlier.get(target.pk), known, period)

    return {
        project.pk: compared(standing.get(project.pk), readings, before) for project in projects
    }


def standing_in(period: Period, keys: list[int], cutoff: dt.datetime) -> dict[int, Submission]:
    """What stands handed in for the month itself, by project."""
    found = recorded.Record()
    rows = Submission.objects.filter(report__period=period, report__project__in=keys, at__lt=cutoff)
    for submission in rows.select_related("report", "review").order_by("number"):
        submission.report.period = period
        recorded.take(found, submission, cutoff)
    return {project: submission for (project, _), submission in found.standing.items()}


def accepted_before(period: Period, keys: list[int], cutoff: dt.datetime) -> dict[int, Reading]:
    """The reading of the last earlier month with one that was accepted, by target.

    Which it is is told from plain rows: a year has hundreds.
    """
    accepted = Reading.objects.filter(
        submission__report__project__in=keys,
        submission__report__period__programme=period.programme_id,
        submission__report__period__month__lt=period.month,
        submission__review__verdict=Review.Verdict.ACCEPTED,
        submission__review__at__lt=cutoff,
    )
    rows = accepted.order_by("submission__report__period__month", "submission__number")
    rows = list(rows.values_list("pk", "target", "submission", "submission__report"))
    newest = {report: submission for *_, submission, report in rows}
    last = {target: key for key, target, submission, report in rows if newest[report] == submission}
    found = Reading.objects.filter(pk__in=last.values()).prefetch_related("stages")
    return {reading.target_id: reading for reading in found}


def compared(submission, readings: dict, before: Callable[[Target], Before]) -> Moved:
    if submission is None:
        return Moved()
    found = Moved(submission)
    for reading in readings[submission.pk]:
        target = reading.target
        then = before(target)
        if target.pk not in then.known.terms:
            continue
        phrase, finished = SAY[target.kind](reading, then)
        if phrase:
            found.moved.append(f"{target.name}{phrase}")
        elif not finished:
            found.still.append(target.name)
    return found


def counted(reading: Reading, before: Before) -> tuple[str, bool]:
    """78→90口（+12），计划120口; and whether the target is reached."""
    target, now, was = reading.target, reading.value, before.value(reading.target)
    finished = now == before.known.terms[target.pk].value
    if now is None or now == was:
        return "", finished
    step = change_in_words(was, now, target.measure)
    return f" {step}{planned(reading, before)}", finished


def planned(reading: Reading, before: Before) -> str:
    """，计划120口; empty before the plan begins."""
    plan = before.known.plans.get(reading.target_id)
    points = [each for each in plan or [] if each.month <= before.period.month]
    if not points:
        return ""
    last = max(points, key=lambda point: point.month)
    return f"，计划{plain(last.value)}{reading.target.measure}"


def stages(reading: Reading, before: Before) -> tuple[str, bool]:
    """完成招标; a stage that is no longer given as done is said too."""
    former, now = before.stages(), {row.milestone_id: row.milestone for row in reading.stages.all()}
    new = [stage.name for key, stage in now.items() if key not in former]
    lost = len(former - set(now))
    said = [f"完成{'、'.join(new)}"] if new else []
    said += [f"少了{lost}个原已完成的节点"] if lost else []
    plan = before.known.plans.get(reading.target_id)
    return "，".join(said), plan is not None and len(now) == len(plan)


def service(reading: Reading, before: Before) -> tuple[str, bool]:
    ran = [short(row.month) for row in reading.ran.all()]
    plan = before.known.plans.get(reading.target_id)
    covered = span(before.period.covers_from, before.period.month)
    planned = plan is not None and any(point.month in covered for point in plan)
    return f" {'、'.join(ran)}已开展" if ran else "", not planned


SAY = {
    Target.Kind.QUANTITY: counted,
    Target.Kind.COVERAGE: counted,
    Target.Kind.MILESTONES: stages,
    Target.Kind.SERVICE: service,
}

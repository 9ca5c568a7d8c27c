"""The sheet to fill in for a month: a line a target, with what is known of it so far."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from projects.models import Project, Site, Target, TargetTerms
from projects.values.months import span
from supervision.cards import bridge, recorded
from supervision.models import Period, Reading


@dataclass
class Line:
    """One target of the sheet, with what is known of it so far."""

    target: Target
    terms: TargetTerms
    plan: list[recorded.Point]
    last: Reading | None
    last_month: str
    ran_before: list[str]
    covers: list[str]
    readings: dict[str, Reading]
    thresholds: list[Fraction]
    places: list[tuple[Fraction, Fraction | None]] = field(default_factory=list)
    waiting: str = ""  # an earlier month handed in and not yet judged
    accepted: Reading | None = None  # of this very month: what a correction changes

    @property
    def key(self) -> str:
        return str(self.target.pk)

    @property
    def counted(self) -> bool:
        return self.target.counted

    @property
    def last_value(self) -> Decimal:
        known = self.last and self.last.value
        return self.terms.baseline if known is None else known

    @property
    def planned(self) -> Decimal | None:
        """The cumulative value planned by the sheet's month; None before the plan begins."""
        points = [p for p in self.plan if p.month <= self.covers[-1]]
        return points[-1].value if points else None

    @property
    def remaining(self) -> Decimal:
        return self.terms.value - self.last_value

    @property
    def built(self) -> Decimal:
        """What its listed places have built, added up."""
        total = sum((done for _, done in self.places if done), Fraction(0))
        return Decimal(total.numerator) / total.denominator

    @property
    def whole_places(self) -> int:
        return sum(quantity == built for quantity, built in self.places)

    @property
    def rising(self) -> bool:
        return self.terms.value > self.terms.baseline

    @property
    def stages(self) -> list[tuple]:
        """(milestone, planned month, month done or "") in order."""
        done = {s.milestone_id: s.month for s in self.last.stages.all()} if self.last else {}
        points = sorted(self.plan, key=lambda point: point.milestone.number)
        return [(p.milestone, p.month, done.get(p.milestone.pk, "")) for p in points]

    @property
    def asked_months(self) -> list[str]:
        """The months of this sheet in which the service was planned to run."""
        planned = {point.month for point in self.plan}
        return [month for month in self.covers if month in planned]

    @property
    def finished(self) -> bool:
        if self.counted:
            return self.last is not None and (
                self.last_value >= self.terms.value
                if self.rising
                else self.last_value <= self.terms.value
            )
        if self.target.kind == Target.Kind.MILESTONES:
            return all(done for _, _, done in self.stages)
        return not [p for p in self.plan if p.month >= self.covers[0]]


def sheet(project: Project, period: Period, today: dt.date) -> list[Line]:
    """The lines to fill in for a month; targets without a plan are 待定 and not asked for."""
    return sheets([project], period, today)[project.pk]


def sheets(projects: list[Project], period: Period, today: dt.date) -> dict[int, list[Line]]:
    """The same for many projects, by project key, in a number of queries that does not grow."""
    found = recorded.figures(projects, period, today)
    covers = span(period.covers_from, period.month)
    thresholds = bridge.thresholds(period.month)
    places = listed_places(projects, period.month)
    asked: dict[int, list[Line]] = {project.pk: [] for project in projects}
    for project in projects:
        for target in found.targets[project.pk]:
            plan, terms = found.plans.get(target.pk), found.terms.get(target.pk)
            if plan is None or terms is None:
                continue
            readings = found.readings[target.pk]
            earlier = {m: r for m, r in readings.items() if m < period.month}
            service = target.kind == Target.Kind.SERVICE
            last_month = max(earlier, default="")
            asked[project.pk].append(
                Line(
                    target=target,
                    terms=terms,
                    plan=plan,
                    last=earlier.get(last_month),
                    last_month=last_month,
                    ran_before=bridge.months_run(earlier) if service else [],
                    covers=covers,
                    readings=earlier,
                    thresholds=thresholds,
                    places=places.get(target.pk, []),
                    waiting=waiting(found, project, period),
                    accepted=readings.get(period.month),
                )
            )
    return asked


def waiting(found: recorded.Record, project: Project, period: Period) -> str:
    """The last earlier month of which more stands handed in than was accepted; or ""."""
    months = [
        month
        for (key, month), standing in found.standing.items()
        if key == project.pk
        and month < period.month
        and found.accepted.get((key, month)) is not standing
    ]
    return max(months, default="")


def listed_places(
    projects: list[Project], month: str
) -> dict[int, list[tuple[Fraction, Fraction | None]]]:
    """By target: each listed place's quantity, and how much of it was built by the month's end;

    None where nothing was said of it.
    """
    found: dict[int, list[tuple[Fraction, Fraction | None]]] = {}
    for site in Site.objects.filter(target__project__in=projects).as_built(month):
        told = site.whole or site.partly is not None
        built = Fraction(site.built) if told else None
        found.setdefault(site.target_id, []).append((Fraction(site.quantity), built))
    return found

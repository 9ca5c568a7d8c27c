"""市级任务: the city's quota, the district's target and the progress, entered once."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from projects.models import CityTask, Programme
from projects.values.numbers import plain
from supervision.cards import bridge, recorded
from supervision.models import Period


@dataclass
class CityRow:
    """A quota with what the district promised and has done, new work only."""

    task: CityTask
    promised: Decimal
    plan: str
    reading: str
    warnings: list[str]

    @property
    def done(self) -> Decimal:
        return Decimal(self.reading or "0")

    @property
    def share(self) -> Decimal:
        """What is done of the quota, 1 being all of it."""
        return self.done / self.task.quota

    @property
    def gap(self) -> Decimal:
        """How far behind the city's plan, in percentage points of the quota; ahead below zero."""
        return (Decimal(self.plan or "0") - self.done) * 100 / self.task.quota

    @property
    def behind(self) -> bool:
        return self.gap > 0

    @property
    def gap_words(self) -> str:
        """The gap's amount, cut rather than rounded across a threshold."""
        return plain(abs(self.gap).quantize(Decimal("0.01"), ROUND_DOWN))


def city_rows(programme: Programme, today) -> list[CityRow]:
    """Every quota of a programme as known today, in the order they were entered."""
    period = compared(programme)
    tasks = programme.city_tasks.prefetch_related("targets__terms", "targets__project", "points")
    tasks = tasks.in_force(period.month) if period else list(tasks.current())
    if period is None:
        return [row(task, {"plan": "", "reading": ""}) for task in tasks]
    keys = {target.project_id for task in tasks for target in task.targets.all()}
    found = recorded.record_as_of(programme.projects.filter(pk__in=keys), period, today)
    return [row(task, bridge.city_facts(found, task, period.month)) for task in tasks]


def compared(programme: Programme) -> Period | None:
    """The month at which plan and progress are set side by side: the last closed one, as an
    open month's plan would stand against figures still to come."""
    return programme.periods.closed().last() or programme.periods.order_by("month").last()


def row(task: CityTask, facts: dict) -> CityRow:
    promised = sum((growth(target) for target in task.targets.all()), Decimal(0))
    warnings = []
    if not task.targets.all():
        warnings.append("没有指标承担")
    elif promised < task.quota:
        warnings.append("区级目标低于市定任务")
    return CityRow(task, promised, facts["plan"], facts["reading"], warnings)


def growth(target) -> Decimal:
    """What a target adds to its baseline under its latest terms."""
    terms = max(target.terms.all(), key=lambda version: version.version, default=None)
    if terms is None or terms.value is None:
        return Decimal(0)
    return abs(terms.value - terms.baseline)

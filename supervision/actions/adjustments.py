"""承诺调整: a change of what is public, proposed by one officer and confirmed by another.

What is proposed is tried at once, so that what would be refused is refused to its proposer, and
the words of what it changes are those of what it did.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from projects.actions import changes, quotas
from projects.actions.changes import Approval
from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import canonical, record
from projects.models import CityTask, Plan, Programme, Project, ProjectChange, Target, TargetTerms
from projects.models import User as Person
from projects.values.numbers import plain
from supervision.actions.two_people import decided, tried
from supervision.models import Act, Adjustment, AdjustmentDecision
from supervision.published.adjusted import of_quota, of_targets

Points = dict[str, Decimal] | list


class Change(Protocol):
    """What an adjustment changes; `columns` name it in the row, `to_json` says to what."""

    @property
    def programme(self) -> Programme: ...

    def columns(self) -> dict: ...

    def to_json(self) -> dict: ...

    def made(self, approval: Approval, answer: str, by: Person, at: dt.datetime) -> list[str]:
        """Change it, and return what was changed in words, a line each."""


@dataclass(frozen=True)
class TargetChange(Change):
    """`changed` are the parts of the terms that differ; `points` as `approve_plan` takes them."""

    target: Target
    points: Points | None
    changed: dict = field(default_factory=dict)

    @property
    def programme(self) -> Programme:
        return self.target.project.programme

    def columns(self) -> dict:
        return {"kind": "target", "project": self.target.project, "target": self.target}

    def to_json(self) -> dict:
        return {"changed": written(self.changed), "points": written(self.points)}

    @classmethod
    def of(cls, row: Adjustment) -> "TargetChange":
        return cls(row.target, read_points(row.target, row.given["points"]), read_terms(row))

    def made(self, approval, answer, by, at) -> list[str]:
        given = {"target": self.target, "approval": approval, "answer": answer, "by": by, "at": at}
        if self.changed or self.points is None:
            row = changes.change_terms(points=self.points, **self.changed, **given)
            return in_lines([row], [plan for plan in row.plans.all() if plan.changed])
        return in_lines([], [changes.change_plan(points=self.points, **given)])


def in_lines(terms: list[TargetTerms], found: list[Plan]) -> list[str]:
    keys = [{row.target_id: {row.pk} for row in rows} for rows in (terms, found)]
    lines = [line for each in of_targets(*keys) for line in each.lines]
    return [f"{what}：{before or '未写'} → {after or '未写'}" for what, before, after in lines]


@dataclass(frozen=True)
class CourseChange(Change):
    project: Project
    state: str
    merged_into: Project | None = None

    @property
    def programme(self) -> Programme:
        return self.project.programme

    def columns(self) -> dict:
        return {"kind": "course", "project": self.project}

    def to_json(self) -> dict:
        return {"state": self.state, "merged_into": self.merged_into and self.merged_into.pk}

    @classmethod
    def of(cls, row: Adjustment) -> "CourseChange":
        into = row.given["merged_into"]
        return cls(row.project, row.given["state"], into and Project.everything.get(pk=into))

    def made(self, approval, answer, by, at) -> list[str]:
        before = self.project.get_state_display()
        given = {"state": self.state, "merged_into": self.merged_into, "approval": approval}
        change = changes.change_project(project=self.project, **given, by=by, at=at)
        return [f"状态：{before} → {course_words(change)}"]


def course_words(change: ProjectChange) -> str:
    into = f"（并入{change.merged_into}）" if change.merged_into else ""
    return f"{change.get_state_display()}{into}"


@dataclass(frozen=True)
class QuotaChange(Change):
    """`points` are the months in which the city's cumulative plan changes."""

    task: CityTask
    quota: Decimal
    targets: list[Target]
    points: dict[str, Decimal]

    @property
    def programme(self) -> Programme:
        return self.task.programme

    def columns(self) -> dict:
        return {"kind": "quota", "quota": self.task}

    def to_json(self) -> dict:
        targets = [target.pk for target in self.targets]
        return {"quota": plain(self.quota), "targets": targets, "points": written(self.points)}

    @classmethod
    def of(cls, row: Adjustment) -> "QuotaChange":
        given = row.given
        points = {month: Decimal(value) for month, value in given["points"].items()}
        targets = Target.everything.filter(pk__in=given["targets"]).select_related("project")
        return cls(row.quota, Decimal(given["quota"]), list(targets), points)

    def made(self, approval, answer, by, at) -> list[str]:
        given = {"quota": self.quota, "targets": self.targets, "points": self.points}
        new = quotas.change_quota(task=self.task, **given, approval=approval, by=by, at=at)
        lines = of_quota(new.former(), new).lines
        return [f"{what}：{before or '没有'} → {after or '没有'}" for what, before, after in lines]


KINDS: dict[str, type] = {"target": TargetChange, "course": CourseChange, "quota": QuotaChange}


def written(value):
    """Numbers and days as text, in whatever holds them."""
    if isinstance(value, dict):
        return {key: written(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [written(each) for each in value]
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def read_points(target: Target, points) -> Points | None:
    if target.kind == Target.Kind.MILESTONES and points is not None:
        return [(name, Decimal(weight), month) for name, weight, month in points]
    if isinstance(points, dict):
        return {month: Decimal(value) for month, value in points.items()}
    return points


def read_terms(row: Adjustment) -> dict:
    read = {
        "value": Decimal, "weight": Decimal, "baseline": Decimal, "due": dt.date.fromisoformat
    }  # fmt: skip
    return {name: read.get(name, str)(text) for name, text in row.given["changed"].items()}


def of_change(given: dict) -> list[int]:
    return [given["change"].programme.pk]


@in_turn(of_change)
def propose_adjustment(
    *, change: Change, approval: Approval, answer: str = "", by: Person, at: dt.datetime
) -> Adjustment:
    """Propose a change of what is public; nothing changes until another person confirms."""
    programme = Programme.everything.get(pk=change.programme.pk)
    approval.check(programme, at)
    if not programme.issued:
        raise Refused(f"{programme}还没有公布，不用办理承诺调整，请直接修改。")
    columns = change.columns()
    waiting = Adjustment.objects.filter(decision__isnull=True, **columns)
    if waiting.exists():
        raise Refused(f"{waiting.get().about}已有一项调整等待确认，请先办结那一项。")
    said = tried(lambda: change.made(approval, answer, by, at))
    adjustment = Adjustment(
        programme=programme,
        **columns,
        asked=canonical(change.to_json()),
        said="\n".join(said),
        answer=answer.strip(),
        authority=approval.authority,
        meeting=approval.meeting,
        document=approval.document,
        effective=approval.effective,
        reason=approval.reason,
        proposed_at=at,
        proposed_by=by,
    )
    adjustment.full_clean()
    adjustment.save()
    about = {"project": adjustment.project, "note": str(adjustment)}
    record(action=Act.PROPOSE_ADJUSTMENT, by=by, at=at, rows=[adjustment], public=False, **about)
    return adjustment


@in_turn("adjustment.programme_id")
def decide_adjustment(
    *, adjustment: Adjustment, confirmed: bool, reason: str, by: Person, at: dt.datetime
) -> AdjustmentDecision:
    """Confirm, which makes the change, or decline; whoever proposed it may not decide.

    Refused where what it rests on was changed since, or its month is over by now.
    """
    adjustment = Adjustment.objects.select_for_update(of=("self",)).get(pk=adjustment.pk)
    adjustment.programme.check_open()
    decision = decided(
        adjustment,
        confirmed=confirmed,
        reason=reason,
        by=by,
        at=at,
        already="这项调整已经有结论。",
        own="提出人不能确认自己提出的调整，请另一位督查人员确认。",
    )
    if confirmed:
        confirm(adjustment, by, at)
    action = Act.CONFIRM_ADJUSTMENT if confirmed else Act.DECLINE_ADJUSTMENT
    about = {"project": adjustment.project, "note": str(adjustment)}
    record(action=action, by=by, at=at, rows=[decision], public=confirmed, **about)
    return decision


def confirm(adjustment: Adjustment, by: Person, at: dt.datetime) -> None:
    change = KINDS[adjustment.kind].of(adjustment)
    said = change.made(approval_of(adjustment), adjustment.answer, by, at)
    if said != adjustment.lines:
        raise Refused(
            "提出以后所依据的承诺或计划已经变了，照此调整的结果与提出时不同，请不同意这一项，重新提出。"
        )


def approval_of(adjustment: Adjustment) -> Approval:
    names = ("authority", "meeting", "document", "effective", "reason")
    return Approval(**{name: getattr(adjustment, name) for name in names})

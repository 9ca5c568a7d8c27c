"""Changing what was promised: a version beside the original, never in its place.

Of a public list one person proposes and another confirms: the app above asks for both, and calls
these once they have agreed.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from projects.actions import door
from projects.actions.plans import add_plan, over_already
from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, Plan, Programme, Project, ProjectChange, Target, TargetTerms, User
from projects.values.months import beyond, in_words, month_of, of_year
from projects.values.numbers import CEILING, WEIGHT, is_weight, plain

LONGEST_DOCUMENT = 100


@dataclass(frozen=True)
class Approval:
    """Who decided a change, where, by which document, from which month on and why."""

    authority: str
    meeting: str
    document: str
    effective: str
    reason: str

    def in_line(self) -> str:
        """Who decided, where and by which document, as one text of a row's length."""
        said = "　".join((self.authority, self.meeting, self.document))
        if len(said) > LONGEST_DOCUMENT:
            raise Refused(
                f"批准机关、会议和文号合起来最多{LONGEST_DOCUMENT}字，现有{len(said)}字。"
            )
        return said

    def check(self, programme: Programme, at: dt.datetime) -> None:
        """Refuse a change that is not decided by anybody, reaches back, or years ahead."""
        programme.check_open()
        for name, text in (
            ("批准机关", self.authority),
            ("会议", self.meeting),
            ("依据文件", self.document),
            ("原因", self.reason),
        ):
            if not text.strip():
                raise Refused(f"调整承诺要写明{name}。")
        if sentence := over_already(programme, self.effective, at):
            raise Refused(sentence)
        if self.effective > f"{programme.year + 1}-12":
            raise Refused(f"生效月份太远了，最迟写到{programme.year + 1}年12月。")


@in_turn("target.project.programme_id")
def change_terms(
    *,
    target: Target,
    approval: Approval,
    points,
    by: User,
    at: dt.datetime,
    value: Decimal | None = None,
    due: dt.date | None = None,
    definition: str | None = None,
    weight: Decimal | None = None,
    baseline: Decimal | None = None,
    comparison: str | None = None,
    start: str | None = None,
    evidence: str | None = None,
    answer: str = "",
) -> TargetTerms:
    """Add a version of the terms with the plan that goes with it (`points` as add_plan's).

    What is not given stays as it was. `points` None keeps a target 待定 without a plan.
    """
    approval.check(target.project.programme, at)
    target = Target.everything.select_for_update().get(pk=target.pk)
    given = {
        "value": value, "due": due, "definition": definition, "weight": weight,
        "baseline": baseline, "comparison": comparison, "start": start, "evidence": evidence,
    }  # fmt: skip
    changed = {name: asked for name, asked in given.items() if asked is not None}
    former = target.terms.order_by("-version").first()
    terms = next_version(former, approval, changed)
    check_terms(terms, former)
    if terms.due != former.due and month_of(terms.due) < approval.effective:
        raise Refused(
            f"完成时限{terms.due}在生效月份{in_words(approval.effective)}以前，调整不追溯，请核对。",
            field="due",
        )
    terms.recorded_at, terms.recorded_by = at, by
    terms.save()
    record(action=Act.CHANGE_TERMS, by=by, at=at, rows=[terms], project=target.project)
    if points is None and target.plans.exists():
        raise Refused("目标或时限变了，要同时给出新的序时计划。")
    if points is None:
        door.check([target.project], at)
    else:
        add_plan(
            target=target,
            points=points,
            document=approval.document,
            effective=approval.effective,
            reason=approval.reason,
            answer=answer,
            by=by,
            at=at,
        )
    return terms


def next_version(former: TargetTerms, approval: Approval, changed: dict) -> TargetTerms:
    """The terms that follow, not yet stored; Refused where nothing of them is different."""
    if all(getattr(former, name) == asked for name, asked in changed.items()):
        raise Refused("目标值、完成时限、口径和权重都没有变化。")
    kept = (
        "target", "baseline", "value", "comparison", "start", "due", "definition", "evidence",
        "weight",
    )  # fmt: skip
    terms = {name: getattr(former, name) for name in kept} | changed
    return TargetTerms(
        **terms,
        version=former.version + 1,
        approved_by=approval.authority,
        meeting=approval.meeting,
        document=approval.document,
        effective=approval.effective,
        reason=approval.reason,
    )


def check_terms(terms: TargetTerms, former: TargetTerms | None = None) -> None:
    if terms.ceiling and not (former and former.ceiling):
        raise Refused(CEILING, field="comparison")
    if terms.value is not None and terms.value == terms.baseline:
        raise Refused(f"目标值不能与基数{plain(terms.baseline)}相同。")
    if terms.weight is not None and not is_weight(terms.weight):
        raise Refused(WEIGHT, field="weight")
    if month_of(terms.due) < terms.start:
        raise Refused(f"完成时限不能早于起算月份{in_words(terms.start)}。")
    year = terms.target.project.programme.year
    if not of_year(terms.start, terms.due, year):
        raise Refused(f"“{terms.target}”的{beyond(year)}")


@in_turn("target.project.programme_id")
def change_plan(
    *,
    target: Target,
    approval: Approval,
    points,
    by: User,
    at: dt.datetime,
    answer: str = "",
) -> Plan:
    """Another plan for the same promise, on the same conditions as a change of the promise."""
    approval.check(target.project.programme, at)
    former = target.plans.order_by("-version").first()
    if former and former.same_points(points):
        raise Refused("目标值、完成时限、口径和计划都没有变化。")
    return add_plan(
        target=target,
        points=points,
        document=approval.in_line(),
        effective=approval.effective,
        reason=approval.reason,
        answer=answer,
        by=by,
        at=at,
    )


@in_turn("project.programme_id")
def change_project(
    *,
    project: Project,
    state: str,
    approval: Approval,
    by: User,
    at: dt.datetime,
    merged_into: Project | None = None,
) -> ProjectChange:
    """Suspend, remove, merge or resume a project; it stays in view with the reason."""
    approval.check(project.programme, at)
    project = Project.everything.select_for_update().get(pk=project.pk)
    if state == project.state:
        raise Refused(f"项目已经是“{project.get_state_display()}”。")
    if state == Project.State.MERGED and merged_into in (None, project):
        raise Refused("合并要写明并入哪个项目。")
    into = merged_into if state == Project.State.MERGED else None
    change = course(project, approval, by, at, state=state, merged_into=into)
    project.state = state
    project.save(update_fields=["state"])
    door.check([project], at)
    door.follow_moves([project], at)
    record(action=Act.CHANGE_PROJECT, by=by, at=at, rows=[change, project], project=project)
    return change


def course(
    project: Project, approval: Approval, by: User, at: dt.datetime, **what
) -> ProjectChange:
    """A turn in a project's course, on whose decision; for an act that records it."""
    return ProjectChange.objects.create(
        project=project,
        approved_by=approval.authority,
        meeting=approval.meeting,
        document=approval.document,
        effective=approval.effective,
        reason=approval.reason,
        recorded_at=at,
        recorded_by=by,
        **what,
    )

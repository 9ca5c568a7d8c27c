"""Approving what is planned: monthly plans are added as versions, never changed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils import timezone

from projects.actions import door
from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import (
    Act,
    Milestone,
    Plan,
    PlanAnswer,
    PlanPoint,
    Programme,
    Target,
    TargetTerms,
    User,
)
from projects.values.months import in_words, month_of, span
from projects.values.numbers import CEILING, WEIGHT, in_steps, is_weight, plain


@in_turn("target.project.programme_id")
def approve_plan(*, target: Target, by: User | None, at: dt.datetime, **given) -> Plan:
    """Add a target's first plan, or any plan of a draft; `given` as in `add_plan`.

    Once a list is public a later plan is a change of the promise (actions/changes).
    """
    target.project.programme.check_open()
    if target.project.programme.issued and target.plans.exists():
        raise Refused(sentence_of_change(target))
    terms = target.terms.order_by("-version").first()
    if terms and terms.ceiling:
        raise Refused(f"指标“{target.name}”没有计划可定。{CEILING}")
    return add_plan(target=target, by=by, at=at, **given)


def sentence_of_change(target: Target) -> str:
    return f"指标“{target.name}”已有计划，调整计划请办理承诺调整：一人提出，另一人确认。"


@in_turn("target.project.programme_id")
def add_plan(
    *,
    target: Target,
    points: Mapping[str, Decimal] | Sequence,
    document: str,
    effective: str,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
    answer: str = "",
) -> Plan:
    """Add a plan version.

    `points` is {month: cumulative value} for quantities and coverage, [month] for services,
    [(stage name, weight, month)] for milestones. `answer` is what the planner says to what is
    asked about its shape, and is kept with it. A plan keeps a `reason` where it changes one that
    was public.
    """
    terms = checked(target, points)
    standing = target.plans.order_by("-version").first()
    same = standing is not None and standing.same_points(points)
    changes = standing is not None and not same and target.project.programme.issued
    if changes and not reason:
        raise Refused(f"指标“{target.name}”已有计划，调整计划要写明原因。")
    if sentence := too_early(target, effective, at):
        raise Refused(sentence)
    asked = [] if same else door.questions(target, terms, points, at)
    if asked and not answer.strip():
        raise Refused(unanswered(target, asked))
    plan = Plan.objects.create(
        target=target,
        terms=terms,
        version=standing.version + 1 if standing else 1,
        document=document,
        effective=effective,
        reason=reason if changes else "",
        recorded_at=at,
        recorded_by=by,
    )
    rows = plan_rows(plan, points)
    if asked:
        told = {"questions": "\n".join(asked), "text": answer.strip()}
        rows.append(PlanAnswer.objects.create(plan=plan, **told))
    door.check([target.project], at)
    door.follow_moves([target.project], at)
    record(action=Act.APPROVE_PLAN, by=by, at=at, rows=[plan, *rows], project=target.project)
    return plan


def unanswered(target: Target, asked: list[str]) -> str:
    return f"指标“{target.name}”的计划要先说明：{''.join(asked)}"


def too_early(target: Target, effective: str, at: dt.datetime) -> str:
    """Why a plan may not hold from a month on; "" where it may. Only the first reaches back,

    and never into a closed month.
    """
    programme = target.project.programme
    if target.plans.exists():
        return over_already(programme, effective, at)
    first = door.first_month(programme, effective)
    if effective == first:
        return ""
    return f"{in_words(effective)}已经定稿，计划最早从{in_words(first)}起生效，不能追溯。"


def over_already(programme: Programme, effective: str, at: dt.datetime) -> str:
    """Why a later version may not hold from a month on: what is over stands."""
    first = month_of(timezone.localdate(at))
    if effective >= first or not programme.issued:
        return ""
    return f"{in_words(effective)}已经过完，调整最早从{in_words(first)}起生效，不能追溯。"


def checked(target: Target, points, terms: TargetTerms | None = None) -> TargetTerms:
    """The terms that the points are planned for, the last ones unless others are given; Refused

    where they do not fit them.
    """
    terms = terms or target.terms.order_by("-version").first()
    if terms is None:
        raise Refused(f"指标“{target.name}”还没有口径，不能制定计划。")
    check = {
        Target.Kind.MILESTONES: check_stages,
        Target.Kind.SERVICE: check_service,
    }.get(target.kind, check_values)
    check(target, terms, points)
    return terms


def plan_rows(plan: Plan, points) -> list:
    """The stored points, and any stage named for the first time."""
    target, new = plan.target, []
    if target.kind == Target.Kind.MILESTONES:
        known = {stage.name: stage for stage in target.milestones.all()}
        rows = []
        for name, weight, month in points:
            if name not in known:
                known[name] = Milestone.objects.create(
                    target=target, number=len(known) + 1, name=name, weight=weight
                )
                new.append(known[name])
            rows.append(PlanPoint(plan=plan, month=month, milestone=known[name]))
    elif target.kind == Target.Kind.SERVICE:
        rows = [PlanPoint(plan=plan, month=month) for month in sorted(points)]
    else:
        rows = [PlanPoint(plan=plan, month=month, value=points[month]) for month in sorted(points)]
    return [*new, *PlanPoint.objects.bulk_create(rows)]


def check_values(target: Target, terms: TargetTerms, points: Mapping[str, Decimal]) -> None:
    """A value for every month, in steps, never falling back, reaching the target when due."""
    wanted = span(terms.start, month_of(terms.due))
    for month in wanted:
        if month not in points:
            raise Refused(f"指标“{target.name}”缺{in_words(month)}的计划值。")
    if extra := sorted(set(points) - set(wanted)):
        raise Refused(f"指标“{target.name}”的{in_words(extra[0])}不在起算月份和完成时限之间。")
    rising = terms.value > terms.baseline
    last = terms.baseline
    for month in wanted:
        value = points[month]
        if not in_steps(value - terms.baseline, target.step):
            raise Refused(
                f"指标“{target.name}”{in_words(month)}的计划值{plain(value)}"
                f"不是{plain(target.step)}{target.measure}的整倍数。"
            )
        if (value < last) if rising else (value > last):
            raise Refused(
                f"指标“{target.name}”{in_words(month)}的计划值{plain(value)}"
                f"比前一个月的{plain(last)}倒退了，累计计划不能倒退。"
            )
        last = value
    if last != terms.value:
        raise Refused(
            f"指标“{target.name}”到{in_words(wanted[-1])}计划{plain(last)}，"
            f"应等于目标值{plain(terms.value)}。"
        )


def check_service(target: Target, terms: TargetTerms, months: Sequence[str]) -> None:
    if not months:
        raise Refused(f"指标“{target.name}”至少要有一个计划开展的月份。")
    check_months(target, terms, months)


def check_stages(target: Target, terms: TargetTerms, stages: Sequence) -> None:
    if not stages:
        raise Refused(f"指标“{target.name}”至少要有一个节点。")
    names = [name for name, _, _ in stages]
    if len(set(names)) < len(names):
        raise Refused(f"指标“{target.name}”有重名的节点。")
    weights = {stage.name: stage.weight for stage in target.milestones.all()}
    for name, weight, _ in stages:
        if not is_weight(weight):
            raise Refused(f"指标“{target.name}”节点“{name}”的{WEIGHT}")
        if weights.get(name, weight) != weight:
            raise Refused(
                f"指标“{target.name}”节点“{name}”的权重原定为{plain(weights[name])}，不能改动。"
            )
    check_months(target, terms, [month for _, _, month in stages])


def check_months(target: Target, terms: TargetTerms, months: Sequence[str]) -> None:
    first, last = terms.start, month_of(terms.due)
    for month in months:
        if not first <= month <= last:
            raise Refused(
                f"指标“{target.name}”的{in_words(month)}"
                f"不在{in_words(first)}至{in_words(last)}之间。"
            )

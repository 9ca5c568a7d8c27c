"""Every change of a programme's promises, told in words: the original is never replaced."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from projects.models import Plan, Programme, Project, ProjectChange, TargetTerms, User
from projects.values.numbers import plain


@dataclass(frozen=True)
class Change:
    """One approved change; `authority` and `meeting` stand in `basis` with the document."""

    project: Project
    about: str
    what: str
    basis: str
    effective: str
    reason: str
    at: dt.datetime
    by: User | None


def changes_of(programme: Programme) -> list[Change]:
    """Terms, plans and courses changed, the latest recorded first."""
    versions = versions_of(programme)
    found = [
        changed_terms(former, terms)
        for rows in versions.values()
        for former, terms in pairwise(rows)
    ]
    found += changed_plans(programme, {row.pk for rows in versions.values() for row in rows[1:]})
    changes = ProjectChange.objects.filter(project__programme=programme)
    changes = changes.select_related("project", "merged_into", "recorded_by")
    found += [changed_project(change) for change in changes]
    return sorted(found[::-1], key=lambda change: change.at, reverse=True)


def versions_of(programme: Programme) -> dict[int, list[TargetTerms]]:
    rows = TargetTerms.objects.filter(target__project__programme=programme)
    found: dict[int, list[TargetTerms]] = {}
    for row in rows.select_related("target__project", "recorded_by").order_by("version"):
        found.setdefault(row.target_id, []).append(row)
    return found


def changed_terms(former: TargetTerms, terms: TargetTerms) -> Change:
    target = terms.target
    parts = []
    if terms.value != former.value:
        parts.append(f"目标值{plain(former.value)}→{plain(terms.value)}{target.measure}")
    if terms.due != former.due:
        parts.append(f"完成时限{former.due}→{terms.due}")
    if terms.weight != former.weight:
        before = target.weight if former.weight is None else former.weight
        parts.append(f"权重{plain(before)}→{plain(terms.weight)}")
    if terms.definition != former.definition:
        parts.append(f"口径“{former.definition or '未写'}”→“{terms.definition or '未写'}”")
    basis = "　".join(filter(None, (terms.approved_by, terms.meeting, terms.document)))
    return Change(
        project=target.project,
        about=target.name,
        what="；".join(parts),
        basis=basis,
        effective=terms.effective,
        reason=terms.reason,
        at=terms.recorded_at,
        by=terms.recorded_by,
    )


def changed_plans(programme: Programme, with_terms: set[int]) -> list[Change]:
    """Later plans, but for the one that came with each new version of the terms."""
    plans = Plan.objects.filter(target__project__programme=programme, version__gt=1)
    plans = plans.select_related("target__project", "recorded_by").order_by("version")
    found, seen = [], set()
    for plan in plans:
        if plan.terms_id in with_terms and plan.terms_id not in seen:
            seen.add(plan.terms_id)
            continue
        found.append(
            Change(
                project=plan.target.project,
                about=plan.target.name,
                what=f"序时计划调整为第{plan.version}版",
                basis=plan.document,
                effective=plan.effective,
                reason=plan.reason,
                at=plan.recorded_at,
                by=plan.recorded_by,
            )
        )
    return found


def changed_project(change: ProjectChange) -> Change:
    into = f"，并入{change.merged_into}" if change.merged_into else ""
    return Change(
        project=change.project,
        about="整个项目",
        what=f"{change.get_state_display()}{into}",
        basis="　".join((change.approved_by, change.meeting, change.document)),
        effective=change.effective,
        reason=change.reason,
        at=change.recorded_at,
        by=change.recorded_by,
    )

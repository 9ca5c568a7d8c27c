"""怎么来的: what the record knows of where a promise came from, each sentence computed."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Exists, OuterRef

from projects.drafting.approved import approval_of
from projects.drafting.consulted import ruled
from projects.drafting.models import (
    Approval,
    Consultation,
    Drafting,
    Issue,
    Opinion,
    Outcome,
    Passage,
    Placement,
    Proposal,
    Step,
)
from projects.models import Programme, Project
from projects.values.days import in_words


@dataclass(frozen=True)
class Origin:
    """Lines in the order of the process, as (what, sentence)."""

    year: int
    lines: list[tuple[str, str]]


def origin_of(project: Project) -> Origin | None:
    """What led to a promise; None where its list has no such record."""
    rows = Issue.objects.filter(draft__drafting__programme=project.programme_id)
    issue = rows.filter(decision__granted=True).select_related("draft__drafting").first()
    if issue is None or not has_origin(project.programme_id):
        return None
    drafting = issue.draft.drafting
    row = next((row for row in issue.draft.passages() if number_of(row) == project.number), None)
    if row is None:
        return None
    key = row.key
    lines = [
        *asked_for(drafting, key),
        *drafted(drafting, key),
        *consulted(drafting, key),
        *decided(drafting, key),
    ]
    return Origin(drafting.year, lines) if lines else None


def has_origin(programme: Programme) -> bool:
    """Whether a list's process is on record; those from elsewhere have none. One query."""
    rows = Drafting.objects.filter(programme=programme)
    gone_through = [
        Exists(model.objects.filter(drafting=OuterRef("pk")))
        for model in (Step, Consultation, Approval)
    ]
    return rows.filter(gone_through[0] | gone_through[1] | gone_through[2]).exists()


def number_of(row: Passage) -> int | None:
    return row.content.project.number if row.is_project else None


def asked_for(drafting: Drafting, key: int) -> list[tuple[str, str]]:
    """The candidate that it was, and the proposals that went into it."""
    placed = Placement.objects.standing(drafting)
    candidates = [candidate for candidate, piece in placed.items() if piece == key]
    if not candidates:
        return []
    outcomes = Outcome.objects.standing(drafting).values()
    proposals = [each.proposal_id for each in outcomes if each.candidate_id in candidates]
    sources = list(Proposal.objects.filter(pk__in=proposals).values_list("source", flat=True))
    parts = [
        f"{label}{sources.count(kind)}条"
        for kind, label in Proposal.Source.choices
        if kind in sources
    ]
    if not parts:
        return []
    whence = f"由{len(sources)}条建议归并而来" if len(sources) > 1 else "来自1条建议"
    return [("征集", f"{whence}：{'、'.join(parts)}。")]


def drafted(drafting: Drafting, key: int) -> list[tuple[str, str]]:
    """In which versions it stood, and how often its words were changed between two of them."""
    revisions = Passage.objects.filter(drafting=drafting, key=key).in_bulk()
    stood = []
    for draft in drafting.drafts.order_by("number"):
        found = next((revisions[pk] for pk in draft.keys if pk in revisions), None)
        if found:
            stood.append((draft, found.content.text))
    if len(stood) < 2:
        return []
    changed = sum(before != after for (_, before), (_, after) in pairwise(stood))
    first, last = stood[0][0], stood[-1][0]
    words = f"此后到{last}改过{changed}次文字" if changed else f"到{last}文字没有改动"
    return [("拟稿", f"{first}列入，{words}。")]


def consulted(drafting: Drafting, key: int) -> list[tuple[str, str]]:
    """What was said of it, and what was done with that."""
    rows = Opinion.objects.filter(consultation__drafting=drafting, key=key, none=False)
    kinds = Counter(row.ruling and row.ruling.kind for row in rows.prefetch_related("rulings"))
    if not kinds:
        return []
    return [("征求意见", f"对这一项收到意见{kinds.total()}条：{ruled(kinds)}。")]


def decided(drafting: Drafting, key: int) -> list[tuple[str, str]]:
    approval = approval_of(drafting)
    return [("审定", decision_in_words(approval, key))] if approval else []


def decision_in_words(approval: Approval, key: int) -> str:
    said = f"{in_words(approval.held_on)}，{approval.body}，{approval.meeting}"
    count = next((each for each in approval.counts.all() if each.key == key), None)
    if count is None:
        return f"{said}审定。"
    return f"{said}票决：赞成{count.yes}票，反对{count.no}票，弃权{count.abstain}票。"

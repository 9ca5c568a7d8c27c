"""怎么来的: what the record knows of where a promise came from, each sentence computed."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Min
from django.utils import timezone

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
from projects.models import Project, TargetTerms
from projects.values import months
from projects.values.days import in_words


@dataclass(frozen=True)
class Origin:
    """Lines in the order of the process, as (what, sentence); `drafting` is None for a list that

    was not issued through one.
    """

    drafting: Drafting | None
    lines: list[tuple[str, str]]


def origin_of(project: Project) -> Origin:
    """What led to a promise, as far as the record knows: at the least its document."""
    issue, key = issued_as(project)
    if issue is None:
        return Origin(None, [printed(project), *entered(project)])
    drafting = issue.draft.drafting
    approval = approval_of(drafting)
    lines = []
    if approval or gone_through(drafting):
        lines = [*asked_for(drafting, key), *drafted(drafting, key), *consulted(drafting, key)]
    lines += [("审定", decision_in_words(approval, key) if approval else decided(issue))]
    lines += [added(issue) if drafting.extends_id else printed(project)]
    if drafting.origin != Drafting.Origin.OWN:
        lines += entered(project)
    return Origin(None if drafting.extends_id else drafting, lines)


def issued_as(project: Project) -> tuple[Issue | None, int]:
    """The issue that made it, of the list or of an addition, and the piece that it was."""
    rows = Issue.objects.filter(decision__programme=project.programme_id)
    issues = list(rows.select_related("draft__drafting"))
    pieces = Passage.objects.in_bulk([pk for issue in issues for pk in issue.draft.keys])
    for issue in issues:
        for row in (pieces[pk] for pk in issue.draft.keys):
            if number_of(row) == project.number:
                return issue, row.key
    return None, 0


def gone_through(drafting: Drafting) -> bool:
    """Whether a list's process is on record; those from elsewhere have none."""
    return any(model.objects.filter(drafting=drafting).exists() for model in (Step, Consultation))


def decided(issue: Issue) -> str:
    """The decision as the document names it; nothing else of it is on record."""
    meeting = f"，{issue.meeting}" if issue.meeting else ""
    return f"{issue.approved_by}{meeting}审定。"


def printed(project: Project) -> tuple[str, str]:
    programme = project.programme
    day = f"{in_words(programme.issued_on)}，" if programme.issued_on else ""
    return ("印发", f"{day}{programme.authority}以{programme.document_number}印发。")


def added(issue: Issue) -> tuple[str, str]:
    day, month = in_words(issue.issued_on), months.in_words(issue.effective)
    return ("增列", f"{day}以{issue.document_number}增列，自{month}起：{issue.reason}")


def entered(project: Project) -> list[tuple[str, str]]:
    """The day on which the document's promises were put in here, where there are any."""
    rows = TargetTerms.objects.filter(target__project=project, version=1)
    first = rows.aggregate(first=Min("recorded_at"))["first"]
    if first is None:
        return []
    return [("登记", f"{in_words(timezone.localdate(first))}照文件登记到本站。")]


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


def decision_in_words(approval: Approval, key: int) -> str:
    said = f"{in_words(approval.held_on)}，{approval.body}，{approval.meeting}"
    count = next((each for each in approval.counts.all() if each.key == key), None)
    if count is None:
        return f"{said}审定。"
    return f"{said}票决：赞成{count.yes}票，反对{count.no}票，弃权{count.abstain}票。"

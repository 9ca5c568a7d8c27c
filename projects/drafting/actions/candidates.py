"""候选项目 and 去向: proposals merged, their outcomes, and the project of the draft they become."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from projects.drafting.actions import drafts
from projects.drafting.actions.drafts import locked, record_act, refuse_personal
from projects.drafting.actions.proposals import take_in
from projects.drafting.candidates import piece_of
from projects.drafting.content import Content
from projects.drafting.models import (
    Act,
    Candidate,
    CandidateText,
    Drafting,
    Outcome,
    Passage,
    Placement,
    Proposal,
)
from projects.errors import Refused, Stale
from projects.models import User

Kind = Outcome.Kind
WORDS = ("title", "category", "text", "lead", "supports", "funds", "funds_source")


@dataclass(frozen=True)
class Picked:
    """A proposal as a page showed it; `outcome` is the key of what then held of it, 0 for none."""

    proposal: Proposal
    outcome: int = 0


@transaction.atomic
def merge(
    *,
    drafting: Drafting,
    picked: Iterable[Picked],
    candidate: Candidate | None = None,
    title: str = "",
    reason: str = "",
    by: User,
    at: dt.datetime,
) -> Candidate:
    """Put proposals into a candidate, a new one where none is given; each is told so.

    One alone in its candidate is 采纳, others are 并入. The title is public, the office gives it.
    """
    drafting, picked = locked(drafting), list(picked)
    if not picked:
        raise Refused("请先勾选建议。")
    refuse_moved(drafting, picked)
    refuse_personal("候选项目的名称和理由", title, reason)
    rows: list = []
    if candidate is None:
        if not title.strip():
            raise Refused("请写新候选项目的名称，这个名称会公开。")
        candidate, text = made(drafting, title.strip(), from_proposals(picked), by, at)
        rows = [candidate, text]
    else:
        text = standing_text(candidate)
    alone = len(picked) == 1 and bool(rows)
    kind = Kind.TAKEN if alone else Kind.MERGED
    usual = "已列为候选项目。" if alone else f"与同类建议合并为候选项目“{text.title}”。"
    given = Decision(kind, reason.strip() or usual, candidate)
    rows += decided(picked, given, by, at)
    received = take_in([each.proposal for each in picked], at)
    record_act(
        Act.MERGE, drafting, [*received, *rows], by, at, f"{len(picked)}条→{text}", public=True
    )
    return candidate


@dataclass(frozen=True)
class Decision:
    kind: str
    reason: str
    candidate: Candidate | None = None


@transaction.atomic
def decide(
    *, drafting: Drafting, picked: Iterable[Picked], decision: Decision, by: User, at: dt.datetime
) -> list[Outcome]:
    """Give proposals their outcome, with the reason that their proposers read."""
    drafting, picked = locked(drafting), list(picked)
    if not picked:
        raise Refused("请先勾选建议。")
    if not decision.reason.strip():
        raise Refused("请写明理由，提出人会看到。")
    refuse_personal("理由", decision.reason)
    if (decision.kind == Kind.NOT) != (decision.candidate is None):
        raise Refused("采纳、并入、部分采纳要选候选项目；不采纳不选。")
    refuse_moved(drafting, picked)
    rows = decided(picked, decision, by, at)
    received = take_in([each.proposal for each in picked], at)
    what = f"{Kind(decision.kind).label}{len(rows)}条"
    record_act(Act.DECIDE_PROPOSAL, drafting, [*received, *rows], by, at, what, public=True)
    return rows


def decided(picked: list[Picked], decision: Decision, by, at) -> list[Outcome]:
    return [
        Outcome.objects.create(
            proposal=each.proposal,
            kind=decision.kind,
            candidate=decision.candidate,
            reason=decision.reason.strip(),
            recorded_at=at,
            recorded_by=by,
        )
        for each in picked
    ]


def refuse_moved(drafting: Drafting, picked: list[Picked]) -> None:
    """Refuse what another officer has decided since the page was opened."""
    if any(each.proposal.drafting_id != drafting.pk for each in picked):
        raise Refused("只能办理这份清单的建议。")
    standing = Outcome.objects.standing(drafting)
    for each in picked:
        now = standing.get(each.proposal.pk)
        if (now.pk if now else 0) != each.outcome:
            who = now.recorded_by or "另一人"
            raise Stale(
                f"“{each.proposal}”在您打开以后由{who}定为“{now.get_kind_display()}”，"
                "这一次没有保存。请核对后再办。"
            )


def from_proposals(picked: list[Picked]) -> dict[str, str]:
    """What a new candidate is begun with: the words of its proposals, to be edited."""
    first = picked[0].proposal
    text = "\n".join(dict.fromkeys(each.proposal.content for each in picked))
    lead = first.unit.name if first.unit_id else ""
    return {"text": text[:5000], "lead": lead[:60], "funds_source": first.funds[:100]}


def made(drafting: Drafting, title: str, words: dict[str, str], by, at):
    last = drafting.candidates.aggregate(last=Max("number"))["last"] or 0
    row = Candidate.objects.create(drafting=drafting, number=last + 1, made_at=at, made_by=by)
    return row, written(row, 1, {"title": title} | words, by, at)


def written(candidate: Candidate, version: int, words: dict[str, str], by, at) -> CandidateText:
    return CandidateText.objects.create(
        candidate=candidate, version=version, recorded_at=at, recorded_by=by, **words
    )


def standing_text(candidate: Candidate) -> CandidateText:
    return candidate.texts.order_by("-version").select_related("candidate")[0]


@transaction.atomic
def add(*, drafting: Drafting, title: str, by: User, at: dt.datetime) -> Candidate:
    """A candidate that nobody proposed: of the city's list, or of the office's own."""
    drafting = locked(drafting)
    if not title.strip():
        raise Refused("请写明项目名称。")
    refuse_personal("候选项目的名称", title)
    row, text = made(drafting, title.strip(), {"text": ""}, by, at)
    record_act(Act.MERGE, drafting, [row, text], by, at, f"增加{text}")
    return row


@transaction.atomic
def revise(
    *, candidate: Candidate, version: int, words: dict[str, str], by: User, at: dt.datetime
) -> CandidateText:
    """Write a candidate's words anew beside the old."""
    drafting = locked(candidate.drafting)
    before = standing_text(candidate)
    if before.version != version:
        who = before.recorded_by or "另一人"
        raise Stale(f"“{before.title}”在您打开以后被{who}改过，没有保存。请核对后再改。")
    words = {name: words.get(name, "").strip() for name in WORDS}
    if not words["title"]:
        raise Refused("请写明项目名称。")
    refuse_personal("候选项目的名称", words["title"])
    if all(getattr(before, name) == text for name, text in words.items()):
        return before
    row = written(candidate, version + 1, words, by, at)
    record_act(Act.REVISE_CANDIDATE, drafting, [row], by, at, str(row))
    return row


@transaction.atomic
def place(*, candidate: Candidate, key: int | None = None, by: User, at: dt.datetime) -> Placement:
    """Make a candidate a project of the draft: a new piece, or the one of that key."""
    drafting = locked(candidate.drafting)
    current = {row.key: row for row in drafting.passages.current() if row.is_project}
    if Placement.objects.standing(drafting).get(candidate.pk) in current:
        raise Refused("已经列入清单。")
    if key is not None and key not in current:
        raise Refused("清单里没有这一项，请重新选。")
    text = standing_text(candidate)
    rows: list = []
    if key is None:
        rows = new_piece(drafting, text, by, at)
        key = rows[-1].key
    placed = Placement.objects.create(candidate=candidate, key=key, recorded_at=at, recorded_by=by)
    record_act(Act.PLACE_CANDIDATE, drafting, [*rows, placed], by, at, f"{text}列入清单")
    return placed


def new_piece(drafting: Drafting, text: CandidateText, by, at) -> list[Passage]:
    """The candidate behind all that stands, numbered after the last, to be checked there."""
    number = drafts.empty_project(drafting).project.number
    standing = list(drafting.passages.current())
    apart = [Content(text="\n")] if standing and standing[-1].content.text[-1:] != "\n" else []
    piece = piece_of(text, number, drafting.year)
    return drafts.write_pieces(drafting, [*apart, piece], by, at)


@transaction.atomic
def take_out(*, candidate: Candidate, by: User, at: dt.datetime) -> Placement:
    """Undo the link to the draft; the piece itself is removed on the checking page."""
    drafting = locked(candidate.drafting)
    if candidate.pk not in Placement.objects.standing(drafting):
        raise Refused("还没有列入清单。")
    row = Placement.objects.create(candidate=candidate, key=None, recorded_at=at, recorded_by=by)
    record_act(Act.PLACE_CANDIDATE, drafting, [row], by, at, f"{standing_text(candidate)}撤出清单")
    return row

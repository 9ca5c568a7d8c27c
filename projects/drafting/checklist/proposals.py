"""What the call, the proposals and the candidates still lack."""

import datetime as dt
from collections.abc import Iterator

from projects.drafting.models import CandidateText, Drafting, Outcome, Placement
from projects.drafting.stages import Lack, Stage
from projects.values import days


def nobody_asked(drafting: Drafting, day: dt.date) -> Iterator[Lack]:
    if not drafting.calls.exists() and not drafting.proposals.exists():
        yield Lack(Stage.CALL, "没有发出征集，也没有登记建议。", "drafting_calls")


def still_open(drafting: Drafting, day: dt.date) -> Iterator[Lack]:
    for call in drafting.calls.with_end().filter(until__gte=day):
        text = f"{call}到{days.in_words(call.last_day)}截止，还没有截止。"
        yield Lack(Stage.CALL, text, "drafting_calls")


def undecided(drafting: Drafting, day: dt.date) -> Iterator[Lack]:
    """Every proposal has an outcome that its proposer can read."""
    if count := drafting.proposals.undecided().count():
        yield Lack(Stage.SORT, f"还有{count}条建议没有去向。", "drafting_proposals")


def taken_but_not_placed(drafting: Drafting, day: dt.date) -> Iterator[Lack]:
    """Nobody reads that his proposal went into what the list does not hold."""
    standing = {row.key for row in drafting.passages.current()}
    placed = Placement.objects.standing(drafting)
    carrying: dict[int, set[str]] = {}
    for row in Outcome.objects.standing(drafting).values():
        if row.candidate_id and placed.get(row.candidate_id) not in standing:
            carrying.setdefault(row.candidate_id, set()).add(row.get_kind_display())
    for key, text in CandidateText.objects.standing(drafting).items():
        if key in carrying:
            kinds = "、".join(label for label in Outcome.Kind.labels if label in carrying[key])
            said = f"候选项目“{text.title}”没有列入清单，它的建议的去向却写着{kinds}。"
            yield Lack(Stage.DECIDE, said, "drafting_candidates")

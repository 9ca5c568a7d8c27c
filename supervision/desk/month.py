"""The open month on the office's desk: its reports, trial cards, replies, what is still missing."""

import json
from dataclasses import dataclass, field

from django.utils import timezone

from projects.errors import Refused
from supervision.actions import periods
from supervision.desk import hearings
from supervision.desk.chasing import Owing, for_chat, owing
from supervision.desk.checklist import Check, checks
from supervision.desk.matrix import Asked, Matrix, matrix
from supervision.models import Card, Period, TrialReply

MOST_LISTED = 50
MOST_TRIED = 300


@dataclass
class Trial:
    """拟亮牌: a card as it would be now, and why."""

    card: Card
    reasons: list[str]


@dataclass
class Month:
    """An open month as the office sees it."""

    period: Period
    matrix: Matrix
    trial: list[Trial] = field(default_factory=list)
    replies: list[TrialReply] = field(default_factory=list)
    trial_refused: str = ""
    owing: list[Owing] = field(default_factory=list)
    chat: str = ""
    checks: list[Check] = field(default_factory=list)

    @property
    def missing(self) -> list[Check]:
        """What is still open before closing."""
        return [check for check in self.checks if not check.done]

    @property
    def blocked(self) -> bool:
        return any(check.blocks for check in self.missing)


def month(period: Period, asked, at) -> Month:
    """`asked` is the query string that narrows the table of reports."""
    cards, refused = tried(period, at)
    day = timezone.localdate(at)
    owed = owing(period, day)
    said = {card.project_id: (card, main_reason(card)) for card in cards}
    return Month(
        period=period,
        matrix=matrix(period, Asked.of(asked), said, at),
        trial=noteworthy(cards),
        replies=list(hearings.replies_in(period)[:MOST_LISTED]),
        trial_refused=refused,
        owing=owed,
        chat=for_chat(period, owed, day),
        checks=checks(period, at),
    )


def tried(period: Period, at) -> tuple[list[Card], str]:
    """The month's trial cards, or the sentence why there are none."""
    try:
        if period.reports.count() > MOST_TRIED:
            raise Refused(f"项目超过{MOST_TRIED}个，试算请用命令 evaluate_cards。")
        return periods.trial_cards(period, at), ""
    except Refused as refused:
        return [], str(refused)


def noteworthy(cards: list[Card]) -> list[Trial]:
    """What the rules could not read, then worst first; blue cards need no one's attention."""
    order = {"red": 1, "yellow": 2}
    raised = [card for card in cards if card.refused or card.colour in order]
    raised.sort(key=lambda card: 0 if card.refused else order[card.colour])
    return [Trial(card, reasons(card)) for card in raised]


def reasons(card: Card) -> list[str]:
    """What the rules found worse than a note, or why they could not judge."""
    if card.refused:
        return [card.refused, "本月按未评处理；请更正指标的名称、口径或计划，或者退回填报。"]
    return [found["text"] for found in findings(card) if found["severity"] > 1]


def main_reason(card: Card) -> str:
    """The worst finding that counts."""
    counting = [found for found in findings(card) if found["severity"]]
    return max(counting, key=lambda found: found["severity"], default={"text": ""})["text"]


def findings(card: Card) -> list[dict]:
    return json.loads(card.verdict)["findings"]

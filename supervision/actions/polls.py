"""满意度测评: entered by one person of the office with its document, confirmed by another."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from projects.errors import Refused
from projects.files.rows import filed
from projects.ledger.chain import record
from projects.models import Programme, User
from projects.uploads import Checked
from supervision.actions.two_people import decided
from supervision.models import Act, Poll, PollCount, PollDecision


@dataclass(frozen=True)
class Ballots:
    satisfied: int
    fairly: int
    dissatisfied: int

    @property
    def all(self) -> int:
        return self.satisfied + self.fairly + self.dissatisfied


@dataclass(frozen=True)
class Held:
    """Who was asked, by whom and when, and the paper that says so. All of it is public."""

    voters: str
    body: str
    held_on: dt.date
    document: str
    asked: int


@filed()
def propose_poll(
    *,
    programme: Programme,
    held: Held,
    counts: dict[int, Ballots],
    file: Checked,
    by: User,
    at: dt.datetime,
) -> Poll:
    """Enter a poll; `counts` are by a project's number. Refused in a line each where it is odd.

    It concerns no figure of the year, so it may come when the year is archived.
    """
    programme = Programme.everything.select_for_update().get(pk=programme.pk)
    check_held(programme, held, timezone.localdate(at))
    projects = {project.number: project for project in programme.projects.all()}
    check_counts(projects, held, counts)
    poll = Poll(
        programme=programme,
        voters=held.voters,
        body=held.body.strip(),
        held_on=held.held_on,
        document=held.document.strip(),
        asked=held.asked,
        proposed_at=at,
        proposed_by=by,
    )
    poll.keep(file.name, file.content)
    poll.full_clean(exclude=["file"])
    poll.save()
    rows = [
        PollCount.objects.create(
            poll=poll,
            project=projects[number],
            satisfied=given.satisfied,
            fairly=given.fairly,
            dissatisfied=given.dissatisfied,
        )
        for number, given in sorted(counts.items())
    ]
    record(action=Act.PROPOSE_POLL, by=by, at=at, rows=[poll, *rows], public=False)
    return poll


def check_held(programme: Programme, held: Held, today: dt.date) -> None:
    if not programme.issued:
        raise Refused(f"{programme}还没有公布，不能测评。")
    if not (held.body.strip() and held.document.strip()):
        raise Refused("测评要写明组织单位和文号（或会议名称）。")
    if held.held_on > today:
        raise Refused("测评日期不能晚于今天。")
    if held.held_on.year < programme.year:
        raise Refused(f"测评日期不能早于{programme.year}年。")
    if programme.polls.filter(decision__isnull=True, voters=held.voters).exists():
        raise Refused("这一年已登记的同类测评还没有确认，先确认或退回那一份。")


def check_counts(projects: dict, held: Held, counts: dict[int, Ballots]) -> None:
    wrong = [f"第{number}项不在清单里。" for number in sorted(set(counts) - set(projects))]
    for number in sorted(set(counts) & set(projects)):
        ballots = counts[number].all
        if not ballots:
            wrong.append(f"第{number}项一张票也没有。")
        elif ballots > held.asked:
            wrong.append(f"第{number}项三栏合计{ballots}票，多于发出的{held.asked}票。")
    if not counts:
        wrong.append("没有一个项目的票数。")
    if wrong:
        raise Refused("\n".join(wrong))


@transaction.atomic
def decide_poll(
    *, poll: Poll, confirmed: bool, reason: str, by: User, at: dt.datetime
) -> PollDecision:
    """Confirm, which makes it public, or send it away with a reason; not by who entered it."""
    poll = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    decision = decided(
        poll,
        confirmed=confirmed,
        reason=reason,
        by=by,
        at=at,
        already="这份测评已经有结论。",
        own="登记人不能确认自己登记的测评，请另一位督查人员确认。",
    )
    action = Act.CONFIRM_POLL if confirmed else Act.DECLINE_POLL
    record(action=action, by=by, at=at, rows=[decision], public=confirmed)
    return decision

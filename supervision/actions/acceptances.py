"""验收: entered by one person of the office with its document, confirmed by another."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Project, User
from projects.uploads import Checked
from projects.values.months import in_words, month_of
from supervision.actions.two_people import decided
from supervision.cards.counted import kept
from supervision.models import Acceptance, AcceptanceDecision, Act, Card


@dataclass(frozen=True)
class Finding:
    """What the body found, and the paper that says so. `reason` is public, as all of it is."""

    passed: bool
    body: str
    held_on: dt.date
    document: str
    reason: str = ""


@in_turn("project.programme_id", files=True)
def propose_acceptance(
    *, project: Project, finding: Finding, file: Checked, by: User, at: dt.datetime
) -> Acceptance:
    """Enter an acceptance with its document; nothing counts until another person confirms."""
    project = Project.everything.select_for_update(of=("self",)).get(pk=project.pk)
    check_due(project)
    check_finding(project, finding, timezone.localdate(at))
    acceptance = Acceptance(
        project=project,
        passed=finding.passed,
        body=finding.body.strip(),
        held_on=finding.held_on,
        document=finding.document.strip(),
        reason=finding.reason.strip(),
        shown_from=min(month_of(finding.held_on), last_month(project)),
        proposed_at=at,
        proposed_by=by,
    )
    acceptance.keep(file.name, file.content)
    acceptance.full_clean(exclude=["file"])
    acceptance.save()
    record(
        action=Act.PROPOSE_ACCEPTANCE,
        by=by,
        at=at,
        rows=[acceptance],
        project=project,
        public=False,
    )
    return acceptance


def last_month(project: Project) -> str:
    return f"{project.programme.year}-12"


def last_card(project: Project) -> Card | None:
    """The card in force of the last closed month that judged the project."""
    cards = Card.everything.filter(project=project).select_related("period")
    return cards.order_by("period__month", "version").last()


def reached(card: Card | None) -> bool:
    """Whether every promise of the project was kept by the card's month; 待定 is not kept."""
    return card is not None and kept(card)


def check_due(project: Project) -> None:
    """An acceptance comes once the promise is kept, or its year's last month is closed."""
    project.programme.check_open()
    if project.state != Project.State.ONGOING:
        raise Refused(f"这个项目已{project.get_state_display()}，不再验收。")
    december = last_month(project)
    months = project.programme.periods.filter(month__gte=december, closed_at__isnull=False)
    if not months.exists() and not reached(last_card(project)):
        raise Refused(f"指标还没有全部完成，{in_words(december)}也还没有定稿，现在不能验收。")
    if project.acceptances.filter(decision__isnull=True).exists():
        raise Refused("这个项目已登记的验收还没有确认，先确认或退回那一份。")


def check_finding(project: Project, finding: Finding, today: dt.date) -> None:
    if not (finding.body.strip() and finding.document.strip()):
        raise Refused("验收要写明验收单位和文号。")
    if finding.held_on > today:
        raise Refused("验收日期不能晚于今天。")
    if finding.held_on.year < project.programme.year:
        raise Refused(f"验收日期不能早于{project.programme.year}年。")
    if finding.reason.strip():
        return
    if not finding.passed:
        raise Refused("未通过验收要写明理由。")
    if not reached(last_card(project)):
        raise Refused("最近一个定稿月份里指标没有全部完成，通过验收要写明理由。")
    if former := Acceptance.objects.in_force([project]).get(project.pk):
        raise Refused(f"这个项目已{former.outcome}，再次验收要写明理由。")


@in_turn("acceptance.project.programme_id")
def decide_acceptance(
    *, acceptance: Acceptance, confirmed: bool, reason: str, by: User, at: dt.datetime
) -> AcceptanceDecision:
    """Confirm or send away; the latter needs a reason. Whoever entered it may not decide."""
    acceptance = Acceptance.objects.select_for_update(of=("self",)).get(pk=acceptance.pk)
    acceptance.project.programme.check_open()
    decision = decided(
        acceptance,
        confirmed=confirmed,
        reason=reason,
        by=by,
        at=at,
        already="这份验收已经有结论。",
        own="登记人不能确认自己登记的验收，请另一位督查人员确认。",
    )
    action = Act.CONFIRM_ACCEPTANCE if confirmed else Act.DECLINE_ACCEPTANCE
    project = acceptance.project
    record(action=action, by=by, at=at, rows=[decision], project=project, public=confirmed)
    return decision

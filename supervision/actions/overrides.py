"""亮牌认定: proposed by one person of the office, confirmed or refused by another."""

import datetime as dt

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Project, User
from projects.values.months import in_words, is_month
from supervision.actions import raising, showing
from supervision.actions.policies import DEFAULT
from supervision.actions.two_people import decided
from supervision.cards import bridge
from supervision.models import Act, Card, CardOverride, CardPolicy, OverrideDecision
from supervision.rules import PRESETS


@in_turn("project.programme_id")
def propose_override(
    *,
    project: Project,
    colour: str,
    first: str,
    last: str,
    reason: str,
    basis_kind: str,
    basis: str,
    by: User,
    at: dt.datetime,
) -> CardOverride:
    """Propose another colour from month `first` to month `last`; nothing changes yet."""
    project.programme.check_open()
    if not (reason.strip() and basis.strip()):
        raise Refused("认定要写明理由和依据。")
    if not (is_month(first) and is_month(last)) or last < first:
        raise Refused("认定的起止月份不对，结束月份不能早于开始月份。")
    year = project.programme.year
    if first < f"{year}-01" or last > f"{year + 1}-12":
        raise Refused(f"认定的月份要在{year}年1月到{year + 1}年12月之间。")
    if colours_for(first) != colours_for(last):
        raise Refused(
            f"{in_words(first)}和{in_words(last)}适用的亮牌规则不同，请分别认定，各按当月的规则。"
        )
    if colour not in colours_for(first):
        raise Refused(f"{in_words(first)}适用的亮牌规则里没有这种牌。")
    override = CardOverride(
        project=project,
        colour=colour,
        first=first,
        last=last,
        reason=reason.strip(),
        basis_kind=basis_kind,
        basis=basis.strip(),
        proposed_at=at,
        proposed_by=by,
    )
    override.full_clean()
    override.save()
    record(
        action=Act.PROPOSE_OVERRIDE, by=by, at=at, rows=[override], project=project, public=False
    )
    return override


def colours_for(month: str) -> list[str]:
    """The colours that a month's rules know, from the best to the worst."""
    row = CardPolicy.objects.adopted_for(month)
    policy = bridge.policy_of(row) if row else PRESETS[DEFAULT]
    return list(dict.fromkeys(look.colour for look in policy.looks))


@in_turn("override.project.programme_id")
def decide_override(
    *, override: CardOverride, confirmed: bool, reason: str, by: User, at: dt.datetime
) -> OverrideDecision:
    """Confirm or refuse; a refusal needs a reason. Whoever proposed it may not decide."""
    override = CardOverride.objects.select_for_update().get(pk=override.pk)
    override.project.programme.check_open()
    decision = decided(
        override,
        confirmed=confirmed,
        reason=reason,
        by=by,
        at=at,
        already="这项认定已经有结论。",
        own="提出人不能确认自己的认定，请另一位督查人员确认。",
    )
    rows = [decision]
    if confirmed:
        showing.apply_override(override)
        rows += raising.follow_cards(covered_cards(override), at)
    action = Act.CONFIRM_OVERRIDE if confirmed else Act.DECLINE_OVERRIDE
    record(action=action, by=by, at=at, rows=rows, project=override.project, public=confirmed)
    return decision


def covered_cards(override: CardOverride):
    """The cards in force of the closed months that an override covers."""
    cards = Card.everything.filter(
        project=override.project_id,
        period__month__gte=override.first,
        period__month__lte=override.last,
    )
    cards = cards.in_force().select_related("period__programme", "project")
    return cards.order_by("period__month")

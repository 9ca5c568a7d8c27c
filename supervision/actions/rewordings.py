"""A public sentence that proves wrong: taken back at once, replaced by two people, or confirmed."""

import datetime as dt
from collections.abc import Iterable

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import User
from supervision.actions.releases import checked_words
from supervision.actions.showing import count_again, tell_again
from supervision.actions.two_people import decided
from supervision.models import Act, Release, Rewording, RewordingDecision
from supervision.published.placeholders import formal
from supervision.published.released import in_force, standing_in, wrong_in


@in_turn("release.period.programme_id")
def withdraw_release(
    *, release: Release, reason: str, hidden: bool, by: User, at: dt.datetime
) -> Rewording:
    """Take a sentence off the public pages at once; `hidden` keeps it out of 更正记录 too."""
    release = public(release)
    if not release.said:
        raise Refused("这个月现在没有公开的文字。")
    rewording = reworded(release, "", [], reason, hidden, by, at)
    seen_anew(release)
    told(Act.WITHDRAW_RELEASE, rewording, [rewording], by, at)
    return rewording


@in_turn("release.period.programme_id")
def propose_rewording(
    *,
    release: Release,
    text: str,
    reason: str,
    hidden: bool,
    by: User,
    at: dt.datetime,
    vouched: Iterable[str] = (),
) -> Rewording:
    """Propose other words for a sentence that is public; another person confirms them."""
    release = public(release)
    standing = standing_in(release.period, [release.project_id]).get(release.project_id)
    text, checked = checked_words(text, standing, vouched)
    if text == in_force(release)[0]:
        raise Refused("文字没有改动。")
    rewording = reworded(release, text, checked, reason, hidden, by, at)
    told(Act.PROPOSE_REWORDING, rewording, [rewording], by, at, public=False)
    return rewording


@in_turn("rewording.release.period.programme_id")
def decide_rewording(
    *, rewording: Rewording, confirmed: bool, reason: str, by: User, at: dt.datetime
) -> RewordingDecision:
    """Replace the public sentence, or let it stand; whoever proposed it may not decide."""
    release = public(rewording.release)
    rewording = Rewording.objects.select_related("release__project").get(pk=rewording.pk)
    decision = decided(
        rewording,
        confirmed=confirmed,
        reason=reason,
        by=by,
        at=at,
        already="这次更换已经有结论。",
        own="提出人不能确认自己的更换，请另一位督查人员确认。",
    )
    if confirmed:
        if release.said != rewording.former:
            raise Refused("公开的文字已经变了，这次更换不再适用，请不同意后重新提出。")
        standing = standing_in(release.period, [release.project_id]).get(release.project_id)
        if found := wrong_in(rewording.text, standing, rewording.checked):
            raise Refused(found[0])
        vouch(release, standing)
        seen_anew(release)
    action = Act.CONFIRM_REWORDING if confirmed else Act.DECLINE_REWORDING
    told(action, rewording, [decision], by, at, public=confirmed)
    return decision


@in_turn("release.period.programme_id")
def confirm_release(
    *, release: Release, by: User, at: dt.datetime, vouched: Iterable[str] = ()
) -> Release:
    """Say that a signed sentence still holds though its card has changed."""
    release = locked(release)
    if not release.signed_at:
        raise Refused("这篇公开稿还没有签发。")
    standing = standing_in(release.period, [release.project_id]).get(release.project_id)
    text, checked = in_force(release)
    if missing := set(checked) - set(vouched):
        raise Refused(f"手写的“{'”“'.join(sorted(missing))}”要按更正后的数逐个核对、勾选。")
    vouched = [formal(each) for each in vouched]
    if found := wrong_in(text, standing, vouched):
        raise Refused("\n".join(found))
    vouch(release, standing)
    month, again = release.period.month, "、".join(sorted(set(vouched) - set(checked)))
    record(
        action=Act.CONFIRM_RELEASE, by=by, at=at, project=release.project, month=month,
        note=f"{month}　更正后已核对：{again}" if again else month, public=False,
    )  # fmt: skip
    return release


def locked(release: Release) -> Release:
    release = (
        Release.everything.select_for_update(of=("self",))
        .select_related("project", "period__programme")
        .get(pk=release.pk)
    )
    release.period.programme.check_open()
    return release


def public(release: Release) -> Release:
    """The release, locked, if its month is public and it went out with it."""
    release = locked(release)
    if not (release.signed_at and release.period.published_at):
        raise Refused("还没有公开的公开稿，直接修改就可以。")
    return release


def reworded(
    release: Release, text: str, checked: list[str], reason: str, hidden: bool, by: User, at
) -> Rewording:
    if not reason.strip():
        raise Refused("请写明原因，公众在更正记录中看到。")
    if release.rewordings.waiting().exists():
        raise Refused("这篇公开稿已经有一次更换等待确认，请先确认或不同意。")
    rewording = Rewording(
        release=release, text=text, checked=checked, former=release.said, hidden=hidden,
        reason=reason.strip(), proposed_by=by, proposed_at=at,
    )  # fmt: skip
    rewording.full_clean(exclude=["former"])
    rewording.save()
    return rewording


def vouch(release: Release, standing) -> None:
    release.card = standing and standing.shown.card
    release.colour = standing.shown.colour if standing else ""
    release.save(update_fields=["card", "colour"])


def seen_anew(release: Release) -> None:
    tell_again(release.period, release.project_id)
    count_again(release.period)


def told(action: str, rewording: Rewording, rows, by, at, public: bool = True) -> None:
    release = rewording.release
    record(
        action=action, by=by, at=at, rows=rows, project=release.project,
        month=release.period.month, note=f"{release.period.month}　{rewording.reason}",
        public=public,
    )  # fmt: skip

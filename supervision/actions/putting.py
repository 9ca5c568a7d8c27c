"""送签: slips, a month's 公开稿 and its publication signed by a leader in his own account.

One way for the three; whoever signs on paper is entered by the office as before, the paper kept.
"""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from projects.actions.turns import in_turn
from projects.errors import Refused, Stale
from projects.ledger.chain import record
from projects.models import User
from projects.uploads import Checked
from supervision import scope
from supervision.actions import bulletins, periods, releases, slips
from supervision.models import (
    Act,
    Period,
    PutForward,
    PutForwardDecision,
    Release,
    SignedPaper,
    Slip,
)
from supervision.models.putting import Kind
from supervision.published.placeholders import fill
from supervision.published.released import standing_in


@dataclass(frozen=True)
class Matter:
    """How one kind is dealt with: `ready` refuses what cannot be signed, `seen` is what is."""

    ready: Callable[[PutForward], None]
    seen: Callable[[PutForward], list]
    sign: Callable[[PutForward, User, dt.datetime], None]


def slip_ready(put: PutForward) -> None:
    slip = slips.locked(put.slip, Slip.State.CHECKED)
    slips.check_stands(slip)


def slip_seen(put: PutForward) -> list:
    slip = put.slip
    return [slip.demand, slip.due, slip.mend_by, slip.addressee_id, slip.checked_at]


def sign_slip(put: PutForward, by: User, at: dt.datetime) -> None:
    slips.issue(slip=put.slip, signer=by.name, by=by, at=at)


def to_sign(period: Period) -> list[Release]:
    """The month's 公开稿 that are reviewed and not signed."""
    rows = period.releases.filter(reviewed_at__isnull=False, signed_at__isnull=True)
    return list(rows.select_related("project", "period__programme").order_by("project__number"))


def releases_ready(put: PutForward) -> None:
    if put.period.published_at:
        raise Refused(f"{put.period}已经公开，不能再加公开稿。")
    if not to_sign(put.period):
        raise Refused("没有复核过、等签发的公开稿。")


def releases_seen(put: PutForward) -> list:
    standing = standing_in(put.period)
    return [
        [each.pk, each.version, said_in(each, standing), photos_in(each)]
        for each in to_sign(put.period)
    ]


def said_in(release: Release, standing: dict) -> str:
    found = standing.get(release.project_id)
    return fill(release.text, found.values if found else {})


def photos_in(release: Release) -> list[int]:
    standing = release.photos.filter(withdrawn_at__isnull=True).order_by("pk")
    return [*standing.values_list("pk", flat=True)]


def sign_releases(put: PutForward, by: User, at: dt.datetime) -> None:
    for release in to_sign(put.period):
        releases.sign_release(release=release, by=by, at=at, version=release.version)


def month_ready(put: PutForward) -> None:
    periods.check_can_publish(put.period)
    releases.check_still_true(put.period)


def month_seen(put: PutForward) -> list:
    period = put.period
    text = getattr(period, "text", None)
    signed = period.releases.filter(signed_at__isnull=False).order_by("pk")
    said = [put.basis, put.next_update, period.data_version, text and text.version]
    cards = period.cards.order_by("pk").values_list("digest", flat=True)
    return [*said, [*cards], [*signed.values_list("pk", "version")]]


def publish(put: PutForward, by: User, at: dt.datetime) -> None:
    given = {"basis": put.basis, "next_update": put.next_update}
    periods.publish_month(period=put.period, signer=by.name, by=by, at=at, **given)


MATTERS = {
    Kind.SLIP: Matter(slip_ready, slip_seen, sign_slip),
    Kind.RELEASES: Matter(releases_ready, releases_seen, sign_releases),
    Kind.MONTH: Matter(month_ready, month_seen, publish),
}


def stamp_of(put: PutForward) -> str:
    """A check sum over what stands to be signed now."""
    seen = MATTERS[put.kind].seen(put)
    return sha256(json.dumps(seen, ensure_ascii=False, default=str).encode()).hexdigest()


def programme_of(given: dict) -> list[int]:
    row = given.get("slip") or given.get("period") or given["put_forward"]
    if isinstance(row, PutForward):
        row = row.slip or row.period
    return [row.programme_id]


@in_turn(programme_of)
def put_forward(
    *,
    kind: str,
    leader: User,
    by: User,
    at: dt.datetime,
    slip: Slip | None = None,
    period: Period | None = None,
    basis: str = "",
    next_update: dt.date | None = None,
) -> PutForward:
    """Put it before a leader as it stands; what was put forward before gives way to it."""
    if not scope.signs(leader):
        raise Refused(f"{leader}不是区领导账号，不能在线签发。")
    slip = slip and Slip.objects.select_related("programme").get(pk=slip.pk)
    period = period and bulletins.locked(period)
    put = PutForward(
        kind=kind, slip=slip, period=period, leader=leader, basis=basis.strip(),
        next_update=next_update, by=by, at=at,
    )  # fmt: skip
    if kind == Kind.MONTH and not put.basis:
        raise Refused("公开发布要写明公开依据。")
    MATTERS[kind].ready(put)
    put.stamp = stamp_of(put)
    put.full_clean(exclude=["decision"])
    put.save()
    note = f"{put}　请{leader}签发"
    record(
        action=Act.PUT_FORWARD, by=by, at=at, rows=[put], project=slip and slip.project,
        note=note, public=False,
    )  # fmt: skip
    return put


@in_turn(programme_of, files=True)
def decide_put_forward(
    *, put_forward: PutForward, signed: bool, by: User, at: dt.datetime, reason: str = ""
) -> PutForwardDecision:
    """The leader signs what was put before him, or sends it back; nobody else does."""
    put = PutForward.objects.select_for_update(of=("self",)).get(pk=put_forward.pk)
    if put.leader_id != by.pk or not scope.signs(by):
        raise Refused("只有送签的那位领导可以签发。")
    if not PutForward.objects.waiting().filter(pk=put.pk).exists():
        raise Refused("这件已经签发、退回，或者重新送过，请看最新的一件。")
    if not signed and not reason.strip():
        raise Refused("退回要写明意见。")
    decision = PutForwardDecision.objects.create(
        put_forward=put, confirmed=signed, reason=reason.strip(), at=at, by=by
    )
    if signed:
        if put.period:
            put.period = bulletins.locked(put.period)
        MATTERS[put.kind].ready(put)
        if stamp_of(put) != put.stamp:
            raise Stale("送签以后内容改过，没有签发。请督查重新送签。")
        MATTERS[put.kind].sign(put, by, at)
    said = "在线签发" if signed else f"退回：{decision.reason}"
    record(
        action=Act.SIGN_ONLINE if signed else Act.SEND_BACK_UNSIGNED, by=by, at=at,
        rows=[decision], project=put.slip and put.slip.project, note=f"{put}　{said}",
        public=False,
    )  # fmt: skip
    return decision


@in_turn("period.programme_id", files=True)
def keep_signed_paper(
    *, period: Period, kind: str, signer: str, file: Checked, by: User, at: dt.datetime
) -> SignedPaper:
    """Keep the paper that a leader signed by hand beside what was entered from it."""
    if not signer.strip():
        raise Refused("登记签批原件要写明签发人。")
    row = SignedPaper(period=period, kind=kind, signer=signer.strip(), by=by, at=at)
    row.keep(file.name, file.content)
    row.full_clean()
    row.save()
    note = f"{period}{row.get_kind_display()}　{row.signer}签批　{row.name}"
    record(action=Act.KEEP_SIGNED, by=by, at=at, rows=[row], note=note, public=False)
    return row


def unsigned() -> list[PutForward]:
    """The last put forward of each matter not signed yet: with a leader, or sent back by one."""
    found = PutForward.objects.latest().open()
    return list(found.select_related("slip__project", "slip__programme", "period", "decision"))

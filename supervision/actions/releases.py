"""公开稿: drafted by one person, reviewed by another, signed; its photos with it.

Its figures come from the month's stored cards by placeholders; what was typed by hand is put as
one where it says the same, and is vouched for where it does not.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from projects.actions.turns import in_turn
from projects.errors import Refused, Stale
from projects.ledger.chain import record
from projects.models import Project, User
from projects.values.months import in_words
from projects.values.text import clean
from supervision.actions.photos import check, make_public
from supervision.models import Act, Period, Photo, Release
from supervision.published.placeholders import formal, tied
from supervision.published.released import (
    Standing,
    asked_of,
    held_up,
    outdated,
    outdated_in,
    standing_in,
    wrong_in,
)

MOST_PHOTOS = 4


@in_turn("period.programme_id")
def draft_release(
    *,
    period: Period,
    project: Project,
    text: str,
    by: User,
    at: dt.datetime,
    vouched: Iterable[str] = (),
    version: int | None = None,
) -> Release:
    """Write or rewrite the sentence; a signed one stands. `vouched` are figures checked.

    With a `version`, only if nobody saved another since.
    """
    check_drafted_now(period)
    release = Release.everything.select_for_update().filter(period=period, project=project).first()
    release = release or Release(period=period, project=project)
    if version is not None and release.version != version:
        raise Stale("另一位同事刚刚保存过这篇公开稿，没有写入。请核对后再保存。")
    standing = standing_in(period, [project.pk]).get(project.pk)
    release.text, release.checked = checked_words(text, standing, vouched)
    release.card = standing and standing.shown.card
    release.colour = standing.shown.colour if standing else ""
    redrafted(release, by, at)
    record(
        action=Act.DRAFT_RELEASE,
        by=by,
        at=at,
        project=project,
        month=period.month,
        note=noted(release),
        public=False,
    )
    return release


def check_drafted_now(period: Period) -> None:
    if not period.closed_at:
        raise Refused(f"{in_words(period.month)}还没有定稿，定稿后才有数字可填。")


def checked_words(
    text: str, standing: Standing | None, vouched: Iterable[str]
) -> tuple[str, list[str]]:
    """A text as it may go out and the figures vouched for in it; Refused with every question."""
    text = tied(formal(clean(text)).strip(), standing.values if standing else {})
    vouched = {formal(figure) for figure in vouched}
    if found := wrong_in(text, standing, vouched):
        raise Refused("\n".join(found))
    return text, sorted(vouched & asked_of(text, standing).keys())


def noted(release: Release) -> str:
    if not release.checked:
        return release.period.month
    return f"{release.period.month}　手写数字已核对：{'、'.join(release.checked)}"


def check_unsigned(release: Release) -> None:
    """A signed one stands, and a month made public takes no more: it went out as it was shown."""
    release.period.programme.check_open()
    if release.signed_at:
        raise Refused("这篇公开稿已经签发，不能再改。")
    if Period.everything.select_for_update().get(pk=release.period_id).published_at:
        raise Refused(f"{release.period}已经公开，不能再加公开稿。")


def redrafted(release: Release, by: User, at: dt.datetime) -> None:
    """Whoever changes it last is its drafter, and somebody else reviews it anew."""
    check_unsigned(release)
    release.drafted_by, release.drafted_at = by, at
    release.reviewed_by = release.reviewed_at = None
    release.version += 1
    release.full_clean()
    release.save()


@in_turn("release.period.programme_id")
def put_in_photo(*, release: Release, photo: Photo, by: User, at: dt.datetime) -> Release:
    """Let a photo that was proposed for this month go out with the sentence."""
    release = Release.everything.select_for_update().get(pk=release.pk)
    photo = Photo.everything.select_for_update(of=("self",)).get(pk=photo.pk)
    report = photo.evidence.report
    if photo.site or (report.period_id, report.project_id) != (
        release.period_id,
        release.project_id,
    ):
        raise Refused("这张照片不是为这个项目本月的公开稿申请的。")
    if photo.withdrawn_at or photo.release_id:
        raise Refused(f"这张照片{photo.step}，不能再放入。")
    if release.photos.filter(withdrawn_at__isnull=True).count() >= MOST_PHOTOS:
        raise Refused(f"一篇公开稿最多放{MOST_PHOTOS}张照片。")
    check(photo)
    redrafted(release, by, at)
    photo.release = release
    photo.save(update_fields=["release"])
    changed_photos(Act.PUT_IN_PHOTO, release, photo, by, at)
    return release


@in_turn("release.period.programme_id")
def take_out_photo(*, release: Release, photo: Photo, by: User, at: dt.datetime) -> Release:
    """Leave a photo out again; it waits as before."""
    release = Release.everything.select_for_update().get(pk=release.pk)
    photo = release.photos.select_for_update(of=("self",)).filter(pk=photo.pk).first()
    if photo is None:
        raise Refused("这张照片不在公开稿里。")
    redrafted(release, by, at)
    photo.release = None
    photo.save(update_fields=["release"])
    changed_photos(Act.TAKE_OUT_PHOTO, release, photo, by, at)
    return release


def changed_photos(action: str, release: Release, photo: Photo, by: User, at: dt.datetime) -> None:
    record(
        action=action, by=by, at=at, rows=[photo], project=release.project,
        month=release.period.month, note=f"{release.period.month}　{photo}", public=False,
    )  # fmt: skip


@in_turn("release.period.programme_id")
def review_release(
    *, release: Release, by: User, at: dt.datetime, version: int | None = None
) -> Release:
    release = Release.everything.select_for_update().get(pk=release.pk)
    check_unsigned(release)
    check_seen(release, version)
    if by.pk == release.drafted_by_id:
        raise Refused("起草人不能复核自己的公开稿。")
    release.reviewed_by, release.reviewed_at = by, at
    release.save(update_fields=["reviewed_by", "reviewed_at"])
    month = release.period.month
    record(
        action=Act.REVIEW_RELEASE,
        by=by,
        at=at,
        project=release.project,
        month=month,
        note=month,
        public=False,
    )
    return release


@in_turn("release.period.programme_id", files=True)
def sign_release(
    *, release: Release, by: User, at: dt.datetime, version: int | None = None
) -> Release:
    """Sign the sentence, and make the public copies of its photos."""
    release = Release.everything.select_for_update().get(pk=release.pk)
    check_unsigned(release)
    check_seen(release, version)
    if not release.reviewed_at:
        raise Refused("公开稿复核后才能签发。")
    check_true(release)
    release.signed_by, release.signed_at = by, at
    release.save(update_fields=["signed_by", "signed_at"])
    standing = release.photos.select_for_update(of=("self",)).filter(withdrawn_at__isnull=True)
    photos = list(standing.filter(released_at__isnull=True).order_by("pk"))
    make_public(photos, by, at)
    record(
        action=Act.SIGN_RELEASE, by=by, at=at, rows=photos, project=release.project,
        month=release.period.month, note=release.period.month,
    )  # fmt: skip
    return release


def check_seen(release: Release, version: int | None) -> None:
    if version is not None and release.version != version:
        raise Stale("文字刚刚改过，请看过再办。")


def check_true(release: Release) -> None:
    """Refused where its figures are not, or are no longer, those of the month's card."""
    standing = standing_in(release.period, [release.project_id]).get(release.project_id)
    if found := wrong_in(release.text, standing, release.checked):
        raise Refused(found[0])
    if release.checked and outdated(release, standing):
        raise Refused("起草以后牌已经更正，手写的数字要按现在的数重新核对：请改过再签。")


@in_turn("release.period.programme_id")
def take_back_release(*, release: Release, by: User, at: dt.datetime) -> Release:
    """Take a signed sentence back to its draft, while its month is not public."""
    release = Release.everything.select_for_update().get(pk=release.pk)
    release.period.programme.check_open()
    if not release.signed_at:
        raise Refused("这篇公开稿还没有签发。")
    if Period.everything.select_for_update().get(pk=release.period_id).published_at:
        raise Refused(f"{release.period}已经公开，公开的文字要更换或撤回，并写明原因。")
    release.signed_by = release.signed_at = release.reviewed_by = release.reviewed_at = None
    release.version += 1
    release.save()
    record(
        action=Act.TAKE_BACK_RELEASE, by=by, at=at, project=release.project,
        month=release.period.month, note=release.period.month, public=False,
    )  # fmt: skip
    return release


def check_still_true(period: Period) -> None:
    """Refused where what was typed by hand was vouched for, or agreed, with another card."""
    if wrong := held_up(period, outdated_in(period)):
        numbers = "、".join(f"第{each.project.number}项" for each in wrong)
        raise Refused(
            f"{numbers}的公开稿签发以后牌已经更正，里面有手写的数字，请核对后再公开："
            "数字没变的点“仍然成立”，要改的退回起草。"
        )


@dataclass(frozen=True)
class Done:
    """Of many: what was done, and by project what was not with the sentences why."""

    done: list[Release] = field(default_factory=list)
    refused: dict[Project, str] = field(default_factory=dict)


def each_of(rows: Iterable[tuple[Project, Callable[[], Release]]]) -> Done:
    """Each act in a transaction of its own: one that is refused keeps no other back."""
    found = Done()
    for project, act in rows:
        try:
            found.done.append(act())
        except Refused as refused:
            found.refused[project] = str(refused)
    return found

"""公开稿: drafted by one person, reviewed by another, signed; its photos with it."""

import datetime as dt

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Project, User
from supervision.actions.photos import check, make_public
from supervision.models import Act, Period, Photo, Release

MOST_PHOTOS = 4


@in_turn("period.programme_id")
def draft_release(
    *, period: Period, project: Project, text: str, by: User, at: dt.datetime
) -> Release:
    """Write or rewrite the sentence; a signed one stands."""
    release = Release.everything.select_for_update().filter(period=period, project=project).first()
    release = release or Release(period=period, project=project)
    release.text = text.strip()
    redrafted(release, by, at)
    record(
        action=Act.DRAFT_RELEASE,
        by=by,
        at=at,
        project=project,
        month=period.month,
        note=period.month,
    )
    return release


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
def review_release(*, release: Release, by: User, at: dt.datetime) -> Release:
    release = Release.everything.select_for_update().get(pk=release.pk)
    check_unsigned(release)
    if by.pk == release.drafted_by_id:
        raise Refused("起草人不能复核自己的公开稿。")
    release.reviewed_by, release.reviewed_at = by, at
    release.save(update_fields=["reviewed_by", "reviewed_at"])
    month = release.period.month
    record(
        action=Act.REVIEW_RELEASE, by=by, at=at, project=release.project, month=month, note=month
    )
    return release


@in_turn("release.period.programme_id", files=True)
def sign_release(*, release: Release, by: User, at: dt.datetime) -> Release:
    """Sign the sentence, and make the public copies of its photos."""
    release = Release.everything.select_for_update().get(pk=release.pk)
    check_unsigned(release)
    if not release.reviewed_at:
        raise Refused("公开稿复核后才能签发。")
    release.signed_by, release.signed_at = by, at
    release.save(update_fields=["signed_by", "signed_at"])
    standing = release.photos.select_for_update(of=("self",)).filter(withdrawn_at__isnull=True)
    photos = list(standing.order_by("pk"))
    make_public(photos, by, at)
    record(
        action=Act.SIGN_RELEASE, by=by, at=at, rows=photos, project=release.project,
        month=release.period.month, note=release.period.month,
    )  # fmt: skip
    return release

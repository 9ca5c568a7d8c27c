"""公开照片: proposed by the unit with its word on who is in it, released by the office.

A photo of a place is released by itself; one of a month goes out with its signed 公开稿.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from projects import uploads
from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.files.rows import Spoilt
from projects.ledger.chain import record
from projects.models import Site, User
from supervision.models import Act, Evidence, Photo, Release


@in_turn("evidence.report.period.programme_id")
def propose_photo(
    *,
    evidence: Evidence,
    site: Site | None,
    moment: str,
    caption: str,
    consent: bool,
    by: User,
    at: dt.datetime,
) -> Photo:
    """Ask that an evidence photo be shown at a place, or (no `site`) with its month's sentence."""
    evidence.report.period.programme.check_open()
    photo = Photo(
        evidence=evidence, site=site, moment=moment, caption=caption.strip(), consent=consent,
        proposed_at=at, proposed_by=by,
    )  # fmt: skip
    check(photo)
    if not consent:
        raise Refused("请先核对并勾选：照片无人脸、证件、住址、车牌，或已取得同意。")
    photo.full_clean()
    photo.save()
    record(
        action=Act.PROPOSE_PHOTO, by=by, at=at, rows=[photo], project=photo.project,
        note=str(photo), public=False,
    )  # fmt: skip
    return photo


def check(photo: Photo) -> None:
    """Refused where the photo may not be public, whoever asks."""
    evidence, report = photo.evidence, photo.evidence.report
    if evidence.withdrawn_at:
        raise Refused(f"“{evidence}”已经撤回，不能公开。")
    if not evidence.photo:
        raise Refused(f"“{evidence}”不是照片。")
    if evidence.scan:
        raise Refused(f"“{evidence}”是盖章扫描件，不公开。")
    if report.project.sensitive:
        raise Refused("这个项目涉及健康或未成年人，不公开照片。")
    if photo.site and report.project_id != photo.site.target.project_id:
        raise Refused("照片和点位不属于同一个项目。")
    if photo.site:
        return
    months = Release.everything.filter(period=report.period_id, project=report.project_id)
    if photo.release_id is None and months.filter(signed_at__isnull=False).exists():
        raise Refused(f"{report.period}的公开稿已经签发，不能再加照片。")


@in_turn("photo.evidence.report.period.programme_id", files=True)
def release_photo(*, photo: Photo, by: User, at: dt.datetime) -> Photo:
    """Make a place's photo public; an earlier one of the same place and stage gives way to it."""
    photo = Photo.everything.select_for_update(of=("self",)).get(pk=photo.pk)
    photo.project.programme.check_open()
    if photo.released_at or photo.withdrawn_at:
        raise Refused(f"这张照片{photo.step}，不能再公开。")
    if not photo.site:
        raise Refused("这张照片随本月公开稿签发，请到公开稿里放入。")
    standing = Photo.everything.select_for_update(of=("self",)).filter(
        site=photo.site, moment=photo.moment, released_at__isnull=False, withdrawn_at__isnull=True
    )
    for each in (former := list(standing)):
        take_down(each, "换成新的照片", by, at)
    make_public([photo], by, at)
    record(
        action=Act.RELEASE_PHOTO, by=by, at=at, rows=[*former, photo], project=photo.project,
        note=str(photo),
    )  # fmt: skip
    return photo


def make_public(photos: Iterable[Photo], by: User, at: dt.datetime) -> None:
    """Make the public copies and save the rows, inside an act that is `filed`."""
    for photo in photos:
        check(photo)
        content, photo.width, photo.height = drawn(photo.evidence)
        photo.released_at, photo.released_by = at, by
        photo.put(f"{photo.evidence.sha256[:24]}.jpg", content)
        photo.save()


def drawn(evidence: Evidence) -> tuple[bytes, int, int]:
    """An evidence photo as the public would see it, with its width and height."""
    try:
        return uploads.for_public(evidence.content())
    except Spoilt as error:
        raise Refused(f"{error}，没有公开。") from error


@in_turn("photo.evidence.report.period.programme_id")
def withdraw_photo(*, photo: Photo, why: str, by: User, at: dt.datetime) -> Photo:
    """Take a photo off the public pages, or refuse one that never was on them."""
    photo = Photo.everything.select_for_update(of=("self",)).get(pk=photo.pk)
    if photo.withdrawn_at:
        raise Refused("这张照片已经撤下。")
    if not why.strip():
        raise Refused("请写明原因。")
    take_down(photo, why.strip(), by, at)
    record(
        action=Act.WITHDRAW_PHOTO, by=by, at=at, rows=[photo], project=photo.project,
        note=f"{photo}　{photo.why_withdrawn}",
    )  # fmt: skip
    return photo


def take_down(photo: Photo, why: str, by: User, at: dt.datetime) -> None:
    photo.withdrawn_at, photo.withdrawn_by, photo.why_withdrawn = at, by, why
    copy, photo.file = photo.file.name, ""
    photo.full_clean(exclude=["file"])
    photo.save()
    if copy:
        storage = photo.file.storage
        transaction.on_commit(lambda: storage.delete(copy))

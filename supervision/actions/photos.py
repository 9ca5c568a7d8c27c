"""公开照片: proposed by the unit with its word on who is in it, released by the office."""

import datetime as dt

from django.core.files.base import ContentFile
from django.db import transaction

from projects.errors import Refused
from projects.ledger import record
from projects.models import Site, User
from supervision import uploads
from supervision.models import Evidence, SitePhoto


@transaction.atomic
def propose_photo(
    *,
    evidence: Evidence,
    site: Site,
    moment: str,
    caption: str,
    consent: bool,
    by: User,
    at: dt.datetime,
) -> SitePhoto:
    """Ask that an evidence photo be shown at a place."""
    check(evidence, site)
    if not consent:
        raise Refused("请先核对并勾选：照片无人脸、证件、住址、车牌，或已取得同意。")
    photo = SitePhoto(
        evidence=evidence, site=site, moment=moment, caption=caption.strip(), consent=True,
        proposed_at=at, proposed_by=by,
    )  # fmt: skip
    photo.full_clean()
    photo.save()
    record(
        action="照片申请公开", by=by, at=at, rows=[photo], project=site.project, note=str(photo),
        public=False,
    )  # fmt: skip
    return photo


def check(evidence: Evidence, site: Site) -> None:
    if not evidence.photo:
        raise Refused(f"“{evidence}”不是照片。")
    if evidence.report.project_id != site.target.project_id:
        raise Refused("照片和点位不属于同一个项目。")
    if site.project.sensitive:
        raise Refused("这个项目涉及健康或未成年人，不公开照片。")


@transaction.atomic
def release_photo(*, photo: SitePhoto, by: User, at: dt.datetime) -> SitePhoto:
    """Make the public copy; an earlier photo of the same place and stage gives way to it."""
    photo = SitePhoto.everything.select_for_update(of=("self",)).get(pk=photo.pk)
    if photo.released_at or photo.withdrawn_at:
        raise Refused(f"这张照片{photo.step}，不能再公开。")
    check(photo.evidence, photo.site)
    standing = SitePhoto.everything.select_for_update(of=("self",)).filter(
        site=photo.site, moment=photo.moment, released_at__isnull=False, withdrawn_at__isnull=True
    )
    for each in (former := list(standing)):
        take_down(each, "换成新的照片", by, at)
    try:
        with photo.evidence.file.open("rb") as original:
            content, photo.width, photo.height = uploads.for_public(original.read())
    except OSError as error:
        raise Refused("照片原件读不出来，没有公开。") from error
    photo.released_at, photo.released_by = at, by
    photo.file.save(f"{photo.evidence.sha256[:24]}.jpg", ContentFile(content), save=False)
    try:
        photo.save()
        record(
            action="照片公开", by=by, at=at, rows=[*former, photo], project=photo.site.project,
            note=str(photo),
        )  # fmt: skip
    except BaseException:
        photo.file.delete(save=False)  # no file without its row
        raise
    return photo


@transaction.atomic
def withdraw_photo(*, photo: SitePhoto, why: str, by: User, at: dt.datetime) -> SitePhoto:
    """Take a photo off the public pages, or refuse one that never was on them."""
    photo = SitePhoto.everything.select_for_update(of=("self",)).get(pk=photo.pk)
    if photo.withdrawn_at:
        raise Refused("这张照片已经撤下。")
    if not why.strip():
        raise Refused("请写明原因。")
    take_down(photo, why.strip(), by, at)
    record(
        action="照片撤下", by=by, at=at, rows=[photo], project=photo.site.project,
        note=f"{photo}　{photo.why_withdrawn}",
    )  # fmt: skip
    return photo


def take_down(photo: SitePhoto, why: str, by: User, at: dt.datetime) -> None:
    photo.withdrawn_at, photo.withdrawn_by, photo.why_withdrawn = at, by, why
    copy, photo.file = photo.file.name, ""
    photo.full_clean(exclude=["file"])
    photo.save()
    if copy:
        storage = photo.file.storage
        transaction.on_commit(lambda: storage.delete(copy))

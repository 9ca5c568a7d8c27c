"""公开稿: drafted by one person, reviewed by another, signed."""

import datetime as dt

from django.db import transaction

from projects.errors import Refused
from projects.ledger import record
from projects.models import Project, User
from supervision.models import Period, Release


@transaction.atomic
def draft_release(
    *, period: Period, project: Project, text: str, by: User, at: dt.datetime
) -> Release:
    """Write or rewrite the sentence; a signed one stands."""
    release = Release.everything.select_for_update().filter(period=period, project=project).first()
    if release and release.signed_at:
        raise Refused("这篇公开稿已经签发，不能再改。")
    release = release or Release(period=period, project=project)
    release.text, release.drafted_by, release.drafted_at = text.strip(), by, at
    release.reviewed_by = release.reviewed_at = None
    release.full_clean()
    release.save()
    record(action="公开稿起草", by=by, at=at, project=project, note=period.month)
    return release


@transaction.atomic
def review_release(*, release: Release, by: User, at: dt.datetime) -> Release:
    release = Release.everything.select_for_update().get(pk=release.pk)
    if by.pk == release.drafted_by_id:
        raise Refused("起草人不能复核自己的公开稿。")
    release.reviewed_by, release.reviewed_at = by, at
    release.save(update_fields=["reviewed_by", "reviewed_at"])
    record(action="公开稿复核", by=by, at=at, project=release.project, note=release.period.month)
    return release


@transaction.atomic
def sign_release(*, release: Release, by: User, at: dt.datetime) -> Release:
    release = Release.everything.select_for_update().get(pk=release.pk)
    if not release.reviewed_at:
        raise Refused("公开稿复核后才能签发。")
    release.signed_by, release.signed_at = by, at
    release.save(update_fields=["signed_by", "signed_at"])
    record(action="公开稿签发", by=by, at=at, project=release.project, note=release.period.month)
    return release

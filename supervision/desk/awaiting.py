"""What waits for the office before it becomes public: 公开稿 and photos, stage by stage."""

from django.db.models import Q

from supervision.desk.checklist import Check, listed
from supervision.models import Photo, Release

COMING = Q(period__published_at__isnull=True)
RELEASES = {
    "review": ("待复核", COMING & Q(reviewed_at__isnull=True)),
    "sign": ("待签发", COMING & Q(reviewed_at__isnull=False, signed_at__isnull=True)),
}
# A photo of a month already public has no 公开稿 left to go out with.
GOES_OUT = Q(site__isnull=False) | Q(evidence__report__period__published_at__isnull=True)
PHOTOS = {
    "waiting": (
        "待审核",
        GOES_OUT & Q(released_at__isnull=True, withdrawn_at__isnull=True, release__isnull=True),
    ),
}


def public_words() -> list[Check]:
    """What waits now, each with the list it stands in; nothing that is done."""
    found = [
        Check(f"公开稿{words}", Release.everything.filter(q).count(), listed("release", stage=key))
        for key, (words, q) in RELEASES.items()
    ]
    found += [
        Check(f"公开照片{words}", Photo.everything.filter(q).count(), listed("photo", stage=key))
        for key, (words, q) in PHOTOS.items()
    ]
    return [check for check in found if not check.done]

"""A list on its way that a version was sent out of, and the people who are asked."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from projects.drafting.actions import approving, consulting, issuing
from projects.drafting.actions.approving import Meeting
from projects.drafting.models import Consultation, Draft, Drafting
from projects.uploads import Checked
from tests.drafting.lists import AT, make_drafting
from tests.factories import moment

UNTIL = dt.date(2024, 1, 31)
LATER = moment("2024-02-01 09:00")
PDF = b"%PDF-1.4\n%%EOF\n"


def own_list(officer, **kw) -> Drafting:
    return make_drafting(officer, origin=Drafting.Origin.OWN, **kw)


def kept(drafting: Drafting, note: str, officer, at) -> Draft:
    """A version, though nothing was changed since the last."""
    note = f"{note}{drafting.drafts.count() or ''}"
    return issuing.freeze(drafting=drafting, note=note, by=officer, at=at)


def sent_out(officer, *units, drafting=None, **kw) -> Consultation:
    drafting = drafting or own_list(officer)
    draft = kept(drafting, "征求意见稿", officer, AT)
    given = {"leaders": False, "public": False, "until": UNTIL, "reason": "演示", **kw}
    return consulting.consult(
        drafting=drafting, draft=draft, units=units, by=officer, at=AT, **given
    )


def minutes() -> Checked:
    return Checked("会议纪要.pdf", PDF, False)


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("会议纪要.pdf", PDF)


def decided(drafting: Drafting, officer, *, at=LATER, **kw):
    draft = kept(drafting, "送审稿", officer, at)
    given = Meeting(
        **{
            "kind": "party",
            "body": "演示党工委",
            "meeting": "2024年第3次党工委会议",
            "held_on": at.date(),
            **kw,
        }
    )
    last = drafting.approvals.order_by("pk").last()
    return approving.approve(
        drafting=drafting, draft=draft, given=given, file=minutes(),
        seen=last.pk if last else 0, by=officer, at=at,
    )  # fmt: skip

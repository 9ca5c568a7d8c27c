"""公开前的预览: a month made public inside a transaction that is undone.

What the office looks at before it signs is made by the code that makes the public pages, from
the rows that publishing would leave, so the two cannot differ (docs/adr/0010-desk.md).
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from projects.errors import Refused
from supervision.actions import showing
from supervision.models import Period

SIGNER, BASIS = "（发布时填写的签发人）", "（发布时填写的公开依据）"


@contextmanager
def rehearsed(period: Period, at: dt.datetime) -> Iterator[Period]:
    """The period as if it had been published at a moment; nothing stays, nothing is recorded."""
    with transaction.atomic():
        shown = Period.everything.select_for_update().get(pk=period.pk)
        if not shown.closed_at or shown.published_at:
            raise Refused("只有已定稿、还没有公开的月份可以预览。")
        shown.programme = period.programme
        shown.published_at, shown.signer, shown.basis = at, SIGNER, BASIS
        shown.save(update_fields=["published_at", "signer", "basis"])
        showing.show(shown)
        yield shown
        transaction.set_rollback(True)

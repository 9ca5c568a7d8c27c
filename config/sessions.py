"""Sessions that need no writing to read a page, and whose failing is told as what it is."""

import datetime as dt
import logging

from django.conf import settings
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends import db
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import Error
from django.utils import timezone

from config import outage
from config.errors import signed_out_meanwhile

logger = logging.getLogger(__name__)
FRESH = dt.timedelta(minutes=1)
READING = ("GET", "HEAD")
MESSAGES = SessionStorage.session_key


class SessionStore(db.SessionStore):
    """Knows how long the row that it was read from is good for."""

    good_until, stored = None, ""

    def _get_session_from_db(self):
        row = super()._get_session_from_db()
        if row:
            self.good_until, self.stored = row.expire_date, row.session_data
        return row

    def ageing(self) -> bool:
        """Whether its idle time should begin anew: once a minute, not at every request."""
        if self.good_until is None or self.is_empty():
            return False
        whole = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.good_until - timezone.now() < whole - min(FRESH, whole / 30)

    def only_told(self) -> bool:
        """Whether nothing changed but that messages were shown, which then are shown once more."""
        before = self.decode(self.stored) if self.stored else {}
        after = dict(self.items())
        told = len(before.pop(MESSAGES, "")) > len(after.pop(MESSAGES, ""))
        return told and before == after


class Sessions(SessionMiddleware):
    """Not to be saved, a session is an outage where it matters, and nothing where it does not."""

    def process_response(self, request, response):
        if request.session.accessed and not request.session.modified:
            self.stay(request.session)
        try:
            return super().process_response(request, response)
        except (SessionInterrupted, Error) as error:
            if outage.cause(error):
                if request.method in READING and request.session.only_told():
                    logger.warning("messages that were shown still stand: %r", error)
                    return response
                return outage.page(request, error)
            if isinstance(error, SessionInterrupted):
                return signed_out_meanwhile(request)
            raise

    def stay(self, session) -> None:
        """Begin the idle time anew; where it cannot be written, the page is as good without."""
        try:
            if session.ageing():
                session.save()
        except (Error, db.UpdateError) as error:
            logger.warning("an idle time was not begun anew: %r", error)

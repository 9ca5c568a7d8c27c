"""Sending reminders: one message a person and day, however often it is run."""

import datetime as dt
from dataclasses import dataclass

from django.core.mail import send_mail
from django.utils import timezone

from projects.models import User
from supervision.models import Reminder

# After so many failures the mail server is taken to be away: whoever clicked need not wait longer.
GIVE_UP = 3
SUBJECT = "民生实事督查平台：待办提醒"


@dataclass
class Sent:
    """How many left now, had left before, could not leave, and had no address."""

    now: int = 0
    before: int = 0
    failed: int = 0
    without_address: int = 0


def send_all(*, lines: dict[User, list[str]], at: dt.datetime) -> Sent:
    """Keep each message first, then send it; one that did not leave is sent by the next run."""
    result, day = Sent(), timezone.localdate(at)
    for person, said in lines.items():
        text = "\n".join(said)
        reminder, _ = Reminder.objects.get_or_create(
            person=person, day=day, defaults={"text": text}
        )
        if reminder.sent_at:
            result.before += 1
        elif not person.email:
            result.without_address += 1
        elif result.failed < GIVE_UP and leave(reminder):
            Reminder.objects.filter(pk=reminder.pk).update(sent_at=at)
            result.now += 1
        else:
            result.failed += 1
    return result


def leave(reminder: Reminder) -> bool:
    try:
        return bool(send_mail(SUBJECT, reminder.text, None, [reminder.person.email]))
    except OSError:
        return False

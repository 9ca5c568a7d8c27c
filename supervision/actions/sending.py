"""Sending reminders: one message a person and day, however often it is run."""

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.utils import timezone

from projects.models import User
from supervision.models import Reminder

# After so many failures the mail server is taken to be away: whoever clicked need not wait longer.
GIVE_UP = 3
SUBJECT = "民生实事督查平台：待办提醒"
MOST_NAMED = 8

CONSOLE = "django.core.mail.backends.console.EmailBackend"


@dataclass
class Sent:
    """How many left now and had left before; whom nothing left for, by why."""

    now: int = 0
    before: int = 0
    failed: list[User] = field(default_factory=list)
    without_address: list[User] = field(default_factory=list)

    @property
    def unset(self) -> bool:
        """Whether there is no mail server: what is only printed has not been sent."""
        return settings.EMAIL_BACKEND == CONSOLE

    @property
    def words(self) -> str:
        """每人每天一封: how many left, and how many did not and why."""
        parts = [] if self.unset else [f"发出邮件{self.now}封"]
        if self.before:
            parts.append(f"{self.before}人今天已收到过提醒，不再重发")
        if self.without_address:
            count, names = len(self.without_address), named(self.without_address)
            parts.append(f"{count}人没有登记邮箱（{names}）")
        if self.failed and self.unset:
            parts.append(f"没有设置邮件服务器，{len(self.failed)}封邮件没有发出")
        elif self.failed:
            parts.append(f"{len(self.failed)}封没有发出（{named(self.failed)}），可以再试一次")
        return "，".join(parts)


def named(people: list[User]) -> str:
    return "、".join(map(str, people[:MOST_NAMED])) + ("等" if len(people) > MOST_NAMED else "")


def send_all(*, lines: dict[User, list[str]], at: dt.datetime) -> Sent:
    """Keep each message first, then send it; one that did not leave is sent by the next run."""
    result, day, connection = Sent(), timezone.localdate(at), connected()
    for person, said in lines.items():
        text = "\n".join(said)
        reminder, _ = Reminder.objects.get_or_create(
            person=person, day=day, defaults={"text": text}
        )
        if reminder.sent_at:
            result.before += 1
        elif not person.email:
            result.without_address.append(person)
        elif connection and len(result.failed) < GIVE_UP and leave(reminder, connection):
            Reminder.objects.filter(pk=reminder.pk).update(sent_at=at)
            result.now += 1
        else:
            result.failed.append(person)
    if connection:
        connection.close()
    return result


def connected():
    """One connection for all messages, or None: whoever clicked waits for the server once."""
    if settings.EMAIL_BACKEND == CONSOLE:
        return None
    connection = get_connection()
    try:
        connection.open()
    except OSError:
        return None
    return connection


def letter(reminder: Reminder) -> str:
    """The message to its person, and where to go; without SITE_URL only the platform's name."""
    where = f"：{settings.SITE_URL}/admin/" if settings.SITE_URL else "。"
    return f"{reminder.person}：\n\n{reminder.text}\n\n请登录民生实事督查平台办理{where}\n"


def leave(reminder: Reminder, connection) -> bool:
    to = [reminder.person.email]
    try:
        return bool(send_mail(SUBJECT, letter(reminder), None, to, connection=connection))
    except OSError:
        connection.close()
        return False

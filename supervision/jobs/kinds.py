"""What each kind of job does. Each may be run again after it was broken off."""

import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.utils import timezone

from projects.actions.exports import record_export
from projects.clock import now
from projects.models import Programme
from supervision.actions.pushing import tell
from supervision.actions.sending import send_all
from supervision.desk import chasing
from supervision.models import Job, Period
from supervision.static_site.origin import checked
from supervision.static_site.reading import Site
from supervision.yearend.archive import archive


@dataclass
class Outcome:
    """What is said of it, and its file; `whole` whether all of it was done."""

    said: str
    whole: bool = True
    file: IO[bytes] | None = None
    file_name: str = ""


def archive_year(job: Job) -> Outcome:
    given = job.given
    programme = Programme.everything.get(pk=given["programme"])
    site = Site(checked(given["origin"]))
    made = archive(programme, site, internal=given["internal"], at=now(), pdf=given["pdf"])
    packed = tempfile.TemporaryFile(prefix="archive-")  # noqa: SIM115 - whoever keeps it closes it
    try:
        count = made.write(packed)
    except BaseException:
        packed.close()
        raise
    record_export(what=made.file_name, by=job.by, at=now())
    moment = f"{timezone.localtime(made.at):%Y-%m-%d %H:%M}"
    said = f"共{count}个文件，内容以{moment}为准。{made.verdict}"
    return Outcome(said, file=packed, file_name=made.file_name)


def chase(job: Job) -> Outcome:
    """The mails and the work groups' messages; whom something reached already is passed over."""
    at = dt.datetime.fromisoformat(job.given["at"])
    period = Period.everything.get(pk=job.given["period"])
    day, units = timezone.localdate(at), job.given["units"]
    owing = [each for each in chasing.owing(period, day) if each.unit.pk in units]
    sent = send_all(lines=chasing.messages(period, owing, at), at=at)
    told = tell(chasing.for_groups(period, owing, at) if job.given["groups"] else {}, at)
    said = f"{sent.words}；工作台都会看到催报。"
    said += f"{told.words}。" if told.words else ""
    return Outcome(said, whole=not (sent.failed or told.failed))


def tell_groups(job: Job) -> Outcome:
    texts = {int(unit) if unit else None: text for unit, text in job.given["texts"].items()}
    told = tell(texts, dt.datetime.fromisoformat(job.given["at"]))
    return Outcome(f"{told.words}。" if told.words else "没有在用的工作群。", not told.failed)


KINDS: dict[str, Callable[[Job], Outcome]] = {
    Job.Kind.ARCHIVE: archive_year,
    Job.Kind.CHASE: chase,
    Job.Kind.TELL: tell_groups,
}

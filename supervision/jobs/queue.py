"""Asking for a job, doing it, taking it up again: through Django's tasks interface.

It is done by `run_jobs`, one process beside the server, and never in a request.
"""

import contextlib
import datetime as dt
import hashlib
import logging
import secrets
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from projects.clock import now
from projects.errors import Refused
from projects.models import User
from supervision.jobs.kinds import KINDS, Outcome
from supervision.models import ChatGroup, Job

FOLDER = "jobs"
MOST_ATTEMPTS = 2
CHUNK = 1024 * 1024
logger = logging.getLogger(__name__)
State = Job.State


def ask(*, kind: str, title: str, given: dict, by: User, at: dt.datetime) -> Job:
    """Have it done, outside any transaction; gives the job as it stands when this returns."""
    job = Job.objects.create(kind=kind, title=title, given=given, by=by, asked_at=at, moved_at=at)
    run.enqueue(job.pk)
    job.refresh_from_db()
    return job


def tell_groups(*, title: str, texts: dict[int | None, str], by: User, at: dt.datetime):
    """Have work groups told; None where none of them is in use."""
    units = ChatGroup.objects.filter(active=True).values_list("unit", flat=True)
    wanted = {"" if unit is None else unit: texts[unit] for unit in {*units} & {*texts}}
    if not wanted:
        return None
    given = {"texts": wanted, "at": at.isoformat()}
    return ask(kind=Job.Kind.TELL, title=title, given=given, by=by, at=at)


def again(*, job: Job, by: User, at: dt.datetime) -> Job:
    """Try once more what failed or has stood still; asked twice it is done once."""
    if not job.may_again(at):
        raise Refused("这项任务已经办完或正在办，不用再试。")
    fresh = {"state": State.WAITING, "attempts": 0, "moved_at": at, "said": ""}
    if not Job.objects.filter(pk=job.pk, state=job.state, moved_at=job.moved_at).update(**fresh):
        raise Refused("这项任务的状态刚刚变了，请看最新的情况。")
    run.enqueue(job.pk)
    job.refresh_from_db()
    return job


@task()
def run(pk: int) -> None:
    """Do it, unless another has: whoever turns it to running does it."""
    claimed = Job.objects.filter(pk=pk, state=State.WAITING)
    if not claimed.update(state=State.RUNNING, attempts=F("attempts") + 1, moved_at=now()):
        return
    job = Job.objects.select_related("by").get(pk=pk)
    try:
        outcome = KINDS[job.kind](job)
        kept = keep(outcome.file) if outcome.file else {}
    except Refused as refused:
        end(job, Outcome(str(refused), whole=False), {})
    except Exception:
        logger.exception("job %s (%s)", job.pk, job.kind)
        end(job, Outcome(Job.FAULT, whole=False), {})
    else:
        end(job, outcome, kept)


def end(job: Job, outcome: Outcome, kept: dict) -> None:
    """Say what came of it, unless it was meanwhile given to another."""
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, moved_at=job.moved_at)
    state = State.DONE if outcome.whole else State.FAILED
    told = {"said": outcome.said, "file_name": outcome.file_name, "moved_at": now()}
    if not mine.update(state=state, **told, **kept) and kept:
        default_storage.delete(kept["file"])


def keep(file: IO[bytes]) -> dict:
    """Put the result on the disk, synced, before any row speaks of it."""
    with file:
        file.seek(0)
        digest, size = hashlib.sha256(), 0
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
        file.seek(0)
        name = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", File(file))
    return {"file": name, "size": size, "sha256": digest.hexdigest()}


def take_up(at: dt.datetime) -> int:
    """When the one worker starts: what a killed one left is taken up, or said to have failed."""
    for job in Job.objects.filter(state=State.RUNNING):
        fresh = {"state": State.WAITING, "moved_at": at}
        if job.attempts >= MOST_ATTEMPTS:
            fresh = {"state": State.FAILED, "moved_at": at, "said": Job.BROKEN_OFF}
        Job.objects.filter(pk=job.pk, state=State.RUNNING).update(**fresh)
    waiting = Job.objects.filter(state=State.WAITING).order_by("pk")
    for job in waiting:
        run.enqueue(job.pk)
    return len(waiting)


def sweep(at: dt.datetime) -> tuple[int, int]:
    """Take away result files kept for JOB_FILES_DAYS, and what no job names.

    Gives how many files went, and how many jobs of a year ago.
    """
    before = at - dt.timedelta(days=settings.JOB_FILES_DAYS)
    over, files = Job.objects.filter(moved_at__lt=before).exclude(file=""), 0
    for job in over:
        Job.objects.filter(pk=job.pk).update(file="")
        default_storage.delete(job.file)
        files += 1
    with contextlib.suppress(FileNotFoundError):
        for name in default_storage.listdir(FOLDER)[1]:
            path = f"{FOLDER}/{name}"
            age = timezone.now() - default_storage.get_modified_time(path)
            if age > dt.timedelta(days=1) and not Job.objects.filter(file=path).exists():
                default_storage.delete(path)
                files += 1
    old, _ = Job.objects.filter(moved_at__lt=at - dt.timedelta(days=365)).delete()
    return files, old

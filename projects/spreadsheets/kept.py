"""Uploads between preview and confirmation: on shared storage, as any process may answer.

A kept file is named at random; its name goes to the browser signed for one person, so that
nobody confirms another's, and it is gone after an hour.
"""

import contextlib
import secrets
from typing import IO

from django.core import signing
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

from projects.models import User

FOLDER = "imports"
KEPT_SECONDS = 3600
GONE = "这次预览已经过期，请重新上传文件。"


class Gone(Exception):
    """The preview has expired, or was never this person's."""


def sweep() -> None:
    """Drop uploads that nobody confirmed in time."""
    with contextlib.suppress(FileNotFoundError):
        for name in default_storage.listdir(FOLDER)[1]:
            path = f"{FOLDER}/{name}"
            age = timezone.now() - default_storage.get_modified_time(path)
            if age.total_seconds() > KEPT_SECONDS:
                default_storage.delete(path)


def keep(file: IO[bytes]) -> str:
    """Store an upload, or what was made of it; gives the name it is kept under."""
    sweep()
    return default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", File(file))


def fetch(name: str) -> bytes:
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError as error:
        raise Gone from error


def drop(name: str) -> None:
    default_storage.delete(name)


def signed(what, *, owner: User) -> str:
    return signing.dumps([owner.pk, what], salt=FOLDER, compress=True)


def unsigned(text: str, *, owner: User):
    try:
        key, what = signing.loads(text, salt=FOLDER, max_age=KEPT_SECONDS)
    except signing.BadSignature as error:
        raise Gone from error
    if key != owner.pk:
        raise Gone
    return what

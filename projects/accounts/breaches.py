"""Passwords that are known from breaches, where the office keeps a list of their hashes.

The list is as Have I Been Pwned gives it, of any length: a line `SHA1:count` for each password,
in the order of the hashes. It is looked up in the file; nobody is asked over the network.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

DIGITS = 40
LONGEST = 64  # bytes of a line


def listed(password: str, path: Path) -> bool:
    """Whether the list holds the password: by halves, reading some forty lines of any file."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:
            middle = (low + high) // 2
            start = first_line_from(file, middle)
            file.seek(start)
            found = file.readline(LONGEST)
            here = found[:DIGITS].upper()
            if here == wanted:
                return True
            if found and here < wanted:
                low = start + len(found)
            else:
                high = middle
    return False


def first_line_from(file, place: int) -> int:
    """Where the first line begins that begins at this byte or after it."""
    if place:
        file.seek(place - 1)
        file.readline(LONGEST)
        return file.tell()
    return 0


class NotOfABreach:
    """Refuse what stands in the list that BREACHED_PASSWORDS names; without it nothing."""

    def validate(self, password, user=None) -> None:
        if settings.BREACHED_PASSWORDS and listed(password, settings.BREACHED_PASSWORDS):
            raise ValidationError("这个密码在已经泄露的密码里，别人会先试它，请换一个。")

    def get_help_text(self) -> str:
        return "不能是已经泄露过的密码。" if settings.BREACHED_PASSWORDS else ""

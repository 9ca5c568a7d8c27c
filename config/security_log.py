"""The security log: a line in JSON for each refusal of the office's pages, with who was refused.

Nothing of it is said on the page: what is not one's own answers like what is not there. What may
be an attack stands in the access log as well, for those who keep the accounts.
"""

import json
import logging

from django.db import Error, transaction

from projects.accounts import receivers
from projects.models import SignIn
from projects.values.network import address_of
from projects.values.text import clean

logger = logging.getLogger("security")
KINDS = {403: SignIn.Kind.FORGED, 404: SignIn.Kind.DENIED}


def refused(request, status: int) -> None:
    """Whoever is signed in; of strangers forged and broken requests alone."""
    account = account_of(request)
    if not account and status == 404:
        return
    tell(request, account, event="refused", status=status)
    if kind := KINDS.get(status):
        in_access_log(kind, account, request)


def refused_files(request, sentences: list[str]) -> None:
    """A line for each file that was not taken, with what its sender was told."""
    for sentence in sentences:
        tell(request, account_of(request), event="file refused", said=clean(sentence)[:300])


def tell(request, account: str, **what) -> None:
    line = what | {
        "method": request.method,
        "path": request.get_full_path()[:500],
        "account": account,
        "address": address_of(request),
    }
    logger.warning("%s", json.dumps(line, ensure_ascii=False))


def in_access_log(kind: str, account: str, request) -> None:
    """A refusal is answered all the same where it cannot be written."""
    try:
        with transaction.atomic():
            receivers.log(kind, account, request)
    except Error as error:
        logger.error("%s: not in the access log: %r", request.path, error)


def account_of(request) -> str:
    try:
        return request.user.get_username()
    except Error:
        return ""

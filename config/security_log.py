"""The security log: a line in JSON for each refusal of the office's pages, with who was refused.

Nothing of it is said on the page: what is not one's own answers like what is not there.
"""

import json
import logging

from django.db import Error

from projects.values.network import address_of

logger = logging.getLogger("security")


def refused(request, status: int) -> None:
    """Whoever is signed in; of strangers forged and broken requests alone."""
    account = account_of(request)
    if not account and status == 404:
        return
    line = {
        "event": "refused",
        "status": status,
        "method": request.method,
        "path": request.get_full_path()[:500],
        "account": account,
        "address": address_of(request),
    }
    logger.warning("%s", json.dumps(line, ensure_ascii=False))


def account_of(request) -> str:
    try:
        return request.user.get_username()
    except Error:
        return ""

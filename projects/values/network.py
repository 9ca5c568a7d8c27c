"""Where a request comes from."""

import ipaddress

from django.conf import settings


def address_of(request) -> str:
    """The asking machine's address; what our own proxies add counts, what it claims does not."""
    own = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if not 0 < settings.TRUSTED_PROXIES <= len(forwarded):
        return own
    try:
        return str(ipaddress.ip_address(forwarded[-settings.TRUSTED_PROXIES].strip()))
    except ValueError:
        return own

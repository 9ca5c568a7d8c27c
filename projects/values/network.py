"""Where a request comes from."""

import ipaddress

from django.conf import settings


def network_of(request) -> str:
    """The network that an address stands for: one machine may have all of an IPv6 /64."""
    try:
        address = ipaddress.ip_address(address_of(request))
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)


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

"""The origin (https://host) that whole addresses in exported pages are written with."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from projects.errors import Refused


def own() -> str:
    """The site's own, where the settings name it: SITE_URL, or else the first host."""
    if settings.SITE_URL:
        return settings.SITE_URL
    named = [host for host in settings.ALLOWED_HOSTS if host.strip("*.") == host]
    if not named:
        raise Refused("请用 --address 写明网站的网址，如 https://www.example.gov.cn。")
    return f"{'https' if settings.HTTPS else 'http'}://{named[0]}"


def checked(address: str) -> str:
    """The address as an origin, without a path."""
    parts = urlsplit(address)
    domain, _ = split_domain_port(parts.netloc)
    if parts.scheme not in ("http", "https") or parts.path not in ("", "/") or not domain:
        raise Refused(f"“{address}”不是网址，请写成 https://www.example.gov.cn。")
    if not validate_host(domain, settings.ALLOWED_HOSTS):
        raise Refused(f"“{domain}”不在 ALLOWED_HOSTS 中，本站不用这个网址。")
    return f"{parts.scheme}://{parts.netloc}"

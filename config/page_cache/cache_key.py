"""What a request asks for: a page's key, and the environ the page is built from."""

import io
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http.request import split_domain_port, validate_host

from projects.pages.addresses import listed, page_name, typed

DATABASE_AWAY = "page_cache.database_away"  # in the environ: do not try the database
LONGEST = 500  # characters of a path, of a query, of a host: no page of ours needs more
SERVER = (
    "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "REMOTE_ADDR",
    "wsgi.version", "wsgi.url_scheme", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess",
    "wsgi.run_once",
)  # fmt: skip


class CacheKey(NamedTuple):
    """A page that may be kept, as its key: all that it can depend on stands here."""

    scheme: str
    host: str
    path: str
    query: str

    @property
    def typed(self) -> bool:
        """Whether it holds what somebody typed."""
        return bool(self.query) and typed(self.query)

    def environ(self, given: dict) -> dict:
        """A request with nothing in it but the key: what is not in it cannot poison the page."""
        built = {name: given[name] for name in SERVER if name in given}
        built.update(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": self.path,
                "QUERY_STRING": self.query,
                "HTTP_HOST": self.host,
                "wsgi.input": io.BytesIO(),
            }
        )
        if settings.SECURE_PROXY_SSL_HEADER:
            header, secure = settings.SECURE_PROXY_SSL_HEADER
            built[header] = secure if self.scheme == "https" else "http"
        return built


def cache_key(environ: dict) -> CacheKey | None:
    """The page asked for; None for what is Django's to answer, each time anew."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or personal(environ):
        return None
    host = environ.get("HTTP_HOST", "").lower()
    if len(path) > LONGEST or len(query) > LONGEST or len(host) > LONGEST or not allowed(host):
        return None
    name = known_page(path)
    if name is None:
        return None
    if query:
        try:
            query = listed(name, query)
        except SuspiciousOperation:
            return None
    return CacheKey(scheme_of(environ), host, path, query)


def personal(environ: dict) -> bool:
    """Whether somebody may be signed in; other sites' cookies mean nothing to us."""
    if "HTTP_AUTHORIZATION" in environ:
        return True
    cookies = environ.get("HTTP_COOKIE", "")
    if not cookies:  # as nearly always: reading a setting costs more than all else here
        return False
    return settings.SESSION_COOKIE_NAME in cookies or settings.CSRF_COOKIE_NAME in cookies


def scheme_of(environ: dict) -> str:
    """http or https, as Django's `request.scheme` finds it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        if header in environ:
            given = environ[header].split(",", 1)[0].strip()
            return "https" if given == secure else "http"
    return environ.get("wsgi.url_scheme", "http")


@lru_cache(maxsize=1024)
def allowed(host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


@lru_cache(maxsize=4096)
def known_page(path: str) -> str | None:
    """The listed page at a path as WSGI gives it: bytes in latin-1's clothes."""
    try:
        return page_name(path.encode("latin-1").decode())
    except UnicodeError:
        return None

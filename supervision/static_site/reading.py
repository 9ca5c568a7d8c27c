"""Reading the site through the same application that serves it."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from supervision.static_site.addresses import Address


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes


@contextmanager
def undisturbed() -> Iterator[None]:
    """A page read while a request is answered must not close that request's connection.

    Other threads miss a chance to let go of an old connection, and take the next.
    """
    signals = (request_started, request_finished)
    connected = [signal for signal in signals if signal.disconnect(close_old_connections)]
    try:
        yield
    finally:
        for signal in connected:
            signal.connect(close_old_connections)


class Site:
    """The site as a visitor of `origin` (https://host) sees it."""

    def __init__(self, origin: str):
        self.origin = origin
        self.application = WSGIHandler()

    def read(self, address: Address) -> Answer:
        started = []
        with undisturbed():
            body = self.application(
                self.environ(address), lambda status, headers: started.extend([status, headers])
            )
            try:
                content = b"".join(body)
            finally:
                body.close()
        status, headers = started
        return Answer(int(status[:3]), dict(headers).get("Content-Type", ""), content)

    def environ(self, address: Address) -> dict:
        parts = urlsplit(self.origin)
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(address.path).decode("latin-1"),
            "QUERY_STRING": address.query,
            "SERVER_NAME": parts.hostname,
            "SERVER_PORT": str(parts.port or {"http": 80, "https": 443}[parts.scheme]),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": parts.netloc,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": parts.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        if settings.SECURE_PROXY_SSL_HEADER and parts.scheme == "https":
            header, secure = settings.SECURE_PROXY_SSL_HEADER
            environ[header] = secure
        return environ

"""A request put straight to a WSGI callable, and its answer."""

import io
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return self.headers.get(name.lower(), "")


def environ_of(path: str, query: str = "", method: str = "GET", host="localhost", **headers):
    """`headers` as HTTP_ACCEPT_ENCODING=…; a path may hold any sign."""
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **headers,
    }


def ask(application, path: str = "/", query: str = "", method: str = "GET", **given) -> Answer:
    caught = []
    body = application(
        environ_of(path, query, method, **given),
        lambda status, headers: caught.extend([status, headers]),
    )
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    status, headers = caught
    return Answer(int(status[:3]), {name.lower(): value for name, value in headers}, content)

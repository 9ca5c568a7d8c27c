"""A kept page: its bytes plain and compressed, each with its own strong ETag."""

import gzip
import hashlib
import re
import time
from dataclasses import dataclass, field
from functools import lru_cache
from wsgiref.handlers import format_date_time

OWN_HEADERS = {"content-length", "cache-control", "vary", "etag", "date", "age", "connection"}
LONGEST_ACCEPTED = 500  # no browser says more; what is longer is not remembered either
MAIN = b'<main id="main">'


@dataclass(frozen=True)
class Answer:
    """A whole answer of the application."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """All values of a header, joined; in lower case."""
        return ",".join(value for each, value in self.headers if each.lower() == name).lower()

    @property
    def for_anyone(self) -> bool:
        """Whether the same answer may be given to anyone: no error, no cookie, nothing private."""
        control = self.header("cache-control")
        return (
            self.status.startswith("200 ")
            and "public" in control
            and not any(word in control for word in ("private", "no-store", "no-cache"))
            and not self.header("set-cookie")
            and self.header("vary") in ("", "accept-encoding")
            and not self.header("content-encoding")
        )

    def give(self, environ, start_response) -> list[bytes]:
        start_response(self.status, self.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


@dataclass(frozen=True)
class Representation:
    """One encoding of a page, its headers ready to send."""

    etag: str
    headers: list[tuple[str, str]]
    unchanged: list[tuple[str, str]]
    body: bytes

    @classmethod
    def of(cls, body: bytes, digest: str, common: list, encoding: str) -> "Representation":
        etag = f'"{digest}-{encoding}"' if encoding else f'"{digest}"'
        said = [("Vary", "Accept-Encoding"), ("ETag", etag)]
        own = [("Content-Length", str(len(body)))]
        if encoding:
            own.append(("Content-Encoding", encoding))
        again = [pair for pair in common if pair[0] == "Cache-Control"]
        return cls(etag, [*common, *said, *own], [*again, *said], body)


@dataclass(frozen=True)
class Copy:
    """`version` is what was published when its building `began`; `at` says when, in words."""

    answer: Answer
    version: object
    began: float
    at: str
    plain: Representation
    packed: Representation | None
    born: float = field(default_factory=time.time)

    @classmethod
    def of(cls, answer: Answer, version, began: float, at: str) -> "Copy":
        plain, packed = forms(answer, answer.header("cache-control"))
        return cls(answer, version, began, at, plain, packed)

    @property
    def size(self) -> int:
        """Bytes held, with a round sum for the headers."""
        return len(self.plain.body) + len(self.packed.body if self.packed else b"") + 4096

    def give(self, environ, start_response) -> list[bytes]:
        form = self.plain
        if self.packed and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            form = self.packed
        if "HTTP_IF_NONE_MATCH" in environ and matches(environ["HTTP_IF_NONE_MATCH"], form.etag):
            start_response("304 Not Modified", form.unchanged)
            return []
        start_response("200 OK", form.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]

    def aged(self, sentence: str) -> "Copy":
        """The last good copy, for while the database is away: it says how old it is."""
        body = self.answer.body
        if self.answer.header("content-type").startswith("text/html"):
            line = f'<p class="demo aged" role="status">{sentence}</p>'.encode()
            body = body.replace(MAIN, MAIN + line, 1)
        dated = [
            ("Age", str(int(time.time() - self.born))),
            ("Warning", f'111 - "Revalidation Failed" "{format_date_time(self.born)}"'),
        ]
        answer = Answer(self.answer.status, [*self.answer.headers, *dated], body)
        plain, packed = forms(answer, "no-cache", dated)
        return Copy(answer, None, self.began, self.at, plain, packed, self.born)


def forms(
    answer: Answer, control: str, dated: list = ()
) -> tuple[Representation, Representation | None]:
    """The plain form, and the compressed one where it saves a tenth."""
    kept = [pair for pair in answer.headers if pair[0].lower() not in OWN_HEADERS]
    common = [*kept, ("Cache-Control", control)]
    if dated:
        common.append(dated[0])
    digest = hashlib.sha256(answer.body).hexdigest()[:32]
    plain = Representation.of(answer.body, digest, common, "")
    packed = gzip.compress(answer.body, 6, mtime=0)
    if len(packed) > len(answer.body) * 0.9:
        return plain, None
    return plain, Representation.of(packed, digest, common, "gzip")


def takes_gzip(accepted: str) -> bool:
    """Whether Accept-Encoding takes gzip: named, or under *, and not with q=0."""
    return len(accepted) <= LONGEST_ACCEPTED and gzip_among(accepted)


@lru_cache(maxsize=256)
def gzip_among(accepted: str) -> bool:
    weights = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.partition(";")
        refused = re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", rest)
        weights[name.strip()] = not refused
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def matches(given: str, etag: str) -> bool:
    """Whether If-None-Match names the ETag; compared weakly, as a proxy may have weakened it."""
    named = [part.strip().removeprefix("W/") for part in given[:4000].split(",")]
    return given.strip() == "*" or etag in named

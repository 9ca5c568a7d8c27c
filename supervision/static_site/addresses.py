"""Addresses of the site, the files they become, and the links between them."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from projects.errors import Refused

NO_CHOICE = {"page", "view"}  # these lead through a list, and do not narrow it
ASKED = "_asked"  # the folder of pages whose address has a query
SAFE_QUERY = re.compile(r"[A-Za-z0-9_=&%+~-]{1,200}")
LINKING = {"href", "src", "action"}
PICTURING = {"og:image", "image"}  # what a shared link shows
IN_STYLES = re.compile(r"url\(\s*[\"']?([^\"')]+)")
IN_SITEMAPS = re.compile(r"<loc>\s*([^<\s]+)")
INDEX = {"text/html": "index.html", "application/atom+xml": "index.xml"}


@dataclass(frozen=True, order=True)
class Address:
    """A path as browsers write it, percent-encoded, and a query as it stands in the link."""

    path: str
    query: str = ""

    def __str__(self):
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def choices(self) -> int:
        """How many ways a list is narrowed or sorted."""
        return sum(
            part.partition("=")[0] not in NO_CHOICE for part in self.query.split("&") if part
        )

    def file(self, content_type: str) -> str:
        """Where its answer stands: `/2023/?page=2` is `_asked/page=2/2023/index.html`."""
        path = unquote(self.path).lstrip("/")
        if ".." in path.split("/") or "\\" in path or not path.isprintable():
            raise Refused(f"网址 {self} 不能写成文件。")
        if not path or path.endswith("/"):
            path += INDEX.get(content_type.partition(";")[0], "index.html")
        if not self.query:
            return path
        if not SAFE_QUERY.fullmatch(self.query):
            raise Refused(f"网址 {self} 的参数不能写成文件夹名。")
        return f"{ASKED}/{self.query}/{path}"


class Links(HTMLParser):
    """Every link of a page, as it stands there."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in LINKING and value is not None]
        named = dict(attrs)
        if tag == "meta" and PICTURING & {named.get("property"), named.get("itemprop")}:
            self.found.append(named.get("content") or "")


def links(origin: str, address: Address, content_type: str, body: bytes) -> set[Address]:
    """The addresses of the same site that an answer links to; fragments are left out."""
    return {
        target
        for link in raw_links(content_type, body)
        if (target := same_site(urljoin(f"{origin}{address}", link), origin))
    }


def raw_links(content_type: str, body: bytes) -> list[str]:
    kind = content_type.partition(";")[0]
    if kind == "text/css":
        return IN_STYLES.findall(body.decode())
    if kind == "text/html" or kind.endswith("xml"):
        text = body.decode()
        parser = Links()
        parser.feed(text)
        return [*parser.found, *IN_SITEMAPS.findall(text)]
    return []


def same_site(link: str, origin: str) -> Address | None:
    parts = urlsplit(link)
    if f"{parts.scheme}://{parts.netloc}" != origin:
        return None
    return Address(parts.path or "/", parts.query)

"""A year's public pages as files that open by double click: every link leads to a file beside
it, or to the live site."""

import html
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.urls import reverse

from projects.pages.addresses import PARAMETERS
from supervision.static_site.addresses import LINKING, Address, same_site
from supervision.static_site.crawl import exported, read_all, reversible
from supervision.static_site.folder import put
from supervision.static_site.reading import Site

# Lists narrowed or sorted in one way; with more the pages multiply (docs/adr/0008-archive.md).
MOST_CHOICES = 1
TAG = re.compile(r"<[a-zA-Z][^>]*>")
ATTRIBUTE = re.compile(rf'(\s(?:{"|".join(sorted(LINKING))})=")([^"]*)"')
STATIC = f"/{settings.STATIC_URL.strip('/')}/"


class Offline:
    """The pages of one year, read into a folder; `files` are their names by address."""

    def __init__(self, year: int, site: Site, folder: Path):
        self.year, self.site, self.folder = year, site, folder
        self.home = Address(reverse("year", kwargs={"year": year}))
        self.files: dict[Address, str] = {}
        self.html: set[str] = set()

    def read(self) -> None:
        """Refused where a link of the year is broken."""
        for address, answer in read_all(self.site, first=self.first(), follow=self.kept):
            name = address.file(answer.content_type)
            put(self.folder, name, answer.body)
            self.files[address] = name
            if answer.content_type.startswith("text/html"):
                self.html.add(name)

    def first(self) -> set[Address]:
        """Every page that needs the year alone: some are linked from nowhere."""
        year = {"year": self.year}
        names = [name for name in PARAMETERS if reversible(name, year)]
        return {Address(reverse(name, kwargs=year)) for name in names}

    def kept(self, address: Address) -> bool:
        if address.choices > MOST_CHOICES or (address.choices and "view=" in address.query):
            return False
        if address.path.startswith((self.home.path, STATIC)):
            return exported(address)
        return address.path in (reverse("about"), reverse("favicon")) or is_photo(address)

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of every file, in the order of the names, links made relative."""
        for address, name in sorted(self.files.items(), key=lambda each: each[1]):
            body = (self.folder / name).read_bytes()
            if name in self.html:
                body = self.relative(body.decode(), address, name).encode()
            yield name, body

    def relative(self, page: str, address: Address, name: str) -> str:
        """The page with every link in a tag rewritten; whole addresses stay as they are."""

        def link(found: re.Match) -> str:
            lead, value = found[1], html.unescape(found[2])
            return f'{lead}{html.escape(self.leads_to(value, address, name))}"'

        return TAG.sub(lambda tag: ATTRIBUTE.sub(link, tag[0]), page)

    def leads_to(self, link: str, address: Address, name: str) -> str:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or link.startswith("#"):
            return link
        whole = urljoin(f"{self.site.origin}{address}", link)
        target = self.nearest(same_site(whole, self.site.origin))
        if target is None:
            return whole
        path = posixpath.relpath(self.files[target], posixpath.dirname(name) or ".")
        return quote(path) + (f"#{parts.fragment}" if parts.fragment else "")

    def nearest(self, address: Address) -> Address | None:
        """The page itself, else the same list not narrowed; None where the archive has neither.
        The home page is the year's."""
        if address.path == reverse("home"):
            address = Address(self.home.path, address.query)
        plain = Address(address.path)
        return next((each for each in (address, plain) if each in self.files), None)


def is_photo(address: Address) -> bool:
    return exported(address) and address.path.startswith("/photos/")

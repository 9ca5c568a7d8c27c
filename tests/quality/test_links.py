"""The whole demonstration, crawled: no link is broken, no fragment names nothing."""

from collections import deque
from html.parser import HTMLParser
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids = set(), set()

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.ids.add(value)
            elif name in ("href", "src", "action") and tag not in ("use", "meta"):
                self.links.add(value)


def wanted(address: str, base: str) -> bool:
    """Pages of ours; of the list's many narrowings those by one thing, in the standard size."""
    parts = urlsplit(address)
    if not address.startswith(base) or "view=" in parts.query:
        return False
    return parts.query.count("&") == 0 and not parts.path.startswith("/admin/")


def read(address: str) -> tuple[int, Page]:
    page = Page()
    try:
        with urlopen(address) as answer:
            if answer.headers.get_content_type() == "text/html":
                page.feed(answer.read().decode())
            return answer.status, page
    except HTTPError as error:
        return error.code, page


def test_no_link_is_broken(base):
    seen, pages, waiting = {base + "/"}, {}, deque([base + "/"])
    broken, fragments = [], []
    while waiting:
        address = waiting.popleft()
        status, page = read(address)
        pages[address] = page.ids
        if status != 200:
            broken.append((status, address))
        for link in page.links:
            target, fragment = urldefrag(urljoin(address, link))
            if fragment:
                fragments.append((target, fragment, address))
            if target not in seen and wanted(target, base):
                seen.add(target)
                waiting.append(target)
    assert not broken
    assert len(pages) > 200
    lost = {each for each in fragments if each[0] in pages and each[1] not in pages[each[0]]}
    assert not lost

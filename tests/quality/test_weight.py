"""What a first visit costs, all requests included, compressed as served."""

import re
from urllib.request import Request, urlopen

import pytest

HOME, PROJECT = 30_000, 40_000
PARTS = re.compile(r'<(?:link|script|img)[^>]+?(?:href|src)="([^"]+)"[^>]*>')
# Lazy pictures in what is folded away are fetched when it is opened, not on a visit.
FOLDED = re.compile(r"<details(?! open)[^>]*>.*?</details>", re.DOTALL)
FETCHED = re.compile(r'rel="(?:stylesheet|icon)"|<script|<img')


def size(address: str) -> tuple[int, bytes]:
    """Bytes on the wire, and the plain page."""
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip"})) as answer:
        packed = answer.read()
    with urlopen(address) as answer:
        return len(packed), answer.read()


def weight(base: str, path: str) -> int:
    total, page = size(base + path)
    for part in PARTS.finditer(FOLDED.sub("", page.decode())):
        if FETCHED.search(part[0]):
            total += size(base + part[1])[0]
    return total


def test_the_home_page(base):
    assert weight(base, "/") <= HOME


@pytest.mark.parametrize("number", range(1, 23))
def test_a_project_s_page(base, number):
    assert weight(base, f"/2023/{number}/") <= PROJECT

"""Every public address there is: answered, whatever stands in its place or behind its ?."""

import pytest
from django.urls import reverse

from tests.serving.test_parameters import names

pytestmark = pytest.mark.django_db
MONTH = [2023, "2023-09"]
CARD = [2023, 12, "2023-09"]

# An address that is not listed here fails the suite.
ADDRESSES = {
    "home": [],
    "year": [2023],
    "project": [2023, 12],
    "card": CARD,
    "card-facts": CARD,
    "card-verdict": CARD,
    "card-policy": CARD,
    "project-picture": [2023, 12, "2023-09"],
    "project-picture-square": [2023, 12, "2023-09"],
    "year-picture": MONTH,
    "year-picture-square": MONTH,
    "explanation": [2023],
    "corrections": [2023],
    "about": [],
    "sites": [2023],
    "places": [2023],
    "map": [2023],
    "project-sheet": [2023, 12],
    "board": [2023],
    "board-month": [2023, "2023-09"],
    "changes": [2023],
    "changes-month": MONTH,
    "bulletins": [2023],
    "bulletin": [2023, 9],
    "bulletin-word": [2023, 9],
    "units": [2023],
    "unit": [2023, "education"],
    "satisfaction": [2023],
    "poster": [2023],
    "embed": [2023],
    "data": [2023],
    "promised-dates": [2023],
    "openapi": [2023],
    "status-csv": [2023],
    "status-xlsx": [2023],
    "status-json": [2023],
    "datapackage": [2023],
    "table-csv": [2023, "progress"],
    "table-json": [2023, "places"],
    "search": [],
    "replay": [],
    "feed": [],
    "project-feed": [2023, 12],
    "sitemap": [],
    "robots": [],
    "favicon": [],
    "healthz": [],
}
# Tested where their forms are.
ELSEWHERE = {
    "making", "calls", "proposals", "propose",
    "propose-as-deputy", "proposal-follow", "proposal",
    "making-consultation", "making-opinion", "making-receipt", "making-project",
    "town", "place", "place-sheet", "place-seen", "place-feed", "feedback", "feedback-follow",
    "feedback-receipt", "photo",
}  # fmt: skip
PICTURES = {name for name in ADDRESSES if "-picture" in name}
STRANGE = [
    "page=%00&q=%00&view=%00", "page=-1&q=%25", "page=" + "9" * 4000, "q=%ff%fe&page=x",
    "q=%F0%9F%98%80&sort=%00", "sort=' or 1=1&card=%00&unit=%00", "q=(%5B*%2B%3F&page=0",
    "month=%00", "month=2023-09%00", "view=large&view=large", "q=" + "长" * 400, "a=b&a=c",
]  # fmt: skip


@pytest.fixture
def year(programme, lights, september):
    lights.assignments.get().unit.__class__.objects.update(slug="education")


def test_every_address_is_listed_here():
    from django.urls import get_resolver

    assert names(get_resolver().url_patterns) - ELSEWHERE == {*ADDRESSES}


@pytest.mark.parametrize("name", ADDRESSES)
def test_it_answers_and_sets_no_cookie(client, year, name):
    answer = client.get(reverse(name, args=ADDRESSES[name]))
    assert answer.status_code == 200
    assert not answer.cookies
    assert client.post(reverse(name, args=ADDRESSES[name])).status_code == 405


@pytest.mark.parametrize("query", STRANGE)
def test_strange_queries_are_left_out_or_refused_kindly(client, year, query):
    for name, args in ADDRESSES.items():
        answer = client.get(f"{reverse(name, args=args)}?{query}")
        assert answer.status_code in (200, 400, 404), name
        assert (
            b"\x00" not in answer.content
            or name in ("favicon", "status-xlsx", "bulletin-word", "replay")
            or name in PICTURES
        )


@pytest.mark.parametrize("name", [name for name, args in ADDRESSES.items() if args])
def test_a_year_that_is_not_public_is_a_404_with_help(client, year, name):
    answer = client.get(reverse(name, args=[2031, *ADDRESSES[name][1:]]))
    assert answer.status_code == 404
    assert "首页" in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/2023/units/nobody/", "/2023/units/%00/", "/2023/units/教育/", "/2023/bulletins/99/",
        "/2023/bulletins/0/", "/2023/bulletins/x/", "/2023/changes/2023-08/",
        "/2023/changes/2023-13/", "/2023/changes/九月/", "/1999/board/", "/2023/board/x/",
        "/2023/board/2023-08/", "/2023/board/2023-13/",
        "/2023/bulletins/99999999999/", "/2023/openapi.yaml", "/search/x/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_404_with_help(client, year, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "首页" in answer.content.decode()

"""The notice board's sheet: who is behind, as many as fit, and a code that leads to the year."""

import re

import pytest
import segno

from tests.factories import make_project
from tests.public.months import count_cards, make_card, make_month, quantity

pytestmark = pytest.mark.django_db


def text_of(client) -> str:
    return client.get("/2023/poster/").content.decode()


def late_titles(page: str) -> list[str]:
    return re.findall(r"<span>\d+\. (.*?)</span>", page)


def dark(page: str) -> set[tuple[int, int]]:
    """The dark modules of the drawn code, counted from its first one."""
    path = re.search(r'class="qr-code" d="(.*?)"', page)[1]
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)
    assert "".join(f"M{x} {y}h{n}v1h-{n}z" for x, y, n in runs) == path
    return {(int(y) - 4, int(x) - 4 + i) for x, y, n in runs for i in range(int(n))}


def test_the_code_is_the_year_s_address_module_by_module(client, september):
    made = segno.make("http://testserver/2023/", error="m", micro=False)
    rows = enumerate(made.matrix)
    assert dark(text_of(client)) == {
        (y, x) for y, row in rows for x, module in enumerate(row) if module
    }


@pytest.fixture
def behind(programme):
    """A month with many yellow cards and one red."""

    def behind(titles: list[str]):
        period = make_month(programme)
        make_card(period, make_project(programme, number=50, title="最慢的"), quantity(value="9"))
        for number, title in enumerate(titles, 60):
            make_card(period, make_project(programme, number=number, title=title), quantity())
        return count_cards(period)

    return behind


def test_the_worst_come_first_and_all_are_named_where_they_fit(client, behind):
    behind([f"项目{number}" for number in range(7)])
    page = text_of(client)
    assert late_titles(page) == ["最慢的", *(f"项目{number}" for number in range(7))]
    assert "还有" not in page


def test_where_they_do_not_fit_a_line_says_how_many_more(client, behind):
    behind([f"项目{number}" for number in range(10)])
    page = text_of(client)
    assert len(late_titles(page)) == 7 and "还有4件，见网页" in page


def test_long_titles_take_the_room_of_two(client, behind):
    behind([f"实施城乡困难老年人家庭适老化改造和无障碍改造提升工程{n}" for n in range(6)])
    page = text_of(client)
    assert len(late_titles(page)) == 4 and "还有3件，见网页" in page


def test_before_any_month_it_leads_to_the_promises(client, programme):
    page = text_of(client)
    assert "进展还没有公布，扫码看承诺的全部项目" in page
    assert "扫码看每一件承诺了什么" in page and "比计划慢" not in page


@pytest.mark.parametrize(("display", "named"), [("words", True), ("bar", False)])
def test_it_obeys_what_the_public_may_see_of_cards(client, programme, september, display, named):
    programme.card_display = display
    programme.save()
    page = text_of(client)
    assert ("改善教学基础设施条件" in page) is named
    assert "黄牌" not in page

"""Share pictures: the month's figure, date, colour and code, drawn from the stored card."""

import io
import re

import pytest
from PIL import Image

from supervision.documents import drawing
from supervision.public.poster import qr
from supervision.static_site.addresses import Address, links
from tests.factories import make_project
from tests.public.months import count_cards, make_card, make_month, quantity

pytestmark = pytest.mark.django_db
OWN = "/2023/12/2023-09.png"
ALL = [OWN, "/2023/12/2023-09-square.png", "/2023/2023-09.png", "/2023/2023-09-square.png"]


@pytest.fixture
def svg(client, monkeypatch):
    """The drawing behind a picture, as text."""

    def svg(path: str) -> str:
        drawn = []
        with monkeypatch.context() as patched:
            patched.setattr(drawing, "png", lambda text: drawn.append(text) or b"")
            assert client.get(path).status_code == 200
        return drawn[0]

    return svg


@pytest.mark.parametrize(
    ("path", "size"), list(zip(ALL, [(1200, 630), (600, 600)] * 2, strict=True))
)
def test_each_is_a_small_png_of_its_size(client, september, path, size):
    answer = client.get(path)
    assert answer["Content-Type"] == "image/png" and "public" in answer["Cache-Control"]
    assert Image.open(io.BytesIO(answer.content)).size == size
    assert len(answer.content) < 50_000


def test_it_says_figure_date_and_colour_and_leads_to_the_page(svg, september):
    drawn = svg(OWN)
    assert re.search(r"已完成<tspan[^>]*>90</tspan><tspan[^>]*>／149口", drawn)
    assert "2023年9月30日" in drawn and "黄牌　进度偏慢" in drawn and "演示数据" in drawn
    assert qr("http://testserver/2023/12/").path in drawn


def test_the_project_s_own_tile_is_marked_among_all(svg, september):
    drawn = svg(OWN)
    tiles = re.findall(r'<g class="(\w+)" transform="translate[^>]*><rect class="soft"', drawn)
    assert tiles == ["yellow", "unrated"]
    marked = drawn.index('stroke="#f2c14e"')
    assert drawn.index(">12</text>") > marked > drawn.index('class="soft"')
    assert drawn.count('stroke="#f2c14e"') == 1


def test_the_year_s_picture_says_the_year_s_sentence(client, svg, september):
    drawn = re.sub(r"</?tspan[^>]*>", "", svg("/2023/2023-09.png"))
    sentence = re.search(r'hero-sum">(.*?)<', client.get("/2023/").content.decode())[1]
    assert sentence and sentence in drawn
    assert qr("http://testserver/2023/").path in drawn


def test_an_earlier_month_keeps_its_own_figure(svg, programme, lights, september):
    make_card(make_month(programme, "2023-08"), lights, quantity(readings={"2023-08": "71"}))
    assert ">71</tspan>" in svg("/2023/12/2023-08.png")
    assert ">90</tspan>" in svg(OWN)


def test_small_counts_are_withheld_and_no_bar_gives_them_away(svg, programme):
    project = make_project(programme, number=5, sensitive=True)
    period = make_month(programme)
    make_card(period, project, quantity(measure="人", readings={"2023-09": "7"}))
    count_cards(period)
    for path in ("/2023/5/2023-09.png", "/2023/5/2023-09-square.png"):
        drawn = svg(path)
        assert ">不足10</tspan>" in drawn
        assert ">7<" not in drawn and 'rx="10" fill="#0b4a52"' not in drawn


@pytest.mark.parametrize(("display", "words"), [("words", True), ("bar", False)])
def test_it_obeys_what_the_public_may_see_of_cards(svg, programme, september, display, words):
    programme.card_display = display
    programme.save()
    for path in ALL:
        drawn = svg(path)
        assert "黄牌" not in drawn and 'class="yellow"' not in drawn
        assert path not in ALL[:2] or ("进度偏慢" in drawn) is words


@pytest.mark.parametrize(
    "path",
    ["/2023/12/2023-08.png", "/2023/99/2023-09.png", "/2023/2023-08.png", "/2024/2023-09.png"],
)
def test_what_is_not_public_has_no_picture(client, september, path):
    assert client.get(path).status_code == 404


def test_pages_name_their_pictures_and_an_export_takes_them_along(client, september):
    named = {
        "/2023/12/": "/2023/12/2023-09",
        "/2023/12/cards/2023-09/": "/2023/12/2023-09",
        "/": "/2023/2023-09",
        "/2023/board/": "/2023/2023-09",
        "/2023/changes/2023-09/": "/2023/2023-09",
        "/2023/bulletins/9/": "/2023/2023-09",
    }
    for page, picture in named.items():
        answer = client.get(page)
        text = answer.content.decode()
        assert f'og:image" content="http://testserver{picture}.png"' in text, page
        assert f'itemprop="image" content="http://testserver{picture}-square.png"' in text, page
        found = links("http://testserver", Address(page), answer["Content-Type"], answer.content)
        assert {Address(f"{picture}.png"), Address(f"{picture}-square.png")} <= found, page


def test_a_machine_without_a_chinese_font_says_so_and_shows_no_picture(
    client, monkeypatch, september
):
    monkeypatch.setattr(drawing, "has_chinese", lambda: False)
    assert [each.id for each in drawing.fonts_there(None)] == ["supervision.W001"]
    page = client.get("/2023/12/").content.decode()
    assert "share." in page and ".png" in page and "2023-09.png" not in page
    assert [client.get(path).status_code for path in ALL] == [404] * 4


def test_a_missing_font_is_told_from_one_that_is_there(monkeypatch):
    assert drawing.has_chinese() and drawing.fonts_there(None) == []
    drawing.has_chinese.cache_clear()
    monkeypatch.setattr(drawing.resvg_py, "svg_to_bytes", lambda **_: b"a box")
    try:
        assert not drawing.has_chinese()
    finally:
        drawing.has_chinese.cache_clear()


def test_long_titles_take_smaller_type_and_at_most_two_lines():
    assert drawing.fitted("中小学教室照明改造", 664, (60, 50, 42), 2) == (
        60,
        ["中小学教室照明改造"],
    )
    size, found = drawing.fitted("实施城乡困难老年人家庭适老化改造和无障碍" * 2, 664, (60, 42), 2)
    assert size == 42 and len(found) == 2 and found[1].endswith("…")
    sentence = "22件实事，15件按序时推进，2件滞后。"
    assert drawing.lines(sentence, 14, 3) == ["22件实事，15件按序时推进，", "2件滞后。"]

"""What the programme lets the public see of cards: obeyed by pages and files alike."""

import re

import pytest

from tests.public.months import count_cards, make_card, make_month, quantity

pytestmark = pytest.mark.django_db
COLOURS = re.compile(r"blue|yellow|red\b|[蓝黄红]牌|转[蓝黄红]|disc\"|#triangle|#square|#disc")
PATHS = ["/", "/2023/", "/2023/12/", "/2023/13/"]
CARD = ["/2023/12/cards/2023-09/" + name for name in ("", "facts.json", "verdict.json")]


@pytest.fixture
def shown_as(programme, lights, september):
    august = make_month(programme, "2023-08")
    make_card(august, lights, quantity(readings={"2023-08": "40"}))
    history = {"previous_cards": [{"month": "2023-08", "colour": "red"}]}
    make_card(september, lights, quantity(), version=2, facts=history)
    count_cards(september)

    def show(display):
        programme.card_display = display
        programme.save()

    return show


def body(answer):
    """The page without the shapes' definitions, which every page carries."""
    assert answer.status_code == 200
    return re.sub(r"<symbol.*?</symbol>", "", answer.content.decode(), flags=re.S)


@pytest.mark.parametrize("path", [*PATHS, *CARD])
def test_words_only_names_no_colour_anywhere(client, shown_as, path):
    shown_as("words")
    assert not COLOURS.search(body(client.get(path)))


def test_words_only_still_says_the_words_and_filters_by_them(client, shown_as):
    shown_as("words")
    assert "进度偏慢" in body(client.get("/"))
    assert "改善教学基础设施条件" in body(client.get("/?card=进度偏慢"))
    assert "转为“按序时推进”" in body(client.get(CARD[0]))
    assert "看不懂的筛选条件" in body(client.get("/?card=yellow"))


@pytest.mark.parametrize("path", PATHS)
def test_bars_only_shows_figures_and_no_judgement(client, shown_as, path):
    shown_as("bar")
    page = body(client.get(path))
    assert not COLOURS.search(page)
    for word in ("进度偏慢", "进度滞后", "按序时推进", "未评", "为什么是", "badge", "依据</a>"):
        assert word not in page


def test_bars_only_still_shows_how_far(client, shown_as):
    shown_as("bar")
    assert "完成60.4%，计划80.5%" in body(client.get("/"))


@pytest.mark.parametrize("path", CARD)
def test_bars_only_has_no_card_pages_and_no_files(client, shown_as, path):
    shown_as("bar")
    assert client.get(path).status_code == 404


def test_the_ladder_has_its_own_legend(client, programme, lights):
    period = make_month(programme)
    make_card(period, lights, quantity(value="110"), policy="阶梯")
    count_cards(period)
    page = body(client.get("/"))
    assert "<b>蓝牌</b> 略有滞后" in page
    assert "按序时推进" in page
    assert "改善教学基础设施条件" in body(client.get("/?card=blue"))

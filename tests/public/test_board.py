import re

import pytest

from tests.factories import make_project, make_unit, moment
from tests.public.months import count_cards, make_card, make_month, quantity

pytestmark = pytest.mark.django_db


def board(client, query=""):
    answer = client.get(f"/2023/board/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def row(page, title):
    [found] = [part for part in page.split("<tr>") if title in part]
    return found


def test_every_project_has_its_row_and_every_month_its_column(client, programme, lights, september):
    august = make_month(programme, "2023-08")
    make_card(august, lights, quantity(readings={"2023-08": "90"}))
    found = row(board(client), lights.title)
    assert found.index("/cards/2023-08/") < found.index("/cards/2023-09/")
    assert "黄牌" in found
    assert "60.4%" in found


def test_a_share_reads_as_on_the_card_s_own_page(client, programme, lights):
    """95 of 149 is 63.758%: cut beside its plan of 80.5%, so that the gap of 16.8 subtracts."""
    make_card(make_month(programme), lights, quantity(value="95"))
    card = client.get(f"/2023/{lights.number}/cards/2023-09/").content.decode()
    assert "63.7%" in card
    assert "63.7%" in row(board(client), lights.title)


def test_a_month_whose_report_did_not_come_says_so_before_its_figure(client, programme, lights):
    facts = {"report": {"due": "2023-10-07", "submitted": None, "accepted": None}}
    make_card(make_month(programme), lights, quantity(), facts=facts)
    told = re.sub("<[^>]+>", " ", row(board(client), lights.title))
    assert told.index("未报") < told.index("60.4%")


def test_months_outside_the_published_ones_say_why_they_are_empty(client, september):
    page = board(client)
    assert "1月至8月未启动调度，10月起还没有公布" in page
    assert 'colspan="8" rowspan="2"><span>未启动调度' in page
    assert 'colspan="3" rowspan="2"><span>未公布' in page


def test_months_lead_to_what_they_changed(client, september):
    assert 'href="/2023/changes/2023-09/?view=large"' in board(client, "?view=large")


def columns(page, mark):
    """The months whose column carries a mark."""
    heads = re.findall(r'<th scope="col" class="month([^"]*)">([^<]*)</th>', page)
    return [month for marks, month in heads if mark in marks]


@pytest.mark.parametrize(
    ("asked", "chosen", "near"),
    [
        ("", "9月", ["7月", "8月", "9月"]),
        ("2023-08/", "8月", ["6月", "7月", "8月"]),
        ("2023-06/", "6月", ["6月", "7月", "8月"]),
    ],
)
def test_a_phone_shows_the_chosen_month_and_the_two_before(
    client, programme, september, asked, chosen, near
):
    for month in ("2023-06", "2023-07", "2023-08"):
        make_month(programme, month)
    page = board(client, asked)
    assert columns(page, "chosen") == [chosen]
    assert columns(page, "near") == near
    assert f'<b aria-current="page">{chosen}</b>' in " ".join(page.split())


def test_the_other_months_are_links_that_keep_the_type_size(client, programme, september):
    make_month(programme, "2023-08")
    page = board(client, "?view=large")
    assert 'href="/2023/board/2023-08/?view=large">8月</a>' in page
    assert "/2023/board/2023-09/" not in page


def test_the_chosen_month_s_cards_are_counted(client, programme, lights, september):
    august = make_month(programme, "2023-08")
    make_card(august, lights, quantity(readings={"2023-08": "110"}))
    count_cards(august)
    for asked, counts in (("", (0, 1, 0, 1)), ("2023-08/", (1, 0, 0))):
        page = board(client, asked)
        told = page[page.index('class="board-month"') : page.index("board-scroll")]
        assert tuple(map(int, re.findall(r"<b>(\d+)</b>件", told))) == counts


def test_a_month_that_is_not_public_is_not_told(client, programme, september):
    make_month(programme, "2023-10", stage="closed")
    assert client.get("/2023/board/2023-10/").status_code == 404


@pytest.mark.parametrize("page", ["board/{}/", "changes/{}/", "{}.png"])
@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2023-02", "2023年2月没有单独公布，进展合在2023年3月一期里。"),
        ("2023-10", "2023年10月的进展没有公布，可能还在审核。"),
        ("2023-11", "2023年11月还没有结束，进展要等月报审核后公布。"),
    ],
)
def test_a_month_without_a_page_says_why(client, programme, settings, page, month, said):
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    make_month(programme, "2023-03", covers_from="2023-01")
    answer = client.get(f"/2023/{page.format(month)}")
    assert answer.status_code == 404 and said in answer.content.decode()


def test_a_month_before_the_first_report_was_not_begun(client, programme, settings):
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    make_month(programme, "2023-03")
    answer = client.get("/2023/board/2023-02/")
    assert "2023年2月未启动调度，没有月报。" in answer.content.decode()


def test_before_any_publication_the_whole_year_is_unpublished(client, programme, lights):
    page = board(client)
    assert "进展还没有公布" in page
    assert "<table" not in page and 'href="/2023/"' in page


def test_without_any_project_the_board_still_stands(client, programme):
    assert "逐月看板" in board(client)


def test_a_month_in_which_a_project_had_no_card_is_said(client, programme, september):
    make_project(programme, number=30, title="后来的项目")
    assert "<small>无</small>" in row(board(client), "后来的项目")


def test_words_only_names_no_colour(client, programme, september):
    programme.card_display = "words"
    programme.save()
    found = row(board(client), "改善教学基础设施条件")
    assert "进度偏慢" in found
    assert "黄" not in found and "yellow" not in found


def test_bars_only_shows_how_far_and_no_card(client, programme, september):
    programme.card_display = "bar"
    programme.save()
    found = row(board(client), "改善教学基础设施条件")
    assert "60.4%" in found
    assert "badge" not in found and "/cards/" not in found


def test_a_small_count_of_a_sensitive_project_is_not_given_away(client, programme):
    period = make_month(programme)
    project = make_project(programme, number=5, title="康复救助", sensitive=True)
    make_card(period, project, quantity(value="7", measure="人"))
    found = row(board(client), "康复救助")
    assert "%" not in found and "不公布" in found


def test_queries_grow_with_neither_projects_nor_months(
    client, programme, django_assert_max_num_queries
):
    unit = make_unit()
    projects = [make_project(programme, unit=unit, sensitive=n % 2) for n in range(60)]
    for month in ("2023-07", "2023-08", "2023-09"):
        period = make_month(programme, month)
        for project in projects:
            make_card(period, project, quantity(readings={month: "90"}))
        count_cards(period)
    with django_assert_max_num_queries(15):
        assert "第1页，共2页" in board(client)
    assert "演示项目60" in board(client, "?page=2")

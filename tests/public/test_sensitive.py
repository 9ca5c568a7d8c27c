"""Projects about health or minors: counts of 1 to 9 people are 不足10 wherever the public reads."""

import json

import pytest

from tests.factories import make_project
from tests.public.months import count_cards, make_card, make_month, quantity

pytestmark = pytest.mark.django_db
PATHS = ["/", "/2023/5/", "/2023/5/cards/2023-09/"]
FILES = ["/2023/5/cards/2023-09/facts.json", "/2023/5/cards/2023-09/verdict.json"]


@pytest.fixture
def helped(programme):
    """Seven children helped of 41 by September, where 31 were planned."""
    project = make_project(programme, number=5, sensitive=True, title="康复救助", category="care")
    period = make_month(programme)
    target = quantity(
        "手术救助",
        measure="人",
        target="41",
        plan={"2023-01": "0", "2023-09": "31", "2023-12": "41"},
        readings={"2023-08": "3", "2023-09": "7"},
    )
    card = make_card(period, project, target)
    count_cards(period)
    return card


def test_the_count_and_what_gives_it_away_are_withheld_on_pages(client, helped):
    for path in PATHS:
        page = client.get(path).content.decode()
        assert "不足10" in page
        for giveaway in ("7人", "24人", "少24", "17.0", "58.5", "7</b>", "再完成"):
            assert giveaway not in page, (path, giveaway)


def test_the_files_withhold_it_too_and_say_so(client, helped):
    facts = client.get(FILES[0]).json()
    assert facts["targets"][0]["readings"]["2023-09"]["value"] == "不足10"
    assert facts["targets"][0]["readings"]["2023-08"]["value"] == "不足10"
    assert "不能用来重算" in facts["withheld"]
    verdict = client.get(FILES[1]).json()
    assert verdict["targets"][0]["value"] == "不足10"
    for part in ("actual", "deviation"):
        assert verdict[part] is None
        assert verdict["targets"][0][part] is None
    assert verdict["to_clear"][0]["more"] is None
    assert "24" not in json.dumps(verdict["findings"], ensure_ascii=False)


def test_the_digest_is_withheld_because_nine_guesses_would_break_it(client, helped):
    for path in (*PATHS, *FILES):
        assert helped.digest not in client.get(path).content.decode()


def test_replaying_is_not_offered(client, helped):
    page = client.get(PATHS[2]).content.decode()
    assert "不能用公开文件重算" in page
    assert "replay_card" not in page


def test_an_earlier_small_month_stays_withheld_when_later_ones_are_large(client, programme):
    project = make_project(programme, number=5, sensitive=True)
    period = make_month(programme)
    make_card(period, project, quantity(readings={"2023-06": "4", "2023-09": "90"}, measure="人"))
    page = client.get("/2023/5/").content.decode()
    assert "已完成<" in page or "<b>90</b>" in page
    assert '<th scope="row">2023年6月</th><td>60</td><td>不足10</td>' in page
    facts = client.get(FILES[0]).json()["targets"][0]["readings"]
    assert (facts["2023-06"]["value"], facts["2023-09"]["value"]) == ("不足10", "90")


@pytest.mark.parametrize("value", ["0", "10", "90"])
def test_nothing_and_ten_or_more_are_told(client, programme, value):
    project = make_project(programme, number=5, sensitive=True)
    make_card(make_month(programme), project, quantity(value=value, measure="人"))
    page = client.get("/2023/5/").content.decode()
    assert "不足10" not in page
    assert f"<b>{value}</b>" in page
    assert "replay_card" in client.get(PATHS[2]).content.decode()


def test_growth_over_a_baseline_counts_as_a_count(client, programme):
    project = make_project(programme, number=5, sensitive=True)
    grown = quantity(baseline="375", target="537", value="380", measure="人",
                     plan={"2023-01": "375", "2023-12": "537"})  # fmt: skip
    make_card(make_month(programme), project, grown)
    page = client.get("/2023/5/").content.decode()
    assert "380" not in page
    assert "不足10" in page


def test_rooms_are_not_patients(client, programme):
    project = make_project(programme, number=5, sensitive=True)
    make_card(make_month(programme), project, quantity(value="7"))
    assert "<b>7</b>" in client.get("/2023/5/").content.decode()


def test_other_projects_show_small_counts(client, programme):
    project = make_project(programme, number=5)
    make_card(make_month(programme), project, quantity(value="7", measure="人"))
    assert "<b>7</b>" in client.get("/2023/5/").content.decode()


def test_a_city_quota_does_not_tell_what_the_target_withholds(client, programme):
    project = make_project(programme, number=5, sensitive=True)
    task = {"name": "市级救助", "measure": "人", "quota": "41", "plan": "31", "reading": "7"}
    make_card(
        make_month(programme),
        project,
        quantity(value="7", measure="人"),
        facts={"city_tasks": [task]},
    )
    for path in (*PATHS, *FILES):
        page = client.get(path).content.decode()
        assert "完成7人" not in page
        assert '"reading": "7"' not in page

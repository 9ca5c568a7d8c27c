import json

import pytest

from supervision.rules import PRESETS, Facts, evaluate
from tests.factories import make_project
from tests.public.months import make_card, make_month, quantity, stages
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db
CARD = "/2023/12/cards/2023-09/"


def test_it_answers_why_with_numbers_and_what_would_clear_it(client, september):
    page = text_of(client, CARD)
    assert "2023年9月为什么是黄牌" in page
    assert "因为有1处没有跟上计划" in page
    assert "比计划少30口，落后20.1个百分点" in page
    assert "即可转蓝" in page
    assert "离这条线还有9.9个百分点" in page
    assert "已越过这条线10.1个百分点" in page
    assert "三色 第1版" in page
    assert september.cards.get(project__number=12).digest in page
    assert "python3 replay_card.pyz facts.json --policy policy.json" in page
    assert "牌针对项目，不针对个人" in page


def test_a_blue_card_a_little_behind_is_not_called_even(client, programme, september):
    make_card(september, make_project(programme, number=1), quantity(value="114"))
    page = text_of(client, "/2023/1/cards/2023-09/")
    assert "有的指标略低于计划，但差距没有到10个百分点，按规则算按序时推进。" in page


def test_a_gap_that_is_exactly_a_line_has_not_crossed_it(client, programme, september):
    plan = {"2023-09": "80", "2023-12": "100"}
    share = quantity(value="50", target="100", plan=plan)
    make_card(september, make_project(programme, number=1), share)
    page = text_of(client, "/2023/1/cards/2023-09/")
    assert "为什么是黄牌" in page
    assert "落后计划超过30个百分点，为红牌（进度滞后）；这个项目正好在这条线上。" in page
    assert "已越过这条线20个百分点" in page


def test_an_unrated_month_says_why(client, september):
    page = text_of(client, "/2023/13/cards/2023-09/")
    assert "没有可以评定的进展数据" in page
    assert "没有可以比较的分月计划，不参加评定" in page


def test_facts_are_the_stored_ones_and_replay_to_the_stored_card(client, september):
    card = september.cards.get(project__number=12)
    answer = client.get(f"{CARD}facts.json")
    assert answer["Content-Type"].startswith("application/json")
    assert answer["X-Demonstration"] == "true"
    assert answer.json() == json.loads(card.facts)
    verdict = evaluate(Facts.from_json(answer.json()), PRESETS["三色"])
    assert verdict.digest == card.digest
    assert verdict.colour == card.colour


def test_the_verdict_goes_out_without_forecasts(client, programme, september):
    verdict = client.get(f"{CARD}verdict.json").json()
    assert verdict["colour"] == "yellow"
    assert verdict["targets"][0]["value"] == "90"
    assert "forecast" not in json.dumps(verdict)
    programme.forecasts_public = True
    programme.save()
    assert "forecast" in client.get(f"{CARD}verdict.json").json()["targets"][0]


@pytest.mark.parametrize("stage", ["open", "closed"])
def test_unpublished_months_are_not_found(client, programme, lights, september, stage):
    make_card(make_month(programme, "2023-10", stage=stage), lights, quantity())
    for name in ("", "facts.json", "verdict.json"):
        assert client.get(f"/2023/12/cards/2023-10/{name}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/2023/12/cards/2023-13/", "/2023/12/cards/2023-05/", "/2023/99/cards/2023-09/",
             "/2022/12/cards/2023-09/", "/2023/12/cards/9/", "/2023/12/cards/2023-09/x.json"]
)  # fmt: skip
def test_months_and_projects_that_are_not_there_are_404(client, september, path):
    assert client.get(path).status_code == 404


def test_the_version_that_is_public_is_shown(client, lights, september):
    make_card(september, lights, quantity(value="118"), version=2)
    target = client.get(f"{CARD}facts.json").json()["targets"][0]
    assert target["readings"]["2023-09"]["value"] == "118"


def test_stages_are_reasoned_about_too(client, programme, september):
    make_card(september, make_project(programme, number=21), stages())
    page = text_of(client, "/2023/21/cards/2023-09/")
    assert "主体完工" in page

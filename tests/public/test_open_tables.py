"""The year's tables: stable headers, numbers alone in number columns, valid as a data package."""

import csv
import json
import subprocess
import sys

import pytest

from supervision.public.tables import TABLES
from tests.factories import make_project, make_target
from tests.public.months import make_card, make_month, quantity, service, stages
from tests.public.reading import text_of
from tests.public.test_essentials import reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(programme, lights, september):
    """Targets of every kind, a place, a plan, a small count."""
    rooms = make_target(
        lights, "改造提升教室照明", value="149", measure="口",
        plan={"2023-03": "20", "2023-06": "60", "2023-09": "120", "2023-12": "149"},
    )  # fmt: skip
    rooms.sites.create(name="=演示第1小学", place="疃里镇", quantity=20, done="2023-08")
    make_card(september, make_project(programme, number=20), stages(), quantity("绿化", plan=None))
    few = make_project(programme, number=5, sensitive=True)
    make_card(september, few, quantity("手术", "7", measure="人"))
    screening = make_project(programme, number=2)
    months = [f"2023-{number:02d}" for number in range(1, 13)]
    target = make_target(
        screening, "产前筛查", kind="service", baseline=None, value=None, plan=months
    )
    make_card(september, screening, service())
    reported(screening, september, target, 218)
    october = make_month(programme, "2023-10", published="2023-11-12 10:00")
    make_card(october, lights, quantity(readings={"2023-10": "149"}))


def rows(client, name: str, **asked) -> list[dict]:
    answer = client.get(f"/2023/open/{name}.csv", asked)
    assert answer.status_code == 200 and answer["Access-Control-Allow-Origin"] == "*"
    return list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))


def one(client, project: int, month: str, target: str = "") -> dict:
    found = [
        row
        for row in rows(client, "progress")
        if (row["project"], row["month"]) == (str(project), month) and target in row["target"]
    ]
    assert len(found) == 1, (project, month, target)
    return found[0]


def test_a_row_says_month_promise_figure_plan_card_and_version(client, full, september):
    september.refresh_from_db()
    row = one(client, 12, "2023-09")
    assert row == {
        "year": "2023", "month": "2023-09", "project": "12", "target": "改造提升教室照明",
        "kind": "quantity", "unit": "口", "value": "90", "planned": "120", "percent": "60.4",
        "points": "-20.13", "card": "yellow", "due": "2023-12-31",
        "version": september.data_version, "baseline": "0", "goal": "149", "state": "behind",
        "served": "", "part": "", "whole": "", "counted_in": "", "due_now": "2023-12-31",
        "promised": "", "broken": "",
    }  # fmt: skip
    assert one(client, 12, "2023-10")["state"] == "done"


def test_stages_services_and_what_waits_for_its_plan_have_their_numbers_too(client, full):
    works = one(client, 20, "2023-09", "转运站")
    assert (works["unit"], works["value"], works["planned"]) == ("个节点", "1", "2")
    months = one(client, 2, "2023-09")
    assert (months["value"], months["planned"], months["served"]) == ("9", "9", "218")
    pending = one(client, 20, "2023-09", "绿化")
    assert (pending["value"], pending["planned"], pending["percent"]) == ("", "", "")
    assert pending["state"] == "pending"


def test_small_counts_are_empty_never_text(client, full):
    row = one(client, 5, "2023-09")
    assert (row["value"], row["percent"], row["points"], row["state"]) == ("", "", "", "hidden")


def test_the_numbers_are_those_of_the_month_s_file(client, full):
    for month in ("2023-09", "2023-10"):
        told = client.get("/2023/status.json", {"month": month}).json()
        for each in told["rows"]:
            if month == "2023-10" and each["number"] != 12:
                continue  # not judged in that month
            name = each["task"].rpartition("指标：")[2]
            row = one(client, each["number"], month, name.partition("（")[0])
            pairs = [("percent", "percent"), ("points", "points")]
            pairs += [("value", "total_done")] if row["kind"] == "quantity" else []
            for mine, theirs in pairs:
                if isinstance(each[theirs], (int, float)):
                    assert float(row[mine]) == each[theirs], (mine, each)
                else:
                    assert row[mine] == ""
            assert row["card"] == (each["colour"] or "unrated") and row["due"] == each["due"]


@pytest.mark.parametrize("display, card, state", [("words", "进度偏慢", "behind"), ("bar", "", "")])
def test_what_the_public_may_see_of_cards_is_obeyed(client, programme, full, display, card, state):
    programme.card_display = display
    programme.save()
    row = one(client, 12, "2023-09")
    assert (row["card"], row["state"]) == (card, state)


def test_headers_stay_the_same_in_both_languages(client, full):
    for name, table in TABLES.items():
        first = client.get(f"/2023/open/{name}.csv").content.decode("utf-8-sig").splitlines()[0]
        assert first == ",".join(column.key for column in table.columns)
        chinese = client.get(f"/2023/open/{name}.csv?headers=zh").content.decode("utf-8-sig")
        assert chinese.splitlines()[0] == ",".join(column.title for column in table.columns)
    assert "累计" in client.get("/2023/open/progress.json?headers=zh").json()[0]


def test_places_plans_and_stages_are_files_of_their_own(client, full):
    place = rows(client, "places")[0]
    assert (place["town"], place["state"], place["done"]) == ("疃里镇", "open", "2023-08")
    assert place["place"] == "'=演示第1小学" and client.get(place["path"]).status_code == 200
    plan = [row for row in rows(client, "plans") if row["project"] == "12"]
    assert [row["value"] for row in plan if row["month"] == "2023-09"] == ["120"]
    assert [row["stage"] for row in rows(client, "stages")] == ["用地手续", "主体完工", "试运行"]


def test_the_package_is_valid_with_every_file(client, full, tmp_path):
    for name in TABLES:
        content = client.get(f"/2023/open/{name}.csv").content
        (tmp_path / f"{name}.csv").write_bytes(content)
    package = tmp_path / "datapackage.json"
    package.write_bytes(client.get("/2023/open/datapackage.json").content)
    ran = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", package.name, "--json"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    report = json.loads(ran.stdout)
    assert report["valid"], report["tasks"]
    assert report["stats"]["tasks"] == len(TABLES)


def test_the_page_of_open_data_names_every_table(client, full):
    page = text_of(client, "/2023/data/")
    told = client.get("/2023/openapi.json").json()["paths"]
    for name in TABLES:
        assert f'href="/2023/open/{name}.csv"' in page and f"/2023/open/{name}.json" in told
    assert 'href="/2023/open/datapackage.json"' in page


def test_other_names_are_nothing(client, full):
    assert client.get("/2023/open/people.csv").status_code == 404


@pytest.mark.parametrize(("counted_in", "unit"), [("个村", "个村"), ("", "")])
def test_a_place_of_a_share_counts_what_is_covered_and_no_percentage(
    client, programme, september, counted_in, unit
):
    villages = make_target(
        make_project(programme, number=16), "污水治理",
        kind="coverage", measure="%", value="100", counted_in=counted_in,
    )  # fmt: skip
    villages.sites.create(name="演示1村", place="疃里镇")
    [row] = rows(client, "places")
    assert (row["quantity"], row["unit"]) == ("1", unit)

"""What is no version (docs/adr/0055): nothing of it changes a closed month, in public or stored."""

import datetime as dt
import re

import pytest

from projects.actions import posts, units
from projects.errors import Refused
from projects.ledger import verification
from projects.models import Assignment, Target
from supervision.models import Card, ShownCard
from tests.factories import make_officer, make_target, make_unit, moment, named_in_an_event
from tests.walk.page import Page, Person

pytestmark = pytest.mark.django_db
HEAD = re.compile(r'"ledger": \{[^}]*\}|操作留痕第\d+号[^,，。"<]*')
NOW = moment("2023-11-06 09:00")
PAGES = [
    "/2023/12/cards/2023-09/", "/2023/12/cards/2023-09/facts.json",
    "/2023/12/cards/2023-09/verdict.json", "/2023/status.csv?month=2023-09",
    "/2023/status.json?month=2023-09", "/2023/bulletins/9/", "/2023/board/2023-09/",
]  # fmt: skip


@pytest.fixture
def target(lights, september):
    return make_target(lights, "改造提升教室照明")


@pytest.fixture
def office(settings):
    settings.DEMO_CLOCK = NOW
    return Person(make_officer())


def standing(client) -> dict:
    """The closed month as it stands: its stored cards, and every public page of it."""
    answers = {page: client.get(page) for page in PAGES}
    assert {answer.status_code for answer in answers.values()} == {200}
    rows = {page: rows_in(answer.content) for page, answer in answers.items()}
    return rows | {
        "cards": list(Card.everything.order_by("pk").values()),
        "shown": list(ShownCard.everything.order_by("pk").values()),
    }


def rows_in(content: bytes):
    """The file without the ledger's head, which every act of anybody moves on."""
    text = HEAD.sub("", content.decode())
    assert text
    return text


def renamed(office, target, name="改造提升教室灯光", **more) -> Page:
    """The target's page with another spelling and whatever else, as a browser sends it."""
    address = f"/admin/projects/target/{target.pk}/change/"
    page = office.open(address)
    return office.send(page, {"指标名称": name} | more, "保存")


def test_spelling_is_all_that_is_typed_of_a_public_target(office, target):
    """Kind, measure, step, whole, weight, public or internal: no page offers them."""
    before = Target.everything.values().get(pk=target.pk)
    forged = {
        "kind": "coverage", "measure": "间", "step": "2", "weight": "9", "part_of": "",
        "public": "", "number": "7", "project": "", "task": "",
    }  # fmt: skip
    renamed(office, target, **forged)
    after = Target.everything.values().get(pk=target.pk)
    assert {name for name in after if after[name] != before[name]} == {"name", "former_names"}


@pytest.mark.parametrize("name", ["学校操场", "改造提升学校操场", "新建学校"])
def test_a_public_name_is_spelled_anew_and_never_made_another_thing(office, target, name):
    page = renamed(office, target, name)
    assert Target.everything.get(pk=target.pk).name == "改造提升教室照明"
    assert "与印发的“改造提升教室照明”相差不超过2个字" in page.text


def test_no_row_of_small_corrections_leads_to_another_name(office, target):
    for name in ("改造提升教室灯光", "改造提升会场灯光"):
        renamed(office, target, name)
    assert Target.everything.get(pk=target.pk).name == "改造提升教室灯光"


def test_a_name_spelled_anew_leaves_a_closed_month_as_it_was(office, client, target):
    before = standing(client)
    renamed(office, target)
    page = client.get("/2023/12/").content.decode()
    assert page.count("<b>90</b>") == 1 and "149" in page
    assert Target.everything.get(pk=target.pk).name == "改造提升教室灯光"
    assert standing(client) == before


@pytest.mark.parametrize(
    ("field", "value"), [("step", 2), ("measure", "间"), ("public", False), ("kind", "service")]
)
def test_what_no_page_changes_the_ledger_holds(target, field, value):
    named_in_an_event()
    Target.everything.filter(pk=target.pk).update(**{field: value})
    assert any("目标指标" in line for line in verification.rows())


def test_hands_that_change_leave_a_closed_month_as_it_was(client, lights, september):
    before, officer = standing(client), make_officer()
    given = {"project": lights, "by": officer, "at": NOW}
    units.assign(unit=make_unit("体育（演示）"), role="lead", since=dt.date(2023, 10, 1), **given)
    units.assign(
        unit=make_unit("电力（演示）"), role="support", since=dt.date(2023, 10, 9), **given
    )
    assert standing(client) == before


def test_hands_do_not_change_in_a_closed_month(lights, september):
    officer, at = make_officer(), NOW
    given = {"project": lights, "unit": make_unit("体育（演示）"), "by": officer, "at": at}
    for role in ("lead", "support"):
        with pytest.raises(Refused, match="2023年9月已经定稿"):
            units.assign(role=role, since=dt.date(2023, 9, 30), **given)
    row = Assignment.objects.get(project=lights)
    with pytest.raises(Refused, match="不追溯"):
        posts.end(row=row, until=dt.date(2023, 9, 29), by=officer, at=at)
    posts.end(row=row, until=dt.date(2023, 9, 30), by=officer, at=at)
    posts.end(row=row, until=None, by=officer, at=at)
    Assignment.objects.filter(pk=row.pk).update(until=dt.date(2023, 8, 1))
    with pytest.raises(Refused, match="不追溯"):
        posts.end(row=row, until=None, by=officer, at=at)

"""不超过: a limit is counted down from a baseline above it; what is only kept is a service."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from projects.actions.changes import change_terms
from projects.actions.plans import approve_plan
from projects.actions.terms import FirstTerms, set_first_terms
from projects.errors import Refused
from projects.models import Programme
from projects.values.months import span
from projects.values.promises import TargetText, with_kept
from tests.factories import make_officer, make_programme, make_project, make_target, moment
from tests.projects.test_changes import approval

AT = moment("2023-10-20 09:00")
RATE = TargetText(name="投诉率", measure="%", value="5", baseline="0", comparison="at_most")


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "ceiling"),
    [
        ({}, True),
        ({"baseline": ""}, True),
        ({"baseline": "5"}, True),
        ({"kind": "coverage"}, True),
        ({"baseline": "8"}, False),
        ({"comparison": "at_least"}, False),
        ({"comparison": "exactly"}, False),
        ({"value": ""}, False),
        ({"value": "约5"}, False),
        ({"kind": "service"}, False),
    ],
)
def test_a_limit_above_its_baseline_has_no_way_to_go(changes, ceiling):
    assert replace(RATE, **changes).ceiling == ceiling


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("投诉率", "投诉率不超过5%"),
        ("投诉率不超过5%", "投诉率不超过5%"),
        ("投" * 60, "投" * 55 + "不超过5%"),
    ],
)
def test_what_is_only_kept_is_a_service_whose_name_tells_the_limit(name, told):
    rate = replace(RATE, name=name, spans=((3, 9),), due="2024-06-30")
    part = replace(RATE, name="其中乡村", part_of=name)
    kept, alone = with_kept([rate, part], rate)
    assert (kept.name, kept.kind, kept.value, kept.baseline, kept.measure, kept.comparison) == (
        told, "service", "", "", "", "exactly"
    )  # fmt: skip
    assert (kept.spans, kept.due) == (rate.spans, rate.due)
    assert alone.part_of == ""


@pytest.mark.django_db
def test_first_terms_refuse_it(db):
    target = make_target(make_project(make_programme()), "投诉率", measure="%")
    given = FirstTerms("2023-01", dt.date(2023, 12, 31), Decimal(0), Decimal(5), "at_most")
    bare = type(target).everything.create(
        project=target.project, task=target.task, number=2, name="超时率", kind="quantity",
        measure="%",
    )  # fmt: skip
    with pytest.raises(Refused, match=r"从高于目标值的现状往下算.*常年服务"):
        set_first_terms(target=bare, given=given, by=make_officer(), at=AT)
    down = replace(given, baseline=Decimal(8))
    assert set_first_terms(target=bare, given=down, by=None, at=AT).comparison == "at_most"


@pytest.mark.django_db
def test_the_page_of_first_terms_says_so_at_the_box(client):
    project = make_project(make_programme())
    task = project.tasks.create(number=1, text="投诉率不超过5%。")
    target = project.targets.create(
        task=task, number=1, name="投诉率", kind="quantity", measure="%"
    )
    client.force_login(make_officer())
    given = {"baseline": "0", "value": "5", "comparison": "at_most", "start": "2023-01"}
    page = f"/admin/projects/target/{target.pk}/terms/"
    answer = client.post(page, given | {"due": "2023-12-31"})
    assert answer.status_code == 400
    [error] = answer.context["form"].errors["comparison"]
    assert "基数要大于目标值" in error and "常年服务" in error
    assert not target.terms.exists()
    assert client.post(page, given | {"due": "2023-12-31", "baseline": "8"}).status_code == 302


@pytest.mark.django_db
def test_a_change_makes_no_promise_into_one_and_may_go_on_from_one(db):
    kw = {"approval": approval(), "by": make_officer(), "at": AT, "answer": "演示"}
    plan = {month: Decimal(0) for month in span("2023-01", "2023-11")} | {"2023-12": Decimal(5)}
    other = make_target(make_project(make_programme()), "投诉率", measure="%", value="5")
    with pytest.raises(Refused, match="基数要大于目标值"):
        change_terms(target=other, points=plan, comparison="at_most", **kw)
    standing = make_target(other.project, "超时率", value="5", comparison="at_most", measure="%")
    assert change_terms(target=standing, points=None, definition="按月", **kw).ceiling


@pytest.mark.django_db
def test_it_takes_no_plan(db):
    target = make_target(
        make_project(make_programme()), "投诉率", measure="%", value="5", comparison="at_most"
    )
    plan = {month: Decimal(0) for month in span("2023-01", "2023-11")} | {"2023-12": Decimal(5)}
    given = {"document": "演示", "effective": "2023-01", "answer": "演示"}
    with pytest.raises(Refused, match=r"没有计划可定.*常年服务"):
        approve_plan(target=target, points=plan, by=None, at=AT, **given)


@pytest.mark.django_db
def test_a_list_from_a_file_is_refused_with_it(settings, tmp_path):
    rows = json.loads((settings.BASE_DIR / "fixtures/programme_2023.json").read_text("utf-8"))
    terms = next(
        each["fields"]
        for each in rows
        if each["model"] == "projects.targetterms" and each["fields"]["value"]
    )
    terms |= {"comparison": "at_most", "baseline": "0"}
    (tmp_path / "fixtures").mkdir()
    text = json.dumps(rows, ensure_ascii=False)
    (tmp_path / "fixtures/programme_2023.json").write_text(text, "utf-8")
    settings.BASE_DIR = tmp_path
    with pytest.raises((CommandError, Refused), match="基数要大于目标值"):
        call_command("load_programme", "2023")
    assert not Programme.everything.exists()

"""No constraint of the database is met as a page that cannot be opened: each has its sentence."""

import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from projects.models import Assignment, LeadUnit, Plan, Site, Target, TargetTerms
from projects.models.violations import REFUSED, SENTENCES, violated
from tests.factories import make_officer, make_programme, make_project, make_target, make_unit

CHINESE = re.compile("[一-鿿]")
ROOMS = ("projects", "supervision", "config")
CONSTRAINTS = [
    (model, constraint)
    for model in apps.get_models()
    if model.__module__.partition(".")[0] in ROOMS and not model._meta.proxy
    for constraint in model._meta.constraints
]
NAMES = [constraint.name for _, constraint in CONSTRAINTS]


def as_postgresql_says(name: str) -> IntegrityError:
    error = IntegrityError(f'new row for relation "x" violates check constraint "{name}"')
    error.__cause__ = Exception()
    error.__cause__.diag = SimpleNamespace(constraint_name=name)
    return error


def as_sqlite_says(model, constraint) -> IntegrityError:
    if isinstance(constraint, models.CheckConstraint):
        return IntegrityError(f"CHECK constraint failed: {constraint.name}")
    if constraint.condition is not None:
        return IntegrityError(f"UNIQUE constraint failed: index '{constraint.name}'")
    table = model._meta.db_table
    columns = [model._meta.get_field(name).column for name in constraint.fields]
    named = ", ".join(f"{table}.{column}" for column in columns)
    return IntegrityError(f"UNIQUE constraint failed: {named}")


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS, ids=NAMES)
def test_every_constraint_is_told_in_words_at_a_field_of_its_model(model, constraint):
    if constraint.condition is not None:
        assert constraint.name in SENTENCES, "projects/models/violations.py, or the app's own"
    fields = {field.name for field in model._meta.get_fields()}
    for error in (as_postgresql_says(constraint.name), as_sqlite_says(model, constraint)):
        found = violated(error)
        assert CHINESE.search(found.sentence) and found.sentence != REFUSED
        assert found.field in fields or constraint.name == "one_ledger_head"


def test_no_sentence_is_left_of_a_constraint_that_is_gone():
    assert set(SENTENCES) <= set(NAMES)


def test_what_is_not_known_is_told_as_refused_all_the_same():
    assert violated(IntegrityError("something new")).sentence == REFUSED
    assert "刷新" in violated(IntegrityError("FOREIGN KEY constraint failed")).sentence
    assert violated(IntegrityError("UNIQUE constraint failed: nowhere.x")).sentence == REFUSED


@pytest.fixture
def target(db):
    return make_target(make_project(make_programme(), unit=make_unit()), "照明")


def refused(make) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    return violated(error.value).sentence


def test_both_databases_are_understood(target):
    """What they really say, of each kind of constraint."""
    project, task = target.project, target.task
    same = {"project": project, "task": task, "kind": "quantity", "measure": "个"}
    everything = Target.everything
    assert "“实事项目”“序号”的目标指标" in refused(
        lambda: everything.create(number=target.number, name="别的", **same)
    )
    assert "最小计数单位要大于零" in refused(
        lambda: everything.create(number=9, name="别的", step=0, **same)
    )
    assert "“年份”的年度清单" in refused(lambda: make_programme(project.programme.year))
    lead = {"project": project, "unit": make_unit(), "role": "lead"}
    assert "牵头" in refused(lambda: Assignment.objects.create(since="2023-05-01", **lead))
    terms = target.terms.get()
    assert "只增不改" in refused(
        lambda: TargetTerms.objects.filter(pk=terms.pk).update(due="2024-01-01")
    )
    assert "“目标指标”“版本”的序时进度计划" in refused(
        lambda: [
            Plan.objects.create(
                target=target, terms=terms, document="演示", effective="2023-01",
                recorded_at=terms.recorded_at,
            )
            for _ in range(2)
        ]
    )  # fmt: skip


def test_an_act_s_page_tells_it_on_its_form(target, client, monkeypatch):
    client.force_login(make_officer())

    def forgetful(**given):
        with transaction.atomic():
            Site.objects.create(target=target, name="演示小学", quantity=0)

    fresh = Target.everything.create(
        project=target.project, task=target.task, number=9, name="没有口径", kind="quantity",
        measure="个",
    )  # fmt: skip
    monkeypatch.setattr("projects.admin.terms.set_first_terms", forgetful)
    data = {"baseline": "0", "value": "9", "comparison": "exactly", "start": "2023-01",
            "due": "2023-12-31"}  # fmt: skip
    answer = client.post(f"/admin/projects/target/{fresh.pk}/terms/", data)
    assert answer.status_code == 400
    assert "数量要大于零" in answer.content.decode()


def test_an_edit_in_the_admin_tells_it_above_the_form(client, monkeypatch, db):
    client.force_login(make_officer())
    make_unit("甲局", slug="jia")
    for name in ("full_clean", "validate_constraints", "validate_unique"):
        monkeypatch.setattr(LeadUnit, name, lambda self, **kw: None)
    data = {"name": "乙局", "short_name": "乙局", "slug": "jia", "since": "2023-01-01"}
    answer = client.post("/admin/projects/leadunit/add/", data)
    assert answer.status_code == 200
    assert "已有相同“网址标识”的单位" in answer.content.decode()

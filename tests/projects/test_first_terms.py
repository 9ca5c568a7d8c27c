"""登记口径: what a target promises, entered once, resting on the year's own document."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from projects.actions.terms import FirstTerms, set_first_terms
from projects.errors import Refused
from projects.models import Target
from tests.factories import make_officer, make_programme, make_project, moment

pytestmark = pytest.mark.django_db


def make_bare(kind: str = "quantity") -> Target:
    project = make_project(make_programme(2024))
    task = project.tasks.create(number=1, text="完成若干。")
    return Target.everything.create(
        project=project, task=task, number=1, name="照明", kind=kind, measure="口"
    )


def enter(target, **kw):
    figures = {"baseline": Decimal(0), "value": Decimal(160)}
    given = {"start": "2024-01", "due": dt.date(2024, 12, 31), **figures, **kw}
    at = moment("2024-01-10 09:00")
    return set_first_terms(target=target, given=FirstTerms(**given), by=make_officer(), at=at)


def test_first_terms_rest_on_the_year_s_own_document_and_are_entered_once(db):
    target = make_bare()
    terms = enter(target)
    assert (terms.version, terms.value, terms.document) == (1, 160, "演示〔2024〕1号")
    with pytest.raises(Refused, match="已有口径"):
        set_first_terms(
            target=target, given=FirstTerms("2024-01", dt.date(2024, 12, 31)), by=None, at=None
        )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": None}, "要填基数和目标值"),
        ({"value": Decimal(0)}, "不能与基数0相同"),
        ({"due": dt.date(2023, 12, 31)}, "不能早于起算月份"),
        ({"start": "2020-01"}, "要在2024年前后，请核对年份"),
        ({"start": "2025-01", "due": dt.date(2025, 12, 31)}, "要在2024年前后，请核对年份"),
        ({"due": dt.date(2035, 12, 31)}, "要在2024年前后，请核对年份"),
    ],
)
def test_terms_that_cannot_be_are_refused(changes, sentence):
    target = make_bare()
    with pytest.raises(Refused, match=sentence):
        enter(target, **changes)
    assert not target.terms.exists()


def test_a_service_takes_no_number(db):
    target = make_bare("service")
    with pytest.raises(Refused, match="没有目标值"):
        enter(target)
    target.refresh_from_db()
    given = FirstTerms("2024-01", dt.date(2024, 12, 31))
    at = moment("2024-01-10 09:00")
    assert set_first_terms(target=target, given=given, by=None, at=at).value is None


def test_what_a_model_refuses_is_told_on_the_page(client, monkeypatch):
    def refuse(**given):
        raise ValidationError({"evidence": "应附佐证最多200字。"})

    monkeypatch.setattr("projects.admin.terms.set_first_terms", refuse)
    target = make_bare()
    client.force_login(make_officer())
    given = {"baseline": "0", "value": "5", "comparison": "exactly", "start": "2024-01"}
    page = f"/admin/projects/target/{target.pk}/terms/"
    answer = client.post(page, given | {"due": "2024-12-31"})
    assert answer.status_code == 400
    assert "应附佐证最多200字。" in answer.content.decode()

"""Next year's list from this year's: structure comes along, figures never do."""

import datetime as dt
from decimal import Decimal

import pytest

from projects.actions.nextyear import OWN, start_next_year, unfinished
from projects.actions.terms import FirstTerms, set_first_terms
from projects.errors import Refused
from projects.models import Assignment, Event, Programme, Target, TargetTerms
from tests.factories import make_officer, make_programme, make_project, make_target, moment
from tests.factories import make_unit as unit_of

pytestmark = pytest.mark.django_db
AT = moment("2023-12-20 10:00")


@pytest.fixture
def officer(db):
    return make_officer()


@pytest.fixture
def former(officer):
    """2023: four projects, the second with a whole of two parts."""
    programme = make_programme(
        title="演示2023年民生实事", demonstration=True, slip_mark="演示督", card_display="words"
    )
    lights = make_project(programme, unit=unit_of("演示教育"), number=1, title="教室照明",
                          sensitive=True, leader="演示领导")  # fmt: skip
    make_target(lights, "照明", value="149", plan={"2023-12": "149"}, measure="口")
    jobs = make_project(programme, unit=unit_of("演示人社"), number=2, title="公益岗位")
    whole = make_target(jobs, "岗位", value="549")
    make_target(jobs, "城镇", value="209", part_of=whole)
    make_target(jobs, "乡村", value="340", part_of=whole)
    jobs.guide.create(kind="who", text="演示条件", confirmed_at=AT, confirmed_by=officer)
    lights.targets.get().sites.create(name="演示小学")
    for number in (3, 4):
        make_project(programme, number=number)
    return programme


def started(former, officer, *numbers) -> Programme:
    chosen = former.projects.filter(number__in=numbers)
    return start_next_year(programme=former, projects=chosen, by=officer, at=AT)


def test_it_is_a_draft_of_the_chosen_ones_numbered_anew_and_not_public(former, officer, client):
    fresh = started(former, officer, 4, 2)
    assert (fresh.year, fresh.state, fresh.title) == (2024, "draft", "演示2024年民生实事")
    assert list(fresh.projects.order_by("number").values_list("number", "title")) == [
        (1, "公益岗位"), (2, "演示项目4"),
    ]  # fmt: skip
    assert client.get("/2024/").status_code == 404
    event = Event.objects.latest("number")
    assert event.action == "起草下年清单" and "复制2个项目" in event.body


def test_settings_come_along_and_the_document_does_not(former, officer):
    fresh = started(former, officer, 1)
    for field in Programme._meta.concrete_fields:
        same = getattr(fresh, field.name) == getattr(former, field.name)
        assert same or field.name in OWN, field.name
    assert (fresh.document_number, fresh.issued_on) == ("待定", None)


def test_targets_keep_their_kind_and_no_figure(former, officer):
    fresh = started(former, officer, 1, 2)
    lights, jobs = fresh.projects.order_by("number")
    [target] = lights.targets.all()
    assert (target.name, target.kind, target.measure) == ("照明", "quantity", "口")
    assert target.follows == former.projects.get(number=1).targets.get()
    assert (lights.text, lights.sensitive, lights.leader) == ("", True, "演示领导")
    assert set(lights.tasks.values_list("text", flat=True)) == {""}
    parts = jobs.targets.filter(part_of__name="岗位", part_of__project=jobs)
    assert list(parts.order_by("number").values_list("name", flat=True)) == ["城镇", "乡村"]
    new = Target.everything.filter(project__programme=fresh)
    assert not TargetTerms.objects.filter(target__in=new).exists()
    assert not new.filter(plans__isnull=False).exists()
    assert not new.filter(sites__isnull=False).exists()


def test_guide_lines_come_unconfirmed_and_units_from_the_first_of_january(former, officer):
    [jobs] = started(former, officer, 2).projects.all()
    line = jobs.guide.get()
    assert (line.text, line.confirmed_at, line.shown) == ("演示条件", None, "")
    row = jobs.assignments.get()
    assert (row.role, row.unit.name, row.since) == ("lead", "演示人社", dt.date(2024, 1, 1))


def test_a_unit_that_is_gone_by_then_is_left_out(former, officer):
    row = Assignment.objects.get(project__number=1)
    row.unit.until = dt.date(2023, 12, 31)
    row.unit.save()
    [lights] = started(former, officer, 1).projects.all()
    assert not lights.assignments.exists()


def test_nothing_of_the_former_year_changes(former, officer):
    def rows():
        return [list(model.values()) for model in (
            former.projects.order_by("pk"), Target.everything.filter(project__programme=former),
            TargetTerms.objects.all(), Assignment.objects.filter(project__programme=former),
        )]  # fmt: skip

    before = rows()
    started(former, officer, 1, 2, 3, 4)
    assert rows() == before


def test_what_cannot_be_is_refused(former, officer):
    with pytest.raises(Refused, match="至少要选一个"):
        started(former, officer)
    other = make_project(make_programme(2025), number=1)
    with pytest.raises(Refused, match="只能选2023年"):
        start_next_year(programme=former, projects=[other], by=officer, at=AT)
    started(former, officer, 1)
    with pytest.raises(Refused, match="2024年清单已经有了"):
        started(former, officer, 1)


def test_a_draft_says_what_it_lacks_until_everything_is_entered(former, officer):
    fresh = started(former, officer, 1, 2)
    assert unfinished(fresh, fresh.document_number) == [
        "还没有填写文号。", "第1、2项还没有填写公布原文。", "第1、2项还有任务没有填写原文。",
        "第1、2项还有指标没有登记口径。",
    ]  # fmt: skip
    fresh.projects.update(text="1. 演示。")
    for project in fresh.projects.all():
        project.tasks.update(text="演示。")
    for target in Target.everything.filter(project__programme=fresh):
        enter(target, officer, value=Decimal(80 if target.part_of_id else 160))
    assert unfinished(fresh, "演示〔2024〕1号") == []


def enter(target, officer, **kw) -> TargetTerms:
    figures = {"baseline": Decimal(0), "value": Decimal(160)}
    given = {"start": "2024-01", "due": dt.date(2024, 12, 31), **figures, **kw}
    return set_first_terms(target=target, given=FirstTerms(**given), by=officer, at=AT)


def test_first_terms_rest_on_the_year_s_own_document_and_are_entered_once(former, officer):
    fresh = started(former, officer, 1)
    target = Target.everything.get(project__programme=fresh)
    terms = enter(target, officer)
    assert (terms.version, terms.value, terms.document) == (1, 160, fresh.document_number)
    with pytest.raises(Refused, match="已有口径"):
        enter(target, officer)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": None}, "要填基数和目标值"),
        ({"value": Decimal(0)}, "不能与基数0相同"),
        ({"due": dt.date(2023, 12, 31)}, "不能早于起算月份"),
    ],
)
def test_terms_that_cannot_be_are_refused(former, officer, changes, sentence):
    started(former, officer, 1)
    target = Target.everything.get(project__programme__year=2024)
    with pytest.raises(Refused, match=sentence):
        enter(target, officer, **changes)
    assert not target.terms.exists()


def test_a_service_takes_no_number(former, officer):
    project = former.projects.get(number=3)
    make_target(project, "咨询", kind="service")
    started(former, officer, 3)
    target = Target.everything.get(project__programme__year=2024)
    with pytest.raises(Refused, match="没有目标值"):
        enter(target, officer)
    assert enter(target, officer, baseline=None, value=None).value is None

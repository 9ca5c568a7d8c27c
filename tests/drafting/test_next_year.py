"""Next year's draft from this year's list: structure comes along, figures never do."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from projects.actions.issue import OWN
from projects.drafting.actions import drafts, issuing
from projects.drafting.actions.nextyear import start_from
from projects.errors import Refused
from projects.models import Assignment, Event, Programme, Target, TargetTerms
from tests.drafting.consulted import decided
from tests.drafting.lists import projects
from tests.drafting.test_issue import GIVEN
from tests.factories import make_officer, make_programme, make_project, make_target, moment
from tests.factories import make_unit as unit_of

pytestmark = pytest.mark.django_db
AT = moment("2023-12-20 10:00")


@pytest.fixture
def former(officer):
    """2023: four projects, the second with a whole of two parts."""
    programme = make_programme(title="演示2023年民生实事", slip_mark="演示督", card_display="words")
    lights = make_project(programme, unit=unit_of("演示教育"), number=1, title="教室照明",
                          sensitive=True, leader="演示领导")  # fmt: skip
    make_target(lights, "照明", value="149", plan={"2023-12": "149"}, measure="口")
    jobs = make_project(programme, unit=unit_of("演示人社"), number=2, title="公益岗位")
    whole = make_target(jobs, "岗位", value="549")
    make_target(jobs, "城镇", value="209", part_of=whole)
    make_target(jobs, "乡村", value="340", part_of=whole)
    jobs.guide.create(kind="who", text="演示条件", confirmed_at=AT, confirmed_by=officer)
    for number in (3, 4):
        make_project(programme, number=number)
    return programme


def started(former, officer, *numbers):
    chosen = former.projects.filter(number__in=numbers)
    return start_from(programme=former, projects=chosen, by=officer, at=AT)


def test_it_is_a_draft_of_the_chosen_ones_numbered_anew_and_not_public(former, officer, client):
    drafting = started(former, officer, 4, 2)
    assert (drafting.year, drafting.title) == (2024, "演示2024年民生实事")
    names = [(row.content.project.number, row.content.project.title) for row in projects(drafting)]
    assert names == [(1, "公益岗位"), (2, "演示项目4")]
    assert client.get("/2024/").status_code == 404
    event = Event.objects.latest("number")
    assert event.action == "起草下年清单" and "复制2个项目" in event.body


def test_targets_keep_their_kind_and_no_figure(former, officer):
    lights, jobs = (row.content.project for row in projects(started(former, officer, 1, 2)))
    (target,) = lights.targets
    assert (target.name, target.kind, target.measure) == ("照明", "quantity", "口")
    assert (target.value, target.baseline, target.spans) == ("", "", ())
    assert target.follows == former.projects.get(number=1).targets.get().pk
    assert (lights.text, lights.sensitive, lights.leader) == ("", True, "演示领导")
    assert (lights.lead, lights.category) == ("演示教育", "城乡建设")
    assert [each.part_of for each in jobs.targets] == ["", "岗位", "岗位"]


def test_a_unit_that_is_gone_is_left_out(former, officer):
    row = Assignment.objects.get(project__number=1)
    row.unit.until = dt.date(2023, 12, 31)
    row.unit.save()
    assert projects(started(former, officer, 1))[0].content.project.lead == ""


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
        start_from(programme=former, projects=[other], by=officer, at=AT)
    started(former, officer, 1)
    with pytest.raises(Refused, match="2024年清单已经在编制"):
        started(former, officer, 1)


def test_issued_it_has_last_year_s_settings_and_its_guide_lines_unconfirmed(former, officer):
    drafting = started(former, officer, 2)
    (row,) = projects(drafting)
    text = "1. 公益岗位。开发岗位600个，其中城镇200个，乡村400个。"
    places = ("600个", "200个", "400个")
    content = row.content.with_text(text)
    project = replace(
        content.project,
        tasks=(replace(content.project.tasks[0], text=text[8:]),),
        targets=tuple(
            replace(
                target, value=said[:-1], baseline="0", spans=((at := text.index(said), at + 4),)
            )
            for target, said in zip(content.project.targets, places, strict=True)
        ),
    )
    content = replace(content, project=project, taken=True)
    act = {"by": officer, "at": moment("2024-01-10 09:00")}
    drafts.save(drafting=drafting, key=row.key, version=1, content=content, **act)
    decided(drafting, officer, at=act["at"])
    issuing.propose(drafting=drafting, **GIVEN, **act)
    second = make_officer("second")
    fresh = issuing.grant(drafting=drafting, by=second, at=act["at"])
    for field in Programme._meta.concrete_fields:
        same = getattr(fresh, field.name) == getattr(former, field.name)
        assert same or field.name in OWN, field.name
    jobs = fresh.projects.get()
    line = jobs.guide.get()
    assert (line.text, line.confirmed_at, line.shown) == ("演示条件", None, "")
    assert jobs.assignments.get().since == dt.date(2024, 1, 1)
    assert jobs.targets.get(name="岗位").follows.name == "岗位"


def test_what_was_counted_on_begins_where_last_year_ended(former, officer, monkeypatch):
    lights = former.projects.get(number=1)
    make_target(lights, "托位", baseline="375", value="537")
    results = {(lights.pk, "托位"): Decimal("540"), (lights.pk, "照明"): Decimal("149")}
    monkeypatch.setattr("projects.drafting.sources.RESULTS", [lambda programme: results])
    content = projects(started(former, officer, 1))[0].content
    baselines = {target.name: target.baseline for target in content.project.targets}
    assert baselines == {"照明": "", "托位": "540"}
    assert content.doubts == ("“托位”的基数540个取自上年办结结果，请核对。",)

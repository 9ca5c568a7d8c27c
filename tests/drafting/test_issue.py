"""印发: one act of two people makes the list public, whole and to the letter."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import transaction

from projects.drafting.actions import drafts, issuing
from projects.drafting.admin.forms import TaskBoxes
from projects.drafting.approved import approval_of
from projects.drafting.models import Draft, Drafting, IssueDecision
from projects.errors import Refused
from projects.models import Event, LeadUnit, Programme, Target, Task
from projects.values.promises import TaskText
from tests.drafting.consulted import decided
from tests.drafting.lists import AT, HEAD, JOBS, PLACES, TAIL, make_drafting, projects
from tests.factories import make_clerk, make_officer, make_programme, make_unit, moment

pytestmark = pytest.mark.django_db
GIVEN = {
    "document_number": "演示管发〔2024〕3号",
    "issued_on": dt.date(2024, 1, 12),
    "signer": "演示签发人",
    "approved_by": "演示党工委",
    "meeting": "2024年第1次会议",
}
UNITS = ("演示教育局", "演示卫健局", "演示财政局", "演示人社局")


@pytest.fixture
def second():
    return make_officer("second")


@pytest.fixture
def drafting(officer):
    """Everything taken, every unit registered."""
    for name in UNITS:
        make_unit(name)
    drafting = make_drafting(officer, origin=Drafting.Origin.OWN)
    keys = [row.key for row in projects(drafting)]
    drafts.take_all(drafting=drafting, keys=keys, by=officer, at=AT)
    return drafting


def edit(drafting, officer, at: int = 0, **changes) -> None:
    row = projects(drafting)[at]
    content = replace(row.content, project=replace(row.content.project, **changes))
    drafts.save(
        drafting=drafting, key=row.key, version=row.version, content=content, by=officer, at=AT
    )


def propose(drafting, officer, at=AT, **kw):
    """As it stands, decided on where nothing is on record yet."""
    if drafting.origin == Drafting.Origin.OWN and approval_of(drafting) is None:
        decided(drafting, officer, at=at, meeting=GIVEN["meeting"])
    return issuing.propose(drafting=drafting, **{**GIVEN, **kw}, by=officer, at=at)


def refusal(call) -> str:
    with pytest.raises(Refused) as caught, transaction.atomic():
        call()
    return str(caught.value)


def test_the_list_is_made_whole_by_one_act_with_one_event(drafting, officer, second):
    propose(drafting, officer)
    before = Event.objects.count()
    programme = issuing.grant(drafting=drafting, by=second, at=AT)
    assert Event.objects.count() == before + 1
    assert programme.state == Programme.State.PUBLISHED
    assert (programme.document_number, programme.issued_on) == (
        "演示管发〔2024〕3号", dt.date(2024, 1, 12)
    )  # fmt: skip
    first, jobs = programme.projects.all()
    assert (first.text, jobs.text) == (PLACES, JOBS)
    assert programme.sections.get().text == HEAD + PLACES + "\n" + JOBS + TAIL
    assert [task.marker for task in first.tasks.all()] == ["①", "②"]
    target = first.targets.get(name="托位")
    terms = target.terms.get()
    assert (terms.baseline, terms.value, terms.comparison) == (375, 537, "at_least")
    assert (terms.approved_by, terms.meeting, terms.document) == (
        "演示党工委", "2024年第1次会议", "演示管发〔2024〕3号"
    )  # fmt: skip
    assert [span.excerpt for span in target.spans.all()] == ["新增托位162个", "托位总数达到537个"]
    assert first.remarks.get().excerpt == "示范园"
    roles = list(first.assignments.values_list("role", "unit__name"))
    assert roles == [("lead", "演示教育局"), ("partner", "演示卫健局"), ("support", "演示财政局")]
    whole = jobs.targets.get(name="公益岗位")
    assert {part.name for part in whole.parts.all()} == {"城镇公益岗位", "乡村公益岗位"}
    call_command("verify_ledger")


def test_signs_that_nobody_sees_stop_no_issue(drafting, officer, second):
    title = projects(drafting)[0].content.project.title
    edit(drafting, officer, title=f"{title[:2]}\u2009{title[2:]}\xad")
    propose(drafting, officer)
    first = issuing.grant(drafting=drafting, by=second, at=AT).projects.first()
    assert first.title == f"{title[:2]} {title[2:]}"
    call_command("verify_ledger")


def test_a_slip_mended_in_a_draft_is_no_change_of_the_promise(drafting, officer, second, client):
    target, other = projects(drafting)[0].content.project.targets
    for value, start in (("5370", "2024-03"), ("537", "2024-01")):
        wrong = replace(target, value=value, start=start, evidence="名册", comparison="exactly")
        edit(drafting, officer, targets=(wrong, other))
    propose(drafting, officer)
    programme = issuing.grant(drafting=drafting, by=second, at=AT)
    terms = programme.projects.first().targets.get(name="托位").terms.get()
    assert (terms.version, terms.value, terms.evidence) == (1, 537, "名册")
    for path in ("/2024/1/", "/2024/changes/", "/2024/corrections/"):
        page = client.get(path).content.decode()
        assert "5370" not in page and "承诺有调整" not in page


def test_several_that_lead_are_all_told_as_leading_and_one_hands_in_the_month(
    drafting, officer, second, client
):
    tasks = projects(drafting)[0].content.project.tasks
    own = make_unit("演示住建局")
    edit(drafting, officer, tasks=(tasks[0], replace(tasks[1], unit=own.name)))
    propose(drafting, officer)
    first = issuing.grant(drafting=drafting, by=second, at=AT).projects.first()
    roles = dict(first.assignments.values_list("unit__name", "role"))
    assert (roles[own.name], roles["演示卫健局"]) == ("partner", "partner")
    page = client.get("/2024/1/").content.decode()
    told = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))
    assert "牵头单位：演示教育局、演示卫健局、演示住建局（②）" in told
    assert "共同牵头单位 演示卫健局、演示住建局（②） 按月填报的是演示教育局" in told
    assert "配合单位 演示财政局" in told
    page = client.get(f"/2024/units/{own.slug}/").content.decode()
    assert "共同牵头1件" in page and "配合0件" in page and 'href="/2024/1/"' in page


@pytest.mark.parametrize(
    "names", [{"lead": ""}, {"partners": ("演示教育局",)}, {"supports": ("演示卫健局",)}]
)
def test_a_unit_has_one_part_and_one_hands_in_the_month(drafting, officer, names):
    edit(drafting, officer, **names)
    said = refusal(lambda: propose(drafting, officer))
    assert re.search("还没有写按月填报的牵头单位|既牵头又共同牵头|“演示卫健局”既牵头又配合", said)


def test_the_public_reads_it_at_once(drafting, officer, second, client):
    edit(drafting, officer, funds="300万元", funds_source="区级财政")
    propose(drafting, officer)
    assert client.get("/2024/").status_code == 404
    issuing.grant(drafting=drafting, by=second, at=AT)
    page = client.get("/2024/").content.decode()
    assert "增加托位" in page and "演示教育局" in page and "托育" in page
    assert "category=%E6%89%98%E8%82%B2" in page, "a category of its own can be chosen"
    page = client.get("/2024/1/").content.decode()
    assert "1所示范园" in page and "300万元" in page and "区级财政" in page
    assert "演示管委会办公室" in client.get("/2024/explanation/").content.decode()


def test_whoever_asked_cannot_issue_alone(drafting, officer, second):
    propose(drafting, officer)
    said = refusal(lambda: issuing.grant(drafting=drafting, by=officer, at=AT))
    assert "要由另一人印发" in said
    assert not Programme.everything.exists()
    assert "已经提请印发" in refusal(lambda: propose(drafting, second))


def test_what_was_edited_after_the_request_is_not_issued(drafting, officer, second):
    propose(drafting, officer)
    edit(drafting, officer, title="悄悄改的名称")
    said = refusal(lambda: issuing.grant(drafting=drafting, by=second, at=AT))
    assert "提请以后清单又改过" in said
    assert "写明理由" in refusal(
        lambda: issuing.refuse(drafting=drafting, reason=" ", by=second, at=AT)
    )
    issuing.refuse(drafting=drafting, reason="名称改了", by=second, at=AT)
    decided(drafting, officer, at=AT)
    propose(drafting, officer)
    issuing.grant(drafting=drafting, by=second, at=AT)
    assert [row.granted for row in IssueDecision.objects.all()] == [False, True]
    assert [draft.number for draft in Draft.objects.all()] == [1, 2, 3, 4]


def test_an_issued_list_has_no_way_back(drafting, officer, second):
    propose(drafting, officer)
    issuing.grant(drafting=drafting, by=second, at=AT)
    for call in (
        lambda: edit(drafting, officer, title="改"),
        lambda: propose(drafting, officer),
        lambda: issuing.grant(drafting=drafting, by=second, at=AT),
        lambda: drafts.drop(drafting=drafting, reason="不要了", by=officer, at=AT),
    ):
        assert "已印发，不能再改" in refusal(call)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lead": ""}, "第1项：还没有牵头单位。"),
        ({"lead": "没有的局"}, "“没有的局”还没有登记为单位。"),
        ({"title": ""}, "第1项：还没有填写项目名称。"),
        ({"number": 2}, "第2项：序号2用了2次。"),
        ({"category": ""}, "第1项：还没有填写类别。"),
        ({"targets": ()}, "第1项：还没有目标指标。"),
        ({"tasks": ()}, "第1项：还没有任务内容。"),
        ({"title": "开发公益岗位549个"}, "在清单里不止一个"),
        ({"supports": ("演示教育局",)}, "既牵头又配合"),
    ],
)
def test_each_refusal_names_its_place(drafting, officer, changes, said):
    edit(drafting, officer, **changes)
    assert said in refusal(lambda: propose(drafting, officer))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": ""}, "指标“托位”还没有目标值。"),
        ({"value": "375"}, "指标“托位”的目标值不能与基数375相同。"),
        ({"value": "537.5"}, "不是1的整倍数"),
        ({"measure": ""}, "还没有计量单位"),
        ({"kind": "coverage"}, "计量单位要写“%”"),
        ({"kind": "service"}, "没有基数和目标值，请清空"),
        ({"due": "年底"}, "完成时限要写成"),
        ({"due": "2023-12-31"}, "早于起算月份2024年1月"),
        ({"due": "2035-12-31"}, "请核对年份"),
        ({"spans": ()}, "没有标出是从原文哪里读出的"),
        ({"spans": ((5, 900),)}, "已经不在公布原文里"),
        ({"task": 9}, "不属于这个项目的任何一条任务"),
        ({"part_of": "没有"}, "这个项目里没有这个指标"),
        ({"weight": "0"}, "权重要大于零"),
        ({"weight": "0.333"}, "最多六位整数、两位小数"),
        ({"weight": "1234567"}, "最多六位整数、两位小数"),
        ({"step": "0"}, "最小计数单位要大于零"),
        ({"name": ""}, "没有名称的指标，它要写上名称"),
        ({"comparison": "大约"}, "还没有选要求"),
        ({"evidence": "证" * 201}, "应附佐证最多200字"),
        ({"name": "示范园"}, "名称用了不止一次"),
    ],
)
def test_no_target_is_issued_that_no_month_could_be_judged_by(drafting, officer, changes, said):
    first, *rest = projects(drafting)[0].content.project.targets
    edit(drafting, officer, targets=(replace(first, **changes), *rest))
    assert said in refusal(lambda: propose(drafting, officer))


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"leader": "领" * 51}, "分管领导最多50字"), ({"funds": "9" * 101}, "投资最多100字")],
)
def test_no_words_are_issued_that_a_database_would_refuse(drafting, officer, changes, said):
    edit(drafting, officer, **changes)
    assert said in refusal(lambda: propose(drafting, officer))


def test_what_a_share_counted_last_year_stops_no_number_of_this_one(drafting, officer, second):
    first, *rest = projects(drafting)[0].content.project.targets
    edit(drafting, officer, targets=(replace(first, counted_in="所"), *rest))
    propose(drafting, officer)
    issuing.grant(drafting=drafting, by=second, at=AT)
    assert Target.everything.get(name=first.name).counted_in == ""


def test_parts_that_do_not_add_up_are_told(drafting, officer):
    whole, first, second = projects(drafting)[1].content.project.targets
    edit(drafting, officer, 1, targets=(whole, replace(first, value="200"), second))
    said = refusal(lambda: propose(drafting, officer))
    assert "第2项：指标“公益岗位”的目标值是549，各分项合计540，对不上。" in said


def test_a_task_without_a_target_is_meant_to_be_without(drafting, officer):
    project = projects(drafting)[0].content.project
    edit(drafting, officer, targets=project.targets[:1])
    assert "任务②下面没有指标" in refusal(lambda: propose(drafting, officer))
    tasks = (project.tasks[0], replace(project.tasks[1], untold=True))
    edit(drafting, officer, tasks=tasks)
    propose(drafting, officer)
    assert TaskText(2).untold is False


def test_nothing_is_put_forward_that_nobody_looked_at(officer):
    for name in UNITS:
        make_unit(name)
    drafting = make_drafting(officer)
    assert "第1、2项还没有核对收下" in refusal(lambda: propose(drafting, officer))


def test_a_list_issued_before_its_year_names_its_lead_and_takes_plans_at_once(
    drafting, officer, second, client, settings
):
    early = moment("2023-12-20 09:00")
    settings.DEMO_CLOCK = early
    Drafting.objects.update(started_at=early)
    propose(drafting, officer, at=early, issued_on=dt.date(2023, 12, 19))
    programme = issuing.grant(drafting=drafting, by=second, at=early)
    leads = programme.projects.values_list("assignments__since", flat=True)
    assert set(leads) == {early.date()}
    for path in ("/2024/", "/2024/1/"):
        page = client.get(path).content.decode()
        assert "演示教育局" in page and "牵头单位待明确" not in page
    target = programme.projects.first().targets.get(name="托位")
    clerk = make_clerk(LeadUnit.objects.get(name="演示教育局"))
    client.force_login(clerk)
    page = f"/admin/supervision/plandraft/target/{target.pk}/"
    assert client.get(page).status_code == 200
    points = {f"value-2024-{month:02}": "" for month in range(1, 13)} | {"value-2024-12": "537"}
    client.post(page, points | {"how": "even", "do": "send", "answer": "演示：按工期安排"})
    assert target.plan_drafts.count() == 1


def test_a_list_of_one_s_own_is_issued_only_once_somebody_decided_on_it(drafting, officer):
    def asked():
        return issuing.propose(drafting=drafting, **GIVEN, by=officer, at=AT)

    assert refusal(asked) == "审定：还没有登记审定。"
    decided(drafting, officer, at=AT)
    assert asked().meeting == "2024年第3次党工委会议"


def test_an_issued_list_of_elsewhere_may_name_no_lead(officer, second):
    for name in UNITS:
        make_unit(name)
    drafting = make_drafting(officer)
    edit(drafting, officer, lead="", partners=(), supports=())
    keys = [row.key for row in projects(drafting)]
    drafts.take_all(drafting=drafting, keys=keys, by=officer, at=AT)
    propose(drafting, officer)
    programme = issuing.grant(drafting=drafting, by=second, at=AT)
    assert not programme.projects.first().assignments.exists()


def test_settings_are_taken_from_last_year(drafting, officer, second):
    make_programme(2023, slip_mark="演示督", feedback=True, document_number="旧号")
    propose(drafting, officer)
    programme = issuing.grant(drafting=drafting, by=second, at=AT)
    assert (programme.slip_mark, programme.feedback) == ("演示督", True)
    assert programme.document_number == "演示管发〔2024〕3号"


def test_short_names_and_wide_signs_name_the_same_unit(drafting, officer, second):
    LeadUnit.objects.filter(name="演示教育局").update(name="演示教育（体育）局", short_name="教育")
    edit(drafting, officer, lead="演示教育(体育)局", partners=(), supports=("演示卫健局",))
    propose(drafting, officer)
    programme = issuing.grant(drafting=drafting, by=second, at=AT)
    lead = programme.projects.first().assignments.get(role="lead")
    assert lead.unit.short_name == "教育"


def test_a_refused_act_leaves_nothing_behind(drafting, officer, second, monkeypatch):
    propose(drafting, officer)
    monkeypatch.setattr("projects.actions.issue.door.follow_moves", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        issuing.grant(drafting=drafting, by=second, at=AT)
    assert not Programme.everything.exists() and not Target.everything.exists()
    drafting.refresh_from_db()
    assert drafting.open


def test_a_task_s_mark_has_room_for_every_one_that_may_be_typed():
    typed = TaskBoxes.base_fields["marker"].max_length
    assert Task._meta.get_field("marker").max_length == typed >= len("（十二）")

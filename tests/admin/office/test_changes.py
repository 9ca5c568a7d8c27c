"""承诺调整: with approval, from an open month on, the original kept; told on one list."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Event, Project
from supervision.admin.projects.promises import changes_of
from supervision.models import Adjustment
from tests.admin.office.boxes import boxes
from tests.factories import make_officer, make_programme, make_project, make_target

pytestmark = pytest.mark.django_db
APPROVAL = {
    "authority": "演示党工委",
    "meeting": "演示第9次会议",
    "document": "演示〔2023〕9号",
    "effective": "2023-10",
    "reason": "设备到货晚",
    "answer": "演示：说明",
}


@pytest.fixture
def agreed(office, sign_in):
    """Send a page's boxes, and let a second person confirm what they propose."""
    second = sign_in(make_officer("second"))

    def send(address, data):
        answer = office.post(address, data)
        assert answer.status_code == 302, answer.content.decode()
        assert "/adjustment/" in answer.url
        done = second.post(answer.url, {"confirm": "1"})
        assert done.status_code == 302, done.content.decode()
        return Adjustment.objects.latest("pk")

    return send


def url(target) -> str:
    return f"/admin/office/changes/target/{target.pk}/"


def typed(office, target, **changes) -> dict:
    """The page's own boxes, approved, with changes."""
    return boxes(office.get(url(target))) | APPROVAL | {"do": "approve"} | changes


def test_the_form_starts_from_the_present_terms_and_the_steps_of_the_plan(office, world):
    shown = boxes(office.get(url(world.rooms)))
    assert (shown["value"], shown["due"]) == ("100", "2023-12-31")
    steps = {name: value for name, value in shown.items() if name.startswith("value-") and value}
    assert steps == {
        "value-2023-01": "0",
        "value-2023-06": "60",
        "value-2023-09": "80",
        "value-2023-12": "100",
    }


def test_a_later_due_day_comes_with_its_plan_and_the_original_stays(office, agreed, world, closed):
    data = typed(office, world.rooms, due="2024-01-31")
    preview = office.post(url(world.rooms), {**data, "do": "preview", "authority": ""})
    assert preview.status_code == 200
    assert "value-2024-01" in boxes(preview)
    later = {"value-2023-12": "80", "value-2024-01": "100"}
    agreed(url(world.rooms), data | later)
    first, second = world.rooms.terms.order_by("version")
    assert (first.due, second.due) == (dt.date(2023, 12, 31), dt.date(2024, 1, 31))
    assert second.meeting == "演示第9次会议"
    [change] = changes_of(world.programme)
    assert change.what.startswith("完成时限2023年12月31日→2024年1月31日；分月计划2023年12月：100→")
    assert change.what.endswith("2023年12月：80、2024年1月：100")
    shown = office.get("/admin/office/changes/").content.decode()
    assert "演示党工委，演示第9次会议，演示〔2023〕9号" in shown and "设备到货晚" in shown


def test_every_part_of_the_terms_is_changed_by_the_one_act(office, agreed, world, closed):
    parts = {"baseline": "20", "comparison": "at_least", "start": "2023-02", "evidence": "验收单"}
    plan = {"value-2023-02": "20", "value-2023-06": "60"}
    agreed(url(world.rooms), typed(office, world.rooms, **parts, **plan))
    first, second = world.rooms.terms.order_by("version")
    assert (first.baseline, first.comparison, first.start, first.evidence) == (
        0, "exactly", "2023-01", ""
    )  # fmt: skip
    assert (second.baseline, second.comparison, second.start, second.evidence) == (
        20, "at_least", "2023-02", "验收单"
    )  # fmt: skip
    [change] = changes_of(world.programme)
    for said in ("基数0个→20个", "要求达到→不少于", "起算月份2023年1月→2023年2月",
                 "应附佐证未写→验收单"):  # fmt: skip
        assert said in change.what, change.what


def test_a_baseline_equal_to_the_target_is_refused(office, world, closed):
    answer = office.post(url(world.rooms), typed(office, world.rooms, baseline="100"))
    assert answer.status_code == 400 and "不能与基数100相同" in answer.content.decode()
    assert not Adjustment.objects.exists()


def test_a_limit_above_what_stands_is_refused_at_its_box(office, world, closed):
    answer = office.post(url(world.rooms), typed(office, world.rooms, comparison="at_most"))
    assert answer.status_code == 400
    assert "基数要大于目标值" in answer.context["form"].terms.errors["comparison"][0]
    assert not Adjustment.objects.exists()


def test_another_definition_keeps_value_and_plan(office, agreed, world, closed):
    data = typed(office, world.rooms, definition="完工并验收才算。")
    agreed(url(world.rooms), data)
    terms = world.rooms.terms.get(version=2)
    assert (terms.value, terms.definition) == (100, "完工并验收才算。")
    values = [
        [point.value for point in plan.points.all()] for plan in world.rooms.plans.order_by("pk")
    ]
    assert values[0] == values[1]
    assert not world.rooms.plans.get(version=2).changed


def test_a_weight_is_changed_by_a_version_of_the_terms(office, agreed, world, closed):
    agreed(url(world.rooms), typed(office, world.rooms, weight="3"))
    assert world.rooms.terms.get(version=2).weight == 3
    [change] = changes_of(world.programme)
    assert change.what == "权重1→3"
    world.rooms.refresh_from_db()
    assert world.rooms.weight == 1


def test_the_plan_alone_is_changed_on_the_same_conditions(office, agreed, world, closed):
    data = typed(office, world.rooms, **{"value-2023-10": "90"})
    agreed(url(world.rooms), data)
    assert world.rooms.terms.count() == 1
    plan = world.rooms.plans.get(version=2)
    assert (plan.effective, plan.reason) == ("2023-10", "设备到货晚")
    [change] = changes_of(world.programme)
    assert (change.what, change.basis) == (
        "分月计划2023年10月：80、2023年11月：80→2023年10月：90、2023年11月：90",
        "演示党工委，演示第9次会议，演示〔2023〕9号",
    )


@pytest.mark.parametrize("name", ["share", "works", "service"])
def test_every_kind_of_target_can_be_given_more_time(office, agreed, world, closed, name):
    target = getattr(world, name)
    data = typed(office, target, due="2024-02-29", **{"value-2024-02": "100"})
    agreed(url(target), data)
    assert target.terms.get(version=2).due == dt.date(2024, 2, 29)


def test_a_target_without_a_plan_may_stay_without_one(office, agreed, world, closed):
    target = make_target(world.project, "待定指标")
    data = typed(office, target, value="120")
    agreed(url(target), data)
    assert target.terms.get(version=2).value == 120
    assert not target.plans.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"definition": "另一种"} | {"effective": "2023-09"}, "2023年9月已经过完"),
        ({"effective": "十月"}, "不是月份"),
        ({"definition": "另一种", "effective": "2025-01"}, "最迟写到2024年12月"),
        ({}, "目标值、完成时限、口径和计划都没有变化"),
        ({"authority": ""}, "必填"),
        ({"meeting": " "}, "必填"),
        ({"document": ""}, "必填"),
        ({"reason": ""}, "必填"),
        ({"value": "0", "value-2023-12": "0"}, "目标值不能与基数0相同"),
        ({"value": "一百二"}, "不是数字"),
        ({"value": "120"}, "应等于目标值120"),
        ({"due": "2022-12-31"}, "完成时限不能早于起算月份2023年1月"),
        ({"due": "年底"}, "不是日期，请写成 2023-12-20"),
        ({"value-2023-10": "70"}, "倒退"),
        ({"authority": "机" * 60, "meeting": "会" * 60, "value-2023-10": "90"}, "合起来最多100字"),
    ],
)
def test_an_impossible_change_is_refused_and_nothing_written(
    office, world, closed, changes, sentence
):
    before = Event.objects.count()
    response = office.post(url(world.rooms), typed(office, world.rooms, **changes))
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert (world.rooms.terms.count(), world.rooms.plans.count()) == (1, 1)
    assert Event.objects.count() == before


def test_a_value_equal_to_the_baseline_is_no_promise(office, world, closed):
    target = make_target(world.project, "待定指标")
    response = office.post(url(target), typed(office, target, value="0"))
    assert "目标值不能与基数0相同" in response.content.decode()


def test_a_whole_is_changed_by_its_parts(office, world):
    make_target(world.project, "城镇", part_of=world.rooms)
    assert office.get(url(world.rooms)).status_code == 404
    assert office.get("/admin/office/changes/target/999999/").status_code == 404


def test_from_the_list_one_goes_to_the_form(office, world):
    response = office.get("/admin/office/changes/", {"target": world.rooms.pk})
    assert response.url == url(world.rooms)
    assert office.get("/admin/office/changes/", {"project": "9" * 40}).status_code == 200
    assert office.get("/admin/office/changes/").content.decode().count("<option") == 7


def project_url(world) -> str:
    return f"/admin/office/changes/project/{world.project.pk}/"


def test_a_project_is_suspended_and_resumed(agreed, world, closed):
    data = {**APPROVAL, "state": "suspended"}
    agreed(project_url(world), data)
    world.project.refresh_from_db()
    assert world.project.state == Project.State.SUSPENDED
    agreed(project_url(world), {**data, "state": "ongoing"})
    assert [change.what for change in changes_of(world.programme)] == ["推进", "暂缓"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": "merged"}, "合并要写明并入哪个项目"),
        ({"state": "ongoing"}, "不在可用的选项中"),
        ({"state": "removed", "effective": "2023-08"}, "2023年8月已经过完"),
        ({"state": "removed", "meeting": ""}, "必填"),
        ({"state": "removed", "reason": "因" * 301}, "300"),
        ({}, "必填"),
    ],
)
def test_an_impossible_course_is_refused(office, world, closed, changes, sentence):
    response = office.post(project_url(world), APPROVAL | changes)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not world.project.changes.exists()


def test_a_project_merges_into_one_of_the_same_year(office, agreed, world, closed):
    other = make_project(make_programme(2024), number=1)
    data = {**APPROVAL, "state": "merged", "merged_into": other.pk}
    assert office.post(project_url(world), data).status_code == 400
    data["merged_into"] = world.stranger_report.project_id
    agreed(project_url(world), data)
    assert "并入2. 适老化改造" in office.get("/admin/office/changes/").content.decode()


def plan_post(effective: str) -> dict:
    return {
        "document": "演示会议纪要",
        "effective": effective,
        "reason": "调整",
        "answer": "演示：说明",
        "value-2023-12": "100",
        "do": "approve",
    }


def test_the_plan_page_makes_no_second_plan_of_a_public_list(office, world, closed):
    address = f"/admin/projects/target/{world.rooms.pk}/plan/"
    assert "办理承诺调整" in office.get(address).content.decode()
    response = office.post(address, plan_post("2023-10"))
    assert response.status_code == 400
    assert "调整计划请办理承诺调整" in response.content.decode()
    assert world.rooms.plans.count() == 1
    world.programme.state = "draft"
    world.programme.save()
    assert office.post(address, plan_post("2023-10")).status_code == 302
    assert not world.rooms.plans.get(version=2).changed


def test_a_first_plan_reaches_back_but_into_no_closed_month(office, world, closed):
    target = make_target(world.project, "待定指标")
    address = f"/admin/projects/target/{target.pk}/plan/"
    assert 'value="2023-10"' in office.get(address).content.decode()
    assert "不能追溯" in office.post(address, plan_post("2023-01")).content.decode()
    assert office.post(address, plan_post("2023-10")).status_code == 302


def test_a_sheet_makes_no_second_plan_of_a_public_list(office, world, closed):
    sheet = (
        "年份,项目序号,指标名称,批准依据,生效月份,调整原因,12月,计划说明\n"
        "2023,1,教室,演示纪要,2023-10,调整,100,演示\n"
    )
    file = SimpleUploadedFile("计划.csv", sheet.encode())
    data = {"import_file": file, "format": "0", "resource": "0"}
    response = office.post("/admin/projects/target/import/", data)
    assert response.status_code == 400
    assert "调整计划请办理承诺调整" in response.content.decode()
    assert world.rooms.plans.count() == 1

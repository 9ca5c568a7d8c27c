"""市级任务: entered once, carried by targets, side by side with their progress."""

from decimal import Decimal

import pytest

from projects.models import CityTask, CityTaskPoint, Event
from supervision.actions.reports import accept
from supervision.models import Adjustment
from tests.admin.office.boxes import boxes
from tests.admin.office.handed import hand_in
from tests.factories import (
    make_officer,
    make_programme,
    make_project,
    make_quota,
    make_target,
    moment,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/projects/citytask/add/"


@pytest.fixture
def quota(world):
    task = make_quota(world.programme, name="教室照明改造", measure="个", quota=Decimal(120))
    CityTaskPoint.objects.create(city_task=task, month="2023-09", value=Decimal(60))
    task.targets.add(world.rooms)
    return task


def test_quota_target_and_progress_stand_side_by_side(sign_in, world, office, quota):
    submission = hand_in(sign_in(world.owner), world)
    accept(submission=submission, by=world.officer, at=moment("2023-10-05 11:00"))
    shown = office.get("/admin/office/city/").content.decode()
    for words in ("120个", "100个", "60个", "⚑ 区级目标低于市定任务", "1项要核对"):
        assert words in shown
    assert "<input" not in shown.split('id="quotas"')[1]  # nothing is entered a second time


def test_a_quota_nothing_carries_is_flagged(world, office):
    make_quota(world.programme, name="养老床位", measure="张", quota=Decimal(20))
    assert "⚑ 没有指标承担" in office.get("/admin/office/city/").content.decode()


def points(*rows) -> dict:
    data = {
        "points-TOTAL_FORMS": str(len(rows)),
        "points-INITIAL_FORMS": "0",
        "points-MIN_NUM_FORMS": "0",
        "points-MAX_NUM_FORMS": "24",
    }
    for n, (month, value) in enumerate(rows):
        data |= {f"points-{n}-month": month, f"points-{n}-value": value}
    return data


def quota_post(world, **changes) -> dict:
    data = {
        "programme": world.programme.pk,
        "name": "教室照明改造",
        "measure": "个",
        "quota": "100",
        "document": "演示市级清单",
        "effective": "2023-10",
        "targets": [world.rooms.pk],
    }
    return data | points() | changes


def test_a_quota_is_entered_with_its_plan_and_its_targets(world, office):
    data = quota_post(world) | points(("2023-06", "50"), ("2023-12", "100"))
    assert office.post(ADD, data).status_code == 302
    task = CityTask.objects.get()
    assert [point.month for point in task.points.all()] == ["2023-06", "2023-12"]
    assert list(task.targets.all()) == [world.rooms]
    assert Event.objects.first().action == "登记市级任务指标"


@pytest.fixture
def unfit(world):
    """Targets that cannot carry a quota, by why."""
    whole = make_target(world.project, "合计")
    make_target(world.project, "农村", part_of=whole)
    next_year = make_target(make_project(make_programme(2024), number=1))
    return {"share": world.share, "whole": whole, "next_year": next_year}


@pytest.mark.parametrize("name", ["share", "whole", "next_year"])
def test_a_target_that_cannot_be_added_up_is_neither_offered_nor_taken(world, office, unfit, name):
    address = ADD if name != "next_year" else office_address(world)
    assert f'value="{unfit[name].pk}"' not in targets_offered(office.get(address))
    response = office.post(ADD, quota_post(world, targets=[unfit[name].pk]))
    assert response.status_code == 200
    assert "选择一个有效的选项" in response.content.decode()
    assert CityTask.objects.count() == (1 if name == "next_year" else 0)


def office_address(world) -> str:
    world.programme.state = "draft"
    world.programme.save()
    task = make_quota(world.programme, name="已登记", measure="个", quota=Decimal(1))
    return f"/admin/projects/citytask/{task.pk}/change/"


def targets_offered(response) -> str:
    return response.content.decode().split('id="id_targets"')[1].split("市级计划")[0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"measure": "户"}, "计量单位是“个”，与“户”不同"),
        ({"quota": "0"}, "市定任务要大于零"),
        ({"quota": "NaN"}, "输入一个数"),
        ({"name": ""}, "必填"),
        ({"points-0-month": "六月"}, "不是月份"),
    ],
)
def test_an_impossible_quota_is_refused(world, office, changes, sentence):
    data = quota_post(world) | points(("2023-06", "50")) | changes
    response = office.post(ADD, data)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not CityTask.objects.exists()


def test_an_edit_of_a_draft_s_quota_says_before_and_after(world, office, quota):
    world.programme.state = "draft"
    world.programme.save()
    address = f"/admin/projects/citytask/{quota.pk}/change/"
    data = quota_post(world, quota="150") | points()
    assert office.post(address, data).status_code == 302
    assert "市定任务：120.0000→150" in Event.objects.first().body


def change(quota) -> str:
    return f"/admin/office/changes/quota/{quota.pk}/"


def changed(office, task, changes: dict) -> dict:
    """The page's own boxes, proposed, with changes."""
    approval = {
        "authority": "市政府", "meeting": "演示市会议", "document": "演示市〔2023〕9号",
        "effective": "2023-10", "reason": "市里加任务", "do": "approve",
    }  # fmt: skip
    return boxes(office.get(change(task))) | approval | changes


def test_a_public_list_s_quota_is_changed_by_two_beside_the_former(
    world, office, quota, sign_in, settings
):
    settings.DEMO_CLOCK = moment("2023-10-09 10:00")
    address = f"/admin/projects/citytask/{quota.pk}/change/"
    page = office.get(address).content.decode()
    assert "_save" not in page and change(quota) in page
    assert office.post(address, quota_post(world, quota="150") | points()).status_code == 404
    again = office.post(ADD, quota_post(world, quota="150", reason="加") | points())
    assert "请办理承诺调整" in again.content.decode()
    given = changed(office, quota, {"quota": "150", "value-2023-12": "150"})
    assert given["value-2023-09"] == "60" and given["targets"] == str(world.rooms.pk)
    proposed = office.post(change(quota), given)
    assert CityTask.objects.count() == 1
    second = sign_in(make_officer("second"))
    assert "120个 → 150个" in second.get(proposed.url).content.decode()
    assert second.post(proposed.url, {"confirm": "1"}).status_code == 302
    first, new = CityTask.objects.order_by("version")
    assert (first.quota, new.quota, new.version, new.effective) == (120, 150, 2, "2023-10")
    assert [(p.month, p.value) for p in new.points.all()] == [("2023-09", 60), ("2023-12", 150)]
    assert list(new.targets.all()) == [world.rooms]
    assert "市定任务120个→150个" in office.get("/admin/office/changes/").content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quota": "150", "effective": "2023-09"}, "2023年9月已经过完"),
        ({"quota": "150", "reason": ""}, "必填"),
        ({"quota": "150", "document": ""}, "必填"),
        ({"quota": "0"}, "市定任务要大于零"),
        ({"quota": "很多"}, "不是数字"),
        ({"value-2023-11": "10"}, "2023年11月的10比之前的60倒退了"),
        ({"value-2023-11": "多"}, "11月：“多”不是数字"),
        ({}, "市定任务、市级计划和承担指标都没有变化"),
    ],
)
def test_an_impossible_change_of_a_quota_is_refused(
    world, office, quota, settings, changes, sentence
):
    settings.DEMO_CLOCK = moment("2023-10-09 10:00")
    response = office.post(change(quota), changed(office, quota, changes))
    assert response.status_code == 400 and sentence in response.content.decode()
    assert CityTask.objects.count() == 1 and not Adjustment.objects.exists()


def test_a_draft_s_quota_is_edited_where_it_stands(world, office, quota):
    world.programme.state = "draft"
    world.programme.save()
    answer = office.get(change(quota))
    assert answer.url == f"/admin/projects/citytask/{quota.pk}/change/"

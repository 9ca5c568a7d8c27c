"""市级任务指标 from a sheet and back: new ones added, drafts changed, public ones left alone."""

import pytest
from django.urls import reverse

from projects.models import CityTask, Event, Programme
from tests.factories import make_clerk, make_programme, make_project, make_target, make_unit
from tests.sheets.test_bringing_in import confirm, officer, said, text, upload, workbook  # noqa: F401

pytestmark = pytest.mark.django_db

QUOTAS = ["市级指标", "计量单位", "市定任务", "市级文件", "承担指标", "6月", "9月", "12月"]
ROW = [
    "困难家庭改造",
    "户",
    80,
    "演示市办发〔2023〕1号",
    "6 无障碍改造；第7项适老化改造",
    20,
    40,
    80,
]


@pytest.fixture
def programme(officer):  # noqa: F811
    programme = make_programme()
    for number, name in ((6, "无障碍改造"), (7, "适老化改造")):
        project = make_project(programme, number=number, unit=make_unit(f"演示单位{number}"))
        make_target(project, name, value="50", measure="户")
    return programme


def row(**cells) -> list:
    return [cells.get(column, value) for column, value in zip(QUOTAS, ROW, strict=True)]


def bring(client, *rows):
    preview = upload(client, "citytask", workbook(QUOTAS, *rows))
    assert preview.status_code == 200, said(preview)
    return said(preview), confirm(client, "citytask", preview)


def exported(client) -> bytes:
    url = reverse("admin:projects_citytask_export")
    return client.post(url, {"format": "0", "resource": "0"}).content


def test_a_quota_is_previewed_and_then_kept_with_its_plan_and_targets(client, programme):
    preview = upload(client, "citytask", workbook(QUOTAS, ROW))
    assert "2023年 困难家庭改造，新登记：80户" in said(preview)
    assert not CityTask.objects.exists()
    assert confirm(client, "citytask", preview).status_code == 302
    task = CityTask.objects.get()
    assert (task.quota, task.measure, task.effective, task.version) == (80, "户", "2023-01", 1)
    assert [(each.month, each.value) for each in task.points.all()] == [
        ("2023-06", 20), ("2023-09", 40), ("2023-12", 80),
    ]  # fmt: skip
    carried = task.targets.order_by("project__number")
    assert [target.name for target in carried] == ["无障碍改造", "适老化改造"]
    event = Event.objects.get()
    assert event.action == "导入市级任务指标" and "projects.citytaskpoint" in event.body


def test_what_goes_out_comes_back_unchanged(client, programme):
    bring(client, ROW, row(市级指标="另一项", 承担指标="", 市定任务=9))
    preview = upload(client, "citytask", exported(client))
    assert said(preview).count("与已登记的相同") == 2
    assert confirm(client, "citytask", preview).status_code == 302
    assert CityTask.objects.count() == 2


def test_of_a_draft_a_changed_cell_is_shown_and_kept(client, programme):
    Programme.everything.update(state="draft")
    bring(client, ROW)
    shown, answer = bring(client, row(市定任务=90, **{"9月": 50}, 承担指标="7 适老化改造"))
    assert answer.status_code == 302
    for words in ("市定任务", "9月", "承担指标", "6 无障碍改造；7 适老化改造"):
        assert words in shown
    task = CityTask.objects.get()
    assert (task.quota, task.points.get(month="2023-09").value) == (90, 50)
    assert [target.name for target in task.targets.all()] == ["适老化改造"]


def test_of_a_public_list_a_changed_cell_is_refused(client, programme):
    bring(client, ROW)
    answer = upload(client, "citytask", workbook(QUOTAS, row(市定任务=90)))
    assert answer.status_code == 400
    assert "第2行“市级指标”：“困难家庭改造”已经公布，要改请凭文件办理承诺调整。" in said(answer)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"市级指标": ""}, "第2行“市级指标”：没有填写"),
        ({"计量单位": ""}, "第2行“计量单位”：没有填写"),
        ({"市定任务": 0}, "第2行“市定任务”：要大于零"),
        ({"市定任务": "约八十"}, "第2行“市定任务”：“约八十”不是数字"),
        ({"承担指标": "适老化改造"}, "第2行“承担指标”：“适老化改造”看不懂"),
        ({"承担指标": "9 适老化改造"}, "第2行“承担指标”：第9项没有数量指标“适老化改造”"),
        ({"计量单位": "人"}, "的计量单位是“户”，与“人”不同"),
        ({"9月": 10}, "第2行“9月”：市级计划2023年9月的10比之前的20倒退了"),
        ({"12月": "-1"}, "第2行“12月”"),
    ],
)
def test_a_wrong_cell_is_named_and_keeps_all_out(client, programme, cells, words):
    answer = upload(client, "citytask", workbook(QUOTAS, row(**cells), row(市级指标="好的")))
    assert answer.status_code == 400 and words in said(answer)
    assert not CityTask.objects.exists()


def test_twice_the_same_quota_is_refused(client, programme):
    answer = upload(client, "citytask", workbook(QUOTAS, ROW, ROW))
    assert "第3行“市级指标”：“困难家庭改造”在表里出现了两次" in said(answer)


def test_a_clerk_brings_none(client, programme):
    client.force_login(make_clerk(make_unit("演示别的单位")))
    assert upload(client, "citytask", workbook(QUOTAS, ROW)).status_code == 404

"""The office's pages that only tell: doubts, discipline, outlook, consequences."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from projects.models import Event
from supervision.actions.reports import return_to_unit
from supervision.models import Card
from tests.admin.office.handed import hand_in
from tests.factories import moment
from tests.overriding import confirm, propose

pytestmark = pytest.mark.django_db


def doubted(sign_in, world):
    """A jump, answered: 80 of 100 rooms in one go."""
    return hand_in(
        sign_in(world.owner),
        world,
        **{f"{world.rooms.pk}-value": "95", f"{world.rooms.pk}-doubt": "暑期集中完工。"},
    )


def test_a_doubt_stands_with_its_reply_and_leads_to_the_review(sign_in, world, office):
    submission = doubted(sign_in, world)
    shown = office.get("/admin/office/doubts/").content.decode()
    assert "这一次就新增95个" in shown and "暑期集中完工。" in shown
    assert f"/admin/supervision/submission/{submission.pk}/change/" in shown
    assert "不影响亮牌颜色" in shown


def test_a_month_without_doubts_says_so(world, office):
    shown = office.get("/admin/office/doubts/?month=2023-09").content.decode()
    assert "2023年9月的报送没有疑点" in shown
    assert office.get("/admin/office/doubts/?month=2023-01").status_code == 404
    assert office.get("/admin/office/doubts/?month=%E4%B9%9D").status_code == 404
    assert office.get("/admin/office/doubts/?p=x").status_code == 200


def test_doubts_cost_no_more_for_more_reports(
    sign_in, world, office, django_assert_max_num_queries
):
    doubted(sign_in, world)
    with django_assert_max_num_queries(15):
        office.get("/admin/office/doubts/")


def test_discipline_counts_each_unit_with_the_months_behind(sign_in, world, office, settings):
    submission = hand_in(sign_in(world.owner), world)
    return_to_unit(
        submission=submission, reason="照片不清", by=world.officer, at=moment("2023-10-06 09:00")
    )
    settings.DEMO_CLOCK = moment("2023-10-09 10:00")
    hand_in(sign_in(world.owner), world)
    shown = office.get("/admin/office/discipline/").content.decode()
    assert "应报2，按时0，迟报1，未报1，退回1次" in shown
    assert "2023年9月　2. 适老化改造" in shown


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_discipline_is_taken_out_and_that_is_recorded(world, office, settings, ending):
    settings.DEMO_CLOCK = moment("2023-10-09 10:00")
    response = office.post("/admin/office/discipline/export/", {"format": ending})
    assert f'filename="discipline-2023.{ending}"' in response["Content-Disposition"]
    if ending == "xlsx":
        rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0)
        text = "\n".join(str(cell) for row in rows.to_python() for cell in row)
    else:
        text = response.content.decode("utf-8-sig")
    for words in ("2023年民生实事报送纪律", "退回次数", "教育演示", "2023年9月 1. 教室照明"):
        assert words in text
    event = Event.objects.first()
    assert (event.action, event.actor) == ("导出", world.officer)
    assert "报送纪律" in event.body
    assert office.post("/admin/office/discipline/export/", {"format": "exe"}).status_code == 404
    assert office.get("/admin/office/discipline/export/").status_code == 405


def test_before_any_due_day_is_over_there_is_no_discipline(world, office):
    assert "还没有截止日已过的月份" in office.get("/admin/office/discipline/").content.decode()


def test_the_outlook_is_empty_before_there_is_enough_to_go_by(closed, office):
    shown = office.get("/admin/office/outlook/").content.decode()
    assert "还没有能推算的指标" in shown


def test_without_a_closed_month_there_is_no_outlook_and_no_consequence(world, office):
    assert "定稿后才有预测" in office.get("/admin/office/outlook/").content.decode()
    assert "还没有定稿的月份" in office.get("/admin/office/consequences/").content.decode()


def test_a_red_card_brings_a_talk_with_points_blank(closed, office):
    shown = office.get("/admin/office/consequences/").content.decode()
    assert "约谈" in shown and "2023年9月" in shown
    assert "仅供内部参考" in shown


def test_a_confirmed_override_counts_for_consequences(world, closed, office):
    red = Card.everything.get(colour="red")
    proposal = propose(red.project, by=world.officer, at=moment("2023-10-09 11:00"))
    assert "约谈" in office.get("/admin/office/consequences/").content.decode()
    confirm(proposal, moment("2023-10-09 12:00"))
    assert "约谈" not in office.get("/admin/office/consequences/").content.decode()

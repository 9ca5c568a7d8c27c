"""The office's acts: open the month, close it, publish it, release a sentence."""

import pytest

from supervision.actions.policies import ensure_default
from supervision.models import Period, Report
from tests.admin.typed import fill_url, full_sheet
from tests.factories import make_programme, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sign_in, world):
    return sign_in(world.officer)


@pytest.fixture
def closable(sign_in, world, settings):
    """A month over, its due day past, one report accepted, one missing."""
    ensure_default(month="2023-01", by=None, at=moment("2023-01-01 09:00"))
    typed = {"service_ran": [], "service_cause": "医师请假", "service_measures": "排班补上"}
    sheet = {**full_sheet(world, **typed), "submit": "1"}
    sign_in(world.owner).post(fill_url(world.report), sheet)
    submission = world.report.submissions.get()
    office = sign_in(world.officer)
    office.post(f"/admin/supervision/submission/{submission.pk}/change/", {"accept": "1"})
    settings.DEMO_CLOCK = moment("2023-10-09 10:00")
    return world.period


def act(office, period, name: str, **data):
    return office.post(f"/admin/supervision/period/{period.pk}/{name}/", data)


def test_the_next_month_is_opened_with_a_report_for_every_led_project(office, world):
    data = {"programme": world.programme.pk, "month": "2023-10"}
    shown = office.post("/admin/supervision/period/open/", data).content.decode()
    assert "将启动2023年清单的2023年10月" in shown and "生成2份月度进展" in shown
    assert "报送截止2023年11月6日（星期一）" in shown
    assert Period.everything.count() == 1
    response = office.post("/admin/supervision/period/open/", {**data, "open": "1"})
    assert response.status_code == 302
    period = Period.everything.get(month="2023-10")
    assert period.reports.count() == 2
    assert str(period.due) == "2023-11-06"  # the 5th is a Sunday


@pytest.mark.parametrize(
    ("month", "sentence"),
    [("2023-09", "已经启动过"), ("9月", "不是月份"), ("2023-13", "不是月份"), ("", "必填")],
)
def test_a_bad_month_is_refused(office, world, month, sentence):
    data = {"programme": world.programme.pk, "month": month}
    response = office.post("/admin/supervision/period/open/", data)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert Period.everything.count() == 1


def test_a_first_month_in_mid_year_asks_for_the_months_before(office, world):
    programme = make_programme(2024)
    data = {"programme": programme.pk, "month": "2024-03"}
    shown = office.post("/admin/supervision/period/open/", data)
    assert shown.status_code == 400 and "以前各月一并补报的" in shown.content.decode()
    data |= {"covers_from": "2024-01"}
    assert "2024年1—3月" in office.post("/admin/supervision/period/open/", data).content.decode()


def test_a_month_opened_by_mistake_is_taken_back_and_a_due_day_moved(office, world):
    data = {"programme": world.programme.pk, "month": "2023-10", "open": "1"}
    office.post("/admin/supervision/period/open/", data)
    october = Period.everything.get(month="2023-10")
    moved = act(office, october, "due", due="2023-11-08", reason="大雪")
    assert moved.status_code == 302
    assert "原定11月6日，大雪" in office.get(moved.url).content.decode()
    assert act(office, october, "due", due="2023-11-11", reason="大雪").status_code == 400
    assert act(office, october, "take-back").status_code == 302
    assert Period.everything.count() == 1


def test_trial_cards_stand_on_the_desk_once_the_month_is_over(office, world, closable, settings):
    shown = office.get("/admin/").content.decode()
    assert "拟亮牌" in shown
    settings.DEMO_CLOCK = moment("2023-09-20 10:00")
    assert "还没有结束，不能亮牌" in office.get("/admin/").content.decode()


def test_closing_waits_for_reviews(office, sign_in, world, closable):
    sign_in(world.stranger).post(
        fill_url(world.stranger_report),
        {
            "version": "0",
            "progress": "完成若干户。",
            "next": "继续。",
            f"{world.stranger_report.project.targets.get().pk}-value": "1",
            "submit": "1",
        },
    )
    assert Report.objects.filter(state="submitted").exists()
    response = act(office, closable, "close")
    assert response.status_code == 400
    assert "待审核" in response.content.decode()


def test_a_month_is_closed_then_published(office, world, closable):
    assert act(office, closable, "close").status_code == 302
    closable.refresh_from_db()
    assert closable.bulletin_number == 1
    assert closable.published_at is None
    url = f"/admin/supervision/period/{closable.pk}/publish/"
    preview = office.get(url).content.decode()
    assert "教室照明" in preview
    assert "红牌" in preview
    refused = act(office, closable, "publish", signer="", basis="纪要")
    assert refused.status_code == 400
    forged = {"published_at": "2020-01-01", "signer": "演示签发人", "basis": "演示纪要1号"}
    assert act(office, closable, "publish", **forged).status_code == 302
    closable.refresh_from_db()
    assert closable.published_at == moment("2023-10-09 10:00")  # the act's moment, never typed
    assert act(office, closable, "publish", signer="再", basis="次").status_code == 302
    closable.refresh_from_db()
    assert closable.signer == "演示签发人"


def test_cards_are_listed_with_words_and_cannot_be_touched(office, sign_in, world, closable):
    act(office, closable, "close")
    card = closable.cards.get(project=world.project)
    shown = office.get("/admin/supervision/card/").content.decode()
    for words in ("红牌 进度滞后", "牌针对项目，不针对个人", "■"):
        assert words in shown
    url = f"/admin/supervision/card/{card.pk}/change/"
    assert "为什么是这个颜色" in office.get(url).content.decode()
    for person in (world.officer, world.root):
        sign_in(person).post(url, {"colour": "blue", "label": "蓝牌"})
    card.refresh_from_db()
    assert card.colour == "red"

"""定稿前的检查: what is missing, with number and link; what it blocks is what closing refuses."""

import datetime as dt

import pytest

from projects.errors import Refused
from supervision.actions import hearings, periods, policies, releases, reports
from supervision.desk.checklist import checks, to_publish
from supervision.models import Appeal, Report, Submission
from tests.admin.closed import LATER, close_september, corrected
from tests.admin.slips import close
from tests.admin.typed import fill_url, full_sheet
from tests.factories import make_officer, make_period, make_project, moment
from tests.overriding import propose
from tests.public.months import make_release

pytestmark = pytest.mark.django_db

AFTER_DUE = "2023-10-10 10:00"


@pytest.fixture(autouse=True)
def rules(world):
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-01-01 09:00"))


@pytest.fixture
def office(sign_in, world):
    return sign_in(world.officer)


@pytest.fixture
def handed_in(world, sign_in) -> Submission:
    sign_in(world.owner).post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    return Submission.objects.get()


def still_open(period, at=AFTER_DUE) -> dict[str, int]:
    return {check.words: check.count for check in checks(period, moment(at)) if not check.done}


def nothing(world) -> None:
    Report.objects.update(state="accepted")


def before_the_month_is_over(world) -> None:
    Report.objects.update(state="accepted")


def one_waits(world) -> None:
    Report.objects.update(state="submitted")


def an_earlier_month(world) -> None:
    make_period(world.programme, "2023-08", data_until="2023-08-31", due="2023-09-05")


def draft_and_returned(world) -> None:
    Report.objects.filter(pk=world.report.pk).update(state="draft")
    Report.objects.filter(pk=world.stranger_report.pk).update(state="returned")


@pytest.mark.parametrize(
    ("happened", "at", "closes"),
    [
        (nothing, AFTER_DUE, True),
        (nothing, "2023-10-05 10:00", True),
        (before_the_month_is_over, "2023-09-30 23:00", False),
        (one_waits, AFTER_DUE, False),
        (an_earlier_month, AFTER_DUE, False),
        (draft_and_returned, AFTER_DUE, True),
        (draft_and_returned, "2023-10-07 23:00", False),
        (lambda world: None, AFTER_DUE, True),
        (lambda world: None, "2023-10-07 10:00", False),
    ],
)
def test_what_blocks_is_exactly_what_closing_refuses(world, happened, at, closes):
    happened(world)
    blocking = [each for each in checks(world.period, moment(at)) if each.blocks and each.count]
    assert (not blocking) == closes
    try:
        periods.close_month(period=world.period, by=world.officer, at=moment(at))
    except Refused:
        assert not closes
    else:
        assert closes


def test_reports_are_counted_by_what_is_missing_of_them(world):
    draft_and_returned(world)
    make_project(world.programme, title="没有单位")
    found = still_open(world.period)
    assert found == {"草稿": 1, "退回没有重报": 1, "没有生成填报的项目": 1}


def test_a_report_that_waits_for_a_signature_is_missing(world):
    Report.objects.update(state="unsigned")
    assert still_open(world.period)["待审签"] == 2
    early = checks(world.period, moment("2023-10-07 10:00"))
    assert {each.words for each in early if each.blocks and each.count} == {"待审签"}


def test_a_doubt_without_a_sentence_is_counted(world, handed_in, sign_in):
    reading = handed_in.readings.first()
    assert "疑点没有说明" not in still_open(world.period)
    second = Submission.objects.create(
        report=world.report, number=2, progress="旧", next_steps="旧", asked="与上期相同。",
        unit_name="旧", at=handed_in.at, by=world.owner,
    )  # fmt: skip
    second.readings.create(target=reading.target, value=1, asked="倒退了。", doubt="已核对。")
    second.readings.create(target=world.share, value=1, asked="倒退了。")
    assert still_open(world.period)["疑点没有说明"] == 2


def test_replies_without_an_answer_and_the_time_to_reply(world):
    reply = hearings.reply_to_trial(
        report=world.report, text="汛期停工。", by=world.owner, at=moment("2023-10-08 10:00")
    )
    found = still_open(world.period, "2023-10-09 23:00")
    assert found["单位申辩没有答复"] == 1
    assert "拟亮牌给单位看到10月9日24时" in found  # the second working day after the 7th
    hearings.answer_reply(
        reply=reply, verdict="taken", reason="属实", by=world.officer, at=moment(AFTER_DUE)
    )
    left = still_open(world.period)
    assert "单位申辩没有答复" not in left and not any("给单位看到" in words for words in left)


def test_overrides_under_way(world):
    propose(world.project, by=world.officer, at=moment("2023-10-08 09:00"))
    assert still_open(world.period)["亮牌认定待确认"] == 1


def test_releases_under_way(world, settings):
    close(world, settings)
    at = moment(LATER)
    release = releases.draft_release(
        period=world.period, project=world.project, text="正在施工。", by=world.officer, at=at
    )

    def unsigned() -> int:
        return {each.words: each.count for each in to_publish(world.period, moment(LATER))}[
            "公开稿没有签发"
        ]

    assert unsigned() == 1
    releases.review_release(release=release, by=make_officer("second"), at=at)
    releases.sign_release(release=release, by=world.officer, at=at)
    assert unsigned() == 0


def test_corrections_of_closed_months_hang_over(world, sign_in, settings, office):
    close_september(world, sign_in, settings, publish=True)
    october = make_period(
        world.programme, "2023-10", data_until=dt.date(2023, 10, 31), due=dt.date(2023, 11, 6)
    )
    waiting = corrected(world, "70", "2023-10-25", accept=False)
    assert still_open(october, LATER)["更正报送待审核"] == 1
    reports.accept(submission=waiting, by=world.officer, at=moment("2023-10-26 10:00"))
    assert still_open(october, LATER)["更正待公开"] == 1
    desk = office.get("/admin/").content.decode()
    assert "更正待公开 1" in desk and "公开完才能公开下一个月" in desk


def test_the_close_page_names_number_link_and_consequence(office, world, handed_in, settings):
    settings.DEMO_CLOCK = moment(AFTER_DUE)
    address = f"/admin/supervision/period/{world.period.pk}/close/"
    shown = office.get(address).content.decode()
    assert "还不能定稿" in shown and "定稿前要办" in shown
    assert f"waitingreport/?period__id__exact={world.period.pk}" in shown
    assert "报送待审核 1" in shown and "未报 1" in shown and "没有报的按“未报”处理" in shown
    reports.accept(submission=handed_in, by=world.officer, at=moment(AFTER_DUE))
    assert "可以定稿，有1项提醒" in office.get(address).content.decode()


def test_every_link_of_the_list_is_there(office, world, settings):
    settings.DEMO_CLOCK = moment(AFTER_DUE)
    draft_and_returned(world)
    an_earlier_month(world)
    links = [each.link for each in checks(world.period, moment(AFTER_DUE)) if each.link]
    assert len(links) > 8
    for link in links:
        assert office.get(link).status_code == 200, link


def test_what_keeps_a_month_from_the_public(world, sign_in, settings, office):
    close_september(world, sign_in, settings)
    assert [each.words for each in to_publish(world.period, moment(LATER)) if not each.done] == []
    Appeal.objects.create(
        card=world.period.cards.first(), unit=world.unit, text="复核", at=moment(LATER),
        by=world.owner,
    )  # fmt: skip
    an_earlier_month(world)
    open_ones = {
        each.words: each.blocks for each in to_publish(world.period, moment(LATER)) if not each.done
    }
    assert open_ones == {"更早的月份没有公开（2023年8月）": True, "复核申请没有办结": False}


def test_cards_without_a_word_on_why_are_counted_before_publishing(world, settings):
    close(world, settings)  # nothing was handed in: a red card
    words = "黄牌、红牌项目没有签发的公开稿"

    def silent() -> int:
        return {each.words: each.count for each in to_publish(world.period, moment(LATER))}[words]

    assert silent() == 1
    make_release(world.period, world.project, "汛期停工，已分两组施工。")
    assert silent() == 0


def test_a_right_cut_short_is_said_before_publishing(world, sign_in, settings):
    close_september(world, sign_in, settings)
    early = to_publish(world.period, moment("2023-10-12 09:00"))
    said = [each.words for each in early if not each.done]
    assert any(words.startswith("单位可以申请复核到10月") for words in said)
    assert not any(each.blocks for each in early if "复核到" in each.words)
    over = to_publish(world.period, moment("2023-10-18 09:00"))
    assert not any("复核到" in each.words for each in over if not each.done)

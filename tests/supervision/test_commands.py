"""The office's commands: they say what they did, and fail with a sentence when they did not."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from projects.models import Event, Programme, User, guard
from supervision.actions import reports
from supervision.models import Card, CardPolicy, Period
from tests.factories import (
    make_officer,
    make_programme,
    make_project,
    make_target,
    make_unit,
    moment,
)


def run(*args, **kw) -> str:
    out = StringIO()
    call_command(*args, stdout=out, stderr=out, **kw)
    return out.getvalue()


@pytest.fixture(autouse=True)
def october_10th(settings):
    settings.DEMO_CLOCK = moment("2023-10-10 16:00")


@pytest.fixture
def accepted(month, draft):
    submission = reports.submit(
        report=month.report,
        draft=draft(),
        version=0,
        by=month.owner,
        at=moment("2023-10-06 12:00"),
    )
    reports.accept(submission=submission, by=month.officer, at=moment("2023-10-06 15:00"))
    return month


def test_a_month_from_trial_to_publication(accepted):
    assert "黄牌 进度偏慢  改善教学基础设施条件" in run("evaluate_cards", "2023-09")
    assert not Card.everything.exists()
    assert "已定稿：蓝牌0、黄牌1" in run("close_month", "2023-09")
    assert "此前已定稿" in run("close_month", "2023-09")
    said = run("publish_month", "2023-09", "--signer", "演示签发人", "--basis", "演示会议")
    assert "已公开：签发人演示签发人" in said
    assert Period.public.get().basis == "演示会议"


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["evaluate_cards", "九月"], "不是月份"),
        (["evaluate_cards", "2023-13"], "不是月份"),
        (["close_month", "2023-08"], "还没有启动"),
        (["close_month", "2023-09", "--year", "2022"], "还没有启动"),
        (["publish_month", "2023-09", "--signer", "甲", "--basis", "乙"], "还没有定稿"),
        (["explain_card", "2023", "99", "2023-09"], "没有第99号项目"),
        (["explain_card", "2023", "12", "2023-09", "--known", "昨天"], "不是日期"),
        (["explain_card", "2023", "12", "2023-09", "--known", "2023-09-30"], "还没有结束"),
        (["load_programme", "2023"], "已经在库中"),
        (["load_programme", "1999"], "没有1999年"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(month, args, why):
    with pytest.raises(CommandError, match=why):
        run(*args)
    assert not Card.everything.exists()


def test_two_programmes_in_one_month_are_told_apart(month):
    other = make_programme(2022)
    Period.everything.create(
        programme=other,
        month="2023-09",
        covers_from="2023-09",
        data_until="2023-09-30",
        due="2023-10-07",
        opened_at=moment("2023-09-20 09:00"),
    )
    with pytest.raises(CommandError, match="--year"):
        run("close_month", "2023-09")
    assert "已定稿" in run("close_month", "2023-09", "--year", "2022")


def test_a_card_is_explained(accepted):
    said = run("explain_card", "2023", "12", "2023-09")
    assert "承诺149口，已完成90口，比计划少30口" in said
    assert "再完成25口即可转蓝" in said
    assert "拟亮牌，未定稿" in said
    assert "规则“落后于计划”：" in said


def test_a_corrected_card_is_not_explained_as_the_month_s_closing(accepted, draft, settings):
    month = accepted
    run("close_month", "2023-09")
    assert "第1版，2023-10-10 16:00定稿" in run("explain_card", "2023", "12", "2023-09")
    report = month.period.reports.get()
    given = reports.correct(
        report=report, draft=draft("95", doubt="属实"), reason="漏报5口", version=report.version,
        by=month.owner, at=moment("2023-10-12 09:00"),
    )  # fmt: skip
    reports.accept(submission=given, by=month.officer, at=moment("2023-10-12 10:00"))
    settings.DEMO_CLOCK = moment("2023-10-12 16:00")
    assert "第2版，2023-10-12 10:00更正" in run("explain_card", "2023", "12", "2023-09")


def test_the_notice_alone_is_loaded_and_stands_in_the_ledger(db):
    assert "22个项目" in run("load_programme", "2023")
    programme = Programme.public.get()
    assert not programme.demonstration
    assert "核验通过" in run("verify_ledger")


def test_loading_beside_a_list_of_equal_keys_adds_only(db):
    """The file numbers its rows from 1, as a database's first list does."""
    own = make_programme(2026, title="自己的清单")
    project = make_project(own, number=1, title="自己的项目")
    target = make_target(project, "自己的指标", plan={"2023-12": "100"})
    rows = [own, project, target, target.terms.get(), target.plans.get()]
    before = [type(row)._base_manager.filter(pk=row.pk).values().get() for row in rows]
    run("load_programme", "2023")
    assert [type(row)._base_manager.filter(pk=row.pk).values().get() for row in rows] == before
    assert Programme.public.filter(year=2023).get().projects.count() == 22


@pytest.mark.parametrize("make", [make_programme, make_officer, make_unit])
def test_invented_data_never_mixes_with_a_database_of_anybody_s(db, make):
    make()
    with pytest.raises(CommandError, match="演示数据只装进空的数据库"):
        run("load_demo")
    assert not Programme.everything.filter(demonstration=True).exists()
    assert not User.objects.filter(username="clerk").exists()


def test_the_list_alone_is_not_taken_over_by_the_demonstration(db):
    run("load_programme", "2023")
    with pytest.raises(CommandError, match="不会混进正式的清单"):
        run("load_demo")
    assert not Programme.everything.get().demonstration


def test_the_demonstration_says_that_it_needs_its_clock(db, settings):
    settings.ACTS_IN_ORDER = True
    with pytest.raises(CommandError, match=r"要有演示时钟才能装入.*DEMO_CLOCK=2023-11-07"):
        run("load_demo")
    assert not Event.objects.exists()


def test_verification_names_a_changed_card_and_fails(accepted):
    run("close_month", "2023-09")
    guard.lift("supervision_card")
    Card.everything.update(colour="blue")
    guard.guard("supervision_card")
    out = StringIO()
    with pytest.raises(CommandError, match="未通过"):
        call_command("verify_ledger", stdout=out)
    card = Card.everything.get()
    assert f"亮牌结果第{card.pk}行被改动过" in out.getvalue()
    assert "“颜色”一栏与判定不同" in out.getvalue()


def test_verification_replays_a_card_whose_verdict_was_rewritten(accepted):
    run("close_month", "2023-09")
    card = Card.everything.get()
    guard.lift("supervision_card")
    Card.everything.update(verdict=card.verdict.replace("yellow", "blue"))
    guard.guard("supervision_card")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_ledger", stdout=out)
    assert "判定与存下的不同" in out.getvalue()


@pytest.mark.parametrize("what", ["facts", "verdict"])
def test_verification_names_a_card_that_cannot_be_read(accepted, what):
    run("close_month", "2023-09")
    guard.lift("supervision_card")
    Card.everything.update(**{what: "{"})
    guard.guard("supervision_card")
    out = StringIO()
    with pytest.raises(CommandError, match="未通过"):
        call_command("verify_ledger", stdout=out)
    assert "存下的事实或判定读不出来" in out.getvalue()


def test_verification_names_the_rules_that_cannot_be_read(accepted):
    run("close_month", "2023-09")
    guard.lift("supervision_cardpolicy")
    CardPolicy.objects.update(body="{}")
    guard.guard("supervision_cardpolicy", CardPolicy.guard_when)
    out = StringIO()
    with pytest.raises(CommandError, match="未通过"):
        call_command("verify_ledger", stdout=out)
    assert "亮牌规则第" in out.getvalue()
    assert "读不出来" in out.getvalue()


def test_verification_names_a_changed_reading(accepted):
    from supervision.models import Reading

    guard.lift("supervision_reading")
    Reading.objects.update(value=120)
    guard.guard("supervision_reading")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_ledger", stdout=out)
    assert "进度数据第" in out.getvalue()

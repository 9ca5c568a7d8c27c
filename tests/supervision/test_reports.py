"""A unit's month: saved, handed in, accepted or returned."""

import json
from decimal import Decimal

import pytest

from projects.errors import Refused, Stale
from projects.ledger.verification import rows as told_otherwise
from projects.models import Event
from supervision.actions import opening, reports
from supervision.actions.submissions import NotReady
from supervision.models import Reading, Report, Review, Submission
from tests.factories import make_target, moment

NOON = moment("2023-10-06 12:00")


def submit(month, draft, at=NOON, by=None, version=None):
    month.report.refresh_from_db()
    version = month.report.version if version is None else version
    return reports.submit(
        report=month.report, draft=draft, version=version, by=by or month.owner, at=at
    )


def errors(month, draft) -> dict:
    with pytest.raises(NotReady) as refused:
        submit(month, draft)
    assert not Submission.objects.exists() and not Reading.objects.exists()
    return refused.value.entry.errors


def field(month, name) -> str:
    return f"{month.target.pk}-{name}"


def test_what_is_handed_in_stands_as_readings_and_in_the_ledger(month, draft):
    submission = submit(month, draft())
    reading = submission.readings.get()
    assert (reading.value, reading.cause) == (Decimal(90), "采购流标")
    event = Event.objects.first()
    assert event.action == "报送" and event.actor == month.owner
    assert [row[0] for row in json.loads(event.body)["rows"]] == [
        "supervision.submission",
        "supervision.reading",
    ]


def test_this_month_s_increment_is_added_to_the_last_accepted_figure(month, draft):
    submission = submit(month, draft())
    reports.accept(submission=submission, by=month.officer, at=NOON)
    october = opening.open_period(
        programme=month.project.programme, month="2023-10", by=None, at=moment("2023-10-20 09:00")
    )
    month.report = october.reports.get()
    handed_in = submit(month, draft(value="26", mode="month"), at=moment("2023-11-03 09:00"))
    assert handed_in.readings.get().value == Decimal(116)


@pytest.mark.parametrize(
    "typed", ["是", "NaN", "1e308", "-5", "1_0", "٣", "①", "", "90.5", "9" * 13, "\x00"]
)
def test_a_bad_number_is_refused_in_a_sentence_and_nothing_is_written(month, draft, typed):
    found = errors(month, draft(value=typed))
    assert found[field(month, "value")].startswith("改造提升教室照明：")


def test_full_width_digits_are_read(month, draft):
    assert submit(month, draft(value="９０")).readings.get().value == Decimal(90)


@pytest.mark.parametrize("missing", ["cause", "measures"])
def test_behind_its_plan_a_target_wants_reason_and_measures(month, draft, missing):
    assert "进度落后于计划" in errors(month, draft(**{missing: " "}))[field(month, missing)]


def test_on_plan_no_reason_is_asked_and_none_is_kept(month, draft):
    reading = submit(month, draft(value="120", cause="旧的原因", measures="")).readings.get()
    assert (reading.cause, reading.measures) == ("", "")


def test_a_fall_wants_a_sentence(month, draft):
    accepted = submit(month, draft(value="110"))
    reports.accept(submission=accepted, by=month.officer, at=NOON)
    october = opening.open_period(
        programme=month.project.programme, month="2023-10", by=None, at=moment("2023-10-20 09:00")
    )
    month.report = october.reports.get()
    with pytest.raises(NotReady) as refused:
        submit(month, draft(value="105"))
    assert "倒退" in refused.value.entry.errors[field(month, "doubt")]
    explained = submit(month, draft(value="105", doubt="剔除重复统计的5口"))
    assert explained.readings.get().doubt == "剔除重复统计的5口"


def test_over_the_target_wants_a_sentence(month, draft):
    assert "超过了目标" in errors(month, draft(value="150"))[field(month, "doubt")]
    assert submit(month, draft(value="150", doubt="一所学校追加1口")).pk


@pytest.mark.parametrize("name", ["progress", "next"])
def test_the_narrative_is_asked_for(month, draft, name):
    assert name in errors(month, {**draft(), name: "  "})


def test_a_draft_keeps_whatever_was_typed(month, draft):
    wrong = draft(value="是")
    saved = reports.save_draft(report=month.report, draft=wrong, version=0, by=month.owner, at=NOON)
    assert (saved.state, saved.draft) == (Report.State.DRAFT, wrong)


def test_two_people_never_overwrite_each_other_silently(month, draft):
    reports.save_draft(report=month.report, draft=draft("80"), version=0, by=month.owner, at=NOON)
    with pytest.raises(Stale, match="演示owner"):
        reports.save_draft(
            report=month.report, draft=draft("90"), version=0, by=month.colleague, at=NOON
        )
    with pytest.raises(Stale):
        submit(month, draft("90"), by=month.colleague, version=0)
    month.report.refresh_from_db()
    assert month.report.draft == draft("80") and not Submission.objects.exists()


def test_a_return_keeps_every_reason_for_ever(month, draft):
    for reason in ("照片不清", "数字与照片不符"):
        submission = submit(month, draft())
        reports.return_to_unit(submission=submission, reason=reason, by=month.officer, at=NOON)
    month.report.refresh_from_db()
    assert month.report.state == Report.State.RETURNED
    assert list(Review.objects.values_list("reason", flat=True)) == ["照片不清", "数字与照片不符"]


def test_a_return_without_a_reason_is_refused(month, draft):
    with pytest.raises(Refused, match="理由"):
        reports.return_to_unit(
            submission=submit(month, draft()), reason=" ", by=month.officer, at=NOON
        )


def test_a_submission_is_judged_once(month, draft):
    submission = submit(month, draft())
    reports.accept(submission=submission, by=month.officer, at=NOON)
    with pytest.raises(Refused, match="审核过"):
        reports.return_to_unit(submission=submission, reason="再看", by=month.officer, at=NOON)


def test_what_waits_or_was_accepted_cannot_be_typed_over(month, draft):
    submission = submit(month, draft())
    with pytest.raises(Refused, match="已报待审"):
        submit(month, draft())
    reports.accept(submission=submission, by=month.officer, at=NOON)
    with pytest.raises(Refused, match="通过"):
        submit(month, draft())


def test_a_target_without_a_plan_is_not_asked_for(month, draft):
    make_target(month.project, "待定的指标")
    assert submit(month, draft()).readings.count() == 1


def test_coverage_is_rounded_down_so_that_100_means_all(month, draft):
    target = make_target(month.project, "覆盖", kind="coverage", plan={"2023-12": "100"})
    typed = draft()
    typed["targets"][str(target.pk)] = {
        "value": "29999",
        "denominator": "30000",
        "doubt": "集中验收",
    }
    reading = submit(month, typed).readings.get(target=target)
    assert reading.value == Decimal("99.99")
    assert (reading.numerator, reading.denominator) == (29999, 30000)


@pytest.mark.parametrize(
    ("typed", "name", "why"),
    [
        ({"value": "3", "denominator": "0"}, "denominator", "不能是零"),
        ({"value": "5", "denominator": "4"}, "value", "超过了总数"),
        ({"value": "3"}, "denominator", "请填写总数"),
    ],
)
def test_a_share_that_cannot_be_is_refused(month, draft, typed, name, why):
    target = make_target(month.project, "覆盖", kind="coverage", plan={"2023-12": "100"})
    whole = draft()
    whole["targets"][str(target.pk)] = typed
    assert why in errors(month, whole)[f"{target.pk}-{name}"]


def test_stages_and_service_months_are_kept(month, draft):
    stages = make_target(
        month.project,
        "节点",
        kind="milestones",
        plan=[("主体", "60", "2023-09"), ("验收", "40", "2023-12")],
    )
    service = make_target(month.project, "服务", kind="service", plan=["2023-09", "2023-10"])
    first, _ = stages.milestones.all()
    typed = draft()
    typed["targets"][str(stages.pk)] = {"stages": {str(first.pk): "2023-08"}}
    typed["targets"][str(service.pk)] = {"ran": ["2023-09"], "served": "7"}
    submission = submit(month, typed)
    assert submission.readings.get(target=stages).stages.get().month == "2023-08"
    reading = submission.readings.get(target=service)
    assert (reading.ran.get().month, reading.served) == ("2023-09", 7)


@pytest.mark.parametrize(
    ("step", "typed", "kept"),
    [
        ("0.01", "12.35吨", "12.35"),
        ("0.01", "1,024", "1024"),
        ("1", "６次", None),
        ("1", "7吨", "7"),
    ],
)
def test_a_service_counts_in_its_measure_s_steps(month, draft, step, typed, kept):
    service = make_target(
        month.project, "清运", kind="service", plan=["2023-09"], measure="吨", step=step
    )
    whole = draft()
    whole["targets"][str(service.pk)] = {"ran": ["2023-09"], "served": typed}
    if kept is None:
        assert "不是数字" in errors(month, whole)[f"{service.pk}-served"]
        return
    reading = submit(month, whole).readings.get(target=service)
    assert reading.served == Decimal(kept)
    assert not [said for said in told_otherwise() if said.startswith("进度数据")]


def test_fractions_of_what_is_whole_are_refused(month, draft):
    service = make_target(month.project, "服务", kind="service", plan=["2023-09"], measure="人次")
    whole = draft()
    whole["targets"][str(service.pk)] = {"ran": ["2023-09"], "served": "7.5"}
    assert "不是1人次的整倍数" in errors(month, whole)[f"{service.pk}-served"]


@pytest.mark.parametrize("name", ["progress", "next"])
def test_words_that_say_nothing_are_asked_about_and_not_refused(month, draft, name):
    said = {**draft(), name: "继续推进。"}
    assert "写具体的事，或说明原因" in errors(month, said)["doubt"]
    assert "只写了“继续推进。”" in submit(month, {**said, "doubt": "等雨停"}).asked


@pytest.mark.parametrize("name", ["cause", "measures"])
def test_a_paper_promised_with_a_reason_is_asked_for(month, draft, name):
    assert "没有上传文件" in errors(month, draft(**{name: "情况说明附后。"}))["doubt"]


@pytest.mark.parametrize(
    ("given", "why"),
    [("2023-10", "晚于"), ("2022-12", "早于"), ("九月", "不是月份")],
)
def test_a_stage_s_month_must_be_possible(month, draft, given, why):
    stages = make_target(month.project, "节点", kind="milestones", plan=[("主体", "1", "2023-09")])
    typed = draft()
    typed["targets"][str(stages.pk)] = {"stages": {str(stages.milestones.get().pk): given}}
    assert why in errors(month, typed)[f"{stages.pk}-stages"]


@pytest.mark.parametrize(
    ("draft_value", "shown"),
    [({}, "progress"), ({"progress": "x", "next": "y", "targets": {}}, "value")],
)
def test_an_empty_sheet_says_what_is_missing(month, draft_value, shown):
    assert any(shown in name for name in errors(month, draft_value))


def test_last_month_s_narrative_again_wants_a_sentence(month, draft):
    accepted = submit(month, draft(progress="施工正常。"))
    reports.accept(submission=accepted, by=month.officer, at=NOON)
    october = opening.open_period(
        programme=month.project.programme, month="2023-10", by=None, at=moment("2023-10-20 09:00")
    )
    month.report = october.reports.get()
    with pytest.raises(NotReady) as refused:
        submit(month, draft("101", progress="施工正常！"))
    assert "完全相同" in refused.value.entry.errors["doubt"]
    explained = submit(month, {**draft("101", progress="施工正常！"), "doubt": "确无变化"})
    assert (explained.asked, explained.doubt) == ("进展文字与上期完全相同。", "确无变化")


def test_a_question_and_its_reply_are_kept_for_the_officer(month, draft):
    reading = submit(month, draft(value="150", doubt="一所学校追加1口")).readings.get()
    assert "超过了目标" in reading.asked and reading.doubt == "一所学校追加1口"

"""`report_missing`: the due day is over, and nothing stands submitted."""

import pytest

from tests.rules.factories import (
    judge,
    judge_severities,
    make_facts,
    make_quantity,
    make_service,
    make_stages,
)

MISSING = {"due": "2023-10-07", "submitted": None, "accepted": None}


def found(preset="三色", target=None, **changes):
    facts = make_facts(target or make_quantity("5000"), **{"report": MISSING, **changes})
    return judge_severities(facts, preset).get("report_missing")


@pytest.mark.parametrize(
    "missing_months, three, ladder", [(0, 0, 1), (1, 0, 1), (2, 2, 2), (3, 3, 3), (9, 3, 3)]
)
def test_by_months_running(missing_months, three, ladder):
    assert found("三色", missing_months=missing_months) == three
    assert found("阶梯", missing_months=missing_months) == ladder


@pytest.mark.parametrize(
    "as_of, level", [("2023-10-06", None), ("2023-10-07", None), ("2023-10-08", 0)]
)
def test_the_due_day_counts_to_its_end(as_of, level):
    assert found(as_of=as_of) == level


@pytest.mark.parametrize(
    "submitted, level",
    [
        (None, 0),
        ("2023-10-07", None),
        ("2023-10-09", None),
        ("2023-10-10", None),
        ("2023-10-11", 0),
    ],
)
def test_late_is_not_missing_and_the_future_does_not_exist(submitted, level):
    report = MISSING | {"submitted": submitted}
    assert found(as_of="2023-10-10", report=report) == level


def test_none_due_is_none_missing():
    assert found(report=None, missing_months=3) is None


def test_a_submitted_report_ends_the_run_whatever_was_counted():
    assert found(report=MISSING | {"submitted": "2023-10-01"}, missing_months=3) is None


def test_not_asked_once_every_target_is_done():
    done, open_one = make_quantity("10000"), make_quantity("9999", name="另一项")
    facts = {"report": MISSING, "missing_months": 3}
    assert "report_missing" not in judge_severities(make_facts(done, **facts))
    assert judge_severities(make_facts(done, open_one, **facts))["report_missing"] == 3
    stages = make_stages(("一", "1", "2023-09", "2023-09"))
    service = make_service(range(1, 10), range(1, 10))
    assert "report_missing" not in judge_severities(make_facts(done, stages, service, **facts))


def test_what_is_undecided_or_still_to_begin_is_not_done():
    facts = {"report": MISSING, "missing_months": 3}
    done, undecided = make_quantity("10000"), make_quantity("10000", name="待", plan=None)
    assert judge_severities(make_facts(done, undecided, **facts))["report_missing"] == 3
    later = make_quantity(name="后", start="2023-10", plan={"2023-12": "10000"})
    assert judge_severities(make_facts(done, later, **facts))["report_missing"] == 3


def test_it_is_said_and_named_in_what_would_clear_it():
    facts = make_facts(make_quantity("5000"), report=MISSING, missing_months=2)
    verdict = judge(facts)
    assert verdict["label"] == "黄牌 进度偏慢"
    assert verdict["findings"] == [
        {
            "rule": "report_missing",
            "severity": 2,
            "target": None,
            "text": "9月进展没有报送（截止2023-10-07），连续2个月未报。",
            "numbers": {"missing_months": "2"},
        }
    ]
    assert verdict["to_clear"] == [
        {
            "target": None,
            "by": "2023-10-31",
            "more": None,
            "text": "补报9月进展即可消除未报这一项",
        }
    ]
    once = judge(make_facts(make_quantity("5000"), report=MISSING, missing_months=1))
    assert once["colour"] == "blue"
    assert once["findings"][0]["text"] == "9月进展没有报送（截止2023-10-07）。"

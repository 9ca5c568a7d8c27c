"""A stamped scan stands with every report that is handed in."""

import pytest

from projects.errors import Refused
from supervision.actions import evidence, reports
from supervision.actions.submissions import NotReady
from supervision.models import Submission
from tests.naming import named_as_it_stands
from tests.supervision.signing.acts import LATER, NOON, attach, rule, submit


def lacks_a_scan(month, draft, value="90") -> str:
    with pytest.raises(NotReady) as refused:
        submit(month, draft(value), at=LATER)
    return refused.value.entry.errors["scan"]


def test_without_a_stamped_scan_nothing_is_handed_in(month, draft):
    rule("scan")
    attach(month, "现场.pdf")
    assert lacks_a_scan(month, draft) == "报送要附盖章扫描件，请在“盖章扫描件”处上传。"
    assert not Submission.objects.exists()
    scan = attach(month, scan=True)
    submission = submit(month, draft(), at=LATER)
    assert submission.scans.get() == scan
    assert named_as_it_stands(scan)


def test_a_scan_taken_back_stamps_nothing(month, draft):
    rule("scan")
    evidence.withdraw_evidence(evidence=attach(month, scan=True), by=month.owner, at=NOON)
    assert lacks_a_scan(month, draft)


def test_another_month_s_or_report_s_scan_does_not_count(month, draft):
    rule("scan")
    attach(month, scan=True)
    submission = submit(month, draft())
    reports.return_to_unit(submission=submission, reason="数字不符", by=month.officer, at=NOON)
    assert "附新的盖章扫描件" in lacks_a_scan(month, draft, "91")
    attach(month, "盖章2.pdf", scan=True)
    assert submit(month, draft("91"), at=LATER).scans.get().name == "盖章2.pdf"


def test_a_scan_that_was_handed_in_is_not_taken_back(month, draft):
    rule("scan")
    scan = attach(month, scan=True)
    submission = submit(month, draft())
    reports.return_to_unit(submission=submission, reason="数字不符", by=month.officer, at=NOON)
    with pytest.raises(Refused, match="不能撤回"):
        evidence.withdraw_evidence(evidence=scan, by=month.owner, at=LATER)


def test_a_correction_takes_a_scan_of_its_own(month, draft):
    rule("scan")
    attach(month, scan=True)
    reports.accept(submission=submit(month, draft()), by=month.officer, at=LATER)
    month.report.refresh_from_db()
    given = {"report": month.report, "draft": draft("91"), "reason": "漏计1口"}
    given |= {"version": month.report.version, "by": month.owner, "at": LATER}
    with pytest.raises(NotReady):
        reports.correct(**given)
    attach(month, "更正盖章.pdf", scan=True, at=LATER)
    assert reports.correct(**given).scans.get().name == "更正盖章.pdf"

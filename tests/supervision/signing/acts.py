"""What the clerk and the leader do, in few words."""

from projects.ledger import verification
from projects.models import Programme
from supervision.actions import evidence, reports, signing
from supervision.models import Evidence, Report, Submission
from tests.factories import moment

NOON = moment("2023-10-06 12:00")
LATER = moment("2023-10-06 15:00")
State = Report.State


def rule(signing: str) -> None:
    Programme.everything.update(signing=signing)


def submit(month, draft, *, by=None, at=NOON):
    month.report.refresh_from_db()
    return reports.submit(
        report=month.report,
        draft=draft,
        version=month.report.version,
        by=by or month.owner,
        at=at,
    )


def sign(month, request, *, by=None, at=LATER) -> Submission:
    return signing.sign(request=request, by=by or month.leader, at=at)


def send_back(month, request, reason="数字与台账不符", *, by=None, at=LATER):
    return signing.send_back(request=request, reason=reason, by=by or month.leader, at=at)


def take_back(month, request, *, by=None, at=LATER):
    return signing.take_back(request=request, by=by or month.owner, at=at)


def unsound() -> list[str]:
    """Rows of signing that no event names, or that were changed."""
    return [problem for problem in verification.rows() if "审签" in problem]


def state(month) -> str:
    month.report.refresh_from_db()
    return month.report.state


def attach(month, name="盖章.pdf", *, scan=False, at=NOON) -> Evidence:
    return evidence.add_evidence(
        report=month.report,
        target=None,
        name=name,
        content=b"%PDF-1.4 %%EOF",
        photo=False,
        scan=scan,
        by=month.owner,
        at=at,
    )

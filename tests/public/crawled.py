"""The public pages and files, each asked once and read as text."""

import csv
import html
import re

import pytest
from django.db import transaction

from projects.models import Project
from supervision.actions import reports
from supervision.actions.corrections import publish_correction
from supervision.models import Report
from tests.factories import make_officer, moment
from tests.overriding import overridden


class Site:
    """Every page once, as text without markup too."""

    def __init__(self, client):
        self.client, self.kept = client, {}
        self.changed: set[int] = set()

    def __getitem__(self, path: str) -> str:
        if path not in self.kept:
            answer = self.client.get(path)
            assert answer.status_code == 200, path
            self.kept[path] = answer.content.decode("utf-8-sig")
        return self.kept[path]

    def plain(self, path: str) -> str:
        return plain(self[path])

    def table(self, name: str) -> list[dict]:
        return list(csv.DictReader(self[f"/2023/open/{name}.csv"].splitlines()))


def plain(text: str) -> str:
    body = re.sub(r"<(head|svg|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]+>", "", body))
    return re.sub(r"\s+", "", words)


@pytest.fixture(scope="module")
def told_once(demonstration, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield demonstration.again()
        transaction.set_rollback(True)


CHANGED = {12, 20}  # corrected, and decided by the office


def correct_and_decide() -> None:
    """September's lights are corrected to 115, project 20 is decided blue; both after its day."""
    report = Report.objects.get(period__month="2023-09", project__number=12)
    [target] = report.draft["targets"]
    typed = report.draft["targets"][target] | {"value": "115", "doubt": "已核对。"}
    progress = report.draft["progress"].replace("12口，累计90口", "37口，累计115口")
    draft = report.draft | {"targets": {target: typed}, "progress": progress}
    officer, second = make_officer("corrector"), make_officer("third")
    submission = reports.correct(
        report=report, draft=draft, reason="漏报25口",
        version=report.version, by=report.changed_by, at=moment("2023-11-01 10:00"),
    )  # fmt: skip
    reports.accept(submission=submission, by=officer, at=moment("2023-11-01 11:00"))
    publish_correction(
        correction=submission.corrected, signer="签发人（演示）", basis="演示：更正单〔2023〕2号",
        public_note="教室照明9月由90口更正为115口。", by=second, at=moment("2023-11-02 10:00"),
    )  # fmt: skip
    project = Project.everything.get(number=20)
    overridden(project, by=officer, at=moment("2023-11-03 10:00"), last="2023-09")


@pytest.fixture(params=["as published", "corrected and decided"])
def site(told_once, db, client, settings, request):
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    found = Site(client)
    found.changed = CHANGED if request.param != "as published" else set()
    if found.changed:
        correct_and_decide()
    return found

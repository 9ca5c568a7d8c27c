"""A report sent back again and again: all of it can be read, some to a page."""

import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.admin.reports.figures import SUBMISSIONS
from supervision.models import Report, Review, Submission
from tests.admin.typed import fill_url, full_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(world, sign_in) -> Report:
    sign_in(world.owner).post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    world.report.refresh_from_db()
    return world.report


def sent_back(report: Report, officer, times: int) -> None:
    """The last submission again, `times` times, each sent back but the last."""
    last = report.submissions.latest("number")
    readings = list(last.readings.all())
    for number in range(last.number + 1, last.number + 1 + times):
        sent = {"reason": "漏填", "at": last.at, "by": officer}
        Review.objects.create(submission=last, verdict="returned", **sent)
        last = again(last, number=number)
        for reading in readings:
            again(reading, submission=last)


def again(row, **changed):
    row = copy.copy(row)
    row.pk, row._state.adding = None, True
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()
    return row


def shown(client, path: str) -> tuple[str, int]:
    """A page and how often it asked the database."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(path).content.decode()
    return page, len(asked)


@pytest.mark.parametrize("kind", ["report", "review"])
def test_it_asks_no_more_for_many_submissions_than_for_two(world, sign_in, handed_in, kind):
    officer, counts = sign_in(world.officer), []
    for more in (1, SUBMISSIONS + 3):
        sent_back(handed_in, world.officer, more)
        last = handed_in.submissions.latest("number")
        path = {"report": f"report/{handed_in.pk}", "review": f"submission/{last.pk}"}[kind]
        page, count = shown(officer, f"/admin/supervision/{path}/change/")
        counts.append(count)
        assert f"第{last.number}次报送" in page
        assert f"/admin/supervision/submission/{last.pk}/change/" in page or kind == "review"
    assert counts[1] <= counts[0] + 1, counts  # how many there are, for the pager
    assert "第2页" not in page and "下一页" in page and "第1次报送" not in page
    page, _ = shown(officer, f"/admin/supervision/{path}/change/?p=2")
    assert "第1次报送" in page and f"第{last.number}次报送" not in page.split("<article")[1]
    assert Submission.objects.count() == last.number == SUBMISSIONS + 5

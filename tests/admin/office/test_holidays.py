"""节假日 entered by the office: the calendar asks them first, and unknown years are told."""

import datetime as dt

import pytest

from projects.models import Event
from supervision import calendar
from supervision.models import CalendarDay
from tests.factories import make_officer, make_period, make_programme, moment

pytestmark = pytest.mark.django_db
ENTER = "/admin/supervision/calendarday/enter/"
HOLIDAY = {
    "first": "2098-01-05", "last": "2098-01-07", "working": "no", "name": "演示节",
    "document": "演示通知1号",
}  # fmt: skip


@pytest.fixture
def officer(settings, sign_in):
    settings.DEMO_CLOCK = moment("2097-12-20 10:00")
    return sign_in(make_officer())


def test_entered_days_come_before_the_library_s(officer):
    assert calendar.due_day("2097-12") == dt.date(2098, 1, 6)  # a Monday
    answer = officer.post(ENTER, HOLIDAY, follow=True)
    assert "已登记" in answer.content.decode() and CalendarDay.objects.count() == 3
    assert calendar.due_day("2097-12") == dt.date(2098, 1, 8)
    officer.post(ENTER, HOLIDAY | {"first": "2098-01-07", "working": "yes", "name": "调休"})
    assert calendar.due_day("2097-12") == dt.date(2098, 1, 7)
    assert "演示通知1号" in Event.objects.filter(action="登记节假日").first().body
    assert calendar.is_workday(dt.date(2023, 10, 7))
    officer.post(ENTER, HOLIDAY | {"first": "2023-10-07", "last": "2023-10-07"})
    assert not calendar.is_workday(dt.date(2023, 10, 7))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"last": "2098-01-04"}, "最后一天不能早于第一天"),
        ({"last": "2098-01-25"}, "一次最多登记15天"),
        ({"document": ""}, "必填"),
        ({"working": ""}, "必填"),
    ],
)
def test_what_is_not_whole_is_refused(officer, typed, why):
    answer = officer.post(ENTER, HOLIDAY | typed)
    assert answer.status_code == 400 and why in answer.content.decode()
    assert not CalendarDay.objects.exists()


def test_an_unknown_year_is_told_until_its_days_are_entered(officer):
    period = make_period(
        make_programme(), "2023-09", data_until=dt.date(2023, 9, 30), due=dt.date(2098, 1, 6)
    )
    pages = [f"/admin/supervision/period/{period.pk}/{end}/" for end in ("change", "due")]
    for page in pages:
        assert "2098年的放假安排还没有登记" in officer.get(page).content.decode(), page
    assert "放假安排没有登记" in officer.get("/admin/").content.decode()
    officer.post(ENTER, HOLIDAY)
    officer.post(ENTER, HOLIDAY | {"first": "2097-01-01", "last": "2097-01-01"})
    for page in pages:
        assert "放假安排还没有登记" not in officer.get(page).content.decode()
    assert "放假安排没有登记" not in officer.get("/admin/").content.decode()

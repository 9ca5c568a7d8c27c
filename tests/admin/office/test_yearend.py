"""年终: the year's page, and its summary taken out as files, each time recorded."""

import pytest

from projects.models import Event
from tests.finished import accepted

pytestmark = pytest.mark.django_db
PAGE = "/admin/office/yearend/"


def test_the_page_says_what_became_of_every_project(year, sign_in):
    accepted(year, year.late, passed=False)
    shown = sign_in(year.officer).get(PAGE).content.decode()
    assert "全年各月均已定稿" in shown and "全部完成" in shown and "未通过验收" in shown
    assert f"/admin/supervision/acceptance/propose/?project={year.kept.pk}" in shown


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_file_is_taken_out_and_recorded(year, sign_in, ending):
    answer = sign_in(year.officer).post(f"{PAGE}export/?year=2023", {"format": ending})
    assert answer.status_code == 200 and answer.content.startswith(b"PK")
    event = Event.objects.latest("number")
    assert event.action == "导出" and f"2023年民生实事年度总结.{ending}" in event.body


def test_no_other_format_and_nobody_else(year, sign_in):
    assert sign_in(year.officer).post(f"{PAGE}export/", {"format": "pdf"}).status_code == 404
    for who in (year.owner, year.stranger, year.administrator):
        assert sign_in(who).get(PAGE).status_code == 404
        assert sign_in(who).post(f"{PAGE}export/", {"format": "xlsx"}).status_code == 404
    assert not Event.objects.filter(action="导出").exists()

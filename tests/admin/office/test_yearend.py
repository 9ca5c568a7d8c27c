"""年终: the year's page, and its summary taken out as files, each time recorded."""

import io
import zipfile

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


@pytest.mark.parametrize(("part", "inside"), [("public", False), ("whole", True)])
def test_the_archive_is_taken_out_whole_or_public_and_recorded(year, sign_in, part, inside):
    answer = sign_in(year.officer).post(f"{PAGE}archive/?year=2023", {"part": part})
    content = b"".join(answer.streaming_content)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert "公开网页/2023/1/index.html" in names
    assert any(name.startswith("内部/") for name in names) == inside
    assert ".zip" in Event.objects.get(action="导出").body


def test_a_year_that_is_not_public_is_not_archived_and_the_page_says_why(year, sign_in):
    year.programme.state = "draft"
    year.programme.save()
    client = sign_in(year.officer)
    answer = client.post(f"{PAGE}archive/?year=2023", {"part": "public"}, follow=True)
    assert "还没有公布，不能归档" in answer.content.decode()
    assert client.post(f"{PAGE}archive/", {"part": "x"}).status_code == 404
    assert sign_in(year.stranger).post(f"{PAGE}archive/", {"part": "whole"}).status_code == 404

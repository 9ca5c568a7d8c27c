"""年终: the year's page, and its summary taken out as files, each time recorded."""

import io
import zipfile

import pytest

from projects.models import Event, Programme
from supervision.models import Job
from tests.factories import make_programme
from tests.finished import accepted

pytestmark = pytest.mark.django_db
PAGE = "/admin/office/yearend/"


def test_the_page_says_what_became_of_every_project(year, sign_in):
    accepted(year, year.late, passed=False)
    shown = sign_in(year.officer).get(PAGE).content.decode()
    assert "全年各月均已定稿" in shown and "全部完成" in shown and "未通过验收" in shown
    assert f"/admin/supervision/acceptance/propose/?project={year.kept.pk}" in shown


def test_before_december_only_what_is_kept_is_offered_for_acceptance(year, sign_in):
    december = year.programme.periods.filter(month="2023-12")
    december.update(published_at=None, signer="", basis="")
    december.update(closed_at=None, data_version="", bulletin_number=None)
    shown = sign_in(year.officer).get(PAGE).content.decode()
    assert f"propose/?project={year.kept.pk}" in shown
    assert f"propose/?project={year.late.pk}" not in shown


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_a_file_is_taken_out_and_recorded(year, sign_in, ending):
    answer = sign_in(year.officer).post(f"{PAGE}export/?year=2023", {"format": ending})
    assert answer.status_code == 200 and answer.content.startswith(b"PK")
    assert f'filename="summary-2023.{ending}"' in answer["Content-Disposition"]
    event = Event.objects.latest("number")
    assert event.action == "导出" and f"2023年民生实事年度总结.{ending}" in event.body


def test_no_other_format_and_nobody_else(year, sign_in):
    assert sign_in(year.officer).post(f"{PAGE}export/", {"format": "pdf"}).status_code == 404
    for who in (year.owner, year.stranger, year.administrator):
        assert sign_in(who).get(PAGE).status_code == 404
        assert sign_in(who).post(f"{PAGE}export/", {"format": "xlsx"}).status_code == 404
    assert not Event.objects.filter(action="导出").exists()


@pytest.mark.parametrize(
    ("part", "inside"), [pytest.param("public", False, marks=pytest.mark.once), ("whole", True)]
)
def test_the_archive_is_taken_out_whole_or_public_and_recorded(year, sign_in, part, inside):
    client = sign_in(year.officer)
    shown = client.post(f"{PAGE}archive/?year=2023", {"part": part}, follow=True)
    assert "已办完" in shown.content.decode()
    job = Job.objects.get()
    content = b"".join(client.get(f"/admin/supervision/job/{job.pk}/file/").streaming_content)
    assert job.title in client.get(f"{PAGE}?year=2023").content.decode()
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


def test_a_year_is_archived_and_taken_back_on_its_page(year, sign_in):
    accepted(year, year.kept)
    client = sign_in(year.officer)
    shown = client.get(PAGE).content.decode()
    assert "还有1个项目没有验收结论（第2项）" in shown and 'name="archive"' not in shown
    answer = client.post(f"{PAGE}state/?year=2023", {"archive": "1"}, follow=True)
    assert "不能归档" in answer.content.decode()
    accepted(year, year.late, passed=False)
    assert 'name="archive"' in client.get(PAGE).content.decode()
    answer = client.post(f"{PAGE}state/?year=2023", {"archive": "1"}, follow=True)
    assert "2023年已归档" in answer.content.decode()
    answer = client.post(f"{PAGE}state/?year=2023", {"reason": ""}, follow=True)
    assert "取消归档要写明理由" in answer.content.decode()
    answer = client.post(f"{PAGE}state/?year=2023", {"reason": "数据有误"}, follow=True)
    assert "结束这一年" in answer.content.decode()


def test_next_year_is_begun_from_ticked_boxes(year, sign_in):
    client, page = sign_in(year.officer), "/admin/drafting/drafting/from/2023/"
    assert page in client.get(f"{PAGE}?year=2023").content.decode()
    assert client.get(page).content.decode().count("checked") == 2
    answer = client.post(page, {})
    assert answer.status_code == 400 and "至少要选一个项目" in answer.content.decode()
    boxes = {"projects": [str(year.kept.pk)]}
    answer = client.post(page, boxes, follow=True)
    assert "教室照明" in answer.content.decode() and "还没有公布原文" in answer.content.decode()
    assert "已经在编制" in client.get(page).content.decode()
    answer = client.post(page, boxes)
    assert answer.status_code == 400 and Programme.everything.count() == 1


def test_a_target_s_terms_are_entered_on_a_page_of_their_own(year, sign_in):
    year.kept.tasks.create(number=9, text="再加一条。")
    task = year.kept.tasks.get(number=9)
    target = year.kept.targets.create(
        task=task, number=9, name="演示指标", kind="quantity", measure="盏"
    )
    page, client = f"/admin/projects/target/{target.pk}/terms/", sign_in(year.officer)
    assert page in client.get("/admin/projects/target/").content.decode()
    typed = {"baseline": "0", "value": "１６０", "comparison": "exactly", "start": "2023-01",
             "due": "2023-12-31"}  # fmt: skip
    for changes, sentence in (
        ({"value": "很多"}, "不是数字"), ({"value": "0"}, "不能与基数0相同"),
        ({"start": "一月"}, "不是月份"), ({"due": ""}, "必填"),
    ):  # fmt: skip
        answer = client.post(page, typed | changes)
        assert answer.status_code == 400 and sentence in answer.content.decode()
    assert client.post(page, typed).status_code == 302
    assert target.terms.get().value == 160
    assert "已有口径" in client.get(page).content.decode()
    for who in (year.owner, year.stranger, year.administrator):
        assert sign_in(who).get(page).status_code == 404
        assert sign_in(who).post(page, typed).status_code == 404


def test_no_drop_down_publishes_takes_back_or_archives_a_list(year, sign_in):
    client = sign_in(year.officer)
    typed = {
        "year": "2023", "title": "改过", "authority": "演示", "signing": "clerk", "slip_mark": "督",
        "document_number": "演示〔2023〕9号", "card_display": "full",
        "sections-TOTAL_FORMS": "0", "sections-INITIAL_FORMS": "0",
    }  # fmt: skip
    page = f"/admin/projects/programme/{year.programme.pk}/change/"
    for state in ("draft", "archived"):
        client.post(page, typed | {"state": state})
    year.programme.refresh_from_db()
    assert year.programme.state == "published" and year.programme.title != "改过"
    draft = make_programme(2025, state="draft")
    page = f"/admin/projects/programme/{draft.pk}/change/"
    client.post(page, typed | {"year": "2025", "state": "published"})
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert client.get("/admin/projects/programme/add/").status_code == 404


def test_only_the_office_ends_a_year_or_begins_one(year, sign_in):
    accepted(year, year.kept)
    accepted(year, year.late, passed=False)
    for who in (year.owner, year.stranger, year.administrator):
        client = sign_in(who)
        assert client.post(f"{PAGE}state/?year=2023", {"archive": "1"}).status_code == 404
        page, boxes = "/admin/drafting/drafting/from/2023/", {"projects": [str(year.kept.pk)]}
        assert client.get(page).status_code == 404
        assert client.post(page, boxes).status_code == 404
    assert Programme.everything.get().state == "published"

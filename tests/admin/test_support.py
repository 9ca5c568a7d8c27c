"""配合单位: they read their projects' month and add their part before the lead hands it in."""

import datetime as dt

import pytest

from projects.models import Assignment, Event
from supervision.models import Paper, SupportPart
from tests.admin import files
from tests.admin.typed import fill_url, full_sheet

pytestmark = pytest.mark.django_db
SAID = "已协调两个小区让出施工场地。"


@pytest.fixture(params=Assignment.BESIDE)
def supported(world, request):
    unit = world.stranger_report.unit
    Assignment.objects.create(
        project=world.project, unit=unit, role=request.param, since=dt.date(2023, 1, 1)
    )
    return world


def page_of(world) -> str:
    return f"/admin/supervision/supportpart/report/{world.report.pk}/"


def test_it_is_read_and_added_to_and_the_lead_sees_it(sign_in, supported):
    world, supporter = supported, sign_in(supported.stranger)
    desk = supporter.get("/admin/").content.decode()
    assert "配合的项目" in desk and page_of(world) in desk
    assert supporter.post(page_of(world), {"text": SAID}).status_code == 302
    part = SupportPart.objects.get()
    assert (part.report, part.unit, part.by) == (world.report, world.stranger_report.unit,
                                                 world.stranger)  # fmt: skip
    assert Event.objects.first().action == "配合补充"
    attach = f"/admin/supervision/paper/attach/part/{part.pk}/"
    assert supporter.post(attach, {"file": files.upload("照会.pdf", files.PDF)}).status_code == 302
    shown = sign_in(world.owner).get(fill_url(world.report)).content.decode()
    assert SAID in shown and "照会.pdf" in shown
    paper = f"/admin/supervision/paper/{Paper.objects.get().pk}/file/"
    assert sign_in(world.owner).get(paper).status_code == 200


def test_nothing_of_the_report_itself_is_theirs(sign_in, supported):
    supporter = sign_in(supported.stranger)
    assert supporter.get(fill_url(supported.report)).status_code == 404
    assert supporter.post(fill_url(supported.report), full_sheet(supported)).status_code == 404
    change = f"/admin/supervision/report/{supported.report.pk}/change/"
    assert supporter.get(change).status_code == 404


def test_once_handed_in_nothing_is_added(sign_in, supported):
    owner, supporter = sign_in(supported.owner), sign_in(supported.stranger)
    owner.post(fill_url(supported.report), {**full_sheet(supported), "submit": "1"})
    shown = supporter.get(page_of(supported)).content.decode()
    assert "9月完成二十间教室" in shown and "补充配合情况" not in shown
    late = supporter.post(page_of(supported), {"text": SAID})
    assert late.status_code == 400 and "已经报送" in late.content.decode()
    assert not SupportPart.objects.exists()


@pytest.mark.parametrize("text", ["", "  ", "长" * 501])
def test_empty_and_endless_words_are_refused(sign_in, supported, text):
    assert sign_in(supported.stranger).post(page_of(supported), {"text": text}).status_code == 400


def test_who_supports_nothing_finds_nothing(sign_in, world):
    assert sign_in(world.stranger).get(page_of(world)).status_code == 404
    assert sign_in(world.officer).get(page_of(world)).status_code == 404

"""送签 and 等您签发: slips, 公开稿 and publication signed by a leader in his own account."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Event
from supervision.actions import releases, slips
from supervision.desk.reminders import lines_for
from supervision.models import Period, PutForward, Release, SignedPaper, Slip
from tests.admin import files
from tests.admin.released import close as close_for_releases
from tests.admin.slips import close, url
from tests.factories import make_officer, make_user, moment
from tests.slipping import checker

pytestmark = pytest.mark.django_db
AT = moment("2023-10-11 09:00")
PUT = "/admin/office/put/"


@pytest.fixture
def officer(world, sign_in):
    return sign_in(world.officer)


@pytest.fixture
def leader(world, sign_in):
    return sign_in(world.district)


def said(answer) -> str:
    return answer.content.decode()


def checked_slip(world, settings) -> Slip:
    slip = close(world, settings)
    settings.DEMO_CLOCK = AT
    days = {"due": dt.date(2023, 10, 17), "mend_by": dt.date(2023, 11, 9)}
    slips.edit_draft(slip=slip, demand="请加快教室改造。", **days, by=world.officer, at=AT)
    return slips.check_draft(slip=slip, by=checker(), at=AT)


def reviewed_releases(world, settings) -> Period:
    settings.DEMO_CLOCK = AT
    period, second = close_for_releases(world), make_officer("second")
    for project in (world.project, world.stranger_report.project):
        given = {"period": period, "project": project, "text": "正在抓紧推进。"}
        made = releases.draft_release(**given, by=world.officer, at=AT)
        releases.review_release(release=made, by=second, at=AT)
    return period


def closed_month(world, settings) -> Period:
    close(world, settings)
    settings.DEMO_CLOCK = AT
    return Period.everything.get(pk=world.period.pk)


def put(client, world, kind: str, row, **more):
    typed = {"put": "1", "leader": world.district.pk, **more}
    return client.post(f"{PUT}?{kind}={row.pk}", typed, follow=True)


def page_of(row: PutForward) -> str:
    return f"/admin/office/sign/{row.pk}/"


def test_a_slip_is_read_whole_and_signed(world, settings, officer, leader):
    slip = checked_slip(world, settings)
    assert f"{PUT}?slip={slip.pk}" in said(officer.get(url(slip)))
    assert "已送签" in said(put(officer, world, "slip", slip))
    row = PutForward.objects.get()
    assert page_of(row) in said(leader.get("/admin/")) and "等您办理" in said(leader.get("/admin/"))
    shown = said(leader.get(page_of(row)))
    assert "请加快教室改造。" in shown and "督办单" in shown and "2023年10月17日" in shown
    assert "已签发" in said(leader.post(page_of(row), {"sign": "1"}, follow=True))
    slip.refresh_from_db()
    assert (slip.number, slip.signer, slip.issued_by) == (1, world.district.name, world.district)
    assert "等您办理" not in said(leader.get("/admin/"))
    told = said(officer.get(url(slip)))
    assert "（在线签发）" in told and "在线签发</li>" in told
    assert "在线签发" in Event.objects.get(action="在线签发").body
    assert "这件已经签发" in said(leader.get(page_of(row)))
    assert leader.post(page_of(row), {"sign": "1"}).status_code == 400


def test_all_of_a_month_s_sentences_are_signed_with_one_click(world, settings, officer, leader):
    period = reviewed_releases(world, settings)
    put(officer, world, "releases", period)
    row = PutForward.objects.get()
    shown = said(leader.get(page_of(row)))
    assert shown.count("正在抓紧推进。") == 2 and "签发这2篇" in shown
    leader.post(page_of(row), {"sign": "1"})
    signed = Release.everything.filter(signed_by=world.district, signed_at=AT)
    assert signed.count() == 2


def test_a_month_is_published_by_the_leader_who_signs(world, settings, officer, leader):
    period = closed_month(world, settings)
    missing = put(officer, world, "month", period)
    assert missing.status_code == 400
    put(officer, world, "month", period, basis="演示纪要5号", next_update="2023-11-10")
    row = PutForward.objects.get()
    shown = said(leader.get(page_of(row)))
    assert "演示纪要5号" in shown and "通报第1期" in shown and "将要公开的内容" in shown
    inside = leader.get(f"{page_of(row)}preview/")
    assert inside.status_code == 200 and f"{page_of(row)}preview/?page=" in said(inside)
    leader.post(page_of(row), {"sign": "1"})
    period.refresh_from_db()
    assert (period.signer, period.basis) == (world.district.name, "演示纪要5号")
    assert (period.published_by, period.next_update) == (world.district, dt.date(2023, 11, 10))


def test_what_was_changed_since_is_not_signed(world, settings, officer, leader):
    slip = checked_slip(world, settings)
    put(officer, world, "slip", slip)
    row = PutForward.objects.get()
    given = {"due": slip.due, "mend_by": slip.mend_by}
    slips.edit_draft(slip=slip, demand="请停工。", **given, by=world.officer, at=AT)
    slips.check_draft(slip=slip, by=checker(), at=moment("2023-10-11 10:00"))
    shown = said(leader.get(page_of(row)))
    assert "送签以后内容改过" in shown and "请停工。" not in shown
    assert leader.post(page_of(row), {"sign": "1"}).status_code == 409
    assert Slip.objects.get().number is None and not hasattr(row, "decision")
    put(officer, world, "slip", slip)
    assert leader.post(page_of(row), {"sign": "1"}).status_code == 400
    leader.post(page_of(PutForward.objects.last()), {"sign": "1"})
    assert Slip.objects.get().number == 1


def test_a_leader_sends_back_with_a_reason_and_the_office_is_told(world, settings, officer, leader):
    slip = checked_slip(world, settings)
    put(officer, world, "slip", slip)
    row = PutForward.objects.get()
    answer = leader.post(page_of(row), {"back": "1"})
    assert answer.status_code == 400 and "退回要写明意见" in said(answer)
    leader.post(page_of(row), {"back": "1", "reason": "时限再宽几天"})
    desk = said(officer.get("/admin/"))
    assert "领导退回的送签" in desk and "时限再宽几天" in desk
    assert "退回，时限再宽几天" in said(officer.get(url(slip)))
    put(officer, world, "slip", slip)
    assert "领导退回的送签" not in said(officer.get("/admin/"))


def test_what_is_not_ready_is_not_put_forward(world, settings, officer):
    slip = close(world, settings)
    assert put(officer, world, "slip", slip).status_code == 400
    assert put(officer, world, "releases", world.period).status_code == 400
    assert not PutForward.objects.exists()
    for query in ("", "?slip=x", "?slip=0", "?slip=1&month=1", "?other=1"):
        assert officer.get(f"{PUT}{query}").status_code == 404


def test_another_leader_and_everybody_else_see_nothing(world, settings, officer, sign_in):
    period = reviewed_releases(world, settings)
    put(officer, world, "releases", period)
    row = PutForward.objects.get()
    other = make_user("district2", role="区领导", name="演示另一位")
    for person in (other, world.officer, world.owner, world.root):
        client = sign_in(person)
        for end in ("", "preview/", "picture/1/"):
            assert client.get(f"{page_of(row)}{end}").status_code == 404
        assert client.post(page_of(row), {"sign": "1"}).status_code == 404
    assert sign_in(other).get(f"{PUT}?releases={period.pk}").status_code == 404


def test_only_leaders_of_the_district_are_offered(world, settings, officer):
    slip = checked_slip(world, settings)
    shown = said(officer.get(f"{PUT}?slip={slip.pk}"))
    assert world.district.name in shown and f'value="{world.officer.pk}"' not in shown
    typed = {"put": "1", "leader": world.officer.pk}
    assert officer.post(f"{PUT}?slip={slip.pk}", typed).status_code == 400


def test_a_paper_signed_by_hand_is_kept_beside_what_was_entered(
    world, settings, officer, tmp_path, sign_in
):
    settings.MEDIA_ROOT = tmp_path
    period = closed_month(world, settings)
    scan = SimpleUploadedFile("签批.pdf", files.PDF)
    typed = {"paper": "1", "signer": "演示领导", "file": scan}
    shown = said(officer.post(f"{PUT}?month={period.pk}", typed, follow=True))
    paper = SignedPaper.objects.get()
    assert "签批.pdf" in shown and "演示领导签批" in shown
    handed = officer.get(f"/admin/office/put/paper/{paper.pk}/")
    assert b"".join(handed.streaming_content) == files.PDF
    assert sign_in(world.district).get(f"/admin/office/put/paper/{paper.pk}/").status_code == 404
    assert "演示领导签批" in Event.objects.get(action="登记签批原件").body


def test_a_leader_is_reminded_by_mail(world, settings, officer):
    slip = checked_slip(world, settings)
    put(officer, world, "slip", slip)
    assert "等您签发：督办单" in lines_for(AT)[world.district][0]

"""审签 on its page: the clerk's month before the leader, signed, sent back or taken back."""

import re

import pytest

from supervision.models import Evidence, Report, SigningDecision, SigningRequest, Submission
from tests.admin import files
from tests.admin.plain import INLINE, english
from tests.admin.typed import fill_url, full_sheet
from tests.factories import moment

pytestmark = pytest.mark.django_db
MORE = {"rooms_value": "81", "rooms_doubt": "补记1间"}


@pytest.fixture
def world(world):
    rule(world, "leader")
    return world


def rule(world, signing: str) -> None:
    world.programme.signing = signing
    world.programme.save()


def sign_url(world) -> str:
    return f"/admin/supervision/report/{world.report.pk}/sign/"


def page(response) -> str:
    return response.content.decode()


def submit(sign_in, world, person=None, **changes):
    data = {**full_sheet(world, **changes), "submit": "1"}
    return sign_in(person or world.owner).post(fill_url(world.report), data, follow=True)


@pytest.fixture
def request_(sign_in, world) -> SigningRequest:
    submit(sign_in, world)
    return SigningRequest.objects.get()


def decide(client, world, request_, do: str, **typed):
    return client.post(sign_url(world), {"request": request_.pk, do: "1", **typed})


def state(world) -> str:
    world.report.refresh_from_db()
    return world.report.state


def test_the_clerk_is_told_who_signs(sign_in, world):
    shown = page(submit(sign_in, world))
    assert "已送审签，等待演示colleague审签" in shown
    assert "待审签" in shown and "10月7日24时前审签算按时" in shown
    assert not Submission.objects.exists()


def test_the_leader_sees_it_on_the_to_do_list_with_its_deadline(sign_in, world, request_):
    shown = page(sign_in(world.colleague).get("/admin/"))
    for words in ("等您审签", "审签截止 10月7日", "还有2天", sign_url(world), "待办 <span"):
        assert words in shown
    assert "等您审签" not in page(sign_in(world.owner).get("/admin/"))
    assert "等您审签" not in page(sign_in(world.stranger).get("/admin/"))


def test_the_page_shows_exactly_what_the_unit_reports(sign_in, world):
    answered = {"rooms_cause": "灯具到货晚", "rooms_measures": "周末施工"}
    submit(sign_in, world, rooms_value="70", **answered)
    shown = page(sign_in(world.colleague).get(sign_url(world)))
    for words in (
        "70个", "比计划少10个", "灯具到货晚", "周末施工", "50%（20/40）", "9月已开展",
        "招标（6月）", "9月完成二十间教室", "10月改造剩余教室", "演示owner", "审签，报送",
    ):  # fmt: skip
        assert words in shown
    assert english(shown) == set() and not INLINE.search(shown)


def test_signing_hands_it_in(sign_in, world, request_):
    response = decide(sign_in(world.colleague), world, request_, "sign")
    assert response.status_code == 302
    assert Submission.objects.get().by == world.colleague
    assert state(world) == Report.State.SUBMITTED
    url = f"/admin/supervision/submission/{Submission.objects.get().pk}/change/"
    shown = page(sign_in(world.officer).get(url))
    assert "经办人　演示owner" in shown and "审签　演示colleague" in shown
    assert "迟报" not in shown


def test_sent_back_the_clerk_sees_why(sign_in, world, request_):
    response = decide(sign_in(world.colleague), world, request_, "back", reason="与台账不符")
    assert response.status_code == 302
    clerk = sign_in(world.owner)
    assert "负责人退回理由：与台账不符" in page(clerk.get("/admin/"))
    assert "与台账不符" in page(clerk.get(fill_url(world.report)))
    again = {**full_sheet(world, version="2", progress="已核对台账。"), "submit": "1"}
    assert clerk.post(fill_url(world.report), again).status_code == 302
    assert "与台账不符" in page(sign_in(world.colleague).get(sign_url(world)))  # kept


def test_sent_back_without_a_reason_nothing_happens(sign_in, world, request_):
    response = decide(sign_in(world.colleague), world, request_, "back", reason=" ")
    assert response.status_code == 400
    assert "退回要写明理由" in page(response)
    long = decide(sign_in(world.colleague), world, request_, "back", reason="长" * 1001)
    assert "最多1000字" in page(long) and "长" * 1001 in page(long)
    assert state(world) == Report.State.UNSIGNED


def test_the_clerk_takes_it_back(sign_in, world, request_):
    clerk = sign_in(world.owner)
    shown = page(clerk.get(sign_url(world)))
    assert "收回修改" in shown and "审签，报送" not in shown
    response = decide(clerk, world, request_, "take")
    assert response.url == fill_url(world.report)
    assert state(world) == Report.State.DRAFT


def test_the_clerk_cannot_sign(sign_in, world, request_):
    response = decide(sign_in(world.owner), world, request_, "sign")
    assert response.status_code == 400
    assert "只有牵头单位在任的分管负责人可以审签" in page(response)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "officer", "administrator", "root"])
@pytest.mark.parametrize("do", ["", "sign", "back", "take"])
def test_to_everybody_else_the_page_is_not_there(sign_in, world, request_, who, do):
    client = sign_in(getattr(world, who))
    response = decide(client, world, request_, do) if do else client.get(sign_url(world))
    assert response.status_code == 404
    assert not SigningDecision.objects.exists()


@pytest.mark.parametrize("do", ["sign", "back", "take"])
def test_an_old_page_changes_nothing_and_shows_what_is_there_now(sign_in, world, request_, do):
    clerk, leader = sign_in(world.owner), sign_in(world.colleague)
    decide(clerk, world, request_, "take")
    again = {**full_sheet(world, version="2", progress="换了新的进展。"), "submit": "1"}
    clerk.post(fill_url(world.report), again)
    response = decide(leader, world, request_, do, reason="旧")
    assert response.status_code == 409
    assert "经办人收回" in page(response) and "换了新的进展。" in page(response)
    assert state(world) == Report.State.UNSIGNED


@pytest.mark.parametrize("key", ["", "abc", "-1", "9" * 30, "999999", "0"])
def test_a_strange_request_is_a_conflict_not_an_error(sign_in, world, request_, key):
    response = sign_in(world.colleague).post(sign_url(world), {"request": key, "sign": "1"})
    assert response.status_code == 409
    assert not Submission.objects.exists()


def test_without_a_button_nothing_is_decided(sign_in, world, request_):
    response = sign_in(world.owner).post(sign_url(world), {"request": request_.pk})
    assert response.status_code == 409
    assert not SigningDecision.objects.exists()


def test_signed_twice_by_two_windows_it_is_handed_in_once(sign_in, world, request_):
    leader = sign_in(world.colleague)
    decide(leader, world, request_, "sign")
    response = leader.post(sign_url(world), {"request": request_.pk, "sign": "1"}, follow=True)
    assert "已于10月5日 10:00办结：审签（演示colleague）" in page(response)
    assert Submission.objects.count() == 1


def test_a_colleague_s_old_form_is_a_conflict_that_loses_nothing(sign_in, world, request_):
    data = {**full_sheet(world, progress="我写的进展"), "save": "1"}
    response = sign_in(world.owner).post(fill_url(world.report), data)
    assert response.status_code == 409
    assert "待审签" in page(response) and "我写的进展" in page(response)


def test_a_leader_who_fills_in_goes_on_to_sign(sign_in, world):
    client = sign_in(world.colleague)
    response = client.post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    assert response.url == sign_url(world)
    assert "审签，报送" in page(client.get(response.url))


def test_without_a_leader_the_draft_is_kept_and_the_reason_said(sign_in, world):
    world.colleague.is_active = False
    world.colleague.save()
    shown = page(submit(sign_in, world))
    assert "没有在任的分管负责人" in shown
    assert state(world) == Report.State.DRAFT
    assert world.report.draft["progress"].startswith("9月完成")


def test_the_office_sees_what_waits_for_units(sign_in, world, request_, settings):
    officer = sign_in(world.officer)
    assert "<strong>1</strong> 待审签" in page(officer.get("/admin/"))
    assert "教室照明" in page(officer.get("/admin/?state=unsigned"))
    report = page(officer.get(f"/admin/supervision/report/{world.report.pk}/change/"))
    assert "等待本单位分管负责人审签" in report and sign_url(world) not in report
    settings.DEMO_CLOCK = moment("2023-10-09 10:00")
    assert "教室照明" in page(officer.get("/admin/supervision/overduereport/"))
    assert "逾期2天" in page(officer.get("/admin/?state=unsigned"))
    assert "<strong>2</strong> 逾期未报" in page(officer.get("/admin/"))
    assert "已逾期2天，仍可审签" in page(sign_in(world.colleague).get("/admin/"))
    assert "已逾期，还没有审签" in page(sign_in(world.owner).get("/admin/"))


def test_where_nothing_is_signed_online_the_office_sees_no_such_group(sign_in, world):
    rule(world, "clerk")
    assert "待审签" not in page(sign_in(world.officer).get("/admin/"))


def test_a_correction_is_signed_too(sign_in, world, request_):
    leader, officer = sign_in(world.colleague), sign_in(world.officer)
    decide(leader, world, request_, "sign")
    submission = Submission.objects.get()
    officer.post(f"/admin/supervision/submission/{submission.pk}/change/", {"accept": "1"})
    world.report.refresh_from_db()
    changed = full_sheet(world, version=str(world.report.version), **MORE)
    url = f"/admin/supervision/correction/of/{world.report.pk}/"
    shown = page(sign_in(world.owner).post(url, {**changed, "reason": "漏计1间"}, follow=True))
    assert "的更正已送审签" in shown and "送来更正" in shown
    assert "更正，不计时限" in page(leader.get("/admin/"))
    correction = SigningRequest.objects.get(number=2)
    assert "更正原因：漏计1间" in page(leader.get(sign_url(world)))
    decide(leader, world, correction, "sign")
    assert Submission.objects.get(number=2).correction == "漏计1间"


def test_the_setting_is_made_on_the_programme_and_written_down(sign_in, world):
    url = f"/admin/projects/programme/{world.programme.pk}/change/"
    shown = page(sign_in(world.officer).get(url))
    assert "附盖章扫描件" in shown and "改动只管以后的报送" in shown
    fields = dict(re.findall(r'name="(sections-\w+)" value="(\w*)"', shown))
    data = {"state": "published", "card_display": "full", "signing": "scan", **fields}
    data |= {"slip_mark": "督", "show_computed": "on"}
    assert sign_in(world.officer).post(url, data).status_code == 302
    world.programme.refresh_from_db()
    assert world.programme.signing == "scan"
    history = page(sign_in(world.officer).get(url.replace("change", "history")))
    assert "月度报送签批：分管负责人在线审签→附盖章扫描件" in history


# A stamped scan


def hand_in_with(sign_in, world, name, content, **changes):
    data = {**full_sheet(world, **changes), "submit": "1"}
    data["scan"] = files.upload(name, content)
    return sign_in(world.owner).post(fill_url(world.report), data)


def test_a_month_without_its_stamped_scan_stays_a_draft(sign_in, world):
    rule(world, "scan")
    data = {**full_sheet(world), "submit": "1", "evidence": files.upload("现场.pdf", files.PDF)}
    response = sign_in(world.owner).post(fill_url(world.report), data)
    assert response.status_code == 400
    assert "报送要附盖章扫描件" in page(response)
    assert 'href="#box-scan"' in page(response) and 'id="box-scan"' in page(response)
    assert state(world) == Report.State.DRAFT


@pytest.mark.parametrize(
    ("name", "content"), [("盖章.pdf", files.PDF), ("盖章.jpg", files.photo())]
)
def test_the_office_sees_the_scan_where_it_reviews(sign_in, world, name, content):
    rule(world, "scan")
    assert hand_in_with(sign_in, world, name, content).status_code == 302
    scan, submission = Evidence.objects.get(), Submission.objects.get()
    assert scan.scan and scan.submission == submission
    review = f"/admin/supervision/submission/{submission.pk}/change/"
    shown = page(sign_in(world.officer).get(review))
    file = f"/admin/supervision/evidence/{scan.pk}/file/"
    assert shown.count(file) == 2  # with its submission, and among the evidence
    assert sign_in(world.officer).get(file).status_code == 200
    assert sign_in(world.stranger).get(file).status_code == 404


def test_the_saved_draft_is_printed_to_be_stamped(sign_in, world):
    rule(world, "scan")
    client = sign_in(world.owner)
    url = f"/admin/supervision/report/{world.report.pk}/paper/"
    assert "还没有保存过草稿" in page(client.get(url))
    client.post(fill_url(world.report), {**full_sheet(world, next=""), "save": "1"})
    assert url in page(client.get(fill_url(world.report)))
    shown = page(client.get(url))
    for words in ("80个", "50%（20/40）", "教育演示", "单位盖章", "草稿还有1处没有填好"):
        assert words in shown
    assert english(shown) == set() and not INLINE.search(shown)
    for stranger in (world.stranger, world.officer, world.root):
        assert sign_in(stranger).get(url).status_code == 404


@pytest.mark.parametrize(("name", "content"), [("表.xlsx", files.XLSX), ("文.docx", files.DOCX)])
def test_what_anybody_may_still_change_is_no_stamped_scan(sign_in, world, name, content):
    rule(world, "scan")
    response = hand_in_with(sign_in, world, name, content)
    assert response.status_code == 400
    assert "不是扫描件" in page(response)
    assert not Evidence.objects.exists()


def test_a_scan_is_never_offered_or_shown_in_public(sign_in, world):
    rule(world, "scan")
    place = world.rooms.sites.create(name="演示第1小学", public=True)
    hand_in_with(sign_in, world, "盖章.jpg", files.photo())
    scan = Evidence.objects.get()
    client = sign_in(world.owner)
    url = "/admin/supervision/photo/propose/"
    assert "盖章.jpg" not in page(client.get(url))
    data = {
        "evidence": scan.pk,
        "site": place.pk,
        "moment": "after",
        "caption": "x",
        "consent": "1",
    }
    assert client.post(url, data).status_code == 400
    assert not scan.shown_as.exists()


def test_a_correction_takes_its_own_scan(sign_in, world):
    rule(world, "scan")
    hand_in_with(sign_in, world, "盖章.pdf", files.PDF)
    submission = Submission.objects.get()
    review = f"/admin/supervision/submission/{submission.pk}/change/"
    sign_in(world.officer).post(review, {"accept": "1"})
    world.report.refresh_from_db()
    url = f"/admin/supervision/correction/of/{world.report.pk}/"
    changed = full_sheet(world, version=str(world.report.version), **MORE)
    changed["reason"] = "漏计1间"
    client = sign_in(world.owner)
    assert "附新的盖章扫描件" in page(client.post(url, changed))
    response = client.post(url, {**changed, "scan": files.upload("更正.pdf", files.PDF)})
    assert response.status_code == 302
    assert Submission.objects.get(number=2).scans.get().name == "更正.pdf"


def test_who_signs_what_they_put_there_is_marked(sign_in, world):
    report = f"/admin/supervision/report/{world.report.pk}/change/"
    submit(sign_in, world, world.colleague)
    decide(sign_in(world.colleague), world, SigningRequest.objects.get(), "sign")
    assert "与送审签的是同一人" in page(sign_in(world.officer).get(report))


def test_who_signs_what_another_put_there_is_not_marked(sign_in, world, request_):
    report = f"/admin/supervision/report/{world.report.pk}/change/"
    decide(sign_in(world.colleague), world, request_, "sign")
    shown = page(sign_in(world.officer).get(report))
    assert "审签经过" in shown and "同一人" not in shown

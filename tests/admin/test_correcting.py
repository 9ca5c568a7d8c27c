"""更正 inside: the unit hands it in with a reason, the office reviews and publishes it."""

import pytest

from supervision.models import Card, Correction, Evidence, Period, ShownCard, Submission
from tests.admin import files
from tests.admin.closed import close_september, corrected, report_september
from tests.admin.typed import full_sheet
from tests.factories import moment

pytestmark = pytest.mark.django_db
LIST = "/admin/supervision/correction/"


def correct_url(report) -> str:
    return f"{LIST}of/{report.pk}/"


@pytest.fixture
def closed(world, sign_in, settings):
    close_september(world, sign_in, settings, publish=True, rooms_value="60")
    return world


def typed(world, **changes) -> dict:
    base = {"service_ran": ["2023-08", "2023-09"], "rooms_mode": "total", "rooms_value": "78"}
    base |= {"rooms_cause": "到货晚。", "rooms_measures": "加班。", "rooms_doubt": "已核对。"}
    base |= {"reason": "漏报18个", "version": str(world.report.version)}
    return full_sheet(world, **base | changes)


def test_the_unit_sees_the_button_and_its_former_figures(closed, sign_in):
    client = sign_in(closed.owner)
    page = client.get(f"/admin/supervision/report/{closed.report.pk}/change/").content.decode()
    assert f'href="{correct_url(closed.report)}"' in page
    form = client.get(correct_url(closed.report)).content.decode()
    assert 'value="60"' in form and "更正原因" in form and "不会重新打开" in form


def test_handed_in_it_waits_for_review_like_any_submission(closed, sign_in):
    answer = sign_in(closed.owner).post(correct_url(closed.report), typed(closed))
    assert answer.status_code == 302
    submission = Submission.objects.get(number=2)
    assert submission.correction == "漏报18个"
    assert Card.everything.count() == 2 and not Correction.objects.exists()
    officer = sign_in(closed.officer)
    assert "审核" in officer.get("/admin/supervision/waitingreport/").content.decode()
    address = f"/admin/supervision/submission/{submission.pk}/change/"
    assert "更正原因：漏报18个" in officer.get(address).content.decode()
    officer.post(address, {"accept": "1"})
    assert Card.everything.filter(project=closed.project).count() == 2
    assert Period.everything.get().closed_at == closed.period.closed_at
    assert ShownCard.public.get(project=closed.project).card.version == 1


def test_the_review_shows_each_card_before_and_after(closed, sign_in):
    sign_in(closed.owner).post(correct_url(closed.report), typed(closed))
    address = f"/admin/supervision/submission/{Submission.objects.get(number=2).pk}/change/"
    office = sign_in(closed.officer)
    page = " ".join(office.get(address).content.decode().split())
    told = page.split("通过以后更正的牌")[1].split("审核第2次报送")[0]
    before, after = told.split("更正后：")
    assert "2023年9月" in before and "黄牌" in before and "黄牌" not in after and "蓝牌" in after
    assert not Correction.objects.exists() and Card.everything.count() == 2, "nothing was stored"
    office.post(address, {"accept": "1"})
    assert Card.everything.get(version=2).colour == "blue"


def test_of_a_correction_of_words_the_review_says_that_no_card_changes(closed, sign_in):
    words = typed(closed, rooms_value="60", progress="演示：改一句话。")
    sign_in(closed.owner).post(correct_url(closed.report), words)
    address = f"/admin/supervision/submission/{Submission.objects.get(number=2).pk}/change/"
    assert "各月的数据和牌都不变。" in sign_in(closed.officer).get(address).content.decode()


def test_words_that_still_tell_the_former_figure_are_asked_about(closed, sign_in):
    client, page = sign_in(closed.owner), correct_url(closed.report)
    answer = client.post(page, typed(closed, progress="９月更换灯具，累计６０个。"))
    assert answer.status_code == 400
    assert "本月进展里还写着60个，这次填报的是78个" in answer.content.decode()
    assert Submission.objects.count() == 1
    for text in ("9月更换灯具，累计78个。", "9月更换灯具160个。"):
        answer = client.post(page, typed(closed, progress=text, reason=""))
        assert "还写着60个" not in answer.content.decode()
    doubted = typed(closed, progress="另一所的60个不在其内。", doubt="是另一所的数")
    assert client.post(page, doubted).status_code == 302
    assert "还写着60个" in Submission.objects.get(number=2).asked


def test_a_correction_carries_its_evidence(closed, sign_in):
    client, page = sign_in(closed.owner), correct_url(closed.report)
    assert "添加文件" in client.get(page).content.decode()
    data = typed(closed, evidence=files.upload("清单.pdf", files.PDF))
    assert client.post(page, data).status_code == 302
    assert Submission.objects.filter(number=2).exists()
    assert Evidence.objects.get().name == "清单.pdf"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "更正要写明原因"),
        ({"reason": "长" * 301}, "更正原因最多300字"),
        ({"rooms_value": "很多"}, "很多"),
        ({"progress": ""}, "请填写本月进展"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(closed, sign_in, changes, sentence):
    answer = sign_in(closed.owner).post(correct_url(closed.report), typed(closed, **changes))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert "漏报18个" in answer.content.decode() or "reason" in changes
    assert Submission.objects.count() == 1


def test_two_people_correcting_do_not_overwrite_each_other(closed, sign_in):
    first, second = sign_in(closed.owner), sign_in(closed.colleague)
    assert first.post(correct_url(closed.report), typed(closed)).status_code == 302
    answer = second.post(correct_url(closed.report), typed(closed, rooms_value="70"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "刚刚改过" in page and "两份内容不同之处" in page and 'value="70"' in page
    assert Submission.objects.count() == 2


def test_while_one_waits_another_is_not_offered(closed, sign_in):
    corrected(closed, "78", "2023-10-20", accept=False)
    assert sign_in(closed.owner).get(correct_url(closed.report)).status_code == 302


def test_an_open_month_not_yet_accepted_is_filled_in_not_corrected(world, sign_in):
    client = sign_in(world.owner)
    assert client.get(correct_url(world.report)).status_code == 302
    answer = client.post(correct_url(world.report), typed(world))
    assert answer.status_code == 400 and "不必更正" in answer.content.decode()


def test_an_accepted_open_month_is_corrected_too(world, sign_in):
    report_september(world, sign_in, rooms_value="60")
    world.report.refresh_from_db()
    answer = sign_in(world.owner).post(correct_url(world.report), typed(world))
    assert answer.status_code == 302
    assert Submission.objects.get(number=2).correction


def test_only_the_leading_unit_corrects(closed, sign_in):
    for who in ("stranger", "officer", "administrator", "root"):
        client = sign_in(getattr(closed, who))
        assert client.get(correct_url(closed.report)).status_code == 404
        assert client.post(correct_url(closed.report), typed(closed)).status_code == 404
    assert Submission.objects.count() == 1


def test_the_list_is_the_office_s(closed, sign_in):
    corrected(closed, "78", "2023-10-20")
    address = f"{LIST}{Correction.objects.get().pk}/change/"
    for who, status in {"officer": 200, "root": 200, "owner": 404, "administrator": 404}.items():
        client = sign_in(getattr(closed, who))
        for url in (LIST, address):
            assert client.get(url).status_code == status, (who, url)


PUBLISHING = {"signer": "演示签发人", "basis": "演示更正单", "public_note": "9月漏报18个，已更正。"}


def test_the_office_publishes_it_with_signer_basis_and_note(closed, sign_in):
    corrected(closed, "78", "2023-10-20")
    address, client = f"{LIST}{Correction.objects.get().pk}/change/", sign_in(closed.officer)
    page = client.get(address).content.decode()
    assert "教室：已完成60个 → 已完成78个" in page and "黄牌" in page and "蓝牌" in page
    assert "待公开" in client.get(LIST).content.decode()
    assert client.post(address, PUBLISHING).status_code == 302
    assert ShownCard.public.get(project=closed.project).card.version == 2
    assert "9月漏报18个，已更正。" in client.get(address).content.decode()
    again = client.post(address, PUBLISHING)
    assert again.status_code == 400 and "已经公开" in again.content.decode()


@pytest.mark.parametrize("missing", ["signer", "basis", "public_note"])
def test_without_signer_basis_or_note_nothing_is_published(closed, sign_in, missing):
    corrected(closed, "78", "2023-10-20")
    address = f"{LIST}{Correction.objects.get().pk}/change/"
    for text in ("", " ", "长" * 301):
        answer = sign_in(closed.officer).post(address, {**PUBLISHING, missing: text})
        assert answer.status_code == 400
    assert Correction.objects.get().published_at is None


def test_before_its_month_is_public_it_waits_for_the_month(world, sign_in, settings):
    close_september(world, sign_in, settings, rooms_value="60")
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    corrected(world, "78", "2023-10-20")
    client, address = sign_in(world.officer), f"{LIST}{Correction.objects.get().pk}/change/"
    assert "随本月一起公开" in client.get(address).content.decode()
    assert client.post(address, PUBLISHING).status_code == 400


def test_nobody_edits_or_deletes_one(closed, sign_in):
    corrected(closed, "78", "2023-10-20")
    pk = Correction.objects.get().pk
    for who in ("officer", "root"):
        client = sign_in(getattr(closed, who))
        assert client.get(f"{LIST}add/").status_code == 404
        assert client.post(f"{LIST}{pk}/delete/", {"post": "yes"}).status_code == 404
    assert Correction.objects.exists()

"""验收 inside: entered with its document by one, confirmed by another, seen by the office."""

import pytest

from supervision.models import Acceptance, AcceptanceDecision
from tests.admin.files import MACRO, PDF, photo, upload
from tests.finished import propose

pytestmark = pytest.mark.django_db
LIST = "/admin/supervision/acceptance/"
PROPOSE = f"{LIST}propose/"


def typed(accepted, **changes) -> dict:
    return {
        "project": str(accepted.pk), "passed": "1", "body": "演示验收组", "held_on": "2024-01-15",
        "document": "演示验〔2024〕1号", "reason": "",
        "file": upload("验收意见.pdf", PDF), **changes,
    }  # fmt: skip


def page_of(acceptance) -> str:
    return f"{LIST}{acceptance.pk}/change/"


def test_entered_by_one_and_confirmed_by_another(year, sign_in):
    answer = sign_in(year.officer).post(PROPOSE, typed(year.kept))
    acceptance = Acceptance.objects.get()
    assert answer.status_code == 302 and answer.url == page_of(acceptance)
    second = sign_in(year.second)
    shown = second.get(page_of(acceptance)).content.decode()
    assert "待确认" in shown and "演示验〔2024〕1号" in shown and "验收意见.pdf" in shown
    assert second.post(page_of(acceptance), {"confirm": "1"}).status_code == 302
    assert AcceptanceDecision.objects.get().by == year.second
    assert "已确认" in second.get(LIST).content.decode()


def test_whoever_entered_it_is_not_offered_to_confirm_and_cannot(year, sign_in):
    acceptance, client = propose(year, year.kept), sign_in(year.officer)
    shown = client.get(page_of(acceptance)).content.decode()
    assert "登记人不能确认" in shown and 'name="confirm"' not in shown
    answer = client.post(page_of(acceptance), {"confirm": "1"})
    assert answer.status_code == 400 and "另一位督查人员" in answer.content.decode()
    assert not AcceptanceDecision.objects.exists()


def test_sending_it_away_needs_a_reason_not_too_long(year, sign_in):
    acceptance, client = propose(year, year.kept), sign_in(year.second)
    for reason, sentence in (("", "不同意要写明意见"), ("长" * 301, "意见最多300字")):
        answer = client.post(page_of(acceptance), {"refuse": "1", "reason": reason})
        assert answer.status_code == 400 and sentence in answer.content.decode()
    client.post(page_of(acceptance), {"refuse": "1", "reason": "文号不对"})
    assert not AcceptanceDecision.objects.get().confirmed


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"passed": ""}, "必填"),
        ({"passed": "2"}, "2"),
        ({"body": " "}, "必填"),
        ({"held_on": "年底"}, "日期"),
        ({"held_on": "2024-01-21"}, "不能晚于今天"),
        ({"document": "长" * 101}, "100"),
        ({"passed": "0"}, "未通过验收要写明理由"),
        ({"project": "999999"}, "选项"),
        ({"file": ""}, "必填"),
        ({"file": upload("验收.docm", MACRO)}, "带有宏"),
        ({"file": upload("验收.pdf", b"no pdf")}, "不能上传"),
        ({"file": upload("验收.pdf", b"")}, "空"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_entered(year, sign_in, changes, sentence):
    answer = sign_in(year.officer).post(PROPOSE, typed(year.kept, **changes))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Acceptance.objects.exists()


def test_a_photo_of_a_sensitive_project_is_refused(year, sign_in):
    year.kept.sensitive = True
    year.kept.save()
    scan = upload("验收.jpg", photo())
    answer = sign_in(year.officer).post(PROPOSE, typed(year.kept, file=scan))
    assert answer.status_code == 400 and "不能上传照片" in answer.content.decode()


def test_the_document_is_handed_to_the_office_to_be_saved(year, sign_in):
    acceptance = propose(year, year.kept)
    address = f"{LIST}{acceptance.pk}/file/"
    answer = sign_in(year.second).get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    for who in (year.owner, year.stranger, year.administrator):
        assert sign_in(who).get(address).status_code == 404


def test_it_is_the_office_s(year, sign_in):
    acceptance = propose(year, year.kept)
    for who in (year.owner, year.stranger, year.administrator):
        client = sign_in(who)
        for url in (LIST, PROPOSE, page_of(acceptance)):
            assert client.get(url).status_code == 404, (who, url)
        assert client.post(PROPOSE, typed(year.kept)).status_code == 404
        assert client.post(page_of(acceptance), {"confirm": "1"}).status_code == 404
    assert Acceptance.objects.count() == 1 and not AcceptanceDecision.objects.exists()


def test_the_list_is_narrowed_by_state(year, sign_in):
    propose(year, year.kept)
    client = sign_in(year.second)
    assert "教室照明" in client.get(LIST, {"state": "waiting"}).content.decode()
    for state in ("confirmed", "declined"):
        assert "演示验收组" not in client.get(LIST, {"state": state}).content.decode()
    assert client.get(LIST, {"state": "x"}).status_code == 200

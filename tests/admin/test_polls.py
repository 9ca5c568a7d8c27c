"""满意度测评: entered with its paper by one, confirmed by another, then read by everybody."""

import pytest

from projects.ledger import verification
from projects.models import Programme
from supervision.models import Poll, PollDecision
from tests.admin.files import PDF, upload

pytestmark = pytest.mark.django_db
LIST = "/admin/supervision/poll/"
PROPOSE = f"{LIST}propose/"


def typed(year, counts="1\t教室照明\t85\t10\t5\n2 40，30，30", **changes) -> dict:
    return {
        "programme": str(year.programme.pk), "voters": "deputies", "body": "演示人大工委",
        "held_on": "2024-01-18", "document": "演示人大会议", "asked": "120", "counts": counts,
        "file": upload("测评结果.pdf", PDF), **changes,
    }  # fmt: skip


def propose(year, sign_in, **changes) -> Poll:
    answer = sign_in(year.officer).post(PROPOSE, typed(year, **changes))
    assert answer.status_code == 302, answer.content.decode()
    return Poll.objects.latest("pk")


def page_of(poll) -> str:
    return f"{LIST}{poll.pk}/change/"


def confirm(year, sign_in, poll):
    return sign_in(year.second).post(page_of(poll), {"confirm": "1"})


def test_one_enters_another_confirms_and_everybody_reads_it(year, sign_in, client):
    poll = propose(year, sign_in)
    assert "满意度测评" not in client.get("/2023/1/").content.decode()
    shown = sign_in(year.second).get(page_of(poll)).content.decode()
    assert "待确认" in shown and "基本满意" in shown and "测评结果.pdf" in shown
    assert confirm(year, sign_in, poll).status_code == 302
    project = client.get("/2023/1/").content.decode()
    assert "代表测评：满意（满意85票，基本满意10票，不满意5票）" in project
    whole = client.get("/2023/satisfaction/").content.decode()
    assert "2. 路灯改造</a>：基本满意（" in whole and "发出120票" in whole
    assert "测评结果.pdf" not in project + whole
    assert not [said for said in verification.rows() if "测评" in said]


def test_who_entered_it_does_not_confirm_it(year, sign_in):
    poll = propose(year, sign_in)
    answer = sign_in(year.officer).post(page_of(poll), {"confirm": "1"})
    assert answer.status_code == 400 and "另一位督查人员" in answer.content.decode()
    assert not PollDecision.objects.exists()


def test_one_sent_away_is_read_by_nobody_and_may_be_entered_anew(year, sign_in, client):
    poll = propose(year, sign_in)
    again = sign_in(year.officer).post(PROPOSE, typed(year))
    assert "还没有确认" in again.content.decode()
    sign_in(year.second).post(page_of(poll), {"refuse": "1", "reason": "票数抄错"})
    assert "演示人大工委" not in client.get("/2023/satisfaction/").content.decode()
    propose(year, sign_in)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"counts": ""}, "必填"),
        ({"counts": "1 85 10"}, "第1行“1 85 10”读不出序号和三个票数"),
        ({"counts": "\n1 85 10 5\n1 85 10 5"}, "第3行：第1项写了两次"),
        ({"counts": "9 85 10 5"}, "第9项不在清单里"),
        ({"counts": "1 0 0 0"}, "第1项一张票也没有"),
        ({"counts": "1 85 30 6"}, "第1项三栏合计121票，多于发出的120票"),
        ({"asked": "0"}, "1"),
        ({"held_on": "2024-01-21"}, "不能晚于今天"),
        ({"held_on": "2022-12-31"}, "不能早于2023年"),
        ({"file": upload("测评.pdf", b"no pdf")}, "不能上传"),
    ],
)
def test_what_is_wrong_is_said_where_and_nothing_is_entered(year, sign_in, changes, sentence):
    answer = sign_in(year.officer).post(PROPOSE, typed(year, **changes))
    assert answer.status_code == 400 and sentence in answer.content.decode()
    assert not Poll.objects.exists()


@pytest.mark.parametrize(
    "counts",
    [
        "1 教室照明 85 10 5",
        "第1项，85，10，5",
        "１　８５　１０　５",
        "1\t改造149口教室\t85\t10\t5\r\n",
    ],
)
def test_counts_are_read_as_people_paste_them(year, sign_in, counts):
    [count] = propose(year, sign_in, counts=counts).counts.all()
    assert (count.satisfied, count.fairly, count.dissatisfied) == (85, 10, 5)


def test_it_may_come_after_the_year_is_archived_but_not_before_it_is_public(year, sign_in):
    Programme.everything.update(state="archived")
    propose(year, sign_in)
    Programme.everything.update(state="draft")
    answer = sign_in(year.officer).post(PROPOSE, typed(year, voters="residents"))
    assert answer.status_code == 400


@pytest.mark.parametrize("who", ["owner", "stranger", "administrator"])
def test_it_is_the_office_s_alone(year, sign_in, who):
    poll, client = propose(year, sign_in), sign_in(getattr(year, who))
    for address in (LIST, PROPOSE, page_of(poll), f"{LIST}{poll.pk}/file/"):
        assert client.get(address).status_code in (403, 404)


def test_the_year_s_summary_says_it(year, sign_in):
    confirm(year, sign_in, propose(year, sign_in))
    page = sign_in(year.officer).get("/admin/office/yearend/").content.decode()
    assert "代表测评满意" in page

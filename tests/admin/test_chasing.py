"""催报: one click, one message a person and day, told to the unit, kept in the ledger."""

import pytest
from django.core import mail
from django.core.management import call_command

from projects.models import Event, User
from supervision.actions import periods, policies
from supervision.models import Chase, Reminder, Report
from tests.admin.typed import fill_url, full_sheet
from tests.factories import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sign_in, world):
    for person in User.objects.exclude(pk=world.stranger.pk):
        person.email = f"{person.username}@example.org"
        person.save(update_fields=["email"])
    return sign_in(world.officer)


@pytest.fixture
def address(world):
    return f"/admin/supervision/period/{world.period.pk}/chase/"


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_for_the_work_chat_is_grouped_by_unit_and_polite(office, world, address):
    said = (
        "【催报】9月进展，报送截止10月7日24时。\n"
        "尚未报送的有2个单位、2个项目：\n"
        "教育演示：1. 教室照明\n"
        "民政演示：2. 适老化改造\n"
        "请在民生实事督查平台报送，谢谢。"
    )
    for page in (address, "/admin/"):
        assert said in text(office.get(page))


def test_it_says_what_is_overdue_and_what_was_sent_back(office, world, sign_in, address, settings):
    sign_in(world.owner).post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    assert "教育演示：" not in text(office.get(address))
    submission = world.report.submissions.get()
    url = f"/admin/supervision/submission/{submission.pk}/change/"
    office.post(url, {"return": "1", "reason": "重报"})
    settings.DEMO_CLOCK = moment("2023-10-08 09:00")
    shown = text(office.get(address))
    assert "报送截止10月7日24时（已过）" in shown
    assert "教育演示：1. 教室照明（退回待重报）" in shown


def test_one_click_reaches_every_unit_that_owes(office, world, sign_in, address):
    shown = text(office.post(address, follow=True))
    assert "已催报2个单位。发出邮件2封，1人没有登记邮箱" in shown
    assert "民政演示在任人员都没有登记邮箱，请电话催报" in shown
    assert {message.to[0] for message in mail.outbox} == {
        "owner@example.org", "colleague@example.org",
    }  # fmt: skip
    assert "【催报】9月进展" in mail.outbox[0].body and "1. 教室照明" in mail.outbox[0].body
    event = Event.objects.get(action="催报")
    assert event.body.count('["supervision.chase",') == 2
    for person in (world.owner, world.stranger):
        assert "办公室于10月5日 10:00催报" in text(sign_in(person).get("/admin/"))


def test_one_unit_is_chased_alone(office, world, sign_in, address):
    office.post(address, {"unit": world.unit.pk})
    assert Chase.objects.get().unit == world.unit
    assert "催报</strong>" not in text(sign_in(world.stranger).get("/admin/"))


def test_what_waits_for_a_signature_is_chased_too(office, world, sign_in, address):
    world.programme.signing = "leader"
    world.programme.save()
    sign_in(world.owner).post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    assert "1. 教室照明（待审签）" in text(office.get(address))
    office.post(address)
    for person in (world.owner, world.colleague):
        desk = text(sign_in(person).get("/admin/"))
        assert "办公室于10月5日 10:00催报</strong>，还有没审签的进展" in desk


def test_a_second_click_on_the_same_day_asks_nobody_twice(office, address, settings):
    office.post(address)
    again = text(office.post(address, follow=True))
    assert "今天已经催报过，没有重复催报" in again
    assert "2人今天已收到过提醒，不再重发" in again
    assert Chase.objects.count() == 2 and len(mail.outbox) == 2
    settings.DEMO_CLOCK = moment("2023-10-06 09:00")
    assert "已催报2个单位" in text(office.post(address, follow=True))
    assert len(mail.outbox) == 4


def test_who_was_reminded_this_morning_gets_no_second_message(office, world, address, settings):
    settings.DEMO_CLOCK = moment("2023-10-07 08:00")
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-01-01 09:00"))
    call_command("send_reminders")
    sent = len(mail.outbox)
    assert "2人今天已收到过提醒，不再重发" in text(office.post(address, follow=True))
    assert len(mail.outbox) == sent
    assert Chase.objects.count() == 2, "the to-do list says it all the same"


def test_the_message_leaves_nothing_of_the_day_out(office, world, address, settings):
    """It is the day's only one: the leader still learns of the card that threatens."""
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-01-01 09:00"))
    settings.DEMO_CLOCK = moment("2023-10-08 09:00")
    office.post(address)
    leader = Reminder.objects.get(person=world.colleague).text
    assert "【催报】" in leader and "拟亮" in leader
    assert "拟亮" not in Reminder.objects.get(person=world.owner).text


def test_what_did_not_leave_is_sent_by_the_next_click(office, address, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("supervision.actions.sending.send_mail", broken)
    assert "2封没有发出" in text(office.post(address, follow=True))
    monkeypatch.undo()
    assert "发出邮件2封" in text(office.post(address, follow=True))
    assert Chase.objects.count() == 2


def test_who_owes_nothing_is_not_chased(office, world, address):
    Report.objects.update(state="accepted")
    assert "没有欠报的项目，不用催报" in text(office.post(address, follow=True))
    assert "没有要催的" in text(office.get(address))
    assert not Chase.objects.exists() and not mail.outbox


def test_a_closed_month_is_chased_no_more(office, world, address, settings):
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-01-01 09:00"))
    settings.DEMO_CLOCK = moment("2023-10-09 09:00")
    periods.close_month(period=world.period, by=world.officer, at=moment("2023-10-09 09:00"))
    assert "本月已经定稿，不再催报" in text(office.post(address, follow=True))
    assert not Chase.objects.exists()


@pytest.mark.parametrize("unit", ["x", "-1", "9" * 40, "999999"])
def test_an_odd_unit_is_nobody(office, address, unit):
    assert "不用催报" in text(office.post(address, {"unit": unit}, follow=True))
    assert not Chase.objects.exists()


@pytest.mark.parametrize("who", ["owner", "stranger", "colleague", "administrator"])
def test_nobody_else_chases(office, sign_in, world, address, who):
    assert sign_in(getattr(world, who)).post(address).status_code == 404
    assert not Chase.objects.exists() and not mail.outbox

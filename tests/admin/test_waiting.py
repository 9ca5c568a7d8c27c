"""等您办理: whatever waits for a person of the office stands on the desk, a month open or not."""

import datetime as dt
import re

import pytest
from django.core import mail

from supervision.actions import policies, putting, slips
from supervision.models import Acceptance, Reminder, Slip
from tests.admin.closed import LATER, close_september, corrected
from tests.admin.released import month_page, write
from tests.factories import make_message, make_officer, make_user, moment
from tests.overriding import propose
from tests.slipping import answered

pytestmark = pytest.mark.django_db
CONSOLE = "django.core.mail.backends.console.EmailBackend"


def waits(client) -> list[str]:
    page = client.get("/admin/").content.decode()
    section = page.split('id="waiting"')[1].split("</section>")[0]
    return re.findall(r">([^<>]+ \d+)</a>", section)


@pytest.fixture
def closed(world, sign_in, settings):
    """September public, no month open."""
    close_september(world, sign_in, settings, publish=True)


def test_after_closing_the_desk_leads_to_the_words_to_write(sign_in, world, settings):
    close_september(world, sign_in, settings, rooms_value="50")
    office = sign_in(world.officer)
    told = ["督办单待核稿 1", "黄牌、红牌项目没有写公开稿 1", "已定稿没有公开的月份 1"]
    assert waits(office) == told
    assert f'href="{month_page(world.period)}"' in office.get("/admin/").content.decode()
    assert write(office, world.period, world.project, "正在赶工。").status_code == 302
    told = ["督办单待核稿 1", "公开稿待复核 1", "已定稿没有公开的月份 1"]
    assert waits(sign_in(make_officer("second"))) == told


def test_what_waits_is_told_though_no_month_is_open(sign_in, world, closed):
    second = make_officer("second")
    assert waits(sign_in(second)) == []
    corrected(world, "70", "2023-10-25", accept=False)
    propose(world.project, by=world.officer, at=moment(LATER))
    Acceptance.objects.create(
        project=world.project, shown_from="2023-10", passed=True, body="演示验收组",
        held_on=moment(LATER).date(), document="演示1号", proposed_by=world.officer,
        proposed_at=moment(LATER), file="a.pdf", name="a.pdf", sha256="0", size=1,
    )  # fmt: skip
    assert waits(sign_in(second)) == ["更正报送待审核 1", "亮牌认定待确认 1", "验收待确认 1"]
    page = sign_in(second).get("/admin/").content.decode()
    assert "最早的" in page and "提出" in page


def test_what_the_person_proposed_waits_for_another(sign_in, world, closed):
    propose(world.project, by=world.officer, at=moment(LATER))
    assert waits(sign_in(world.officer)) == []
    assert waits(sign_in(make_officer("second"))) == ["亮牌认定待确认 1"]


def test_every_link_leads_somewhere(sign_in, world, closed):
    corrected(world, "70", "2023-10-25", accept=False)
    propose(world.project, by=world.officer, at=moment(LATER))
    second = sign_in(make_officer("second"))
    page = second.get("/admin/").content.decode().split('id="waiting"')[1].split("</section>")[0]
    links = re.findall(r'href="([^"]+)"', page)
    assert len(links) == 2
    for link in links:
        assert second.get(link.replace("&amp;", "&")).status_code == 200, link


def follow(client, words: str):
    """The rows of the list that a line of the desk leads to."""
    page = client.get("/admin/").content.decode().split('id="waiting"')[1].split("</section>")[0]
    [link] = re.findall(rf'href="([^"]+)">{words} ', page)
    return list(client.get(link.replace("&amp;", "&")).context["cl"].result_list)


@pytest.fixture
def slip(world, sign_in, settings):
    """September closed and public; the draft that its card brings."""
    close_september(world, sign_in, settings, publish=True, rooms_value="50")
    return Slip.objects.get()


def of_slips(client) -> list[str]:
    return [line for line in waits(client) if "督办" in line]


def test_a_slip_waits_on_the_desk_of_whoever_is_next(sign_in, world, slip, settings):
    office, second = sign_in(world.officer), sign_in(make_officer("second"))
    assert of_slips(office) == ["督办单待核稿 1"] == of_slips(second)
    days = {"due": dt.date(2023, 11, 14), "mend_by": dt.date(2023, 12, 20)}
    at = moment(LATER)
    slips.edit_draft(slip=slip, demand="请加快。", **days, by=world.officer, at=at)
    assert of_slips(office) == [] and of_slips(second) == ["督办单待核稿 1"]
    slips.check_draft(slip=slip, by=make_officer("third"), at=at)
    assert of_slips(office) == ["督办单待签发 1"]
    assert "最早的时限11月14日" in office.get("/admin/").content.decode()
    put = {"slip": slip, "leader": world.district, "by": world.officer, "at": at}
    putting.put_forward(kind="slip", **put)
    assert "最早的时限11月14日；已送领导签发1件" in office.get("/admin/").content.decode()
    slips.issue(slip=slip, signer="演示签发人", by=world.officer, at=at)
    assert of_slips(office) == []
    slips.ask_extension(
        slip=slip, until=dt.date(2023, 11, 20), reason="待料", by=world.owner, at=at
    )
    assert of_slips(office) == ["督办延期申请待答复 1"]
    slips.decide_extension(slip=slip, granted=False, reason="不同意", by=world.officer, at=at)
    settings.DEMO_CLOCK = moment("2023-11-15 09:00")
    assert of_slips(office) == ["督办单逾期没有答复 1"]
    assert follow(office, "督办单逾期没有答复") == [slip]
    answered(world, slip, "2023-12-20", "2023-11-15 09:00")
    assert of_slips(office) == ["督办答复待核 1"]
    settings.DEMO_CLOCK = moment("2023-12-21 09:00")
    assert of_slips(office) == ["督办答复待核 1"], "late to be mended too, and said once"
    by = {"by": world.officer, "at": moment("2023-11-16 09:00")}
    slips.approve_answer(slip=slip, mend_by=dt.date(2023, 12, 20), reason="", **by)
    assert of_slips(office) == ["督办整改到期待查 1"] and follow(office, "督办整改到期待查") == [
        slip
    ]
    slips.propose_clearing(slip=slip, reason="已查。", **by)
    assert of_slips(office) == [] and of_slips(second) == ["督办单待复核销号 1"]
    assert follow(second, "督办单待复核销号") == [slip]


def test_a_message_waits_with_its_day_for_whoever_is_next(sign_in, world, closed):
    office, owner = sign_in(world.officer), sign_in(world.owner)
    message = make_message(world.project, due=dt.date(2023, 11, 13))
    assert (
        waits(office) == ["群众留言待处理 1"]
        and follow(office, "群众留言待处理")[0].pk == message.pk
    )
    assert "最早的答复期限11月13日" in office.get("/admin/").content.decode()
    page = f"/admin/supervision/feedback/{message.pk}/change/"
    assert office.post(page, {"assign": "1", "assign-remark": ""}).status_code == 302
    assert waits(office) == []
    todo = owner.get("/admin/").content.decode().split('id="todo"')[1].split("</section>")[0]
    assert "1项" in todo and page in todo and "11月13日" in todo and "没有待办事项" not in todo
    assert owner.post(page, {"draft": "1", "draft-text": "已修。"}).status_code == 302
    assert waits(office) == ["群众留言的拟答复待审核 1"]


def test_who_keeps_the_accounts_sees_those_that_can_do_nothing_yet(sign_in, world):
    keeper = sign_in(world.administrator)
    assert waits(keeper) == []
    make_user("roleless")
    make_user("idle", role="经办人")
    make_user("gone", is_active=False)
    assert waits(keeper) == ["账号没有角色 1", "填报账号没有任职 1"]
    assert [person.username for person in follow(keeper, "账号没有角色")] == ["roleless"]
    assert "账号没有角色" not in sign_in(world.officer).get("/admin/").content.decode()


def chased(client, world) -> str:
    address = f"/admin/supervision/period/{world.period.pk}/chase/"
    return client.post(address, {"unit": ""}, follow=True).content.decode()


def test_nothing_is_said_to_be_sent_that_was_only_printed(sign_in, world, settings):
    settings.EMAIL_BACKEND = CONSOLE
    for person in (world.owner, world.stranger):
        person.email = f"{person.username}@example.org"
        person.save()
    office = sign_in(world.officer)
    said = chased(office, world)
    assert "发出邮件" not in said and "没有设置邮件服务器，2封邮件没有发出" in said
    assert Reminder.objects.filter(sent_at__isnull=False).count() == 0
    desk = office.get("/admin/").content.decode()
    assert "今天没有发出的提醒 3" in desk
    assert f"{world.owner}（没有设置邮件服务器）" in desk
    assert f"{world.colleague}（没有登记邮箱）" in desk


def test_who_was_not_reached_is_named(sign_in, world):
    world.owner.email = "owner@example.org"
    world.owner.save()
    said = chased(sign_in(world.officer), world)
    assert "发出邮件1封，2人没有登记邮箱（" in said and str(world.colleague) in said
    assert len(mail.outbox) == 1


def test_each_line_leads_to_its_task(sign_in, world, settings, client):
    settings.SITE_URL = "https://demo.example"
    settings.DEMO_CLOCK = moment("2023-10-07 09:00")
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-01-01 09:00"))
    world.owner.email = "owner@example.org"
    world.owner.save()
    chased(sign_in(world.officer), world)
    [letter] = mail.outbox
    path = f"/admin/supervision/report/{world.report.pk}/fill/"
    assert f"https://demo.example{path}" in letter.body
    asked = client.get(path)
    assert asked.status_code == 302 and asked.url == f"/admin/login/?next={path}"

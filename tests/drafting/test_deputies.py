"""代表委员 propose by an address that only they were sent; else as safe as residents."""

import io
import re

import docx
import pytest
from django.urls import reverse

from projects.drafting.actions import calls
from projects.drafting.calling import deputies_key
from projects.drafting.models import AddressRenewal, Call, Proposal
from projects.errors import Refused
from projects.models import Event
from tests.drafting.lists import AT
from tests.drafting.proposing import make_begun, make_call, merged
from tests.factories import make_clerk, make_unit, moment

pytestmark = pytest.mark.django_db
TYPED = {"title": "增设充电桩", "content": "在小区建10处。", "name": "演示代表", "phone": ""}


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_CLOCK = moment("2024-01-10 10:00")


@pytest.fixture
def call(officer):
    return make_call(make_begun(officer), officer, "deputies")


@pytest.fixture
def form(call):
    return reverse("propose-as-deputy", args=[2024, deputies_key(call)])


def send(client, form, **typed):
    page = client.get(form).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    return client.post(form, {**TYPED, "website": "", "token": token, **typed})


def test_the_office_hands_out_the_address_and_nobody_else_shows_it(client, call, form, officer):
    client.force_login(officer)
    page = client.get(reverse("admin:drafting_calls", args=[call.drafting_id])).content.decode()
    assert f"http://testserver{form}" in page and "只发给代表委员" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "a label belongs to one box"
    notice = client.get(
        reverse("admin:drafting_call_notice", args=[call.drafting_id, call.pk])
    ).content
    words = "\n".join(each.text for each in docx.Document(io.BytesIO(notice)).paragraphs)
    assert form in words and "请勿转发" in words
    client.logout()
    for path in ("/2024/making/", "/2024/making/call/", "/sitemap.xml", "/feed/"):
        assert form not in client.get(path).content.decode()
    assert "专用网址" in client.get("/2024/making/call/").content.decode()
    assert client.get("/2024/making/propose/").status_code == 404


def test_a_deputy_proposes_and_follows_it_by_the_code(client, call, form, officer):
    before = Event.objects.count()
    sent = send(client, form)
    assert sent.status_code == 303 and not sent.cookies
    row = Proposal.objects.get()
    assert (row.source, row.way, row.call, row.contact.name) == (
        "deputy", "online", call, "演示代表",
    )  # fmt: skip
    assert Event.objects.count() == before
    receipt = client.get(sent["Location"]).content.decode()
    assert "已经收到" in receipt and "演示代表" not in receipt
    merged(row.drafting, officer, row)
    shown = client.get("/2024/making/proposals/").content.decode()
    assert "代表委员" in shown and "演示代表" not in shown
    found = client.get("/2024/making/follow/", {"code": row.code})
    assert "采纳" in client.get(found["Location"]).content.decode()


def test_the_name_is_asked_for(client, form):
    answer = send(client, form, name="")
    assert answer.status_code == 400 and "请写明姓名" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_guessed_address_is_not_there(client, call, form, officer):
    other = make_call(make_begun(officer, year=2025), officer, "deputies")
    for key in ("x", deputies_key(other), deputies_key(call)[:-1], "a" * 43, "0"):
        path = f"/2024/making/propose/{key}/"
        assert client.get(path).status_code == 404
        assert client.post(path, TYPED).status_code == 404
    assert client.get(form)["X-Robots-Tag"] == "noindex"
    assert "no-store" in client.get(form)["Cache-Control"]


def test_the_office_renews_an_address_that_went_astray(client, call, form, officer):
    client.force_login(officer)
    page = reverse("admin:drafting_calls", args=[call.drafting_id])
    assert "换网址" in client.get(page).content.decode()
    renewed = {"renew": "1", "call": call.pk, "reason": ""}
    assert client.post(page, renewed).status_code == 400
    before = Event.objects.count()
    answer = client.post(page, renewed | {"reason": "转到了群里"}, follow=True).content.decode()
    new = reverse("propose-as-deputy", args=[2024, deputies_key(call)])
    assert new != form and new in answer and form not in answer and "转到了群里" in answer
    assert Event.objects.count() == before + 1
    client.logout()
    for gone in (client.get(form), client.post(form, TYPED)):
        assert gone.status_code == 404 and "已经换过，不再有效" in gone.content.decode()
    assert send(client, new).status_code == 303
    calls.renew(call=call, reason="又转出去了", by=officer, at=AT)
    for path in (form, new):
        assert "已经换过，不再有效" in client.get(path).content.decode()
    newest = reverse("propose-as-deputy", args=[2024, deputies_key(call)])
    assert client.get(newest).status_code == 200 and newest not in (form, new)


def test_only_the_deputies_address_of_an_open_call_is_renewed(client, call, officer, settings):
    residents = make_call(call.drafting, officer)
    with pytest.raises(Refused, match="只有向代表委员"):
        calls.renew(call=residents, reason="演示", by=officer, at=AT)
    with pytest.raises(Refused, match="截止"):
        calls.renew(call=call, reason="演示", by=officer, at=moment("2024-03-01 10:00"))
    assert not AddressRenewal.objects.exists()


def test_a_residents_token_opens_no_deputies_form(client, call, form, officer):
    make_call(call.drafting, officer)
    page = client.get("/2024/making/propose/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    assert client.post(form, {**TYPED, "website": "", "token": token}).status_code == 400
    assert not Proposal.objects.exists()


def test_days_limits_and_other_sites_are_as_for_residents(client, call, form, settings):
    settings.FEEDBACK_PER_HOUR = 1
    assert send(client, form).status_code == 303
    assert send(client, form).status_code == 429
    foreign = client.post(form, TYPED, headers={"Origin": "https://evil.test"})
    assert foreign.status_code == 403
    settings.DEMO_CLOCK = moment("2024-02-01 00:00")
    assert client.get(form).status_code == 404


def test_the_office_enters_what_a_deputy_said(client, call, officer):
    client.force_login(officer)
    page = reverse("admin:drafting_enter", args=[call.drafting_id])
    answers = {"title": "修路", "content": "修村里的路。"}
    given = {"source": "deputy", "way": "meeting", "said_from": "1月9日代表座谈会", **answers}
    assert client.post(page, given).status_code == 302
    row = Proposal.objects.get()
    assert (row.from_whom, row.way, row.by) == ("代表委员", "meeting", officer)


def test_units_have_theirs_on_their_desk_alone(client, call, officer):
    units = make_call(call.drafting, officer, Call.Audience.UNITS)
    path = reverse("propose-as-deputy", args=[2024, deputies_key(units)])
    assert client.get(path).status_code == 404
    client.force_login(make_clerk(make_unit()))
    assert client.get(reverse("admin:drafting_calls", args=[call.drafting_id])).status_code in (
        403,
        404,
    )

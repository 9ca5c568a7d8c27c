"""附件: what an appeal, a reply, an override or a change of a promise rests on, kept with it."""

import pytest

from projects.models import Event
from supervision.actions import hearings, overrides
from supervision.models import Paper, TrialReply
from tests.admin import files
from tests.factories import make_officer, moment

pytestmark = pytest.mark.django_db
AT = moment("2023-10-05 10:00")


@pytest.fixture
def reply(world):
    return hearings.reply_to_trial(report=world.report, text="汛期停工。", by=world.owner, at=AT)


@pytest.fixture
def override(world):
    return overrides.propose_override(
        project=world.project, colour="blue", first="2023-09", last="2023-09", reason="汛期",
        basis_kind="minutes", basis="演示〔2023〕9号", by=world.officer, at=AT,
    )  # fmt: skip


def attach(client, kind, row, name="依据.pdf", content=files.PDF):
    page = f"/admin/supervision/paper/attach/{kind}/{row.pk}/"
    return client.post(page, {"file": files.upload(name, content)})


def test_a_unit_attaches_a_paper_that_the_office_reads(sign_in, world, reply):
    owner, officer = sign_in(world.owner), sign_in(world.officer)
    assert attach(owner, "reply", reply).status_code == 302
    paper = Paper.objects.get()
    assert (paper.reply, paper.name, paper.by) == (reply, "依据.pdf", world.owner)
    event = Event.objects.first()
    assert (event.action, event.project) == ("附件上传", world.project)
    page = officer.get(f"/admin/supervision/trialreply/report/{world.report.pk}/")
    address = f"/admin/supervision/paper/{paper.pk}/file/"
    assert address in page.content.decode()
    for client in (owner, officer):
        assert b"".join(client.get(address).streaming_content) == files.PDF
    assert sign_in(world.stranger).get(address).status_code == 404


def test_the_same_paper_twice_is_noticed(sign_in, world, reply):
    owner = sign_in(world.owner)
    attach(owner, "reply", reply)
    again = attach(owner, "reply", reply, "改了名.pdf")
    assert again.status_code == 400 and "与已附的“依据.pdf”内容相同" in again.content.decode()
    assert Paper.objects.count() == 1


def test_once_decided_nothing_is_attached(sign_in, world, override):
    officer = sign_in(world.officer)
    assert attach(officer, "override", override).status_code == 302
    overrides.decide_override(
        override=override, confirmed=False, reason="依据不足", by=make_officer("officer2"), at=AT
    )
    late = attach(officer, "override", override, "迟到.pdf", files.PDF + b"\n")
    assert late.status_code == 400 and "已经有结论" in late.content.decode()
    page = officer.get(f"/admin/supervision/cardoverride/{override.pk}/change/").content.decode()
    assert "依据.pdf" in page and "附上材料" not in page


@pytest.mark.parametrize("kind", ["override", "reply", "nothing"])
def test_what_one_may_not_see_takes_no_paper(sign_in, world, override, reply, kind):
    row = reply if kind == "reply" else override
    assert attach(sign_in(world.stranger), kind, row).status_code == 404
    if kind == "override":
        assert attach(sign_in(world.owner), kind, row).status_code == 404
    assert not Paper.objects.exists() and TrialReply.objects.count() == 1

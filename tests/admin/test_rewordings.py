"""公开稿 mended in public: replaced by two people or taken back at once, the former kept."""

# ruff: noqa: F811  (fixtures are asked for by the names under which they came in)

import pytest

from projects.ledger import verification
from projects.ledger.chain import published
from projects.models import Event
from supervision.actions import policies, releases, rewordings
from supervision.models import Release, Rewording, ShownCard
from supervision.rules import PRESETS
from tests.admin.released import release_page
from tests.admin.test_release_words import (  # noqa: F401
    AT,
    LATER,
    clock,
    lights,
    office,
    officer,
    publish,
    second,
    september,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(september, lights, officer, second) -> Release:
    release = signed(september, lights, "已完成54口，正在赶工。", officer, second, vouched=["54"])
    publish(september, officer)
    return Release.everything.select_related("period", "project").get(pk=release.pk)


def version_of(client) -> str:
    return client.get("/2023/status.json").json()["about"]["data_version"]


def sheet(client, query: str = "") -> str:
    return client.get(f"/2023/status.csv{query}").content.decode("utf-8-sig")


def test_a_wrong_sentence_is_replaced_by_two_people_and_the_former_kept(
    client, sign_in, officer, second, public
):
    before = version_of(client)
    data = {
        "reword": "1",
        "reword-text": "已完成{{ 累计 }}，正在赶工。",
        "reword-reason": "户数写错",
    }
    office = sign_in(officer)
    assert office.post(release_page(public), data).status_code == 302
    assert "已完成54口" in client.get("/2023/12/").content.decode()
    assert office.post(release_page(public), {"agree": "1"}).status_code == 400
    desk = sign_in(second).get("/admin/").content.decode()
    assert "公开稿更换待确认 1" in desk
    shown = sign_in(second).get(release_page(public)).content.decode()
    assert "等待确认的更换" in shown and "已完成90口，正在赶工。" in shown and "户数写错" in shown
    assert 'name="agree"' in shown and 'name="decline"' in shown and 'name="reword"' not in shown
    assert 'name="agree"' not in office.get(release_page(public)).content.decode(), "not his own"
    assert sign_in(second).post(release_page(public), {"agree": "1"}).status_code == 302
    page = client.get("/2023/12/").content.decode()
    assert "已完成90口，正在赶工。" in page and "已完成54口" not in page and "文字已更换" in page
    record = client.get("/2023/corrections/").content.decode()
    assert "户数写错" in record and "已完成54口，正在赶工。" in record
    assert version_of(client) != before
    former = sheet(client, f"?month=2023-09&version={before}")
    assert "已完成54口，正在赶工。" in former
    now = client.get("/2023/status.csv").content.decode("utf-8-sig")
    assert "已完成90口，正在赶工。" in now and "54口" not in now
    bulletin = client.get("/2023/bulletins/9/").content.decode()
    assert "已完成54口" in bulletin and "以后更换或撤回了1处" in bulletin
    assert [*verification.guards(), *verification.chain()] == []
    assert not [each for each in verification.rows() if "更换" in each]


def test_a_sentence_is_taken_back_at_once_and_may_be_hidden_for_good(
    client, sign_in, officer, public
):
    office = sign_in(officer)
    bare = office.post(release_page(public), {"withdraw": "1", "withdraw-reason": ""})
    assert bare.status_code == 400
    data = {"withdraw": "1", "withdraw-reason": "含住户姓名", "withdraw-hidden": "on"}
    assert office.post(release_page(public), data).status_code == 302
    for path in ("/2023/12/", "/2023/corrections/", "/2023/bulletins/9/", "/2023/status.csv"):
        assert "已完成54口" not in client.get(path).content.decode("utf-8-sig"), path
    record = client.get("/2023/corrections/").content.decode()
    assert "含住户姓名" in record and "原文不宜公开" in record
    assert Release.everything.get().step == "已撤回"
    assert Rewording.objects.get().former == "已完成54口，正在赶工。"


def test_a_replacement_declined_changes_nothing(client, officer, second, public):
    rewording = rewordings.propose_rewording(
        release=public, text="改写。", reason="改", hidden=False, by=officer, at=LATER
    )
    with pytest.raises(releases.Refused, match="已经有一次更换"):
        rewordings.withdraw_release(release=public, reason="撤", hidden=False, by=officer, at=LATER)
    rewordings.decide_rewording(
        rewording=rewording, confirmed=False, reason="原文没错", by=second, at=LATER
    )
    assert "已完成54口" in client.get("/2023/12/").content.decode()
    assert "改写" not in client.get("/2023/corrections/").content.decode()


def test_what_is_signed_is_taken_back_to_its_draft_before_the_month_is_public(
    office, september, lights, officer, second
):
    release = signed(september, lights, "正在赶工。", officer, second)
    assert office.post(release_page(release), {"unsign": "1"}).status_code == 302
    release.refresh_from_db()
    assert (release.step, release.version) == ("待复核", 2)
    assert ShownCard.everything.count() == 0


def test_what_is_drafted_moves_no_head_that_is_printed_in_public(
    september, lights, officer, second
):
    """The head in status.json told strangers that the office was at work on something."""
    before = published()
    draft = releases.draft_release(
        period=september, project=lights, text="正在赶工。", by=officer, at=AT
    )
    release = releases.review_release(release=draft, by=second, at=AT)
    rules = policies.draft_policy(policy=PRESETS["三色"], valid_from="2023-11", by=officer, at=AT)
    policies.drop_draft(draft=rules, by=officer, at=AT)
    assert Event.objects.count() == 4
    assert published() == before
    releases.sign_release(release=release, by=officer, at=AT)
    assert published() != before

"""亮牌认定 inside: proposed by one, confirmed or refused by another, all on one page."""

import pytest

from supervision.models import CardOverride, OverrideDecision, ShownCard
from tests.admin.closed import close_september
from tests.factories import make_officer, moment

pytestmark = pytest.mark.django_db
LIST = "/admin/supervision/cardoverride/"
PROPOSE = f"{LIST}propose/"


@pytest.fixture
def closed(world, sign_in, settings):
    close_september(world, sign_in, settings, publish=True, rooms_value="60")
    world.second = make_officer("second")
    return world


def typed(world, **changes) -> dict:
    return {
        "project": str(world.project.pk), "colour": "blue", "first": "2023-09", "last": "2023-11",
        "reason": "汛期停工属客观原因", "basis_kind": "minutes", "basis": "演示纪要5号", **changes,
    }  # fmt: skip


def proposed(world, sign_in, **changes) -> CardOverride:
    answer = sign_in(world.officer).post(PROPOSE, typed(world, **changes))
    assert answer.status_code == 302
    return CardOverride.objects.latest("pk")


def page_of(override) -> str:
    return f"{LIST}{override.pk}/change/"


def test_proposed_and_confirmed_by_another_it_is_shown(closed, sign_in):
    override = proposed(closed, sign_in)
    second = sign_in(closed.second)
    page = second.get(page_of(override)).content.decode()
    assert "待确认" in page and "演示纪要5号" in page and "黄牌" in page
    assert ShownCard.public.get(project=closed.project).colour == "yellow"
    assert second.post(page_of(override), {"confirm": "1"}).status_code == 302
    assert ShownCard.public.get(project=closed.project).colour == "blue"
    assert "生效" in second.get(page_of(override)).content.decode()


def test_whoever_proposed_it_is_not_offered_to_decide_and_cannot(closed, sign_in):
    override, client = proposed(closed, sign_in), sign_in(closed.officer)
    page = client.get(page_of(override)).content.decode()
    assert "提出人不能确认" in page and 'name="confirm"' not in page
    answer = client.post(page_of(override), {"confirm": "1"})
    assert answer.status_code == 400 and "另一位督查人员" in answer.content.decode()
    assert not OverrideDecision.objects.exists()


def test_a_refusal_needs_its_reason(closed, sign_in):
    override, client = proposed(closed, sign_in), sign_in(closed.second)
    for reason, sentence in (("", "不同意要写明意见"), ("长" * 301, "意见最多300字")):
        answer = client.post(page_of(override), {"refuse": "1", "reason": reason})
        assert answer.status_code == 400 and sentence in answer.content.decode()
    client.post(page_of(override), {"refuse": "1", "reason": "依据不足"})
    assert not OverrideDecision.objects.get().confirmed
    assert ShownCard.public.get(project=closed.project).colour == "yellow"
    again = client.post(page_of(override), {"confirm": "1"})
    assert again.status_code == 400 and "已经有结论" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": " "}, "必填"),
        ({"basis": ""}, "必填"),
        ({"last": "2023-08"}, "结束月份不能早于开始月份"),
        ({"last": "年底"}, "月份"),
        ({"colour": "green"}, "green"),
        ({"colour": "none"}, "none"),
        ({"project": "999999"}, "选项"),
        ({"reason": "长" * 301}, "300"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_proposed(closed, sign_in, changes, sentence):
    answer = sign_in(closed.officer).post(PROPOSE, typed(closed, **changes))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not CardOverride.objects.exists()


def test_posted_fields_that_are_not_offered_change_nothing(closed, sign_in):
    extra = {"proposed_by": str(closed.second.pk), "confirmed": "1", "decision": "1"}
    override = proposed(closed, sign_in, **extra)
    assert override.proposed_by == closed.officer and not hasattr(override, "decision")


def test_the_list_holds_all_and_is_narrowed_by_state(closed, sign_in, settings):
    first = proposed(closed, sign_in, basis="待确认的纪要")
    ended = proposed(closed, sign_in, basis="过期的纪要", last="2023-10")
    running = proposed(closed, sign_in, basis="生效的纪要")
    refused = proposed(closed, sign_in, basis="不同意的纪要")
    second = sign_in(closed.second)
    for override in (ended, running):
        second.post(page_of(override), {"confirm": "1"})
    second.post(page_of(refused), {"refuse": "1", "reason": "依据不足"})
    settings.DEMO_CLOCK = moment("2023-11-20 10:00")
    everything = second.get(LIST).content.decode()
    wanted = {"proposed": first, "expired": ended, "confirmed": running, "refused": refused}
    for state, override in wanted.items():
        assert override.basis in everything
        narrowed = second.get(LIST, {"state": state}).content.decode()
        assert override.basis in narrowed
        assert not any(o.basis in narrowed for s, o in wanted.items() if s != state)


def test_it_is_the_office_s(closed, sign_in):
    override = proposed(closed, sign_in)
    for who in ("owner", "stranger", "administrator"):
        client = sign_in(getattr(closed, who))
        for url in (LIST, PROPOSE, page_of(override)):
            assert client.get(url).status_code == 404, (who, url)
        assert client.post(PROPOSE, typed(closed)).status_code == 404
        assert client.post(page_of(override), {"confirm": "1"}).status_code == 404
    assert CardOverride.objects.count() == 1 and not OverrideDecision.objects.exists()


def test_nobody_edits_or_deletes_one(closed, sign_in):
    override = proposed(closed, sign_in)
    for who in ("officer", "root"):
        client = sign_in(getattr(closed, who))
        assert client.get(f"{LIST}add/").status_code == 404
        assert client.post(f"{LIST}{override.pk}/delete/", {"post": "yes"}).status_code == 404
    assert CardOverride.objects.exists()

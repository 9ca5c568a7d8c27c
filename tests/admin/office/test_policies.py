"""亮牌规则: drafted in plain boxes, tried over closed months, adopted once, then frozen."""

import json

import pytest

from projects.models import Event
from supervision.actions.policies import adopt, draft_policy
from supervision.models import Card, CardPolicy
from supervision.rules import PRESETS
from tests.admin.office.boxes import boxes
from tests.factories import make_officer, moment

pytestmark = pytest.mark.django_db
AT = moment("2023-10-09 10:00")


@pytest.fixture
def draft(closed, world):
    return draft_policy(policy=PRESETS["三色"], valid_from="2023-10", by=world.officer, at=AT)


def url(row) -> str:
    return f"/admin/office/policies/{row.pk}/"


def last_event() -> str:
    return Event.objects.first().action


@pytest.mark.parametrize("name", PRESETS)
def test_a_draft_is_made_from_a_preset_and_says_the_same(office, closed, name):
    response = office.post("/admin/office/policies/draft/", {"from": f"preset-{name}"})
    draft = CardPolicy.objects.get(adopted_at=None)
    assert response.url == url(draft)
    assert draft.valid_from == "2023-10"  # the month after the last closed one
    body = PRESETS[name].to_json() | {"version": draft.version}
    assert json.loads(draft.body) == body
    shown = office.get(url(draft))
    assert office.post(url(draft), boxes(shown)).status_code == 302
    draft.refresh_from_db()
    assert json.loads(draft.body) == body  # saved unchanged, not a sign is lost


def test_a_draft_is_made_from_an_adopted_version(office, closed):
    adopted = CardPolicy.objects.get()
    office.post("/admin/office/policies/draft/", {"from": str(adopted.pk)})
    assert str(CardPolicy.objects.get(adopted_at=None)) == "三色 第2版"


def test_thresholds_words_and_consequences_are_boxes(office, draft):
    data = boxes(office.get(url(draft)))
    data |= {
        "behind_plan-0-start": "１２.5",
        "runs-0-before": "黄、红牌",
        "runs-0-now": "2",
        "runs-0-severity": "3",
        "looks-2-public": "略慢",
        "consequences-3-run": "红，红",
        "consequences-3-when": "连续两次红牌",
        "consequences-3-then": "提请研究",
        "valid_from": "2023-11",
    }
    assert office.post(url(draft), data).status_code == 302
    draft.refresh_from_db()
    body = json.loads(draft.body)
    assert body["rules"]["behind_plan"]["bands"][0]["from"] == "12.5"
    assert body["rules"]["consecutive_cards"]["runs"] == [
        {"before": ["yellow", "red"], "now": 2, "severity": 3}
    ]
    assert body["severities"][2]["public"] == "略慢"
    assert body["consequences"][3]["run"] == ["red", "red"]
    assert draft.valid_from == "2023-11"
    assert last_event() == "亮牌规则修改草稿"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"behind_plan-0-start": "40"}, "“落后于计划”各档应由小到大"),
        ({"behind_plan-0-start": "十"}, "不是数字"),
        ({"behind_plan-0-start": "0"}, "应大于0"),
        ({"behind_plan-1-severity": "1"}, "级别不得由重变轻"),
        ({"behind_plan-0-severity": "7"}, "7 不在可用的选项中"),
        ({"due_month": "3", "later": "1"}, "逾期以后的级别不得轻于到期当月"),
        ({"looks-2-public": ""}, "这一项必填"),
        ({"looks-2-colour": "green"}, "不在可用的选项中"),
        ({"steps": ""}, "数量很少的指标的总步数应为"),
        ({"runs-0-before": "绿"}, "“绿”不是牌的颜色"),
        ({"consequences-3-when": "连续三次"}, "写明什么牌引起这个后果"),
        ({"consequences-3-run": "黄"}, "的情形不能为空"),
        ({"valid_from": "十月"}, "不是月份"),
        ({"looks-TOTAL_FORMS": "x"}, "没有填对"),
    ],
)
def test_what_is_no_policy_is_refused_and_nothing_written(office, draft, changes, sentence):
    data = boxes(office.get(url(draft))) | changes
    response = office.post(url(draft), data)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    before = draft.body
    draft.refresh_from_db()
    assert draft.body == before


def test_a_closed_month_is_refused(office, draft):
    data = boxes(office.get(url(draft))) | {"valid_from": "2023-09"}
    response = office.post(url(draft), data)
    assert response.status_code == 400
    assert "2023年9月已经定稿" in response.content.decode()
    adoption = {"policy": draft.pk, "valid_from": "2023-09"}
    shown = office.post("/admin/office/policies/adopt/", adoption, follow=True)
    assert "2023年9月已经定稿" in shown.content.decode()
    draft.refresh_from_db()
    assert draft.adopted_at is None


def test_a_month_that_only_a_slip_can_mean_is_refused(office, draft):
    adoption = {"policy": draft.pk, "valid_from": "2031-01"}
    shown = office.post("/admin/office/policies/adopt/", adoption, follow=True)
    assert "请核对年份" in shown.content.decode()
    draft.refresh_from_db()
    assert draft.adopted_at is None


def test_two_officers_never_overwrite_each_other(office, sign_in, draft):
    data = boxes(office.get(url(draft)))
    sign_in(make_officer("second")).post(url(draft), data | {"ahead_points": "8"})
    response = office.post(url(draft), data | {"ahead_points": "9"})
    assert response.status_code == 409
    assert "别人刚刚改过这份草稿" in response.content.decode()
    assert '"ahead_points":"8"' in CardPolicy.objects.get(pk=draft.pk).body


def test_the_simulator_says_who_would_change_and_why_and_writes_nothing(office, closed, draft):
    data = boxes(office.get(url(draft)))
    data |= {"behind_plan-1-start": "100", "not_started-1-start": "9"}
    office.post(url(draft), data)
    before = Card.everything.count(), Event.objects.count()
    address = "/admin/office/policies/simulator/"
    shown = office.get(address, {"policy": draft.pk, "month": "2023-09"}).content.decode()
    assert "教室照明" in shown and "1张牌会变" in shown
    assert "红牌 进度滞后" in shown and "黄牌 进度偏慢" in shown
    assert "个百分点" in shown
    assert (Card.everything.count(), Event.objects.count()) == before


def test_the_simulator_asks_for_a_policy_and_a_month(office, closed):
    address = "/admin/office/policies/simulator/"
    assert "什么也不写入" in office.get(address).content.decode()
    refused = office.get(address, {"policy": "preset-阶梯"})
    assert refused.status_code == 400
    assert "至少选一个已定稿的月份" in refused.content.decode()
    for wrong in ({"policy": "9999", "month": "2023-09"}, {"policy": "x", "month": "2023-13"}):
        assert office.get(address, wrong).status_code == 400
    assert office.get(address, {"year": "1999"}).status_code == 404


def test_a_draft_s_page_leads_to_the_simulator_with_it_chosen(office, closed, draft):
    address = f"/admin/office/policies/simulator/?start={draft.pk}"
    assert address in office.get(url(draft)).content.decode()
    form = office.get(address).context["form"]
    assert (form["policy"].value(), form.is_bound) == (str(draft.pk), False)


def test_without_closed_months_there_is_nothing_to_try(office, world):
    assert "还没有定稿的月份" in office.get("/admin/office/policies/simulator/").content.decode()


def test_a_draft_is_adopted_once_from_the_simulator(office, world, draft):
    adoption = {"policy": draft.pk, "valid_from": "2023-11"}
    assert office.post("/admin/office/policies/adopt/", adoption).url == url(draft)
    draft.refresh_from_db()
    assert (draft.adopted_by, draft.valid_from) == (world.officer, "2023-11")
    assert last_event() == "亮牌规则启用"
    again = office.post("/admin/office/policies/adopt/", adoption, follow=True)
    assert "任何人都不能再改" in again.content.decode()
    assert CardPolicy.objects.adopted_for("2023-10").version == 1
    assert CardPolicy.objects.adopted_for("2023-11") == draft


def test_a_preset_is_adopted_as_a_version_of_its_own(office, closed):
    adoption = {"policy": "preset-阶梯", "valid_from": "2023-10"}
    office.post("/admin/office/policies/adopt/", adoption)
    assert str(CardPolicy.objects.adopted_for("2023-10")) == "阶梯 第1版"


def test_numbers_rise_in_the_order_of_adoption(office, world, draft):
    adopt(policy=PRESETS["三色"], valid_from="2023-10", by=world.officer, at=AT)
    office.post("/admin/office/policies/adopt/", {"policy": draft.pk, "valid_from": "2023-10"})
    draft.refresh_from_db()
    assert draft.version == 4
    assert json.loads(draft.body)["version"] == 4


@pytest.mark.parametrize("who", ["officer", "root", "administrator"])
def test_an_adopted_version_cannot_be_edited_by_any_address(sign_in, world, closed, draft, who):
    adopted = CardPolicy.objects.get(adopted_at__isnull=False)
    data = boxes(sign_in(world.officer).get(url(draft))) | {"ahead_points": "9"}
    client, before = sign_in(getattr(world, who)), adopted.body
    tries = [
        (url(adopted), data),
        (url(adopted) + "drop/", {}),
        ("/admin/office/policies/adopt/", {"policy": adopted.pk, "valid_from": "2023-12"}),
        (f"/admin/supervision/cardpolicy/{adopted.pk}/change/", {"body": "{}", "name": "改"}),
        (f"/admin/supervision/cardpolicy/{adopted.pk}/delete/", {"post": "yes"}),
    ]
    for address, given in tries:
        assert client.post(address, given).status_code in (302, 404, 409), address
    adopted.refresh_from_db()
    assert (adopted.body, adopted.valid_from) == (before, "2023-01")


def test_an_adopted_version_is_shown_in_locked_boxes(office, closed):
    shown = office.get(url(CardPolicy.objects.get())).content.decode()
    assert "<fieldset disabled" in shown
    assert "任何人都不能再改" in shown and "保存草稿" not in shown


def test_a_draft_may_be_dropped(office, draft):
    assert office.post(url(draft) + "drop/").status_code == 302
    assert not CardPolicy.objects.filter(pk=draft.pk).exists()
    assert last_event() == "亮牌规则删除草稿"


def test_the_legend_speaks_the_policy_s_words(office, closed, draft):
    data = boxes(office.get(url(draft)))
    office.post(url(draft), data | {"looks-2-public": "需要加快", "valid_from": "2023-10"})
    office.post("/admin/office/policies/adopt/", {"policy": draft.pk, "valid_from": "2023-10"})
    assert "需要加快" in office.get("/admin/supervision/card/").content.decode()
    card = closed.cards.first()
    old = office.get(f"/admin/supervision/card/{card.pk}/change/").content.decode()
    assert "进度偏慢" in old and "需要加快" not in old

"""操作留痕: found by person, project, action and date, taken out, and never edited."""

import json

import pytest
from django.conf import settings as stored
from django.core.management import CommandError, call_command
from django.db import transaction

from projects.actions.exports import record_export
from projects.ledger.chain import record
from projects.ledger.differences import added_by, differences
from projects.models import Event, SignIn, TargetTerms
from projects.values.numbers import plain
from supervision.models import Card
from tests.factories import moment

pytestmark = pytest.mark.django_db
LIST = "/admin/projects/event/"
AT, FIELDS = moment("2023-10-11 10:00"), TargetTerms._meta.concrete_fields


@pytest.fixture
def events(world, closed):
    record_export(what="甲表", by=world.officer, at=moment("2023-10-09 10:00"))
    record_export(what="乙表", by=world.administrator, at=moment("2023-10-10 10:00"))
    return Event.objects.all()


def test_the_ledger_is_found_by_person_action_and_date(office, world, events):
    def shown(**query):
        return office.get(LIST, query).content.decode()

    mine = shown(actor__id__exact=world.officer.pk)
    assert "甲表" in mine and "乙表" not in mine
    assert "乙表" in shown(action="导出", at__day="10", at__month="10", at__year="2023")
    assert "甲表" not in shown(at__day="10", at__month="10", at__year="2023")
    assert "甲表" not in shown(action="定稿")


def test_an_event_says_what_its_rows_changed(office, sign_in, world, events):
    terms = world.rooms.terms.get()
    was, kept = plain(terms.value), {f.attname: getattr(terms, f.attname) for f in FIELDS}
    kept |= {"id": None, "version": 2, "value": terms.value + 10, "definition": "新的口径"}
    changed = TargetTerms.objects.create(**kept)
    with transaction.atomic():
        event = record(action="口径调整", by=world.officer, at=AT, rows=[changed])
    shown = office.get(f"{LIST}{event.pk}/change/").content.decode()
    assert f"目标值：{was}→{plain(changed.value)}" in shown
    assert "→新的口径" in shown
    assert "指标口径第" in shown and "projects.targetterms" not in shown
    other = sign_in(world.administrator).get(f"{LIST}{event.pk}/change/").content.decode()
    assert "新的口径" not in other


def test_a_second_version_is_told_against_the_first(world, closed):
    card = Card.everything.first()
    told, more = added_by(Event.objects.get(action="定稿"))
    assert (told[0].kind, more) == ("亮牌结果", 0)
    assert "版本：1" in told[0].said and not [line for line in told[0].said if "{" in line]
    again = Card(**{f.attname: getattr(card, f.attname) for f in card._meta.concrete_fields})
    again.pk, again.version, again.label, again.facts = None, 2, "另一张牌", '{"a": 1}'
    again.save()
    assert again.former() == card
    said = differences(card, again)
    assert "版本：1→2" in said and "事实：有变化" in said
    assert f"亮牌：{card.label}→另一张牌" in said
    assert differences(card, card) == ["与前一次相同"]


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_the_ledger_is_taken_out_and_that_is_an_event_too(sign_in, world, events, who):
    form = {"resource": "0", "format": "1"}
    response = sign_in(getattr(world, who)).post(LIST + "export/", form)
    text = response.content.decode("utf-8-sig")
    assert "上一条校验码" in text and "甲表" in text
    last = Event.objects.first()
    assert (last.action, last.actor) == ("导出", getattr(world, who))
    assert "操作留痕" in json.loads(last.body)["note"]


def test_the_status_spreadsheet_leaves_an_event(office, world, closed):
    data = {"period": closed.pk, "card": "*", "edition": "internal", "format": "csv"}
    assert office.get("/admin/supervision/period/export/", data).status_code == 200
    assert "推进情况" in json.loads(Event.objects.first().body)["note"]


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_a_unit_takes_out_no_ledger(sign_in, world, events, who):
    assert sign_in(getattr(world, who)).get(LIST).status_code == 404
    assert sign_in(getattr(world, who)).post(LIST + "export/", {}).status_code == 404


def card_addresses(card) -> list[str]:
    stem = f"/admin/supervision/card/{card.pk}/"
    return [stem + "change/", stem + "delete/", stem + "history/", "/admin/supervision/card/"]


@pytest.mark.parametrize("who", ["officer", "administrator", "root"])
def test_cards_and_events_cannot_be_edited_by_any_address(sign_in, world, events, who):
    client = sign_in(getattr(world, who))
    card, event = Card.everything.first(), events.first()
    stem = f"/admin/projects/event/{event.pk}/"
    forged = {
        "colour": "blue",
        "label": "蓝牌",
        "body": "{}",
        "action": "delete_selected",
        "_selected_action": [card.pk, event.pk],
        "post": "yes",
    }
    before = (card.colour, card.label, event.body, Event.objects.count())
    for address in [*card_addresses(card), stem + "change/", stem + "delete/", LIST]:
        client.post(address, forged)
    card.refresh_from_db()
    event.refresh_from_db()
    assert (card.colour, card.label, event.body, Event.objects.count()) == before


def roles_post(person, groups) -> dict:
    counts = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "9"}
    return {
        "username": person.username,
        "name": person.name,
        "is_active": "on",
        "groups": [group.pk for group in groups],
        **{f"posts-{name}": value for name, value in counts.items()},
    }


def test_a_role_given_and_an_account_shut_say_before_and_after(sign_in, world):
    administrator = sign_in(world.administrator)
    address = f"/admin/projects/user/{world.owner.pk}/change/"
    administrator.post(address, roles_post(world.owner, world.officer.groups.all()))
    note = json.loads(Event.objects.first().body)["note"]
    assert "owner" in note and "经办人→督查" in note
    shut = roles_post(world.owner, world.officer.groups.all())
    administrator.post(address, {k: v for k, v in shut.items() if k != "is_active"})
    assert "：是→否" in json.loads(Event.objects.first().body)["note"]


@pytest.fixture
def sign_ins(world):
    for day in ("2022-01-01", "2023-01-01", "2023-10-01"):
        SignIn.objects.create(at=moment(f"{day} 09:00"), kind="in", username="owner")


def test_old_sign_ins_are_pruned_and_that_is_recorded(sign_ins, settings, capsys):
    settings.DEMO_CLOCK = moment("2023-10-05 10:00")
    call_command("prune_signins")
    assert SignIn.objects.count() == 2
    assert "删去400天以前的登录日志1条" in capsys.readouterr().out
    assert Event.objects.first().action == "登录日志清理"
    call_command("prune_signins", days=180)
    assert SignIn.objects.count() == 1


@pytest.mark.parametrize("days", [179, 0, -1])
def test_sign_ins_are_kept_half_a_year_at_the_least(sign_ins, days):
    with pytest.raises(CommandError, match="至少保存180天"):
        call_command("prune_signins", days=days)
    assert SignIn.objects.count() == 3


def test_the_days_kept_are_a_setting(sign_ins, settings):
    assert stored.SIGN_INS_KEPT_DAYS == 400
    settings.SIGN_INS_KEPT_DAYS = 100
    with pytest.raises(CommandError, match="至少保存180天"):
        call_command("prune_signins")

"""What the judge would refuse is refused at the door, and one refused project stops nobody."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from projects.actions import door
from projects.errors import Refused
from projects.models import Event, Target
from projects.models.fields import one_line
from supervision.actions import periods, reports
from supervision.cards import verification
from supervision.cards.bridge import card_on, facts_of, policy_of
from supervision.models import CardPolicy, Reading
from supervision.rules import Facts
from tests.factories import make_project, make_quota, make_report, make_target, moment

pytestmark = pytest.mark.django_db
NOW = moment("2023-10-09 10:00")
SPACES = ["\t", "\u2002", "\u2003", "\u2009", "\u3000", "\xa0", "\n", "\u2028"]
UNSEEN = ["\xad", "\u200b", "\u202e", "\u2066", "\ufeff", "\x07"]
RARE = ["𱁬", "\U0002ebf0", "\U000323b0", "\ue000", "㙟", "〇"]


def facts(month):
    policy = CardPolicy.objects.adopted_for("2023-09")
    return facts_of([month.project], month.period, dt.date(2023, 10, 9), policy)[month.project.pk]


@pytest.mark.parametrize("sign", SPACES)
def test_every_kind_of_space_in_a_name_becomes_an_ordinary_one(month, sign):
    Target.everything.filter(pk=month.target.pk).update(name=f"教室{sign}照明{sign}")
    month.target.refresh_from_db()
    assert month.target.name == "教室 照明"
    Facts.from_json(facts(month))


@pytest.mark.parametrize("sign", UNSEEN)
def test_signs_that_nobody_sees_are_taken_out_of_a_name(month, sign):
    month.target.name = f"教室{sign}照明"
    month.target.save()
    month.target.refresh_from_db()
    assert month.target.name == "教室照明"


@pytest.mark.parametrize("sign", RARE)
def test_rare_characters_stay_in_a_name_and_are_judged(month, sign):
    month.target.name = f"{sign}家村道路"
    month.target.save()
    assert one_line(month.target.name) == month.target.name
    assert Facts.from_json(facts(month)).targets[0].name == f"{sign}家村道路"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "coverage", "measure": "个"}, "measure"),
        ({"kind": "quantity", "measure": ""}, "measure"),
    ],
)
def test_a_target_that_no_card_could_be_computed_from_is_refused(month, changed, field):
    for name, value in changed.items():
        setattr(month.target, name, value)
    with pytest.raises(ValidationError) as caught:
        month.target.full_clean()
    assert field in caught.value.message_dict


def test_a_change_that_leaves_a_project_unjudgeable_is_refused_in_words(month):
    month.target.step = Decimal(7)
    month.target.save()
    with pytest.raises(Refused, match="以后就不能评定了"):
        door.check([month.project], NOW)


def hand_in(month, draft):
    submission = reports.submit(
        report=month.report, draft=draft("118", doubt="属实"), version=0, by=month.owner,
        at=moment("2023-10-06 12:00"),
    )  # fmt: skip
    reports.accept(submission=submission, by=month.officer, at=moment("2023-10-06 13:00"))


def spoil(month):
    """Another project whose target lost its measure behind every door."""
    project = make_project(month.project.programme, unit=month.unit, number=13, title="演示坏项目")
    target = make_target(project, "坏指标", plan={"2023-12": "100"})
    make_report(month.period, project, month.unit)
    Target.everything.filter(pk=target.pk).update(measure="")
    return project


def test_one_project_that_cannot_be_judged_stops_no_other(month, draft):
    hand_in(month, draft)
    spoilt = spoil(month)
    good, bad = periods.trial_cards(month.period, NOW)
    assert (good.colour, good.refused) == ("blue", "")
    assert bad.project == spoilt and bad.colour == "" and "计量单位" in bad.refused


def test_closing_goes_on_and_names_it(month, draft):
    hand_in(month, draft)
    spoil(month)
    periods.close_month(period=month.period, by=month.officer, at=NOW)
    assert [card.colour for card in month.period.cards.all()] == ["blue", ""]
    note = json.loads(Event.objects.order_by("-number").first().body)["note"]
    assert "未评：13. 演示坏项目" in note and "计量单位" in note
    assert list(verification.cards()) == []


@pytest.mark.parametrize(
    ("part", "spoilt", "why"),
    [
        ("project", {"title": ""}, "项目的名称"),
        ("report", {"due": "2023-02-30", "submitted": None, "accepted": None}, "报送截止"),
        ("missing_months", -1, "连续未报月数"),
        ("previous_cards", [{"month": "2023-08", "colour": "green"}], "颜色"),
    ],
)
def test_whatever_is_refused_of_a_project_leaves_it_unrated(month, part, spoilt, why):
    known = facts(month)
    known[part] = known[part] | spoilt if part == "project" else spoilt
    policy = CardPolicy.objects.adopted_for("2023-09")
    card = card_on(known, policy_of(policy))
    assert card.colour == "" and why in card.refused
    assert Facts.from_json(json.loads(card.facts)).number == 12


def test_the_desk_and_the_commands_go_on(month, draft, client, settings):
    settings.DEMO_CLOCK = NOW
    hand_in(month, draft)
    spoil(month)
    client.force_login(month.officer)
    page = client.get("/admin/").content.decode()
    assert "演示坏项目" in page and "本月按未评处理" in page
    for command in (["evaluate_cards", "2023-09"], ["send_reminders"]):
        call_command(*command)
    assert client.get("/admin/office/onepage/").status_code == 200


def test_figures_are_bounded_to_what_every_database_holds(month, draft):
    with pytest.raises(reports.Refused) as caught:
        reports.submit(
            report=month.report, draft=draft("999999999999"), version=0, by=month.owner,
            at=moment("2023-10-06 12:00"),
        )  # fmt: skip
    assert "整数部分最多11位" in str(caught.value.entry.errors)


def test_the_longest_figure_comes_back_as_it_was(month, draft):
    hand_in(month, draft)
    longest = Decimal("99999999999.9999")
    reading = Reading.objects.get()
    task = make_quota(month.project.programme, name="演示", measure="口", quota=longest)
    task.refresh_from_db()
    assert task.quota == longest
    assert reading._meta.get_field("value").max_digits == 15

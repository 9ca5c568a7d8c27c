"""验收: when it may come, who confirms it, what counts, and that nothing of it ever changes."""

import pytest
from django.db import IntegrityError, transaction

from projects.errors import Refused
from projects.ledger import verification
from projects.models import Event
from supervision.actions.acceptances import decide_acceptance, reached
from supervision.cards.counted import counted
from supervision.models import Acceptance, Card, Period
from tests.factories import make_project, moment
from tests.finished import accepted, found, propose
from tests.public.months import make_card, make_month, quantity

pytestmark = pytest.mark.django_db


def decide(year, acceptance, by, confirmed=True, reason=""):
    return decide_acceptance(
        acceptance=acceptance, confirmed=confirmed, reason=reason, by=by, at=moment("2024-01-17")
    )


def without_december(year):
    Period.everything.filter(month__gt="2023-11").update(published_at=None, signer="", basis="")
    Period.everything.filter(month__gt="2023-11").update(
        closed_at=None, bulletin_number=None, data_version=""
    )


def test_it_counts_once_another_person_confirmed_it(year):
    acceptance = propose(year, year.kept)
    assert Acceptance.objects.in_force([year.kept]) == {}
    with pytest.raises(Refused, match="另一位督查人员"):
        decide(year, acceptance, year.officer)
    decide(year, acceptance, year.second)
    assert Acceptance.objects.in_force([year.kept]) == {year.kept.pk: acceptance}
    assert list(Event.objects.order_by("number").values_list("action", flat=True)) == [
        "验收登记", "验收确认",
    ]  # fmt: skip


def test_one_sent_away_counts_nothing_and_needs_a_reason(year):
    acceptance = propose(year, year.kept)
    with pytest.raises(Refused, match="写明意见"):
        decide(year, acceptance, year.second, confirmed=False)
    decide(year, acceptance, year.second, confirmed=False, reason="文号不对")
    assert Acceptance.objects.in_force([year.kept]) == {}
    with pytest.raises(Refused, match="已经有结论"):
        decide(year, acceptance, year.second)
    assert accepted(year, year.kept)  # entered again, rightly


def test_a_later_one_takes_the_place_of_a_refusal_and_leaves_it_as_it_was(year):
    refusal = accepted(year, year.late, passed=False)
    before = Acceptance.objects.values().get(pk=refusal.pk)
    with pytest.raises(Refused, match="指标没有全部完成，通过验收要写明理由"):
        propose(year, year.late)
    second = accepted(year, year.late, "2024-03-01 10:00", held="2024-02-28", reason="复验合格")
    assert Acceptance.objects.in_force([year.late, year.kept]) == {year.late.pk: second}
    assert Acceptance.objects.in_force([year.late], before=moment("2024-02-01")) == {
        year.late.pk: refusal
    }
    assert Acceptance.objects.values().get(pk=refusal.pk) == before


def test_neither_can_be_changed_or_deleted_in_the_database(year):
    acceptance = accepted(year, year.kept)
    for row in (acceptance, acceptance.decision):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(reason="改")
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")
    assert list(verification.guards()) == []


def test_the_ledger_names_both_rows(year):
    accepted(year, year.kept)
    problems = [each for each in verification.rows() if "验收" in each]
    assert problems == []
    propose(year, year.late, passed=False)
    assert not [each for each in verification.rows() if "验收" in each]


def test_before_december_is_closed_only_a_kept_promise_is_accepted(year):
    without_december(year)
    with pytest.raises(Refused, match=r"2023年12月也还没有定稿"):
        propose(year, year.late, passed=False, held="2023-12-20")
    made = propose(year, year.kept, held="2023-12-20")
    assert made.shown_from == "2023-12"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body": " "}, "验收单位和文号"),
        ({"document": ""}, "验收单位和文号"),
        ({"held": "2024-01-17"}, "不能晚于今天"),
        ({"held": "2022-12-31"}, "不能早于2023年"),
        ({"passed": False, "reason": " "}, "未通过验收要写明理由"),
    ],
)
def test_what_is_wrong_is_refused_in_a_sentence_and_leaves_no_file(
    year, settings, changes, sentence
):
    with pytest.raises(Refused, match=sentence):
        propose(year, year.kept, **changes)
    assert not Acceptance.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*.pdf"))


def test_accepting_again_needs_a_reason_and_two_never_wait_at_once(year):
    propose(year, year.kept)
    with pytest.raises(Refused, match="还没有确认"):
        propose(year, year.kept)
    decide(year, Acceptance.objects.get(), year.second)
    with pytest.raises(Refused, match="再次验收要写明理由"):
        propose(year, year.kept)
    assert propose(year, year.kept, reason="文号有误，重新登记")


def test_a_project_taken_off_the_list_is_not_accepted(year):
    year.late.state = "removed"
    year.late.save()
    with pytest.raises(Refused, match="已调出"):
        propose(year, year.late, passed=False)


def test_a_promise_nearly_kept_is_not_kept(year):
    project = make_project(year.programme, number=3)
    period = year.programme.periods.get(month="2023-12")
    nearly = quantity(readings={"2023-12": "99999"}, target="100000", plan={"2023-12": "100000"})
    assert make_card(period, project, nearly).actual == "1.0000"  # four places cannot tell
    assert not reached(Card.everything.get(project=project))
    pending = make_project(year.programme, number=4)
    make_card(period, pending, quantity("甲", "149", readings={"2023-11": "149"}),
              quantity("乙", "", plan=None))  # fmt: skip
    assert not reached(Card.everything.get(project=pending))
    assert reached(Card.everything.filter(project=year.kept, period=period).get())


def test_past_december_what_is_accepted_is_judged_no_more(year):
    accepted(year, year.kept)
    accepted(year, year.late, passed=False)
    december = year.programme.periods.get(month="2023-12")
    assert counted(december) == [year.kept.pk, year.late.pk]
    december.opened_at = moment("2024-12-31")  # however late it is opened
    assert counted(december) == [year.kept.pk, year.late.pk]
    february = make_month(year.programme, "2024-02", stage="open")
    assert counted(february) == [year.late.pk]
    accepted(year, year.late, "2024-02-20 10:00", held="2024-02-19", reason="复验合格")
    assert counted(february) == [year.late.pk]  # laid out before it was accepted
    assert counted(make_month(year.programme, "2024-03", stage="open")) == []


def test_it_is_held_to_the_month_it_was_held_in_december_at_the_latest(year):
    assert propose(year, year.kept, held="2023-11-28").shown_from == "2023-11"
    assert propose(year, year.late, finding=found(False)).shown_from == "2023-12"

"""征求意见: a frozen version sent out, every opinion kept to the letter and ruled on."""

import datetime as dt
import json

import pytest
from django.db import DatabaseError, transaction

from projects.drafting.actions import consulting, issuing, opinions
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.checklist import lacks
from projects.drafting.consulted import of_leaders, of_units
from projects.drafting.models import Drafting, Opinion, OpinionContact, Ruling
from projects.drafting.stages import Stage
from projects.errors import Refused, Stale
from projects.ledger import verification
from projects.models import Event, LedgerHead
from tests.drafting.consulted import LATER, own_list, sent_out
from tests.drafting.lists import AT, JOBS, make_drafting, projects
from tests.drafting.test_issue import edit, refusal
from tests.factories import make_clerk, make_officer, make_unit, make_user, moment

pytestmark = pytest.mark.django_db
CODE = "abcdefgh23456722"


@pytest.fixture
def unit():
    return make_unit("演示教育局")


@pytest.fixture
def clerk(unit):
    return make_clerk(unit)


def give(consultation, unit, clerk, *words, at=AT, **kw):
    return opinions.give(consultation=consultation, words=words, unit=unit, by=clerk, at=at, **kw)


def leave(consultation, text="道路灯不亮。", **kw):
    given = {"code": CODE, "word": Word(text), "at": AT, **kw}
    return opinions.leave(consultation=consultation, **given)


def rule(consultation, opinion, officer, kind="taken", reason="已按意见修改。", **kw):
    judged = Judged(opinion, kind, reason, **kw)
    return opinions.rule(drafting=consultation.drafting, judged=[judged], by=officer, at=LATER)


def test_the_version_stays_as_it_was_sent_whatever_is_edited_since(officer, unit, clerk):
    consultation = sent_out(officer, unit)
    key = projects(consultation.drafting)[1].key
    edit(consultation.drafting, officer, 1, title="改了的名称")
    (row,) = give(consultation, unit, clerk, Word("请再核实。", key, "城镇209个"))
    texts = opinions.texts_of(consultation.draft)
    assert (row.quoted(texts), texts[key]) == ("城镇209个", JOBS)
    assert row.said_of == "演示教育局"


def test_each_act_is_one_event_over_its_rows_and_the_ledger_holds(officer, unit, clerk):
    consultation = sent_out(officer, unit, leaders=True, public=True)
    before = Event.objects.count()
    rows = give(consultation, unit, clerk, Word("一。"), Word("二。"))
    left = leave(consultation, name="演示某某", phone="0537-0000000")
    assert Event.objects.count() == before + 1, "a stranger takes no link of the chain"
    named = json.loads(Event.objects.order_by("number").last().body)["rows"]
    assert [entry[1] for entry in named] == [row.pk for row in rows]
    assert list(verification.rows()) == []
    for each in (*rows, left):
        rule(consultation, each, officer)
    assert list(verification.rows()) == []
    for each in (*rows, left):
        with pytest.raises(DatabaseError), transaction.atomic():
            Opinion.objects.filter(pk=each.pk).update(text="别的话")


def test_no_opinion_is_an_answer_and_the_silent_are_named(officer, unit, clerk):
    other = make_unit("演示卫健局")
    consultation = sent_out(officer, unit, other)
    assert consulting.silent(consultation) == [unit, other]
    give(consultation, unit, clerk, nothing=True)
    assert consulting.silent(consultation) == [other]
    assert not Opinion.objects.unruled(consultation.drafting)
    assert "已经反馈过" in refusal(lambda: give(consultation, unit, clerk, nothing=True))
    give(consultation, unit, clerk, Word("想起一条。"))
    assert Opinion.objects.unruled(consultation.drafting).count() == 1
    opinions.enter(
        consultation=consultation, source="unit", word=None, who="", basis="电话回复",
        unit=other, by=officer, at=AT,
    )  # fmt: skip
    assert consulting.silent(consultation) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "请写意见"),
        ([Word("   ")], "请写意见"),
        ([Word("话", 999)], "没有这一项"),
        ([Word("话", None, "托位")], "哪一项"),
        ([Word("话", 1, "托位总数达到538个")], "照抄原文"),
    ],
)
def test_what_belongs_nowhere_is_refused_and_nothing_is_written(
    officer, unit, clerk, words, sentence
):
    consultation = sent_out(officer, unit)
    key = projects(consultation.drafting)[0].key
    words = [Word(each.text, key if each.key == 1 else each.key, each.quote) for each in words]
    assert sentence in refusal(lambda: give(consultation, unit, clerk, *words))
    assert not Opinion.objects.exists()


def test_only_those_who_were_asked_are_heard(officer, unit, clerk):
    stranger = make_unit("演示民政局")
    consultation = sent_out(officer, unit)
    words = [Word("话。")]
    assert "没有征求" in refusal(lambda: give(consultation, stranger, clerk, *words))
    assert "没有征求区领导" in refusal(lambda: give(consultation, None, clerk, *words))
    assert "截止" in refusal(lambda: leave(consultation))
    day = AT.date()
    assert list(of_units(clerk, day)) == [consultation]
    assert not of_units(make_clerk(stranger), day).exists()
    assert not of_units(officer, day).exists()
    leader = make_user(role="区领导")
    assert not of_leaders(leader).exists()
    both = sent_out(officer, drafting=consultation.drafting, leaders=True)
    assert list(of_leaders(leader)) == [both]
    assert not of_leaders(clerk).exists()


def test_the_last_day_is_whole_and_after_it_only_paper_is_taken(officer, unit, clerk):
    consultation = sent_out(officer, unit)
    give(consultation, unit, clerk, Word("压线。"), at=moment("2024-01-31 23:59"))
    assert "截止" in refusal(lambda: give(consultation, unit, clerk, Word("晚。"), at=LATER))
    row = opinions.enter(
        consultation=consultation, source="meeting", word=Word("座谈会上提的。"), who="演示代表",
        basis="1月30日座谈会", by=officer, at=LATER,
    )  # fmt: skip
    assert (row.said_of, row.basis) == ("演示代表", "1月30日座谈会")


def test_a_short_public_term_is_given_its_reason(officer):
    assert "30天" in refusal(lambda: sent_out(officer, public=True, reason=""))
    drafting = Drafting.objects.first()
    assert drafting is None
    consultation = sent_out(officer, public=True, until=dt.date(2024, 2, 20), reason="")
    again = lambda: sent_out(  # noqa: E731
        officer, drafting=consultation.drafting, public=True
    )
    assert "已有一稿" in refusal(again)
    consulting.end(consultation=consultation, reason="稿子有误", by=officer, at=AT)
    again()
    assert "已经截止" in refusal(
        lambda: consulting.end(consultation=consultation, reason="再", by=officer, at=AT)
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"until": dt.date(2024, 1, 9)}, "早于今天"),
        ({"until": dt.date(2034, 1, 9)}, "核对年份"),
        ({}, "至少一方"),
    ],
)
def test_what_can_be_no_consultation_is_refused(officer, unit, given, sentence):
    units = [unit] if given else []
    assert sentence in refusal(lambda: sent_out(officer, *units, **given))


def test_a_list_issued_elsewhere_is_not_sent_out(officer, unit):
    adopted = make_drafting(officer)
    assert "不用征求意见" in refusal(lambda: sent_out(officer, unit, drafting=adopted))


def lacking(drafting) -> list[str]:
    """What still lacks from the consultation on."""
    found = lacks(drafting, LATER.date())
    return [lack.text for lack in found if lack.stage in (Stage.CONSULT, Stage.DECIDE)]


def test_every_opinion_has_one_ruling_that_holds(officer, unit, clerk):
    consultation = sent_out(officer, unit)
    (row,) = give(consultation, unit, clerk, Word("话。"))
    drafting = consultation.drafting
    assert lacking(drafting) == [
        "还有1条意见没有处理。", "还没有登记审定。"
    ]  # fmt: skip
    rule(consultation, row, officer, "not", "超出本区职权。")
    assert rule(consultation, row, officer, "not", "超出本区职权。", seen=1) == []
    rule(consultation, row, officer, "partly", "部分写入。", seen=1)
    row = Opinion.objects.get()
    assert (row.ruling.kind, row.ruling.version) == ("partly", 2)
    assert lacking(drafting) == ["还没有登记审定。"]


def test_two_who_rule_at_once_do_not_overwrite_each_other(officer, unit, clerk):
    consultation = sent_out(officer, unit)
    (row,) = give(consultation, unit, clerk, Word("话。"))
    rule(consultation, row, officer)
    with pytest.raises(Stale, match="演示officer"), transaction.atomic():
        rule(consultation, row, make_officer("second"), "not", "不行。")
    assert Ruling.objects.count() == 1


@pytest.mark.parametrize(("kind", "reason"), [("", "理由"), ("x", "理由"), ("taken", " ")])
def test_a_ruling_says_what_and_why(officer, unit, clerk, kind, reason):
    consultation = sent_out(officer, unit)
    (row,) = give(consultation, unit, clerk, Word("话。"))
    with pytest.raises(Refused), transaction.atomic():
        rule(consultation, row, officer, kind, reason)
    assert not Ruling.objects.exists()


def test_the_same_form_sent_twice_is_one_opinion(officer):
    consultation = sent_out(officer, public=True)
    assert leave(consultation) == leave(consultation, "别的")
    assert Opinion.objects.get().text == "道路灯不亮。"


def test_who_wrote_is_forgotten_once_the_list_is_given_up_or_out(officer):
    consultation = sent_out(officer, public=True)
    leave(consultation, name="演示某某", phone="0537-0000000")
    forget = {"before": LATER, "by": None, "at": LATER}
    assert opinions.erase_contacts(**forget) == 0
    Drafting.objects.update(state=Drafting.State.DROPPED)
    assert opinions.erase_contacts(**forget) == 1
    contact = OpinionContact.objects.get()
    assert (contact.name, contact.phone) == ("", "")
    assert opinions.erase_contacts(**forget) == 0


def test_only_what_the_public_was_asked_makes_kept_pages_old(officer, unit, clerk):
    def moved(act):
        before = LedgerHead.objects.get().published
        act()
        return LedgerHead.objects.get().published != before

    drafting = own_list(officer)
    assert not moved(lambda: sent_out(officer, unit, drafting=drafting))
    quiet = drafting.consultations.get()
    assert not moved(lambda: give(quiet, unit, clerk, Word("话。")))
    assert moved(lambda: sent_out(officer, drafting=drafting, public=True))
    public = drafting.consultations.get(number=2)
    opinion = leave(public)
    assert moved(lambda: rule(public, opinion, officer))


def test_no_list_is_issued_while_an_opinion_is_unruled(officer, unit, clerk):
    consultation = sent_out(officer, unit)
    give(consultation, unit, clerk, Word("话。"))
    with pytest.raises(Refused, match="还有1条意见没有处理"), transaction.atomic():
        issuing.refuse_unready(consultation.drafting, LATER)

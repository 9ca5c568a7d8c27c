"""Whatever somebody with the database's keys does to how a list came to be, verifying names it.

Every row here came by the portal's own acts: what no act names would show at once.
"""

import datetime as dt

import pytest
from django.db import connection, models, transaction

from projects.drafting.actions import (
    approving,
    calls,
    candidates,
    consulting,
    drafts,
    issuing,
    opinions,
    proposals,
    stages,
    upper,
)
from projects.drafting.actions.corrections import Corrected, decide_correction, propose_correction
from projects.drafting.actions.opinions import Judged, Word
from projects.drafting.content import Proposed
from projects.drafting.models import Opinion, Outcome, Proposal, Ruling, UpperItem
from projects.drafting.stages import Stage
from projects.models import guard
from tests.drafting.consulted import LATER, sent_out
from tests.drafting.lists import AT, make_drafting, projects, whole_pieces
from tests.drafting.proposing import make_call, make_proposal, merged, refused_outcome
from tests.drafting.test_approving import vote
from tests.drafting.test_issue import GIVEN, UNITS
from tests.factories import make_clerk, make_officer, make_unit, moment
from tests.supervision.tampering import another, behind_the_back, problems, put_back, run
from tests.supervision.test_tampers import adapted, plain, seen_after, slipped

pytestmark = pytest.mark.django_db
CODES = ("abcdefgh234567aa", "abcdefgh234567bb")
AFTER = moment("2025-01-02 09:00")
# Rows that strangers send: no act names one before it is erased.
STRANGERS = {"drafting_proposalcontact", "drafting_opinioncontact"}


@pytest.fixture(scope="module")
def shared(django_db_setup, django_db_blocker):
    """Made once for all: every test takes back what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_whole()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def world(shared, db):
    pass


def make_whole() -> None:
    """A list from its beginning to its issue, with something in every table of drafting."""
    officer, second = make_officer(), make_officer("second")
    units = [make_unit(name) for name in UNITS]
    drafting = make_drafting(officer, origin="own")
    days = {Stage.CALL: dt.date(2024, 1, 11), Stage.CONSULT: dt.date(2024, 1, 20)}
    stages.begin(drafting=drafting, days=days, by=officer, at=AT)
    keys = [row.key for row in projects(drafting)]
    drafts.take_all(drafting=drafting, keys=keys, by=officer, at=AT)
    asked(drafting, officer, units)
    city(drafting, officer)
    consulted(drafting, officer, units)
    approval = vote(drafting, officer, (60, 40, 0), (60, 40, 0))
    key = projects(drafting)[0].key
    approving.decide_tie(approval=approval, keys=[key], reason="更急。", by=officer, at=LATER)
    gone = projects(drafting)[1]
    drafts.remove(drafting=drafting, key=gone.key, version=gone.version, by=officer, at=LATER)
    for stage in (Stage.CALL, Stage.SORT, Stage.DRAFT, Stage.CONSULT, Stage.DECIDE):
        stages.move(drafting=drafting, to=stage, by=officer, at=LATER)
    given = {"drafting": drafting, **GIVEN, "at": LATER}
    issuing.propose(**given, by=officer)
    issuing.refuse(drafting=drafting, reason="签发人写错。", by=second, at=LATER)
    issuing.propose(**given, by=officer)
    issuing.grant(drafting=drafting, by=second, at=LATER)
    drafting.refresh_from_db()
    project = drafting.programme.projects.get()
    corrected = Corrected("162个", "163个", "演示管委会", "演示更正1号", dt.date(2024, 2, 1))
    row = propose_correction(project=project, given=corrected, by=officer, at=LATER)
    decide_correction(correction=row, confirmed=True, reason="", by=second, at=LATER)
    for act in (proposals.erase_contacts, opinions.erase_contacts):
        assert act(before=AFTER, by=None, at=AFTER)
    assert problems() == []


def asked(drafting, officer, units) -> None:
    residents = make_call(drafting, officer)
    call = make_call(drafting, officer, "units", closes=dt.date(2024, 1, 15))
    calls.extend(call=call, closes=dt.date(2024, 1, 20), reason="补报。", by=officer, at=AT)
    deputies = make_call(drafting, officer, "deputies")
    calls.renew(call=deputies, reason="转出去了。", by=officer, at=AT)
    calls.propose_nothing(call=call, unit=units[3], by=make_clerk(units[3]), at=AT)
    answers = {"title": "增设座椅", "content": "在车站设座椅。"}
    left = proposals.leave(
        call=residents, code=CODES[0], answers=answers, name="演示", phone="0537-1", at=AT
    )
    rows = [make_proposal(drafting, officer), make_proposal(drafting, officer, "多设充电桩")]
    candidate = merged(drafting, officer, *rows)
    words = {"title": "充电桩", "text": "增设20处。"}
    candidates.revise(candidate=candidate, version=1, words=words, by=officer, at=AT)
    key = projects(drafting)[0].key
    candidates.place(candidate=candidate, key=key, by=officer, at=AT)
    said = [proposals.Words(row, "城乡建设", "充电桩", "增设。", True) for row in (*rows, left)]
    proposals.word(drafting=drafting, words=said, by=officer, at=AT)
    refused_outcome(drafting, officer, left, "今年不办。")
    refused_outcome(drafting, officer, left, "不属于区级权限。")


def city(drafting, officer) -> None:
    read = Proposed(pieces=tuple(whole_pieces(2024)))
    upper.bring_in(drafting=drafting, document="演示2号", text="全文", read=read, by=officer, at=AT)
    given = [upper.Answer(item=UpperItem.objects.first(), kind="none", reason="不涉及本区。")]
    upper.answer(drafting=drafting, answers=given, by=officer, at=AT)


def consulted(drafting, officer, units) -> None:
    sent = sent_out(officer, *units[:2], drafting=drafting, public=True, leaders=True)
    key = projects(drafting)[0].key
    opinions.give(
        consultation=sent, words=[Word("写明地点。", key, "托位总数")], unit=units[0],
        by=make_clerk(units[0]), at=AT,
    )  # fmt: skip
    opinions.give(
        consultation=sent, words=[], nothing=True, unit=units[1], by=make_clerk(units[1]), at=AT
    )
    opinions.leave(
        consultation=sent, code=CODES[1], word=Word("多建几处。", key), name="演示", at=AT
    )
    for kind, seen in (("not", 0), ("taken", 1)):
        judged = [
            Judged(row, kind, "已有安排。", "写明地点", seen)
            for row in Opinion.objects.filter(none=False)
        ]
        opinions.rule(drafting=drafting, judged=judged, by=officer, at=AT)
    consulting.end(consultation=sent, reason="都答复了。", by=officer, at=AT)


def tables() -> list[type[models.Model]]:
    every = (*guard.guarded_models(), *guard.changing_models())
    return [each for each in every if each._meta.app_label == "drafting"]


@pytest.mark.parametrize("model", tables(), ids=lambda each: each._meta.model_name)
def test_every_column_of_every_table(model):
    row = model._base_manager.order_by("pk").first()
    assert row is not None, "a table without a row is a table without a test"
    unseen = []
    for field in model._meta.concrete_fields:
        value = None if field.primary_key else another(field, plain(field, row))
        if value is None:
            continue
        table, key = model._meta.db_table, model._meta.pk.column
        sql = f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{key}" = %s'
        if seen_after(table, sql, adapted(field, value), row.pk) is False:
            unseen.append(field.column)
    assert unseen == []


@pytest.mark.parametrize("model", tables(), ids=lambda each: each._meta.model_name)
def test_every_row_taken_away_and_every_row_slipped_in(model):
    table, key = model._meta.db_table, model._meta.pk.column
    row = model._base_manager.order_by("pk").first()
    fields = [each for each in model._meta.concrete_fields if not each.primary_key]
    with connection.constraint_checks_disabled():
        told = seen_after(table, f'DELETE FROM "{table}" WHERE "{key}" = %s', row.pk)
    assert told is not False
    listed = ", ".join(f'"{each.column}"' for each in fields)
    values = [adapted(each, slipped(each, plain(each, row))) for each in fields]
    marks = ", ".join(["%s"] * len(values))
    sql = f'INSERT INTO "{table}" ("{key}", {listed}) VALUES (99999, {marks})'
    assert seen_after(table, sql, *values) is not False or table in STRANGERS


@pytest.mark.parametrize("model", tables(), ids=lambda each: each._meta.model_name)
def test_rows_numbered_anew(model):
    """The last of several holds: who reorders them turns a decision round. One alone is moved."""
    table, key = model._meta.db_table, model._meta.pk.column
    keys = sorted(model._base_manager.values_list("pk", flat=True))
    swapped = ((keys[0], -1), (keys[-1], keys[0]), (-1, keys[-1]))
    steps = swapped if len(keys) > 1 else ((keys[0], 99999),)
    told = []
    with connection.constraint_checks_disabled(), behind_the_back(table):
        for before, after in steps:
            run(f'UPDATE "{table}" SET "{key}" = %s WHERE "{key}" = %s', after, before)
        put_back(table)
        told = problems()
    assert told


@pytest.mark.parametrize("model", [Outcome, Ruling], ids=["outcome", "ruling"])
def test_which_of_two_decisions_holds_is_guarded(model):
    """The first made the last, as if it had never been revised."""
    table = model._meta.db_table
    series = model.series[0] + "_id"
    [owner] = (
        model._base_manager.values_list(series, flat=True)
        .annotate(n=models.Count("pk"))
        .filter(n=2)[:1]
    )
    first = model._base_manager.filter(**{series: owner}).order_by("pk").first()
    sql = f'UPDATE "{table}" SET "id" = 99999 WHERE "id" = %s'
    assert seen_after(table, sql, first.pk)


def test_what_a_resident_sent_is_guarded_from_the_first_act_on():
    row = Proposal.objects.get(code=CODES[0])
    assert row.taken_in_at is not None
    told = seen_after(
        "drafting_proposal",
        'UPDATE "drafting_proposal" SET "taken_in_at" = NULL, "content" = %s WHERE "id" = %s',
        "别的事。", row.pk,
    )  # fmt: skip
    assert told

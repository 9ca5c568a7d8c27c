"""What reads the same, or is shown before any act, and is not what the portal stored."""
# ruff: noqa: F401, F811  (fixtures are asked for by the names under which they came in)

import pytest
from django.db import connection

from projects.drafting.models import Drafting, Proposal
from supervision.actions.bulletins import save_matters
from supervision.models import Feedback
from tests.factories import make_project, make_unit
from tests.supervision.tampering import AT, behind_the_back, problems, run
from tests.supervision.test_tampers import shared_world, world

pytestmark = pytest.mark.django_db

sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL takes no value of another kind"
)

READS_THE_SAME = {
    "a fraction of a number": "UPDATE projects_project SET number = number + 0.4",
    "a fraction of a bulletin's": "UPDATE supervision_period SET bulletin_number ="
    " bulletin_number + 0.5 WHERE bulletin_number IS NOT NULL",
    "a moment that is none": "UPDATE supervision_period SET published_at = ''"
    " WHERE month = '2023-11'",
    "a day that is none": "UPDATE projects_assignment SET until = ''",
    "a day with its time": "UPDATE projects_assignment SET since = since || ' 00:00:00'",
    "a moment in another writing": "UPDATE projects_event SET at = REPLACE(at, ' ', 'T')",
    "a moment with its zone": "UPDATE supervision_card SET computed_at = computed_at || '+00:00'",
    "a yes that is two": "UPDATE projects_target SET public = 2 WHERE public",
    "a yes in words": "UPDATE projects_target SET public = 'true' WHERE public",
    "a decimal too fine": "UPDATE projects_target SET weight = weight + 0.001",
    "a key with a fraction": "UPDATE supervision_submission SET report_id = report_id || '.0x'",
    "a text as bytes": "UPDATE projects_project SET title = CAST(title AS BLOB)",
    "a link between rows": "UPDATE projects_user_groups SET group_id = group_id + 0.5",
    "a key that leads nowhere": "UPDATE supervision_showncard SET override_id = 99999",
    "what a CHECK forbids": "UPDATE supervision_period SET signer = ''"
    " WHERE published_at IS NOT NULL",
}


@sqlite
@pytest.mark.parametrize("how", READS_THE_SAME)
def test_what_reads_the_same(world, how):
    told = []
    with behind_the_back("projects_event", "supervision_card", "supervision_submission"):
        run("PRAGMA ignore_check_constraints = 1")
        try:
            run(READS_THE_SAME[how])
        finally:
            run("PRAGMA ignore_check_constraints = 0")
        told = problems()
    assert any(
        "存的不是系统写入的样子" in each or "自检" in each or "指着" in each for each in told
    )


ACTS_OF_A_MESSAGE = {
    "answered": {"state": "answered", "summary": "问", "answer": "答", "reason": "explained",
                 "answered_at": AT, "closed_at": AT},
    "closed": {"state": "closed", "reason": "abusive", "closed_at": AT},
    "handed to a unit": {"state": "assigned", "assigned_at": AT},
    "with a word to the unit": {"remark": "请办理"},
}  # fmt: skip


@pytest.mark.parametrize("how", [*ACTS_OF_A_MESSAGE, "as it was sent"])
def test_a_message_that_no_act_took_up(world, how):
    written = dict(ACTS_OF_A_MESSAGE.get(how, {}))
    for name in [name for name in written if name.endswith("_at")]:
        written[f"{name.removesuffix('_at')}_by"] = world.officer
    with behind_the_back():
        Feedback.everything.create(
            project=world.project, code="forged", kind="problem", text="灯不亮", at=AT,
            due=AT.date(), **written,
        )  # fmt: skip
        told = problems()
    assert any("群众留言" in each for each in told) == bool(written), told


@pytest.mark.parametrize("way", ["online", "paper"])
def test_a_proposal_that_no_act_took_up(world, way):
    with behind_the_back():
        drafting = Drafting.objects.create(year=2031, started_at=AT)
        Proposal.objects.create(
            drafting=drafting, source="resident", way=way, title="路灯", content="路灯", at=AT,
            by=world.officer if way == "paper" else None,
        )  # fmt: skip
        told = problems()
    assert any(each.startswith("建议第") for each in told) == (way == "paper"), told


HEADS = {"to come": "99999", "before the last publication": "5", "none": "0"}


@pytest.mark.parametrize("how", HEADS)
def test_the_last_public_event(world, how):
    with behind_the_back():
        run(f"UPDATE projects_ledgerhead SET published = {HEADS[how]}")
        told = problems()
    assert any("链头记的公开" in each for each in told)


REPORTS = {
    "another project's": "project_id = %(project)s",
    "another unit's": "unit_id = %(unit)s",
    "sent back": "state = 'returned'",
    "no longer asked for": "state = 'excused'",
}


@pytest.mark.parametrize("month", ["2023-10", "2023-11"])
@pytest.mark.parametrize("how", REPORTS)
def test_a_report(world, how, month):
    """One was handed in and accepted, to the other a file was added."""
    with behind_the_back():
        programme = world.project.programme
        report = programme.periods.get(month=month).reports.get(project=world.project)
        other = make_project(programme, unit=make_unit("另一单位"), number=98)
        given = {"project": other.pk, "unit": other.assignments.get().unit_id}
        set_to = f"UPDATE supervision_report SET {REPORTS[how]} WHERE id = {report.pk}"
        with connection.cursor() as cursor:
            cursor.execute(set_to, given)
        told = problems()
    assert any(each.startswith(f"填报第{report.pk}行") for each in told), told


def test_matters_that_were_reworded(world):
    with behind_the_back():
        period = world.project.programme.periods.get(month="2023-11")
        save_matters(period=period, text="请研究工期。", version=0, by=world.officer, at=AT)
        assert problems() == []
        run("UPDATE supervision_matters SET text = '请免于通报。'")
        told = problems()
    assert any(each.startswith("提请事项第") for each in told)

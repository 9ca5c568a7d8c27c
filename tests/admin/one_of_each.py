"""One row of every kind that an address can name, all of the owner's unit."""

import datetime as dt
import io

from projects.drafting.actions import stages
from projects.drafting.actions.corrections import Corrected, propose_correction
from projects.ledger.chain import canonical
from projects.models import Assignment, Event, GuideLine, PlainName, SignIn, StandIn, UnitMember
from supervision.actions import periods, policies
from supervision.jobs.queue import keep
from supervision.models import (
    Acceptance,
    Adjustment,
    Appeal,
    CalendarDay,
    Card,
    CardOverride,
    ChatGroup,
    Correction,
    Evidence,
    Job,
    Paper,
    Photo,
    PlanDraft,
    Poll,
    PutForward,
    Release,
    SignedPaper,
    SigningRequest,
    Slip,
    SlipFile,
    Submission,
    SupportPart,
    TrialReply,
)
from supervision.rules import PRESETS
from tests.admin import files
from tests.admin.conftest import World
from tests.drafting.consulted import decided, own_list, sent_out
from tests.drafting.lists import make_drafting, projects, whole_pieces
from tests.drafting.proposing import make_call, make_proposal, merged
from tests.factories import (
    make_message,
    make_period,
    make_project,
    make_quota,
    make_report,
    make_target,
    moment,
)
from tests.slipping import signed

AT = moment("2023-10-04 09:00")
WORLD_S_OWN = (
    "report", "period", "programme", "project", "unit", "rooms", "works", "service", "owner"
)  # fmt: skip


def one_of_each(world: World) -> dict[str, int]:
    """Keys by name. August is closed with a card and its slip issued; September is open, its
    report handed in."""
    rows = {name: getattr(world, name) for name in WORLD_S_OWN}
    rows |= august(world) | september(world) | not_handed_in(world) | the_record(world)
    rows |= beside_it(world, rows)
    return {name: row.pk for name, row in rows.items()} | the_draft() | the_consultation(world)


def august(world: World) -> dict:
    by = {"by": world.owner, "at": AT}
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-03-01 09:00"))
    days = {"data_until": dt.date(2023, 8, 31), "due": dt.date(2023, 9, 5)}
    closed = make_period(world.programme, "2023-08", **days)
    former = make_report(closed, world.project, world.unit)
    periods.close_month(period=closed, by=world.officer, at=moment("2023-09-11 10:00"))
    card = Card.everything.get(project=world.project)
    slip, draft = slip_and_draft(world)
    override = CardOverride.objects.create(
        project=world.project, colour="blue", first="2023-08", last="2023-12", reason="汛期停工。",
        basis_kind="minutes", basis="演示纪要5号", proposed_at=AT, proposed_by=world.officer,
    )  # fmt: skip
    return {
        "closed": closed,
        "former": former,
        "card": card,
        "slip": slip,
        "draft": draft,
        "attached": attached(slip),
        "acceptance": accepted(world),
        "poll": polled(world),
        "chat": ChatGroup.objects.create(
            unit=world.unit,
            service="wecom",
            name="演示群",
            token="0",
            set_at=AT,
            set_by=world.officer,
        ),
        "job": made_file(world),
        "holiday": holiday(world),
        "put": put_forward(world, draft),
        "signed": signed_paper(world, closed),
        "appeal": Appeal.objects.create(card=card, unit=world.unit, text="三项正常。", **by),
        "override": override,
        "adjustment": adjusted(world),
        "to_plan": (to_plan := make_target(world.project, "没有计划的")),
        "plandraft": PlanDraft.objects.create(
            target=to_plan,
            unit=world.unit,
            asked="{}",
            said="12月100",
            proposed_at=AT,
            proposed_by=world.owner,
        ),
        "correction": Correction.objects.create(
            submission=handed_in(former, **by), accepted_at=AT, accepted_by=world.officer
        ),
    }


def beside_it(world: World, rows: dict) -> dict:
    """What others do for the unit, and it for them."""
    supported = world.stranger_report
    Assignment.objects.create(
        project=supported.project, unit=world.unit, role="support", since=dt.date(2023, 1, 1)
    )
    by = {"by": world.owner, "at": AT}
    return {
        "supported": supported,
        "part": SupportPart.objects.create(
            report=supported, unit=world.unit, text="已配合。", **by
        ),
        "paper": kept("依据.pdf", files.PDF, Paper(appeal=rows["appeal"], **by)),
        "standin": StandIn.objects.create(
            post=UnitMember.objects.get(person=world.colleague),
            stand_in=world.owner,
            since=dt.date(2023, 10, 9),
            until=dt.date(2023, 10, 13),
            at=AT,
            by=world.officer,
        ),
    }


def adjusted(world: World) -> Adjustment:
    return Adjustment.objects.create(
        programme=world.programme, kind="course", project=world.project,
        asked='{"merged_into":null,"state":"suspended"}', said="状态：推进 → 暂缓",
        authority="演示党工委", meeting="演示会议", document="演示9号", effective="2023-10",
        reason="设备到货晚", proposed_at=AT, proposed_by=world.officer,
    )  # fmt: skip


def accepted(world: World) -> Acceptance:
    return kept("验收.pdf", files.PDF, Acceptance(
        project=world.project, passed=True, body="演示验收组", held_on=dt.date(2023, 9, 28),
        document="演示验收1号", shown_from="2023-09", proposed_at=AT, proposed_by=world.officer,
    ))  # fmt: skip


def made_file(world: World) -> Job:
    made = keep(io.BytesIO(b"zip"))
    return Job.objects.create(
        kind=Job.Kind.ARCHIVE, title="演示归档", given={}, by=world.officer, asked_at=AT,
        state=Job.State.DONE, moved_at=AT, said="共1个文件。", file_name="演示归档.zip", **made,
    )  # fmt: skip


def holiday(world: World) -> CalendarDay:
    said = {"working": False, "name": "元旦", "document": "演示通知"}
    return CalendarDay.objects.create(day=dt.date(2027, 1, 1), **said, at=AT, by=world.officer)


def put_forward(world: World, slip: Slip) -> PutForward:
    given = {"stamp": "0" * 64, "at": AT, "by": world.officer}
    return PutForward.objects.create(kind="slip", slip=slip, leader=world.district, **given)


def signed_paper(world: World, period) -> SignedPaper:
    given = {"signer": "演示领导", "at": AT, "by": world.officer}
    return kept("签批.pdf", files.PDF, SignedPaper(kind="month", period=period, **given))


def polled(world: World) -> Poll:
    return kept("测评.pdf", files.PDF, Poll(
        programme=world.programme, voters="deputies", body="演示人大工委", asked=100,
        held_on=dt.date(2023, 9, 28), document="演示会议", proposed_at=AT,
        proposed_by=world.officer,
    ))  # fmt: skip


def kept(name: str, content: bytes, row):
    row.keep(name, content)
    row.save()
    return row


def slip_and_draft(world: World) -> tuple[Slip, Slip]:
    """The slip that the card brought, issued; and another still a draft."""
    slip = Slip.objects.filter(project=world.project).first()
    draft = Slip.objects.create(
        programme=world.programme, project=world.project, target=world.works,
        addressee=world.unit, demand="请加快。", due=dt.date(2023, 10, 17), drafted_at=AT,
    )  # fmt: skip
    due = dt.date(2023, 10, 17)
    days = {"due": due, "mend_by": dt.date(2023, 11, 9)}
    return signed(slip, demand="请加快。", **days, by=world.officer, at=AT), draft


def attached(slip: Slip) -> SlipFile:
    return kept("证明.pdf", files.PDF, SlipFile(step=slip.steps.get(kind="issued")))


def handed_in(report, by, at) -> Submission:
    words = {"progress": "进展。", "next_steps": "下步。", "unit_name": "演示单位"}
    return Submission.objects.create(report=report, number=1, by=by, at=at, **words)


def september(world: World) -> dict:
    by = {"by": world.owner, "at": AT}
    submission = handed_in(world.report, **by)
    world.report.state, world.report.version = "submitted", 1
    world.report.save()
    place = world.rooms.sites.create(name="演示第1小学")
    evidence = kept("现场.jpg", files.photo(), Evidence(
        report=world.report, photo=True, added_at=AT, added_by=world.owner
    ))  # fmt: skip
    photo = Photo.everything.create(
        evidence=evidence, site=place, moment="after", caption="教室的新灯", consent=True,
        proposed_at=AT, proposed_by=world.owner,
    )  # fmt: skip
    release = Release.everything.create(
        period=world.period, project=world.project, text="进展顺利。",
        drafted_by=world.officer, drafted_at=AT,
    )  # fmt: skip
    reply = TrialReply.objects.create(report=world.report, text="汛期停工。", **by)
    return {
        "submission": submission,
        "place": place,
        "evidence": evidence,
        "photo": photo,
        "release": release,
        "reply": reply,
    }


def not_handed_in(world: World) -> dict:
    """Two more reports of September: one begun, one put before the unit's leader."""
    begun, unsigned = (
        make_report(
            world.period,
            make_project(world.programme, unit=world.unit, number=number),
            world.unit,
            state=state,
            draft={"progress": "进展。", "next": "下步。", "targets": {}},
        )
        for number, state in ((3, "draft"), (4, "unsigned"))
    )
    SigningRequest.objects.create(
        report=unsigned, number=1, sheet=canonical(unsigned.draft), unit_name="演示单位",
        at=AT, by=world.owner,
    )  # fmt: skip
    return {"begun": begun, "unsigned": unsigned}


def the_draft() -> dict[str, int]:
    """A list on its way, a project of it by its key; and one that nothing is lacking of."""
    drafting = make_drafting()
    stages.begin(drafting=drafting, days={}, by=None, at=AT)
    year_round = {"opens": dt.date(2023, 1, 1), "closes": dt.date(2099, 12, 31)}
    call = make_call(drafting, None, "units", **year_round)
    proposal = make_proposal(drafting, None)
    whole = make_drafting(year=2025, pieces=whole_pieces(2025))
    return {
        "drafting": drafting.pk,
        "piece": projects(drafting)[0].key,
        "whole": whole.pk,
        "call": call.pk,
        "proposal": proposal.pk,
        "candidate": merged(drafting, None, proposal).pk,
    }


def the_consultation(world: World) -> dict[str, int]:
    """A version that the unit and the leaders are asked about, and the meeting on another."""
    sent = sent_out(
        world.officer, world.unit, drafting=own_list(world.officer, year=2026), leaders=True,
        until=dt.date(2024, 12, 31),
    )  # fmt: skip
    meeting = decided(own_list(world.officer, year=2027), world.officer)
    corrected = Corrected("完成若干", "完成两处", "演示管委会", "演示更正1号", AT.date())
    row = propose_correction(project=world.project, given=corrected, by=None, at=AT)
    return {
        "sent": sent.pk, "own": sent.drafting_id, "minutes": meeting.pk, "textcorrection": row.pk
    }  # fmt: skip


def the_record(world: World) -> dict:
    handed_on = {"state": "assigned", "assigned_at": AT, "assigned_by": world.officer}
    quota = make_quota(world.programme, name="演示市级任务", measure="间", quota=100)
    policy = policies.draft_policy(
        policy=PRESETS["三色"], valid_from="2024-01", by=world.officer, at=AT
    )
    return {
        "member": UnitMember.objects.get(person=world.owner),
        "assignment": world.project.assignments.get(),
        "message": make_message(world.project, **handed_on),
        "called": PlainName.objects.create(programme=world.programme, name="演示名称"),
        "line": GuideLine.objects.create(project=world.project, kind="who"),
        "quota": quota,
        "policy": policy,
        "event": Event.objects.order_by("number").first(),
        "signin": SignIn.objects.create(at=AT, kind="in", username="owner"),
    }

"""成稿 and 印发: a version frozen; issued by one officer's request and another's word."""

import datetime as dt
import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from projects.actions.changes import Approval
from projects.actions.issue import add_projects, issue, lacks_in_words, numbers_taken
from projects.drafting.actions.drafts import locked, record_act, refuse_personal
from projects.drafting.actions.stages import entered
from projects.drafting.approved import approval_of as decided_on
from projects.drafting.checklist import decision, lacks
from projects.drafting.models import (
    Act,
    Draft,
    Drafting,
    Issue,
    IssueDecision,
    Passage,
    Step,
    text_of,
)
from projects.drafting.stages import Lack, Stage, in_the_way
from projects.drafting.upper import matrix, quotas
from projects.drafting.whole_list import whole_of
from projects.errors import Refused
from projects.ledger.chain import sha256
from projects.models import Programme, User
from projects.values.promises import WholeList
from projects.values.text import folded


@transaction.atomic
def freeze(*, drafting: Drafting, note: str, by: User, at: dt.datetime) -> Draft:
    """Keep the whole text as it stands as the next version."""
    drafting = locked(drafting)
    refuse_same(drafting, note)
    draft = frozen(drafting, note, by, at)
    record_act(Act.FREEZE, drafting, [draft], by, at, f"{draft}　{note}".strip())
    return draft


def refuse_same(drafting: Drafting, note: str) -> None:
    """Refuse what is the last version once more; the same text may be kept for another use."""
    last = drafting.drafts.order_by("number").last()
    standing = [row.pk for row in drafting.passages.current()]
    if last and last.keys == standing and last.note == note.strip():
        raise Refused(f"与上一稿（{last}）相同，没有再存；另作他用的，请写不同的说明。")


def frozen(drafting: Drafting, note: str, by, at) -> Draft:
    rows = list(drafting.passages.current())
    if not rows:
        raise Refused("清单里还没有文字，不能成稿。")
    last = drafting.drafts.aggregate(last=Max("number"))["last"] or 0
    return Draft.objects.create(
        drafting=drafting,
        number=last + 1,
        revisions=json.dumps([row.pk for row in rows]),
        digest=sha256(text_of(rows)),
        note=note.strip(),
        made_at=at,
        made_by=by,
    )


@transaction.atomic
def propose(
    *,
    drafting: Drafting,
    document_number: str,
    issued_on: dt.date,
    signer: str,
    approved_by: str,
    meeting: str = "",
    effective: str = "",
    reason: str = "",
    by: User,
    at: dt.datetime,
) -> Issue:
    """Ask for the list to be issued as it stands; refused, place by place, while it lacks any."""
    drafting = locked(drafting)
    if waiting(drafting):
        raise Refused("已经提请印发，正等另一人复核。")
    refuse_unready(drafting, at)
    refuse_used_number(drafting, document_number)
    refuse_personal("增列原因", reason)
    draft = frozen(drafting, f"提请印发：{document_number}", by, at)
    if decision := decided_on(drafting):
        approved_by, meeting = decision.body, decision.meeting
    given = Issue(
        draft=draft,
        title=drafting.title,
        authority=drafting.authority,
        document_number=document_number.strip(),
        issued_on=issued_on,
        signer=signer.strip(),
        approved_by=approved_by.strip(),
        meeting=meeting.strip(),
        effective=effective,
        reason=reason.strip(),
        proposed_at=at,
        proposed_by=by,
    )
    whole = as_issued(given)
    found = lacks_in_words(whole, leads=not drafting.adopted)
    if drafting.extends:
        found = numbers_taken(drafting.extends, whole) + found
    if found:
        raise Refused("\n".join(found))
    refuse_untaken(draft.passages())
    if drafting.extends:
        approval_of(given).check(drafting.extends, at)
    given.save()
    record_act(Act.PROPOSE_ISSUE, drafting, [draft, given], by, at, f"{document_number}，{draft}")
    return given


def refuse_used_number(drafting: Drafting, number: str) -> None:
    """Refuse the number of another list's document."""
    number = folded(number)
    of_lists = Programme.everything.exclude(document_number="")
    added = Issue.objects.filter(decision__granted=True).exclude(draft__drafting=drafting)
    for each in [*of_lists, *added.select_related("draft__drafting")]:
        if folded(each.document_number) == number:
            name = each if isinstance(each, Programme) else each.draft.drafting
            raise Refused(f"文号“{each.document_number}”已经用于{name}，请核对。")


def unready(drafting: Drafting, day: dt.date) -> list[Lack]:
    """What the way of a list still lacks before it may be issued.

    Where the process was started it is gone through to its end. Without one, a list drawn up here,
    and whatever was sent out for opinions or decided on here, owes opinions and decision to their
    end; what is entered from its document, and an addition, name theirs when they are issued.
    """
    now = Step.objects.now(drafting)
    if now is None:
        own = drafting.origin == Drafting.Origin.OWN
        asked = own or drafting.consultations.exists() or drafting.approvals.exists()
        questions = (decision.running, decision.unruled, decision.undecided) if asked else ()
        return [lack for ask in questions for lack in ask(drafting, day)]
    found = in_the_way(lacks(drafting, day), Stage.ISSUE)
    if now != Stage.DECIDE:
        said = f"编制进程还在“{now.label}”，到“{Stage.DECIDE.label}”以后才能提请印发。"
        found.append(Lack(Stage.DECIDE, said, "drafting_course"))
    return found


def refuse_unready(drafting: Drafting, at: dt.datetime) -> None:
    if found := unready(drafting, timezone.localdate(at)):
        raise Refused("\n".join(map(str, found)))


def refuse_untaken(rows: list[Passage]) -> None:
    if left := [row for row in rows if row.is_project and not row.content.taken]:
        numbers = "、".join(str(row.content.project.number) for row in left)
        raise Refused(f"第{numbers}项还没有核对收下。")


def waiting(drafting: Drafting) -> Issue | None:
    """The request that nobody has decided."""
    return Issue.objects.filter(draft__drafting=drafting, decision=None).last()


def as_issued(given: Issue) -> WholeList:
    """The list that the request asks for, its text to the letter."""
    rows = given.draft.passages()
    return whole_of(
        given.draft.drafting,
        rows,
        title=given.title,
        authority=given.authority,
        document_number=given.document_number,
        issued_on=str(given.issued_on),
        approved_by=given.approved_by,
        meeting=given.meeting,
        sections=((heading_of(given), text_of(rows)),),
        quotas=quotas(matrix(given.draft.drafting, rows)),
    )


def heading_of(given: Issue) -> str:
    extends = given.draft.drafting.extends_id
    return f"增列项目（{given.document_number}）" if extends else "文件全文"


def approval_of(given: Issue) -> Approval:
    """The decision that adds to a public list."""
    return Approval(
        authority=given.approved_by,
        meeting=given.meeting,
        document=given.document_number,
        effective=given.effective,
        reason=given.reason,
    )


@transaction.atomic
def refuse(*, drafting: Drafting, reason: str, by: User, at: dt.datetime) -> IssueDecision:
    """Send a request back; whoever made it may take it back himself."""
    drafting = locked(drafting)
    asked = waiting(drafting)
    if asked is None:
        raise Refused("没有等待复核的印发提请。")
    if not reason.strip():
        raise Refused("退回要写明理由。")
    row = IssueDecision.objects.create(
        issue=asked, granted=False, reason=reason.strip(), decided_at=at, decided_by=by
    )
    record_act(Act.REFUSE_ISSUE, drafting, [row], by, at, f"退回印发提请：{reason.strip()}")
    return row


@transaction.atomic
def grant(*, drafting: Drafting, by: User, at: dt.datetime) -> Programme:
    """Issue the list: the second person's word makes it public, whole, in this one act."""
    drafting = locked(drafting)
    asked = waiting(drafting)
    if asked is None:
        raise Refused("没有等待复核的印发提请。")
    if asked.proposed_by_id == by.pk:
        raise Refused("提请人不能自己复核，要由另一人印发。")
    refuse_changed(drafting, asked)
    refuse_unready(drafting, at)
    return issued(drafting, asked, by, at)


def refuse_changed(drafting: Drafting, asked: Issue) -> None:
    """Refuse to issue anything but what was put forward, to the letter."""
    if changed_since(drafting, asked):
        raise Refused("提请以后清单又改过，请退回，核对后重新提请。")


def changed_since(drafting: Drafting, asked: Issue) -> bool:
    standing = list(drafting.passages.current())
    same = [row.pk for row in standing] == asked.draft.keys
    same = same and (drafting.title, drafting.authority) == (asked.title, asked.authority)
    return not same or sha256(text_of(standing)) != asked.draft.digest


def issued(drafting: Drafting, asked: Issue, by: User | None, at: dt.datetime) -> Programme:
    def beside(programme: Programme) -> list:
        drafting.programme = None if drafting.extends_id else programme
        drafting.state = Drafting.State.ISSUED
        drafting.document_number, drafting.issued_on = asked.document_number, asked.issued_on
        drafting.save()
        decision = IssueDecision.objects.create(
            issue=asked, granted=True, programme=programme, decided_at=at, decided_by=by
        )
        started = Step.objects.now(drafting)
        return [drafting, decision, *([entered(drafting, Stage.ISSUE, by, at)] if started else [])]

    note = f"{asked.document_number}，签发：{asked.signer}，提请：{asked.proposed_by}"
    given = {"whole": as_issued(asked), "by": by, "at": at, "note": note, "beside": beside}
    if drafting.extends:
        add_projects(programme=drafting.extends, approval=approval_of(asked), **given)
        return drafting.extends
    return issue(leads=not drafting.adopted, **given)

"""群众留言: received, handed to the lead unit, answered by the office or closed.

A message arrives outside the chain, so that a stranger never takes the chain's lock; every act
on it afterwards is an event that names the row. No act reads or writes a card.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from projects.actions.contacts import forget
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Assignment, Project, Site, User, current
from projects.values.privacy import sentence
from supervision.calendar import working_days_after
from supervision.models import Act, Feedback

State = Feedback.State


@transaction.atomic
def leave_message(
    *,
    project: Project,
    code: str,
    kind: str,
    text: str,
    at: dt.datetime,
    site: Site | None = None,
    seen: str = "",
    name: str = "",
    phone: str = "",
) -> Feedback:
    """Store a resident's message; the same form sent twice is one message."""
    if standing := Feedback.everything.filter(code=code).first():
        return standing
    feedback = Feedback(
        project=project,
        code=code,
        kind=kind,
        text=text,
        site=site,
        seen=seen if site else "",
        name=name,
        phone=phone,
        at=at,
        due=working_days_after(timezone.localdate(at), settings.FEEDBACK_ANSWER_DAYS),
    )
    feedback.full_clean(validate_constraints=False)
    # Two sendings at once both find nothing: the second takes the first one's row.
    return Feedback.everything.get_or_create(code=code, defaults=given(feedback))[0]


def given(feedback: Feedback) -> dict:
    names = ("project", "kind", "text", "site", "seen", "name", "phone", "at", "due")
    return {name: getattr(feedback, name) for name in names}


def still_open(feedback: Feedback) -> Feedback:
    """The message, locked, as long as it is not finished."""
    feedback = Feedback.everything.select_for_update(of=("self",)).get(pk=feedback.pk)
    if not feedback.open:
        raise Refused(f"这条留言已经是“{feedback.get_state_display()}”，没有改动。")
    return feedback


def keep(feedback: Feedback, action: str, by: User | None, at: dt.datetime, **kw) -> Feedback:
    """Store an act and append its event."""
    feedback.full_clean()
    feedback.save()
    record(action=action, by=by, at=at, rows=[feedback], project=feedback.project, **kw)
    return feedback


@transaction.atomic
def assign(*, feedback: Feedback, by: User, at: dt.datetime, remark: str = "") -> Feedback:
    """Hand a message to the project's lead unit; again, with what is still wanted of it."""
    feedback = still_open(feedback)
    today = timezone.localdate(at)
    lead = Assignment.objects.filter(
        current(today), project=feedback.project_id, role=Assignment.Role.LEAD
    ).select_related("unit")
    if not (leading := lead.first()):
        raise Refused("这个项目还没有牵头单位，请先在“分工”中登记。")
    if feedback.state != State.WAITING and not remark:
        raise Refused("退回重办要写明还缺什么。")
    feedback.unit, feedback.remark, feedback.state = leading.unit, remark, State.ASSIGNED
    feedback.assigned_at, feedback.assigned_by = at, by
    return keep(
        feedback, Act.ASSIGN_MESSAGE, by, at, note=f"{leading.unit}　{remark}", public=False
    )


@transaction.atomic
def draft_answer(*, feedback: Feedback, text: str, by: User, at: dt.datetime) -> Feedback:
    """What the unit would answer; the office publishes it, or its own words."""
    feedback = still_open(feedback)
    if feedback.state == State.WAITING:
        raise Refused("这条留言还没有转办。")
    if not text.strip():
        raise Refused("请写明拟答复的内容。")
    feedback.draft, feedback.state = text.strip(), State.DRAFTED
    feedback.drafted_at, feedback.drafted_by = at, by
    return keep(feedback, Act.DRAFT_ANSWER, by, at, public=False)


@transaction.atomic
def publish_answer(
    *, feedback: Feedback, summary: str, answer: str, reason: str, by: User, at: dt.datetime
) -> Feedback:
    """Answer in public, in the office's own words: question and answer, never the message."""
    feedback = still_open(feedback)
    if not summary.strip() or not answer.strip():
        raise Refused("公开答复要写明问题概要和答复内容。")
    if why := sentence("问题概要", summary) or sentence("答复", answer, office=True):
        raise Refused(why)
    if reason not in Feedback.WITH_ANSWER:
        raise Refused("请选择办结方式：已采纳、已解决或已解释说明。")
    feedback.summary, feedback.answer = summary.strip(), answer.strip()
    feedback.answered_at, feedback.answered_by = at, by
    finish(feedback, State.ANSWERED, reason, by, at)
    return keep(feedback, Act.PUBLISH_ANSWER, by, at, note=feedback.summary)


@transaction.atomic
def close(*, feedback: Feedback, reason: str, by: User, at: dt.datetime) -> Feedback:
    """Finish a message without a public answer; its receipt says why."""
    feedback = still_open(feedback)
    if reason not in Feedback.Reason.values:
        raise Refused("请选择办结方式。")
    finish(feedback, State.CLOSED, reason, by, at)
    return keep(
        feedback, Act.CLOSE_MESSAGE, by, at, note=feedback.get_reason_display(), public=False
    )


def finish(feedback: Feedback, state: str, reason: str, by: User, at: dt.datetime) -> None:
    feedback.state, feedback.reason = state, reason
    feedback.closed_at, feedback.closed_by = at, by


@transaction.atomic
def reopen(*, feedback: Feedback, why: str, by: User, at: dt.datetime) -> Feedback:
    """Take a finished message up again; a public answer goes from the pages at once."""
    feedback = Feedback.everything.select_for_update(of=("self",)).get(pk=feedback.pk)
    if feedback.open:
        raise Refused("这条留言还在办理，不用重新办理。")
    if not why.strip():
        raise Refused("请写明为什么重新办理。")
    shown = feedback.state == State.ANSWERED
    feedback.draft = feedback.draft or feedback.answer
    if feedback.draft and not feedback.drafted_at:
        feedback.drafted_at, feedback.drafted_by = at, by
    feedback.state = State.DRAFTED if feedback.draft else State.WAITING
    feedback.summary = feedback.answer = feedback.reason = ""
    feedback.answered_at = feedback.answered_by = None
    feedback.closed_at = feedback.closed_by = None
    return keep(feedback, Act.REOPEN_MESSAGE, by, at, note=why.strip()[:300], public=shown)


@transaction.atomic
def erase_contacts(*, before: dt.datetime, by: User | None, at: dt.datetime) -> int:
    """Forget the names and numbers in messages finished before a moment."""
    told = Feedback.everything.filter(closed_at__lt=before).exclude(name="", phone="")
    return forget(told.select_for_update(), action=Act.ERASE_CONTACTS, by=by, at=at)

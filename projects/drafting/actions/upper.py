"""The city's list brought in, and each of its items taken on, explained, or left open."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from projects.drafting.actions.drafts import locked, record_act
from projects.drafting.actions.issuing import waiting
from projects.drafting.content import Proposed
from projects.drafting.models import Act, Candidate, Drafting, UpperAnswer, UpperItem, UpperList
from projects.errors import Refused
from projects.models import User
from projects.values.numbers import BadNumber, plain, read_number
from projects.values.promises import QUANTITY, ProjectText, TargetText

Kind = UpperAnswer.Kind


@dataclass(frozen=True)
class Answer:
    """What is decided of an item; `key` and `target` name what takes it on in the draft.

    Before it stands there a candidate may take it on.
    """

    item: UpperItem
    kind: str
    key: int | None = None
    target: str = ""
    candidate: Candidate | None = None
    quota: str = ""
    document: str = ""
    reason: str = ""


@transaction.atomic
def bring_in(
    *, drafting: Drafting, document: str, text: str, read: Proposed, by: User, at: dt.datetime
) -> UpperList:
    """Keep the city's text and an item for each thing it asks."""
    drafting = locked(drafting)
    refuse_waiting(drafting)
    projects = [piece.project for piece in read.pieces if piece.project]
    if not projects:
        raise Refused("没有从文字里读到项目，请核对粘贴的是不是上级清单。")
    upper = UpperList.objects.create(
        drafting=drafting, document=document.strip(), text=text, recorded_at=at, recorded_by=by
    )
    items = [item for project in projects for item in items_of(upper, project)]
    rows = UpperItem.objects.bulk_create(items)
    what = f"{upper}，{len(rows)}条"
    record_act(Act.BRING_UPPER, drafting, [upper, *rows], by, at, what)
    return upper


def refuse_waiting(drafting: Drafting) -> None:
    if waiting(drafting):
        raise Refused("已经提请印发，要先退回才能再改。")


def items_of(upper: UpperList, project: ProjectText) -> list[UpperItem]:
    """Of its whole targets, not their parts; the project itself where it has none."""
    shared = {"upper": upper, "number": project.number, "title": project.title[:100]}
    targets = [target for target in project.targets if not target.part_of]
    if not targets:
        return [UpperItem(**shared, excerpt=project.text, name=project.title[:60])]
    return [
        UpperItem(
            **shared,
            excerpt="；".join(project.text[start:end] for start, end in target.spans),
            name=target.name,
            measure=target.measure if is_amount(target) else "",
            quota=quota_of(target),
            due=target.due,
        )
        for target in targets
    ]


def is_amount(target: TargetText) -> bool:
    """Whether it can be counted together: a limit that is only kept cannot."""
    return target.kind == QUANTITY and not target.ceiling


def quota_of(target: TargetText) -> str:
    """What is to be added or taken away: a quota counts from where its targets begin."""
    if not is_amount(target):
        return ""
    try:
        return plain(abs(read_number(target.value) - read_number(target.baseline or "0")))
    except BadNumber:
        return target.value


@transaction.atomic
def answer(
    *, drafting: Drafting, answers: Iterable[Answer], by: User, at: dt.datetime
) -> list[UpperAnswer]:
    """Add what is decided of several items at once; what is as it was is left alone."""
    drafting = locked(drafting)
    refuse_waiting(drafting)
    standing = UpperAnswer.objects.latest(drafting)
    targets = targets_of(drafting)
    rows = []
    for given in answers:
        check(given, targets)
        row = UpperAnswer(
            item=given.item,
            kind=given.kind,
            passage=given.key,
            target=given.target,
            candidate=given.candidate,
            quota=given.quota.strip(),
            document=given.document.strip(),
            reason=given.reason.strip(),
            recorded_at=at,
            recorded_by=by,
        )
        if not same(standing.get(given.item.pk), row):
            row.save()
            rows.append(row)
    if rows:
        record_act(Act.ANSWER_UPPER, drafting, rows, by, at, f"{len(rows)}条")
    return rows


def same(former: UpperAnswer | None, row: UpperAnswer) -> bool:
    names = ("kind", "passage", "target", "candidate_id", "quota", "document", "reason")
    return former is not None and all(getattr(former, n) == getattr(row, n) for n in names)


def targets_of(drafting: Drafting) -> dict[tuple[int, str], TargetText]:
    """What of the draft could take an item on, by piece and name."""
    return {
        (row.key, target.name): target
        for row in drafting.passages.current()
        if row.is_project
        for target in row.content.project.targets
    }


def check(given: Answer, targets: dict[tuple[int, str], TargetText]) -> None:
    """Refuse an answer that explains nothing or adds up with nothing, naming its item."""
    if given.kind == Kind.NONE:
        if not given.reason.strip():
            raise Refused(f"“{given.item}”不涉及本区，要写明理由。")
        return
    target = targets.get((given.key, given.target))
    if target is None and given.candidate:
        return
    if target is None:
        raise Refused(f"“{given.item}”由哪个指标承接？请选指标或候选项目。")
    if given.kind == Kind.OPEN or not given.item.measure:
        return
    if target.kind != QUANTITY or target.measure != given.item.measure:
        raise Refused(
            f"“{given.item}”的计量单位是“{given.item.measure}”，"
            f"与“{target.name}”的“{target.measure}”不同，不能由它承接。"
        )
    try:
        quota = read_number(given.quota)
    except BadNumber as wrong:
        raise Refused(f"“{given.item}”的本区任务：{wrong}") from wrong
    if not quota:
        raise Refused(f"“{given.item}”的本区任务要大于零；没有任务的选“不涉及本区”。")

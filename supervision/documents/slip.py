"""督办单 as an official paper: its words, the same for Word and for print."""

import datetime as dt

from django.utils import timezone

from projects.models import Assignment, LeadUnit, current
from projects.values import days
from projects.values.months import in_words
from projects.values.text import quoted
from supervision.models import Slip, SlipStep

ITEMS = "原因分析、客观原因（单列）、整改措施、整改时限、责任人"
DEMONSTRATION = "演示数据，不是正式公文"
ONE_LINE = 20
UNSIGNED = "签发稿，未签发、未编号，不生效"


def values_of(slip: Slip, day: dt.date) -> dict:
    """What stands on a slip, by the names in its template; a draft as it would be signed on the
    day."""
    programme = slip.programme
    kinds = SlipStep.Kind
    steps = slip.steps.filter(kind__in=(kinds.RAISED, kinds.AGAIN)).select_related("card__period")
    steps = list(steps.order_by("pk"))
    raised = [step for step in steps if step.kind == kinds.RAISED]
    issued = timezone.localdate(slip.issued_at) if slip.issued_at else None
    return {
        "标注": marks_of(slip),
        "发文机关": programme.authority,
        "编号": slip.label,
        "签发人": slip.signer or "（待签发）",
        "标题": title_of(slip),
        "主送": slip.addressee.name,
        "引言": opening_of(slip),
        "正文": [
            {"标题": heading, "段落": paragraphs}
            for heading, paragraphs in sections_of(slip, steps)
        ],
        "成文日期": days.in_words(issued) if issued else "（签发日期）",
        "抄送": "，".join(unit.name for unit in copied(slip, issued or day)),
        "数据依据": "；".join(basis_of(step) for step in raised)
        or f"{slip.get_source_display()}：{slip.basis}",
    }


def opening_of(slip: Slip) -> str:
    if slip.subject:
        about = f"第{slip.project.number}项{quoted(slip.project.title)}的" if slip.project else ""
        basis = f"{slip.get_source_display()}（{slip.basis}）"
        return f"根据{basis}，现就{about}“{slip.subject}”督办如下。"
    part = f"中的{quoted(slip.target)}" if slip.target else ""
    return (
        f"根据{slip.programme.year}年民生实事调度情况，现就第{slip.project.number}项"
        f"{quoted(slip.project.title)}{part}督办如下。"
    )


def file_name(slip: Slip) -> str:
    unit = slip.addressee.short_name or slip.addressee.name
    return f"督办单{slip.label}_{unit}{slip.programme.demonstration_mark}.docx"


def title_of(slip: Slip) -> str:
    """On two lines where one is too short, broken where the sense breaks."""
    about, second = slip.subject, "的督办通知"
    if not about:
        about, second = slip.project.title, "进度问题的督办通知"
    first = f"关于“{about}”"
    return f"{first}{second}" if len(first + second) <= ONE_LINE else f"{first}\n{second}"


def sections_of(slip: Slip, steps: list[SlipStep]) -> list[tuple[str, list[str]]]:
    """`steps` are those that raised it, by a card or by whoever pressed it (再督)."""
    limit = days.in_words(slip.due)
    issued = slip.issued_at
    at_first = [step for step in steps if issued is None or step.at <= issued]
    again = [step for step in steps if step not in at_first]
    mended = f"请于{days.in_words(slip.mend_by)}前整改到位。" if slip.mend_by else ""
    first = ("一、亮牌情况", [raised_in_words(step) for step in at_first])
    if slip.subject:
        first = ("一、督办事由", [f"{slip.get_source_display()}：{slip.basis}。"])
    sections = [
        first,
        ("二、督办要求", [line for line in slip.demand.splitlines() if line.strip()]),
        (
            "三、答复要求",
            [
                f"请于{limit}前书面答复，逐项写明{ITEMS}，并附佐证材料。{mended}",
                "确需延期的，请在时限到期前提出，写明理由和新的时限。整改到位并经核验后销号。",
            ],
        ),
    ]
    if again:
        pressed = any(step.kind == SlipStep.Kind.AGAIN for step in again)
        heading = "四、再督" if pressed else "四、再督（签发后又亮牌）"
        sections.append((heading, [raised_in_words(step) for step in again]))
    return sections


def raised_in_words(step: SlipStep) -> str:
    if step.kind == SlipStep.Kind.AGAIN:
        said = f"{days.in_words(timezone.localdate(step.at))}再督：{step.text.rstrip('。')}。"
        return f"{said}请于{days.in_words(step.deadline)}前书面答复。"
    month = step.card.period.month
    return step.text.replace(month, in_words(month), 1)


def basis_of(step: SlipStep) -> str:
    """Which data a card rests on; a later correction is said, since it moves the version."""
    period = step.card.period
    corrected = "，此后有更正" if is_corrected(step) else ""
    return (
        f"{in_words(period.month)}亮牌数据截至{days.in_words(period.data_until)}，"
        f"数据版本号{period.data_version}{corrected}"
    )


def is_corrected(step: SlipStep) -> bool:
    cards = type(step.card).everything.filter(
        period=step.card.period_id, project=step.card.project_id, version__gt=step.card.version
    )
    return cards.exists()


def marks_of(slip: Slip) -> list[str]:
    marks = [DEMONSTRATION] if slip.programme.demonstration else []
    return [*marks, UNSIGNED] if slip.number is None else marks


def copied(slip: Slip, day: dt.date) -> list[LeadUnit]:
    """抄送: the other units with a part in the project, the lead first."""
    if slip.project_id is None:
        return []
    parts = Assignment.objects.filter(current(day), project=slip.project_id)
    parts = parts.exclude(unit=slip.addressee_id).select_related("unit")
    rank = {Assignment.Role.LEAD: 0}
    return [part.unit for part in sorted(parts, key=lambda part: rank.get(part.role, 1))]

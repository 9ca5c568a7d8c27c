"""The sections of a bulletin: their first wording, and what is read once they are filled."""

from dataclasses import dataclass

from supervision.models import BulletinText, ShownCard
from supervision.published.bulletin_values import BulletinValues
from supervision.published.placeholders import fill, names
from supervision.published.wording import Grading

OVERALL, AHEAD, BEHIND, DISCIPLINE, NEXT = SECTIONS = (
    "overall", "ahead", "behind", "discipline", "next_steps",
)  # fmt: skip
HEADINGS = {
    OVERALL: "总体情况",
    AHEAD: "进展较快的项目",
    BEHIND: "进展偏慢的项目",
    DISCIPLINE: "报送纪律",
    NEXT: "下步工作",
}
NUMERALS = "一二三四五六七八"


@dataclass(frozen=True)
class Section:
    """`key` names it in addresses; `heading` is numbered: 一、总体情况."""

    key: str
    heading: str
    paragraphs: list[str]


def template_of(text: BulletinText | None, values: BulletinValues) -> dict[str, str]:
    """By section, with placeholders: as saved, else the first wording."""
    if text is not None:
        return {key: getattr(text, key) for key in SECTIONS}
    return first_wording(values)


def asked_for(text: BulletinText | None, values: BulletinValues) -> list[ShownCard]:
    """The cards whose lines the sections will want."""
    if text is None:
        return values.staged
    return values.cards_in([name for key in SECTIONS for name in names(getattr(text, key))])


def first_wording(values: BulletinValues) -> dict[str, str]:
    """What the office finds before it writes anything; only sentences that fit the month."""
    judged = values.issue.judged
    return {
        OVERALL: overall(judged),
        AHEAD: ahead(values) if judged else "",
        BEHIND: behind(values) if judged else "",
        DISCIPLINE: discipline(values),
        NEXT: next_steps(values),
    }


def overall(judged: bool) -> str:
    start = "截至{{ 数据截至 }}，纳入调度的{{ 项目数 }}件民生实事"
    return f"{start}中，{{{{ 各类件数 }}}}。" if judged else f"{start}进展如下。"


def ahead(values: BulletinValues) -> str:
    said = {
        "提前完成.件数": "{{ 提前完成.项目 }}提前完成",
        "超序时.件数": "{{ 超序时.项目 }}推进快于序时进度",
    }
    found = "；".join(text for name, text in said.items() if values[name])
    if not found:
        return "本月没有提前完成或超序时推进的项目。"
    return f"{found}。对以上项目的牵头单位提出表扬。"


def behind(values: BulletinValues) -> str:
    if not values["滞后.件数"]:
        return "本月没有落后于计划到亮牌程度的项目。"
    return (
        "{{ 滞后.件数 }}件进展落后于计划，情况列后。\n"
        "以上项目的牵头单位要逐项查明原因，落实整改措施，按承诺的时间完成；"
        "有客观原因的，要书面说明。"
    )


def discipline(values: BulletinValues) -> str:
    if not values["应报数"]:
        return ""
    lines = ["本月应报{{ 应报数 }}件，按时报送{{ 按时数 }}件。"]
    for name in ("迟报", "未报"):
        if values[f"{name}.件数"]:
            lines.append(f"{name}{{{{ {name}.件数 }}}}件：{{{{ {name}.项目 }}}}。")
    return "\n".join([*lines, "请各牵头单位按时、如实报送进展。"] if len(lines) > 1 else lines)


def next_steps(values: BulletinValues) -> str:
    lines = []
    if values.stages:
        lines.append("{{ 下月 }}计划完成{{ 下月节点.个数 }}个节点：{{ 下月节点.名称 }}。")
    if values.issue.period.next_update:
        lines.append("下次更新时间：{{ 下次更新 }}。")
    return "\n".join(lines)


def filled(template: dict[str, str], values: BulletinValues) -> list[Section]:
    """The sections that say something, numbered; the first is always there."""
    sections = []
    for key, text in template.items():
        paragraphs = public(text, values)
        if key == OVERALL and not paragraphs:
            paragraphs = public(overall(values.issue.judged), values)
        if paragraphs or (key in (AHEAD, BEHIND) and values.issue.judged):
            heading = f"{NUMERALS[len(sections)]}、{HEADINGS[key]}"
            sections.append(Section(key, heading, paragraphs))
    return sections


def public(text: str, values: BulletinValues) -> list[str]:
    """A paragraph a line, as the programme's setting lets it be read."""
    grading, lines = values.issue.grading, map(str.strip, fill(text, values).splitlines())
    if grading and not grading.coloured:
        lines = (unjudged(line, grading) for line in lines)
    return list(filter(None, lines))


def unjudged(line: str, grading: Grading) -> str:
    """A line without colours, or nothing of it where it judges."""
    if grading.judges:
        return grading.uncoloured(line)
    judging = {word for pair in grading.grades.values() for word in pair if word}
    return "" if any(word in line for word in (*judging, *grading.praise)) else line

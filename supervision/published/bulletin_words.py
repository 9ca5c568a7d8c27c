"""The sections of a bulletin: their first wording, and what is read once they are filled."""

from dataclasses import dataclass

from supervision.models import BulletinText
from supervision.published.bulletin_issue import Issue
from supervision.published.bulletin_values import values_of
from supervision.published.placeholders import Values, fill, settled
from supervision.published.wording import Grading

HEADINGS = {
    "overall": "总体情况",
    "ahead": "进展较快的项目",
    "behind": "进展偏慢的项目",
    "discipline": "报送纪律",
    "next_steps": "下步工作",
}
SECTIONS = OVERALL, AHEAD, BEHIND, *_ = tuple(HEADINGS)
NUMERALS = "一二三四五六七八"
# What the office finds before it writes anything; only what fits the month is left of it.
FIRST = {
    "overall": "截至{{ 数据截至 }}，纳入调度的{{ 项目数 }}件民生实事"
    "{% if 各类件数 %}中，{{ 各类件数 }}。{% else %}进展如下。{% endif %}",
    "ahead": "{% if 各类件数 %}{% if 提前完成.件数 or 超序时.件数 %}"
    "{% if 提前完成.件数 %}{{ 提前完成.项目 }}提前完成{% endif %}"
    "{% if 提前完成.件数 and 超序时.件数 %}；{% endif %}"
    "{% if 超序时.件数 %}{{ 超序时.项目 }}推进快于序时进度{% endif %}。"
    "对以上项目的牵头单位提出表扬。"
    "{% else %}本月没有提前完成或超序时推进的项目。{% endif %}{% endif %}",
    "behind": "{% if 滞后.件数 %}{{ 滞后.件数 }}件落后于计划到亮牌程度，情况列后。\n"
    "以上项目的牵头单位要逐项查明原因，落实整改措施，按承诺的时间完成；"
    "有客观原因的，要书面说明。"
    "{% elif 各类件数 %}本月没有落后于计划到亮牌程度的项目。{% endif %}",
    "discipline": "{% if 应报数 %}本月应报{{ 应报数 }}件，按时报送{{ 按时数 }}件。{% endif %}\n"
    "{% if 迟报.件数 %}迟报{{ 迟报.件数 }}件：{{ 迟报.项目 }}。{% endif %}\n"
    "{% if 未报.件数 %}未报{{ 未报.件数 }}件：{{ 未报.项目 }}。{% endif %}\n"
    "{% if 迟报.件数 or 未报.件数 %}请各牵头单位按时、如实报送进展。{% endif %}",
    "next_steps": "{% if 下月节点.个数 %}{{ 下月 }}计划完成{{ 下月节点.个数 }}个节点："
    "{{ 下月节点.名称 }}。{% endif %}\n"
    '{% if 下次更新 != "待定" %}下次更新时间：{{ 下次更新 }}。{% endif %}',
}


@dataclass(frozen=True)
class Section:
    """`key` names it in addresses; `heading` is numbered: 一、总体情况."""

    key: str
    heading: str
    paragraphs: list[str]


def written(text: BulletinText | None) -> dict[str, str]:
    """By section, with placeholders: as saved, else the first wording for any month."""
    return FIRST if text is None else {key: getattr(text, key) for key in SECTIONS}


def first_wording(values: Values) -> dict[str, str]:
    return {key: settled(text, values) for key, text in FIRST.items()}


def filled(texts: dict[str, str], issue: Issue) -> list[Section]:
    """The sections that say something, numbered; the first is always there."""
    values = values_of(issue, [*texts.values(), FIRST[OVERALL]])
    sections: list[Section] = []
    for key, text in texts.items():
        paragraphs = public(text, values, issue.grading)
        if key == OVERALL and not paragraphs:
            paragraphs = public(FIRST[key], values, issue.grading)
        if paragraphs or (key in (AHEAD, BEHIND) and issue.judged):
            heading = f"{NUMERALS[len(sections)]}、{HEADINGS[key]}"
            sections.append(Section(key, heading, paragraphs))
    return sections


def public(text: str, values: Values, grading: Grading | None) -> list[str]:
    """A paragraph a line, as the programme's setting lets it be read."""
    lines = map(str.strip, fill(text, values).splitlines())
    if grading and not grading.coloured:
        lines = (unjudged(line, grading) for line in lines)
    return list(filter(None, lines))


def unjudged(line: str, grading: Grading) -> str:
    """A line without colours, or nothing of it where it judges."""
    if grading.judges:
        return grading.uncoloured(line)
    judging = {word for pair in grading.grades.values() for word in pair if word}
    return "" if any(word in line for word in (*judging, *grading.praise)) else line

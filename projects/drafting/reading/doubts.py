"""What an editor should look at: sums, misprints, figures without a measure, text left over."""

import re

from projects.drafting.reading.found import Check, Comparison, Kind, ProjectRead, Span, TargetRead
from projects.values.numbers import plain

LIMIT = "，原文没有写更高的现状：要从现状降下来的，请填基数；只要求全年守住的，请改为“常年服务”。"

MISPRINTS = [
    (re.compile("建全"), "健全"),
    (re.compile("全覆益|全复盖|全腹盖"), "全覆盖"),
    (re.compile(r"(?<=路)一(?=[\u4e00-\u9fff]{2,10}[）)])"), "—"),
    (re.compile("既往开来"), "继往开来"),
    (re.compile("按装"), "安装"),
    (re.compile("布署"), "部署"),
    (re.compile("座落"), "坐落"),
    (re.compile("帐户"), "账户"),
    (re.compile("制定点"), "指定点"),
    (re.compile("渡过难关"), "度过难关"),
    (re.compile("幼儿圆"), "幼儿园"),
    (re.compile("己经"), "已经"),
    (re.compile("巳"), "已"),
    (re.compile("末成年"), "未成年"),
    (re.compile("辩别"), "辨别"),
    (re.compile("养老陪训"), "养老培训"),
    (re.compile("竟赛"), "竞赛"),
    (re.compile("惠演"), "会演"),
    (re.compile(r"(的的|了了|和和|及及|、、|，，|。。)"), ""),
]


def of_drafts(view, drafts, refused, place: int) -> list[Check]:
    """Doubts about a stretch's figures."""
    found = []
    for draft in drafts:
        span = view.real(*draft.spans[0])[0]
        if draft.parts:
            total = sum(part[1] for part in draft.parts)
            if total != draft.value:
                told = "、".join(plain(part[1]) for part in draft.parts)
                left = plain(draft.value - total)
                found.append(
                    Check(
                        "sum",
                        f"分项{told}合计{plain(total)}{draft.measure}，"
                        f"总数是{plain(draft.value)}{draft.measure}"
                        + (
                            f"，其余{left}按一个分项列出，请核对。"
                            if total < draft.value
                            else "，对不上。"
                        ),
                        place,
                        span,
                    )
                )
        if draft.baseline is not None and draft.computed != "sum":
            step = abs(draft.value - draft.baseline)
            found.append(
                Check(
                    "total",
                    f"“{draft.name}”按总数{plain(draft.value)}{draft.measure}、基数"
                    f"{plain(draft.baseline)}{draft.measure}读出，变动{plain(step)}"
                    f"，请核对口径。",
                    place,
                    span,
                )
            )
        if draft.computed == "frequency":
            found.append(
                Check(
                    "frequency",
                    f"“{draft.name}”原文只写频次，按全年{plain(draft.value)}{draft.measure}计。",
                    place,
                    span,
                )
            )
        if draft.computed == "each":
            found.append(
                Check(
                    "frequency",
                    f"“{draft.name}”原文写“各”，按合计{plain(draft.value)}{draft.measure}计。",
                    place,
                    span,
                )
            )
    for each in refused:
        if each.why == "没有计量单位":
            span = view.real(each.start, each.end)[0]
            told = view.flat[each.start : each.end]
            found.append(Check("measure", f"数字“{told}”没有计量单位，没有读作指标。", place, span))
    return found


def loose(text: str, place: int) -> Check:
    return Check("none", "没有读出明确的指标，请核对或补上。", place, (0, len(text)))


def units(text: str, span: Span, place: int) -> Check:
    told = text[slice(*span)][:60]
    return Check(
        "units", f"“{told}”像是责任单位，没有读懂，请核对牵头单位和配合单位。", place, span
    )


def of_project(text: str, targets: list[TargetRead], place: int) -> list[Check]:
    found = []
    for pattern, right in MISPRINTS:
        for each in pattern.finditer(text):
            told = f"疑为“{right}”之误" if right else "疑为重复"
            found.append(Check("misprint", f"“{each[0]}”{told}。", place, each.span()))
    adds = [
        t
        for t in targets
        if t.kind is Kind.QUANTITY
        and t.baseline is None
        and any("累计" in e or "总数" in e or "总量" in e for e in t.excerpts)
    ]
    for each in adds:
        found.append(
            Check(
                "total",
                f"“{each.name}”像是总数，原文没有写基数，请核对是新增还是总数。",
                place,
                each.spans[0],
            )
        )
    for each in targets:
        if each.comparison is Comparison.AT_MOST and (each.baseline or 0) <= each.value:
            limit = f"不超过{plain(each.value)}{each.measure}"
            found.append(Check("limit", f"“{each.name}”{limit}{LIMIT}", place, each.spans[0]))
    return found


def of_list(text: str, about, projects: list[ProjectRead], rest) -> list[Check]:
    """Doubts about the whole: its year, its numbers, what was left over."""
    found = []
    if about.year is None:
        found.append(Check("year", "没有读出年份，请填写。"))
    if not projects:
        return [*found, Check("none", "没有读出项目，请检查文本是否完整。")]
    numbers = [project.number for project in projects]
    expected = list(range(numbers[0], numbers[0] + len(numbers)))
    if numbers != expected:
        found.append(Check("numbers", f"项目序号不连续：{'、'.join(map(str, numbers))}。"))
    untitled = [str(project.number) for project in projects if not project.titled]
    if untitled:
        found.append(Check("title", f"第{'、'.join(untitled)}项原文没有标题，暂取首句，请核定。"))
    for start, end in rest:
        found.append(
            Check("rest", f"这一段没有归入任何项目：“{text[start:end][:40]}”。", None, (start, end))
        )
    return found

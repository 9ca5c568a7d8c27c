"""What the pages say first, in plain sentences made from stored figures."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

from projects.values import days
from projects.values.months import short
from projects.values.text import quoted
from supervision.published.disclosure import UNTOLD
from supervision.published.figures import Figure
from supervision.published.promised import key_figure
from supervision.published.shown import PublicCard
from supervision.published.wording import Grade, Shares, untold_words
from supervision.rules.numbers import threshold

MOST = 3


def due_words(day: dt.date, month: str) -> str:
    """Return 10月31日; 12月底 for the last day of a year; the year where it is not the month's."""
    year = "" if str(day.year) == month[:4] else f"{day.year}年"
    return year + ("12月底" if (day.month, day.day) == (12, 31) else days.short(day))


def done_words(figure: Figure) -> str:
    """已完成90口, 已完成2个节点, 已覆盖45%, 人数按规定不公布."""
    if figure.done == UNTOLD:
        return untold_words(figure.done)
    return f"{figure.verb}{figure.done}{figure.measure}"


def promised_words(figure: Figure) -> str:
    if not figure.total:
        return "常年开展的服务" if figure.kind == "service" else "分节点推进"
    if figure.rate:
        return f"承诺{figure.rate}"
    plain = figure.pending or figure.begins
    counted = figure.whole or plain or figure.kind == "coverage"
    verb = figure.verb.removeprefix("已") if counted else ""
    return f"承诺{verb}{figure.bound}{figure.total}{figure.measure}"


def project_lead(
    figures: list[Figure],
    card: PublicCard | None,
    finish: dict,
    today: dt.date | None = None,
    asked: Collection[str] = (),
) -> str:
    """One plain sentence: what was promised, how far it is, when the unit says it is done.

    Where some targets are `asked` about by their names it tells of them, not of what decides.

    `finish` are the days promised by target, of those that are behind; one that is over by
    `today` is marked.
    """
    if card is None:
        return unpublished(figures)
    known = [figure for figure in figures if not figure.pending]
    month = short(card.month)
    unheard = f"{month}进展未报；" if card.missing else ""
    if figures and all(figure.ceiling for figure in figures):
        return f"{unheard}{promised(figures)}；{figures[0].unplanned}。"
    if not known:
        return f"{unheard}{promised(figures)}；分月计划还没有核定，暂时不能说快慢。"
    parts = (part for figure in figures for part in figure.parts)
    if own := next((part for part in parts if {part.name} == {*asked}), None):
        return f"{unheard}{own.name}：{told(own, card, finish, today)}"
    if len(figures) == 1:
        return (
            unheard + single(known[0], card.month) + committed(known[0], finish, card.month, today)
        )
    if all(figure.finished for figure in figures):
        return f"{unheard}{len(figures)}项承诺，已全部完成。"
    return unheard + several(figures, known, card, finish, today, asked)


def finish_of(figure: Figure, finish: dict[str, dt.date]) -> dt.date | None:
    """The last day promised for a figure or one of its parts."""
    names = (figure.name, *(part.name for part in figure.parts))
    return max((finish[name] for name in names if name in finish), default=None)


def unit_words(
    figure: Figure, finish: dict, month: str, today: dt.date | None = None, done: str = "完成"
) -> str:
    """责任单位承诺10月31日完成, marked where the day is over and nothing says that it is done.

    Of works by stages the days are those of the stages that are late, not of the whole. Days that
    were not kept stand before it; "" where nothing was promised, or all of it kept.
    """
    day, former = finish_of(figure, finish), unkept_words(figure, month)
    if figure.finished:
        return f"责任单位{former}" if former else ""
    said = [
        f"{late}{due_words(own, month)}{done}{'（已过期）' if today and own < today else ''}"
        for late, own in (figure.owed(day) if day else [])
    ]
    now = f"承诺{'、'.join(said)}" if said else ""
    if not former:
        return f"责任单位{now}" if now else ""
    return f"责任单位{former}；{f'现{now}' if now else '没有报新的时间'}"


def unkept_words(figure: Figure, month: str) -> str:
    """原承诺9月30日，未兑现: the days that its unit gave and did not keep, a few of many."""
    days = [
        f"{quoted(each.stage) if each.stage else ''}{due_words(each.day, month)}"
        for each in figure.unkept
    ]
    if not days:
        return ""
    more = f"等{len(days)}次" if len(days) > MOST else ""
    return f"原承诺{'、'.join(days[:MOST])}{more}，未兑现"


def committed(figure: Figure, finish: dict, month: str, today: dt.date | None) -> str:
    """When the unit says it will be done; once it is, what it had not kept."""
    said = unit_words(figure, finish, month, today)
    return f"{said}。" if said else ""


def unpublished(figures: list[Figure]) -> str:
    return f"{promised(figures)}；进展还没有公布。" if figures else "进展还没有公布。"


def promised(figures: list[Figure]) -> str:
    """What was promised, of which nothing can be said yet."""
    return promised_words(figures[0]) if len(figures) == 1 else f"这个项目有{len(figures)}项指标"


def single(figure: Figure, month: str) -> str:
    until = f"截至{short(month)}底"
    if figure.begins:
        due = due_words(dt.date.fromisoformat(figure.due), month)
        return f"{promised_words(figure)}，{figure.gap}；要求{due}前完成。"
    if figure.withheld:
        return f"{promised_words(figure)}；{until}{untold_words(figure.done)}。"
    if figure.kind == "service":
        how = "常年" if figure.all_year else "按月"
        return f"{how}开展的服务；{until}已开展{figure.done}个月，{figure.gap}。"
    stages = f"共{figure.total}个节点"
    if figure.finished:
        promise = stages if figure.kind == "milestones" else promised_words(figure)
        return f"{promise}，已全部完成。"
    due = due_words(dt.date.fromisoformat(figure.due), month)
    if figure.kind == "milestones":
        now = f"{stages}，{until}完成{figure.done}个，{figure.gap}"
        return f"{now}；要求{due}前完成。"
    now = f"{until}{done_words(figure)}，{figure.gap}"
    return f"{promised_words(figure)}，{now}；要求{due}前完成。"


def several(
    figures: list[Figure], known: list[Figure], card: PublicCard, finish: dict, today, asked
) -> str:
    """The promise that decides, with figure and date; how many of the others stand where.

    Of those `asked` about the one that decides, and one without a plan only where all are.
    """
    meant = [figure for figure in figures if figure.name in asked] or figures
    among = [figure for figure in meant if figure in known] or meant
    first = key_figure(meant, card)
    first = first if first in among else among[0]
    rest = [figure for figure in figures if figure is not first]
    said = f"{first.name}：{told(first, card, finish, today)}"
    return f"{said}另{len(rest)}项{others(rest)}。"


def told(figure: Figure, card: PublicCard, finish: dict, today: dt.date | None) -> str:
    """How one promise of several stands, and when its unit says that it is done."""
    if figure.pending:
        plan = figure.unplanned if figure.ceiling else "分月计划还没有核定，暂时不能说快慢"
        due = figure.due and due_words(dt.date.fromisoformat(figure.due), card.month)
        return f"{promised_words(figure)}；{plan}{f'；要求{due}前完成' if due else ''}。"
    return single(figure, card.month) + committed(figure, finish, card.month, today)


def others(figures: list[Figure]) -> str:
    """How many are done, quicker, with the plan, behind it (by name), or have none."""
    standing = defaultdict(list)
    for figure in figures:
        fast = figure.state == "fine" and quicker(figure)
        standing["fast" if fast else figure.state].append(figure)
    late = "、".join(figure.name for figure in standing["behind"])
    counted = [
        (standing["done"], "已完成"),
        (standing["fast"], "快于计划"),
        (standing["fine"], "与计划相符"),
        (standing["hidden"], "人数不公布"),
        (standing["behind"], f"低于计划（{late}）"),
        (standing["waiting"], "未到时间"),
        (standing["pending"], "计划待定"),
    ]
    kinds = [(len(group), words) for group, words in counted if group]
    if len(kinds) == 1:
        return f"{'都' if len(figures) > 1 else ''}{kinds[0][1]}"
    return f"：{'，'.join(f'{count}项{words}' for count, words in kinds)}"


def quicker(figure: Figure) -> bool:
    return figure.shares is not None and (figure.shares.deviation or 0) > 0


def answer(card: PublicCard, reasons: list[dict]) -> str:
    """The plain answer to why this card."""
    if card.decided:
        return decided(card)
    return ("这个月的进展没有报送。" if card.missing else "") + why(card, reasons)


def why(card: PublicCard, reasons: list[dict]) -> str:
    if not card.rated:
        return "这个月没有可以评定的进展数据，所以不亮牌。"
    if behind := [each for each in reasons if each["rule"] != "report_missing"]:
        return f"因为有{len(behind)}处没有跟上计划。一个项目里最慢的一项决定它的牌。"
    if reasons:
        return "没有报送就亮牌，与快慢无关。"
    if any((each.deviation or 0) < 0 for each in card.targets.values()):
        return f"有的指标略低于计划，但差距没有到{first_line(card)}，按规则算按序时推进。"
    if all(target["start"] > card.month for target in card.facts["targets"]):
        return "各项指标都还没有到起算月份，不比较快慢。"
    planned = all(target["planned"] is not None for target in card.verdict["targets"])
    return f"{'' if planned else '已有计划的'}各项指标都达到或超过了计划。"


def decided(card: PublicCard) -> str:
    """The colour was decided: said first, with the computed one beside it where it is shown."""
    computed = card.decided.computed
    beside = f"；按规则计算是{named(computed)}" if computed else ""
    return f"这个月的牌经认定为{named(card.grade)}{beside}。"


def named(grade: Grade) -> str:
    return f"{grade.name}（{grade.words}）" if grade.name else f"“{grade.words}”"


def first_line(card: PublicCard) -> str:
    return f"{card.grading.bands[0]['from']}个百分点" if card.grading.bands else "提醒的程度"


def margins(card: PublicCard) -> list[str]:
    """How far the target that is most behind stands from the other cards.

    Told only where the gap to the plan gave the colour, or could.
    """
    known = {name: each for name, each in card.targets.items() if each.actual is not None}
    if not known or not card.grading.judges or card.silent:
        return []
    name = max(known, key=lambda each: behind_by(known[each]))
    worst = max(card.verdict["findings"], key=lambda each: each["severity"], default=None)
    if worst and worst["severity"] and (worst["rule"], worst["target"]) != ("behind_plan", name):
        return []
    gap = Decimal(known[name].printed[2])
    gap = gap if known[name].deviation < 0 else -gap
    said = quoted(name) if len(known) > 1 else "这个项目"
    return [margin(card, band, Decimal(band["from"]) - gap, said) for band in card.grading.bands]


def behind_by(shares: Shares) -> Fraction:
    """The gap that the rules judge: no share is more than all or less than nothing."""
    return min(max(shares.planned, 0), 1) - min(max(shares.actual, 0), 1)


def margin(card: PublicCard, band: dict, away: Decimal, said: str) -> str:
    title = card.grading.title(band["severity"])
    rule = f"落后计划{threshold(band['from'], band['included'])}，为{title}"
    if not away:
        return f"{rule}；{said}正好在这条线上。"
    where = "离这条线还有" if away > 0 else "已越过这条线"
    return f"{rule}；{said}{where}{away.copy_abs():f}个百分点。"
